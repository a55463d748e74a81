//! The shape of a risk register's file.

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::located::{List, Located, Optional};
use crate::document::plain::{FilePath, Id};
use crate::document::shapes::shapes;
use crate::quantity::{Date, Seconds};

/// `Register(…)`: the risks, and the scales on which they are rated.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Register",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct RegisterDoc<'s> {
    /// What it is called in reports. Default: `"Risk register"`.
    pub title: Optional<'s, String>,
    /// What all money of the workspace is counted in, such as `"CNY"`. Default: none.
    pub currency: Optional<'s, String>,
    /// The day on which it was last brought up to date. Default: none.
    pub as_of: Optional<'s, Date>,
    /// The scale of likelihood, from the lowest level to the highest. Default: `[]`.
    pub likelihood: List<'s, LevelDoc<'s>>,
    /// The scale of impact, from the lowest level to the highest. Default: `[]`.
    pub impact: List<'s, LevelDoc<'s>>,
    /// The highest product of likelihood level and impact level that is accepted. Default: none.
    pub appetite: Optional<'s, u32>,
    /// The risks. Default: `[]`.
    pub risks: List<'s, RiskDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `Level(title, up_to)`: one level of a scale; levels count from 1. `up_to` is the upper end: so many times a year on
/// the scale of likelihood, so much money per event on the scale of impact.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Level", bound(deserialize = "'de: 's"))]
pub struct LevelDoc<'s>(pub Located<'s, String>, pub Located<'s, f64>);

/// `Risk(…)`: what may happen, who owns it, and what is done about it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Risk", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct RiskDoc<'s> {
    /// Its name among risks.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// What kind of risk it is.
    pub category: Located<'s, CategoryDoc<'s>>,
    /// What may happen, as a text to print. Default: none.
    pub description: Optional<'s, String>,
    /// Why it may happen. Default: `[]`.
    pub causes: List<'s, String>,
    /// What follows if it does. Default: `[]`.
    pub consequences: List<'s, String>,
    /// The role that answers for it. Default: none.
    pub owner: Optional<'s, Id<'s>>,
    /// Whether it is still watched. Default: `Open`.
    pub status: Optional<'s, StatusDoc>,
    /// What was decided about it. Default: none.
    pub treatment: Optional<'s, TreatmentDoc<'s>>,
    /// The rating as if nothing were done. Default: none.
    pub inherent: Optional<'s, RatingDoc<'s>>,
    /// The rating with what is done today. Default: none.
    pub residual: Optional<'s, RatingDoc<'s>>,
    /// The rating that is aimed at. Default: none.
    pub target: Optional<'s, RatingDoc<'s>>,
    /// Incidents a year if every averting barrier failed. Default: none.
    pub frequency: Optional<'s, DistributionDoc<'s, f64>>,
    /// The plan that answers it. Default: none.
    pub plan: Optional<'s, FilePath>,
    /// The scenarios that rehearse it. Default: `[]`.
    pub drills: List<'s, FilePath>,
    /// How often it is to be rehearsed. Default: none.
    pub drill_every: Optional<'s, Seconds>,
    /// The day on which it was last rehearsed. Default: none.
    pub last_drill: Optional<'s, Date>,
    /// How often it is to be reviewed. Default: none.
    pub review_every: Optional<'s, Seconds>,
    /// The day on which it was last reviewed. Default: none.
    pub reviewed: Optional<'s, Date>,
    /// Numbers that tell early. Default: `[]`.
    pub indicators: List<'s, IndicatorDoc<'s>>,
    /// What is still to be done. Default: `[]`.
    pub actions: List<'s, ActionDoc<'s>>,
    /// Where standards and documents speak of it. Default: `[]`.
    pub references: List<'s, String>,
    /// Words to find it by. Default: `[]`.
    pub tags: List<'s, String>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `category:` of a risk.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum CategoryDoc<'s> {
    /// Too few people or things.
    ResourceShortage,
    /// Too late.
    Delay,
    /// Data in the wrong hands.
    DataLeak,
    /// Any other kind, in your words.
    Other(Located<'s, String>),
}

/// `status:` of a risk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum StatusDoc {
    /// It is watched.
    Open,
    /// It is kept for the record.
    Closed,
}

