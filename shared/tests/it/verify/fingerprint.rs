//! Fingerprints in descriptions.

use chatmux_shared::call::verify::Fingerprint;

const COUNTING: &str = "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:\
                        10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F";

fn counting() -> Fingerprint {
    let mut bytes = [0; 32];
    for (byte, number) in bytes.iter_mut().zip(0..) {
        *byte = number;
    }
    Fingerprint::from_bytes(bytes)
}

fn of(lines: &[&str]) -> Option<Fingerprint> {
    Fingerprint::of_description(&lines.join("\r\n"))
}

fn line(value: &str) -> String {
    ["a=fingerprint:sha-256 ", value].concat()
}

#[test]
fn a_certificate_has_the_hash_of_its_bytes() {
    let of_nothing = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    assert_eq!(Fingerprint::of_certificate(&[]).to_string(), of_nothing);
}

#[test]
fn lines_that_all_say_the_same_are_one_fingerprint() {
    let sdp = ["v=0", &line(COUNTING), "m=audio", &line(COUNTING), ""];
    assert_eq!(of(&sdp), Some(counting()));
    let lower = line(&COUNTING.to_lowercase());
    assert_eq!(of(&[&lower]), Some(counting()));
    assert_eq!(of(&[&lower.replace("sha", "SHA")]), Some(counting()));
}

#[test]
fn a_description_that_leaves_a_choice_has_none() {
    let other = COUNTING.replace("00:", "FF:");
    assert_eq!(of(&[&line(COUNTING), &line(&other)]), None);
    let weak = "a=fingerprint:sha-1 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13";
    assert_eq!(of(&[&line(COUNTING), weak]), None);
    assert_eq!(of(&[weak, &line(COUNTING)]), None);
    assert_eq!(of(&["v=0", "m=audio"]), None);
}

#[test]
fn what_is_no_fingerprint_is_none() {
    for value in [
        "",
        "00",
        &COUNTING[3..],
        &[COUNTING, ":20"].concat(),
        &COUNTING.replace(':', ""),
        &COUNTING.replace("0A", "0G"),
        &COUNTING.replace("0A", "+A"),
        &COUNTING.replace("0A", "A"),
        &COUNTING.replace("0A", "é"),
        &[COUNTING, " x"].concat(),
    ] {
        assert_eq!(of(&[&line(value)]), None, "{value}");
    }
    for whole in ["a=fingerprint:", "a=fingerprint:sha-256", "a=fingerprint: "] {
        assert_eq!(of(&[whole]), None, "{whole}");
    }
}
