//! What one does with a key or a tap: microphone, camera, screen, chat,
//! people, more, leave.
//!
//! Invariant: a control says what pressing it does. It wishes; whether it
//! happens is told by the state.

mod bar;
mod device;
mod devices;
mod drawings;
mod gestures;
mod more;
mod profile;
mod rename;

pub use bar::Controls;
pub use device::Device;
pub use devices::DevicesDialog;
pub use drawings::{Drawings, icon};
pub use gestures::turn_hand;
pub use profile::ProfileDialog;
pub use rename::RenameDialog;
