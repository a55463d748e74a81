//! Drawing replications again, the same for every column of every drill.

use crate::random::{Entity, Luck, Question};
use crate::statistics::{Interval, QuantilePair, RESAMPLES, percentile_interval, resample};

/// How often each replication is drawn in each resample.
#[derive(Debug)]
pub struct Resampling {
    weights: Vec<Vec<u16>>,
}

impl Resampling {
    /// The resamples of all drills of so many replications. Which they are hangs on the seed alone.
    pub fn new(seed: u64, replications: usize) -> Self {
        let luck = Luck::new(seed);
        let question = Question::new(Entity::Scenario, "scenario", "resample");
        let mut bits = vec![0; replications.div_ceil(2)];
        let drawn = (0..RESAMPLES).map(|number| {
            let number = u32::try_from(number + 1).expect("resamples are few");
            luck.fill_bits(question.nth(number), 1, &mut bits);
            let mut weights = vec![0; replications];
            resample(&bits, &mut weights);
            weights
        });
        Self {
            weights: drawn.collect(),
        }
    }

    /// The interval of the difference of a quantile between the columns, second less first; an end may be infinite. The columns
    /// hold the replications at these places: whatever else is drawn does not count.
    pub fn interval(
        &self,
        first: &[f64],
        second: &[f64],
        places: &[usize],
        probability: f64,
        level: f64,
    ) -> Option<Interval> {
        let pair = QuantilePair::new(first, second, places, probability);
        let masks = self.masks(places);
        let differences = self.weights.iter().filter_map(|weights| {
            let count = if places.len() == weights.len() {
                weights.len() as u64 // Widening.
            } else {
                // All weights are looked at, many at once: that is faster than looking for those that count.
                let counting = weights.iter().zip(&masks);
                let count = counting.map(|(weight, mask)| u32::from(weight & mask));
                u64::from(count.sum::<u32>())
            };
            let (first, second) = pair.quantiles(weights, count)?;
            Some(if first == second { 0.0 } else { second - first })
        });
        percentile_interval(differences.collect(), level)
    }

    /// All bits for the replications at these places, none for any other.
    fn masks(&self, places: &[usize]) -> Vec<u16> {
        let mut masks = vec![0; self.weights.first().map_or(0, Vec::len)];
        for place in places {
            masks[*place] = u16::MAX;
        }
        masks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_of_a_column_does_not_count() {
        let resampling = Resampling::new(1, 100);
        let value = |place: usize| ((place * 37) % 100) as f64;
        for parts in [1, 2, 3, 10] {
            // All, the half, two thirds left out, nine tenths left out.
            let places: Vec<usize> = (0..100).filter(|place| place % parts == 0).collect();
            let first: Vec<f64> = places.iter().map(|place| value(*place)).collect();
            let second: Vec<f64> = places.iter().map(|place| value(place + 1)).collect();
            let differences = resampling.weights.iter().filter_map(|weights| {
                let column = |values: &[f64]| {
                    let mut drawn: Vec<f64> = (places.iter().zip(values))
                        .flat_map(|(place, value)| {
                            std::iter::repeat_n(*value, usize::from(weights[*place]))
                        })
                        .collect();
                    drawn.sort_by(f64::total_cmp);
                    drawn
                };
                let (first, second) = (column(&first), column(&second));
                let rank = (first.len() as f64 * 0.95).ceil() as usize; // A place.
                (rank > 0).then(|| second[rank - 1] - first[rank - 1])
            });
            let expected = percentile_interval(differences.collect(), 0.95);
            let found = resampling.interval(&first, &second, &places, 0.95, 0.95);
            assert_eq!(found, expected, "every {parts}th");
            assert!(expected.is_some());
        }
    }
}
