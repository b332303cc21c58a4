//! The drawing of a plan, in layers: what lies lower comes first.

use std::collections::HashMap;
use std::rc::Rc;

use chatmux_shared::call::stats::Verdict;
use chatmux_shared::circles::{
    Circle, RoomShape, arc_path, cents, estimated_width, label_length, shorten,
};
use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::wire::{PersonSummary, RoomSummary};

use super::plan::{Frame, Placed, Plan};
use super::shape::Shape;
use super::words::{entrance, hint, presence};

/// Letters smaller than this only blur the map; the list has the name.
const SMALLEST_LETTERS: f64 = 5.0;
/// The width of the ring around who is speaking, in radii of a face.
const RING: f64 = 0.18;
/// The width of the rim of anyone else.
const RIM: f64 = 1.0;
/// The width of a line between two people, in radii of a face.
const TIE: f64 = 0.12;
/// Faces smaller than this are only counted, in units of the map.
const SMALLEST_FACE: f64 = 4.0;

/// From so many shapes on they do not glide to their places: each picture of it
/// would cost more than there is time for.
const CROWD: usize = 2_000;

/// What tells the user-perceived characters of a text: the browser has its own
/// way, the server has tables.
pub type Segmenter = fn(&str) -> Vec<String>;

/// What tells how wide a name is, in em: the browser measures, the server
/// estimates.
pub type Ruler = fn(&str) -> f64;

/// What a drawing is made with.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// When it is made.
    pub now: Timestamp,
    /// The room that whoever looks at it is in.
    pub here: Option<RoomId>,
    /// How texts are cut.
    pub graphemes: Segmenter,
    /// How wide they are. Names of ASCII are estimated by all: they stay as the
    /// server wrote them.
    pub width: Ruler,
}

impl Pen {
    fn graphemes(self, text: &str) -> Vec<String> {
        if text.is_ascii() {
            text.chars().map(String::from).collect()
        } else {
            (self.graphemes)(text)
        }
    }

    /// The name, or as much of it as fits into `length` em.
    fn shortened(self, name: &str, length: f64) -> String {
        let width = if name.is_ascii() {
            estimated_width
        } else {
            self.width
        };
        shorten(&self.graphemes(name), length, width)
    }

    fn initial(self, name: &str) -> String {
        let graphemes = self.graphemes(name);
        graphemes.into_iter().next().unwrap_or_default()
    }
}

/// What is drawn of a plan.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    layers: [Vec<Rc<Shape>>; LAYERS],
}

/// How many layers there are.
pub const LAYERS: usize = 6;
/// Their classes, from the lowest to the highest.
pub const LAYER_CLASSES: [&str; LAYERS] =
    ["grounds", "ties", "people", "pictures", DOORS, "labels"];
/// The class of the layer of the rooms' links.
pub const DOORS: &str = "rooms";
const GROUNDS: usize = 0;
const TIES: usize = 1;
const PEOPLE: usize = 2;
const PICTURES: usize = 3;
const ROOMS: usize = 4;
const LABELS: usize = 5;

impl Drawing {
    /// The shapes of each layer.
    pub fn layers(&self) -> &[Vec<Rc<Shape>>; LAYERS] {
        &self.layers
    }

    /// The class of the whole.
    pub fn class(&self, frame: Frame) -> String {
        let shapes: usize = self.layers.iter().map(Vec::len).sum();
        let crowded = if shapes < CROWD { "" } else { " crowded" };
        ["sky sky-", frame.as_str(), crowded].concat()
    }

    /// The whole as an element of SVG.
    pub fn into_shape(self, frame: Frame) -> Shape {
        let class = self.class(frame);
        let layers = LAYER_CLASSES.into_iter().zip(self.layers);
        let layer = |(class, shapes): (&'static str, Vec<Rc<Shape>>)| {
            let shapes = shapes.into_iter().map(Rc::unwrap_or_clone);
            Shape::svg(class, "g").with("class", class).around(shapes)
        };
        Shape::svg(frame.as_str(), "svg")
            .with("class", class)
            .with("viewBox", frame.view_box())
            .around(layers.map(layer))
    }

    fn put(&mut self, layer: usize, shape: Shape) {
        self.layers[layer].push(Rc::new(shape));
    }

    fn add(&mut self, other: &Self) {
        for (layer, shapes) in self.layers.iter_mut().zip(&other.layers) {
            layer.extend(shapes.iter().cloned());
        }
    }
}

/// Draws plans, one after the other. A room that is as it was, where it was, is
/// not drawn again.
#[derive(Debug, Default)]
pub struct Painter {
    known: HashMap<RoomId, Painted>,
}

/// A room that is drawn, and by what.
#[derive(Debug)]
struct Painted {
    room: RoomSummary,
    shape: RoomShape,
    /// The size of names, and the minute by which ages are told.
    made_by: (u64, u64),
    drawing: Drawing,
}

