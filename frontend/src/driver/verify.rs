//! Who is at the other end of each link, and comparing emoji with them.
//!
//! What follows from words and certificates is decided in
//! `chatmux_shared::call::verify`; this signs, asks the browser, remembers.

use chatmux_app::state::Change;
use chatmux_app::trust::{Trusted, VerifyWish};
use chatmux_shared::call::negotiation::{Generation, LinkState};
use chatmux_shared::call::verify::{
    Acquaintance, Acquaintances, Attest, Compare, CompareNonce, Comparison, End, Ending, Judgement,
    Parties, Question, Scene, Verifications,
};
use chatmux_shared::call::word::Word;
use chatmux_shared::id::{MemberId, SessionId, Timestamp};
use chatmux_shared::message::{Signature, Verdict};
use chatmux_shared::room::Person;
use leptos::prelude::ReadUntracked as _;
use wasm_bindgen_futures::spawn_local;

use super::Driver;
use crate::acquaintances;
use crate::call::verify::{own_fingerprint, peer_fingerprint};
use crate::clock::now;
use crate::input::Input;
use crate::keys::verify;
use crate::random;

/// What a tab knows of who is at the other ends.
#[derive(Debug, Default)]
pub struct Verify {
    links: Verifications,
    comparison: Comparison,
    known: Acquaintances,
}

/// What the browser answers.
#[derive(Debug)]
pub enum VerifyInput {
    /// Whom the person has compared with before.
    Known(Acquaintances),
    /// One's own word on this link is signed.
    Signed(Box<Parties>, Signature),
    /// The signature of the other end of a link was looked at.
    Judged(SessionId, Generation, Verdict),
}

impl Driver {
    pub(super) fn load_acquaintances(&self) {
        let mailbox = self.mailbox.clone();
        spawn_local(async move {
            let known = acquaintances::load().await;
            mailbox.send(Input::Verify(VerifyInput::Known(known)));
        });
    }

    pub(super) fn handle_verify(&mut self, input: VerifyInput) {
        match input {
            VerifyInput::Known(known) => self.verify.known = known,
            VerifyInput::Signed(parties, signature) => self.attest(&parties, signature),
            VerifyInput::Judged(peer, build, verdict) => {
                self.verify.links.handle_verdict(peer, build, verdict);
            }
        }
    }

    /// Whether nothing that comes from `peer` is to be shown, and nothing to be
    /// sent there.
    pub(super) fn is_held_back(&self, peer: SessionId) -> bool {
        self.verify.is_held_back(peer)
    }
}

impl Verify {
    /// Whether what goes to and comes from `peer` is held back.
    pub fn is_held_back(&self, peer: SessionId) -> bool {
        self.links.is_held_back(peer)
    }

    /// Nothing of the room goes on; whom one has compared with stays known.
    pub fn end(&mut self) {
        self.links = Verifications::default();
        self.comparison = Comparison::default();
    }
}

/// The links.
impl Driver {
    /// Words can be said: first of all, who one is.
    pub(super) fn begin_to_verify(&mut self, peer: SessionId) {
        let Some((build, _)) = self.generations(peer) else {
            return;
        };
        let parties = self.parties(peer);
        let links = &mut self.verify.links;
        let bytes = links.handle_opened(peer, build, parties, now());
        let Some(((bytes, parties), keys)) = bytes.zip(parties).zip(self.keys.as_ref()) else {
            return;
        };
        let signing = keys.sign(&bytes);
        let mailbox = self.mailbox.clone();
        spawn_local(async move {
            if let Some(signature) = signing.await {
                let signed = VerifyInput::Signed(Box::new(parties), signature);
                mailbox.send(Input::Verify(signed));
            }
        });
    }

    /// Says who one is, if the link is still the one it was signed for.
    fn attest(&self, parties: &Parties, signature: Signature) {
        let peer = parties.peer.session;
        let buildings = (parties.me.generation, Some(parties.peer.generation));
        if self.generations(peer) == Some(buildings) {
            self.say(peer, &Word::Attest(parties.attest(signature)));
        }
    }

