//! What is drawn, as plain data: the server writes it into the page, the
//! browser makes the page the same and keeps it so.
//!
//! Invariant: geometry is in attributes, colours are classes. A shape is known
//! by its key, for as long as what it stands for is there.

use chatmux_shared::circles::cents;
use leptos::html::{ElementChild as _, custom};
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::attribute::custom::custom_attribute;

/// To which language an element belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// HTML.
    Html,
    /// SVG.
    Svg,
}

/// An element and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Tells it from those beside it.
    pub key: String,
    /// Its language.
    pub space: Space,
    /// Its name.
    pub tag: &'static str,
    /// What it says of itself, in order.
    pub attributes: Vec<(&'static str, String)>,
    /// Its words, if it has no other children.
    pub text: String,
    /// Its children.
    pub children: Vec<Self>,
}

impl Shape {
    /// An element of SVG.
    pub fn svg(key: impl Into<String>, tag: &'static str) -> Self {
        Self::new(key.into(), Space::Svg, tag)
    }

    /// An element of HTML.
    pub fn html(key: impl Into<String>, tag: &'static str) -> Self {
        Self::new(key.into(), Space::Html, tag)
    }

    fn new(key: String, space: Space, tag: &'static str) -> Self {
        Self {
            key,
            space,
            tag,
            attributes: Vec::new(),
            text: String::new(),
            children: Vec::new(),
        }
    }

    /// The same with an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The same with a length, to two decimals: enough for a screen.
    #[must_use]
    pub fn at(self, name: &'static str, length: f64) -> Self {
        self.with(name, cents(length))
    }

    /// The same with words in it.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// The same with children.
    #[must_use]
    pub fn around(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// As the server writes it.
    pub fn render(self) -> AnyView {
        let attributes: Vec<AnyAttribute> = self
            .attributes
            .into_iter()
            .map(|(name, value)| custom_attribute(name, value).into_any_attr())
            .collect();
        let children: Vec<AnyView> = self.children.into_iter().map(Self::render).collect();
        let text = (!self.text.is_empty()).then_some(self.text);
        custom(self.tag)
            .child((text, children))
            .add_any_attr(attributes)
            .into_any()
    }
}
