//! Comparing emoji with someone: the question, the dialog, and what the list
//! of people says of it.

use crate::live::{self, IntoLive as _, Live, act, effect};
use chatmux_shared::call::verify::{Emoji, Ending, Scene, Sequence, Standing};
use chatmux_shared::id::{MemberId, SessionId};
use leptos::prelude::*;

use crate::room::Desk;
use crate::trust::{VerifyWish, not_the_one};
use crate::ui::{Ui, Wish};

const HOW: &str = "Say to each other what you see here. The same seven in the same order mean \
     that nobody is in between, now or later.";

/// Someone asks. Not in the way of what one is at.
#[component]
pub fn VerifyNotice() -> impl IntoView {
    let desk = Desk::here();
    let asks = Memo::new(move |_| match scene(desk)? {
        (session, Scene::Asked) => Some(session),
        (_, Scene::Asking | Scene::Agreed | Scene::Comparing { .. } | Scene::Over(_)) => None,
    });
    let question = move || asks.get().map(|session| question(desk, session));
    view! { <div role="status">{live::part(question)}</div> }.live()
}

fn question(desk: Desk, session: SessionId) -> Live {
    let name = untrack(move || desk.name(session));
    let words = [&name, " wants to compare emoji with you."].concat();
    view! {
        <div class="banner verify-question">
            <span>{words}</span>
            <span class="ways">
                {button("Compare", "button primary", VerifyWish::Agree)}
                {button("Not now", "button", VerifyWish::Cancel)}
            </span>
        </div>
    }
    .live()
}

/// Everything after the question, over everything.
#[component]
pub fn VerifyDialog() -> impl IntoView {
    let desk = Desk::here();
    let element = NodeRef::<leptos::html::Dialog>::new();
    let shown = Memo::new(move |_| scene(desk).filter(|(_, scene)| *scene != Scene::Asked));
    let shown = move || shown.get();
    effect(move || {
        let is_wanted = shown().is_some();
        let Some(element) = element.get() else { return };
        if !is_wanted {
            element.close();
        } else if !element.open() && element.show_modal().is_err() {
            wish(VerifyWish::Cancel);
        }
    });
    let close = move |_| {
        if untrack(shown).is_some() {
            wish(VerifyWish::Cancel);
        }
    };
    let name = move || shown().map(|(session, _)| desk.name(session));
    let title = move || ["Verify ", &name().unwrap_or_default()].concat();
    let show = move |(session, scene)| show(&untrack(move || desk.name(session)), scene);
    let content = move || shown().map(show);
    view! {
        <dialog
            node_ref=element
            class="modal verify"
            aria-label=live::words(title)
            on:close=act(close)
        >
            <header class="modal-top">
                <h2>{live::words(title)}</h2>
            </header>
            <div class="verify-scene" aria-live="polite">{live::part(content)}</div>
        </dialog>
    }
    .live()
}

fn show(name: &str, scene: Scene) -> Live {
    match scene {
        Scene::Asking | Scene::Asked => waiting(&["Waiting for ", name, " to agree…"]),
        Scene::Agreed => waiting(&["One moment…"]),
        Scene::Comparing { emoji, mine, .. } => compare(name, emoji, mine),
        Scene::Over(ending) => over(name, ending),
    }
}

fn waiting(words: &[&str]) -> Live {
    view! {
        <p>{words.concat()}</p>
        <p class="ways">{button("Cancel", "button", VerifyWish::Cancel)}</p>
    }
    .live()
}

fn compare(name: &str, sequence: Sequence, is_said: bool) -> Live {
    let emoji = sequence.emoji().map(one).into_iter().collect_view();
    let ways = if is_said {
        let words = ["Waiting for ", name, " to say so, too…"].concat();
        view! { <span>{words}</span> }.live()
    } else {
        view! {
            {button("They match", "button primary", VerifyWish::Match)}
            {button("They do not match", "button", VerifyWish::Mismatch)}
        }
        .live()
    };
    view! {
        <p>{HOW}</p>
        <ol class="emoji" aria-label="Emoji to compare">{emoji}</ol>
        <p class="ways">{ways}{button("Cancel", "button", VerifyWish::Cancel)}</p>
    }
    .live()
}

