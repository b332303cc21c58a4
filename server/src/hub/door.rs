//! The door of a live room: those who come in at once, and those who knock.
//!
//! ```text
//!  Arrive ──▶ shut to them? ─no─▶ seated
//!                  │ yes            ▲
//!               knocking ──let in───┤
//!                  └──turned away───┴─▶ refused
//! ```
//!
//! Invariant: nobody who knocks has a queue that the room writes to; they are
//! told whether the owner is there, and nothing else.

use std::collections::BTreeMap;

use chatmux_shared::id::{Incarnation, MemberId, SessionId};
use chatmux_shared::limits::KNOCKS_A_NETWORK;
use chatmux_shared::message::Seen;
use chatmux_shared::room::{
    Command, Doorkeeper, Entrance, Event, Person, Refusal, Returning, RoomCard,
};
use chatmux_shared::wire::{ServerFrame, close};
use tokio::sync::{oneshot, watch};

use super::room::{ConnectionId, LiveRoom};
use super::{Cut, Outbox};
use crate::chance;
use crate::peer::Network;

/// Someone at the door, verified.
pub struct Arrival {
    /// The connection.
    pub connection: ConnectionId,
    /// Over which network.
    pub network: Network,
    /// Its queue.
    pub outbox: Outbox,
    /// Which session they proved to have been.
    pub returning: Option<Returning>,
    /// Who they are; which load of which tab is found by the room.
    pub entrance: Entrance,
    /// Told while they knock.
    pub knocking: watch::Sender<Option<Doorkeeper>>,
    /// Whom to tell.
    pub reply: oneshot::Sender<Result<Seated, Unseated>>,
}

/// What someone sees on coming in. Everything after it is in their queue.
#[derive(Debug)]
pub struct Seated {
    /// Their session.
    pub session: SessionId,
    /// Which load of their tab.
    pub incarnation: Incarnation,
    /// The room.
    pub card: RoomCard,
    /// Everyone in it.
    pub people: Vec<Person>,
    /// The newest entry at this cut.
    pub newest: Seen,
}

/// Why someone does not come in.
#[derive(Debug)]
pub enum Unseated {
    /// They are to know why.
    Refused(Refusal),
    /// Their connection ends.
    Cut(Cut),
}

/// They knock by another connection.
const ELSEWHERE: Cut = Cut {
    code: close::REPLACED,
    reason: "this member knocks by another connection",
};

/// Those who knock, each by one connection.
#[derive(Default)]
pub struct Knockers(BTreeMap<MemberId, Arrival>);

impl Knockers {
    /// Whether nobody knocks.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one more may knock over this network: a few, or one of them
    /// could shut the door to everyone else. Who knocks again is not one more.
    fn check(&self, member: MemberId, network: Network) -> Result<(), Refusal> {
        let others = self.0.iter().filter(|(other, _)| **other != member);
        let near = others.filter(|(_, arrival)| arrival.network == network);
        if near.count() < KNOCKS_A_NETWORK {
            return Ok(());
        }
        Err(Refusal::TooManyKnock {
            limit: KNOCKS_A_NETWORK,
        })
    }

    fn tell(&self, doorkeeper: Doorkeeper) {
        for arrival in self.0.values() {
            arrival.knocking.send_if_modified(|told| {
                let is_new = *told != Some(doorkeeper);
                *told = Some(doorkeeper);
                is_new
            });
        }
    }
}

impl LiveRoom {
    /// Someone is at the door.
    pub(super) fn receive(&mut self, arrival: Arrival) {
        if self.room.is_shut_to(arrival.entrance.member) {
            self.knock(arrival);
        } else {
            self.seat(arrival);
        }
        self.settle();
    }

    /// Someone who knocked is there no more, if that was by this connection.
    pub(super) fn forget_knocker(&mut self, member: MemberId, connection: ConnectionId) {
        let knocker = self.knockers.0.get(&member);
        if knocker.is_none_or(|knocker| knocker.connection != connection) {
            return;
        }
        self.knockers.0.remove(&member);
        if let Some(event) = self.room.decide_knock_ends(member) {
            self.happen(&event);
        }
    }

    /// Those who were let in come in, those who were turned away go, and the
    /// others are told whether the owner is there.
    pub(super) fn answer_knockers(&mut self) {
        if self.knockers.is_empty() {
            return;
        }
        let room = &self.room;
        let answered = |member: &MemberId, _: &mut Arrival| {
            !room.is_shut_to(*member) || !room.is_knocking(*member)
        };
        let answered: Vec<_> = self.knockers.0.extract_if(.., answered).collect();
        for (member, arrival) in answered {
            if self.room.is_shut_to(member) {
                turn_away(arrival, Unseated::Refused(Refusal::TurnedAway));
            } else {
                self.seat(arrival);
            }
        }
        self.knockers.tell(self.room.doorkeeper());
    }

    /// Shows its owner who knocks.
    pub(super) fn show_knocks(&self) {
        let owner = self.room.card().owner;
        let people = self.room.people().into_iter();
        for person in people.filter(|person| Some(person.member) == owner) {
            self.show_knocks_to(&person);
        }
    }

    fn show_knocks_to(&self, person: &Person) {
        let knocks = self.room.knocks().to_vec();
        if self.room.card().owner == Some(person.member) && !knocks.is_empty() {
            let event = Event::Knocks { knocks };
            self.say_to(person.session, &ServerFrame::Told { event });
        }
    }

    fn knock(&mut self, arrival: Arrival) {
        let member = arrival.entrance.member;
        let metered = self.hub.meter_knock(member, arrival.network);
        let checked = metered.and_then(|()| self.knockers.check(member, arrival.network));
        match checked.and_then(|()| self.room.decide_knock(&arrival.entrance)) {
            Ok(event) => self.happen(&event),
            Err(refusal) => return turn_away(arrival, Unseated::Refused(refusal)),
        }
        if let Some(former) = self.knockers.0.insert(member, arrival) {
            turn_away(former, Unseated::Cut(ELSEWHERE));
        }
    }

    fn seat(&mut self, arrival: Arrival) {
        let (session, incarnation) = self.room.recognize(arrival.returning, chance::session_id());
        let entrance = Entrance {
            incarnation,
            ..arrival.entrance
        };
        match self.room.admit(session, &entrance) {
            Ok(event) => self.happen(&event),
            Err(refusal) => return drop(arrival.reply.send(Err(Unseated::Refused(refusal)))),
        }
        if let Some(wish) = entrance.maker {
            self.room.believe_maker(session, wish);
        }
        self.connect(session, arrival.connection, arrival.outbox);
        let people = self.room.people();
        if let Some(at) = self.ends_at {
            let event = Event::EndsSoon { at };
            self.say_to(session, &ServerFrame::Told { event });
        }
        if let Some(person) = self.room.person(session) {
            self.show_knocks_to(person);
        }
        let seated = Seated {
            session,
            incarnation,
            card: self.room.card().clone(),
            people,
            newest: self.newest,
        };
        if arrival.reply.send(Ok(seated)).is_err() {
            self.command(session, arrival.connection, Command::Lost);
        }
    }
}

fn turn_away(arrival: Arrival, why: Unseated) {
    // Whoever knocked may be gone.
    drop(arrival.reply.send(Err(why)));
}
