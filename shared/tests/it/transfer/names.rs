//! Names and kinds of files, tamed.

use chatmux_shared::call::transfer::{FileKind, FileName, Header, LARGEST_PICTURE, piece_bytes};

#[test]
fn a_name_is_one_part_of_a_path_and_shows_what_it_is() {
    let long = "x".repeat(300) + ".tar.gz";
    let cut = "x".repeat(177) + ".gz";
    for (given, tamed) in [
        ("holiday.jpg", "holiday.jpg"),
        ("Ünïcödé 写真 🏖.png", "Ünïcödé 写真 🏖.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\cmd.exe", "cmd.exe"),
        ("/", "file"),
        ("", "file"),
        ("..", "file"),
        (" . ", "file"),
        (".bashrc", "bashrc"),
        ("evil\u{202e}gpj.exe", "evilgpj.exe"),
        ("a\u{2066}b\u{2069}\u{200f}.txt", "ab.txt"),
        ("zero\u{200b}width\u{feff}.txt", "zerowidth.txt"),
        ("line\nbreak\0\u{1b}[31m.txt", "linebreak[31m.txt"),
        ("a<b>c:d\"e|f?g*h", "a_b_c_d_e_f_g_h"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("lpt9", "_lpt9"),
        ("console.log", "console.log"),
        ("com10.txt", "com10.txt"),
        ("trailing. . ", "trailing"),
        (&long, &cut),
    ] {
        assert_eq!(FileName::tame(given).as_str(), tamed, "{given:?}");
        assert_eq!(FileName::tame(tamed).as_str(), tamed, "{tamed:?} again");
    }
}

#[test]
fn a_long_name_is_cut_between_characters() {
    for extra in 0..8 {
        let name = FileName::tame(&["a".repeat(extra), "🏖".repeat(100)].concat());
        assert!(name.as_str().len() <= 180);
        assert!(name.as_str().ends_with('🏖'));
    }
}

#[test]
fn only_pictures_that_hold_no_script_are_shown() {
    for (kind, is_picture) in [
        ("image/png", true),
        ("IMAGE/JPEG", true),
        ("image/webp", true),
        ("image/gif", true),
        ("image/svg+xml", false),
        ("text/html", false),
        ("image/png; charset=x", false),
        ("", false),
    ] {
        assert_eq!(FileKind::tame(kind).is_picture(1000), is_picture, "{kind}");
    }
    let png = FileKind::tame("image/png");
    assert!(png.is_picture(LARGEST_PICTURE) && !png.is_picture(LARGEST_PICTURE + 1));
    assert_eq!(FileKind::tame(&"x".repeat(101)).as_str(), "");
    assert_eq!(FileKind::tame("text/html\r\nx: y").as_str(), "");
}

#[test]
fn a_header_reads_as_it_was_written_and_a_short_one_does_not() {
    let header = Header {
        number: 0xdead_beef,
        offset: 0x0102_0304_0506_0708,
    };
    let bytes = header.to_bytes();
    assert_eq!(bytes, [0xde, 0xad, 0xbe, 0xef, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(Header::parse(&bytes), Some(header));
    assert_eq!(Header::parse(&[&bytes[..], b"more"].concat()), Some(header));
    for length in 0..12 {
        assert_eq!(Header::parse(&bytes[..length]), None);
    }
}

#[test]
fn a_message_is_as_large_as_both_ends_take() {
    for (largest, bytes) in [
        (1, 16_372),
        (16_384, 16_372),
        (40_000, 39_988),
        (65_536, 65_524),
        (262_144, 65_524),
        (usize::MAX, 65_524),
        (0, 65_524),
    ] {
        assert_eq!(piece_bytes(largest), bytes, "{largest}");
    }
}
