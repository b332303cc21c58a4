//! `cargo xtask test`: every part, to the last, and one sum.
//!
//! A part that cannot run counts as one failure and says why; the others run
//! all the same.

pub mod part;

use std::env;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;

use crate::arguments::Test;
use crate::count::Count;
use crate::process;
use crate::release::Release;
use crate::target::BuildFolder;
use crate::tidy;
use crate::tools::Toolbox;
use crate::tools::browser::{self, Browser};
use crate::tools::network;
use crate::trials;
use crate::weight::Weight;
use crate::workspace::Workspace;
use part::Part;

const BROWSER_TARGET: [&str; 4] = [
    "--package",
    "chatmux-frontend",
    "--target",
    "wasm32-unknown-unknown",
];

pub fn test(workspace: &Workspace, wish: &Test) -> Result<ExitCode> {
    let mut bench = Bench {
        workspace,
        tools: Toolbox::open(workspace)?,
        runner: &wish.runner,
    };
    let mut lines = Vec::new();
    let mut sum = Count::default();
    for part in &wish.parts {
        let (count, seconds) = bench.run_and_time(*part);
        lines.push(format!("{:>7}: {count} in {seconds} s", part.name()));
        sum += count;
    }
    println!("\n{}\n{sum}", lines.join("\n"));
    Ok(if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What every part has at hand.
struct Bench<'a> {
    workspace: &'a Workspace,
    tools: Toolbox,
    runner: &'a [String],
}

impl Bench<'_> {
    fn run_and_time(&mut self, part: Part) -> (Count, u64) {
        println!("\n== {}: {}", part.name(), part.about());
        let start = Instant::now();
        let count = self.run(part).unwrap_or_else(|error| {
            println!("{}: {error:#}", part.name());
            Count::ONE_FAILED
        });
        (count, start.elapsed().as_secs())
    }

    fn run(&mut self, part: Part) -> Result<Count> {
        match part {
            Part::Fmt => self.fmt(),
            Part::Tidy => tidy::count(self.workspace),
            Part::Trials => trials::count(self.workspace),
            Part::Clippy => self.clippy(),
            Part::Native => self.native(),
            Part::Wasm => self.wasm(),
            Part::Weight => self.weight(),
            Part::E2e => self.e2e(),
        }
    }

    fn fmt(&self) -> Result<Count> {
        self.tools.need_rust()?;
        let mut fmt = self.tools.command("cargo");
        check(fmt.args(["fmt", "--all", "--check"]))
    }

    /// The default members bring `app` with what the server enables, the
    /// frontend brings it with what the browser does.
    fn clippy(&self) -> Result<Count> {
        self.tools.need_rust()?;
        let folder = BuildFolder::take(self.workspace)?;
        let mut sum = Count::default();
        for target in [&[][..], &BROWSER_TARGET] {
            let mut clippy = self.cargo(&folder, "clippy");
            clippy.arg("--all-targets").args(target);
            sum += check(clippy.args(["--", "-D", "warnings"]))?;
        }
        Ok(sum)
    }

    fn native(&self) -> Result<Count> {
        self.tools.need_rust()?;
        self.tools.need_node_packages("bench/circles")?;
        let folder = BuildFolder::take(self.workspace)?;
        let mut test = self.cargo(&folder, "test");
        test.arg("--no-fail-fast").args(self.runner);
        Ok(Count::of_cargo(&process::listen(&mut test)?))
    }

    fn wasm(&mut self) -> Result<Count> {
        self.tools.need_rust()?;
        let driver = browser::need_driver()?;
        self.tools.need_wasm_bindgen()?;
        let folder = BuildFolder::take(self.workspace)?;
        let mut test = self.cargo(&folder, "test");
        test.arg("--no-fail-fast").args(BROWSER_TARGET);
        test.args(self.runner).env("CHROMEDRIVER", driver);
        Ok(Count::of_cargo(&process::listen(&mut test)?))
    }

    fn weight(&mut self) -> Result<Count> {
        let release = Release::make(self.workspace, &mut self.tools)?;
        let weight = Weight::of(&release.package())?;
        weight.print();
        Ok(Count::of_check(weight.is_within_limit()))
    }

    fn e2e(&mut self) -> Result<Count> {
        let release = Release::make(self.workspace, &mut self.tools)?;
        self.tools.need_node_packages("end2end")?;
        network::want_ip();
        let mut playwright = self.tools.command("npx");
        playwright
            .current_dir(self.workspace.join("end2end"))
            .args(["playwright", "test", "--reporter=list"])
            .args(self.runner)
            .env("CHATMUX_BIN", release.server())
            .envs(release.environment());
        match self.tools.need_browser()? {
            Browser::System(chromium) => playwright.env("CHATMUX_CHROMIUM", chromium),
            Browser::Playwright => playwright.env_remove("CHATMUX_CHROMIUM"),
        };
        Ok(Count::of_playwright(&process::listen(&mut playwright)?))
    }

    fn cargo(&self, folder: &BuildFolder, subcommand: &str) -> Command {
        let mut command = self.tools.command("cargo");
        command.arg(subcommand);
        command.env("CARGO_TARGET_DIR", folder.path());
        // What speeds up the next build only slows down the only one.
        if env::var_os("CI").is_some() {
            command.env("CARGO_INCREMENTAL", "0");
        }
        command
    }
}

/// A program that succeeds or does not.
fn check(command: &mut Command) -> Result<Count> {
    let heard = process::listen(command)?;
    Ok(Count::of_check(heard.status.success()))
}
