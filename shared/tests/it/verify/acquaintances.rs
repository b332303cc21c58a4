//! Whom one has compared with.

use chatmux_shared::call::verify::{Acquaintance, Acquaintances, Standing};
use chatmux_shared::id::{MemberId, Timestamp};

fn known(member: u8, name: &str) -> Acquaintance {
    Acquaintance {
        member: MemberId::from_bytes([member; 32]),
        name: name.to_owned(),
        at: Timestamp(member.into()),
    }
}

fn standing(all: &Acquaintances, member: u8, name: &str) -> Standing {
    all.standing(MemberId::from_bytes([member; 32]), name)
}

#[test]
fn who_was_compared_with_is_known_by_the_key_whatever_they_are_called() {
    let all = Acquaintances::new([known(1, "Ada")]);
    assert_eq!(standing(&all, 1, "Ada"), Standing::Compared);
    assert_eq!(standing(&all, 1, "Countess"), Standing::Compared);
    assert_eq!(standing(&all, 2, "Ben"), Standing::Stranger);
}

#[test]
fn another_key_of_the_same_name_is_not_the_one() {
    let all = Acquaintances::new([known(1, "Ada")]);
    assert_eq!(standing(&all, 2, "Ada"), Standing::NotTheOne);
    assert_eq!(standing(&all, 2, "ADA"), Standing::NotTheOne);
}

#[test]
fn two_of_one_name_can_both_be_known() {
    let all = Acquaintances::new([known(1, "Ada"), known(2, "Ada")]);
    assert_eq!(standing(&all, 1, "Ada"), Standing::Compared);
    assert_eq!(standing(&all, 2, "Ada"), Standing::Compared);
    assert_eq!(standing(&all, 3, "Ada"), Standing::NotTheOne);
}

#[test]
fn what_is_known_later_counts_and_can_be_forgotten() {
    let mut all = Acquaintances::new([known(1, "Ada"), known(1, "Countess")]);
    assert_eq!(standing(&all, 2, "Ada"), Standing::Stranger);
    all.remove(MemberId::from_bytes([1; 32]));
    assert_eq!(all, Acquaintances::default());
}
