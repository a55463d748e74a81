//! The scale of a quantity: how far it reaches to both sides of zero, and its figures in words.

use crate::quantity::Seconds;
use crate::report::{differences, figures};

/// What differences are counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// Points, money, plain numbers.
    Number,
    /// Seconds.
    Time,
}

/// A round number that none of the values is beyond.
pub(super) fn reach(values: impl Iterator<Item = f64>, unit: Unit) -> f64 {
    let most = values.map(f64::abs).fold(0.0, f64::max);
    match unit {
        Unit::Number => round(most),
        Unit::Time => {
            let (minute, hour, day) = (60.0, 3_600.0, 86_400.0);
            let rounds = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0].map(|count| count * minute);
            let hours = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0].map(|count| count * hour);
            let first = rounds.into_iter().chain(hours).find(|one| most <= *one);
            first.unwrap_or_else(|| round(most / day) * day)
        }
    }
}

/// One significant digit, rounded up; 1 of nothing.
fn round(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let power = 10.0_f64.powi(most.log10().floor() as i32); // Within the range of a float's exponent.
    [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|one| most <= *one)
        .unwrap_or(10.0 * power)
}

/// "+50", "−2 h".
pub(super) fn end(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Number => differences::signed(value, figures::number),
        Unit::Time => differences::signed(value, |time| figures::duration(Seconds::rounded(time))),
    }
}

/// "+41 (+36 … +45)": as many digits as the interval deserves.
pub(super) fn spread(value: f64, (low, high): (f64, f64), unit: Unit) -> String {
    let half_width = (high - low) / 2.0;
    // What rounding leaves of an exact shift is no uncertainty.
    if half_width <= value.abs() * 1e-9 {
        return format!("{} each time", end(value, unit));
    }
    let shown = |value: f64, power: i32| match unit {
        Unit::Number if figures::to_power(value, power) == figures::to_power(0.0, power) => {
            "0".to_owned()
        }
        Unit::Number => differences::signed(value, |size| figures::to_power(size, power)),
        Unit::Time => end(value, unit),
    };
    let power = (half_width / 3.0).log10().floor() as i32; // Within the range of a float's exponent.
    // An end on one side of zero must not look like zero.
    let is_told = |power: &i32| {
        [low, high]
            .iter()
            .all(|end| *end == 0.0 || shown(*end, *power) != "0")
    };
    let power = (power - 2..=power).rev().find(is_told).unwrap_or(power - 2);
    format!(
        "{} ({} … {})",
        shown(value, power),
        shown(low, power),
        shown(high, power)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_beyond_the_reach_and_half_of_it_is_reached() {
        for unit in [Unit::Number, Unit::Time] {
            for place in 1..60 {
                let most = 1.7_f64.powi(place - 20);
                let reach = reach([most, -most / 2.0].into_iter(), unit);
                let is_near = reach <= most * 2.5 || (unit == Unit::Time && reach == 60.0);
                assert!(reach >= most && is_near, "{most}: {reach}");
            }
        }
        assert_eq!(reach([0.0].into_iter(), Unit::Number), 1.0);
    }

    #[test]
    fn a_difference_is_told_with_the_digits_its_interval_deserves() {
        for (value, ends, text) in [
            (40.67, (36.46, 44.6), "+41 (+36 … +45)"),
            (2.5375, (1.4175, 3.6576), "+2.5 (+1.4 … +3.7)"),
            (
                -228_730.0,
                (-245_484.0, -211_975.0),
                "−229,000 (−245,000 … −212,000)",
            ),
            (-1.833, (-3.6045, -0.05), "−1.8 (−3.6 … −0.1)"),
            (0.0, (-0.3, 0.3), "0 (−0.3 … +0.3)"),
            (5.0, (5.0, 5.0), "+5 each time"),
        ] {
            assert_eq!(spread(value, ends, Unit::Number), text);
        }
        assert_eq!(
            spread(-2_102.2, (-2_324.6, -1_879.8), Unit::Time),
            "−35 min (−39 min … −31 min)"
        );
    }
}
