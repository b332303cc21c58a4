//! What a test of the connection says.

use chatmux_shared::call::checkup::{
    Address, Device, Findings, Mark, Relay, Server, Voice, is_done, lines,
};

const SERVERS: [Server; 4] = [
    Server::Asked,
    Server::Helps,
    Server::Answers,
    Server::Silent,
];
const ADDRESSES: [Address; 4] = [
    Address::Asked,
    Address::Found,
    Address::Own,
    Address::Unanswered,
];
const RELAYS: [Relay; 4] = [Relay::Asked, Relay::Carries, Relay::Stuck, Relay::Refuses];

fn found(server: Server, address: Address, relay: Relay) -> Findings {
    Findings {
        voice: Voice::Heard,
        server,
        address,
        relay,
    }
}

fn all() -> impl Iterator<Item = Findings> {
    SERVERS.into_iter().flat_map(|server| {
        ADDRESSES.into_iter().flat_map(move |address| {
            RELAYS
                .map(|relay| found(server, address, relay))
                .into_iter()
        })
    })
}

fn said(findings: Findings, of: &str) -> (Mark, String) {
    let lines = lines(Device::Works, Device::Works, findings);
    let line = lines.into_iter().find(|line| line.of.starts_with(of));
    line.map(|line| (line.mark, line.sentence))
        .expect("a line of that name")
}

#[test]
fn the_path_follows_from_address_and_relay() {
    use Mark::{Bad, Fair, Good, Open};
    for (server, address, relay, mark, words) in [
        (
            Server::Asked,
            Address::Asked,
            Relay::Asked,
            Open,
            "Not known yet",
        ),
        (
            Server::Helps,
            Address::Asked,
            Relay::Carries,
            Open,
            "Not known yet",
        ),
        (
            Server::Helps,
            Address::Found,
            Relay::Asked,
            Open,
            "Not known yet",
        ),
        (
            Server::Helps,
            Address::Found,
            Relay::Carries,
            Good,
            "Direct paths should work, and",
        ),
        (
            Server::Helps,
            Address::Own,
            Relay::Carries,
            Good,
            "Direct paths should work, and",
        ),
        (
            Server::Helps,
            Address::Found,
            Relay::Refuses,
            Fair,
            "Direct paths should work. Where",
        ),
        (
            Server::Helps,
            Address::Own,
            Relay::Stuck,
            Fair,
            "Direct paths should work. Where",
        ),
        (
            Server::Helps,
            Address::Unanswered,
            Relay::Carries,
            Fair,
            "Calls will go through the relay",
        ),
        (
            Server::Helps,
            Address::Unanswered,
            Relay::Refuses,
            Bad,
            "Calls to other networks may not",
        ),
        (
            Server::Helps,
            Address::Unanswered,
            Relay::Stuck,
            Bad,
            "Calls to other networks may not",
        ),
        (
            Server::Answers,
            Address::Asked,
            Relay::Asked,
            Fair,
            "Calls within your network",
        ),
        (
            Server::Silent,
            Address::Asked,
            Relay::Asked,
            Bad,
            "No call without the server",
        ),
    ] {
        let (found_mark, sentence) = said(found(server, address, relay), "Path");
        assert_eq!(found_mark, mark, "{server:?} {address:?} {relay:?}");
        assert!(
            sentence.starts_with(words),
            "{server:?} {address:?} {relay:?}: {sentence}"
        );
    }
}

#[test]
fn a_server_without_a_relay_says_so() {
    let findings = found(Server::Answers, Address::Asked, Relay::Asked);
    let (mark, sentence) = said(findings, "Relay");
    assert_eq!(
        (mark, sentence.as_str()),
        (Mark::Fair, "This server offers no relay.")
    );
}

#[test]
fn every_line_ends_in_a_sentence() {
    for findings in all() {
        for line in lines(Device::Asked, Device::Asked, findings) {
            let end = line.sentence.chars().next_back();
            assert!(matches!(end, Some('.' | '…')), "{line:?}");
        }
    }
}

#[test]
fn nothing_is_open_once_the_test_is_done() {
    for findings in all() {
        let lines = lines(Device::Works, Device::Works, findings);
        let is_open = lines.iter().any(|line| line.mark == Mark::Open);
        assert_eq!(is_open, !is_done(findings), "{findings:?}");
    }
}

#[test]
fn a_voice_is_heard_or_is_asked_for() {
    let line = |microphone, voice| {
        let findings = Findings {
            voice,
            ..Findings::default()
        };
        let [_, line, ..] = lines(Device::Works, microphone, findings);
        (line.mark, line.sentence)
    };
    let heard = line(Device::Works, Voice::Heard);
    assert_eq!(heard, (Mark::Good, "We hear you.".to_owned()));
    let silent = line(Device::Works, Voice::Silent);
    assert_eq!(silent.0, Mark::Fair);
    assert!(silent.1.starts_with("Nothing is heard yet"));
    // A meter that moved is of no use once the device is gone.
    let words = "It is gone. Plug it in.".to_owned();
    let gone = line(Device::Trouble(words.clone()), Voice::Heard);
    assert_eq!(gone, (Mark::Bad, words));
    assert_eq!(line(Device::Silenced, Voice::Heard).0, Mark::Bad);
}

#[test]
fn one_who_was_heard_once_was_heard_and_a_breath_is_no_voice() {
    let mut findings = Findings::default();
    findings.handle_level(7);
    assert_eq!(findings.voice, Voice::Silent);
    findings.handle_level(8);
    assert_eq!(findings.voice, Voice::Heard);
    findings.handle_level(0);
    assert_eq!(findings.voice, Voice::Heard);
}
