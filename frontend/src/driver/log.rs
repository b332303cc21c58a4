//! The log: what the server tells of it, and what this tab says.
//!
//! ```text
//!  Wish ──▶ draft ──keys──▶ signed ──▶ outbox, server ──▶ entry ──judge──▶ shown
//!              ▲                          │
//!              └── stale: signed anew ────┘
//! ```

use chatmux_app::state::Change;
use chatmux_shared::id::{ClientId, Timestamp};
use chatmux_shared::message::{Act, Entry, Post, Salt, Statement, TextHash};
use chatmux_shared::room::{Consequence, Refusal};
use chatmux_shared::timeline::{Draft, DraftState, Judged};
use chatmux_shared::wire::{ClientFrame, Page};
use leptos::prelude::ReadUntracked as _;
use wasm_bindgen_futures::spawn_local;

use super::{Door, Driver};
use crate::clock::now;
use crate::input::Input;
use crate::judge::Part;
use crate::random;

/// So many are handed in before the first of them is known to be kept.
const AT_ONCE: usize = 8;

/// What the server tells.
impl Driver {
    pub(super) fn handle_entry(&self, entry: Entry) {
        let before = None;
        let entries = vec![entry];
        self.judge.put(Part::News, Page { before, entries });
    }

    pub(super) fn handle_judged(&mut self, part: Part, judged: Judged) {
        let waiting: Vec<ClientId> = self.with_drafts(|draft| Some(draft.client));
        let mut is_beginning = false;
        match part {
            Part::Welcome(room, history, newest) => {
                is_beginning = true;
                self.state.apply(Change::History {
                    room,
                    history,
                    newest,
                    judged,
                });
            }
            Part::Answer(asked) => self.state.apply(Change::Answer(asked, judged)),
            Part::News => {
                self.quiet(&judged);
                self.state.apply(Change::Log(judged));
            }
        }
        let left = self.with_drafts(|draft| Some(draft.client));
        let kept = waiting.iter().filter(|client| !left.contains(client));
        kept.for_each(|client| self.outbox.remove(*client));
        self.handed_in.retain(|client| left.contains(client));
        if is_beginning {
            self.begin();
        } else {
            self.hand_in_all();
        }
        self.fill_hole();
    }

    /// The log is known: what is waiting can be signed and handed in.
    fn begin(&mut self) {
        self.signed_anew.clear();
        let home = self.state.timeline.read_untracked().home();
        let is_elsewhere = |draft: &Draft| {
            let statement = Statement::parse(&draft.post.as_ref()?.signed).ok()?;
            (Some((statement.room, statement.epoch)) != home).then_some(draft.client)
        };
        let unsigned = |draft: &Draft| draft.post.is_none().then_some(draft.client);
        for client in self.with_drafts(|draft| unsigned(draft).or_else(|| is_elsewhere(draft))) {
            self.sign(client);
        }
        self.open_room();
        self.hand_in_all();
    }

    /// Whoever made the room opens it.
    fn open_room(&mut self) {
        if self.guest.maker.is_none() || self.is_open() {
            return;
        }
        // Before anyone can see it.
        if let Some(name) = self.guest.room_name.clone() {
            self.send(&ClientFrame::Rename { name });
        }
        let opens = |draft: &Draft| (draft.act == Act::Create).then_some(());
        if self.with_drafts(opens).is_empty() {
            self.draft(Act::Create, String::new());
        }
    }

    /// Whoever has said it is not writing it any more.
    fn quiet(&mut self, judged: &Judged) {
        let room = self.state.room.read_untracked();
        for (entry, _) in &judged.entries {
            let author = Statement::parse(&entry.signed).ok().map(|it| it.author);
            self.typing.retain(|(session, _)| {
                let person = room.as_ref().and_then(|room| room.person(*session));
                person.map(|person| person.member) != author
            });
        }
    }

    fn with_drafts<T>(&self, pick: impl Fn(&Draft) -> Option<T>) -> Vec<T> {
        let timeline = self.state.timeline.read_untracked();
        timeline.drafts().iter().filter_map(pick).collect()
    }

    pub(super) fn fill_hole(&mut self) {
        let hole = self.state.timeline.read_untracked().hole();
        if let Some(after) = hole.filter(|_| hole != self.asked_hole) {
            self.asked_hole = hole;
            self.send(&ClientFrame::Fetch { after });
        }
    }

    pub(super) fn fetch_older(&mut self) {
        let before = self.state.timeline.read_untracked().older_before();
        if let Some(before) = before.filter(|_| before != self.asked_older) {
            self.asked_older = Some(before);
            self.send(&ClientFrame::FetchBefore { before });
        }
    }
}

/// What this tab says.
impl Driver {
    pub(super) fn draft(&mut self, act: Act, text: String) {
        let Some(client) = random::bytes().map(ClientId::from_random) else {
            return self.notice("This browser cannot send messages.");
        };
        self.state.apply(Change::Draft(Draft {
            client,
            act,
            text,
            post: None,
            state: DraftState::Sending,
        }));
        self.sign(client);
    }

    pub(super) fn restore(&mut self, posts: Vec<Post>) {
        for draft in posts.into_iter().filter_map(Draft::of_post) {
            self.state.apply(Change::Draft(draft));
        }
        self.hand_in_all();
    }

