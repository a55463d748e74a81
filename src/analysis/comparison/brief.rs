//! A comparison without its tails: for whoever makes many.

use crate::analysis::comparison::difference::{both, differences, passing};
use crate::analysis::comparison::{Passing, Played};
use crate::analysis::evaluation::{Mean, Measured};
use crate::quantity::{Arena, ObjectiveId};
use crate::statistics::{MeanDifference, Moments, mean_difference};

/// How a candidate does against the baseline in one drill.
#[derive(Clone, PartialEq, Debug)]
pub struct Brief {
    /// In how many replications anything that is measured differs.
    pub differing: u64,
    /// The score, where there is one in both.
    pub score: Option<BriefScore>,
    /// Whether it passes; `None`: no objective is critical.
    pub passed: Option<Passing>,
    /// How often objectives are met where they apply to both; `None`: nowhere.
    pub met: Arena<ObjectiveId, Option<Passing>>,
}

/// The score of both.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BriefScore {
    /// Its mean with the baseline.
    pub baseline: Mean,
    /// Its mean with the candidate.
    pub candidate: Mean,
    /// Candidate less baseline.
    pub difference: MeanDifference,
}

/// A mean difference to nine digits, to rank by: sums of the same differences in another order are equal then, and so are both
/// zeros.
pub(in crate::analysis) fn ranked(mean: f64) -> f64 {
    (mean * 1e9).round() + 0.0
}

/// Compares what both came to; they have played the same replications.
pub fn brief(baseline: &Played, candidate: &Played, level: f64) -> Brief {
    let (a, b) = both(&baseline.scores, &candidate.scores);
    let mean = |values: &[f64]| Mean::of(&Moments::of(values), level);
    let score = || {
        Some(BriefScore {
            baseline: mean(&a)?,
            candidate: mean(&b)?,
            difference: mean_difference(&differences(&a, &b), level)?,
        })
    };
    let objectives = baseline.objectives.iter().zip(candidate.objectives.iter());
    let met = objectives.map(|(a, b)| {
        let applies = |values: &[Measured], k: usize| values[k] != Measured::NotApplicable;
        let compared =
            (0..a.values.len()).filter(|k| applies(&a.values, *k) && applies(&b.values, *k));
        let pairs: (Vec<bool>, Vec<bool>) = compared.map(|k| (a.met[k], b.met[k])).unzip();
        passing(&pairs, level)
    });
    let differing = (0..baseline.len()).filter(|k| !baseline.is_alike(candidate, *k));
    Brief {
        differing: differing.count() as u64, // usize fits into u64.
        score: score(),
        passed: passing(&both(&baseline.passed, &candidate.passed), level),
        met: met.collect(),
    }
}
