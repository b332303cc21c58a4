//! Whose room it was when something was done in it.

use chatmux_shared::message::{Act, Entry};
use expect_test::expect;

use super::sight::{check, told, told_after};
use crate::log::{
    ANN, BEN, EVE, beginning, deletes, does, keep, last, log, says, signed_by, statement,
};
use crate::someone::member;

/// A room that `first` has made, in which others say something.
fn made_by(first: u8) -> Vec<Entry> {
    let mut entries = log([does(first, 1, beginning(), Act::Create)]);
    for (number, who) in [(2, BEN), (3, EVE)] {
        let word = says(who, number, last(&entries), "hello");
        keep(&mut entries, word);
    }
    entries
}

fn does_next(entries: &mut Vec<Entry>, who: u8, act: Act) {
    let number = 1 + last(entries).seq.0;
    let post = does(who, number, last(entries), act);
    keep(entries, post);
}

fn deletes_next(entries: &mut Vec<Entry>, who: u8, target: u64) {
    let number = 1 + last(entries).seq.0;
    let post = deletes(who, number, last(entries), target);
    keep(entries, post);
}

#[test]
fn who_made_the_room_owns_it_whatever_the_server_says() {
    let mut entries = made_by(EVE);
    deletes_next(&mut entries, EVE, 2);
    deletes_next(&mut entries, ANN, 3);
    check(
        &told(&entries),
        &expect![[r#"
        1 Eve made the room
        2 Ben (deleted)
        3 Eve "hello"
        5 Ann –
          ! Message 5 does something its author may not do: only its author can do this."#]],
    );
}

#[test]
fn an_owner_is_one_until_they_pass_the_room_on() {
    let mut entries = made_by(BEN);
    let pass = Act::PassOwnership { to: member(ANN) };
    deletes_next(&mut entries, ANN, 3);
    does_next(&mut entries, BEN, pass);
    deletes_next(&mut entries, ANN, 2);
    deletes_next(&mut entries, BEN, 3);
    does_next(&mut entries, BEN, pass);
    check(
        &told(&entries),
        &expect![[r#"
        1 Ben made the room
        2 Ben (deleted)
        3 Eve "hello"
        4 Ann –
          ! Message 4 does something its author may not do: only its author can do this.
        5 Ben passed it on to Ann
        7 Ben –
          ! Message 7 does something its author may not do: only its author can do this.
        8 Ben passed it on to Ann
          ! Message 8 does something its author may not do: only the owner of the room can do this."#]],
    );
}

#[test]
fn a_member_is_removed_by_the_owner_alone() {
    let mut entries = made_by(ANN);
    for (who, whom) in [(BEN, EVE), (ANN, EVE), (ANN, ANN)] {
        let member = member(whom);
        does_next(&mut entries, who, Act::RemoveMember { member });
    }
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann made the room
        2 Ben "hello"
        3 Eve "hello"
        4 Ben removed Eve
          ! Message 4 does something its author may not do: only the owner of the room can do this.
        5 Ann removed Eve
        6 Ann removed Ann
          ! Message 6 does something its author may not do: an owner passes the room on before they go."#]],
    );
}

#[test]
fn a_room_is_made_once() {
    let mut entries = made_by(ANN);
    does_next(&mut entries, EVE, Act::Create);
    deletes_next(&mut entries, EVE, 2);
    check(
        &told(&entries),
        &expect![[r#"
        1 Ann made the room
        2 Ben "hello"
        3 Eve "hello"
        4 Eve made the room
          ! Message 4 does something its author may not do: the room has an owner already.
        5 Eve –
          ! Message 5 does something its author may not do: only its author can do this."#]],
    );
}

#[test]
fn a_room_that_nobody_owns_cannot_be_made_ones_own_later() {
    let mut entries = log([says(BEN, 1, beginning(), "hello")]);
    for number in [2, 3] {
        let word = says(BEN, number, last(&entries), "hello");
        keep(&mut entries, word);
    }
    does_next(&mut entries, EVE, Act::Create);
    deletes_next(&mut entries, EVE, 3);
    check(
        &told(&entries),
        &expect![[r#"
        1 Ben "hello"
        2 Ben "hello"
        3 Ben "hello"
        4 Eve made the room
          ! Message 4 does something its author may not do: the room has an owner already.
        5 Eve –
          ! Message 5 does something its author may not do: only its author can do this."#]],
    );
}

#[test]
fn in_a_copy_without_the_beginning_it_is_whose_it_was_before_it_was_passed_on() {
    let mut entries = made_by(BEN);
    deletes_next(&mut entries, BEN, 3);
    does_next(&mut entries, BEN, Act::PassOwnership { to: member(ANN) });
    deletes_next(&mut entries, BEN, 3);
    deletes_next(&mut entries, ANN, 2);
    check(
        &told_after(&entries, 1),
        &expect![[r"
        2 Ben (deleted)
        3 Eve (deleted)
        5 Ben passed it on to Ann
        6 Ben –
          ! Message 6 does something its author may not do: only its author can do this."]],
    );
}

#[test]
fn in_a_copy_without_the_beginning_it_is_whose_the_server_says() {
    let mut entries = made_by(ANN);
    deletes_next(&mut entries, EVE, 2);
    deletes_next(&mut entries, ANN, 3);
    check(
        &told_after(&entries, 1),
        &expect![[r#"
        2 Ben "hello"
        3 Eve (deleted)
        4 Eve –
          ! Message 4 does something its author may not do: only its author can do this."#]],
    );
}

#[test]
fn a_forged_handover_makes_nobody_an_owner() {
    let mut entries = made_by(ANN);
    let pass = Act::PassOwnership { to: member(EVE) };
    let forged = statement(BEN, 4, last(&entries), pass, "");
    keep(&mut entries, signed_by(EVE, &forged, ""));
    deletes_next(&mut entries, ANN, 3);
    deletes_next(&mut entries, EVE, 2);
    check(
        &told_after(&entries, 1),
        &expect![[r#"
            2 Ben "hello"
            3 Eve (deleted)
            4 Ben passed it on to Eve
              ! Message 4 was not written by the person it names, or was changed afterwards.
            6 Eve –
              ! Message 6 does something its author may not do: only its author can do this."#]],
    );
}
