//! Whatever people do, in whatever order: a room stays a room.

use std::collections::BTreeSet;

use chatmux_shared::id::{Incarnation, SessionId};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::Act;
use chatmux_shared::room::{
    Color, Command, Decision, Entrance, Event, Person, Presence, Reaction, Refusal, Room,
};
use chatmux_shared::wire::{Media, Visibility};
use proptest::prelude::*;

use super::{Scene, entrance, in_call, member_of, sight};
use crate::log::{beginning, signed_by, statement};
use crate::someone::{member, ready, session};

/// Sessions that do things; 0, 1 and 2 have a second tab: 10, 11 and 12.
const SESSIONS: u8 = 13;

fn limits() -> Limits {
    Limits {
        room_sessions: 6,
        call_sessions: 4,
        call_video: 2,
        ..Limits::default()
    }
}

fn any_visibility() -> impl Strategy<Value = Visibility> {
    prop_oneof![
        Just(Visibility::Unopened),
        Just(Visibility::Listed),
        Just(Visibility::ByLink),
    ]
}

fn any_media() -> impl Strategy<Value = Media> {
    any::<[bool; 3]>().prop_map(|on| Media {
        microphone: on[0].into(),
        camera: on[1].into(),
        screen: on[2].into(),
    })
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[A-Z][a-z]{0,9}", 1 => any::<String>()]
}

/// What someone does.
#[derive(Debug, Clone)]
enum Deed {
    Enter(Entrance),
    Post(Act, String),
    Do(Command),
}

fn any_entrance(who: u8) -> impl Strategy<Value = Entrance> {
    let entering = (
        any_name(),
        0..3_u32,
        prop::option::weighted(0.2, any_visibility()),
    );
    entering.prop_map(move |(name, load, maker)| Entrance {
        incarnation: Incarnation(load),
        name,
        maker,
        ..entrance(who)
    })
}

fn any_act() -> impl Strategy<Value = Act> {
    let someone = || (0..10_u8).prop_map(member);
    prop_oneof![
        4 => Just(Act::Create),
        1 => Just(Act::Say),
        1 => someone().prop_map(|to| Act::PassOwnership { to }),
        1 => someone().prop_map(|member| Act::RemoveMember { member }),
    ]
}

fn any_deed(who: u8) -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => any_entrance(who).prop_map(Deed::Enter),
        4 => (any_act(), any_name()).prop_map(|(act, text)| Deed::Post(act, text)),
        14 => any_command().prop_map(Deed::Do),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let signals = (0..SESSIONS).prop_map(|to| Command::Signal {
        to: session(to),
        signal: ready(),
    });
    let renames = any_name().prop_map(|name| Command::Profile {
        name,
        color: Color::Red,
        status: String::new(),
    });
    prop_oneof![
        1 => Just(Command::Lost),
        1 => Just(Command::Leaving),
        1 => Just(Command::Leave),
        1 => Just(Command::Typing),
        6 => any_media().prop_map(|media| Command::JoinCall { media }),
        1 => Just(Command::LeaveCall),
        2 => signals,
        1 => renames,
        1 => any_name().prop_map(Command::Rename),
        1 => any_visibility().prop_map(Command::Visibility),
        1 => any::<bool>().prop_map(|on| Command::Lock(on.into())),
        2 => any::<bool>().prop_map(|on| Command::Hand(on.into())),
        1 => (0..SESSIONS).prop_map(|who| Command::LowerHand(session(who))),
        1 => Just(Command::React(Reaction::Heart)),
        1 => (0..10_u8).prop_map(|who| Command::LetIn(member(who))),
        1 => (0..10_u8).prop_map(|who| Command::TurnAway(member(who))),
    ]
}

/// Who does what, after how long.
fn any_step() -> impl Strategy<Value = (u8, Deed, u64)> {
    let waits = prop_oneof![Just(0), Just(1_000), Just(5_000), Just(61_000)];
    (0..SESSIONS).prop_flat_map(move |who| (Just(who), any_deed(who), waits.clone()))
}

/// What is to be seen of a room once `event` has happened.
fn has_happened(room: &Room, event: &Event) -> bool {
    let person = |session: &SessionId| room.person(*session);
    match event {
        Event::Entered { person: entered } => person(&entered.session) == Some(entered),
        Event::Away { session, until } => {
            person(session).is_some_and(|it| it.presence == Presence::Reconnecting)
                && room.next_expiry() <= Some(*until)
        }
        Event::Departed { session } => person(session).is_none(),
        Event::InCall { session, media } => {
            person(session).is_some_and(|it| it.call == Some(*media))
        }
        Event::InLine { session, place } => {
            person(session).is_some_and(|it| it.line == Some(*place) && it.call.is_none())
        }
        Event::LeftCall { session } => person(session)
            .is_some_and(|it| it.call.is_none() && it.line.is_none() && it.hand.is_none()),
        Event::Hand { session, hand } => {
            person(session).is_some_and(|it| it.hand == *hand && it.call.is_some())
        }
        Event::Speaking { session, .. } | Event::Links { session, .. } => {
            person(session).is_some_and(|it| it.call.is_some())
        }
        Event::Reaction { session, .. } => person(session).is_some_and(|it| it.call.is_some()),
        Event::Knocks { knocks } => room.knocks() == knocks,
        Event::Profile {
            session,
            name,
            color,
            status,
        } => person(session)
            .is_some_and(|it| (&it.name, &it.color, &it.status) == (name, color, status)),
        Event::Room { card } => room.card() == card,
        Event::Signal { from, to, .. } => {
            let call = in_call(room);
            call.contains(from) && call.contains(to) && from != to
        }
        Event::Typing { sessions } => sessions.iter().all(|it| person(it).is_some()),
        Event::EndsSoon { .. } | Event::Entry { .. } => false,
    }
}

