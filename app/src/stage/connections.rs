//! All links of the call at a glance: who is linked to whom, and who cannot
//! hear whom.
//!
//! The drawing is for the eye; the list below it says the same.

use chatmux_shared::call::graph::{Deaf, Graph, Line, Pair};
use chatmux_shared::call::stats::Path;
use chatmux_shared::id::SessionId;
use leptos::prelude::*;

use super::link::{path_words, verdict_word};
use crate::live::{self, IntoLive as _, Live};
use crate::people::color_class;
use crate::room::{Desk, Dialog, modal_anew};
use crate::ui::Ui;

/// From the middle of the drawing to the people, of 100 to its rim.
const RING: f64 = 76.0;

/// The dialog; what is in it is drawn while it is open.
#[component]
pub fn ConnectionsDialog() -> impl IntoView {
    modal_anew(Dialog::Connections, "Connections", content)
}

/// Who cannot hear whom, as sentences; nothing if all hear all.
pub fn deaf_words(desk: Desk, deaf: &[Deaf]) -> String {
    let me = desk.session();
    let sentences: Vec<String> = deaf
        .iter()
        .map(|Deaf { listener, speaker }| {
            let listener = if me == Some(*listener) {
                "You".to_owned()
            } else {
                desk.name(*listener)
            };
            let speaker = if me == Some(*speaker) {
                "you".to_owned()
            } else {
                desk.name(*speaker)
            };
            [&listener, " cannot hear ", &speaker, " at the moment."].concat()
        })
        .collect();
    sentences.join(" ")
}

fn content(desk: Desk) -> Live {
    let drawn = move || desk.state().graph.with(|graph| drawing(desk, graph));
    let listed = move || desk.state().graph.with(|graph| list(desk, graph));
    let deaf = move || {
        desk.state()
            .graph
            .with(|graph| deaf_words(desk, &graph.deaf))
    };
    view! {
        <div class="connections">
            {live::part(drawn)}
            <p class="connections-deaf" role="status">{live::words(deaf)}</p>
            {live::part(listed)}
        </div>
    }
    .live()
}

fn drawing(desk: Desk, graph: &Graph) -> Option<Live> {
    if graph.pairs.is_empty() {
        return None;
    }
    let seat = |session: &SessionId| {
        let place = graph.people.iter().position(|person| person == session)?;
        Some(seat(place, graph.people.len()))
    };
    let lines: Vec<Live> = graph
        .pairs
        .iter()
        .filter_map(|pair| Some(drawn_line(pair.line, seat(&pair.one)?, seat(&pair.other)?)))
        .collect();
    let people: Vec<Live> = graph
        .people
        .iter()
        .filter_map(|session| Some(drawn_person(desk, *session, seat(session)?)))
        .collect();
    let drawing = view! {
        <svg class="connections-drawing" viewBox="0 0 200 200" aria-hidden="true">
            {lines}
            {people}
        </svg>
    };
    Some(drawing.live())
}

fn drawn_line(line: Line, (x1, y1): (String, String), (x2, y2): (String, String)) -> Live {
    view! { <line class=line_class(line) x1=x1 y1=y1 x2=x2 y2=y2></line> }.live()
}

fn drawn_person(desk: Desk, session: SessionId, (x, y): (String, String)) -> Live {
    let face = desk.face(session);
    let color = color_class(face.as_ref().map(|face| face.color).unwrap_or_default());
    let initial = face.map(|face| Ui.initial(face.name.as_str()));
    view! {
        <g class=["connections-person ", color].concat()>
            <circle cx=x.clone() cy=y.clone() r="16"></circle>
            <text x=x y=y>{initial.unwrap_or_default()}</text>
        </g>
    }
    .live()
}

fn list(desk: Desk, graph: &Graph) -> Live {
    if graph.pairs.is_empty() {
        return view! { <p>"Nobody else is in the call."</p> }.live();
    }
    let items: Vec<Live> = graph.pairs.iter().map(|pair| item(desk, pair)).collect();
    view! { <ul class="connections-list" aria-label="Connections of the call">{items}</ul> }.live()
}

fn item(desk: Desk, pair: &Pair) -> Live {
    let names = [desk.name(pair.one), " – ".to_owned(), desk.name(pair.other)].concat();
    view! {
        <li>
            {names}
            <span class=line_class(pair.line)>{line_words(pair.line)}</span>
        </li>
    }
    .live()
}

fn line_class(line: Line) -> String {
    match line {
        Line::Up(path, verdict) => {
            let relayed = if path == Some(Path::Relayed) {
                " line-relayed"
            } else {
                ""
            };
            ["line line-", verdict_word(verdict), relayed].concat()
        }
        Line::Coming => "line line-coming".to_owned(),
        Line::Down => "line line-down".to_owned(),
    }
}

fn line_words(line: Line) -> String {
    match line {
        Line::Up(path, verdict) => [verdict_word(verdict), path_words(path)].concat(),
        Line::Coming => "connecting".to_owned(),
        Line::Down => "interrupted".to_owned(),
    }
}

/// Where one of so many people is drawn: all on a ring, the first at the top.
fn seat(place: usize, count: usize) -> (String, String) {
    let number = |number: usize| f64::from(u16::try_from(number).unwrap_or(u16::MAX));
    let turn = number(place) / number(count) * 360.0;
    let at = |part: f64| (100.0 + RING * part).round().to_string();
    (at(sine(turn)), at(-sine(turn + 90.0)))
}

/// The sine of an angle in degrees, near enough for a drawing and without a
/// library (Bhaskara I).
fn sine(degrees: f64) -> f64 {
    let angle = degrees % 360.0;
    let (angle, sign) = if angle < 180.0 {
        (angle, 1.0)
    } else {
        (angle - 180.0, -1.0)
    };
    let product = angle * (180.0 - angle);
    sign * 4.0 * product / (40_500.0 - product)
}
