//! The shapes of effects and guards, which steps, barriers and injects share.

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::located::{Located, Optional};
use crate::document::plain::Id;
use crate::document::shapes::shapes;
use crate::quantity::Seconds;

/// An effect: what a step, a barrier or an inject changes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum EffectDoc<'s> {
    /// The impact no longer grows.
    Stop(Located<'s, Id<'s>>),
    /// The impact grows so many times as fast.
    Scale(Located<'s, Id<'s>>, Located<'s, f64>),
    /// The impact's level rises at once by an amount, which may be a distribution; below 0 it falls.
    Add(Located<'s, Id<'s>>, Located<'s, DistributionDoc<'s, f64>>),
    /// The impact's level falls at a rate.
    Drain {
        /// The impact.
        impact: Located<'s, Id<'s>>,
        /// Units an hour.
        per_hour: Located<'s, f64>,
        /// For so long. Default: none, to the end.
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// A flag is true from now on.
    Set(Located<'s, Id<'s>>),
    /// A step that sleeps `on_demand` is called for.
    Require(Located<'s, Id<'s>>),
    /// A step that is done must be done again.
    Reopen(Located<'s, Id<'s>>),
    /// People are gone; what they had in hand is interrupted.
    Absent {
        /// The person or team.
        person: Located<'s, Id<'s>>,
        /// How many of a team. Default: none, everybody.
        count: Optional<'s, u32>,
        /// For so long. Default: none, to the end.
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// People are here from now on without a call; it ends an absence or a rest.
    Arrive {
        /// The person or team.
        person: Located<'s, Id<'s>>,
        /// How many of a team. Default: none, everybody.
        count: Optional<'s, u32>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Units of a resource are taken away.
    Lose {
        /// The resource.
        resource: Located<'s, Id<'s>>,
        /// How many units. Default: `1`.
        count: Optional<'s, u64>,
        /// For so long. Default: none, to the end.
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Units of a resource are added.
    Gain {
        /// The resource.
        resource: Located<'s, Id<'s>>,
        /// How many units. Default: `1`.
        count: Optional<'s, u64>,
        /// For so long. Default: none, to the end.
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Work that starts in that time lasts longer.
    Slow {
        /// The steps.
        steps: Located<'s, StepSetDoc<'s>>,
        /// How many times as long; below 1 it is shorter.
        factor: Located<'s, f64>,
        /// For so long. Default: none, to the end.
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Calls are answered later.
    SlowAnswers {
        /// How many times as late; below 1 it is earlier.
        factor: Located<'s, f64>,
        /// For so long. Default: none, to the end.
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Steps may not start in that time.
    Hold {
        /// The steps.
        steps: Located<'s, StepSetDoc<'s>>,
        /// For so long. Default: none, to the end.
        #[serde(rename = "for")]
        duration: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The next so many ends of a step's work fail, the attempt in hand included.
    Fail(Located<'s, Id<'s>>, Located<'s, u32>),
}

/// `steps:` of an effect. Either a bare list of steps, such as `["restore"]`, or all of them.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum StepSetDoc<'s> {
    /// Every step of the plan.
    All,
    /// These steps. `["restore"]`
    #[serde(skip_deserializing)]
    These(Located<'s, Vec<Located<'s, Id<'s>>>>),
}

/// A guard: what must be true for a step to be done, for an inject to fire.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum GuardDoc<'s> {
    /// That step is done and found this; false while it is not done.
    Outcome(Located<'s, Id<'s>>, Located<'s, Id<'s>>),
    /// The flag is true.
    Flag(Located<'s, Id<'s>>),
    /// The guard inside is false.
    Not(Located<'s, GuardDoc<'s>>),
    /// Every guard of the list is true.
    All(Located<'s, Vec<Located<'s, GuardDoc<'s>>>>),
    /// At least one guard of the list is true.
    Any(Located<'s, Vec<Located<'s, GuardDoc<'s>>>>),
}

shapes! {
    EffectDoc<'s>: "an effect, such as `Stop(\"records\")`,";
    StepSetDoc<'s>, else Self::These: "`All`, or a list of steps such as `[\"restore\"]`,";
    GuardDoc<'s>: "a guard, such as `Outcome(\"triage\", \"leak\")`,";
}
