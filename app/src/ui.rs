//! What the views ask of the browser: verbs of [`Ui`], performed by whatever
//! `frontend` installed before hydration.
//!
//! Invariant: nothing here does anything by itself. On the server the slot is
//! empty and every verb is silently without effect: views render inert.

use std::cell::RefCell;
use std::rc::Rc;

use chatmux_shared::id::{ClientId, MemberId, RoomId, Seq, SessionId};
use chatmux_shared::room::{Color, Reaction};
use chatmux_shared::stage::Shown;
use chatmux_shared::wire::{RoomSummary, Switch, Visibility};
use web_sys::Element;

use crate::chat::FileWish;
use crate::map::Frame;
use crate::room::Card;
use crate::sound::{Voice, Volume};
use crate::state::State;
use crate::trust::VerifyWish;

/// The browser's side, as `app` needs it.
pub trait Browser {
    /// What the page was sent with, as [`card_data`] wrote it.
    ///
    /// [`card_data`]: crate::room::card_data
    fn card(&self) -> Option<Card>;
    /// The user-perceived characters of a text.
    fn graphemes(&self, text: &str) -> Vec<String>;
    /// The island of a room is hydrated and `state` is to be kept up to date
    /// from now on.
    fn open(&self, room: RoomId, state: State);
    /// The person wants something.
    fn wish(&self, wish: Wish);
    /// The person wants the other theme; told to later pages, too.
    fn set_theme(&self, theme: Theme);
    /// Whether the browser shows pictures that way.
    fn can_show(&self, way: Outside) -> bool;
    /// Draws these rooms into `place`, to one who is in `here`; each time in the
    /// same place, so that what is there moves.
    fn draw(&self, place: &Element, frame: Frame, rooms: &[RoomSummary], here: RoomId);
    /// Shows what is in `place` that way, or no longer if it is so. To be
    /// asked in the course of a click or a key, or browsers refuse.
    fn show(&self, way: Outside, place: &Element);
}

/// What a person can want in a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Come in from the green room.
    Join(Entrance),
    /// Say something.
    Say(String),
    /// Have a message of one's own say something else.
    Edit(Seq, String),
    /// Take a message back.
    Delete(Seq),
    /// Make someone else the owner of the room.
    PassOn(MemberId),
    /// Have someone leave the room for good.
    Remove(MemberId),
    /// This is typed by now, and not sent.
    Typed(String),
    /// Send a refused message again.
    Retry(ClientId),
    /// Give a refused message up.
    Discard(ClientId),
    /// See older messages.
    Older,
    /// Turn the microphone on or off.
    Microphone(Switch),
    /// Turn the camera on or off.
    Camera(Switch),
    /// Share the screen, or stop.
    Screen(Switch),
    /// Use another device.
    Device(DeviceChoice),
    /// Have the browser do this to one's voice.
    Voice(Voice),
    /// Hear someone as loud as this.
    Volume(MemberId, Volume),
    /// Test the connection, or look at the result no more.
    Checkup(Switch),
    /// Try again for devices that were refused, missing or muted by the
    /// system.
    AskForDevices,
    /// Enter the call of the room one is in.
    JoinCall,
    /// Leave the call, stay in the room.
    LeaveCall,
    /// Leave the room, for the lobby.
    Leave,
    /// Change name and colour.
    Profile {
        /// As typed.
        name: String,
        /// The new colour.
        color: Color,
        /// As typed; empty for none.
        status: String,
    },
    /// Give the room another name, as typed.
    Rename(String),
    /// Change who finds the room.
    Visibility(Visibility),
    /// Lock the room, or unlock it.
    Lock(Switch),
    /// Open to someone who knocks.
    LetIn(MemberId),
    /// Do not open to someone who knocks.
    TurnAway(MemberId),
    /// Knock no more.
    StopKnocking,
    /// Raise one's hand, or lower it.
    Hand(Switch),
    /// Lower another's hand.
    LowerHand(SessionId),
    /// Show how one takes something.
    React(Reaction),
    /// Copy the link to this room.
    CopyLink(String),
    /// Of who is at the other end of a link.
    Verify(VerifyWish),
    /// Play the sound that the browser holds back until a tap.
    Hear,
    /// Something about a file.
    File(FileWish),
    /// Take a notice away.
    Dismiss(u64),
    /// Be told of the rooms there are, or no more.
    Watch(Switch),
    /// So much is seen of the others' tiles now.
    Shown(Vec<Shown>),
}

