//! What one replication is worth: every objective judged, the score, the cost.

use crate::analysis::chain::chain;
use crate::analysis::measure::{Bounds, Reading, measure};
use crate::analysis::timing::StepTime;
use crate::analysis::{Chain, Rating, attainment};
use crate::model::{Drill, Measure, Objective};
use crate::program::Program;
use crate::quantity::{Arena, ImpactId, Index, ObjectiveId, Seconds, StepId};
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
mod tests {
    use super::*;
    use crate::analysis::fixture::{done, drill, in_state, replication, s};
    use crate::simulate::{ImpactOutcome, StepState};

    fn done_by(step: usize, target: i64, limit: i64) -> Measure {
        Measure::Done {
            step: Some(s(step)),
            target: Seconds(target),
            limit: Seconds(limit),
        }
    }

    fn play(steps: Vec<StepOutcome>) -> Replication {
        replication(steps, Vec::new())
    }

    fn judgment(assessment: &Assessment, place: usize) -> &Judgment {
        assessment.objectives[ObjectiveId::new(place)]
            .judgment()
            .unwrap()
    }

    #[test]
    fn the_score_weighs_the_objectives_that_apply() {
        // Attainments 1, 0.5 and 0 with weights 1, 2 and 1; the fourth does not apply, the fifth is judged by observers.
        let mut drill = drill(4).with_objectives(vec![
            done_by(0, 100, 200),
            done_by(1, 100, 200),
            done_by(2, 100, 200),
            done_by(3, 100, 200),
            Measure::Judged(vec!["calm".into()]),
        ]);
        drill.objective(1).weight = 2.0;
        let assessment = assess(
            &drill,
            &play(vec![
                done(&[(100, None)]),
                done(&[(150, None)]),
                in_state(StepState::Failed),
                in_state(StepState::Skipped),
            ]),
        );
        assert_eq!(assessment.score, Some(50.0));
        assert_eq!(judgment(&assessment, 1).rating, Rating::SomeChallenges);
        assert_eq!(judgment(&assessment, 2).value, None);
        assert_eq!(assessment.makespan, Seconds(150));
    }

    #[test]
    fn without_an_objective_that_applies_there_is_no_score() {
        let drill = drill(1).with_objectives(vec![done_by(0, 100, 200)]);
        let assessment = assess(&drill, &play(vec![in_state(StepState::Dormant)]));
        assert_eq!(assessment.score, None);
        assert_eq!(assessment.makespan, Seconds::ZERO);
    }

    #[test]
    fn a_drill_is_passed_if_every_critical_objective_that_applies_is_met() {
        let passed = |critical: &[usize], steps: Vec<StepOutcome>| {
            let mut drill =
                drill(2).with_objectives(vec![done_by(0, 100, 200), done_by(1, 100, 200)]);
            for place in critical {
                drill.objective(*place).critical = true;
            }
            assess(&drill, &play(steps)).passed
        };
        let met_and_late = || vec![done(&[(90, None)]), done(&[(101, None)])];
        assert_eq!(passed(&[], met_and_late()), None);
        assert_eq!(passed(&[0], met_and_late()), Some(true));
        assert_eq!(passed(&[0, 1], met_and_late()), Some(false));
        let met_and_skipped = vec![done(&[(90, None)]), in_state(StepState::Skipped)];
        assert_eq!(passed(&[0, 1], met_and_skipped), Some(true));
    }

    #[test]
    fn a_penalty_is_charged_strictly_beyond_the_limit_or_never() {
        let penalties = |at: Option<i64>, target, limit| {
            let mut drill = drill(1).with_objectives(vec![done_by(0, target, limit)]);
            drill.objective(0).penalty = 7.0;
            let step = match at {
                Some(at) => done(&[(at, None)]),
                None => in_state(StepState::Blocked),
            };
            assess(&drill, &play(vec![step])).cost.penalties
        };
        assert_eq!(penalties(Some(150), 100, 200), 0.0);
        assert_eq!(penalties(Some(200), 100, 200), 0.0, "at the limit");
        assert_eq!(penalties(Some(201), 100, 200), 7.0);
        assert_eq!(penalties(None, 100, 200), 7.0);
        assert_eq!(penalties(Some(100), 100, 100), 0.0, "a hard deadline kept");
        assert_eq!(penalties(Some(101), 100, 100), 7.0);
    }

