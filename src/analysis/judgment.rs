//! What one objective is worth in a replication: met or missed, by how much, and what it is charged.

use crate::analysis::measure::{Bounds, Reading};
use crate::analysis::timing::StepTime;
use crate::analysis::{Chain, Rating, attainment};
use crate::model::Objective;
use crate::quantity::{ImpactId, Seconds};

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

/// What becomes of an objective of which this was read; `explain` tells what held a time up.
#[inline]
pub(super) fn verdict(
    objective: &Objective,
    reading: &Reading,
    explain: impl FnOnce(StepTime) -> Option<Chain>,
) -> Verdict {
    let (value, attainment, decided, time) = match reading {
        Reading::Judged => return Verdict::Judged,
        Reading::NotApplicable => return Verdict::NotApplicable,
        Reading::Never { decided } => (None, 0.0, *decided, None),
        Reading::Reached {
            value,
            bounds,
            decided,
            time,
        } => (
            Some(*value),
            bounds.attainment(value.amount),
            *decided,
            *time,
        ),
    };
    Verdict::Applies(Judgment {
        value,
        attainment,
        rating: Rating::of(attainment),
        is_beyond_limit: is_beyond_limit(reading),
        penalty: penalty(objective, reading),
        decided,
        chain: time.and_then(explain),
    })
}

/// Charged when the value is beyond the limit, or there is none.
pub(super) fn penalty(objective: &Objective, reading: &Reading) -> f64 {
    if is_beyond_limit(reading) {
        objective.penalty
    } else {
        0.0
    }
}

fn is_beyond_limit(reading: &Reading) -> bool {
    match reading {
        Reading::Judged | Reading::NotApplicable => false,
        Reading::Never { .. } => true,
        Reading::Reached { value, bounds, .. } => match bounds {
            Bounds::AtMost { limit, .. } => value.amount > *limit,
            Bounds::AtLeast { limit, .. } => value.amount < *limit,
        },
    }
}

impl Bounds {
    fn attainment(self, value: f64) -> f64 {
        match self {
            Self::AtMost { target, limit } => attainment(value, target, limit),
            Self::AtLeast { target, limit } => attainment(-value, -target, -limit),
        }
    }
}
