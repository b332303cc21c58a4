//! Whole documents, as the server sends them.

use chatmux_app::map::{Frame, Painter, Pen, Plan, Rows, Shape, is_found};
use chatmux_app::page::{self, Look, RoomCardForPage, Sentence};
use chatmux_app::ui::Theme;
use chatmux_shared::call::stats::Verdict;
use chatmux_shared::circles::estimated_width;
use chatmux_shared::id::{RoomId, Timestamp};
use chatmux_shared::lobby::Lobby;
use chatmux_shared::room::Color;
use chatmux_shared::text;
use chatmux_shared::wire::{PersonSummary, RoomSummary, Switch, Tie, Visibility};
use leptos::config::LeptosOptions;
use leptos::prelude::*;

const NIGHT: Look = Look {
    theme: Some(Theme::Dark),
};

fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("chatmux").build()
}

/// The page without the marks that hydration finds its places by.
fn html<V: IntoView + 'static>(page: impl FnOnce() -> V) -> String {
    let html = Owner::new().with(|| page().into_view().to_html());
    html.replace("<!>", "")
}

fn room(bits: u64, name: &str, people: &[&str]) -> RoomSummary {
    let person = |(seat, name): (u32, &&str)| PersonSummary {
        seat,
        name: (*name).into(),
        color: Color::Pink,
        status: None,
        avatar: None,
        in_call: Switch::On,
        speaking: Switch::Off,
    };
    RoomSummary {
        id: RoomId::from_random(bits),
        name: name.into(),
        visibility: Visibility::Listed,
        made: Timestamp(bits),
        people: (1..).zip(people).map(person).collect(),
        lock: Switch::Off,
        full: Switch::Off,
        ties: Vec::new(),
    }
}

fn lobby(rooms: Vec<RoomSummary>) -> String {
    let lobby = Lobby::new(rooms, 7);
    html(|| page::lobby(options(), NIGHT, &lobby, Timestamp(0)))
}

#[test]
fn the_lobby_has_every_room_on_the_map_and_in_the_list() {
    let rooms = vec![
        room(1, "Chess & tea", &["Ada"]),
        room(2, "Band practice", &["Grace", "Linus"]),
    ];
    let html = lobby(rooms.clone());
    for room in &rooms {
        let link = format!("href=\"/r/{}\"", room.id);
        // On the wide map, on the tall one, in the list.
        assert_eq!(html.matches(&link).count(), 3, "{}", room.name);
    }
    assert!(html.contains("aria-label=\"Enter Band practice, 2 people\""));
    assert!(html.contains("aria-label=\"Enter Chess &amp; tea, 1 person\""));
    assert!(html.contains("aria-label=\"Map of rooms\""));
    assert!(html.contains("aria-label=\"Rooms\" class=\"room-list\""));
}

#[test]
fn the_list_begins_with_most_people() {
    let html = lobby(vec![
        room(1, "Few", &["Ada"]),
        room(2, "Many", &["Grace", "Linus"]),
    ]);
    let list = &html[html.find("room-list").expect("there is a list")..];
    assert!(list.find("Many") < list.find("Few"));
}

