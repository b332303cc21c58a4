//! Statements really signed, and the logs that a server keeps of them: one
//! that knows how heads are made.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chatmux_shared::id::{RoomId, Seq};
use chatmux_shared::message::{
    Act, Byline, Entry, Head, Post, Salt, Seen, Signature, Statement, TextHash, Verdict, Words,
};
use chatmux_shared::room::Color;
use chatmux_shared::timeline::Judged;
use ed25519_dalek::{Signer as _, VerifyingKey};

use crate::someone::{NOW, client, epoch, key, member, name};

pub const ANN: u8 = 1;
pub const BEN: u8 = 2;
pub const EVE: u8 = 3;

pub fn room() -> RoomId {
    RoomId::from_random(1)
}

pub fn beginning() -> Seen {
    seen(0, Head::first(room(), epoch(1)))
}

pub fn seen(seq: u64, head: Head) -> Seen {
    let seq = Seq(seq);
    Seen { seq, head }
}

/// The statement in which `who` does this, having seen that; `number` is
/// drawn for it.
pub fn statement(who: u8, number: u64, seen: Seen, act: Act, text: &str) -> Statement {
    Statement {
        room: room(),
        epoch: epoch(1),
        author: member(who),
        client: client(number),
        at: NOW.plus(number),
        seen,
        act,
        text: TextHash::of(text, &salt(number)),
    }
}

pub fn salt(number: u64) -> Salt {
    Salt::from_random(*client(number).as_bytes())
}

pub fn words(number: u64, text: &str) -> Words {
    let (text, salt) = (text.to_owned(), salt(number));
    Words::Kept { text, salt }
}

/// What the client of `who` hands in, whatever the statement says.
pub fn signed_by(who: u8, statement: &Statement, text: &str) -> Post {
    let signed = statement.encode();
    let signature = key(who).sign(signed.as_bytes()).to_bytes();
    Post {
        signed,
        signature: Signature::from_bytes(signature),
        text: text.to_owned(),
        salt: Salt::from_random(*statement.client.as_bytes()),
    }
}

pub fn says(who: u8, number: u64, seen: Seen, text: &str) -> Post {
    signed_by(who, &statement(who, number, seen, Act::Say, text), text)
}

/// The same for what has no text.
pub fn does(who: u8, number: u64, seen: Seen, act: Act) -> Post {
    signed_by(who, &statement(who, number, seen, act, ""), "")
}

pub fn edits(who: u8, number: u64, seen: Seen, target: u64, text: &str) -> Post {
    let act = Act::Edit {
        target: Seq(target),
    };
    signed_by(who, &statement(who, number, seen, act, text), text)
}

pub fn deletes(who: u8, number: u64, seen: Seen, target: u64) -> Post {
    let target = Seq(target);
    does(who, number, seen, Act::Delete { target })
}

/// The log of a server that keeps these, whatever they are.
pub fn log(posts: impl IntoIterator<Item = Post>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for post in posts {
        keep(&mut entries, post);
    }
    entries
}

pub fn keep(entries: &mut Vec<Entry>, post: Post) {
    let last = last(entries);
    let at = NOW.plus(1000 * last.seq.next().0);
    entries.push(Entry::after(last, at, post, byline()));
}

pub fn byline() -> Byline {
    Byline {
        name: name("Ann"),
        color: Color::Pink,
    }
}

/// What one has seen who was shown all of these.
pub fn last(entries: &[Entry]) -> Seen {
    entries.last().map_or(beginning(), Entry::seen)
}

/// What was handed in for this entry.
pub fn again(entry: &Entry) -> Post {
    let Words::Kept { text, salt } = entry.words.clone() else {
        panic!("{entry:?} was erased")
    };
    Post {
        signed: entry.signed.clone(),
        signature: entry.signature,
        text,
        salt,
    }
}

/// These entries again, as a server tells them that would not be caught by
/// a wrong number or a head that does not follow.
pub fn retold(entries: &[Entry]) -> Vec<Entry> {
    log(entries.iter().map(again))
}

/// The longest conversation there is, made once.
static CONVERSATION: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for number in 1..=10 {
        let who = if number % 2 == 1 { ANN } else { BEN };
        let sent = says(who, number, last(&entries), &format!("message {number}"));
        keep(&mut entries, sent);
    }
    entries
});

/// Ann and Ben in turn, each having seen all that was said before.
pub fn conversation(length: usize) -> Vec<Entry> {
    CONVERSATION[..length].to_vec()
}

/// What a library says: here, `verify_strict`.
pub fn verdict(entry: &Entry) -> Verdict {
    let verified = Statement::parse(&entry.signed)
        .ok()
        .and_then(|statement| VerifyingKey::from_bytes(statement.author.as_bytes()).ok())
        .is_some_and(|key| {
            let signature = entry.signature.as_bytes().into();
            key.verify_strict(entry.signed.as_bytes(), &signature)
                .is_ok()
        });
    if verified {
        Verdict::Verified
    } else {
        Verdict::Refused
    }
}

/// These, each with what a library says, as they come without the head before
/// the first.
pub fn judged(entries: &[Entry]) -> Judged {
    let entry = |entry: &Entry| (entry.clone(), verdict(entry));
    Judged {
        base: None,
        entries: entries.iter().map(entry).collect(),
    }
}

/// The longest log that Ann keeps talking in by herself, and what a library
/// says of it, made once.
static MONOLOGUE: LazyLock<Judged> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for number in 1..=100 {
        let post = says(ANN, number, last(&entries), &number.to_string());
        keep(&mut entries, post);
    }
    judged(&entries)
});

/// These entries of that log, each of which says its number and has seen
/// those before, as they come one by one.
pub fn monologue(numbers: RangeInclusive<u64>) -> Judged {
    let entries = MONOLOGUE.entries.iter();
    let some = entries.filter(|(entry, _)| numbers.contains(&entry.seq.0));
    Judged {
        base: None,
        entries: some.cloned().collect(),
    }
}

/// One of them.
pub fn entry(seq: u64) -> Entry {
    monologue(seq..=seq).entries.remove(0).0
}

/// That log before entry `seq`.
pub fn before(seq: u64) -> Seen {
    match seq {
        ..=1 => beginning(),
        2.. => entry(seq - 1).seen(),
    }
}
