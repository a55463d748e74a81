//! Lints of objectives: those that cannot be met even if nothing goes wrong, and limits that are longer than the drill.

use std::collections::BTreeSet;

use crate::check::lints::bounds::Bounds;
use crate::check::lints::{Rehearsal, Script, harm};
use crate::document::{Id, Located, MeasureDoc};
use crate::model::graph::{Precedence, predecessor_arrows};
use crate::model::{Effect, FailureRule, Join, Measure, Plan, all_effects};
use crate::quantity::{Arena, Index, InjectId, Seconds, StepId};
use crate::source::{Diagnostic, Problems, Span, code};
use crate::text;

/// Both lints, over every objective.
pub(super) fn check<'s>(
    rehearsal: &Rehearsal<'_, 's>,
    script: &Script<'_, 's>,
    bounds: &Bounds,
    problems: &mut Problems<'s>,
) {
    let order = Precedence::new(
        rehearsal.file.plan.steps.len(),
        &predecessor_arrows(&rehearsal.file.plan),
    )
    .expect("a plan has no circles");
    for (id, objective) in script.scenario.objectives.entries() {
        let entry = &script.names.objective_entries.all[id.place()];
        let Some(doc) = entry.doc.measure.read(problems) else {
            continue;
        };
        let places = places(&doc, entry.place, problems);
        let horizon = script.scenario.horizon;
        if let Some((what, time)) = longer_than(&objective.measure, horizon) {
            let message = format!(
                "the {what} of objective `{}` is {time}, and the drill ends after {horizon}",
                objective.id
            );
            let place = if what == "target" {
                places.target
            } else {
                places.limit
            };
            problems.push(
                Diagnostic::warning(code::LIMIT_AFTER_DRILL, place, message)
                    .help("write a shorter time, or a later `horizon`"),
            );
        }
        let found = match absent_step(&doc, &objective.measure) {
            Some(step) => step.read(problems).map(|step| Impossible {
                why: format!("the plan has no step `{step}`"),
                way: None,
                help: "measure a step that the plan has, or add that one".to_owned(),
            }),
            None => impossible(rehearsal, script, bounds, &order, &objective.measure),
        };
        if let Some(Impossible { why, way, help }) = found {
            let message = format!(
                "objective `{}` cannot be met even if nothing goes wrong: {why}",
                objective.id
            );
            let mut warning =
                Diagnostic::warning(code::OBJECTIVE_IMPOSSIBLE, places.target, message);
            if let Some(step) = way {
                let told = bounds.told(&rehearsal.file.plan, step);
                let place = rehearsal.file.places[step].id;
                warning = warning.label(place, format!("the shortest way: {told}"));
            }
            problems.push(warning.help(help));
        }
    }
}

/// The step that is measured and that the plan lacks, as another revision may.
fn absent_step<'s>(doc: &MeasureDoc<'s>, measure: &Measure) -> Option<Located<'s, Id<'s>>> {
    match (doc, measure) {
        (MeasureDoc::Done { step, .. }, Measure::Done { step: None, .. })
        | (MeasureDoc::Within { step, .. }, Measure::Within { step: None, .. }) => Some(*step),
        (MeasureDoc::Elapsed { from, .. }, Measure::Elapsed { from: None, .. }) => Some(*from),
        (MeasureDoc::Elapsed { to, .. }, Measure::Elapsed { to: None, .. }) => Some(*to),
        (MeasureDoc::Order { first, .. }, Measure::Order { first: None, .. }) => Some(*first),
        (MeasureDoc::Order { then, .. }, Measure::Order { then: None, .. }) => Some(*then),
        _ => None,
    }
}

/// Why an objective cannot be met.
pub(super) struct Impossible {
    pub(super) why: String,
    /// The step whose shortest way says so.
    pub(super) way: Option<StepId>,
    pub(super) help: String,
}

/// Whether one number is above another by more than a rounding error.
pub(super) fn exceeds(number: f64, other: f64) -> bool {
    number > other + 1e-9 * other.abs().max(1.0)
}

