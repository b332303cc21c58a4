//! What the stage says while there is nobody to see.

use crate::live::{self, IntoLive as _, Live, Row, act, rows};
use leptos::prelude::*;

use crate::invite::{LinkField, reach_words};
use crate::people::members;
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// What there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// The call goes on.
    Nothing,
    /// Nobody else is in the room.
    Alone,
    /// Others are here, but not in the call.
    AloneInCall,
    /// One is not in the call.
    Outside,
    /// One is in the call in another tab.
    Elsewhere,
    /// One waits for a place in the call.
    InLine,
}

#[component]
pub(super) fn Waiting() -> impl IntoView {
    let desk = Desk::here();
    rows(move || {
        let word = word(desk);
        vec![Row::new((word as u128, 0), move || say(word).live())]
    })
}

fn say(word: Word) -> Option<Live> {
    match word {
        Word::Nothing => None,
        Word::Alone => Some(view! { <Alone/> }.live()),
        Word::AloneInCall => Some(said(
            "You are the first in the call. Others are here and can join.",
        )),
        Word::Outside => Some(outside("You are not in the call.")),
        Word::InLine => Some(view! { <Line/> }.live()),
        Word::Elsewhere => Some(outside("You are in the call in another tab.")),
    }
}

fn word(desk: Desk) -> Word {
    if !desk.is_in_call() {
        let is_in_line = desk.myself().is_some_and(|me| me.line.is_some());
        return if is_in_line {
            Word::InLine
        } else if desk.is_in_call_elsewhere() {
            Word::Elsewhere
        } else {
            Word::Outside
        };
    }
    let is_linked = desk.state().links.with(|links| !links.is_empty());
    let is_alone = desk.people().with(|people| members(people).len() < 2);
    match (is_linked, is_alone) {
        (true, _) => Word::Nothing,
        (false, true) => Word::Alone,
        (false, false) => Word::AloneInCall,
    }
}

fn said(words: &'static str) -> Live {
    view! { <p class="waiting">{words}</p> }.live()
}

/// The link at hand, since nobody comes without it.
#[component]
fn Alone() -> impl IntoView {
    let desk = Desk::here();
    let reach = desk.card().with_value(|card| card.invitation.reach);
    view! {
        <div class="waiting">
            <p>"Waiting for someone else to join…"</p>
            <LinkField label="Address to send" button="Copy the link"/>
            {reach_words(reach)}
        </div>
    }
    .live()
}

/// One's place in the line before a full call.
#[component]
fn Line() -> impl IntoView {
    let desk = Desk::here();
    let stop = |_| Ui.wish(Wish::LeaveCall);
    view! {
        <div class="waiting">
            <p role="status">{live::words(move || line_words(desk))}</p>
            <p>"You can read and write meanwhile, and get in as soon as someone leaves."</p>
            <button type="button" class="button" on:click=act(stop)>"Stop waiting"</button>
        </div>
    }
    .live()
}

fn line_words(desk: Desk) -> String {
    let room = desk.state().room.read();
    let (Some(room), Some(session)) = (room.as_ref(), desk.session()) else {
        return String::new();
    };
    let limit = room.limits().call_sessions.to_string();
    let place = match room.before_in_line(session) {
        Some(0) => "You are the next.".to_owned(),
        Some(before) => ["You are number ", &(before + 1).to_string(), " in line."].concat(),
        None => String::new(),
    };
    ["The call is full: ", &limit, " are in it. ", &place].concat()
}

fn outside(words: &'static str) -> Live {
    let join = |_| Ui.wish(Wish::JoinCall);
    view! {
        <div class="waiting">
            <p>{words}" You can read and write."</p>
            <button type="button" class="button primary" on:click=act(join)>"Join call"</button>
        </div>
    }
    .live()
}
