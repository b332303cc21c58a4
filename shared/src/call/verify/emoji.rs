//! The emoji that people compare: the 64 of the Matrix specification
//! (v1.9, §11.12.2.2.2), chosen there to look and be called differently.

/// An emoji, and what to call it when it is read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emoji {
    /// The picture.
    pub picture: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// Seven places in [`EMOJI`]: 42 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequence([u8; 7]);

impl Sequence {
    /// Of the first 42 bits.
    pub(super) fn of(hash: &[u8; 32]) -> Self {
        let [one, two, three, four, five, six, ..] = hash.map(u64::from);
        let bits = one << 40 | two << 32 | three << 24 | four << 16 | five << 8 | six;
        Self([42, 36, 30, 24, 18, 12, 6].map(|shift| (bits >> shift & 63) as u8))
    }

    /// The emoji, in their order.
    pub fn emoji(self) -> [Emoji; 7] {
        self.0.map(|place| EMOJI[usize::from(place)])
    }
}

const fn emoji(picture: &'static str, name: &'static str) -> Emoji {
    Emoji { picture, name }
}

/// All of them, by their number.
pub const EMOJI: [Emoji; 64] = [
    emoji("🐶", "Dog"),
    emoji("🐱", "Cat"),
    emoji("🦁", "Lion"),
    emoji("🐎", "Horse"),
    emoji("🦄", "Unicorn"),
    emoji("🐷", "Pig"),
    emoji("🐘", "Elephant"),
    emoji("🐰", "Rabbit"),
    emoji("🐼", "Panda"),
    emoji("🐓", "Rooster"),
    emoji("🐧", "Penguin"),
    emoji("🐢", "Turtle"),
    emoji("🐟", "Fish"),
    emoji("🐙", "Octopus"),
    emoji("🦋", "Butterfly"),
    emoji("🌷", "Flower"),
    emoji("🌳", "Tree"),
    emoji("🌵", "Cactus"),
    emoji("🍄", "Mushroom"),
    emoji("🌏", "Globe"),
    emoji("🌙", "Moon"),
    emoji("☁️", "Cloud"),
    emoji("🔥", "Fire"),
    emoji("🍌", "Banana"),
    emoji("🍎", "Apple"),
    emoji("🍓", "Strawberry"),
    emoji("🌽", "Corn"),
    emoji("🍕", "Pizza"),
    emoji("🎂", "Cake"),
    emoji("❤️", "Heart"),
    emoji("😀", "Smiley"),
    emoji("🤖", "Robot"),
    emoji("🎩", "Hat"),
    emoji("👓", "Glasses"),
    emoji("🔧", "Spanner"),
    emoji("🎅", "Santa"),
    emoji("👍", "Thumbs Up"),
    emoji("☂️", "Umbrella"),
    emoji("⌛️", "Hourglass"),
    emoji("⏰️", "Clock"),
    emoji("🎁", "Gift"),
    emoji("💡", "Light Bulb"),
    emoji("📕", "Book"),
    emoji("✏️", "Pencil"),
    emoji("📎", "Paperclip"),
    emoji("✂️", "Scissors"),
    emoji("🔒", "Lock"),
    emoji("🔑", "Key"),
    emoji("🔨", "Hammer"),
    emoji("☎️", "Telephone"),
    emoji("🏁", "Flag"),
    emoji("🚂", "Train"),
    emoji("🚲", "Bicycle"),
    emoji("✈️", "Aeroplane"),
    emoji("🚀", "Rocket"),
    emoji("🏆", "Trophy"),
    emoji("⚽️", "Ball"),
    emoji("🎸", "Guitar"),
    emoji("🎺", "Trumpet"),
    emoji("🔔", "Bell"),
    emoji("⚓️", "Anchor"),
    emoji("🎧", "Headphones"),
    emoji("📁", "Folder"),
    emoji("📌", "Pin"),
];
