//! Rules that are a list of words with no place in some folder.

use super::Rule;
use super::source::{Source, holds};

pub const RULES: &[Rule] = &[
    Rule {
        name: "shared-is-pure",
        sentence: "`shared` touches no network, disk, clock, thread, browser or chance: it takes what it needs as arguments",
        broken: shared_is_pure,
    },
    Rule {
        name: "app-has-no-cfg",
        sentence: "`app` is the same code on both sides, so it has no `cfg`: what differs is installed by the shells",
        broken: app_has_no_cfg,
    },
    Rule {
        name: "sqlx-in-store",
        sentence: "only `server/src/store` knows sqlx: ask the store",
        broken: sqlx_in_store,
    },
    Rule {
        name: "nothing-forgotten",
        sentence: "what must be cleaned up is a guard with `Drop`, never forgotten",
        broken: nothing_forgotten,
    },
    Rule {
        name: "no-inline-style",
        sentence: "the content security policy refuses inline styles: use a class, or a presentation attribute",
        broken: no_inline_style,
    },
    Rule {
        name: "files-say-what-they-are",
        sentence: "every Rust file opens with `//!`: what it is, its invariant, what it does not know",
        broken: files_say_what_they_are,
    },
    Rule {
        name: "nothing-unfinished",
        sentence: "nothing is left to be written later",
        broken: nothing_unfinished,
    },
    Rule {
        name: "every-test-runs",
        sentence: "every test runs, always: none is ignored, skipped or alone",
        broken: every_test_runs,
    },
    Rule {
        name: "no-sleeping",
        sentence: "a browser test waits for the thing, not for a time",
        broken: no_sleeping,
    },
];

fn shared_is_pure(source: &Source) -> Vec<usize> {
    if !source.lies_in(&["shared/src"]) {
        return Vec::new();
    }
    source.lines_with(&[
        "Instant",
        "OsRng",
        "SystemTime",
        "async_std",
        "getrandom",
        "gloo",
        "js_sys",
        "rand",
        "reqwest",
        "std::env",
        "std::fs",
        "std::net",
        "std::process",
        "std::thread",
        "thread_rng",
        "tokio",
        "web_sys",
    ])
}

fn app_has_no_cfg(source: &Source) -> Vec<usize> {
    if !source.lies_in(&["app/src"]) {
        return Vec::new();
    }
    source.lines_with(&["cfg(", "cfg!(", "cfg_attr(", "cfg_if!"])
}

/// Tests of the server may look into a store from outside.
fn sqlx_in_store(source: &Source) -> Vec<usize> {
    let is_elsewhere = source.is("rs") && !source.lies_in(&["server/src/store", "server/tests"]);
    let is_other_manifest =
        source.is("toml") && !source.lies_in(&["Cargo.toml", "server/Cargo.toml"]);
    if !(is_elsewhere || is_other_manifest) || source.lies_in(&["xtask"]) {
        return Vec::new();
    }
    source.lines_with(&["sqlx"])
}

fn nothing_forgotten(source: &Source) -> Vec<usize> {
    if !source.lies_in(&["app", "frontend"]) {
        return Vec::new();
    }
    source.lines_with(&[".forget()", "Closure::forget", "forget(", "Box::leak"])
}

fn no_inline_style(source: &Source) -> Vec<usize> {
    if !source.lies_in(&["app/src"]) || !source.is("rs") {
        return Vec::new();
    }
    source.lines_where(|line| sets_style(line, "style=") || sets_style(line, "style:"))
}

/// `style=…` or `style:width=…` as an attribute: not `font-style=`, and not a
/// path or a field, whose colon a second one or a space follows.
fn sets_style(line: &str, attribute: &str) -> bool {
    line.match_indices(attribute).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + attribute.len()..].chars().next();
        let is_whole = before.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_');
        let is_set = attribute.ends_with('=') && after != Some('=')
            || after.is_some_and(|c| c.is_ascii_lowercase() || c == '-');
        is_whole && is_set
    })
}

fn files_say_what_they_are(source: &Source) -> Vec<usize> {
    let first = source.lines().map(|(_, line)| line).next();
    if !source.is("rs") || first.is_some_and(|line| line.starts_with("//!")) {
        return Vec::new();
    }
    vec![1]
}

fn nothing_unfinished(source: &Source) -> Vec<usize> {
    if !source.is("rs") || source.lies_in(&["xtask"]) {
        return Vec::new();
    }
    source.lines_with(&["todo!(", "unimplemented!("])
}

fn every_test_runs(source: &Source) -> Vec<usize> {
    if source.lies_in(&["xtask"]) {
        return Vec::new();
    }
    if source.is("rs") {
        return source.lines_with(&["#[ignore"]);
    }
    let words = ["skip(", "only(", "fixme(", "fail("];
    source.lines_where(|line| {
        let mut calls = words.iter().map(|word| format!(".{word}"));
        calls.any(|call| names_a_test(line, &call))
    })
}

/// `test.only(`, `test.describe.skip(`, `it.skip(` and the like.
fn names_a_test(line: &str, call: &str) -> bool {
    line.match_indices(call).any(|(start, _)| {
        let before = &line[..start];
        let subjects = ["test", "it", "describe", "parallel", "serial"];
        let object = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_');
        object.take(1).any(|object| subjects.contains(&object))
    })
}

