//! Lint of injects: those that can never fire.

use crate::check::lints::bounds::Bounds;
use crate::check::lints::possible::{Possible, holds};
use crate::check::lints::{Rehearsal, Script};
use crate::model::{Effect, Growth, Inject, Trigger, all_effects};
use crate::quantity::{ImpactId, Index, Seconds, StepId};
use crate::source::{Diagnostic, Problems, code};

/// Injects that can never fire, each with the reason.
pub(super) fn check<'s>(
    rehearsal: &Rehearsal<'_, 's>,
    script: &Script<'_, 's>,
    possible: &Possible,
    bounds: &Bounds,
    problems: &mut Problems<'s>,
) {
    for (id, inject) in script.scenario.injects.entries() {
        let doc = &script.names.inject_entries.all[id.place()].doc;
        let at = doc.at.span(problems);
        let chance = doc.chance.given().filter(|_| inject.chance.value() == 0.0);
        let guard = inject.when.as_ref();
        let guard = guard.filter(|guard| holds(guard, possible).is_none());
        let found = if let Some(chance) = chance {
            Some((chance.span(problems), "its chance is 0".to_owned()))
        } else if let Some(guard) = doc.when.given().filter(|_| guard.is_some()) {
            let reason = "its guard asks for what cannot be".to_owned();
            Some((guard.span(problems), reason))
        } else {
            never(rehearsal, script, inject, possible, bounds).map(|reason| (at, reason))
        };
        if let Some((place, reason)) = found {
            let message = format!("inject `{}` can never fire: {reason}", inject.id);
            problems.push(
                Diagnostic::warning(code::INJECT_NEVER_FIRES, place, message).help(
                    "write a trigger that can come true within the drill, or leave the inject out",
                ),
            );
        }
    }
}

/// Why the trigger never comes true, if so.
fn never(
    rehearsal: &Rehearsal<'_, '_>,
    script: &Script<'_, '_>,
    inject: &Inject,
    possible: &Possible,
    bounds: &Bounds,
) -> Option<String> {
    let plan = &rehearsal.file.plan;
    let horizon = script.scenario.horizon;
    let too_late = |earliest: Option<Seconds>, delay: Seconds| {
        let at = earliest? + delay;
        (at > horizon).then(|| {
            format!("that is at the earliest {at} after onset, and the drill ends after {horizon}")
        })
    };
    let never_starts = |step: StepId| {
        let is_never = possible.starts[step].is_none();
        is_never.then(|| format!("step `{}` never starts", plan.steps[step].id))
    };
    match &inject.at {
        Trigger::At(_) | Trigger::Between(..) | Trigger::Never => None,
        Trigger::Started(step, delay) => {
            never_starts(*step).or_else(|| too_late(bounds.starts(*step), *delay))
        }
        Trigger::Finished(step, delay) => {
            never_starts(*step).or_else(|| too_late(bounds.ways.done[*step], *delay))
        }
        Trigger::Overdue(step, _) => never_starts(*step),
        Trigger::Above(impact, level) => never_above(rehearsal, script, *impact, *level),
    }
}

fn never_above(
    rehearsal: &Rehearsal<'_, '_>,
    script: &Script<'_, '_>,
    id: ImpactId,
    level: f64,
) -> Option<String> {
    const HOUR: f64 = 3600.0;
    let impact = &script.scenario.impacts[id];
    if let Some(cap) = impact.cap.filter(|cap| *cap <= level) {
        return Some(format!(
            "impact `{}` is held at its cap of {cap}",
            impact.id
        ));
    }
    let may_jump = all_effects(&rehearsal.file.plan, &script.scenario).any(|effect| match effect {
        Effect::Add(other, _) => *other == id,
        Effect::Scale(other, factor) => *other == id && *factor > 1.0,
        Effect::Stop(_)
        | Effect::Drain { .. }
        | Effect::Set(_)
        | Effect::Require(_)
        | Effect::Reopen(_)
        | Effect::Absent { .. }
        | Effect::Arrive { .. }
        | Effect::Lose { .. }
        | Effect::Gain { .. }
        | Effect::Slow { .. }
        | Effect::SlowAnswers { .. }
        | Effect::Hold { .. }
        | Effect::Fail(..) => false,
    });
    let hours = script.scenario.horizon.as_f64() / HOUR;
    let highest = match impact.grows {
        Growth::Steady => impact.starts,
        Growth::PerHour(rate) => impact.starts + rate * hours,
        Growth::Doubles(every) => impact.starts * libm::exp2(hours * HOUR / every.as_f64()),
    };
    (!may_jump && highest < level).then(|| {
        format!(
            "impact `{}` grows to {} at most",
            impact.id,
            highest.floor()
        )
    })
}
