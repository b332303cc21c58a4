//! How much of a log is kept, and who may read it.

use chatmux_shared::id::Seq;
use chatmux_shared::room::Entry;
use chatmux_shared::wire::{ClientFrame, Have, Hello, History};

use crate::guest::{Guest, reconnecting, text_of};
use crate::house::House;
use crate::message::{Answer, Ask};

fn numbers(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq.0).collect()
}

/// Says 1 to 8 in the lounge of a server that keeps five.
async fn eight_of_which_five_are_kept() -> (House, Guest) {
    let house = House::open_with(&["--entries-kept", "5"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    for number in 1..=8 {
        ada.say(&number.to_string()).await;
    }
    (house, ada)
}

async fn read(house: &House, token: Option<&str>, query: &str) -> Answer {
    let mut ask = Ask::get(&format!("/api/rooms/lounge/entries{query}"));
    if let Some(token) = token {
        ask = ask.header("authorization", &format!("Bearer {token}"));
    }
    ask.of(house.address).await
}

#[tokio::test]
async fn the_newest_entries_are_kept_and_older_ones_go() {
    let (house, ada) = eight_of_which_five_are_kept().await;
    let bob = Guest::come(house.address, "lounge", "Bob").await;
    assert_eq!(numbers(&bob.welcome.entries), [4, 5, 6, 7, 8]);
    assert_eq!(bob.welcome.newest, Seq(8));
    let house = house.reopened().await;
    let cleo = Guest::come(house.address, "lounge", "Cleo").await;
    assert_eq!(numbers(&cleo.welcome.entries), [4, 5, 6, 7, 8]);
    drop(ada);
}

// trial 8: trimmed
#[tokio::test]
async fn who_resumes_from_what_was_let_go_starts_afresh_and_who_misses_nothing_goes_on() {
    let (house, ada) = eight_of_which_five_are_kept().await;
    let welcome = ada.lose();
    let epoch = welcome.room.epoch;
    for (seq, history, entries) in [
        (2, History::Fresh, vec![4, 5, 6, 7, 8]),
        (3, History::Continued, vec![4, 5, 6, 7, 8]),
        (6, History::Continued, vec![7, 8]),
        (8, History::Continued, vec![]),
        (9, History::Fresh, vec![4, 5, 6, 7, 8]),
    ] {
        let have = Some(Have {
            epoch,
            seq: Seq(seq),
        });
        let hello = Hello {
            have,
            ..reconnecting(&welcome)
        };
        let ada = Guest::enter(house.address, "lounge", hello).await;
        assert_eq!(ada.welcome.history, history, "from {seq}");
        assert_eq!(numbers(&ada.welcome.entries), entries, "from {seq}");
    }
}

// trial 45: reading
#[tokio::test]
async fn a_log_is_read_by_http_with_the_proof_of_a_session_in_the_room_and_not_without() {
    let (house, ada) = eight_of_which_five_are_kept().await;
    let token = ada.welcome.session_token.0.clone();
    let all: Vec<Entry> = read(&house, Some(&token), "").await.json();
    assert_eq!(numbers(&all), [4, 5, 6, 7, 8]);
    assert_eq!(text_of(&all[0]), "4");
    let some: Vec<Entry> = read(&house, Some(&token), "?after=5&limit=2").await.json();
    assert_eq!(numbers(&some), [6, 7]);
    for query in ["?after=x", "?after=-1", "?limit=-1", "?after=1.5"] {
        assert_eq!(
            read(&house, Some(&token), query).await.status,
            400,
            "{query}"
        );
    }
    for strange in [
        None,
        Some(""),
        Some("x"),
        Some(&*ada.welcome.member_token.0),
    ] {
        let refused = read(&house, strange, "").await;
        assert_eq!(refused.status, 401, "{strange:?}");
        assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
    }
    let elsewhere = house.room().await.id;
    let path = format!("/api/rooms/{elsewhere}/entries");
    let ask = Ask::get(&path).header("authorization", &format!("Bearer {token}"));
    assert_eq!(ask.of(house.address).await.status, 401);
}

#[tokio::test]
async fn who_has_left_reads_no_more() {
    let (house, mut ada) = eight_of_which_five_are_kept().await;
    let token = ada.welcome.session_token.0.clone();
    ada.send(&ClientFrame::Leave).await;
    ada.end().await;
    assert_eq!(read(&house, Some(&token), "").await.status, 403);
}
