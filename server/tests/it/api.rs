//! Rooms over HTTP: made, looked at, listed.

use chatmux_shared::id::RoomId;
use chatmux_shared::message::{Act, Denial};
use chatmux_shared::room::Refusal;
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::{ClientFrame, RoomMade, RoomSummary, Visibility};

use crate::guest::{Guest, hello, maker};
use crate::house::{House, proof};
use crate::message::Ask;

async fn listed(house: &House) -> Vec<RoomId> {
    let rooms: Vec<RoomSummary> = house.get("/api/rooms").await.json();
    let shown = |room: &RoomSummary| room.visibility == Visibility::Listed;
    assert!(rooms.iter().all(shown), "{rooms:?}");
    rooms.into_iter().map(|room| room.id).collect()
}

#[tokio::test]
async fn a_new_room_has_a_place_an_id_to_read_aloud_a_link_and_a_proof() {
    let house = House::open().await;
    let answer = house.post("/api/rooms").await;
    assert_eq!(answer.status, 201);
    let made: RoomMade = answer.json();
    let id = made.id.to_string();
    let location = answer.header("location");
    assert_eq!(location, Some(&*format!("/api/rooms/{id}")));
    assert_eq!(made.url, format!("http://{}/r/{id}", house.address));
    // Four quints of 16 bits each.
    let quints: Vec<_> = id.split('-').map(str::len).collect();
    assert_eq!(quints, [5; 4]);

    let other = house.room().await;
    assert_ne!(other.id, made.id);
    assert_ne!(other.maker, made.maker);
}

#[tokio::test]
async fn links_are_made_with_the_public_address() {
    let house = House::open_with(&["--public-url", "https://chat.example"]).await;
    let made = house.room().await;
    assert_eq!(made.url, format!("https://chat.example/r/{}", made.id));
}

#[tokio::test]
async fn a_room_is_looked_at_by_its_link_and_none_is_where_none_was_made() {
    let house = House::open().await;
    let made = house.room().await;
    let path = format!("/api/rooms/{}", made.id);
    let answer = house.get(&path).await;
    assert_eq!(answer.status, 200);
    let room: RoomSummary = answer.json();
    assert_eq!((room.id, room.visibility), (made.id, Visibility::Unopened));
    assert!(room.people.is_empty());

    let _guest = Guest::come(house.address, &made.id.to_string(), "Ada").await;
    let room: RoomSummary = house.get(&path).await.json();
    let names: Vec<_> = room.people.iter().map(|person| &*person.name).collect();
    assert_eq!(names, ["Ada"]);

    let no_such_room = (404, "/problems/no-such-room".to_owned());
    for id in ["lusab-babad-gutih-tugad", "lusab", "LOUNGE", "..", "%00"] {
        let answer = house.get(&format!("/api/rooms/{id}")).await;
        assert_eq!(answer.problem(), no_such_room, "{id}");
        let answer = Ask::upgrade(id).at_home(house.address);
        let answer = answer.of(house.address).await;
        assert_eq!(answer.problem(), no_such_room, "{id}");
    }
    let not_found = (404, "/problems/not-found".to_owned());
    assert_eq!(house.get("/api/nothing").await.problem(), not_found);
}

#[tokio::test]
async fn a_room_is_listed_once_its_maker_has_come_in_and_only_if_they_want() {
    let house = House::open().await;
    let (open, by_link) = (house.room().await, house.room().await);
    let (open_id, by_link_id) = (open.id.to_string(), by_link.id.to_string());
    assert_eq!(listed(&house).await, [RoomId::LOUNGE]);

    // One with the link alone does not open it.
    let _guest = Guest::come(house.address, &open_id, "Guest").await;
    let forger = maker(&proof(&by_link), Visibility::Listed);
    let mut forger = Guest::enter(house.address, &open_id, forger).await;
    assert_eq!(forger.welcome.room.visibility, Visibility::Unopened);
    let create = forger.draft(Act::Create, "");
    let refused = forger.is_refused_to_hand_in(&create).await;
    assert_eq!(refused, Refusal::NotOwner);
    assert_eq!(listed(&house).await, [RoomId::LOUNGE]);

    let owner = maker(&proof(&open), Visibility::Listed);
    let mut owner = Guest::enter(house.address, &open_id, owner).await;
    assert_eq!(owner.welcome.room.owner, None);
    assert_eq!(listed(&house).await, [RoomId::LOUNGE]);
    let card = owner.open_room().await;
    assert_eq!(card.owner, Some(owner.welcome.member));
    assert_eq!(listed(&house).await, [open.id, RoomId::LOUNGE]);

    let hidden = maker(&proof(&by_link), Visibility::ByLink);
    let mut hidden = Guest::enter(house.address, &by_link_id, hidden).await;
    let card = hidden.open_room().await;
    assert_eq!(card.visibility, Visibility::ByLink);
    assert_eq!(listed(&house).await, [open.id, RoomId::LOUNGE]);
}

