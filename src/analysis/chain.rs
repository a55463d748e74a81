//! The critical chain of a time: what held it up, stretch by stretch, back to where the measuring began.

use crate::analysis::{PersonState, UnitState};
use crate::quantity::{InjectId, PersonId, ResourceId, RoleId, Seconds, StepId};

/// What a measured time was spent on; the links are disjoint, in order of time, and add up to it exactly.
#[derive(Clone, PartialEq, Debug)]
pub struct Chain {
    /// Where the measuring begins: onset, the inject, or the completion of `from`.
    pub from: Seconds,
    /// The completion that ends it.
    pub to: Seconds,
    /// The links, earliest first; without gaps, none of them empty.
    pub links: Vec<Link>,
    /// The steps that lie on it, earliest first, each once.
    pub steps: Vec<StepId>,
}

/// A link of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// First second.
    pub from: Seconds,
    /// The second after the last.
    pub to: Seconds,
    /// The step that was on its way; `None`: everything waited for an inject.
    pub step: Option<StepId>,
    /// What it was spent on.
    pub kind: LinkKind,
}

/// What a link of a chain was spent on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LinkKind {
    /// Before the first step with an owner was ready.
    Detecting,
    /// Work that did not fail.
    Work,
    /// Waiting for somebody of a role.
    WaitingForPerson {
        /// The role.
        role: RoleId,
        /// Who.
        person: PersonId,
        /// Where that person was.
        state: PersonState,
    },
    /// Waiting for units of a resource.
    WaitingForUnits {
        /// Which resource.
        resource: ResourceId,
        /// Where they were.
        state: UnitState,
    },
    /// Kept from starting by an effect.
    Held,
    /// The step's own delay.
    Delay,
    /// Until an inject fired.
    UntilInject(InjectId),
    /// Work that failed, and the pause after it.
    Rework,
}

/// All links of one kind, whoever and whatever was to blame: a line of the table of where the time went.
#[derive(Clone, PartialEq, Debug)]
pub struct PartTotal {
    /// What the time was spent on.
    pub part: Part,
    /// How long, in all.
    pub total: Seconds,
    /// The same by cause, longest first.
    pub causes: Vec<CauseTotal>,
}

/// What a line of the table of where the time went is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// Before the first step with an owner was ready.
    Detecting,
    /// Work that did not fail.
    Working,
    /// Waiting for somebody of that role.
    WaitingForRole(RoleId),
    /// Waiting for units of that resource.
    WaitingForResource(ResourceId),
    /// Kept from starting by an effect.
    Held,
    /// Delays of steps.
    Delay,
    /// Until injects fired.
    UntilInject,
    /// Failed work, and pauses.
    Rework,
}

/// What within a part is to blame for so much of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CauseTotal {
    /// The cause.
    pub cause: LinkCause,
    /// How long.
    pub total: Seconds,
}

/// What is to blame for a link.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LinkCause {
    /// Where the person was.
    Person(PersonState),
    /// Where the units were.
    Units(UnitState),
    /// The step that was on its way.
    Step(StepId),
    /// The inject that everything waited for.
    Inject(InjectId),
}
