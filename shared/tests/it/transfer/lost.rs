//! Links that are lost, at any moment.

use chatmux_shared::call::transfer::{ABSENCE, By, Ending, SILENCE, STALL, Standing, WINDOW};

use super::pair::{Pair, bytes, offer};

#[test]
fn a_file_is_whole_however_often_the_link_is_lost() {
    for seed in 0..16 {
        let mut pair = Pair::new(seed);
        let mut chance = fastrand::Rng::with_seed(seed);
        let files: Vec<_> = (1..=3)
            .map(|number| (offer(number, chance.u64(..WINDOW)), number))
            .collect();
        for (offer, number) in &files {
            pair.offer(offer, bytes(u64::from(*number), offer.size))
                .unwrap();
        }
        for _ in 0..chance.usize(1..12) {
            for _ in 0..chance.usize(..400) {
                pair.step();
                pair.tabs[1].accept_all(pair.now);
            }
            pair.cut();
            for _ in 0..chance.usize(..20) {
                pair.step();
            }
            pair.link();
        }
        pair.run();
        pair.tabs[1].accept_all(pair.now);
        pair.run();
        for (offer, number) in &files {
            let sent = bytes(u64::from(*number), offer.size);
            assert!(
                pair.tabs[1].disk(offer.file) == Some(&sent[..]),
                "seed {seed}: file {number}"
            );
            assert_eq!(
                pair.tabs[0].sent(offer.file, pair.now),
                Some(Standing::Done),
                "seed {seed}"
            );
        }
        assert_eq!(
            pair.news, 3,
            "seed {seed}: each is offered to the person once"
        );
        assert!(pair.tabs[1].most_held <= 3 * WINDOW, "seed {seed}");
    }
}

#[test]
fn a_lost_link_is_waited_for_and_not_for_ever() {
    let mut pair = Pair::new(1);
    let offer = offer(7, 4 * WINDOW);
    pair.offer(&offer, bytes(1, offer.size)).unwrap();
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    for _ in 0..200 {
        pair.step();
    }
    pair.cut();
    pair.wait(ABSENCE - 1);
    let now = pair.now;
    assert!(matches!(
        pair.tabs[0].sent(offer.file, now),
        Some(Standing::Cut { .. })
    ));
    assert!(matches!(
        pair.tabs[1].received(offer.file, now),
        Some(Standing::Cut { .. })
    ));
    assert_eq!(pair.tabs[0].transfers.poll_timeout(now), Some(now.plus(1)));
    pair.wait(1);
    let left = Some(Standing::Ended(Ending::Left, By::Peer));
    assert_eq!(pair.tabs[0].sent(offer.file, pair.now), left);
    assert_eq!(pair.tabs[1].received(offer.file, pair.now), left);
}

#[test]
fn a_receiver_whose_page_was_loaded_again_is_offered_the_file_again() {
    let mut pair = Pair::new(2);
    let offer = offer(7, 2 * WINDOW);
    let sent = bytes(2, offer.size);
    pair.offer(&offer, sent.clone()).unwrap();
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    for _ in 0..100 {
        pair.step();
    }
    pair.reload(1);
    pair.run();
    assert_eq!(
        pair.tabs[1].received(offer.file, pair.now),
        Some(Standing::Offered)
    );
    pair.tabs[1].accept_all(pair.now);
    pair.run();
    assert_eq!(pair.tabs[1].disk(offer.file), Some(&sent[..]));
}

#[test]
fn a_sender_whose_page_was_loaded_again_has_forgotten_the_file() {
    for answered in [false, true] {
        let mut pair = Pair::new(3);
        let offer = offer(7, 2 * WINDOW);
        pair.offer(&offer, bytes(3, offer.size)).unwrap();
        pair.run();
        if answered {
            pair.tabs[1].accept_all(pair.now);
            for _ in 0..100 {
                pair.step();
            }
        }
        pair.reload(0);
        pair.run();
        pair.wait(SILENCE);
        let received = pair.tabs[1].received(offer.file, pair.now);
        assert_eq!(received, Some(Standing::Ended(Ending::Forgotten, By::Peer)));
    }
}

