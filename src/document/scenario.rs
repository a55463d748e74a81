//! The shape of a scenario's file.

use serde::Deserialize;

use crate::document::effect::{EffectDoc, GuardDoc};
use crate::document::located::{List, Located, Optional};
use crate::document::plain::{FilePath, Id};
use crate::document::shapes::shapes;
use crate::document::time::Moment;
use crate::quantity::{CivilTime, Date, Probability, Seconds};

/// `Scenario(…)`: the script of one drill: when it begins, what grows worse, what comes in between, what is measured.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Scenario",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct ScenarioDoc<'s> {
    /// Its name among scenarios.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// How it is rehearsed with people. Default: `Tabletop`.
    pub kind: Optional<'s, ExerciseDoc>,
    /// The organization's file.
    pub organization: Located<'s, FilePath>,
    /// The register's file. Default: none.
    pub register: Optional<'s, FilePath>,
    /// The plan's file.
    pub plan: Located<'s, FilePath>,
    /// When onset is by the calendar.
    pub starts: Located<'s, StartsDoc<'s>>,
    /// When the drill ends. Levels, costs and measures run to it.
    pub horizon: Located<'s, Moment>,
    /// What has happened, as a text to read out. Default: none.
    pub narrative: Optional<'s, String>,
    /// What the drill takes for granted. Default: `[]`.
    pub assumptions: List<'s, String>,
    /// Facts that are true from onset, each with its chance. Default: `[]`.
    pub flags: List<'s, ChanceDoc<'s>>,
    /// Outcomes that are settled instead of drawn. Default: `[]`.
    pub given: List<'s, OutcomeDoc<'s>>,
    /// Barriers of the plan that do not hold. Default: `[]`.
    pub failed_barriers: List<'s, Id<'s>>,
    /// What grows worse. Default: `[]`.
    pub impacts: List<'s, ImpactDoc<'s>>,
    /// What comes in between. Default: `[]`.
    pub injects: List<'s, InjectDoc<'s>>,
    /// What is measured. Default: `[]`.
    pub objectives: List<'s, ObjectiveDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `kind:` of a scenario. It is printed, and changes nothing in a drill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum ExerciseDoc {
    /// Talked through around a table.
    Tabletop,
    /// Done in part, with real tools.
    Functional,
    /// Done as if it were real.
    FullScale,
}

/// `starts:` of a scenario. Either a bare date with time, such as `"2026-03-13T19:40"`, or a random one; then points of
/// time are written as durations since onset.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum StartsDoc<'s> {
    /// At this time. `"2026-03-13T19:40"`
    #[serde(skip_deserializing)]
    At(Located<'s, CivilTime>),
    /// At one of these, all equally likely.
    OneOf(Located<'s, Vec<Located<'s, CivilTime>>>),
    /// At any whole hour of these days, all equally likely.
    Anytime {
        /// The first day.
        from: Located<'s, Date>,
        /// The last day, which counts.
        to: Located<'s, Date>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
}

/// `Chance(flag, chance)`: a fact that is true from onset, this likely. A flag that only an effect sets is false at first
/// and needs no line.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Chance", bound(deserialize = "'de: 's"))]
pub struct ChanceDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, Probability>);

/// `Outcome(step, label)`: whenever that step is done, this is what it finds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Outcome", bound(deserialize = "'de: 's"))]
pub struct OutcomeDoc<'s>(pub Located<'s, Id<'s>>, pub Located<'s, Id<'s>>);

