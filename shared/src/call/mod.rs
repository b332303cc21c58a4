//! Calls: who links to whom, and one end of one link.
//!
//! A call is an explicit set of sessions in a room (see [`crate::room`]);
//! every two of different members are linked ([`are_linked`]). [`mesh::Mesh`]
//! holds one session's ends of its links, [`negotiation::Negotiation`] is one
//! end. [`place::Place`] is where a tab is to the call, [`ways::Ways`] the relays
//! it knows of, [`checkup`] what a test of the connection found.
//!
//! [`word::Word`] is what two ends tell each other without the server: who they
//! are ([`verify`]), what they want and get of each other's pictures
//! ([`survey::Survey`]), the files that go between them
//! ([`transfer::Transfers`]). [`speaking`] is who speaks.

pub mod budget;
pub mod checkup;
pub mod codec;
pub mod graph;
pub mod mesh;
pub mod negotiation;
pub mod network;
pub mod outlook;
pub mod place;
pub mod speaking;
pub mod starvation;
pub mod stats;
pub mod survey;
pub mod transfer;
pub mod uplink;
pub mod verify;
pub mod ways;
pub mod word;

use crate::id::{MemberId, SessionId};

/// Whether two sessions of a call have a link: two tabs of one person need
/// none.
pub fn are_linked(one: (SessionId, MemberId), other: (SessionId, MemberId)) -> bool {
    one.0 != other.0 && one.1 != other.1
}
