//! The test of the connection: what was found, and a sentence for each.
//!
//! Invariant: every line says what it means for the person and, unless all is
//! well, what to do. Nothing here keeps anyone from joining.
//!
//! STUN: RFC 8489. TURN: RFC 8656. Kinds of candidates: RFC 8445 §4.

/// So loud is a voice, of 100.
const VOICE: u8 = 8;

/// What was found so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Findings {
    /// Whether the microphone has given a sound since the test began.
    pub voice: Voice,
    /// Whether the server answers.
    pub server: Server,
    /// What the browser learnt of its own address.
    pub address: Address,
    /// Whether the relay carries anything.
    pub relay: Relay,
}

impl Findings {
    /// The microphone is so loud now, 0 to 100.
    pub const fn handle_level(&mut self, level: u8) {
        if level >= VOICE {
            self.voice = Voice::Heard;
        }
    }
}

/// What comes from the microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Voice {
    /// Nothing yet.
    #[default]
    Silent,
    /// A sound.
    Heard,
}

/// Of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Server {
    /// Not known yet.
    #[default]
    Asked,
    /// It names servers for the way.
    Helps,
    /// It answers, and names none.
    Answers,
    /// It does not answer.
    Silent,
}

/// What a STUN server tells of one's own address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Address {
    /// Not known yet.
    #[default]
    Asked,
    /// The one the others see.
    Found,
    /// There is no other than the machine's own, as far as that server sees.
    Own,
    /// No answer by UDP.
    Unanswered,
}

/// What a TURN server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Relay {
    /// Not known yet.
    #[default]
    Asked,
    /// It has carried bytes there and back.
    Carries,
    /// It gives a place, and nothing gets through.
    Stuck,
    /// It gives no place.
    Refuses,
}

/// How one's own camera or microphone is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Device {
    /// The browser is being asked.
    Asked,
    /// It works.
    Works,
    /// The system gives nothing from it for now.
    Silenced,
    /// It does not work: what happened and what to do.
    Trouble(String),
}

/// How good a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Not known yet.
    Open,
    /// As it should be.
    Good,
    /// It will do.
    Fair,
    /// It will not.
    Bad,
}

/// A line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of what.
    pub of: &'static str,
    /// How good it is.
    pub mark: Mark,
    /// In a sentence.
    pub sentence: String,
}

impl Line {
    fn new(of: &'static str, (mark, sentence): (Mark, &str)) -> Self {
        Self {
            of,
            mark,
            sentence: sentence.to_owned(),
        }
    }
}

/// All lines, in the order in which they are read.
pub fn lines(camera: Device, microphone: Device, findings: Findings) -> [Line; 6] {
    [
        camera_line(camera),
        microphone_line(microphone, findings.voice),
        Line::new("Server", server(findings.server)),
        Line::new("Address (STUN)", address(findings)),
        Line::new("Relay (TURN)", relay(findings)),
        Line::new("Path", path(findings)),
    ]
}

/// Whether all is known that comes by itself.
pub fn is_done(findings: Findings) -> bool {
    match findings.server {
        Server::Asked => false,
        Server::Answers | Server::Silent => true,
        Server::Helps => findings.address != Address::Asked && findings.relay != Relay::Asked,
    }
}

fn camera_line(camera: Device) -> Line {
    let of = "Camera";
    match camera {
        Device::Asked => Line::new(of, (Mark::Open, "Answer the browser’s question to use it.")),
        Device::Works => Line::new(of, (Mark::Good, "Your camera works.")),
        Device::Silenced => Line::new(
            of,
            (
                Mark::Bad,
                "The system has paused your camera: end what else uses it.",
            ),
        ),
        Device::Trouble(sentence) => in_trouble(of, sentence),
    }
}