/// `Impact(…)`: a level that grows by itself until something stops it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Impact", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct ImpactDoc<'s> {
    /// Its name among impacts.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// What it counts. Default: none.
    pub unit: Optional<'s, String>,
    /// The level at onset. Default: `0`.
    pub starts: Optional<'s, f64>,
    /// How it grows by itself. Default: none, it stays as it is.
    pub grows: Optional<'s, GrowthDoc<'s>>,
    /// The shift in which it grows, in the organization's zone. Default: none, it grows day and night.
    pub during: Optional<'s, Id<'s>>,
    /// The level above which it does not rise. Default: none.
    pub cap: Optional<'s, f64>,
    /// What each unit of the final level costs. Default: `0`.
    pub cost_per_unit: Optional<'s, f64>,
    /// What each unit costs for each hour. Default: `0`.
    pub cost_per_unit_hour: Optional<'s, f64>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `grows:` of an impact.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum GrowthDoc<'s> {
    /// By so many units an hour.
    PerHour(Located<'s, f64>),
    /// Twice as high after so long, again and again; from a `starts` above 0.
    Doubles(Located<'s, Seconds>),
}

/// `Inject(…)`: a message to the players, a turn of events, or both.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Inject", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct InjectDoc<'s> {
    /// Its name among injects.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// When it fires.
    pub at: Located<'s, TriggerDoc<'s>>,
    /// How likely it fires at all. Default: `1`.
    pub chance: Optional<'s, Probability>,
    /// The guard; where it is false at that time, the inject does not fire. Default: none, it fires.
    pub when: Optional<'s, GuardDoc<'s>>,
    /// Who speaks, as a text to print. Default: none.
    pub from: Optional<'s, String>,
    /// The roles that it is addressed to. Default: `[]`.
    pub to: List<'s, Id<'s>>,
    /// How it arrives. Default: none.
    pub by: Optional<'s, ChannelDoc>,
    /// What is read out. Default: none.
    pub message: Optional<'s, String>,
    /// What the facilitator asks. Default: `[]`.
    pub questions: List<'s, String>,
    /// What observers listen for. Default: `[]`.
    pub listen_for: List<'s, String>,
    /// The steps that it should set off. Default: `[]`.
    pub expects: List<'s, Id<'s>>,
    /// Whether it changes the world and is read to nobody. Default: `false`.
    pub hidden: Optional<'s, bool>,
    /// What it changes. Default: `[]`.
    pub effects: List<'s, EffectDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `at:` of an inject. It fires once, or never.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum TriggerDoc<'s> {
    /// At this point of time.
    At(Located<'s, Moment>),
    /// At any time between two, all equally likely.
    Between(Located<'s, Moment>, Located<'s, Moment>),
    /// So long after that step first starts.
    Started(Located<'s, Id<'s>>, Located<'s, Seconds>),
    /// So long after that step is first done.
    Finished(Located<'s, Id<'s>>, Located<'s, Seconds>),
    /// When that impact first exceeds the level.
    Above(Located<'s, Id<'s>>, Located<'s, f64>),
    /// At this point of time, if that step is not done by then.
    Overdue(Located<'s, Id<'s>>, Located<'s, Moment>),
}

/// `by:` of an inject. It is printed, and changes nothing in a drill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum ChannelDoc {
    /// A call.
    Phone,
    /// A mail.
    Email,
    /// A chat or text message.
    Message,
    /// Somebody at the door.
    InPerson,
    /// On paper.
    Letter,
    /// News and social media.
    Media,
    /// A monitor, a log, a screen.
    System,
}

/// `Objective(…)`: what is to be attained. Attainment is 1 at the target or better, 0 at the limit or worse, and linear
/// between.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Objective",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct ObjectiveDoc<'s> {
    /// Its name among objectives.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// The ability that it shows; reports group by it. Default: none.
    pub capability: Optional<'s, String>,
    /// How much it counts in the score. Default: `1`.
    pub weight: Optional<'s, f64>,
    /// Whether the drill is passed only if it is attained in full. Default: `false`.
    pub critical: Optional<'s, bool>,
    /// What it costs to go beyond the limit. Default: `0`.
    pub penalty: Optional<'s, f64>,
    /// What it means that its step is rightly skipped. Default: `Leaves`.
    pub skipped: Optional<'s, SkippedDoc>,
    /// What is measured, with target and limit.
    pub measure: Located<'s, MeasureDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `skipped:` of an objective. `Misses` is for `Done`, `Elapsed` and `Within` only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum SkippedDoc {
    /// The objective does not apply.
    Leaves,
    /// The objective is missed: skipping was the mistake.
    Misses,
}

/// `measure:` of an objective. Target and limit are written like what is measured: as a duration, a point of time or a
/// number.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum MeasureDoc<'s> {
    /// The point of time at which a step is done.
    Done {
        /// The step.
        step: Located<'s, Id<'s>>,
        /// What is attained in full.
        target: Located<'s, Moment>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, Moment>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The time from an inject until a step is done; 0 if it stands done already. Without the inject it does not apply.
    Within {
        /// The inject.
        inject: Located<'s, Id<'s>>,
        /// The step.
        step: Located<'s, Id<'s>>,
        /// What is attained in full.
        target: Located<'s, Seconds>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The time from one step's completion to another's.
    Elapsed {
        /// The step from whose first completion it counts.
        from: Located<'s, Id<'s>>,
        /// The step to whose last completion it counts.
        to: Located<'s, Id<'s>>,
        /// What is attained in full.
        target: Located<'s, Seconds>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The level of an impact at the horizon.
    Final {
        /// The impact.
        impact: Located<'s, Id<'s>>,
        /// What is attained in full.
        target: Located<'s, f64>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, f64>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The highest level of an impact.
    Peak {
        /// The impact.
        impact: Located<'s, Id<'s>>,
        /// What is attained in full.
        target: Located<'s, f64>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, f64>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The time that an impact spends above a level.
    TimeAbove {
        /// The impact.
        impact: Located<'s, Id<'s>>,
        /// The level that is still well.
        level: Located<'s, f64>,
        /// What is attained in full.
        target: Located<'s, Seconds>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, Seconds>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The point of time from which an impact stays at zero.
    Cleared {
        /// The impact.
        impact: Located<'s, Id<'s>>,
        /// What is attained in full.
        target: Located<'s, Moment>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, Moment>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Met if one step is done before another starts.
    Order {
        /// The step that is to be done.
        first: Located<'s, Id<'s>>,
        /// The step that may start only then.
        then: Located<'s, Id<'s>>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The share of the required steps that are done by the horizon, 0 to 1; the more, the better.
    Completion {
        /// What is attained in full.
        target: Located<'s, f64>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, f64>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The point of time at which the last required step is settled.
    StoodDown {
        /// What is attained in full.
        target: Located<'s, Moment>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, Moment>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The total cost, in the register's currency.
    Cost {
        /// What is attained in full.
        target: Located<'s, f64>,
        /// What counts for nothing; between the two it is linear. Default: the target, all or nothing.
        limit: Optional<'s, f64>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Judged by observers, who look for these; outside the score.
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
