//! Name, colour, and the ways in.

use crate::live::{self, IntoLive as _, Live, act, dynamic};
use chatmux_shared::room::Doorkeeper;
use chatmux_shared::wire::{Switch, Visibility};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::fields::{ColorChoice, NameField, Typed, TypedName};
use crate::room::Desk;
use crate::state::{Connection, Phase};
use crate::ui::{Entrance, Ui, Wish};

/// Enter joins; so does the button.
#[component]
pub(super) fn EntranceForm() -> impl IntoView {
    let desk = Desk::here();
    let typed = Typed::of(desk);
    let room = TypedName::of_room(desk);
    let by_link = RwSignal::new(false);
    let join = move |camera: Switch| {
        let Some(name) = typed.name.checked() else {
            return;
        };
        let room_name = untrack(|| is_maker(desk)).then(|| room.checked());
        if room_name == Some(None) {
            return;
        }
        Ui.wish(Wish::Join(Entrance {
            name,
            color: untrack(|| typed.color()),
            camera,
            room_name: room_name.flatten(),
            visibility: visibility(by_link.get_untracked()),
        }));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        join(Switch::On);
    };
    view! {
        <form class="entrance" on:submit=act(submit)>
            <fieldset class="plain" disabled=dynamic(move || !is_open(desk))>
                <NameField typed=typed.name/>
                <ColorChoice typed/>
                {live::part(move || is_maker(desk).then(|| room_fields(room, by_link)))}
                <div class="ways">
                    <button class="button primary">"Join"</button>
                    <button
                        type="button"
                        class="button"
                        on:click=act(move |_| join(Switch::Off))
                    >
                        "Join without camera"
                    </button>
                </div>
            </fieldset>
            {is_locked(desk).then(|| view! { <p class="entrance-lock">{LOCKED}</p> })}
            <p class="entrance-words" role="status">{live::words(move || words(desk))}</p>
            {live::part(move || is_knocking(desk).then(stop_knocking))}
        </form>
    }
}

const LOCKED: &str = "This room is locked: you will knock.";

/// As the page was sent.
fn is_locked(desk: Desk) -> bool {
    desk.card().with_value(|card| card.room.lock.is_on())
}

fn is_knocking(desk: Desk) -> bool {
    desk.state().knocking.with(Option::is_some)
}

fn stop_knocking() -> Live {
    let stop = |_| Ui.wish(Wish::StopKnocking);
    view! {
        <button type="button" class="button" on:click=act(stop)>"Stop knocking"</button>
    }
    .live()
}

/// Whether the form can be used.
fn is_open(desk: Desk) -> bool {
    desk.state().phase.with(|phase| *phase == Phase::GreenRoom)
}

fn is_maker(desk: Desk) -> bool {
    desk.state().memory.with(|memory| memory.maker)
}

fn visibility(by_link: bool) -> Visibility {
    if by_link {
        Visibility::ByLink
    } else {
        Visibility::Listed
    }
}

/// For whoever makes the room.
fn room_fields(name: TypedName, by_link: RwSignal<bool>) -> Live {
    view! {
        <NameField typed=name/>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=dynamic(move || by_link.get())
                on:change=act(move |event| by_link.set(event_target_checked(&event)))
            />
            "By link only"
        </label>
    }
    .live()
}

fn words(desk: Desk) -> &'static str {
    let is_joining = desk.state().phase.with(|phase| *phase == Phase::Joining);
    if !is_joining {
        return "";
    }
    match desk.state().knocking.get() {
        Some(Doorkeeper::Here) => return "Knocking… The owner will let you in.",
        Some(Doorkeeper::Away) => {
            return "Knocking… The owner is not here at the moment. You can wait.";
        }
        None => {}
    }
    match desk.state().connection.get() {
        Connection::Connecting | Connection::Open => "Coming in…",
        Connection::Lost => "The server does not answer. Trying again…",
        Connection::Offline => "You are offline. You come in with your network.",
    }
}
