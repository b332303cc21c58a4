//! Radii to pack, the same each time.

use std::fmt;

use fastrand::Rng;

/// How sizes are spread.
#[derive(Clone, Copy, Debug)]
pub enum Sizes {
    /// All alike.
    Equal,
    /// Between one and ten, each as likely.
    Uniform,
    /// Most are small and a few huge: nine of ten are below three, one of ten
    /// thousand is a hundred.
    HeavyTailed,
}

impl Sizes {
    pub const ALL: [Self; 3] = [Self::Equal, Self::Uniform, Self::HeavyTailed];

    /// So many radii, by chance.
    pub fn radii(self, count: usize, seed: u64) -> Vec<f64> {
        let mut chance = Rng::with_seed(seed);
        (0..count).map(|_| self.radius(&mut chance)).collect()
    }

    fn radius(self, chance: &mut Rng) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::Uniform => 1.0 + 9.0 * chance.f64(),
            // Pareto, with exponent two.
            Self::HeavyTailed => 1.0 / (1.0 - chance.f64()).sqrt(),
        }
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "equal",
            Self::Uniform => "uniform",
            Self::HeavyTailed => "heavy-tailed",
        })
    }
}