fn microphone_line(microphone: Device, voice: Voice) -> Line {
    let of = "Microphone";
    match (microphone, voice) {
        (Device::Asked, _) => {
            Line::new(of, (Mark::Open, "Answer the browser’s question to use it."))
        }
        (Device::Works, Voice::Heard) => Line::new(of, (Mark::Good, "We hear you.")),
        (Device::Works, Voice::Silent) => Line::new(
            of,
            (
                Mark::Fair,
                "Nothing is heard yet: speak, or choose another microphone.",
            ),
        ),
        (Device::Silenced, _) => Line::new(
            of,
            (
                Mark::Bad,
                "The system has muted your microphone: end what else uses it.",
            ),
        ),
        (Device::Trouble(sentence), _) => in_trouble(of, sentence),
    }
}

fn in_trouble(of: &'static str, sentence: String) -> Line {
    let mark = Mark::Bad;
    Line { of, mark, sentence }
}

const fn server(server: Server) -> (Mark, &'static str) {
    match server {
        Server::Asked => (Mark::Open, "Asking…"),
        Server::Helps | Server::Answers => (Mark::Good, "The server answers."),
        Server::Silent => (
            Mark::Bad,
            "The server does not answer: look at your network and test again.",
        ),
    }
}

const fn address(findings: Findings) -> (Mark, &'static str) {
    match (findings.server, findings.address) {
        (Server::Asked, _) | (Server::Helps, Address::Asked) => (Mark::Open, "Looking…"),
        (Server::Silent, _) => (Mark::Bad, "Not known without the server."),
        (Server::Answers, _) => (
            Mark::Fair,
            "This server does not tell you your address as others see it.",
        ),
        (Server::Helps, Address::Found) => (Mark::Good, "Your address as others see it was found."),
        (Server::Helps, Address::Own) => (
            Mark::Good,
            "Nothing stands between you and the server: your address is your own.",
        ),
        (Server::Helps, Address::Unanswered) => (
            Mark::Bad,
            "No answer by UDP: your network seems to block it. Another network may be better.",
        ),
    }
}

const fn relay(findings: Findings) -> (Mark, &'static str) {
    match (findings.server, findings.relay) {
        (Server::Asked, _) | (Server::Helps, Relay::Asked) => (Mark::Open, "Trying…"),
        (Server::Silent, _) => (Mark::Bad, "Not known without the server."),
        (Server::Answers, _) => (Mark::Fair, "This server offers no relay."),
        (Server::Helps, Relay::Carries) => (
            Mark::Good,
            "A relay can be used when no direct path is found.",
        ),
        (Server::Helps, Relay::Stuck) => (
            Mark::Bad,
            "The relay answers, but nothing comes through it: tell whoever runs this server.",
        ),
        (Server::Helps, Relay::Refuses) => {
            (Mark::Bad, "The relay cannot be reached from your network.")
        }
    }
}

const fn path(findings: Findings) -> (Mark, &'static str) {
    match findings.server {
        Server::Asked => return (Mark::Open, "Not known yet."),
        Server::Silent => return (Mark::Bad, "No call without the server."),
        Server::Answers => {
            return (
                Mark::Fair,
                "Calls within your network should work. Calls to other networks may not: ask \
                 whoever runs this server for a relay.",
            );
        }
        Server::Helps => {}
    }
    match (findings.address, findings.relay) {
        (Address::Asked, _) | (_, Relay::Asked) => (Mark::Open, "Not known yet."),
        (Address::Found | Address::Own, Relay::Carries) => (
            Mark::Good,
            "Direct paths should work, and the relay helps where they do not.",
        ),
        (Address::Found | Address::Own, Relay::Stuck | Relay::Refuses) => (
            Mark::Fair,
            "Direct paths should work. Where they do not, there is no relay to help.",
        ),
        (Address::Unanswered, Relay::Carries) => (Mark::Fair, "Calls will go through the relay."),
        (Address::Unanswered, Relay::Stuck | Relay::Refuses) => (
            Mark::Bad,
            "Calls to other networks may not work: ask your host to open UDP or to offer a relay \
             by TCP or TLS.",
        ),
    }
}
