//! Who is speaking, how loud one is oneself and the others are; and a screen
//! that stays awake meanwhile.

use chatmux_app::sound::Volume;
use chatmux_app::state::{Change, Phase};
use chatmux_shared::call::speaking::{Speaking, Unheard};
use chatmux_shared::id::{MemberId, SessionId, Timestamp};
use chatmux_shared::wire::Switch;
use leptos::prelude::ReadUntracked as _;

use super::Driver;
use crate::call::Ears;
use crate::media::shown;
use crate::pulse::Pulse;
use crate::sound;
use crate::wake::Wake;

const UNHEARD: &str = "You are muted: nobody hears you. Unmute with m, or hold space to talk.";

/// What is listened to.
#[derive(Debug, Default)]
pub struct Hearing {
    /// While there is something to listen to.
    pulse: Option<Pulse>,
    ears: Ears,
    speaking: Speaking,
    unheard: Unheard,
    /// While in the call.
    wake: Option<Wake>,
}

impl Hearing {
    /// Whether they are heard speaking.
    pub fn is_speaking(&self, session: SessionId) -> bool {
        self.speaking.is_speaking(session)
    }

    /// The page was hidden: the browser has let the screen go dark.
    pub fn handle_seen(&mut self) {
        self.wake = None;
    }
}

/// Listening.
impl Driver {
    /// In the green room and in the call there is something to listen to.
    pub(super) fn attend(&mut self) {
        let is_in_call = self.place.is_wanted();
        let is_outside = *self.state.phase.read_untracked() == Phase::GreenRoom;
        let is_listening = is_in_call || is_outside;
        self.own.set_metered(Switch::from(is_listening));
        let mailbox = &self.mailbox;
        let hearing = &mut self.hearing;
        if !is_listening {
            hearing.pulse = None;
        } else if hearing.pulse.is_none() {
            hearing.pulse = Some(Pulse::new(mailbox.clone()));
        }
        if !is_in_call {
            hearing.wake = None;
        } else if hearing.wake.is_none() {
            hearing.wake = Some(Wake::new());
        }
    }

    /// Listens to everyone.
    pub(super) fn listen(&mut self, now: Timestamp) {
        let own = self.own.level();
        let level = shown(own);
        if *self.state.level.read_untracked() != level {
            self.state.apply(Change::Level(level));
        }
        self.note_voice(level);
        let me = *self.state.me.read_untracked();
        if let Some(me) = me.filter(|_| self.place.is_wanted()) {
            self.listen_to_myself(me.session, own, now);
            self.listen_to_others(me.session, now);
        } else {
            self.hearing.speaking = Speaking::default();
        }
        self.show_speaking();
    }

    fn listen_to_myself(&mut self, me: SessionId, level: f64, now: Timestamp) {
        let microphone = self.own.media().microphone;
        let heard = if microphone.is_on() { level } else { 0.0 };
        let hearing = &mut self.hearing;
        hearing.speaking.handle_level(me, heard, now);
        if hearing.unheard.handle_level(me, microphone, level, now) {
            self.notice(UNHEARD);
        }
    }

    fn listen_to_others(&mut self, me: SessionId, now: Timestamp) {
        let links = self.links.as_ref();
        let peers: Vec<_> = links.map_or_else(Vec::new, |links| links.mesh.peers().collect());
        for peer in &peers {
            let is_on = self
                .sent_by(*peer)
                .is_none_or(|media| media.microphone.is_on());
            let links = self.links.as_ref().filter(|_| is_on);
            let connection = links.and_then(|links| links.connection(*peer));
            let ears = &mut self.hearing.ears;
            let level = connection.map_or(0.0, |it| ears.level(*peer, it));
            self.hearing.speaking.handle_level(*peer, level, now);
        }
        let is_there = |session| session == me || peers.contains(&session);
        self.hearing.speaking.retain(is_there);
        self.hearing.ears.retain(is_there);
    }

    fn show_speaking(&self) {
        let speakers = self.hearing.speaking.speakers();
        if *self.state.speaking.read_untracked() != speakers {
            self.state.apply(Change::Speaking(speakers.to_vec()));
        }
    }
}

/// Being played.
impl Driver {
    pub(super) fn play(&self) {
        sound::play(self.own.speaker(), &self.mailbox);
    }

    pub(super) fn set_volume(&mut self, member: MemberId, volume: Volume) {
        self.volumes.set(member, volume);
        self.show_volumes();
    }

    pub(super) fn show_volumes(&self) {
        let volumes = self.volumes.list().to_vec();
        self.state.apply(Change::Volumes(volumes));
    }
}
