//! What frames are made of.

use chatmux_shared::call::negotiation::{Candidate, Content, ExchangeId, Generation, Sdp, Signal};
use chatmux_shared::id::{ClientId, Epoch, Incarnation, RoomId, Seq, SessionId, Timestamp};
use chatmux_shared::limits::Limits;
use chatmux_shared::message::{
    Byline, Entry, Head, Post, PublicKey, Salt, Seen, Signature, SignedBytes, Words,
};
use chatmux_shared::rate::Rate;
use chatmux_shared::room::{Color, InLine, Knock, Person, Presence, RoomCard, Turn};
use chatmux_shared::text::{Name, Status};
use chatmux_shared::wire::{Media, Page, Switch, Token, Visibility};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

pub fn session() -> impl Strategy<Value = SessionId> {
    any::<[u8; 16]>().prop_map(SessionId::from_random)
}

pub fn epoch() -> impl Strategy<Value = Epoch> {
    any::<[u8; 16]>().prop_map(Epoch::from_random)
}

pub fn client() -> impl Strategy<Value = ClientId> {
    any::<[u8; 16]>().prop_map(ClientId::from_random)
}

pub fn room() -> impl Strategy<Value = RoomId> {
    prop_oneof![
        Just(RoomId::LOUNGE),
        any::<u64>().prop_map(RoomId::from_random)
    ]
}

pub fn member() -> impl Strategy<Value = PublicKey> {
    any::<[u8; 32]>().prop_map(PublicKey::from_bytes)
}

pub fn seq() -> impl Strategy<Value = Seq> {
    any::<u64>().prop_map(Seq)
}

pub fn moment() -> impl Strategy<Value = Timestamp> {
    any::<u64>().prop_map(Timestamp)
}

pub fn incarnation() -> impl Strategy<Value = Incarnation> {
    any::<u32>().prop_map(Incarnation)
}

pub fn color() -> impl Strategy<Value = Color> {
    select(&Color::ALL[..])
}

pub fn visibility() -> impl Strategy<Value = Visibility> {
    select(vec![
        Visibility::Unopened,
        Visibility::Listed,
        Visibility::ByLink,
    ])
}

pub fn token() -> impl Strategy<Value = Token> {
    any::<String>().prop_map(Token)
}

pub fn media() -> impl Strategy<Value = Media> {
    any::<[bool; 3]>().prop_map(|on| Media {
        microphone: on[0].into(),
        camera: on[1].into(),
        screen: on[2].into(),
    })
}

pub fn name() -> impl Strategy<Value = Name> {
    let name = |text: String| Name::parse(&text, &Limits::default()).ok();
    r#"[a-zé"<\\\u{1f600} ]{1,20}"#.prop_filter_map("no name", name)
}

pub fn status() -> impl Strategy<Value = Option<Status>> {
    let status = |text: String| Status::parse(&text, &Limits::default()).ok();
    r#"[a-zé"<\\\u{1f600} ]{0,40}"#.prop_filter_map("no status", status)
}

pub fn signature() -> impl Strategy<Value = Signature> {
    any::<[[u8; 32]; 2]>().prop_map(|halves| {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&halves[0]);
        bytes[32..].copy_from_slice(&halves[1]);
        Signature::from_bytes(bytes)
    })
}

fn signed() -> impl Strategy<Value = SignedBytes> {
    prop::collection::vec(any::<u8>(), 0..300).prop_map(SignedBytes::from_bytes)
}

fn salt() -> impl Strategy<Value = Salt> {
    any::<[u8; 16]>().prop_map(Salt::from_random)
}

pub fn head() -> impl Strategy<Value = Head> {
    any::<[u8; 32]>().prop_map(Head::from_bytes)
}

pub fn seen() -> impl Strategy<Value = Seen> {
    (seq(), head()).prop_map(|(seq, head)| Seen { seq, head })
}

prop_compose! {
    pub fn post()(
        signed in signed(),
        signature in signature(),
        text in any::<String>(),
        salt in salt(),
    ) -> Post {
        Post { signed, signature, text, salt }
    }
}

