//! Every human being of an organization by name: a person, or one of a team.

use crate::model::Drill;
use crate::quantity::{Arena, MemberId, PersonId};

/// One human being: a person, or a member of a team.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Member {
    /// The person or team.
    pub person: PersonId,
    /// Which member, counted from 1; 1 of a single person.
    pub number: u32,
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
