//! How loud someone is here, and whether they are heard at all.
//!
//! Invariant: it is nobody else's business. The person is not told.

use crate::live::{self, IntoLive as _, Live, act};
use chatmux_shared::id::MemberId;
use leptos::prelude::*;

use crate::room::Desk;
use crate::sound::Volume;
use crate::ui::{Ui, Wish};

/// The volume of someone in the call; nothing of oneself, or of one who is
/// not heard anyway.
pub fn volume(desk: Desk, member: MemberId) -> Option<Live> {
    let in_call = |person: &&chatmux_shared::room::Person| person.call.is_some();
    let is_heard = desk.people().with_untracked(|people| {
        let mut callers = people.iter().filter(in_call);
        callers.any(|person| person.member == member)
    });
    let is_other = untrack(|| desk.member()) != Some(member);
    (is_heard && is_other).then(|| fields(desk, member))
}

fn fields(desk: Desk, member: MemberId) -> Live {
    let name = untrack(|| desk.name_of(member));
    let slide = move |event| {
        let percent = event_target_value(&event).parse().unwrap_or(100);
        let volume = untrack(|| volume_of(desk, member));
        Ui.wish(Wish::Volume(member, Volume { percent, ..volume }));
    };
    let turn = move |_| {
        let volume = untrack(|| volume_of(desk, member));
        let muted = volume.muted.flipped();
        Ui.wish(Wish::Volume(member, Volume { muted, ..volume }));
    };
    let is_muted = move || volume_of(desk, member).muted.is_on();
    view! {
        <div class="volume">
            <input
                type="range"
                min="0"
                max="100"
                step="5"
                aria-label=["Volume of ", &name].concat()
                prop:value=live::words(move || volume_of(desk, member).percent.to_string())
                on:input=act(slide)
            />
            <button
                type="button"
                class="button"
                aria-label=["Mute for me: ", &name].concat()
                aria-pressed=live::words(move || is_muted().to_string())
                on:click=act(turn)
            >
                {live::words(move || if is_muted() { "Muted for me" } else { "Mute for me" })}
            </button>
        </div>
    }
    .live()
}

/// How loud someone is here.
pub fn volume_of(desk: Desk, member: MemberId) -> Volume {
    let volumes = desk.state().volumes.read();
    let volume = volumes.iter().find(|(known, _)| *known == member);
    volume.map(|(_, volume)| *volume).unwrap_or_default()
}
