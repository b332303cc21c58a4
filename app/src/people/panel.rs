//! The list of people, beside the stage.

use crate::live::{self, IntoLive as _, Live, act};
use chatmux_shared::id::MemberId;
use leptos::prelude::*;

use super::color_class;
use super::hand::{Power, hand_of};
use super::roster::{Row, roster};
use super::verify::verification;
use super::volume::volume;
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// Everyone in the room.
#[component]
pub fn PeoplePanel() -> impl IntoView {
    let desk = Desk::here();
    let rows = move || {
        let (me, owner) = (desk.member(), desk.owner());
        desk.people().with(|people| roster(people, me, owner))
    };
    view! {
        <aside class="panel" id="panel" aria-label="People">
            <PanelTop title="People"/>
            <ul class="people" aria-label="People in this room">
                {live::part(move || rows().into_iter().map(person_row).collect_view().live())}
            </ul>
        </aside>
    }
    .live()
}

/// The top of what stands beside the stage.
#[component]
pub fn PanelTop(
    /// What it is.
    title: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    view! {
        <header class="panel-top">
            <h2>{title}</h2>
            <button
                type="button"
                class="round"
                aria-label="Close"
                on:click=act(move |_| desk.show(None))
            >
                "×"
            </button>
        </header>
    }
    .live()
}

fn person_row(row: Row) -> Live {
    let desk = Desk::here();
    let member = row.member;
    let is_other = desk.is_owner() && Some(member) != desk.member();
    let power = is_other.then(|| powers(&row.name, member));
    let power_over_hands = if desk.is_owner() {
        Power::Owner
    } else {
        Power::Nobody
    };
    let hand = row
        .hand
        .map(|(_, session)| hand_of(&row.name, session, power_over_hands));
    let verification = verification(&row.name, member);
    let marks = row.marks.into_iter().map(mark).collect_view();
    view! {
        <li class="person">
            <span class=["avatar ", color_class(row.color)].concat() aria-hidden="true">
                {Ui.initial(&row.name)}
            </span>
            <span class="person-name">{row.name}</span>
            <span class="tags">
                {hand}
                {marks}
                {live::part(move || is_speaking(desk, member).then(|| mark("speaking".to_owned())))}
            </span>
            <span class="person-status">{row.status}</span>
            {volume(desk, member)}
            <div class="person-ways">{verification}{power}</div>
        </li>
    }
    .live()
}

/// What the owner may do to someone else.
fn powers(name: &str, member: MemberId) -> Live {
    let pass_on = ["Make ", name, " the owner of this room instead of you?"].concat();
    let remove = ["Remove ", name, " from this room for good?"].concat();
    let power = |label: &'static str, question: String, wish: Wish| {
        let ask = move |_| {
            if window().confirm_with_message(&question) == Ok(true) {
                Ui.wish(wish.clone());
            }
        };
        let title = [label, " ", name].concat();
        view! {
            <button type="button" class="button" aria-label=title on:click=act(ask)>{label}</button>
        }
        .live()
    };
    let pass_on = power("Make owner", pass_on, Wish::PassOn(member));
    let remove = power("Remove", remove, Wish::Remove(member));
    view! { <span class="ways powers">{pass_on}{remove}</span> }.live()
}

/// Whether one of their tabs is heard to speak.
fn is_speaking(desk: Desk, member: MemberId) -> bool {
    let speaking = desk.state().speaking.read();
    let mut speakers = speaking.iter().filter_map(|it| desk.face(*it));
    speakers.any(|speaker| speaker.member == member)
}

fn mark(mark: String) -> Live {
    view! { " "<span class="tag">{mark}</span> }.live()
}
