//! Who sits where in a room whose people have changed: as near as can be to
//! where they sat, seen from the middle of the room.
//!
//! Everyone takes the free seat that is nearest, one after another, newcomers
//! what is left; then any two change for as long as that brings them nearer.
//! Far ways weigh more, for ways count by their squares.

use super::{Circle, Point};

/// How often everyone is asked at most whether to change seats.
const ROUNDS: usize = 8;

/// The seats anew, in the order of the people: `wishes` tells of each where
/// they sat before, if they did.
pub(super) fn assign(seats: &[Circle], wishes: &[Option<Point>]) -> Vec<Circle> {
    let mut free: Vec<Circle> = seats.to_vec();
    let mut taken: Vec<Option<Circle>> = Vec::with_capacity(seats.len());
    for wish in wishes {
        taken.push(wish.and_then(|wish| take_nearest(&mut free, wish)));
    }
    let mut free = free.into_iter();
    let mut taken: Vec<Circle> = taken
        .into_iter()
        .filter_map(|seat| seat.or_else(|| free.next()))
        .collect();
    for _ in 0..ROUNDS {
        if !change(&mut taken, wishes) {
            break;
        }
    }
    taken
}

/// Keeps the free seats in their order, from the inside out.
fn take_nearest(free: &mut Vec<Circle>, wish: Point) -> Option<Circle> {
    let way = |seat: &Circle| wish.distance_squared(seat.center);
    let nearest = (0..free.len()).min_by(|a, b| way(&free[*a]).total_cmp(&way(&free[*b])))?;
    Some(free.remove(nearest))
}

/// Lets each change with the others where both together are nearer then.
/// Whether anyone did.
fn change(seats: &mut [Circle], wishes: &[Option<Point>]) -> bool {
    let way = |wish: Option<Point>, seat: Circle| {
        wish.map_or(0.0, |wish| wish.distance_squared(seat.center))
    };
    let mut changed = false;
    for one in 0..seats.len() {
        for other in one + 1..seats.len() {
            let (here, there) = (seats[one], seats[other]);
            let stay = way(wishes[one], here) + way(wishes[other], there);
            let swap = way(wishes[one], there) + way(wishes[other], here);
            // A little less is rounding.
            if swap < 0.999 * stay {
                seats.swap(one, other);
                changed = true;
            }
        }
    }
    changed
}
