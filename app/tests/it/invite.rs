//! Who can follow a link, and the code of it.

use chatmux_app::invite::{Code, Reach};

#[test]
fn links_to_this_machine_are_known() {
    for link in [
        "http://localhost:3000/r/lounge",
        "http://LOCALHOST/r/lounge",
        "http://chat.localhost/",
        "http://localhost./",
        "http://127.0.0.1:3000/r/lounge",
        "https://127.8.9.1/",
        "http://[::1]:3000/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0:3000/",
        "http://someone@localhost:3000/",
    ] {
        assert_eq!(Reach::of(link), Reach::ThisMachine, "{link}");
    }
}

#[test]
fn links_elsewhere_reach_others() {
    for link in [
        "https://chat.example.org/r/lounge",
        "https://localhost.example.org/",
        "http://192.168.1.7:3000/",
        "http://[fe80::1]/",
        "http://128.0.0.1/localhost",
        "https://chat.example.org/?from=127.0.0.1",
        "https://localhost@chat.example.org/",
    ] {
        assert_eq!(Reach::of(link), Reach::Others, "{link}");
    }
}

#[test]
fn a_code_has_its_three_corners() {
    let code = Code::of("https://chat.example.org/r/lounge").expect("it is short");
    assert!(
        code.path.starts_with("M4 4h7v1h-7z"),
        "{}",
        &code.path[..40]
    );
    let right = code.side - 4 - 7;
    assert!(code.path.contains(&format!("M{right} 4h7v1h-7z")));
    assert!(code.path.contains(&format!("M4 {right}h7v1h-7z")));
}

#[test]
fn a_link_that_is_too_long_has_no_code() {
    assert_eq!(Code::of(&"x".repeat(5000)), None);
}
