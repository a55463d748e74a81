//! The interval of a difference of quantiles, by drawing the pairs again.

use crate::statistics::{Interval, of_ordered_bits, ordered_bits, quantile_rank};

/// So many times the pairs are drawn again.
pub const RESAMPLES: usize = 400;

/// A quantile of two columns of the same replications, ready to be found in any resample by counting from the nearer end.
#[derive(Clone, PartialEq, Debug)]
pub struct QuantilePair {
    probability: f64,
    first: End,
    second: End,
}

/// The values of a column from one end, and the place of each among the replications.
#[derive(Clone, PartialEq, Debug)]
struct End {
    /// Those that stand nearest to that end, in their order from there, and their places: as far as hardly any resample goes.
    sorted: Vec<f64>,
    places: Vec<u32>,
    /// All others, in no order.
    others: Vec<(u64, u32)>,
    is_upper: bool,
}

impl End {
    fn new(values: &[f64], places: &[usize], probability: f64) -> Self {
        let is_upper = probability > 0.5;
        let mut sorted: Vec<(u64, u32)> = (values.iter().zip(places))
            .map(|(value, place)| {
                let place = u32::try_from(*place).expect("replications are counted in 32 bits");
                (key(*value, is_upper), place)
            })
            .collect();
        // So many are expected up to the quantile, give or take a few roots of that.
        let expected = probability.min(1.0 - probability) * values.len() as f64;
        let depth = (expected + 8.0 * expected.sqrt() + 32.0) as usize; // Far below 2^53.
        let others = if depth < sorted.len() {
            sorted.select_nth_unstable(depth);
            sorted.split_off(depth)
        } else {
            Vec::new()
        };
        sorted.sort_unstable();
        let (sorted, places) = (sorted.into_iter())
            .map(|(key, place)| (value(key, is_upper), place))
            .unzip();
        Self {
            sorted,
            places,
            others,
            is_upper,
        }
    }

    /// The value that comes after so many others, where each counts so many times.
    fn after(&self, others: u64, weights: &[u16]) -> f64 {
        let weight = |place: u32| u64::from(weights[place as usize]); // u32 to usize: widening.
        let mut left = others;
        let mut is_passed = |weight: u64| {
            let is_passed = weight <= left;
            left -= if is_passed { weight } else { 0 };
            is_passed
        };
        // Adding up sixteen weights costs less than looking at each.
        let mut passed = 0;
        for places in self.places.chunks(16) {
            if !is_passed(places.iter().map(|place| weight(*place)).sum()) {
                break;
            }
            passed += places.len();
        }
        let rest = self.places[passed..].iter();
        let near = rest.take_while(|place| is_passed(weight(**place))).count();
        if let Some(value) = self.sorted.get(passed + near) {
            return *value;
        }
        let mut far = self.others.clone();
        far.sort_unstable();
        let found = far
            .into_iter()
            .find(|(_, place)| !is_passed(weight(*place)));
        let (key, _) = found.expect("the weights add up to the number of values");
        value(key, self.is_upper)
    }
}

/// Larger for what is farther from that end.
fn key(value: f64, is_upper: bool) -> u64 {
    let bits = ordered_bits(value);
    if is_upper { !bits } else { bits }
}

/// The value of that key.
fn value(key: u64, is_upper: bool) -> f64 {
    of_ordered_bits(if is_upper { !key } else { key })
}

impl QuantilePair {
    /// The columns are equally long and not empty, and their values stand at these places among the replications. What never
    /// comes is infinite.
    pub fn new(first: &[f64], second: &[f64], places: &[usize], probability: f64) -> Self {
        assert!(
            first.len() == second.len() && first.len() == places.len(),
            "pairs have one value of each column, and a place"
        );
        assert!(!first.is_empty(), "there are pairs");
        Self {
            probability,
            first: End::new(first, places, probability),
            second: End::new(second, places, probability),
        }
    }

    /// The quantile of each column where replication k counts `weights[k]` times, and those of the columns `count` times in all;
    /// `None` where none counts.
    pub fn quantiles(&self, weights: &[u16], count: u64) -> Option<(f64, f64)> {
        (count > 0).then(|| {
            let rank = quantile_rank(count, self.probability);
            let others = if self.first.is_upper {
                count - rank
            } else {
                rank - 1
            };
            (
                self.first.after(others, weights),
                self.second.after(others, weights),
            )
        })
    }
}

/// How often each of `weights` pairs is drawn, where as many are drawn by random bits, half as many, rounded up.
pub fn resample(bits: &[u64], weights: &mut [u16]) {
    weights.fill(0);
    let count = weights.len();
    let (twice, once) = bits.split_at(count / 2);
    for bits in twice {
        let (first, left) = draw(*bits, count);
        let (second, _) = draw(left, count);
        weights[first] += 1;
        weights[second] += 1;
    }
    for bits in once {
        weights[draw(*bits, count).0] += 1;
    }
}

/// One of `count` equally likely places, and the bits that are left, which are nearly as good again: a draw takes only as many as
/// `count` has (the product's upper half; Lemire 2019).
fn draw(bits: u64, count: usize) -> (usize, u64) {
    let product = u128::from(bits) * count as u128; // Widening.
    ((product >> 64) as usize, product as u64) // Below the count; the lower half.
}

