//! Single points of failure in words, as a table and as a matrix.

mod matrix;
mod page;
mod table;
mod words;

use crate::analysis::comparison::Played;
use crate::analysis::stress::{Pair, Stressed};
use crate::model::Drill;

pub use matrix::svg;
pub use page::{markdown, page};
pub use table::csv;
pub use words::{kind, lapsed, subject};

/// A drill that was put under stress.
#[derive(Clone, Debug)]
pub struct StressedDrill<'a> {
    /// What was played.
    pub drill: &'a Drill,
    /// What it came to without any loss.
    pub baseline: &'a Played,
    /// The losses, what costs most first.
    pub stressed: Vec<Stressed>,
    /// Pairs of them, those that cost most beyond the sum of both first; empty where they were not asked for.
    pub pairs: Vec<Pair>,
}

/// Drills that were put under stress.
#[derive(Clone, Debug)]
pub struct Stresses<'a> {
    /// In the order in which they were named; none: it was broken off during the first.
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
