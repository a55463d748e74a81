//! A dense place for every part of a chain and every cause within it.

use crate::analysis::{LinkCause, Part, PersonState, UnitState};
use crate::program::Program;
use crate::quantity::{Index, InjectId, ResourceId, RoleId, StepId};

/// States of a person that name no step.
const PERSON_STATES: [PersonState; 5] = [
    PersonState::OffShift,
    PersonState::NotAnswering,
    PersonState::Absent,
    PersonState::Resting,
    PersonState::SetAside,
];

/// States of units that name no step.
const UNIT_STATES: [UnitState; 2] = [UnitState::Lost, UnitState::UsedUp];

/// Parts whose causes are steps.
const STEP_PARTS: usize = 5;

/// How many there are of what names a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells {
    steps: usize,
    injects: usize,
    roles: usize,
    resources: usize,
}

impl Cells {
    pub(super) fn of(program: &Program) -> Self {
        Self {
            steps: program.steps.len(),
            injects: program.injects.len(),
            roles: program.roles.len(),
            resources: program.resources.len(),
        }
    }

    /// How many cells there are.
    pub(super) fn len(self) -> usize {
        self.first_of_units() + self.resources * self.of_a_resource()
    }

    /// The cell's place.
    pub(super) fn place(self, part: Part, cause: LinkCause) -> usize {
        let among_steps = |row: usize| row * self.steps + step_of(cause);
        match part {
            Part::Detecting => among_steps(0),
            Part::Working => among_steps(1),
            Part::Held => among_steps(2),
            Part::Delay => among_steps(3),
            Part::Rework => among_steps(4),
            Part::UntilInject => self.first_of_injects() + inject_of(cause),
            Part::WaitingForRole(role) => {
                self.first_of_roles() + role.place() * self.of_a_role() + person_place(cause)
            }
            Part::WaitingForResource(resource) => {
                self.first_of_units() + resource.place() * self.of_a_resource() + unit_place(cause)
            }
        }
    }

    /// All cells, in the order of their places.
    pub(super) fn keys(self) -> Vec<(Part, LinkCause)> {
        let steps = || (0..self.steps).map(StepId::new);
        let mut keys = Vec::with_capacity(self.len());
        for part in [
            Part::Detecting,
            Part::Working,
            Part::Held,
            Part::Delay,
            Part::Rework,
        ] {
            keys.extend(steps().map(|step| (part, LinkCause::Step(step))));
        }
        let injects = (0..self.injects).map(InjectId::new);
        keys.extend(injects.map(|inject| (Part::UntilInject, LinkCause::Inject(inject))));
        for role in (0..self.roles).map(RoleId::new) {
            let states = PERSON_STATES
                .into_iter()
                .chain(steps().map(PersonState::Working));
            keys.extend(states.map(|state| (Part::WaitingForRole(role), LinkCause::Person(state))));
        }
        for resource in (0..self.resources).map(ResourceId::new) {
            let states = UNIT_STATES
                .into_iter()
                .chain(steps().map(UnitState::UsedBy));
            keys.extend(
                states.map(|state| (Part::WaitingForResource(resource), LinkCause::Units(state))),
            );
        }
        keys
    }

    fn first_of_injects(self) -> usize {
        STEP_PARTS * self.steps
    }

    fn first_of_roles(self) -> usize {
        self.first_of_injects() + self.injects
    }

    fn first_of_units(self) -> usize {
        self.first_of_roles() + self.roles * self.of_a_role()
    }

    fn of_a_role(self) -> usize {
        PERSON_STATES.len() + self.steps
    }

    fn of_a_resource(self) -> usize {
        UNIT_STATES.len() + self.steps
    }
}

fn step_of(cause: LinkCause) -> usize {
    match cause {
        LinkCause::Step(step) => step.place(),
        LinkCause::Person(_) | LinkCause::Units(_) | LinkCause::Inject(_) => {
            unreachable!("a step is to blame for this part")
        }
    }
}

fn inject_of(cause: LinkCause) -> usize {
    match cause {
        LinkCause::Inject(inject) => inject.place(),
        LinkCause::Person(_) | LinkCause::Units(_) | LinkCause::Step(_) => {
            unreachable!("an inject is to blame for this part")
        }
    }
}

fn person_place(cause: LinkCause) -> usize {
    match cause {
        LinkCause::Person(PersonState::OffShift) => 0,
        LinkCause::Person(PersonState::NotAnswering) => 1,
        LinkCause::Person(PersonState::Absent) => 2,
        LinkCause::Person(PersonState::Resting) => 3,
        LinkCause::Person(PersonState::SetAside) => 4,
        LinkCause::Person(PersonState::Working(step)) => PERSON_STATES.len() + step.place(),
        LinkCause::Units(_) | LinkCause::Step(_) | LinkCause::Inject(_) => {
            unreachable!("a person is to blame for this part")
        }
    }
}

fn unit_place(cause: LinkCause) -> usize {
    match cause {
        LinkCause::Units(UnitState::Lost) => 0,
        LinkCause::Units(UnitState::UsedUp) => 1,
        LinkCause::Units(UnitState::UsedBy(step)) => UNIT_STATES.len() + step.place(),
        LinkCause::Person(_) | LinkCause::Step(_) | LinkCause::Inject(_) => {
            unreachable!("units are to blame for this part")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_its_own_place() {
        let cells = Cells {
            steps: 3,
            injects: 2,
            roles: 4,
            resources: 2,
        };
        let keys = cells.keys();
        assert_eq!(keys.len(), cells.len());
        for (place, (part, cause)) in keys.into_iter().enumerate() {
            assert_eq!(cells.place(part, cause), place, "{part:?} {cause:?}");
        }
    }
}
