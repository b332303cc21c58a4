//! What a peer may say that no page of ours says.

use chatmux_shared::call::negotiation::Generation;
use chatmux_shared::call::transfer::{
    Action, By, Ending, FileWord, Header, KEPT, Key, LARGEST, OFFERS, Standing, Transfers, WINDOW,
};
use chatmux_shared::id::{FileId, SessionId, Timestamp};

use super::pair::offer;

const NOW: Timestamp = Timestamp(1_000_000);
const SIZE: u64 = 3 * WINDOW;

fn peer() -> SessionId {
    SessionId::from_random([9; 16])
}

fn key() -> Key {
    Key {
        peer: peer(),
        file: offer(1, 0).file,
    }
}

fn linked() -> Transfers {
    let mut transfers = Transfers::default();
    transfers.handle_link(peer(), Some(Generation::default()), NOW);
    transfers
}

/// A receiver at the beginning of a file, and the number it asked under.
fn receiving() -> (Transfers, u32) {
    let mut transfers = linked();
    assert!(transfers.handle_word(peer(), FileWord::Offer(offer(1, SIZE)), NOW));
    transfers.accept(key());
    assert_eq!(transfers.poll_action(), Some(Action::Open(key())));
    transfers.handle_open(key(), Some(Ok(())), NOW);
    let Some((_, FileWord::Accept { number, at: 0, .. })) = transfers.poll_word() else {
        panic!("it asks for the file");
    };
    (transfers, number)
}

/// A sender that has sent a megabyte of a file.
fn sending() -> Transfers {
    let mut transfers = linked();
    transfers.offer(&offer(1, SIZE), &[peer()], NOW).unwrap();
    transfers.poll_word();
    let file = offer(1, 0).file;
    transfers.handle_word(
        peer(),
        FileWord::Accept {
            file,
            number: 5,
            at: 0,
        },
        NOW,
    );
    while let Some(read) = transfers.poll_read(peer()) {
        assert!(transfers.handle_read(&read, true, NOW));
        while transfers.poll_piece(peer(), 1 << 14).is_some() {}
    }
    transfers
}

fn standing(transfers: &Transfers) -> Standing {
    let outgoing = transfers.outgoing(NOW).map(|(.., standing)| standing);
    let incoming = transfers.incoming(NOW).map(|(.., standing)| standing);
    outgoing.chain(incoming).next().unwrap()
}

#[test]
fn a_piece_that_does_not_fit_ends_the_file() {
    for (offset, length) in [
        (1, 100),
        (u64::MAX, 100),
        (0, 0),
        (0, SIZE + 1),
        (0, WINDOW + 1),
        (0, u64::MAX),
    ] {
        let (mut transfers, number) = receiving();
        let taken = transfers.handle_piece(peer(), Header { number, offset }, length, NOW);
        assert_eq!(taken, None, "{length} bytes at {offset}");
        assert_eq!(
            standing(&transfers),
            Standing::Ended(Ending::Broken, By::Me)
        );
        let said = FileWord::End {
            file: key().file,
            why: Ending::Broken,
        };
        assert_eq!(transfers.poll_word(), Some((peer(), said)));
        assert!(!transfers.needs_place(key()));
    }
}

#[test]
fn a_piece_of_nothing_that_is_expected_is_passed_over() {
    let (mut transfers, number) = receiving();
    let header = Header {
        number: number + 1,
        offset: 0,
    };
    assert_eq!(transfers.handle_piece(peer(), header, 100, NOW), None);
    let stranger = SessionId::from_random([8; 16]);
    let header = Header { number, offset: 0 };
    assert_eq!(transfers.handle_piece(stranger, header, 100, NOW), None);
    assert_eq!(
        transfers.handle_piece(peer(), header, 100, NOW),
        Some(key())
    );
}

#[test]
fn nothing_comes_before_it_was_accepted() {
    let mut transfers = linked();
    transfers.handle_word(peer(), FileWord::Offer(offer(1, SIZE)), NOW);
    for number in 0..3 {
        let header = Header { number, offset: 0 };
        assert_eq!(transfers.handle_piece(peer(), header, 100, NOW), None);
    }
    assert_eq!(standing(&transfers), Standing::Offered);
}

