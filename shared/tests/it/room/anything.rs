//! Whatever people do, in whatever order: a room stays a room.

use chatmux_shared::id::{Incarnation, SessionId};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Color, Command, Decision, Entrance, Event, Presence, Room};
use chatmux_shared::wire::{Media, Visibility};
use proptest::prelude::*;

use super::{Scene, entrance, sight};
use crate::someone::{client, ready, session};

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

fn any_command(who: u8) -> impl Strategy<Value = Command> {
    let entering = (
        any_name(),
        0..3_u32,
        prop::option::weighted(0.2, any_visibility()),
    );
    let enters = entering.prop_map(move |(name, load, maker)| {
        Command::Enter(Entrance {
            incarnation: Incarnation(load),
            name,
            maker,
            ..entrance(who)
        })
    });
    let says = (any::<u64>(), any_name()).prop_map(|(number, text)| Command::Say {
        client: client(number),
        text,
    });
    let signals = (0..SESSIONS).prop_map(|to| Command::Signal {
        to: session(to),
        signal: ready(),
    });
    let renames = any_name().prop_map(|name| Command::Profile {
        name,
        color: Color::Red,
    });
    prop_oneof![
        6 => enters,
        1 => Just(Command::Lost),
        1 => Just(Command::Leaving),
        1 => Just(Command::Leave),
        1 => says,
        6 => any_media().prop_map(|media| Command::JoinCall { media }),
        1 => Just(Command::LeaveCall),
        2 => signals,
        1 => renames,
        1 => any_visibility().prop_map(Command::Visibility),
    ]
}

/// Who does what, after how long.
fn any_step() -> impl Strategy<Value = (u8, Command, u64)> {
    let waits = prop_oneof![Just(0), Just(1_000), Just(5_000), Just(61_000)];
    (0..SESSIONS).prop_flat_map(move |who| (Just(who), any_command(who), waits.clone()))
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
        Event::LeftCall { session } => person(session).is_some_and(|it| it.call.is_none()),
        Event::Profile {
            session,
            name,
            color,
        } => person(session).is_some_and(|it| it.name == *name && it.color == *color),
        Event::Room { card } => room.card() == card,
        Event::Signal { from, to, .. } => {
            let call = room.call().sessions;
            call.contains(from) && call.contains(to) && from != to
        }
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
        | Event::LeftCall { .. }
        | Event::Profile { .. }
        | Event::Room { .. }
        | Event::Entry { .. }
        | Event::EndsSoon { .. }
        | Event::Signal { .. } => {}
    }
}

fn is_sound(scene: &Scene, arrivals: &[SessionId]) -> Result<(), TestCaseError> {
    let (people, call, limits) = (scene.room.people(), scene.room.call(), limits());
    prop_assert_eq!(&scene.people(), arrivals);
    prop_assert!(people.len() <= limits.room_sessions);
    prop_assert!(call.sessions.len() <= limits.call_sessions);
    prop_assert!(call.sessions.iter().all(|it| arrivals.contains(it)));
    let with_video = people
        .iter()
        .filter(|it| it.call.is_some_and(Media::has_video));
    prop_assert!(with_video.count() <= limits.call_video);
    let is_awaited = people
        .iter()
        .any(|it| it.presence == Presence::Reconnecting);
    prop_assert_eq!(scene.room.next_expiry().is_some(), is_awaited);
    let is_open = scene.room.card().visibility != Visibility::Unopened;
    prop_assert_eq!(scene.room.card().owner.is_some(), is_open);
    Ok(())
}

proptest! {
    #[test]
    fn whatever_people_do_what_is_decided_happens_and_no_limit_is_exceeded(
        steps in prop::collection::vec(any_step(), 1..80),
    ) {
        let mut scene = Scene::new(limits());
        let mut arrivals = Vec::new();
        let mut owner = None;
        for (who, command, wait) in steps {
            for event in scene.passes(wait) {
                note(&mut arrivals, &event);
            }
            prop_assert_eq!(scene.room.expire(scene.now), []);
            let before = sight(&scene.room);
            let decided = scene.room.decide(session(who), command, scene.now);
            prop_assert_eq!(sight(&scene.room), before);
            let Ok(Decision::Tell(events)) = decided else { continue };
            for event in events {
                scene.room.apply(&event);
                prop_assert!(has_happened(&scene.room, &event), "not so: {:?}", event);
                note(&mut arrivals, &event);
            }
            is_sound(&scene, &arrivals)?;
            owner = owner.or(scene.room.card().owner);
            prop_assert_eq!(scene.room.card().owner, owner);
        }
    }
}
