//! Quantiles by order statistics: which of the sorted values to take, and between which the true one lies.

use statrs::distribution::{Binomial, DiscreteCDF};

use crate::statistics::normal_quantile;

/// Up to here the binomial distribution is summed exactly.
const EXACT_COUNT: u64 = 1_000;

/// Ranks, counted from 1, of the sorted values between which a quantile lies; `None`: there are too few values to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RankInterval {
    /// The lower end.
    pub low: Option<u64>,
    /// The upper end.
    pub high: Option<u64>,
}

/// The rank, counted from 1, of the quantile: the least value that a share `probability` of `count` does not exceed
/// (Hyndman and Fan 1996, definition 1). Always a value that was seen. At least one value.
pub fn quantile_rank(count: u64, probability: f64) -> u64 {
    // Times 1 − 2^-50: 0.05 × 100 is a hair above 5 in binary. Counts are far below 2^53.
    let rank = (probability * count as f64 * (1.0 - f64::EPSILON * 4.0)).ceil() as u64;
    rank.clamp(1, count)
}

/// The interval of a quantile from the binomial distribution of how many values lie below it (Conover 1999, section 3.2):
/// X(low) ≤ quantile ≤ X(high) with at least that probability. From 1,000 values on the binomial quantiles are those of
/// Cornish and Fisher, half a rank wrong at most.
pub fn rank_interval(count: u64, probability: f64, level: f64) -> RankInterval {
    let tail = (1.0 - level) / 2.0;
    let low = binomial_quantile(count, probability, tail);
    let high = binomial_quantile(count, probability, 1.0 - tail) + 1;
    RankInterval {
        low: (low >= 1).then_some(low),
        high: (high <= count).then_some(high),
    }
}

/// The least k whose cumulated probability exceeds `below`.
fn binomial_quantile(count: u64, probability: f64, below: f64) -> u64 {
    if count <= EXACT_COUNT {
        let binomial = Binomial::new(probability, count).expect("a probability is one");
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            if binomial.cdf(middle) > below {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
    let n = count as f64; // Counts are far below 2^53.
    let z = normal_quantile(below);
    let deviation = (n * probability * (1.0 - probability)).sqrt();
    let skewed = (z * z - 1.0) * (1.0 - 2.0 * probability) / 6.0;
    let quantile = n * probability + z * deviation + skewed - 0.5;
    (quantile.ceil().max(0.0) as u64).min(count) // At least 0 and far below 2^53.
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_value_that_was_seen() {
        for (count, probability, rank) in [
            (1, 0.95, 1),
            (2, 0.5, 1),
            (3, 0.5, 2),
            (100, 0.05, 5),
            (100, 0.95, 95),
            (101, 0.95, 96),
            (10_000, 0.95, 9_500),
        ] {
            assert_eq!(
                quantile_rank(count, probability),
                rank,
                "{probability} of {count}"
            );
        }
    }

    /// The median of 20: the 6th and the 15th value, with 95.86 % (Conover 1999, table A3; Gibbons and Chakraborti, table G).
    #[test]
    fn the_interval_of_a_median_is_that_of_the_sign_test() {
        let ranks = |low, high| RankInterval { low, high };
        assert_eq!(rank_interval(20, 0.5, 0.95), ranks(Some(6), Some(15)));
        assert_eq!(rank_interval(10, 0.5, 0.95), ranks(Some(2), Some(9)));
        assert_eq!(rank_interval(5, 0.5, 0.95), ranks(None, None));
        // 59 is the least number of values whose largest bounds the 95th percentile in 95 % from one side (Wilks 1941).
        assert_eq!(rank_interval(59, 0.95, 0.90).high, Some(59));
        assert_eq!(rank_interval(58, 0.95, 0.90).high, None);
    }

    #[test]
    fn many_values_go_on_where_exact_sums_end() {
        for probability in [0.01, 0.05, 0.5, 0.95, 0.99] {
            for below in [0.025, 0.975] {
                for count in [1_001, 3_000, 10_000] {
                    let exact = Binomial::new(probability, count).unwrap();
                    let near = binomial_quantile(count, probability, below);
                    let probability_near = exact.cdf(near);
                    let probability_before = exact.cdf(near.saturating_sub(2));
                    assert!(exact.cdf(near + 1) > below, "{probability} {below} {count}");
                    assert!(probability_before <= below, "{probability_near}");
                }
            }
        }
    }
}
