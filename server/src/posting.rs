//! What is done to a post before its room hears of it, whichever way it came.
//!
//! Invariant: what gets through was signed by the author it names.

use chatmux_shared::id::{MemberId, RoomId};
use chatmux_shared::message::{Act, Entry, Post, Statement, Target, Words};
use chatmux_shared::room::{Posting, Refusal};

use crate::hub::Hub;
use crate::peer::Network;
use crate::store::StoreError;
use crate::verifier::verify;

/// Why a post does not get to its room.
#[derive(Debug, thiserror::Error)]
pub enum Unposted {
    /// Its author is to know why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be told whether it may.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where a post comes from.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Over which network.
    pub network: Network,
    /// From whom, as their session has proved: the author may be someone
    /// else, whose statement is handed in again.
    pub member: Option<MemberId>,
}

/// What a post is found to be.
pub enum Posted {
    /// It is for the room to decide.
    Now(Box<Posting>),
    /// It was kept before, whatever may be done by now.
    Before(Entry),
}

impl Hub {
    /// Judges a post that comes from there.
    ///
    /// # Errors
    /// Why it is not passed on.
    pub async fn judge(&self, source: Source, post: &Post) -> Result<Statement, Unposted> {
        self.meter(source)?;
        Ok(verify(post).await?)
    }

    /// The same for one that is handed in to `room`, with what it is about.
    ///
    /// # Errors
    /// Why it is not passed on.
    pub async fn posting(
        &self,
        room: RoomId,
        source: Source,
        post: Post,
    ) -> Result<Posted, Unposted> {
        let statement = self.judge(source, &post).await?;
        // What is said again the store finds when it keeps it; the rest may
        // not be its author's to do any more.
        if statement.act != Act::Say
            && let Some(entry) = self.kept_before(room, &statement, &post).await?
        {
            return Ok(Posted::Before(entry));
        }
        if statement.act == Act::Create {
            self.check_rooms(statement.author).await?;
        }
        let about = statement.act.target();
        let target = match about {
            Some(seq) => self.store.entry(room, seq).await?,
            None => None,
        };
        let target = target.as_ref().and_then(target_of);
        // It may be gone because of this very post, kept meanwhile.
        if target.is_none()
            && about.is_some()
            && let Some(entry) = self.kept_before(room, &statement, &post).await?
        {
            return Ok(Posted::Before(entry));
        }
        Ok(Posted::Now(Box::new(Posting {
            statement,
            post,
            target,
        })))
    }

    /// The entry that this very post has become, if it has.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn kept_before(
        &self,
        room: RoomId,
        statement: &Statement,
        post: &Post,
    ) -> Result<Option<Entry>, StoreError> {
        let said = self.store.said(room, statement.author, statement.client);
        Ok(said.await?.filter(|entry| entry.signed == post.signed))
    }

    /// Whether someone may open another room.
    ///
    /// # Errors
    /// They have as many as they may.
    pub async fn check_rooms(&self, maker: MemberId) -> Result<(), Unposted> {
        let limit = self.rules.rooms_a_guest;
        if self.store.rooms_of(maker).await? >= limit {
            return Err(Refusal::TooManyRooms { limit }.into());
        }
        Ok(())
    }
}

/// What was taken back is not there any more.
fn target_of(entry: &Entry) -> Option<Target> {
    if entry.words == Words::Erased {
        return None;
    }
    let statement = Statement::parse(&entry.signed).ok()?;
    Some(Target::of(&statement))
}
