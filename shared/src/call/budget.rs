//! How much of one's video each of the others gets.
//!
//! Every link has an encoder of its own, so what one sends grows with the
//! number of those who receive it; the table keeps the sum within what an
//! ordinary uplink and an ordinary processor can do.

/// What one link may carry of one's camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    /// Lines of the picture, in pixels.
    pub height: u32,
    /// Bits a second, at most.
    pub bitrate: u32,
    /// Pictures a second, at most.
    pub frame_rate: u32,
}

impl Quality {
    /// The quality for a number of receivers.
    pub const fn for_receivers(receivers: usize) -> Self {
        let (height, bitrate, frame_rate) = match receivers {
            0 | 1 => (720, 1_700_000, 30),
            2 => (540, 800_000, 30),
            3 | 4 => (360, 450_000, 24),
            5 | 6 => (270, 300_000, 20),
            _ => (180, 150_000, 15),
        };
        Self {
            height,
            bitrate,
            frame_rate,
        }
    }

    /// By what a picture of `height` lines is divided to fit; never below 1,
    /// which would make it larger (W3C WebRTC 1.0 §5.2.8).
    pub fn scale_down(self, height: u32) -> f64 {
        (f64::from(height) / f64::from(self.height)).max(1.0)
    }
}
