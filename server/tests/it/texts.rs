//! What people write: kept exactly, or refused with a sentence.

use chatmux_shared::room::{Color, Refusal};
use chatmux_shared::text::{Status, TextRefusal};
use chatmux_shared::wire::ClientFrame;

use crate::guest::{Claim, Guest, Socket, hello};
use crate::house::House;
use crate::key::text_of;

#[tokio::test]
async fn a_text_is_kept_exactly_as_typed() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    let texts = [
        "don't <3 & \"x\"",
        "<script>alert('x')</script>",
        "&lt;b&gt; &#39; %3Cb%3E \\u003cb\\u003e",
        "'; DROP TABLE entries; --",
        "مرحبا שלום hello",
        "\u{202e}turned round\u{202c}",
        "👩‍👩‍👧‍👦 🇪🇺 🏳️‍🌈",
        "e\u{301} is not \u{e9}",
        "  spaces around  ",
        "\ttab\n\nlines\r\nof two kinds\n",
        "a\u{200b}b\u{feff}c",
        "\u{7f}\u{1}\u{85}x",
        "\u{10ffff}\u{fffe}",
    ];
    for text in texts {
        let entry = ada.say(text).await;
        assert_eq!(text_of(&entry), text);
        assert_eq!(bob.next_entry().await, entry);
    }
    let house = house.reopened().await;
    let mut late = Guest::come(house.address, "lounge", "Late").await;
    let kept = late.fetch_all(chatmux_shared::id::Seq(0)).await;
    assert_eq!(kept.iter().map(text_of).collect::<Vec<_>>(), texts);
}

#[tokio::test]
async fn a_message_that_cannot_be_is_refused_with_a_sentence() {
    let house = House::open().await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    let limit = 1000;
    let bytes = TextRefusal::TooManyBytes { limit: 4096 };
    for (text, reason) in [
        (String::new(), TextRefusal::Empty),
        (" \n\t ".to_owned(), TextRefusal::Empty),
        ("\u{200b}\u{202e}".to_owned(), TextRefusal::Empty),
        ("a\0b".to_owned(), TextRefusal::Control),
        ("x".repeat(1001), TextRefusal::TooLong { limit }),
        ("x".repeat(60_000), TextRefusal::TooLong { limit }),
    ] {
        let client = guest.post(&text).await;
        let (refused, about) = guest.refusal().await;
        assert_eq!(refused, Refusal::Message(reason));
        assert_eq!(about, Some(client));
        assert!(refused.to_string().ends_with('.'), "{refused}");
    }
    guest.say(&"x".repeat(1000)).await;
    guest.say(&"🌍".repeat(1000)).await;

    // Bytes are scarcer where more characters are allowed.
    let house = House::open_with(&["--message-chars", "5000"]).await;
    let mut guest = Guest::come(house.address, "lounge", "Ada").await;
    guest.post(&"🌍".repeat(1025)).await;
    assert_eq!(guest.refusal().await.0, Refusal::Message(bytes));
    guest.say(&"🌍".repeat(1024)).await;
}

// trial 40
#[tokio::test]
async fn a_name_that_cannot_be_is_refused_with_a_sentence() {
    let house = House::open().await;
    let mut inside = Guest::come(house.address, "lounge", "Inside").await;
    let too_long = TextRefusal::TooLong { limit: 32 };
    let too_many = TextRefusal::TooManyBytes { limit: 128 };
    for (name, reason) in [
        (String::new(), TextRefusal::Empty),
        ("   ".to_owned(), TextRefusal::Empty),
        ("\u{200b}\u{200d}\u{feff}".to_owned(), TextRefusal::Empty),
        ("\u{202e}".to_owned(), TextRefusal::Empty),
        ("Ada\u{202e}nimda".to_owned(), TextRefusal::Control),
        ("Ada\u{2066}".to_owned(), TextRefusal::Control),
        ("Ada\0".to_owned(), TextRefusal::Control),
        ("Ada\nBob".to_owned(), TextRefusal::Control),
        ("x".repeat(33), too_long),
        (format!("a{}", "\u{301}".repeat(30_000)), too_many),
    ] {
        let socket = Socket::open(house.address, "lounge").await;
        let refused = socket.enter(hello(&name)).await.err();
        let refused = refused.expect("a refusal");
        assert_eq!(refused, Refusal::Name(reason), "{:?}", name.get(..20));
        assert!(refused.to_string().ends_with('.'), "{refused}");

        let color = Color::Red;
        let status = String::new();
        let rename = ClientFrame::Profile {
            name,
            color,
            status,
        };
        assert_eq!(inside.is_refused(&rename).await, Refusal::Name(reason));
    }
    let socket = Socket::open(house.address, "lounge").await;
    let mut million = socket.enter(hello("Million")).await.expect("a welcome");
    million.post(&"\u{301}".repeat(500_000)).await;
    assert_eq!(million.end().await, 1009);

    let trimmed = Guest::come(house.address, "lounge", "  Ada  ").await;
    let own = trimmed.welcome.people.last().expect("one's own");
    assert_eq!(own.name.as_str(), "Ada");
    inside.say("still here").await;
}

