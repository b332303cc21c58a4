//! What a server stands on, a disk and a clock, doing as they are told: see
//! `outside.c`.

use std::fs;
use std::process::Stdio;
use std::sync::Arc;

use tokio::process::Command;

use crate::house::Place;
use crate::process::Process;
use crate::soon::soon;

/// A place whose disk and clock can be told what to do.
pub struct Outside {
    pub place: Arc<Place>,
}

impl Outside {
    pub async fn new() -> Self {
        let place = Place::new();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/outside.c");
        // The one that Rust links with, so it is there.
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-o", &place.path("outside.so"), source])
            .arg("-ldl")
            .stdin(Stdio::null())
            .status();
        let built = soon("the library", built).await.expect("there is a cc");
        assert!(built.success());
        Self { place }
    }

    /// A server that stands on it, with these variables.
    pub async fn start(&self, variables: &[(&str, &str)]) -> Process {
        let (library, folder) = (self.place.path("outside.so"), self.place.path(""));
        let mut all = vec![("LD_PRELOAD", &*library), ("CHATMUX_OUTSIDE", &*folder)];
        all.extend(variables);
        Process::start_with(&self.place, &all).await
    }

    /// From now on, it is so.
    pub fn is(&self, name: &str) {
        fs::write(self.place.path(name), "").expect("a file");
    }

    /// And now no more.
    pub fn is_not(&self, name: &str) {
        fs::remove_file(self.place.path(name)).expect("it was so");
    }

    /// From now on, the clock is so many seconds ahead.
    pub fn clock_is_ahead(&self, seconds: i64) {
        let told = self.place.path("told");
        fs::write(&told, seconds.to_string()).expect("a file");
        fs::rename(told, self.place.path("clock")).expect("a file");
    }

    /// Another place with what is certainly on the disk of this one.
    pub fn after_power_loss(&self) -> Arc<Place> {
        let place = Place::new();
        for name in ["data.sqlite", "data.sqlite-wal"] {
            let synced = self.place.path(&format!("{name}.synced"));
            fs::copy(synced, place.path(name)).expect("it was synced");
        }
        place
    }
}
