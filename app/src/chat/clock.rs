//! Moments as a person reads them.

use chatmux_shared::id::Timestamp;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Minutes from a person's clock to UTC, as `Date.getTimezoneOffset` counts
/// them: below zero in the east.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zone(pub i32);

impl Zone {
    /// As the browser has it now.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most a day's minutes, whole"
    )]
    pub fn of_browser() -> Self {
        Self(js_sys::Date::new_0().get_timezone_offset() as i32)
    }
}

/// The time of day: `09:05`.
pub fn time(at: Timestamp, zone: Zone) -> String {
    let minutes = local(at, zone).rem_euclid(DAY) / MINUTE;
    let two = |number: i64| [digit(number / 10), digit(number % 10)];
    let [a, b] = two(minutes / 60);
    let [c, d] = two(minutes % 60);
    [a, b, ':', c, d].iter().collect()
}

/// The day, counted from 1970-01-01.
pub fn day(at: Timestamp, zone: Zone) -> i64 {
    local(at, zone).div_euclid(DAY)
}

/// A day in words: `Thursday, 1 January`.
pub fn day_name(day: i64) -> String {
    let (month, day_of_month) = date(day);
    // 1970-01-01 was a Thursday.
    let weekday = WEEKDAYS[index((day + 3).rem_euclid(7))];
    let month = MONTHS[index(month)];
    [weekday, ", ", &day_of_month.to_string(), " ", month].concat()
}

fn local(at: Timestamp, zone: Zone) -> i64 {
    let at = i64::try_from(at.0).unwrap_or(i64::MAX / 2);
    at - i64::from(zone.0) * MINUTE
}

/// Month from March on, at 0, and day of the month, by counting in eras of
/// 400 years that begin in March (H. Hinnant, *chrono-Compatible Low-Level
/// Date Algorithms*).
fn date(day: i64) -> (i64, i64) {
    let day_of_era = (day + 719_468).rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    (month, day_of_year - (153 * month + 2) / 5 + 1)
}

fn digit(number: i64) -> char {
    char::from_digit(u32::try_from(number).unwrap_or_default(), 10).unwrap_or('0')
}

fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const MONTHS: [&str; 12] = [
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
];
