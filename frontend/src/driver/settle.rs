//! What follows from whatever happened: deadlines, what to tell the server,
//! what to do to the links, what to show and to remember.

use chatmux_app::state::{Change, Link, Phase, Stream};
use chatmux_shared::call::negotiation::LinkState;
use chatmux_shared::id::{SessionId, Timestamp};
use chatmux_shared::wire::{ClientFrame, Media};
use leptos::prelude::ReadUntracked as _;

use super::{Door, Driver};
use crate::call::Remote;
use crate::clock::now;
use crate::sound;

/// How long a notice stays, in milliseconds.
const NOTICE_LIFE: u64 = 6_000;

impl Driver {
    pub(super) fn settle(&mut self) {
        if *self.state.phase.read_untracked() == Phase::Leaving {
            return;
        }
        let now = now();
        self.handle_timeouts(now);
        self.announce();
        self.let_go(now);
        self.show_typing(now);
        self.settle_verify(now);
        self.attend();
        self.watch_links(now);
        self.perform(now);
        self.tend_links(now);
        self.show_own();
        self.show_links();
        self.settle_files(now);
        self.show_quality(now);
        self.tell_outside(now);
        self.look_out(now);
        self.remember();
        self.pass(now);
        self.fade(now);
        let due = self.poll_timeout();
        self.alarm.set(due, &self.mailbox);
    }

    fn handle_timeouts(&mut self, now: Timestamp) {
        let news = self.line.handle_timeout(now);
        self.handle_news(news);
        self.own.handle_timeout(now);
        if let Some(media) = self.place.handle_timeout(now) {
            self.send(&ClientFrame::JoinCall { media });
        }
        if let Some(links) = &mut self.links {
            links.mesh.handle_timeout(now);
        }
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        let links = self.links.as_ref();
        [
            self.line.poll_timeout(),
            links.and_then(|links| links.mesh.poll_timeout()),
            self.own.poll_timeout(),
            self.place.poll_timeout(),
            self.fading.iter().map(|(_, until)| *until).min(),
            self.files_timeout(now()),
            self.passing.iter().map(|(_, until)| *until).min(),
            self.typing.iter().map(|(_, until)| *until).min(),
            self.next_wait(now()),
            self.next_doubt(now()),
            self.next_care(now()),
            self.next_telling(),
            self.next_lookout(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Tells the server what one sends, if it does not know.
    fn announce(&mut self) {
        if self.door == Door::Shut {
            return;
        }
        let media = self.own.announcement(self.place.said());
        if let Some(media) = self.place.poll_announcement(media) {
            self.send(&ClientFrame::JoinCall { media });
        }
    }

    fn perform(&mut self, now: Timestamp) {
        let Some(links) = &mut self.links else {
            return;
        };
        links.perform(&self.own.outgoing(), self.own.readiness(now), now);
        while let Some((to, signal)) = links.poll_signal() {
            if self.door == Door::Open {
                self.line.send(&ClientFrame::Signal { to, signal });
            }
        }
    }

    /// For the next load of this tab. What is being asked for stays remembered
    /// as it was.
    fn remember(&mut self) {
        let call = self.wanted_media();
        if let Some(visit) = self.guest.note_call(call) {
            self.memories.keep_visit(visit);
        }
    }
}

/// What is shown: said only when it is another than before.
impl Driver {
    fn show_own(&mut self) {
        while let Some(words) = self.own.poll_words() {
            self.notice(words);
        }
        let local = self.own.local();
        if *self.state.local.read_untracked() != local {
            self.state.apply(Change::Local(local));
        }
        let picture = self.own.picture();
        if self.state.picture.read_untracked().as_ref() != picture {
            self.state.apply(Change::Picture(picture.cloned()));
        }
        let screen = self.own.shown_screen();
        if self.state.screen.read_untracked().as_ref() != screen {
            self.state.apply(Change::Screen(screen.cloned()));
        }
    }

    fn show_typing(&mut self, now: Timestamp) {
        self.typing.retain(|(_, until)| *until > now);
        let typing: Vec<SessionId> = self.typing.iter().map(|(session, _)| *session).collect();
        if *self.state.typing.read_untracked() != typing {
            self.state.apply(Change::Typing(typing));
        }
    }

    fn show_links(&mut self) {
        let links = self.links.as_ref();
        let peers: Vec<_> = links.map_or_else(Vec::new, |links| links.mesh.peers().collect());
        for peer in &peers {
            self.show_link(*peer);
        }
        let shown: Vec<SessionId> = {
            let links = self.state.links.read_untracked();
            links.iter().map(|link| link.peer).collect()
        };
        for gone in shown.into_iter().filter(|peer| !peers.contains(peer)) {
            self.state.apply(Change::Unlinked(gone));
        }
    }

    fn show_link(&mut self, peer: SessionId) {
        let shown = {
            let links = self.state.links.read_untracked();
            links.iter().find(|link| link.peer == peer).cloned()
        };
        let link = self.link(peer, shown.as_ref());
        let Some(link) = link.filter(|link| shown.as_ref() != Some(link)) else {
            return;
        };
        let is_new_to_hear =
            shown.is_none_or(|shown| shown.stream != link.stream || shown.screen != link.screen);
        self.state.apply(Change::Link(link));
        if is_new_to_hear {
            sound::wait_for_views(self.mailbox.clone());
        }
    }

    /// The link as it is. Of one whom the server does not know (yet, after it
    /// was started again), camera and screen are as they were.
    fn link(&mut self, peer: SessionId, shown: Option<&Link>) -> Option<Link> {
        let media = self.sent_by(peer);
        let is_held_back = self.is_held_back(peer);
        let links = self.links.as_mut()?;
        let state: LinkState = links.state(peer)?;
        if let Some((remote, media)) = links.remote(peer).zip(media) {
            // Refused only where there are no streams at all.
            remote.show_camera(media.camera).ok();
        }
        let shows_screen = match media {
            Some(media) => media.screen.is_on(),
            None => shown.is_some_and(|shown| shown.screen.is_some()),
        };
        // Nobody is to be seen or heard who is not the person shown.
        let remote = links.remote(peer).filter(|_| !is_held_back);
        let remote = remote.map(|remote| &*remote);
        let screen = remote.filter(|_| shows_screen).map(Remote::screen);
        Some(Link {
            peer,
            state,
            stream: remote.map(Remote::person).cloned().map(Stream::new),
            screen: screen.cloned().map(Stream::new),
        })
    }

    pub(super) fn sent_by(&self, peer: SessionId) -> Option<Media> {
        let room = self.state.room.read_untracked();
        room.as_ref()?.person(peer)?.call
    }

    /// Notices go after a while.
    fn pass(&mut self, now: Timestamp) {
        let shown: Vec<u64> = {
            let notices = self.state.notices.read_untracked();
            notices.iter().map(|notice| notice.id).collect()
        };
        self.passing.retain(|(id, _)| shown.contains(id));
        for id in shown {
            if !self.passing.iter().any(|(known, _)| *known == id) {
                self.passing.push((id, now.plus(NOTICE_LIFE)));
            }
        }
        for (id, _) in self.passing.extract_if(.., |(_, until)| *until <= now) {
            self.state.apply(Change::Dismiss(id));
        }
    }
}
