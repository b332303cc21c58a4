//! What may be kept: what its author signed, for this room, and may do.

use chatmux_shared::id::{RoomId, Seq};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::{Act, Denial, Post, Salt, Statement};
use chatmux_shared::room::{Refusal, Room, RoomCard, RoomChange};
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::Visibility;

use super::{Scene, entrance, maker};
use crate::log::{beginning, deletes, edits, last, says, signed_by, statement};
use crate::someone::{card, epoch, member};

/// A room that Ann has opened, with Ben and Eve in it, where Ben was the
/// second to say something.
fn scene() -> Scene {
    let mut scene = Scene::open(&[1, 2, 3]);
    for who in [1, 2] {
        let word = says(who, 10, last(&scene.log), "hello");
        scene.posts(who, word);
    }
    scene
}

const BENS: u64 = 3;

fn acts() -> [Act; 5] {
    let (to, member, target) = (member(3), member(3), Seq(BENS));
    [
        Act::Say,
        Act::Edit { target },
        Act::Delete { target },
        Act::PassOwnership { to },
        Act::RemoveMember { member },
    ]
}

fn by_ann(act: Act) -> Statement {
    statement(1, 20, beginning(), act, text_of(act))
}

const fn text_of(act: Act) -> &'static str {
    if act.has_text() { "hi" } else { "" }
}

// trial 46
#[test]
fn nobody_hands_in_what_another_has_signed() {
    let scene = scene();
    for act in acts() {
        let of_ann = signed_by(1, &by_ann(act), text_of(act));
        let refusal = scene.is_not_posted(2, of_ann);
        assert_eq!(refusal, Refusal::OtherAuthor, "{act:?}");
    }
}

// trial 46
#[test]
fn nothing_is_kept_that_was_signed_for_another_room() {
    let scene = scene();
    for act in acts() {
        let elsewhere = Statement {
            room: RoomId::LOUNGE,
            ..by_ann(act)
        };
        let refusal = scene.is_not_posted(1, signed_by(1, &elsewhere, text_of(act)));
        assert_eq!(refusal, Refusal::OtherRoom, "{act:?}");
    }
}

// trial 46
#[test]
fn nothing_is_kept_that_was_signed_for_another_making_of_the_room() {
    let scene = scene();
    for act in acts() {
        let before = Statement {
            epoch: epoch(2),
            ..by_ann(act)
        };
        let refusal = scene.is_not_posted(1, signed_by(1, &before, text_of(act)));
        assert_eq!(refusal, Refusal::OtherRoom, "{act:?}");
    }
}

#[test]
fn nothing_is_kept_with_another_text_than_was_signed() {
    let scene = scene();
    let said = says(1, 20, beginning(), "hello");
    let deed = scene.deed(1, Act::PassOwnership { to: member(2) });
    for spoilt in [
        Post {
            text: "hallo".to_owned(),
            ..said.clone()
        },
        Post {
            salt: Salt::from_random([9; 16]),
            ..said
        },
        Post {
            text: "hallo".to_owned(),
            ..deed
        },
    ] {
        assert_eq!(scene.is_not_posted(1, spoilt), Refusal::OtherText);
    }
}

#[test]
fn an_edit_is_a_text_like_any_other() {
    let mut scene = scene();
    let edit = |text: &str| edits(2, 20, beginning(), BENS, text);
    let refusal = scene.is_not_posted(2, edit(" "));
    assert_eq!(refusal, Refusal::Message(TextRefusal::Empty));
    let refusal = scene.is_not_posted(2, edit("a\0b"));
    assert_eq!(refusal, Refusal::Message(TextRefusal::Control));
    scene.posts(2, edit("anew"));
}

#[test]
fn each_does_what_is_theirs_and_nothing_else() {
    let mut scene = scene();
    let seen = last(&scene.log);
    let by = |who| edits(who, 20, seen, BENS, "anew");
    let delete = |who, target| deletes(who, 21, seen, target);
    for (who, post, denial) in [
        (1, by(1), Denial::NotAuthor),
        (3, by(3), Denial::NotAuthor),
        (3, delete(3, BENS), Denial::NotAuthor),
        (2, delete(2, 99), Denial::NoTarget),
        (1, delete(1, 1), Denial::NoTarget),
    ] {
        let refusal = scene.is_not_posted(who, post);
        assert_eq!(refusal, Refusal::Denied(denial), "{who}");
    }
    scene.posts(2, by(2));
    scene.posts(1, delete(1, BENS));
}

