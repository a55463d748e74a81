//! Plays programs from onset to the horizon. The event loop knows everything there is, one replication at a time. Others come to the
//! same and are quicker where columns are enough: a network where nobody is needed, lanes where people do nothing but their work.

mod attempts;
mod calls;
mod candidates;
mod columns;
mod course;
mod dispatch;
mod draws;
mod effects;
mod failures;
mod history;
mod joins;
mod lacks;
mod lanes;
mod level;
mod log;
mod network;
mod news;
mod outcome;
mod people;
mod play;
mod queue;
mod roster;
mod run;
mod scratch;
mod seating;
mod state;
mod stretches;
mod units;
mod waiting;
mod world;

pub use columns::{Columns, Staffed};
pub use course::Course;
pub use history::{
    Cause, History, Item, Lack, Origin, PersonState, Stretch, StretchKind, UnitState,
};
pub use log::{AfterFailure, CallKind, Entry, Happening, InterruptReason, SkipReason, Source};
pub use network::Network;
pub use outcome::{
    Completion, Firing, ImpactOutcome, Mark, Order, Outcome, Start, StepOutcome, StepState,
};
pub use play::{Player, play};
pub use run::{Playing, run};

use crate::program::Program;
use crate::quantity::{Arena, ImpactId, Seconds, StepId};

/// How much of a replication to keep.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Detail {
    /// The outcome alone.
    Outcome,
    /// Also every step's history, from which chains of causes are read.
    Explained,
    /// Also the log.
    Logged,
}

/// A replication that has been played.
#[derive(Clone, PartialEq, Debug)]
pub struct Replication {
    /// What it came to.
    pub outcome: Outcome,
    /// Every step's history; empty unless explained.
    pub histories: Arena<StepId, History>,
    /// How each impact's level went, from change to change in order of time; empty unless logged.
    pub courses: Arena<ImpactId, Vec<Course>>,
    /// The log; empty unless logged.
    pub log: Vec<Entry>,
}

impl Replication {
    /// The replication of that program before anything is played.
    fn empty(program: &Program) -> Self {
        Self {
            outcome: Outcome {
                replication: 0,
                onset: program.onsets.instants[0],
                steps: (program.steps.iter())
                    .map(|_| StepOutcome::default())
                    .collect(),
                injects: program.injects.iter().map(|_| None).collect(),
                impacts: (program.impacts.iter())
                    .map(|impact| ImpactOutcome {
                        above_seconds: vec![0.0; impact.watched.len()],
                        ..ImpactOutcome::default()
                    })
                    .collect(),
                members: program.members.iter().map(|_| Seconds::ZERO).collect(),
                resources: program.resources.iter().map(|_| 0).collect(),
                flags: program.flags.iter().map(|_| false).collect(),
                labour_cost: 0.0,
                step_cost: 0.0,
            },
            histories: program.steps.iter().map(|_| History::new()).collect(),
            courses: program.impacts.iter().map(|_| Vec::new()).collect(),
            log: Vec::new(),
        }
    }

    /// Empties what is written while a replication plays; the rest is overwritten at its end.
    fn clear(&mut self, detail: Detail) {
        for step in self.outcome.steps.iter_mut() {
            step.completions.clear();
        }
        if detail >= Detail::Explained {
            self.histories.iter_mut().for_each(Vec::clear);
        }
        self.courses.iter_mut().for_each(Vec::clear);
        self.log.clear();
    }
}
