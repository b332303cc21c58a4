//! Debian's packages, where there is a Debian and we may install.

use std::process::Command;

use anyhow::Result;

use crate::process;

/// Installs packages, or says nothing was done: `false` without apt, or
/// without the right to use it.
pub fn install(packages: &[&str]) -> Result<bool> {
    let Some(sudo) = privilege() else {
        return Ok(false);
    };
    if process::find("apt-get").is_none() {
        return Ok(false);
    }
    println!(
        "Installing {} with apt-get, once; about a minute.",
        packages.join(", ")
    );
    process::run(apt(sudo).arg("update").arg("-qq"))?;
    let mut install = apt(sudo);
    install.args(["install", "-y", "-qq", "--no-install-recommends"]);
    process::run(install.args(packages))?;
    Ok(true)
}

/// Whether everything here is ours to change.
pub fn is_root() -> bool {
    let user = process::answer(process::command("id").arg("-u"));
    user.as_deref() == Some("0")
}

#[derive(Clone, Copy)]
enum Privilege {
    Root,
    Sudo,
}

/// Root, or sudo that does not ask.
fn privilege() -> Option<Privilege> {
    if is_root() {
        return Some(Privilege::Root);
    }
    process::answer(process::command("sudo").args(["-n", "true"]))?;
    Some(Privilege::Sudo)
}

fn apt(privilege: Privilege) -> Command {
    let mut command = match privilege {
        Privilege::Root => process::command("env"),
        Privilege::Sudo => {
            let mut sudo = process::command("sudo");
            sudo.args(["-n", "env"]);
            sudo
        }
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}
