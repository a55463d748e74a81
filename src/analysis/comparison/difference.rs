//! The paired differences of one drill between two plans.

use crate::analysis::comparison::resampling::Resampling;
use crate::analysis::comparison::verdict::Verdict;
use crate::analysis::comparison::{Ground, ObjectivePlayed, Played, verdicts_together};
use crate::analysis::evaluation::{Mean, Measured, SCORES, Share};
use crate::model::{Drill, Measure};
use crate::quantity::{Arena, ObjectiveId};
use crate::statistics::{
    Interval, MeanDifference, Moments, ShareDifference, mean_difference, mean_difference_within,
    quantile_rank, share_difference, variance_reduction,
};

/// How a candidate does against the baseline in one drill.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison {
    /// Replications of each.
    pub replications: u64,
    /// In how many of them anything that is measured differs.
    pub differing: u64,
    /// The score, from 0 to 100, where there is one in both.
    pub score: Option<Quantity>,
    /// Whether it passes; `None`: no objective is critical.
    pub passed: Option<Passing>,
    /// The cost.
    pub cost: Quantity,
    /// Objectives in file order; `None`: it is judged by observers.
    pub objectives: Arena<ObjectiveId, Option<ObjectiveComparison>>,
    /// In a word.
    pub verdict: Verdict,
    /// What that rests on, objective by objective.
    pub grounds: Vec<Ground>,
    /// How many figures were tested together for it.
    pub tested: u64,
}

/// A quantity of both.
#[derive(Clone, PartialEq, Debug)]
pub struct Quantity {
    /// Its mean with the baseline.
    pub baseline: Mean,
    /// Its mean with the candidate.
    pub candidate: Mean,
    /// Candidate less baseline, replication by replication.
    pub difference: MeanDifference,
    /// Which is better how often.
    pub better: Better,
    /// The quantile one in twenty is worse than.
    pub tail: TailDifference,
    /// By what factor the common luck lessens the variance of the difference; `None`: nothing varies.
    pub variance_reduction: Option<f64>,
}

/// How often the candidate is better.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Better {
    /// Replications in which it is.
    pub wins: u64,
    /// In which it is worse.
    pub losses: u64,
    /// In which both are equal.
    pub ties: u64,
    /// The probability that it is better, ties counted half.
    pub probability: f64,
    /// Its interval; `None`: of one replication.
    pub interval: Option<Interval>,
}

/// A quantile near the bad end, of both.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TailDifference {
    /// Of which probability the quantile is: 0.95, or 0.05 where larger is better.
    pub probability: f64,
    /// With the baseline; infinite: never.
    pub baseline: f64,
    /// With the candidate; infinite: never.
    pub candidate: f64,
    /// The interval of the difference, by paired bootstrap; `None`: one of them is never.
    pub interval: Option<Interval>,
}

/// Passing of both.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Passing {
    /// With the baseline.
    pub baseline: Share,
    /// With the candidate.
    pub candidate: Share,
    /// Candidate less baseline.
    pub difference: ShareDifference,
}

/// An objective of both, in the replications in which it applies to both.
#[derive(Clone, PartialEq, Debug)]
pub struct ObjectiveComparison {
    /// In how many it applies with the baseline.
    pub applies_baseline: u64,
    /// In how many it applies with the candidate.
    pub applies_candidate: u64,
    /// In how many anything about it differs, applying included.
    pub differing: u64,
    /// What there is to compare; `None`: it applies to both in no replication.
    pub figures: Option<ObjectiveDifference>,
}

/// What there is to compare of an objective.
#[derive(Clone, PartialEq, Debug)]
pub struct ObjectiveDifference {
    /// How often the target is reached.
    pub met: Passing,
    /// How far, from 0 to 1.
    pub attainment: MeanDifference,
    /// What was measured, where both were reached; `None`: that is nowhere, or there is nothing between kept and not kept.
    pub value: Option<MeanDifference>,
    /// Whether some replications reach it with one of them alone: then the mean of those that both reach says nothing of which is
    /// better.
    pub is_one_sided: bool,
    /// Which measured the better value how often; never is the worst.
    pub better: Better,
    /// The quantile one in twenty is worse than.
    pub tail: TailDifference,
}

