//! `cargo xtask trials`: each trial and the tests that cover it.
//!
//! A test says so itself, in a comment directly above it:
//!
//! ```text
//! // trials 32, 34
//! #[tokio::test]
//! async fn a_frame_that_breaks_the_protocol_is_answered_with_its_code() {
//! ```
//!
//! A comment that names a trial that does not exist, or stands above nothing,
//! is an error.

mod cover;
mod titles;

use std::process::ExitCode;

use anyhow::Result;

use crate::count::Count;
use crate::digest;
use crate::workspace::Workspace;
use cover::{Cover, Mistake};
use titles::TITLES;

/// The command: every trial with its tests, or `bare`.
pub fn report(workspace: &Workspace) -> Result<ExitCode> {
    let (covers, mistakes) = read_all(workspace)?;
    for (place, title) in TITLES.iter().enumerate() {
        println!("{:>2}  {title}", place + 1);
        for test in tests_of(place + 1, &covers) {
            println!("      {test}");
        }
    }
    print_mistakes(&mistakes);
    println!("{}", summary(&covers));
    Ok(if mistakes.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The check: no comment is mistaken. A bare trial is no failure.
pub fn count(workspace: &Workspace) -> Result<Count> {
    let (covers, mistakes) = read_all(workspace)?;
    print_mistakes(&mistakes);
    println!("{}", summary(&covers));
    Ok(Count::of_check(mistakes.is_empty()))
}

fn read_all(workspace: &Workspace) -> Result<(Vec<Cover>, Vec<Mistake>)> {
    let mut covers = Vec::new();
    let mut mistakes = Vec::new();
    for file in digest::files(workspace.root())? {
        let path = file.strip_prefix(workspace.root()).unwrap_or(&file);
        let path = path.to_string_lossy();
        let has_tests = path.ends_with(".rs") || path.ends_with(".spec.ts");
        // Here stand examples of such comments.
        if has_tests && !path.starts_with("xtask/") {
            let text = std::fs::read_to_string(&file)?;
            cover::read(&path, &text, &mut covers, &mut mistakes);
        }
    }
    Ok((covers, mistakes))
}

fn tests_of(trial: usize, covers: &[Cover]) -> Vec<String> {
    let ours = covers.iter().filter(|cover| cover.trials.contains(&trial));
    let mut tests: Vec<_> = ours
        .map(|cover| format!("{}: {}", cover.path, cover.test))
        .collect();
    if tests.is_empty() {
        tests.push("bare".to_owned());
    }
    tests
}

fn print_mistakes(mistakes: &[Mistake]) {
    for mistake in mistakes {
        println!("{}:{}: {}", mistake.path, mistake.line, mistake.sentence);
    }
}

fn summary(covers: &[Cover]) -> String {
    let is_covered = |trial: &usize| covers.iter().any(|cover| cover.trials.contains(trial));
    let covered = (1..=TITLES.len()).filter(is_covered).count();
    format!(
        "{} trials: {covered} covered, {} bare",
        TITLES.len(),
        TITLES.len() - covered
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_without_a_test_is_bare() {
        let cover = Cover {
            path: "server/tests/it/frames.rs".to_owned(),
            test: "a_bad_frame_is_refused".to_owned(),
            trials: vec![32, 34],
        };
        let covers = [cover];
        assert_eq!(
            tests_of(34, &covers),
            ["server/tests/it/frames.rs: a_bad_frame_is_refused"]
        );
        assert_eq!(tests_of(33, &covers), ["bare"]);
        assert_eq!(summary(&covers), "58 trials: 2 covered, 56 bare");
    }
}
