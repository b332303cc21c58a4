//! What a tab knows of relays.

use chatmux_shared::call::ways::{Relay, Ways};
use chatmux_shared::wire::{Ice, IceServer};

fn ice(boot: u32, username: &str) -> Ice {
    let server = IceServer {
        urls: vec!["turn:192.0.2.1".to_owned()],
        username: username.to_owned(),
        credential: "secret".to_owned(),
    };
    Ice {
        servers: vec![server],
        expires_in: 1000,
        boot,
    }
}

#[test]
fn there_are_none_before_the_first_word() {
    assert_eq!(Ways::default().servers(), []);
}

#[test]
fn the_newest_word_counts() {
    let mut ways = Ways::default();
    assert_eq!(ways.handle_ice(ice(1, "first")), Relay::Same);
    assert_eq!(ways.handle_ice(ice(1, "second")), Relay::Same);
    assert_eq!(ways.servers(), ice(1, "second").servers);
}

#[test]
fn a_relay_that_was_started_anew_is_noticed_once() {
    let mut ways = Ways::default();
    assert_eq!(ways.handle_ice(ice(1, "first")), Relay::Same);
    assert_eq!(ways.handle_ice(ice(2, "first")), Relay::StartedAnew);
    assert_eq!(ways.handle_ice(ice(2, "second")), Relay::Same);
}