impl Painter {
    /// These rooms by their plan.
    pub fn draw(&mut self, plan: &Plan, rooms: &[RoomSummary], pen: Pen) -> Drawing {
        let mut known = std::mem::take(&mut self.known);
        let mut drawing = Drawing::default();
        if let Some(circle) = plan.invitation() {
            drawing.put(ROOMS, invitation(circle));
        }
        let made_by = (plan.label_size().to_bits(), pen.now.0 / 60_000);
        for Placed { room, shape } in plan.placed(rooms) {
            let is_it =
                |it: &Painted| it.made_by == made_by && it.room == *room && it.shape == *shape;
            let former = known.remove(&room.id).filter(is_it);
            let painted = former.unwrap_or_else(|| Painted {
                room: room.clone(),
                shape: shape.clone(),
                made_by,
                drawing: drawn(plan, Placed { room, shape }, pen),
            });
            drawing.add(&painted.drawing);
            self.known.insert(room.id, painted);
        }
        drawing
    }
}

fn drawn(plan: &Plan, placed: Placed<'_>, pen: Pen) -> Drawing {
    let Placed { room, shape } = placed;
    let mut drawing = Drawing::default();
    let id = room.id.to_string();
    drawing.put(GROUNDS, ground(&id, room, shape.circle));
    drawing.put(ROOMS, door(plan.frame(), placed, pen));
    let size = shape.people.first().map_or(0.0, |circle| circle.radius);
    if room.people.is_empty() {
        if !plan.frame().is_strip() {
            drawing.put(PEOPLE, word(&id, "empty", shape.circle, 0.26));
        }
    } else if size < SMALLEST_FACE {
        let count = room.people.len().to_string();
        drawing.put(PEOPLE, word(&id, &count, shape.circle, 0.9));
    } else {
        for (person, circle) in room.people.iter().zip(&shape.people) {
            drawing.put(PEOPLE, face(&id, person, *circle, pen));
            if let Some(picture) = picture(&id, person, *circle) {
                drawing.put(PICTURES, picture);
            }
        }
        for tie in ties(&id, placed) {
            drawing.put(TIES, tie);
        }
    }
    if let Some(label) = label(plan, placed, pen) {
        drawing.put(LABELS, label);
    }
    drawing
}

/// A circle that makes a room: a form, since a link would not.
fn invitation(circle: Circle) -> Shape {
    let Circle { center, radius } = circle;
    let button = Shape::html("button", "button").saying("Start a room");
    let form = Shape::html("form", "form")
        .with("class", "start")
        .with("method", "post")
        .with("action", "/rooms")
        .around([button]);
    let place = Shape::svg("place", "foreignObject")
        .at("x", center.x - radius)
        .at("y", center.y - radius)
        .at("width", radius * 2.0)
        .at("height", radius * 2.0)
        .around([form]);
    let ring = round(
        Shape::svg("ring", "circle").with("class", "start-ring"),
        circle,
    );
    Shape::svg("start", "g").around([ring, place])
}

/// What a room's people stand on.
fn ground(id: &str, room: &RoomSummary, circle: Circle) -> Shape {
    let class = match (room.people.is_empty(), room.in_call() > 1) {
        (true, _) => "ground ground-empty",
        (false, true) => "ground ground-call",
        (false, false) => "ground",
    };
    let part =
        |class: &'static str| round(Shape::svg(class, "circle").with("class", class), circle);
    Shape::svg(id, "g")
        .with("class", class)
        .around([part("halo"), part("rim")])
}

/// What one taps to come in. Of those in a strip, one is reached by the Tab
/// key: the room one is in, which leads nowhere.
fn door(frame: Frame, placed: Placed<'_>, pen: Pen) -> Shape {
    let Placed { room, shape } = placed;
    let id = room.id.to_string();
    let rim = round(
        Shape::svg("door", "circle").with("class", "door"),
        shape.circle,
    );
    let door = Shape::svg(&*id, "a").around([rim]);
    let door = door.with("data-hint", hint(room, pen.now));
    if pen.here == Some(room.id) {
        return door
            .with("class", "sky-room here")
            .with("role", "link")
            .with("tabindex", "0")
            .with("aria-current", "page")
            .with("aria-disabled", "true")
            .with("aria-label", presence(room));
    }
    let door = door
        .with("class", "sky-room")
        .with("href", ["/r/", &id].concat())
        .with("aria-label", entrance(room));
    if frame.is_strip() {
        return door.with("tabindex", "-1");
    }
    door
}