/// Compares what both came to; they have played the same replications, at least one.
pub fn compare(
    drill: &Drill,
    baseline: &Played,
    candidate: &Played,
    resampling: &Resampling,
    level: f64,
) -> Comparison {
    assert!(
        baseline.len() == candidate.len(),
        "both have played the same replications"
    );
    let differing = (0..baseline.len()).filter(|k| !baseline.is_alike(candidate, *k));
    let differing = differing.count() as u64; // usize fits into u64.
    let columns = Columns {
        resampling,
        level,
        are_alike: differing == 0,
    };
    let score = both(&baseline.scores, &candidate.scores);
    let scored = (baseline.scores.iter().zip(&candidate.scores).enumerate())
        .filter(|(_, (a, b))| a.is_some() && b.is_some());
    let scored: Vec<usize> = scored.map(|(place, _)| place).collect();
    let all: Vec<usize> = (0..baseline.len()).collect();
    let objectives: Arena<ObjectiveId, Option<ObjectiveComparison>> = drill
        .scenario
        .objectives
        .entries()
        .map(|(id, objective)| columns.objective(&objective.measure, id, baseline, candidate))
        .collect();
    let mut comparison = Comparison {
        replications: baseline.len() as u64, // usize fits into u64.
        differing,
        score: (!score.0.is_empty())
            .then(|| columns.quantity(&score.0, &score.1, &scored, Measurand::Score)),
        passed: columns.passing(&both(&baseline.passed, &candidate.passed)),
        cost: columns.quantity(&baseline.costs, &candidate.costs, &all, Measurand::Cost),
        objectives,
        verdict: Verdict::NoneDiffers,
        grounds: Vec::new(),
        tested: 0,
    };
    verdicts_together(drill, std::slice::from_mut(&mut comparison), level);
    comparison
}

/// The values of the replications in which both have one.
pub(super) fn both<T: Copy>(baseline: &[Option<T>], candidate: &[Option<T>]) -> (Vec<T>, Vec<T>) {
    let pairs = baseline.iter().zip(candidate);
    pairs.filter_map(|(a, b)| Some(((*a)?, (*b)?))).unzip()
}

pub(super) fn passing(
    (baseline, candidate): &(Vec<bool>, Vec<bool>),
    level: f64,
) -> Option<Passing> {
    let count = baseline.len() as u64; // usize fits into u64.
    let hits = |passed: &[bool]| passed.iter().filter(|is_so| **is_so).count() as u64;
    let only = |first: &[bool], second: &[bool]| {
        let pairs = first.iter().zip(second);
        pairs.filter(|(a, b)| **a && !**b).count() as u64
    };
    Some(Passing {
        baseline: Share::of(hits(baseline), count, level)?,
        candidate: Share::of(hits(candidate), count, level)?,
        difference: share_difference(
            only(candidate, baseline),
            only(baseline, candidate),
            count,
            level,
        )?,
    })
}

/// Which values are good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Scores, shares.
    LargerIsBetter,
    /// Times, levels, costs.
    SmallerIsBetter,
}

impl Direction {
    /// That of an objective's values.
    pub fn of(measure: &Measure) -> Self {
        match measure {
            Measure::Completion { .. } | Measure::Order { .. } => Self::LargerIsBetter,
            Measure::Done { .. }
            | Measure::Within { .. }
            | Measure::Elapsed { .. }
            | Measure::Final { .. }
            | Measure::Peak { .. }
            | Measure::TimeAbove { .. }
            | Measure::Cleared { .. }
            | Measure::StoodDown { .. }
            | Measure::Cost { .. }
            | Measure::Judged(_) => Self::SmallerIsBetter,
        }
    }

    fn never(self) -> f64 {
        match self {
            Self::LargerIsBetter => f64::NEG_INFINITY,
            Self::SmallerIsBetter => f64::INFINITY,
        }
    }