fn impossible(
    rehearsal: &Rehearsal<'_, '_>,
    script: &Script<'_, '_>,
    bounds: &Bounds,
    order: &Precedence<StepId>,
    measure: &Measure,
) -> Option<Impossible> {
    let plan = &rehearsal.file.plan;
    let too_long = |least: Seconds, target: Seconds, what: String, way: Option<StepId>| {
        (least > target).then(|| Impossible {
            why: format!("{what} takes {least}, and the target is {target}"),
            way,
            help: format!("shorten the way, or write a target of at least `\"{least}\"`"),
        })
    };
    let name = |step: StepId| &plan.steps[step].id;
    match measure {
        Measure::Done {
            step: Some(step),
            target,
            ..
        } => {
            let what = format!("the shortest way to `{}`", name(*step));
            too_long(bounds.ways.done[*step]?, *target, what, Some(*step))
        }
        Measure::Within {
            inject,
            step: Some(step),
            target,
            ..
        } => {
            let is_own = plan.steps[*step].on_demand
                && is_called_by_alone(rehearsal, script, *step, *inject);
            let what = format!("`{}`, which nothing but this inject requires,", name(*step));
            let least = is_own.then(|| plan.steps[*step].delay + attempt(plan, *step, bounds))?;
            too_long(least, *target, what, None)
        }
        Measure::Elapsed {
            from: Some(from),
            to: Some(to),
            target,
            ..
        } => {
            let least = between(plan, order, bounds, *from, *to)?;
            let what = format!("the way from `{}` to `{}`", name(*from), name(*to));
            too_long(least, *target, what, None)
        }
        Measure::Order {
            first: Some(first),
            then: Some(then),
        } => {
            between(plan, order, bounds, *then, *first)?;
            Some(Impossible {
                why: format!(
                    "`{}` waits for `{}`, so it cannot be done before",
                    name(*first),
                    name(*then)
                ),
                way: None,
                help: "exchange `first` and `then`, or turn the arrow between the steps round"
                    .to_owned(),
            })
        }
        Measure::StoodDown { target, .. } => {
            let (last, least) = last_settled(plan, order, bounds)?;
            let what = format!("the shortest way to `{}`", name(last));
            too_long(least, *target, what, Some(last))
        }
        Measure::Completion { target, .. } => too_few(rehearsal, script, bounds, order, *target),
        Measure::Final { .. }
        | Measure::Peak { .. }
        | Measure::TimeAbove { .. }
        | Measure::Cleared { .. }
        | Measure::Cost { .. } => harm::impossible(rehearsal, &script.scenario, bounds, measure),
        Measure::Done { step: None, .. }
        | Measure::Within { step: None, .. }
        | Measure::Elapsed { .. }
        | Measure::Order { .. }
        | Measure::Judged(_) => None,
    }
}

/// The share that is left when what surely is part of the drill and cannot be done in time is not.
fn too_few(
    rehearsal: &Rehearsal<'_, '_>,
    script: &Script<'_, '_>,
    bounds: &Bounds,
    order: &Precedence<StepId>,
    target: f64,
) -> Option<Impossible> {
    let plan = &rehearsal.file.plan;
    let is_late = |id: &StepId| {
        let done = bounds.ways.done[*id];
        done.is_some_and(|done| done > script.scenario.horizon)
    };
    let late: Vec<StepId> = surely_settled(plan, order).filter(is_late).collect();
    let first = *late.first()?;
    // Whoever else is part of the drill or not, the share is greatest where everybody is.
    let share = 1.0 - late.len() as f64 / plan.steps.len() as f64; // Counts of steps are exact as floats.
    let others = match late.len() - 1 {
        0 => String::new(),
        more => format!(" and {}", text::counted(more, "other step")),
    };
    exceeds(target, share).then(|| Impossible {
        why: format!(
            "`{}`{others} cannot be done before the drill ends, which leaves {} % at most",
            plan.steps[first].id,
            (share * 100.0).floor()
        ),
        way: Some(first),
        help: "shorten the way, write a later `horizon`, or a lower target".to_owned(),
    })
}

/// Whether nothing but that inject ever calls for the step.
fn is_called_by_alone(
    rehearsal: &Rehearsal<'_, '_>,
    script: &Script<'_, '_>,
    step: StepId,
    inject: InjectId,
) -> bool {
    let plan = &rehearsal.file.plan;
    let requires = |effects: &[Effect]| {
        let calls = effects
            .iter()
            .filter(|effect| effect.requires() == Some(step));
        calls.count()
    };
    let everywhere = all_effects(plan, &script.scenario);
    let calls = everywhere.filter(|effect| effect.requires() == Some(step));
    let is_fallback = plan
        .steps
        .iter()
        .any(|other| other.on_failure.fallback() == Some(step));
    !is_fallback && calls.count() == requires(&script.scenario.injects[inject].effects)
}

/// The least time from being ready to an end of the step's work, or to giving up.
fn attempt(plan: &Plan, step: StepId, bounds: &Bounds) -> Seconds {
    let work = bounds.least.work[step];
    plan.steps[step]
        .waits_at_most
        .map_or(work, |limit| work.min(limit))
}

