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
            // Whoever it is, they may only say who they are.
            Heard::Said(word) if self.is_held_back(peer) => {
                if let Word::Attest(attest) = word {
                    self.handle_attest(peer, &attest);
                }
            }
            Heard::Said(word) => match word {
                Word::Attest(attest) => self.handle_attest(peer, &attest),
                Word::Compare(word) => self.handle_compare(peer, word),
                Word::File(word) => self.handle_file_word(peer, word),
                Word::Wants(wants) => self.survey.handle_wants(peer, wants),
                Word::Gives(gives) => self.survey.handle_gives(peer, gives),
                Word::Links(reports) => self.survey.handle_links(peer, reports, now()),
            },
            Heard::Bytes(event) => self.handle_bytes(peer, event),
        }
    }
}
