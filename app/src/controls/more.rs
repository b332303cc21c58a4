//! What is done seldom: behind one button.

use crate::live::{self, Dynamic, IntoLive as _, Live, act, dynamic};
use chatmux_shared::stage::View;
use chatmux_shared::wire::{Switch, Visibility};
use leptos::prelude::*;

use super::drawings::icon;
use crate::room::{Desk, Dialog};
use crate::stage::{self, Floor};
use crate::ui::{Outside, Theme, Ui, Wish};

/// The button and what it opens: the browser's own popover, which closes on
/// Escape and on a tap beside it.
#[component]
pub(super) fn More() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <button type="button" class="control" aria-label="More" popovertarget="more">
            {icon("more")}
        </button>
        <div class="more" id="more" popover role="group" aria-label="More">
            {dialog_item(desk, "Name and colour", Dialog::Profile)}
            {dialog_item(desk, "Devices", Dialog::Devices)}
            {dialog_item(desk, "Connections", Dialog::Connections)}
            {dialog_item(desk, "Keys", Dialog::Keys)}
            {item("Light theme", || Ui.set_theme(Theme::Light))}
            {item("Dark theme", || Ui.set_theme(Theme::Dark))}
            {view_item()}
            {Ui.can_show(Outside::FullScreen).then(|| item("Stage in full screen", stage::fill_screen))}
            {live::part(move || desk.is_owner().then(|| dialog_item(desk, "Rename this room", Dialog::Rename)))}
            {live::part(move || visibility_item(desk))}
            {live::part(move || lock_item(desk))}
            {call_item(desk)}
        </div>
    }
    .live()
}

fn item(label: &'static str, press: impl Fn() + 'static) -> Live {
    labelled(live::words(move || label), press)
}

/// An item that is another by turns. It stays the same button: one that went
/// away when it was pressed would not close the menu.
fn labelled(label: Dynamic<String>, press: impl Fn() + 'static) -> Live {
    view! {
        <button
            type="button"
            class="item"
            popovertarget="more"
            popovertargetaction="hide"
            on:click=act(move |_| press())
        >
            {label}
        </button>
    }
    .live()
}

fn dialog_item(desk: Desk, label: &'static str, dialog: Dialog) -> Live {
    item(label, move || desk.dialog().set(Some(dialog)))
}

/// Everyone alike, or who speaks.
fn view_item() -> Live {
    let view = Floor::here().view();
    let label = move || match view.get() {
        View::Grid => "Speaker view",
        View::Speaker => "Grid view",
    };
    let press = move || view.update(|view| *view = view.other());
    labelled(live::words(label), press)
}

/// For the owner: who finds the room.
fn visibility_item(desk: Desk) -> Option<Live> {
    if !desk.is_owner() {
        return None;
    }
    let room = desk.state().room.read();
    let (label, other) = match room.as_ref()?.card().visibility {
        Visibility::ByLink => ("List this room for everyone", Visibility::Listed),
        Visibility::Listed | Visibility::Unopened => ("By link only", Visibility::ByLink),
    };
    Some(item(label, move || Ui.wish(Wish::Visibility(other))))
}

/// For the owner: whether whoever is new has to knock.
fn lock_item(desk: Desk) -> Option<Live> {
    if !desk.is_owner() {
        return None;
    }
    let room = desk.state().room.read();
    let lock = room.as_ref()?.card().lock;
    let label = match lock {
        Switch::On => "Unlock this room",
        Switch::Off => "Lock this room",
    };
    Some(item(label, move || Ui.wish(Wish::Lock(lock.flipped()))))
}

/// The stage has the way back. It is hidden meanwhile, not taken away: it is
/// to close the menu first.
fn call_item(desk: Desk) -> Live {
    let item = item("Leave call, stay here", || Ui.wish(Wish::LeaveCall));
    view! { <div hidden=dynamic(move || !desk.is_in_call())>{item}</div> }.live()
}
