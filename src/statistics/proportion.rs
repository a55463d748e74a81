//! The interval of a probability.

use crate::statistics::{Interval, normal_quantile};

/// Wilson's score interval (Wilson 1927) of a probability that showed in `hits` of `count`; `None` of nothing.
pub fn wilson(hits: u64, count: u64, level: f64) -> Option<Interval> {
    if count == 0 {
        return None;
    }
    let n = count as f64; // Counts are far below 2^53.
    let p = hits as f64 / n;
    let z = normal_quantile((1.0 + level) / 2.0);
    let z2 = z * z;
    let middle = p + z2 / (2.0 * n);
    let spread = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let ends = 1.0 + z2 / n;
    Some(Interval {
        // All and nothing are inside, whatever rounding says.
        low: if hits == 0 {
            0.0
        } else {
            (middle - spread) / ends
        },
        high: if hits == count {
            1.0
        } else {
            (middle + spread) / ends
        },
    })
}

/// The interval of the mean of values that lie between two ends, of so many with that mean and deviation: where all values are one of
/// the ends it is the adjusted one of Agresti and Coull (1998), which adds z²/2 values at each end to what was seen. Unlike Student's
/// it allows for what is rare and was not seen.
pub fn bounded_mean_interval(
    mean: f64,
    deviation: f64,
    count: u64,
    ends: Interval,
    level: f64,
) -> Interval {
    let n = count as f64; // Counts are far below 2^53.
    let z = normal_quantile((1.0 + level) / 2.0);
    let added = z * z;
    let all = n + added;
    let middle = (n * mean + added * f64::midpoint(ends.low, ends.high)) / all;
    let squares = (n - 1.0) * deviation * deviation
        + n * mean * mean
        + added * f64::midpoint(ends.low * ends.low, ends.high * ends.high);
    let half_width = z * ((squares / all - middle * middle).max(0.0) / all).sqrt();
    Interval {
        low: (middle - half_width).max(ends.low),
        high: (middle + half_width).min(ends.high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, of 95 in 100 with z = 1.959964: (95 + 1.920729)/103.841459 = 0.933353 ± 0.047971.
    #[test]
    fn of_all_and_nothing_the_bounded_mean_is_that_of_agresti_and_coull() {
        let ends = Interval {
            low: 0.0,
            high: 100.0,
        };
        let deviation = (95.0 * 25.0 + 5.0 * 95.0 * 95.0_f64).sqrt() / 99.0_f64.sqrt();
        let found = bounded_mean_interval(95.0, deviation, 100, ends, 0.95);
        assert!((found.low - 88.538_2).abs() < 1e-3, "{found:?}");
        assert!((found.high - 98.132_4).abs() < 1e-3, "{found:?}");
        // Nothing but full scores in a hundred replications.
        let unseen = bounded_mean_interval(100.0, 0.0, 100, ends, 0.95);
        assert!(unseen.low < 96.5 && unseen.high == 100.0, "{unseen:?}");
    }

    /// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    #[test]
    fn the_intervals_published_by_newcombe_are_reproduced() {
        for (hits, count, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let interval = wilson(hits, count, 0.95).unwrap();
            assert!((interval.low - low).abs() < 5e-5, "{interval:?}");
            assert!((interval.high - high).abs() < 5e-5, "{interval:?}");
        }
    }

    #[test]
    fn all_and_nothing_mirror_each_other() {
        let (none, all) = (wilson(0, 20, 0.95).unwrap(), wilson(20, 20, 0.95).unwrap());
        assert_eq!((none.low, all.high), (0.0, 1.0));
        assert!((none.high - (1.0 - all.low)).abs() < 1e-12);
        assert_eq!(wilson(0, 0, 0.95), None);
    }
}
