//! Effects as the files name them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Drill, Effect, StepSet};
use crate::quantity::{ImpactId, PersonId, ResourceId, Seconds, StepId};
use crate::report::names;

/// What a step, a barrier or an inject does; `for` is null where it lasts to the end.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "does", rename_all = "snake_case")]
pub(super) enum EffectJson {
    Stop {
        impact: String,
    },
    Scale {
        impact: String,
        factor: f64,
    },
    Add {
        impact: String,
        /// The amount that was drawn.
        amount: f64,
    },
    Drain {
        impact: String,
        per_hour: f64,
        r#for: Option<i64>,
    },
    Set {
        flag: String,
    },
    Require {
        step: String,
    },
    Reopen {
        step: String,
    },
    Absent {
        person: String,
        /// How many of a team; null: everybody.
        count: Option<u32>,
        r#for: Option<i64>,
    },
    Arrive {
        person: String,
        /// How many of a team; null: everybody.
        count: Option<u32>,
    },
    Lose {
        resource: String,
        count: u64,
        r#for: Option<i64>,
    },
    Gain {
        resource: String,
        count: u64,
        r#for: Option<i64>,
    },
    Slow {
        /// Null: all steps.
        steps: Option<Vec<String>>,
        factor: f64,
        r#for: Option<i64>,
    },
    SlowAnswers {
        factor: f64,
        r#for: Option<i64>,
    },
    Hold {
        /// Null: all steps.
        steps: Option<Vec<String>>,
        r#for: Option<i64>,
    },
    Fail {
        step: String,
        /// So many ends of work.
        ends: u32,
    },
}

impl EffectJson {
    /// `amount` is what was drawn for an `Add`.
    pub(super) fn of(drill: &Drill, effect: &Effect, amount: Option<f64>) -> Self {
        let impact = |id: ImpactId| names::impact(drill, id).to_owned();
        let step = |id: StepId| names::step(drill, id).to_owned();
        let person = |id: PersonId| drill.organization.people[id].id.clone();
        let resource = |id: ResourceId| drill.organization.resources[id].id.clone();
        let seconds = |duration: Option<Seconds>| duration.map(|duration| duration.0);
        let set = |steps: &StepSet| match steps {
            StepSet::All => None,
            StepSet::Some(ids) => Some(ids.iter().copied().map(step).collect()),
        };
        match effect {
            Effect::Stop(id) => Self::Stop {
                impact: impact(*id),
            },
            Effect::Scale(id, factor) => Self::Scale {
                impact: impact(*id),
                factor: *factor,
            },
            Effect::Add(id, distribution) => Self::Add {
                impact: impact(*id),
                amount: amount.unwrap_or_else(|| distribution.mean()),
            },
            Effect::Drain {
                impact: id,
                per_hour,
                duration,
            } => Self::Drain {
                impact: impact(*id),
                per_hour: *per_hour,
                r#for: seconds(*duration),
            },
            Effect::Set(flag) => Self::Set {
                flag: drill.scenario.flags[*flag].name.clone(),
            },
            Effect::Require(id) => Self::Require { step: step(*id) },
            Effect::Reopen(id) => Self::Reopen { step: step(*id) },
            Effect::Absent {
                person: id,
                count,
                duration,
            } => Self::Absent {
                person: person(*id),
                count: *count,
                r#for: seconds(*duration),
            },
            Effect::Arrive { person: id, count } => Self::Arrive {
                person: person(*id),
                count: *count,
            },
            Effect::Lose {
                resource: id,
                count,
                duration,
            } => Self::Lose {
                resource: resource(*id),
                count: *count,
                r#for: seconds(*duration),
            },
            Effect::Gain {
                resource: id,
                count,
                duration,
            } => Self::Gain {
                resource: resource(*id),
                count: *count,
                r#for: seconds(*duration),
            },
            Effect::Slow {
                steps,
                factor,
                duration,
            } => Self::Slow {
                steps: set(steps),
                factor: *factor,
                r#for: seconds(*duration),
            },
            Effect::SlowAnswers { factor, duration } => Self::SlowAnswers {
                factor: *factor,
                r#for: seconds(*duration),
            },
            Effect::Hold { steps, duration } => Self::Hold {
                steps: set(steps),
                r#for: seconds(*duration),
            },
            Effect::Fail(id, ends) => Self::Fail {
                step: step(*id),
                ends: *ends,
            },
        }
    }
}
