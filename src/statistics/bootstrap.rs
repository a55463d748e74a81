//! The interval of a difference of quantiles, by drawing the pairs again.

use crate::statistics::{Interval, of_ordered_bits, ordered_bits, quantile_rank};

/// So many times the pairs are drawn again.
pub const RESAMPLES: usize = 400;

/// Two columns of the same replications, sorted once, so that a quantile of any resample is found by counting from an end.
#[derive(Clone, PartialEq, Debug)]
pub struct SortedPair {
    first: Sorted,
    second: Sorted,
}

/// The values of a column, smallest first, and the place each has in the column.
#[derive(Clone, PartialEq, Debug)]
struct Sorted {
    values: Vec<(f64, u32)>,
}

impl Sorted {
    fn new(values: &[f64]) -> Self {
        let places = 0..u32::try_from(values.len()).expect("replications are counted in 32 bits");
        let mut bits: Vec<(u64, u32)> = (values.iter().zip(places))
            .map(|(value, place)| (ordered_bits(*value), place))
            .collect();
        bits.sort_unstable();
        Self {
            values: (bits.into_iter())
                .map(|(bits, place)| (of_ordered_bits(bits), place))
                .collect(),
        }
    }

    /// The quantile where each value counts so many times.
    fn quantile(&self, probability: f64, weights: &[u16], count: u64) -> f64 {
        let rank = quantile_rank(count, probability);
        // Counted from the end it is nearer to.
        if rank <= count / 2 {
            after(self.values.iter(), rank - 1, weights)
        } else {
            after(self.values.iter().rev(), count - rank, weights)
        }
    }
}

/// The value that comes after so many others.
fn after<'a>(
    values: impl Iterator<Item = &'a (f64, u32)>,
    mut others: u64,
    weights: &[u16],
) -> f64 {
    for (value, place) in values {
        let weight = u64::from(weights[*place as usize]); // u32 to usize: widening.
        if weight > others {
            return *value;
        }
        others -= weight;
    }
    unreachable!("the weights add up to the number of values")
}

impl SortedPair {
    /// Sorts both; they are equally long and not empty. What never comes is infinite.
    pub fn new(first: &[f64], second: &[f64]) -> Self {
        assert!(
            first.len() == second.len(),
            "pairs have one value of each column"
        );
        assert!(!first.is_empty(), "there are pairs");
        Self {
            first: Sorted::new(first),
            second: Sorted::new(second),
        }
    }

    /// How many pairs.
    pub fn len(&self) -> usize {
        self.first.values.len()
    }

    /// Never: there are pairs.
    pub fn is_empty(&self) -> bool {
        self.first.values.is_empty()
    }

    /// The quantile of each column where pair k counts `weights[k]` times; `None` where none counts.
    pub fn quantiles(&self, probability: f64, weights: &[u16]) -> Option<(f64, f64)> {
        let count = weights.iter().map(|weight| u64::from(*weight)).sum();
        (count > 0).then(|| {
            (
                self.first.quantile(probability, weights, count),
                self.second.quantile(probability, weights, count),
            )
        })
    }
}

/// How often each of `weights` pairs is drawn, where as many are drawn with those uniforms.
pub fn resample(uniforms: &[f64], weights: &mut [u16]) {
    weights.fill(0);
    let count = weights.len() as f64; // Far below 2^53.
    for u in uniforms {
        weights[(u * count) as usize] += 1; // Below the count, since a uniform is below 1.
    }
}

/// The percentile interval of differences of resamples (Efron and Tibshirani 1993, section 13.3); an end may be infinite, where a
/// quantile is. `None` of nothing.
pub fn percentile_interval(mut differences: Vec<f64>, level: f64) -> Option<Interval> {
    if differences.is_empty() {
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
    use super::*;

    #[test]
    fn each_pair_once_gives_the_quantiles_themselves() {
        let first: Vec<f64> = (1..=100).map(f64::from).collect();
        let second: Vec<f64> = first.iter().map(|x| 201.0 - x).collect();
        let pair = SortedPair::new(&first, &second);
        assert_eq!(pair.quantiles(0.95, &[1; 100]), Some((95.0, 195.0)));
    }

    #[test]
    fn a_pair_that_is_drawn_always_is_the_quantile() {
        let pair = SortedPair::new(&[3.0, 1.0, 2.0], &[5.0, f64::INFINITY, 4.0]);
        let drawn = pair.quantiles(0.95, &[0, 3, 0]);
        assert_eq!(drawn, Some((1.0, f64::INFINITY)));
        assert_eq!(pair.quantiles(0.95, &[0, 0, 0]), None);
    }

    #[test]
    fn low_quantiles_are_counted_from_below() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        let pair = SortedPair::new(&values, &values);
        let mut weights = [1; 100];
        weights[2] = 3; // The third counts three times, so two more values make up the lowest twentieth of 102.
        assert_eq!(pair.quantiles(0.05, &weights), Some((4.0, 4.0)));
        assert_eq!(pair.quantiles(0.04, &weights), Some((3.0, 3.0)));
    }

    #[test]
    fn as_many_are_drawn_as_there_are() {
        let mut weights = vec![9; 4];
        resample(&[0.0, 0.3, 0.26, 0.999_999], &mut weights);
        assert_eq!(weights, [1, 2, 0, 1]);
    }

    #[test]
    fn the_interval_leaves_as_much_on_either_side() {
        let differences = (1..=400).rev().map(f64::from).collect();
        let interval = percentile_interval(differences, 0.95).unwrap();
        assert_eq!((interval.low, interval.high), (10.0, 390.0));
        assert_eq!(percentile_interval(Vec::new(), 0.95), None);
    }
}
