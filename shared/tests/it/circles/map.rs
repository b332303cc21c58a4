//! Rooms around their people, in a frame.

use chatmux_shared::circles::{Circle, Layout, enclose, lay_out};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{TOLERANCE, deepest_overlap, protrusion};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_map_keeps_within_its_bounds(
        people in prop::collection::vec(0_usize..40, 0..40),
        width in 320.0..2000.0_f64,
        height in 60.0..1400.0_f64,
    ) {
        let layout = lay_out(&people, width, height);
        prop_assert_eq!(layout.rooms.iter().map(|r| r.people.len()).collect::<Vec<_>>(), people);
        prop_assert!(fault(&layout).is_none(), "{:?}", fault(&layout));
    }
}

/// What is wrong with a map, if anything.
pub(super) fn fault(layout: &Layout) -> Option<String> {
    let rims: Vec<Circle> = layout.rooms.iter().map(|room| room.circle).collect();
    if deepest_overlap(&rims) > TOLERANCE {
        return Some("rooms overlap".into());
    }
    layout.rooms.iter().find_map(|room| {
        let Circle { center, radius } = room.circle;
        let inside = center.x - radius > 0.0
            && center.y - radius > 0.0
            && center.x + radius < layout.width
            && center.y + radius < layout.height;
        let (above, below) = (0.95 * layout.label_size, 0.3 * layout.label_size);
        let letters = Circle {
            radius: room.label.radius + above,
            center,
        };
        let within_letters = Circle {
            radius: room.label.radius - below,
            center,
        };
        match () {
            () if !inside => Some(format!("out of the frame: {room:?}")),
            () if deepest_overlap(&room.people) > TOLERANCE => {
                Some(format!("people overlap: {room:?}"))
            }
            () if protrusion(room.circle, &[letters]) > TOLERANCE => {
                Some(format!("name outside: {room:?}"))
            }
            () if protrusion(within_letters, &room.people) > TOLERANCE => {
                Some(format!("people in the name: {room:?}"))
            }
            () => None,
        }
    })
}

#[test]
fn a_thousand_rooms_keep_within_their_bounds() {
    let mut chance = fastrand::Rng::with_seed(7);
    let people: Vec<usize> = (0..1000).map(|_| chance.usize(0..20)).collect();
    for (width, height) in [(320.0, 568.0), (1440.0, 700.0), (1440.0, 60.0)] {
        assert_eq!(fault(&lay_out(&people, width, height)), None);
    }
}

#[test]
fn the_same_rooms_give_the_same_bits() {
    let people: Vec<usize> = (0..200).map(|n| n * 7 % 13).collect();
    let bits = || serde_json::to_string(&lay_out(&people, 1440.0, 700.0)).unwrap();
    assert_eq!(bits(), bits());
}

#[test]
fn a_lone_room_is_not_huge() {
    let layout = lay_out(&[1], 2560.0, 1300.0);
    assert!(layout.rooms[0].people[0].radius <= 48.0);
    let crowd = lay_out(&[400], 2560.0, 1300.0);
    assert!(crowd.rooms[0].circle.radius <= 320.0 + TOLERANCE);
}

#[test]
fn a_room_without_people_is_as_large_as_one_with_one() {
    let layout = lay_out(&[0, 1], 1440.0, 700.0);
    assert!(layout.rooms[0].people.is_empty());
    let sizes = layout.rooms.iter().map(|room| room.circle.radius.to_bits());
    assert_eq!(sizes.clone().min(), sizes.max());
}

/// How much larger a circle around so many people is than a person.
fn spread(people: usize) -> f64 {
    let room = lay_out(&[people], 1000.0, 1000.0).rooms.remove(0);
    let person = room.people[0].radius;
    let spaced = |circle: &Circle| Circle::new(circle.center.x, circle.center.y, 1.08 * person);
    let people: Vec<Circle> = room.people.iter().map(spaced).collect();
    enclose(&people).expect("people").radius / (1.08 * person)
}

#[test]
fn few_people_sit_as_close_as_can_be() {
    let known = [1.0, 2.0, 2.1547, 2.4142, 2.7013, 3.0, 3.0, 3.3048, 3.6131];
    for (people, known) in (1..).zip(known) {
        assert!(
            (spread(people) - known).abs() < 1e-4,
            "{people}: {}",
            spread(people)
        );
    }
}

#[test]
fn many_people_leave_little_space_unused() {
    for (people, square) in [(30, 30.0), (100, 100.0), (500, 500.0_f64)] {
        let density = square / (spread(people) * spread(people));
        assert!(density > 0.75, "{people}: {density}");
    }
}

#[test]
fn two_people_sit_side_by_side() {
    let room = lay_out(&[2], 320.0, 320.0).rooms.remove(0);
    let [left, right] = room.people[..] else {
        panic!("two people")
    };
    assert!((left.center.y - right.center.y).abs() < TOLERANCE);
}

#[test]
fn a_frame_without_area_and_a_map_without_rooms_are_no_trouble() {
    for (width, height) in [(0.0, 0.0), (-1.0, 400.0), (f64::NAN, f64::INFINITY)] {
        let layout = lay_out(&[3, 0, 1], width, height);
        let finite =
            |c: &Circle| c.center.x.is_finite() && c.center.y.is_finite() && c.radius == 0.0;
        assert!(layout.rooms.iter().all(|room| finite(&room.circle)));
    }
    assert_eq!(lay_out(&[], 320.0, 640.0).rooms, []);
}

/// How large the people are, and how much of the frame the rooms cover.
fn use_of_frame(width: f64, height: f64, expected: &Expect) {
    let people: Vec<usize> = (0..60).map(|n| n * 7 % 13).collect();
    let layout = lay_out(&people, width, height);
    let rims = layout.rooms.iter().map(|room| room.circle.radius);
    let area: f64 = rims
        .map(|radius| std::f64::consts::PI * radius * radius)
        .sum();
    let person = layout.rooms[1].people[0].radius;
    expected.assert_eq(&format!("{person:.1} {:.2}", area / (width * height)));
}

#[test]
fn a_long_frame_is_used_along_its_length() {
    use_of_frame(700.0, 700.0, &expect!["9.9 0.55"]);
    use_of_frame(1440.0, 700.0, &expect!["13.9 0.53"]);
    use_of_frame(360.0, 640.0, &expect!["6.3 0.48"]);
    use_of_frame(1440.0, 60.0, &expect!["3.1 0.31"]);
}
