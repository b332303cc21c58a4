//! The bar along the bottom.

use crate::live::{self, IntoLive as _, Live, act, dynamic};
use chatmux_shared::timeline::Reading;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, MouseEvent};

use super::device::Device;
use super::drawings::icon;
use super::gestures::{hand_control, reactions_control};
use super::more::More;
use crate::chat::asking;
use crate::people::members;
use crate::room::{Desk, Panel};
use crate::ui::{Ui, Wish};

/// What is pressed and opens no menu.
const PRESSED: &str = ".control:not([popovertarget])";

/// All controls of a room.
#[component]
pub fn Controls() -> impl IntoView {
    let leave = |_| Ui.wish(Wish::Leave);
    view! {
        <footer>
            <div
                class="controls"
                role="toolbar"
                aria-label="Controls"
                on:click=act(|event| let_go(&event))
            >
                {device_control(Device::Microphone)}
                {device_control(Device::Camera)}
                {device_control(Device::Screen)}
                {hand_control()}
                {reactions_control()}
                {panel_control(Panel::Chat)}
                {panel_control(Panel::People)}
                <More/>
                <button
                    type="button"
                    class="control control-leave"
                    aria-label="Leave"
                    on:click=act(leave)
                >
                    {icon("leave")}
                </button>
            </div>
        </footer>
    }
    .live()
}

/// A press by pointer leaves no focus behind: the space bar is to talk by, and
/// would press the same again. What opens a menu keeps it, for the way back.
fn let_go(event: &MouseEvent) {
    let is_by_pointer = event.detail() > 0;
    // Not its target: that may be an icon that another has taken the place of.
    let focused = document().active_element().filter(|_| is_by_pointer);
    let control = focused.filter(|it| it.matches(PRESSED) == Ok(true));
    let control = control.and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(control) = control {
        control.blur().ok();
    }
}

fn device_control(device: Device) -> Live {
    let desk = Desk::here();
    view! {
        <button
            type="button"
            class=live::words(move || device.class(desk))
            aria-label=live::words(move || device.label(desk))
            aria-keyshortcuts=device.keys()
            data-hint=device.hint()
            disabled=dynamic(move || !desk.is_in_call())
            on:click=act(move |_| device.turn(desk))
        >
            {live::part(move || icon(device.drawing(desk)))}
        </button>
    }
    .live()
}

fn panel_control(panel: Panel) -> Live {
    let desk = Desk::here();
    let is_open = move || desk.panel().get() == Some(panel);
    let (label, key, drawing) = match panel {
        Panel::Chat => ("Chat", "c", "chat"),
        Panel::People => ("People", "p", "people"),
    };
    let class = move || {
        if is_open() {
            "control control-open"
        } else {
            "control"
        }
    };
    view! {
        <button
            type="button"
            class=live::words(class)
            aria-label=label
            aria-keyshortcuts=key
            aria-expanded=live::words(move || is_open().to_string())
            aria-controls=dynamic(move || is_open().then_some("panel"))
            on:click=act(move |_| desk.toggle(panel))
        >
            {icon(drawing)}
            {live::part(move || badge(desk, panel))}
        </button>
    }
    .live()
}

/// A number at a control.
fn badge(desk: Desk, panel: Panel) -> Option<Live> {
    let (count, class) = match panel {
        Panel::Chat => (unread(desk) + offered(desk), "badge badge-new"),
        Panel::People => (people(desk), "badge"),
    };
    (count > 0).then(|| view! { <span class=class aria-hidden="true">{count}</span> }.live())
}

/// Messages of others that came while the chat was closed.
fn unread(desk: Desk) -> usize {
    if desk.panel().get() == Some(Panel::Chat) {
        return 0;
    }
    let (seen, me) = (desk.seen().get(), desk.member());
    let count = |reading: &Reading| {
        let messages = reading.messages.iter().rev();
        let unseen = messages.take_while(|message| message.seq > seen);
        unseen.filter(|message| message.author != me).count()
    };
    desk.reading().with(count)
}

/// Files that others offered while the chat was closed.
fn offered(desk: Desk) -> usize {
    if desk.panel().get() == Some(Panel::Chat) {
        return 0;
    }
    asking(desk)
}

fn people(desk: Desk) -> usize {
    desk.people().with(|people| members(people).len())
}