fn no_sleeping(source: &Source) -> Vec<usize> {
    // What is measured is measured over a time.
    if !source.lies_in(&["end2end"]) || source.lies_in(&["end2end/measures"]) {
        return Vec::new();
    }
    source.lines_where(|line| holds(line, "waitForTimeout(") || holds(line, "setTimeout(resolve"))
}

#[cfg(test)]
mod tests {
    use crate::tidy::broken_by;

    /// One line of code, in a file that is well otherwise.
    fn names(path: &str, line: &str) -> Vec<&'static str> {
        let text = format!("//! Well.\n{line}\n");
        let broken = broken_by(path, &text);
        assert!(broken.iter().all(|(_, number)| *number == 2), "{broken:?}");
        broken.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_clock_in_shared_is_found() {
        for line in [
            "use std::time::{Duration, Instant};",
            "let now = SystemTime::now();",
            "let file = std::fs::read(path);",
            "tokio::spawn(serve());",
            "web_sys::window()",
        ] {
            assert_eq!(
                names("shared/src/room.rs", line),
                ["shared-is-pure"],
                "{line}"
            );
        }
        assert!(names("shared/src/room.rs", "use std::time::Duration;").is_empty());
        assert!(names("shared/src/room.rs", "// no tokio here").is_empty());
        assert!(names("server/src/main.rs", "tokio::spawn(serve());").is_empty());
    }

    #[test]
    fn a_cfg_in_app_is_found() {
        for line in [
            "#[cfg(feature = \"ssr\")]",
            "if cfg!(test) {",
            "#[cfg_attr(a, b)]",
        ] {
            assert_eq!(names("app/src/ui.rs", line), ["app-has-no-cfg"], "{line}");
        }
        assert!(names("server/src/main.rs", "#[cfg(unix)]").is_empty());
    }

    #[test]
    fn sqlx_outside_the_store_is_found() {
        assert_eq!(
            names("server/src/hub.rs", "use sqlx::Pool;"),
            ["sqlx-in-store"]
        );
        assert_eq!(
            names("bench/Cargo.toml", "sqlx = \"0.8\""),
            ["sqlx-in-store"]
        );
        assert!(names("server/src/store/sqlite.rs", "use sqlx::Pool;").is_empty());
        assert!(names("server/tests/it/store.rs", "use sqlx::Pool;").is_empty());
        assert!(names("server/Cargo.toml", "sqlx = \"0.8\"").is_empty());
    }

    #[test]
    fn a_forgotten_closure_is_found() {
        assert_eq!(
            names("frontend/src/peer.rs", "closure.forget();"),
            ["nothing-forgotten"]
        );
        assert_eq!(
            names("app/src/ui.rs", "mem::forget(guard);"),
            ["nothing-forgotten"]
        );
        assert!(names("frontend/src/peer.rs", "self.forget_link(id);").is_empty());
    }

    #[test]
    fn an_inline_style_is_found() {
        for line in [
            "<p style=\"color: red\">",
            "<p style=move || width()>",
            "<p style:width=width>",
            "<p prop:style=width>",
        ] {
            assert_eq!(
                names("app/src/map/mod.rs", line),
                ["no-inline-style"],
                "{line}"
            );
        }
        for line in [
            "<text font-style=\"italic\">",
            "style::sheet()",
            "style: Style,",
            "let style = 1;",
            "if style == other {",
            "<link rel=\"stylesheet\"/>",
        ] {
            assert!(names("app/src/map/mod.rs", line).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_file_that_does_not_say_what_it_is_is_found() {
        let broken = broken_by("app/src/ui.rs", "use leptos::*;\n//! Late.\n");
        assert_eq!(broken, [("files-say-what-they-are", 1)]);
        assert_eq!(
            broken_by("app/build.rs", ""),
            [("files-say-what-they-are", 1)]
        );
        assert_eq!(broken_by("end2end/tests/a.spec.ts", "import x;"), []);
    }

    #[test]
    fn what_is_left_for_later_is_found() {
        assert_eq!(
            names("server/src/hub.rs", "    todo!()"),
            ["nothing-unfinished"]
        );
        assert_eq!(
            names("shared/src/id.rs", "unimplemented!(\"x\")"),
            ["nothing-unfinished"]
        );
    }

    #[test]
    fn a_test_that_does_not_run_is_found() {
        for line in ["#[ignore]", "#[ignore = \"slow\"]"] {
            assert_eq!(
                names("server/tests/it/main.rs", line),
                ["every-test-runs"],
                "{line}"
            );
        }
        for line in [
            "test.only('a', async () => {",
            "test.skip();",
            "  test.fixme('a', async () => {",
            "test.describe.skip('a', () => {",
        ] {
            assert_eq!(
                names("end2end/tests/a.spec.ts", line),
                ["every-test-runs"],
                "{line}"
            );
        }
        assert!(names("end2end/tests/a.spec.ts", "frames.skip(3);").is_empty());
    }

    #[test]
    fn a_browser_test_that_sleeps_is_found() {
        let line = "await page.waitForTimeout(500);";
        assert_eq!(names("end2end/tests/a.spec.ts", line), ["no-sleeping"]);
    }
}
