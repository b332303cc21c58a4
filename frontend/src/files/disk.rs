//! Where a file that comes in is written.
//!
//! Three places, the first that can be had: a file the person chooses (File
//! System Access, `showSaveFilePicker`), one in the browser's own file system,
//! memory. A picture goes to the second at once: it is to be shown first.
//!
//! Invariant: what was not finished leaves nothing behind, and what the
//! browser itself keeps goes with its [`Saved`].

use std::rc::Rc;

use chatmux_shared::call::transfer::{Ending, Offer};
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Url};

use super::lodging::{Lodging, create};
use crate::script::{ask, is_there, name_of, object, window};

/// The most bytes that are held in memory for one file.
const MEMORY: u64 = 200 << 20;
/// What a browser that has room is to have more than a file needs, in bytes.
const MARGIN: u64 = 64 << 20;
/// What is saved is never run by the browser as anything of this origin's.
const OPAQUE: &str = "application/octet-stream";

/// Something to write to, from the beginning to the end.
#[derive(Debug)]
pub enum Sink {
    /// To a disk.
    Disk(Disk),
    /// To memory: `Blob`s in their order.
    Memory(Array),
}

/// A file on a disk, and a stream into it. Dropped, it is gone, unless it is
/// the person's own and finished.
#[derive(Debug)]
pub struct Disk {
    handle: JsValue,
    stream: JsValue,
    /// The browser's own folder it is in; none if the person chose the place.
    lodging: Option<Rc<Lodging>>,
    progress: Progress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Open,
    Closed,
}

/// A file that came as a whole.
#[derive(Debug)]
pub struct Saved {
    /// To show it or to download it; none if it lies where the person wanted
    /// it.
    pub url: Option<String>,
    _sink: Option<Disk>,
}

/// Opens a place for `offer`; none if the person was asked and chose none.
/// The folder of this tab is made if one is needed.
pub async fn open(
    offer: &Offer,
    lodging: &mut Option<Rc<Lodging>>,
) -> Option<Result<Sink, Ending>> {
    if !offer.kind.is_picture(offer.size) {
        match choose(offer).await {
            Ok(disk) => return Some(Ok(Sink::Disk(disk))),
            Err(exception) if name_of(&exception) == "AbortError" => return None,
            // There is no such question in this browser, or not now.
            Err(_) => {}
        }
    }
    if let Some(lodging) = lodging_of(lodging).await {
        if !has_room(offer.size).await {
            return Some(Err(Ending::NoRoom));
        }
        if let Ok(disk) = lodge(offer, lodging).await {
            return Some(Ok(Sink::Disk(disk)));
        }
    }
    Some(if offer.size <= MEMORY {
        Ok(Sink::Memory(Array::new()))
    } else {
        Err(Ending::TooLarge)
    })
}

async fn lodging_of(known: &mut Option<Rc<Lodging>>) -> Option<Rc<Lodging>> {
    if known.is_none() {
        *known = Lodging::open().await.ok().map(Rc::new);
    }
    known.clone()
}

async fn choose(offer: &Offer) -> Result<Disk, JsValue> {
    let name = object(&[("suggestedName", offer.name.as_str().into())]);
    let handle = ask(&window(), "showSaveFilePicker", &[&name]).await?;
    Disk::open(handle, None).await
}

async fn lodge(offer: &Offer, lodging: Rc<Lodging>) -> Result<Disk, JsValue> {
    let name = offer.file.to_string().into();
    let handle = ask(lodging.handle(), "getFileHandle", &[&name, &create(true)]).await?;
    Disk::open(handle, Some(lodging)).await
}

/// Whether the browser lets this origin have so much more (Storage Standard
/// §4). One that does not say lets it be tried.
#[expect(
    clippy::cast_precision_loss,
    reason = "a file has far fewer than 2^53 bytes"
)]
async fn has_room(size: u64) -> bool {
    let navigator = window().navigator();
    let Ok(storage) = Reflect::get(&navigator, &"storage".into()) else {
        return true;
    };
    let Ok(estimate) = ask(&storage, "estimate", &[]).await else {
        return true;
    };
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    let room = number("quota").zip(number("usage"));
    room.is_none_or(|(quota, usage)| quota - usage >= (size + MARGIN) as f64)
}

impl Disk {
    async fn open(handle: JsValue, lodging: Option<Rc<Lodging>>) -> Result<Self, JsValue> {
        let stream = ask(&handle, "createWritable", &[]).await?;
        Ok(Self {
            handle,
            stream,
            lodging,
            progress: Progress::Open,
        })
    }
}

