//! The actions of a negotiation, performed on a peer connection.
//!
//! Each ends with what the machine is to be told; an exception of the browser
//! is [`Outcome::Failed`], whatever it was.

use chatmux_shared::call::negotiation::{Candidate, IceRestart, Outcome, Sdp};
use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    RtcIceCandidate, RtcIceCandidateInit, RtcOfferOptions, RtcPeerConnection, RtcSdpType,
    RtcSessionDescriptionInit,
};

use super::lines;
use crate::script::text_of;

/// How an action went.
type Performed = Result<Outcome, JsValue>;

/// What the web calls the fragment, which `web-sys` does not know.
const FRAGMENT: &str = "usernameFragment";

/// Makes an offer and sets it.
///
/// # Errors
/// The browser's exception.
pub async fn offer(connection: RtcPeerConnection, restart: IceRestart) -> Performed {
    let options = RtcOfferOptions::new();
    options.set_ice_restart(restart == IceRestart::Restart);
    let offer = connection.create_offer_with_rtc_offer_options(&options);
    describe(&connection, JsFuture::from(offer).await?).await
}

/// Sets an offer, adopts its lines, makes an answer and sets it.
///
/// # Errors
/// The browser's exception.
pub async fn accept(connection: RtcPeerConnection, offer: Sdp) -> Performed {
    hear(&connection, RtcSdpType::Offer, &offer).await?;
    lines::adopt(&connection)?;
    let answer = JsFuture::from(connection.create_answer()).await?;
    describe(&connection, answer).await
}

/// Sets an answer.
///
/// # Errors
/// The browser's exception.
pub async fn finish(connection: RtcPeerConnection, answer: Sdp) -> Performed {
    hear(&connection, RtcSdpType::Answer, &answer).await?;
    Ok(Outcome::Done)
}

/// Adds the candidates that the browser takes.
///
/// # Errors
/// None; like the others.
pub async fn add_candidates(
    connection: RtcPeerConnection,
    candidates: Vec<Candidate>,
) -> Performed {
    for candidate in &candidates {
        let init = candidate_init(candidate);
        let added = connection.add_ice_candidate_with_opt_rtc_ice_candidate_init(Some(&init));
        // One that is refused is of no use; the others may be.
        JsFuture::from(added).await.ok();
    }
    Ok(Outcome::Done)
}

/// A candidate that the browser found, for the other end.
pub fn read_candidate(found: &RtcIceCandidate) -> Candidate {
    Candidate {
        candidate: found.candidate(),
        mid: found.sdp_mid(),
        line: found.sdp_m_line_index(),
        username_fragment: text_of(found, FRAGMENT),
    }
}

fn candidate_init(candidate: &Candidate) -> RtcIceCandidateInit {
    let init = RtcIceCandidateInit::new(&candidate.candidate);
    init.set_sdp_mid(candidate.mid.as_deref());
    init.set_sdp_m_line_index(candidate.line);
    if let Some(fragment) = &candidate.username_fragment {
        Reflect::set(&init, &FRAGMENT.into(), &fragment.as_str().into()).ok();
    }
    init
}

async fn hear(connection: &RtcPeerConnection, kind: RtcSdpType, sdp: &Sdp) -> Result<(), JsValue> {
    let description = RtcSessionDescriptionInit::new(kind);
    description.set_sdp(sdp.as_str());
    JsFuture::from(connection.set_remote_description(&description)).await?;
    Ok(())
}

async fn describe(connection: &RtcPeerConnection, made: JsValue) -> Performed {
    let description: RtcSessionDescriptionInit = made.unchecked_into();
    JsFuture::from(connection.set_local_description(&description)).await?;
    let sdp = connection.local_description().map(|local| local.sdp());
    let sdp = sdp.and_then(|text| Sdp::parse(text).ok());
    Ok(sdp.map_or(Outcome::Failed, Outcome::Described))
}
