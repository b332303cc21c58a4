//! Who may do what by a statement.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, Denial, Target, authorize};
use expect_test::{Expect, expect};

use super::{ANN, BEN, EVE, beginning, public, statement};

/// What comes of it when the owner Ann, the author Ben and Eve do this, to
/// what Ben has done, with which kinds it can be.
fn check(act: Act, expected: &Expect) {
    let mut lines = Vec::new();
    for (about, target) in targets(act) {
        let who = [("owner", ANN), ("author", BEN), ("other", EVE)];
        let each = who.map(|(name, who)| {
            let told = match tried(who, act, Some(ANN), target) {
                Ok(()) => "yes".to_owned(),
                Err(denial) => format!("{denial:?}"),
            };
            format!("{name} {told}")
        });
        lines.push(format!("{about}: {}", each.join(", ")));
    }
    expected.assert_eq(&lines.join("\n"));
}

fn tried(who: u8, act: Act, owner: Option<u8>, target: Option<Target>) -> Result<(), Denial> {
    let said = statement(who, 1, beginning(), act, "");
    authorize(&said, owner.map(public), target)
}

/// What it can be about; all else is about no entry.
fn targets(act: Act) -> Vec<(&'static str, Option<Target>)> {
    let of_ben = |act| {
        let author = public(BEN);
        Some(Target { author, act })
    };
    let target = Seq(1);
    let (to, member) = (public(EVE), public(EVE));
    match act {
        Act::Edit { .. } | Act::Delete { .. } => vec![
            ("nothing", None),
            ("said", of_ben(Act::Say)),
            ("made", of_ben(Act::Create)),
            ("edited", of_ben(Act::Edit { target })),
            ("deleted", of_ben(Act::Delete { target })),
            ("passed on", of_ben(Act::PassOwnership { to })),
            ("removed", of_ben(Act::RemoveMember { member })),
        ],
        Act::Create | Act::Say | Act::PassOwnership { .. } | Act::RemoveMember { .. } => {
            vec![("room", None)]
        }
    }
}

#[test]
fn a_room_is_made_once() {
    check(
        Act::Create,
        &expect!["room: owner MadeBefore, author MadeBefore, other MadeBefore"],
    );
    assert_eq!(tried(EVE, Act::Create, None, None), Ok(()));
}

#[test]
fn anyone_may_say_something() {
    check(Act::Say, &expect!["room: owner yes, author yes, other yes"]);
    assert_eq!(tried(EVE, Act::Say, None, None), Ok(()));
}

#[test]
fn a_message_is_edited_by_its_author_alone() {
    check(
        Act::Edit { target: Seq(7) },
        &expect![[r"
        nothing: owner NoTarget, author NoTarget, other NoTarget
        said: owner NotAuthor, author yes, other NotAuthor
        made: owner NoTarget, author NoTarget, other NoTarget
        edited: owner NoTarget, author NoTarget, other NoTarget
        deleted: owner NoTarget, author NoTarget, other NoTarget
        passed on: owner NoTarget, author NoTarget, other NoTarget
        removed: owner NoTarget, author NoTarget, other NoTarget"]],
    );
}

#[test]
fn a_message_is_deleted_by_its_author_or_the_owner() {
    check(
        Act::Delete { target: Seq(7) },
        &expect![[r"
        nothing: owner NoTarget, author NoTarget, other NoTarget
        said: owner yes, author yes, other NotAuthor
        made: owner NoTarget, author NoTarget, other NoTarget
        edited: owner NoTarget, author NoTarget, other NoTarget
        deleted: owner NoTarget, author NoTarget, other NoTarget
        passed on: owner NoTarget, author NoTarget, other NoTarget
        removed: owner NoTarget, author NoTarget, other NoTarget"]],
    );
}

#[test]
fn a_room_is_passed_on_by_its_owner() {
    for to in [ANN, BEN, EVE] {
        check(
            Act::PassOwnership { to: public(to) },
            &expect!["room: owner yes, author NotOwner, other NotOwner"],
        );
    }
}

#[test]
fn a_member_is_removed_by_the_owner() {
    for member in [BEN, EVE].map(public) {
        check(
            Act::RemoveMember { member },
            &expect!["room: owner yes, author NotOwner, other NotOwner"],
        );
    }
}

#[test]
fn an_owner_does_not_remove_themselves() {
    let member = public(ANN);
    check(
        Act::RemoveMember { member },
        &expect!["room: owner OwnerGoes, author NotOwner, other NotOwner"],
    );
}

#[test]
fn in_a_room_that_nobody_owns_each_answers_for_their_own() {
    let by_ben = |act| {
        let author = public(BEN);
        Some(Target { author, act })
    };
    let (to, member, target) = (public(EVE), public(EVE), Seq(7));
    let said = by_ben(Act::Say);
    let rows = [
        ("pass_ownership", Act::PassOwnership { to }, None),
        ("remove_member", Act::RemoveMember { member }, None),
        ("edit", Act::Edit { target }, said),
        ("delete", Act::Delete { target }, said),
    ];
    let told = rows.map(|(name, act, target)| {
        let by = |who| tried(who, act, None, target);
        format!("{name}: author {:?}, other {:?}", by(BEN), by(EVE))
    });
    expect![[r"
        pass_ownership: author Err(NotOwner), other Err(NotOwner)
        remove_member: author Err(NotOwner), other Err(NotOwner)
        edit: author Ok(()), other Err(NotAuthor)
        delete: author Ok(()), other Err(NotAuthor)"]]
    .assert_eq(&told.join("\n"));
}
