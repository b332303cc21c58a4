//! What the server says.

use chatmux_app::state::{Change, Phase};
use chatmux_shared::call::negotiation::Signal;
use chatmux_shared::call::place::Step;
use chatmux_shared::guest::{Recognition, call_of};
use chatmux_shared::id::{ClientId, MemberId, SessionId};
use chatmux_shared::room::{Consequence, Event, Person, Refusal, Room};
use chatmux_shared::wire::{ClientFrame, ServerFrame, Welcome};
use leptos::prelude::ReadUntracked as _;

use super::{Door, Driver};
use crate::call::Links;
use crate::clock::now;

impl Driver {
    pub(super) fn handle_frame(&mut self, frame: ServerFrame) {
        match frame {
            ServerFrame::Welcome(welcome) => self.handle_welcome(welcome),
            ServerFrame::Told { event } => self.handle_event(event),
            ServerFrame::Refused { reason, about } => self.handle_refusal(reason, about),
            ServerFrame::Entries { .. } | ServerFrame::Newest { .. } | ServerFrame::Ping => {
                self.state.apply(Change::Frame(frame));
            }
        }
        self.fill_hole();
    }

    fn fill_hole(&mut self) {
        let hole = self.state.timeline.read_untracked().hole();
        if let Some(after) = hole.filter(|_| hole != self.asked_hole) {
            self.asked_hole = hole;
            self.send(&ClientFrame::Fetch { after });
        }
    }
}

/// Coming in.
impl Driver {
    fn handle_welcome(&mut self, welcome: Box<Welcome>) {
        self.door = Door::Open;
        self.asked_hole = None;
        self.line.succeeded();
        let recognition = self.guest.handle_welcome(&welcome);
        self.memories.keep_member(&welcome.member_token);
        self.memories.forget_maker();
        if let Some((visit, _)) = &self.guest.visit {
            self.memories.keep_visit(visit);
        }
        self.take_identity(&welcome, recognition);
        let known = call_of(&welcome, welcome.session);
        self.state
            .apply(Change::Frame(ServerFrame::Welcome(welcome)));
        self.show_connection();
        self.send_drafts();
        match self.place.handle_welcome(known) {
            Step::In => {
                self.unlink_outsiders();
                self.link_to_all();
            }
            Step::Out => self.send(&ClientFrame::LeaveCall),
            Step::None => {}
        }
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
    }

    fn send_drafts(&self) {
        for draft in self.state.timeline.read_untracked().unsent() {
            self.send(&ClientFrame::Say {
                client: draft.client,
                text: draft.text.clone(),
            });
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

    fn link_to_all(&mut self) {
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
            Event::InCall { session, .. } => {
                self.show_event(event);
                self.handle_in_call(session);
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
            Event::Away { .. }
            | Event::Profile { .. }
            | Event::Room { .. }
            | Event::EndsSoon { .. }
            | Event::Entry { .. } => self.show_event(event),
        }
    }

    pub(super) fn show_event(&self, event: Event) {
        self.state.apply(Change::Frame(ServerFrame::Told { event }));
    }

    fn handle_signal(&mut self, from: SessionId, signal: Signal) {
        if let Some(links) = &mut self.links {
            links.mesh.handle_signal(from, signal, now());
        }
    }

    fn handle_in_call(&mut self, session: SessionId) {
        if !self.is_me(session) {
            self.link_to(session);
        } else if self.place.handle_in_call() == Step::In {
            self.link_to_all();
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

    fn is_me(&self, session: SessionId) -> bool {
        let visit = self.guest.visit.as_ref();
        visit.is_some_and(|(visit, _)| visit.session == session)
    }
}

/// What the server does not do.
impl Driver {
    fn handle_refusal(&mut self, reason: Refusal, about: Option<ClientId>) {
        match reason.consequence() {
            Consequence::Nothing => return,
            Consequence::Word => {}
            Consequence::OutsideCall => self.stay_outside(),
            Consequence::WithoutVideo => self.own.stop_video(),
        }
        self.state
            .apply(Change::Frame(ServerFrame::Refused { reason, about }));
        if self.door == Door::Shut {
            self.handle_rejection();
        }
    }

    /// The door stays shut: back to the green room, unless one was in the room
    /// before; then it may open later.
    fn handle_rejection(&mut self) {
        if *self.state.phase.read_untracked() == Phase::InRoom {
            return self.line.wait(now());
        }
        self.line.close();
        self.place.leave();
        self.memories.forget_visit();
        self.guest.visit = None;
        self.show_green_room();
    }
}
