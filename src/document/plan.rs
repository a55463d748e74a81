//! The shape of a plan's file.

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::effect::{EffectDoc, GuardDoc};
use crate::document::located::{List, Located, Optional};
use crate::document::plain::Id;
use crate::document::shapes::shapes;
use crate::quantity::{Date, Probability, Seconds};

/// `Plan(…)`: what prevents an incident, and the steps of response and recovery, each with who does it and after what.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Plan", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct PlanDoc<'s> {
    /// Its name; revisions of one plan share it.
    pub id: Located<'s, Id<'s>>,
    /// Which revision this is, such as `"r2"`. Default: `""`.
    pub revision: Optional<'s, String>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// The risks that it answers. Default: `[]`.
    pub risks: List<'s, Id<'s>>,
    /// The role that keeps it. Default: none.
    pub owner: Optional<'s, Id<'s>>,
    /// The day on which it was approved. Default: none.
    pub approved: Optional<'s, Date>,
    /// The role that approved it. Default: none.
    pub approved_by: Optional<'s, Id<'s>>,
    /// What this revision changes. Default: `[]`.
    pub changes: List<'s, String>,
    /// Which step is served first when several wait for the same people. Default: `Priority`.
    pub dispatch: Optional<'s, DispatchDoc>,
    /// The barriers. Default: `[]`.
    pub prevention: List<'s, BarrierDoc<'s>>,
    /// The steps that end the incident. Default: `[]`.
    pub response: List<'s, StepDoc<'s>>,
    /// The steps that bring back what was lost; they play like those of the response. Default: `[]`.
    pub recovery: List<'s, StepDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `dispatch:` of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum DispatchDoc {
    /// The highest `priority` first, then whichever has waited longest.
    Priority,
    /// Whichever has waited longest.
    Fifo,
    /// The step with the longest path of work still ahead.
    LongestTail,
}

/// `Barrier(…)`: something that is done in advance and may hold when it counts.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Barrier",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct BarrierDoc<'s> {
    /// Its name among barriers.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// The role that keeps it in order. Default: none.
    pub owner: Optional<'s, Id<'s>>,
    /// How often it is to be done. Default: none.
    pub every: Optional<'s, Seconds>,
    /// The day on which it was last done. Default: none.
    pub done: Optional<'s, Date>,
    /// How likely it holds.
    pub holds: Located<'s, Probability>,
    /// What it does if it holds.
    pub effect: Located<'s, BarrierEffectDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `effect:` of a barrier.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum BarrierEffectDoc<'s> {
    /// The incident does not happen. A drill begins where all such barriers have failed.
    Averts,
    /// The incident happens, with these effects from onset.
    Weakens(Located<'s, Vec<Located<'s, EffectDoc<'s>>>>),
}

/// `Step(…)`: one piece of work. It is released when its predecessors are done, starts when its people and things can be
/// had, and takes a random time.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Step", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct StepDoc<'s> {
    /// Its name among the steps of the plan.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// The role whose person does it; required, unless it is `automatic`. Default: none.
    pub owner: Optional<'s, Id<'s>>,
    /// Whether it happens without anybody. Default: `false`.
    pub automatic: Optional<'s, bool>,
    /// How it is done, as a text to print. Default: none.
    pub how: Optional<'s, String>,
    /// Where more is written about it. Default: none.
    pub link: Optional<'s, String>,
    /// Further people, by role, needed throughout. Default: `[]`.
    pub crew: List<'s, CrewDoc<'s>>,
    /// Units of resources, needed throughout. Default: `[]`.
    pub uses: List<'s, UseDoc<'s>>,
    /// Its predecessors. Default: `[]`.
    pub after: List<'s, Id<'s>>,
    /// How many of its predecessors must be done. Default: `All`.
    pub join: Optional<'s, JoinDoc<'s>>,
    /// How long it waits after its release, whoever is free. Default: `"0s"`.
    pub delay: Optional<'s, Seconds>,
    /// The guard; where it is false at the release, the step is skipped. Default: none, it is always done.
    pub when: Optional<'s, GuardDoc<'s>>,
    /// Whether it sleeps until it is required by an effect or as a fallback. Default: `false`.
    pub on_demand: Optional<'s, bool>,
    /// How long the work lasts at normal pace.
    pub takes: Located<'s, DistributionDoc<'s, Seconds>>,
    /// Whether its people work on after their shift. Default: `Through`.
    pub works: Optional<'s, WorksDoc>,
    /// What it may find; exactly one label is drawn when it is done. Default: `[]`.
    pub outcomes: List<'s, LabelDoc<'s>>,
    /// How likely an attempt succeeds. Default: `1`.
    pub succeeds: Optional<'s, SuccessDoc<'s>>,
    /// What follows a failed attempt. Default: `Halt`.
    pub on_failure: Optional<'s, FailureDoc<'s>>,
    /// Ready for so long and not started, the attempt has failed. Default: none, it waits.
    pub waits_at_most: Optional<'s, Seconds>,
    /// Whether only holders of its roles may do it, never deputies. Default: `false`.
    pub reserved: Optional<'s, bool>,
    /// Not by whoever did these steps: four eyes. Default: `[]`.
    pub not_by: List<'s, Id<'s>>,
    /// What it changes when it is done. Default: `[]`.
    pub effects: List<'s, EffectDoc<'s>>,
    /// The larger is served first, under `dispatch: Priority`. Default: `0`.
    pub priority: Optional<'s, i64>,
    /// What each attempt costs at its start, besides labour. Default: `0`.
    pub cost: Optional<'s, f64>,
    /// Predecessors that you would give up if it helps; each is in `after` too. Where none is left, the step waits for
    /// those of the one that was given up, which is tried only if that one has no `when` and waits for all. Default: `[]`.
    pub negotiable: List<'s, Id<'s>>,
    /// The id under which it was first known: a renamed step keeps its luck and is found under its old name. Default:
    /// none.
    pub was: Optional<'s, Id<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `Crew(role, count)`: so many further people of a role, beside the owner's.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Crew", bound(deserialize = "'de: 's"))]
pub struct CrewDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, u32>);

