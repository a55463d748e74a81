//! What is known of a difference of scores at whichever look one stops.

use crate::analysis::comparison::{Observed, Played, SCORES_APART_MOST, differences};
use crate::analysis::looks::AnyLook;
use crate::statistics::{DIFFERING_LEAST, Interval, Moments, level_of_each};

/// The mean difference of scores over the drills, candidate less baseline.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Always {
    /// In what was played so far.
    pub mean: f64,
    /// Holds at all looks together, and for all candidates at once.
    pub interval: Interval,
}

/// Compares one of so many candidates with the baseline; `None`: there are no scores.
pub fn always(
    baseline: &[Played],
    candidate: &[Played],
    candidates: usize,
    any: AnyLook,
) -> Option<Always> {
    let [before, after] = Observed::both(baseline, candidate);
    let differences = differences(&before.scores, &after.scores);
    let moments = Moments::of(&differences);
    let (mean, count) = (moments.mean()?, moments.count());
    // Usize fits into u64. Each candidate errs in two ways: by what differs, and by what is rare.
    let level = level_of_each(any.level, 2 * candidates as u64);
    let any = AnyLook { level, ..any };
    let differing = differences.iter().filter(|apart| **apart != 0.0).count() as u64;
    // A few differences say nothing of any others, except how rare these are.
    let half_width = if differing < DIFFERING_LEAST {
        SCORES_APART_MOST * any.share_at_most(differing, count)
    } else {
        any.mean_half_width(moments.deviation()?, count, SCORES_APART_MOST)
    };
    let interval = Interval {
        low: mean - half_width,
        high: mean + half_width,
    };
    Some(Always { mean, interval })
}

impl Always {
    /// On one side of zero, or nowhere far from it.
    pub fn is_decided(self, indifference: f64) -> bool {
        let Interval { low, high } = self.interval;
        low > 0.0 || high < 0.0 || (low >= -indifference && high <= indifference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Arena;

    const ANY: AnyLook = AnyLook {
        level: 0.95,
        looks: 10,
    };

    fn played(scores: impl Iterator<Item = f64>) -> [Played; 1] {
        let scores: Vec<Option<f64>> = scores.map(Some).collect();
        [Played {
            passed: vec![None; scores.len()],
            costs: vec![0.0; scores.len()],
            scores,
            objectives: Arena::new(Vec::new()),
        }]
    }

    /// The candidate gains so much in every other replication.
    fn found(gain: f64, candidates: usize) -> Always {
        let baseline = played((0..4_000).map(|_| 50.0));
        let gains = |k| if k % 2 == 0 { gain } else { 0.0 };
        let candidate = played((0..4_000).map(|k| 50.0 + gains(k)));
        always(&baseline, &candidate, candidates, ANY).expect("there are scores")
    }

    #[test]
    fn a_difference_is_decided_by_its_sign_or_by_being_small() {
        assert!(found(10.0, 1).is_decided(0.0));
        assert!(found(-10.0, 1).is_decided(0.0));
        // All are alike, but a difference in one of so many would not have been seen for sure.
        assert!(!found(0.0, 1).is_decided(0.1));
        assert!(found(0.0, 1).is_decided(1.0));
    }

    #[test]
    fn many_candidates_need_wider_intervals() {
        assert!(found(10.0, 10).interval.low < found(10.0, 1).interval.low);
    }

    #[test]
    fn without_scores_nothing_is_known() {
        let none = played(std::iter::empty());
        assert_eq!(always(&none, &none, 1, ANY), None);
    }
}
