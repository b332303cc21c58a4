//! A log as it is read: each message once, as its author wants it by now.
//!
//! Invariant: what an entry does to another is done only if nothing is wrong
//! with it and its author may do it ([`authorize`]). Whatever is wrong is
//! told.

use super::{Line, Standing, Timeline};
use crate::id::{ClientId, MemberId, Seq, Timestamp};
use crate::message::{Act, Breach, Byline, Denial, Fault, Statement, Target, Words, authorize};

/// A log as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// What is held, in order.
    pub messages: Vec<Message>,
    /// Who owns the room by now, if anyone does.
    pub owner: Option<MemberId>,
}

/// A message, as it is by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its place in the log.
    pub seq: Seq,
    /// When it was kept, by the server's clock.
    pub at: Timestamp,
    /// Who wrote it; nobody knows of what cannot be read.
    pub author: Option<MemberId>,
    /// Drawn for it by its author's client.
    pub client: Option<ClientId>,
    /// What its author was called.
    pub byline: Byline,
    /// What it is.
    pub what: What,
    /// Whether it can be believed.
    pub mark: Mark,
}

impl Message {
    /// What it says, if it says anything.
    pub fn text(&self) -> Option<&str> {
        match &self.what {
            What::Said { text, .. } => Some(text),
            What::Deleted
            | What::Made
            | What::Passed { .. }
            | What::Removed { .. }
            | What::Nothing => None,
        }
    }
}

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It says something.
    Said {
        /// As its author wants it by now.
        text: String,
        /// How often it was changed.
        edits: u32,
    },
    /// It said something that was taken back.
    Deleted,
    /// The room was made.
    Made,
    /// The room has another owner.
    Passed {
        /// Who.
        to: MemberId,
    },
    /// Someone had to go.
    Removed {
        /// Who.
        member: MemberId,
    },
    /// It does nothing that can be shown.
    Nothing,
}

/// Whether a message can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It was checked: its author wrote it, and it stands where it stood.
    Good,
    /// It is being checked: something before it is missing.
    Waiting,
    /// Something is wrong with it.
    Bad(Breach),
}

impl Timeline {
    /// What is held; `owner` is who owns the room by now, as the server says.
    pub fn read(&self, owner: Option<MemberId>) -> Reading {
        let mut owner = self.first_owner(owner);
        let mut messages: Vec<Message> = Vec::new();
        for line in &self.lines {
            let target = line.target(&self.lines);
            let denied = line.deny(owner, target);
            let message = line.message(denied);
            if let (Mark::Good, Some(statement)) = (message.mark, &line.statement) {
                owner = owner_after(statement, owner);
                rewrite(&mut messages, statement, &line.entry.words);
            }
            if message.what != What::Nothing || message.mark != Mark::Good {
                messages.push(message);
            }
        }
        if self.hole().is_none() {
            self.mark_erased(&mut messages);
        }
        Reading { messages, owner }
    }

    /// Words go by a deletion alone, which stands later in the log.
    fn mark_erased(&self, messages: &mut [Message]) {
        for line in &self.lines {
            let Some(seq) = line.erased() else {
                continue;
            };
            let Some(message) = message_mut(messages, seq) else {
                continue;
            };
            let fault = Fault::Erased;
            if message.what != What::Deleted && message.mark == Mark::Good {
                message.mark = Mark::Bad(Breach { seq, fault });
            }
        }
    }

    /// What is wrong with messages that are not there any more.
    pub fn lost(&self) -> &[Breach] {
        &self.lost
    }

    /// Who owned the room where the copy begins: whoever passed it on first,
    /// if anyone has.
    fn first_owner(&self, now: Option<MemberId>) -> Option<MemberId> {
        if self.begins_after.seq == Seq::default() {
            return None;
        }
        let lines = self.lines.iter();
        let believed = lines.filter(|line| !matches!(line.standing, Standing::Bad(_)));
        let mut statements = believed.filter_map(|line| line.statement.as_ref());
        let passed = statements.find(|it| matches!(it.act, Act::PassOwnership { .. }));
        passed.map(|statement| statement.author).or(now)
    }
}

