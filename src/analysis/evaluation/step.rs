//! A step over many replications: what becomes of it, when, and how much depends on it.

use crate::analysis::evaluation::times::TimesTally;
use crate::analysis::evaluation::{Mean, Share, Times};
use crate::quantity::{Arena, ObjectiveId, StepId};
use crate::simulate::{Columns, StepOutcome, StepState};
use crate::statistics::WholeSums;

/// A step in figures.
#[derive(Clone, PartialEq, Debug)]
pub struct StepFigures {
    /// Done at the horizon, by itself or by its fallback.
    pub done: Share,
    /// Not needed.
    pub skipped: Share,
    /// Failed.
    pub failed: Share,
    /// Could no longer be released.
    pub blocked: Share,
    /// Not called for.
    pub dormant: Share,
    /// On its way at the horizon.
    pub unfinished: Share,
    /// When it first was ready.
    pub ready: Times,
    /// When it first started.
    pub started: Times,
    /// When it was done last.
    pub finished: Times,
    /// Seconds spent ready but not in work, where it was ever ready.
    pub waited: Times,
    /// Seconds in work, in all replications.
    pub worked: Times,
    /// Attempts, in all replications.
    pub attempts: Mean,
    /// What hangs on it, by objective.
    pub weights: Arena<ObjectiveId, StepWeight>,
}

/// How much of an objective's time hangs on a step.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StepWeight {
    /// Criticality index: the share of replications in which it lies on the chain of the objective's time; `None`: there is
    /// no such time.
    pub criticality: Option<Share>,
    /// Cruciality index (Williams 1992): Spearman's rank correlation of its work and the objective's value, over the first
    /// replications; what is never reached ranks last. `None`: one of them never changes.
    pub cruciality: Option<f64>,
    /// Schedule sensitivity index (Project Management Institute 2004): criticality × deviation of its work / deviation of
    /// the objective's value, where there is one: where that is not everywhere, over the first replications. `None`: the value never
    /// changes.
    pub sensitivity: Option<f64>,
}

/// Groups of states, in the order in which they are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    Done,
    Skipped,
    Failed,
    Blocked,
    Dormant,
    Unfinished,
}

const FATES: usize = 6;

/// A step in a block of replications, as they are played; times are whole seconds.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct StepColumns {
    fates: [u64; FATES],
    ready: Vec<u32>,
    started: Vec<u32>,
    finished: Vec<u32>,
    waited: Vec<u32>,
    /// A row for every replication; nothing without histories, from which it is read.
    pub(super) worked: Vec<u32>,
    attempts: WholeSums,
}

impl StepColumns {
    /// Columns for so many replications.
    pub(super) fn new(rows: usize) -> Self {
        let empty = || Vec::with_capacity(rows);
        Self {
            fates: [0; FATES],
            ready: empty(),
            started: empty(),
            finished: empty(),
            waited: empty(),
            worked: vec![0; rows],
            attempts: WholeSums::default(),
        }
    }

    #[inline]
    pub(super) fn record(&mut self, step: &StepOutcome) {
        self.fates[fate(step.state) as usize] += 1; // The place of a fate.
        if let Some(ready) = step.ready {
            self.ready.push(ready.as_u32());
            self.waited.push(step.waited.as_u32());
        }
        if let Some(started) = step.started {
            self.started.push(started.at.as_u32());
        }
        if let Some(finished) = step.finished() {
            self.finished.push(finished.as_u32());
        }
        self.attempts.push(i64::from(step.attempts));
    }
}

/// A step as it is gathered: of a block, or of all blocks so far.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct StepTally {
    fates: [u64; FATES],
    ready: TimesTally,
    started: TimesTally,
    finished: TimesTally,
    waited: TimesTally,
    pub(super) worked: TimesTally,
    attempts: WholeSums,
}

impl StepTally {
    /// Times are remembered if it `keeps` them.
    pub(super) fn of(columns: &StepColumns, keeps: bool) -> Self {
        Self {
            fates: columns.fates,
            ready: TimesTally::of_seconds(&columns.ready, keeps),
            started: TimesTally::of_seconds(&columns.started, keeps),
            finished: TimesTally::of_seconds(&columns.finished, keeps),
            waited: TimesTally::of_seconds(&columns.waited, keeps),
            worked: TimesTally::of_seconds(&columns.worked, keeps),
            attempts: columns.attempts,
        }
    }

    /// Of replications that were played as columns.
    pub(super) fn of_played(
        columns: &Columns,
        step: StepId,
        is_explained: bool,
        keeps: bool,
    ) -> Self {
        let times = |column: &[u32]| TimesTally::of_seconds(column, keeps);
        let count = columns.makespans.len();
        let sum = count as u64; // usize fits into u64.
        let ready = times(&columns.ready[step]);
        // Without histories nobody knows what a step's time was spent on.
        let worked = if is_explained {
            times(&columns.worked[step])
        } else {
            TimesTally::of_nothing(count, keeps)
        };
        let mut fates = [0; FATES];
        let Some(staffed) = &columns.staffed else {
            fates[Fate::Done as usize] = sum; // The place of a fate.
            return Self {
                fates,
                started: ready.clone(),
                ready,
                finished: times(&columns.settled[step]),
                waited: TimesTally::of_nothing(count, keeps),
                worked,
                attempts: WholeSums::repeated(1, sum),
            };
        };
        let done = columns.done(step);
        let done_count = done.len() as u64; // As above.
        fates[Fate::Done as usize] = done_count; // The place of a fate.
        fates[Fate::Failed as usize] = sum - done_count; // The same.
        Self {
            fates,
            ready,
            started: times(&staffed.started[step]),
            finished: times(&done),
            waited: times(&staffed.waited[step]),
            worked,
            attempts: WholeSums::of_small(&staffed.attempts[step]),
        }
    }

    pub(super) fn append(&mut self, next: Self) {
        for (sum, more) in self.fates.iter_mut().zip(next.fates) {
            *sum += more;
        }
        self.ready.append(next.ready);
        self.started.append(next.started);
        self.finished.append(next.finished);
        self.waited.append(next.waited);
        self.worked.append(next.worked);
        self.attempts.merge(next.attempts);
    }

    /// The figures; `None`: there is no replication.
    pub(super) fn figures(
        &self,
        weights: Arena<ObjectiveId, StepWeight>,
        level: f64,
    ) -> Option<StepFigures> {
        let count = self.fates.iter().sum();
        let share = |fate: Fate| Share::of(self.fates[fate as usize], count, level); // As above.
        Some(StepFigures {
            done: share(Fate::Done)?,
            skipped: share(Fate::Skipped)?,
            failed: share(Fate::Failed)?,
            blocked: share(Fate::Blocked)?,
            dormant: share(Fate::Dormant)?,
            unfinished: share(Fate::Unfinished)?,
            ready: self.ready.times(level),
            started: self.started.times(level),
            finished: self.finished.times(level),
            waited: self.waited.times(level),
            worked: self.worked.times(level),
            attempts: Mean::of(&self.attempts.moments(), level)?,
            weights,
        })
    }
}

fn fate(state: StepState) -> Fate {
    match state {
        StepState::Done => Fate::Done,
        StepState::Skipped => Fate::Skipped,
        StepState::Failed => Fate::Failed,
        StepState::Blocked => Fate::Blocked,
        StepState::Dormant => Fate::Dormant,
        StepState::Pending
        | StepState::Delayed
        | StepState::Waiting
        | StepState::Working
        | StepState::Pausing => Fate::Unfinished,
    }
}
