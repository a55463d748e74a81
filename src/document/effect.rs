//! The shapes of effects and guards, which steps, barriers and injects share.

#![expect(missing_docs, reason = "the fields are those of the file format")]

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::located::{Located, Optional};
use crate::document::plain::Id;
use crate::document::shapes::shapes;
use crate::quantity::Seconds;

/// An effect.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum EffectDoc<'s> {
    Stop(Located<'s, Id<'s>>),
    Scale(Located<'s, Id<'s>>, Located<'s, f64>),
    Add(Located<'s, Id<'s>>, Located<'s, DistributionDoc<'s, f64>>),
    Drain {
        impact: Located<'s, Id<'s>>,
        per_hour: Located<'s, f64>,
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Set(Located<'s, Id<'s>>),
    Require(Located<'s, Id<'s>>),
    Reopen(Located<'s, Id<'s>>),
    Absent {
        person: Located<'s, Id<'s>>,
        count: Optional<'s, u32>,
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Arrive {
        person: Located<'s, Id<'s>>,
        count: Optional<'s, u32>,
        because: Optional<'s, String>,
    },
    Lose {
        resource: Located<'s, Id<'s>>,
        count: Optional<'s, u64>,
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Gain {
        resource: Located<'s, Id<'s>>,
        count: Optional<'s, u64>,
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Slow {
        steps: Located<'s, StepSetDoc<'s>>,
        factor: Located<'s, f64>,
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    SlowAnswers {
        factor: Located<'s, f64>,
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Hold {
        steps: Located<'s, StepSetDoc<'s>>,
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        because: Optional<'s, String>,
    },
    Fail(Located<'s, Id<'s>>, Located<'s, u32>),
}

/// `steps:` of an effect.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum StepSetDoc<'s> {
    All,
    /// Written as the bare list.
    #[serde(skip_deserializing)]
    These(Located<'s, Vec<Located<'s, Id<'s>>>>),
}

/// A guard.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum GuardDoc<'s> {
    Outcome(Located<'s, Id<'s>>, Located<'s, Id<'s>>),
    Flag(Located<'s, Id<'s>>),
    Not(Located<'s, GuardDoc<'s>>),
    All(Located<'s, Vec<Located<'s, GuardDoc<'s>>>>),
    Any(Located<'s, Vec<Located<'s, GuardDoc<'s>>>>),
}

shapes! {
    EffectDoc<'s>: "an effect, such as `Stop(\"records\")`,";
    StepSetDoc<'s>, else Self::These: "`All`, or a list of steps such as `[\"restore\"]`,";
    GuardDoc<'s>: "a guard, such as `Outcome(\"triage\", \"leak\")`,";
}
