//! Where the time of a chain went, by kind and by who or what was to blame.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::analysis::{Link, LinkKind, PersonState, UnitState};
use crate::quantity::{InjectId, ResourceId, RoleId, Seconds, StepId};

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

/// The links added up by part and cause. Parts come in the order of [`Part`], but roles and resources with the longest
/// wait first; within a part the longest cause first; equals in the order of their ids.
pub fn time_spent(links: &[Link]) -> Vec<PartTotal> {
    let mut parts: BTreeMap<Part, BTreeMap<LinkCause, Seconds>> = BTreeMap::new();
    for link in links {
        let (part, cause) = part_and_cause(link);
        let total = parts.entry(part).or_default().entry(cause).or_default();
        *total += link.to - link.from;
    }
    let mut totals: Vec<PartTotal> = parts
        .into_iter()
        .map(|(part, causes)| part_total(part, causes))
        .collect();
    totals.sort_by_key(|total| (rank(total.part), Reverse(total.total)));
    totals
}

fn part_total(part: Part, causes: BTreeMap<LinkCause, Seconds>) -> PartTotal {
    let total = causes.values().copied().sum();
    let mut causes: Vec<CauseTotal> = causes
        .into_iter()
        .map(|(cause, total)| CauseTotal { cause, total })
        .collect();
    causes.sort_by_key(|cause| Reverse(cause.total));
    PartTotal {
        part,
        total,
        causes,
    }
}

/// What part of the time a link belongs to, and what is to blame for it there.
pub fn part_and_cause(link: &Link) -> (Part, LinkCause) {
    let step = LinkCause::Step(link.step);
    match link.kind {
        LinkKind::Detecting => (Part::Detecting, step),
        LinkKind::Work => (Part::Working, step),
        LinkKind::WaitingForPerson { role, state, .. } => {
            (Part::WaitingForRole(role), LinkCause::Person(state))
        }
        LinkKind::WaitingForUnits { resource, state } => {
            (Part::WaitingForResource(resource), LinkCause::Units(state))
        }
        LinkKind::Held => (Part::Held, step),
        LinkKind::Delay => (Part::Delay, step),
        LinkKind::UntilInject(inject) => (Part::UntilInject, LinkCause::Inject(inject)),
        LinkKind::Rework => (Part::Rework, step),
    }
}

/// The place of a part among the lines of the table.
pub(super) fn rank(part: Part) -> u8 {
    match part {
        Part::Detecting => 0,
        Part::Working => 1,
        Part::WaitingForRole(_) => 2,
        Part::WaitingForResource(_) => 3,
        Part::Held => 4,
        Part::Delay => 5,
        Part::UntilInject => 6,
        Part::Rework => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Index, PersonId};

    fn link(from: i64, to: i64, step: usize, kind: LinkKind) -> Link {
        Link {
            from: Seconds(from),
            to: Seconds(to),
            step: StepId::new(step),
            kind,
        }
    }

    fn waiting(role: usize, state: PersonState) -> LinkKind {
        LinkKind::WaitingForPerson {
            role: RoleId::new(role),
            person: PersonId::new(0),
            state,
        }
    }

    #[test]
    fn time_is_added_up_by_part_and_cause_with_the_longest_first() {
        let busy = PersonState::Working(StepId::new(9));
        let links = [
            link(0, 10, 0, LinkKind::Rework),
            link(10, 15, 1, waiting(2, PersonState::NotAnswering)),
            link(15, 25, 1, waiting(3, PersonState::OffShift)),
            link(25, 55, 2, waiting(3, busy)),
            link(55, 60, 2, LinkKind::Work),
            link(60, 70, 3, LinkKind::Work),
            link(70, 71, 4, LinkKind::Work),
            link(71, 76, 5, waiting(3, PersonState::OffShift)),
        ];
        let step = |place| LinkCause::Step(StepId::new(place));
        let part = |part, total, causes: &[(LinkCause, i64)]| PartTotal {
            part,
            total: Seconds(total),
            causes: causes
                .iter()
                .map(|(cause, total)| CauseTotal {
                    cause: *cause,
                    total: Seconds(*total),
                })
                .collect(),
        };
        assert_eq!(
            time_spent(&links),
            [
                part(
                    Part::Working,
                    16,
                    &[(step(3), 10), (step(2), 5), (step(4), 1)]
                ),
                part(
                    Part::WaitingForRole(RoleId::new(3)),
                    45,
                    &[
                        (LinkCause::Person(busy), 30),
                        (LinkCause::Person(PersonState::OffShift), 15)
                    ]
                ),
                part(
                    Part::WaitingForRole(RoleId::new(2)),
                    5,
                    &[(LinkCause::Person(PersonState::NotAnswering), 5)]
                ),
                part(Part::Rework, 10, &[(step(0), 10)]),
            ]
        );
    }
}
