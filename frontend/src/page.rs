//! What happens to the page itself.

use chatmux_shared::call::network::Network;
use js_sys::Reflect;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, EventTarget, PageTransitionEvent, VisibilityState};

use crate::input::{Input, Mailbox, PageInput};
use crate::listener::Listener;
use crate::media;
use crate::script::{text_of, window};

/// Listens to the page as long as it lives.
#[derive(Debug)]
pub struct Page {
    _listeners: Vec<Listener>,
}

impl Page {
    /// Tells `mailbox` from now on.
    pub fn new(mailbox: &Mailbox) -> Self {
        let window = window();
        let on = |target: &EventTarget, event, input: fn(&Event) -> Option<PageInput>| {
            let mailbox = mailbox.clone();
            Listener::new(target, event, move |event| {
                if let Some(input) = input(&event) {
                    mailbox.send(Input::Page(input));
                }
            })
        };
        let mut listeners = vec![
            on(&window, "pagehide", |_| Some(PageInput::Going)),
            on(&window, "pageshow", came_back),
            on(&window, "online", |_| Some(PageInput::Online)),
            on(&window, "offline", |_| Some(PageInput::Offline)),
        ];
        if let Some(document) = window.document() {
            listeners.push(on(&document, "visibilitychange", is_seen));
        }
        if let Some(devices) = media::devices() {
            let changed = |_: &Event| Some(PageInput::DevicesChanged);
            listeners.push(on(&devices, "devicechange", changed));
        }
        listeners.extend(watch_network(mailbox));
        Self {
            _listeners: listeners,
        }
    }
}

/// Not every browser says on which kind of network it is.
fn watch_network(mailbox: &Mailbox) -> Option<Listener> {
    let connection = Reflect::get(&window().navigator(), &"connection".into()).ok()?;
    let target: EventTarget = connection.dyn_into().ok()?;
    let kind = |target: &EventTarget| text_of(target, "type");
    let mut network = Network::new(kind(&target));
    let (told, mailbox) = (target.clone(), mailbox.clone());
    let change = move |_| {
        if network.handle_kind(kind(&told)) {
            mailbox.send(Input::Page(PageInput::Online));
        }
    };
    Some(Listener::new(&target, "change", change))
}

/// `pageshow` comes for a fresh load, too.
fn came_back(event: &Event) -> Option<PageInput> {
    let event = event.dyn_ref::<PageTransitionEvent>()?;
    event.persisted().then_some(PageInput::Back)
}

fn is_seen(_: &Event) -> Option<PageInput> {
    let seen = window().document()?.visibility_state() == VisibilityState::Visible;
    seen.then_some(PageInput::Seen)
}