/// The order of arrival, kept apart.
fn note(arrivals: &mut Vec<SessionId>, event: &Event) {
    match event {
        Event::Entered { person } if !arrivals.contains(&person.session) => {
            arrivals.push(person.session);
        }
        Event::Departed { session } => arrivals.retain(|it| it != session),
        Event::Entered { .. }
        | Event::Away { .. }
        | Event::InCall { .. }
        | Event::InLine { .. }
        | Event::Hand { .. }
        | Event::Reaction { .. }
        | Event::Speaking { .. }
        | Event::Links { .. }
        | Event::Knocks { .. }
        | Event::LeftCall { .. }
        | Event::Profile { .. }
        | Event::Typing { .. }
        | Event::Room { .. }
        | Event::Entry { .. }
        | Event::EndsSoon { .. }
        | Event::Signal { .. } => {}
    }
}

fn is_sound(scene: &Scene, arrivals: &[SessionId]) -> Result<(), TestCaseError> {
    let (people, call, limits) = (scene.room.people(), scene.in_call(), limits());
    prop_assert_eq!(&scene.people(), arrivals);
    let members: BTreeSet<_> = people.iter().map(|it| it.member).collect();
    prop_assert!(members.len() <= limits.room_sessions);
    prop_assert!(call.len() <= limits.call_sessions);
    prop_assert!(call.iter().all(|it| arrivals.contains(it)));
    let with_video = people
        .iter()
        .filter(|it| it.call.is_some_and(Media::has_video));
    prop_assert!(with_video.count() <= limits.call_video);
    let is_awaited = people
        .iter()
        .any(|it| it.presence == Presence::Reconnecting);
    prop_assert_eq!(scene.room.next_expiry().is_some(), is_awaited);
    prop_assert_eq!(scene.room.next_in_line(), None, "there is a place");
    let turns: BTreeSet<_> = people
        .iter()
        .filter_map(|it| it.line)
        .map(|it| it.turn)
        .collect();
    let waiting = people.iter().filter(|it| it.line.is_some());
    prop_assert_eq!(waiting.count(), turns.len(), "each has a turn of their own");
    let card = scene.room.card();
    prop_assert!(card.lock.is_on() || scene.room.knocks().is_empty());
    let is_open = card.visibility != Visibility::Unopened;
    prop_assert_eq!(card.owner.is_some(), is_open);
    let is_removed = |it: &Person| card.removed.contains(&it.member);
    prop_assert!(!people.iter().any(is_removed));
    Ok(())
}

/// What a deed comes to before anything has happened.
fn decided(scene: &Scene, who: u8, deed: Deed) -> Result<Decision, Refusal> {
    let session = session(who);
    match deed {
        Deed::Enter(entrance) => {
            let admitted = scene.room.admit(session, &entrance);
            admitted.map(|event| Decision::Tell(vec![event]))
        }
        Deed::Post(act, text) => {
            let text = if act.has_text() { text } else { String::new() };
            let statement = statement(member_of(who), 1, beginning(), act, &text);
            let post = signed_by(member_of(who), &statement, &text);
            scene.draft(who, post).map(Decision::Keep)
        }
        Deed::Do(command) => scene.room.decide(session, command, scene.now),
    }
}

proptest! {
    #[test]
    fn whatever_people_do_what_is_decided_happens_and_no_limit_is_exceeded(
        steps in prop::collection::vec(any_step(), 1..80),
    ) {
        let mut scene = Scene::new(limits());
        let mut arrivals = Vec::new();
        let mut owner = None;
        for (who, deed, wait) in steps {
            for event in scene.passes(wait) {
                note(&mut arrivals, &event);
            }
            prop_assert_eq!(scene.room.expire(scene.now), []);
            let before = sight(&scene.room);
            let wish = match &deed {
                Deed::Enter(entrance) => entrance.maker,
                Deed::Post(..) | Deed::Do(_) => None,
            };
            let decided = decided(&scene, who, deed);
            prop_assert_eq!(sight(&scene.room), before);
            let Ok(decision) = decided else { continue };
            if let Decision::Keep(draft) = &decision {
                owner = draft.change.owner.or(owner);
            }
            for event in happened(&mut scene, decision)? {
                note(&mut arrivals, &event);
            }
            if let Some(wish) = wish {
                scene.room.believe_maker(session(who), wish);
            }
            is_sound(&scene, &arrivals)?;
            prop_assert_eq!(scene.room.card().owner, owner);
        }
    }
}

/// Makes it happen, and looks whether it has.
fn happened(scene: &mut Scene, decision: Decision) -> Result<Vec<Event>, TestCaseError> {
    let events = match decision {
        Decision::Keep(draft) => scene.keep(*draft).split_off(1),
        Decision::Tell(events) => events,
    };
    for event in &events {
        scene.room.apply(event);
        prop_assert!(has_happened(&scene.room, event), "not so: {:?}", event);
    }
    scene.happen(&[]);
    Ok(events)
}
