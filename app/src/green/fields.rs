//! Name and colour: what one is known by.

use crate::live::{self, IntoLive as _, Live, act, dynamic};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::Color;
use chatmux_shared::text::{Name, TextRefusal};
use leptos::prelude::*;

use crate::people::color_class;
use crate::room::Desk;
use crate::ui::Ui;

/// What was typed and picked, over what is known.
#[derive(Debug, Clone, Copy)]
pub struct Typed {
    desk: Desk,
    name: RwSignal<Option<String>>,
    color: RwSignal<Option<Color>>,
    /// Why the name cannot be one, in words.
    refusal: RwSignal<Option<String>>,
    field: NodeRef<leptos::html::Input>,
}

impl Typed {
    /// Nothing typed yet.
    pub fn of(desk: Desk) -> Self {
        Self {
            desk,
            name: RwSignal::default(),
            color: RwSignal::default(),
            refusal: RwSignal::default(),
            field: NodeRef::new(),
        }
    }

    /// The name as it stands in the field.
    pub fn name(self) -> String {
        self.name.get().unwrap_or_else(|| self.known().0)
    }

    /// The colour that is picked.
    pub fn color(self) -> Color {
        self.color.get().unwrap_or_else(|| self.known().1)
    }

    /// As the room knows the person, or the browser before that.
    fn known(self) -> (String, Color) {
        if let Some(me) = self.desk.myself() {
            return (me.name.to_string(), me.color);
        }
        let memory = self.desk.state().memory.read();
        (memory.name.clone(), memory.color)
    }

    /// The name if it can be one; else the field says why not and takes the
    /// focus.
    pub fn checked_name(self) -> Option<String> {
        let name = untrack(|| self.name());
        let refusal = Name::parse_counted(&name, &Limits::default(), |name| Ui.count(name)).err();
        self.refusal.set(refusal.map(refusal_words));
        if refusal.is_none() {
            return Some(name);
        }
        if let Some(field) = self.field.get_untracked() {
            // A field that cannot take the focus still says why.
            let _ = field.focus();
        }
        None
    }
}

/// The name, asked for in words when it is missing.
#[component]
pub fn NameField(
    /// Where it goes.
    typed: Typed,
) -> impl IntoView {
    let is_refused = move || typed.refusal.with(Option::is_some);
    view! {
        <label class="field">
            <span>"Your name"</span>
            <input
                node_ref=typed.field
                type="text"
                name="name"
                maxlength="128"
                autocomplete="nickname"
                aria-invalid=live::words(move || is_refused().to_string())
                aria-describedby=dynamic(move || is_refused().then_some("name-words"))
                prop:value=live::words(move || typed.name())
                on:input=act(move |event| typed.name.set(Some(event_target_value(&event))))
            />
        </label>
        {live::part(move || typed.refusal.get().map(refused))}
    }
}

fn refusal_words(refusal: TextRefusal) -> String {
    match refusal {
        TextRefusal::Empty => "What should the others call you?".to_owned(),
        TextRefusal::TooLong { .. } | TextRefusal::TooManyBytes { .. } | TextRefusal::Control => {
            format!("This name cannot be used: {refusal}.")
        }
    }
}

fn refused(words: String) -> Live {
    view! { <p class="trouble" id="name-words" role="alert">{words}</p> }.live()
}

/// The colour, one of the palette.
#[component]
pub fn ColorChoice(
    /// Where it goes.
    typed: Typed,
) -> impl IntoView {
    view! {
        <fieldset class="colors">
            <legend>"Your colour"</legend>
            {Color::ALL.map(|color| swatch(typed, color))}
        </fieldset>
    }
}

fn swatch(typed: Typed, color: Color) -> impl IntoView + use<> {
    view! {
        <label class=["swatch ", color_class(color)].concat()>
            <input
                type="radio"
                name="color"
                value=color.as_str()
                aria-label=label(color)
                prop:checked=dynamic(move || typed.color() == color)
                on:change=act(move |_| typed.color.set(Some(color)))
            />
        </label>
    }
}

const fn label(color: Color) -> &'static str {
    match color {
        Color::Pink => "Pink",
        Color::Green => "Green",
        Color::Cyan => "Cyan",
        Color::Orange => "Orange",
        Color::Violet => "Violet",
        Color::Yellow => "Yellow",
        Color::Red => "Red",
    }
}
