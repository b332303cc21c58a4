//! How a voice is treated on its way out, and how loud another is here.

use chatmux_shared::wire::Switch;

/// What the browser does to one's own voice (Media Capture and Streams
/// §4.3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// What comes out of the speaker is taken out of it.
    pub echo_cancellation: Switch,
    /// So is what is no voice.
    pub noise_suppression: Switch,
    /// It is made as loud as the others'.
    pub auto_gain: Switch,
}

impl Default for Voice {
    fn default() -> Self {
        Self {
            echo_cancellation: Switch::On,
            noise_suppression: Switch::On,
            auto_gain: Switch::On,
        }
    }
}

/// How someone is heard here, and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    /// 0 to 100 percent of what comes in.
    pub percent: u8,
    /// Whether they are not heard at all, however loud.
    pub muted: Switch,
}

impl Volume {
    /// As loud as it comes in.
    pub const FULL: Self = Self {
        percent: 100,
        muted: Switch::Off,
    };
}

impl Default for Volume {
    fn default() -> Self {
        Self::FULL
    }
}
