//! The self-signed certificate of `run --lan`: browsers give cameras only to
//! pages that came over https, except on the machine itself.
//!
//! It is kept, so that a phone is warned once and not at every start, and made
//! anew when the machine's addresses changed or it is about to run out.

use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair};

const DAY: Duration = Duration::from_hours(24);
/// Browsers refuse server certificates that live longer than 398 days.
const LIFE: Duration = Duration::from_hours(24 * 396);
/// The age at which it is replaced, two weeks before its end.
const OLD: Duration = Duration::from_hours(24 * 382);

/// The two files a server is given.
#[derive(Debug)]
pub struct Certificate {
    pub chain: PathBuf,
    pub key: PathBuf,
    /// What it was made for: when, and which names.
    note: PathBuf,
}

impl Certificate {
    /// The certificate in this folder for `localhost` and these addresses,
    /// made if need be.
    pub fn keep(folder: &Path, addresses: &[IpAddr], now: SystemTime) -> Result<Self> {
        let kept = Self {
            chain: folder.join("certificate.pem"),
            key: folder.join("key.pem"),
            note: folder.join("made-for"),
        };
        let names = names(addresses);
        if !kept.serves(&names, now) {
            println!("Making a self-signed certificate for {}.", names.join(", "));
            fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
            kept.make(&names, now)?;
        }
        Ok(kept)
    }

    fn serves(&self, names: &[String], now: SystemTime) -> bool {
        let note = fs::read_to_string(&self.note).unwrap_or_default();
        let Some((made, made_for)) = note.split_once('\n') else {
            return false;
        };
        let made = made.parse().map(Duration::from_secs);
        let is_young = made.is_ok_and(|made| {
            let age = now.duration_since(UNIX_EPOCH + made);
            age.is_ok_and(|age| age < OLD)
        });
        is_young && made_for == names.join("\n") && self.chain.is_file() && self.key.is_file()
    }

    /// The note is written last: without it the two files do not count.
    fn make(&self, names: &[String], now: SystemTime) -> Result<()> {
        let made = now.duration_since(UNIX_EPOCH)?;
        let key = KeyPair::generate()?;
        let certificate = parameters(names, made)?.self_signed(&key)?;
        let _ = fs::remove_file(&self.note);
        fs::write(&self.chain, certificate.pem())?;
        write_private(&self.key, &key.serialize_pem())?;
        fs::write(
            &self.note,
            format!("{}\n{}", made.as_secs(), names.join("\n")),
        )?;
        Ok(())
    }
}

fn names(addresses: &[IpAddr]) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    names.extend(addresses.iter().map(IpAddr::to_string));
    names
}

fn parameters(names: &[String], now: Duration) -> Result<CertificateParams> {
    let mut parameters = CertificateParams::new(names)?;
    let mut called = DistinguishedName::new();
    called.push(DnType::CommonName, "chatMUX on this network");
    parameters.distinguished_name = called;
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    // A day back, for a phone whose clock is behind.
    parameters.not_before = epoch + now.saturating_sub(DAY);
    parameters.not_after = epoch + (now + LIFE);
    Ok(parameters)
}

fn write_private(path: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    let _ = fs::remove_file(path);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("chatmux-certificate-{name}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }

        /// The key after asking for a certificate at a time.
        fn key(&self, address: &str, now: SystemTime) -> String {
            let kept = Certificate::keep(&self.0, &[address.parse().unwrap()], now).unwrap();
            fs::read_to_string(kept.key).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn it_is_kept_while_it_serves() {
        let folder = Folder::new("kept");
        let now = SystemTime::now();
        let key = folder.key("192.168.1.5", now);
        assert_eq!(folder.key("192.168.1.5", now + DAY), key);
    }

    #[test]
    fn another_address_or_its_end_makes_a_new_one() {
        let folder = Folder::new("new");
        let now = SystemTime::now();
        let first = folder.key("192.168.1.5", now);
        let second = folder.key("192.168.1.6", now);
        assert_ne!(first, second);
        assert_ne!(folder.key("192.168.1.6", now + OLD), second);
    }

    #[test]
    fn a_clock_that_went_back_makes_a_new_one() {
        let folder = Folder::new("back");
        let now = SystemTime::now();
        let first = folder.key("192.168.1.5", now);
        assert_ne!(folder.key("192.168.1.5", now - DAY), first);
    }

    #[test]
    fn the_key_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("mode");
        folder.key("10.0.0.2", SystemTime::now());
        let facts = fs::metadata(folder.0.join("key.pem")).unwrap();
        assert_eq!(facts.permissions().mode() & 0o777, 0o600);
    }
}
