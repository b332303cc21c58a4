//! Locked rooms, through real sockets: who knocks, who answers, and what one
//! who knocks is told.

use std::net::SocketAddr;

use chatmux_shared::id::{MemberId, Seq};
use chatmux_shared::limits::{KNOCKS, KNOCKS_A_NETWORK};
use chatmux_shared::message::Act;
use chatmux_shared::room::{Doorkeeper, Event, Knock, Refusal};
use chatmux_shared::wire::{ClientFrame, RoomSummary, Switch};
use tokio::net::TcpSocket;

use crate::guest::{Claim, Guest, Knocker, Socket, hello};
use crate::house::House;
use crate::key::Key;
use crate::message::Ask;

/// A locked room with its owner and Ada in it.
struct Scene {
    house: House,
    room: String,
    owner: Guest,
    ada: Guest,
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
        let mut owner = Guest::enter(house.address, &room, claim).await;
        let mut ada = Guest::come(house.address, &room, "Ada").await;
        lock(&mut owner, Switch::On).await;
        ada.room_changes().await;
        Self {
            house,
            room,
            owner,
            ada,
        }
    }

    async fn knocks(&self, claim: &Claim) -> Knocker {
        let socket = Socket::open(self.house.address, &self.room).await;
        socket.knock(claim).await
    }

    /// What becomes of a knock over another network than everyone else's.
    async fn knocks_from(&self, network: usize, claim: &Claim) -> Result<Knocker, Refusal> {
        let last = u8::try_from(network).expect("few");
        let from = SocketAddr::from(([127, 0, 1, last], 0));
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(from).expect("an address of this machine's");
        let stream = socket.connect(self.house.address).await;
        let stream = stream.expect("it listens");
        let origin = format!("http://{}", self.house.address);
        let socket = Socket::open_over(stream, &origin, &self.room).await;
        socket.knock_or_not(claim).await
    }

    /// What becomes of this claim at once.
    async fn comes(&self, claim: Claim) -> Result<Guest, Refusal> {
        let socket = Socket::open(self.house.address, &self.room).await;
        socket.enter(claim).await
    }
}

async fn lock(owner: &mut Guest, lock: Switch) {
    owner.send(&ClientFrame::Lock { lock }).await;
    assert_eq!(owner.room_changes().await.lock, lock);
}

/// Who knocks by now, as the owner is told.
async fn told_of(owner: &mut Guest, names: &[&str]) -> Vec<MemberId> {
    let answer = |event| match event {
        Event::Knocks { knocks } => {
            let told: Vec<&str> = knocks.iter().map(|knock| knock.name.as_str()).collect();
            (told == names).then(|| knocks.iter().map(|Knock { member, .. }| *member).collect())
        }
        _ => None,
    };
    owner.happens("those who knock", answer).await
}

#[tokio::test]
async fn whoever_is_new_to_a_locked_room_knocks_and_is_let_in() {
    let mut scene = Scene::open().await;
    let bob = hello("Bob");
    let knocker = scene.knocks(&bob).await;
    assert_eq!(knocker.owner, Doorkeeper::Here);
    let members = told_of(&mut scene.owner, &["Bob"]).await;
    assert_eq!(members, [bob.key.public()]);
    let member = members[0];
    scene.owner.send(&ClientFrame::LetIn { member }).await;
    let mut bob = knocker.comes_in().await;
    told_of(&mut scene.owner, &[]).await;
    assert_eq!(bob.welcome.people.len(), 3);
    assert_eq!(bob.welcome.room.admitted, [], "told to nobody");
    bob.say("thank you").await;

    // Over a lost connection, a refresh, another tab, and a restart.
    for claim in [bob.reconnecting(), bob.refreshed(), bob.sibling()] {
        bob = scene.comes(claim).await.expect("admitted for good");
    }
    scene.house = scene.house.reopened().await;
    for claim in [bob.sibling(), scene.ada.sibling(), scene.owner.sibling()] {
        let guest = scene.comes(claim).await.expect("known after a restart");
        assert_eq!(guest.welcome.room.lock, Switch::On);
    }
    scene.knocks(&hello("Cid")).await;
}

#[tokio::test]
async fn whoever_is_turned_away_is_told_so_and_stays_outside() {
    let mut scene = Scene::open().await;
    let mut knocker = scene.knocks(&hello("Bob")).await;
    let member = told_of(&mut scene.owner, &["Bob"]).await[0];
    for answer in [
        ClientFrame::LetIn { member },
        ClientFrame::TurnAway { member },
    ] {
        let refused = scene.ada.is_refused(&answer).await;
        assert_eq!(refused, Refusal::NotOwner);
    }
    scene.owner.send(&ClientFrame::TurnAway { member }).await;
    assert_eq!(knocker.is_refused().await, Refusal::TurnedAway);
    told_of(&mut scene.owner, &[]).await;
    let late = ClientFrame::LetIn { member };
    let refused = scene.owner.is_refused(&late).await;
    assert_eq!(refused, Refusal::NotKnocking);
}

