//! Where the time of an objective goes on average.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::evaluation::ChainMean;
use crate::analysis::{LinkCause, Part, PersonState, UnitState};
use crate::model::Drill;
use crate::report::json::ids::{inject_id, resource_id, role_id, step_id};

/// A part of an average chain, by what the time was spent on, of or for what, and why.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChainMeanJson {
    /// What the time was spent on.
    kind: KindJson,
    /// Id of the step, role, resource or inject that it was spent on or for.
    of: String,
    /// `waiting`: why; null otherwise.
    why: Option<WhyJson>,
    /// Why `working`, `used`: the step that has them.
    step_in_the_way: Option<String>,
    /// On average over the replications that have a chain.
    mean_seconds: f64,
    /// The share of those replications in which it happens at all.
    share: f64,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindJson {
    /// Before the first step with an owner was ready.
    Detecting,
    /// Work that did not fail.
    Work,
    /// Waiting for people or units.
    Waiting,
    /// Waiting for the end of a hold.
    Held,
    /// A step's own delay.
    Delay,
    /// Until an inject fired.
    UntilInject,
    /// Work that failed, and the pause after it.
    Rework,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WhyJson {
    /// Off shift, called or not.
    OffShift,
    /// Called on shift, no answer yet.
    NotAnswering,
    /// In work on another step.
    Working,
    Absent,
    Resting,
    /// Not allowed to do the step, or seated for another need of it.
    SetAside,
    /// Units taken away.
    Lost,
    /// Units in use by another step.
    Used,
    /// Units used up.
    UsedUp,
}

impl ChainMeanJson {
    pub(super) fn of(drill: &Drill, mean: &ChainMean, chained: u64) -> Self {
        let (why, step_in_the_way) = why(drill, mean.cause);
        Self {
            kind: kind(mean.part),
            of: of(drill, mean),
            why,
            step_in_the_way,
            mean_seconds: mean.mean_seconds,
            share: mean.replications as f64 / chained as f64, // Counts are far below 2^53.
        }
    }
}

fn kind(part: Part) -> KindJson {
    match part {
        Part::Detecting => KindJson::Detecting,
        Part::Working => KindJson::Work,
        Part::WaitingForRole(_) | Part::WaitingForResource(_) => KindJson::Waiting,
        Part::Held => KindJson::Held,
        Part::Delay => KindJson::Delay,
        Part::UntilInject => KindJson::UntilInject,
        Part::Rework => KindJson::Rework,
    }
}

fn of(drill: &Drill, mean: &ChainMean) -> String {
    match (mean.part, mean.cause) {
        (Part::WaitingForRole(role), _) => role_id(drill, role),
        (Part::WaitingForResource(resource), _) => resource_id(drill, resource),
        (_, LinkCause::Inject(inject)) => inject_id(drill, inject),
        (_, LinkCause::Step(step)) => step_id(drill, step),
        (_, LinkCause::Person(_) | LinkCause::Units(_)) => {
            unreachable!("only who is waited for is in a state")
        }
    }
}

fn why(drill: &Drill, cause: LinkCause) -> (Option<WhyJson>, Option<String>) {
    let (why, step) = match cause {
        LinkCause::Step(_) | LinkCause::Inject(_) => return (None, None),
        LinkCause::Person(state) => match state {
            PersonState::OffShift => (WhyJson::OffShift, None),
            PersonState::NotAnswering => (WhyJson::NotAnswering, None),
            PersonState::Working(step) => (WhyJson::Working, Some(step)),
            PersonState::Absent => (WhyJson::Absent, None),
            PersonState::Resting => (WhyJson::Resting, None),
            PersonState::SetAside => (WhyJson::SetAside, None),
        },
        LinkCause::Units(state) => match state {
            UnitState::Lost => (WhyJson::Lost, None),
            UnitState::UsedBy(step) => (WhyJson::Used, Some(step)),
            UnitState::UsedUp => (WhyJson::UsedUp, None),
        },
    };
    (Some(why), step.map(|step| step_id(drill, step)))
}
