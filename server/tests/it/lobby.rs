//! The map as it changes: an event stream, and the same over a room's socket.

use std::net::SocketAddr;

use chatmux_shared::call::stats::Verdict;
use chatmux_shared::id::RoomId;
use chatmux_shared::lobby::{Change, Lobby, LobbyFrame};
use chatmux_shared::room::{Event, LinkQuality};
use chatmux_shared::wire::{ClientFrame, RoomSummary, ServerFrame, Switch, Tie, Visibility};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;

use crate::guest::{Guest, SILENT, maker};
use crate::house::{House, proof};
use crate::message::Ask;
use crate::soon::soon;

/// Someone who looks at the map.
struct Visitor {
    lines: Lines<BufReader<TcpStream>>,
    lobby: Lobby,
    /// The id of the last event.
    last: String,
    /// What came, newest last.
    heard: Vec<LobbyFrame>,
}

impl Visitor {
    /// The stream at `path`, with these headers of the request beside.
    async fn at(address: SocketAddr, ask: Ask) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        let ask = ask.text(&address.to_string());
        let asked = stream.write_all(ask.as_bytes()).await;
        asked.expect("the request is taken");
        let mut lines = BufReader::new(stream).lines();
        let mut head = Vec::new();
        loop {
            let line = soon("a head", lines.next_line()).await;
            let line = line.expect("a line").expect("a head");
            if line.is_empty() {
                break;
            }
            head.push(line.to_ascii_lowercase());
        }
        assert_eq!(head[0], "http/1.1 200 ok", "{head:?}");
        for said in ["content-type: text/event-stream", "cache-control: no-store"] {
            assert!(head.iter().any(|line| line == said), "{head:?}");
        }
        Self {
            lines,
            lobby: Lobby::default(),
            last: String::new(),
            heard: Vec::new(),
        }
    }

    async fn comes(house: &House) -> Self {
        let mut visitor = Self::at(house.address, Ask::get("/api/lobby")).await;
        visitor.hears().await;
        visitor
    }

    /// Goes away; comes back with the last id that was seen.
    async fn returns(self, house: &House) -> Self {
        let path = format!("/api/lobby?after={}", self.last);
        let again = Self::at(house.address, Ask::get(&path)).await;
        Self {
            lobby: self.lobby,
            last: self.last,
            ..again
        }
    }

    /// The next event.
    async fn hears(&mut self) -> LobbyFrame {
        loop {
            let line = soon("an event", self.lines.next_line()).await;
            let line = line.expect("a line").expect("the stream goes on");
            if let Some(id) = line.strip_prefix("id: ") {
                id.clone_into(&mut self.last);
            }
            if let Some(data) = line.strip_prefix("data: ") {
                let frame: LobbyFrame = serde_json::from_str(data).expect("a frame");
                self.lobby.handle(frame.clone());
                self.heard.push(frame.clone());
                return frame;
            }
        }
    }

    /// Listens until it is so.
    async fn sees(&mut self, what: &str, is_so: impl Fn(&Lobby) -> bool) {
        soon(what, async {
            while !is_so(&self.lobby) {
                self.hears().await;
            }
        })
        .await;
    }

    /// Listens until these are in the lounge.
    async fn sees_in_the_lounge(&mut self, people: &[&str]) {
        self.sees("who is there", |lobby| names(lobby, LOUNGE) == people)
            .await;
    }

    fn names(&self, room: RoomId) -> Vec<&str> {
        names(&self.lobby, room)
    }
}

fn names(lobby: &Lobby, room: RoomId) -> Vec<&str> {
    let people = lobby.room(room).map(|room| &*room.people);
    let names = people.unwrap_or_default().iter();
    names.map(|person| &*person.name).collect()
}

const LOUNGE: RoomId = RoomId::LOUNGE;

/// Someone who looks at the map, and Ada, whom they see come into the lounge.
async fn look_at_ada(house: &House) -> (Visitor, Guest) {
    let mut visitor = Visitor::comes(house).await;
    let ada = Guest::come(house.address, "lounge", "Ada").await;
    visitor.sees_in_the_lounge(&["Ada"]).await;
    (visitor, ada)
}

