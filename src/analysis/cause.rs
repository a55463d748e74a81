//! What somebody or something waits for, in words of the organization.

use crate::model::Drill;
use crate::quantity::{Arena, MemberId, PersonId, ResourceId, RoleId, StepId};
use crate::simulate::{Lack, PersonLack, ResourceLack};

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

/// Who each member is: people in the order of ids, each with so many members numbered from 1.
pub(super) struct Members(Arena<MemberId, Member>);

impl Members {
    pub(super) fn of(drill: &Drill) -> Self {
        let people = drill.organization.people.entries();
        Self(
            people
                .flat_map(|(person, model)| {
                    (1..=model.count).map(move |number| Member { person, number })
                })
                .collect(),
        )
    }

    pub(super) fn name(&self, member: MemberId) -> Member {
        self.0[member]
    }

    pub(super) fn named(&self, members: &[MemberId]) -> Vec<Member> {
        members.iter().map(|member| self.0[*member]).collect()
    }
}

pub(super) fn shortage(lack: Lack) -> Shortage {
    match lack {
        Lack::Hold => Shortage::Held,
        Lack::Person { role, person, why } => Shortage::Person {
            role,
            person,
            state: person_state(why),
        },
        Lack::Resource { resource, why } => Shortage::Units {
            resource,
            state: match why {
                ResourceLack::Lost => UnitState::Lost,
                ResourceLack::UsedBy(step) => UnitState::UsedBy(step),
                ResourceLack::UsedUp => UnitState::UsedUp,
            },
        },
    }
}

fn person_state(why: PersonLack) -> PersonState {
    match why {
        PersonLack::Working(step) => PersonState::Working(step),
        PersonLack::Absent => PersonState::Absent,
        PersonLack::NotAnswering => PersonState::NotAnswering,
        PersonLack::OffShift => PersonState::OffShift,
        PersonLack::Resting => PersonState::Resting,
        PersonLack::SetAside => PersonState::SetAside,
    }
}