impl Line {
    fn target(&self, lines: &[Self]) -> Option<Target> {
        let target = self.statement.as_ref()?.act.target()?;
        let place = lines.binary_search_by_key(&target, |line| line.entry.seq);
        let line = lines.get(place.ok()?)?;
        line.statement.as_ref().map(Target::of)
    }

    /// Why it does not do what it says, as far as can be told: what it is
    /// about may be older than the copy.
    fn deny(&self, owner: Option<MemberId>, target: Option<Target>) -> Option<Fault> {
        let statement = self.statement.as_ref()?;
        if statement.act.target().is_some() && target.is_none() {
            return None;
        }
        // Even where nobody is known to own the room: it is made by its first
        // entry or not at all.
        if statement.act == Act::Create && self.entry.seq != Seq(1) {
            return Some(Fault::Denied(Denial::MadeBefore));
        }
        authorize(statement, owner, target).err().map(Fault::Denied)
    }

    /// The message that lost its words with this entry's.
    fn erased(&self) -> Option<Seq> {
        let statement = self.statement.as_ref()?;
        match (&self.entry.words, statement.act) {
            (Words::Erased, Act::Say) => Some(self.entry.seq),
            (Words::Erased, Act::Edit { target }) => Some(target),
            (Words::Kept { .. } | Words::Erased, _) => None,
        }
    }

    fn message(&self, denied: Option<Fault>) -> Message {
        let bad = |fault| {
            Mark::Bad(Breach {
                seq: self.entry.seq,
                fault,
            })
        };
        let mark = match (self.standing, denied) {
            (Standing::Bad(fault), _) | (Standing::Good, Some(fault)) => bad(fault),
            (Standing::Waiting, _) => Mark::Waiting,
            (Standing::Good, None) => Mark::Good,
        };
        Message {
            seq: self.entry.seq,
            at: self.entry.at,
            author: self.statement.as_ref().map(|statement| statement.author),
            client: self.statement.as_ref().map(|statement| statement.client),
            byline: self.entry.byline.clone(),
            what: self.what(),
            mark,
        }
    }

    fn what(&self) -> What {
        match self.statement.as_ref().map(|statement| statement.act) {
            Some(Act::Create) => What::Made,
            Some(Act::Say) => match &self.entry.words {
                Words::Kept { text, .. } => What::Said {
                    text: text.clone(),
                    edits: 0,
                },
                Words::Erased => What::Said {
                    text: String::new(),
                    edits: 0,
                },
            },
            Some(Act::PassOwnership { to }) => What::Passed { to },
            Some(Act::RemoveMember { member }) => What::Removed { member },
            Some(Act::Edit { .. } | Act::Delete { .. }) | None => What::Nothing,
        }
    }
}

fn owner_after(statement: &Statement, owner: Option<MemberId>) -> Option<MemberId> {
    match statement.act {
        Act::Create => Some(statement.author),
        Act::PassOwnership { to } => Some(to),
        Act::Say | Act::Edit { .. } | Act::Delete { .. } | Act::RemoveMember { .. } => owner,
    }
}

fn message_mut(messages: &mut [Message], seq: Seq) -> Option<&mut Message> {
    let place = messages.binary_search_by_key(&seq, |message| message.seq);
    messages.get_mut(place.ok()?)
}

/// Does what an edit or a deletion does to the message it is about.
fn rewrite(messages: &mut [Message], statement: &Statement, words: &Words) {
    let target = statement.act.target();
    let Some((target, message)) = target.and_then(|seq| Some((seq, message_mut(messages, seq)?)))
    else {
        return;
    };
    match (&mut message.what, words) {
        (What::Said { .. }, _) if statement.act == (Act::Delete { target }) => {
            message.what = What::Deleted;
        }
        (What::Said { text, edits }, Words::Kept { text: new, .. }) => {
            text.clone_from(new);
            *edits += 1;
        }
        (
            What::Said { .. }
            | What::Deleted
            | What::Made
            | What::Passed { .. }
            | What::Removed { .. }
            | What::Nothing,
            _,
        ) => {}
    }
}