    fn bad_end(self) -> f64 {
        match self {
            Self::LargerIsBetter => 0.05,
            Self::SmallerIsBetter => 0.95,
        }
    }
}

/// What is compared of whole replications.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Measurand {
    Score,
    Cost,
}

/// Two scores are no further apart.
pub const SCORES_APART_MOST: f64 = 100.0;

/// The mean of paired differences of scores.
pub(super) fn score_difference(differences: &[f64], level: f64) -> Option<MeanDifference> {
    mean_difference_within(differences, SCORES_APART_MOST, level)
}

/// So many pairs must be expected beyond a quantile for an interval of its difference: with fewer it is nearly the largest of all, for
/// which drawing again covers too little.
const BEYOND_LEAST: f64 = 10.0;

/// What all columns of a comparison share.
pub(super) struct Columns<'a> {
    pub(super) resampling: &'a Resampling,
    pub(super) level: f64,
    /// Whether nothing differs in any replication: then nothing is taken to differ at all.
    pub(super) are_alike: bool,
}

impl Columns<'_> {
    fn passing(&self, pairs: &(Vec<bool>, Vec<bool>)) -> Option<Passing> {
        let mut found = passing(pairs, self.level)?;
        if self.are_alike {
            found.difference.interval = Interval {
                low: 0.0,
                high: 0.0,
            };
        }
        Some(found)
    }

    /// Of the replications at these places.
    pub(super) fn quantity(
        &self,
        baseline: &[f64],
        candidate: &[f64],
        places: &[usize],
        what: Measurand,
    ) -> Quantity {
        let mean = |values: &[f64]| {
            let found = match what {
                Measurand::Score => Mean::of_values(SCORES, values, self.level),
                Measurand::Cost => Mean::of(&Moments::of(values), self.level),
            };
            found.expect("there are replications")
        };
        let differences = differences(baseline, candidate);
        let (difference, direction) = match what {
            Measurand::Score => (
                score_difference(&differences, self.level),
                Direction::LargerIsBetter,
            ),
            Measurand::Cost => (
                mean_difference(&differences, self.level),
                Direction::SmallerIsBetter,
            ),
        };
        let difference = difference.expect("there are replications");
        Quantity {
            baseline: mean(baseline),
            candidate: mean(candidate),
            difference,
            better: self.better(baseline, candidate, direction),
            tail: self.tail(baseline, candidate, places, direction),
            variance_reduction: (difference.interval.is_some())
                .then(|| variance_reduction(baseline, candidate, &differences))
                .flatten(),
        }
    }

    fn objective(
        &self,
        measure: &Measure,
        id: ObjectiveId,
        baseline: &Played,
        candidate: &Played,
    ) -> Option<ObjectiveComparison> {
        if let Measure::Judged(_) = measure {
            return None;
        }
        let direction = Direction::of(measure);
        let (a, b) = (&baseline.objectives[id], &candidate.objectives[id]);
        let applies = |values: &[Measured]| {
            let applying = values.iter().filter(|one| **one != Measured::NotApplicable);
            applying.count() as u64 // usize fits into u64.
        };
        let is_compared = |k: &usize| {
            a.values[*k] != Measured::NotApplicable && b.values[*k] != Measured::NotApplicable
        };
        let compared: Vec<usize> = (0..a.values.len()).filter(is_compared).collect();
        let differing = (0..a.values.len()).filter(|k| a.values[*k] != b.values[*k]);
        Some(ObjectiveComparison {
            applies_baseline: applies(&a.values),
            applies_candidate: applies(&b.values),
            differing: differing.count() as u64,
            figures: self.objective_difference(&compared, a, b, direction, is_kept(measure)),
        })
    }

    fn objective_difference(
        &self,
        compared: &[usize],
        a: &ObjectivePlayed,
        b: &ObjectivePlayed,
        direction: Direction,
        is_kept: bool,
    ) -> Option<ObjectiveDifference> {
        let flags = |met: &[bool]| compared.iter().map(|k| met[*k]).collect::<Vec<bool>>();
        let numbers = |values: &[f64]| compared.iter().map(|k| values[*k]).collect::<Vec<f64>>();
        let amounts = |values: &[Measured]| {
            let amount = |k: &usize| match values[*k] {
                Measured::Value(amount) => amount,
                Measured::Never | Measured::NotApplicable => direction.never(),
            };
            compared.iter().map(amount).collect::<Vec<f64>>()
        };
        let met = self.passing(&(flags(&a.met), flags(&b.met)))?;
        let attainment = differences(&numbers(&a.attainments), &numbers(&b.attainments));
        let (first, second) = (amounts(&a.values), amounts(&b.values));
        let both = first.iter().zip(&second);
        let is_one_sided = both.clone().any(|(a, b)| a.is_finite() != b.is_finite());
        let reached: Vec<f64> = differences(&first, &second)
            .into_iter()
            .zip(both)
            .filter(|(_, (a, b))| a.is_finite() && b.is_finite())
            .map(|(apart, _)| apart)
            .collect();
        Some(ObjectiveDifference {
            met,
            attainment: mean_difference_within(&attainment, 1.0, self.level)?,
            value: if is_kept {
                None
            } else {
                mean_difference(&reached, self.level)
            },
            is_one_sided,
            better: self.better(&first, &second, direction),
            tail: self.tail(&first, &second, compared, direction),
        })
    }

    pub(super) fn better(
        &self,
        baseline: &[f64],
        candidate: &[f64],
        direction: Direction,
    ) -> Better {
        let points: Vec<f64> = baseline
            .iter()
            .zip(candidate)
            .map(|(a, b)| {
                let (better, worse) = match direction {
                    Direction::LargerIsBetter => (b > a, b < a),
                    Direction::SmallerIsBetter => (b < a, b > a),
                };
                match (better, worse) {
                    (true, _) => 1.0,
                    (_, true) => 0.0,
                    (false, false) => 0.5,
                }
            })
            .collect();
        let count = |due: f64| points.iter().filter(|point| **point == due).count() as u64;
        let (wins, losses) = (count(1.0), count(0.0));
        let all = points.len() as u64; // usize fits into u64.
        Better {
            wins,
            losses,
            ties: count(0.5),
            probability: Moments::of(&points).mean().expect("there are replications"),
            // With ties halved it is one half and half of what wins are more than losses.
            interval: share_difference(wins, losses, all, self.level).map(|found| Interval {
                low: f64::midpoint(1.0, found.interval.low),
                high: f64::midpoint(1.0, found.interval.high),
            }),
        }
    }

    fn tail(
        &self,
        baseline: &[f64],
        candidate: &[f64],
        places: &[usize],
        direction: Direction,
    ) -> TailDifference {
        let probability = direction.bad_end();
        let quantile = |values: &[f64]| {
            let mut values = values.to_vec();
            let rank = quantile_rank(values.len() as u64, probability) - 1; // usize fits into u64.
            let place = usize::try_from(rank).expect("a rank is a place");
            *values.select_nth_unstable_by(place, f64::total_cmp).1
        };
        let interval = if baseline == candidate {
            Some(Interval {
                low: 0.0,
                high: 0.0,
            })
        } else if (places.len() as f64) * probability.min(1.0 - probability) < BEYOND_LEAST {
            None
        } else {
            (self.resampling).interval(baseline, candidate, places, probability, self.level)
        };
        TailDifference {
            probability,
            baseline: quantile(baseline),
            candidate: quantile(candidate),
            interval,
        }
    }
}

/// Candidate less baseline; equal infinities do not differ.
pub(super) fn differences(baseline: &[f64], candidate: &[f64]) -> Vec<f64> {
    let pairs = baseline.iter().zip(candidate);
    pairs
        .map(|(a, b)| if a == b { 0.0 } else { b - a })
        .collect()
}

fn is_kept(measure: &Measure) -> bool {
    matches!(measure, Measure::Order { .. })
}