/// The least time from the completion of one step to that of another that surely waits for it; `None` if it need not wait.
fn between(
    plan: &Plan,
    order: &Precedence<StepId>,
    bounds: &Bounds,
    from: StepId,
    to: StepId,
) -> Option<Seconds> {
    // A step that may sleep is not waited for.
    if may_sleep(plan, from) || !order.is_before(from, to) {
        return None;
    }
    let mut least: Arena<StepId, Option<Seconds>> = plan.steps.iter().map(|_| None).collect();
    least[from] = Some(Seconds::ZERO);
    for &id in order.sequence() {
        let step = &plan.steps[id];
        let surely_waits =
            step.join == Join::All && !step.on_demand && (step.when.is_none() || id == to);
        if id == from || !surely_waits {
            continue;
        }
        let waited = step.after.iter().filter_map(|before| least[*before]).max();
        least[id] = waited.map(|waited| waited + step.delay + attempt(plan, id, bounds));
    }
    least[to]
}

fn may_sleep(plan: &Plan, step: StepId) -> bool {
    let mut open = vec![step];
    let mut seen = BTreeSet::from([step]);
    while let Some(here) = open.pop() {
        if plan.steps[here].on_demand {
            return true;
        }
        let before = plan.steps[here].after.iter();
        open.extend(before.filter(|before| seen.insert(**before)));
    }
    false
}

/// The step that is surely part of every drill and is settled last, and when at the earliest.
fn last_settled(
    plan: &Plan,
    order: &Precedence<StepId>,
    bounds: &Bounds,
) -> Option<(StepId, Seconds)> {
    surely_settled(plan, order)
        .filter_map(|id| Some((id, bounds.ways.done[id]?)))
        .max_by_key(|(_, done)| *done)
}

/// The steps that are surely part of every drill, and are done for others only by their work or a fallback's.
fn surely_settled(plan: &Plan, order: &Precedence<StepId>) -> impl Iterator<Item = StepId> {
    let mut is_sure: Arena<StepId, bool> = plan.steps.iter().map(|_| false).collect();
    for &id in order.sequence() {
        let step = &plan.steps[id];
        is_sure[id] = step.when.is_none()
            && !step.on_demand
            && step.join == Join::All
            && step.after.iter().all(|before| is_sure[*before]);
    }
    let settles_by_work = |id: &StepId| match plan.steps[*id].on_failure.last() {
        FailureRule::Halt | FailureRule::Fallback(_) => true,
        FailureRule::Continue | FailureRule::Retry { .. } => false,
    };
    let sure: Vec<StepId> = is_sure
        .entries()
        .filter_map(|(id, is_sure)| is_sure.then_some(id))
        .filter(settles_by_work)
        .collect();
    sure.into_iter()
}

/// What of a measure is longer than the drill, where no earlier check has told it.
fn longer_than(measure: &Measure, horizon: Seconds) -> Option<(&'static str, Seconds)> {
    match measure {
        Measure::Within { target, limit, .. }
        | Measure::Elapsed { target, limit, .. }
        | Measure::TimeAbove { target, limit, .. } => {
            let target = ("target", *target);
            let limit = ("limit", *limit);
            [target, limit]
                .into_iter()
                .find(|(_, time)| *time > horizon)
        }
        Measure::Done { .. }
        | Measure::Final { .. }
        | Measure::Peak { .. }
        | Measure::Cleared { .. }
        | Measure::Order { .. }
        | Measure::Completion { .. }
        | Measure::StoodDown { .. }
        | Measure::Cost { .. }
        | Measure::Judged(_) => None,
    }
}

/// Where a measure says its target and its limit.
struct Places {
    target: Span,
    limit: Span,
}

fn places<'s>(doc: &MeasureDoc<'s>, otherwise: Span, problems: &Problems<'s>) -> Places {
    let (target, limit) = match doc {
        MeasureDoc::Done { target, limit, .. }
        | MeasureDoc::Cleared { target, limit, .. }
        | MeasureDoc::StoodDown { target, limit, .. } => (
            target.span(problems),
            limit.given().map(|limit| limit.span(problems)),
        ),
        MeasureDoc::Within { target, limit, .. }
        | MeasureDoc::Elapsed { target, limit, .. }
        | MeasureDoc::TimeAbove { target, limit, .. } => (
            target.span(problems),
            limit.given().map(|limit| limit.span(problems)),
        ),
        MeasureDoc::Final { target, limit, .. }
        | MeasureDoc::Peak { target, limit, .. }
        | MeasureDoc::Completion { target, limit, .. }
        | MeasureDoc::Cost { target, limit, .. } => (
            target.span(problems),
            limit.given().map(|limit| limit.span(problems)),
        ),
        MeasureDoc::Order { first, .. } => (first.span(problems), None),
        MeasureDoc::Judged(_) => (otherwise, None),
    };
    Places {
        target,
        limit: limit.unwrap_or(target),
    }
}
