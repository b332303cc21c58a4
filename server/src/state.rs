//! What every request can reach.

use std::sync::Arc;

use leptos::config::LeptosOptions;

use crate::hub::Hub;
use crate::origin::Home;
use crate::peer::Proxies;

/// Shared by all requests.
#[derive(Clone)]
pub struct AppState {
    /// The live rooms.
    pub hub: Arc<Hub>,
    /// How this server is reached.
    pub home: Home,
    /// Who is believed about where a request comes from.
    pub proxies: Proxies,
    /// What Leptos needs to name the client's files.
    pub leptos: LeptosOptions,
}
