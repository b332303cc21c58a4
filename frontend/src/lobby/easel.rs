//! Elements that are kept as shapes say.
//!
//! Invariant: the element of a shape is the same for as long as its key is
//! there, so that the style sheet can move it from where it was. One that goes
//! is left for a moment, to fade; if its shape comes back meanwhile, it stays.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chatmux_app::map::{Shape, Space};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, FocusOptions, HtmlElement, Node, SvgElement};

use crate::motion::is_calm;

/// How long something that goes is still to be seen, in milliseconds; as in the
/// style sheet.
const FADING: u32 = 400;
/// Its class meanwhile.
const LEAVING: &str = "leaving";

/// Says of an element that it came after the first that was shown.
const CAME: &str = "data-came";

/// One parent, and its children by their shapes.
#[derive(Debug)]
pub struct Easel {
    parent: Element,
    shown: HashMap<String, Shown>,
    order: Order,
    /// Whether anything was shown before; until then, what the server wrote is
    /// there.
    is_begun: bool,
}

/// Whether it matters which child comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As the shapes come.
    Kept,
    /// They lie beside one another.
    Any,
}

#[derive(Debug)]
struct Shown {
    element: Element,
    /// None for one that the server wrote: it may say anything.
    shape: Option<Rc<Shape>>,
    /// While it goes.
    leaving: Option<Timeout>,
}

impl Easel {
    /// What is in `parent`, whatever the server wrote there.
    pub fn new(parent: Element, order: Order) -> Self {
        Self {
            parent,
            shown: HashMap::new(),
            order,
            is_begun: false,
        }
    }

    /// The element of a shape.
    pub fn element(&self, key: &str) -> Option<&Element> {
        self.shown.get(key).map(|shown| &shown.element)
    }

    /// Those of the shapes whose keys begin so, in no order.
    pub fn elements(&self, beginning: &str) -> impl Iterator<Item = &Element> {
        let shown = self.shown.iter();
        let shown = shown.filter(move |(key, _)| key.starts_with(beginning));
        shown.map(|(_, shown)| &shown.element)
    }

    /// Shows these shapes.
    pub fn show(&mut self, shapes: &[Rc<Shape>]) {
        let Some(page) = self.parent.owner_document() else {
            return;
        };
        if !self.is_begun {
            self.adopt(shapes);
        }
        let has_faded = |shown: &Shown| shown.leaving.is_some() && !shown.element.is_connected();
        self.shown.retain(|_, shown| !has_faded(shown));
        let focused = page.active_element();
        self.let_go(shapes);
        let mut elements = Vec::with_capacity(shapes.len());
        for shape in shapes {
            elements.extend(self.paint(&page, shape));
        }
        match self.order {
            Order::Kept => self.sort(&elements),
            Order::Any => {}
        }
        self.is_begun = true;
        // Whatever was moved has lost it.
        keep_focus(&page, focused);
    }

    /// Moves what is not where it is to be.
    fn sort(&self, elements: &[Element]) {
        let mut place = self.parent.first_element_child();
        for element in elements {
            while place.as_ref().is_some_and(is_leaving) {
                place = place.and_then(|it| it.next_element_sibling());
            }
            if place.as_ref() == Some(element) {
                place = place.and_then(|it| it.next_element_sibling());
            } else {
                let before = place.as_ref().map(AsRef::<Node>::as_ref);
                self.parent.insert_before(element, before).ok();
            }
        }
    }

    /// What the server wrote is taken over if it is the same shapes.
    fn adopt(&mut self, shapes: &[Rc<Shape>]) {
        let children: Vec<Element> = children(&self.parent);
        let is_same = children.len() == shapes.len()
            && children
                .iter()
                .zip(shapes)
                .all(|(element, shape)| is_like(element, shape));
        if !is_same {
            self.parent.set_inner_html("");
            return;
        }
        for (element, shape) in children.into_iter().zip(shapes) {
            let shown = Shown {
                element,
                shape: None,
                leaving: None,
            };
            self.shown.insert(shape.key.clone(), shown);
        }
    }

    /// What is not among them any more goes.
    fn let_go(&mut self, shapes: &[Rc<Shape>]) {
        let still: HashSet<&str> = shapes.iter().map(|shape| &*shape.key).collect();
        let is_calm = is_calm();
        self.shown.retain(|key, shown| {
            if still.contains(&**key) || shown.leaving.is_some() {
                return true;
            }
            let is_html = shown.element.dyn_ref::<HtmlElement>().is_some();
            if is_calm || is_html {
                shown.element.remove();
                return false;
            }
            shown.element.class_list().add_1(LEAVING).ok();
            let element = shown.element.clone();
            shown.leaving = Some(Timeout::new(FADING, move || element.remove()));
            true
        });
    }

