//! Whether the person shown is at the other end: a shield beside the name, a
//! loud word where it is someone else, and an entry of the menu.

use crate::live::{self, IntoLive as _, Live, act};
use chatmux_shared::call::verify::{Fault, Standing, Trust};
use chatmux_shared::id::SessionId;
use leptos::prelude::*;

use super::menu::id;
use crate::controls::icon;
use crate::room::Desk;
use crate::stage::Tile;
use crate::trust::{VerifyWish, fault_words, link_words, not_the_one, standing, trust};
use crate::ui::{Ui, Wish};

/// Beside the name: how the link is, and whether emoji were compared.
pub(super) fn shield(session: SessionId) -> Live {
    let desk = Desk::here();
    let link = Memo::new(move |_| trust(desk, session));
    // A known key is of no use on a link that is not known to be with it.
    let is_known = Memo::new(move |_| {
        link.get() == Some(Trust::Verified) && standing(desk, session) == Standing::Compared
    });
    let link = move || sign(link.get()?, &desk.name(session));
    let person = move || is_known.get().then(compared);
    (live::part(link), live::part(person)).live()
}

fn sign(trust: Trust, name: &str) -> Option<Live> {
    let (class, label, drawing) = match trust {
        Trust::Checking => return None,
        Trust::Verified => ("trust good", "verified", "shield-good"),
        Trust::Unverified(_) => ("trust", "unverified", "shield"),
        Trust::Wrong(_) => ("trust bad", "wrong", "shield-bad"),
    };
    let title = link_words(trust, name);
    // A shield alone is easily passed over.
    let word = matches!(trust, Trust::Unverified(_)).then_some("not verified");
    let sign = view! {
        <span class=class role="img" aria-label=label title=title>{icon(drawing)}{word}</span>
    };
    Some(sign.live())
}

fn compared() -> Live {
    let title = "You have compared emoji with them.";
    view! { <span class="compared" role="img" aria-label="compared" title=title>"✓✓"</span> }.live()
}

/// Over the picture, which is held back: it is not with the person shown.
pub(super) fn warning(session: SessionId) -> Live {
    let desk = Desk::here();
    let fault = Memo::new(move |_| match trust(desk, session)? {
        Trust::Wrong(fault) => Some(fault),
        Trust::Checking | Trust::Verified | Trust::Unverified(_) => None,
    });
    let wrong = move || Some(wrong(&desk.name(session), fault.get()?));
    let is_another = Memo::new(move |_| standing(desk, session) == Standing::NotTheOne);
    let another = move || is_another.get().then(|| another(desk, session));
    (live::part(wrong), live::part(another)).live()
}

fn wrong(name: &str, fault: Fault) -> Live {
    let (before, after) = match fault {
        Fault::Signature | Fault::Certificate | Fault::Exchanged | Fault::Key | Fault::Emoji => (
            "This connection is not with ",
            ": someone may be listening in.",
        ),
        Fault::Unproven => (
            "Nothing shows that this connection is with ",
            ": someone may be in between.",
        ),
    };
    let words = [before, name, after];
    let leave = |_| Ui.wish(Wish::Leave);
    view! {
        <div class="tile-wrong" role="alert">
            <strong>{words.concat()}</strong>
            <span>{fault_words(fault)}" Picture and sound are held back, both ways."</span>
            <button type="button" class="button" on:click=act(leave)>"Leave this room"</button>
        </div>
    }
    .live()
}

/// Someone of whose name one has compared with another.
fn another(desk: Desk, session: SessionId) -> Live {
    let name = desk.face(session).map(|face| face.name.to_string());
    let words = not_the_one(&name.unwrap_or_default());
    view! { <p class="tile-another">{words}</p> }.live()
}

/// In the menu: what the shield means, and `Verify`.
pub(super) fn verify(tile: Tile) -> Option<Live> {
    let desk = Desk::here();
    let (Tile::Person(session) | Tile::Screen(session)) = tile;
    untrack(move || trust(desk, session))?;
    let name = move || desk.name(session);
    let link = move || trust(desk, session).map(|it| link_words(it, &name()));
    let person = move || match standing(desk, session) {
        Standing::Compared => "You have compared emoji with them: the key is theirs.".to_owned(),
        Standing::NotTheOne => not_the_one(&name()) + ".",
        Standing::Stranger => "You have not compared emoji with them.".to_owned(),
    };
    let label = live::words(move || ["Verify ", &name()].concat());
    let compare = move |_| Ui.wish(Wish::Verify(VerifyWish::Compare(session)));
    let entry = view! {
        <p class="tile-fact tile-trust">
            <span>{live::words(move || link().unwrap_or_default())}</span>
            <span class="tile-status">{live::words(person)}</span>
        </p>
        <button
            type="button"
            class="item"
            popovertarget=id(tile)
            popovertargetaction="hide"
            on:click=act(compare)
        >
            {label}
        </button>
    };
    Some(entry.live())
}
