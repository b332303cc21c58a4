//! Statements handed in over HTTP: to a room, and to make one.

use chatmux_server::chance;
use chatmux_shared::id::{Epoch, RoomId, Seq, Timestamp};
use chatmux_shared::message::{Act, Entry, Seen, Statement};
use chatmux_shared::room::Refusal;
use chatmux_shared::wire::{ClientFrame, MakeRoom, RoomMade, RoomSummary, Visibility};

use crate::chain::check;
use crate::guest::{Claim, Guest, Stay, hello, maker};
use crate::house::{House, proof};
use crate::key::{Key, beginning};
use crate::message::{Answer, Ask};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

fn problem(status: u16, kind: &str) -> (u16, String) {
    (status, format!("/problems/{kind}"))
}

async fn hand_in(house: &House, stay: &Stay, statement: &Statement, text: &str) -> Answer {
    let post = stay.key.post(statement, text);
    let ask = Ask::post("/api/rooms/lounge/entries").json(&post);
    let ask = ask.bearing(&stay.welcome.session_token);
    ask.of(house.address).await
}

#[tokio::test]
async fn a_statement_handed_in_by_http_is_kept_once_and_told() {
    let house = House::open().await;
    let ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    let statement = ada.statement(Act::Say, "by another way");
    let first = hand_in(&house, &ada, &statement, "by another way").await;
    assert_eq!(first.status, 201, "{first:?}");
    let entry: Entry = first.json();
    assert_eq!(bob.next_entry().await, entry);
    let again = hand_in(&house, &ada, &statement, "by another way").await;
    assert_eq!((again.status, again.json::<Entry>()), (201, entry.clone()));
    let next = bob.say("next").await;
    assert_eq!(next.seq, entry.seq.next());
}

#[tokio::test]
async fn what_is_not_kept_is_answered_with_a_status_and_a_problem_of_its_kind() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let bob = Guest::come(house.address, "lounge", "Bob").await;
    let honest = ada.statement(Act::Say, "hi");
    ada.hand_in(&ada.key.post(&honest, "hi")).await;
    ada.entry(honest.client).await;

    let bobs = bob.statement(Act::Say, "hi");
    let elsewhere = Statement {
        room: RoomId::from_random(7),
        ..ada.statement(Act::Say, "hi")
    };
    let stale = Statement {
        seen: Seen::default(),
        ..ada.statement(Act::Say, "hi")
    };
    let otherwise = Statement {
        at: honest.at.plus(1),
        ..honest
    };
    let remove = Act::RemoveMember {
        member: bob.welcome.member,
    };
    let owners = ada.statement(remove, "");
    let empty = ada.statement(Act::Say, "");
    for (statement, text, status, kind) in [
        (bobs, "hi", 422, "not-verified"),
        (elsewhere, "hi", 422, "other-room"),
        (ada.statement(Act::Say, "hi"), "ho", 422, "other-text"),
        (empty, "", 422, "message"),
        (stale, "hi", 409, "stale"),
        (otherwise, "hi", 409, "said-otherwise"),
        (owners, "", 403, "denied"),
    ] {
        let answer = hand_in(&house, &ada, &statement, text).await;
        assert_eq!(answer.problem(), problem(status, kind));
    }
    let entries = "/api/rooms/lounge/entries";
    let token = &ada.welcome.session_token;
    let copied = Ask::post(entries).json(&bob.key.post(&bobs, "hi"));
    let copied = copied.bearing(token).of(house.address).await;
    assert_eq!(copied.problem(), problem(403, "other-author"));
    for body in ["null", "{}", "7"] {
        let value: serde_json::Value = serde_json::from_str(body).expect("it is JSON");
        let strange = Ask::post(entries).json(&value).bearing(token);
        let strange = strange.of(house.address).await;
        assert_eq!(strange.problem(), problem(400, "unreadable"), "{body}");
    }
    let none = Ask::post(entries).bearing(token).of(house.address).await;
    assert_eq!(none.problem(), problem(400, "unreadable"));
}

// trial 45: posting
#[tokio::test]
async fn nothing_is_taken_from_someone_who_is_not_in_the_room() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let room = house.room_of(&ada.key).await;
    let there = Guest::enter(house.address, &room, ada.sibling()).await;
    let lounge = "/api/rooms/lounge/entries".to_owned();
    let no_proof = problem(401, "no-proof");
    let post = ada.draft(Act::Say, "from outside");
    let ask = || Ask::post(&lounge).json(&post);
    let of_another_room = there.welcome.session_token.clone();
    for ask in [ask(), ask().bearing(&of_another_room)] {
        assert_eq!(ask.of(house.address).await.problem(), no_proof);
    }
    let unknown = Ask::post("/api/rooms/lusab-babad-gutih-tugad/entries");
    let unknown = unknown.json(&post).of(house.address).await;
    assert_eq!(unknown.problem(), problem(404, "no-such-room"));
    let token = ada.welcome.session_token.clone();
    let foreign = ask()
        .bearing(&token)
        .header("origin", "http://evil.example");
    let foreign = foreign.of(house.address).await;
    assert_eq!(foreign.problem(), problem(403, "foreign-origin"));
    let there_with_this = Ask::post(&format!("/api/rooms/{room}/entries"))
        .json(&there.draft(Act::Say, "from outside"))
        .bearing(&token);
    let there_with_this = there_with_this.of(house.address).await;
    assert_eq!(there_with_this.problem(), no_proof);

    // Someone else's proof proves someone else.
    let bob = Guest::come(house.address, "lounge", "Bob").await;
    let as_bob = ask().bearing(&bob.welcome.session_token);
    let as_bob = as_bob.of(house.address).await;
    assert_eq!(as_bob.problem(), problem(403, "other-author"));

    ada.send(&ClientFrame::Leave).await;
    ada.end().await;
    let left = ask().bearing(&token).of(house.address).await;
    assert_eq!(left.problem(), problem(403, "not-in-room"));
}

