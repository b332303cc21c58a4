//! `cargo xtask circles`: packing timed in one run, ours native and as wasm
//! under Node, and d3-hierarchy under Node.
//!
//! The measuring itself is the benchmark `speed` of `bench/circles`; here is
//! made what it needs.

use std::process::ExitCode;

use anyhow::Result;

use crate::process;
use crate::target::BuildFolder;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

const PACKAGE: &str = "chatmux-bench-circles";
/// Where Node finds ours, below the build folder.
const MODULE: &str = "circles-for-node";

pub fn measure(workspace: &Workspace) -> Result<ExitCode> {
    let mut tools = Toolbox::open(workspace)?;
    tools.need_rust()?;
    tools.need_node_packages("bench/circles")?;
    tools.need_wasm_bindgen()?;
    let folder = BuildFolder::take(workspace)?;
    let mut build = tools.command("cargo");
    build.args(["build", "--release", "--lib", "--package", PACKAGE]);
    build.args(["--target", "wasm32-unknown-unknown"]);
    process::run(build.env("CARGO_TARGET_DIR", folder.path()))?;
    let wasm = "wasm32-unknown-unknown/release/chatmux_bench_circles.wasm";
    let module = folder.path().join(MODULE);
    let mut bind = tools.command("wasm-bindgen");
    bind.args(["--target", "nodejs", "--no-typescript", "--out-dir"]);
    process::run(bind.arg(&module).arg(folder.path().join(wasm)))?;
    let mut bench = tools.command("cargo");
    bench.args(["bench", "--package", PACKAGE, "--bench", "speed"]);
    bench.env("CARGO_TARGET_DIR", folder.path());
    bench.env("CHATMUX_CIRCLES", module.join("chatmux_bench_circles.js"));
    process::run(&mut bench)?;
    Ok(ExitCode::SUCCESS)
}
