//! `cargo xtask tidy`: what no compiler checks. Nothing stands in a room it
//! does not belong to, written as absences: nothing here touches that.
//!
//! A rule sees one file at a time and names lines; it may be wrong about text
//! inside a string, and then the string is to be written differently.

mod dependencies;
mod hosts;
mod source;
mod words;

use std::process::ExitCode;

use anyhow::Result;

use crate::count::Count;
use crate::workspace::Workspace;
use source::Source;

/// Something that is nowhere, or only in one place.
#[derive(Clone, Copy)]
struct Rule {
    name: &'static str,
    /// What is so, and why, in one sentence.
    sentence: &'static str,
    /// The numbers of the lines of a file where it is not so.
    broken: fn(&Source) -> Vec<usize>,
}

fn rules() -> impl Iterator<Item = Rule> {
    let lists = [dependencies::RULES, hosts::RULES, words::RULES];
    lists.into_iter().flatten().copied()
}

/// The command: every breach, and how many.
pub fn report(workspace: &Workspace) -> Result<ExitCode> {
    let count = count(workspace)?;
    println!("tidy: {} rules kept, {} broken", count.passed, count.failed);
    Ok(if count.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Each rule is one check.
pub fn count(workspace: &Workspace) -> Result<Count> {
    let sources = Source::read_all(workspace.root())?;
    let mut sum = Count::default();
    for rule in rules() {
        let breaches = breaches(&rule, &sources);
        for (path, line) in &breaches {
            println!("{path}:{line}: {} ({})", rule.sentence, rule.name);
        }
        sum += Count::of_check(breaches.is_empty());
    }
    Ok(sum)
}

fn breaches<'a>(rule: &Rule, sources: &'a [Source]) -> Vec<(&'a str, usize)> {
    let found = sources.iter().flat_map(|source| {
        let lines = (rule.broken)(source);
        lines.into_iter().map(|line| (source.path.as_str(), line))
    });
    found.collect()
}

/// For the tests of rules: the names of those a text breaks, with the lines.
#[cfg(test)]
fn broken_by(path: &str, text: &str) -> Vec<(&'static str, usize)> {
    let source = Source::new(path, text);
    let found = rules().flat_map(|rule| {
        let lines = (rule.broken)(&source);
        lines.into_iter().map(move |line| (rule.name, line))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rules_share_a_name() {
        let mut names: Vec<_> = rules().map(|rule| rule.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before);
    }

    #[test]
    fn no_sentence_ends_with_a_stop() {
        for rule in rules() {
            assert!(!rule.sentence.ends_with('.'), "{}", rule.name);
        }
    }

    #[test]
    fn an_ordinary_file_breaks_nothing() {
        let text = "//! Ids.\n\nuse std::fmt;\n\npub struct RoomId(u64);\n";
        for path in ["shared/src/id.rs", "app/src/ui.rs", "server/src/lobby.rs"] {
            assert_eq!(broken_by(path, text), []);
        }
    }
}
