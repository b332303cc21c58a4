//! What a client is told, until it stops listening.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use chatmux_shared::wire::{PING_INTERVAL, ServerFrame};
use futures::stream::SplitSink;
use futures::{FutureExt as _, Sink, SinkExt as _};

use crate::hub::{Cut, Outgoing};

/// How long a reader may take for one batch of frames.
const WRITE_TIME: Duration = Duration::from_secs(20);
/// How long a closing handshake may take.
const CLOSE_TIME: Duration = Duration::from_secs(2);
/// Between two pings, however short a silence is allowed.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// Writes until it is cut, or the reader is gone: the welcome first, then
/// all that waits at once, and pings between. A batch under way is given up
/// for a cut alone; what it leaves out is a hole that a resume fills.
pub async fn serve(
    mut sink: SplitSink<WebSocket, Message>,
    mut outgoing: Outgoing,
    welcome: Utf8Bytes,
    silence: Duration,
) {
    let mut cuts = outgoing.cuts();
    // Often enough for an answer before the silence is too long.
    let pause = Duration::from_millis(PING_INTERVAL).min(silence / 3);
    let mut ping = tokio::time::interval(pause.max(SHORTEST_PAUSE));
    let mut frames = vec![welcome];
    let cut = loop {
        let batch = std::mem::take(&mut frames);
        tokio::select! {
            biased;
            cut = cuts.wait_for(Option::is_some) => break cut.ok().and_then(|cut| *cut),
            written = tokio::time::timeout(WRITE_TIME, write(&mut sink, batch)) => {
                if !matches!(written, Ok(Ok(()))) {
                    return;
                }
            }
        }
        tokio::select! {
            biased;
            cut = cuts.wait_for(Option::is_some) => break cut.ok().and_then(|cut| *cut),
            taken = outgoing.take(&mut frames) => {
                if taken == 0 {
                    return;
                }
            }
            _ = ping.tick() => frames.push(ServerFrame::Ping.encode().into()),
        }
    };
    // What was said before the end is still heard.
    let taken = outgoing.take(&mut frames).now_or_never();
    tracing::trace!(?taken, "said at the end");
    let last = tokio::time::timeout(CLOSE_TIME, write(&mut sink, frames)).await;
    if let (Ok(Ok(())), Some(cut)) = (last, cut) {
        close(&mut sink, cut).await;
    }
}

/// One flush for all of them.
async fn write(
    sink: &mut (impl Sink<Message, Error = axum::Error> + Unpin),
    frames: Vec<Utf8Bytes>,
) -> Result<(), axum::Error> {
    for frame in frames {
        sink.feed(Message::Text(frame)).await?;
    }
    sink.flush().await
}

/// Says why, as far as the other side still listens.
pub async fn close(sink: &mut (impl Sink<Message, Error = axum::Error> + Unpin), cut: Cut) {
    let frame = Message::Close(Some(CloseFrame {
        code: cut.code,
        reason: cut.reason.into(),
    }));
    let closing = async {
        sink.send(frame).await?;
        sink.close().await
    };
    drop(tokio::time::timeout(CLOSE_TIME, closing).await);
}
