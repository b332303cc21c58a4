//! Nobody else's servers: what we ship names no host but those of documents,
//! of a sign-in a person chose, and names reserved for examples.

use super::Rule;
use super::source::Source;

pub const RULES: &[Rule] = &[Rule {
    name: "nobody-elses-servers",
    sentence: "what is shipped calls no third party: serve it from here, or let it be a setting without a default",
    broken: nobody_elses_servers,
}];

/// Names of formats, which nothing fetches, and sign-in with GitHub.
const KNOWN: [&str; 5] = [
    "api.github.com",
    "docs.rs",
    "github.com",
    "w3.org",
    "www.w3.org",
];

/// Reserved for documentation and private networks (RFC 2606, 6761, 6762).
const RESERVED: [&str; 8] = [
    ".example",
    ".example.com",
    ".example.net",
    ".example.org",
    ".invalid",
    ".local",
    ".localhost",
    ".test",
];

/// Words that betray one even without a scheme.
const BETRAYERS: [&str; 6] = [
    "cdnjs",
    "googleapis",
    "gstatic",
    "jsdelivr",
    "stun:stun.",
    "unpkg",
];

fn nobody_elses_servers(source: &Source) -> Vec<usize> {
    let shipped = [
        "app/src",
        "assets",
        "frontend/src",
        "server/src",
        "shared/src",
        "style",
    ];
    if !source.lies_in(&shipped) {
        return Vec::new();
    }
    source.lines_where(|line| {
        BETRAYERS.iter().any(|word| line.contains(word))
            || hosts(line).any(|host| !is_harmless(host))
    })
}

/// The hosts of the addresses in a line. One that is filled in later has none.
fn hosts(line: &str) -> impl Iterator<Item = &str> {
    let schemes = ["http://", "https://", "ws://", "wss://"];
    schemes.into_iter().flat_map(move |scheme| {
        line.match_indices(scheme).map(move |(start, _)| {
            let rest = &line[start + scheme.len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
            &rest[..end.unwrap_or(rest.len())]
        })
    })
}

/// A name without a dot is no public one; a number is not a name.
fn is_harmless(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let dotted = format!(".{host}");
    !host.contains('.')
        || host.chars().all(|c| c.is_ascii_digit() || c == '.')
        || KNOWN.contains(&host)
        || RESERVED.iter().any(|end| dotted.ends_with(end))
}

#[cfg(test)]
mod tests {
    use crate::tidy::broken_by;

    fn is_found(path: &str, line: &str) -> bool {
        let text = format!("//! Well.\n{line}\n");
        broken_by(path, &text) == [("nobody-elses-servers", 2)]
    }

    #[test]
    fn a_third_party_is_found_wherever_it_is_shipped() {
        for line in [
            "@import \"https://fonts.googleapis.com/css\";",
            "src: url(//cdn.jsdelivr.net/f.woff2);",
            "<script src=\"https://cdn.somewhere.net/a.js\"/>",
            "let urls = [\"stun:stun.l.google.com:19302\"];",
            "const LOG: &str = \"wss://log.somewhere.io/in\";",
        ] {
            assert!(is_found("style/base.css", line), "{line}");
            assert!(is_found("server/src/turn.rs", line), "{line}");
        }
    }

    #[test]
    fn names_of_formats_examples_and_this_machine_are_harmless() {
        for line in [
            "xmlns=\"http://www.w3.org/2000/svg\"",
            "\"https://chat.example.org/r/1\"",
            "\"https://evil.example\"",
            "format!(\"https://{host}/\")",
            "\"http://127.0.0.1:3000\"",
            "\"http://localhost:3000\"",
            "// see https://somewhere.net/article",
        ] {
            assert!(!is_found("server/src/turn.rs", line), "{line}");
        }
    }

    #[test]
    fn tests_may_name_anyone() {
        assert!(!is_found(
            "server/tests/it/origin.rs",
            "\"https://evil.com\""
        ));
    }
}