#[test]
fn the_lobby_has_no_style_and_no_handler_of_its_own() {
    let html = lobby(vec![room(1, "Any", &["Ada"])]);
    for word in ["style=", "onclick", "<leptos-island"] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn a_line_joins_each_pair_in_the_call_once_by_what_it_is_like() {
    let mut den = room(1, "Den", &["Ada", "Bert", "Cleo"]);
    den.ties = vec![Tie {
        between: (1, 3),
        verdict: Verdict::Bad,
    }];
    let html = lobby(vec![den.clone()]);
    // On each of the two maps.
    assert_eq!(html.matches("class=\"tie\"").count(), 4);
    assert_eq!(html.matches("class=\"tie tie-bad\"").count(), 2);
    den.people[1].in_call = Switch::Off;
    let html = lobby(vec![den]);
    assert_eq!(html.matches("class=\"tie\"").count(), 0);
    assert_eq!(html.matches("class=\"tie tie-bad\"").count(), 2);
}

#[test]
fn who_is_speaking_has_a_ring_and_a_room_says_what_it_is() {
    let mut den = room(1, "Den", &["Ada", "Bert"]);
    den.people[0].speaking = Switch::On;
    den.people[1].status = Some("at lunch".to_owned());
    den.lock = Switch::On;
    den.full = Switch::On;
    let html = lobby(vec![den]);
    assert_eq!(html.matches("face-speaking").count(), 2);
    assert!(html.contains("aria-label=\"Enter Den, 2 people, locked, full\""));
    let hint = "Den: 2 people, there for a moment, locked, full. Ada, Bert (at lunch)";
    assert!(html.contains(hint));
}

#[test]
fn who_is_identified_has_a_picture_over_the_circle_and_under_the_door() {
    let mut den = room(1, "Den", &["Ada", "Bert"]);
    assert!(!lobby(vec![den.clone()]).contains("<image"));
    den.people[1].avatar = Some("/icon.svg".to_owned());
    let html = lobby(vec![den]);
    // On each of the two maps.
    assert_eq!(html.matches("class=\"picture\"").count(), 2);
    let place = |what: &str| html.find(what).unwrap_or_else(|| panic!("{what} is there"));
    let layers = ["ties", "people", "pictures", "rooms", "labels"];
    let places = layers.map(|layer| place(&format!("<g class=\"{layer}\"")));
    assert!(places.is_sorted());
    assert!((places[2]..places[3]).contains(&place("<image")));
}

#[test]
fn a_name_from_right_to_left_turns_nothing_around_it() {
    let html = lobby(vec![room(1, "مجلس", &["שלום", "Ada"])]);
    let hint = "\u{2068}مجلس\u{2069}: 2 people, there for a moment. \u{2068}שלום\u{2069}, Ada";
    assert!(html.contains(hint));
    assert!(
        html.contains(">\u{2068}שלום\u{2069}, Ada<")
            || html.contains("> \u{2068}שלום\u{2069}, Ada<")
    );
    assert!(html.contains("dir=\"auto\">مجلس<"));
}

#[test]
fn a_row_says_for_how_long_the_room_has_been_there() {
    let mut rows = Rows::default();
    let rooms = [room(0, "Den", &["Ada"]), room(1, "Attic", &[])];
    let html = |rows: Vec<std::rc::Rc<Shape>>| {
        let rows = rows.into_iter().map(|row| Shape::clone(&row).render());
        html(|| rows.collect::<Vec<_>>())
    };
    let young = html(rows.of(&rooms, |_| true, Timestamp(59_999)));
    assert!(young.contains("1 person, there for a moment") && young.contains("> nobody yet<"));
    let old = html(rows.of(&rooms, |_| true, Timestamp(2 * 60 * 60_000)));
    assert!(old.contains("1 person, there for 2 hours"));
}

#[test]
fn what_is_drawn_again_is_what_would_be_drawn_afresh() {
    let (mut painter, mut rows) = (Painter::default(), Rows::default());
    let mut rooms: Vec<RoomSummary> = (1..20).map(|bits| room(bits, "Room", &["Ada"])).collect();
    let mut plan = Plan::new(Frame::Wide, &rooms);
    for step in 0..40 {
        let place = step * 7 % rooms.len();
        match step % 4 {
            0 => rooms[place]
                .people
                .push(room(1, "", &["Eve", "Bob"]).people[1].clone()),
            1 => rooms[place].name.push('!'),
            2 => rooms[place].people[0].speaking = Switch::On,
            _ => drop(rooms.remove(place)),
        }
        plan = plan.changed(&rooms).unwrap_or(plan);
        let pen = Pen {
            // Ages are told anew every minute.
            now: Timestamp(step as u64 * 60_000 + 30_000),
            here: None,
            graphemes: text::graphemes,
            width: estimated_width,
        };
        let drawn = painter.draw(&plan, &rooms, pen).into_shape(Frame::Wide);
        let afresh = Painter::default().draw(&plan, &rooms, pen);
        assert!(drawn == afresh.into_shape(Frame::Wide), "step {step}");
        assert!(
            rows.of(&rooms, |_| true, pen.now) == Rows::default().of(&rooms, |_| true, pen.now)
        );
    }
    let is_wanted = |room: &_| is_found(room, "no such name", str::to_lowercase);
    assert_eq!(rows.of(&rooms, is_wanted, Timestamp(0)), []);
}

#[test]
fn each_word_that_is_looked_for_is_in_some_name() {
    let den = room(0, "Den", &["Ada", "Bert"]);
    let is_found = |wanted: &str| is_found(&den, wanted, str::to_lowercase);
    for wanted in ["", "den", "ada", "er de", "bert  ada"] {
        assert!(is_found(wanted), "{wanted}");
    }
    for wanted in ["cleo", "ada cleo", "dena"] {
        assert!(!is_found(wanted), "{wanted}");
    }
}

#[test]
fn only_names_that_are_not_plain_are_measured() {
    let drawn = |name: &str, width| {
        let rooms = [room(1, name, &["Ada"]), room(2, "", &[])];
        let pen = Pen {
            now: Timestamp(0),
            here: None,
            graphemes: text::graphemes,
            width,
        };
        let drawing = Painter::default().draw(&Plan::new(Frame::Wide, &rooms), &rooms, pen);
        let [.., labels] = drawing.layers();
        format!("{labels:?}")
    };
    let plain = "The very, very, very long name of a room".repeat(5);
    let cut = drawn(&plain, estimated_width);
    assert!(cut.contains("The very") && cut.contains('…'), "{cut}");
    assert_eq!(drawn(&plain, |_| f64::INFINITY), cut);
    let wide = "会議室のとても長い名前です".repeat(5);
    assert!(!drawn(&wide, estimated_width).contains(&wide));
    assert!(drawn(&wide, |_| 0.0).contains(&wide));
    assert_eq!(drawn(&wide, |_| f64::INFINITY), "[]");
}

#[test]
fn what_is_too_small_to_see_is_a_number() {
    let names: Vec<String> = (0..2_000).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(|name| &**name).collect();
    let rooms: Vec<RoomSummary> = (0..300)
        .map(|bits| room(bits, "Room", &names[..30]))
        .collect();
    let html = lobby(rooms);
    assert_eq!(html.matches("class=\"face ").count(), 0);
    assert!(html.matches(">30</text>").count() >= 300);
}

#[test]
fn an_empty_lobby_invites() {
    for rooms in [vec![], vec![room(1, "Lounge", &[])]] {
        let html = lobby(rooms);
        assert!(html.contains("Start a room"));
        assert!(html.contains("action=\"/rooms\""));
    }
    assert!(!lobby(vec![room(1, "Any", &["Ada"])]).contains("Start a room"));
}

#[test]
fn lines_for_names_are_there_once() {
    let html = lobby(vec![room(1, "Any", &["Ada"]), room(2, "Other", &[])]);
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let before = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), before);
}

