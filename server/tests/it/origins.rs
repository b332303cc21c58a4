//! Where a request comes from (RFC 6454): a page of another site gets
//! nowhere.

use crate::house::House;
use crate::message::{Answer, Ask};

async fn upgrade(house: &House, origins: &[&str]) -> Answer {
    let ask = origins.iter().fold(Ask::upgrade("lounge"), |ask, origin| {
        ask.header("origin", origin)
    });
    ask.of(house.address).await
}

/// What resembles `origin` and is another.
fn lookalikes(origin: &str) -> Vec<String> {
    let (scheme, authority) = origin.split_once("://").expect("an origin");
    let (host, port) = authority.split_once(':').expect("a port");
    vec![
        String::new(),
        "null".to_owned(),
        "*".to_owned(),
        "http://evil.example".to_owned(),
        format!("{origin}.evil.example"),
        format!("{origin}@evil.example"),
        format!("{scheme}://evil.example:{port}"),
        format!("{scheme}://evil.example/{authority}"),
        format!("{scheme}://evil{host}:{port}"),
        format!("{scheme}://{host}.evil.example:{port}"),
        format!("{scheme}://{host}"),
        format!("{scheme}://{host}:{port}1"),
        format!("{scheme}://{host}:1"),
        format!("{origin}/"),
        format!("{origin}/r/lounge"),
        format!("{origin} http://evil.example"),
        format!("{origin}, http://evil.example"),
        format!("https{}", origin.trim_start_matches("http")),
        format!("ws://{authority}"),
        format!("HTTP://{authority}"),
        authority.to_owned(),
        format!("//{authority}"),
    ]
}

// trial 42: by the name in the request
#[tokio::test]
async fn an_upgrade_from_a_page_of_another_origin_is_refused() {
    let house = House::open().await;
    let own = format!("http://{}", house.address);
    let foreign = (403, "/problems/foreign-origin".to_owned());
    for origin in lookalikes(&own) {
        let answer = upgrade(&house, &[&origin]).await;
        assert_eq!(answer.problem(), foreign, "{origin}");
    }
    for two in [
        [own.as_str(), "http://evil.example"],
        ["http://evil.example", own.as_str()],
        [own.as_str(), own.as_str()],
    ] {
        assert_eq!(upgrade(&house, &two).await.problem(), foreign, "{two:?}");
    }
    let unsaid = upgrade(&house, &[]).await;
    assert_eq!(unsaid.problem(), foreign);
    // A page does not choose these; they are no way round.
    for name in ["x-forwarded-host", "forwarded", "referer", "x-origin"] {
        let ask = Ask::upgrade("lounge").header("origin", "http://evil.example");
        let answer = ask.header(name, &own).of(house.address).await;
        assert_eq!(answer.problem(), foreign, "{name}");
    }
}

// trial 42: by the public address
#[tokio::test]
async fn with_a_public_address_no_other_name_will_do() {
    let public = "http://chat.example:8000";
    let house = House::open_with(&["--public-url", public]).await;
    let foreign = (403, "/problems/foreign-origin".to_owned());
    for origin in lookalikes(public) {
        let answer = upgrade(&house, &[&origin]).await;
        assert_eq!(answer.problem(), foreign, "{origin}");
    }
    // The name it happens to be asked by, too.
    let asked = format!("http://{}", house.address);
    assert_eq!(upgrade(&house, &[&asked]).await.problem(), foreign);

    let stream = tokio::net::TcpStream::connect(house.address).await;
    let stream = stream.expect("it listens");
    let socket = crate::guest::Socket::open_over(stream, public, "lounge").await;
    let guest = socket.enter(crate::guest::hello("Ada")).await;
    assert!(guest.is_ok());
}

#[tokio::test]
async fn nothing_is_made_or_changed_for_a_page_of_another_site() {
    let house = House::open_with(&["--rooms", "2"]).await;
    for origin in ["http://evil.example", "null"] {
        let made = Ask::post("/api/rooms").header("origin", origin);
        let foreign = (403, "/problems/foreign-origin".to_owned());
        assert_eq!(made.of(house.address).await.problem(), foreign);

        let made = Ask::post("/rooms").header("origin", origin);
        let page = made.of(house.address).await;
        assert_eq!(page.status, 403);
        assert!(
            page.body
                .contains("did not come from a page of this server")
        );

        let theme = Ask::post("/theme").form("theme=dark");
        let theme = theme.header("origin", origin).of(house.address).await;
        assert_eq!(theme.status, 403);
        assert_eq!(theme.header("set-cookie"), None);
    }
    // There is still place for the one room there may be.
    assert_eq!(house.post("/api/rooms").await.status, 201);
}
