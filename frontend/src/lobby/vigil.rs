//! The one loop that owns the lobby's page.

use chatmux_app::map::{Frame, LAYER_CLASSES, LIST, ONLINE, Painter, Pen, Plan, Rows, SEARCH};
use chatmux_shared::lobby::Lobby;
use chatmux_shared::wire::RoomSummary;
use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, Event, HtmlInputElement, MediaQueryList, VisibilityState};

use super::easel::{Easel, Order};
use super::pointer;
use super::stream::{Stream, StreamEvent};
use crate::clock::now;
use crate::listener::Listener;
use crate::script::window;
use crate::segmenter;

/// From this width on the wide map is shown; as in the style sheet.
const WIDE: &str = "(min-width: 60rem)";
/// How often what is said of ages is said anew, in milliseconds.
const AGING: u32 = 60_000;

enum Happening {
    Stream(u32, StreamEvent),
    /// The page is seen, or not any more.
    Seen(bool),
    /// Another map is shown.
    Turned,
    /// Something is to be found.
    Wanted(String),
    /// Time has passed.
    Aged,
}

/// Keeps the page as the rooms are.
pub struct Vigil {
    happenings: UnboundedReceiver<Happening>,
    page: Document,
    stream: Stream,
    /// None before anything was told.
    lobby: Option<Lobby>,
    wanted: String,
    wide: Option<MediaQueryList>,
    sky: Option<Sky>,
    rows: Rows,
    list: Option<Easel>,
    _listeners: Vec<Listener>,
    _aging: Interval,
}

/// The map that is shown.
struct Sky {
    plan: Plan,
    painter: Painter,
    layers: Vec<Easel>,
}

impl Vigil {
    /// Over this page.
    ///
    /// # Panics
    /// Outside of a page, where nothing of this crate runs.
    pub fn new() -> Self {
        let (sender, happenings) = unbounded();
        let page = window().document().expect("this crate runs in a page");
        let wide = window().match_media(WIDE).ok().flatten();
        let tell = teller(&sender);
        let stream = Stream::new(move |attempt, event| tell(Happening::Stream(attempt, event)));
        let tell = teller(&sender);
        Self {
            happenings,
            stream,
            lobby: None,
            wanted: String::new(),
            sky: None,
            rows: Rows::default(),
            list: page
                .get_element_by_id(LIST)
                .map(|list| Easel::new(list, Order::Kept)),
            _listeners: listeners(&page, wide.as_ref(), &sender),
            _aging: Interval::new(AGING, move || tell(Happening::Aged)),
            page,
            wide,
        }
    }

    /// Keeps watch as long as the page lives.
    pub async fn serve(mut self) {
        if self.page.visibility_state() == VisibilityState::Visible {
            self.stream.open();
        }
        while let Some(happening) = self.happenings.next().await {
            self.handle(happening);
        }
    }

    fn handle(&mut self, happening: Happening) {
        match happening {
            Happening::Stream(attempt, event) => {
                let Some(frame) = self.stream.handle(attempt, event) else {
                    return;
                };
                self.lobby.get_or_insert_default().handle(frame);
            }
            Happening::Seen(true) => return self.stream.open(),
            // Of streams to one host a browser has six.
            Happening::Seen(false) => return self.stream.close(),
            Happening::Turned => self.sky = None,
            Happening::Wanted(wanted) => self.wanted = wanted,
            Happening::Aged => {}
        }
        self.show();
    }

    fn show(&mut self) {
        let Some(lobby) = &self.lobby else { return };
        if let Some(online) = self.page.get_element_by_id(ONLINE) {
            online.set_text_content(Some(&lobby.online().to_string()));
        }
        if let Some(list) = &mut self.list {
            list.show(&self.rows.of(lobby.rooms(), &self.wanted));
        }
        if self.sky.is_none() {
            let is_wide = self.wide.as_ref().is_some_and(MediaQueryList::matches);
            let frame = if is_wide { Frame::Wide } else { Frame::Tall };
            self.sky = Sky::find(&self.page, Plan::new(frame, lobby.rooms()));
        }
        if let Some(sky) = &mut self.sky {
            sky.show(lobby.rooms());
        }
    }
}

impl Sky {
    fn find(page: &Document, plan: Plan) -> Option<Self> {
        let layer = |class: &&str| -> Option<Element> {
            let path = [".sky-", plan.frame().as_str(), " > .", class].concat();
            page.query_selector(&path).ok().flatten()
        };
        let layers: Vec<Element> = LAYER_CLASSES.iter().filter_map(layer).collect();
        let is_whole = layers.len() == LAYER_CLASSES.len();
        is_whole.then(|| Self {
            plan,
            painter: Painter::default(),
            layers: layers
                .into_iter()
                .map(|layer| Easel::new(layer, Order::Any))
                .collect(),
        })
    }

    fn show(&mut self, rooms: &[RoomSummary]) {
        if let Some(plan) = self.plan.changed(rooms) {
            self.plan = plan;
        }
        let drawing = self.painter.draw(&self.plan, rooms, pen());
        for (layer, shapes) in self.layers.iter_mut().zip(drawing.layers()) {
            layer.show(shapes);
        }
    }
}

fn pen() -> Pen {
    Pen {
        now: now(),
        graphemes: segmenter::graphemes,
    }
}

fn teller(sender: &UnboundedSender<Happening>) -> impl Fn(Happening) + Clone + 'static {
    let sender = sender.clone();
    move |happening| {
        // Nobody listens once the page is gone.
        sender.unbounded_send(happening).ok();
    }
}

fn listeners(
    page: &Document,
    wide: Option<&MediaQueryList>,
    sender: &UnboundedSender<Happening>,
) -> Vec<Listener> {
    let mut listeners = pointer::watch();
    let (tell, source) = (teller(sender), page.clone());
    listeners.push(Listener::new(page, "visibilitychange", move |_| {
        let is_seen = source.visibility_state() == VisibilityState::Visible;
        tell(Happening::Seen(is_seen));
    }));
    if let Some(wide) = wide {
        let tell = teller(sender);
        let turn = move |_: Event| tell(Happening::Turned);
        listeners.push(Listener::new(wide, "change", turn));
    }
    let field = page.get_element_by_id(SEARCH);
    let field = field.and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_hidden(false);
        let (tell, source) = (teller(sender), field.clone());
        let type_ = move |_: Event| tell(Happening::Wanted(source.value()));
        listeners.push(Listener::new(&field, "input", type_));
    }
    listeners
}