// trial 40: statuses
#[tokio::test]
async fn a_status_that_cannot_be_is_refused_with_a_sentence() {
    let house = House::open().await;
    let mut inside = Guest::come(house.address, "lounge", "Inside").await;
    let too_long = TextRefusal::TooLong { limit: 80 };
    let too_many = TextRefusal::TooManyBytes { limit: 320 };
    for (status, reason) in [
        ("at\u{202e}hcnul".to_owned(), TextRefusal::Control),
        ("at \u{2067}lunch".to_owned(), TextRefusal::Control),
        ("at lunch\0".to_owned(), TextRefusal::Control),
        ("at\nlunch".to_owned(), TextRefusal::Control),
        ("x".repeat(81), too_long),
        (format!("a{}", "\u{301}".repeat(30_000)), too_many),
    ] {
        let claim = Claim {
            status: status.clone(),
            ..hello("Ada")
        };
        let socket = Socket::open(house.address, "lounge").await;
        let refused = socket.enter(claim).await.err().expect("a refusal");
        assert_eq!(refused, Refusal::Status(reason), "{:?}", status.get(..20));
        assert!(refused.to_string().ends_with('.'), "{refused}");
        let profile = ClientFrame::Profile {
            name: "Inside".to_owned(),
            color: Color::Red,
            status,
        };
        assert_eq!(inside.is_refused(&profile).await, Refusal::Status(reason));
    }
    // What shows nothing is no status.
    for nothing in ["  ", "\u{200b}\u{200d}", "\u{feff}"] {
        let claim = Claim {
            status: nothing.to_owned(),
            ..hello("Ada")
        };
        let ada = Guest::enter(house.address, "lounge", claim).await;
        let own = ada.welcome.people.last().expect("one's own");
        assert_eq!(own.status, None, "{nothing:?}");
    }
    inside.say("still here").await;
}

/// What would do something where it is taken for markup; short enough for a
/// name.
const MARKUP: [&str; 14] = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><b onclick=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<!--<script>-->",
    "</textarea><x>",
    "]]><x/>",
    "${alert(1)}{{7*7}}",
    "&lt;b&gt;&#x3c;b&#62;",
    "\\u003cscript\\u003e",
    "<a href=//evil.example>",
];

// trial 41
#[tokio::test]
async fn markup_is_told_as_it_was_typed_and_is_none_on_any_page() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut guests = Vec::new();
    for markup in MARKUP {
        let claim = Claim {
            status: markup.to_owned(),
            ..hello(markup)
        };
        let mut guest = Guest::enter(house.address, "lounge", claim).await;
        let entry = guest.say(markup).await;
        assert_eq!(ada.next_entry().await, entry);
        assert_eq!(text_of(&entry), markup);
        assert_eq!(entry.byline.name.as_str(), markup);
        guests.push(guest);
    }
    let late = Guest::come(house.address, "lounge", "Late").await;
    let told: Vec<_> = late.welcome.page.entries.iter().map(text_of).collect();
    assert_eq!(told, MARKUP);
    for (person, markup) in late.welcome.people[1..].iter().zip(MARKUP) {
        let status = person.status.as_ref().map(Status::as_str);
        assert_eq!((person.name.as_str(), status), (markup, Some(markup)));
    }

    for path in ["/", "/r/lounge"] {
        let page = house.get(path).await;
        for markup in MARKUP.iter().filter(|markup| markup.contains('<')) {
            assert!(!page.body.contains(markup), "{path} holds {markup}");
        }
        assert!(!page.body.contains("<b onclick"), "{path}");
    }
    // As a link, too.
    for link in [
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%22%3E%3Cb%20onclick=alert(1)%3E",
    ] {
        let page = house.get(&format!("/r/{link}")).await;
        assert_eq!(page.status, 404);
        assert!(!page.body.contains("alert(1)<"), "{link}");
        assert!(!page.body.contains("<b onclick"), "{link}");
    }
}
