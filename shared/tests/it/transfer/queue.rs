//! Many files at once.

use chatmux_shared::call::transfer::{LARGEST, MINE, NotOffered, OFFERS, RUNNING, Standing};
use chatmux_shared::id::SessionId;

use super::pair::{Pair, bytes, offer};

#[test]
fn more_files_than_may_be_on_offer_wait_for_their_turn() {
    let mut pair = Pair::new(1);
    let count = u8::try_from(2 * OFFERS).unwrap();
    for number in 0..count {
        pair.offer(&offer(number, 100), bytes(1, 100)).unwrap();
    }
    pair.run();
    assert_eq!(pair.news, OFFERS);
    let last = offer(count - 1, 0).file;
    assert_eq!(pair.tabs[0].sent(last, pair.now), Some(Standing::Queued));
    pair.tabs[1].accept_all(pair.now);
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    pair.run();
    assert_eq!(pair.tabs[1].finished.len(), 2 * OFFERS);
}

#[test]
fn so_many_come_in_at_once_and_the_others_wait() {
    let mut pair = Pair::new(2);
    for number in 0..8 {
        pair.offer(&offer(number, 1 << 20), bytes(2, 1 << 20))
            .unwrap();
    }
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    while pair.step() {
        let standings = pair.tabs[1].transfers.incoming(pair.now);
        let running = standings.filter(|(.., it)| matches!(it, Standing::Running { .. }));
        assert!(running.count() <= RUNNING);
    }
    assert_eq!(pair.tabs[1].finished.len(), 8);
}

#[test]
fn what_cannot_be_offered_is_refused_with_a_reason() {
    let mut pair = Pair::new(3);
    let refused = pair.offer(&offer(1, LARGEST + 1), Vec::new());
    assert_eq!(refused, Err(NotOffered::TooLarge));
    let refused = pair.tabs[0].transfers.offer(&offer(1, 1), &[], pair.now);
    assert_eq!(refused, Err(NotOffered::Nobody));
    let everyone: Vec<_> = (0..=MINE)
        .map(|it| SessionId::from_random(u128::try_from(it).unwrap().to_be_bytes()))
        .collect();
    let refused = pair.tabs[0]
        .transfers
        .offer(&offer(1, 1), &everyone, pair.now);
    assert_eq!(refused, Err(NotOffered::TooMany));
}
