//! Whether a device has got onto another network, by what its browser says.
//!
//! A browser tells that something about the network has changed for mere
//! estimates of its speed, too. Only another kind of network is another one;
//! that there is none, and that there is one again, is told otherwise.
//!
//! Kinds: `NetworkInformation.type` (WICG Network Information API §6.1). On a
//! desktop most browsers tell none.

/// No network at all.
const NONE: &str = "none";

/// The kind of network last heard of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    kind: Option<String>,
}

impl Network {
    /// Of this kind, if the browser tells.
    pub fn new(kind: Option<String>) -> Self {
        let kind = kind.filter(|kind| kind != NONE);
        Self { kind }
    }

    /// Something has changed, and the kind is this now; whether it is another
    /// network than before.
    #[must_use]
    pub fn handle_kind(&mut self, kind: Option<String>) -> bool {
        let now = Self::new(kind);
        let is_another = now.kind.is_some() && now != *self;
        if is_another {
            *self = now;
        }
        is_another
    }
}
