//! The text of a file, and where in it something stands.
//!
//! Rules look at code, not at what is said about it: comments are cut off
//! first. The cut knows line comments only, which is all this house has.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::digest;

const READ: [&str; 7] = ["css", "html", "js", "rs", "svg", "toml", "ts"];

#[derive(Debug)]
pub struct Source {
    /// Relative to the clone, with `/`.
    pub path: String,
    text: String,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// Every source of the clone.
    pub fn read_all(root: &Path) -> Result<Vec<Self>> {
        let mut sources = Vec::new();
        for file in digest::files(root)? {
            let end = file.extension().unwrap_or_default().to_string_lossy();
            if READ.contains(&end.as_ref()) {
                let text = fs::read_to_string(&file)
                    .with_context(|| format!("{} cannot be read as text", file.display()))?;
                let path = file.strip_prefix(root).unwrap_or(&file);
                sources.push(Self::new(path.to_string_lossy(), text));
            }
        }
        Ok(sources)
    }

    /// Whether it lies in one of these folders, or is one of these files.
    pub fn lies_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| {
            self.path
                .strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    pub fn is(&self, ending: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|extension| extension == ending)
    }

    /// Lines with their numbers, as they stand.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(i, line)| (i + 1, line))
    }

    /// Lines with their numbers, without comments.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines()
            .map(|(number, line)| (number, without_comment(line)))
    }

    /// The numbers of the lines of code that hold any of these words.
    pub fn lines_with(&self, words: &[&str]) -> Vec<usize> {
        self.lines_where(|line| words.iter().any(|word| holds(line, word)))
    }

    /// The numbers of the lines of code that are like this.
    pub fn lines_where(&self, is_so: impl Fn(&str) -> bool) -> Vec<usize> {
        let bad = self.code().filter(|(_, line)| is_so(line));
        bad.map(|(number, _)| number).collect()
    }
}

/// Everything before a `//` that opens the line or follows a space; the one in
/// `https://` does neither.
fn without_comment(line: &str) -> &str {
    let starts = line.match_indices("//").map(|(start, _)| start);
    let mut comments = starts.filter(|start| {
        let before = line[..*start].chars().next_back();
        before.is_none_or(char::is_whitespace)
    });
    comments.next().map_or(line, |start| &line[..start])
}

/// Whether a line holds a word that is not part of a longer one.
pub fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        let goes_on_left = joins(before) && joins(word.chars().next());
        let goes_on_right = joins(word.chars().next_back()) && joins(after);
        !goes_on_left && !goes_on_right
    })
}

fn joins(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_within_a_longer_one_is_not_that_word() {
        assert!(holds("use tokio::net;", "tokio"));
        assert!(!holds("use tokio_util::net;", "tokio"));
        assert!(!holds("let instant = 1;", "Instant"));
        assert!(!holds("LocalInstant::now()", "Instant"));
        assert!(holds("#[cfg(test)]", "cfg("));
    }

    #[test]
    fn comments_are_not_code() {
        assert_eq!(without_comment("let a = 1; // not tokio"), "let a = 1; ");
        assert_eq!(without_comment("    /// tokio"), "    ");
        assert_eq!(
            without_comment("\"https://x.example\""),
            "\"https://x.example\""
        );
    }

    #[test]
    fn a_folder_is_not_its_neighbour() {
        let source = Source::new("shared/src/id.rs", "");
        assert!(source.lies_in(&["shared/src"]));
        assert!(source.lies_in(&["app", "shared"]));
        assert!(!source.lies_in(&["share", "shared/s"]));
    }
}
