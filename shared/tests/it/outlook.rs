//! What those outside are told of one's part in the call.

use chatmux_shared::call::outlook::{LINKS_PAUSE, Outlook, Part, SPEAKING_PAUSE};
use chatmux_shared::call::stats::Verdict;
use chatmux_shared::id::Timestamp;
use chatmux_shared::room::LinkQuality;
use chatmux_shared::wire::{ClientFrame, Switch};

use crate::someone::session;

const NOW: Timestamp = Timestamp(1_000_000);

fn part(speaking: Switch, verdict: Option<Verdict>) -> Part {
    let to = session(2);
    let link = |verdict| LinkQuality { to, verdict };
    Part {
        speaking,
        links: verdict.map(link).into_iter().collect(),
    }
}

#[test]
fn what_changes_is_told_once() {
    let mut outlook = Outlook::default();
    let silent = part(Switch::Off, None);
    assert_eq!(outlook.poll(&silent, NOW), None);
    assert_eq!(outlook.poll_timeout(&silent), None);
    let speaking = part(Switch::On, Some(Verdict::Good));
    let told = |outlook: &mut Outlook| outlook.poll(&speaking, NOW);
    let first = ClientFrame::Speaking {
        speaking: Switch::On,
    };
    assert_eq!(told(&mut outlook), Some(first.clone()));
    let links = speaking.links.clone();
    assert_eq!(told(&mut outlook), Some(ClientFrame::Links { links }));
    assert_eq!(told(&mut outlook), None);
    outlook.begin_anew();
    assert_eq!(outlook.poll(&speaking, NOW.plus(LINKS_PAUSE)), Some(first));
}

#[test]
fn a_back_and_forth_is_told_no_more_often_than_its_pause() {
    let mut outlook = Outlook::default();
    let mut told = 0;
    for tick in 0..1_000 {
        let now = NOW.plus(tick * 10);
        let speaking = Switch::from(tick % 2 == 0);
        let verdict = if tick % 3 == 0 {
            Verdict::Good
        } else {
            Verdict::Bad
        };
        let part = part(speaking, Some(verdict));
        while outlook.poll(&part, now).is_some() {
            told += 1;
        }
    }
    assert!(
        told <= 10_000 / SPEAKING_PAUSE + 10_000 / LINKS_PAUSE + 2,
        "{told}"
    );
    assert!(told > 10, "{told}");
}

#[test]
fn what_waits_is_due_when_the_pause_is_over() {
    let mut outlook = Outlook::default();
    outlook.poll(&part(Switch::On, None), NOW);
    let silent = part(Switch::Off, None);
    assert_eq!(outlook.poll(&silent, NOW.plus(1)), None);
    let due = NOW.plus(SPEAKING_PAUSE);
    assert_eq!(outlook.poll_timeout(&silent), Some(due));
    assert!(outlook.poll(&silent, due).is_some());
}
