//! Lints of one plan, given everybody who plays it.

use std::collections::BTreeSet;

use crate::check::lints::possible::{Possible, called, possible};
use crate::check::lints::{Rehearsal, branch, crew, effects, overdue_since};
use crate::model::graph::{Precedence, predecessor_arrows};
use crate::model::{Effect, Join, Plan, Scenario, Section};
use crate::quantity::{Arena, Date, Index, StepId};
use crate::source::{Diagnostic, Problems, code};
use crate::text;

/// Every lint of a plan; all the rehearsals are of it.
pub(super) fn lint<'s>(
    played: &[&Rehearsal<'_, 's>],
    as_of: Option<Date>,
    problems: &mut Problems<'s>,
) {
    let Some(first) = played.first() else {
        return;
    };
    let scenarios: Vec<&Scenario> = played
        .iter()
        .filter_map(|rehearsal| Some(&rehearsal.script.as_ref()?.scenario))
        .collect();
    let possible = possible(&first.file.plan, &scenarios);
    check_starts(first, &possible, &scenarios, problems);
    check_implied(first, played, problems);
    branch::check(first, &possible, problems);
    effects::check_plan(first, problems);
    check_recovery(first, problems);
    check_barriers(first, as_of, problems);
    for rehearsal in played {
        crew::check(rehearsal, problems);
    }
}

/// Steps that nothing calls for, and steps that can never start.
fn check_starts(
    rehearsal: &Rehearsal<'_, '_>,
    possible: &Possible,
    scenarios: &[&Scenario],
    problems: &mut Problems<'_>,
) {
    let file = &rehearsal.file;
    let named = called(&file.plan, scenarios, |_| true);
    for (id, step) in file.plan.steps.entries() {
        let place = file.places[id].id;
        if step.on_demand && !possible.called.contains(&id) {
            // Which injects require it, only scenarios say.
            if !scenarios.is_empty() {
                let why = if named.contains(&id) {
                    "and whatever requires it can never happen"
                } else {
                    "and nothing requires it"
                };
                let message = format!("step `{}` sleeps until it is required, {why}", step.id);
                problems.push(
                    Diagnostic::warning(code::NEVER_REQUIRED, place, message).help(format!(
                        "add `Require(\"{0}\")` to the effects of a step or an inject, name it as `Fallback(\"{0}\")`, or leave `on_demand` out",
                        step.id
                    )),
                );
            }
            continue;
        }
        let follows = |before: &StepId| possible.starts[*before].is_some();
        let is_first = step.after.is_empty() || step.after.iter().any(follows);
        if possible.starts[id].is_none() && is_first {
            let guard = rehearsal.names.step_entries.all[id.place()]
                .doc
                .when
                .given();
            let place = guard.map_or(place, |guard| guard.span(problems));
            let message = format!(
                "step `{}` can never start: its guard asks for what cannot be where it stands",
                step.id
            );
            problems.push(
                Diagnostic::warning(code::STEP_UNREACHABLE, place, message)
                    .label(file.places[id].id, "never starts")
                    .help("ask for a label that the steps before it leave possible, or put the step after others"),
            );
        }
    }
}

/// Predecessors that other predecessors imply, where leaving them out changes nothing.
fn check_implied(
    rehearsal: &Rehearsal<'_, '_>,
    played: &[&Rehearsal<'_, '_>],
    problems: &mut Problems<'_>,
) {
    let file = &rehearsal.file;
    let plan = &file.plan;
    let arrows = predecessor_arrows(plan);
    let order = Precedence::new(plan.steps.len(), &arrows).expect("a plan has no circles");
    let implied = order.implied_arrows();
    if implied.is_empty() {
        return;
    }
    let sleeping = sleeping(plan, &order);
    let reopened = reopened(played);
    for (first, then) in implied {
        let step = &plan.steps[then];
        let is_meant = step.join != Join::All
            || step.negotiable.contains(&first)
            || sleeping[first]
            || reopened.contains(&first)
            || asks_for(rehearsal, then, first);
        if is_meant {
            continue;
        }
        let Some(by) = surely_between(plan, &order, first, then) else {
            continue;
        };
        let places = &file.places[then].after;
        let place_of = |step: StepId| {
            let found = places.iter().find(|(other, _)| *other == step);
            found.map_or(file.places[then].id, |(_, place)| *place)
        };
        let (first_id, by_id) = (&plan.steps[first].id, &plan.steps[by].id);
        let message = format!(
            "step `{}` waits for `{first_id}` anyway: `{by_id}` comes after it",
            step.id
        );
        problems.push(
            Diagnostic::warning(code::PREDECESSOR_IMPLIED, place_of(first), message)
                .label(place_of(by), "this implies it")
                .help(format!("leave `\"{first_id}\"` out of `after`")),
        );
    }
}

