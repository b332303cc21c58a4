//! The parts of the test command, by name and in the order they run: what
//! takes a second before what takes minutes.

use anyhow::{Result, bail};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    Fmt,
    Tidy,
    Trials,
    Clippy,
    Native,
    Wasm,
    Weight,
    E2e,
}

impl Part {
    pub const ALL: [Self; 8] = [
        Self::Fmt,
        Self::Tidy,
        Self::Trials,
        Self::Clippy,
        Self::Native,
        Self::Wasm,
        Self::Weight,
        Self::E2e,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Tidy => "tidy",
            Self::Trials => "trials",
            Self::Clippy => "clippy",
            Self::Native => "native",
            Self::Wasm => "wasm",
            Self::Weight => "weight",
            Self::E2e => "e2e",
        }
    }

    /// What it looks at, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Fmt => "rustfmt, every crate",
            Self::Tidy => "the rules of the house",
            Self::Trials => "every trial a test names exists",
            Self::Clippy => "no warning, on the host and for the browser",
            Self::Native => "tests on the host",
            Self::Wasm => "tests in headless Chromium",
            Self::Weight => "what a first visit loads",
            Self::E2e => "people in real browsers, against the release build",
        }
    }

    pub fn parse(name: &str) -> Result<Self> {
        if let Some(part) = Self::ALL.into_iter().find(|part| part.name() == name) {
            return Ok(part);
        }
        let names = Self::ALL.map(Self::name);
        let (last, others) = names.split_last().expect("there are parts");
        bail!(
            "there is no part `{name}`: there are {} and {last}",
            others.join(", ")
        );
    }

    /// Whether its runner can be handed arguments.
    pub fn takes_arguments(self) -> bool {
        matches!(self, Self::Native | Self::Wasm | Self::E2e)
    }
}
