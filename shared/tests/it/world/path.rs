//! What a browser says of the path between two peer connections: found when
//! both agree, lost when media does not pass.

use chatmux_shared::call::negotiation::Connection;

use super::peer_connection::PeerConnection;

const FOUND_MS: u64 = 200;
const GIVEN_UP_MS: u64 = 10_000;
const MISSED_MS: u64 = 1_000;
const FAILED_MS: u64 = 6_000;
/// How long the path of a former exchange carries on while a new one is made.
const CARRIES_ON_MS: u64 = 4_000;

/// One end's view of its path.
#[derive(Debug, Clone)]
pub struct Path {
    pub state: Connection,
    since: u64,
    works_since: Option<u64>,
    works_not_since: Option<u64>,
    agreed_at: u64,
    rounds: Option<(String, String)>,
}

/// Whether media passes between two devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Passes,
    Cut,
}

impl Path {
    pub fn new(now: u64) -> Self {
        Self {
            state: Connection::New,
            since: now,
            works_since: None,
            works_not_since: Some(now),
            agreed_at: 0,
            rounds: None,
        }
    }

    /// Looks again; a state that is new is told.
    pub fn look(
        &mut self,
        mine: &PeerConnection,
        theirs: Option<&PeerConnection>,
        media: Media,
        now: u64,
    ) -> Option<Connection> {
        let former = self.state;
        self.note(mine, theirs, media, now);
        let is_renewed = self.note_rounds(mine);
        let next = self.next(is_renewed, now);
        if next != former {
            self.state = next;
            self.since = now;
        }
        (next != former).then_some(next)
    }

    fn note(
        &mut self,
        mine: &PeerConnection,
        theirs: Option<&PeerConnection>,
        media: Media,
        now: u64,
    ) {
        let agrees = theirs.is_some_and(|theirs| mine.agrees_with(theirs));
        let knows = theirs.is_some_and(|theirs| mine.knows(theirs));
        if agrees {
            self.agreed_at = now;
        }
        let carries_on =
            self.state == Connection::Connected && now < self.agreed_at + CARRIES_ON_MS;
        let works = media == Media::Passes && (agrees || knows && carries_on);
        if works {
            self.works_since.get_or_insert(now);
            self.works_not_since = None;
        } else {
            self.works_not_since.get_or_insert(now);
            self.works_since = None;
        }
    }

    fn note_rounds(&mut self, mine: &PeerConnection) -> bool {
        let rounds = mine.rounds();
        let is_renewed = rounds != self.rounds;
        self.rounds = rounds;
        is_renewed
    }

    fn next(&self, is_renewed: bool, now: u64) -> Connection {
        let lasts = |since: Option<u64>, milliseconds| {
            since.is_some_and(|since| now >= since + milliseconds)
        };
        let works = lasts(self.works_since, FOUND_MS);
        match self.state {
            Connection::Connected if lasts(self.works_not_since, MISSED_MS) => {
                Connection::Disconnected
            }
            Connection::Connected => Connection::Connected,
            Connection::New | Connection::Disconnected | Connection::Failed if is_renewed => {
                Connection::Connecting
            }
            Connection::Connecting | Connection::Disconnected if works => Connection::Connected,
            Connection::Connecting if lasts(Some(self.since), GIVEN_UP_MS) => Connection::Failed,
            Connection::Disconnected if lasts(Some(self.since), FAILED_MS) => Connection::Failed,
            Connection::New
            | Connection::Connecting
            | Connection::Disconnected
            | Connection::Failed
            | Connection::Closed => self.state,
        }
    }
}