#[tokio::test]
async fn a_visitor_is_told_all_there_is_and_then_what_changes() {
    let house = House::open().await;
    let ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut visitor = Visitor::comes(&house).await;
    assert!(matches!(visitor.heard[0], LobbyFrame::Snapshot { .. }));
    visitor.sees_in_the_lounge(&["Ada"]).await;
    visitor
        .sees("one online", |lobby| lobby.online() == 1)
        .await;

    let bert = Guest::come(house.address, "lounge", "Bert").await;
    visitor.sees_in_the_lounge(&["Ada", "Bert"]).await;
    let came = visitor.heard.iter().any(|frame| match frame {
        LobbyFrame::Changes(changes) => changes
            .iter()
            .any(|change| matches!(change, Change::Came { person, .. } if person.name == "Bert")),
        LobbyFrame::Snapshot { .. } => false,
    });
    assert!(came, "one person, not a room: {:?}", visitor.heard);

    for mut guest in [ada, bert] {
        guest.send(&ClientFrame::Leave).await;
    }
    visitor
        .sees("nobody", |lobby| names(lobby, LOUNGE).is_empty())
        .await;
    visitor
        .sees("nobody online", |lobby| lobby.online() == 0)
        .await;
    assert_eq!(visitor.lobby.rooms().len(), 1, "the lounge is always there");
}

#[tokio::test]
async fn rooms_come_and_go() {
    let house = House::open().await;
    let mut visitor = Visitor::comes(&house).await;
    let made = house.room().await;
    let claim = maker(&proof(&made), Visibility::Listed);
    let mut ada = Guest::enter(house.address, &made.id.to_string(), claim).await;
    ada.open_room().await;
    visitor
        .sees("the room", |lobby| names(lobby, made.id) == ["Maker"])
        .await;
    ada.send(&ClientFrame::Lock { lock: Switch::On }).await;
    let is_locked = |lobby: &Lobby| lobby.room(made.id).is_some_and(|room| room.lock.is_on());
    visitor.sees("the lock", is_locked).await;
    ada.send(&ClientFrame::Leave).await;
    visitor
        .sees("it gone", |lobby| lobby.room(made.id).is_none())
        .await;
}

#[tokio::test]
async fn who_is_in_the_call_who_speaks_and_what_links_are_like_is_seen() {
    let house = House::open().await;
    let mut visitor = Visitor::comes(&house).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bert = Guest::come(house.address, "lounge", "Bert").await;
    for guest in [&mut ada, &mut bert] {
        guest.send(&ClientFrame::JoinCall { media: SILENT }).await;
    }
    let in_call = |lobby: &Lobby| lobby.room(LOUNGE).map(RoomSummary::in_call);
    visitor
        .sees("both in the call", |lobby| in_call(lobby) == Some(2))
        .await;

    let speaking = Switch::On;
    ada.send(&ClientFrame::Speaking { speaking }).await;
    let to = bert.session();
    let verdict = Verdict::Fair;
    let links = vec![LinkQuality { to, verdict }];
    ada.send(&ClientFrame::Links { links }).await;
    let speaks = |lobby: &Lobby| {
        let room = lobby.room(LOUNGE);
        room.is_some_and(|room| room.people.iter().any(|person| person.speaking.is_on()))
    };
    visitor.sees("Ada speaking", speaks).await;
    let tie = Tie {
        between: (1, 2),
        verdict,
    };
    let is_tied = |lobby: &Lobby| lobby.room(LOUNGE).is_some_and(|room| room.ties == [tie]);
    visitor.sees("their link", is_tied).await;

    bert.send(&ClientFrame::LeaveCall).await;
    visitor
        .sees("one in the call", |lobby| in_call(lobby) == Some(1))
        .await;
    let is_free = |lobby: &Lobby| lobby.room(LOUNGE).is_some_and(|room| room.ties.is_empty());
    visitor.sees("no link", is_free).await;
}