/// The percentile interval of differences of resamples (Efron and Tibshirani 1993, section 13.3); an end may be infinite, where a
/// quantile is. `None` of too few for that level: none would lie beyond an end.
pub fn percentile_interval(mut differences: Vec<f64>, level: f64) -> Option<Interval> {
    let beyond = (1.0 - level) / 2.0 * differences.len() as f64; // A few hundred.
    if beyond < 0.999 {
        return None;
    }
    differences.sort_unstable_by(f64::total_cmp);
    let count = differences.len() as u64; // usize fits into u64.
    let at = |probability| {
        let rank = quantile_rank(count, probability);
        differences[usize::try_from(rank - 1).expect("a rank is a place")]
    };
    Some(Interval {
        low: at((1.0 - level) / 2.0),
        high: at((1.0 + level) / 2.0),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quantiles(
        first: &[f64],
        second: &[f64],
        probability: f64,
        weights: &[u16],
    ) -> Option<(f64, f64)> {
        let places: Vec<usize> = (0..weights.len()).collect();
        let count = weights.iter().map(|weight| u64::from(*weight)).sum();
        QuantilePair::new(first, second, &places, probability).quantiles(weights, count)
    }

    #[test]
    fn each_pair_once_gives_the_quantiles_themselves() {
        let first: Vec<f64> = (1..=100).map(f64::from).collect();
        let second: Vec<f64> = first.iter().map(|x| 201.0 - x).collect();
        let found = quantiles(&first, &second, 0.95, &[1; 100]);
        assert_eq!(found, Some((95.0, 195.0)));
    }

    #[test]
    fn a_pair_that_is_drawn_always_is_the_quantile() {
        let (first, second) = ([3.0, 1.0, 2.0], [5.0, f64::INFINITY, 4.0]);
        let drawn = |weights| quantiles(&first, &second, 0.95, weights);
        assert_eq!(drawn(&[0, 3, 0]), Some((1.0, f64::INFINITY)));
        assert_eq!(drawn(&[0, 0, 0]), None);
    }

    #[test]
    fn low_quantiles_are_counted_from_below() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        let mut weights = [1; 100];
        weights[2] = 3; // The third counts three times, so two more values make up the lowest twentieth of 102.
        let low = |probability| quantiles(&values, &values, probability, &weights);
        assert_eq!(low(0.05), Some((4.0, 4.0)));
        assert_eq!(low(0.04), Some((3.0, 3.0)));
    }

    #[test]
    fn a_resample_may_leave_out_a_whole_end() {
        let values: Vec<f64> = (0..1_000).map(f64::from).collect();
        let falling: Vec<f64> = values.iter().rev().copied().collect();
        let mut weights = vec![0; 1_000];
        weights[300..400].fill(10);
        let found = |probability| quantiles(&values, &falling, probability, &weights);
        assert_eq!(found(0.95), Some((394.0, 694.0)));
        assert_eq!(found(0.05), Some((304.0, 604.0)));
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_values_written_out(
            drawn in prop::collection::vec((0_u8..40, 0_u8..40, 0_u16..4), 1..400),
            probability in prop_oneof![Just(0.05), Just(0.95), 0.01_f64..0.99],
        ) {
            let column = |of: fn(&(u8, u8, u16)) -> u8| -> Vec<f64> {
                drawn.iter().map(|one| f64::from(of(one))).collect()
            };
            let (first, second) = (column(|one| one.0), column(|one| one.1));
            let weights: Vec<u16> = drawn.iter().map(|one| one.2).collect();
            let written_out = |values: &[f64]| {
                let mut all: Vec<f64> = values
                    .iter()
                    .zip(&weights)
                    .flat_map(|(value, weight)| std::iter::repeat_n(*value, usize::from(*weight)))
                    .collect();
                all.sort_by(f64::total_cmp);
                (!all.is_empty()).then(|| {
                    let rank = quantile_rank(all.len() as u64, probability);
                    all[usize::try_from(rank - 1).unwrap()]
                })
            };
            let expected = written_out(&first).zip(written_out(&second));
            prop_assert_eq!(quantiles(&first, &second, probability, &weights), expected);
        }
    }

    #[test]
    fn columns_may_leave_out_replications() {
        let pair = QuantilePair::new(&[1.0, 2.0], &[8.0, 4.0], &[0, 3], 0.95);
        assert_eq!(pair.quantiles(&[1, 9, 9, 2], 3), Some((2.0, 8.0)));
        assert_eq!(pair.quantiles(&[0, 9, 9, 2], 2), Some((2.0, 4.0)));
    }

    #[test]
    fn as_many_are_drawn_as_there_are() {
        let part = |share: f64| (share * 2_f64.powi(64)) as u64; // Of all that 64 bits can be.
        let mut weights = vec![9; 4];
        resample(&[0, u64::MAX], &mut weights);
        assert_eq!(weights, [2, 0, 0, 2]);
        let mut weights = vec![9; 3];
        resample(&[part(0.5), part(0.1)], &mut weights); // 1.5: the second and the second; 0.3: the first, and enough.
        assert_eq!(weights, [1, 2, 0]);
    }

    #[test]
    fn the_interval_leaves_as_much_on_either_side() {
        let differences = (1..=400).rev().map(f64::from).collect();
        let interval = percentile_interval(differences, 0.95).unwrap();
        assert_eq!((interval.low, interval.high), (10.0, 390.0));
        assert_eq!(percentile_interval(Vec::new(), 0.95), None);
    }
}