impl Sink {
    /// Writes these bytes behind what was written, which ends at `at`. One
    /// writes no more before that is done.
    ///
    /// # Errors
    /// What the disk says.
    pub fn write(
        &self,
        at: u64,
        pieces: &[Uint8Array],
    ) -> impl Future<Output = Result<(), Ending>> + 'static {
        let bytes = joined(pieces);
        let writing = match self {
            Self::Disk(disk) => write(&disk.stream, at, &bytes).map(Some),
            Self::Memory(parts) => remember(parts, &bytes).map(|()| None),
        };
        async move {
            if let Some(writing) = writing? {
                let written = JsFuture::from(writing).await;
                written.map_err(|exception| ending(&exception))?;
            }
            Ok(())
        }
    }

    /// All is written.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn finish(self, offer: &Offer) -> Result<Saved, Ending> {
        let mut disk = match self {
            Self::Memory(parts) => {
                let blob =
                    Blob::new_with_blob_sequence(&parts).map_err(|exception| ending(&exception))?;
                return Saved::new(&blob, offer, None);
            }
            Self::Disk(disk) => disk,
        };
        let closed = ask(&disk.stream, "close", &[]).await;
        closed.map_err(|exception| ending(&exception))?;
        disk.progress = Progress::Closed;
        let file = ask(&disk.handle, "getFile", &[]).await;
        let file = file.map_err(|exception| ending(&exception))?;
        Saved::new(&file.unchecked_into(), offer, Some(disk))
    }
}

impl Saved {
    /// Refuses what has not as many bytes as were offered.
    #[expect(
        clippy::cast_precision_loss,
        clippy::float_cmp,
        reason = "both are whole numbers below 2^53"
    )]
    fn new(blob: &Blob, offer: &Offer, sink: Option<Disk>) -> Result<Self, Ending> {
        let size = offer.size as f64;
        if blob.size() != size {
            return Err(Ending::Unwritable);
        }
        let is_chosen = sink.as_ref().is_some_and(|disk| disk.lodging.is_none());
        if is_chosen {
            return Ok(Self {
                url: None,
                _sink: sink,
            });
        }
        let kind = if offer.kind.is_picture(offer.size) {
            offer.kind.as_str()
        } else {
            OPAQUE
        };
        let typed = blob.slice_with_f64_and_f64_and_content_type(0.0, size, kind);
        let url = typed.and_then(|typed| Url::create_object_url_with_blob(&typed));
        let url = Some(url.map_err(|exception| ending(&exception))?);
        Ok(Self { url, _sink: sink })
    }
}

impl Drop for Saved {
    fn drop(&mut self) {
        if let Some(url) = &self.url {
            Url::revoke_object_url(url).ok();
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let is_kept = self.lodging.is_none() && self.progress == Progress::Closed;
        if is_kept {
            return;
        }
        let (handle, stream) = (self.handle.clone(), self.stream.clone());
        let (lodging, progress) = (self.lodging.take(), self.progress);
        spawn_local(async move {
            if progress == Progress::Open {
                ask(&stream, "abort", &[]).await.ok();
            }
            let Some(lodging) = lodging else {
                // Where the browser knows how: an empty file is left else.
                ask(&handle, "remove", &[]).await.ok();
                return;
            };
            if let Ok(name) = Reflect::get(&handle, &"name".into()) {
                ask(lodging.handle(), "removeEntry", &[&name]).await.ok();
            }
        });
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a file has far fewer than 2^53 bytes"
)]
fn write(stream: &JsValue, at: u64, bytes: &Uint8Array) -> Result<Promise, Ending> {
    let wish = object(&[
        ("type", "write".into()),
        ("position", (at as f64).into()),
        ("data", bytes.clone().into()),
    ]);
    let writing = crate::script::call(stream, "write", &wish).filter(is_there);
    Ok(writing.ok_or(Ending::Unwritable)?.unchecked_into())
}

fn remember(parts: &Array, bytes: &Uint8Array) -> Result<(), Ending> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(bytes));
    let blob = blob.map_err(|exception| ending(&exception))?;
    parts.push(&blob);
    Ok(())
}

fn joined(pieces: &[Uint8Array]) -> Uint8Array {
    let bytes = Uint8Array::new_with_length(pieces.iter().map(Uint8Array::length).sum());
    let mut at = 0;
    for piece in pieces {
        bytes.set(piece, at);
        at += piece.length();
    }
    bytes
}

fn ending(exception: &JsValue) -> Ending {
    match name_of(exception).as_str() {
        "QuotaExceededError" => Ending::NoRoom,
        _ => Ending::Unwritable,
    }
}
