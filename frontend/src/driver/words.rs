//! What the others say over their links.

use chatmux_shared::call::word::Word;
use chatmux_shared::id::SessionId;

use super::Driver;
use crate::call::Heard;

impl Driver {
    #[expect(clippy::unused_self, reason = "nothing is acted upon yet")]
    pub(super) fn handle_heard(&mut self, _peer: SessionId, heard: Heard) {
        match heard {
            Heard::Opened => {}
            Heard::Said(word) => match word {
                Word::Wants(_) | Word::Attest(_) | Word::Compare(_) => {}
            },
        }
    }
}
