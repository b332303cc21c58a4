//! The verbs of the views, on their way to the driver of the room.
//!
//! Invariant: a page has one room and so one driver; what is wished before it
//! is there has no effect.

use std::cell::RefCell;

use chatmux_app::map::{Frame, Plan};
use chatmux_app::room::{CARD, Card};
use chatmux_app::state::State;
use chatmux_app::ui::{Browser, Outside, Theme, Wish};
use chatmux_shared::id::RoomId;
use chatmux_shared::wire::RoomSummary;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::driver::Driver;
use crate::input::{Input, Mailbox};
use crate::json;
use crate::lobby::Sky;
use crate::script::window;
use crate::{outside, segmenter, theme};

/// The browser's tab, as the views know it.
#[derive(Default)]
pub struct Tab {
    driver: RefCell<Option<Mailbox>>,
    /// The map of a room's page, and where it is.
    strip: RefCell<Option<(Element, Sky)>>,
}

impl Browser for Tab {
    fn card(&self) -> Option<Card> {
        let element = window().document()?.get_element_by_id(CARD)?;
        json::parse(&element.get_attribute("value")?).ok()
    }

    fn graphemes(&self, text: &str) -> Vec<String> {
        segmenter::graphemes(text)
    }

    fn open(&self, room: RoomId, state: State) {
        let (mailbox, inbox) = Mailbox::new();
        let driver = Driver::new(room, state, mailbox.clone(), inbox);
        *self.driver.borrow_mut() = Some(mailbox);
        spawn_local(driver.serve());
    }

    fn wish(&self, wish: Wish) {
        if let Some(driver) = &*self.driver.borrow() {
            driver.send(Input::Wish(wish));
        }
    }

    fn set_theme(&self, theme: Theme) {
        theme::set(theme);
    }

    fn can_show(&self, way: Outside) -> bool {
        outside::is_possible(way)
    }

    fn draw(&self, place: &Element, frame: Frame, rooms: &[RoomSummary], here: RoomId) {
        let mut strip = self.strip.borrow_mut();
        let is_it = |(known, sky): &(Element, Sky)| known == place && sky.frame() == frame;
        if !strip.as_ref().is_some_and(is_it) {
            let sky = Sky::within(place, Plan::new(frame, rooms));
            *strip = sky.map(|sky| (place.clone(), sky));
        }
        if let Some((_, sky)) = &mut *strip {
            sky.show(rooms, Some(here));
        }
    }

    fn show(&self, way: Outside, place: &Element) {
        let showing = outside::show(way, place);
        if let Some(driver) = &*self.driver.borrow() {
            spawn_local(outside::tell_if_refused(showing, driver.clone()));
        }
    }
}
