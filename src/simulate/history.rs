//! How a step came to be where it is: its stretches of time, and what set them going.

use crate::quantity::{InjectId, PersonId, ResourceId, RoleId, Seconds, StepId};
use crate::simulate::{Mark, Order};

/// A step's past, oldest first: after every origin come the stretches it led to, without gaps.
pub type History = Vec<Item>;

/// One entry of a history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    /// The step was released, reopened, skipped, blocked or replaced; what follows happened because of it.
    Origin(Origin),
    /// Time passed.
    Stretch(Stretch),
}

/// What set a step going, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// When.
    pub at: Seconds,
    /// Its place.
    pub order: Order,
    /// What it was.
    pub cause: Cause,
}

/// What set a step going. A mark says how much of the other step's history had happened by then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The drill's beginning.
    Onset,
    /// The predecessor that settled last (or n-th).
    Predecessor(StepId, Mark),
    /// It was required, or reopened, by an effect of that step.
    Step(StepId, Mark),
    /// It was required, or reopened, by an effect of that inject.
    Inject(InjectId),
    /// It was required in place of that step, which had failed.
    FallbackOf(StepId, Mark),
    /// It counts as done because that fallback is done.
    ReplacedBy(StepId, Mark),
}

/// A stretch of a step's time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// First second.
    pub from: Seconds,
    /// The second after the last.
    pub to: Seconds,
    /// What the time was spent on.
    pub kind: StretchKind,
}

/// What a stretch of time was spent on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StretchKind {
    /// Work of an attempt that has not failed.
    Work,
    /// Work of an attempt that failed.
    FailedWork,
    /// The pause before another attempt.
    Pause,
    /// The delay between release and being ready.
    Delay,
    /// Waiting for what lacked.
    Waiting(Lack),
}

/// The one thing that is blamed for a wait.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Lack {
    /// The step is held by an effect.
    Hold,
    /// Somebody of a role.
    Person {
        /// The role of the first need left uncovered.
        role: RoleId,
        /// Who is awaited, else the first candidate not seated.
        person: PersonId,
        /// Where that person is.
        state: PersonState,
    },
    /// Units of a resource.
    Resource {
        /// Which resource.
        resource: ResourceId,
        /// Where they are.
        state: UnitState,
    },
}

/// Why a person cannot be had.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PersonState {
    /// Off shift, called or not.
    OffShift,
    /// Called on shift, no answer yet.
    NotAnswering,
    /// In work on that step.
    Working(StepId),
    /// Absent.
    Absent,
    /// Resting after a long stay.
    Resting,
    /// Everybody left for the role is set aside by `not_by`, or seated for another need of the step.
    SetAside,
}

/// Why units cannot be had.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum UnitState {
    /// Taken away by an effect.
    Lost,
    /// In use by that step.
    UsedBy(StepId),
    /// Used up.
    UsedUp,
}
