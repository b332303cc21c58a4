//! Counters, encoders and codecs of real peer connections.

use chatmux_frontend::call::stats;
use chatmux_shared::call::budget::{Quality, Share};
use chatmux_shared::call::stats::{CAMERA, Figures, MICROPHONE, Path, Reading};
use chatmux_shared::wire::Switch;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::RtcPeerConnection;

use crate::links::own;
use crate::pair::Pair;

/// Two tabs that see each other.
async fn seeing() -> (Pair, impl Sized) {
    let own = own().await;
    let mut pair = Pair::new();
    for side in &mut pair.sides {
        side.outgoing = own.0.outgoing();
    }
    pair.connect().await;
    pair.until_pictures(1).await.remove();
    (pair, own)
}

/// The next reading of the first tab's link.
async fn reading(pair: &mut Pair) -> Reading {
    let mut found = None;
    pair.sides[0].links.read_counters();
    pair.sides[0].links.read_counters();
    pair.until("the counters", |pair| {
        found = found.or_else(|| pair.sides[0].links.poll_reading());
        found.is_some()
    })
    .await;
    let again = pair.sides[0].links.poll_reading();
    assert!(again.is_none(), "no two readings at a time");
    found.unwrap().2
}

#[wasm_bindgen_test]
async fn counters_of_a_link_are_read_line_by_line() {
    let (mut pair, _own) = seeing().await;
    let former = reading(&mut pair).await;
    let mut figures = None;
    pair.until_pictures(0).await.remove();
    while figures.is_none_or(|it: Figures| it.picture.is_none() || it.span < 500) {
        figures = Figures::between(&former, &reading(&mut pair).await);
    }
    let figures = figures.unwrap();
    assert_eq!(figures.path, Some(Path::Direct));
    assert!(figures.round_trip.is_some());
    assert!(figures.arrived[MICROPHONE] > 0 && figures.arrived[CAMERA] > 0);
    assert!(figures.rate > 0 && figures.sent_rate > 0);
    assert!(
        figures.words().starts_with("Direct · "),
        "{}",
        figures.words()
    );
}

#[wasm_bindgen_test]
async fn a_connection_without_lines_has_no_counters() {
    let connection = RtcPeerConnection::new().unwrap();
    assert_eq!(stats::read(connection).await, None);
}

#[wasm_bindgen_test]
async fn an_encoder_does_the_last_thing_it_was_told() {
    let (mut pair, _own) = seeing().await;
    let other = pair.sides[1].me.0;
    let give = |pair: &mut Pair, camera| {
        let share = Share {
            camera,
            screen: None,
        };
        pair.sides[0].links.share(&[(other, share)]);
    };
    let quality = Quality::for_receivers(3);
    for camera in [Some(Quality::for_receivers(1)), None, Some(quality)] {
        give(&mut pair, camera);
    }
    pair.until("the last", |pair| {
        parameter(pair, "maxBitrate").as_f64() == Some(f64::from(quality.bitrate))
    })
    .await;
    assert!(parameter(&pair, "active").is_truthy());
    give(&mut pair, None);
    pair.until("nothing sent", |pair| parameter(pair, "active").is_falsy())
        .await;
    give(&mut pair, Some(quality));
    pair.until("sent again", |pair| parameter(pair, "active").is_truthy())
        .await;
    pair.person(1, Switch::On);
}

/// What the camera's encoder of the first tab was told.
fn parameter(pair: &Pair, name: &str) -> JsValue {
    let connection = pair.connection(0);
    let line: web_sys::RtcRtpTransceiver = connection.get_transceivers().get(1).into();
    let sender = line.sender();
    let function = Reflect::get(&sender, &"getParameters".into()).unwrap();
    let parameters = js_sys::Function::from(function).call0(&sender).unwrap();
    let encodings = Reflect::get(&parameters, &"encodings".into()).unwrap();
    let encoding = Reflect::get_u32(&encodings, 0).unwrap();
    Reflect::get(&encoding, &name.into()).unwrap()
}

#[wasm_bindgen_test]
async fn cameras_speak_vp8_and_screens_vp9() {
    let (pair, _own) = seeing().await;
    for place in [0, 1] {
        let sdp = pair.connection(place).local_description().unwrap().sdp();
        assert_eq!(codecs(&sdp), ["VP8", "VP9"]);
    }
}

/// The first codec of each line of video (RFC 8866 §5.14).
fn codecs(sdp: &str) -> Vec<String> {
    let lines = sdp.lines().filter(|line| line.starts_with("m=video"));
    let first = lines.filter_map(|line| line.split(' ').nth(3));
    first
        .filter_map(|number| {
            let map = ["a=rtpmap:", number, " "].concat();
            let codec = sdp.lines().find_map(|line| line.strip_prefix(&map))?;
            Some(codec.split('/').next()?.to_owned())
        })
        .collect()
}
