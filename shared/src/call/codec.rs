//! In which order codecs are preferred.
//!
//! In a mesh a camera is encoded once for each link, so what is light goes
//! first: VP8, which every browser has to have (RFC 7742 §5), then H.264,
//! which many machines encode in hardware; VP9 and AV1 would cost several
//! times as much for every one of the others. A screen has few pictures and
//! sharp edges, which VP9 and AV1 keep at half the bits.
//!
//! What is not named here (retransmission, redundancy, codecs to come) stays
//! in the browser's own order behind it: nothing is ever taken out.

/// What a line of video carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// Faces.
    Camera,
    /// Text.
    Screen,
}

/// The places of codecs with these MIME types (`RTCRtpCodec.mimeType`), the
/// preferred first.
pub fn preferred(carries: Carries, types: &[String]) -> Vec<usize> {
    let names = match carries {
        Carries::Camera => ["vp8", "h264", "vp9", "av1"],
        Carries::Screen => ["vp9", "av1", "vp8", "h264"],
    };
    let rank = |place: &usize| {
        let name = types[*place].split_once('/').map_or("", |(_, name)| name);
        let is_it = |known: &&str| known.eq_ignore_ascii_case(name);
        names.iter().position(is_it).unwrap_or(names.len())
    };
    let mut places: Vec<usize> = (0..types.len()).collect();
    places.sort_by_key(rank);
    places
}
