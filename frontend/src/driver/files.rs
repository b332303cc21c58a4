//! What goes between this tab and others: offered, taken, shown.

use chatmux_app::chat::{FileCard, FileWish, Picked, Way, size_words};
use chatmux_app::state::Change;
use chatmux_shared::call::transfer::{
    FileKind, FileName, FileWord, Key, NotOffered, Offer, Standing,
};
use chatmux_shared::call::word::Word;
use chatmux_shared::id::{FileId, Seq, SessionId, Timestamp};
use chatmux_shared::timeline::Timeline;
use leptos::prelude::{ReadUntracked as _, WithUntracked as _};

use super::Driver;
use crate::call::BytesEvent;
use crate::clock::now;
use crate::files::{FileInput, Files};
use crate::random;

/// Progress is shown no more often than this, in milliseconds.
const GLANCE: u64 = 250;

/// What is shown of the files, besides the cards themselves.
#[derive(Debug, Default)]
pub struct Shown {
    /// Below which message each stands.
    places: Vec<(FileId, Seq)>,
    /// When they were shown last.
    at: Timestamp,
    news: News,
}

/// What has happened since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum News {
    #[default]
    None,
    /// Bytes came or went.
    Progress,
    /// Something else.
    Step,
}

/// What happens.
impl Driver {
    pub(super) fn handle_file(&mut self, input: FileInput) {
        let news = match &input {
            FileInput::Written(_, Ok(_)) | FileInput::Read(_, Some(_)) => News::Progress,
            FileInput::Written(..)
            | FileInput::Read(..)
            | FileInput::Opened(..)
            | FileInput::Finished(..) => News::Step,
        };
        self.shown_files.note(news);
        self.files.handle(input, now());
    }

    pub(super) fn handle_bytes(&mut self, peer: SessionId, event: BytesEvent) {
        match event {
            BytesEvent::Changed => self.shown_files.note(News::Step),
            BytesEvent::Drained => self.shown_files.note(News::Progress),
            BytesEvent::Piece(header, bytes) if !self.is_held_back(peer) => {
                self.shown_files.note(News::Progress);
                let length = bytes.length().into();
                let transfers = &mut self.files.transfers;
                match transfers.handle_piece(peer, header, length, now()) {
                    Some(key) => self.files.take(key, bytes),
                    None => self.shown_files.note(News::Step),
                }
            }
            BytesEvent::Piece(..) => {}
        }
    }

    pub(super) fn handle_file_word(&mut self, peer: SessionId, word: FileWord) {
        self.shown_files.note(match word {
            FileWord::Wrote { .. } => News::Progress,
            FileWord::Offer(_)
            | FileWord::Accept { .. }
            | FileWord::Done { .. }
            | FileWord::End { .. } => News::Step,
        });
        let offered = match &word {
            FileWord::Offer(offer) => Some(offer.clone()),
            FileWord::Accept { .. }
            | FileWord::Wrote { .. }
            | FileWord::Done { .. }
            | FileWord::End { .. } => None,
        };
        let is_new = self.files.transfers.handle_word(peer, word, now());
        if let Some(offer) = offered.filter(|_| is_new) {
            self.announce_file(peer, &offer);
        }
    }

    fn announce_file(&self, from: SessionId, offer: &Offer) {
        let faces = self.state.faces.read_untracked();
        let face = faces.iter().find(|face| face.session == from);
        let name = face.map_or("Someone", |face| face.name.as_str());
        let size = size_words(offer.size);
        self.notice([name, " offers you ", offer.name.as_str(), " (", &size, ")"].concat());
    }
}

/// What the person wants.
impl Driver {
    pub(super) fn handle_file_wish(&mut self, wish: FileWish) {
        self.shown_files.note(News::Step);
        let transfers = &mut self.files.transfers;
        match wish {
            FileWish::Offer(files) => self.offer_files(files),
            FileWish::Accept(file) => {
                if let Some(key) = self.key_of(file) {
                    self.files.transfers.accept(key);
                }
            }
            FileWish::Decline(file) => {
                if let Some(key) = self.key_of(file) {
                    self.files.transfers.decline(key, now());
                }
            }
            FileWish::Cancel(file) => {
                transfers.withdraw(file, now());
                if let Some(key) = self.key_of(file) {
                    self.files.transfers.cancel_incoming(key, now());
                }
            }
            FileWish::Dismiss(file) => transfers.dismiss(file),
        }
    }

