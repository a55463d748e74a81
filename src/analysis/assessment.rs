//! What one replication is worth: every objective judged, the score, the cost.

use crate::analysis::{Chain, Rating};
use crate::quantity::{Arena, ImpactId, ObjectiveId, Seconds};

/// The assessment of one replication.
#[derive(Clone, PartialEq, Debug)]
pub struct Assessment {
    /// Which replication.
    pub replication: u64,
    /// What became of each objective.
    pub objectives: Arena<ObjectiveId, Verdict>,
    /// From 0 to 100; `None`: no objective with a weight applies.
    pub score: Option<f64>,
    /// Whether every critical objective that applies is met; `None`: the scenario has none.
    pub passed: Option<bool>,
    /// What it cost.
    pub cost: Cost,
    /// The last completion of any step that is done at the horizon; onset if there is none.
    pub makespan: Seconds,
}

/// What became of an objective.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// For observers to judge; outside the score.
    Judged,
    /// It does not apply in this replication.
    NotApplicable,
    /// It applies.
    Applies(Judgment),
}

/// How well an objective that applies was reached.
#[derive(Clone, PartialEq, Debug)]
pub struct Judgment {
    /// What was measured; `None`: never.
    pub value: Option<Value>,
    /// From 0 (the limit, or never) to 1 (the target).
    pub attainment: f64,
    /// The same in four steps.
    pub rating: Rating,
    /// Strictly beyond the limit, or never.
    pub is_beyond_limit: bool,
    /// The penalty charged.
    pub penalty: f64,
    /// The moment at which the outcome stood.
    pub decided: Seconds,
    /// What held a measured time up; `None`: no time measured on a step, or histories were not kept.
    pub chain: Option<Chain>,
}

impl Judgment {
    /// Whether the target was reached.
    pub fn is_met(&self) -> bool {
        self.rating == Rating::Performed
    }
}

impl Verdict {
    /// The judgment, where the objective applies.
    pub fn judgment(&self) -> Option<&Judgment> {
        match self {
            Self::Judged | Self::NotApplicable => None,
            Self::Applies(judgment) => Some(judgment),
        }
    }
}

/// What was measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Value {
    /// How much, in its unit.
    pub amount: f64,
    /// The unit.
    pub unit: Unit,
}

/// The unit of a measured value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Seconds from onset.
    Moment,
    /// Seconds.
    Duration,
    /// Units of that impact.
    Level(ImpactId),
    /// From 0 to 1.
    Share,
    /// The register's currency.
    Money,
    /// 1 if the order was kept, 0 if not.
    Kept,
}

/// What a replication cost, in the register's currency.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cost {
    /// Hours in work × cost per hour.
    pub labour: f64,
    /// Costs of the attempts that started.
    pub steps: f64,
    /// Final levels and areas of impacts at their prices.
    pub impacts: f64,
    /// Penalties of objectives.
    pub penalties: f64,
}

impl Cost {
    /// All of it.
    pub fn total(&self) -> f64 {
        self.labour + self.steps + self.impacts + self.penalties
    }
}
