//! Every frame there is.

use chatmux_shared::call::stats::Verdict;
use chatmux_shared::lobby::{Change, LobbyFrame};
use chatmux_shared::message::{Denial, Nonce, NotAStatement, SignatureRefusal};
use chatmux_shared::room::{Doorkeeper, Event, LinkQuality, Reaction, Refusal};
use chatmux_shared::text::TextRefusal;
use chatmux_shared::wire::{
    Asked, ClientFrame, Former, Have, Hello, History, Ice, IceServer, PersonSummary, Resume,
    RoomSummary, ServerFrame, Tie, Welcome,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::parts::{
    card, client, color, entry, epoch, in_line, incarnation, knock, limits, media, member, moment,
    name, page, person, post, room, seen, seq, session, signal, signature, status, switch, token,
    turn, visibility,
};

prop_compose! {
    fn resume()(
        token in token(),
        incarnation in incarnation(),
        former in select(vec![Former::Gone, Former::Unknown]),
    ) -> Resume {
        Resume { token, incarnation, former }
    }
}

fn have() -> impl Strategy<Value = Have> {
    (epoch(), seen()).prop_map(|(epoch, seen)| Have { epoch, seen })
}

prop_compose! {
    fn hello()(
        (name, status) in any::<(String, String)>(),
        color in color(),
        (key, signature) in (member(), signature()),
        resume in option::of(resume()),
        maker in option::of(token()),
        visibility in option::of(visibility()),
        have in option::of(have()),
    ) -> Hello {
        Hello { name, color, status, key, signature, resume, maker, visibility, have }
    }
}

/// Any frame of a client.
pub fn client_frame() -> impl Strategy<Value = ClientFrame> {
    prop_oneof![
        hello().prop_map(|hello| ClientFrame::Hello(Box::new(hello))),
        post().prop_map(|post| ClientFrame::Post(Box::new(post))),
        seq().prop_map(|after| ClientFrame::Fetch { after }),
        seq().prop_map(|before| ClientFrame::FetchBefore { before }),
        media().prop_map(|media| ClientFrame::JoinCall { media }),
        (session(), signal()).prop_map(|(to, signal)| ClientFrame::Signal { to, signal }),
        (any::<(String, String)>(), color()).prop_map(|((name, status), color)| {
            ClientFrame::Profile {
                name,
                color,
                status,
            }
        }),
        any::<String>().prop_map(|name| ClientFrame::Rename { name }),
        visibility().prop_map(|visibility| ClientFrame::Visibility { visibility }),
        switch().prop_map(|lock| ClientFrame::Lock { lock }),
        member().prop_map(|member| ClientFrame::LetIn { member }),
        member().prop_map(|member| ClientFrame::TurnAway { member }),
        switch().prop_map(|hand| ClientFrame::Hand { hand }),
        session().prop_map(|session| ClientFrame::LowerHand { session }),
        select(&Reaction::ALL[..]).prop_map(|reaction| ClientFrame::React { reaction }),
        switch().prop_map(|speaking| ClientFrame::Speaking { speaking }),
        switch().prop_map(|lobby| ClientFrame::Watch { lobby }),
        vec(link_quality(), 0..3).prop_map(|links| ClientFrame::Links { links }),
        select(vec![
            ClientFrame::Typing,
            ClientFrame::LeaveCall,
            ClientFrame::Leaving,
            ClientFrame::Leave,
            ClientFrame::Probe,
            ClientFrame::Pong,
        ]),
    ]
}

fn text_refusal() -> impl Strategy<Value = TextRefusal> {
    prop_oneof![
        Just(TextRefusal::Empty),
        Just(TextRefusal::Control),
        any::<usize>().prop_map(|limit| TextRefusal::TooLong { limit }),
        any::<usize>().prop_map(|limit| TextRefusal::TooManyBytes { limit }),
    ]
}

fn refusal() -> impl Strategy<Value = Refusal> {
    prop_oneof![
        any::<String>().prop_map(|why| Refusal::Malformed { why }),
        text_refusal().prop_map(Refusal::Name),
        text_refusal().prop_map(Refusal::Status),
        text_refusal().prop_map(Refusal::Message),
        any::<u8>().prop_map(|kind| Refusal::NotAStatement(NotAStatement::UnknownKind(kind))),
        any::<u64>().prop_map(|wait| Refusal::TooFast { wait }),
        any::<usize>().prop_map(|limit| Refusal::RoomFull { limit }),
        any::<usize>().prop_map(|limit| Refusal::TooManyTabs { limit }),
        any::<usize>().prop_map(|limit| Refusal::TooManyKnock { limit }),
        any::<usize>().prop_map(|limit| Refusal::VideoFull { limit }),
        select(vec![
            Refusal::SignatureRefused(SignatureRefusal::ResponseTooLarge),
            Refusal::Denied(Denial::OwnerGoes),
            Refusal::NotProven,
            Refusal::Stale,
            Refusal::TurnedAway,
            Refusal::Busy,
        ]),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        person().prop_map(|person| Event::Entered { person }),
        (session(), moment()).prop_map(|(session, until)| Event::Away { session, until }),
        session().prop_map(|session| Event::Departed { session }),
        (session(), media()).prop_map(|(session, media)| Event::InCall { session, media }),
        (session(), in_line()).prop_map(|(session, place)| Event::InLine { session, place }),
        session().prop_map(|session| Event::LeftCall { session }),
        (session(), option::of(turn())).prop_map(|(session, hand)| Event::Hand { session, hand }),
        (session(), switch()).prop_map(|(session, speaking)| Event::Speaking { session, speaking }),
        (session(), vec(link_quality(), 0..3))
            .prop_map(|(session, links)| Event::Links { session, links }),
        (session(), select(&Reaction::ALL[..]))
            .prop_map(|(session, reaction)| Event::Reaction { session, reaction }),
        prop::collection::vec(knock(), 0..4).prop_map(|knocks| Event::Knocks { knocks }),
        (session(), name(), color(), status()).prop_map(|(session, name, color, status)| {
            Event::Profile {
                session,
                name,
                color,
                status,
            }
        }),
        prop::collection::vec(session(), 0..4).prop_map(|sessions| Event::Typing { sessions }),
        card().prop_map(|card| Event::Room { card }),
        moment().prop_map(|at| Event::EndsSoon { at }),
        entry().prop_map(|entry| Event::Entry { entry }),
        (session(), session(), signal()).prop_map(|(from, to, signal)| Event::Signal {
            from,
            to,
            signal
        }),
    ]
}

prop_compose! {
    fn welcome()(
        (session, member, incarnation) in (session(), member(), incarnation()),
        session_token in token(),
        room in card(),
        people in prop::collection::vec(person(), 0..4),
        newest in seq(),
        history in select(vec![History::Continued, History::Fresh]),
        page in page(),
        online in 0..10_000_usize,
        limits in limits(),
        ice in ice(),
        now in moment(),
    ) -> Welcome {
        Welcome {
            session, member, incarnation, session_token, room, people, newest, history, page,
            online, limits, ice, now,
        }
    }
}

prop_compose! {
    fn ice_server()(
        urls in prop::collection::vec("turns?:[a-z0-9.:]{1,20}", 1..3),
        username in "[ -~]{0,40}",
        credential in "[ -~]{0,40}",
    ) -> IceServer {
        IceServer { urls, username, credential }
    }
}

prop_compose! {
    fn ice()(
        servers in prop::collection::vec(ice_server(), 0..3),
        expires_in in 0..1_u64 << 53,
        boot in any::<u32>(),
    ) -> Ice {
        Ice { servers, expires_in, boot }
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    prop_oneof![seq().prop_map(Asked::Above), seq().prop_map(Asked::Below)]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    select(vec![Verdict::Good, Verdict::Fair, Verdict::Bad])
}

fn link_quality() -> impl Strategy<Value = LinkQuality> {
    (session(), verdict()).prop_map(|(to, verdict)| LinkQuality { to, verdict })
}

prop_compose! {
    fn person_summary()(
        seat in any::<u32>(),
        name in any::<String>(),
        color in color(),
        (status, avatar) in (option::of(any::<String>()), option::of(any::<String>())),
        (in_call, speaking) in (switch(), switch()),
    ) -> PersonSummary {
        PersonSummary { seat, name, color, status, avatar, in_call, speaking }
    }
}

prop_compose! {
    fn room_summary()(
        id in room(),
        name in any::<String>(),
        visibility in visibility(),
        made in moment(),
        people in vec(person_summary(), 0..3),
        (lock, full) in (switch(), switch()),
        ties in vec((any::<(u32, u32)>(), verdict()), 0..3),
    ) -> RoomSummary {
        let ties = ties.into_iter().map(|(between, verdict)| Tie { between, verdict }).collect();
        RoomSummary { id, name, visibility, made, people, lock, full, ties }
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        room_summary().prop_map(|room| Change::Room { room }),
        room().prop_map(|room| Change::Gone { room }),
        (room(), any::<String>(), switch(), switch()).prop_map(|(room, name, lock, full)| {
            Change::Card {
                room,
                name,
                lock,
                full,
            }
        }),
        (room(), person_summary()).prop_map(|(room, person)| Change::Came { room, person }),
        (room(), any::<u32>()).prop_map(|(room, seat)| Change::Went { room, seat }),
        (room(), person_summary()).prop_map(|(room, person)| Change::Person { room, person }),
        (room(), any::<(u32, u32)>(), option::of(verdict())).prop_map(
            |(room, between, verdict)| Change::Tie {
                room,
                between,
                verdict
            }
        ),
        any::<usize>().prop_map(|count| Change::Online { count }),
    ]
}

fn lobby_frame() -> impl Strategy<Value = LobbyFrame> {
    prop_oneof![
        (vec(room_summary(), 0..3), any::<usize>())
            .prop_map(|(rooms, online)| LobbyFrame::Snapshot { rooms, online }),
        vec(change(), 0..4).prop_map(LobbyFrame::Changes),
    ]
}

/// Any frame of a server.
pub fn server_frame() -> impl Strategy<Value = ServerFrame> {
    prop_oneof![
        any::<[u8; 32]>().prop_map(|nonce| ServerFrame::Challenge {
            nonce: Nonce::from_random(nonce)
        }),
        select(vec![Doorkeeper::Here, Doorkeeper::Away])
            .prop_map(|owner| ServerFrame::Knocking { owner }),
        welcome().prop_map(|welcome| ServerFrame::Welcome(Box::new(welcome))),
        (refusal(), option::of(client()))
            .prop_map(|(reason, about)| ServerFrame::Refused { reason, about }),
        event().prop_map(|event| ServerFrame::Told { event }),
        (asked(), page()).prop_map(|(asked, page)| ServerFrame::Entries { asked, page }),
        seq().prop_map(|seq| ServerFrame::Newest { seq }),
        (0..10_000_usize).prop_map(|count| ServerFrame::Online { count }),
        lobby_frame().prop_map(ServerFrame::Lobby),
        ice().prop_map(ServerFrame::Ice),
        Just(ServerFrame::Ping),
        Just(ServerFrame::Here),
    ]
}
