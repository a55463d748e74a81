//! The log of one replication: everything that happened, in the order in which it took effect.

use crate::quantity::{
    BarrierId, FlagId, ImpactId, InjectId, LabelId, MemberId, PersonId, ResourceId, RoleId,
    Seconds, StepId,
};
use crate::simulate::{Lack, Order};

/// One line of the log.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// When.
    pub at: Seconds,
    /// The last place that was taken before it; entries are in the order in which they were written.
    pub order: Order,
    /// What happened.
    pub what: Happening,
}

/// Who or what brought something about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Source {
    /// The drill's beginning.
    Onset,
    /// A barrier that holds.
    Barrier(BarrierId),
    /// A step that is done.
    Step(StepId),
    /// An inject.
    Inject(InjectId),
}

/// How somebody is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallKind {
    /// On shift: the answer takes `acknowledges`.
    OnShift,
    /// Off shift, but on call: the answer takes `on_call`.
    OnCall,
    /// Out of reach: seen at the start of the next shift.
    OutOfReach,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AfterFailure {
    /// Another attempt from that moment.
    Retry(Seconds),
    /// That step is required in its place.
    Fallback(StepId),
    /// The plan goes on without it.
    Continue,
    /// Failed for good.
    Halt,
}

/// Why a step was skipped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SkipReason {
    /// Its guard was false.
    Guard,
    /// Too few of its predecessors happened.
    Predecessors,
}

/// Why work was interrupted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InterruptReason {
    /// One of its people is absent.
    Absence(MemberId),
    /// The shift of one of its people ended.
    ShiftEnd(MemberId),
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Happening {
    /// The barrier holds, or failed; at onset.
    Barrier {
        /// Which barrier.
        barrier: BarrierId,
        /// Whether it holds.
        holds: bool,
    },
    /// The flag became true.
    FlagSet(FlagId, Source),
    /// The flag fell, because the step that had set it was reopened.
    FlagFell(FlagId),
    /// The inject fired; its effects follow.
    InjectFired(InjectId),
    /// The inject's time came, but its guard was false.
    InjectWithheld(InjectId),
    /// The `number`-th effect (from 0, in file order) of the source was applied.
    Effect {
        /// Who or what applied it.
        source: Source,
        /// Which of its effects.
        number: usize,
        /// The amount of an `Add`, drawn; `None` of others.
        amount: Option<f64>,
        /// The level of its impact right after, where it is about one.
        level: Option<f64>,
    },
    /// A time-limited effect ended.
    EffectEnded {
        /// Who or what had applied it.
        source: Source,
        /// Which of its effects.
        number: usize,
    },
    /// The impact exceeded the level an inject watches for.
    Exceeded {
        /// Which impact.
        impact: ImpactId,
        /// The watched level.
        level: f64,
    },
    /// A dormant step became pending.
    Woken(StepId),
    /// The step is released.
    Released(StepId),
    /// The step is not needed.
    Skipped(StepId, SkipReason),
    /// The step can no longer be released; the second is the predecessor that failed or is blocked.
    Blocked(StepId, StepId),
    /// The step is ready for that attempt (counted from 1 since release or reopening).
    Ready(StepId, u32),
    /// From now on the step waits for this.
    Waits(StepId, Lack),
    /// Work begins or goes on.
    Started {
        /// The step.
        step: StepId,
        /// The attempt, counted from 1 since release or reopening.
        attempt: u32,
        /// Who does it, in the order of needs.
        members: Vec<MemberId>,
        /// Whether its owner is a deputy.
        is_deputy: bool,
        /// Whether it goes on after an interruption.
        resumes: bool,
        /// When this stretch of work will end if nothing interferes.
        until: Seconds,
    },
    /// Work was interrupted; the step waits again.
    Interrupted(StepId, InterruptReason),
    /// The step is done, with its label.
    Done(StepId, Option<LabelId>),
    /// An attempt failed.
    Failed {
        /// The step.
        step: StepId,
        /// The attempt.
        attempt: u32,
        /// Whether it was given up before it started (`waits_at_most`).
        gave_up_waiting: bool,
        /// What follows.
        then: AfterFailure,
    },
    /// The first counts as done because the second, its fallback, is done.
    Replaced(StepId, StepId),
    /// The first has failed for good because the second, its fallback, ended otherwise.
    FallbackLost(StepId, StepId),
    /// A done step must be done again.
    Reopened(StepId, Source),
    /// A call goes out.
    Called {
        /// Who.
        person: PersonId,
        /// How many members it reaches.
        members: u32,
        /// How.
        kind: CallKind,
        /// For which step.
        step: StepId,
        /// As which role.
        role: RoleId,
    },
    /// They answer and are free.
    Answered {
        /// Who.
        person: PersonId,
        /// How many members.
        members: u32,
    },
    /// They came without a call.
    Arrived {
        /// Who.
        person: PersonId,
        /// How many members.
        members: u32,
    },
    /// They became absent.
    Absent {
        /// Who.
        person: PersonId,
        /// How many members.
        members: u32,
        /// Until when; `None`: to the end.
        until: Option<Seconds>,
    },
    /// The absence of one of them is over.
    Returned(MemberId),
    /// One of them left the drill after a long stay.
    Left(MemberId),
    /// Units lost came back (positive), or units gained went (negative).
    Units {
        /// Which resource.
        resource: ResourceId,
        /// How the number of units changed.
        change: i64,
    },
}