    pub(super) fn handle_attest(&mut self, peer: SessionId, attest: &Attest) {
        self.look_at_certificate(peer);
        let Some(question) = self.verify.links.handle_attest(peer, attest) else {
            return;
        };
        let Question {
            peer,
            build,
            author,
            signature,
            bytes,
        } = question;
        let verdict = verify(author, signature, &bytes);
        let mailbox = self.mailbox.clone();
        spawn_local(async move {
            let judged = VerifyInput::Judged(peer, build, verdict.await);
            mailbox.send(Input::Verify(judged));
        });
    }

    /// After whatever happened to a link: the browser may have taken another
    /// certificate.
    pub(super) fn look_at_certificate(&mut self, peer: SessionId) {
        let links = self.links.as_ref();
        let connection = links.and_then(|links| links.connection(peer));
        let fingerprint = connection.and_then(peer_fingerprint);
        if let Some((fingerprint, (build, _))) = fingerprint.zip(self.generations(peer)) {
            let links = &mut self.verify.links;
            links.handle_fingerprint(peer, build, fingerprint);
        }
    }

    fn generations(&self, peer: SessionId) -> Option<(Generation, Option<Generation>)> {
        self.links.as_ref()?.mesh.generations(peer)
    }

    /// Both ends; nothing if the browser does not tell what it must.
    fn parties(&self, peer: SessionId) -> Option<Parties> {
        let links = self.links.as_ref()?;
        let (mine, theirs) = links.mesh.generations(peer)?;
        let (session, member) = links.mesh.me();
        let connection = links.connection(peer)?;
        let room = self.state.room.read_untracked();
        let card = room.as_ref()?.card();
        Some(Parties {
            room: card.id,
            epoch: card.epoch,
            me: End {
                session,
                member,
                generation: mine,
                fingerprint: own_fingerprint(connection)?,
            },
            peer: End {
                session: peer,
                member: self.member_of(peer)?,
                generation: theirs?,
                fingerprint: peer_fingerprint(connection)?,
            },
        })
    }

    /// By their session, as the server has told last.
    fn member_of(&self, session: SessionId) -> Option<MemberId> {
        self.face(session, |face| face.member)
    }

    fn face<T>(&self, session: SessionId, pick: impl Fn(&Person) -> T) -> Option<T> {
        let faces = self.state.faces.read_untracked();
        let face = faces.iter().find(|face| face.session == session);
        face.map(pick)
    }

    fn say(&self, peer: SessionId, word: &Word) {
        if let Some(links) = &self.links {
            links.say(peer, word);
        }
    }
}

/// The emoji.
impl Driver {
    pub(super) fn handle_verify_wish(&mut self, wish: VerifyWish) {
        let comparison = &mut self.verify.comparison;
        let before = comparison.scene();
        match wish {
            VerifyWish::Compare(peer) => self.ask_to_compare(peer),
            VerifyWish::Agree => {
                if let Some(nonce) = nonce() {
                    comparison.agree(nonce, now());
                }
            }
            VerifyWish::Match => comparison.judge(Judgement::Match),
            VerifyWish::Mismatch => comparison.judge(Judgement::Mismatch),
            VerifyWish::Cancel => comparison.cancel(now()),
            VerifyWish::Forget(member) => {
                self.verify.known.remove(member);
                spawn_local(acquaintances::remove(member));
            }
        }
        self.note_ending(before);
    }

    fn ask_to_compare(&mut self, peer: SessionId) {
        match self.verify.links.verified(peer).zip(nonce()) {
            Some((parties, nonce)) => self.verify.comparison.ask(parties, nonce, now()),
            None => self.notice("Only who is at a verified connection can be compared with."),
        }
    }