async fn make(house: &House, making: &MakeRoom) -> Answer {
    let ask = Ask::post("/api/rooms").json(making);
    ask.of(house.address).await
}

/// Where a room may be made: drawn anew.
fn somewhere() -> (RoomId, Epoch) {
    (chance::room_id(), chance::epoch())
}

#[tokio::test]
async fn a_room_with_a_signature_is_open_and_its_owners_at_once() {
    let house = House::open().await;
    let key = Key::new();
    let at = somewhere();
    let answer = make(&house, &key.making(at, Visibility::ByLink)).await;
    assert_eq!(answer.status, 201);
    let path = format!("/api/rooms/{}", at.0);
    assert_eq!(answer.header("location"), Some(&*path));
    let made: RoomMade = answer.json();
    assert_eq!((made.id, made.maker), (at.0, None));
    let seen: RoomSummary = house.get(&path).await.json();
    assert_eq!(seen.visibility, Visibility::ByLink);

    let id = at.0.to_string();
    let owner = Claim {
        key,
        ..hello("Owner")
    };
    let owner = Guest::enter(house.address, &id, owner).await;
    assert_eq!(owner.welcome.room.owner, Some(owner.key.public()));
    assert_eq!(owner.welcome.room.epoch, at.1);
    let [made] = &owner.welcome.page.entries[..] else {
        panic!("its making is its first entry");
    };
    check(at, std::slice::from_ref(made));
    let mut guest = Guest::come(house.address, &id, "Guest").await;
    guest.say("open at once").await;
}

#[tokio::test]
async fn a_room_whose_making_is_not_right_is_not_made() {
    let house = House::open().await;
    let key = Key::new();
    let at = somewhere();
    let now = key.statement(at, beginning(at.0, at.1), Act::Create, "");
    let lounge = (RoomId::LOUNGE, at.1);
    let lounge = key.statement(lounge, beginning(lounge.0, lounge.1), Act::Create, "");
    let old = chance::wall().0 - 2 * DAY;
    let late = Statement {
        at: Timestamp(old),
        ..now
    };
    let early = Statement {
        at: now.at.plus(2 * DAY),
        ..now
    };
    let wordy = key.statement(at, now.seen, Act::Create, "with a word");
    let says = key.statement(at, now.seen, Act::Say, "");
    let seen = Seen {
        seq: Seq(1),
        ..now.seen
    };
    let by = |statement: &Statement| key.made_by(statement, Visibility::Listed);
    let mut forged = by(&now);
    forged.post.signature = Key::new().sign(b"something else");
    let nameless = MakeRoom {
        name: " ".to_owned(),
        ..by(&now)
    };
    for (making, status, kind) in [
        (forged, 422, "not-verified"),
        (nameless, 422, "name"),
        (by(&lounge), 403, "not-owner"),
        (by(&says), 403, "not-owner"),
        (by(&late), 409, "stale"),
        (by(&early), 409, "stale"),
        (by(&Statement { seen, ..now }), 409, "stale"),
        (
            by(&Statement {
                seen: Seen::default(),
                ..now
            }),
            409,
            "stale",
        ),
        (by(&wordy), 422, "other-text"),
    ] {
        let answer = make(&house, &making).await;
        assert_eq!(answer.problem(), problem(status, kind));
    }
    // Nothing stands in the way of the right one.
    assert_eq!(make(&house, &by(&now)).await.status, 201);
}

#[tokio::test]
async fn an_id_is_made_once_and_not_again_when_its_room_has_ended() {
    let house = House::open().await;
    let at = somewhere();
    let making = Key::new().making(at, Visibility::Listed);
    assert_eq!(make(&house, &making).await.status, 201);
    let others = Key::new().making((at.0, chance::epoch()), Visibility::Listed);
    let made_before = problem(409, "made-before");
    // The very same again is what was made.
    assert_eq!(make(&house, &making).await.status, 201);
    assert_eq!(make(&house, &others).await.problem(), made_before);
    house.is_later(6 * MINUTE).await;
    assert_eq!(house.get(&format!("/api/rooms/{}", at.0)).await.status, 410);
    for making in [&making, &others] {
        assert_eq!(make(&house, making).await.problem(), made_before);
    }
    let house = house.reopened().await;
    assert_eq!(make(&house, &making).await.problem(), made_before);
}

#[tokio::test]
async fn one_owner_has_two_rooms_at_a_time() {
    let house = House::open().await;
    let key = Key::new();
    let first = house.room_of(&key).await;
    house.room_of(&key).await;
    let third = key.making(somewhere(), Visibility::Listed);
    let refused = problem(429, "too-many-rooms");
    assert_eq!(make(&house, &third).await.problem(), refused);
    // Nor by opening one that was made without a signature.
    let made = house.room().await;
    let claim = Claim {
        key: key.clone(),
        ..maker(&proof(&made), Visibility::Listed)
    };
    let mut owner = Guest::enter(house.address, &made.id.to_string(), claim).await;
    let create = owner.draft(Act::Create, "");
    let limit = Refusal::TooManyRooms { limit: 2 };
    assert_eq!(owner.is_refused_to_hand_in(&create).await, limit);
    house.room_of(&Key::new()).await;

    house.is_later(6 * MINUTE).await;
    assert_eq!(house.get(&format!("/api/rooms/{first}")).await.status, 410);
    assert_eq!(make(&house, &third).await.status, 201);
}
