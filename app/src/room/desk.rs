//! What is open and typed on this page, beside what the room tells.
//!
//! Invariant: nothing here is told to anyone; it ends with the page.

use chatmux_shared::id::{MemberId, Seq, SessionId};
use chatmux_shared::room::{Person, Room};
use chatmux_shared::timeline::{Message, Reading, Timeline};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::invite::Invitation;
use crate::page::RoomCardForPage;
use crate::people::{called, suffix};
use crate::state::State;

/// What the page was sent with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The room.
    pub room: RoomCardForPage,
    /// Its link.
    pub invitation: Invitation,
}

/// What stands beside the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// What is said.
    Chat,
    /// Who is here.
    People,
}

/// What lies over everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// The link to the room.
    Invite,
    /// The list of keys.
    Keys,
    /// One's name and colour.
    Profile,
    /// The name of the room.
    Rename,
    /// Microphone, camera and speaker.
    Devices,
    /// The links of the call.
    Connections,
}

/// Everything the views of a room share: a handle, as small as a signal.
#[derive(Debug, Clone, Copy)]
pub struct Desk(StoredValue<Things>);

#[derive(Debug, Clone, Copy)]
struct Things {
    state: State,
    card: StoredValue<Card>,
    panel: RwSignal<Option<Panel>>,
    dialog: RwSignal<Option<Dialog>>,
    typed: RwSignal<String>,
    editing: RwSignal<Option<Seq>>,
    /// What was typed before a message was edited.
    aside: RwSignal<String>,
    seen: RwSignal<Seq>,
    reading: Memo<Reading>,
    people: Memo<Vec<Person>>,
}

impl Desk {
    /// An empty desk.
    pub fn new(state: State, card: Card) -> Self {
        let room = state.room;
        let owner = move || room.with(|room| room.as_ref().and_then(|room| room.card().owner));
        let read = move || state.timeline.with(|timeline| timeline.read(owner()));
        let people = move || room.with(|room| room.as_ref().map(Room::people));
        Self(StoredValue::new(Things {
            state,
            card: StoredValue::new(card),
            panel: RwSignal::default(),
            dialog: RwSignal::default(),
            typed: RwSignal::default(),
            editing: RwSignal::default(),
            aside: RwSignal::default(),
            seen: RwSignal::default(),
            reading: Memo::new(move |_| read()),
            people: Memo::new(move |_| people().unwrap_or_default()),
        }))
    }

    /// What the server and the browser said.
    pub fn state(self) -> State {
        self.0.with_value(|things| things.state)
    }

    /// What the page was sent with.
    pub fn card(self) -> StoredValue<Card> {
        self.0.with_value(|things| things.card)
    }

    /// What the room is called by now.
    pub fn room_name(self) -> String {
        let room = self.state().room.read();
        let named = room.as_ref().map(|room| room.card().name.to_string());
        named.unwrap_or_else(|| self.card().with_value(|card| card.room.name.clone()))
    }

    /// What is open beside the stage.
    pub fn panel(self) -> RwSignal<Option<Panel>> {
        self.0.with_value(|things| things.panel)
    }

    /// What is open over everything.
    pub fn dialog(self) -> RwSignal<Option<Dialog>> {
        self.0.with_value(|things| things.dialog)
    }

    /// What is typed and not sent.
    pub fn typed(self) -> RwSignal<String> {
        self.0.with_value(|things| things.typed)
    }

    /// Which message of one's own what is typed is to replace.
    pub fn editing(self) -> RwSignal<Option<Seq>> {
        self.0.with_value(|things| things.editing)
    }

    /// Begins to write a message of one's own anew. What was typed is put
    /// aside meanwhile.
    pub fn edit(self, seq: Seq, text: String) {
        if self.editing().get_untracked().is_none() {
            self.aside().set(self.typed().get_untracked());
        }
        self.typed().set(text);
        self.editing().set(Some(seq));
    }

    fn aside(self) -> RwSignal<String> {
        self.0.with_value(|things| things.aside)
    }

    /// The same for the last one there is, if nothing is typed. Whether it
    /// has begun.
    pub fn edit_last(self) -> bool {
        if !self.typed().with_untracked(String::is_empty) {
            return false;
        }
        let me = self.state().me.get_untracked().map(|me| me.member);
        let last = self.reading().with_untracked(|reading| {
            let messages = reading.messages.iter().rev();
            let mut mine = messages.filter(|message| message.author == me);
            mine.find_map(|message| Some((message.seq, message.text()?.to_owned())))
        });
        let is_there = last.is_some();
        if let Some((seq, text)) = last {
            self.edit(seq, text);
        }
        is_there
    }