    /// The element of a shape, as the shape says.
    fn paint(&mut self, page: &Document, shape: &Rc<Shape>) -> Option<Element> {
        let Some(shown) = self.shown.get_mut(&shape.key) else {
            let element = make(page, shape)?;
            if self.is_begun {
                element.set_attribute(CAME, "").ok()?;
            }
            self.parent.append_child(&element).ok()?;
            let shown = Shown {
                element: element.clone(),
                shape: Some(Rc::clone(shape)),
                leaving: None,
            };
            self.shown.insert(shape.key.clone(), shown);
            return Some(element);
        };
        if shown.leaving.take().is_some() {
            shown.element.class_list().remove_1(LEAVING).ok();
        }
        let is_same = |known: &Rc<Shape>| Rc::ptr_eq(known, shape) || known == shape;
        if !shown.shape.as_ref().is_some_and(is_same) {
            if shown.element.local_name() == shape.tag {
                update(page, &shown.element, shown.shape.as_deref(), shape)?;
            } else {
                let fresh = make(page, shape)?;
                shown.element.replace_with_with_node_1(&fresh).ok();
                shown.element = fresh;
            }
            shown.shape = Some(Rc::clone(shape));
        }
        Some(shown.element.clone())
    }
}

/// Whether an element has the parts of a shape.
fn is_like(element: &Element, shape: &Shape) -> bool {
    let children = children(element);
    element.local_name() == shape.tag
        && children.len() == shape.children.len()
        && children
            .iter()
            .zip(&shape.children)
            .all(|(element, shape)| is_like(element, shape))
}

fn make(page: &Document, shape: &Shape) -> Option<Element> {
    let element = match shape.space {
        Space::Html => page.create_element(shape.tag),
        Space::Svg => page.create_element_ns(Some("http://www.w3.org/2000/svg"), shape.tag),
    };
    let element = element.ok()?;
    for (name, value) in &shape.attributes {
        element.set_attribute(name, value).ok()?;
    }
    if !shape.text.is_empty() {
        element.set_text_content(Some(&shape.text));
    }
    for child in &shape.children {
        element.append_child(&make(page, child)?.into()).ok()?;
    }
    Some(element)
}

/// Makes an element what a shape says; `before` is what it is.
fn update(page: &Document, element: &Element, before: Option<&Shape>, shape: &Shape) -> Option<()> {
    let said = |name: &str| {
        let attributes = before.map(|before| &before.attributes)?;
        let known = attributes.iter().find(|(known, _)| *known == name);
        known.map(|(_, value)| value)
    };
    for (name, value) in &shape.attributes {
        if said(name) != Some(value) {
            element.set_attribute(name, value).ok();
        }
    }
    for (name, _) in before.iter().flat_map(|before| &before.attributes) {
        if !shape.attributes.iter().any(|(kept, _)| kept == name) {
            element.remove_attribute(name).ok();
        }
    }
    let is_said = before.is_some_and(|before| before.text == shape.text);
    if shape.children.is_empty() && !(is_said && element.first_element_child().is_none()) {
        element.set_text_content(Some(&shape.text));
    }
    let known = children(element);
    for (place, shape) in shape.children.iter().enumerate() {
        let before = before.and_then(|before| before.children.get(place));
        match known.get(place) {
            Some(_) if before == Some(shape) => {}
            Some(child) if child.local_name() == shape.tag => update(page, child, before, shape)?,
            Some(child) => child
                .replace_with_with_node_1(make(page, shape)?.as_ref())
                .ok()?,
            None => {
                element.append_child(&make(page, shape)?.into()).ok()?;
            }
        }
    }
    for child in known.iter().skip(shape.children.len()) {
        child.remove();
    }
    Some(())
}

fn children(element: &Element) -> Vec<Element> {
    let first = element.first_element_child();
    std::iter::successors(first, Element::next_element_sibling).collect()
}

fn is_leaving(element: &Element) -> bool {
    element.class_list().contains(LEAVING)
}

fn keep_focus(page: &Document, focused: Option<Element>) {
    if page.active_element() == focused {
        return;
    }
    let Some(focused) = focused else { return };
    // Whoever has scrolled on has not come back by that.
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Both have it; what is none of them cannot have the focus.
    if let Some(link) = focused.dyn_ref::<SvgElement>() {
        link.focus_with_options(&options).ok();
    } else if let Some(row) = focused.dyn_ref::<HtmlElement>() {
        row.focus_with_options(&options).ok();
    }
}
