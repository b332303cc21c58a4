//! A video element that shows a stream.

use leptos::prelude::*;
use web_sys::HtmlMediaElement;

use crate::live::effect;
use crate::sound::Volume;
use crate::state::Stream;

/// What a video shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoKind {
    /// One's own picture, as in a mirror, silent.
    Mirror,
    /// One's own screen, silent.
    OwnScreen,
    /// Someone else, with their sound.
    Remote,
    /// Someone else's screen, with its sound.
    RemoteScreen,
}

impl VideoKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Mirror => "video own mirrored",
            Self::OwnScreen => "video own screen",
            Self::Remote => "video remote",
            Self::RemoteScreen => "video remote screen",
        }
    }

    const fn is_silent(self) -> bool {
        match self {
            Self::Mirror | Self::OwnScreen => true,
            Self::Remote | Self::RemoteScreen => false,
        }
    }
}

/// Shows `stream` from now on, whichever it is, as loud as `volume` says: before
/// anything of it is heard.
#[component]
pub fn Video(
    /// What to show.
    stream: Box<dyn Fn() -> Option<Stream>>,
    /// Whose it is.
    kind: VideoKind,
    /// How loud they are here; of no use for what is silent.
    #[prop(optional)]
    volume: Option<Box<dyn Fn() -> Volume>>,
) -> impl IntoView {
    let element = NodeRef::<leptos::html::Video>::new();
    let mut before = None;
    effect(move || {
        let Some(element) = element.get() else { return };
        if let Some(volume) = volume.as_ref().filter(|_| !kind.is_silent()) {
            set_volume(&element, volume());
        }
        let stream = stream();
        if before != stream {
            element.set_src_object(stream.as_ref().map(Stream::as_media));
            before = stream;
        }
    });
    let muted = kind.is_silent();
    view! {
        <video
            node_ref=element
            class=kind.class()
            autoplay=true
            playsinline=true
            muted=muted
            prop:muted=muted
            aria-hidden="true"
            tabindex="-1"
        ></video>
    }
}

fn set_volume(element: &HtmlMediaElement, volume: Volume) {
    element.set_volume(f64::from(volume.percent) / 100.0);
    element.set_muted(volume.muted.is_on());
}
