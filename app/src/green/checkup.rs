//! The test of the connection: a line for each thing, each with a sentence.
//!
//! Invariant: it keeps nobody from joining.

use crate::live::{self, IntoLive as _, Live, act, dynamic};
use chatmux_shared::call::checkup::{self, Findings, Line, Mark, is_done};
use chatmux_shared::wire::Switch;
use leptos::prelude::*;

use crate::room::Desk;
use crate::state::{Health, Phase};
use crate::ui::{Ui, Wish};

#[component]
pub(super) fn Checkup() -> impl IntoView {
    let desk = Desk::here();
    let state = desk.state();
    let is_ready = move || state.phase.with(|phase| *phase == Phase::GreenRoom);
    view! {
        <div class="ways">
            <button
                type="button"
                class="button"
                disabled=dynamic(move || !is_ready())
                on:click=act(|_| Ui.wish(Wish::Checkup(Switch::On)))
            >
                "Test the connection"
            </button>
        </div>
        {live::part(move || state.checkup.get().map(|findings| result(desk, findings)))}
    }
}

fn result(desk: Desk, findings: Findings) -> Live {
    let (camera, microphone) = desk
        .state()
        .local
        .with(|local| (device(&local.camera), device(&local.microphone)));
    let lines = checkup::lines(camera, microphone, findings);
    let busy = (!is_done(findings)).to_string();
    view! {
        <section class="checkup" aria-label="Test of the connection" aria-busy=busy>
            <ul role="status">{lines.map(line).collect_view()}</ul>
            <button
                type="button"
                class="button"
                on:click=act(|_| Ui.wish(Wish::Checkup(Switch::Off)))
            >
                "Close the test"
            </button>
        </section>
    }
    .live()
}

fn device(health: &Health) -> checkup::Device {
    match health {
        Health::Unknown => checkup::Device::Asked,
        Health::Working => checkup::Device::Works,
        Health::Silenced => checkup::Device::Silenced,
        Health::Trouble(words) => checkup::Device::Trouble(words.clone()),
    }
}

fn line(line: Line) -> Live {
    let Line { of, mark, sentence } = line;
    let (class, sign, meaning) = match mark {
        Mark::Open => ("mark mark-open", "…", "open"),
        Mark::Good => ("mark mark-good", "✓", "good"),
        Mark::Fair => ("mark mark-fair", "~", "so-so"),
        Mark::Bad => ("mark mark-bad", "✕", "bad"),
    };
    view! {
        <li class="finding">
            <span class=class role="img" aria-label=meaning>{sign}</span>
            <strong>{of}</strong>
            <span>{sentence}</span>
        </li>
    }
    .live()
}
