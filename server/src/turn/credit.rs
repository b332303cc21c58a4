//! No more goes to an address that has proven nothing than came from it.
//!
//! Who writes the address of another on a datagram has the answer sent there.
//! So an answer longer than what has come waits: a client asks again anyway
//! (RFC 8489 §6.2.1), and then there is enough. Invariant: the bytes said to
//! all who are of one cell are never more than those heard of them. The
//! memory is fixed, whoever writes.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;

/// Of these, nobody outside knows which is whose.
const CELLS: usize = 1 << 14;
/// What is heard beyond is forgotten: nobody saves up for later.
const MOST: usize = 128;

/// What has been heard and not answered.
pub struct Credit {
    cells: Vec<u8>,
    places: RandomState,
}

impl Credit {
    /// Nothing was heard yet.
    pub fn new() -> Self {
        Self {
            cells: vec![0; CELLS],
            places: RandomState::new(),
        }
    }

    /// Whether an answer of so many bytes may go to where so many came from.
    pub fn spend(&mut self, from: IpAddr, heard: usize, answer: usize) -> bool {
        let place = self.places.hash_one(from) % CELLS as u64;
        let cell = usize::try_from(place).map_or(0, |place| place);
        let credit = usize::from(self.cells[cell]).saturating_add(heard);
        let enough = answer <= credit;
        let left = if enough { credit - answer } else { credit };
        self.cells[cell] = u8::try_from(left.min(MOST)).unwrap_or(u8::MAX);
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // trial 58
    #[test]
    fn an_answer_that_is_longer_waits_until_it_is_asked_for_again() {
        let mut credit = Credit::new();
        let from = IpAddr::from([192, 0, 2, 1]);
        assert!(!credit.spend(from, 20, 32));
        assert!(credit.spend(from, 20, 32));
        assert!(!credit.spend(from, 20, 32));
        assert!(credit.spend(from, 20, 32));
    }

    // trial 58
    #[test]
    fn whatever_comes_from_whomever_no_more_goes_out_than_came_in() {
        let mut credit = Credit::new();
        let (mut heard, mut said) = (0, 0);
        // A linear congruential generator, seeded.
        let mut state = 0x2545_f491_u32;
        for _ in 0..100_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let from = IpAddr::from((state >> 8).to_be_bytes());
            let (size, answer) = (
                20 + (state >> 20) as usize % 200,
                32 + (state >> 12) as usize % 60,
            );
            heard += size;
            said += if credit.spend(from, size, answer) {
                answer
            } else {
                0
            };
        }
        assert!(said <= heard, "{said} for {heard}");
        assert!(said > 0);
    }
}
