//! Links between two tabs, by real peer connections.

use chatmux_frontend::call::Outgoing;
use chatmux_frontend::clock::now;
use chatmux_frontend::input::{Inbox, Input, Mailbox};
use chatmux_frontend::media::{MediaInput, Own, Readiness};
use chatmux_shared::wire::Switch;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{MediaStreamTrackState, RtcSignalingState};

use crate::pair::{Pair, Side, playing};
use crate::until::until;

/// The fake devices, working.
pub async fn own() -> (Own, Inbox) {
    let (mailbox, mut inbox) = Mailbox::new();
    let mut own = Own::new(mailbox);
    own.acquire(now());
    assert_eq!(own.readiness(now()), Readiness::Unsettled);
    until("devices answered", || {
        handle_all(&mut own, &mut inbox);
        own.readiness(now()) == Readiness::Settled
    })
    .await;
    (own, inbox)
}

fn handle_all(own: &mut Own, inbox: &mut Inbox) {
    while let Ok(input) = inbox.try_recv() {
        if let Input::Media(MediaInput::Answer {
            request,
            source,
            answer,
        }) = input
        {
            own.handle_answer(source, request, answer);
        }
    }
}

#[wasm_bindgen_test]
async fn two_ends_connect_by_one_offer_and_see_each_other() {
    let (own, _inbox) = own().await;
    let mut pair = Pair::new();
    for side in &mut pair.sides {
        side.outgoing = own.outgoing();
    }
    pair.connect().await;

    assert_eq!(pair.offers, 1);
    for place in [0, 1] {
        let sdp = pair.connection(place).local_description().unwrap().sdp();
        assert_eq!(
            lines(&sdp),
            ["audio", "video", "audio", "video", "application"]
        );
        assert!(!sdp.contains("a=inactive") && !sdp.contains("only"));
    }
    for place in [0, 1] {
        let video = pair.until_pictures(place).await;
        video.remove();
    }
}

fn lines(sdp: &str) -> Vec<&str> {
    sdp.lines()
        .filter_map(|line| line.strip_prefix("m=")?.split(' ').next())
        .collect()
}

#[wasm_bindgen_test]
async fn a_voice_is_heard_without_pictures_and_pictures_come_without_an_offer() {
    let (own, _inbox) = own().await;
    let mut pair = Pair::new();
    pair.sides[0].outgoing = Outgoing {
        camera: None,
        ..own.outgoing()
    };
    pair.connect().await;
    let audio = playing(&pair.person(1, Switch::On));
    pair.until("a voice", |_| audio.current_time() > 0.2).await;
    assert_eq!(audio.video_width(), 0);
    audio.remove();

    pair.sides[0].outgoing = own.outgoing();
    let video = pair.until_pictures(1).await;
    pair.until("both", |_| video.current_time() > 0.2).await;
    assert_eq!(pair.offers, 1);
    video.remove();
}

#[wasm_bindgen_test]
async fn nothing_is_opened_before_the_devices_have_answered() {
    let mut pair = Pair::new();
    pair.sides[0].readiness = Readiness::Unsettled;
    for _ in 0..10 {
        pair.settle();
    }
    assert_eq!(pair.offers, 0);

    pair.sides[0].readiness = Readiness::Settled;
    pair.connect().await;
}

#[wasm_bindgen_test]
async fn a_refreshed_tab_replaces_its_end_of_the_link() {
    for refreshed in [0, 1] {
        let mut pair = Pair::new();
        pair.connect().await;
        let former = pair.connection(1 - refreshed);

        let number = u8::try_from(refreshed).unwrap() + 1;
        pair.sides[refreshed] = Side::new(number, 1);
        pair.introduce(refreshed);
        pair.introduce(1 - refreshed);
        pair.until("the former end replaced", |pair| {
            pair.connection(1 - refreshed) != former && pair.is_connected()
        })
        .await;
        assert_eq!(former.signaling_state(), RtcSignalingState::Closed);
    }
}

#[wasm_bindgen_test]
async fn one_who_leaves_closes_the_link_and_may_come_back() {
    let mut pair = Pair::new();
    pair.connect().await;
    let former = pair.connection(0);
    let other = pair.sides[1].me.0;
    for place in [0, 1] {
        let peer = pair.sides[1 - place].me.0;
        pair.sides[place].links.mesh.handle_left(peer);
    }
    pair.settle();
    assert_eq!(former.signaling_state(), RtcSignalingState::Closed);
    assert_eq!(pair.sides[0].links.state(other), None);

    pair.introduce(0);
    pair.introduce(1);
    pair.connect().await;
}

#[wasm_bindgen_test]
async fn devices_stop_when_they_are_let_go() {
    let (mut own, mut inbox) = own().await;
    let Outgoing {
        microphone, camera, ..
    } = own.outgoing();
    let (microphone, camera) = (microphone.unwrap(), camera.unwrap());
    assert!(own.picture().is_some());

    own.set_microphone(Switch::Off);
    assert!(!microphone.enabled());
    assert_eq!(microphone.ready_state(), MediaStreamTrackState::Live);

    own.set_camera(Switch::Off);
    assert_eq!(camera.ready_state(), MediaStreamTrackState::Ended);
    assert!(own.picture().is_none());
    assert_eq!(own.outgoing().camera, None);

    own.set_camera(Switch::On);
    until("the camera again", || {
        handle_all(&mut own, &mut inbox);
        own.media().camera.is_on()
    })
    .await;
    drop(own);
    assert_eq!(microphone.ready_state(), MediaStreamTrackState::Ended);
}
