//! A file as the chat shows it.

use chatmux_shared::call::transfer::{By, FileKind, FileName, Standing};
use chatmux_shared::id::{FileId, Seq, SessionId};
use send_wrapper::SendWrapper;
use web_sys::File;

/// A file that goes between this tab and others.
#[derive(Debug, Clone, PartialEq)]
pub struct FileCard {
    /// Which.
    pub file: FileId,
    /// The last message there was when it was offered: it stands below that.
    pub after: Seq,
    /// What it is called.
    pub name: FileName,
    /// Its bytes.
    pub size: u64,
    /// What it is.
    pub kind: FileKind,
    /// Which way it goes, and how far it is.
    pub way: Way,
}

/// Which way a file goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// From this person to each of these.
    Out(Vec<(SessionId, Standing)>),
    /// To this person.
    In {
        /// From whom.
        from: SessionId,
        /// How far it is.
        standing: Standing,
        /// Where it can be had from, if it is not where the person wanted it
        /// already: an address within this page.
        url: Option<String>,
    },
}

impl Way {
    /// How far it is to or from `peer`.
    pub fn standing(&self, peer: SessionId) -> Option<Standing> {
        match self {
            Self::Out(to) => to
                .iter()
                .find(|(to, _)| *to == peer)
                .map(|(_, standing)| *standing),
            Self::In { standing, .. } => Some(*standing),
        }
    }
}

impl FileCard {
    /// Whether nothing will change any more.
    pub fn is_over(&self) -> bool {
        match &self.way {
            Way::Out(to) => to.iter().all(|(_, standing)| standing.is_over()),
            Way::In { standing, .. } => standing.is_over(),
        }
    }

    /// Whether it waits for this person's answer.
    pub fn is_asking(&self) -> bool {
        match &self.way {
            Way::Out(_) => false,
            Way::In { standing, .. } => *standing == Standing::Offered,
        }
    }

    /// Whether it is shown as a picture once it is there.
    pub fn is_picture(&self) -> bool {
        self.kind.is_picture(self.size)
    }
}

/// What a person can want of files.
#[derive(Debug, Clone, PartialEq)]
pub enum FileWish {
    /// Offer these to everyone in the call.
    Offer(Vec<Picked>),
    /// Take what is offered.
    Accept(FileId),
    /// Do not take it.
    Decline(FileId),
    /// Stop it, for everyone it goes to.
    Cancel(FileId),
    /// See no more of it.
    Dismiss(FileId),
}

/// A file of the browser's that was picked, bound to its thread.
#[derive(Debug, Clone)]
pub struct Picked(SendWrapper<File>);

impl Picked {
    /// The browser's file, from the browser's only thread.
    pub fn new(file: File) -> Self {
        Self(SendWrapper::new(file))
    }

    /// The file, to be read.
    pub fn as_file(&self) -> &File {
        &self.0
    }
}

/// The same object, not the same content.
impl PartialEq for Picked {
    fn eq(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

/// How far it is, in whole percent, if it is under way.
pub fn percent(standing: Standing, size: u64) -> Option<u64> {
    let done = match standing {
        Standing::Running { done, .. } | Standing::Stalled { done } | Standing::Cut { done } => {
            done
        }
        Standing::Queued
        | Standing::Offered
        | Standing::Opening
        | Standing::Waiting
        | Standing::Done
        | Standing::Ended(_, By::Me | By::Peer) => return None,
    };
    // Not yet whole: the disk still has to close it.
    Some((done * 100).checked_div(size).unwrap_or(0).min(99))
}
