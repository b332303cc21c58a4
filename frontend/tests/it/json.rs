//! Our reader and writer of JSON beside `serde_json`, over every frame there
//! is.

use chatmux_frontend::json;
use chatmux_shared::wire::{ClientFrame, ServerFrame};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_frame_of_the_server_reads_as_serde_json_reads_it() {
    for text in SERVER {
        let frame = ServerFrame::parse(text).unwrap();
        assert_eq!(json::parse::<ServerFrame>(text), Ok(frame), "{text}");
    }
}

#[wasm_bindgen_test]
fn every_frame_of_a_client_is_written_as_serde_json_writes_it() {
    for text in CLIENT {
        let frame = ClientFrame::parse(text).unwrap();
        assert_eq!(json::text(&frame), text);
    }
}

#[wasm_bindgen_test]
fn what_serde_json_refuses_is_refused() {
    for text in STRANGE {
        assert!(ServerFrame::parse(text).is_err(), "{text}");
        assert!(json::parse::<ServerFrame>(text).is_err(), "{text}");
    }
}

#[wasm_bindgen_test]
fn texts_come_through_as_they_are() {
    for text in [
        "",
        "\"\\\n\u{0}\u{2028}</script>",
        "\u{1f469}\u{200d}\u{1f680}",
        "עדה",
    ] {
        let kept = json::text(&text);
        assert_eq!(json::parse::<String>(&kept).unwrap(), text);
        assert_eq!(serde_json::from_str::<String>(&kept).unwrap(), text);
    }
}

#[wasm_bindgen_test]
fn unknown_fields_are_not_looked_at() {
    let text = r#"{"newest":{"seq":7,"later":{"__proto__":[1]}}}"#;
    assert_eq!(
        json::parse::<ServerFrame>(text).ok(),
        ServerFrame::parse(text).ok()
    );
}

const STRANGE: [&str; 19] = [
    "",
    "{",
    "null",
    "7",
    "[]",
    "{}",
    r#""welcome""#,
    r#""nothing we know""#,
    r#"{"nothing we know":{}}"#,
    r#"{"newest":{}}"#,
    r#"{"newest":null}"#,
    r#"{"newest":{"seq":"7"}}"#,
    r#"{"newest":{"seq":-1}}"#,
    r#"{"newest":{"seq":1.5}}"#,
    r#"{"newest":{"seq":null}}"#,
    r#"{"newest":{"seq":[7]}}"#,
    r#"{"entries":{"after":0,"entries":{}}}"#,
    r#"{"told":{"event":{"departed":{"session":"short"}}}}"#,
    r#"{"told":{"event":{"entered":{"person":{}}}}}"#,
];

const CLIENT: [&str; 15] = [
    r#"{"hello":{"name":"Ann","color":"pink"}}"#,
    r#"{"hello":{"name":"Ann","color":"pink","member":"bQ","resume":{"token":"cw","incarnation":2,"former":"unknown"},"maker":"bWs","visibility":"by_link","have":{"epoch":"AQEBAQEBAQEBAQEBAQEBAQ","seq":7}}}"#,
    r#""leaving""#,
    r#""leave""#,
    r#""pong""#,
    r#"{"say":{"client":"AAAAAAAAAAAAAAAAAAAAAQ","text":"hi \"you\"\n"}}"#,
    r#"{"fetch":{"after":7}}"#,
    r#"{"fetch_before":{"before":7}}"#,
    r#"{"profile":{"name":"Ann","color":"violet"}}"#,
    r#"{"visibility":{"visibility":"listed"}}"#,
    r#"{"join_call":{"media":{"microphone":"on","camera":"on","screen":"off"}}}"#,
    r#""leave_call""#,
    r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready"}}}"#,
    r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":{"candidates":{"exchange":0,"candidates":[{"candidate":""}]}}}}}"#,
    r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":{"incarnation":0,"build":0},"content":{"offer":{"exchange":0,"sdp":"v=0\r\n"}}}}}"#,
];

