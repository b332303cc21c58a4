//! The one loop that owns the lobby's page.

use chatmux_app::map::{AWAY, FOUND, Frame, LIST, ONLINE, Plan, Rows, SEARCH, is_found};
use chatmux_shared::id::RoomId;
use chatmux_shared::lobby::Lobby;
use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use gloo_timers::callback::Interval;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Event, HtmlInputElement, MediaQueryList, VisibilityState};

use super::easel::{Easel, Order};
use super::pointer;
use super::sky::Sky;
use super::stream::{Stream, StreamEvent};
use super::zoom;
use crate::clock::now;
use crate::folding::fold;
use crate::listener::Listener;
use crate::script::window;

/// From this width on the wide map is shown; as in the style sheet.
const WIDE: &str = "(min-width: 60rem)";
/// How often what is said of ages is said anew, in milliseconds.
const AGING: u32 = 60_000;

const NONE: &str = "No room and nobody here is called that.";
const LOST: &str = "The server does not answer. This is the map as it was; trying again…";

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
    /// The page goes to that of a room.
    Entering(RoomId),
}

/// Keeps the page as the rooms are.
pub struct Vigil {
    happenings: UnboundedReceiver<Happening>,
    page: Document,
    stream: Stream,
    /// None before anything was told.
    lobby: Option<Lobby>,
    /// What is looked for, folded.
    wanted: String,
    wide: Option<MediaQueryList>,
    sky: Option<Sky>,
    rows: Rows,
    list: Option<Easel>,
    _listeners: Vec<Listener>,
    _aging: Interval,
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
                let told = self.stream.handle(attempt, event);
                say(
                    &self.page,
                    AWAY,
                    if self.stream.is_lost() { LOST } else { "" },
                );
                let Some(frame) = told else { return };
                self.lobby.get_or_insert_default().handle(frame);
            }
            Happening::Seen(true) => return self.stream.open(),
            // Of streams to one host a browser has six.
            Happening::Seen(false) => return self.stream.close(),
            Happening::Turned => self.sky = None,
            Happening::Wanted(wanted) => self.wanted = fold(&wanted),
            Happening::Aged => {}
            Happening::Entering(room) => return self.zoom(room),
        }
        self.show();
    }

    fn zoom(&self, room: RoomId) {
        let drawn = self.sky.as_ref().and_then(|sky| sky.room(room));
        if let Some((door, parts)) = drawn {
            // What cannot be lifted stays where it is.
            zoom::lift(&self.page, &door, &parts);
        }
    }

    fn show(&mut self) {
        let Some(lobby) = &self.lobby else { return };
        if let Some(online) = self.page.get_element_by_id(ONLINE) {
            online.set_text_content(Some(&lobby.online().to_string()));
        }
        if let Some(list) = &mut self.list {
            let is_wanted = |room: &_| is_found(room, &self.wanted, fold);
            let rows = self.rows.of(lobby.rooms(), is_wanted, now());
            say(&self.page, FOUND, if rows.is_empty() { NONE } else { "" });
            list.show(&rows);
        }
        if self.sky.is_none() {
            let is_wide = self.wide.as_ref().is_some_and(MediaQueryList::matches);
            let frame = if is_wide { Frame::Wide } else { Frame::Tall };
            self.sky = Sky::find(&self.page, Plan::new(frame, lobby.rooms()));
        }
        if let Some(sky) = &mut self.sky {
            sky.show(lobby.rooms(), None);
        }
        pointer::renew(&self.page);
    }
}

/// Says this in its place, if it is not what is said there.
fn say(page: &Document, place: &str, words: &str) {
    let place = page.get_element_by_id(place);
    let place = place.filter(|place| place.text_content().as_deref() != Some(words));
    if let Some(place) = place {
        place.set_text_content(Some(words));
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
    let tell = teller(sender);
    listeners.push(Listener::new(&window(), "pageswap", move |event| {
        if let Some(room) = zoom::room_ahead(&event) {
            tell(Happening::Entering(room));
        }
    }));
    let shown = page.clone();
    listeners.push(Listener::new(&window(), "pageshow", move |_| {
        zoom::clear(&shown);
    }));
    if let Some(wide) = wide {
        let tell = teller(sender);
        let turn = move |_: Event| tell(Happening::Turned);
        listeners.push(Listener::new(wide, "change", turn));
    }
    let field = page.get_element_by_id(SEARCH);
    let field = field.and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_disabled(false);
        let (tell, source) = (teller(sender), field.clone());
        let type_ = move |_: Event| tell(Happening::Wanted(source.value()));
        listeners.push(Listener::new(&field, "input", type_));
    }
    listeners
}
