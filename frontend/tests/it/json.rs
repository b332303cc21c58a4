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
    r#"{"entries":{"asked":{"below":0},"page":{"entries":{}}}}"#,
    r#"{"told":{"event":{"departed":{"session":"short"}}}}"#,
    r#"{"told":{"event":{"entered":{"person":{}}}}}"#,
];

const CLIENT: [&str; 24] = [
    r#"{"hello":{"name":"Ann","color":"pink","key":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","signature":"aW4wFDhXkeJBJF-FjUhVAKHNVG6ltifF6GMYEnJonC1Fij0mQNT2LpZ41KWJYSRUpJ5zN2Ip2F7WVSuIjcnoCA"}}"#,
    r#"{"hello":{"name":"Ann","color":"pink","status":"at \"lunch\"","key":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","signature":"aW4wFDhXkeJBJF-FjUhVAKHNVG6ltifF6GMYEnJonC1Fij0mQNT2LpZ41KWJYSRUpJ5zN2Ip2F7WVSuIjcnoCA","resume":{"token":"cw","incarnation":2,"former":"unknown"},"maker":"bWs","visibility":"by_link","have":{"epoch":"AQEBAQEBAQEBAQEBAQEBAQ","seen":{"seq":7,"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA"}}}}"#,
    r#""leaving""#,
    r#""leave""#,
    r#""pong""#,
    r#"{"post":{"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAEAAAAIAAABi8_laAEAAAAoAAAAAAAAAABa1KTmAzIw4gPDRHvjZ__yBtS5UkxYQ12TvJr828lFIAAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAm5JTQlBfE0_J3jPkBAS4gOrlx99PHD-JwarNxM5a_2Q","signature":"iYXzw64XdSnZP_WWJQ5_rrcfBKUv7wbPUug0JxRMlLL7Et9lOrvczSl0a3jIGvODrQDz22TH2keft8S8pfPACQ","text":"hi \"you\"\n","salt":"AAAAAAAAAAAAAAAAAAAAAQ"}}"#,
    r#""typing""#,
    r#"{"fetch":{"after":7}}"#,
    r#"{"fetch_before":{"before":7}}"#,
    r#"{"profile":{"name":"Ann","color":"violet"}}"#,
    r#"{"profile":{"name":"Ann","color":"violet","status":"at lunch"}}"#,
    r#"{"rename":{"name":"Tea kitchen"}}"#,
    r#"{"visibility":{"visibility":"listed"}}"#,
    r#"{"join_call":{"media":{"microphone":"on","camera":"on","screen":"off"}}}"#,
    r#""leave_call""#,
    r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready"}}}"#,
    r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":{"candidates":{"exchange":0,"candidates":[{"candidate":""}]}}}}}"#,
    r#"{"signal":{"to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":{"incarnation":0,"build":0},"content":{"offer":{"exchange":0,"sdp":"v=0\r\n"}}}}}"#,
    r#"{"lock":{"lock":"on"}}"#,
    r#"{"let_in":{"member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"}}"#,
    r#"{"turn_away":{"member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"}}"#,
    r#"{"hand":{"hand":"off"}}"#,
    r#"{"lower_hand":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}"#,
    r#"{"react":{"reaction":"thumbs_up"}}"#,
];

