//! The map: rooms around their people, all of them in a frame.
//!
//! People are equal circles, huddled ([`Huddles`]); a room is the smallest
//! circle around its people and a ring for its name; rooms are packed, and the
//! whole is scaled evenly to fit ([`Frame`]).

use serde::{Deserialize, Serialize};

use super::frame::Frame;
use super::huddle::{Huddle, Huddles};
use super::{Circle, Point};

/// Between the rims of two people in a room, in radii of a person.
const PERSON_GAP: f64 = 0.16;
/// Between the people of a room and its rim, for its name, in radii
/// of a person.
const RING: f64 = 0.7;
/// The radius of a person is at most this, so that one alone is not huge.
const LARGEST_PERSON: f64 = 48.0;
/// The radius of a room is at most this: its name still reads at a glance.
const LARGEST_ROOM: f64 = 320.0;
/// The size of a name is at most this.
const LARGEST_LABEL: f64 = 18.0;
/// The size of a name, in radii of a person: less than there is place for, so
/// that most names are whole where one person is alone.
const LABEL: f64 = 0.42;
/// What letters need above and below their baseline, in parts of their size.
const ASCENT: f64 = 0.95;
const DESCENT: f64 = 0.3;

/// A room on the map, in units of the frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomShape {
    /// Its rim.
    pub circle: Circle,
    /// The line its name runs along, for [`arc_path`](super::arc_path): letters
    /// on it stay between the people and the rim.
    pub label: Circle,
    /// The people in it, in the order in which they were counted.
    pub people: Vec<Circle>,
}

/// The whole map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// In the order in which they were given.
    pub rooms: Vec<RoomShape>,
    /// The font size of the rooms' names.
    pub label_size: f64,
    /// Of the frame.
    pub width: f64,
    /// Of the frame.
    pub height: f64,
}

/// Lays out rooms with so many people each in a frame.
///
/// Nothing overlaps and nothing is outside the frame. Early rooms are in the
/// middle. A room without people is as large as one with one. A side of the
/// frame that is below zero or not finite is a mistake of the caller and counts
/// as zero: everything is then in one point.
pub fn lay_out(people_per_room: &[usize], width: f64, height: f64) -> Layout {
    let plan = Plan::new(people_per_room, width, height);
    let (circles, scale) = plan.pack();
    plan.draw(&circles, scale)
}

/// What is to be laid out, before any of it has a place.
pub(super) struct Plan {
    pub(super) frame: Frame,
    rooms: Vec<Room>,
}

impl Plan {
    pub(super) fn new(people_per_room: &[usize], width: f64, height: f64) -> Self {
        let mut huddles = Huddles::default();
        Self {
            frame: Frame::new(width, height),
            rooms: people_per_room
                .iter()
                .map(|people| Room::around(huddles.of(*people)))
                .collect(),
        }
    }

    /// Of the rooms, in radii of a person.
    pub(super) fn radii(&self) -> Vec<f64> {
        self.rooms.iter().map(|room| room.radius).collect()
    }

    /// The rooms where nothing was before, and the radius of a person.
    pub(super) fn pack(&self) -> (Vec<Circle>, f64) {
        let radii = self.radii();
        let largest = radii.iter().copied().fold(0.0, f64::max);
        let largest_scale = LARGEST_PERSON.min(LARGEST_ROOM / largest);
        self.frame.fit(&radii, largest_scale)
    }

    /// The map with these for the rims of its rooms.
    pub(super) fn draw(&self, circles: &[Circle], scale: f64) -> Layout {
        let label_size = LARGEST_LABEL.min(LABEL * scale);
        let placed = self.rooms.iter().zip(circles);
        Layout {
            rooms: placed
                .map(|(room, circle)| room.at(*circle, scale, label_size))
                .collect(),
            label_size,
            width: self.frame.width,
            height: self.frame.height,
        }
    }
}

/// A room around the origin, in radii of a person.
struct Room {
    people: Vec<Point>,
    radius: f64,
}

impl Room {
    fn around(huddle: &Huddle) -> Self {
        let spaced = 1.0 + PERSON_GAP / 2.0;
        let person = |center: &Point| Point {
            x: center.x * spaced,
            y: center.y * spaced,
        };
        Self {
            people: huddle.centers.iter().map(person).collect(),
            radius: huddle.radius.max(1.0) * spaced + RING,
        }
    }

    fn at(&self, circle: Circle, scale: f64, label_size: f64) -> RoomShape {
        let Point { x, y } = circle.center;
        let person = |p: &Point| Circle::new(x + p.x * scale, y + p.y * scale, scale);
        // The letters, with what they reach up and down, in mid-ring.
        let above = f64::midpoint(RING * scale, (ASCENT - DESCENT) * label_size);
        RoomShape {
            circle,
            label: Circle::new(x, y, circle.radius - above),
            people: self.people.iter().map(person).collect(),
        }
    }
}
