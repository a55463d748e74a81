//! Differences in words: with their sign, and with what is known of their uncertainty.

use crate::analysis::comparison::{Aspect, Comparison, Verdict};
use crate::model::{Drill, Measure};
use crate::quantity::Seconds;
use crate::report::compare::{Candidate, grounds};
use crate::report::figures;
use crate::report::page::Tone;
use crate::statistics::{DIFFERING_LEAST, Interval, MeanDifference, ShareDifference};

/// "+10.6 ±0.4"; without an interval the figure says that it is not sure.
pub(in crate::report) fn difference(
    found: &MeanDifference,
    words: impl Fn(f64) -> String,
) -> String {
    if found.differing == 0 {
        return NONE_DIFFERS.to_owned();
    }
    match found.interval {
        Some(interval) => signed_with(found.mean, interval, words),
        None => format!("{} ({})", signed(found.mean, words), few(found.differing)),
    }
}

/// "+31 ±2", in points of 100.
pub(super) fn share_apart(found: &ShareDifference) -> String {
    if found.gains + found.losses == 0 {
        return NONE_DIFFERS.to_owned();
    }
    signed_with(found.value, found.interval, points)
}

const NONE_DIFFERS: &str = "none differs";

/// Why a figure has no interval most often: too few replications differ, if all of them do.
pub(super) const TOO_FEW: &str = "too few";

/// Why a figure has no interval: few replications differ, or a few of those that do decide.
pub(super) fn few(differing: u64) -> &'static str {
    if differing < DIFFERING_LEAST {
        TOO_FEW
    } else {
        "few decide"
    }
}

/// The same of what an objective measures.
pub(super) fn difference_of(measure: &Measure, found: &MeanDifference) -> String {
    let words = |apart| amount(measure, apart);
    match (found.interval, unit(measure)) {
        (Some(interval), Unit::Time) if found.differing > 0 => {
            let half_width = figures::rough_duration(half_width(found.mean, interval));
            format!("{} ±{half_width}", signed(found.mean, words))
        }
        (Some(_) | None, Unit::Time | Unit::Share | Unit::Plain) => difference(found, words),
    }
}

/// "+10.6 ±0.4", or "+100 [−51, +100]".
pub(in crate::report) fn signed_with(
    mean: f64,
    interval: Interval,
    words: impl Fn(f64) -> String,
) -> String {
    if is_lopsided(mean, interval) {
        let [low, high] = [interval.low, interval.high].map(|end| signed(end, &words));
        return format!("{} [{low}, {high}]", signed(mean, words));
    }
    let half_width = rough(half_width(mean, interval), &words);
    format!("{} ±{half_width}", signed(mean, words))
}

/// Whether ± would tell another interval: few replications, and differences that end at all or nothing, shift it. What rounding to
/// one digit may move is let pass.
pub(in crate::report) fn is_lopsided(mean: f64, interval: Interval) -> bool {
    let centre = f64::midpoint(interval.low, interval.high);
    (mean - centre).abs() > 0.25 * half_width(mean, interval)
}

/// What rounding leaves of an exact shift is no uncertainty.
fn half_width(mean: f64, interval: Interval) -> f64 {
    let half_width = interval.half_width();
    if half_width > mean.abs() * 1e-9 {
        half_width
    } else {
        0.0
    }
}

/// "+10.6", "−3 h 20".
pub(in crate::report) fn signed(mean: f64, words: impl Fn(f64) -> String) -> String {
    let size = words(mean.abs());
    if mean < 0.0 {
        format!("−{size}")
    } else if mean > 0.0 {
        format!("+{size}")
    } else {
        size
    }
}

fn rough(half_width: f64, words: impl Fn(f64) -> String) -> String {
    if half_width == 0.0 {
        return "0".to_owned();
    }
    words(figures::told_uncertainty(half_width))
}

/// Points of 100 of a share: "44", "0.3".
pub(in crate::report) fn points(share: f64) -> String {
    figures::rounded(share * 100.0)
}

/// A difference of what an objective measures.
pub(super) fn amount(measure: &Measure, amount: f64) -> String {
    match unit(measure) {
        Unit::Time => figures::duration(Seconds::rounded(amount)),
        Unit::Share => format!("{} points", points(amount)),
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
    let is_sure = (difference.interval).is_some_and(|one| one.low > 0.0 || one.high < 0.0);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lopsided_interval_is_told_by_its_ends() {
        let told = |mean, low, high| signed_with(mean, Interval { low, high }, figures::number);
        assert_eq!(told(10.6, 10.2, 11.0), "+10.6 ±0.4");
        assert_eq!(told(100.0, -51.0, 100.0), "+100 [−51, +100]");
        assert_eq!(told(0.0, 0.0, 0.0), "0 ±0");
    }
}