// trial 45: while knocking
#[tokio::test]
async fn whoever_knocks_is_told_nothing_of_the_room_and_does_nothing_in_it() {
    let mut scene = Scene::open().await;
    let claim = hello("Eve");
    let mut knocker = scene.knocks(&claim).await;
    told_of(&mut scene.owner, &["Eve"]).await;
    scene.owner.say("a secret").await;
    scene.ada.send(&ClientFrame::Typing).await;
    let (to, media) = (scene.ada.session(), crate::guest::SILENT);
    for frame in [
        ClientFrame::Fetch { after: Seq(0) },
        ClientFrame::JoinCall { media },
        crate::calls::to(&scene.ada),
        ClientFrame::LowerHand { session: to },
        ClientFrame::Typing,
    ] {
        // The very next thing that is told.
        knocker.send(&frame).await;
        assert_eq!(knocker.is_refused().await, Refusal::NotInRoom);
    }
    knocker.send(&ClientFrame::Probe).await;
    knocker.is_answered().await;
    let entries = format!("/api/rooms/{}/entries", scene.room);
    for ask in [Ask::get(&entries), Ask::post(&entries)] {
        assert_eq!(ask.of(scene.house.address).await.status, 401);
    }
    // Nor with the proof of a session that was here before it was locked.
    lock(&mut scene.owner, Switch::Off).await;
    let mut former = knocker.comes_in().await;
    former.send(&ClientFrame::Leave).await;
    let stay = former.lose();
    let gone = |event| matches!(event, Event::Departed { .. }).then_some(());
    scene.owner.happens("that Eve left", gone).await;
    lock(&mut scene.owner, Switch::On).await;
    let post = stay.draft(Act::Say, "from outside");
    for ask in [Ask::get(&entries), Ask::post(&entries).json(&post)] {
        let ask = ask.bearing(&stay.welcome.session_token);
        let not_inside = (403, "/problems/not-in-room".to_owned());
        assert_eq!(ask.of(scene.house.address).await.problem(), not_inside);
    }
    scene.knocks(&stay.reconnecting()).await;
}

#[tokio::test]
async fn an_unlocked_room_lets_everyone_in_who_knocks() {
    let mut scene = Scene::open().await;
    let refused = scene
        .ada
        .is_refused(&ClientFrame::Lock { lock: Switch::Off });
    assert_eq!(refused.await, Refusal::NotOwner);
    let first = scene.knocks(&hello("Bob")).await;
    told_of(&mut scene.owner, &["Bob"]).await;
    let second = scene.knocks(&hello("Cid")).await;
    told_of(&mut scene.owner, &["Bob", "Cid"]).await;
    lock(&mut scene.owner, Switch::Off).await;
    first.comes_in().await;
    second.comes_in().await;
    scene.comes(hello("Dan")).await.expect("an open room");
}

#[tokio::test]
async fn whoever_knocks_no_more_is_forgotten_and_knocks_once_at_a_time() {
    let mut scene = Scene::open().await;
    let claim = hello("Bob");
    let former = scene.knocks(&claim).await;
    told_of(&mut scene.owner, &["Bob"]).await;
    let latter = scene.knocks(&claim).await;
    assert_eq!(former.end().await, 4001);
    drop(latter);
    told_of(&mut scene.owner, &[]).await;
    let mut knocker = scene.knocks(&hello("Cid")).await;
    told_of(&mut scene.owner, &["Cid"]).await;
    knocker.send(&ClientFrame::Leave).await;
    told_of(&mut scene.owner, &[]).await;
}

#[tokio::test]
async fn whoever_knocks_hears_that_the_owner_has_gone_and_come_back() {
    let mut scene = Scene::open().await;
    let mut knocker = scene.knocks(&hello("Bob")).await;
    told_of(&mut scene.owner, &["Bob"]).await;
    let claim = scene.owner.reconnecting();
    drop(scene.owner);
    assert_eq!(knocker.hears_of_the_owner().await, Doorkeeper::Away);
    scene.owner = Guest::enter(scene.house.address, &scene.room, claim).await;
    assert_eq!(knocker.hears_of_the_owner().await, Doorkeeper::Here);
    // The owner is told who was knocking meanwhile, in every tab.
    let member = told_of(&mut scene.owner, &["Bob"]).await[0];
    let mut tab = Guest::enter(scene.house.address, &scene.room, scene.owner.sibling()).await;
    told_of(&mut tab, &["Bob"]).await;
    // And so is whoever owns the room next.
    let to = scene.ada.key.public();
    scene.owner.state(Act::PassOwnership { to }, "").await;
    told_of(&mut scene.ada, &["Bob"]).await;
    scene.ada.send(&ClientFrame::LetIn { member }).await;
    knocker.comes_in().await;
}

