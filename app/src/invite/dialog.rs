//! The dialog with the link.

use crate::live::{IntoLive as _, Live, act};
use leptos::prelude::*;

use super::{Code, Reach};
use crate::room::{Desk, Dialog, modal};
use crate::ui::{Ui, Wish};

/// The link as text, to copy, and as a code.
#[component]
pub fn InviteDialog() -> impl IntoView {
    let desk = Desk::here();
    let invitation = desk.card().with_value(|card| card.invitation.clone());
    let code = invitation.code.map(|code| view! { <CodePicture code/> });
    let content = view! {
        <p>"Whoever opens this link comes to this room."</p>
        <LinkField label="Link to this room" button="Copy link"/>
        {reach_words(invitation.reach)}
        {code}
    };
    modal(Dialog::Invite, "Invite", content.live())
}

/// The link in a field that selects itself, and a button that copies it.
#[component]
pub fn LinkField(
    /// Of the field.
    label: &'static str,
    /// On the button.
    button: &'static str,
) -> impl IntoView {
    let link = Desk::here()
        .card()
        .with_value(|card| card.room.link.clone());
    let field = NodeRef::<leptos::html::Input>::new();
    let select = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let copied = link.clone();
    let copy = move |_| Ui.wish(Wish::CopyLink(copied.clone()));
    view! {
        <div class="link">
            <input node_ref=field type="text" readonly aria-label=label value=link on:focus=act(select)/>
            <button type="button" class="button primary" on:click=act(copy)>{button}</button>
        </div>
    }
    .live()
}

/// What to do about a link that nobody else can follow.
pub(crate) fn reach_words(reach: Reach) -> Option<Live> {
    match reach {
        Reach::Others => None,
        Reach::ThisMachine => Some(
            view! {
                <p class="trouble">
                    <strong>"This link works only on this machine."</strong>
                    " For others, start the server with "
                    <code>"cargo xtask run --lan"</code>
                    ", or tell it its address with "
                    <code>"--public-url"</code>
                    "."
                </p>
            }
            .live(),
        ),
    }
}

#[component]
fn CodePicture(code: Code) -> impl IntoView {
    let Code { side, path } = code;
    let view_box = format!("0 0 {side} {side}");
    view! {
        <svg class="code" viewBox=view_box role="img" aria-label="The link as a QR code">
            <rect class="code-light" width=side height=side/>
            <path class="code-dark" d=path/>
        </svg>
    }
}