/// `Use(resource, count)`: so many units of a resource.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Use", bound(deserialize = "'de: 's"))]
pub struct UseDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, u64>);

/// `Label(name, chance)`: one outcome of a step. The chances of a step's outcomes sum to 1.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Label", bound(deserialize = "'de: 's"))]
pub struct LabelDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, Probability>);

/// `join:` of a step.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum JoinDoc<'s> {
    /// All predecessors that are not skipped, and at least one.
    All,
    /// The first of them.
    Any,
    /// So many of them.
    AtLeast(Located<'s, u32>),
}

/// `works:` of a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum WorksDoc {
    /// Whoever began it works on.
    Through,
    /// Only while its people are on shift; what remains is done in the next shift.
    OnShift,
}

/// `succeeds:` of a step. Either a bare probability, such as `0.92`, or a choice by a flag.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum SuccessDoc<'s> {
    /// This likely. `0.92`
    #[serde(skip_deserializing)]
    Always(Located<'s, Probability>),
    /// As likely as a flag says at the end of the work.
    Given {
        /// The flag that decides.
        flag: Located<'s, Id<'s>>,
        /// How likely it succeeds if the flag is true.
        then: Located<'s, Probability>,
        /// How likely it succeeds if the flag is false.
        otherwise: Located<'s, Probability>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
}

/// `on_failure:` of a step.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum FailureDoc<'s> {
    /// Another attempt.
    Retry {
        /// How often at most.
        times: Located<'s, u32>,
        /// How long to wait before each. Default: `"0s"`.
        pause: Optional<'s, Seconds>,
        /// What follows the last failure; not another `Retry`. Default: `Halt`.
        then: Optional<'s, FailureDoc<'s>>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Another step is required, and stands for this one when it is done.
    Fallback(Located<'s, Id<'s>>),
    /// It has failed, and the steps after it go on.
    Continue,
    /// It has failed, and the steps after it are blocked.
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
