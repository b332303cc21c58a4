//! Who may know whom: the arrows between the crates, and how little `shared`
//! stands on.
//!
//! ```text
//!            shared
//!              ^
//!             app
//!            ^   ^
//!     frontend   server
//! ```

use super::Rule;
use super::source::{Source, holds};

pub const RULES: &[Rule] = &[
    Rule {
        name: "shared-stands-on-little",
        sentence: "`shared` depends on no IO: a dependency is added to the list in xtask, with a sentence why it is pure",
        broken: shared_stands_on_little,
    },
    Rule {
        name: "arrows-point-up",
        sentence: "`shared` knows no other crate, `app` only `shared`, and `frontend` and `server` never each other",
        broken: arrows_point_up,
    },
];

/// What `shared` may depend on: encodings, hashes and text, all pure.
const PURE: [&str; 8] = [
    "base64",
    "serde",
    "serde_json",
    "sha2",
    "subtle",
    "thiserror",
    "unicode-normalization",
    "unicode-segmentation",
];

/// Each crate, and those it may know.
const ARROWS: [(&str, &[&str]); 4] = [
    ("shared", &[]),
    ("app", &["shared"]),
    ("frontend", &["app", "shared"]),
    ("server", &["app", "shared"]),
];

fn shared_stands_on_little(source: &Source) -> Vec<usize> {
    if source.path != "shared/Cargo.toml" {
        return Vec::new();
    }
    let dependencies = dependencies(source, |section| section == "dependencies");
    let bad = dependencies.filter(|(_, name)| !PURE.contains(name));
    bad.map(|(number, _)| number).collect()
}

fn arrows_point_up(source: &Source) -> Vec<usize> {
    let Some((package, may_know)) = ARROWS.iter().find(|(name, _)| source.lies_in(&[name])) else {
        return Vec::new();
    };
    let others = ARROWS.iter().map(|(name, _)| *name);
    let strangers: Vec<_> = others
        .filter(|other| other != package && !may_know.contains(other))
        .collect();
    if source.is("toml") {
        return dependencies(source, |_| true)
            .filter(|(_, name)| {
                strangers
                    .iter()
                    .any(|other| *name == format!("chatmux-{other}"))
            })
            .map(|(number, _)| number)
            .collect();
    }
    source.lines_where(|line| {
        strangers
            .iter()
            .any(|other| holds(line, &format!("chatmux_{other}")))
    })
}

/// The dependencies a manifest names, with their lines, from the sections
/// chosen: `[dependencies]` and its kin, and `[dependencies.name]`.
fn dependencies(
    source: &Source,
    is_chosen: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (usize, &str)> {
    let mut is_open = false;
    source.lines().filter_map(move |(number, line)| {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            let (section, name) = split_header(header);
            let is_ours = section.ends_with("dependencies") && is_chosen(section);
            is_open = is_ours && name.is_none();
            return name.filter(|_| is_ours).map(|name| (number, name));
        }
        let end = line.find(['=', '.', ' '])?;
        let name = line[..end].trim_matches('"');
        (is_open && !line.starts_with('#') && !name.is_empty()).then_some((number, name))
    })
}

/// `dependencies.web-sys` into section and name.
fn split_header(header: &str) -> (&str, Option<&str>) {
    match header.split_once("dependencies.") {
        Some((before, name)) => (&header[..before.len() + "dependencies".len()], Some(name)),
        None => (header, None),
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::broken_by;

    #[test]
    fn io_among_the_dependencies_of_shared_is_found() {
        let manifest = "\
[package]
name = \"chatmux-shared\"

[dependencies]
serde.workspace = true
tokio = \"1\"
\"reqwest\" = \"0.12\"
# hyper = \"1\"

[dependencies.rand]
version = \"0.9\"

[dev-dependencies]
proptest = \"1\"
";
        assert_eq!(
            broken_by("shared/Cargo.toml", manifest),
            [
                ("shared-stands-on-little", 6),
                ("shared-stands-on-little", 7),
                ("shared-stands-on-little", 10),
            ]
        );
    }

    #[test]
    fn a_dependency_against_the_arrows_is_found() {
        let manifest = "[dependencies]\nchatmux-shared.workspace = true\nchatmux-server = \"1\"\n";
        for package in ["app", "frontend"] {
            let path = format!("{package}/Cargo.toml");
            assert_eq!(
                broken_by(&path, manifest),
                [("arrows-point-up", 3)],
                "{package}"
            );
        }
        assert_eq!(
            broken_by("server/Cargo.toml", "[dependencies]\nchatmux-app = \"1\"\n"),
            []
        );
        assert_eq!(
            broken_by("server/Cargo.toml", "[dev-dependencies.chatmux-frontend]\n"),
            [("arrows-point-up", 1)]
        );
    }

    #[test]
    fn a_use_against_the_arrows_is_found() {
        let text = "//! Well.\nuse chatmux_frontend::driver;\n";
        for path in ["shared/src/a.rs", "app/src/a.rs", "server/src/a.rs"] {
            assert_eq!(broken_by(path, text), [("arrows-point-up", 2)], "{path}");
        }
        assert_eq!(broken_by("frontend/tests/a.rs", text), []);
        assert_eq!(
            broken_by("app/src/a.rs", "//! Well.\nuse chatmux_shared::id;\n"),
            []
        );
    }
}
