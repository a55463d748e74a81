//! Whole seconds: the drill's only unit of time.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// A duration, or a moment counted from onset, in whole seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Seconds(pub i64);

/// What keeps a text from being a duration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DurationError {
    /// Nothing but blanks.
    Empty,
    /// A number without its unit.
    UnitMissing {
        /// The number as written.
        number: String,
    },
    /// A unit that is none of w, d, h, m, s.
    UnitUnknown {
        /// The unit as written.
        unit: String,
    },
    /// Something where a number should stand.
    NumberMissing {
        /// The text from there on.
        found: String,
    },
    /// The same unit twice, or a smaller before a larger one.
    UnitsOutOfOrder {
        /// The unit that comes too late.
        unit: String,
    },
    /// A negative duration.
    Negative,
    /// Longer than [`Seconds::LONGEST`].
    TooLong,
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a duration is empty"),
            Self::UnitMissing { number } => write!(f, "the duration `{number}` has no unit"),
            Self::UnitUnknown { unit } => write!(f, "`{unit}` is no unit of time"),
            Self::NumberMissing { found } => {
                write!(f, "a duration needs a number before `{found}`")
            }
            Self::UnitsOutOfOrder { unit } => {
                write!(f, "the unit `{unit}` comes too late in this duration")
            }
            Self::Negative => write!(f, "a duration is negative"),
            Self::TooLong => write!(f, "a duration is longer than a hundred years"),
        }
    }
}

/// Largest unit first, with its length in seconds.
const UNITS: [(&str, i64); 5] = [
    ("w", 604_800),
    ("d", 86_400),
    ("h", 3_600),
    ("m", 60),
    ("s", 1),
];

impl Seconds {
    /// Onset, or no time at all.
    pub const ZERO: Self = Self(0);
    /// The longest duration a file may name: a hundred years, so that sums stay far from overflow.
    pub const LONGEST: Self = Self(100 * 366 * 86_400);

    /// Reads `"1h 30m"`, `"45s"`, `"3d"`, `"2w"`: whole numbers with units, larger units first; a day is 24 h.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(DurationError::Empty);
        }
        if rest.starts_with('-') {
            return Err(DurationError::Negative);
        }
        let mut total: i64 = 0;
        let mut units_left = &UNITS[..];
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits == 0 {
                return Err(DurationError::NumberMissing {
                    found: rest.to_owned(),
                });
            }
            let (number, after) = rest.split_at(digits);
            let after = after.trim_start();
            let letters = after
                .find(|c: char| c.is_ascii_digit() || c.is_whitespace())
                .unwrap_or(after.len());
            let (unit, next) = after.split_at(letters);
            if unit.is_empty() {
                return Err(DurationError::UnitMissing {
                    number: number.to_owned(),
                });
            }
            if !UNITS.iter().any(|(name, _)| *name == unit) {
                return Err(DurationError::UnitUnknown {
                    unit: unit.to_owned(),
                });
            }
            let Some(place) = units_left.iter().position(|(name, _)| *name == unit) else {
                return Err(DurationError::UnitsOutOfOrder {
                    unit: unit.to_owned(),
                });
            };
            let length = units_left[place].1;
            units_left = &units_left[place + 1..];
            total = number
                .parse::<i64>()
                .ok()
                .and_then(|count| count.checked_mul(length))
                .and_then(|part| total.checked_add(part))
                .filter(|total| *total <= Self::LONGEST.0)
                .ok_or(DurationError::TooLong)?;
            rest = next.trim_start();
        }
        Ok(Self(total))
    }

    /// The nearest whole second; halves away from zero. The value must lie within ±2^53 seconds.
    #[inline]
    pub fn rounded(value: f64) -> Self {
        // Up to here a float less its whole part is exact, and no function need be called as `round` would.
        const MODEST: f64 = (1_u64 << 52) as f64; // A power of two is exact.
        if value.abs() < MODEST {
            let whole = value as i64; // Toward zero.
            let rest = value - whole as f64; // Exact, as said.
            return Self(whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5));
        }
        assert!(value.is_finite(), "a time is a finite number");
        // Saturating: a draw beyond any horizon stays beyond any horizon.
        Self(value.clamp(-9e15, 9e15) as i64)
    }

    /// Each value as the nearest whole second, the same as [`Self::rounded`] and much faster: in 32 bits, of which columns add and
    /// compare faster. What is less than 0 is 0, and what is larger than they hold the largest number.
    #[inline(always)] // Callers are compiled for wider vectors.
    pub fn round_all(values: &[f64], whole: &mut [u32]) {
        // From 2^52 on a float is a whole number: adding it rounds, halves to even, and the last bits are those of the number.
        const WHOLE: f64 = (1_u64 << 52) as f64; // A power of two is exact.
        const MOST: f64 = (u32::MAX - 1) as f64; // The same.
        for (values, whole) in values.chunks(64).zip(whole.chunks_mut(64)) {
            let are_ordinary = values.iter().fold(true, |are_ordinary, value| {
                are_ordinary & (*value >= 0.0) & (*value <= MOST)
            });
            if are_ordinary {
                for (whole, value) in whole.iter_mut().zip(values) {
                    let even = *value + WHOLE;
                    let is_half_above = *value - (even - WHOLE) == 0.5;
                    *whole = even.to_bits() as u32 + u32::from(is_half_above); // The last 32 bits.
                }
            } else {
                for (whole, value) in whole.iter_mut().zip(values) {
                    *whole = Self::rounded(*value).0.clamp(0, u32::MAX.into()) as u32; // In range.
                }
            }
        }
    }

    /// The sum, or the latest moment there is: for as many times as a file may name, of which each may be beyond any horizon.
    pub fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The same in 32 bits, which every moment of a drill fits into: none lasts longer than [`Self::LONGEST`].
    pub fn as_u32(self) -> u32 {
        u32::try_from(self.0).expect("a drill has fewer than 2^32 seconds")
    }

    /// The same as a float, exact below 2^53 seconds.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 // Exact: moments stay below 2^53.
    }
}

