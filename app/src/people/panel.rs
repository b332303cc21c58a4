//! The list of people, beside the stage.

use crate::live::{self, IntoLive as _, Live, act};
use leptos::prelude::*;

use super::color_class;
use super::roster::{Row, roster};
use crate::room::Desk;
use crate::ui::Ui;

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
    let marks = row.marks.into_iter().map(mark).collect_view();
    view! {
        <li class="person">
            <span class=["avatar ", color_class(row.color)].concat() aria-hidden="true">
                {Ui.initial(&row.name)}
            </span>
            <span class="person-name">{row.name}</span>
            <span class="tags">{marks}</span>
            <span class="person-status">{row.status}</span>
        </li>
    }
    .live()
}

fn mark(mark: String) -> Live {
    view! { " "<span class="tag">{mark}</span> }.live()
}
