//! One message.

use crate::live::{IntoLive as _, Live, act};
use chatmux_shared::timeline::{Mark, Message, What};
use leptos::prelude::*;

use super::clock::{Zone, day_name, time};
use super::lines::{Head, Line, News, is_said};
use crate::controls::icon;
use crate::people::{color_class, suffix};
use crate::room::Desk;
use crate::ui::{Ui, Wish};

/// Characters of a message that name its buttons.
const LABEL_CHARS: usize = 40;

/// What the reader may do to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Power {
    /// Nothing.
    None,
    /// Take it back.
    Delete,
    /// That, and say it otherwise.
    Edit,
}

impl Power {
    /// Of this reader over that message.
    pub(super) fn of(desk: Desk, message: &Message) -> Self {
        match message.what {
            What::Said { .. } if message.author == desk.member() => Self::Edit,
            What::Said { .. } if desk.is_owner() => Self::Delete,
            What::Said { .. }
            | What::Deleted
            | What::Made
            | What::Passed { .. }
            | What::Removed { .. }
            | What::Nothing => Self::None,
        }
    }
}

/// A message, under its author's name and its day where they change.
pub(super) fn message(desk: Desk, line: &Line, power: Power, zone: Zone) -> Live {
    let at = time(line.message.at, zone);
    let is_first_new = line.news == News::Begin;
    let news = is_first_new.then(|| view! { <h3 class="news">"New messages"</h3> }.live());
    let day = match line.head {
        Head::Day(day) => Some(view! { <h3 class="day">{day_name(day)}</h3> }.live()),
        Head::None | Head::Author => None,
    };
    let has_author = line.head != Head::None && is_said(&line.message);
    let author = has_author.then(|| author(desk, &line.message, &at));
    let tools = (power != Power::None).then(|| tools(desk, &line.message, power));
    view! {
        {day}
        {news}
        {author}
        <div class="entry">{words(desk, &line.message, at)}{tools}</div>
        {bad(line.message.mark)}
    }
    .live()
}

fn author(desk: Desk, message: &Message, at: &str) -> Live {
    let class = ["author ", color_class(message.byline.color)].concat();
    view! {
        <p class="byline">
            <span class=class>{desk.author(message)}</span>
            " "
            <time>{at.to_owned()}</time>
        </p>
    }
    .live()
}

fn words(desk: Desk, message: &Message, at: String) -> Live {
    let name = || desk.author(message);
    let text = match &message.what {
        What::Said { text, .. } => text.clone(),
        What::Deleted => "This message was deleted.".to_owned(),
        What::Made => name() + " opened this room.",
        What::Passed { to } => {
            [&name(), " passed this room on to ", &desk.name_of(*to), "."].concat()
        }
        What::Removed { member } => [&name(), " removed ", &desk.name_of(*member), "."].concat(),
        What::Nothing => String::new(),
    };
    let class = match message.text() {
        Some(_) => "message",
        None => "happened",
    };
    let edited = matches!(message.what, What::Said { edits: 1.., .. });
    let edited = edited.then(|| view! { <span class="edited">"edited"</span> }.live());
    let good = (message.mark == Mark::Good).then(|| good(message));
    view! { <p class=class title=at>{text}</p>{edited}{good} }.live()
}

/// A quiet mark.
fn good(message: &Message) -> Live {
    let key = message.author.map(suffix).unwrap_or_default();
    let title = ["Signed by its author, whose key ends in ", &key].concat();
    view! { <span class="mark" role="img" aria-label="Signed" title=title>"✓"</span> }.live()
}

/// A loud one.
fn bad(mark: Mark) -> Option<Live> {
    match mark {
        Mark::Good | Mark::Waiting => None,
        Mark::Bad(breach) => {
            let words = breach.to_string();
            Some(view! { <p class="trouble breach" role="alert">{words}</p> }.live())
        }
    }
}

fn tools(desk: Desk, message: &Message, power: Power) -> Live {
    let seq = message.seq;
    let edit = (power == Power::Edit).then(|| {
        let text = message.text().unwrap_or_default().to_owned();
        tool("Edit message: ", "pen", message, move || {
            desk.edit(seq, text.clone());
        })
    });
    let delete = tool("Delete message: ", "bin", message, move || {
        Ui.wish(Wish::Delete(seq));
    });
    view! { <span class="tools">{edit}{delete}</span> }.live()
}

/// Named by its message, for those who hear it alone.
fn tool(
    label: &'static str,
    drawing: &'static str,
    message: &Message,
    mut use_it: impl FnMut() + 'static,
) -> Live {
    let text = message.text().unwrap_or_default();
    let words: String = text.chars().take(LABEL_CHARS).collect();
    view! {
        <button
            type="button"
            class="tool"
            aria-label=[label, &words].concat()
            on:click=act(move |_| use_it())
        >
            {icon(drawing)}
        </button>
    }
    .live()
}
