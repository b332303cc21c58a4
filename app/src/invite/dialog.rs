//! The dialog with the link.

use leptos::prelude::*;

use super::{Code, Reach};
use crate::room::{Desk, Dialog, Modal};
use crate::ui::{Ui, Wish};

/// The link as text, to copy, and as a code.
#[component]
pub fn InviteDialog() -> impl IntoView {
    let desk = Desk::here();
    let invitation = desk.card().with_value(|card| card.invitation.clone());
    let code = invitation.code.map(|code| view! { <CodePicture code/> });
    view! {
        <Modal dialog=Dialog::Invite title="Invite">
            <p>"Whoever opens this link comes to this room."</p>
            <LinkField label="Link to this room" button="Copy link"/>
            {reach_words(invitation.reach)}
            {code}
        </Modal>
    }
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
            <input node_ref=field type="text" readonly aria-label=label value=link on:focus=select/>
            <button type="button" class="button primary" on:click=copy>{button}</button>
        </div>
    }
    .into_any()
}

/// What to do about a link that nobody else can follow.
pub(crate) fn reach_words(reach: Reach) -> Option<AnyView> {
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
            .into_any(),
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
