//! What the others say over their links.

use chatmux_shared::call::word::Word;
use chatmux_shared::id::SessionId;

use super::Driver;
use crate::call::Heard;
use crate::clock::now;

impl Driver {
    pub(super) fn handle_heard(&mut self, peer: SessionId, heard: Heard) {
        match heard {
            Heard::Opened => {
                self.begin_to_verify(peer);
                self.survey.handle_opened(peer);
            }
            Heard::Said(word) => self.handle_word(peer, word),
            Heard::Bytes(event) => self.handle_bytes(peer, event),
        }
    }

    fn handle_word(&mut self, peer: SessionId, word: Word) {
        match word {
            // Whoever it is, they may say who they are …
            Word::Attest(attest) => self.handle_attest(peer, &attest),
            Word::Compare(word) => self.handle_compare(peer, word),
            // … and what lets less be sent, which is not said twice.
            Word::Wants(wants) => self.survey.handle_wants(peer, wants),
            Word::Gives(gives) => self.survey.handle_gives(peer, gives),
            // Nothing else of someone who may be another than the one shown.
            Word::File(_) | Word::Links(_) if self.is_held_back(peer) => {}
            Word::File(word) => self.handle_file_word(peer, word),
            Word::Links(reports) => self.survey.handle_links(peer, reports, now()),
        }
    }
}
