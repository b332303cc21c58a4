//! How loud people are here, remembered by this browser.

use chatmux_app::sound::Volume;
use chatmux_shared::id::MemberId;
use chatmux_shared::wire::Switch;

use crate::storage::Storage;

const VOLUMES: &str = "chatmux.volumes";
/// So many are remembered, those changed last.
const MOST: usize = 100;

/// Those who are not as loud as they come.
#[derive(Debug)]
pub struct Volumes {
    local: Storage,
    list: Vec<(MemberId, Volume)>,
}

impl Volumes {
    /// What this browser remembers.
    pub fn new() -> Self {
        let local = Storage::local();
        let text = local.get(VOLUMES).unwrap_or_default();
        let list = text.split_whitespace().filter_map(parse).collect();
        Self { local, list }
    }

    /// All of them.
    pub fn list(&self) -> &[(MemberId, Volume)] {
        &self.list
    }

    /// How loud someone is.
    pub fn of(&self, member: MemberId) -> Volume {
        let mut list = self.list.iter();
        let known = list.find(|(known, _)| *known == member);
        known.map(|(_, volume)| *volume).unwrap_or_default()
    }

    /// From now on someone is as loud as this.
    pub fn set(&mut self, member: MemberId, volume: Volume) {
        self.list.retain(|(known, _)| *known != member);
        if volume != Volume::FULL {
            self.list.push((member, volume));
        }
        let surplus = self.list.len().saturating_sub(MOST);
        self.list.drain(..surplus);
        let words: Vec<String> = self.list.iter().map(word).collect();
        self.local.set(VOLUMES, &words.join(" "));
    }
}

impl Default for Volumes {
    fn default() -> Self {
        Self::new()
    }
}

/// The member, a colon, the percent, and `m` if they are muted.
fn word((member, volume): &(MemberId, Volume)) -> String {
    let muted = if volume.muted.is_on() { "m" } else { "" };
    let percent = volume.percent.to_string();
    [&member.to_string(), ":", &percent, muted].concat()
}

/// None for what some other page has left there.
fn parse(word: &str) -> Option<(MemberId, Volume)> {
    let (member, volume) = word.split_once(':')?;
    let percent = volume.trim_end_matches('m');
    let volume = Volume {
        percent: percent.parse::<u8>().ok()?.min(100),
        muted: Switch::from(percent != volume),
    };
    Some((member.parse().ok()?, volume))
}