#[test]
fn a_deletion_erases_what_it_is_about_and_nothing_else_does() {
    let scene = scene();
    for act in acts() {
        let author = match act {
            Act::Edit { .. } => 2,
            Act::Create
            | Act::Say
            | Act::Delete { .. }
            | Act::PassOwnership { .. }
            | Act::RemoveMember { .. } => 1,
        };
        let said = statement(author, 20, beginning(), act, text_of(act));
        let draft = scene.draft(author, signed_by(author, &said, text_of(act)));
        let draft = draft.unwrap_or_else(|refusal| panic!("{act:?}: {refusal}"));
        let erased = matches!(act, Act::Delete { .. }).then_some(Seq(BENS));
        assert_eq!(draft.erases(), erased, "{act:?}");
    }
}

#[test]
fn what_is_handed_in_twice_is_known_by_what_was_signed() {
    let mut scene = scene();
    let post = says(2, 20, last(&scene.log), "hello");
    let draft = scene.draft(2, post.clone()).expect("Ben may say it");
    scene.posts(2, post);
    let kept = scene.log.last().expect("just kept");
    assert!(draft.is_kept_as(kept));
    let other = says(2, 20, last(&scene.log), "hello");
    let other = scene.draft(2, other).expect("and say it again");
    assert!(!other.is_kept_as(kept), "having seen something else");
}

#[test]
fn nothing_is_said_in_a_room_that_is_not_open() {
    let mut scene = Scene::of(&[2]);
    let word = || says(2, 1, beginning(), "is anyone there?");
    assert_eq!(scene.is_not_posted(2, word()), Refusal::NotOpen);
    scene.enters(1, &maker(1, Visibility::Listed));
    assert_eq!(scene.is_not_posted(2, word()), Refusal::NotOpen);
    let ann = says(1, 1, beginning(), "I made it");
    assert_eq!(scene.is_not_posted(1, ann), Refusal::NotOpen);
    scene.posts(1, scene.deed(1, Act::Create));
    scene.posts(2, word());
}

#[test]
fn only_who_proved_to_have_made_a_room_opens_it() {
    let mut scene = Scene::of(&[1, 2]);
    let by = |scene: &Scene, who| scene.deed(who, Act::Create);
    assert_eq!(scene.is_not_posted(2, by(&scene, 2)), Refusal::NotOwner);
    scene.enters(1, &maker(1, Visibility::ByLink));
    assert_eq!(scene.is_not_posted(2, by(&scene, 2)), Refusal::NotOwner);
    scene.enters(1, &entrance(1));
    scene.posts(1, by(&scene, 1));
    let card = scene.room.card();
    assert_eq!(card.owner, Some(member(1)));
    assert_eq!(card.visibility, Visibility::ByLink, "as was wished before");
}

/// The lounge with these sessions in it.
fn lounge(sessions: &[u8]) -> Scene {
    let card = RoomCard {
        id: RoomId::LOUNGE,
        visibility: Visibility::Listed,
        ..card()
    };
    let mut scene = Scene {
        room: Room::new(card, Limits::default()),
        ..Scene::new(Limits::default())
    };
    for who in sessions {
        scene.enters(*who, &entrance(*who));
    }
    scene
}

#[test]
fn the_lounge_is_open_and_nobodys() {
    let mut scene = lounge(&[2]);
    let (to, member) = (member(2), member(3));
    let in_lounge = |act, text: &str| {
        let said = Statement {
            room: RoomId::LOUNGE,
            ..statement(2, 1, beginning(), act, text)
        };
        signed_by(2, &said, text)
    };
    scene.enters(2, &maker(2, Visibility::Listed));
    let refusal = scene.is_not_posted(2, in_lounge(Act::Create, ""));
    assert_eq!(refusal, Refusal::NotOwner);
    for act in [Act::PassOwnership { to }, Act::RemoveMember { member }] {
        let refusal = scene.is_not_posted(2, in_lounge(act, ""));
        assert_eq!(refusal, Refusal::Denied(Denial::NotOwner));
    }
    scene.posts(2, in_lounge(Act::Say, "hello"));
    assert_eq!(scene.room.card().owner, None);
}

#[test]
fn what_is_only_said_has_no_aftermath() {
    let mut scene = scene();
    let word = says(2, 20, last(&scene.log), "hello");
    assert_eq!(scene.posts(2, word).len(), 1);
    assert_eq!(scene.room.aftermath(RoomChange::default()), []);
}
