//! What goes over the links, and how well: the survey decides, this reads
//! counters for it, tells encoders and peers what it wants, and shows the rest.

use chatmux_app::state::Change;
use chatmux_shared::call::survey::{Passage, Standing};
use chatmux_shared::call::word::Wants;
use chatmux_shared::id::{SessionId, Timestamp};
use chatmux_shared::stage::{Shown, Tile};
use chatmux_shared::wire::Switch;
use leptos::prelude::ReadUntracked as _;
use web_sys::MediaStreamTrack;

use super::Driver;
use crate::call::quality::height;
use crate::script::window;

/// How often the counters of each link are read while the page is seen, in
/// milliseconds.
const READ_MS: u64 = 2_000;
/// The same while it is not seen.
const READ_HIDDEN_MS: u64 = 4_000;

impl Driver {
    /// The tiles are of these sizes.
    pub(super) fn handle_shown(&mut self, shown: Vec<Shown>) {
        let mut sizes: Vec<(SessionId, Wants)> = Vec::new();
        for Shown { tile, height } in shown {
            let height = u16::try_from(height).unwrap_or(u16::MAX);
            let known = sizes.iter().position(|(known, _)| *known == tile.session());
            let place = known.unwrap_or_else(|| {
                sizes.push((tile.session(), Wants::default()));
                sizes.len() - 1
            });
            let wants = &mut sizes[place].1;
            match tile {
                Tile::Person(_) => wants.camera = height,
                Tile::Screen(_) => wants.screen = height,
            }
        }
        self.survey.show(sizes);
    }

    /// Before the links do anything: what is known of them, and whether what
    /// should come over them does.
    pub(super) fn watch_links(&mut self, now: Timestamp) {
        let standings = self.standings();
        self.survey.note(&standings, now);
        let is_due = self.next_reading() <= now && !standings.is_empty();
        let Some(links) = &mut self.links else { return };
        while let Some((peer, generation, reading)) = links.poll_reading() {
            self.survey.handle_reading(peer, generation, reading);
        }
        for (peer, flow) in self.survey.flows() {
            links.mesh.handle_flow(peer, flow, now);
        }
        if is_due {
            self.read_at = now;
            links.read_counters();
        }
    }

    /// After that: everyone gets their share of one's pictures, and is told
    /// what there is to tell.
    pub(super) fn tend_links(&mut self, now: Timestamp) {
        let outgoing = self.own.outgoing();
        let voice = outgoing.microphone.as_ref().filter(|track| runs(track));
        let pixels = |track: Option<&MediaStreamTrack>| Some(height(track.filter(|it| runs(it))?));
        let (camera, screen) = (
            pixels(outgoing.camera.as_ref()),
            pixels(outgoing.screen.as_ref()),
        );
        let voice = Switch::from(voice.is_some());
        let shares = self.survey.shares(camera, screen, voice);
        let Some(links) = &mut self.links else { return };
        links.share(&shares);
        while let Some((peer, word)) = self.survey.poll_word(now) {
            links.say(peer, &word);
        }
    }

    /// Figures and graph, when they are others than before.
    pub(super) fn show_quality(&mut self, now: Timestamp) {
        let known = self.survey.known();
        if *self.state.known.read_untracked() != known {
            self.state.apply(Change::Known(known));
        }
        let me = self.links.as_ref().map(|links| links.mesh.me().0);
        let graph = me.map(|me| self.survey.graph(me, now)).unwrap_or_default();
        if *self.state.graph.read_untracked() != graph {
            self.state.apply(Change::Graph(graph));
        }
    }

    /// When any of it is due.
    pub(super) fn next_care(&self, now: Timestamp) -> Option<Timestamp> {
        let has_links = self.links.as_ref()?.mesh.peers().next().is_some();
        let reading = has_links.then(|| self.next_reading());
        reading
            .into_iter()
            .chain(self.survey.poll_timeout(now))
            .min()
    }

    fn next_reading(&self) -> Timestamp {
        let is_hidden = window().document().is_some_and(|page| page.hidden());
        self.read_at
            .plus(if is_hidden { READ_HIDDEN_MS } else { READ_MS })
    }

    fn standings(&self) -> Vec<Standing> {
        let Some(links) = &self.links else {
            return Vec::new();
        };
        let each = links.mesh.peers().filter_map(|peer| {
            Some(Standing {
                peer,
                generation: links.mesh.generations(peer)?.0,
                state: links.state(peer)?,
                media: self.sent_by(peer).unwrap_or_default(),
                passage: if self.is_held_back(peer) {
                    Passage::HeldBack
                } else {
                    Passage::Open
                },
            })
        });
        each.collect()
    }
}

/// Whether anything comes of a track: the system may hold a device back.
fn runs(track: &MediaStreamTrack) -> bool {
    !track.muted()
}
