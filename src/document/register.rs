//! The shape of a risk register's file.

#![expect(missing_docs, reason = "the fields are those of the file format")]

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::located::{List, Located, Optional};
use crate::document::plain::{FilePath, Id};
use crate::document::shapes::shapes;
use crate::quantity::{Date, Seconds};

/// `Register(…)`: a whole file.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Register",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct RegisterDoc<'s> {
    pub title: Optional<'s, String>,
    pub currency: Optional<'s, String>,
    pub as_of: Optional<'s, Date>,
    pub likelihood: List<'s, LevelDoc<'s>>,
    pub impact: List<'s, LevelDoc<'s>>,
    pub appetite: Optional<'s, u32>,
    pub risks: List<'s, RiskDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `Level(title, up_to)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Level", bound(deserialize = "'de: 's"))]
pub struct LevelDoc<'s>(pub Located<'s, String>, pub Located<'s, f64>);

/// `Risk(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Risk", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct RiskDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub category: Located<'s, CategoryDoc<'s>>,
    pub description: Optional<'s, String>,
    pub causes: List<'s, String>,
    pub consequences: List<'s, String>,
    pub owner: Optional<'s, Id<'s>>,
    pub status: Optional<'s, StatusDoc>,
    pub treatment: Optional<'s, TreatmentDoc<'s>>,
    pub inherent: Optional<'s, RatingDoc<'s>>,
    pub residual: Optional<'s, RatingDoc<'s>>,
    pub target: Optional<'s, RatingDoc<'s>>,
    pub frequency: Optional<'s, DistributionDoc<'s, f64>>,
    pub plan: Optional<'s, FilePath>,
    pub drills: List<'s, FilePath>,
    pub drill_every: Optional<'s, Seconds>,
    pub last_drill: Optional<'s, Date>,
    pub review_every: Optional<'s, Seconds>,
    pub reviewed: Optional<'s, Date>,
    pub indicators: List<'s, IndicatorDoc<'s>>,
    pub actions: List<'s, ActionDoc<'s>>,
    pub references: List<'s, String>,
    pub tags: List<'s, String>,
    pub because: Optional<'s, String>,
}

/// `category:` of a risk.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum CategoryDoc<'s> {
    ResourceShortage,
    Delay,
    DataLeak,
    Other(Located<'s, String>),
}

/// `status:` of a risk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum StatusDoc {
    Open,
    Closed,
}

/// `treatment:` of a risk.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum TreatmentDoc<'s> {
    Avoid,
    Mitigate,
    Transfer {
        deductible: Located<'s, f64>,
        cover: Located<'s, f64>,
        because: Optional<'s, String>,
    },
    Accept {
        by: Located<'s, Id<'s>>,
        until: Optional<'s, Date>,
        because: Optional<'s, String>,
    },
}

/// `Rating(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Rating", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct RatingDoc<'s> {
    pub likelihood: Located<'s, u32>,
    pub impact: Located<'s, u32>,
    pub because: Optional<'s, String>,
}

/// `Indicator(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Indicator",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct IndicatorDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub unit: Optional<'s, String>,
    pub value: Optional<'s, f64>,
    pub warn: Optional<'s, ThresholdDoc<'s>>,
    pub alarm: Optional<'s, ThresholdDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `warn:` and `alarm:` of an indicator.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum ThresholdDoc<'s> {
    Above(Located<'s, f64>),
    Below(Located<'s, f64>),
}

/// `Action(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Action", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct ActionDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub owner: Optional<'s, Id<'s>>,
    pub due: Optional<'s, Date>,
    pub cost: Optional<'s, f64>,
    pub status: Optional<'s, ActionStatusDoc>,
    pub because: Optional<'s, String>,
}

/// `status:` of an action.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum ActionStatusDoc {
    Open,
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
