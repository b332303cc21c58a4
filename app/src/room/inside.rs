//! The room itself: stage, controls, and what stands beside them.

use crate::live::{self, IntoLive as _, Live};
use leptos::prelude::*;

use super::announcements::Announcements;
use super::banner::Banners;
use super::desk::{Desk, Panel};
use super::gestures::GestureWords;
use super::header::RoomHeader;
use super::keys::{self, KeysDialog};
use super::knocks::Knocks;
use super::silenced::silenced;
use super::talk;
use crate::chat::{self, ChatPanel};
use crate::controls::{Controls, DevicesDialog, ProfileDialog, RenameDialog};
use crate::invite::InviteDialog;
use crate::people::{PeoplePanel, VerifyDialog, VerifyNotice};
use crate::stage::{ConnectionsDialog, Floor, Stage};

/// From here on the chat has its place beside the stage.
pub const WIDE: &str = "(min-width: 60rem)";

/// The room, for one who is in it.
#[component]
pub fn Inside() -> impl IntoView {
    let desk = Desk::here();
    settle(desk);
    let floor = Floor::new(desk);
    provide_context(floor);
    keys::listen(desk, floor);
    talk::listen(desk);
    chat::listen(desk);
    view! {
        <RoomHeader/>
        <Banners/>
        <Knocks/>
        <VerifyNotice/>
        {silenced(desk)}
        <main class="room-main">
            <Stage/>
            {live::part(move || panel(desk.panel().get()))}
        </main>
        <Controls/>
        <Announcements/>
        <GestureWords/>
        <InviteDialog/>
        <KeysDialog/>
        <ProfileDialog/>
        <RenameDialog/>
        <VerifyDialog/>
        <DevicesDialog/>
        <ConnectionsDialog/>
    }
    .live()
}

fn panel(panel: Option<Panel>) -> Option<Live> {
    match panel? {
        Panel::Chat => Some(view! { <ChatPanel/> }.live()),
        Panel::People => Some(view! { <PeoplePanel/> }.live()),
    }
}

/// What only the browser knows: whether there is place for the chat.
fn settle(desk: Desk) {
    desk.mark_seen();
    let typed = desk
        .state()
        .memory
        .with_untracked(|memory| memory.typed.clone());
    desk.typed().set(typed);
    let wide = window().match_media(WIDE).ok().flatten();
    if wide.is_some_and(|wide| wide.matches()) {
        desk.show(Some(Panel::Chat));
    }
}
