//! How much of one's video each of the others gets.
//!
//! Every link has an encoder of its own, so what one sends grows with the
//! number of those who receive it. A table keeps the sum within what an
//! ordinary uplink and an ordinary processor can do; the size of the tile one
//! is seen in, what the uplink is known to carry and what the processor can do
//! lower it further.
//!
//! Invariant: voices come first, and nothing here ever takes from them. All
//! pictures together stay within [`CAMERAS`] and [`SCREENS`], and within
//! [`USABLE_PERCENT`] of a known uplink without the voices; nobody gets more
//! than their tile shows; whoever wants a picture gets one, as long as there
//! are [`FLOOR`] bits a second for it.

use super::word::Wants;

/// Bits a second for all cameras together, at most.
pub const CAMERAS: u32 = 1_800_000;
/// The same while one's screen is seen, too.
pub const CAMERAS_BESIDE_SCREEN: u32 = 900_000;
/// Bits a second for one's screen, to all together, at most.
pub const SCREENS: u32 = 2_500_000;
/// Bits a second that are kept free for each voice.
pub const VOICE: u32 = 40_000;
/// How much of a known uplink is used at most.
pub const USABLE_PERCENT: u32 = 85;
/// Below so many bits a second a picture is not worth sending.
pub const FLOOR: u32 = 30_000;

/// From so many receivers on, only those who see one large get more than a
/// thumbnail.
const CROWD: usize = 7;
/// What counts as large there, in lines of the tile.
const LARGE: u16 = 270;

/// Heights of pictures, with the bits a second that they take at most. Heights
/// between them are not used: so a tile that grows by a pixel changes nothing.
const RUNGS: [(u32, u32); 8] = [
    (90, 70_000),
    (120, 100_000),
    (180, 150_000),
    (270, 300_000),
    (360, 450_000),
    (540, 800_000),
    (720, 1_700_000),
    (1_080, 2_500_000),
];

/// What one link may carry of one's video.
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
    /// The quality of a camera for a number of receivers.
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

    /// The quality of a screen for a number of receivers: always as sharp,
    /// with fewer pictures a second.
    pub const fn of_screen(receivers: usize) -> Self {
        let (bitrate, frame_rate) = match receivers {
            0 | 1 => (2_500_000, 15),
            2 => (1_200_000, 12),
            3 | 4 => (600_000, 8),
            _ => (400_000, 5),
        };
        Self {
            height: 1_080,
            bitrate,
            frame_rate,
        }
    }

    /// By what a picture of `height` lines is divided to fit; never below 1,
    /// which would make it larger (W3C WebRTC 1.0 §5.2.8).
    pub fn scale_down(self, height: u32) -> f64 {
        (f64::from(height) / f64::from(self.height)).max(1.0)
    }

    /// The same in no more than `height` lines.
    fn within(self, height: u32) -> Self {
        let height = self.height.min(height);
        Self {
            height,
            bitrate: self.bitrate.min(bits_of(height)),
            ..self
        }
    }

    /// The same for a processor that has this much to do.
    fn eased(self, strain: Strain) -> Self {
        let lowered = (0..strain.0).fold(self.height, |height, _| below(height));
        let frame_rate = if strain.0 == 0 {
            self.frame_rate
        } else {
            self.frame_rate.min(15)
        };
        Self {
            frame_rate,
            ..self.within(lowered)
        }
    }

    /// The same with `bits` a second: lower and slower where they would not do.
    /// Nothing where that is not worth it.
    fn fitted(self, bits: u32) -> Option<Self> {
        let bitrate = rounded(bits);
        if bitrate < FLOOR {
            return None;
        }
        let full = u64::from(bits_of(self.height));
        let does = |height: u32| {
            let needed = u64::from(bits_of(height)) * u64::from(self.bitrate) / full;
            u64::from(bitrate) >= needed / 2
        };
        let lower = RUNGS.iter().rev().map(|rung| rung.0);
        let height = std::iter::once(self.height)
            .chain(lower.filter(|height| *height < self.height))
            .find(|height| does(*height));
        let is_scarce = bitrate < self.bitrate / 2;
        Some(Self {
            height: height.unwrap_or(RUNGS[0].0.min(self.height)),
            bitrate,
            frame_rate: if is_scarce {
                self.frame_rate.min(15)
            } else {
                self.frame_rate
            },
        })
    }
}

