//! All that can happen to a tab, in one queue.

use chatmux_app::ui::Wish;
use chatmux_shared::id::ClientId;
use chatmux_shared::message::{Nonce, Post, Signature};
use chatmux_shared::timeline::Judged;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};

use crate::call::LinkInput;
use crate::checkup::Found;
use crate::driver::VerifyInput;
use crate::files::FileInput;
use crate::judge::Part;
use crate::keys::{Keys, NoKeys};
use crate::line::LineInput;
use crate::media::MediaInput;

/// Something that happened.
#[derive(Debug)]
pub enum Input {
    /// The person wants something.
    Wish(Wish),
    /// Of the connection to the server.
    Line(LineInput),
    /// Of a link to another session.
    Link(LinkInput),
    /// The keys of this browser, or why there are none.
    Keys(Result<Keys, NoKeys>),
    /// The proof of the key for the challenge with this nonce.
    Proof(Nonce, Signature),
    /// What a former load of the tab had signed and not seen kept.
    Outbox(Vec<Post>),
    /// Something of one's own is signed, or the browser does not sign it.
    Signed(ClientId, Option<Post>),
    /// A part of the log is judged.
    Judged(Part, Judged),
    /// Of one's own devices.
    Media(MediaInput),
    /// Of files that go between this tab and others.
    File(FileInput),
    /// Of the page.
    Page(PageInput),
    /// Of who is at the other ends of links.
    Verify(VerifyInput),
    /// The views have had the time to show what came in.
    Shown,
    /// It is time to listen.
    Pulse,
    /// The test of the connection of this number found something.
    Checkup(u32, Found),
    /// The browser holds sound back.
    SoundBlocked,
    /// Something to say in passing.
    Notice(&'static str),
    /// A deadline has come.
    Alarm,
}

/// Something that happened to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageInput {
    /// It is going away, and may come back.
    Going,
    /// It has come back as it was (from the back/forward cache).
    Back,
    /// The browser has a network again, or another one.
    Online,
    /// The browser has no network.
    Offline,
    /// It is looked at again.
    Seen,
    /// A device was plugged in or out.
    DevicesChanged,
}

/// What goes out of the [`Mailbox`].
pub type Inbox = UnboundedReceiver<Input>;

/// Where callbacks put what happened.
#[derive(Debug, Clone)]
pub struct Mailbox(UnboundedSender<Input>);

impl Mailbox {
    /// An empty one, and its other end.
    pub fn new() -> (Self, Inbox) {
        let (sender, inbox) = unbounded();
        (Self(sender), inbox)
    }

    /// Puts `input` in; nothing happens if nobody reads any more.
    pub fn send(&self, input: Input) {
        self.0.unbounded_send(input).ok();
    }
}
