//! Single points of failure in words, as a table and as a matrix.

mod matrix;
mod page;
mod words;

use crate::analysis::comparison::Played;
use crate::analysis::stress::{Loss, Stressed};
use crate::model::Drill;

pub use matrix::svg;
pub use page::{csv, markdown, page};
pub use words::{kind, subject};

/// A drill that was put under stress.
#[derive(Clone, Debug)]
pub struct StressedDrill<'a> {
    /// What was played.
    pub drill: &'a Drill,
    /// What it came to without any loss.
    pub baseline: &'a Played,
    /// The losses, what costs most first.
    pub stressed: Vec<Stressed>,
    /// Each loss alone, in as many replications as the pairs.
    pub alone: Vec<Stressed>,
    /// Pairs of them, those that cost most beyond the sum of both first; empty where they were not asked for.
    pub pairs: Vec<Stressed>,
}

/// Drills that were put under stress.
#[derive(Clone, Debug)]
pub struct Stresses<'a> {
    /// In the order in which they were named; at least one.
    pub drills: Vec<StressedDrill<'a>>,
    /// Replications of each loss.
    pub replications: u64,
    /// Replications of each pair.
    pub replications_of_pairs: u64,
    /// The seed of all luck.
    pub seed: u64,
    /// The level of all intervals.
    pub level: f64,
    /// Whether it was broken off.
    pub is_incomplete: bool,
}

impl StressedDrill<'_> {
    /// By how much more a pair costs than both alone, what helps alone left out: points of passing, points of the score.
    pub fn beyond_the_sum(&self, pair: &Stressed) -> (f64, f64) {
        let alone = |loss: &Loss| self.alone.iter().find(|one| one.losses == [*loss]);
        let (passed, score) =
            pair.losses
                .iter()
                .filter_map(alone)
                .fold((0.0, 0.0), |(passed, score), one| {
                    (
                        passed + one.passed_loss().max(0.0),
                        score + one.score_loss().max(0.0),
                    )
                });
        (pair.passed_loss() - passed, pair.score_loss() - score)
    }
}
