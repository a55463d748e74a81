//! The shape of a scenario's file.

#![expect(missing_docs, reason = "the fields are those of the file format")]

use serde::Deserialize;

use crate::document::effect::{EffectDoc, GuardDoc};
use crate::document::located::{List, Located, Optional};
use crate::document::plain::{FilePath, Id};
use crate::document::shapes::shapes;
use crate::document::time::Moment;
use crate::quantity::{CivilTime, Date, Probability, Seconds};

/// `Scenario(…)`: a whole file.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Scenario",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct ScenarioDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub kind: Optional<'s, ExerciseDoc>,
    pub organization: Located<'s, FilePath>,
    pub register: Optional<'s, FilePath>,
    pub plan: Located<'s, FilePath>,
    pub starts: Located<'s, StartsDoc<'s>>,
    pub horizon: Located<'s, Moment>,
    pub narrative: Optional<'s, String>,
    pub assumptions: List<'s, String>,
    pub flags: List<'s, ChanceDoc<'s>>,
    pub given: List<'s, OutcomeDoc<'s>>,
    pub failed_barriers: List<'s, Id<'s>>,
    pub impacts: List<'s, ImpactDoc<'s>>,
    pub injects: List<'s, InjectDoc<'s>>,
    pub objectives: List<'s, ObjectiveDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `kind:` of a scenario.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum ExerciseDoc {
    Tabletop,
    Functional,
    FullScale,
}

/// `starts:` of a scenario.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum StartsDoc<'s> {
    /// Written as the bare text.
    #[serde(skip_deserializing)]
    At(Located<'s, CivilTime>),
    OneOf(Located<'s, Vec<Located<'s, CivilTime>>>),
    Anytime {
        from: Located<'s, Date>,
        to: Located<'s, Date>,
        because: Optional<'s, String>,
    },
}

/// `Chance(flag, chance)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Chance", bound(deserialize = "'de: 's"))]
pub struct ChanceDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, Probability>);

/// `Outcome(step, label)` where it is given.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Outcome", bound(deserialize = "'de: 's"))]
pub struct OutcomeDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, Id<'s>>);

/// `Impact(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Impact", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct ImpactDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub unit: Optional<'s, String>,
    pub starts: Optional<'s, f64>,
    pub grows: Optional<'s, GrowthDoc<'s>>,
    pub during: Optional<'s, Id<'s>>,
    pub cap: Optional<'s, f64>,
    pub cost_per_unit: Optional<'s, f64>,
    pub cost_per_unit_hour: Optional<'s, f64>,
    pub because: Optional<'s, String>,
}

