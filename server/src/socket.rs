//! One WebSocket: frames in, frames out, in a task of its own.
//!
//! ```text
//!  upgrade ─▶ challenge ─▶ hello ─▶ (knocking) ─▶ seated ─▶ welcome ─▶ ┌ reader: frame ▶ command ▶ mailbox
//!                            │          │                              └ writer: outbox ▶ frames, pings
//!                            └──────────┴─▶ refused ─▶ close
//! ```
//!
//! Invariant: however the connection ends (close, error, panic, a cut), its
//! session is told lost. A frame that is none of ours is refused; too many
//! are the end of this connection, and of no other.

mod knock;
mod pace;
mod reader;
mod writer;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use chatmux_shared::id::{Incarnation, MemberId, RoomId, SessionId};
use chatmux_shared::message::{Nonce, hello_bytes};
use chatmux_shared::room::{Command, Entrance, Refusal, Returning, RoomCard};
use chatmux_shared::wire::{
    ClientFrame, Have, Hello, History, Page, ServerFrame, Visibility, Welcome, close,
};
use futures::StreamExt as _;
use tokio::sync::{mpsc, oneshot, watch};

use crate::chance;
use crate::hub::{
    Arrival, ConnectionId, Cut, Hub, Mail, Outbox, Outgoing, RESTARTING, Seated, Unseated, outbox,
};
use crate::peer::Network;
use crate::posting::Source;
use crate::store::StoreError;
use crate::verifier::is_signed;
use knock::Knock;

/// Bytes of the read buffer, and of the write buffer before it is flushed.
/// The latter has no bound of its own: one page of the longest messages must
/// fit, and what waits for a reader is bounded by its [`Outbox`].
pub const BUFFER: usize = 4 * 1024;
/// How long the first frame may take.
const HELLO_TIME: Duration = Duration::from_secs(10);

/// Why a connection comes to nothing before it begins.
enum NoEntry {
    /// Said to the one who came.
    Refused(Refusal),
    /// Ended without a word that would help.
    Closed(Cut),
}

/// Where a connection leads and comes from.
#[derive(Debug, Clone)]
pub struct Way {
    /// To which room.
    pub room: RoomId,
    /// From a page of this server, which the browser knows by this origin.
    pub origin: String,
    /// Over this network.
    pub network: Network,
}

/// Serves one upgraded connection until its end.
pub async fn serve(hub: Arc<Hub>, way: Way, mut socket: WebSocket) {
    let entered = tokio::select! {
        // A room that stops is not one that has ended.
        biased;
        () = hub.stopping.cancelled() => Err(NoEntry::Closed(RESTARTING)),
        entered = enter(&hub, &way, &mut socket) => entered,
    };
    match entered {
        Ok((seat, outgoing, welcome)) => {
            let (sink, stream) = socket.split();
            let cuts = outgoing.cuts();
            let writing = hub.tasks.spawn(writer::serve(
                sink,
                outgoing,
                welcome.encode().into(),
                hub.rules.silence,
            ));
            let closing = tokio::select! {
                closing = reader::serve(&hub, &seat, stream, cuts) => closing,
                never = renew_ways(&hub, &seat) => match never {},
            };
            seat.outbox.cut(closing);
            drop(seat);
            // Its panic, if any, has ended nothing but itself.
            drop(writing.await);
        }
        Err(NoEntry::Refused(reason)) => {
            let frame = ServerFrame::Refused {
                reason,
                about: None,
            };
            let said = socket.send(Message::Text(frame.encode().into())).await;
            if said.is_ok() {
                writer::close(
                    &mut socket,
                    Cut {
                        code: 1000,
                        reason: "refused",
                    },
                )
                .await;
            }
        }
        Err(NoEntry::Closed(cut)) => writer::close(&mut socket, cut).await,
    }
}

/// Tells a session of ways round before those it knows expire.
async fn renew_ways(hub: &Hub, seat: &Seat) -> Infallible {
    loop {
        tokio::time::sleep(hub.ways.renewal()).await;
        let ice = hub.ways.of_session(&hub.mint, seat.session);
        seat.outbox.say(&ServerFrame::Ice(ice));
    }
}

/// A session's place in a room for as long as its connection lives.
struct Seat {
    room: RoomId,
    source: Source,
    session: SessionId,
    connection: ConnectionId,
    mailbox: mpsc::Sender<Mail>,
    outbox: Outbox,
}

impl Seat {
    fn mail(&self, command: Command) -> Mail {
        Mail::Command {
            session: self.session,
            connection: self.connection,
            command,
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        tell(&self.mailbox, self.mail(Command::Lost));
    }
}

/// Tells a room, now or as soon as its mailbox takes it.
fn tell(mailbox: &mpsc::Sender<Mail>, mail: Mail) {
    let Err(mpsc::error::TrySendError::Full(mail)) = mailbox.try_send(mail) else {
        return;
    };
    // A full mailbox is waited for, by nobody in particular.
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let mailbox = mailbox.clone();
        runtime.spawn(async move { mailbox.send(mail).await.ok() });
    }
}

async fn enter(
    hub: &Arc<Hub>,
    way: &Way,
    socket: &mut WebSocket,
) -> Result<(Seat, Outgoing, ServerFrame), NoEntry> {
    let nonce = chance::nonce();
    challenge(socket, nonce).await?;
    let hello = hello(socket).await?;
    let bytes = hello_bytes(&way.origin, way.room, &nonce);
    if !is_signed(hello.key, hello.signature, bytes).await {
        return Err(NoEntry::Refused(Refusal::NotProven));
    }
    let (outbox, outgoing) = outbox();
    let connection = ConnectionId::next();
    let (have, member) = (hello.have, hello.key);
    let (seated, mailbox) = arrive(hub, way, socket, hello, connection, &outbox).await?;
    let seat = Seat {
        room: way.room,
        source: Source {
            network: way.network,
            member: Some(member),
        },
        session: seated.session,
        connection,
        mailbox,
        outbox,
    };
    let welcome = welcome(hub, seated, member, have)
        .await
        .map_err(unavailable)?;
    Ok((seat, outgoing, ServerFrame::Welcome(Box::new(welcome))))
}