#[test]
fn a_flood_of_offers_is_refused() {
    let mut transfers = linked();
    let mut refused = 0;
    for number in 0..10_000_u128 {
        let mut offer = offer(0, 1);
        offer.file = FileId::from_random(number.to_be_bytes());
        transfers.handle_word(peer(), FileWord::Offer(offer), NOW);
        while let Some((_, word)) = transfers.poll_word() {
            assert!(matches!(
                word,
                FileWord::End {
                    why: Ending::TooMany,
                    ..
                }
            ));
            refused += 1;
        }
    }
    assert_eq!(refused, 10_000 - OFFERS);
    assert_eq!(transfers.incoming(NOW).count(), OFFERS);
}

#[test]
fn offers_that_are_withdrawn_at_once_do_not_pile_up() {
    let mut transfers = linked();
    let mut news = 0;
    for number in 0..10_000_u64 {
        let now = NOW.plus(number * 100);
        let mut offer = offer(0, 1);
        let file = FileId::from_random(u128::from(number).to_be_bytes());
        offer.file = file;
        news += usize::from(transfers.handle_word(peer(), FileWord::Offer(offer), now));
        transfers.handle_word(
            peer(),
            FileWord::End {
                file,
                why: Ending::Cancelled,
            },
            now,
        );
    }
    assert!(transfers.incoming(NOW).count() <= KEPT);
    assert!(
        news < 1_100,
        "a person is told of one a second, not of {news}"
    );
}

#[test]
fn an_offer_that_cannot_be_is_refused() {
    let refusal = |transfers: &mut Transfers, word| {
        assert!(!transfers.handle_word(peer(), word, NOW));
        match transfers.poll_word() {
            Some((_, FileWord::End { why, .. })) => why,
            other => panic!("{other:?}"),
        }
    };
    let mut transfers = linked();
    let large = FileWord::Offer(offer(1, LARGEST + 1));
    assert_eq!(refusal(&mut transfers, large), Ending::TooLarge);

    // The same id for another file, before and after it was accepted.
    let mut transfers = linked();
    transfers.handle_word(peer(), FileWord::Offer(offer(1, 10)), NOW);
    let other = FileWord::Offer(offer(1, 11));
    assert_eq!(refusal(&mut transfers, other), Ending::Broken);

    // One that is this person's own.
    let mut transfers = sending();
    while transfers.poll_word().is_some() {}
    let mine = FileWord::Offer(offer(1, SIZE));
    assert_eq!(refusal(&mut transfers, mine), Ending::Broken);
}

#[test]
fn a_receiver_that_says_what_cannot_be_is_sent_nothing_more() {
    let file = offer(1, 0).file;
    for word in [
        FileWord::Wrote {
            number: 5,
            at: SIZE,
        },
        FileWord::Wrote {
            number: 5,
            at: u64::MAX,
        },
        FileWord::Accept {
            file,
            number: 6,
            at: SIZE + 1,
        },
        FileWord::Done { file },
    ] {
        let mut transfers = sending();
        transfers.handle_word(peer(), word.clone(), NOW);
        let broken = Standing::Ended(Ending::Broken, By::Me);
        assert_eq!(standing(&transfers), broken, "{word:?}");
        assert_eq!(transfers.poll_piece(peer(), 1 << 14), None);
        assert!(!transfers.needs_source(file));
    }
}

#[test]
fn a_sender_is_never_further_ahead_than_the_window() {
    let mut transfers = sending();
    assert_eq!(transfers.poll_read(peer()), None);
    let number = 5;
    transfers.handle_word(peer(), FileWord::Wrote { number, at: WINDOW }, NOW);
    let read = transfers.poll_read(peer()).unwrap();
    assert_eq!(read.from, WINDOW);
    // It does not go back, either.
    transfers.handle_word(peer(), FileWord::Wrote { number, at: 1 }, NOW);
    assert_eq!(
        standing(&transfers),
        Standing::Ended(Ending::Broken, By::Me)
    );
}

#[test]
fn words_about_files_that_are_not_known_change_nothing() {
    let mut transfers = linked();
    let file = FileId::from_random([77; 16]);
    let end = FileWord::End {
        file,
        why: Ending::Cancelled,
    };
    for word in [
        FileWord::Wrote { number: 1, at: 1 },
        FileWord::Done { file },
        end,
    ] {
        transfers.handle_word(peer(), word, NOW);
        assert_eq!(transfers.poll_word(), None);
    }
    transfers.handle_word(
        peer(),
        FileWord::Accept {
            file,
            number: 1,
            at: 0,
        },
        NOW,
    );
    let forgotten = FileWord::End {
        file,
        why: Ending::Forgotten,
    };
    assert_eq!(transfers.poll_word(), Some((peer(), forgotten)));
}
