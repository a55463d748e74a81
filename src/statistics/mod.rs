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

pub use best::differences_to_best;
pub use bootstrap::{RESAMPLES, SortedPair, percentile_interval, resample};
pub use correlation::{Ordered, Ranks, spearman};
pub use interval::Interval;
pub use mean::mean_interval;
pub use moments::{Moments, WholeSums};
pub use order::{RankInterval, of_ranks, quantile_rank, rank_interval};
pub use paired::{
    DIFFERING_LEAST, MeanDifference, ShareDifference, bounded_difference, holm, mean_difference,
    share_difference, variance_reduction,
};
pub use proportion::wilson;
pub use sequence::sequence_half_width;
pub use shapley::shapley;
pub use spread::{Ranked, Spread};
pub use tail::{Tail, Worst, tail_mean};

use statrs::distribution::{ContinuousCDF, Normal};

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
