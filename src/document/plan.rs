//! The shape of a plan's file.

#![expect(missing_docs, reason = "the fields are those of the file format")]

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::effect::{EffectDoc, GuardDoc};
use crate::document::located::{List, Located, Optional};
use crate::document::plain::Id;
use crate::document::shapes::shapes;
use crate::quantity::{Date, Probability, Seconds};

/// `Plan(…)`: a whole file.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Plan", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct PlanDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub revision: Optional<'s, String>,
    pub title: Optional<'s, String>,
    pub risks: List<'s, Id<'s>>,
    pub owner: Optional<'s, Id<'s>>,
    pub approved: Optional<'s, Date>,
    pub approved_by: Optional<'s, Id<'s>>,
    pub changes: List<'s, String>,
    pub dispatch: Optional<'s, DispatchDoc>,
    pub prevention: List<'s, BarrierDoc<'s>>,
    pub response: List<'s, StepDoc<'s>>,
    pub recovery: List<'s, StepDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `dispatch:` of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum DispatchDoc {
    Priority,
    Fifo,
    LongestTail,
}

/// `Barrier(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Barrier",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct BarrierDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub owner: Optional<'s, Id<'s>>,
    pub every: Optional<'s, Seconds>,
    pub done: Optional<'s, Date>,
    pub holds: Located<'s, Probability>,
    pub effect: Located<'s, BarrierEffectDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `effect:` of a barrier.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum BarrierEffectDoc<'s> {
    Averts,
    Weakens(Located<'s, Vec<Located<'s, EffectDoc<'s>>>>),
}

/// `Step(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Step", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct StepDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub owner: Optional<'s, Id<'s>>,
    pub automatic: Optional<'s, bool>,
    pub how: Optional<'s, String>,
    pub link: Optional<'s, String>,
    pub crew: List<'s, CrewDoc<'s>>,
    pub uses: List<'s, UseDoc<'s>>,
    pub after: List<'s, Id<'s>>,
    pub join: Optional<'s, JoinDoc<'s>>,
    pub delay: Optional<'s, Seconds>,
    pub when: Optional<'s, GuardDoc<'s>>,
    pub on_demand: Optional<'s, bool>,
    pub takes: Located<'s, DistributionDoc<'s, Seconds>>,
    pub works: Optional<'s, WorksDoc>,
    pub outcomes: List<'s, LabelDoc<'s>>,
    pub succeeds: Optional<'s, SuccessDoc<'s>>,
    pub on_failure: Optional<'s, FailureDoc<'s>>,
    pub waits_at_most: Optional<'s, Seconds>,
    pub reserved: Optional<'s, bool>,
    pub not_by: List<'s, Id<'s>>,
    pub effects: List<'s, EffectDoc<'s>>,
    pub priority: Optional<'s, i64>,
    pub cost: Optional<'s, f64>,
    pub negotiable: List<'s, Id<'s>>,
    pub was: Optional<'s, Id<'s>>,
    pub because: Optional<'s, String>,
}

/// `Crew(role, count)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Crew", bound(deserialize = "'de: 's"))]
pub struct CrewDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, u32>);

/// `Use(resource, count)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Use", bound(deserialize = "'de: 's"))]
pub struct UseDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, u64>);

/// `Label(name, chance)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Label", bound(deserialize = "'de: 's"))]
pub struct LabelDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, Probability>);

/// `join:` of a step.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum JoinDoc<'s> {
    All,
    Any,
    AtLeast(Located<'s, u32>),
}

/// `works:` of a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum WorksDoc {
    Through,
    OnShift,
}

/// `succeeds:` of a step.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum SuccessDoc<'s> {
    /// Written as the bare probability.
    #[serde(skip_deserializing)]
    Always(Located<'s, Probability>),
    Given {
        flag: Located<'s, Id<'s>>,
        then: Located<'s, Probability>,
        otherwise: Located<'s, Probability>,
        because: Optional<'s, String>,
    },
}

/// `on_failure:` of a step.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum FailureDoc<'s> {
    Retry {
        times: Located<'s, u32>,
        pause: Optional<'s, Seconds>,
        then: Optional<'s, FailureDoc<'s>>,
        because: Optional<'s, String>,
    },
    Fallback(Located<'s, Id<'s>>),
    Continue,
    Halt,
}

shapes! {
    PlanDoc<'s>: "a plan, `Plan(…)`,";
    DispatchDoc: "`Priority`, `Fifo` or `LongestTail`";
    BarrierDoc<'s>: "a barrier, such as `Barrier(id: \"rate-limit\", title: \"Export rate limit\", holds: 0.9, effect: Averts)`,";
    BarrierEffectDoc<'s>: "`Averts` or `Weakens([…])`";
    StepDoc<'s>: "a step, such as `Step(id: \"triage\", title: \"Triage the alert\", owner: \"analyst\", takes: \"20m\")`,";
    CrewDoc<'s>: "further people, such as `Crew(\"analyst\", 1)`,";
    UseDoc<'s>: "units of a resource, such as `Use(\"van\", 1)`,";
    LabelDoc<'s>: "an outcome, such as `Label(\"leak\", 0.85)`,";
    JoinDoc<'s>: "`All`, `Any` or `AtLeast(2)`";
    WorksDoc: "`Through` or `OnShift`";
    SuccessDoc<'s>, else Self::Always: "a probability, or `Given(flag: \"backup-intact\", then: 0.95, otherwise: 0.4)`,";
    FailureDoc<'s>: "`Retry(times: 2, pause: \"10m\")`, `Fallback(\"step\")`, `Continue` or `Halt`";
}
