//! What a client says, until it stops.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use chatmux_shared::id::Seq;
use chatmux_shared::message::{Post, Statement};
use chatmux_shared::room::{Command, Event, Refusal};
use chatmux_shared::wire::{Asked, ClientFrame, Page, ServerFrame};
use futures::StreamExt as _;
use futures::stream::SplitStream;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tungstenite::error::{CapacityError, Error};

use super::Seat;
use super::pace::Pace;
use crate::chance;
use crate::hub::{Beginning, Cut, Hub};
use crate::posting::{Posted, Unposted};
use crate::store::StoreError;

/// Frames that are none of ours before the connection is ended.
pub const PATIENCE: u32 = 8;

/// What a connection has said so far, as far as it counts against it.
struct Conduct {
    /// Frames that are none of ours.
    strange: u32,
    pace: Pace,
    /// While it is told of the map.
    watching: Option<Watching>,
}

/// What is told of the map goes the way of everything else, as long as this is
/// there.
struct Watching(AbortHandle);

impl Watching {
    fn begin(hub: &Arc<Hub>, seat: &Seat) -> Self {
        let (hub, outbox) = (Arc::clone(hub), seat.outbox.clone());
        let mut listening = hub.feed.listen(None, Beginning::InParts);
        let task = tokio::spawn(async move {
            while let Some(told) = hub.feed.next(&mut listening).await {
                outbox.put_patiently(told.frame()).await;
            }
        });
        Self(task.abort_handle())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Whether to go on reading.
enum Next {
    Read,
    End(Cut),
}

/// Reads until the end; says how to close.
pub async fn serve(
    hub: &Arc<Hub>,
    seat: &Seat,
    mut stream: SplitStream<WebSocket>,
    mut cuts: watch::Receiver<Option<Cut>>,
) -> Cut {
    let mut conduct = Conduct {
        strange: 0,
        pace: Pace::new(hub.rules.frames),
        watching: None,
    };
    loop {
        let silence = tokio::time::sleep(hub.rules.silence);
        let message = tokio::select! {
            message = stream.next() => message,
            cut = cuts.wait_for(Option::is_some) => return cut.ok().and_then(|cut| *cut).unwrap_or(GONE),
            () = silence => return SILENT,
        };
        let next = match message {
            Some(Ok(message)) => handle(hub, seat, message, &mut conduct).await,
            Some(Err(error)) => Next::End(closing(error)),
            None => Next::End(GONE),
        };
        if let Next::End(cut) = next {
            return cut;
        }
    }
}

/// The other side has ended it.
pub const GONE: Cut = Cut {
    code: 1000,
    reason: "goodbye",
};
const PROTOCOL: Cut = Cut {
    code: 1002,
    reason: "that is no WebSocket",
};
const NOT_UTF8: Cut = Cut {
    code: 1007,
    reason: "that is no UTF-8",
};
const TOO_LONG: Cut = Cut {
    code: 1009,
    reason: "too long a frame",
};
/// The other side is not there any more.
pub const SILENT: Cut = Cut {
    code: 1001,
    reason: "nothing was heard for a while",
};

async fn handle(hub: &Arc<Hub>, seat: &Seat, message: Message, conduct: &mut Conduct) -> Next {
    match message {
        Message::Text(text) => match ClientFrame::parse(&text) {
            Ok(frame) => act(hub, seat, frame, conduct).await,
            Err(refusal) => refuse(seat, refusal, conduct),
        },
        Message::Binary(_) => refuse(
            seat,
            Refusal::Malformed {
                why: "binary frames are none of this protocol".to_owned(),
            },
            conduct,
        ),
        // Answered by the library.
        Message::Ping(_) | Message::Pong(_) => Next::Read,
        Message::Close(_) => Next::End(GONE),
    }
}

fn refuse(seat: &Seat, reason: Refusal, conduct: &mut Conduct) -> Next {
    seat.outbox.say(&ServerFrame::Refused {
        reason,
        about: None,
    });
    conduct.strange += 1;
    if conduct.strange < PATIENCE {
        return Next::Read;
    }
    Next::End(Cut {
        code: 1008,
        reason: "too many frames that are none of ours",
    })
}

async fn act(hub: &Arc<Hub>, seat: &Seat, frame: ClientFrame, conduct: &mut Conduct) -> Next {
    if let Err(reason) = conduct.pace.take(&frame, chance::now()) {
        let about = None;
        seat.outbox.say(&ServerFrame::Refused { reason, about });
        return Next::Read;
    }
    let command = match frame {
        ClientFrame::Probe => {
            seat.outbox.say(&ServerFrame::Here);
            return Next::Read;
        }
        ClientFrame::Pong => return Next::Read,
        ClientFrame::Fetch { after } => return fetch(hub, seat, after).await,
        ClientFrame::FetchBefore { before } => return fetch_before(hub, seat, before).await,
        ClientFrame::Hello(_) => {
            let why = "hello was said before".to_owned();
            return refuse(seat, Refusal::Malformed { why }, conduct);
        }
        ClientFrame::Post(post) => return self::post(hub, seat, *post).await,
        ClientFrame::Typing => Command::Typing,
        ClientFrame::JoinCall { media } => Command::JoinCall { media },
        ClientFrame::LeaveCall => Command::LeaveCall,
        ClientFrame::Signal { to, signal } => Command::Signal { to, signal },
        ClientFrame::Profile {
            name,
            color,
            status,
        } => Command::Profile {
            name,
            color,
            status,
        },
        ClientFrame::Rename { name } => Command::Rename(name),
        ClientFrame::Visibility { visibility } => Command::Visibility(visibility),
        ClientFrame::Lock { lock } => Command::Lock(lock),
        ClientFrame::LetIn { member } => Command::LetIn(member),
        ClientFrame::TurnAway { member } => Command::TurnAway(member),
        ClientFrame::Hand { hand } => Command::Hand(hand),
        ClientFrame::LowerHand { session } => Command::LowerHand(session),
        ClientFrame::React { reaction } => Command::React(reaction),
        ClientFrame::Speaking { speaking } => Command::Speaking(speaking),
        ClientFrame::Links { links } => Command::Links(links),
        ClientFrame::Watch { lobby } => {
            conduct.watching = lobby.is_on().then(|| Watching::begin(hub, seat));
            return Next::Read;
        }
        ClientFrame::Leaving => Command::Leaving,
        ClientFrame::Leave => Command::Leave,
    };
    pass_on(seat, command).await
}

async fn pass_on(seat: &Seat, command: Command) -> Next {
    let leaves = matches!(command, Command::Leave);
    if seat.mailbox.send(seat.mail(command)).await.is_err() || leaves {
        return Next::End(GONE);
    }
    Next::Read
}

/// A statement is judged before the room hears of it.
async fn post(hub: &Hub, seat: &Seat, post: Post) -> Next {
    let statement = Statement::parse(&post.signed).ok();
    match hub.posting(seat.room, seat.source, post).await {
        Ok(Posted::Now(posting)) => pass_on(seat, Command::Post(posting)).await,
        Ok(Posted::Before(entry)) => {
            let event = Event::Entry { entry };
            seat.outbox.say(&ServerFrame::Told { event });
            Next::Read
        }
        Err(Unposted::Refused(reason)) => {
            let about = statement.map(|statement| statement.client);
            seat.outbox.say(&ServerFrame::Refused { reason, about });
            Next::Read
        }
        Err(Unposted::Store(cause)) => unavailable(&cause),
    }
}

async fn fetch(hub: &Hub, seat: &Seat, after: Seq) -> Next {
    let page = hub.rules.limits.entries_page;
    let found = hub.store.entries_after(seat.room, after, page).await;
    answer(seat, Asked::Above(after), found)
}

async fn fetch_before(hub: &Hub, seat: &Seat, before: Seq) -> Next {
    let page = hub.rules.limits.entries_page;
    let found = hub.store.entries_before(seat.room, before, page).await;
    answer(seat, Asked::Below(before), found)
}

fn answer(seat: &Seat, asked: Asked, found: Result<Page, StoreError>) -> Next {
    match found {
        Ok(page) => {
            seat.outbox.say(&ServerFrame::Entries { asked, page });
            Next::Read
        }
        Err(cause) => unavailable(&cause),
    }
}

fn unavailable(cause: &StoreError) -> Next {
    tracing::error!(%cause, "entries could not be read");
    Next::End(Cut {
        code: 1011,
        reason: "the store does not answer",
    })
}

/// How to close after what the WebSocket library refused (RFC 6455 §7.4.1).
pub fn closing(error: axum::Error) -> Cut {
    let Ok(error) = error.into_inner().downcast::<Error>() else {
        return GONE;
    };
    if matches!(*error, Error::Protocol(_) | Error::AttackAttempt) {
        return PROTOCOL;
    }
    if matches!(*error, Error::Utf8(_)) {
        return NOT_UTF8;
    }
    if let Error::Capacity(CapacityError::MessageTooLong { size, .. }) = *error {
        // The topmost bit of a length is 0 (RFC 6455 §5.2).
        let is_length = isize::try_from(size).is_ok();
        return if is_length { TOO_LONG } else { PROTOCOL };
    }
    GONE
}
