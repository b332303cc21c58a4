//! Rooms with an owner: who may do what in them, and what becomes of words
//! that are taken back.

use std::fs;

use chatmux_shared::id::{ClientId, Seq};
use chatmux_shared::message::{Act, Denial, Entry, Post, Statement, Words};
use chatmux_shared::room::{Event, Refusal};
use chatmux_shared::wire::Visibility;

use crate::chain::check;
use crate::guest::{Claim, Guest, Socket, hello, maker};
use crate::house::{House, proof};
use crate::key::{Key, statement_of, text_of};
use crate::message::Ask;

/// A room, its owner, and two others in it.
struct Scene {
    house: House,
    room: String,
    owner: Guest,
    ada: Guest,
    bob: Guest,
}

impl Scene {
    async fn open() -> Self {
        let house = House::open().await;
        let key = Key::new();
        let room = house.room_of(&key).await;
        let claim = Claim {
            key,
            ..hello("Owner")
        };
        let owner = Guest::enter(house.address, &room, claim).await;
        let ada = Guest::come(house.address, &room, "Ada").await;
        let bob = Guest::come(house.address, &room, "Bob").await;
        Self {
            house,
            room,
            owner,
            ada,
            bob,
        }
    }

    /// The whole log, as someone new is told it, after a browser's check.
    async fn log(&self) -> Vec<Entry> {
        let mut reader = Guest::come(self.house.address, &self.room, "Reader").await;
        let log = reader.fetch_all(Seq(0)).await;
        check((reader.welcome.room.id, reader.welcome.room.epoch), &log);
        log
    }

    /// Why this claim does not come in.
    async fn turns_away(&self, claim: Claim) -> Option<Refusal> {
        let socket = Socket::open(self.house.address, &self.room).await;
        socket.enter(claim).await.err()
    }
}

fn client_of_post(post: &Post) -> ClientId {
    let statement = Statement::parse(&post.signed);
    statement.expect("a statement").client
}

/// What it is denied for.
async fn is_denied(guest: &mut Guest, act: Act, text: &str, denial: Denial) {
    let post = guest.draft(act, text);
    let refused = guest.is_refused_to_hand_in(&post).await;
    assert_eq!(refused, Refusal::Denied(denial), "{act:?}");
}

#[tokio::test]
async fn an_author_changes_what_they_said_and_nobody_else_does() {
    let mut scene = Scene::open().await;
    let said = scene.ada.say("frist").await;
    let act = Act::Edit { target: said.seq };
    let edit = scene.ada.state(act, "first").await;
    assert_eq!(text_of(&edit), "first");
    for other in [&mut scene.bob, &mut scene.owner] {
        is_denied(other, act, "worst", Denial::NotAuthor).await;
    }
    // An edit is none, nor is what makes the room, nor what is not there.
    for target in [edit.seq, Seq(1), Seq(9), Seq(u64::MAX)] {
        let act = Act::Edit { target };
        is_denied(&mut scene.ada, act, "first", Denial::NoTarget).await;
    }
    let log = scene.log().await;
    assert_eq!(log[1..], [said, edit]);
}

#[tokio::test]
async fn what_is_taken_back_is_erased_wherever_it_was_kept() {
    let mut scene = Scene::open().await;
    // Long enough for the store to put a part of it elsewhere.
    let whisper = format!("{}, a whisper of Ada's", "🌍".repeat(900));
    let first = scene.ada.say(&whisper).await.seq;
    let edit = Act::Edit { target: first };
    scene.ada.state(edit, "another whisper of Ada's").await;
    let second = scene.ada.say("the third whisper").await.seq;
    scene.bob.say("nothing of the kind").await;
    let delete = |target| Act::Delete { target };
    is_denied(&mut scene.bob, delete(first), "", Denial::NotAuthor).await;
    scene.ada.state(delete(first), "").await;
    scene.owner.state(delete(second), "").await;

    let log = scene.log().await;
    let words: Vec<_> = log.iter().map(|entry| entry.words.clone()).collect();
    let erased = [1, 2, 3].map(|place: usize| words[place] == Words::Erased);
    assert_eq!(erased, [true; 3]);
    assert_eq!(text_of(&log[4]), "nothing of the kind");

    let place = scene.house.close().await;
    for file in ["data.sqlite", "data.sqlite-wal"] {
        let bytes = fs::read(place.path(file)).unwrap_or_default();
        let kept = String::from_utf8_lossy(&bytes);
        assert!(!kept.contains("whisper"), "{file} still has the words");
    }
    let house = House::open_at(place, &[]).await;
    let mut late = Guest::come(house.address, &scene.room, "Late").await;
    assert_eq!(late.fetch_all(Seq(0)).await, log);
}

