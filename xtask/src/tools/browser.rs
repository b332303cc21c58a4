//! Chromium, and the driver that tests in the browser steer it with.
//!
//! The system's Chromium if there is one; else Debian's, installed; else
//! Playwright's own, which brings no driver.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use super::{Toolbox, apt};
use crate::process;

/// The browser end-to-end tests use.
#[derive(Debug)]
pub enum Browser {
    System(PathBuf),
    /// The one Playwright brings and finds by itself.
    Playwright,
}

impl Toolbox {
    /// Chromium, installed if need be.
    pub fn need_browser(&self) -> Result<Browser> {
        if let Some(chromium) = chromium() {
            return Ok(Browser::System(chromium));
        }
        match install_from_debian() {
            Ok(()) => {}
            Err(error) => println!("Chromium is not to be had from Debian: {error:#}."),
        }
        if let Some(chromium) = chromium() {
            return Ok(Browser::System(chromium));
        }
        self.need_node_packages("end2end")?;
        println!("Installing Playwright's Chromium, once; about a minute.");
        let mut npx = self.command("npx");
        npx.current_dir(self.root.join("end2end"));
        process::run(npx.args(["playwright", "install", "chromium"])).context(
            "Chromium is needed and could not be installed; install it (on Debian: apt-get install chromium chromium-driver), or say where it is with CHATMUX_CHROMIUM",
        )?;
        Ok(Browser::Playwright)
    }
}

/// The driver, installed if need be, with the Chromium it belongs to.
pub fn need_driver() -> Result<PathBuf> {
    if chromium().is_none() || driver().is_none() {
        install_from_debian()?;
    }
    driver().ok_or_else(no_driver)
}

fn chromium() -> Option<PathBuf> {
    let chosen = env::var_os("CHATMUX_CHROMIUM").map(PathBuf::from);
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = chosen
        .into_iter()
        .chain(names.into_iter().filter_map(process::find));
    found.into_iter().find(|program| answers(program))
}

fn driver() -> Option<PathBuf> {
    let chosen = env::var_os("CHROMEDRIVER").map(PathBuf::from);
    let places = ["/usr/lib/chromium", "/usr/lib/chromium-browser"];
    let beside = places.map(|place| Path::new(place).join("chromedriver"));
    let found = chosen
        .into_iter()
        .chain(process::find("chromedriver"))
        .chain(beside);
    found.into_iter().find(|program| answers(program))
}

/// Some systems have a program of that name which only says what to install.
fn answers(program: &Path) -> bool {
    process::is_program(program)
        && process::answer(process::command(program).arg("--version")).is_some()
}

fn install_from_debian() -> Result<()> {
    let packages = ["chromium", "chromium-driver", "fonts-noto-color-emoji"];
    if apt::install(&packages)? {
        return Ok(());
    }
    Err(no_driver())
}

fn no_driver() -> anyhow::Error {
    anyhow!(
        "Chromium and a chromedriver of its version are needed, and only Debian's can be installed from here, as root; install both and say where they are with CHATMUX_CHROMIUM and CHROMEDRIVER"
    )
}