/// A word in the middle of a room.
fn word(id: &str, word: &str, circle: Circle, size: f64) -> Shape {
    Shape::svg([id, "-word"].concat(), "text")
        .with("class", "vacancy")
        .with("transform", place(circle))
        .with("font-size", cents((circle.radius * size).min(16.0)))
        .with("aria-hidden", "true")
        .saying(word)
}

/// Someone in a room.
fn face(id: &str, person: &PersonSummary, circle: Circle, pen: Pen) -> Shape {
    let ring = if person.speaking.is_on() {
        circle.radius * RING
    } else {
        RIM
    };
    let speaking = if person.speaking.is_on() {
        " face-speaking"
    } else {
        ""
    };
    let class = ["face person-", person.color.as_str(), speaking].concat();
    let disc = Shape::svg("disc", "circle")
        .at("r", circle.radius)
        .at("stroke-width", ring);
    let letter = Shape::svg("letter", "text")
        .with("font-size", cents(circle.radius * 0.9))
        .saying(pen.initial(&person.name));
    Shape::svg(seat(id, person.seat), "g")
        .with("class", class)
        .with("transform", place(circle))
        .with("aria-hidden", "true")
        .around([disc, letter])
}

/// The picture of someone who has one, over their letter and within their ring.
fn picture(id: &str, person: &PersonSummary, circle: Circle) -> Option<Shape> {
    let radius = circle.radius * (1.0 - RING / 2.0);
    let picture = Shape::svg(seat(id, person.seat), "image")
        .with("class", "picture")
        .with("href", person.avatar.clone()?)
        .with("transform", place(circle))
        .at("x", -radius)
        .at("y", -radius)
        .at("width", radius * 2.0)
        .at("height", radius * 2.0)
        .with("preserveAspectRatio", "xMidYMid slice")
        .with("aria-hidden", "true");
    Some(picture)
}

/// A line for each pair of people in the call, by what their link is like.
fn ties(id: &str, placed: Placed<'_>) -> Vec<Shape> {
    let Placed { room, shape } = placed;
    let people: Vec<(&PersonSummary, &Circle)> = room
        .people
        .iter()
        .zip(&shape.people)
        .filter(|(person, _)| person.in_call.is_on())
        .collect();
    let mut ties = Vec::new();
    for (place, (one, from)) in people.iter().enumerate() {
        for (other, to) in &people[place + 1..] {
            let between = (one.seat.min(other.seat), one.seat.max(other.seat));
            let known = room.ties.iter().find(|tie| tie.between == between);
            let quality = match known.map(|tie| tie.verdict) {
                None => "tie",
                Some(Verdict::Good) => "tie tie-good",
                Some(Verdict::Fair) => "tie tie-fair",
                Some(Verdict::Bad) => "tie tie-bad",
            };
            let key = format!("{id}-{}-{}", between.0, between.1);
            ties.push(
                Shape::svg(key, "path")
                    .with("class", quality)
                    .at("stroke-width", from.radius * TIE)
                    .with("d", line(**from, **to)),
            );
        }
    }
    ties
}

fn line(from: Circle, to: Circle) -> String {
    let (from, to) = (from.center, to.center);
    let numbers = [from.x, from.y, to.x, to.y].map(cents);
    let [x, y, to_x, to_y] = &numbers;
    ["M", x, " ", y, "L", to_x, " ", to_y].concat()
}

/// The name along the rim, as much as there is place for.
fn label(plan: &Plan, placed: Placed<'_>, pen: Pen) -> Option<Shape> {
    let Placed { room, shape } = placed;
    let (id, size) = (room.id.to_string(), plan.label_size());
    if plan.frame().is_strip() || size < SMALLEST_LETTERS {
        return None;
    }
    let text = pen.shortened(&room.name, label_length(shape.label, size));
    if text.is_empty() {
        return None;
    }
    let arc = [plan.frame().as_str(), "-", &id].concat();
    let path = Shape::svg("arc", "path")
        .with("id", arc.clone())
        .with("class", "arc")
        .with("d", arc_path(shape.label));
    let along = Shape::svg("along", "textPath")
        .with("href", ["#", &arc].concat())
        .with("startOffset", "50%")
        .saying(text);
    let words = Shape::svg("name", "text")
        .with("class", "sky-name")
        .with("font-size", cents(size))
        .with("text-anchor", "middle")
        .around([along]);
    let label = Shape::svg(id, "g").with("aria-hidden", "true");
    Some(label.around([path, words]))
}

fn round(shape: Shape, circle: Circle) -> Shape {
    shape
        .at("cx", circle.center.x)
        .at("cy", circle.center.y)
        .at("r", circle.radius)
}

fn place(circle: Circle) -> String {
    let (x, y) = (cents(circle.center.x), cents(circle.center.y));
    ["translate(", &x, " ", &y, ")"].concat()
}

fn seat(id: &str, seat: u32) -> String {
    format!("{id}-{seat}")
}
