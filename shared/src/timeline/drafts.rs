//! What one has written and the server has not yet kept.
//!
//! Invariant: a draft is never lost: it goes when its entry comes, or when
//! its author gives it up.

use super::{Line, Timeline};
use crate::id::ClientId;
use crate::message::{Act, Post, Statement, Verdict};
use crate::room::Refusal;

/// Something on its way into the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Drawn for it.
    pub client: ClientId,
    /// What it does.
    pub act: Act,
    /// As typed.
    pub text: String,
    /// As it is handed in, once it is signed.
    pub post: Option<Post>,
    /// How far it got.
    pub state: DraftState,
}

/// How far a draft got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftState {
    /// On its way, or waiting for a connection.
    Sending,
    /// Refused, for this reason.
    NotSent(Refusal),
}

impl Draft {
    /// What was signed and handed in before, perhaps by a former load of the
    /// tab.
    pub fn of_post(post: Post) -> Option<Self> {
        let statement = Statement::parse(&post.signed).ok()?;
        Some(Self {
            client: statement.client,
            act: statement.act,
            text: post.text.clone(),
            post: Some(post),
            state: DraftState::Sending,
        })
    }

    /// Whether it was kept as this, perhaps signed anew since. Anyone could
    /// draw the same client id once it is known, so the author counts.
    pub(super) fn is_kept_as(&self, kept: &Statement) -> bool {
        let post = self.post.as_ref();
        let own = post.and_then(|post| Statement::parse(&post.signed).ok());
        own.is_some_and(|own| (own.author, own.client) == (kept.author, kept.client))
    }
}

impl Timeline {
    /// Puts what one is saying in line.
    pub fn handle_draft(&mut self, draft: Draft) {
        if self.draft(draft.client).is_none() {
            self.drafts.push(draft);
        }
    }

    /// A draft was signed, perhaps anew: it can be handed in.
    pub fn handle_signed(&mut self, client: ClientId, post: Post) {
        if let Some(draft) = self.draft_mut(client) {
            draft.post = Some(post);
        }
    }

    /// A draft was refused.
    pub fn handle_refusal(&mut self, client: ClientId, reason: Refusal) {
        if let Some(draft) = self.draft_mut(client) {
            draft.state = DraftState::NotSent(reason);
        }
    }

    /// A refused draft is to be handed in again.
    pub fn handle_retry(&mut self, client: ClientId) {
        if let Some(draft) = self.draft_mut(client) {
            draft.state = DraftState::Sending;
        }
    }

    /// A refused draft is given up.
    pub fn handle_discard(&mut self, client: ClientId) {
        self.drafts.retain(|draft| draft.client != client);
    }

    /// Something was kept; whether as a draft is to be seen.
    pub(super) fn handle_kept(&mut self, line: &Line) {
        let statement = line.statement.as_ref();
        if let Some(kept) = statement.filter(|_| line.verdict == Verdict::Verified) {
            self.drafts.retain(|draft| !draft.is_kept_as(kept));
        }
    }

    /// What is not kept yet, in the order it was written.
    pub fn drafts(&self) -> &[Draft] {
        &self.drafts
    }

    /// One of them.
    pub fn draft(&self, client: ClientId) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.client == client)
    }

    /// What to hand in once there is a connection.
    pub fn unsent(&self) -> impl Iterator<Item = &Post> {
        let drafts = self.drafts.iter();
        let sending = drafts.filter(|draft| draft.state == DraftState::Sending);
        sending.filter_map(|draft| draft.post.as_ref())
    }

    fn draft_mut(&mut self, client: ClientId) -> Option<&mut Draft> {
        self.drafts.iter_mut().find(|draft| draft.client == client)
    }
}
