//! What an author signs has one encoding, and only that one is read.

use chatmux_shared::id::{ClientId, Epoch, RoomId, Seq, Timestamp};
use chatmux_shared::message::{
    Act, Head, NotAStatement, PublicKey, Seen, SignedBytes, Statement, TextHash,
};
use proptest::prelude::*;

use super::hex;

fn bytes() -> impl Strategy<Value = [u8; 32]> {
    any::<[u8; 32]>()
}

fn acts() -> impl Strategy<Value = Act> {
    let key = || bytes().prop_map(PublicKey::from_bytes);
    let target = || (1..=u64::MAX).prop_map(Seq);
    prop_oneof![
        Just(Act::Create),
        Just(Act::Say),
        target().prop_map(|target| Act::Edit { target }),
        target().prop_map(|target| Act::Delete { target }),
        key().prop_map(|to| Act::PassOwnership { to }),
        key().prop_map(|member| Act::RemoveMember { member }),
    ]
}

fn rooms() -> impl Strategy<Value = RoomId> {
    prop_oneof![
        Just(RoomId::LOUNGE),
        any::<u64>().prop_map(RoomId::from_random)
    ]
}

prop_compose! {
    fn statements()(
        room in rooms(),
        epoch: [u8; 16],
        author in bytes(),
        client: [u8; 16],
        at: u64,
        seq: u64,
        head in bytes(),
        act in acts(),
        text in bytes(),
    ) -> Statement {
        Statement {
            room,
            epoch: Epoch::from_random(epoch),
            author: PublicKey::from_bytes(author),
            client: ClientId::from_random(client),
            at: Timestamp(at),
            seen: Seen { seq: Seq(seq), head: Head::from_bytes(head) },
            act,
            text: TextHash::from_bytes(text),
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Statement, NotAStatement> {
    Statement::parse(&SignedBytes::from_bytes(bytes.to_owned()))
}

proptest! {
    #[test]
    fn what_is_signed_is_read_as_it_was_meant(statement in statements()) {
        let signed = statement.encode();
        prop_assert_eq!(Statement::parse(&signed), Ok(statement));
        prop_assert!((218..=267).contains(&signed.as_bytes().len()));
    }

    #[test]
    fn what_means_something_else_is_other_bytes(one in statements(), other in statements()) {
        prop_assert_eq!(one == other, one.encode() == other.encode());
    }

    #[test]
    fn whatever_is_read_is_written_the_same(
        statement in statements(),
        place: prop::sample::Index,
        byte: u8,
    ) {
        let mut bytes = statement.encode().as_bytes().to_owned();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(read) = parse(&bytes) {
            prop_assert_eq!(hex(read.encode().as_bytes()), hex(&bytes));
        }
    }

    #[test]
    fn a_statement_cut_short_is_none(statement in statements(), cut: prop::sample::Index) {
        let signed = statement.encode();
        let cut = cut.index(signed.as_bytes().len());
        prop_assert_eq!(parse(&signed.as_bytes()[..cut]), Err(NotAStatement::EndsEarly));
    }

    #[test]
    fn a_statement_with_something_after_it_is_none(
        statement in statements(),
        more in prop::collection::vec(any::<u8>(), 1..50),
    ) {
        let bytes = [statement.encode().as_bytes(), &more].concat();
        prop_assert_eq!(parse(&bytes), Err(NotAStatement::Trailing));
    }

    #[test]
    fn bytes_at_random_are_no_statement(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(parse(&bytes).is_err());
    }
}
