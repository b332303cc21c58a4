//! One message.

use leptos::prelude::*;

use super::clock::{Zone, day_name, time};
use super::lines::{Head, Line};
use crate::people::color_class;

/// A message, under its author's name and its day where they change.
pub(super) fn message(line: Line, zone: Zone) -> AnyView {
    let at = time(line.at, zone);
    let head = match line.head {
        Head::None => ().into_any(),
        Head::Author => author(&line, &at),
        Head::Day(day) => view! {
            <h3 class="day">{day_name(day)}</h3>
            {author(&line, &at)}
        }
        .into_any(),
    };
    view! {
        {head}
        <p class="message" title=at>{line.text}</p>
    }
    .into_any()
}

fn author(line: &Line, at: &str) -> AnyView {
    let class = ["author ", color_class(line.color)].concat();
    view! {
        <p class="byline">
            <span class=class>{line.name.clone()}</span>
            " "
            <time>{at.to_owned()}</time>
        </p>
    }
    .into_any()
}
