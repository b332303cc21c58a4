//! Maps made from former ones.

use chatmux_shared::circles::{
    Circle, Former, Kept, LARGEST_MOVE, Layout, Point, RoomShape, lay_out, lay_out_from,
};
use proptest::prelude::*;

use super::TOLERANCE;
use super::map::fault;

/// Rooms by how many are in them, and which of the former's each was.
#[derive(Clone, Debug)]
struct House {
    people: Vec<usize>,
    kept: Vec<Option<Kept>>,
}

/// One that comes or goes, a room that opens or closes: the number says which.
#[derive(Clone, Copy, Debug)]
enum Change {
    Join(usize),
    Leave(usize),
    Open,
    Close(usize),
}

impl House {
    fn of(people: Vec<usize>) -> Self {
        let whole = |(room, people): (usize, &usize)| {
            Some(Kept {
                room,
                people: (0..*people).map(Some).collect(),
            })
        };
        let kept = people.iter().enumerate().map(whole).collect();
        Self { people, kept }
    }

    /// Half of the rooms small, and a few large.
    fn random(chance: &mut fastrand::Rng, rooms: usize) -> Self {
        let mut room = || match chance.usize(0..20) {
            0 => chance.usize(0..40),
            1..10 => chance.usize(1..12),
            _ => chance.usize(0..4),
        };
        Self::of((0..rooms).map(|_| room()).collect())
    }

    fn after(&self, change: Change) -> Self {
        let mut after = Self::of(self.people.clone());
        let rooms = after.people.len();
        match change {
            Change::Join(room) => after.people[room % rooms] += 1,
            Change::Leave(room) => {
                let people = &mut after.people[room % rooms];
                *people = people.saturating_sub(1);
                if let Some(kept) = &mut after.kept[room % rooms] {
                    // Whoever came first.
                    kept.people = (1..=*people).map(Some).collect();
                }
            }
            Change::Open => {
                after.people.push(1);
                after.kept.push(None);
            }
            Change::Close(room) => {
                after.people.remove(room % rooms);
                after.kept.remove(room % rooms);
            }
        }
        after
    }

    fn fresh(&self, width: f64, height: f64) -> Layout {
        lay_out(&self.people, width, height)
    }

    /// From where things were, in the same frame.
    fn from(&self, former: &Layout) -> Layout {
        self.in_frame(former, former.width, former.height)
    }

    fn in_frame(&self, former: &Layout, width: f64, height: f64) -> Layout {
        let former = Former {
            layout: former,
            rooms: &self.kept,
        };
        lay_out_from(former, &self.people, width, height)
    }

    /// How far each room went that was there before, in parts of the shorter
    /// side.
    fn ways_of_rooms(&self, former: &Layout, now: &Layout) -> Vec<f64> {
        let each = self.kept.iter().zip(&now.rooms);
        each.filter_map(|(kept, room)| {
            let was = former.rooms[kept.as_ref()?.room].circle;
            Some(way(was, room.circle) / now.width.min(now.height))
        })
        .collect()
    }

    /// How far the farthest room or person went.
    fn farthest(&self, former: &Layout, now: &Layout) -> f64 {
        let mut farthest = worst(self.ways_of_rooms(former, now));
        for (kept, room) in self.kept.iter().zip(&now.rooms) {
            let Some(kept) = kept else { continue };
            for (person, place) in room.people.iter().zip(&kept.people) {
                let Some(place) = place else { continue };
                let was = former.rooms[kept.room].people[*place];
                let moved = way(was, *person) / now.width.min(now.height);
                farthest = farthest.max(moved);
            }
        }
        farthest
    }
}

fn way(was: Circle, now: Circle) -> f64 {
    was.center.distance(now.center)
}

fn worst(ways: impl IntoIterator<Item = f64>) -> f64 {
    ways.into_iter().fold(0.0, f64::max)
}

fn quantile(ways: &mut [f64], percent: usize) -> f64 {
    ways.sort_by(f64::total_cmp);
    ways[(ways.len() - 1) * percent / 100]
}

