//! What somebody or something waits for, in words of the organization.

use crate::quantity::{PersonId, ResourceId, RoleId, StepId};

/// One human being: a person, or a member of a team.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Member {
    /// The person or team.
    pub person: PersonId,
    /// Which member, counted from 1; 1 of a single person.
    pub number: u32,
}

/// The one thing that is blamed for a wait.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Shortage {
    /// An effect keeps the step from starting.
    Held,
    /// Somebody of a role lacks.
    Person {
        /// The role of the first need left uncovered.
        role: RoleId,
        /// Who is awaited, else the first candidate not seated.
        person: PersonId,
        /// Where that person is.
        state: PersonState,
    },
    /// Units of a resource lack.
    Units {
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