fn words() -> impl Strategy<Value = Words> {
    let kept = (any::<String>(), salt()).prop_map(|(text, salt)| Words::Kept { text, salt });
    prop_oneof![kept, Just(Words::Erased)]
}

prop_compose! {
    pub fn entry()(
        (seq, at) in (seq(), moment()),
        (signed, signature) in (signed(), signature()),
        words in words(),
        head in head(),
        (name, color) in (name(), color()),
    ) -> Entry {
        let byline = Byline { name, color };
        Entry { seq, at, signed, signature, words, head, byline }
    }
}

prop_compose! {
    pub fn page()(
        before in option::of(head()),
        entries in prop::collection::vec(entry(), 0..4),
    ) -> Page {
        Page { before, entries }
    }
}

pub fn switch() -> impl Strategy<Value = Switch> {
    any::<bool>().prop_map(Switch::from)
}

pub fn turn() -> impl Strategy<Value = Turn> {
    any::<u64>().prop_map(Turn)
}

pub fn in_line() -> impl Strategy<Value = InLine> {
    (turn(), media()).prop_map(|(turn, media)| InLine { turn, media })
}

pub fn knock() -> impl Strategy<Value = Knock> {
    (member(), name(), color()).prop_map(|(member, name, color)| Knock {
        member,
        name,
        color,
    })
}

prop_compose! {
    pub fn person()(
        (session, member) in (session(), member()),
        (name, color, status) in (name(), color(), status()),
        incarnation in incarnation(),
        presence in select(vec![Presence::Here, Presence::Reconnecting]),
        call in option::of(media()),
        line in option::of(in_line()),
        hand in option::of(turn()),
    ) -> Person {
        Person { session, member, name, color, status, incarnation, presence, call, line, hand }
    }
}

prop_compose! {
    pub fn card()(
        (id, epoch) in (room(), epoch()),
        name in name(),
        owner in option::of(member()),
        removed in prop::collection::vec(member(), 0..3),
        visibility in visibility(),
        lock in switch(),
        made in moment(),
    ) -> RoomCard {
        // Told to nobody.
        let admitted = Vec::new();
        RoomCard { id, epoch, name, owner, removed, visibility, lock, admitted, made }
    }
}

/// Each of them something else.
pub fn limits() -> impl Strategy<Value = Limits> {
    any::<[u32; 6]>().prop_map(|some| {
        let size = |place: usize| some[place] as usize;
        Limits {
            message_chars: size(0),
            message_bytes: size(1),
            messages: Rate {
                period: some[2].into(),
                burst: some[3].into(),
            },
            rooms: some[4].into(),
            frame_bytes: size(5),
            ..Limits::default()
        }
    })
}

fn generation() -> impl Strategy<Value = Generation> {
    let parts = (incarnation(), any::<u32>());
    parts.prop_map(|(incarnation, build)| Generation { incarnation, build })
}

fn sdp() -> impl Strategy<Value = Sdp> {
    let sdp = |text: String| Sdp::parse(text).ok();
    any::<String>().prop_filter_map("no description", sdp)
}

prop_compose! {
    fn candidate()(
        candidate in any::<String>(),
        mid in option::of(any::<String>()),
        line in option::of(any::<u16>()),
        username_fragment in option::of(any::<String>()),
    ) -> Candidate {
        Candidate { candidate, mid, line, username_fragment }
    }
}

fn content() -> impl Strategy<Value = Content> {
    let exchange = || any::<u32>().prop_map(ExchangeId);
    let candidates = prop::collection::vec(candidate(), 0..4);
    prop_oneof![
        Just(Content::Ready),
        exchange().prop_map(|after| Content::Renew { after }),
        (exchange(), sdp()).prop_map(|(exchange, sdp)| Content::Offer { exchange, sdp }),
        (exchange(), sdp()).prop_map(|(exchange, sdp)| Content::Answer { exchange, sdp }),
        (exchange(), candidates).prop_map(|(exchange, candidates)| Content::Candidates {
            exchange,
            candidates
        }),
    ]
}

prop_compose! {
    pub fn signal()(
        from in generation(),
        to in option::of(generation()),
        content in content(),
    ) -> Signal {
        Signal { from, to, content }
    }
}
