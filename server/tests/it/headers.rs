//! What every answer tells the browser, errors included.

use std::collections::BTreeSet;

use crate::house::House;
use crate::message::{Answer, Ask};

/// Every route, and what there is no route for.
async fn answers(house: &House) -> Vec<(String, Answer)> {
    let made = house.room().await;
    let page = format!("/r/{}", made.id);
    let shouted = page.to_ascii_uppercase().replace("/R/", "/r/");
    let room = format!("/api/rooms/{}", made.id);
    let socket = format!("{room}/socket");
    let unknown = "/r/lusab-babad-gutih-tugad";
    let too_long = "theme=".to_owned() + &"x".repeat(70_000);
    let asks = [
        (200, Ask::get("/")),
        (200, Ask::with("HEAD", "/")),
        (405, Ask::post("/")),
        (200, Ask::get("/r/lounge")),
        (200, Ask::get(&page)),
        (308, Ask::get(&shouted)),
        (404, Ask::get(unknown)),
        (404, Ask::get("/r/nonsense")),
        (405, Ask::with("PUT", &page)),
        (303, Ask::post("/rooms")),
        (403, Ask::post("/rooms").header("origin", "null")),
        (405, Ask::get("/rooms")),
        (303, Ask::post("/theme").form("theme=light")),
        (400, Ask::post("/theme").form("theme=mauve")),
        (415, Ask::post("/theme")),
        (422, Ask::post("/theme").form("tone=light")),
        (413, Ask::post("/theme").form(&too_long)),
        (200, Ask::get("/api/rooms")),
        (201, Ask::post("/api/rooms")),
        (403, Ask::post("/api/rooms").header("origin", "null")),
        (405, Ask::with("DELETE", "/api/rooms")),
        (200, Ask::get(&room)),
        (404, Ask::get("/api/rooms/nonsense")),
        (405, Ask::post(&room)),
        (403, Ask::get(&socket)),
        (400, Ask::get(&socket).at_home(house.address)),
        (405, Ask::post(&socket)),
        (404, Ask::get("/api/nothing")),
        (404, Ask::post("/api/nothing")),
        (200, Ask::get("/healthz")),
        (405, Ask::post("/healthz")),
        (200, Ask::get("/readyz")),
        (200, Ask::get("/pkg/chatmux.js")),
        (
            304,
            Ask::get("/pkg/chatmux.js")
                .header("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        ),
        (
            416,
            Ask::get("/pkg/chatmux.js").header("range", "bytes=9000-"),
        ),
        (404, Ask::get("/pkg/nothing.js")),
        (404, Ask::get("/pkg/")),
        (404, Ask::get("/pkg/../../data.sqlite")),
        (404, Ask::get("/pkg/%2e%2e/%2e%2e/data.sqlite")),
        (404, Ask::post("/pkg/chatmux.js")),
        (404, Ask::get("/nothing")),
        (404, Ask::get("/%ff%00")),
    ];
    let mut answers = Vec::new();
    for (status, ask) in asks {
        let name = ask.text("").lines().next().unwrap_or_default().to_owned();
        let answer = ask.of(house.address).await;
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        answers.push((name, answer));
    }
    answers
}

// trial 52
#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let house = House::open().await;
    for (name, answer) in answers(&house).await {
        for (header, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(header), Some(value), "{name}: {header}");
        }
        let permissions = answer.header("permissions-policy").unwrap_or_default();
        assert!(permissions.contains("camera=(self)"), "{name}");
        assert!(permissions.contains("geolocation=()"), "{name}");
        assert!(answer.header("cache-control").is_some(), "{name}");

        let policy = answer.header("content-security-policy");
        let policy = policy.unwrap_or_else(|| panic!("{name} has no policy"));
        assert!(policy.contains("default-src 'none'"), "{name}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{name}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{name}: {policy}");
        assert!(!policy.contains("'unsafe-eval'"), "{name}: {policy}");
    }
}

fn nonce(page: &Answer) -> String {
    let policy = page.header("content-security-policy").expect("a policy");
    let (_, rest) = policy.split_once("'nonce-").expect("a nonce");
    let (nonce, _) = rest.split_once('\'').expect("its end");
    assert!(nonce.len() >= 16, "{nonce} can be guessed");
    nonce.to_owned()
}

// trial 52: pages
#[tokio::test]
async fn a_page_runs_only_scripts_with_a_nonce_of_this_answer() {
    let house = House::open().await;
    let mut nonces = BTreeSet::new();
    for path in ["/", "/r/lounge", "/r/nonsense", "/nothing", "/"] {
        let page = house.get(path).await;
        let nonce = nonce(&page);
        for script in page.body.split("<script").skip(1) {
            let (attributes, rest) = script.split_once('>').expect("the end of a tag");
            let is_ours = attributes.contains(&format!("nonce=\"{nonce}\""));
            assert!(
                is_ours,
                "{path}: {attributes}{}",
                &rest[..rest.len().min(80)]
            );
        }
        assert!(nonces.insert(nonce), "{path} has a nonce of another answer");
    }
}

// trial 52: what the policy would refuse
#[tokio::test]
async fn a_page_holds_nothing_that_its_policy_refuses() {
    let house = House::open().await;
    for path in ["/", "/r/lounge", "/r/nonsense", "/nothing"] {
        let page = house.get(path).await.body;
        for tag in tags(&page) {
            let handler = tag.contains(" onclick=") || tag.contains(" onload=");
            let styled = tag.contains(" style=") || tag.starts_with("style");
            let script = tag.contains("=\"javascript:");
            assert!(!handler && !styled && !script, "{path}: <{tag}>");
        }
    }
}

/// What stands between `<` and `>`.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
}
