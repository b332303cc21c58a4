//! Views that are made in the browser alone, as light as they can be.
//!
//! A view of Leptos is a type as deep as its markup, with code of its own to
//! build, to hydrate and to update it. All but the green room is never
//! rendered by the server and so never hydrated: there a view is built at
//! once and only what was built is kept ([`Live`]), and all that changes has
//! one type for each kind of value ([`dynamic`]). This is half the weight of
//! the client.
//!
//! Invariant: the server makes no [`Live`], nor does the first rendering in
//! the browser.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::{Mountable, Position, PositionState};
use send_wrapper::SendWrapper;

/// Something built, of no type in particular.
pub struct Live(SendWrapper<Box<dyn Built>>);

/// What is asked of something built: a [`Mountable`] without what nobody
/// calls.
trait Built {
    fn unmount(&mut self);
    fn mount(&mut self, parent: &Element, marker: Option<&Node>);
    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool;
}

impl<M: Mountable> Built for M {
    fn unmount(&mut self) {
        Mountable::unmount(self);
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Mountable::mount(self, parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        Mountable::insert_before_this(self, child)
    }
}

/// Building.
pub trait IntoLive {
    /// Builds this at once.
    ///
    /// # Panics
    /// On the server.
    fn live(self) -> Live;
}

impl<V> IntoLive for V
where
    V: Render,
    V::State: 'static,
{
    fn live(self) -> Live {
        Live(SendWrapper::new(Box::new(self.build())))
    }
}

/// A value that changes, of one type whatever computes it.
pub type Dynamic<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// What `compute` gives, computed anew whenever what it read has changed.
pub fn dynamic<T>(compute: impl FnMut() -> T + Send + 'static) -> Dynamic<T> {
    Arc::new(Mutex::new(compute))
}

/// The same for words: they are owned, whether they have to be or not.
pub fn words<T: Into<String>>(mut compute: impl FnMut() -> T + Send + 'static) -> Dynamic<String> {
    dynamic(move || compute().into())
}

/// The same for a part of a view, which may not be there.
pub fn part<T>(mut compute: impl FnMut() -> T + Send + 'static) -> Dynamic<Option<Live>>
where
    T: Into<Option<Live>>,
{
    dynamic(move || compute().into())
}

/// Does `act` now, and again whenever what it read has changed.
pub fn effect(act: impl FnMut() + 'static) {
    let mut act: Box<dyn FnMut()> = Box::new(act);
    Effect::new(move |_| act());
}

/// What follows from an event, of one type for each kind of event.
pub fn act<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}

/// A row of a list that grows and shrinks.
pub struct Row {
    key: (u128, u8),
    make: Box<dyn FnOnce() -> Live + Send>,
}

impl Row {
    /// A row that is made once and stays as long as its key is there.
    pub fn new(key: (u128, u8), make: impl FnOnce() -> Live + Send + 'static) -> Self {
        Self {
            key,
            make: Box::new(make),
        }
    }
}

/// Those rows, each made once.
pub fn rows(each: impl Fn() -> Vec<Row> + Send + Sync + 'static) -> Live {
    let each: Box<dyn Fn() -> Vec<Row> + Send + Sync> = Box::new(each);
    view! { <For each=each key=|row| row.key children=|row| (row.make)()/> }.live()
}

impl Render for Live {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(mut self, state: &mut Self) {
        Mountable::insert_before_this(state, &mut self);
        Mountable::unmount(state);
        *state = self;
    }
}

impl Mountable for Live {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl AddAnyAttr for Live {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attr: A) -> Self {
        self
    }
}

/// As Leptos asks of all views; by the invariant, none of it happens.
impl RenderHtml for Live {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