#[tokio::test]
async fn so_many_knock_at_a_time_and_each_so_often() {
    let mut scene = Scene::open().await;
    let mut knockers = Vec::new();
    for number in 0..KNOCKS {
        let (network, claim) = (
            number / KNOCKS_A_NETWORK,
            hello(&format!("Knocker {number}")),
        );
        let knocker = scene.knocks_from(network, &claim).await;
        knockers.push(knocker.expect("few of each network"));
    }
    let refused = scene.comes(hello("One more")).await.err();
    assert_eq!(refused, Some(Refusal::TooManyKnock { limit: KNOCKS }));
    drop(knockers);
    told_of(&mut scene.owner, &[]).await;

    let claim = hello("Bob");
    let mut refused = None;
    for _ in 0..10 {
        let socket = Socket::open(scene.house.address, &scene.room).await;
        match socket.knock_or_not(&claim).await {
            Ok(knocker) => drop(knocker),
            Err(reason) => refused = Some(reason),
        }
    }
    assert!(
        matches!(refused, Some(Refusal::TooFast { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn those_of_one_network_do_not_shut_the_door_to_everyone_else() {
    let scene = Scene::open().await;
    let mut knockers = Vec::new();
    for number in 1..KNOCKS_A_NETWORK {
        let claim = hello(&format!("Knocker {number}"));
        let knocker = scene.knocks_from(1, &claim).await;
        knockers.push(knocker.expect("few of each network"));
    }
    let claim = hello("The last one");
    let former = scene.knocks_from(1, &claim).await.expect("one of few");
    let refused = scene.knocks_from(1, &hello("One more")).await.err();
    let limit = KNOCKS_A_NETWORK;
    assert_eq!(refused, Some(Refusal::TooManyKnock { limit }));
    let bob = scene.knocks_from(2, &hello("Bob")).await;
    bob.expect("another network");
    // By another connection it is the same knock.
    let latter = scene.knocks_from(1, &claim).await;
    latter.expect("nobody new");
    assert_eq!(former.end().await, 4001);
}

#[tokio::test]
async fn whoever_was_removed_cannot_even_knock() {
    let mut scene = Scene::open().await;
    let member = scene.ada.key.public();
    let again = scene.ada.reconnecting();
    scene.owner.state(Act::RemoveMember { member }, "").await;
    assert_eq!(scene.comes(again).await.err(), Some(Refusal::Removed));
}

#[tokio::test]
async fn a_server_that_stops_asks_those_who_knock_to_come_back() {
    let scene = Scene::open().await;
    let knocker = scene.knocks(&hello("Bob")).await;
    let place = scene.house.close().await;
    assert_eq!(knocker.end().await, 1012);
    let house = House::open_at(place, &[]).await;
    let socket = Socket::open(house.address, &scene.room).await;
    let knocker = socket.knock(&hello("Bob")).await;
    assert_eq!(knocker.owner, Doorkeeper::Away, "nobody is back yet");
}

#[tokio::test]
async fn a_locked_room_that_everyone_has_left_ends_whoever_knocks() {
    let mut scene = Scene::open().await;
    let knocker = scene.knocks(&hello("Bob")).await;
    scene.owner.send(&ClientFrame::Leave).await;
    scene.ada.send(&ClientFrame::Leave).await;
    assert_eq!(scene.owner.end().await, 1000);
    assert_eq!(scene.ada.end().await, 1000);
    scene.house.is_later(6 * 60_000).await;
    assert_eq!(knocker.end().await, 4004);
}

#[tokio::test]
async fn the_list_of_rooms_says_which_are_locked() {
    let mut scene = Scene::open().await;
    let rooms: Vec<RoomSummary> = scene.house.get("/api/rooms").await.json();
    let is_locked = |room: &RoomSummary| (room.name != "Lounge").then_some(room.lock);
    let locks: Vec<Switch> = rooms.iter().filter_map(is_locked).collect();
    assert_eq!(locks, [Switch::On]);
    // By what is kept.
    scene.house = scene.house.reopened().await;
    let page = scene.house.get(&format!("/r/{}", scene.room)).await;
    assert!(page.body.contains("This room is locked: you will knock."));
}
