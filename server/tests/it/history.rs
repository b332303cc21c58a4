//! How much of a log is kept, and who may read it.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Entry, Head, Seen};
use chatmux_shared::wire::{ClientFrame, History, Page, Token};

use crate::guest::{Guest, Stay};
use crate::house::House;
use crate::key::text_of;
use crate::message::{Answer, Ask};

fn numbers(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq.0).collect()
}

/// Says 1 to 8 in the lounge of a server that keeps five; with the log as it
/// was seen after each, the first seen before them.
async fn eight_of_which_five_are_kept() -> (House, Guest, Vec<Seen>) {
    let house = House::open_with(&["--entries-kept", "5"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut seen = vec![ada.seen];
    for number in 1..=8 {
        seen.push(ada.say(&number.to_string()).await.seen());
    }
    (house, ada, seen)
}

async fn read(house: &House, token: Option<&Token>, query: &str) -> Answer {
    let ask = Ask::get(&format!("/api/rooms/lounge/entries{query}"));
    let ask = match token {
        Some(token) => ask.bearing(token),
        None => ask,
    };
    ask.of(house.address).await
}

#[tokio::test]
async fn the_newest_entries_are_kept_and_older_ones_go() {
    let (house, ada, _) = eight_of_which_five_are_kept().await;
    let bob = Guest::come(house.address, "lounge", "Bob").await;
    assert_eq!(numbers(&bob.welcome.page.entries), [4, 5, 6, 7, 8]);
    assert_eq!(bob.welcome.newest, Seq(8));
    let house = house.reopened().await;
    let cleo = Guest::come(house.address, "lounge", "Cleo").await;
    assert_eq!(numbers(&cleo.welcome.page.entries), [4, 5, 6, 7, 8]);
    drop(ada);
}

// trial 8: trimmed
#[tokio::test]
async fn who_resumes_from_what_was_let_go_starts_afresh_and_who_misses_nothing_goes_on() {
    let (house, ada, all) = eight_of_which_five_are_kept().await;
    let stay = ada.lose();
    let head = Head::from_bytes([7; 32]);
    let (other, future) = (Seen { head, ..all[6] }, Seen { seq: Seq(9), head });
    for (seen, history, entries) in [
        (all[2], History::Fresh, vec![4, 5, 6, 7, 8]),
        (all[3], History::Continued, vec![4, 5, 6, 7, 8]),
        (all[6], History::Continued, vec![7, 8]),
        (all[8], History::Continued, vec![]),
        (other, History::Fresh, vec![4, 5, 6, 7, 8]),
        (future, History::Fresh, vec![4, 5, 6, 7, 8]),
    ] {
        let stay = Stay {
            seen,
            ..stay.clone()
        };
        let ada = Guest::enter(house.address, "lounge", stay.reconnecting()).await;
        assert_eq!(ada.welcome.history, history, "from {seen:?}");
        assert_eq!(numbers(&ada.welcome.page.entries), entries, "from {seen:?}");
    }
}

// trial 45: reading
#[tokio::test]
async fn a_log_is_read_by_http_with_the_proof_of_a_session_in_the_room_and_not_without() {
    let (house, ada, _) = eight_of_which_five_are_kept().await;
    let token = ada.welcome.session_token.clone();
    let all: Page = read(&house, Some(&token), "").await.json();
    assert_eq!(numbers(&all.entries), [4, 5, 6, 7, 8]);
    assert_eq!(text_of(&all.entries[0]), "4");
    let some: Page = read(&house, Some(&token), "?after=5&limit=2").await.json();
    assert_eq!(numbers(&some.entries), [6, 7]);
    assert_eq!(some.before, Some(all.entries[1].head));
    for query in ["?after=x", "?after=-1", "?limit=-1", "?after=1.5"] {
        assert_eq!(
            read(&house, Some(&token), query).await.status,
            400,
            "{query}"
        );
    }
    for strange in [None, Some(""), Some("x"), Some(&token.0[1..])] {
        let strange = strange.map(|text| Token(text.to_owned()));
        let refused = read(&house, strange.as_ref(), "").await;
        assert_eq!(refused.status, 401, "{strange:?}");
        assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
    }
    let elsewhere = house.room().await.id;
    let path = format!("/api/rooms/{elsewhere}/entries");
    let ask = Ask::get(&path).bearing(&token);
    assert_eq!(ask.of(house.address).await.status, 401);
}

#[tokio::test]
async fn who_has_left_reads_no_more() {
    let (house, mut ada, _) = eight_of_which_five_are_kept().await;
    let token = ada.welcome.session_token.clone();
    ada.send(&ClientFrame::Leave).await;
    ada.end().await;
    assert_eq!(read(&house, Some(&token), "").await.status, 403);
}
