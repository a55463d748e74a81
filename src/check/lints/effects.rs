//! Lints of effects: those that change nothing.

use crate::check::lints::{Rehearsal, Script};
use crate::document::{BarrierEffectDoc, EffectDoc, Located};
use crate::model::{BarrierEffect, Effect};
use crate::quantity::{Distribution, Index};
use crate::source::{Diagnostic, Problems, code};

/// Effects of the plan's steps and barriers.
pub(super) fn check_plan<'s>(rehearsal: &Rehearsal<'_, 's>, problems: &mut Problems<'s>) {
    for (id, step) in rehearsal.file.plan.steps.entries() {
        let list = rehearsal.names.step_entries.all[id.place()].doc.effects;
        let written = list.elements(problems);
        check(&step.effects, &written, problems);
    }
    for (id, barrier) in rehearsal.file.plan.barriers.entries() {
        let doc = &rehearsal.names.barrier_entries.all[id.place()].doc;
        if let (BarrierEffect::Weakens(effects), Some(BarrierEffectDoc::Weakens(list))) =
            (&barrier.effect, doc.effect.read(problems))
        {
            let written = list.elements(problems);
            check(effects, &written, problems);
        }
    }
}

/// Effects of the scenario's injects.
pub(super) fn check_injects<'s>(script: &Script<'_, 's>, problems: &mut Problems<'s>) {
    for (id, inject) in script.scenario.injects.entries() {
        let list = script.names.inject_entries.all[id.place()].doc.effects;
        let written = list.elements(problems);
        check(&inject.effects, &written, problems);
    }
}

fn check<'s>(
    effects: &[Effect],
    written: &[Located<'s, EffectDoc<'s>>],
    problems: &mut Problems<'s>,
) {
    // A plan without a scenario knows no impacts, so some of what is written is not read.
    if effects.len() != written.len() {
        return;
    }
    for (effect, place) in effects.iter().zip(written) {
        if let Some((what, help)) = idle(effect) {
            let message = format!("this effect changes nothing: {what}");
            problems.push(
                Diagnostic::warning(code::EFFECT_WITHOUT_EFFECT, place.span(problems), message)
                    .help(help),
            );
        }
    }
}

/// Why an effect changes nothing, and what to write instead.
fn idle(effect: &Effect) -> Option<(&'static str, &'static str)> {
    let factor = "leave it out, or write a factor other than 1";
    match effect {
        Effect::Scale(_, factor_of_growth) if *factor_of_growth == 1.0 => {
            Some(("growth times 1 is growth as before", factor))
        }
        Effect::Slow { factor: times, .. } if *times == 1.0 => {
            Some(("work takes 1 times as long", factor))
        }
        Effect::SlowAnswers { factor: times, .. } if *times == 1.0 => {
            Some(("answers take 1 times as long", factor))
        }
        Effect::Drain { per_hour, .. } if *per_hour == 0.0 => Some((
            "nothing is drained",
            "leave it out, or write a rate above 0",
        )),
        Effect::Add(_, Distribution::Fixed(amount)) if *amount == 0.0 => Some((
            "0 is added",
            "leave it out, or write an amount other than 0",
        )),
        Effect::Stop(_)
        | Effect::Scale(..)
        | Effect::Add(..)
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
        | Effect::Fail(..) => None,
    }
}
