//! Tabs grouped by the person behind them.

use chatmux_shared::id::{MemberId, SessionId};
use chatmux_shared::room::{Color, Person, Presence, Turn};

/// Characters of a member's key that tell two of the same name apart.
const SUFFIX: usize = 4;
/// Characters of a whole key.
const KEY_TEXT: usize = 43;

/// A person in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub member: MemberId,
    /// What they are called here.
    pub name: String,
    /// Their colour.
    pub color: Color,
    /// What they say of themselves.
    pub status: String,
    /// The tab whose hand is up, and since when.
    pub hand: Option<(Turn, SessionId)>,
    /// What else is to be said of them: `you`, `owner`, `in call`, …
    pub marks: Vec<String>,
}

/// Everyone once: those whose hand is up in the order of raising, then the
/// others in order of arrival. As to name and colour, the last tab counts.
pub fn roster(people: &[Person], me: Option<MemberId>, owner: Option<MemberId>) -> Vec<Row> {
    let members = members(people).into_iter();
    let mut rows: Vec<Row> = members
        .filter_map(|member| row(people, member, me, owner))
        .collect();
    rows.sort_by_key(|row| row.hand.map_or(u64::MAX, |(Turn(turn), _)| turn));
    rows
}

/// Each of them once, in order of arrival.
pub fn members(people: &[Person]) -> Vec<MemberId> {
    let mut members = Vec::new();
    for person in people {
        if !members.contains(&person.member) {
            members.push(person.member);
        }
    }
    members
}

/// The name of `person`, with a piece of their id when someone else here has
/// the same.
pub fn called(people: &[Person], person: &Person) -> String {
    let is_double = people
        .iter()
        .any(|other| other.member != person.member && other.name == person.name);
    if is_double {
        [person.name.as_str(), " · ", &suffix(person.member)].concat()
    } else {
        person.name.to_string()
    }
}

/// The piece of a key that stands for the whole.
pub fn suffix(member: MemberId) -> String {
    member.to_string().split_off(KEY_TEXT - SUFFIX)
}

fn row(
    people: &[Person],
    member: MemberId,
    me: Option<MemberId>,
    owner: Option<MemberId>,
) -> Option<Row> {
    let tabs: Vec<&Person> = people.iter().filter(|tab| tab.member == member).collect();
    let last = tabs.last()?;
    let is_away = tabs
        .iter()
        .all(|tab| tab.presence == Presence::Reconnecting);
    let marks = [
        (Some(member) == me).then(|| "you".to_owned()),
        (Some(member) == owner).then(|| "owner".to_owned()),
        (tabs.len() > 1).then(|| format!("{} tabs", tabs.len())),
        tabs.iter()
            .any(|tab| tab.call.is_some())
            .then(|| "in call".to_owned()),
        tabs.iter()
            .any(|tab| tab.line.is_some())
            .then(|| "waiting for the call".to_owned()),
        is_away.then(|| "reconnecting".to_owned()),
    ];
    Some(Row {
        member,
        name: called(people, last),
        color: last.color,
        status: status_of(last),
        hand: tabs.iter().find_map(|tab| Some((tab.hand?, tab.session))),
        marks: marks.into_iter().flatten().collect(),
    })
}

fn status_of(person: &Person) -> String {
    let status = person.status.as_ref();
    status
        .map(|status| status.as_str().to_owned())
        .unwrap_or_default()
}