/// Ways to show a picture outside of its place in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// On all of the screen.
    FullScreen,
    /// In a small window that stays over all others.
    PictureInPicture,
}

/// What a person chose in the green room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance {
    /// As typed.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// Whether the camera comes along.
    pub camera: Switch,
    /// What the maker of a new room calls it, as typed.
    pub room_name: Option<String>,
    /// How the maker of a new room wants it found.
    pub visibility: Visibility,
}

/// A device someone picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceChoice {
    /// Of which kind.
    pub kind: DeviceKind,
    /// The browser's id of it.
    pub id: String,
}

/// The kinds of devices there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviceKind {
    /// Hears.
    Microphone,
    /// Sees.
    Camera,
    /// Is heard.
    Speaker,
}

/// Dark or light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// The night sky.
    Dark,
    /// The same by day.
    Light,
}

impl Theme {
    /// Its name in the cookie `theme` and in `data-theme`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The theme of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Dark, Self::Light]
            .into_iter()
            .find(|theme| theme.as_str() == name)
    }
}

thread_local! {
    static BROWSER: RefCell<Option<Rc<dyn Browser>>> = const { RefCell::new(None) };
}

/// Fills the slot; `frontend` does so once, before hydration.
pub fn install(browser: Rc<dyn Browser>) {
    BROWSER.with_borrow_mut(|slot| *slot = Some(browser));
}

/// The verbs views call.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ui;

impl Ui {
    /// What the page was sent with; nothing on the server.
    pub fn card(self) -> Option<Card> {
        with_browser(|browser| browser.card()).flatten()
    }

    /// How many user-perceived characters a text has.
    pub fn count(self, text: &str) -> usize {
        with_browser(|browser| browser.graphemes(text).len()).unwrap_or_default()
    }

    /// The first user-perceived character, to stand for the whole.
    pub fn initial(self, text: &str) -> String {
        let graphemes = with_browser(|browser| browser.graphemes(text));
        let first = graphemes.and_then(|graphemes| graphemes.into_iter().next());
        first.unwrap_or_default()
    }

    /// The island of `room` is hydrated.
    pub fn open(self, room: RoomId, state: State) {
        with_browser(|browser| browser.open(room, state));
    }

    /// The person wants something of the room.
    pub fn wish(self, wish: Wish) {
        with_browser(|browser| browser.wish(wish));
    }

    /// The person wants the other theme.
    pub fn set_theme(self, theme: Theme) {
        with_browser(|browser| browser.set_theme(theme));
    }

    /// Whether the browser shows pictures that way.
    pub fn can_show(self, way: Outside) -> bool {
        with_browser(|browser| browser.can_show(way)).unwrap_or_default()
    }

    /// Draws these rooms into `place`, to one who is in `here`.
    pub fn draw(self, place: &Element, frame: Frame, rooms: &[RoomSummary], here: RoomId) {
        with_browser(|browser| browser.draw(place, frame, rooms, here));
    }

    /// Shows what is in `place` that way, or no longer.
    pub fn show(self, way: Outside, place: &Element) {
        with_browser(|browser| browser.show(way, place));
    }
}

fn with_browser<T>(act: impl FnOnce(&dyn Browser) -> T) -> Option<T> {
    let browser = BROWSER.with_borrow(Clone::clone);
    browser.map(|browser| act(&*browser))
}
