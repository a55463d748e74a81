//! Lints of branches: a guard that was forgotten, a label that leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::lints::Rehearsal;
use crate::check::lints::possible::Possible;
use crate::model::{Guard, Join, Plan};
use crate::quantity::{Arena, LabelId, StepId};
use crate::source::{Diagnostic, Problems, code};
use crate::text;

/// Both lints, over every step that has outcomes.
pub(super) fn check(
    rehearsal: &Rehearsal<'_, '_>,
    possible: &Possible,
    problems: &mut Problems<'_>,
) {
    let plan = &rehearsal.file.plan;
    let mut successors: Arena<StepId, Vec<StepId>> =
        plan.steps.iter().map(|_| Vec::new()).collect();
    for (id, step) in plan.steps.entries() {
        for before in &step.after {
            successors[*before].push(id);
        }
    }
    let asked = asked(plan);
    let merges = merges(plan, possible);
    for (branch, step) in plan.steps.entries() {
        if step.outcomes.len() > 1 {
            check_forgotten(rehearsal, branch, &successors, problems);
            if let (Some(asked), Some(merge)) = (&asked[branch], merges.get(&branch)) {
                let left = possible.drawn[branch].difference(asked).copied().collect();
                check_exhausted(rehearsal, (branch, *merge), left, &successors, problems);
            }
        }
    }
}

/// One step without a guard among siblings that all wait for the same label, which then go on together.
fn check_forgotten(
    rehearsal: &Rehearsal<'_, '_>,
    branch: StepId,
    successors: &Arena<StepId, Vec<StepId>>,
    problems: &mut Problems<'_>,
) {
    let plan = &rehearsal.file.plan;
    let only_after = |step: &&StepId| plan.steps[**step].after == [branch];
    let siblings: Vec<StepId> = successors[branch]
        .iter()
        .filter(only_after)
        .copied()
        .collect();
    let mut guarded: Vec<(StepId, LabelId)> = Vec::new();
    let mut bare: Vec<StepId> = Vec::new();
    for sibling in &siblings {
        match &plan.steps[*sibling].when {
            Some(Guard::Outcome(step, label)) if *step == branch => {
                guarded.push((*sibling, *label));
            }
            Some(
                Guard::Outcome(..)
                | Guard::Flag(_)
                | Guard::Not(_)
                | Guard::All(_)
                | Guard::Any(_)
                | Guard::Never,
            ) => return,
            None if plan.steps[*sibling].on_demand => {}
            None => bare.push(*sibling),
        }
    }
    let ([bare], [(_, label), (..), ..]) = (bare.as_slice(), guarded.as_slice()) else {
        return;
    };
    let same_way: Vec<StepId> = guarded
        .iter()
        .filter(|(_, other)| other == label)
        .map(|(sibling, _)| *sibling)
        .collect();
    if same_way.len() != guarded.len() {
        return;
    }
    // What comes after all of them runs whatever the label is, because of the one without a guard.
    let meets = successors[*bare].iter().any(|then| {
        let then = &plan.steps[*then];
        then.join == Join::All
            && then.when.is_none()
            && same_way
                .iter()
                .filter(|one| then.after.contains(one))
                .count()
                > 1
    });
    if !meets {
        return;
    }
    let (step, branch_id) = (&plan.steps[*bare].id, &plan.steps[branch].id);
    let label = &plan.steps[branch].outcomes[*label].label;
    let message = format!(
        "step `{step}` has no guard, while the others after `{branch_id}` wait for `{label}`"
    );
    let mut warning = Diagnostic::warning(
        code::GUARD_FORGOTTEN,
        rehearsal.file.places[*bare].id,
        message,
    );
    for other in &same_way {
        warning = warning.label(rehearsal.file.places[*other].id, "has a guard");
    }
    problems.push(warning.help(format!(
        "add `when: Outcome(\"{branch_id}\", \"{label}\")`, or let what follows not wait for all of them"
    )));
}

/// A merge of ways that wait for some labels, where the labels that are left lead nowhere.
fn check_exhausted(
    rehearsal: &Rehearsal<'_, '_>,
    (branch, merge): (StepId, StepId),
    left: Vec<LabelId>,
    successors: &Arena<StepId, Vec<StepId>>,
    problems: &mut Problems<'_>,
) {
    let plan = &rehearsal.file.plan;
    let follows_always = |step: &StepId| plan.steps[*step].when.is_none();
    if successors[branch].iter().any(follows_always) {
        return;
    }
    if left.is_empty() {
        return;
    }
    let step = &plan.steps[merge];
    let names: Vec<&str> = left
        .iter()
        .map(|label| plan.steps[branch].outcomes[*label].label.as_str())
        .collect();
    let branch_id = &plan.steps[branch].id;
    let message = format!(
        "step `{}` is skipped when `{branch_id}` ends in {}, for which no step asks",
        step.id,
        text::one_of(&names)
    );
    problems.push(
        Diagnostic::warning(
            code::BRANCH_NOT_EXHAUSTED,
            rehearsal.file.places[merge].id,
            message,
        )
        .label(rehearsal.file.places[branch].id, "the branch")
        .help(format!(
            "add a step with `when: Outcome(\"{branch_id}\", \"{}\")`",
            names[0]
        )),
    );
}

/// For every branch the first step at which ways meet that take different labels of it.
fn merges(plan: &Plan, possible: &Possible) -> BTreeMap<StepId, StepId> {
    let mut merges = BTreeMap::new();
    for (id, step) in plan.steps.entries() {
        let Some((first, others)) = step.after.split_first() else {
            continue;
        };
        for (branch, labels) in possible.starts[*first].iter().flatten() {
            let of_others = others
                .iter()
                .map(|other| possible.starts[*other].as_ref()?.get(branch));
            let of_others: Option<Vec<&BTreeSet<LabelId>>> = of_others.collect();
            if of_others.is_some_and(|of_others| of_others.iter().any(|other| *other != labels)) {
                merges.entry(*branch).or_insert(id);
            }
        }
    }
    merges
}

/// For every branch the labels that guards ask for; `None` if a guard asks for what is not so.
fn asked(plan: &Plan) -> Arena<StepId, Option<BTreeSet<LabelId>>> {
    let mut asked: Arena<StepId, Option<BTreeSet<LabelId>>> =
        plan.steps.iter().map(|_| Some(BTreeSet::new())).collect();
    for guard in plan.steps.iter().filter_map(|step| step.when.as_ref()) {
        add_asked(guard, true, &mut asked);
    }
    asked
}

fn add_asked(guard: &Guard, is_so: bool, asked: &mut Arena<StepId, Option<BTreeSet<LabelId>>>) {
    match guard {
        Guard::Outcome(step, label) if is_so => {
            if let Some(labels) = &mut asked[*step] {
                labels.insert(*label);
            }
        }
        Guard::Outcome(step, _) => asked[*step] = None,
        Guard::Flag(_) | Guard::Never => {}
        Guard::Not(part) => add_asked(part, false, asked),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                add_asked(part, is_so, asked);
            }
        }
    }
}
