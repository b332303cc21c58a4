//! What a server may be told.

use chatmux_server::Server;
use chatmux_server::config::Config;
use chatmux_shared::room::Refusal;
use chatmux_shared::text::TextRefusal;
use clap::Parser as _;

use crate::guest::{Socket, hello};
use crate::house::{House, Place};

/// Why a server does not start with these settings.
async fn refusal(settings: &[&str]) -> Option<String> {
    let place = Place::new();
    let usual = place.settings();
    let all = ["chatmux"].into_iter();
    let all = all.chain(usual.iter().map(String::as_str));
    let config = Config::try_parse_from(all.chain(settings.iter().copied()));
    let started = Server::start(&config.expect("each by itself may be")).await;
    started.err().map(|cause| cause.to_string())
}

#[test]
fn nothing_is_limited_to_none() {
    for setting in [
        "--room-sessions",
        "--rooms",
        "--rooms-a-guest",
        "--rooms-a-user",
        "--network-share",
        "--room-idle",
        "--room-life",
        "--call-sessions",
        "--call-video",
        "--entries-kept",
        "--message-chars",
        "--message-bytes",
        "--name-chars",
        "--name-bytes",
        "--status-chars",
        "--status-bytes",
        "--frame-bytes",
        "--messages-a-minute",
        "--messages-at-once",
        "--frames-a-second",
        "--frames-at-once",
        "--entries-page",
        "--silence",
    ] {
        let with = |value| Config::try_parse_from(["chatmux", setting, value]);
        let refused = with("0").expect_err("none at all").to_string();
        assert!(refused.contains(setting), "{refused}");
        assert!(with("1").is_ok(), "{setting}");
    }
}

#[tokio::test]
async fn settings_that_do_not_go_together_are_said() {
    for (settings, setting, most) in [
        (
            ["--message-bytes", "40000"],
            "--message-bytes is 40000",
            32256,
        ),
        (["--frame-bytes", "8000"], "--message-bytes is 4096", 3488),
        (["--name-bytes", "40000"], "--name-bytes is 40000", 32256),
        (["--entries-page", "1000"], "--entries-page is 1000", 113),
    ] {
        let said = format!("{setting}, and with the other settings it is {most} at most");
        assert_eq!(refusal(&settings).await, Some(said));
    }
    let together = ["--entries-page", "500", "--message-bytes", "400"];
    assert_eq!(refusal(&together).await, None);
}

#[tokio::test]
async fn a_name_is_as_long_as_the_settings_say() {
    let house = House::open_with(&["--name-chars", "3", "--status-bytes", "4"]).await;
    let socket = Socket::open(house.address, "lounge").await;
    let refused = socket.enter(hello("Adam")).await.err();
    assert_eq!(
        refused,
        Some(Refusal::Name(TextRefusal::TooLong { limit: 3 }))
    );
    let socket = Socket::open(house.address, "lounge").await;
    let ada = socket.enter(hello("Ada")).await.expect("a welcome");
    let limits = &ada.welcome.limits;
    assert_eq!((limits.name_graphemes, limits.status_bytes), (3, 4));
}

#[tokio::test]
async fn a_network_has_the_share_of_so_many_people() {
    let house = House::open_with(&["--rooms-a-guest", "1", "--network-share", "2"]).await;
    for status in [201, 201, 429] {
        assert_eq!(house.post("/api/rooms").await.status, status);
    }
}
