//! Who is speaking, from how loud they are.
//!
//! ```text
//!  silent ──loud for ATTACK──► speaking ──quiet for HOLD──► silent
//! ```
//!
//! Between the threshold that begins speech and the one that goes on with it
//! nothing changes: who lowers their voice is not cut off, and who breathes
//! does not begin. The list has an order. The first has the floor, and keeps
//! it until they fall silent, or until another has talked over them for
//! [`TAKEOVER`], louder: a cough, a yes or a laugh moves nobody.
//!
//! Invariant: the list holds a session once. Levels are linear, 1.0 being as
//! loud as there is (`audioLevel` of W3C webrtc-stats).

use crate::id::{SessionId, Timestamp};
use crate::wire::Switch;

/// So loud is a voice that begins: −34 dB.
const BEGINS: f64 = 0.02;
/// So loud is one that goes on: −42 dB.
const GOES_ON: f64 = 0.008;
/// How long one must have been loud to be speaking, in milliseconds.
pub const ATTACK: u64 = 400;
/// How long one may be quiet and still be speaking, in milliseconds.
pub const HOLD: u64 = 900;
/// How long one talks over another to be given the floor, in milliseconds.
pub const TAKEOVER: u64 = 2_000;
/// How long one reading counts at most, in milliseconds: a hidden tab is woken
/// seldom, and one loud moment is no speech.
const READING: u64 = 200;
/// How much of the former loudness is kept, of the recent one.
const MEMORY: f64 = 0.8;

/// The detector of one call.
#[derive(Debug, Clone, Default)]
pub struct Speaking {
    voices: Vec<Voice>,
    /// Those who are speaking; the first has the floor.
    speakers: Vec<SessionId>,
}

#[derive(Debug, Clone)]
struct Voice {
    session: SessionId,
    /// When it was listened to last.
    read: Timestamp,
    /// How long it has been loud, less half of what it has been quiet since.
    loud: u64,
    /// When it was loud enough to go on the last time.
    heard: Timestamp,
    /// When it began to speak.
    since: Timestamp,
    /// Its loudness of late.
    level: f64,
}

impl Speaking {
    /// A session is so loud now, 0 to 1.
    pub fn handle_level(&mut self, session: SessionId, level: f64, now: Timestamp) {
        let is_speaking = self.is_speaking(session);
        let voice = self.voice(session, now);
        voice.read_level(level, now);
        if is_speaking && now.since(voice.heard) >= HOLD {
            voice.loud = 0;
            self.speakers.retain(|speaker| *speaker != session);
        } else if !is_speaking && voice.loud >= ATTACK {
            voice.since = now;
            self.speakers.push(session);
        }
        self.pass_floor(now);
    }

    /// Only these are in the call from now on.
    pub fn retain(&mut self, is_there: impl Fn(SessionId) -> bool) {
        self.voices.retain(|voice| is_there(voice.session));
        self.speakers.retain(|speaker| is_there(*speaker));
    }

    /// Those who are speaking, who has the floor first, then in the order in
    /// which they began.
    pub fn speakers(&self) -> &[SessionId] {
        &self.speakers
    }

    /// Whether this one is speaking.
    pub fn is_speaking(&self, session: SessionId) -> bool {
        self.speakers.contains(&session)
    }

    fn pass_floor(&mut self, now: Timestamp) {
        let mut speakers = self.speakers.iter();
        let Some(first) = speakers.next().and_then(|first| self.find(*first)) else {
            return;
        };
        let mut others = speakers.filter_map(|other| self.find(*other));
        let talks_over = |other: &Voice| {
            now.since(other.since.max(first.since)) >= TAKEOVER && other.level > first.level
        };
        let louder = others.position(talks_over);
        if let Some(place) = louder {
            self.speakers[..=place + 1].rotate_right(1);
            self.restart_first(now);
        }
    }

    /// Who has just got the floor is not talked over at once.
    fn restart_first(&mut self, now: Timestamp) {
        if let Some(first) = self.speakers.first().copied() {
            self.voice(first, now).since = now;
        }
    }

    fn find(&self, session: SessionId) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.session == session)
    }

    fn voice(&mut self, session: SessionId, now: Timestamp) -> &mut Voice {
        let known = |voice: &Voice| voice.session == session;
        let place = self.voices.iter().position(known).unwrap_or_else(|| {
            self.voices.push(Voice::new(session, now));
            self.voices.len() - 1
        });
        &mut self.voices[place]
    }
}

/// One's own voice while nobody hears it: one is told so once, and again
/// after the microphone was on.
#[derive(Debug, Clone, Default)]
pub struct Unheard {
    voice: Speaking,
    is_told: bool,
}

impl Unheard {
    /// One's own microphone is so loud now, 0 to 1, be it on or off; whether
    /// one is to be told.
    #[must_use]
    pub fn handle_level(
        &mut self,
        me: SessionId,
        microphone: Switch,
        level: f64,
        now: Timestamp,
    ) -> bool {
        let unheard = if microphone.is_on() { 0.0 } else { level };
        self.voice.handle_level(me, unheard, now);
        self.is_told &= !microphone.is_on();
        let is_due = self.voice.is_speaking(me) && !microphone.is_on() && !self.is_told;
        self.is_told |= is_due;
        is_due
    }
}

impl Voice {
    fn new(session: SessionId, now: Timestamp) -> Self {
        Self {
            session,
            read: now,
            loud: 0,
            heard: now,
            since: now,
            level: 0.0,
        }
    }

    fn read_level(&mut self, level: f64, now: Timestamp) {
        let elapsed = now.since(self.read).min(READING);
        self.read = now;
        self.level = self.level * MEMORY + level * (1.0 - MEMORY);
        if level >= GOES_ON {
            self.heard = now;
        }
        if level >= BEGINS {
            self.loud = (self.loud + elapsed).min(ATTACK);
        } else if level < GOES_ON {
            self.loud = self.loud.saturating_sub(elapsed / 2);
        }
    }
}