#[tokio::test]
async fn a_room_is_passed_on_and_its_former_owner_has_no_say() {
    let mut scene = Scene::open().await;
    let (ada, bob) = (scene.ada.key.public(), scene.bob.key.public());
    let pass = Act::PassOwnership { to: ada };
    is_denied(&mut scene.ada, pass, "", Denial::NotOwner).await;
    scene.owner.state(pass, "").await;
    let card = scene.bob.room_changes().await;
    assert_eq!(card.owner, Some(ada));
    let remove = Act::RemoveMember { member: bob };
    for act in [remove, pass] {
        is_denied(&mut scene.owner, act, "", Denial::NotOwner).await;
    }
    is_denied(&mut scene.ada, Act::Create, "", Denial::MadeBefore).await;
    scene.log().await;

    let house = scene.house.reopened().await;
    let claim = scene.ada.reconnecting();
    let mut ada = Guest::enter(house.address, &scene.room, claim).await;
    assert_eq!(ada.welcome.room.owner, Some(ada.key.public()));
    ada.state(remove, "").await;
}

// trial 44: removal
#[tokio::test]
async fn who_is_removed_is_cut_at_once_and_does_not_come_back() {
    let mut scene = Scene::open().await;
    let member = scene.bob.key.public();
    let remove = Act::RemoveMember { member };
    let claim = scene.bob.sibling();
    let sibling = Guest::enter(scene.house.address, &scene.room, claim).await;
    is_denied(&mut scene.ada, remove, "", Denial::NotOwner).await;
    let owner = scene.owner.key.public();
    let go = Act::RemoveMember { member: owner };
    is_denied(&mut scene.owner, go, "", Denial::OwnerGoes).await;

    let (stay, session) = (scene.bob.clone(), sibling.session());
    scene.owner.state(remove, "").await;
    assert_eq!(scene.bob.end().await, 1000);
    assert_eq!(sibling.end().await, 1000);
    for gone in [stay.session(), session] {
        let departed = |event| match event {
            Event::Departed { session } => Some(session),
            _ => None,
        };
        assert_eq!(scene.ada.happens("a departure", departed).await, gone);
    }
    scene.bob = Guest::come(scene.house.address, &scene.room, "Cid").await;

    let entries = format!("/api/rooms/{}/entries", scene.room);
    let post = stay.draft(Act::Say, "from outside");
    for ask in [Ask::get(&entries), Ask::post(&entries).json(&post)] {
        let answer = ask.bearing(&stay.welcome.session_token);
        let answer = answer.of(scene.house.address).await;
        let not_inside = (403, "/problems/not-in-room".to_owned());
        assert_eq!(answer.problem(), not_inside);
    }
    let removed = Some(Refusal::Removed);
    for claim in [stay.reconnecting(), stay.refreshed(), stay.sibling()] {
        assert_eq!(scene.turns_away(claim).await, removed);
    }
    scene.log().await;
    scene.house = scene.house.reopened().await;
    assert_eq!(scene.turns_away(stay.reconnecting()).await, removed);
    let owner = scene.owner.reconnecting();
    let owner = Guest::enter(scene.house.address, &scene.room, owner).await;
    assert_eq!(owner.welcome.room.owner, Some(owner.key.public()));
    assert_eq!(owner.welcome.room.removed, [member]);
}