/// `treatment:` of a risk.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum TreatmentDoc<'s> {
    /// What could cause it is given up.
    Avoid,
    /// Barriers and plans make it rarer or smaller.
    Mitigate,
    /// Somebody else pays, such as an insurer.
    Transfer {
        /// The loss per event up to which you pay yourself.
        deductible: Located<'s, f64>,
        /// The loss per event up to which the other side pays, not below `deductible`.
        cover: Located<'s, f64>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Somebody has decided to live with it.
    Accept {
        /// The role that decided.
        by: Located<'s, Id<'s>>,
        /// The day on which the decision is to be taken anew. Default: none.
        until: Optional<'s, Date>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
}

/// `Rating(…)`: a place in the matrix of likelihood and impact.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Rating", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct RatingDoc<'s> {
    /// The level of likelihood, from 1.
    pub likelihood: Located<'s, u32>,
    /// The level of impact, from 1.
    pub impact: Located<'s, u32>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `Indicator(…)`: a number that tells early that a risk grows.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Indicator",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct IndicatorDoc<'s> {
    /// Its name among indicators.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// What it counts. Default: none.
    pub unit: Optional<'s, String>,
    /// The latest value. Default: none.
    pub value: Optional<'s, f64>,
    /// Where the warning begins. Default: none.
    pub warn: Optional<'s, ThresholdDoc<'s>>,
    /// Where the alarm begins: beyond the warning, on the same side. Default: none.
    pub alarm: Optional<'s, ThresholdDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `warn:` and `alarm:` of an indicator.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum ThresholdDoc<'s> {
    /// Everything above this value. `Above(3)`
    Above(Located<'s, f64>),
    /// Everything below this value.
    Below(Located<'s, f64>),
}

/// `Action(…)`: something still to be done about a risk.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Action", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct ActionDoc<'s> {
    /// Its name among actions.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// The role that does it. Default: none.
    pub owner: Optional<'s, Id<'s>>,
    /// The day by which it is to be done. Default: none.
    pub due: Optional<'s, Date>,
    /// What it costs. Default: none.
    pub cost: Optional<'s, f64>,
    /// Whether it is done. Default: `Open`.
    pub status: Optional<'s, ActionStatusDoc>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `status:` of an action.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum ActionStatusDoc {
    /// It is still to be done.
    Open,
    /// It is done.
    Done,
}

shapes! {
    RegisterDoc<'s>: "a register, `Register(…)`,";
    LevelDoc<'s>: "a level, such as `Level(\"rare\", 0.1)`,";
    RiskDoc<'s>: "a risk, such as `Risk(id: \"R-03\", title: \"Customer data leak\", category: DataLeak)`,";
    CategoryDoc<'s>: "`ResourceShortage`, `Delay`, `DataLeak` or `Other(\"…\")`";
    StatusDoc: "`Open` or `Closed`";
    TreatmentDoc<'s>: "`Avoid`, `Mitigate`, `Transfer(deductible: 1000, cover: 100000)` or `Accept(by: \"role\", until: \"2026-12-31\")`";
    RatingDoc<'s>: "a rating, such as `Rating(likelihood: 2, impact: 3)`,";
    IndicatorDoc<'s>: "an indicator, such as `Indicator(id: \"open-buckets\", title: \"World-readable buckets\", warn: Above(0))`,";
    ThresholdDoc<'s>: "`Above(3)` or `Below(3)`";
    ActionDoc<'s>: "an action, such as `Action(id: \"A-7\", title: \"Alarm on public buckets\", due: \"2026-04-01\")`,";
    ActionStatusDoc: "`Open` or `Done`";
}
