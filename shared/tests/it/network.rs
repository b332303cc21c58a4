//! Whether a device has got onto another network.

use chatmux_shared::call::network::Network;

fn kind(kind: &str) -> String {
    kind.to_owned()
}

#[test]
fn another_kind_is_another_network_once() {
    let mut network = Network::new(Some(kind("wifi")));
    assert!(!network.handle_kind(Some(kind("wifi"))));
    assert!(network.handle_kind(Some(kind("cellular"))));
    assert!(!network.handle_kind(Some(kind("cellular"))));
    assert!(network.handle_kind(Some(kind("wifi"))));
}

#[test]
fn a_browser_that_tells_no_kind_tells_estimates_only() {
    let mut network = Network::new(None);
    assert!(!network.handle_kind(None));
    assert!(network.handle_kind(Some(kind("ethernet"))));
    assert!(!network.handle_kind(None));
    assert!(!network.handle_kind(Some(kind("ethernet"))));
}

#[test]
fn a_gap_is_no_network_and_the_same_one_after_it_is_the_same() {
    let mut network = Network::new(Some(kind("wifi")));
    assert!(!network.handle_kind(Some(kind("none"))));
    assert!(!network.handle_kind(Some(kind("wifi"))));
    assert!(!network.handle_kind(Some(kind("none"))));
    assert!(network.handle_kind(Some(kind("cellular"))));
}
