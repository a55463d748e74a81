//! Lints of branches: a guard that was forgotten, a label that leads nowhere.

use std::collections::BTreeSet;

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
    for (branch, step) in plan.steps.entries() {
        if step.outcomes.len() > 1 {
            check_forgotten(rehearsal, branch, &successors, problems);
            check_exhausted(rehearsal, branch, &successors, possible, problems);
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

/// A merge of ways that wait for some labels, where the other labels lead nowhere.
fn check_exhausted(
    rehearsal: &Rehearsal<'_, '_>,
    branch: StepId,
    successors: &Arena<StepId, Vec<StepId>>,
    possible: &Possible,
    problems: &mut Problems<'_>,
) {
    let plan = &rehearsal.file.plan;
    let follows_always = |step: &StepId| plan.steps[*step].when.is_none();
    if successors[branch].iter().any(follows_always) {
        return;
    }
    let Some(asked) = asked_labels(plan, branch) else {
        return;
    };
    let drawn = &possible.drawn[branch];
    let left: Vec<LabelId> = drawn.difference(&asked).copied().collect();
    if left.is_empty() {
        return;
    }
    let merge = plan.steps.entries().find(|(_, step)| {
        let ways: Vec<&BTreeSet<LabelId>> = step
            .after
            .iter()
            .filter_map(|before| possible.starts[*before].as_ref()?.get(&branch))
            .collect();
        let distinct: BTreeSet<&BTreeSet<LabelId>> = ways.iter().copied().collect();
        ways.len() == step.after.len() && distinct.len() > 1
    });
    let Some((merge, step)) = merge else {
        return;
    };
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

/// The labels of the branch that guards ask for; `None` if a guard asks for what is not so.
fn asked_labels(plan: &Plan, branch: StepId) -> Option<BTreeSet<LabelId>> {
    let mut asked = BTreeSet::new();
    for step in plan.steps.iter() {
        if let Some(guard) = &step.when
            && !add_asked(guard, branch, &mut asked)
        {
            return None;
        }
    }
    Some(asked)
}

fn add_asked(guard: &Guard, branch: StepId, asked: &mut BTreeSet<LabelId>) -> bool {
    match guard {
        Guard::Outcome(step, label) => {
            if *step == branch {
                asked.insert(*label);
            }
            true
        }
        Guard::Flag(_) | Guard::Never => true,
        Guard::Not(part) => {
            let mut denied = BTreeSet::new();
            add_asked(part, branch, &mut denied) && denied.is_empty()
        }
        Guard::All(parts) | Guard::Any(parts) => {
            parts.iter().all(|part| add_asked(part, branch, asked))
        }
    }
}
