//! Where one writes.

use crate::live::{self, IntoLive as _, Live, act};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::Refusal;
use chatmux_shared::text::{MessageText, TextRefusal};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use crate::controls::icon;
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// With fewer characters left than this, their number is shown.
const NEAR: usize = 100;

/// Enter sends, Shift+Enter makes a line.
#[component]
pub(super) fn Composer() -> impl IntoView {
    let desk = Desk::here();
    let refusal = RwSignal::<Option<String>>::new(None);
    let on_key = move |event: KeyboardEvent| {
        let is_send = event.key() == "Enter" && !event.shift_key() && !event.is_composing();
        if is_send {
            event.prevent_default();
            send(desk, refusal);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(desk, refusal);
    };
    let input = move |event| {
        refusal.set(None);
        desk.typed().set(event_target_value(&event));
    };
    view! {
        <form class="composer" on:submit=act(submit)>
            {live::part(move || refusal.get().map(refusal_words))}
            <p class="left" role="status">{live::words(move || left(desk))}</p>
            <textarea
                rows="1"
                aria-label="Message"
                placeholder="Message"
                enterkeyhint="send"
                prop:value=live::words(move || desk.typed().get())
                on:input=act(input)
                on:keydown=act(on_key)
            ></textarea>
            <button class="round send" aria-label="Send">{icon("send")}</button>
        </form>
    }
    .live()
}

/// Says what is typed; what cannot be said stays.
fn send(desk: Desk, refusal: RwSignal<Option<String>>) {
    let text = desk.typed().get_untracked();
    match MessageText::parse(&text, &limits(desk)) {
        Ok(_) => {
            desk.typed().set(String::new());
            Ui.wish(Wish::Say(text));
        }
        Err(TextRefusal::Empty) => {}
        Err(reason) => refusal.set(Some(Refusal::Message(reason).to_string())),
    }
}

fn refusal_words(words: String) -> Live {
    view! { <p class="trouble" role="alert">{words}</p> }.live()
}

fn limits(desk: Desk) -> Limits {
    let of_room =
        |room: &Option<chatmux_shared::room::Room>| room.as_ref().map(|room| room.limits().clone());
    desk.state()
        .room
        .with_untracked(of_room)
        .unwrap_or_default()
}

/// How much may still be typed, when that is little.
fn left(desk: Desk) -> String {
    let limit = limits(desk).message_chars;
    let typed = desk.typed().with(|typed| typed.chars().count());
    if typed > limit {
        format!("{} too many", typed - limit)
    } else if typed + NEAR > limit {
        format!("{} left", limit - typed)
    } else {
        String::new()
    }
}
