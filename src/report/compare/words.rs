//! Verdicts in words, and differences of what objectives measure.

use crate::analysis::comparison::{Aspect, Comparison, Verdict};
use crate::model::{Drill, Measure};
use crate::quantity::Seconds;
use crate::report::compare::{Candidate, grounds};
use crate::report::page::Tone;
use crate::report::{differences, figures};
use crate::statistics::MeanDifference;

/// The same of what an objective measures.
pub(super) fn difference_of(measure: &Measure, found: &MeanDifference) -> String {
    let words = |apart| amount(measure, apart);
    match (found.interval, unit(measure)) {
        (Some(interval), Unit::Time) if found.differing > 0 => {
            let half_width = figures::rough_duration(differences::half_width(found.mean, interval));
            format!("{} ±{half_width}", differences::signed(found.mean, words))
        }
        (Some(_) | None, Unit::Time | Unit::Share | Unit::Plain) => {
            differences::difference(found, words)
        }
    }
}

/// A difference of what an objective measures.
pub(super) fn amount(measure: &Measure, amount: f64) -> String {
    match unit(measure) {
        Unit::Time => figures::duration(Seconds::rounded(amount)),
        Unit::Share => format!("{} points", differences::points(amount)),
        Unit::Plain => figures::number(amount),
    }
}

/// What differences of a measure are counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Time,
    /// Of all; told in points of 100.
    Share,
    Plain,
}

pub(super) fn unit(measure: &Measure) -> Unit {
    match measure {
        Measure::Done { .. }
        | Measure::Within { .. }
        | Measure::Elapsed { .. }
        | Measure::TimeAbove { .. }
        | Measure::Cleared { .. }
        | Measure::StoodDown { .. } => Unit::Time,
        Measure::Completion { .. } => Unit::Share,
        Measure::Final { .. }
        | Measure::Peak { .. }
        | Measure::Cost { .. }
        | Measure::Order { .. }
        | Measure::Judged(_) => Unit::Plain,
    }
}

/// "better", and what in; and what that costs.
pub(super) fn verdict(comparison: &Comparison, drill: &Drill) -> (Tone, String) {
    let names = |aspects: &[Aspect], is_gain: bool| {
        let names = aspects.iter().map(|aspect| match aspect {
            Aspect::Score => "score".to_owned(),
            Aspect::Passed => "passed".to_owned(),
            Aspect::Objective(id) => grounds::named(comparison, drill, *id, is_gain),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let (tone, mut said) = match &comparison.verdict {
        Verdict::NoneDiffers => (Tone::Plain, "no replication differs".to_owned()),
        Verdict::NotShown => (Tone::Plain, "no difference shown".to_owned()),
        Verdict::Better(better) => (Tone::Good, format!("better: {}", names(better, true))),
        Verdict::Worse(worse) => (Tone::Bad, format!("worse: {}", names(worse, false))),
        Verdict::Mixed { better, worse } => (
            Tone::Warning,
            format!(
                "better here and worse there: better {} · worse {}",
                names(better, true),
                names(worse, false)
            ),
        ),
    };
    said.push_str(&cost_apart(&comparison.cost.difference));
    (tone, said)
}

/// " · costs 25,000 more", where that is sure; money is weighed by whoever pays, so it makes nothing better or worse.
fn cost_apart(difference: &MeanDifference) -> String {
    let is_sure = difference.interval.is_some_and(differences::is_apart);
    if !is_sure {
        return String::new();
    }
    let which = if difference.mean > 0.0 {
        "more"
    } else {
        "less"
    };
    format!(
        " · costs {} {which}",
        figures::number(difference.mean.abs())
    )
}

/// "better", without what in; and whether few replications show it.
pub(super) fn verdict_word(comparison: &Comparison) -> (Tone, String) {
    let (tone, word) = word(&comparison.verdict);
    (tone, format!("{word}{}", grounds::few(comparison)))
}

fn word(verdict: &Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::NoneDiffers => (Tone::Plain, "no replication differs"),
        Verdict::NotShown => (Tone::Plain, "no difference shown"),
        Verdict::Better(_) => (Tone::Good, "better"),
        Verdict::Worse(_) => (Tone::Bad, "worse"),
        Verdict::Mixed { .. } => (Tone::Warning, "better here and worse there"),
    }
}

/// The verdict over all drills, with the drills in which something is worse though the whole is not, or better; and what that
/// costs.
pub(super) fn programme_verdict(candidate: &Candidate<'_>, drills: &[&Drill]) -> (Tone, String) {
    let whole = &candidate.programme;
    let (mut tone, word) = word(&whole.verdict);
    let word = format!("{word}{}", grounds::few_of_programme(whole));
    let drills_with = |aspects: fn(&Verdict) -> &[Aspect]| -> Vec<&str> {
        let all = drills.iter().zip(&candidate.comparisons);
        all.filter(|(_, comparison)| !aspects(&comparison.verdict).is_empty())
            .map(|(drill, _)| drill.scenario.id.as_str())
            .collect()
    };
    let (better, worse) = (drills_with(Verdict::better), drills_with(Verdict::worse));
    let asides: Vec<String> = [
        ("better", better, whole.verdict.better()),
        ("worse", worse, whole.verdict.worse()),
    ]
    .into_iter()
    .filter(|(_, drills, said)| !drills.is_empty() && said.is_empty())
    .map(|(which, drills, _)| format!("something {which} in {}", drills.join(", ")))
    .collect();
    let mut said = word.clone();
    if !asides.is_empty() {
        tone = Tone::Warning;
        said = format!("{word} on the whole, {}", asides.join("; "));
    }
    if let Some(cost) = &whole.cost {
        said.push_str(&cost_apart(&cost.difference));
    }
    (tone, said)
}

/// How an aspect is shown.
pub(super) fn tone(verdict: &Verdict, aspect: Aspect) -> Tone {
    if verdict.better().contains(&aspect) {
        Tone::Good
    } else if verdict.worse().contains(&aspect) {
        Tone::Bad
    } else {
        Tone::Plain
    }
}