    /// What is typed goes; what was put aside for it comes back.
    pub fn clear(self) {
        self.typed().set(self.aside().get_untracked());
        self.aside().set(String::new());
        self.editing().set(None);
    }

    /// What to call the author of a message: by a piece of their key, too, if
    /// someone else here or in the log is called the same.
    pub fn author(self, message: &Message) -> String {
        let name = &message.byline.name;
        let is_double =
            |other: &Message| other.byline.name == *name && other.author != message.author;
        let is_namesake =
            |person: &Person| person.name == *name && Some(person.member) != message.author;
        let is_ambiguous = self
            .reading()
            .with_untracked(|reading| reading.messages.iter().any(is_double))
            || self
                .state()
                .faces
                .with_untracked(|faces| faces.iter().any(is_namesake));
        match message.author.filter(|_| is_ambiguous) {
            Some(author) => [name.as_str(), " · ", &suffix(author)].concat(),
            None => name.to_string(),
        }
    }

    /// The conversation as it is read.
    pub fn reading(self) -> Memo<Reading> {
        self.0.with_value(|things| things.reading)
    }

    /// The last message there was when the chat was closed.
    pub fn seen(self) -> RwSignal<Seq> {
        self.0.with_value(|things| things.seen)
    }

    /// Everyone here, in order of arrival.
    pub fn people(self) -> Memo<Vec<Person>> {
        self.0.with_value(|things| things.people)
    }

    /// The desk of this island.
    ///
    /// # Panics
    /// Outside of the island.
    pub fn here() -> Self {
        expect_context()
    }

    /// This tab's session.
    pub fn session(self) -> Option<SessionId> {
        self.state().me.get().map(|me| me.session)
    }

    /// This person.
    pub fn member(self) -> Option<MemberId> {
        self.state().me.get().map(|me| me.member)
    }

    /// This tab as the room knows it.
    pub fn myself(self) -> Option<Person> {
        let session = self.session()?;
        self.person(session)
    }

    /// A tab as the room knows it.
    pub fn person(self, session: SessionId) -> Option<Person> {
        let room = self.state().room.read();
        room.as_ref()?.person(session).cloned()
    }

    /// A tab as the room knew it last, be it here or gone.
    pub fn face(self, session: SessionId) -> Option<Person> {
        let face = || {
            self.state()
                .faces
                .with(|faces| faces.iter().find(|face| face.session == session).cloned())
        };
        self.person(session).or_else(face)
    }

    /// What to call a tab's person, so that no two are called the same.
    pub fn name(self, session: SessionId) -> String {
        let face = self.face(session);
        face.map(|face| self.people().with(|people| called(people, &face)))
            .unwrap_or_default()
    }

    /// Whether this tab is in the call.
    pub fn is_in_call(self) -> bool {
        self.myself().is_some_and(|person| person.call.is_some())
    }

    /// Whether another tab of this person is in the call.
    pub fn is_in_call_elsewhere(self) -> bool {
        let (session, member) = (self.session(), self.member());
        self.people().with(|people| {
            people.iter().any(|person| {
                Some(person.member) == member
                    && Some(person.session) != session
                    && person.call.is_some()
            })
        })
    }

    /// Who owns the room, by what was signed.
    pub fn owner(self) -> Option<MemberId> {
        self.reading().with(|reading| reading.owner)
    }

    /// What to call someone of whom the key is known.
    pub fn name_of(self, member: MemberId) -> String {
        let by_key = |people: &Vec<Person>| {
            let person = people.iter().rev().find(|person| person.member == member);
            person.map(|person| self.people().with(|here| called(here, person)))
        };
        let here = self.people().with(by_key);
        here.or_else(|| self.state().faces.with(by_key))
            .unwrap_or_else(|| suffix(member))
    }

    /// Whether this person owns the room.
    pub fn is_owner(self) -> bool {
        let owner = self.owner();
        owner.is_some() && owner == self.member()
    }

    /// Opens or closes what stands beside the stage.
    pub fn toggle(self, panel: Panel) {
        let open = self.panel().get_untracked();
        self.show((open != Some(panel)).then_some(panel));
    }

    /// Opens this, or nothing, beside the stage.
    pub fn show(self, panel: Option<Panel>) {
        if self.panel().get_untracked() == Some(Panel::Chat) {
            self.mark_seen();
        }
        self.panel().set(panel);
    }

    /// Nothing that is there now counts as unread.
    pub fn mark_seen(self) {
        self.seen()
            .set(self.state().timeline.with_untracked(Timeline::newest_held));
    }
}
