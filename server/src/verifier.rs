//! Signatures, judged on a pool of threads of their own.
//!
//! Invariant: a room's task never verifies anything, and neither does the
//! runtime that serves connections. What the bytes alone tell is refused
//! before the library is asked ([`check_bytes`]), as in every browser; the
//! library is asked for each signature by itself and strictly.

use chatmux_shared::message::{Post, PublicKey, Signature, Statement, check_bytes};
use chatmux_shared::room::Refusal;
use ed25519_dalek::VerifyingKey;
use tokio::sync::oneshot;

/// What a post states, once its signature is found to be its author's.
///
/// # Errors
/// What is wrong with it.
pub async fn verify(post: &Post) -> Result<Statement, Refusal> {
    let statement = Statement::parse(&post.signed).map_err(Refusal::NotAStatement)?;
    let Post {
        signed, signature, ..
    } = post;
    check_bytes(&statement.author, signature).map_err(Refusal::SignatureRefused)?;
    let bytes = signed.as_bytes().to_vec();
    if is_right(statement.author, *signature, bytes).await {
        Ok(statement)
    } else {
        Err(Refusal::NotVerified)
    }
}

/// Whether `author` has signed these bytes.
pub async fn is_signed(author: PublicKey, signature: Signature, bytes: Vec<u8>) -> bool {
    check_bytes(&author, &signature).is_ok() && is_right(author, signature, bytes).await
}

async fn is_right(author: PublicKey, signature: Signature, bytes: Vec<u8>) -> bool {
    let (reply, answer) = oneshot::channel();
    rayon::spawn(move || {
        let key = VerifyingKey::from_bytes(author.as_bytes());
        let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
        let verified = key.and_then(|key| key.verify_strict(&bytes, &signature));
        // Whoever asked may be gone.
        reply.send(verified.is_ok()).ok();
    });
    answer.await.unwrap_or(false)
}
