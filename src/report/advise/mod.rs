//! What to change next, in words: improvements by what they gain, what each of them assumes, and the few that are chosen one after another.

mod markdown;
mod page;
mod rows;
mod table;
mod words;

use crate::analysis::advice::{Advice, Effort, Gained, Trial};
use crate::analysis::comparison::{Aspect, Verdict};
use crate::model::{Drill, Improved, Improvement};
use crate::report::differences::{order_as_told, points};
use crate::report::measures::score_words;

pub use markdown::markdown;
pub use page::page;
pub use table::csv;
pub use words::sentence;

/// Everything that was tried.
#[derive(Clone, Debug)]
pub struct Advised<'a> {
    /// The drills as they are, in the order in which they were named; at least one.
    pub drills: Vec<&'a Drill>,
    /// The improvements, by whose places the advice names them.
    pub proposals: &'a [Proposal],
    /// How many more there were that do not go with the files.
    pub refused: usize,
    /// What came of trying them.
    pub advice: &'a Advice,
    /// How much was played.
    pub effort: Effort,
    /// The seed of all luck.
    pub seed: u64,
    /// The level of all intervals.
    pub level: f64,
    /// Only improvements of that file were tried, because only that is written; `None`: of both.
    pub only: Option<Improved>,
    /// The files that were written.
    pub written: Vec<String>,
    /// What was not written, and why.
    pub left_out: Vec<String>,
    /// What to type next.
    pub next: String,
}

/// An improvement of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Proposal {
    /// What is changed.
    pub improvement: Improvement,
    /// The file whose text it changes.
    pub file: String,
    /// The plan and its revision, if it is a plan's.
    pub plan: Option<String>,
}

impl Advised<'_> {
    /// Whether nothing was broken off.
    pub fn is_complete(&self) -> bool {
        self.advice.chosen.is_some()
    }

    /// "deputy li-na for dba", with its plan where there are several.
    fn what(&self, improvement: usize) -> String {
        let proposal = &self.proposals[improvement];
        let said = words::what(&proposal.improvement);
        let first = self.drills[0].plan.name();
        let is_one_plan = self.drills.iter().all(|drill| drill.plan.name() == first);
        match &proposal.plan {
            Some(plan) if !is_one_plan => format!("{said}, in {plan}"),
            Some(_) | None => said,
        }
    }

    fn assumed(&self, improvement: usize) -> String {
        words::assumed(&self.proposals[improvement].improvement)
    }

    /// Trials whose verdict is of that kind, those looked at most closely first, then by their figures as they are told.
    fn trials(&self, is_wanted: fn(&Verdict) -> bool) -> Vec<&Trial> {
        let all = self.advice.trials.iter();
        let mut wanted: Vec<&Trial> = all.filter(|trial| is_wanted(&trial.verdict)).collect();
        let mean = |gained: Option<Gained>| gained.map_or(0.0, |gained| gained.difference.mean);
        wanted.sort_by(|a, b| {
            let (a, b) = (&a.gain, &b.gain);
            let closer = b.replications.cmp(&a.replications);
            closer
                .then_with(|| order_as_told(mean(b.passed), mean(a.passed), points))
                .then_with(|| order_as_told(mean(b.score), mean(a.score), score_words))
        });
        wanted
    }

    /// Improvements by what is shown of them.
    fn shown(&self) -> Shown<'_> {
        let mut worse =
            self.trials(|verdict| verdict.better().is_empty() && !verdict.worse().is_empty());
        worse.reverse();
        Shown {
            better: self.trials(|verdict| !verdict.better().is_empty() && !passes_less(verdict)),
            mixed: self.trials(|verdict| !verdict.better().is_empty() && passes_less(verdict)),
            worse,
            open: self.trials(|verdict| *verdict == Verdict::NotShown),
            idle: self.trials(|verdict| *verdict == Verdict::NoneDiffers),
        }
    }
}

fn passes_less(verdict: &Verdict) -> bool {
    verdict.worse().contains(&Aspect::Passed)
}

/// Improvements by what is shown of them.
struct Shown<'t> {
    /// To help, at least in something, and not to make fewer drills pass.
    better: Vec<&'t Trial>,
    /// To help in something, though fewer drills are passed.
    mixed: Vec<&'t Trial>,
    /// To do harm and nothing else, the most harm first.
    worse: Vec<&'t Trial>,
    /// Nothing, though something differs.
    open: Vec<&'t Trial>,
    /// That no replication differs.
    idle: Vec<&'t Trial>,
}