#[test]
fn a_room_is_rendered_asleep() {
    let card = RoomCardForPage {
        id: RoomId::LOUNGE,
        name: "Lounge".into(),
        link: "http://127.0.0.1:3000/r/lounge".into(),
        lock: Switch::Off,
    };
    let locked = RoomCardForPage {
        lock: Switch::On,
        ..card.clone()
    };
    let words = "This room is locked: you will knock.";
    assert!(html(|| page::room(options(), NIGHT, locked)).contains(words));
    let html = html(|| page::room(options(), NIGHT, card));
    assert!(!html.contains(words));
    assert!(html.contains("<leptos-island"));
    assert!(html.contains("<fieldset disabled class=\"plain\""));
    assert!(html.contains("Join without camera"));
    assert!(!html.contains("style="));
}

#[test]
fn a_refusal_says_why_and_leads_back() {
    let sentence = Sentence {
        title: "This room has ended".into(),
        text: "Nobody was in it.".into(),
    };
    let html = html(|| page::refused(options(), Look::default(), sentence));
    assert!(html.contains("<h1>This room has ended<"));
    assert!(html.contains("Nobody was in it."));
    assert!(html.contains("href=\"/\""));
    assert!(!html.contains("data-theme"));
}

#[test]
fn a_theme_that_was_chosen_is_kept() {
    assert!(lobby(vec![]).contains("<html lang=\"en\" data-theme=\"dark\">"));
}

#[test]
fn names_cannot_become_markup() {
    let html = lobby(vec![room(1, "<script>alert(1)</script>", &["<b>Eve"])]);
    assert!(!html.contains("<script>alert"));
    assert!(!html.contains("<b>"));
}
