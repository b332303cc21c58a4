//! One message.

use crate::live::{IntoLive as _, Live};
use leptos::prelude::*;

use super::clock::{Zone, day_name, time};
use super::lines::{Head, Line};
use crate::people::color_class;

/// A message, under its author's name and its day where they change.
pub(super) fn message(line: Line, zone: Zone) -> Live {
    let at = time(line.at, zone);
    let head = match line.head {
        Head::None => ().live(),
        Head::Author => author(&line, &at),
        Head::Day(day) => view! {
            <h3 class="day">{day_name(day)}</h3>
            {author(&line, &at)}
        }
        .live(),
    };
    view! {
        {head}
        <p class="message" title=at>{line.text}</p>
    }
    .live()
}

fn author(line: &Line, at: &str) -> Live {
    let class = ["author ", color_class(line.color)].concat();
    view! {
        <p class="byline">
            <span class=class>{line.name.clone()}</span>
            " "
            <time>{at.to_owned()}</time>
        </p>
    }
    .live()
}
