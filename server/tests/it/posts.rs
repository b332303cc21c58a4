//! Statements that are handed in: kept if their author's, here and now.

use chatmux_shared::id::{Epoch, Seq};
use chatmux_shared::message::{
    Act, Denial, Head, NotAStatement, Post, PublicKey, Salt, Seen, Signature, SignatureRefusal,
    SignedBytes, Statement, TextHash,
};
use chatmux_shared::room::Refusal;
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::ClientFrame;

use crate::chain::check;
use crate::guest::Guest;
use crate::house::House;
use crate::key::{client_of, statement_of, text_of};

/// The order of the group, the lowest byte first (RFC 8032 §5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// Each is refused with its reason, and nothing is kept of any.
async fn are_refused(guest: &mut Guest, posts: Vec<(&str, Post, Refusal)>) {
    let before = guest.fetch_all(Seq(0)).await;
    for (name, post, reason) in posts {
        let client = Statement::parse(&post.signed).ok();
        let client = client.map(|statement| statement.client);
        guest.hand_in(&post).await;
        assert_eq!(guest.refusal().await, (reason, client), "{name}");
    }
    assert_eq!(guest.fetch_all(Seq(0)).await, before);
    guest.say("what is honest is kept").await;
}

fn with_bytes(guest: &Guest, bytes: Vec<u8>) -> Post {
    Post {
        signature: guest.key.sign(&bytes),
        signed: SignedBytes::from_bytes(bytes),
        ..guest.draft(Act::Say, "hi")
    }
}

#[tokio::test]
async fn what_is_no_statement_is_refused() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let whole = ada.draft(Act::Say, "hi").signed.as_bytes().to_vec();
    let end = whole.len();
    let longer = [&whole[..], b"\0"].concat();
    let mut later = whole.clone();
    later[18] = b'2';
    let posts = [
        ("nothing", Vec::new(), NotAStatement::EndsEarly),
        ("a word", b"hello".to_vec(), NotAStatement::EndsEarly),
        ("half", whole[..end / 2].to_vec(), NotAStatement::EndsEarly),
        ("less", whole[..end - 1].to_vec(), NotAStatement::EndsEarly),
        ("more", longer, NotAStatement::Trailing),
        ("another version", later, NotAStatement::UnknownTag),
    ];
    let posts = posts.map(|(name, bytes, why)| {
        let reason = Refusal::NotAStatement(why);
        (name, with_bytes(&ada, bytes), reason)
    });
    are_refused(&mut ada, posts.into()).await;
}

// trial 47: handed in
#[tokio::test]
async fn a_signature_that_is_not_right_is_refused() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let bob = Guest::come(house.address, "lounge", "Bob").await;
    let honest = ada.draft(Act::Say, "hi");
    let mut posts = Vec::new();
    // One bit of each part of the statement that is the author's to choose,
    // and of both halves of the signature.
    for place in [60, 110, 130, 150, 190, honest.signed.as_bytes().len() - 1] {
        let mut bytes = honest.signed.as_bytes().to_vec();
        bytes[place] ^= 1;
        let signed = SignedBytes::from_bytes(bytes);
        if Statement::parse(&signed).is_ok() {
            let flipped = Post {
                signed,
                ..honest.clone()
            };
            posts.push(("a flipped bit", flipped, Refusal::NotVerified));
        }
    }
    assert!(posts.len() >= 4, "most of them are statements");
    for place in [0, 31, 32, 40] {
        let mut bytes = *honest.signature.as_bytes();
        bytes[place] ^= 4;
        posts.push((
            "a flipped bit",
            signed(&honest, bytes),
            Refusal::NotVerified,
        ));
    }
    let refused = |why| Refusal::SignatureRefused(why);
    let tall = with_order(*honest.signature.as_bytes());
    let why = refused(SignatureRefusal::ResponseTooLarge);
    posts.push(("S and the order", signed(&honest, tall), why));
    // The neutral element: the equation alone holds for every message.
    let mut neutral = [0; 64];
    neutral[0] = 1;
    let why = refused(SignatureRefusal::CommitmentOfSmallOrder);
    posts.push(("R of small order", signed(&honest, neutral), why));
    let mut high = [0xff; 64];
    high[31] = 0x7f;
    high[0] = 0xef;
    high[63] = 0;
    let why = refused(SignatureRefusal::CommitmentNotCanonical);
    posts.push(("R not canonical", signed(&honest, high), why));
    let (point, _) = neutral.split_first_chunk().expect("half of it");
    let anyone = Statement {
        author: PublicKey::from_bytes(*point),
        ..ada.statement(Act::Say, "hi")
    };
    let anyone = ada.key.post(&anyone, "hi");
    let why = refused(SignatureRefusal::KeyOfSmallOrder);
    posts.push(("a key of small order", signed(&anyone, neutral), why));
    let bobs = Post {
        signature: bob.key.sign(honest.signed.as_bytes()),
        ..honest
    };
    posts.push(("by another key", bobs, Refusal::NotVerified));
    are_refused(&mut ada, posts).await;
}

