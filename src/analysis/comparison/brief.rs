//! A comparison without its tails: for whoever makes many.

use crate::analysis::comparison::difference::{both, differences, passing, score_difference};
use crate::analysis::comparison::{Passing, Played};
use crate::analysis::evaluation::{Mean, Measured, SCORES};
use crate::quantity::{Arena, ObjectiveId};
use crate::statistics::MeanDifference;

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
    /// Why it only seems to do better.
    pub lapsed: Lapsed,
}

/// Objectives that the baseline misses and that do not apply to the candidate, in most of the replications in which it does better:
/// nobody asks for them any more.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Lapsed {
    /// Critical ones, in those that pass with the candidate alone.
    pub passed: Vec<ObjectiveId>,
    /// Those in which the candidate scores more.
    pub score: Vec<ObjectiveId>,
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
    let mean = |values: &[f64]| Mean::of_values(SCORES, values, level);
    let score = || {
        Some(BriefScore {
            baseline: mean(&a)?,
            candidate: mean(&b)?,
            difference: score_difference(&differences(&a, &b), level)?,
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
        lapsed: Lapsed {
            passed: lapsed(baseline, candidate, |k| {
                baseline.passed[k] == Some(false) && candidate.passed[k] == Some(true)
            }),
            score: lapsed(baseline, candidate, |k| {
                let (before, after) = (baseline.scores[k], candidate.scores[k]);
                before.is_some_and(|before| after.is_some_and(|after| after > before))
            }),
        },
    }
}

/// The objectives that lapse in most of the replications that do better.
fn lapsed(
    baseline: &Played,
    candidate: &Played,
    does_better: impl Fn(usize) -> bool,
) -> Vec<ObjectiveId> {
    let better: Vec<usize> = (0..baseline.len()).filter(|k| does_better(*k)).collect();
    let objectives = baseline.objectives.entries();
    let counts = objectives
        .zip(candidate.objectives.iter())
        .map(|((id, before), after)| {
            let lapses = |k: &&usize| {
                before.values[**k] != Measured::NotApplicable
                    && after.values[**k] == Measured::NotApplicable
                    && !before.met[**k]
            };
            (id, better.iter().filter(lapses).count())
        });
    let most = counts.filter(|(_, lapses)| 2 * lapses > better.len());
    most.map(|(id, _)| id).collect()
}