const SERVER: [&str; 77] = [
    r#"{"challenge":{"nonce":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"}}"#,
    r#"{"welcome":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","incarnation":0,"session_token":"c2Vzc2lvbg","room":{"id":"babab-babab-babab-babad","epoch":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Amber Comet","owner":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","removed":["gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q"],"visibility":"listed","made":1700000000000},"people":[{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","name":"Ann","color":"pink","status":"at lunch","incarnation":0,"presence":"here","call":{"microphone":"on","camera":"off","screen":"on"}}],"newest":8,"history":"continued","page":{"before":"5g5plDGHgUNNtnZDa8SevgmQ3I5cYdibzHSGVw002QI","entries":[{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":{"kept":{"text":"7","salt":"AAAAAAAAAAAAAAAAAAAABw"}},"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}]},"online":1,"limits":{"message_chars":1000,"message_bytes":4096,"name_graphemes":32,"name_bytes":128,"status_graphemes":80,"status_bytes":320,"messages":{"period":2000,"burst":10},"room_sessions":500,"rooms":10000,"call_sessions":12,"call_video":8,"entries_page":100,"frame_bytes":65536},"ice":{"servers":[{"urls":["stun:192.0.2.1:3478"]},{"urls":["turn:192.0.2.1:3478?transport=udp"],"username":"1700003600000:AQEBAQEBAQEBAQEBAQEBAQ","credential":"c2VjcmV0"}],"expires_in":3600000,"boot":7},"now":1700000000000}}"#,
    r#"{"entries":{"asked":{"above":6},"page":{"before":"5g5plDGHgUNNtnZDa8SevgmQ3I5cYdibzHSGVw002QI","entries":[{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":{"kept":{"text":"7","salt":"AAAAAAAAAAAAAAAAAAAABw"}},"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}]}}}"#,
    r#"{"newest":{"seq":7}}"#,
    r#"{"online":{"count":12}}"#,
    r#""ping""#,
    r#"{"refused":{"reason":{"message":{"too_long":{"limit":1000}}},"about":"AAAAAAAAAAAAAAAAAAAAAQ"}}"#,
    r#"{"told":{"event":{"entered":{"person":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","name":"Ann","color":"pink","incarnation":0,"presence":"here"}}}}}"#,
    r#"{"told":{"event":{"away":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","until":1700000000000}}}}"#,
    r#"{"told":{"event":{"departed":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}"#,
    r#"{"told":{"event":{"in_call":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","media":{"microphone":"on","camera":"on","screen":"off"}}}}}"#,
    r#"{"told":{"event":{"left_call":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}"#,
    r#"{"told":{"event":{"profile":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Eve","color":"yellow"}}}}"#,
    r#"{"told":{"event":{"typing":{"sessions":["AQEBAQEBAQEBAQEBAQEBAQ","AgICAgICAgICAgICAgICAg"]}}}}"#,
    r#"{"told":{"event":{"room":{"card":{"id":"babab-babab-babab-babad","epoch":"AQEBAQEBAQEBAQEBAQEBAQ","name":"Amber Comet","visibility":"unopened","made":1700000000000}}}}}"#,
    r#"{"told":{"event":{"ends_soon":{"at":1700000000000}}}}"#,
    r#"{"told":{"event":{"entry":{"entry":{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":{"kept":{"text":"7","salt":"AAAAAAAAAAAAAAAAAAAABw"}},"head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}}}}}"#,
    r#"{"told":{"event":{"entry":{"entry":{"seq":7,"at":1700000007000,"signed":"AAAAD2NoYXRtdXggZW50cnkgMQAAABdiYWJhYi1iYWJhYi1iYWJhYi1iYWJhZAAAABABAQEBAQEBAQEBAQEBAQEBAAAAIIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAAAAEAAAAAAAAAAAAAAAAAAAAAcAAAAIAAABi8_laAcAAAAoAAAAAAAAAAbmDmmUMYeBQ022dkNrxJ6-CZDcjlxh2JvMdIZXDTTZAgAAAAECAAAACAAAAAAAAAAAAAAAAAAAACAqL-z6B9AUsGnnb6bGaOYnm0Df69gRCwlvBBfFvmOZog","signature":"cCiJssq-mqPwLgpNSuoEcZ50AFOAXF5geZPZu4MRC2U28_R_aSnPPGEPqteIpTepCn8IKaba8A0ROsDtoca2Bw","words":"erased","head":"4Mgsl8XnmWoJNV2np17_nRElwSnPwuhw_m0q_lzTPwA","byline":{"name":"Ann","color":"pink"}}}}}}"#,
    r#"{"told":{"event":{"signal":{"from":"AQEBAQEBAQEBAQEBAQEBAQ","to":"AgICAgICAgICAgICAgICAg","signal":{"from":{"incarnation":0,"build":0},"to":null,"content":"ready"}}}}}"#,
    r#"{"refused":{"reason":{"malformed":{"why":"not so"}}}}"#,
    r#"{"refused":{"reason":"not_in_room"}}"#,
    r#"{"refused":{"reason":"not_owner"}}"#,
    r#"{"refused":{"reason":"not_a_choice"}}"#,
    r#"{"refused":{"reason":"not_proven"}}"#,
    r#"{"refused":{"reason":"removed"}}"#,
    r#"{"refused":{"reason":"not_open"}}"#,
    r#"{"refused":{"reason":{"room_full":{"limit":500}}}}"#,
    r#"{"refused":{"reason":{"too_fast":{"wait":1500}}}}"#,
    r#"{"refused":{"reason":"busy"}}"#,
    r#"{"refused":{"reason":"not_in_call"}}"#,
    r#"{"refused":{"reason":{"video_full":{"limit":8}}}}"#,
    r#"{"refused":{"reason":{"name":"empty"}}}"#,
    r#"{"refused":{"reason":{"name":{"too_long":{"limit":32}}}}}"#,
    r#"{"refused":{"reason":{"name":{"too_many_bytes":{"limit":128}}}}}"#,
    r#"{"refused":{"reason":{"name":"control"}}}"#,
    r#"{"refused":{"reason":{"status":{"too_long":{"limit":80}}}}}"#,
    r#"{"refused":{"reason":{"message":{"too_long":{"limit":1000}}}}}"#,
    r#"{"refused":{"reason":{"not_a_statement":"ends_early"}}}"#,
    r#"{"refused":{"reason":{"not_a_statement":"trailing"}}}"#,
    r#"{"refused":{"reason":{"not_a_statement":"unknown_tag"}}}"#,
    r#"{"refused":{"reason":{"not_a_statement":"wrong_length"}}}"#,
    r#"{"refused":{"reason":{"not_a_statement":"no_room"}}}"#,
    r#"{"refused":{"reason":{"not_a_statement":{"unknown_kind":7}}}}"#,
    r#"{"refused":{"reason":{"not_a_statement":"wrong_object"}}}"#,
    r#"{"refused":{"reason":{"signature_refused":"key_of_small_order"}}}"#,
    r#"{"refused":{"reason":{"signature_refused":"key_not_canonical"}}}"#,
    r#"{"refused":{"reason":{"signature_refused":"commitment_of_small_order"}}}"#,
    r#"{"refused":{"reason":{"signature_refused":"commitment_not_canonical"}}}"#,
    r#"{"refused":{"reason":{"signature_refused":"response_too_large"}}}"#,
    r#"{"refused":{"reason":"not_verified"}}"#,
    r#"{"refused":{"reason":"other_author"}}"#,
    r#"{"refused":{"reason":"other_room"}}"#,
    r#"{"refused":{"reason":"other_text"}}"#,
    r#"{"refused":{"reason":"stale"}}"#,
    r#"{"refused":{"reason":"said_otherwise"}}"#,
    r#"{"refused":{"reason":"not_kept"}}"#,
    r#"{"refused":{"reason":{"denied":"not_owner"}}}"#,
    r#"{"refused":{"reason":{"denied":"not_author"}}}"#,
    r#"{"refused":{"reason":{"denied":"no_target"}}}"#,
    r#"{"refused":{"reason":{"denied":"made_before"}}}"#,
    r#"{"refused":{"reason":{"denied":"owner_goes"}}}"#,
    r#"{"knocking":{"owner":"away"}}"#,
    r#"{"told":{"event":{"in_line":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","place":{"turn":3,"media":{"microphone":"on","camera":"off","screen":"off"}}}}}}"#,
    r#"{"told":{"event":{"hand":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","hand":3}}}}"#,
    r#"{"told":{"event":{"hand":{"session":"AQEBAQEBAQEBAQEBAQEBAQ"}}}}"#,
    r#"{"told":{"event":{"knocks":{"knocks":[{"member":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w","name":"Ann","color":"pink"}]}}}}"#,
    r#"{"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"thumbs_up"}}}}"#,
    r#"{"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"heart"}}}}"#,
    r#"{"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"laughter"}}}}"#,
    r#"{"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"party"}}}}"#,
    r#"{"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"applause"}}}}"#,
    r#"{"told":{"event":{"reaction":{"session":"AQEBAQEBAQEBAQEBAQEBAQ","reaction":"surprise"}}}}"#,
    r#"{"refused":{"reason":{"too_many_tabs":{"limit":10}}}}"#,
    r#"{"refused":{"reason":{"too_many_knock":{"limit":20}}}}"#,
    r#"{"refused":{"reason":"turned_away"}}"#,
    r#"{"refused":{"reason":"not_knocking"}}"#,
    r#"{"ice":{"servers":[{"urls":["stun:192.0.2.1:3478"]},{"urls":["turn:192.0.2.1:3478?transport=udp"],"username":"1700003600000:AQEBAQEBAQEBAQEBAQEBAQ","credential":"c2VjcmV0"}],"expires_in":3600000,"boot":7}}"#,
];
