//! Probabilities.

/// A number from 0 to 1.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Probability(f64);

impl Probability {
    /// Always.
    pub const ONE: Self = Self(1.0);
    /// Never.
    pub const ZERO: Self = Self(0.0);

    /// The probability of that value, or `None` if it is not from 0 to 1.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The value, from 0 to 1.
    pub fn value(self) -> f64 {
        self.0
    }
}