    /// Signs a draft as of now; it is handed in once it is signed.
    fn sign(&mut self, client: ClientId) {
        if self.signing.contains(&client) {
            return;
        }
        let (Some(keys), Some(salt)) = (&self.keys, random::bytes()) else {
            return;
        };
        let timeline = self.state.timeline.read_untracked();
        let (Some((room, epoch)), Some(seen)) = (timeline.home(), timeline.last()) else {
            return;
        };
        let Some(draft) = timeline.draft(client) else {
            return;
        };
        let (salt, text) = (Salt::from_random(salt), draft.text.clone());
        let statement = Statement {
            room,
            epoch,
            author: keys.public(),
            client,
            at: now(),
            seen,
            act: draft.act,
            text: TextHash::of(&text, &salt),
        };
        self.signing.push(client);
        let signed = statement.encode();
        let signing = keys.sign(signed.as_bytes());
        let mailbox = self.mailbox.clone();
        spawn_local(async move {
            let post = signing.await.map(|signature| Post {
                signed,
                signature,
                text,
                salt,
            });
            mailbox.send(Input::Signed(client, post));
        });
    }

    pub(super) fn handle_signed(&mut self, client: ClientId, post: Option<Post>) {
        self.signing.retain(|it| *it != client);
        self.handed_in.retain(|it| *it != client);
        let Some(post) = post else {
            let reason = Refusal::NotProven;
            return self.state.apply(Change::Refused(client, reason));
        };
        self.memories.forget_typed(&post.text);
        // It is kept whether that is waited for or not.
        drop(self.outbox.keep(client, &post));
        self.state.apply(Change::Signed {
            client,
            post: post.clone(),
        });
        self.hand_in(post);
    }

    /// Whether anything may be said: someone has opened the room.
    fn is_open(&self) -> bool {
        let room = self.state.room.read_untracked();
        room.as_ref().is_some_and(|room| room.card().is_open())
    }

    fn hand_in(&mut self, post: Post) {
        let Ok(Statement { client, act, .. }) = Statement::parse(&post.signed) else {
            return;
        };
        if self.door == Door::Shut || !(act == Act::Create || self.is_open()) {
            return;
        }
        let most = if self.was_too_fast { 1 } else { AT_ONCE };
        if self.held_until.is_none()
            && self.handed_in.len() < most
            && !self.handed_in.contains(&client)
        {
            self.handed_in.push(client);
            self.send(&ClientFrame::Post(Box::new(post)));
        }
    }

    /// Everything that is signed and not kept.
    pub(super) fn hand_in_all(&mut self) {
        let waiting: Vec<Post> = {
            let timeline = self.state.timeline.read_untracked();
            let is_known = timeline.home().is_some();
            timeline.unsent().filter(|_| is_known).cloned().collect()
        };
        self.was_too_fast &= !waiting.is_empty();
        for post in waiting {
            self.hand_in(post);
        }
    }

    /// As it was signed, unless that is what was wrong with it.
    pub(super) fn say_again(&mut self, client: ClientId) {
        let is_signed = |draft: &Draft| {
            let is_usable = match &draft.state {
                DraftState::NotSent(reason) => reason.consequence() != Consequence::SignAnew,
                DraftState::Sending => true,
            };
            (draft.client == client && is_usable && draft.post.is_some()).then_some(())
        };
        let is_signed = !self.with_drafts(is_signed).is_empty();
        self.state.apply(Change::Retry(client));
        if is_signed {
            self.hand_in_all();
        } else {
            self.sign(client);
        }
    }

    pub(super) fn discard(&mut self, client: ClientId) {
        self.outbox.remove(client);
        self.state.apply(Change::Discard(client));
    }

    /// What is refused for now is handed in again by itself; the rest is told.
    pub(super) fn handle_draft_refused(&mut self, client: ClientId, reason: Refusal) {
        self.handed_in.retain(|it| *it != client);
        match reason.consequence() {
            Consequence::Wait(wait) => {
                self.held_until = Some(now().plus(wait));
                self.was_too_fast = true;
            }
            Consequence::SignAnew if !self.signed_anew.contains(&client) => {
                self.signed_anew.push(client);
                self.sign(client);
            }
            Consequence::Nothing
            | Consequence::Outside
            | Consequence::Word
            | Consequence::SignAnew
            | Consequence::WithoutVideo => self.state.apply(Change::Refused(client, reason)),
        }
    }

    /// Hands in what had to wait, once it has.
    pub(super) fn let_go(&mut self, now: Timestamp) {
        let Some(until) = self.held_until else {
            return;
        };
        if until <= now {
            self.held_until = None;
            self.hand_in_all();
        }
        let wait = self
            .held_until
            .map_or(0, |until| until.since(now).div_ceil(1000));
        if *self.state.wait.read_untracked() != wait {
            self.state.apply(Change::Wait(wait));
        }
    }

    /// When the words about waiting are others.
    pub(super) fn next_wait(&self, now: Timestamp) -> Option<Timestamp> {
        let left = self.held_until?.since(now);
        Some(now.plus(left - left.div_ceil(1000).saturating_sub(1) * 1000))
    }
}
