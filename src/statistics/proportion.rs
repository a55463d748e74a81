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

#[cfg(test)]
mod tests {
    use super::*;

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
