//! What the server says.

use chatmux_app::state::{Change, Phase};
use chatmux_shared::call::negotiation::Signal;
use chatmux_shared::call::place::Known;
use chatmux_shared::guest::Recognition;
use chatmux_shared::id::{ClientId, MemberId, SessionId};
use chatmux_shared::room::{Consequence, Event, Person, Refusal, Room, RoomCard};
use chatmux_shared::wire::{Media, ServerFrame, TYPING_SHOWN, Welcome};
use leptos::prelude::ReadUntracked as _;

use super::{Door, Driver};
use crate::call::Links;
use crate::clock::now;
use crate::judge::Part;

impl Driver {
    pub(super) fn handle_frame(&mut self, frame: ServerFrame) {
        match frame {
            ServerFrame::Challenge { nonce } => self.handle_challenge(nonce),
            ServerFrame::Welcome(welcome) => self.handle_welcome(welcome),
            ServerFrame::Knocking { .. } => self.handle_knocking(frame),
            ServerFrame::Told { event } => self.handle_event(event),
            ServerFrame::Refused { reason, about } => self.handle_refusal(reason, about),
            ServerFrame::Ice(ice) => {
                if let Some(links) = &mut self.links {
                    links.handle_ice(ice, now());
                }
            }
            ServerFrame::Entries { asked, page } => self.judge.put(Part::Answer(asked), page),
            ServerFrame::Newest { .. }
            | ServerFrame::Lobby(_)
            | ServerFrame::Online { .. }
            | ServerFrame::Ping
            | ServerFrame::Here => {
                self.state.apply(Change::Frame(frame));
                self.fill_hole();
            }
        }
    }
}

/// Coming in.
impl Driver {
    fn handle_welcome(&mut self, mut welcome: Box<Welcome>) {
        self.door = Door::Open;
        self.asked_hole = None;
        self.asked_older = None;
        self.handed_in.clear();
        self.lookout.begin_anew(now());
        self.line.succeeded();
        let recognition = self.guest.handle_welcome(&welcome);
        self.note_owner(&welcome.room);
        let part = Part::Welcome(welcome.room.clone(), welcome.history, welcome.newest);
        self.judge.put(part, std::mem::take(&mut welcome.page));
        if let Some((visit, _)) = &self.guest.visit {
            self.memories.keep_visit(visit);
        }
        self.take_identity(&welcome, recognition);
        let mut people = welcome.people.iter();
        let me = people.find(|person| person.session == welcome.session);
        let known = Known::of(me);
        self.state
            .apply(Change::Frame(ServerFrame::Welcome(welcome)));
        self.show_connection();
        let step = self.place.handle_welcome(known, now());
        if step.is_in() {
            self.unlink_outsiders();
        }
        self.take_step(step);
    }

    fn take_identity(&mut self, welcome: &Welcome, recognition: Recognition) {
        if recognition.starts_outside(welcome) {
            self.stay_outside();
        }
        let me = (welcome.session, welcome.member);
        let links = self
            .links
            .get_or_insert_with(|| Links::new(me, welcome.incarnation, self.mailbox.clone()));
        if links.mesh.me() != me {
            links.start_over(me, welcome.incarnation);
        }
        links.handle_ice(welcome.ice.clone(), now());
    }

    /// Once someone owns the room, the proof of having made it is of no more
    /// use.
    fn note_owner(&mut self, card: &RoomCard) {
        if card.owner.is_some() {
            self.guest.maker = None;
            self.memories.forget_maker();
        }
    }

    /// The server has not forgotten this tab, so it knows who is here and has
    /// left the call meanwhile.
    fn unlink_outsiders(&mut self) {
        let room = self.state.room.read_untracked();
        let people = room.as_ref().map(Room::people).unwrap_or_default();
        let outside = people.iter().filter(|person| person.call.is_none());
        if let Some(links) = &mut self.links {
            outside.for_each(|person| links.mesh.handle_left(person.session));
        }
    }

    pub(super) fn link_to_all(&mut self) {
        let in_call = self.in_call();
        if let Some(links) = &mut self.links {
            links.mesh.handle_welcome(&in_call, now());
        }
    }

    fn in_call(&self) -> Vec<(SessionId, MemberId)> {
        let room = self.state.room.read_untracked();
        let people = room.as_ref().map(Room::people).unwrap_or_default();
        people
            .iter()
            .filter(|person| person.call.is_some())
            .map(Person::session_of_member)
            .collect()
    }
}

