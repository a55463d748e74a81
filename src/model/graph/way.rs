//! How long the ways to each step are: the longest that is expected, and the shortest that is possible.

use crate::model::graph::{Precedence, predecessor_arrows};
use crate::model::{FailureRule, Join, Plan, Step};
use crate::quantity::{Arena, Seconds, StepId};

/// For every step a time since onset and the way that takes so long.
#[derive(Clone, PartialEq, Debug)]
pub struct Ways {
    /// When the step can be released and its delay is over; `None`: never.
    pub ready: Arena<StepId, Option<Seconds>>,
    /// When the step is done; `None`: never.
    pub done: Arena<StepId, Option<Seconds>>,
    /// The predecessor, or the step that called for it, by which the way comes; `None`: it begins here.
    pub through: Arena<StepId, Option<StepId>>,
}

impl Ways {
    /// The steps of the way to `step`, first to last.
    pub fn to(&self, step: StepId) -> Vec<StepId> {
        let mut way = vec![step];
        let mut here = step;
        while let Some(before) = self.through[here] {
            if way.contains(&before) {
                break; // Steps that call for each other: the way begins somewhere among them.
            }
            way.push(before);
            here = before;
        }
        way.reverse();
        way
    }
}

/// The longest ways by expected work and delays, along all predecessors; failures, guards and people are ignored.
pub fn expected_longest_ways(plan: &Plan) -> Ways {
    let order = order_of(plan);
    let mut ready: Arena<StepId, Option<Seconds>> = nowhere(plan);
    let mut done: Arena<StepId, Option<Seconds>> = nowhere(plan);
    let mut through: Arena<StepId, Option<StepId>> = nowhere(plan);
    for &id in order.sequence() {
        let step = &plan.steps[id];
        // Of equally long ways the one through the smallest id.
        for &before in step.after.iter().rev() {
            if done[before] >= through[id].and_then(|longest: StepId| done[longest]) {
                through[id] = Some(before);
            }
        }
        let released = through[id].and_then(|longest| done[longest]);
        let released = released.unwrap_or(Seconds::ZERO);
        let at = released.saturating_add(step.delay);
        ready[id] = Some(at);
        // The mean of a skewed duration can be beyond any horizon, and a way of such means beyond all numbers.
        done[id] = Some(at.saturating_add(Seconds::rounded(step.takes.mean())));
    }
    Ways {
        ready,
        done,
        through,
    }
}

/// What the shortest ways are made of.
#[derive(Clone, PartialEq, Debug)]
pub struct LeastTimes {
    /// From being ready to the end of the work, calls and shifts included as far as known.
    pub work: Arena<StepId, Seconds>,
    /// Before that its people cannot have come.
    pub not_before: Arena<StepId, Seconds>,
    /// When something beside the plan's own steps may first call for it; `None`: nothing does.
    pub called: Arena<StepId, Option<Seconds>>,
}

/// The earliest at which each step can be done, however well it goes: whatever may be skipped is, whatever may fail does so
/// at the best moment, and a fallback that is quicker is taken. Nothing can be faster than that.
pub fn shortest_ways(plan: &Plan, least: &LeastTimes) -> Ways {
    let order = order_of(plan);
    let callers = callers(plan);
    let mut earliest: Arena<StepId, Earliest> = plan.steps.iter().map(|_| AT_ONSET).collect();
    // Times only grow from pass to pass, so stopping early understates them but never overstates.
    for _ in 0..PASSES {
        let before = earliest.clone();
        for &id in order.sequence() {
            let called = called(&earliest, &callers[id], least.called[id]);
            earliest[id] = earliest_of(plan, id, least, called, &earliest);
        }
        if earliest == before {
            break;
        }
    }
    Ways {
        ready: earliest.iter().map(|step| step.ready).collect(),
        done: earliest.iter().map(|step| step.done).collect(),
        through: earliest.iter().map(|step| step.through).collect(),
    }
}

/// Calls lead backward at most a few times in a plan that people can follow.
const PASSES: usize = 16;

/// The earliest at which something can be true of a step; `None`: never.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Earliest {
    /// Released, and its delay is over.
    ready: Option<Seconds>,
    /// An attempt has failed.
    failed: Option<Seconds>,
    /// Done, by itself or by its fallback.
    done: Option<Seconds>,
    /// Done as its successors see it.
    done_for_joins: Option<Seconds>,
    /// Skipped or dormant.
    skipped: Option<Seconds>,
    /// Whatever `done` waited for last.
    through: Option<StepId>,
}

const AT_ONSET: Earliest = Earliest {
    ready: Some(Seconds::ZERO),
    failed: Some(Seconds::ZERO),
    done: Some(Seconds::ZERO),
    done_for_joins: Some(Seconds::ZERO),
    skipped: Some(Seconds::ZERO),
    through: None,
};

/// How one step can call for another.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Caller {
    /// By failing.
    Failing(StepId),
    /// By an effect when it is done.
    Done(StepId),
}

fn callers(plan: &Plan) -> Arena<StepId, Vec<Caller>> {
    let mut callers: Arena<StepId, Vec<Caller>> = plan.steps.iter().map(|_| Vec::new()).collect();
    for (id, step) in plan.steps.entries() {
        if let Some(fallback) = step.on_failure.fallback() {
            callers[fallback].push(Caller::Failing(id));
        }
        for effect in &step.effects {
            if let Some(called) = effect.requires() {
                callers[called].push(Caller::Done(id));
            }
        }
    }
    callers
}