    fn offer_files(&mut self, files: Vec<Picked>) {
        let links = self.links.as_ref();
        let peers: Vec<_> = links.map_or_else(Vec::new, |links| links.mesh.peers().collect());
        let to: Vec<SessionId> = peers
            .into_iter()
            .filter(|peer| !self.is_held_back(*peer))
            .collect();
        for file in files {
            if let Err((name, why)) = self.offer_file(&file, &to) {
                self.notice([name.as_str(), " was not sent: ", &why.to_string(), "."].concat());
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the size of a file is a whole number"
    )]
    fn offer_file(
        &mut self,
        file: &Picked,
        to: &[SessionId],
    ) -> Result<(), (FileName, NotOffered)> {
        let file = file.as_file();
        let offer = Offer {
            file: FileId::from_random(random::bytes().unwrap_or_default()),
            name: FileName::tame(&file.name()),
            size: file.size() as u64,
            kind: FileKind::tame(&file.type_()),
        };
        let offered = self.files.transfers.offer(&offer, to, now());
        offered.map_err(|why| (offer.name, why))?;
        self.files.keep_source(offer.file, file.clone());
        Ok(())
    }

    /// Of a file that comes in.
    fn key_of(&self, file: FileId) -> Option<Key> {
        let mut incoming = self.files.transfers.incoming(now());
        let (peer, offer, _) = incoming.find(|(_, offer, _)| offer.file == file)?;
        let file = offer.file;
        Some(Key { peer, file })
    }
}

/// What follows.
impl Driver {
    pub(super) fn settle_files(&mut self, now: Timestamp) {
        self.tell_links(now);
        self.files.transfers.handle_timeout(now);
        let Some(links) = &self.links else {
            return self.show_files(now);
        };
        self.files.perform(links);
        while let Some((peer, word)) = self.files.transfers.poll_word() {
            links.say(peer, &Word::File(word));
        }
        self.show_files(now);
    }

    pub(super) fn files_timeout(&self, now: Timestamp) -> Option<Timestamp> {
        let due = self.files.transfers.poll_timeout(now);
        let shown = (self.shown_files.news > News::None).then(|| self.shown_files.at.plus(GLANCE));
        due.into_iter().chain(shown).min()
    }

    /// Nothing of it goes on in this tab.
    pub(super) fn end_files(&mut self) {
        self.files = Files::new(self.mailbox.clone());
        self.shown_files = Shown::default();
        self.state.apply(Change::Files(Vec::new()));
    }

    /// Which links there are by now; those that are held back are none, and
    /// what was under way on them goes on when they are not any more.
    fn tell_links(&mut self, now: Timestamp) {
        let Some(links) = &self.links else {
            return;
        };
        let transfers = &mut self.files.transfers;
        let mut peers: Vec<SessionId> = links.mesh.peers().collect();
        peers.extend(transfers.peers());
        for peer in peers {
            let link = links
                .bytes(peer)
                .filter(|_| !self.verify.is_held_back(peer))
                .map(|(generation, _)| generation);
            transfers.handle_link(peer, link, now);
        }
    }

    fn show_files(&mut self, now: Timestamp) {
        let is_soon = now.since(self.shown_files.at) < GLANCE;
        match self.shown_files.news {
            News::Progress if is_soon => return,
            News::None | News::Progress | News::Step => {}
        }
        self.shown_files.news = News::None;
        let cards = self.cards(now);
        if *self.state.files.read_untracked() != cards {
            self.shown_files.at = now;
            self.state.apply(Change::Files(cards));
        }
    }

    fn cards(&mut self, now: Timestamp) -> Vec<FileCard> {
        let newest = self.state.timeline.with_untracked(Timeline::newest_held);
        let mut cards: Vec<FileCard> = Vec::new();
        for (peer, offer, standing) in self.files.transfers.outgoing(now) {
            match cards.iter_mut().find(|card| card.file == offer.file) {
                Some(FileCard {
                    way: Way::Out(to), ..
                }) => to.push((peer, standing)),
                Some(_) | None => cards.push(card(offer, Way::Out(vec![(peer, standing)]))),
            }
        }
        for (from, offer, standing) in self.files.transfers.incoming(now) {
            let file = offer.file;
            let saved = self.files.saved(Key { peer: from, file });
            let saved = saved.filter(|_| standing == Standing::Done);
            let url = saved.and_then(|saved| saved.url.clone());
            let way = Way::In {
                from,
                standing,
                url,
            };
            cards.push(card(offer, way));
        }
        self.shown_files.place(&mut cards, newest);
        cards
    }
}

impl Shown {
    fn note(&mut self, news: News) {
        self.news = self.news.max(news);
    }

    /// Puts each card where it stands: in the order they were first seen.
    fn place(&mut self, cards: &mut [FileCard], newest: Seq) {
        let is_there = |file: FileId| cards.iter().any(|card| card.file == file);
        self.places.retain(|(file, _)| is_there(*file));
        for card in &*cards {
            if !self.places.iter().any(|(file, _)| *file == card.file) {
                self.places.push((card.file, newest));
            }
        }
        let place_of =
            |card: &FileCard| self.places.iter().position(|(file, _)| *file == card.file);
        cards.sort_by_key(place_of);
        for (card, (_, after)) in cards.iter_mut().zip(&self.places) {
            card.after = *after;
        }
    }
}

fn card(offer: &Offer, way: Way) -> FileCard {
    FileCard {
        file: offer.file,
        after: Seq::default(),
        name: offer.name.clone(),
        size: offer.size,
        kind: offer.kind.clone(),
        way,
    }
}