/// What happens in the room.
impl Driver {
    fn handle_event(&mut self, event: Event) {
        match event {
            Event::Signal { from, signal, .. } => self.handle_signal(from, signal),
            Event::InCall { session, media } => {
                self.show_event(event);
                self.handle_in_call(session, media);
            }
            Event::InLine { session, place } => {
                self.show_event(event);
                self.handle_in_line(session, place.media);
            }
            Event::Entered { ref person } => {
                let session = person.session;
                self.show_event(event);
                self.link_to(session);
            }
            Event::LeftCall { session } | Event::Departed { session } => {
                self.show_event(event);
                self.handle_left(session);
            }
            Event::Entry { entry } => self.handle_entry(entry),
            Event::Typing { sessions } => self.handle_typing(&sessions),
            Event::Room { ref card } => {
                self.note_owner(card);
                self.show_event(event);
                self.hand_in_all();
            }
            Event::Away { .. }
            | Event::Profile { .. }
            | Event::Hand { .. }
            | Event::Reaction { .. }
            | Event::Speaking { .. }
            | Event::Links { .. }
            | Event::Knocks { .. }
            | Event::EndsSoon { .. } => {
                self.show_event(event);
            }
        }
    }

    fn show_event(&self, event: Event) {
        self.state.apply(Change::Frame(ServerFrame::Told { event }));
    }

    fn handle_typing(&mut self, sessions: &[SessionId]) {
        let until = now().plus(TYPING_SHOWN);
        self.typing
            .retain(|(session, _)| !sessions.contains(session));
        let others = sessions.iter().filter(|session| !self.is_me(**session));
        let typing: Vec<_> = others.map(|session| (*session, until)).collect();
        self.typing.extend(typing);
    }

    fn handle_signal(&mut self, from: SessionId, signal: Signal) {
        if let Some(links) = &mut self.links {
            links.mesh.handle_signal(from, signal, now());
        }
    }

    fn handle_in_call(&mut self, session: SessionId, media: Media) {
        if self.is_me(session) {
            self.handle_own_place(media);
        } else {
            self.link_to(session);
        }
    }

    fn handle_left(&mut self, session: SessionId) {
        if self.is_me(session) {
            self.place.handle_left();
            if !self.place.is_wanted() {
                self.stay_outside();
            }
        } else if let Some(links) = &mut self.links {
            links.mesh.handle_left(session);
        }
    }

    /// They are in the call: newly, still, or with a new connection.
    fn link_to(&mut self, session: SessionId) {
        let room = self.state.room.read_untracked();
        let person = room.as_ref().and_then(|room| room.person(session));
        let Some(person) = person.filter(|person| person.call.is_some()) else {
            return;
        };
        if let Some(links) = self.links.as_mut().filter(|_| self.place.is_inside()) {
            links.mesh.handle_joined(person.session_of_member(), now());
        }
    }

    pub(super) fn is_me(&self, session: SessionId) -> bool {
        let visit = self.guest.visit.as_ref();
        visit.is_some_and(|(visit, _)| visit.session == session)
    }
}

/// What the server does not do.
impl Driver {
    fn handle_refusal(&mut self, reason: Refusal, about: Option<ClientId>) {
        match reason.consequence() {
            Consequence::Nothing => return,
            Consequence::Outside => return self.be_sent_away(&reason),
            Consequence::Word | Consequence::Wait(_) | Consequence::SignAnew => {}
            Consequence::WithoutVideo => self.own.stop_video(),
        }
        match about {
            Some(client) => self.handle_draft_refused(client, reason),
            None => self
                .state
                .apply(Change::Frame(ServerFrame::Refused { reason, about })),
        }
        if self.door == Door::Shut {
            self.handle_rejection();
        }
    }

    /// The door stays shut for good.
    fn be_sent_away(&mut self, reason: &Refusal) {
        self.memories.forget_visit();
        self.end(reason.to_string());
    }

    /// The door stays shut: back to the green room, unless one was in the room
    /// before; then it may open later.
    fn handle_rejection(&mut self) {
        if *self.state.phase.read_untracked() == Phase::InRoom {
            return self.line.wait(now());
        }
        self.send_away();
    }
}