/// When a step may first be called for, and by which step.
fn called(
    earliest: &Arena<StepId, Earliest>,
    callers: &[Caller],
    from_outside: Option<Seconds>,
) -> Option<(Seconds, Option<StepId>)> {
    let by_steps = callers.iter().filter_map(|caller| match caller {
        Caller::Failing(step) => earliest[*step].failed.map(|at| (at, Some(*step))),
        Caller::Done(step) => earliest[*step].done.map(|at| (at, Some(*step))),
    });
    by_steps
        .chain(from_outside.map(|at| (at, None)))
        .min_by_key(|(at, _)| *at)
}

fn earliest_of(
    plan: &Plan,
    id: StepId,
    least: &LeastTimes,
    called: Option<(Seconds, Option<StepId>)>,
    earliest: &Arena<StepId, Earliest>,
) -> Earliest {
    let step = &plan.steps[id];
    let released = released(step, called, earliest);
    let passed_over = passed_over(step, earliest);
    let ready = released.map(|(at, _)| at + step.delay);
    let own = ready.map(|at| at.max(least.not_before[id]) + least.work[id]);
    let given_up = ready.zip(step.waits_at_most).map(|(at, limit)| at + limit);
    let failed = soonest([own, given_up]);

    let mut done = own;
    let mut through = released.and_then(|(_, through)| through);
    let mut done_for_joins = own;
    match step.on_failure.last() {
        FailureRule::Fallback(fallback) => {
            let stood_for = latest([failed, earliest[*fallback].done]);
            if stood_for.is_some_and(|at| own.is_none_or(|own| at < own)) {
                done = stood_for;
                through = Some(*fallback);
            }
            done_for_joins = done;
        }
        FailureRule::Continue => done_for_joins = failed,
        FailureRule::Halt | FailureRule::Retry { .. } => {}
    }
    Earliest {
        ready,
        failed,
        done,
        done_for_joins,
        skipped: if step.on_demand {
            Some(Seconds::ZERO)
        } else if step.when.is_some() {
            soonest([released.map(|(at, _)| at), passed_over])
        } else {
            passed_over
        },
        through,
    }
}

/// When a step can be released, and what it waited for last.
fn released(
    step: &Step,
    called: Option<(Seconds, Option<StepId>)>,
    earliest: &Arena<StepId, Earliest>,
) -> Option<(Seconds, Option<StepId>)> {
    let joined = if step.after.is_empty() {
        Some((Seconds::ZERO, None))
    } else {
        joined(step, called.is_some(), earliest)
    };
    if !step.on_demand {
        return joined;
    }
    joined
        .zip(called)
        .map(|(joined, called)| if called.0 >= joined.0 { called } else { joined })
}

fn joined(
    step: &Step,
    may_be_called: bool,
    earliest: &Arena<StepId, Earliest>,
) -> Option<(Seconds, Option<StepId>)> {
    let mut done: Vec<(Seconds, Option<StepId>)> = step
        .after
        .iter()
        .filter_map(|before| Some((earliest[*before].done_for_joins?, Some(*before))))
        .collect();
    done.sort();
    let by_join = match step.join {
        Join::Any => done.first().copied(),
        Join::AtLeast(_) => done.get(needed(step) - 1).copied(),
        Join::All => {
            let settled = step.after.iter().map(|before| {
                let step = earliest[*before];
                let at = soonest([step.done_for_joins, step.skipped])?;
                Some((at, Some(*before)))
            });
            let last = settled.collect::<Option<Vec<_>>>();
            let last = last.and_then(|settled| settled.into_iter().max_by_key(|(at, _)| *at));
            last.zip(done.first().copied())
                .map(|(last, first)| if last.0 > first.0 { last } else { first })
        }
    };
    // A step that was itself called for is released even when what it waits for is skipped.
    let by_call = passed_over(step, earliest)
        .filter(|_| may_be_called)
        .map(|at| (at, None));
    [by_join, by_call]
        .into_iter()
        .flatten()
        .min_by_key(|(at, _)| *at)
}

/// When so many predecessors can be skipped that the join can no longer be met.
fn passed_over(step: &Step, earliest: &Arena<StepId, Earliest>) -> Option<Seconds> {
    let mut skipped: Vec<Seconds> = step
        .after
        .iter()
        .filter_map(|before| earliest[*before].skipped)
        .collect();
    skipped.sort();
    let spare = step.after.len().checked_sub(needed(step))?;
    skipped.get(spare).copied()
}

/// How many predecessors must be done, at least.
fn needed(step: &Step) -> usize {
    match step.join {
        Join::All | Join::Any => 1,
        Join::AtLeast(count) => usize::try_from(count).unwrap_or(usize::MAX),
    }
}

fn soonest(times: [Option<Seconds>; 2]) -> Option<Seconds> {
    times.into_iter().flatten().min()
}

/// The latest of the times, if none of them is never.
fn latest(times: impl IntoIterator<Item = Option<Seconds>>) -> Option<Seconds> {
    let mut last = Seconds::ZERO;
    for time in times {
        last = last.max(time?);
    }
    Some(last)
}

fn order_of(plan: &Plan) -> Precedence<StepId> {
    Precedence::new(plan.steps.len(), &predecessor_arrows(plan)).expect("a plan has no circles")
}

fn nowhere<Thing: Clone>(plan: &Plan) -> Arena<StepId, Option<Thing>> {
    Arena::new(vec![None; plan.steps.len()])
}
