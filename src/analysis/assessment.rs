//! What one replication is worth: every objective judged, the score, the cost.

use crate::analysis::chain::chain;
use crate::analysis::judgment::verdict;
use crate::analysis::measure::measure;
use crate::analysis::timing::StepTime;
use crate::analysis::{Chain, Verdict};
use crate::model::{Drill, Measure, Objective};
use crate::program::Program;
use crate::quantity::{Arena, Index, ObjectiveId, Seconds, StepId};
use crate::simulate::{Outcome, Replication, StepOutcome};

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

impl Assessment {
    /// The assessment of a drill before anything is judged.
    pub(super) fn blank(drill: &Drill) -> Self {
        Self {
            replication: 0,
            objectives: (drill.scenario.objectives.iter())
                .map(|_| Verdict::Judged)
                .collect(),
            score: None,
            passed: None,
            cost: Cost {
                labour: 0.0,
                steps: 0.0,
                impacts: 0.0,
                penalties: 0.0,
            },
            makespan: Seconds::ZERO,
        }
    }
}

/// Judges every objective of a replication and adds up score and cost. Chains are there if the replication was explained.
pub fn assess(drill: &Drill, replication: &Replication) -> Assessment {
    let mut assessment = Assessment::blank(drill);
    assess_into(drill, replication, &mut assessment, |_, time| {
        explained(drill, replication, time)
    });
    assessment
}

/// The same in the place of an assessment of the same drill; `explain` is told every time measured on a step, and tells what held
/// it up.
pub(super) fn assess_into(
    drill: &Drill,
    replication: &Replication,
    assessment: &mut Assessment,
    mut explain: impl FnMut(ObjectiveId, StepTime) -> Option<Chain>,
) {
    let outcome = &replication.outcome;
    let base = Cost {
        labour: outcome.labour_cost,
        steps: outcome.step_cost,
        impacts: impact_cost(drill, outcome),
        penalties: 0.0,
    };
    assessment.replication = outcome.replication;
    assessment.makespan = makespan(outcome);
    let objectives = &drill.scenario.objectives;
    let mut cost = base;
    // What counts as cost is known once everything else is judged.
    for are_costs in [false, true] {
        let measured_cost = cost.total();
        let due = objectives.entries();
        for (id, objective) in due.filter(|(_, objective)| is_cost(objective) == are_costs) {
            let reading = measure(drill, outcome, id, measured_cost);
            let verdict = verdict(objective, &reading, |time| explain(id, time));
            if let Some(judgment) = verdict.judgment() {
                cost.penalties += judgment.penalty;
            }
            assessment.objectives[id] = verdict;
        }
    }
    let mut standing = Standing::default();
    for (objective, verdict) in objectives.iter().zip(assessment.objectives.iter()) {
        standing.add(objective, verdict);
    }
    assessment.score = standing.score();
    assessment.passed = standing.passed;
    assessment.cost = cost;
}

/// What the steps of a plan cost where each of them starts once.
pub(super) fn step_costs(program: &Program) -> f64 {
    program.steps.iter().map(|step| step.cost).sum()
}

pub(super) fn is_cost(objective: &Objective) -> bool {
    matches!(objective.measure, Measure::Cost { .. })
}

/// Final levels and areas at their prices.
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

/// The chain of a measured time, where histories were kept.
fn explained(drill: &Drill, replication: &Replication, time: StepTime) -> Option<Chain> {
    // Every step that is done has a history, if histories were kept.
    let has_history = |step: StepId| {
        let history = replication.histories.iter().nth(step.place());
        history.is_some_and(|history| !history.is_empty())
    };
    let is_kept = match time.until {
        Some((step, _)) => has_history(step),
        None => replication.histories.ids().any(has_history),
    };
    is_kept.then(|| chain(drill, replication, time))
}

/// What the objectives of a replication come to, taken in one after the other.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub(super) struct Standing {
    reached: f64,
    weights: f64,
    /// Whether all critical objectives that apply are met; `None`: none is critical. One that only observers judge counts for
    /// nothing here.
    pub(super) passed: Option<bool>,
}

impl Standing {
    #[inline]
    pub(super) fn add(&mut self, objective: &Objective, verdict: &Verdict) {
        let is_met = match verdict {
            Verdict::Judged => return,
            Verdict::NotApplicable => true,
            Verdict::Applies(judgment) => {
                self.reached += objective.weight * judgment.attainment;
                self.weights += objective.weight;
                judgment.is_met()
            }
        };
        if objective.critical {
            self.passed = Some(is_met && self.passed != Some(false));
        }
    }

    /// 100 × Σ weight × attainment / Σ weight over the objectives that apply.
    #[inline]
    pub(super) fn score(&self) -> Option<f64> {
        (self.weights > 0.0).then(|| 100.0 * self.reached / self.weights)
    }
}

fn makespan(outcome: &Outcome) -> Seconds {
    outcome
        .steps
        .iter()
        .filter_map(StepOutcome::finished)
        .fold(Seconds::ZERO, Seconds::max)
}

#[cfg(test)]
mod tests;
