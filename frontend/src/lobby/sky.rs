//! One of the maps there are, layer by layer.

use std::rc::Rc;

use chatmux_app::map::{DOORS, Drawing, Frame, LAYER_CLASSES, Painter, Pen, Plan};
use chatmux_shared::id::RoomId;
use chatmux_shared::wire::RoomSummary;
use web_sys::{Document, Element};

use super::easel::{Easel, Order};
use crate::clock::now;
use crate::{ruler, segmenter};

/// The map that is shown.
#[derive(Debug)]
pub struct Sky {
    plan: Plan,
    painter: Painter,
    whole: Element,
    class: String,
    layers: Vec<Easel>,
}

impl Sky {
    /// The one that the server drew, if it is whole.
    pub fn find(page: &Document, plan: Plan) -> Option<Self> {
        let path = [".sky-", plan.frame().as_str()].concat();
        Self::on(&page.query_selector(&path).ok()??, plan)
    }

    /// An empty one, in the place of whatever is in `place`.
    pub fn within(place: &Element, plan: Plan) -> Option<Self> {
        place.set_inner_html("");
        let drawing = Drawing::default().into_shape(plan.frame());
        let mut easel = Easel::new(place.clone(), Order::Any);
        easel.show(&[Rc::new(drawing)]);
        Self::on(&place.first_element_child()?, plan)
    }

    fn on(sky: &Element, plan: Plan) -> Option<Self> {
        let layer = |class: &&str| -> Option<Element> {
            let path = [":scope > .", class].concat();
            sky.query_selector(&path).ok().flatten()
        };
        let layers: Vec<Element> = LAYER_CLASSES.iter().filter_map(layer).collect();
        let is_whole = layers.len() == LAYER_CLASSES.len();
        is_whole.then(|| Self {
            plan,
            painter: Painter::default(),
            whole: sky.clone(),
            class: sky.get_attribute("class").unwrap_or_default(),
            layers: layers.into_iter().map(easel).collect(),
        })
    }

    /// For which frame it is.
    pub const fn frame(&self) -> Frame {
        self.plan.frame()
    }

    /// The door of a room, and all that is drawn of it, from the lowest layer
    /// to the highest.
    pub fn room(&self, id: RoomId) -> Option<(Element, Vec<Element>)> {
        let id = id.to_string();
        let door = self.layers.iter().rev().find_map(|layer| {
            let element = layer.element(&id)?;
            (element.local_name() == "a").then_some(element)
        });
        let parts = self.layers.iter().flat_map(|layer| layer.elements(&id));
        Some((door?.clone(), parts.cloned().collect()))
    }

    /// Shows these rooms, to one who is `here`.
    pub fn show(&mut self, rooms: &[RoomSummary], here: Option<RoomId>) {
        if let Some(plan) = self.plan.changed(rooms) {
            self.plan = plan;
        }
        let pen = Pen {
            now: now(),
            here,
            graphemes: segmenter::graphemes,
            width: ruler::width,
        };
        let drawing = self.painter.draw(&self.plan, rooms, pen);
        let class = drawing.class(self.plan.frame());
        if class != self.class {
            self.whole.set_attribute("class", &class).ok();
            self.class = class;
        }
        for (layer, shapes) in self.layers.iter_mut().zip(drawing.layers()) {
            layer.show(shapes);
        }
    }
}

/// The doors are in the order of the rooms, for the Tab key.
fn easel(layer: Element) -> Easel {
    let order = if layer.class_list().contains(DOORS) {
        Order::Kept
    } else {
        Order::Any
    };
    Easel::new(layer, order)
}