/// The steps that anything has done again: then it makes a difference who else waits for them.
fn reopened(played: &[&Rehearsal<'_, '_>]) -> BTreeSet<StepId> {
    let mut reopened = BTreeSet::new();
    let mut add = |effects: &[Effect]| {
        for effect in effects {
            if let Effect::Reopen(step) = effect {
                reopened.insert(*step);
            }
        }
    };
    for rehearsal in played {
        for step in rehearsal.file.plan.steps.iter() {
            add(&step.effects);
        }
        for script in rehearsal.script.iter() {
            for inject in script.scenario.injects.iter() {
                add(&inject.effects);
            }
        }
    }
    reopened
}

fn asks_for(rehearsal: &Rehearsal<'_, '_>, step: StepId, other: StepId) -> bool {
    let asked = &rehearsal.file.places[step].asked;
    asked.iter().any(|(asked, _)| *asked == other)
}

/// The steps that may be dormant.
fn sleeping(plan: &Plan, order: &Precedence<StepId>) -> Arena<StepId, bool> {
    let mut sleeping: Arena<StepId, bool> = plan.steps.iter().map(|_| false).collect();
    for &id in order.sequence() {
        let step = &plan.steps[id];
        let by_others = !step.after.is_empty() && step.after.iter().all(|before| sleeping[*before]);
        sleeping[id] = step.on_demand || by_others;
    }
    sleeping
}

/// The predecessor of `then` that surely waits for `first` and surely runs once `first` is done.
fn surely_between(
    plan: &Plan,
    order: &Precedence<StepId>,
    first: StepId,
    then: StepId,
) -> Option<StepId> {
    let runs_after = |step: StepId| {
        let step = &plan.steps[step];
        step.join == Join::All && step.when.is_none() && !step.on_demand
    };
    let direct = order.predecessors(then).iter().copied();
    direct.filter(|by| *by != first).find(|by| {
        let mut open = vec![*by];
        let mut seen = BTreeSet::from([*by]);
        while let Some(here) = open.pop() {
            if !runs_after(here) {
                continue;
            }
            for &before in order.predecessors(here) {
                if before == first {
                    return true;
                }
                if order.layer(before) > order.layer(first) && seen.insert(before) {
                    open.push(before);
                }
            }
        }
        false
    })
}

fn check_recovery<'s>(rehearsal: &Rehearsal<'_, 's>, problems: &mut Problems<'s>) {
    let plan = &rehearsal.file.plan;
    let Some(doc) = &rehearsal.names.doc else {
        return;
    };
    let has_recovery = plan
        .steps
        .iter()
        .any(|step| step.section == Section::Recovery);
    if plan.risks.is_empty() || plan.steps.is_empty() || has_recovery {
        return;
    }
    let message = format!(
        "plan `{}` answers {} and has no recovery",
        plan.id,
        text::all_of(&plan.risks)
    );
    let place = doc
        .risks
        .given()
        .map_or(doc.id.span(problems), |risks| risks.span(problems));
    problems.push(
        Diagnostic::warning(code::RECOVERY_MISSING, place, message)
            .help("write the steps that restore what was as `recovery: […]`"),
    );
}

fn check_barriers<'s>(
    rehearsal: &Rehearsal<'_, 's>,
    as_of: Option<Date>,
    problems: &mut Problems<'s>,
) {
    for (id, barrier) in rehearsal.file.plan.barriers.entries() {
        let doc = &rehearsal.names.barrier_entries.all[id.place()].doc;
        let (Some(every), Some(done), Some(field)) =
            (barrier.every, barrier.done, doc.done.given())
        else {
            continue;
        };
        if let Some(due) = overdue_since(Some(done), every, as_of) {
            let message = format!("barrier `{}` was due on {due}", barrier.id);
            problems.push(
                Diagnostic::warning(code::BARRIER_OVERDUE, field.span(problems), message)
                    .help("do it, and write the day as `done`"),
            );
        }
    }
}
