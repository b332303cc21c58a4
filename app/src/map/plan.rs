//! Where everything is: rooms and people in one of the frames there are.

use std::collections::HashMap;

use chatmux_shared::circles::{Circle, Former, Kept, Layout, RoomShape, lay_out, lay_out_from};
use chatmux_shared::id::RoomId;
use chatmux_shared::wire::RoomSummary;

/// What the map is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Wider than high.
    Wide,
    /// A phone.
    Tall,
    /// One line at the top of a room.
    Strip {
        /// How much place there is, in CSS pixels.
        width: u16,
    },
}

/// How high the strip is, in CSS pixels; as in the style sheet.
const STRIP: f64 = 56.0;

impl Frame {
    /// Width and height, in units of the map.
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::Wide => (1040.0, 780.0),
            Self::Tall => (390.0, 430.0),
            Self::Strip { width } => (f64::from(width), STRIP),
        }
    }

    /// Whether it is the strip: there is no place for words.
    pub const fn is_strip(self) -> bool {
        matches!(self, Self::Strip { .. })
    }

    /// Its name, in classes and ids.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Tall => "tall",
            Self::Strip { .. } => "strip",
        }
    }

    /// The `viewBox` of its SVG.
    pub fn view_box(self) -> String {
        let (width, height) = self.size();
        format!("0 0 {width} {height}")
    }
}

/// The circle that invites is as large as a room of so many.
const INVITING: usize = 3;

/// A room in its place.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// What is known of it.
    pub room: &'a RoomSummary,
    /// Where it is, and where its people are, in their order.
    pub shape: &'a RoomShape,
}

/// A room with the seats of its people; none for the circle that invites.
type Entry = Option<(RoomId, Vec<u32>)>;

/// Where everything is.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    frame: Frame,
    layout: Layout,
    rooms: Vec<Entry>,
}

impl Plan {
    /// The plan of these rooms, whatever was before: the same on both sides.
    pub fn new(frame: Frame, rooms: &[RoomSummary]) -> Self {
        let (width, height) = frame.size();
        let rooms = entries(frame, rooms);
        Self {
            frame,
            layout: lay_out(&counts(&rooms), width, height),
            rooms,
        }
    }

    /// The plan of these rooms, with everything near where it was; none if this
    /// still is theirs.
    pub fn changed(&self, rooms: &[RoomSummary]) -> Option<Self> {
        let entries = entries(self.frame, rooms);
        if entries == self.rooms {
            return None;
        }
        let (width, height) = self.frame.size();
        let known = self.rooms.iter().enumerate();
        let known: HashMap<Option<RoomId>, usize> =
            known.map(|(place, entry)| (id_of(entry), place)).collect();
        let kept = |entry: &Entry| {
            let room = *known.get(&id_of(entry))?;
            Some(self.kept(room, entry))
        };
        let kept: Vec<Option<Kept>> = entries.iter().map(kept).collect();
        let former = Former {
            layout: &self.layout,
            rooms: &kept,
        };
        Some(Self {
            frame: self.frame,
            layout: lay_out_from(former, &counts(&entries), width, height),
            rooms: entries,
        })
    }

    /// Who was there of a room that was at this place.
    fn kept(&self, room: usize, entry: &Entry) -> Kept {
        let was = self.rooms[room]
            .as_ref()
            .map_or(&[][..], |(_, seats)| seats);
        let seats = entry.as_ref().map_or(&[][..], |(_, seats)| seats);
        let place = |seat: &u32| was.iter().position(|known| known == seat);
        let people = seats.iter().map(place).collect();
        Kept { room, people }
    }

    /// For which frame it is.
    pub const fn frame(&self) -> Frame {
        self.frame
    }

    /// How large names are.
    pub const fn label_size(&self) -> f64 {
        self.layout.label_size
    }

    /// The circle that invites, if nobody is there.
    pub fn invitation(&self) -> Option<Circle> {
        let place = self.rooms.iter().position(Option::is_none)?;
        Some(self.layout.rooms[place].circle)
    }

    /// Each of these rooms in its place.
    pub fn placed<'a>(&'a self, rooms: &'a [RoomSummary]) -> impl Iterator<Item = Placed<'a>> {
        let places = self.rooms.iter().zip(&self.layout.rooms);
        let places = places.filter(|(room, _)| room.is_some());
        rooms
            .iter()
            .zip(places)
            .map(|(room, (_, shape))| Placed { room, shape })
    }
}

/// None for the circle that invites.
fn id_of(entry: &Entry) -> Option<RoomId> {
    entry.as_ref().map(|(id, _)| *id)
}

fn entries(frame: Frame, rooms: &[RoomSummary]) -> Vec<Entry> {
    let is_empty = !frame.is_strip() && rooms.iter().all(|room| room.people.is_empty());
    let invitation = is_empty.then_some(None);
    let seats = |room: &RoomSummary| room.people.iter().map(|person| person.seat).collect();
    let rooms = rooms.iter().map(|room| Some((room.id, seats(room))));
    invitation.into_iter().chain(rooms).collect()
}

fn counts(rooms: &[Entry]) -> Vec<usize> {
    let count = |room: &Entry| room.as_ref().map_or(INVITING, |(_, seats)| seats.len());
    rooms.iter().map(count).collect()
}
