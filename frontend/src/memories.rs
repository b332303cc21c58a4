//! What outlives the page: the person over all rooms, and this tab's visit to
//! one room.

use chatmux_app::state::Memory;
use chatmux_shared::guest::Visit;
use chatmux_shared::id::RoomId;
use chatmux_shared::room::Color;
use chatmux_shared::wire::{Former, Token};
use wasm_bindgen::JsValue;

use crate::json;
use crate::random;
use crate::script::window;
use crate::storage::Storage;

const NAME: &str = "chatmux.name";
const COLOR: &str = "chatmux.color";
const STATUS: &str = "chatmux.status";
const TAB: &str = "chatmux.tab";
/// What `POST /rooms` puts before the maker's token in the fragment of the
/// address it leads to.
const MAKER: &str = "#maker=";

/// The memories of a tab that shows one room.
#[derive(Debug)]
pub struct Memories {
    local: Storage,
    session: Storage,
    visit: String,
    gone: String,
    maker: String,
    typed: String,
}

impl Memories {
    /// Those of this tab about `room`.
    pub fn of(room: RoomId) -> Self {
        let key = |what: &str| ["chatmux.", what, ".", &room.to_string()].concat();
        Self {
            local: Storage::local(),
            session: Storage::session(),
            visit: key("visit"),
            gone: key("gone"),
            maker: key("maker"),
            typed: key("typed"),
        }
    }

    /// The person.
    pub fn person(&self) -> Memory {
        let color = self.local.get(COLOR);
        Memory {
            name: self.local.get(NAME).unwrap_or_default(),
            color: color
                .and_then(|it| Color::parse(&it))
                .unwrap_or_else(random::color),
            status: self.local.get(STATUS).unwrap_or_default(),
            typed: self.session.get(&self.typed).unwrap_or_default(),
            maker: false,
        }
    }

    /// Remembers the person.
    pub fn keep_person(&self, name: &str, color: Color, status: &str) {
        self.local.set(NAME, name);
        self.local.set(COLOR, color.as_str());
        self.local.set(STATUS, status);
    }

    /// Remembers what is typed and not sent.
    pub fn keep_typed(&self, text: &str) {
        self.session.set(&self.typed, text);
    }

    /// Forgets this if it is what was typed: it was signed and is kept
    /// elsewhere.
    pub fn forget_typed(&self, text: &str) {
        if self.session.get(&self.typed).as_deref() == Some(text) {
            self.session.remove(&self.typed);
        }
    }

    /// A name that no other tab has, but for a duplicate of this one.
    pub fn tab(&self) -> String {
        self.session.get(TAB).unwrap_or_else(|| {
            let tab = random::chance().to_bits().to_string();
            self.session.set(TAB, &tab);
            tab
        })
    }
}

/// The visit.
impl Memories {
    /// The visit that a former load of this tab began. Each load is one more
    /// incarnation, whatever becomes of it.
    pub fn resume_visit(&self) -> Option<Visit> {
        let visit: Visit = json::parse(&self.session.get(&self.visit)?).ok()?;
        let visit = visit.reloaded();
        self.keep_visit(&visit);
        Some(visit)
    }

    /// Remembers the visit.
    pub fn keep_visit(&self, visit: &Visit) {
        self.session.set(&self.visit, &json::text(visit));
    }

    /// Whether the page that began the visit said that it was going; asked
    /// once a load. A duplicated tab has a copy of the visit, not of this.
    pub fn former(&self) -> Former {
        match self.session.take(&self.gone) {
            Some(_) => Former::Gone,
            None => Former::Unknown,
        }
    }

    /// This page is going.
    pub fn say_gone(&self) {
        self.session.set(&self.gone, "1");
    }

    /// There is no visit any more.
    pub fn forget_visit(&self) {
        self.session.remove(&self.visit);
        self.session.remove(&self.gone);
    }
}

/// The making of the room.
impl Memories {
    /// Proof of having made the room, from the address or from before; the
    /// address is rid of it, so that it is not passed on with the link.
    pub fn maker(&self) -> Option<Token> {
        if let Some(token) = take_from_address() {
            self.session.set(&self.maker, &token);
        }
        self.session.get(&self.maker).map(Token)
    }

    /// It was shown and is of no more use.
    pub fn forget_maker(&self) {
        self.session.remove(&self.maker);
    }
}

fn take_from_address() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let token = hash.strip_prefix(MAKER)?;
    let address = [location.pathname().ok()?, location.search().ok()?].concat();
    let history = window().history().ok()?;
    history
        .replace_state_with_url(&JsValue::NULL, "", Some(&address))
        .ok();
    Some(token.to_owned())
}
