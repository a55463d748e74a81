//! Which steps can start at all, and which labels that takes: more is held possible than is, so what is impossible here is.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::graph::{Precedence, predecessor_arrows};
use crate::model::{BarrierEffect, Effect, Guard, Plan, Scenario};
use crate::quantity::{Arena, LabelId, StepId};

/// So many branches are kept in mind for each step; forgetting one only makes more possible, and memory stays linear.
const LABELS_MAX: usize = 32;

/// Calls lead from step to step at most so often in a plan that people can follow; beyond that everything counts as called.
const PASSES: usize = 16;

/// The labels that steps must have drawn; a step that is not named may have drawn any.
pub(super) type Labels = BTreeMap<StepId, BTreeSet<LabelId>>;

/// Under which labels each step starts.
#[derive(Debug)]
pub(super) struct Possible {
    /// `None`: never.
    pub(super) starts: Arena<StepId, Option<Labels>>,
    /// The steps that something calls for.
    pub(super) called: BTreeSet<StepId>,
    /// The labels each step may draw.
    pub(super) drawn: Arena<StepId, BTreeSet<LabelId>>,
}

/// What is possible in any of the scenarios.
pub(super) fn possible(plan: &Plan, scenarios: &[&Scenario]) -> Possible {
    let given = scenarios.iter().flat_map(|scenario| &scenario.given);
    let given: BTreeSet<(StepId, LabelId)> = given.copied().collect();
    let drawn = plan.steps.entries().map(|(id, step)| {
        let labels = step.outcomes.entries();
        let may_be =
            labels.filter(|(label, of)| of.chance.value() > 0.0 || given.contains(&(id, *label)));
        may_be.map(|(label, _)| label).collect()
    });
    let mut possible = Possible {
        drawn: drawn.collect(),
        starts: plan.steps.iter().map(|_| None).collect(),
        called: called(plan, scenarios, |_| false),
    };
    let order = Precedence::new(plan.steps.len(), &predecessor_arrows(plan))
        .expect("a plan has no circles");
    // A step that never starts calls for nobody, and neither does an inject that waits for it.
    for _ in 0..PASSES {
        add_starts(plan, &order, &mut possible);
        let called = called(plan, scenarios, |step| possible.starts[step].is_some());
        if called == possible.called {
            return possible;
        }
        possible.called = called;
    }
    possible.called = called(plan, scenarios, |_| true);
    add_starts(plan, &order, &mut possible);
    possible
}

fn add_starts(plan: &Plan, order: &Precedence<StepId>, possible: &mut Possible) {
    possible.starts = plan.steps.iter().map(|_| None).collect();
    for &id in order.sequence() {
        possible.starts[id] = starts(plan, id, possible);
    }
}

/// The steps that anything calls for, or may call for if those steps start of which that is said.
pub(super) fn called(
    plan: &Plan,
    scenarios: &[&Scenario],
    may_start: impl Fn(StepId) -> bool,
) -> BTreeSet<StepId> {
    let mut called: BTreeSet<StepId> = BTreeSet::new();
    let injects = scenarios
        .iter()
        .flat_map(|scenario| scenario.injects.iter());
    for inject in injects.filter(|inject| inject.at.step().is_none_or(&may_start)) {
        called.extend(inject.effects.iter().filter_map(Effect::requires));
    }
    for (_, step) in plan.steps.entries().filter(|(id, _)| may_start(*id)) {
        called.extend(step.on_failure.fallback());
        called.extend(step.effects.iter().filter_map(Effect::requires));
    }
    for barrier in plan.barriers.iter() {
        if let BarrierEffect::Weakens(effects) = &barrier.effect {
            called.extend(effects.iter().filter_map(Effect::requires));
        }
    }
    called
}

fn starts(plan: &Plan, id: StepId, possible: &Possible) -> Option<Labels> {
    let step = &plan.steps[id];
    let is_called = possible.called.contains(&id);
    if step.on_demand && !is_called {
        return None;
    }
    // What was called for is released even when all that it waits for is skipped.
    let released = if step.after.is_empty() || is_called {
        Some(Labels::new())
    } else {
        let ways = step.after.iter();
        ways.filter_map(|before| possible.starts[*before].clone())
            .reduce(|a, b| either(&a, &b))
    };
    let mut labels = match &step.when {
        None => released?,
        Some(guard) => both(&released?, &holds(guard, possible)?)?,
    };
    while labels.len() > LABELS_MAX {
        labels.pop_first();
    }
    Some(labels)
}

/// The labels under which the guard can hold; `None`: never.
pub(super) fn holds(guard: &Guard, possible: &Possible) -> Option<Labels> {
    match guard {
        Guard::Outcome(step, label) => {
            let is_drawn = possible.drawn[*step].contains(label);
            let own = Labels::from([(*step, BTreeSet::from([*label]))]);
            // A step after this one is looked at later: nothing is known of it yet.
            match &possible.starts[*step] {
                Some(before) if is_drawn => both(before, &own),
                Some(_) => None,
                None => is_drawn.then_some(own),
            }
        }
        Guard::Flag(_) | Guard::Not(_) | Guard::Never => Some(Labels::new()),
        Guard::All(parts) => parts.iter().try_fold(Labels::new(), |sofar, part| {
            both(&sofar, &holds(part, possible)?)
        }),
        Guard::Any(parts) => parts
            .iter()
            .filter_map(|part| holds(part, possible))
            .reduce(|a, b| either(&a, &b)),
    }
}

fn both(a: &Labels, b: &Labels) -> Option<Labels> {
    let mut labels = a.clone();
    for (step, allowed) in b {
        let met = match labels.get(step) {
            Some(others) => others.intersection(allowed).copied().collect(),
            None => allowed.clone(),
        };
        if met.is_empty() {
            return None;
        }
        labels.insert(*step, met);
    }
    Some(labels)
}

fn either(a: &Labels, b: &Labels) -> Labels {
    let shared = a.iter().filter_map(|(step, allowed)| {
        let others = b.get(step)?;
        Some((*step, allowed.union(others).copied().collect()))
    });
    shared.collect()
}