async fn challenge(socket: &mut WebSocket, nonce: Nonce) -> Result<(), NoEntry> {
    let frame = ServerFrame::Challenge { nonce }.encode();
    let said = socket.send(Message::Text(frame.into())).await;
    said.map_err(|error| NoEntry::Closed(reader::closing(error)))
}

async fn hello(socket: &mut WebSocket) -> Result<Hello, NoEntry> {
    let late = NoEntry::Closed(Cut {
        code: close::NO_HELLO,
        reason: "no hello came",
    });
    let first = async {
        loop {
            match socket.recv().await {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => return other,
            }
        }
    };
    let Ok(first) = tokio::time::timeout(HELLO_TIME, first).await else {
        return Err(late);
    };
    match first {
        Some(Ok(Message::Text(text))) => match ClientFrame::parse(&text) {
            Ok(ClientFrame::Hello(hello)) => Ok(*hello),
            Ok(_) => Err(NoEntry::Refused(Refusal::NotInRoom)),
            Err(refusal) => Err(NoEntry::Refused(refusal)),
        },
        Some(Err(error)) => Err(NoEntry::Closed(reader::closing(error))),
        Some(Ok(_)) | None => Err(late),
    }
}

async fn arrive(
    hub: &Arc<Hub>,
    way: &Way,
    socket: &mut WebSocket,
    hello: Hello,
    connection: ConnectionId,
    outbox: &Outbox,
) -> Result<(Seated, mpsc::Sender<Mail>), NoEntry> {
    let room = way.room;
    let card = hub.store.room(room).await.map_err(unavailable)?;
    let returning = card.as_ref().and_then(|card| returning(hub, card, &hello));
    let maker = card.as_ref().and_then(|card| maker(hub, card, &hello));
    let entrance = Entrance {
        member: hello.key,
        incarnation: Incarnation::default(),
        name: hello.name,
        color: hello.color,
        status: hello.status,
        maker,
    };
    // A room that ended between being found and being asked is asked again.
    for _ in 0..3 {
        let Some(mailbox) = hub.mailbox(room).await.map_err(unavailable)? else {
            break;
        };
        let (reply, answer) = oneshot::channel();
        let (knocked, knocking) = watch::channel(None);
        let arrival = Arrival {
            connection,
            network: way.network,
            outbox: outbox.clone(),
            returning,
            entrance: entrance.clone(),
            knocking: knocked,
            reply,
        };
        if mailbox.send(Mail::Arrive(arrival)).await.is_err() {
            continue;
        }
        let knock = Knock {
            member: entrance.member,
            connection,
            mailbox: mailbox.clone(),
            knocking,
            answer,
        };
        match knock.wait(socket, hub.rules.silence).await? {
            Some(Ok(seated)) => return Ok((seated, mailbox)),
            Some(Err(Unseated::Refused(refusal))) => return Err(NoEntry::Refused(refusal)),
            Some(Err(Unseated::Cut(cut))) => return Err(NoEntry::Closed(cut)),
            None => {}
        }
    }
    Err(NoEntry::Closed(Cut {
        code: close::ENDED,
        reason: "there is no such room",
    }))
}

/// The session that someone proved to have been, by this very key.
fn returning(hub: &Hub, card: &RoomCard, hello: &Hello) -> Option<Returning> {
    let resume = hello.resume.as_ref()?;
    let (session, member) = hub.mint.read_session(card, &resume.token)?;
    (member == hello.key).then_some(Returning {
        session,
        incarnation: resume.incarnation,
        former: resume.former,
    })
}

/// How someone wants the room found that they proved to have made.
fn maker(hub: &Hub, card: &RoomCard, hello: &Hello) -> Option<Visibility> {
    let token = hello.maker.as_ref()?;
    let is_maker = hub.mint.is_maker(card, token);
    is_maker.then(|| hello.visibility.unwrap_or(Visibility::Listed))
}

async fn welcome(
    hub: &Hub,
    seated: Seated,
    member: MemberId,
    have: Option<Have>,
) -> Result<Welcome, StoreError> {
    let card = seated.card;
    let page = hub.rules.limits.entries_page;
    let newest = seated.newest;
    let mut history = History::Fresh;
    let mut entries = Page::default();
    if let Some(have) = have {
        let after = have.seen.seq;
        entries = hub.store.entries_after(card.id, after, page).await?;
        history = have.joins(card.epoch, newest, &entries);
    }
    if history == History::Fresh {
        let before = newest.seq.next();
        entries = hub.store.entries_before(card.id, before, page).await?;
    }
    Ok(Welcome {
        session: seated.session,
        member,
        incarnation: seated.incarnation,
        session_token: hub.mint.session(&card, seated.session, member),
        room: card,
        people: seated.people,
        newest: newest.seq,
        history,
        page: entries,
        online: hub.online(),
        limits: hub.rules.limits.clone(),
        ice: hub.ways.of_session(&hub.mint, seated.session),
        now: chance::now(),
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is the end of the error's way"
)]
fn unavailable(cause: StoreError) -> NoEntry {
    tracing::error!(%cause, "someone could not be let in");
    NoEntry::Closed(Cut {
        code: 1011,
        reason: "the store does not answer",
    })
}
