//! The line before a full call, hands and reactions, through real sockets;
//! and those who flood a call.

use std::time::{Duration, Instant};

use chatmux_shared::id::SessionId;
use chatmux_shared::room::{Event, Reaction, Refusal};
use chatmux_shared::wire::{ClientFrame, Media, ServerFrame, Switch};

use crate::calls::{join, to};
use crate::guest::{Guest, SILENT, WITH_VIDEO};
use crate::house::{House, Place};
use crate::process::Process;

/// A call of two, one of them with video.
const SMALL: [&str; 4] = ["--call-sessions", "2", "--call-video", "1"];

async fn waits(guest: &mut Guest, media: Media) {
    guest.send(&ClientFrame::JoinCall { media }).await;
    let own = guest.session();
    let waits = |event| match event {
        Event::InLine { session, .. } if session == own => Some(()),
        _ => None,
    };
    guest.happens("one's own place in line", waits).await;
}

/// With what someone gets into the call, as `guest` is told.
async fn gets_in(guest: &mut Guest, who: SessionId) -> Media {
    let joined = |event| match event {
        Event::InCall { session, media } if session == who => Some(media),
        _ => None,
    };
    guest.happens("that one got in", joined).await
}

async fn is_let_in(guest: &mut Guest) -> Media {
    let own = guest.session();
    gets_in(guest, own).await
}

#[tokio::test]
async fn those_in_line_get_in_one_after_the_other_whoever_leaves_and_however() {
    let house = House::open_with(&SMALL).await;
    let come = async |name| Guest::come(house.address, "lounge", name).await;
    let (mut ada, mut bob) = (come("Ada").await, come("Bob").await);
    let (mut cid, mut dan, mut eve) = (come("Cid").await, come("Dan").await, come("Eve").await);
    join(&mut ada, WITH_VIDEO).await;
    join(&mut bob, SILENT).await;
    for guest in [&mut cid, &mut dan, &mut eve] {
        waits(guest, WITH_VIDEO).await;
    }
    bob.send(&ClientFrame::Leave).await;
    // Ada is seen, so Cid is heard alone.
    assert_eq!(is_let_in(&mut cid).await, SILENT);
    ada.send(&ClientFrame::LeaveCall).await;
    assert_eq!(gets_in(&mut eve, dan.session()).await, WITH_VIDEO);
    let late = come("Late").await;
    let waiting: Vec<_> = late
        .welcome
        .people
        .iter()
        .filter(|it| it.line.is_some())
        .collect();
    assert_eq!(waiting.len(), 1, "who comes in sees the line");
    assert_eq!(waiting[0].session, eve.session());

    // One who is removed from the line, and one who comes back to it.
    let claim = eve.reconnecting();
    drop(eve);
    let mut eve = Guest::enter(house.address, "lounge", claim).await;
    cid.send(&ClientFrame::LeaveCall).await;
    is_let_in(&mut eve).await;
}

#[tokio::test]
async fn after_a_restart_a_line_is_made_anew_and_does_not_stand_still() {
    let place = Place::new();
    let house = House::open_at(place, &SMALL).await;
    let come = async |house: &House, name| Guest::come(house.address, "lounge", name).await;
    let (mut ada, mut bob) = (come(&house, "Ada").await, come(&house, "Bob").await);
    let mut cid = come(&house, "Cid").await;
    join(&mut ada, SILENT).await;
    join(&mut bob, SILENT).await;
    waits(&mut cid, SILENT).await;
    let claims = [ada.reconnecting(), bob.reconnecting(), cid.reconnecting()];
    let house = House::open_at(house.close().await, &SMALL).await;
    let [ada, bob, cid] = claims;
    let mut cid = Guest::enter(house.address, "lounge", cid).await;
    let mut ada = Guest::enter(house.address, "lounge", ada).await;
    let mut bob = Guest::enter(house.address, "lounge", bob).await;
    assert!(bob.welcome.people.iter().all(|it| it.line.is_none()));
    for guest in [&mut ada, &mut bob] {
        join(guest, SILENT).await;
    }
    waits(&mut cid, SILENT).await;
    ada.send(&ClientFrame::Leave).await;
    is_let_in(&mut cid).await;
}

