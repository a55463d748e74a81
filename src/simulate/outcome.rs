//! What one replication came to.

use crate::quantity::{
    Arena, FlagId, ImpactId, InjectId, Instant, LabelId, MemberId, ResourceId, Seconds, StepId,
};

/// A place in the one order in which a replication's happenings take effect; later is larger.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Order(pub u32);

/// A place in a step's [`crate::simulate::History`]: so many of its items had been there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mark(pub u32);

/// The result of one replication.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// Which replication.
    pub replication: u64,
    /// Onset on the world's clock.
    pub onset: Instant,
    /// Steps in the order of ids.
    pub steps: Arena<StepId, StepOutcome>,
    /// When each inject fired; `None`: it did not.
    pub injects: Arena<InjectId, Option<Firing>>,
    /// Impacts in file order.
    pub impacts: Arena<ImpactId, ImpactOutcome>,
    /// Time in work of every human being.
    pub members: Arena<MemberId, Seconds>,
    /// Unit-seconds in use of every resource.
    pub resources: Arena<ResourceId, i64>,
    /// Which flags are true at the horizon.
    pub flags: Arena<FlagId, bool>,
    /// Labour: hours in work × cost per hour.
    pub labour_cost: f64,
    /// Costs of the attempts that started.
    pub step_cost: f64,
}

/// An inject's firing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Firing {
    /// When.
    pub at: Seconds,
    /// Its place once its effects are applied.
    pub order: Order,
}

/// The states of a step.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum StepState {
    /// Not called for.
    Dormant,
    /// Waiting for predecessors.
    #[default]
    Pending,
    /// Released, but not yet ready.
    Delayed,
    /// Ready, but something lacks.
    Waiting,
    /// In work.
    Working,
    /// Between a failed attempt and the next.
    Pausing,
    /// Done, by itself or by its fallback.
    Done,
    /// Not needed.
    Skipped,
    /// Failed: for good, with `Continue`, or while its fallback is not done.
    Failed,
    /// Can no longer be released.
    Blocked,
}

/// What became of a step.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct StepOutcome {
    /// State at the horizon.
    pub state: StepState,
    /// Whether successors may count it as done: done, failed with `Continue`, or replaced by a fallback that is done.
    pub is_done_for_joins: bool,
    /// When it first was ready.
    pub ready: Option<Seconds>,
    /// When it first started.
    pub started: Option<Start>,
    /// When it settled last (done, skipped, failed, blocked), if it is settled at the horizon.
    pub settled: Option<Seconds>,
    /// Its completions in order, by itself or through its fallback.
    pub completions: Vec<Completion>,
    /// The label of the last completion, while that stands.
    pub label: Option<LabelId>,
    /// Attempts that started or were given up waiting, over all its rounds.
    pub attempts: u32,
    /// Time spent ready but not in work.
    pub waited: Seconds,
}

impl StepOutcome {
    /// When it was done last, if it is done at the horizon.
    pub fn finished(&self) -> Option<Seconds> {
        self.completions
            .last()
            .filter(|completion| completion.reopened.is_none())
            .map(|completion| completion.at)
    }

    /// Whether it stands done at that place of the order.
    pub fn stands_done_at(&self, order: Order) -> bool {
        self.completions.iter().any(|completion| {
            completion.order <= order && completion.reopened.is_none_or(|reopened| order < reopened)
        })
    }
}

/// A step's first start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start {
    /// When.
    pub at: Seconds,
    /// Its place.
    pub order: Order,
    /// The history before it.
    pub mark: Mark,
}

/// One time at which a step was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Completion {
    /// When.
    pub at: Seconds,
    /// Its place.
    pub order: Order,
    /// The place at which it was undone; `None`: it stands.
    pub reopened: Option<Order>,
    /// The history that led to it.
    pub mark: Mark,
}

/// What became of an impact.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct ImpactOutcome {
    /// Level at the horizon.
    pub level_final: f64,
    /// Highest level.
    pub level_peak: f64,
    /// Level × time, in unit-hours.
    pub area_unit_hours: f64,
    /// Seconds above each watched level, in the order of the program's list.
    pub above_seconds: Vec<f64>,
    /// Seconds from onset until the level stays at zero; `None`: it is above zero at the horizon.
    pub cleared_seconds: Option<f64>,
}
