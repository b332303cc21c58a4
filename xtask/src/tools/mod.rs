//! The tools a build and its tests need, each at the one version that works.
//!
//! They lie in the cache folder, one folder for a name and version, and come
//! first on the PATH of what is started here. A tool counts as present when it
//! answers with its version, so one whose installation was interrupted does
//! not. Nothing here knows what the tools are used for.

mod apt;
pub mod browser;
pub mod network;
mod node;
mod pinned;
mod rust;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::{self, Workspace};

/// The tools found or installed so far.
#[derive(Debug)]
pub struct Toolbox {
    root: PathBuf,
    cache: PathBuf,
    folders: Vec<PathBuf>,
}

impl Toolbox {
    pub fn open(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            root: workspace.root().to_owned(),
            cache: workspace::cache()?.join("tools"),
            folders: Vec::new(),
        })
    }

    /// The target for the browser, clippy and rustfmt.
    pub fn need_rust(&self) -> Result<()> {
        rust::need(&self.root)
    }

    /// Everything `cargo leptos build --release` calls.
    pub fn need_leptos(&mut self) -> Result<()> {
        node::need()?;
        self.need(&pinned::CARGO_LEPTOS)?;
        self.need(&pinned::WASM_BINDGEN)?;
        self.need(&pinned::BINARYEN)?;
        self.need(&pinned::SASS)
    }

    /// The runner of tests in a browser.
    pub fn need_wasm_bindgen(&mut self) -> Result<()> {
        self.need(&pinned::WASM_BINDGEN)
    }

    /// Node, and the packages that a folder of the clone names.
    pub fn need_node_packages(&self, folder: &str) -> Result<()> {
        node::need()?;
        node::need_packages(&self.root, folder)
    }

    /// A command in the clone, with the tools first on its PATH.
    pub fn command(&self, program: &str) -> Command {
        let mut command = process::command(program);
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    fn need(&mut self, tool: &pinned::Pinned) -> Result<()> {
        if let Some(folder) = tool.need(&self.root, &self.cache)?
            && !self.folders.contains(&folder)
        {
            self.folders.push(folder);
        }
        Ok(())
    }

    fn path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned();
        env::join_paths(folders.chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }
}