#[tokio::test]
async fn whoever_comes_back_with_an_id_is_told_what_they_missed() {
    let house = House::open().await;
    let (visitor, _ada) = look_at_ada(&house).await;
    let mut other = Visitor::comes(&house).await;

    let _bert = Guest::come(house.address, "lounge", "Bert").await;
    other.sees_in_the_lounge(&["Ada", "Bert"]).await;
    let mut visitor = visitor.returns(&house).await;
    assert_eq!(visitor.names(LOUNGE), ["Ada"]);
    visitor.sees_in_the_lounge(&["Ada", "Bert"]).await;
    let all = visitor.heard.iter();
    let is_change = |frame: &LobbyFrame| matches!(frame, LobbyFrame::Changes(_));
    assert!(all.clone().all(is_change), "{:?}", visitor.heard);
}

#[tokio::test]
async fn after_a_restart_and_with_an_id_nobody_knows_one_begins_anew() {
    let house = House::open().await;
    let (visitor, _ada) = look_at_ada(&house).await;
    let house = house.reopened().await;
    let mut visitor = visitor.returns(&house).await;
    let first = visitor.hears().await;
    assert!(matches!(first, LobbyFrame::Snapshot { .. }), "{first:?}");
    assert!(visitor.names(LOUNGE).is_empty());

    for id in [
        "",
        "x",
        "1.",
        ".1",
        "ffffffff.0",
        "00000000.18446744073709551615",
    ] {
        let ask = Ask::get(&format!("/api/lobby?after={id}"));
        let first = Visitor::at(house.address, ask).await.hears().await;
        assert!(matches!(first, LobbyFrame::Snapshot { .. }), "{id}");
        let ask = Ask::get("/api/lobby").header("last-event-id", id);
        let first = Visitor::at(house.address, ask).await.hears().await;
        assert!(matches!(first, LobbyFrame::Snapshot { .. }), "{id}");
    }
}

#[tokio::test]
async fn the_header_that_browsers_send_by_themselves_does_as_well() {
    let house = House::open().await;
    let (visitor, _ada) = look_at_ada(&house).await;
    let ask = Ask::get("/api/lobby").header("last-event-id", &visitor.last);
    let mut again = Visitor::at(house.address, ask).await;
    let _bert = Guest::come(house.address, "lounge", "Bert").await;
    let next = again.hears().await;
    assert!(matches!(next, LobbyFrame::Changes(_)), "{next:?}");
}

#[tokio::test]
async fn in_a_room_the_map_comes_over_its_socket_while_it_is_watched() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let lobby = Switch::On;
    ada.send(&ClientFrame::Watch { lobby }).await;
    let frame = |frame| match frame {
        ServerFrame::Lobby(frame) => Some(frame),
        _ => None,
    };
    let mut copy = Lobby::default();
    copy.handle(ada.wait("all there is", frame).await);
    let mut bert = Guest::come(house.address, "lounge", "Bert").await;
    while names(&copy, LOUNGE) != ["Ada", "Bert"] {
        copy.handle(ada.wait("what changes", frame).await);
    }
    let lobby = Switch::Off;
    ada.send(&ClientFrame::Watch { lobby }).await;
    ada.send(&ClientFrame::Probe).await;
    let here = |frame| (frame == ServerFrame::Here).then_some(());
    ada.wait("that it is heard", here).await;
    let mut visitor = Visitor::comes(&house).await;
    let _cleo = Guest::come(house.address, "lounge", "Cleo").await;
    let all = ["Ada", "Bert", "Cleo"];
    visitor
        .sees("all", |lobby| names(lobby, LOUNGE) == all)
        .await;
    bert.say("this comes later").await;
    let told = ada.wait("no more of the map", |frame| match frame {
        ServerFrame::Lobby(frame) => Some(Err(frame)),
        ServerFrame::Told {
            event: Event::Entry { .. },
        } => Some(Ok(())),
        _ => None,
    });
    assert_eq!(told.await, Ok(()));
}

#[tokio::test]
async fn the_stream_ends_when_the_server_stops() {
    let house = House::open().await;
    let mut visitor = Visitor::comes(&house).await;
    house.close().await;
    let rest = async { while let Ok(Some(_)) = visitor.lines.next_line().await {} };
    soon("the end", rest).await;
}