/// The area that rooms cover, in parts of π.
fn covered(layout: &Layout) -> f64 {
    let rims = layout.rooms.iter().map(|room| room.circle);
    rims.map(|rim| rim.radius.powi(2)).sum()
}

/// Whether all rooms are just where a fresh map has them.
fn is_fresh(house: &House, now: &Layout) -> bool {
    let fresh = house.fresh(now.width, now.height).rooms;
    let mut pairs = fresh.iter().zip(&now.rooms);
    pairs.all(|(one, other)| one.circle == other.circle)
}

/// What is wrong with a map that was made from a former, if anything.
fn warm_fault(house: &House, now: &Layout) -> Option<String> {
    let people: Vec<usize> = now.rooms.iter().map(|room| room.people.len()).collect();
    let fresh = house.fresh(now.width, now.height);
    match () {
        () if people != house.people => Some(format!("{people:?} are in it")),
        () if covered(now) < (0.95 - TOLERANCE) * covered(&fresh) => {
            Some("rooms cover more than 5 % less than on a fresh map".into())
        }
        () => fault(now),
    }
}

fn some_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<usize>().prop_map(Change::Join),
        any::<usize>().prop_map(Change::Leave),
        Just(Change::Open),
        any::<usize>().prop_map(Change::Close),
    ]
}

/// Rooms that may be any of the former, or none, with people who may be anyone.
fn some_kept() -> impl Strategy<Value = Option<Kept>> {
    let people = prop::collection::vec(prop::option::of(0_usize..12), 0..12);
    prop::option::of((0_usize..20, people).prop_map(|(room, people)| Kept { room, people }))
}

fn some_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -2000.0..2000.0_f64,
        prop::num::f64::ANY,
        Just(0.0),
        Just(f64::NAN),
    ]
}

fn some_shape() -> impl Strategy<Value = Circle> {
    (some_number(), some_number(), some_number()).prop_map(|(x, y, r)| Circle::new(x, y, r))
}