    /// Only over a link that is verified.
    pub(super) fn handle_compare(&mut self, peer: SessionId, word: Compare) {
        if let Some(parties) = self.verify.links.verified(peer) {
            let before = self.verify.comparison.scene();
            self.verify.comparison.handle(parties, word, now());
            self.note_ending(before);
        }
    }

    /// Whom one has compared with is remembered; a key that came with other
    /// emoji is not theirs.
    fn note_ending(&mut self, before: Option<(Parties, Scene)>) {
        let scene = self.verify.comparison.scene();
        let Some((parties, Scene::Over(ending))) = scene.filter(|_| scene != before) else {
            return;
        };
        match ending {
            Ending::Matched => {
                self.verify.links.handle_match(&parties);
                self.remember_person(&parties);
            }
            Ending::Mismatched => self.verify.links.handle_mismatch(&parties),
            Ending::Cancelled | Ending::TimedOut | Ending::Lost => {}
        }
    }

    fn remember_person(&mut self, parties: &Parties) {
        let End {
            session, member, ..
        } = parties.peer;
        let name = self.face(session, |face| face.name.to_string());
        let acquaintance = Acquaintance {
            member,
            name: name.unwrap_or_default(),
            at: now(),
        };
        self.verify.known.keep(acquaintance.clone());
        spawn_local(acquaintances::keep(acquaintance));
    }
}

/// What follows.
impl Driver {
    /// Before the links are performed and shown.
    pub(super) fn settle_verify(&mut self, now: Timestamp) {
        self.follow_links(now);
        let verify = &mut self.verify;
        verify
            .comparison
            .handle_links(|peer| verify.links.verified(peer));
        verify.comparison.handle_timeout(now);
        while let Some((peer, word)) = self.verify.comparison.poll_word() {
            self.say(peer, &Word::Compare(word));
        }
        self.show_trust(now);
    }

    fn follow_links(&mut self, now: Timestamp) {
        let Some(links) = &self.links else { return };
        let building = |peer| Some((peer, links.mesh.generations(peer)?.0));
        let built: Vec<_> = links.mesh.peers().filter_map(building).collect();
        self.verify.links.keep(&built);
        for (peer, build) in built.iter().copied() {
            self.follow_link(peer, build, now);
        }
        let Verify { links, known, .. } = &mut self.verify;
        links.handle_timeout(known, now);
        let peers = built.into_iter().map(|(peer, _)| peer);
        let held_back = peers.filter(|peer| self.is_held_back(*peer)).collect();
        if let Some(links) = &mut self.links {
            links.hold_back(held_back);
        }
    }

    fn follow_link(&mut self, peer: SessionId, build: Generation, now: Timestamp) {
        let state = self.links.as_ref().and_then(|links| links.state(peer));
        if state == Some(LinkState::Connected) {
            self.verify.links.handle_connected(peer, build, now);
        }
        if let Some(member) = self.member_of(peer) {
            self.verify.links.handle_member(peer, member);
        }
    }

    fn show_trust(&self, now: Timestamp) {
        let verify = &self.verify;
        let peers = self.links.iter().flat_map(|links| links.mesh.peers());
        let trust = |peer| Some((peer, verify.links.trust(peer, now)?));
        let scene = verify.comparison.scene();
        let trusted = Trusted {
            links: peers.filter_map(trust).collect(),
            comparison: scene.map(|(parties, scene)| (parties.peer.session, scene)),
            known: verify.known.clone(),
        };
        if *self.state.trust.read_untracked() != trusted {
            self.state.apply(Change::Trust(trusted));
        }
    }

    pub(super) fn next_doubt(&self, now: Timestamp) -> Option<Timestamp> {
        let doubt = self.verify.links.poll_timeout(now);
        doubt
            .into_iter()
            .chain(self.verify.comparison.poll_timeout())
            .min()
    }
}

fn nonce() -> Option<CompareNonce> {
    random::bytes().map(CompareNonce::from_random)
}
