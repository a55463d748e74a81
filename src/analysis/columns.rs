//! Columns judged: the same as their replications one by one.

use crate::analysis::assessment::{Standing, is_cost, step_costs};
use crate::analysis::judgment::{penalty, verdict};
use crate::analysis::measure::{Bounds, Reading};
use crate::analysis::{Cost, Unit, Value, Verdict};
use crate::model::{Drill, FailureRule, Measure, Objective, Step};
use crate::program::Program;
use crate::quantity::{ObjectiveId, Seconds, StepId};
use crate::simulate::Columns;

/// Whether columns answer every objective, and costs add up to the same bits in whatever order steps start.
pub(super) fn are_enough_for(drill: &Drill) -> bool {
    let steps = &drill.plan.steps;
    // Sums of whole numbers are exact below this.
    const EXACT: f64 = (1_u64 << 53) as f64; // A power of two is exact.
    let are_costs_exact = steps.iter().all(|step| step.cost.fract() == 0.0)
        && steps.iter().map(most_cost).sum::<f64>() < EXACT;
    let mut objectives = drill.scenario.objectives.iter();
    are_costs_exact && objectives.all(|objective| Asked::by(&objective.measure).is_some())
}

/// What an objective asks that can be read off columns. The plan may lack its steps.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    /// Observers are asked.
    Judgment,
    /// When the step is done.
    Done(Option<StepId>, Bounds),
    /// How long after the first step the second is done.
    Elapsed([Option<StepId>; 2], Bounds),
    /// Whether the first step is done when the second starts.
    Order([Option<StepId>; 2]),
    /// When everything is settled.
    StoodDown(Bounds),
    /// How much of it is done.
    Completion(Bounds),
    /// What it costs.
    Cost(Bounds),
}

impl Asked {
    pub(super) fn by(measure: &Measure) -> Option<Self> {
        match *measure {
            Measure::Judged(_) => Some(Self::Judgment),
            Measure::Done {
                step,
                target,
                limit,
            } => Some(Self::Done(step, Bounds::seconds(target, limit))),
            Measure::Elapsed {
                from,
                to,
                target,
                limit,
            } => Some(Self::Elapsed([from, to], Bounds::seconds(target, limit))),
            Measure::Order { first, then } => Some(Self::Order([first, then])),
            Measure::StoodDown { target, limit } => {
                Some(Self::StoodDown(Bounds::seconds(target, limit)))
            }
            Measure::Completion { target, limit } => {
                Some(Self::Completion(Bounds::AtLeast { target, limit }))
            }
            Measure::Cost { target, limit } => Some(Self::Cost(Bounds::AtMost { target, limit })),
            Measure::Within { .. }
            | Measure::Final { .. }
            | Measure::Peak { .. }
            | Measure::TimeAbove { .. }
            | Measure::Cleared { .. } => None,
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
    let mut costs = costs(program, columns);
    let objectives = &drill.scenario.objectives;
    // What counts as cost is known once everything else is judged.
    for objective in objectives.iter().filter(|one| one.penalty > 0.0) {
        if !is_cost(objective) {
            read(drill, objective, columns, &[], |row, reading| {
                costs[row].penalties += penalty(objective, &reading);
            });
        }
    }
    let mut standings = vec![Standing::default(); columns.makespans.len()];
    let totals: Vec<f64> = costs.iter().map(Cost::total).collect();
    for (id, objective) in objectives.entries() {
        read(drill, objective, columns, &totals, |row, reading| {
            let verdict = verdict(objective, &reading, |_| None);
            standings[row].add(objective, &verdict);
            if is_cost(objective) {
                costs[row].penalties += penalty(objective, &reading);
            }
            each(id, &verdict);
        });
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

/// Reads an objective off every row, as it is measured of single replications; `costs` is what a `Cost` objective measures.
#[inline]
fn read(
    drill: &Drill,
    objective: &Objective,
    columns: &Columns,
    costs: &[f64],
    mut take: impl FnMut(usize, Reading),
) {
    let asked = Asked::by(&objective.measure).expect("columns are enough for every objective");
    let rows = 0..columns.makespans.len();
    // Most often the end of a step is asked for: a loop of its own asks for nothing else.
    if let Asked::Done(Some(step), bounds) = asked {
        rows.for_each(|row| take(row, done(columns, step, bounds, row)));
    } else {
        rows.for_each(|row| take(row, read_row(drill, asked, columns, costs, row)));
    }
}

fn read_row(drill: &Drill, asked: Asked, columns: &Columns, costs: &[f64], row: usize) -> Reading {
    let at_horizon = |amount, unit, bounds| reached(amount, unit, bounds, drill.scenario.horizon);
    match asked {
        Asked::Judgment => Reading::Judged,
        Asked::Done(None, _) | Asked::Elapsed([None, _], _) | Asked::Order([_, None]) => {
            Reading::Never {
                decided: Seconds::ZERO,
            }
        }
        Asked::Done(Some(step), bounds) => done(columns, step, bounds, row),
        Asked::Elapsed([Some(from), to], bounds) => elapsed(columns, from, to, bounds, row),
        Asked::Order([first, Some(then)]) => order(columns, first, then, row),
        Asked::StoodDown(bounds) => {
            let at = columns.stood_down()[row];
            reached(at.into(), Unit::Moment, bounds, at.into())
        }
        // Every step is settled, and what failed is not waited for.
        Asked::Completion(bounds) => at_horizon(1.0, Unit::Share, bounds),
        Asked::Cost(bounds) => at_horizon(costs[row], Unit::Money, bounds),
    }
}

#[inline]
fn reached(amount: f64, unit: Unit, bounds: Bounds, decided: Seconds) -> Reading {
    Reading::Reached {
        value: Value { amount, unit },
        bounds,
        decided,
        time: None,
    }
}

/// When the step is done in a row.
#[inline]
fn done(columns: &Columns, step: StepId, bounds: Bounds, row: usize) -> Reading {
    let at = columns.settled[step][row];
    if columns.has_failed(step, row) {
        return Reading::Never { decided: at.into() };
    }
    reached(at.into(), Unit::Moment, bounds, at.into())
}

/// How long after `from` the step `to` is done in a row.
fn elapsed(
    columns: &Columns,
    from: StepId,
    to: Option<StepId>,
    bounds: Bounds,
    row: usize,
) -> Reading {
    if columns.has_failed(from, row) {
        return Reading::NotApplicable;
    }
    let since = columns.settled[from][row];
    let at = to.map_or(since, |to| columns.settled[to][row].max(since));
    match to.filter(|to| !columns.has_failed(*to, row)) {
        None => Reading::Never { decided: at.into() },
        Some(_) => reached((at - since).into(), Unit::Duration, bounds, at.into()),
    }
}

/// Whether the step `first` is done in a row when `then` starts.
fn order(columns: &Columns, first: Option<StepId>, then: StepId, row: usize) -> Reading {
    let start = columns.started(then)[row];
    let Some(first) = first else {
        return Reading::Never {
            decided: start.into(),
        };
    };
    let is_done = columns.settled[first][row] <= start && !columns.has_failed(first, row);
    let bounds = Bounds::AtLeast {
        target: 1.0,
        limit: 1.0,
    };
    let amount = f64::from(u8::from(is_done));
    reached(amount, Unit::Kept, bounds, start.into())
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
