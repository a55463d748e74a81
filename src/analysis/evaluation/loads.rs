//! How much everybody and everything is needed over many replications.

use crate::analysis::evaluation::Load;
use crate::analysis::evaluation::times::TimesTally;
use crate::program::Program;
use crate::quantity::{Arena, Index, PersonId, ResourceId, RoleId, Seconds};
use crate::simulate::{Item, Lack, Outcome, StretchKind};

/// Something of everybody and everything that steps need.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Loads<T> {
    pub(super) people: Arena<PersonId, T>,
    pub(super) roles: Arena<RoleId, T>,
    pub(super) resources: Arena<ResourceId, T>,
}

/// Seconds in each replication of a block.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct LoadColumns {
    pub(super) busy: Vec<f64>,
    /// Nothing without histories, from which it is read.
    pub(super) waited_for: Vec<f64>,
}

/// The same of a block, or of all blocks so far, added up.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct LoadTally {
    busy: TimesTally,
    waited_for: TimesTally,
}

impl Loads<LoadColumns> {
    /// Columns for so many replications, with nothing in them.
    pub(super) fn columns(program: &Program, rows: usize) -> Self {
        Loads::of_all(program, || LoadColumns {
            busy: vec![0.0; rows],
            waited_for: vec![0.0; rows],
        })
    }

    /// Takes in how long people and resources were in use.
    pub(super) fn record(&mut self, program: &Program, outcome: &Outcome, row: usize) {
        for (member, worked) in program.members.iter().zip(outcome.members.iter()) {
            // Most have nothing to do.
            if *worked > Seconds::ZERO {
                self.people[member.person].busy[row] += worked.as_f64();
            }
        }
        for (load, unit_seconds) in self.resources.iter_mut().zip(outcome.resources.iter()) {
            load.busy[row] = *unit_seconds as f64; // Far below 2^53.
        }
    }

    /// Takes in whom and what a step waited for, and who of its roles worked; gives its seconds in work.
    pub(super) fn read(&mut self, needs: &[RoleId], history: &[Item], row: usize) -> u32 {
        let mut worked = Seconds::ZERO;
        for item in history {
            let Item::Stretch(stretch) = item else {
                continue;
            };
            let lasted = stretch.to - stretch.from;
            let time = lasted.as_f64();
            match stretch.kind {
                StretchKind::Work | StretchKind::FailedWork => worked += lasted,
                StretchKind::Waiting(Lack::Person { role, person, .. }) => {
                    self.roles[role].waited_for[row] += time;
                    self.people[person].waited_for[row] += time;
                }
                StretchKind::Waiting(Lack::Resource { resource, .. }) => {
                    self.resources[resource].waited_for[row] += time;
                }
                StretchKind::Waiting(Lack::Hold) | StretchKind::Pause | StretchKind::Delay => {}
            }
        }
        for role in needs {
            self.roles[*role].busy[row] += worked.as_f64();
        }
        worked.as_u32()
    }

    /// All of it added up; times are remembered if it `keeps` them.
    pub(super) fn tally(self, keeps: bool) -> Loads<LoadTally> {
        let tally = |columns: LoadColumns| LoadTally {
            busy: TimesTally::of(&columns.busy, keeps),
            waited_for: TimesTally::of(&columns.waited_for, keeps),
        };
        Loads {
            people: self.people.into_iter().map(tally).collect(),
            roles: self.roles.into_iter().map(tally).collect(),
            resources: self.resources.into_iter().map(tally).collect(),
        }
    }
}

impl Loads<LoadTally> {
    /// So many replications in which nobody and nothing was needed.
    pub(super) fn tally_of_nothing(program: &Program, count: usize, keeps: bool) -> Self {
        Loads::of_all(program, || LoadTally {
            busy: TimesTally::of_nothing(count, keeps),
            waited_for: TimesTally::of_nothing(count, keeps),
        })
    }

    pub(super) fn append(&mut self, next: Self) {
        append(&mut self.people, next.people);
        append(&mut self.roles, next.roles);
        append(&mut self.resources, next.resources);
    }
}

impl<T> Loads<T> {
    fn of_all(program: &Program, one: impl Fn() -> T) -> Self {
        Self {
            people: program.people.iter().map(|_| one()).collect(),
            roles: program.roles.iter().map(|_| one()).collect(),
            resources: program.resources.iter().map(|_| one()).collect(),
        }
    }
}

/// The figures, by id.
pub(super) fn figures<Id: Index>(tallies: &Arena<Id, LoadTally>, level: f64) -> Arena<Id, Load> {
    let load = |tally: &LoadTally| Load {
        busy: tally.busy.times(level),
        waited_for: tally.waited_for.times(level),
    };
    tallies.iter().map(load).collect()
}

fn append<Id: Index>(tallies: &mut Arena<Id, LoadTally>, next: Arena<Id, LoadTally>) {
    for (tally, more) in tallies.iter_mut().zip(next) {
        tally.busy.append(more.busy);
        tally.waited_for.append(more.waited_for);
    }
}