fn signed(post: &Post, signature: [u8; 64]) -> Post {
    Post {
        signature: Signature::from_bytes(signature),
        ..post.clone()
    }
}

/// The same signature with the order added to its second half.
fn with_order(mut signature: [u8; 64]) -> [u8; 64] {
    let mut carry = 0;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        let [high, low] = sum.to_be_bytes();
        *byte = low;
        carry = u16::from(high);
    }
    signature
}

// trial 46: handed in
#[tokio::test]
async fn what_was_signed_by_someone_else_or_for_elsewhere_is_refused() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut bob = Guest::come(house.address, "lounge", "Bob").await;
    let room = house.room_of(&ada.key).await;
    let mut there = Guest::enter(house.address, &room, ada.sibling()).await;
    let told = bob.say("Bob's own").await;
    let old = Post {
        signed: told.signed,
        signature: told.signature,
        ..bob.draft(Act::Say, "Bob's own")
    };
    let epoch = Epoch::from_random([7; 16]);
    let other_epoch = Statement {
        epoch,
        seen: Seen {
            seq: Seq(0),
            head: Head::first(ada.welcome.room.id, epoch),
        },
        ..ada.statement(Act::Say, "hi")
    };
    let here = ada.draft(Act::Say, "in the lounge");
    let elsewhere = there.draft(Act::Say, "in the room");
    let bobs = bob.draft(Act::Say, "hi");
    let epochs = ada.key.post(&other_epoch, "hi");
    are_refused(
        &mut ada,
        vec![
            ("Bob's, that he said", old, Refusal::OtherAuthor),
            ("Bob's, that he has not said", bobs, Refusal::OtherAuthor),
            ("for another room", elsewhere, Refusal::OtherRoom),
            ("for another making", epochs, Refusal::OtherRoom),
        ],
    )
    .await;
    let posts = vec![("for the lounge", here, Refusal::OtherRoom)];
    are_refused(&mut there, posts).await;
}

#[tokio::test]
async fn a_text_that_is_not_the_signed_one_or_cannot_be_is_refused() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let honest = ada.draft(Act::Say, "pay 10");
    let other = Post {
        text: "pay 100".to_owned(),
        ..honest.clone()
    };
    let salted = Post {
        salt: Salt::from_random([7; 16]),
        ..honest
    };
    let own = ada.say("mine").await.seq;
    let target = Act::Delete { target: own };
    let wordy = ada.draft(target, "with a word");
    let empty = ada.draft(Act::Say, "");
    let emptied = ada.draft(Act::Edit { target: own }, " ");
    let unsaid = Post {
        text: String::new(),
        ..ada.draft(Act::Say, "pay 10")
    };
    let is_empty = Refusal::Message(TextRefusal::Empty);
    are_refused(
        &mut ada,
        vec![
            ("another text", other, Refusal::OtherText),
            ("another salt", salted, Refusal::OtherText),
            ("a text with a deletion", wordy, Refusal::OtherText),
            ("nothing", empty, is_empty.clone()),
            ("changed to nothing", emptied, is_empty.clone()),
            ("without its text", unsaid, is_empty),
        ],
    )
    .await;
}