#[tokio::test]
async fn hands_and_reactions_are_told_to_everyone_and_floods_of_them_now_and_then() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    let reaction = Reaction::Party;
    let refused = bob.is_refused(&ClientFrame::React { reaction }).await;
    assert_eq!(refused, Refusal::NotInCall);
    for guest in [&mut ada, &mut bob] {
        join(guest, SILENT).await;
    }
    let other = ClientFrame::LowerHand {
        session: bob.session(),
    };
    assert_eq!(ada.is_refused(&other).await, Refusal::NotOwner);
    let began = Instant::now();
    for number in 0..500 {
        let hand = Switch::from(number % 2 == 1);
        bob.send(&ClientFrame::Hand { hand }).await;
        bob.send(&ClientFrame::React { reaction }).await;
    }
    let last = bob.say("that was all").await;
    let (mut told, mut is_up, mut said) = (0, false, false);
    while !(said && is_up) {
        match ada.happens("hands and words", Some).await {
            Event::Entry { entry } => said |= entry == last,
            Event::Hand { hand, .. } => {
                told += 1;
                is_up = hand.is_some();
            }
            Event::Reaction { .. } => told += 1,
            _ => {}
        }
    }
    let most = 2 * (began.elapsed().as_millis() / 500 + 2);
    assert!(told <= most, "{told} told of 1000");
    let late = Guest::come(house.address, "lounge", "Late").await;
    let hands = late.welcome.people.iter().filter(|it| it.hand.is_some());
    assert_eq!(hands.count(), 1);
    bob.send(&ClientFrame::LeaveCall).await;
    bob.say("gone").await;
    let late = Guest::come(house.address, "lounge", "Later").await;
    assert!(late.welcome.people.iter().all(|it| it.hand.is_none()));
}

// trial 54
#[tokio::test]
async fn a_flood_of_signals_leaves_the_others_unaffected() {
    // As a server is without settings.
    let house = House::open_with(&["--frames-a-second", "20", "--frames-at-once", "100"]).await;
    let mut eve = Guest::come(house.address, "lounge", "Eve").await;
    let mut victim = Guest::come(house.address, "lounge", "Victim").await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    for guest in [&mut eve, &mut victim, &mut ada, &mut bob] {
        join(guest, SILENT).await;
    }
    let (flood, session) = (to(&victim), eve.session());
    let flooding = tokio::spawn(async move {
        let mut refused = 0;
        for round in 0..100 {
            for _ in 0..200 {
                eve.send(&flood).await;
            }
            // One answer to each that was refused: read, or be cut.
            let last = eve.say(&format!("round {round}")).await;
            assert_eq!(last.byline.name.as_str(), "Eve");
            refused += 1;
        }
        refused
    });
    // The two others signal and write as ever.
    let (ada_to_bob, own) = (to(&bob), ada.session());
    let mut slowest = Duration::ZERO;
    for _ in 0..50 {
        let began = Instant::now();
        ada.send(&ada_to_bob).await;
        let heard = |event| match event {
            Event::Signal { from, .. } => Some(from),
            _ => None,
        };
        assert_eq!(bob.happens("a signal", heard).await, own);
        ada.say("as ever").await;
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    assert_eq!(flooding.await.expect("it floods"), 100);
    // Few of them came through, and who they were for is still there.
    let last = victim.say("still here").await;
    let mut through = 0_u64;
    let mut late = Guest::come(house.address, "lounge", "Late").await;
    late.send(&ClientFrame::Typing).await;
    victim.send(&ClientFrame::Fetch { after: last.seq }).await;
    victim
        .wait("an answer after all signals", |frame| match frame {
            ServerFrame::Told {
                event: Event::Signal { from, .. },
            } => {
                assert_eq!(from, session);
                through += 1;
                None
            }
            ServerFrame::Entries { .. } => Some(()),
            _ => None,
        })
        .await;
    assert!(through < 10_000, "{through} of 20000 came through");
}

// trial 18: one node, and who does not come back
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_kill_those_who_do_not_come_back_are_no_ghosts() {
    let place = Place::new();
    let mut process = Process::start(&place).await;
    let mut ada = Guest::come(process.address, "lounge", "Ada").await;
    let mut bob = Guest::come(process.address, "lounge", "Bob").await;
    for guest in [&mut ada, &mut bob] {
        join(guest, WITH_VIDEO).await;
    }
    process.kill();
    process.end().await;
    let process = Process::start(&place).await;
    let mut ada = Guest::enter(process.address, "lounge", ada.reconnecting()).await;
    let people = |guest: &Guest| -> Vec<String> {
        let people = guest.welcome.people.iter();
        people.map(|person| person.name.to_string()).collect()
    };
    assert_eq!(people(&ada), ["Back"], "nobody is here but who has come");
    assert_eq!(ada.welcome.online, 1);
    join(&mut ada, WITH_VIDEO).await;
    assert_eq!(ada.is_refused(&to(&bob)).await, Refusal::NotInCall);
    let late = Guest::come(process.address, "lounge", "Late").await;
    assert_eq!(people(&late), ["Back", "Late"]);
    let in_call = late.welcome.people.iter().filter(|it| it.call.is_some());
    assert_eq!(in_call.count(), 1);
}
