//! Changes of a scenario that let its drill exercise something else.

use crate::model::{Drill, Effect, Inject, Scenario, StepSet};
use crate::quantity::{
    BarrierId, Distribution, FlagId, ImpactId, InjectId, LabelId, PersonId, Probability,
    ResourceId, StepId,
};

/// One change, as it would be written into the scenario's file.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Change {
    /// That outcome is given.
    Given(StepId, LabelId),
    /// The flag is true, or false, at onset.
    Flag(FlagId, bool),
    /// The barrier has failed.
    BarrierFails(BarrierId),
    /// The barrier may hold: it is taken from those that have failed.
    BarrierMayHold(BarrierId),
    /// The inject fires for certain, when its time comes.
    Certain(InjectId),
    /// The inject never fires.
    NeverFires(InjectId),
    /// At onset that on-demand step is required.
    Require(StepId),
    /// From onset on so many ends of work of the step fail.
    Fail(StepId, u32),
    /// The step may not start.
    Hold(StepId),
    /// The person or team is absent from onset on.
    Absent(PersonId),
    /// The person or team is there from onset on.
    Arrive(PersonId),
    /// So many units, all there are, are lost at onset.
    Lose(ResourceId, u64),
    /// The impact is higher by so much from onset on.
    Raise(ImpactId, f64),
}

/// The drill with these changes; what is not changed keeps its luck. All effects come with one further inject, the last.
pub(super) fn changed(drill: &Drill, changes: &[Change]) -> Drill {
    let mut drill = drill.clone();
    for change in changes {
        apply(&mut drill.scenario, change);
    }
    let effects: Vec<Effect> = changes.iter().filter_map(effect).collect();
    if !effects.is_empty() {
        let injects = drill.scenario.injects.iter().cloned();
        drill.scenario.injects = injects
            .chain([Inject::at_onset("to exercise".to_owned(), effects)])
            .collect();
    }
    drill
}

fn apply(scenario: &mut Scenario, change: &Change) {
    match change {
        Change::Given(step, label) => {
            scenario.given.retain(|(given, _)| given != step);
            scenario.given.push((*step, *label));
        }
        Change::Flag(flag, value) => {
            let chance = if *value {
                Probability::ONE
            } else {
                Probability::ZERO
            };
            scenario.flags[*flag].chance = Some(chance);
        }
        Change::BarrierFails(barrier) => {
            scenario.failed_barriers.push(*barrier);
            scenario.failed_barriers.sort_unstable();
        }
        Change::BarrierMayHold(barrier) => {
            scenario.failed_barriers.retain(|failed| failed != barrier);
        }
        Change::Certain(inject) => scenario.injects[*inject].chance = Probability::ONE,
        Change::NeverFires(inject) => scenario.injects[*inject].chance = Probability::ZERO,
        Change::Require(_)
        | Change::Fail(..)
        | Change::Hold(_)
        | Change::Absent(_)
        | Change::Arrive(_)
        | Change::Lose(..)
        | Change::Raise(..) => {}
    }
}

/// What a change needs an inject for.
fn effect(change: &Change) -> Option<Effect> {
    match *change {
        Change::Given(..)
        | Change::Flag(..)
        | Change::BarrierFails(_)
        | Change::BarrierMayHold(_)
        | Change::Certain(_)
        | Change::NeverFires(_) => None,
        Change::Require(step) => Some(Effect::Require(step)),
        Change::Fail(step, times) => Some(Effect::Fail(step, times)),
        Change::Hold(step) => Some(Effect::Hold {
            steps: StepSet::Some(vec![step]),
            duration: None,
        }),
        Change::Absent(person) => Some(Effect::Absent {
            person,
            count: None,
            duration: None,
        }),
        Change::Arrive(person) => Some(Effect::Arrive {
            person,
            count: None,
        }),
        Change::Lose(resource, count) => Some(Effect::Lose {
            resource,
            count,
            duration: None,
        }),
        Change::Raise(impact, by) => Some(Effect::Add(impact, Distribution::Fixed(by))),
    }
}
