//! STUN and TURN, over UDP.

mod client;
mod fuzz;
mod peers;
mod proofs;
mod quotas;
mod settings;

use chatmux_shared::wire::{ClientFrame, Ice, ServerFrame};

use crate::guest::Guest;
use crate::house::House;
use crate::message::Ask;

/// Someone in the lounge, and the ways they were told of.
async fn someone(house: &House, name: &str) -> (Guest, Ice) {
    let guest = Guest::come(house.address, "lounge", name).await;
    let ice = guest.welcome.ice.clone();
    (guest, ice)
}

/// What someone gets who is in no room.
async fn tried(house: &House) -> Ice {
    let answer = Ask::post("/api/rooms/lounge/ice").of(house.address).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// The next ways a session is told of.
async fn renewed(guest: &mut Guest) -> Ice {
    let ice = guest.wait("other ways", |frame| match frame {
        ServerFrame::Ice(ice) => Some(ice),
        _ => None,
    });
    ice.await
}

/// They leave the room for good.
async fn leave(mut guest: Guest) {
    guest.send(&ClientFrame::Leave).await;
    guest.end().await;
}