/// How far pictures are lowered for the processor's sake, in steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Strain(u8);

impl Strain {
    /// None: the processor does all that is asked of it.
    pub const NONE: Self = Self(0);
    /// Beyond this there is nothing to gain.
    pub const MOST: Self = Self(3);

    /// One step more.
    #[must_use]
    pub fn more(self) -> Self {
        Self(self.0 + 1).min(Self::MOST)
    }

    /// One step less.
    #[must_use]
    pub const fn less(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

/// What there is to send, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Supply {
    /// Lines of one's camera's pictures, if it is on.
    pub camera: Option<u32>,
    /// Lines of one's screen, if it is shared.
    pub screen: Option<u32>,
    /// Bits a second that are known to get through in all, if that is less
    /// than one would like.
    pub uplink: Option<u32>,
    /// What the processor complains of.
    pub strain: Strain,
}

/// What one receiver gets; nothing of what is not to be sent at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Of one's camera.
    pub camera: Option<Quality>,
    /// Of one's screen.
    pub screen: Option<Quality>,
}

/// What each receiver gets, in their order. Whoever has not said what they
/// want (`None`) is taken to want what the table says.
pub fn shares(supply: Supply, receivers: &[Option<Wants>]) -> Vec<Share> {
    let screens = ceilings(
        supply.screen,
        receivers,
        |wants| wants.screen,
        |receivers, _| Quality::of_screen(receivers),
    );
    let cameras = ceilings(
        supply.camera,
        receivers,
        |wants| wants.camera,
        camera_ceiling,
    );
    let ease = |ceiling: Option<Quality>| ceiling.map(|ceiling| ceiling.eased(supply.strain));
    let cameras: Vec<_> = cameras.into_iter().map(ease).collect();
    let (for_cameras, for_screens) = split(supply, &cameras, &screens, receivers.len());
    let cameras = poured(&cameras, for_cameras);
    let screens = poured(&screens, for_screens);
    let both = cameras.into_iter().zip(screens);
    both.map(|(camera, screen)| Share { camera, screen })
        .collect()
}

/// How large to say that a tile is (see [`Wants`]): one of a few heights, so
/// that not every pixel is told. `former` is what was told last, and stays
/// while it is about right.
pub fn told_height(former: u16, height: u32) -> u16 {
    if height == 0 {
        return 0;
    }
    let told = rung(height);
    let nearly = rung(height.saturating_sub(height / 12).max(1));
    let former_still_does = u32::from(former) == nearly;
    u16::try_from(if former_still_does { nearly } else { told }).unwrap_or(u16::MAX)
}

/// The height for a tile: the next that is not lower, or the highest.
fn rung(height: u32) -> u32 {
    let rung = RUNGS.iter().find(|rung| rung.0 >= height);
    rung.map_or(RUNGS[RUNGS.len() - 1].0, |rung| rung.0)
}

fn below(height: u32) -> u32 {
    let rung = RUNGS.iter().rev().find(|rung| rung.0 < height);
    rung.map_or(height, |rung| rung.0)
}

/// The bits that a picture of that height takes at most.
fn bits_of(height: u32) -> u32 {
    let rung = RUNGS.iter().find(|rung| rung.0 >= height);
    rung.map_or(u32::MAX, |rung| rung.1)
}

/// What everyone would get if there were enough; nothing for those who do not
/// want it.
fn ceilings(
    source: Option<u32>,
    receivers: &[Option<Wants>],
    part: fn(Wants) -> u16,
    ceiling: fn(usize, Option<u16>) -> Quality,
) -> Vec<Option<Quality>> {
    let wanted: Vec<Option<u16>> = receivers.iter().map(|wants| wants.map(part)).collect();
    let count = wanted.iter().filter(|height| **height != Some(0)).count();
    let each = wanted.into_iter().map(|height| {
        let source = source.filter(|_| height != Some(0))?;
        let ceiling = ceiling(count, height);
        let tile = height.map_or(ceiling.height, |height| rung(height.into()));
        Some(ceiling.within(tile).within(source.max(1)))
    });
    each.collect()
}

