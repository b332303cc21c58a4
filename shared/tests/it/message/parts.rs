//! The parts of a statement: each in its place, of its length and kind.

use chatmux_shared::id::Seq;
use chatmux_shared::message::{Act, NotAStatement, SignedBytes, Statement};
use expect_test::expect;

use super::{ANN, BEN, beginning, hex, public, statement};

const NAMES: [&str; 11] = [
    "tag", "room", "epoch", "author", "client", "at", "seen", "kind", "target", "member", "text",
];

/// The parts of a statement, to be spoilt.
fn parts() -> Vec<Vec<u8>> {
    let to = public(BEN);
    let statement = statement(ANN, 7, beginning(), Act::PassOwnership { to }, "");
    let signed = statement.encode();
    let mut rest = signed.as_bytes();
    let mut parts = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (part, after) = after.split_at(u32::from_be_bytes(*length) as usize);
        parts.push(part.to_owned());
        rest = after;
    }
    parts
}

fn parse(parts: &[Vec<u8>]) -> Result<Statement, NotAStatement> {
    let prefixed = parts.iter().map(|part| {
        let length = u32::try_from(part.len()).expect("a short part");
        [&length.to_be_bytes(), &part[..]].concat()
    });
    let bytes = prefixed.collect::<Vec<_>>().concat();
    Statement::parse(&SignedBytes::from_bytes(bytes))
}

/// What a statement comes to with other parts in place of its own.
fn with<const COUNT: usize>(others: [(&str, &[u8]); COUNT]) -> Result<Statement, NotAStatement> {
    let mut parts = parts();
    for (name, part) in others {
        let place = NAMES.iter().position(|known| *known == name);
        parts[place.expect("a part of that name")] = Vec::from(part);
    }
    parse(&parts)
}

#[test]
fn the_parts_stand_in_their_order() {
    let parts = parts();
    assert_eq!(parts.len(), NAMES.len());
    let told: Vec<_> = NAMES
        .iter()
        .zip(&parts)
        .map(|(name, part)| format!("{name:6} {:2} {}", part.len(), hex(part)))
        .collect();
    expect![[r"
        tag    15 636861746d757820656e7472792031
        room   23 62616261622d62616261622d62616261622d6261626164
        epoch  16 01010101010101010101010101010101
        author 32 8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c
        client 16 00000000000000000000000000000007
        at      8 0000018bcfe56807
        seen   40 00000000000000005ad4a4e6033230e203c3447be367fff206d4b9524c58435d93bc9afcdbc94520
        kind    1 05
        target  8 0000000000000000
        member 32 8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394
        text   32 6bae426822df52caf9dc36c8319247d6debb080aa918fa7830ac1c5edabd22c1"]]
    .assert_eq(&told.join("\n"));
    assert!(parse(&parts).is_ok());
}

#[test]
fn a_part_of_another_length_is_refused() {
    for (name, part) in NAMES.into_iter().zip(parts()) {
        let longer = [&part[..], &[0]].concat();
        for other in [&longer[..], &part[1..], &[]] {
            let read = with([(name, other)]);
            assert!(read.is_err(), "{name} of {} bytes", other.len());
        }
    }
    for name in ["epoch", "author", "client", "at", "seen", "target", "text"] {
        let read = with([(name, &[0; 7])]);
        assert_eq!(read, Err(NotAStatement::WrongLength), "{name}");
    }
}

#[test]
fn a_length_beyond_the_end_is_refused() {
    for bytes in [&b""[..], &[0; 3], &[0xff; 4], b"\0\0\0\x10chatmux entry 1"] {
        let read = Statement::parse(&SignedBytes::from_bytes(bytes.to_owned()));
        assert_eq!(read, Err(NotAStatement::EndsEarly));
    }
}

#[test]
fn one_part_too_few_is_refused() {
    for (place, name) in NAMES.iter().enumerate() {
        let mut fewer = parts();
        fewer.remove(place);
        assert!(parse(&fewer).is_err(), "without {name}");
    }
}

#[test]
fn another_version_is_refused() {
    for tag in ["", "chatmux entry", "chatmux entry 2", "chatmux hello 1"] {
        let read = with([("tag", tag.as_bytes())]);
        assert_eq!(read, Err(NotAStatement::UnknownTag), "{tag}");
    }
}

#[test]
fn a_room_is_written_in_one_way_only() {
    assert!(with([("room", b"lounge")]).is_ok());
    for room in [&b""[..], b"Lounge", b"lounge ", b"lusab", b"\xff"] {
        let read = with([("room", room)]);
        assert_eq!(read, Err(NotAStatement::NoRoom), "{room:?}");
    }
}

#[test]
fn a_kind_has_its_own_target_and_member_and_no_other() {
    let key = public(BEN);
    let ben = key.as_bytes();
    let (none, fifth) = (0_u64.to_be_bytes(), 5_u64.to_be_bytes());
    let mut told = Vec::new();
    for kind in 0..=255 {
        for target in [&none, &fifth] {
            for member in [&[][..], ben] {
                let read = with([("kind", &[kind]), ("target", target), ("member", member)]);
                match read {
                    Ok(statement) => told.push(format!("{kind}: {}", name(statement.act))),
                    Err(NotAStatement::WrongObject) => assert!((1..=6).contains(&kind)),
                    Err(refusal) => assert_eq!(refusal, NotAStatement::UnknownKind(kind)),
                }
            }
        }
    }
    expect![[r"
        1: create
        2: say
        3: edit 5
        4: delete 5
        5: pass ownership to Ben
        6: remove Ben"]]
    .assert_eq(&told.join("\n"));
}

fn name(act: Act) -> String {
    match act {
        Act::Create => "create".to_owned(),
        Act::Say => "say".to_owned(),
        Act::Edit { target } => format!("edit {target}"),
        Act::Delete { target } => format!("delete {target}"),
        Act::PassOwnership { to } if to == public(BEN) => "pass ownership to Ben".to_owned(),
        Act::RemoveMember { member } if member == public(BEN) => "remove Ben".to_owned(),
        Act::PassOwnership { .. } | Act::RemoveMember { .. } => unreachable!("it was Ben"),
    }
}

#[test]
fn an_edit_of_no_entry_is_refused() {
    let target = Seq(0);
    for act in [Act::Edit { target }, Act::Delete { target }] {
        let signed = statement(ANN, 1, beginning(), act, "").encode();
        assert_eq!(Statement::parse(&signed), Err(NotAStatement::WrongObject));
    }
}