    #[test]
    fn an_order_that_is_not_kept_and_too_small_a_share_are_penalized() {
        let penalties = |measure| {
            let mut drill = drill(2).with_objectives(vec![measure]);
            drill.objective(0).penalty = 7.0;
            let then = StepOutcome {
                started: Some(crate::simulate::Start {
                    at: Seconds(10),
                    order: crate::simulate::Order(10),
                    mark: crate::simulate::Mark(0),
                }),
                ..in_state(StepState::Working)
            };
            assess(&drill, &play(vec![done(&[(20, None)]), then]))
                .cost
                .penalties
        };
        let order = Measure::Order {
            first: Some(s(0)),
            then: Some(s(1)),
        };
        assert_eq!(penalties(order), 7.0);
        let share = |target, limit| Measure::Completion { target, limit };
        assert_eq!(penalties(share(0.9, 0.6)), 7.0);
        assert_eq!(penalties(share(0.9, 0.5)), 0.0, "at the limit");
        assert_eq!(penalties(share(0.9, 0.9)), 7.0);
    }

    #[test]
    fn an_assessment_takes_the_place_of_another_without_a_trace() {
        let mut drill = drill(2).with_objectives(vec![
            Measure::Cost {
                target: 0.5,
                limit: 1.0,
            },
            done_by(0, 10, 20),
            done_by(1, 100, 200),
        ]);
        for place in 0..3 {
            drill.objective(place).penalty = 10.0;
            drill.objective(place).critical = true;
        }
        let replications = [
            play(vec![done(&[(90, None)]), done(&[(101, None)])]),
            play(vec![
                in_state(StepState::Failed),
                in_state(StepState::Skipped),
            ]),
            play(vec![in_state(StepState::Dormant), done(&[(7, None)])]),
        ];
        let mut again = Assessment::blank(&drill);
        for replication in replications.iter().chain(replications.iter().rev()) {
            let alone = assess(&drill, replication);
            assess_into(&drill, replication, &mut again, |_, time| {
                explained(&drill, replication, time)
            });
            assert_eq!(again, alone);
        }
    }

    #[test]
    fn a_cost_objective_measures_cost_without_the_penalties_of_cost_objectives() {
        // Labour 100, steps 20, impacts 3 × 2 + 5 × 4 = 26, one penalty of 1000 of another objective.
        let mut drill = drill(1).with_impact(3.0, 5.0).with_objectives(vec![
            Measure::Cost {
                target: 100.0,
                limit: 1_000.0,
            },
            done_by(0, 10, 20),
            Measure::Cost {
                target: 1_146.0,
                limit: 1_146.0,
            },
        ]);
        drill.objective(0).penalty = 50.0;
        drill.objective(1).penalty = 1_000.0;
        let mut replication = play(vec![done(&[(21, None)])]).with_impact(ImpactOutcome {
            level_final: 2.0,
            level_peak: 2.0,
            area_unit_hours: 4.0,
            above_seconds: Vec::new(),
            cleared_seconds: None,
        });
        replication.outcome.labour_cost = 100.0;
        replication.outcome.step_cost = 20.0;
        let assessment = assess(&drill, &replication);
        assert_eq!(
            judgment(&assessment, 0).value,
            Some(Value {
                amount: 1_146.0,
                unit: Unit::Money
            })
        );
        assert!(judgment(&assessment, 2).is_met());
        assert_eq!(assessment.cost.impacts, 26.0);
        assert_eq!(assessment.cost.penalties, 1_050.0);
        assert_eq!(assessment.cost.total(), 1_196.0);
    }
}