fn one(Emoji { picture, name }: Emoji) -> Live {
    view! {
        <li>
            <span class="emoji-picture" aria-hidden="true">{picture}</span>
            <span class="emoji-name">{name}</span>
        </li>
    }
    .live()
}

fn over(name: &str, ending: Ending) -> Live {
    let (class, words): (_, [&str; 3]) = match ending {
        Ending::Matched => (
            "",
            [
                "You have compared emoji with ",
                name,
                ". Their key is remembered as theirs.",
            ],
        ),
        Ending::Mismatched => (
            "verify-wrong",
            [
                "The emoji are not the same: someone may be between you and ",
                name,
                ". Picture and sound are held back. Do not trust this connection.",
            ],
        ),
        Ending::Cancelled => ("", ["", name, " does not want to compare now."]),
        Ending::TimedOut => ("", ["", name, " has not answered in time."]),
        Ending::Lost => (
            "",
            [
                "The connection to ",
                name,
                " is another one now. Compare again over it.",
            ],
        ),
    };
    view! {
        <p class=class>{words.concat()}</p>
        <p class="ways">{button("Done", "button primary", VerifyWish::Cancel)}</p>
    }
    .live()
}

/// What the list of people says of someone: whether one has compared with
/// them, and the way to do so with who is in the call.
pub(super) fn verification(name: &str, member: MemberId) -> Live {
    let desk = Desk::here();
    let name = name.to_owned();
    let verify = {
        let name = name.clone();
        move || linked(desk, member).map(|session| verify_button(&name, session))
    };
    let known = move || known_words(&name, member, standing(desk, member)?);
    view! {
        <span class="verification">{live::part(known)}{live::part(verify)}</span>
    }
    .live()
}

fn verify_button(name: &str, session: SessionId) -> Live {
    let label = ["Verify ", name].concat();
    let compare = move |_| wish(VerifyWish::Compare(session));
    view! {
        <button type="button" class="button" aria-label=label on:click=act(compare)>"Verify"</button>
    }
    .live()
}

fn known_words(
    name: &str,
    member: MemberId,
    (standing, plain): (Standing, String),
) -> Option<Live> {
    match standing {
        Standing::Stranger => None,
        Standing::NotTheOne => {
            let words = not_the_one(&plain);
            Some(view! { <strong class="not-the-one">{words}</strong> }.live())
        }
        Standing::Compared => {
            let label = ["Forget that you compared with ", name].concat();
            let forget = move |_| wish(VerifyWish::Forget(member));
            let known = view! {
                <span class="tag compared">"✓✓ compared"</span>
                <button type="button" class="button" aria-label=label on:click=act(forget)>
                    "Forget"
                </button>
            };
            Some(known.live())
        }
    }
}

/// What is known of another person here, and what they call themselves.
fn standing(desk: Desk, member: MemberId) -> Option<(Standing, String)> {
    if desk.member() == Some(member) {
        return None;
    }
    let name = desk.people().with(|people| {
        let person = people.iter().rev().find(|person| person.member == member);
        person.map(|person| person.name.to_string())
    })?;
    let trusted = desk.state().trust.read();
    Some((trusted.known.standing(member, &name), name))
}

/// The session of someone that one has a link to.
fn linked(desk: Desk, member: MemberId) -> Option<SessionId> {
    let trusted = desk.state().trust.read();
    let mut sessions = trusted.links.iter().map(|(session, _)| *session);
    sessions.find(|session| {
        desk.face(*session)
            .is_some_and(|face| face.member == member)
    })
}

fn scene(desk: Desk) -> Option<(SessionId, Scene)> {
    desk.state().trust.with(|trusted| trusted.comparison)
}

fn button(label: &'static str, class: &'static str, wished: VerifyWish) -> Live {
    view! {
        <button type="button" class=class on:click=act(move |_| wish(wished))>{label}</button>
    }
    .live()
}

fn wish(wish: VerifyWish) {
    Ui.wish(Wish::Verify(wish));
}
