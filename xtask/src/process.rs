//! Other programs: started, listened to, waited for.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// A command free of what `cargo run` put into our environment: build scripts
/// watch those variables and would run again for nothing.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs to the end, output shown as it comes; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// What it wrote, when it ran and succeeded.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// What a program that was listened to did.
#[derive(Debug)]
pub struct Heard {
    pub status: ExitStatus,
    /// Its standard output, all of it.
    pub output: String,
}

/// Runs to the end, output shown as it comes and kept.
pub fn listen(command: &mut Command) -> Result<Heard> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| not_started(command))?;
    let stdout = child.stdout.take().context("its output is not piped")?;
    let lines = lines_of(stdout);
    let mut output = String::new();
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                show(&line)?;
                output.push_str(&String::from_utf8_lossy(&line));
            }
            Err(RecvTimeoutError::Disconnected) => break,
            // It may have ended and left behind a program of its own, which
            // keeps the pipe open.
            Err(RecvTimeoutError::Timeout) if child.try_wait()?.is_some() => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    let status = child.wait()?;
    Ok(Heard { status, output })
}

/// The lines of an output, as they come.
fn lines_of(output: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n') {
            let Ok(mut line) = line else { break };
            line.push(b'\n');
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn show(line: &[u8]) -> Result<()> {
    let mut shown = std::io::stdout().lock();
    shown.write_all(line)?;
    shown.flush()?;
    Ok(())
}

/// The first program of this name on PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| is_program(program))
}

/// Whether this is a file that may be run.
pub fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

fn not_started(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    format!("`{program}` could not be started: is it installed and on PATH?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let error = run(&mut command("no-such-program-at-all")).expect_err("cannot start");
        assert!(error.to_string().contains("`no-such-program-at-all`"));
    }

    #[test]
    fn what_a_program_wrote_is_kept_with_its_status() {
        let heard = listen(command("sh").args(["-c", "echo one; echo two; exit 3"])).unwrap();
        assert_eq!(heard.output, "one\ntwo\n");
        assert_eq!(heard.status.code(), Some(3));
    }

    #[test]
    fn what_a_program_leaves_running_is_not_waited_for() {
        let start = std::time::Instant::now();
        let heard = listen(command("sh").args(["-c", "sleep 20 & echo gone"])).unwrap();
        assert_eq!(heard.output, "gone\n");
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_failure_has_no_answer() {
        assert_eq!(answer(command("sh").args(["-c", "echo no; exit 1"])), None);
        assert_eq!(
            answer(command("sh").args(["-c", "echo yes"])).as_deref(),
            Some("yes")
        );
    }
}