#[tokio::test]
async fn the_first_maker_owns_the_room_and_alone_changes_who_finds_it() {
    let house = House::open().await;
    let made = house.room().await;
    let id = made.id.to_string();
    let claim = || maker(&proof(&made), Visibility::ByLink);
    let mut owner = Guest::enter(house.address, &id, claim()).await;
    owner.open_room().await;
    let mut second = Guest::enter(house.address, &id, claim()).await;
    assert_eq!(second.welcome.room.owner, Some(owner.welcome.member));
    let create = second.draft(Act::Create, "");
    let denied = Refusal::Denied(Denial::MadeBefore);
    assert_eq!(second.is_refused_to_hand_in(&create).await, denied);

    let visibility = Visibility::Listed;
    let list = ClientFrame::Visibility { visibility };
    assert_eq!(second.is_refused(&list).await, Refusal::NotOwner);
    let visibility = Visibility::Unopened;
    let unopen = ClientFrame::Visibility { visibility };
    assert_eq!(owner.is_refused(&unopen).await, Refusal::NotAChoice);

    owner.send(&list).await;
    let told = second.room_changes().await;
    assert_eq!(told.visibility, Visibility::Listed);
    assert_eq!(listed(&house).await, [made.id, RoomId::LOUNGE]);

    let house = house.reopened().await;
    let guest = Guest::come(house.address, &id, "Guest").await;
    assert_eq!(guest.welcome.room.visibility, Visibility::Listed);
    assert_eq!(guest.welcome.room.owner, Some(owner.welcome.member));
}

#[tokio::test]
async fn a_room_is_named_before_anyone_sees_it_and_keeps_its_name() {
    let house = House::open().await;
    let made = house.room().await;
    let id = made.id.to_string();
    let claim = maker(&proof(&made), Visibility::Listed);
    let mut owner = Guest::enter(house.address, &id, claim).await;
    let name = "Tea kitchen ☕".to_owned();
    owner
        .send(&ClientFrame::Rename { name: name.clone() })
        .await;
    assert_eq!(owner.open_room().await.name.as_str(), name);

    let mut guest = Guest::come(house.address, &id, "Guest").await;
    assert_eq!(guest.welcome.room.name.as_str(), name);
    let rename = |name: &str| ClientFrame::Rename {
        name: name.to_owned(),
    };
    assert_eq!(guest.is_refused(&rename("Mine")).await, Refusal::NotOwner);
    let refusal = owner.is_refused(&rename("  ")).await;
    assert_eq!(refusal, Refusal::Name(TextRefusal::Empty));
    owner.send(&rename("Balcony")).await;
    assert_eq!(guest.room_changes().await.name.as_str(), "Balcony");

    let house = house.reopened().await;
    let guest = Guest::come(house.address, &id, "Guest").await;
    assert_eq!(guest.welcome.room.name.as_str(), "Balcony");
}

#[tokio::test]
async fn the_lounge_is_nobodys() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    assert_eq!(guest.welcome.room.owner, None);
    let visibility = Visibility::ByLink;
    let hide = ClientFrame::Visibility { visibility };
    assert_eq!(guest.is_refused(&hide).await, Refusal::NotOwner);
}

#[tokio::test]
async fn there_are_as_many_rooms_and_people_as_there_may_be() {
    let house = House::open_with(&["--rooms", "2", "--room-sessions", "2"]).await;
    assert_eq!(house.post("/api/rooms").await.status, 201);
    let full = (503, "/problems/too-many-rooms".to_owned());
    assert_eq!(house.post("/api/rooms").await.problem(), full);

    let _first = Guest::come(house.address, "lounge", "First").await;
    let _second = Guest::come(house.address, "lounge", "Second").await;
    let third = crate::guest::Socket::open(house.address, "lounge").await;
    let refused = third.enter(hello("Third")).await.err();
    assert_eq!(refused, Some(Refusal::RoomFull { limit: 2 }));
}

#[tokio::test]
async fn health_is_told() {
    let house = House::open().await;
    assert_eq!(house.get("/healthz").await.body, "ok\n");
    assert_eq!(house.get("/readyz").await.body, "ready\n");
}
