//! Drawing replications again, the same for every column of every drill.

use crate::random::{Entity, Luck, Question};
use crate::statistics::{Interval, RESAMPLES, SortedPair, percentile_interval, resample};

/// How often each replication is drawn in each resample, for columns of each length that was asked for.
#[derive(Debug)]
pub struct Resampling {
    luck: Luck,
    question: Question,
    whole: Vec<Vec<u16>>,
}

impl Resampling {
    /// The resamples of all drills of so many replications. Which they are hangs on the seed alone.
    pub fn new(seed: u64, replications: usize) -> Self {
        let mut resampling = Self {
            luck: Luck::new(seed),
            question: Question::new(Entity::Scenario, "scenario", "resample"),
            whole: Vec::new(),
        };
        resampling.whole = resampling.drawn(replications);
        resampling
    }

    /// The interval of the difference of a quantile between the columns, second less first; an end may be infinite.
    pub fn interval(&self, pair: &SortedPair, probability: f64, level: f64) -> Option<Interval> {
        let is_whole = self
            .whole
            .first()
            .is_none_or(|weights| weights.len() == pair.len());
        let fewer = if is_whole {
            Vec::new()
        } else {
            self.drawn(pair.len())
        };
        let weights = if is_whole { &self.whole } else { &fewer };
        let differences = weights.iter().map(|weights| {
            let (first, second) = pair.quantiles(probability, weights);
            if first == second { 0.0 } else { second - first }
        });
        percentile_interval(differences.collect(), level)
    }

    fn drawn(&self, count: usize) -> Vec<Vec<u16>> {
        let mut uniforms = vec![0.0; count];
        (0..RESAMPLES)
            .map(|number| {
                let number = u32::try_from(number + 1).expect("resamples are few");
                self.luck.fill(self.question.nth(number), 1, &mut uniforms);
                let mut weights = vec![0; count];
                resample(&uniforms, &mut weights);
                weights
            })
            .collect()
    }
}
