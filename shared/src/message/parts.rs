//! Bytes made of parts, each preceded by its length.
//!
//! Invariant: different lists of parts have different bytes. What a part
//! means is not known here.

/// The length of a part, in front of it: a big-endian u32.
const PREFIX: usize = 4;

/// Parts, one after another.
pub struct Parts(Vec<u8>);

impl Parts {
    /// Begins with the part that says what they are.
    pub fn tagged(tag: &str) -> Self {
        Self(Vec::new()).with(tag.as_bytes())
    }

    /// One more part.
    pub fn with(mut self, part: &[u8]) -> Self {
        self.0.extend(prefix(part));
        self.0.extend(part);
        self
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The length of a part, as it stands in front of it.
///
/// # Panics
/// At 4 GiB, which no part has: frames and headers are limited far below.
pub fn prefix(part: &[u8]) -> [u8; PREFIX] {
    let length = u32::try_from(part.len()).expect("a part is shorter than 4 GiB");
    length.to_be_bytes()
}

/// What is left of the parts to read.
pub struct Rest<'a>(pub &'a [u8]);

impl<'a> Rest<'a> {
    /// The next part, if there is a whole one.
    pub fn part(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<PREFIX>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (part, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(part)
    }
}