fn camera_ceiling(receivers: usize, tile: Option<u16>) -> Quality {
    if receivers >= CROWD && tile.is_some_and(|height| height > LARGE) {
        Quality::for_receivers(4)
    } else {
        Quality::for_receivers(receivers)
    }
}

/// The bits for all cameras, and those for all screens. Of a known uplink the
/// screen gets two thirds, and what the cameras do not need.
fn split(
    supply: Supply,
    cameras: &[Option<Quality>],
    screens: &[Option<Quality>],
    links: usize,
) -> (u32, u32) {
    let screen = sum(screens).min(SCREENS);
    let most = if screen > 0 {
        CAMERAS_BESIDE_SCREEN
    } else {
        CAMERAS
    };
    let camera = sum(cameras).min(most);
    let Some(uplink) = supply.uplink else {
        return (camera, screen);
    };
    let usable = u64::from(uplink) * u64::from(USABLE_PERCENT) / 100;
    let usable = u32::try_from(usable).unwrap_or(u32::MAX);
    let voices = u32::try_from(links)
        .unwrap_or(u32::MAX)
        .saturating_mul(VOICE);
    let free = usable.saturating_sub(voices);
    let two_thirds = free - free / 3;
    let screen = screen.min(two_thirds.max(free.saturating_sub(camera)));
    (camera.min(free - screen), screen)
}

fn sum(ceilings: &[Option<Quality>]) -> u32 {
    let bits = ceilings.iter().flatten().map(|ceiling| ceiling.bitrate);
    bits.fold(0, u32::saturating_add)
}

/// Pours so many bits out: everyone gets the same, but nobody more than their
/// ceiling. If that is less than [`FLOOR`], as many get so much as there is,
/// those with the largest pictures first.
fn poured(ceilings: &[Option<Quality>], bits: u32) -> Vec<Option<Quality>> {
    let count = u32::try_from(ceilings.iter().flatten().count()).unwrap_or(u32::MAX);
    let enough_for_all = count.saturating_mul(FLOOR) <= bits;
    if !enough_for_all {
        return rationed(ceilings, bits);
    }
    let level = level(ceilings, bits);
    let each = ceilings.iter().map(|ceiling| {
        let ceiling = (*ceiling)?;
        ceiling.fitted(ceiling.bitrate.min(level))
    });
    each.collect()
}

/// The most that everyone can get so that all together stay within `bits`.
fn level(ceilings: &[Option<Quality>], bits: u32) -> u32 {
    let mut ceilings: Vec<u32> = ceilings.iter().flatten().map(|it| it.bitrate).collect();
    ceilings.sort_unstable();
    let mut rest = bits;
    let mut others = u32::try_from(ceilings.len()).unwrap_or(u32::MAX);
    for ceiling in ceilings {
        let even = rest / others.max(1);
        if ceiling > even {
            return even;
        }
        rest -= ceiling;
        others -= 1;
    }
    u32::MAX
}

fn rationed(ceilings: &[Option<Quality>], bits: u32) -> Vec<Option<Quality>> {
    let mut order: Vec<usize> = (0..ceilings.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(ceilings[*place].map(|it| it.height)));
    let mut shares = vec![None; ceilings.len()];
    let served = usize::try_from(bits / FLOOR).unwrap_or(usize::MAX);
    for place in order.into_iter().take(served) {
        shares[place] = ceilings[place].and_then(|ceiling| ceiling.fitted(FLOOR));
    }
    shares
}

/// Rounded down, so that encoders are not told of every bit.
const fn rounded(bits: u32) -> u32 {
    let step = match bits {
        0..100_000 => 10_000,
        100_000..400_000 => 25_000,
        400_000..1_000_000 => 50_000,
        _ => 100_000,
    };
    bits - bits % step
}
