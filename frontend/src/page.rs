//! What happens to the page itself.

use wasm_bindgen::JsCast as _;
use web_sys::{Event, EventTarget, PageTransitionEvent, VisibilityState};

use crate::input::{Input, Mailbox, PageInput};
use crate::listener::Listener;
use crate::media;
use crate::script::window;

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
        Self {
            _listeners: listeners,
        }
    }
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
