//! Plans compared, in words: what the revision changes, what becomes better and what worse, and which change did it.

mod changes;
mod ending;
mod grounds;
mod markdown;
mod page;
mod picture;
mod programme;
mod rows;
mod shares;
mod table;
mod words;

use crate::analysis::comparison::{
    Always, Attribution, Comparison, Levels, Programme, ProgrammeDetail,
};
use crate::model::{Change, Drill};
use crate::statistics::Interval;

pub use markdown::markdown;
pub use page::page;
pub use picture::svg;
pub use table::csv;

/// Everything that was compared.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// The drills with the baseline's plan, in the order in which they were named; at least one.
    pub drills: Vec<&'a Drill>,
    /// What the baseline is called: its revision, where that tells it apart.
    pub baseline: String,
    /// The candidates, in the order in which they were named; at least one.
    pub candidates: Vec<Candidate<'a>>,
    /// For the baseline and each candidate, its mean score less the best of the others'; `None`: there is one candidate.
    pub best: Option<Vec<Interval>>,
    /// Replications of each.
    pub replications: u64,
    /// The seed of all luck.
    pub seed: u64,
    /// The level of intervals; those of the best allow for all looks.
    pub level: f64,
    /// How often one may look and stop; all that is said to be better or worse, or the best, allows for it.
    pub looks: u64,
    /// What scenarios name and the baseline lacks: it is played without.
    pub without: &'a [String],
    /// Drills of a named folder that play another plan.
    pub left_out: Vec<String>,
    /// How the comparison ended.
    pub ending: CompareEnding,
}

impl<'a> Compared<'a> {
    /// How sure one must be.
    pub fn levels(&self) -> Levels {
        Levels::of_looks(self.level, self.looks)
    }

    /// What the baseline and each candidate are called, in that order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let candidates = self.candidates.iter();
        let candidates = candidates.map(|candidate| candidate.name.as_str());
        [self.baseline.as_str()].into_iter().chain(candidates)
    }

    /// "r2 and r3 against r1".
    fn against(&self) -> String {
        let candidates: Vec<&str> = self.names().skip(1).collect();
        format!("{} against {}", candidates.join(" and "), self.baseline)
    }

    /// The ids of the plans of the drills, each once, in their order.
    pub fn plans(&self) -> Vec<&'a str> {
        let mut plans = Vec::new();
        for drill in &self.drills {
            let id = drill.plan.id.as_str();
            if !plans.contains(&id) {
                plans.push(id);
            }
        }
        plans
    }
}

/// How a comparison ended.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum CompareEnding {
    /// All replications were played.
    Complete,
    /// Every candidate was decided.
    Decided {
        /// A difference below that, in points of the score, is none.
        indifference: f64,
    },
    /// The most replications were played before that.
    Undecided {
        /// A difference below that, in points of the score, is none.
        indifference: f64,
    },
    /// It was broken off.
    Interrupted,
}

/// A candidate against the baseline.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// What it is called.
    pub name: String,
    /// Its plan.
    pub plan: &'a Drill,
    /// What scenarios name and it lacks: it is played without.
    pub without: &'a [String],
    /// What it changes.
    pub changes: &'a [Change],
    /// Drill by drill.
    pub comparisons: Vec<Comparison>,
    /// Over all drills.
    pub programme: Programme,
    /// What else there is to say of all of them; `None`: there is but one.
    pub detail: Option<ProgrammeDetail>,
    /// Which change did it, if that was asked.
    pub explained: Option<Explained>,
    /// Why that cannot be told, though it was asked.
    pub unexplained: Option<String>,
    /// Until decided: the score's difference.
    pub always: Option<Always>,
}

/// Which change did it.
#[derive(Clone, PartialEq, Debug)]
pub struct Explained {
    /// Changes that can only be made together, by their places.
    pub groups: Vec<Vec<usize>>,
    /// The share of each group.
    pub attribution: Attribution,
}
