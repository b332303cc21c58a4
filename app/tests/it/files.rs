//! Files in words.

use chatmux_app::chat::{in_words, left_words, out_words, percent, size_words};
use chatmux_shared::call::transfer::{By, Ending, Standing};

const MB: u64 = 1_000_000;

#[test]
fn a_size_is_said_as_a_person_would() {
    for (bytes, words) in [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 kB"),
        (2_340_000, "2.3 MB"),
        (30 * MB, "30 MB"),
        (123_400_000, "123 MB"),
        (999_960_000, "1 GB"),
        (2 << 30, "2.1 GB"),
        (u64::MAX, "1844674407 GB"),
    ] {
        assert_eq!(size_words(bytes), words, "{bytes}");
    }
}

#[test]
fn what_is_left_is_said_in_seconds_minutes_or_hours() {
    for (bytes, rate, words) in [
        (0, MB, Some("1 s left")),
        (12 * MB, MB, Some("12 s left")),
        (61 * MB, MB, Some("2 min left")),
        (7_200 * MB, MB, Some("2 h left")),
        (MB, 0, None),
    ] {
        assert_eq!(left_words(bytes, rate).as_deref(), words);
    }
}

#[test]
fn a_sender_reads_how_far_each_receiver_is() {
    let size = 10 * MB;
    let done = 4 * MB;
    for (standing, words) in [
        (Standing::Queued, "Ben: waits for its turn"),
        (Standing::Offered, "Ben: not answered yet"),
        (
            Standing::Running {
                done,
                rate: Some(MB),
            },
            "Ben: 40 % · 1 MB/s · 6 s left",
        ),
        (Standing::Running { done, rate: None }, "Ben: 40 %"),
        (
            Standing::Stalled { done },
            "Ben: 40 % · nothing comes through",
        ),
        (
            Standing::Cut { done },
            "Ben: 40 % · goes on when the link is back",
        ),
        (Standing::Done, "Ben has it"),
        (Standing::Ended(Ending::Declined, By::Peer), "Ben declined"),
        (Standing::Ended(Ending::Cancelled, By::Me), "Ben: stopped"),
        (
            Standing::Ended(Ending::NoRoom, By::Peer),
            "Ben has no room for it",
        ),
    ] {
        assert_eq!(out_words("Ben", standing, size), words);
    }
}

#[test]
fn a_receiver_reads_what_came_of_it() {
    for (standing, words) in [
        (Standing::Offered, ""),
        (Standing::Waiting, "Waits for its turn"),
        (Standing::Done, "Received"),
        (Standing::Ended(Ending::Left, By::Peer), "Ada left"),
        (
            Standing::Ended(Ending::Cancelled, By::Peer),
            "Ada stopped it",
        ),
        (Standing::Ended(Ending::Cancelled, By::Me), "Stopped"),
        (
            Standing::Ended(Ending::TooLarge, By::Me),
            "This browser cannot take files this large: at most 200 MB",
        ),
    ] {
        assert_eq!(in_words("Ada", standing, MB), words);
    }
}

#[test]
fn a_file_under_way_is_never_shown_as_whole() {
    let running = |done| Standing::Running { done, rate: None };
    assert_eq!(percent(running(0), 0), Some(0));
    assert_eq!(percent(running(MB), MB), Some(99));
    assert_eq!(percent(Standing::Done, MB), None);
}
