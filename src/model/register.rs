//! The risk register: what may happen, how bad, whose it is, and what is done about it.

use crate::model::{Because, Name};
use crate::quantity::{Date, Distribution, RoleId, Seconds};

/// The organization's list of risks.
#[derive(Clone, PartialEq, Debug)]
pub struct Register {
    /// Title.
    pub title: String,
    /// Currency of all money.
    pub currency: Option<String>,
    /// The day it describes.
    pub as_of: Option<Date>,
    /// Likelihood levels, ascending: title, up to so many times a year.
    pub likelihood: Vec<Level>,
    /// Impact levels, ascending: title, up to so much per event.
    pub impact: Vec<Level>,
    /// Highest likelihood level × impact level accepted.
    pub appetite: Option<u32>,
    /// Risks by id.
    pub risks: Vec<Risk>,
    /// Where this comes from.
    pub because: Because,
}

/// A level of a scale.
#[derive(Clone, PartialEq, Debug)]
pub struct Level {
    /// Title.
    pub title: String,
    /// Upper end.
    pub up_to: f64,
}

/// One risk.
#[derive(Clone, PartialEq, Debug)]
pub struct Risk {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// Category.
    pub category: Category,
    /// In a sentence or two.
    pub description: Option<String>,
    /// What leads to it.
    pub causes: Vec<String>,
    /// What it leads to.
    pub consequences: Vec<String>,
    /// The role that owns it.
    pub owner: Option<RoleId>,
    /// Open or closed.
    pub status: Status,
    /// What is done about it.
    pub treatment: Option<Treatment>,
    /// Without any treatment.
    pub inherent: Option<Rating>,
    /// As things are.
    pub residual: Option<Rating>,
    /// As they should be.
    pub target: Option<Rating>,
    /// Incidents a year if every averting barrier failed.
    pub frequency: Option<Distribution>,
    /// File of its plan, as written.
    pub plan: Option<String>,
    /// Files of its drills, as written.
    pub drills: Vec<String>,
    /// How often it is to be drilled.
    pub drill_every: Option<Seconds>,
    /// When it was drilled last.
    pub last_drill: Option<Date>,
    /// How often it is to be reviewed.
    pub review_every: Option<Seconds>,
    /// When it was reviewed last.
    pub reviewed: Option<Date>,
    /// Key risk indicators.
    pub indicators: Vec<Indicator>,
    /// Corrective actions.
    pub actions: Vec<Action>,
    /// Standards and documents.
    pub references: Vec<String>,
    /// Free keywords.
    pub tags: Vec<String>,
    /// Where this comes from.
    pub because: Because,
}

/// Category of a risk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Category {
    /// Too few people, too little money, too little equipment.
    ResourceShortage,
    /// Too late.
    Delay,
    /// Data in wrong hands.
    DataLeak,
    /// Something else.
    Other(String),
}

/// Open or done with: of risks `Closed`, of actions `Done`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Still there.
    Open,
    /// Not any more.
    Closed,
}

/// What is done about a risk.
#[derive(Clone, PartialEq, Debug)]
pub enum Treatment {
    /// The activity is given up.
    Avoid,
    /// Likelihood or impact is reduced.
    Mitigate,
    /// Somebody else pays.
    Transfer {
        /// What remains with us, per event.
        deductible: f64,
        /// Up to which loss the other side pays.
        cover: f64,
    },
    /// Accepted for a time.
    Accept {
        /// The role that accepted it.
        by: RoleId,
        /// Until which day.
        until: Option<Date>,
    },
}

/// A place in the risk matrix; levels count from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rating {
    /// Likelihood level.
    pub likelihood: u32,
    /// Impact level.
    pub impact: u32,
}

/// A key risk indicator.
#[derive(Clone, PartialEq, Debug)]
pub struct Indicator {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// What the value counts.
    pub unit: Option<String>,
    /// Value now, where known.
    pub value: Option<f64>,
    /// When to look closer.
    pub warn: Option<Threshold>,
    /// When to act.
    pub alarm: Option<Threshold>,
    /// Where this comes from.
    pub because: Because,
}

/// A threshold of an indicator.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Threshold {
    /// Strictly above is bad.
    Above(f64),
    /// Strictly below is bad.
    Below(f64),
}

/// A corrective action.
#[derive(Clone, PartialEq, Debug)]
pub struct Action {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// The role that does it.
    pub owner: Option<RoleId>,
    /// When it is due.
    pub due: Option<Date>,
    /// What it costs.
    pub cost: Option<f64>,
    /// Open or done.
    pub status: Status,
    /// Where this comes from.
    pub because: Because,
}