/// Numbers that are no map.
fn some_nonsense() -> impl Strategy<Value = Layout> {
    let people = prop::collection::vec(some_shape(), 0..10);
    let room = (some_shape(), people).prop_map(|(circle, people)| RoomShape {
        circle,
        label: circle,
        people,
    });
    let rooms = prop::collection::vec(room, 0..12);
    (rooms, some_number(), some_number()).prop_map(|(rooms, width, height)| Layout {
        rooms,
        label_size: 0.0,
        width,
        height,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_map_from_another_keeps_within_its_bounds(
        before in prop::collection::vec(0_usize..20, 0..20),
        people in prop::collection::vec(0_usize..20, 0..20),
        kept in prop::collection::vec(some_kept(), 0..20),
        sides in (320.0..2000.0_f64, 60.0..1400.0_f64, 320.0..2000.0_f64, 60.0..1400.0_f64),
    ) {
        let former = lay_out(&before, sides.0, sides.1);
        let house = House { people, kept };
        let now = house.in_frame(&former, sides.2, sides.3);
        prop_assert_eq!(warm_fault(&house, &now), None);
    }

    #[test]
    fn a_map_from_nonsense_keeps_within_its_bounds(
        former in some_nonsense(),
        people in prop::collection::vec(0_usize..20, 0..20),
        kept in prop::collection::vec(some_kept(), 0..20),
    ) {
        let house = House { people, kept };
        let now = house.in_frame(&former, 1040.0, 780.0);
        prop_assert_eq!(warm_fault(&house, &now), None);
    }

    #[test]
    fn one_among_a_hundred_rooms_moves_the_others_little(
        seed in any::<u64>(),
        change in some_change(),
        length in 320.0..2000.0_f64,
        breadth in 0.5..1.0_f64,
        upright in any::<bool>(),
    ) {
        let (width, height) = if upright { (breadth, 1.0) } else { (1.0, breadth) };
        let before = House::random(&mut fastrand::Rng::with_seed(seed), 100);
        let former = before.fresh(width * length, height * length);
        let house = before.after(change);
        let now = house.from(&former);
        prop_assert_eq!(warm_fault(&house, &now), None);
        let farthest = house.farthest(&former, &now);
        prop_assert!(farthest < LARGEST_MOVE, "{farthest}");
    }
}

/// Of forty maps of a hundred rooms each: how far the farthest went, and how
/// far the room in the middle, when sorted by that.
fn ways_after(of: fn(usize) -> Change) -> [Vec<f64>; 2] {
    let [mut farthest, mut median] = [Vec::new(), Vec::new()];
    for seed in 0..40 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let (width, height) = [(1040.0, 780.0), (390.0, 430.0)][chance.usize(0..2)];
        let before = House::random(&mut chance, 100);
        let former = before.fresh(width, height);
        let house = before.after(of(chance.usize(0..100)));
        let now = house.from(&former);
        farthest.push(house.farthest(&former, &now));
        median.push(quantile(&mut house.ways_of_rooms(&former, &now), 50));
    }
    [farthest, median]
}

#[test]
fn most_rooms_do_not_move_at_all() {
    let changes = [Change::Join, Change::Leave, |_| Change::Open, Change::Close];
    for of in changes {
        let [mut farthest, mut median] = ways_after(of);
        let [usual, rare] = [50, 97].map(|percent| quantile(&mut farthest, percent));
        assert!(usual < 0.02 && rare < 0.05, "{:?}: {usual}, {rare}", of(0));
        let [usual, worst] = [80, 100].map(|percent| quantile(&mut median, percent));
        assert!(
            usual < 1e-4 && worst < 0.02,
            "{:?}: {usual}, {worst}",
            of(0)
        );
    }
}

/// Changes of a hundred rooms one after another, each of the map that the one
/// before left: how far the farthest went each time.
fn ways_along(seed: u64, draw: fn(&mut fastrand::Rng) -> Change) -> Vec<f64> {
    let mut chance = fastrand::Rng::with_seed(seed);
    let frames = [
        (1040.0, 780.0),
        (390.0, 430.0),
        (1200.0, 600.0),
        (400.0, 800.0),
    ];
    let (width, height) = frames[chance.usize(0..4)];
    let mut house = House::random(&mut chance, 100);
    let mut former = house.fresh(width, height);
    let mut step = |step| {
        let next = draw(&mut chance);
        house = house.after(next);
        let now = house.from(&former);
        let fault = warm_fault(&house, &now);
        assert_eq!(fault, None, "seed {seed}, step {step}, {next:?}");
        let farthest = house.farthest(&former, &now);
        former = now;
        farthest
    };
    (0..100).map(&mut step).collect()
}

fn a_newcomer(chance: &mut fastrand::Rng) -> Change {
    match chance.usize(0..10) {
        0 => Change::Open,
        _ => Change::Join(chance.usize(..)),
    }
}

fn a_change(chance: &mut fastrand::Rng) -> Change {
    match chance.usize(0..10) {
        0 => Change::Open,
        1 => Change::Close(chance.usize(..)),
        2..=5 => Change::Join(chance.usize(..)),
        _ => Change::Leave(chance.usize(..)),
    }
}

#[test]
fn one_after_another_moves_a_hundred_rooms_little() {
    for draw in [a_newcomer, a_change] {
        let mut ways: Vec<f64> = (0..4).flat_map(|seed| ways_along(seed, draw)).collect();
        let [rare, worst] = [99, 100].map(|percent| quantile(&mut ways, percent));
        assert!(rare < 0.06 && worst < LARGEST_MOVE, "{rare}, {worst}");
    }
}

#[test]
fn five_hundred_changes_are_hardly_ever_packed_afresh() {
    let mut afresh = 0;
    for (seed, rooms) in [(1, 4), (2, 25)] {
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut house = House::random(&mut chance, rooms);
        let mut former = house.fresh(1040.0, 780.0);
        for step in 0..500 {
            let room = chance.usize(..);
            let next = match chance.usize(0..10) {
                0 => Change::Open,
                1 if house.people.len() > 1 => Change::Close(room),
                2..=5 => Change::Join(room),
                _ => Change::Leave(room),
            };
            house = house.after(next);
            let now = house.from(&former);
            let fault = warm_fault(&house, &now);
            assert_eq!(fault, None, "seed {seed}, step {step}, {next:?}");
            let moved = worst(house.ways_of_rooms(&former, &now));
            afresh += usize::from(moved > LARGEST_MOVE && is_fresh(&house, &now));
            former = now;
        }
    }
    assert!(afresh <= 1, "{afresh} of 1000");
}

#[test]
fn where_nothing_changed_nothing_moves() {
    let house = House::random(&mut fastrand::Rng::with_seed(5), 60);
    let former = house.fresh(1040.0, 780.0);
    let now = house.from(&former);
    assert!(house.farthest(&former, &now) < TOLERANCE);
}

#[test]
fn the_same_former_gives_the_same_bits() {
    let before = House::random(&mut fastrand::Rng::with_seed(6), 60);
    let former = before.fresh(1040.0, 780.0);
    let house = before.after(Change::Join(7)).after(Change::Open);
    let bits = || serde_json::to_string(&house.from(&former)).unwrap();
    assert_eq!(bits(), bits());
}

#[test]
fn rooms_and_people_are_known_again_in_any_order() {
    let former = lay_out(&[3, 5], 1040.0, 780.0);
    let kept = |room, people: &[usize]| {
        let people = people.iter().copied().map(Some).collect();
        Some(Kept { room, people })
    };
    let house = House {
        people: vec![5, 3],
        kept: vec![kept(1, &[4, 2, 0, 1, 3]), kept(0, &[2, 0, 1])],
    };
    let now = house.from(&former);
    assert!(house.farthest(&former, &now) < TOLERANCE);
}

#[test]
fn a_newcomer_in_a_large_room_moves_the_others_little() {
    for people in [50, 100, 200, 399] {
        let before = House::of(vec![people, 3, 1]);
        let former = before.fresh(1040.0, 780.0);
        let house = before.after(Change::Join(0));
        let farthest = house.farthest(&former, &house.from(&former));
        assert!(farthest < LARGEST_MOVE, "{people}: {farthest}");
    }
}

#[test]
fn who_stays_in_another_frame_stays_on_the_same_side() {
    let house = House::random(&mut fastrand::Rng::with_seed(8), 40);
    let former = house.fresh(1040.0, 780.0);
    let now = house.in_frame(&former, 900.0, 700.0);
    assert_eq!(warm_fault(&house, &now), None);
    for (was, now) in former.rooms.iter().zip(&now.rooms) {
        let (x, y) = (was.circle.center.x, was.circle.center.y);
        let there = Point {
            x: x * 900.0 / 1040.0,
            y: y * 700.0 / 780.0,
        };
        assert!(there.distance(now.circle.center) < 0.1 * 700.0);
    }
}

#[test]
fn the_last_room_does_not_stay_in_a_corner() {
    let mut house = House::of(vec![2; 30]);
    let mut former = house.fresh(1040.0, 780.0);
    while house.people.len() > 1 {
        house = house.after(Change::Close(0));
        former = house.from(&former);
    }
    let middle = Point { x: 520.0, y: 390.0 };
    assert!(former.rooms[0].circle.center.distance(middle) < 0.2 * 780.0);
}

#[test]
fn without_a_former_or_a_frame_it_is_a_fresh_map() {
    let house = House {
        people: vec![3, 0, 7],
        kept: vec![None, None],
    };
    let nothing = lay_out(&[], 0.0, 0.0);
    let fresh = house.fresh(1040.0, 780.0);
    assert_eq!(house.in_frame(&nothing, 1040.0, 780.0), fresh);
    assert_eq!(house.from(&fresh), fresh);
    let nowhere = House::of(house.people).in_frame(&fresh, 0.0, f64::NAN);
    assert!(nowhere.rooms.iter().all(|room| room.circle.radius == 0.0));
}
