//! Files in words: how large, how fast, how far, and what came of them.

use chatmux_shared::call::transfer::{By, Ending, Standing};

use super::card::percent;

const UNITS: [&str; 4] = ["bytes", "kB", "MB", "GB"];
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// So many bytes: `2.3 MB`.
pub fn size_words(bytes: u64) -> String {
    if bytes == 1 {
        return "1 byte".to_owned();
    }
    let mut tenths = bytes.saturating_mul(10);
    let mut unit = 0;
    while tenths >= 9_995 && unit + 1 < UNITS.len() {
        tenths = tenths.saturating_add(500) / 1000;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let whole_words = whole.to_string();
    let fraction = if tenth == 0 || whole >= 100 {
        String::new()
    } else {
        [".", &tenth.to_string()].concat()
    };
    [&whole_words, &fraction, " ", UNITS[unit]].concat()
}

/// How long it takes yet: `12 s left`.
pub fn left_words(bytes: u64, rate: u64) -> Option<String> {
    let seconds = bytes.checked_div(rate)?;
    let (count, unit) = match seconds {
        0..MINUTE => (seconds.max(1), " s left"),
        MINUTE..HOUR => (seconds.div_ceil(MINUTE), " min left"),
        HOUR.. => (seconds.div_ceil(HOUR), " h left"),
    };
    Some([&count.to_string(), unit].concat())
}

/// How far a file of `size` bytes is that this person sends to `name`.
pub fn out_words(name: &str, standing: Standing, size: u64) -> String {
    let words = match standing {
        Standing::Queued | Standing::Waiting => ": waits for its turn",
        Standing::Offered | Standing::Opening => ": not answered yet",
        Standing::Running { .. } | Standing::Stalled { .. } | Standing::Cut { .. } => {
            return [name, ": ", &way_words(standing, size)].concat();
        }
        Standing::Done => " has it",
        Standing::Ended(why, By::Me) => match why {
            Ending::Unreadable => ": the file cannot be read any more",
            Ending::Broken => ": it broke on the way",
            Ending::Declined
            | Ending::Cancelled
            | Ending::TooMany
            | Ending::TooLarge
            | Ending::NoRoom
            | Ending::Unwritable
            | Ending::Left
            | Ending::Forgotten => ": stopped",
        },
        Standing::Ended(why, By::Peer) => match why {
            Ending::Declined => " declined",
            Ending::Cancelled | Ending::Unreadable => " stopped it",
            Ending::TooMany => " has too many offers already",
            Ending::TooLarge => "’s browser cannot take files this large",
            Ending::NoRoom => " has no room for it",
            Ending::Unwritable => " could not write it",
            Ending::Broken => ": it broke on the way",
            Ending::Left => " left",
            Ending::Forgotten => " does not know of it any more",
        },
    };
    [name, words].concat()
}

/// How far a file of `size` bytes is that `name` sends to this person.
pub fn in_words(name: &str, standing: Standing, size: u64) -> String {
    let (of_name, words) = match standing {
        Standing::Offered => return String::new(),
        Standing::Opening => ("", "Making room for it…"),
        Standing::Queued | Standing::Waiting => ("", "Waits for its turn"),
        Standing::Running { .. } | Standing::Stalled { .. } | Standing::Cut { .. } => {
            return way_words(standing, size);
        }
        Standing::Done => ("", "Received"),
        Standing::Ended(why, By::Me) => match why {
            Ending::Declined => ("", "Declined"),
            Ending::TooLarge => (
                "",
                "This browser cannot take files this large: at most 200 MB",
            ),
            Ending::NoRoom => ("", "This browser has not enough room for it"),
            Ending::Unwritable => ("", "It could not be written"),
            Ending::Broken => ("", "It broke on the way"),
            Ending::Cancelled
            | Ending::TooMany
            | Ending::Unreadable
            | Ending::Left
            | Ending::Forgotten => ("", "Stopped"),
        },
        Standing::Ended(why, By::Peer) => match why {
            Ending::Unreadable => (name, " cannot read it any more"),
            Ending::Left => (name, " left"),
            Ending::Forgotten => (name, " does not have it any more"),
            Ending::Broken => ("", "It broke on the way"),
            Ending::Declined
            | Ending::Cancelled
            | Ending::TooMany
            | Ending::TooLarge
            | Ending::NoRoom
            | Ending::Unwritable => (name, " stopped it"),
        },
    };
    [of_name, words].concat()
}

/// `40 % · 3.2 MB/s · 12 s left`.
fn way_words(standing: Standing, size: u64) -> String {
    let percent = percent(standing, size).unwrap_or_default().to_string();
    let rest = match standing {
        Standing::Running {
            done,
            rate: Some(rate),
        } => {
            let left = left_words(size.saturating_sub(done), rate);
            let left = left.map_or_else(String::new, |left| [" · ", &left].concat());
            [" · ", &size_words(rate), "/s", &left].concat()
        }
        Standing::Stalled { .. } => " · nothing comes through".to_owned(),
        Standing::Cut { .. } => " · goes on when the link is back".to_owned(),
        Standing::Running { rate: None, .. }
        | Standing::Queued
        | Standing::Offered
        | Standing::Opening
        | Standing::Waiting
        | Standing::Done
        | Standing::Ended(..) => String::new(),
    };
    [&percent, " %", &rest].concat()
}