#[test]
fn what_was_withdrawn_without_a_link_ends_when_there_is_one() {
    let mut pair = Pair::new(4);
    let offer = offer(7, WINDOW);
    pair.offer(&offer, bytes(4, offer.size)).unwrap();
    pair.run();
    pair.cut();
    pair.tabs[0].transfers.withdraw(offer.file, pair.now);
    pair.link();
    pair.run();
    let received = pair.tabs[1].received(offer.file, pair.now);
    assert_eq!(received, Some(Standing::Ended(Ending::Cancelled, By::Peer)));
}

#[test]
fn a_file_can_be_offered_before_there_is_a_link() {
    let mut pair = Pair::new(5);
    pair.cut();
    let offer = offer(7, 10);
    pair.offer(&offer, bytes(5, 10)).unwrap();
    pair.run();
    assert_eq!(pair.news, 0);
    pair.link();
    pair.run();
    assert_eq!(pair.news, 1);
}

#[test]
fn without_progress_a_file_counts_as_stalled_and_then_goes_on() {
    let mut pair = Pair::new(6);
    let offer = offer(7, 4 * WINDOW);
    pair.offer(&offer, bytes(6, offer.size)).unwrap();
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    for _ in 0..600 {
        pair.step();
    }
    let running = pair.tabs[1].received(offer.file, pair.now);
    assert!(
        matches!(running, Some(Standing::Running { .. })),
        "{running:?}"
    );
    let due = pair.tabs[1].transfers.poll_timeout(pair.now).unwrap();
    assert!(due <= pair.now.plus(STALL));
    pair.wait(STALL);
    assert!(matches!(
        pair.tabs[1].received(offer.file, pair.now),
        Some(Standing::Stalled { .. })
    ));
    pair.run();
    assert_eq!(
        pair.tabs[1].received(offer.file, pair.now),
        Some(Standing::Done)
    );
}

#[test]
fn nothing_goes_over_a_link_that_does_not_count_as_one() {
    let mut pair = Pair::new(8);
    let offer = offer(7, 4 * WINDOW);
    pair.offer(&offer, bytes(8, offer.size)).unwrap();
    pair.run();
    pair.tabs[1].accept_all(pair.now);
    for _ in 0..100 {
        pair.step();
    }
    // The browser's channel is still there: what is asked now would go out.
    let to = pair.tabs[1].session;
    let transfers = &mut pair.tabs[0].transfers;
    transfers.handle_link(to, None, pair.now);
    assert_eq!(transfers.poll_read(to), None);
    assert_eq!(transfers.poll_piece(to, 1_000), None);
    assert_eq!(transfers.poll_word(), None);
    let sent = pair.tabs[0].sent(offer.file, pair.now);
    assert!(matches!(sent, Some(Standing::Cut { .. })), "{sent:?}");
    // It is the same link when it counts again.
    pair.link();
    pair.run();
    assert_eq!(
        pair.tabs[1].received(offer.file, pair.now),
        Some(Standing::Done)
    );
}

#[test]
fn what_was_withdrawn_is_said_on_one_later_link_and_on_no_other() {
    let mut pair = Pair::new(9);
    let offer = offer(7, WINDOW);
    pair.offer(&offer, bytes(9, offer.size)).unwrap();
    pair.run();
    pair.tabs[0].transfers.withdraw(offer.file, pair.now);
    pair.run();
    let mut words = Vec::new();
    for _ in 0..3 {
        pair.link();
        words.push(std::iter::from_fn(|| pair.tabs[0].transfers.poll_word()).count());
    }
    // The first may have been lost with the link it was said on.
    assert_eq!(words, [1, 0, 0]);
}

#[test]
fn who_is_gone_and_has_no_file_is_forgotten() {
    let mut pair = Pair::new(10);
    let offer = offer(7, 10);
    pair.offer(&offer, bytes(10, 10)).unwrap();
    pair.run();
    pair.cut();
    pair.wait(1);
    assert_eq!(
        pair.tabs[0].transfers.peers().count(),
        1,
        "it is waited for"
    );
    pair.tabs[0].transfers.withdraw(offer.file, pair.now);
    pair.tabs[0].transfers.dismiss(offer.file);
    pair.wait(1);
    assert_eq!(pair.tabs[0].transfers.peers().count(), 0);
    pair.link();
    pair.wait(1);
    assert_eq!(pair.tabs[0].transfers.peers().count(), 1);
}