// trials 8, 9: handed in
#[tokio::test]
async fn what_was_signed_having_seen_another_log_is_stale() {
    let house = House::open_with(&["--entries-kept", "3"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let mut seen = vec![ada.seen];
    for number in 1..=6 {
        seen.push(ada.say(&number.to_string()).await.seen());
    }
    let first = ada.fetch_all(Seq(0)).await[0].clone();
    let (head, newest) = (Head::from_bytes([7; 32]), seen[6].head);
    let at = |number, head| Seen {
        seq: Seq(number),
        head,
    };
    let mut posts = Vec::new();
    for seen in [
        seen[0],
        seen[2],
        Seen::default(),
        at(5, head),
        at(6, seen[5].head),
        at(7, newest),
        at(u64::MAX, newest),
        at(u64::MAX, head),
    ] {
        let statement = Statement {
            seen,
            ..ada.statement(Act::Say, "hi")
        };
        posts.push(("stale", ada.key.post(&statement, "hi"), Refusal::Stale));
    }
    are_refused(&mut ada, posts).await;

    // Right before the oldest that is kept by now.
    let statement = Statement {
        seen: first.seen(),
        ..ada.statement(Act::Say, "old, and known")
    };
    let post = ada.key.post(&statement, "old, and known");
    ada.hand_in(&post).await;
    assert_eq!(ada.entry(statement.client).await.seq, Seq(8));
}

#[tokio::test]
async fn what_was_let_go_is_not_kept_again_by_handing_it_in_again() {
    let house = House::open_with(&["--entries-kept", "2"]).await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let first = ada.draft(Act::Say, "first");
    ada.hand_in(&first).await;
    ada.next_entry().await;
    for _ in 0..3 {
        ada.say("later").await;
    }
    let posts = vec![("let go", first, Refusal::Stale)];
    are_refused(&mut ada, posts).await;
}

#[tokio::test]
async fn in_the_lounge_nobody_does_what_is_for_an_owner() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let bob = Guest::come(house.address, "lounge", "Bob")
        .await
        .key
        .public();
    let not_owner = Refusal::Denied(Denial::NotOwner);
    let no_target = Refusal::Denied(Denial::NoTarget);
    let target = Seq(7);
    let posts = [
        (Act::Create, Refusal::NotOwner),
        (Act::PassOwnership { to: bob }, not_owner.clone()),
        (Act::RemoveMember { member: bob }, not_owner),
        (Act::Delete { target }, no_target.clone()),
        (
            Act::Delete {
                target: Seq(u64::MAX),
            },
            no_target,
        ),
    ];
    let posts = posts.map(|(act, reason)| ("for an owner", ada.draft(act, ""), reason));
    are_refused(&mut ada, posts.into()).await;
}

// trial 4: two connections
#[tokio::test]
async fn the_same_statement_by_two_connections_at_once_is_one_entry() {
    const ROUNDS: usize = 50;
    let house = House::open().await;
    let mut first = Guest::come(house.address, "lounge", "Ada").await;
    let mut second = Guest::enter(house.address, "lounge", first.sibling()).await;
    for _ in 0..ROUNDS {
        let statement = first.statement(Act::Say, "once");
        let post = first.key.post(&statement, "once");
        let client = statement.client;
        tokio::join!(first.hand_in(&post), second.hand_in(&post));
        let (one, other) = tokio::join!(first.entry(client), second.entry(client));
        assert_eq!(one, other);
    }
    let log = first.fetch_all(Seq(0)).await;
    assert_eq!(log.len(), ROUNDS);
    let room = &first.welcome.room;
    check((room.id, room.epoch), &log);
}

// trial 5: other acts
#[tokio::test]
async fn a_client_id_is_of_one_statement_whatever_that_does() {
    let house = House::open().await;
    let mut ada = Guest::come(house.address, "lounge", "Ada").await;
    let said = ada.say("the first").await;
    let (client, target) = (client_of(&said), said.seq);
    let honest = statement_of(&said);
    let edit = Statement {
        act: Act::Edit { target },
        ..honest
    };
    let later = Statement {
        at: honest.at.plus(1),
        ..honest
    };
    let delete = Statement {
        client,
        text: TextHash::of("", &Salt::from_random(*client.as_bytes())),
        ..ada.statement(Act::Delete { target }, "")
    };
    let mut posts = Vec::new();
    for (statement, text) in [(edit, "the first"), (later, "the first"), (delete, "")] {
        let post = ada.key.post(&statement, text);
        posts.push(("another", post, Refusal::SaidOtherwise));
    }
    are_refused(&mut ada, posts).await;
    ada.send(&ClientFrame::Fetch { after: Seq(0) }).await;
    assert_eq!(text_of(&ada.page().await.entries[0]), "the first");
}
