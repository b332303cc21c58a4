//! A connection whose room has not opened to it yet.
//!
//! Invariant: what is said here before the room has answered is nothing but
//! whether its owner is there. However the wait ends, the room knows it.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use chatmux_shared::id::MemberId;
use chatmux_shared::room::{Doorkeeper, Refusal};
use chatmux_shared::wire::{ClientFrame, PING_INTERVAL, ServerFrame};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use super::reader::{self, GONE, PATIENCE, SILENT};
use super::{NoEntry, tell};
use crate::hub::{ConnectionId, Cut, Mail, Seated, Unseated};

/// How long one frame to someone who knocks may take.
const WRITE_TIME: Duration = Duration::from_secs(20);

/// Someone at the door, until the room has answered.
pub struct Knock {
    /// Who.
    pub member: MemberId,
    /// By which connection.
    pub connection: ConnectionId,
    /// The room's.
    pub mailbox: mpsc::Sender<Mail>,
    /// Whether the owner is there, once one knocks.
    pub knocking: watch::Receiver<Option<Doorkeeper>>,
    /// What the room answers.
    pub answer: oneshot::Receiver<Result<Seated, Unseated>>,
}

/// Whether to go on waiting.
enum Next {
    Wait,
    End(NoEntry),
}

impl Knock {
    /// What the room answers; nothing if it is not there any more. Nothing
    /// that the client says is read before it is known that it has to knock.
    pub async fn wait(
        mut self,
        socket: &mut WebSocket,
        silence: Duration,
    ) -> Result<Option<Result<Seated, Unseated>>, NoEntry> {
        let pause = Duration::from_millis(PING_INTERVAL).min(silence / 3);
        let mut said = Instant::now();
        let mut heard = Instant::now();
        let mut strange = 0;
        loop {
            let is_knocking = self.knocking.borrow().is_some();
            let next = tokio::select! {
                biased;
                answer = &mut self.answer => return Ok(answer.ok()),
                Ok(()) = self.knocking.changed() => {
                    let owner = *self.knocking.borrow_and_update();
                    match owner {
                        Some(owner) => say(socket, &ServerFrame::Knocking { owner }).await,
                        None => Next::Wait,
                    }
                }
                message = socket.recv(), if is_knocking => {
                    heard = Instant::now();
                    hear(socket, message, &mut strange).await
                }
                () = tokio::time::sleep_until(said + pause), if is_knocking => {
                    said = Instant::now();
                    say(socket, &ServerFrame::Ping).await
                }
                () = tokio::time::sleep_until(heard + silence), if is_knocking => {
                    Next::End(NoEntry::Closed(SILENT))
                }
            };
            if let Next::End(why) = next {
                return Err(why);
            }
        }
    }
}

/// Nobody is left standing at the door.
impl Drop for Knock {
    fn drop(&mut self) {
        // Answered, or nobody there to answer.
        if self.knocking.has_changed().is_err() {
            return;
        }
        tell(
            &self.mailbox,
            Mail::Gone {
                member: self.member,
                connection: self.connection,
            },
        );
    }
}

async fn say(socket: &mut WebSocket, frame: &ServerFrame) -> Next {
    let saying = socket.send(Message::Text(frame.encode().into()));
    match tokio::time::timeout(WRITE_TIME, saying).await {
        Ok(Ok(())) => Next::Wait,
        Ok(Err(error)) => Next::End(NoEntry::Closed(reader::closing(error))),
        Err(_) => Next::End(NoEntry::Closed(SILENT)),
    }
}

async fn hear(
    socket: &mut WebSocket,
    message: Option<Result<Message, axum::Error>>,
    strange: &mut u32,
) -> Next {
    let text = match message {
        Some(Ok(Message::Text(text))) => text,
        // Answered by the library.
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Next::Wait,
        Some(Ok(Message::Binary(_))) => return refuse(socket, Refusal::NotInRoom, strange).await,
        Some(Ok(Message::Close(_))) | None => return Next::End(NoEntry::Closed(GONE)),
        Some(Err(error)) => return Next::End(NoEntry::Closed(reader::closing(error))),
    };
    match ClientFrame::parse(&text) {
        Ok(ClientFrame::Probe) => say(socket, &ServerFrame::Here).await,
        Ok(ClientFrame::Pong) => Next::Wait,
        Ok(ClientFrame::Leave | ClientFrame::Leaving) => Next::End(NoEntry::Closed(GONE)),
        Ok(_) => refuse(socket, Refusal::NotInRoom, strange).await,
        Err(refusal) => refuse(socket, refusal, strange).await,
    }
}

async fn refuse(socket: &mut WebSocket, reason: Refusal, strange: &mut u32) -> Next {
    *strange += 1;
    if *strange >= PATIENCE {
        return Next::End(NoEntry::Closed(Cut {
            code: 1008,
            reason: "nothing is done for who knocks",
        }));
    }
    let about = None;
    say(socket, &ServerFrame::Refused { reason, about }).await
}