#[tokio::test]
async fn who_passes_a_room_on_does_nothing_more_as_its_owner_without_waiting() {
    let mut scene = Scene::open().await;
    let said = scene.bob.say("Bob's").await;
    scene.owner.next_entry().await;
    let (ada, bob) = (scene.ada.key.public(), scene.bob.key.public());
    for act in [
        Act::PassOwnership { to: ada },
        Act::RemoveMember { member: bob },
        Act::Delete { target: said.seq },
    ] {
        let draft = scene.owner.draft(act, "");
        scene.owner.hand_in(&draft).await;
    }
    for _ in 0..2 {
        let (refused, _) = scene.owner.refusal().await;
        let is_right = matches!(refused, Refusal::Busy | Refusal::Denied(_));
        assert!(is_right, "{refused:?}");
    }
    scene.bob.say("still here").await;
    let acts = scene.log().await;
    let acts: Vec<_> = acts.iter().map(|entry| statement_of(entry).act).collect();
    let passed = Act::PassOwnership { to: ada };
    assert_eq!(acts, [Act::Create, Act::Say, passed, Act::Say]);
}

#[tokio::test]
async fn of_two_who_open_a_room_at_once_one_owns_it() {
    let house = House::open().await;
    for _ in 0..10 {
        let made = house.room().await;
        let room = made.id.to_string();
        let claim = || maker(&proof(&made), Visibility::ByLink);
        let mut one = Guest::enter(house.address, &room, claim()).await;
        let mut other = Guest::enter(house.address, &room, claim()).await;
        let drafts = [one.draft(Act::Create, ""), other.draft(Act::Create, "")];
        tokio::join!(one.hand_in(&drafts[0]), other.hand_in(&drafts[1]));
        let owner = one.room_changes().await.owner;
        let mut late = Guest::come(house.address, &room, "Late").await;
        let entry = late.say("whose is it?").await;
        assert_eq!(entry.seq, Seq(2), "it was made once");
        let first = &late.fetch_all(Seq(0)).await[0];
        assert_eq!(owner, Some(statement_of(first).author));
        assert_eq!(late.welcome.room.owner, owner);
    }
}

#[tokio::test]
async fn nothing_is_said_in_a_room_that_its_maker_has_not_opened() {
    let house = House::open().await;
    let made = house.room().await;
    let room = made.id.to_string();
    let mut guest = Guest::come(house.address, &room, "Guest").await;
    let claim = maker(&proof(&made), Visibility::ByLink);
    let mut owner = Guest::enter(house.address, &room, claim).await;
    for one in [&mut guest, &mut owner] {
        let early = one.draft(Act::Say, "early");
        let refused = one.is_refused_to_hand_in(&early).await;
        assert_eq!(refused, Refusal::NotOpen);
    }
    let create = guest.draft(Act::Create, "");
    let refused = guest.is_refused_to_hand_in(&create).await;
    assert_eq!(refused, Refusal::NotOwner);
    owner.open_room().await;
    guest.room_changes().await;
    let entry = guest.say("now").await;
    assert_eq!(entry.seq, Seq(2));
}

#[tokio::test]
async fn an_author_takes_back_what_they_said_while_the_room_is_passed_on() {
    let mut scene = Scene::open().await;
    let ada = scene.ada.key.public();
    let said = scene.owner.say("the owner's own").await;
    for act in [
        Act::PassOwnership { to: ada },
        Act::Delete { target: said.seq },
    ] {
        let draft = scene.owner.draft(act, "");
        scene.owner.hand_in(&draft).await;
        if let Act::Delete { .. } = act {
            scene.owner.entry(client_of_post(&draft)).await;
        }
    }
    assert_eq!(scene.log().await[1].words, Words::Erased);
}

#[tokio::test]
async fn what_is_taken_back_twice_at_once_is_taken_back_once() {
    let mut scene = Scene::open().await;
    let mut tab = Guest::enter(scene.house.address, &scene.room, scene.ada.sibling()).await;
    for _ in 0..20 {
        let said = scene.ada.say("twice").await;
        let delete = Act::Delete { target: said.seq };
        let post = scene.ada.draft(delete, "");
        tokio::join!(scene.ada.hand_in(&post), tab.hand_in(&post));
        for guest in [&mut scene.ada, &mut tab] {
            guest.entry(client_of_post(&post)).await;
        }
    }
    scene.log().await;
}
