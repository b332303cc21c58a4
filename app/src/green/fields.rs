//! Name and colour: what one is known by, and what a room is.

use crate::live::{self, IntoLive as _, Live, act, dynamic};
use chatmux_shared::limits::Limits;
use chatmux_shared::room::Color;
use chatmux_shared::text::{Name, TextRefusal};
use leptos::prelude::*;

use crate::people::color_class;
use crate::room::Desk;
use crate::ui::Ui;

/// What is called by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Person,
    Room,
}

/// A name as it is typed, over the one that is known.
#[derive(Debug, Clone, Copy)]
pub struct TypedName {
    desk: Desk,
    named: Named,
    typed: RwSignal<Option<String>>,
    /// Why it cannot be one, in words.
    refusal: RwSignal<Option<String>>,
    field: NodeRef<leptos::html::Input>,
}

/// What was typed and picked, over what is known.
#[derive(Debug, Clone, Copy)]
pub struct Typed {
    /// The person's name.
    pub name: TypedName,
    color: RwSignal<Option<Color>>,
}

impl Typed {
    /// Nothing typed yet.
    pub fn of(desk: Desk) -> Self {
        Self {
            name: TypedName::of(desk, Named::Person),
            color: RwSignal::default(),
        }
    }

    /// The colour that is picked.
    pub fn color(self) -> Color {
        let desk = self.name.desk;
        let known = || match desk.myself() {
            Some(me) => me.color,
            None => desk.state().memory.read().color,
        };
        self.color.get().unwrap_or_else(known)
    }
}

impl TypedName {
    fn of(desk: Desk, named: Named) -> Self {
        Self {
            desk,
            named,
            typed: RwSignal::default(),
            refusal: RwSignal::default(),
            field: NodeRef::new(),
        }
    }

    /// The room's.
    pub fn of_room(desk: Desk) -> Self {
        Self::of(desk, Named::Room)
    }

    /// As it stands in the field.
    fn text(self) -> String {
        self.typed.get().unwrap_or_else(|| self.known())
    }

    /// As the room knows it, or the browser before that.
    fn known(self) -> String {
        match self.named {
            Named::Room => self.desk.room_name(),
            Named::Person => match self.desk.myself() {
                Some(me) => me.name.to_string(),
                None => self.desk.state().memory.read().name.clone(),
            },
        }
    }

    /// The name if it can be one; else the field says why not and takes the
    /// focus.
    pub fn checked(self) -> Option<String> {
        let name = untrack(|| self.text());
        let refusal = Name::parse_counted(&name, &Limits::default(), |name| Ui.count(name)).err();
        let words = refusal.map(|refusal| self.named.refusal_words(refusal));
        let is_refused = words.is_some();
        self.refusal.set(words);
        if !is_refused {
            return Some(name);
        }
        if let Some(field) = self.field.get_untracked() {
            // A field that cannot take the focus still says why.
            let _ = field.focus();
        }
        None
    }
}

impl Named {
    const fn label(self) -> &'static str {
        match self {
            Self::Person => "Your name",
            Self::Room => "Name of the room",
        }
    }

    const fn field(self) -> &'static str {
        match self {
            Self::Person => "name",
            Self::Room => "room",
        }
    }

    /// Where it is said why a name is none.
    const fn words_id(self) -> &'static str {
        match self {
            Self::Person => "name-words",
            Self::Room => "room-name-words",
        }
    }

    fn refusal_words(self, refusal: TextRefusal) -> String {
        match (refusal, self) {
            (TextRefusal::Empty, Self::Person) => "What should the others call you?".to_owned(),
            (TextRefusal::Empty, Self::Room) => "What should this room be called?".to_owned(),
            (
                TextRefusal::TooLong { .. }
                | TextRefusal::TooManyBytes { .. }
                | TextRefusal::Control,
                _,
            ) => format!("This name cannot be used: {refusal}."),
        }
    }
}

/// A name, asked for in words when it is missing.
#[component]
pub fn NameField(
    /// Where it goes.
    typed: TypedName,
) -> impl IntoView {
    let TypedName { named, .. } = typed;
    let is_refused = move || typed.refusal.with(Option::is_some);
    let autocomplete = match named {
        Named::Person => "nickname",
        Named::Room => "off",
    };
    view! {
        <label class="field">
            <span>{named.label()}</span>
            <input
                node_ref=typed.field
                type="text"
                name=named.field()
                maxlength="128"
                autocomplete=autocomplete
                aria-invalid=live::words(move || is_refused().to_string())
                aria-describedby=dynamic(move || is_refused().then_some(named.words_id()))
                prop:value=live::words(move || typed.text())
                on:input=act(move |event| typed.typed.set(Some(event_target_value(&event))))
            />
        </label>
        {live::part(move || typed.refusal.get().map(|words| refused(named, words)))}
    }
}

fn refused(named: Named, words: String) -> Live {
    view! { <p class="trouble" id=named.words_id() role="alert">{words}</p> }.live()
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
