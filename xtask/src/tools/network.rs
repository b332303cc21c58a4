//! The program that lays networks, for the test of two people apart.
//!
//! Nobody but root can lay any: for everyone else nothing is installed, and
//! the test itself says what is missing.

use super::apt;
use crate::process;

/// `ip`, installed if need be and we are root.
pub fn want_ip() {
    if process::find("ip").is_some() || !apt::is_root() {
        return;
    }
    match apt::install(&["iproute2"]) {
        Ok(true) => {}
        Ok(false) => println!("There is no apt-get here to install the program ip with."),
        Err(error) => println!("The program ip is not to be had from Debian: {error:#}."),
    }
}
