//! The key pair by which rooms know this browser: Ed25519 by Web Cryptography
//! (W3C, Level 2), made here and kept in the browser's database.
//!
//! Invariant: all tabs that share a database have one pair, and the private
//! key never leaves the browser, not even for us: it cannot be exported.
//! Where no pair can be kept, each load of the page has one of its own: some
//! browsers have no database in private windows, and some that sign cannot
//! keep such keys (Firefox before 136, its bug 1939993).
//!
//! No two signatures need be alike, even of one key over the same bytes:
//! Safari's have chance in them. Which bytes are worth a signature, or a look
//! at one, is decided in `chatmux_shared::message`.

use chatmux_shared::message::{PublicKey, Signature, Verdict};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};

use crate::database::{self, Database};
use crate::script::{is_there, texts, window};

const ED25519: &str = "Ed25519";
/// As RFC 8032 has them: 32 bytes for a public key.
const RAW: &str = "raw";
/// Under which the pair is kept.
const PAIR: &str = "pair";

/// The pair.
#[derive(Debug)]
pub struct Keys {
    public: PublicKey,
    private: CryptoKey,
}

/// Why there is no pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoKeys {
    /// The page came by http, from another machine.
    #[error(
        "The browser signs messages on secure pages only. Open this room by https, or by \
         localhost on the machine the server runs on."
    )]
    InsecureContext,
    /// The browser does not know Ed25519.
    #[error(
        "This browser cannot sign messages. Use Chrome or Edge 137, Firefox 129, Safari 17, or a \
         newer one."
    )]
    NotSupported,
}

impl Keys {
    /// The pair of this browser, made before the first time.
    ///
    /// # Errors
    /// There is none, and none can be made.
    pub async fn open() -> Result<Self, NoKeys> {
        subtle().ok_or(NoKeys::InsecureContext)?;
        let made = make_pair().await.ok_or(NoKeys::NotSupported)?;
        let pair = kept_before(&made).await.unwrap_or(made);
        Self::of(&pair).await.ok_or(NoKeys::NotSupported)
    }

    /// By which others know this browser.
    pub const fn public(&self) -> PublicKey {
        self.public
    }

    /// Signs these bytes; `None` if the browser does not, for which no cause
    /// is known.
    pub fn sign(&self, bytes: &[u8]) -> impl Future<Output = Option<Signature>> + use<> {
        let promise = subtle().and_then(|subtle| {
            let signing = subtle.sign_with_str_and_u8_array(ED25519, &self.private, bytes);
            signing.ok()
        });
        async move {
            let signature = bytes_of(promise?).await?;
            Some(Signature::from_bytes(signature.try_into().ok()?))
        }
    }

    async fn of(pair: &CryptoKeyPair) -> Option<Self> {
        let promise = subtle()?.export_key(RAW, &pair.get_public_key()).ok()?;
        let public = bytes_of(promise).await?;
        Some(Self {
            public: PublicKey::from_bytes(public.try_into().ok()?),
            private: pair.get_private_key(),
        })
    }
}

/// Whether `author` signed these bytes. Keys and signatures that no library
/// is to be asked about are for the caller to refuse.
pub fn verify(
    author: PublicKey,
    signature: Signature,
    bytes: &[u8],
) -> impl Future<Output = Verdict> + use<> {
    let bytes = bytes.to_vec();
    async move {
        match is_right(&author, &signature, &bytes).await {
            Some(true) => Verdict::Verified,
            Some(false) | None => Verdict::Refused,
        }
    }
}

/// `None` if the browser does not take `author` for a key.
async fn is_right(author: &PublicKey, signature: &Signature, bytes: &[u8]) -> Option<bool> {
    let subtle = subtle()?;
    let author = Uint8Array::from(&author.as_bytes()[..]);
    let key = subtle.import_key_with_str(RAW, &author, ED25519, true, &texts(&["verify"]));
    let key: CryptoKey = JsFuture::from(key.ok()?).await.ok()?.unchecked_into();
    let signature = signature.as_bytes();
    let right = subtle.verify_with_str_and_u8_array_and_u8_array(ED25519, &key, signature, bytes);
    JsFuture::from(right.ok()?).await.ok()?.as_bool()
}

async fn make_pair() -> Option<CryptoKeyPair> {
    let uses = texts(&["sign", "verify"]);
    let promise = subtle()?
        .generate_key_with_str(ED25519, false, &uses)
        .ok()?;
    let pair = JsFuture::from(promise).await.ok()?;
    Some(pair.unchecked_into())
}

/// The pair that was kept before; else there is one from now on: `made`. All
/// in one transaction, so that of two tabs only one finds nothing.
async fn kept_before(made: &CryptoKeyPair) -> Option<CryptoKeyPair> {
    let database = Database::open().await?;
    let store = database.store(database::KEYS)?;
    let kept = database::result(&store.get(&PAIR.into()).ok()?).await?;
    if is_there(&kept) {
        return Some(kept.unchecked_into());
    }
    store.put_with_key(made, &PAIR.into()).ok()?;
    database::commit(&store).await?;
    None
}

/// What insecure pages do not have (W3C Secure Contexts).
fn subtle() -> Option<SubtleCrypto> {
    let subtle = window().crypto().ok()?.subtle();
    is_there(&subtle).then_some(subtle)
}

async fn bytes_of(promise: Promise) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(promise).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
