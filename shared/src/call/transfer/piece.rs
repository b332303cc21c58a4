//! A piece of a file, as it goes over the channel for bytes: a header, then
//! as many bytes of the file as there are.
//!
//! ```text
//!  0        4                12
//!  ├ number ┼ offset ────────┼ bytes … ┤      numbers are big-endian
//! ```

/// The bytes of a [`Header`].
pub const HEADER: usize = 12;

/// What every end takes in one message, whatever it says of itself (RFC 8831
/// §6.6): 16 KiB.
const SAFE: usize = 16 << 10;
/// More in one message is of no use.
const ENOUGH: usize = 64 << 10;

/// What stands before the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// By which number the receiver asked for it.
    pub number: u32,
    /// How many bytes of the file came before.
    pub offset: u64,
}

impl Header {
    /// The header a message begins with; none of one that is too short.
    pub fn parse(message: &[u8]) -> Option<Self> {
        let (number, rest) = message.split_first_chunk()?;
        let offset = rest.first_chunk()?;
        Some(Self {
            number: u32::from_be_bytes(*number),
            offset: u64::from_be_bytes(*offset),
        })
    }

    /// As it goes over the channel.
    pub fn to_bytes(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..4].copy_from_slice(&self.number.to_be_bytes());
        bytes[4..].copy_from_slice(&self.offset.to_be_bytes());
        bytes
    }
}

/// Bytes of a file in one message, when the other end takes messages of
/// `largest` bytes (W3C WebRTC 1.0 §6.1.1, `maxMessageSize`), 0 for any.
pub const fn piece_bytes(largest: usize) -> u64 {
    let message = match largest {
        0 | ENOUGH.. => ENOUGH,
        SAFE..ENOUGH => largest,
        0..SAFE => SAFE,
    };
    (message - HEADER) as u64
}
