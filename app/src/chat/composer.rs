//! Where one writes.

use crate::live::{self, IntoLive as _, Live, act, effect};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::{Refusal, wait_words};
use chatmux_shared::text::{MessageText, TextRefusal};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::files::attach;
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
    let field = NodeRef::new();
    take_focus(desk, field);
    let on_key = move |event: KeyboardEvent| {
        let is_plain = !event.shift_key() && !event.is_composing();
        match event.key().as_str() {
            "Enter" if is_plain => {
                event.prevent_default();
                send(desk, refusal);
            }
            "ArrowUp" if is_plain && desk.edit_last() => event.prevent_default(),
            "Escape" if desk.editing().get_untracked().is_some() => {
                event.prevent_default();
                desk.clear();
            }
            _ => {}
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(desk, refusal);
    };
    let input = move |event| {
        refusal.set(None);
        let text: String = event_target_value(&event);
        desk.typed().set(text.clone());
        if desk.editing().get_untracked().is_none() {
            Ui.wish(Wish::Typed(text));
        }
    };
    view! {
        <form class="composer" on:submit=act(submit)>
            {live::part(move || refusal.get().map(refusal_words))}
            {live::part(move || desk.editing().get().map(|_| editing_words(desk)))}
            <p class="left" role="status">{live::words(move || left(desk))}</p>
            {attach()}
            <textarea
                node_ref=field
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
    if desk.state().wait.get_untracked() > 0 {
        return;
    }
    match MessageText::parse(&text, &limits(desk)) {
        Ok(_) => {
            let editing = desk.editing().get_untracked();
            desk.clear();
            Ui.wish(match editing {
                Some(seq) => Wish::Edit(seq, text),
                None => Wish::Say(text),
            });
        }
        Err(TextRefusal::Empty) => {}
        Err(reason) => refusal.set(Some(Refusal::Message(reason).to_string())),
    }
}

fn editing_words(desk: Desk) -> Live {
    view! {
        <p class="editing">
            "Editing a message. "
            <button type="button" class="link" on:click=act(move |_| desk.clear())>
                "Cancel"
            </button>
        </p>
    }
    .live()
}

/// Whoever edits a message wants to write.
fn take_focus(desk: Desk, field: NodeRef<leptos::html::Textarea>) {
    effect(move || {
        let is_editing = desk.editing().get().is_some();
        if let Some(field) = field.get().filter(|_| is_editing) {
            field.focus().ok();
        }
    });
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

/// How long to wait, or how much may still be typed when that is little.
fn left(desk: Desk) -> String {
    let wait = desk.state().wait.get();
    if wait > 0 {
        return wait_words(wait * 1000);
    }
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
