//! Columns judged: the same as their replications one by one.

use crate::analysis::assessment::{Standing, step_costs, verdict};
use crate::analysis::measure::{Bounds, Reading};
use crate::analysis::{Cost, Unit, Value, Verdict};
use crate::model::{Drill, FailureRule, Measure, Objective, Step};
use crate::program::Program;
use crate::quantity::{ObjectiveId, Seconds, StepId};
use crate::simulate::Columns;

/// Whether every objective is about ends of steps, and costs add up to the same bits in whatever order steps start.
pub(super) fn are_enough_for(drill: &Drill) -> bool {
    let steps = &drill.plan.steps;
    // Sums of whole numbers are exact below this.
    const EXACT: f64 = (1_u64 << 53) as f64; // A power of two is exact.
    let are_costs_exact = steps.iter().all(|step| step.cost.fract() == 0.0)
        && steps.iter().map(most_cost).sum::<f64>() < EXACT;
    let mut objectives = drill.scenario.objectives.iter();
    are_costs_exact && objectives.all(|objective| End::of(&objective.measure).is_some())
}

/// What an objective is about that can be read off columns.
#[derive(Clone, Copy)]
enum End {
    Judged,
    /// Of that step, which the plan may lack.
    Step(Option<StepId>, Bounds),
    All(Bounds),
}

impl End {
    fn of(measure: &Measure) -> Option<Self> {
        match *measure {
            Measure::Judged(_) => Some(Self::Judged),
            Measure::Done {
                step,
                target,
                limit,
            } => Some(Self::Step(step, Bounds::seconds(target, limit))),
            Measure::StoodDown { target, limit } => Some(Self::All(Bounds::seconds(target, limit))),
            Measure::Within { .. }
            | Measure::Elapsed { .. }
            | Measure::Final { .. }
            | Measure::Peak { .. }
            | Measure::TimeAbove { .. }
            | Measure::Cleared { .. }
            | Measure::Order { .. }
            | Measure::Completion { .. }
            | Measure::Cost { .. } => None,
        }
    }
}

/// What a step costs if it is repeated as often as can be.
fn most_cost(step: &Step) -> f64 {
    let repeats = match step.on_failure {
        FailureRule::Retry { times, .. } => f64::from(times),
        FailureRule::Halt | FailureRule::Continue | FailureRule::Fallback(_) => 0.0,
    };
    step.cost * (1.0 + repeats)
}

/// Judges one objective after the other; `each` takes in what becomes of it, row by row. Gives what the replications come to, and
/// what they cost.
pub(super) fn judge(
    drill: &Drill,
    program: &Program,
    columns: &Columns,
    mut each: impl FnMut(ObjectiveId, &Verdict),
) -> (Vec<Standing>, Vec<Cost>) {
    let mut standings = vec![Standing::default(); columns.makespans.len()];
    let mut costs = costs(program, columns);
    for (id, objective) in drill.scenario.objectives.entries() {
        let read = reader(objective, columns);
        for (row, (standing, cost)) in standings.iter_mut().zip(&mut costs).enumerate() {
            let verdict = verdict(objective, &read(row), |_| None);
            standing.add(objective, &verdict);
            if let Some(judgment) = verdict.judgment() {
                cost.penalties += judgment.penalty;
            }
            each(id, &verdict);
        }
    }
    (standings, costs)
}

/// What each replication costs, penalties apart.
fn costs(program: &Program, columns: &Columns) -> Vec<Cost> {
    let base = |labour, steps| Cost {
        labour,
        steps,
        impacts: 0.0,
        penalties: 0.0,
    };
    let Some(staffed) = &columns.staffed else {
        return vec![base(0.0, step_costs(program)); columns.makespans.len()];
    };
    let mut costs = vec![base(0.0, 0.0); columns.makespans.len()];
    for (member, busy) in program.members.iter().zip(staffed.busy.iter()) {
        for (cost, busy) in costs.iter_mut().zip(busy) {
            cost.labour += f64::from(*busy) * member.cost_per_second; // As `Program::labour_cost` adds it up.
        }
    }
    for (step, attempts) in program.steps.iter().zip(staffed.attempts.iter()) {
        for (cost, attempts) in costs.iter_mut().zip(attempts) {
            cost.steps += f64::from(*attempts) * step.cost;
        }
    }
    costs
}

/// Reads an objective off a row.
fn reader<'a>(objective: &Objective, columns: &'a Columns) -> impl Fn(usize) -> Reading + use<'a> {
    let end = End::of(&objective.measure).expect("columns are enough for this measure");
    let reached = |at: u32, bounds| Reading::Reached {
        value: Value {
            amount: at.into(),
            unit: Unit::Moment,
        },
        bounds,
        decided: at.into(),
        time: None,
    };
    move |row| match end {
        End::Judged => Reading::Judged,
        End::Step(None, _) => Reading::Never {
            decided: Seconds::ZERO,
        },
        End::Step(Some(step), _) if columns.has_failed(step, row) => Reading::Never {
            decided: columns.settled[step][row].into(),
        },
        End::Step(Some(step), bounds) => reached(columns.settled[step][row], bounds),
        End::All(bounds) => reached(columns.stood_down()[row], bounds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::{s, staffed};

    #[test]
    fn costs_that_may_not_add_up_exactly_are_left_to_single_replications() {
        let with_cost = |cost| {
            let mut drill = staffed();
            drill.plan.steps[s(4)].cost = cost;
            are_enough_for(&drill)
        };
        assert!(with_cost(1e15));
        assert!(!with_cost(0.5));
        // Repeated once it costs more than 2^53.
        assert!(!with_cost(5e15));
    }
}
