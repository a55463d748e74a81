//! One drill as a story: a timeline of events with who, what and why, and what each step went through.

use crate::analysis::{
    AfterFailure, CallKind, Lack, Member, SkipReason, Source, StepState, Stretch,
};
use crate::model::Effect;
use crate::quantity::{
    Arena, BarrierId, CivilTime, ClockChange, FlagId, ImpactId, InjectId, Instant, LabelId,
    ObjectiveId, PersonId, ResourceId, RoleId, Seconds, StepId, Weekday,
};

/// One drill, told in order.
#[derive(Clone, PartialEq, Debug)]
pub struct Story {
    /// Which replication.
    pub replication: u64,
    /// Onset on the world's clock.
    pub onset: Instant,
    /// Onset on the organization's clock.
    pub starts: CivilTime,
    /// Its day of the week.
    pub weekday: Weekday,
    /// The end.
    pub horizon: Seconds,
    /// When the organization's clock is set forward or back during the drill.
    pub clock_changes: Vec<ClockChange>,
    /// What happened, in the order in which it took effect; the first is onset, the last the horizon.
    pub events: Vec<Event>,
    /// What each step went through.
    pub steps: Arena<StepId, StepStory>,
}

/// Something that happened.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// When.
    pub at: Seconds,
    /// Whether a short telling may leave it out.
    pub importance: Importance,
    /// Levels right after, where they are telling.
    pub levels: Vec<LevelAt>,
    /// What happened.
    pub kind: EventKind,
}

/// How much an event matters to the telling; larger matters more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Importance {
    /// How things get going: calls, answers, releases, readiness.
    Routine,
    /// The course of things: starts, waits, completions.
    Ordinary,
    /// What turns the drill: injects, failures, absences, labels, objectives.
    Telling,
}

/// A level at a moment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LevelAt {
    /// Of which impact.
    pub impact: ImpactId,
    /// The level.
    pub level: f64,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum EventKind {
    /// The drill begins.
    Onset,
    /// The drill ends.
    Horizon,
    /// The organization's clock is set forward by so much; negative: back.
    ClockChange(Seconds),
    /// The barrier holds, or has failed; at onset.
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
    /// An effect was applied.
    Effect {
        /// Who or what applied it.
        source: Source,
        /// The effect as the file gives it.
        effect: Effect,
        /// The amount of an `Add`, drawn; `None` of others.
        amount: Option<f64>,
    },
    /// A time-limited effect ended.
    EffectEnded {
        /// Who or what had applied it.
        source: Source,
        /// The effect as the file gives it.
        effect: Effect,
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
    /// The step can no longer be released.
    Blocked {
        /// The step.
        step: StepId,
        /// The predecessor that failed or is blocked.
        by: StepId,
    },
    /// The step is ready for that attempt (counted from 1 since release or reopening).
    Ready {
        /// The step.
        step: StepId,
        /// The attempt.
        attempt: u32,
    },
    /// From now on the step waits for this.
    Waits {
        /// The step.
        step: StepId,
        /// What lacks.
        lack: Lack,
    },
    /// Work begins or goes on.
    Started {
        /// The step.
        step: StepId,
        /// The attempt, counted from 1 since release or reopening.
        attempt: u32,
        /// Who does it: the owner first, then the crew in order; empty if automatic.
        members: Vec<Member>,
        /// Whether its owner is a deputy.
        is_deputy: bool,
        /// Whether it goes on after an interruption.
        resumes: bool,
        /// When this stretch of work will end if nothing interferes.
        until: Seconds,
    },
    /// Work was interrupted; the step waits again.
    Interrupted {
        /// The step.
        step: StepId,
        /// Whose absence or end of shift it was.
        member: Member,
        /// Which of the two.
        reason: InterruptReason,
    },
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
    /// The step counts as done because its fallback is done.
    Replaced {
        /// The step.
        step: StepId,
        /// Its fallback.
        by: StepId,
    },
    /// The step has failed for good because its fallback ended otherwise than done.
    FallbackLost {
        /// The step.
        step: StepId,
        /// Its fallback.
        fallback: StepId,
    },
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
    Returned(Member),
    /// One of them left the drill after a long stay.
    Left(Member),
    /// Units lost came back (positive), or units gained went (negative).
    Units {
        /// Which resource.
        resource: ResourceId,
        /// How the number of units changed.
        change: i64,
    },
    /// Something became certain about an objective.
    Objective(ObjectiveId, Turn),
}

/// What became certain about an objective.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Turn {
    /// It is met.
    Met,
    /// The target has passed: it can no longer be met in full.
    TargetPassed,
    /// The limit has passed: nothing can be gained any more.
    LimitPassed,
    /// Its value stands, short of the target; the attainment from 0 to below 1.
    FellShort(f64),
    /// It will never be reached.
    Lost,
}

/// Why work was interrupted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InterruptReason {
    /// Absence.
    Absence,
    /// The end of a shift.
    ShiftEnd,
}

/// What a step went through.
#[derive(Clone, PartialEq, Debug)]
pub struct StepStory {
    /// State at the horizon.
    pub state: StepState,
    /// When it first was ready.
    pub ready: Option<Seconds>,
    /// When it first started.
    pub started: Option<Seconds>,
    /// When it was done last, if it is done at the horizon.
    pub finished: Option<Seconds>,
    /// Who did its last stretch of work, in the order of needs.
    pub people: Vec<Member>,
    /// Attempts that started or were given up waiting.
    pub attempts: u32,
    /// Time spent ready but not in work.
    pub waited: Seconds,
    /// Its label, while that stands.
    pub label: Option<LabelId>,
    /// What it spent time on, in order, none of them empty; a bar of the Gantt chart.
    pub spans: Vec<Stretch>,
}