/// `grows:` of an impact.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum GrowthDoc<'s> {
    PerHour(Located<'s, f64>),
    Doubles(Located<'s, Seconds>),
}

/// `Inject(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Inject", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct InjectDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub at: Located<'s, TriggerDoc<'s>>,
    pub chance: Optional<'s, Probability>,
    pub when: Optional<'s, GuardDoc<'s>>,
    pub from: Optional<'s, String>,
    pub to: List<'s, Id<'s>>,
    pub by: Optional<'s, ChannelDoc>,
    pub message: Optional<'s, String>,
    pub questions: List<'s, String>,
    pub listen_for: List<'s, String>,
    pub expects: List<'s, Id<'s>>,
    pub hidden: Optional<'s, bool>,
    pub effects: List<'s, EffectDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `at:` of an inject.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum TriggerDoc<'s> {
    At(Located<'s, Moment>),
    Between(Located<'s, Moment>, Located<'s, Moment>),
    Started(Located<'s, Id<'s>>, Located<'s, Seconds>),
    Finished(Located<'s, Id<'s>>, Located<'s, Seconds>),
    Above(Located<'s, Id<'s>>, Located<'s, f64>),
    Overdue(Located<'s, Id<'s>>, Located<'s, Moment>),
}

/// `by:` of an inject.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum ChannelDoc {
    Phone,
    Email,
    Message,
    InPerson,
    Letter,
    Media,
    System,
}

/// `Objective(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Objective",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct ObjectiveDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub capability: Optional<'s, String>,
    pub weight: Optional<'s, f64>,
    pub critical: Optional<'s, bool>,
    pub penalty: Optional<'s, f64>,
    pub skipped: Optional<'s, SkippedDoc>,
    pub measure: Located<'s, MeasureDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `skipped:` of an objective.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum SkippedDoc {
    Leaves,
    Misses,
}

/// `measure:` of an objective.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum MeasureDoc<'s> {
    Done {
        step: Located<'s, Id<'s>>,
        target: Located<'s, Moment>,
        limit: Optional<'s, Moment>,
        because: Optional<'s, String>,
    },
    Within {
        inject: Located<'s, Id<'s>>,
        step: Located<'s, Id<'s>>,
        target: Located<'s, Seconds>,
        limit: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Elapsed {
        from: Located<'s, Id<'s>>,
        to: Located<'s, Id<'s>>,
        target: Located<'s, Seconds>,
        limit: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Final {
        impact: Located<'s, Id<'s>>,
        target: Located<'s, f64>,
        limit: Optional<'s, f64>,
        because: Optional<'s, String>,
    },
    Peak {
        impact: Located<'s, Id<'s>>,
        target: Located<'s, f64>,
        limit: Optional<'s, f64>,
        because: Optional<'s, String>,
    },
    TimeAbove {
        impact: Located<'s, Id<'s>>,
        level: Located<'s, f64>,
        target: Located<'s, Seconds>,
        limit: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Cleared {
        impact: Located<'s, Id<'s>>,
        target: Located<'s, Moment>,
        limit: Optional<'s, Moment>,
        because: Optional<'s, String>,
    },
    Order {
        first: Located<'s, Id<'s>>,
        then: Located<'s, Id<'s>>,
        because: Optional<'s, String>,
    },
    Completion {
        target: Located<'s, f64>,
        limit: Optional<'s, f64>,
        because: Optional<'s, String>,
    },
    StoodDown {
        target: Located<'s, Moment>,
        limit: Optional<'s, Moment>,
        because: Optional<'s, String>,
    },
    Cost {
        target: Located<'s, f64>,
        limit: Optional<'s, f64>,
        because: Optional<'s, String>,
    },
    Judged(Located<'s, Vec<Located<'s, String>>>),
}

shapes! {
    ScenarioDoc<'s>: "a scenario, `Scenario(…)`,";
    ExerciseDoc: "`Tabletop`, `Functional` or `FullScale`";
    StartsDoc<'s>, else Self::At: "a date with a time such as `\"2026-05-13T10:00\"`, `OneOf([…])` or `Anytime(from: \"2026-01-01\", to: \"2026-12-31\")`,";
    ChanceDoc<'s>: "a flag with its chance, such as `Chance(\"regulated\", 0.8)`,";
    OutcomeDoc<'s>: "an outcome, such as `Outcome(\"triage\", \"leak\")`,";
    ImpactDoc<'s>: "an impact, such as `Impact(id: \"records\", title: \"Records exposed\", grows: PerHour(4200))`,";
    GrowthDoc<'s>: "`PerHour(4200)` or `Doubles(\"6h\")`";
    InjectDoc<'s>: "an inject, such as `Inject(id: \"press\", title: \"A journalist calls\", at: At(\"6h\"))`,";
    TriggerDoc<'s>: "a trigger, such as `At(\"6h\")`,";
    ChannelDoc: "`Phone`, `Email`, `Message`, `InPerson`, `Letter`, `Media` or `System`";
    ObjectiveDoc<'s>: "an objective, such as `Objective(id: \"contain\", title: \"Contained\", measure: Done(step: \"revoke\", target: \"4h\"))`,";
    SkippedDoc: "`Leaves` or `Misses`";
    MeasureDoc<'s>: "a measure, such as `Done(step: \"revoke\", target: \"4h\")`,";
}
