//! The pages as they come, before any script.

use chatmux_shared::wire::{Token, Visibility};

use crate::guest::{Guest, hello, maker};
use crate::house::{House, proof};
use crate::message::Ask;

#[tokio::test]
async fn the_lobby_shows_each_listed_room_on_the_map_and_in_the_list() {
    let house = House::open().await;
    let (open, by_link, unopened) = (house.room().await, house.room().await, house.room().await);
    let owner = maker(&proof(&open), Visibility::Listed);
    let mut owner = Guest::enter(house.address, &open.id.to_string(), owner).await;
    owner.open_room().await;
    let hidden = maker(&proof(&by_link), Visibility::ByLink);
    let mut hidden = Guest::enter(house.address, &by_link.id.to_string(), hidden).await;
    hidden.open_room().await;
    let _guest = Guest::come(house.address, "lounge", "<b>\"&'").await;

    let page = house.get("/").await;
    assert_eq!(page.status, 200);
    let html = page.header("content-type").unwrap_or_default();
    assert!(html.starts_with("text/html"), "{html}");
    let name = owner.welcome.room.name.as_str();
    assert!(page.body.contains(name), "{name} is not on the page");
    let maps: Vec<_> = page
        .body
        .split("<svg")
        .filter(|svg| svg.contains("sky-room"))
        .collect();
    assert!(!maps.is_empty(), "there is no map");
    for id in [&*open.id.to_string(), "lounge"] {
        let link = format!("href=\"/r/{id}\"");
        assert!(maps.iter().all(|map| map.contains(&link)), "{id}");
    }
    for id in [by_link.id, unopened.id] {
        assert!(!page.body.contains(&id.to_string()), "{id} is shown");
    }
    assert!(!page.body.contains("<b>"), "a name is taken for markup");
}

#[tokio::test]
async fn the_page_of_a_room_says_its_name_and_its_link() {
    let house = House::open().await;
    let made = house.room().await;
    let id = made.id.to_string();
    let guest = Guest::enter(house.address, &id, hello("Ada")).await;
    let page = house.get(&format!("/r/{id}")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains(guest.welcome.room.name.as_str()));
    assert!(page.body.contains(&made.url), "{} is not there", made.url);
    assert!(
        !page.body.contains(&proof(&made).0),
        "the proof is not for all"
    );
}

#[tokio::test]
async fn a_link_read_aloud_and_typed_in_capitals_is_found() {
    let house = House::open().await;
    let id = house.room().await.id.to_string();
    let answer = house.get(&format!("/r/{}", id.to_ascii_uppercase())).await;
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header("location"), Some(&*format!("/r/{id}")));
}

#[tokio::test]
async fn a_room_that_is_not_there_is_a_page_in_words() {
    let house = House::open().await;
    for path in ["/r/lusab-babad-gutih-tugad", "/r/nonsense"] {
        let page = house.get(path).await;
        assert_eq!(page.status, 404);
        assert!(
            page.body.contains("There is no room at this link."),
            "{path}"
        );
        assert!(page.body.contains("href=\"/\""), "there is no way back");
    }
    let page = house.get("/nothing").await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("There is nothing at this address."));
}

#[tokio::test]
async fn the_button_makes_a_room_and_leads_into_it_with_the_proof() {
    let house = House::open().await;
    let pressed = Ask::post("/rooms").form("").at_home(house.address);
    let answer = pressed.of(house.address).await;
    assert_eq!(answer.status, 303);
    let location = answer.header("location").expect("a way into it");
    let (path, proof) = location.split_once("#maker=").expect("a proof");
    let id = path.strip_prefix("/r/").expect("a room's page");
    let token = Token(proof.to_owned());
    let owner = maker(&token, Visibility::Listed);
    let mut owner = Guest::enter(house.address, id, owner).await;
    let card = owner.open_room().await;
    assert_eq!(card.owner, Some(owner.welcome.member));
}

#[tokio::test]
async fn a_theme_is_chosen_kept_in_a_cookie_and_shown() {
    let house = House::open().await;
    for theme in ["dark", "light"] {
        let chosen = Ask::post("/theme").form(&format!("theme={theme}"));
        let answer = chosen.at_home(house.address).of(house.address).await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), Some("/"));
        let cookie = answer.header("set-cookie").expect("a cookie");
        assert!(cookie.starts_with(&format!("theme={theme};")), "{cookie}");
        assert!(cookie.contains("SameSite=Lax"), "{cookie}");

        let (pair, _) = cookie.split_once(';').expect("its end");
        let page = Ask::get("/").header("cookie", pair).of(house.address).await;
        assert!(page.body.contains(&format!("data-theme=\"{theme}\"")));
    }
    let page = Ask::get("/").header("cookie", "theme=mauve; x=\"<b>\"");
    let page = page.of(house.address).await;
    assert!(!page.body.contains("data-theme"));
}

#[tokio::test]
async fn an_address_too_long_for_any_file_is_no_page_and_no_error() {
    let house = House::open().await;
    let page = house.get(&["/", &"x".repeat(5000)].concat()).await;
    assert_eq!(page.status, 404);
    let html = page.header("content-type").unwrap_or_default();
    assert!(html.starts_with("text/html"), "{html}");
}

#[tokio::test]
async fn who_changes_the_theme_stays_on_the_page() {
    let house = House::open().await;
    let pages = [
        (None, "/"),
        (Some("http://127.0.0.1/r/lounge?a=b"), "/r/lounge"),
        (Some("http://127.0.0.1//evil.example/x"), "/evil.example/x"),
        (Some("not an address"), "/"),
    ];
    for (referer, expected) in pages {
        let mut ask = Ask::post("/theme").form("theme=light");
        if let Some(referer) = referer {
            ask = ask.header("referer", referer);
        }
        let answer = ask.of(house.address).await;
        assert_eq!(answer.header("location"), Some(expected));
    }
}
