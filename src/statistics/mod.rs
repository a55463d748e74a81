//! What statistics adds to the samples: estimates with their uncertainty, by formulas whose sources are named.

mod best;
mod bootstrap;
mod correlation;
mod interval;
mod mean;
mod moments;
mod order;
mod paired;
mod proportion;
mod sequence;
mod shapley;
mod spread;
mod tail;
mod whole;

pub use best::differences_to_best;
pub use bootstrap::{QuantilePair, RESAMPLES, percentile_interval, resample};
pub use correlation::{Ordered, Ranks, spearman};
pub use interval::Interval;
pub use mean::mean_interval;
pub use moments::{Moments, WholeSums};
pub use order::{RankInterval, quantile_rank, rank_interval};
pub use paired::{
    DIFFERING_LEAST, MeanDifference, ShareDifference, bounded_difference, holm, level_of_each,
    mean_difference, mean_difference_within, share_at_most, share_difference, sign_test,
    variance_reduction,
};
pub use proportion::{bounded_mean_interval, wilson};
pub use sequence::sequence_half_width;
pub use shapley::shapley;
pub use spread::{Ranked, Spread};
pub use tail::{Tail, Worst, tail_mean};
pub use whole::{WholeColumn, of_ranks};

use statrs::distribution::{ContinuousCDF, Normal};

/// Bits that are ordered as floats are by `total_cmp`, and are compared faster.
fn ordered_bits(value: f64) -> u64 {
    let bits = value.to_bits();
    // Negative numbers with all bits turned, positive ones above them.
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// The float that has these ordered bits.
fn of_ordered_bits(bits: u64) -> f64 {
    f64::from_bits(if bits >> 63 == 1 {
        bits & !(1 << 63)
    } else {
        !bits
    })
}

/// The quantile of the standard normal distribution.
fn normal_quantile(probability: f64) -> f64 {
    settled(Normal::standard().inverse_cdf(probability))
}

/// To 2^-36: platforms whose logarithms differ in the last bit agree on the quantile.
fn settled(quantile: f64) -> f64 {
    const PART: f64 = (1_u64 << 36) as f64; // A power of two is exact.
    (quantile * PART).round() / PART
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_ordered_as_floats() {
        let ascending = [f64::NEG_INFINITY, -7.5, -1e-300, -0.0, 0.0, 2.0, 1e9];
        for pair in ascending.windows(2) {
            assert!(ordered_bits(pair[0]) < ordered_bits(pair[1]), "{pair:?}");
        }
        for value in ascending {
            let back = of_ordered_bits(ordered_bits(value));
            assert_eq!(back.to_bits(), value.to_bits());
        }
    }

    /// Abramowitz and Stegun, table 26.5.
    #[test]
    fn quantiles_of_the_normal_distribution_are_those_of_the_tables() {
        for (probability, quantile) in [
            (0.5, 0.0),
            (0.9, 1.281_551_565_54),
            (0.975, 1.959_963_984_54),
            (0.995, 2.575_829_303_55),
        ] {
            assert!((normal_quantile(probability) - quantile).abs() < 1e-9);
        }
    }
}