/// The form a file would use: `1h 30m`, `0s`.
impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return write!(f, "0s");
        }
        let mut rest = self.0.unsigned_abs();
        let mut separator = if self.0 < 0 { "-" } else { "" };
        for (name, length) in &UNITS[1..] {
            let count = rest / length.unsigned_abs();
            rest %= length.unsigned_abs();
            if count > 0 {
                write!(f, "{separator}{count}{name}")?;
                separator = " ";
            }
        }
        Ok(())
    }
}

/// What files name is a few centuries at most, and what is drawn 9·10^15 s: sums of a few stay far below 2^63. No moment that
/// stands for "never" is ever added to. For longer sums there is [`Seconds::saturating_add`].
impl Add for Seconds {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl From<u32> for Seconds {
    fn from(seconds: u32) -> Self {
        Self(seconds.into())
    }
}

impl AddAssign for Seconds {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Seconds {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Seconds {
    fn sum<Parts: Iterator<Item = Self>>(parts: Parts) -> Self {
        parts.fold(Self::ZERO, Self::add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_read_as_people_write_them() {
        for (text, seconds) in [
            ("1h 30m", 5_400),
            ("45s", 45),
            ("3d", 259_200),
            ("2w", 1_209_600),
            ("1h30m", 5_400),
            ("0s", 0),
            (" 90 m ", 5_400),
        ] {
            assert_eq!(Seconds::parse(text), Ok(Seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn durations_without_sense_say_what_is_missing() {
        for (text, error) in [
            ("", DurationError::Empty),
            ("-5m", DurationError::Negative),
            (
                "90",
                DurationError::UnitMissing {
                    number: "90".into(),
                },
            ),
            ("5 min", DurationError::UnitUnknown { unit: "min".into() }),
            ("m", DurationError::NumberMissing { found: "m".into() }),
            ("5m 1h", DurationError::UnitsOutOfOrder { unit: "h".into() }),
            ("99999999999999999999d", DurationError::TooLong),
        ] {
            assert_eq!(Seconds::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn what_is_displayed_reads_back() {
        for seconds in [0, 1, 59, 60, 3_661, 86_400, 700_000] {
            let text = Seconds(seconds).to_string();
            assert_eq!(Seconds::parse(&text), Ok(Seconds(seconds)), "{text}");
        }
    }

    fn any_time() -> impl Strategy<Value = f64> {
        let half = (0_u64..1 << 32).prop_map(|whole| whole as f64 + 0.5);
        let most = f64::from(u32::MAX);
        prop_oneof![
            8 => 0.0..1e6,
            8 => 0.0..most,
            1 => prop_oneof![0.0..1e16, Just(most), Just(most - 0.5), Just(most + 0.5)],
            8 => half.clone(),
            8 => half.clone().prop_map(f64::next_down),
            8 => half.prop_map(f64::next_up),
            8 => Just(0.5_f64.next_down()),
        ]
    }

    proptest! {
        #[test]
        fn a_column_is_rounded_as_its_values_one_by_one(
            times in prop::collection::vec(any_time(), 0..200),
            odd in prop::option::weighted(0.2, prop_oneof![-1e17..1e17, Just(-0.0), Just(-0.5), Just(f64::MAX)]),
        ) {
            let times: Vec<f64> = times.into_iter().chain(odd).collect();
            let mut column = vec![7; times.len()];
            Seconds::round_all(&times, &mut column);
            let single: Vec<u32> = times
                .iter()
                .map(|time| u32::try_from(Seconds::rounded(*time).0.max(0)).unwrap_or(u32::MAX))
                .collect();
            prop_assert_eq!(column, single);
        }
    }
}
