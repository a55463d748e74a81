//! A step over many replications: what becomes of it, when, and how much depends on it.

use crate::analysis::evaluation::times::TimesTally;
use crate::analysis::evaluation::{Mean, Share, Times};
use crate::quantity::{Arena, ObjectiveId, Seconds, StepId};
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
    /// the objective's value; `None`: the value never changes.
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

/// A step as it is gathered.
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
    pub(super) fn record(&mut self, step: &StepOutcome, worked: Seconds, keeps: bool) {
        self.fates[fate(step.state) as usize] += 1; // The place of a fate.
        if let Some(ready) = step.ready {
            self.ready.push(ready, keeps);
            self.waited.push(step.waited, keeps);
        }
        if let Some(started) = step.started {
            self.started.push(started.at, keeps);
        }
        if let Some(finished) = step.finished() {
            self.finished.push(finished, keeps);
        }
        self.worked.push(worked, keeps);
        self.attempts.push(i64::from(step.attempts));
    }

    /// Takes in replications in which the step started as soon as it was ready, once, and was done.
    pub(super) fn record_columns(
        &mut self,
        columns: &Columns,
        step: StepId,
        is_explained: bool,
        keeps: bool,
    ) {
        let [ready, worked, finished] = [&columns.ready, &columns.worked, &columns.finished];
        let count = ready[step].len();
        let sum = count as u64; // usize fits into u64.
        self.fates[Fate::Done as usize] += sum; // The place of a fate.
        self.ready.extend(&ready[step], columns.longest, keeps);
        self.started.clone_from(&self.ready);
        // Without histories nobody knows what a step's time was spent on.
        if is_explained {
            self.worked.extend(&worked[step], columns.longest, keeps);
        } else {
            self.worked.extend_with_nothing(count, keeps);
        }
        self.finished
            .extend(&finished[step], columns.longest, keeps);
        self.waited.extend_with_nothing(count, keeps);
        self.attempts.merge(WholeSums::repeated(1, sum));
    }

    pub(super) fn append(&mut self, next: &Self) {
        for (sum, more) in self.fates.iter_mut().zip(next.fates) {
            *sum += more;
        }
        self.ready.append(&next.ready);
        self.started.append(&next.started);
        self.finished.append(&next.finished);
        self.waited.append(&next.waited);
        self.worked.append(&next.worked);
        self.attempts.merge(next.attempts);
    }

    /// The figures; `None`: there is no replication.
    pub(super) fn figures(
        &self,
        weights: Arena<ObjectiveId, StepWeight>,
        level: f64,
    ) -> Option<StepFigures> {
        let count = self.fates.iter().sum();
        let share = |fate: Fate| Share::of(self.fates[fate as usize], count, level); // As in `record`.
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
