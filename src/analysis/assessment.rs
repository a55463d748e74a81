//! What one replication is worth: every objective judged, the score, the cost.

use crate::analysis::chain::{chain, empty_chain};
use crate::analysis::measure::{Bounds, Reading, StepTime, last_completion, measure};
use crate::analysis::{Chain, Rating, attainment};
use crate::model::{Drill, Measure, Objective};
use crate::quantity::{Arena, ImpactId, ObjectiveId, Seconds};
use crate::simulate::{Outcome, Replication};

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

/// Judges every objective of a replication and adds up score and cost (design page 3, sections 3.8 to 3.11). Chains are
/// there if the replication was explained.
pub fn assess(drill: &Drill, replication: &Replication) -> Assessment {
    let outcome = &replication.outcome;
    let mut cost = Cost {
        labour: outcome.labour_cost,
        steps: outcome.step_cost,
        impacts: impact_cost(drill, outcome),
        penalties: 0.0,
    };
    let objectives = &drill.scenario.objectives;
    for (id, objective) in objectives.entries() {
        if !is_cost(objective) {
            cost.penalties += penalty(objective, &measure(drill, outcome, id, 0.0));
        }
    }
    let measured_cost = cost.total();
    let verdicts: Arena<ObjectiveId, Verdict> = objectives
        .entries()
        .map(|(id, objective)| {
            let reading = measure(drill, outcome, id, measured_cost);
            verdict(drill, replication, objective, &reading)
        })
        .collect();
    for (objective, verdict) in objectives.iter().zip(verdicts.iter()) {
        if let (true, Some(judgment)) = (is_cost(objective), verdict.judgment()) {
            cost.penalties += judgment.penalty;
        }
    }
    Assessment {
        replication: outcome.replication,
        score: score(objectives, &verdicts),
        passed: passed(objectives, &verdicts),
        objectives: verdicts,
        cost,
        makespan: makespan(outcome),
    }
}

fn is_cost(objective: &Objective) -> bool {
    matches!(objective.measure, Measure::Cost { .. })
}

/// Final levels and areas at their prices (section 3.8).
fn impact_cost(drill: &Drill, outcome: &Outcome) -> f64 {
    drill
        .scenario
        .impacts
        .iter()
        .zip(outcome.impacts.iter())
        .map(|(impact, result)| {
            impact.cost_per_unit * result.level_final
                + impact.cost_per_unit_hour * result.area_unit_hours
        })
        .sum()
}

fn verdict(
    drill: &Drill,
    replication: &Replication,
    objective: &Objective,
    reading: &Reading,
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
        chain: time.and_then(|time| explained(drill, replication, time)),
    })
}

/// The chain of a measured time, where histories were kept.
fn explained(drill: &Drill, replication: &Replication, time: StepTime) -> Option<Chain> {
    if replication.histories.is_empty() {
        return None;
    }
    Some(match &time.until {
        Some((step, completion)) => chain(drill, replication, time.from, *step, completion),
        None => empty_chain(time.from),
    })
}

/// Charged when the value is beyond the limit, or there is none (section 3.8).
fn penalty(objective: &Objective, reading: &Reading) -> f64 {
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

/// 100 × Σ weight × attainment / Σ weight over the objectives that apply (section 3.10).
fn score(
    objectives: &Arena<ObjectiveId, Objective>,
    verdicts: &Arena<ObjectiveId, Verdict>,
) -> Option<f64> {
    let (mut reached, mut weights) = (0.0, 0.0);
    for (objective, verdict) in objectives.iter().zip(verdicts.iter()) {
        if let Some(judgment) = verdict.judgment() {
            reached += objective.weight * judgment.attainment;
            weights += objective.weight;
        }
    }
    (weights > 0.0).then(|| 100.0 * reached / weights)
}

/// Whether all critical objectives that apply are met; one that only observers judge counts for nothing here.
fn passed(
    objectives: &Arena<ObjectiveId, Objective>,
    verdicts: &Arena<ObjectiveId, Verdict>,
) -> Option<bool> {
    let critical = || {
        objectives
            .iter()
            .zip(verdicts.iter())
            .filter(|(objective, verdict)| objective.critical && **verdict != Verdict::Judged)
    };
    critical().next()?;
    Some(critical().all(|(_, verdict)| verdict.judgment().is_none_or(Judgment::is_met)))
}

fn makespan(outcome: &Outcome) -> Seconds {
    outcome
        .steps
        .iter()
        .filter_map(last_completion)
        .map(|completion| completion.at)
        .max()
        .unwrap_or(Seconds::ZERO)
}