const SERVER: [&str; 29] = [
    r#"{"told":{"event":{"ends_soon":{"at":1700000000000}}}}"#,
    r#"{"welcome":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"AQEBAQEBAQEBAQEBAQEBAQ","incarnation":0,"session_token":"c2Vzc2lvbg","member_token":"bWVtYmVy","room":{"id":"babab-babab-babab-babad","epoch":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Amber Comet","owner":"AQEBAQEBAQEBAQEBAQEBAQ","visibility":"listed","made":1700000000000},"people":[{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","incarnation":0,"presence":"here","call":{"microphone":"on","camera":"off","screen":"on"}}],"newest":8,"history":"continued","entries":[{"seq":7,"at":1700000000007,"author":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","client":"AAAAAAAAAAAAAAAAAAAABw","kind":{"say":{"text":"7"}}}],"limits":{"message_chars":1000,"message_bytes":4096,"name_graphemes":32,"name_bytes":128,"room_sessions":500,"rooms":10000,"call_sessions":12,"call_video":8,"entries_page":100,"frame_bytes":65536},"now":1700000000000}}"#,
    r#"{"entries":{"after":6,"entries":[{"seq":7,"at":1700000000007,"author":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","client":"AAAAAAAAAAAAAAAAAAAABw","kind":{"say":{"text":"7"}}}]}}"#,
    r#"{"newest":{"seq":7}}"#,
    r#""ping""#,
    r#"{"refused":{"reason":{"message":{"too_long":{"limit":1000}}},"about":"AAAAAAAAAAAAAAAAAAAAAQ"}}"#,
    r#"{"refused":{"reason":{"malformed":{"why":"not so"}}}}"#,
    r#"{"refused":{"reason":"not_in_room"}}"#,
    r#"{"refused":{"reason":"not_in_call"}}"#,
    r#"{"refused":{"reason":"not_owner"}}"#,
    r#"{"refused":{"reason":"not_a_choice"}}"#,
    r#"{"refused":{"reason":{"name":"empty"}}}"#,
    r#"{"refused":{"reason":{"name":"control"}}}"#,
    r#"{"refused":{"reason":{"name":{"too_many_bytes":{"limit":128}}}}}"#,
    r#"{"refused":{"reason":"said_otherwise"}}"#,
    r#"{"refused":{"reason":{"room_full":{"limit":500}}}}"#,
    r#"{"refused":{"reason":{"call_full":{"limit":12}}}}"#,
    r#"{"refused":{"reason":{"video_full":{"limit":8}}}}"#,
    r#"{"refused":{"reason":"not_kept"}}"#,
    r#"{"refused":{"reason":"busy"}}"#,
    r#"{"told":{"event":{"entered":{"person":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","incarnation":0,"presence":"here"}}}}}"#,
    r#"{"told":{"event":{"away":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","until":1700000000000}}}}"#,
    r#"{"told":{"event":{"departed":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}"#,
    r#"{"told":{"event":{"in_call":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","media":{"microphone":"on","camera":"on","screen":"off"}}}}}"#,
    r#"{"told":{"event":{"left_call":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}"#,
    r#"{"told":{"event":{"profile":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Eve","color":"yellow"}}}}"#,
    r#"{"told":{"event":{"room":{"card":{"id":"babab-babab-babab-babad","epoch":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Amber Comet","visibility":"unopened","made":1700000000000}}}}}"#,
    r#"{"told":{"event":{"entry":{"entry":{"seq":7,"at":1700000000007,"author":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Ann","color":"pink","client":"AAAAAAAAAAAAAAAAAAAABw","kind":{"say":{"text":"7"}}}}}}}"#,
    r#"{"told":{"event":{"signal":{"from":"AQEBAQEBAQEBAQEBAQEBAQ","to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready"}}}}}"#,
];
