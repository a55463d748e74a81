//! Differences in words: with their sign, and with what is known of their uncertainty.

use std::cmp::Ordering;

use crate::analysis::stress::Stressed;
use crate::model::Drill;
use crate::report::figures;
use crate::statistics::{DIFFERING_LEAST, Interval, MeanDifference, ShareDifference};

/// "+10.6 ±0.4"; without an interval the figure says that it is not sure.
pub(super) fn difference(found: &MeanDifference, words: impl Fn(f64) -> String) -> String {
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

/// "+10.6 ±0.4", or "+100 [−51, +100]".
pub(super) fn signed_with(mean: f64, interval: Interval, words: impl Fn(f64) -> String) -> String {
    if is_lopsided(mean, interval) {
        let [low, high] = [interval.low, interval.high].map(|end| signed(end, &words));
        return format!("{} [{low}, {high}]", signed(mean, words));
    }
    let half_width = rough(half_width(mean, interval), &words);
    format!("{} ±{half_width}", signed(mean, words))
}

/// Whether ± would tell another interval: few replications, and differences that end at all or nothing, shift it. What rounding to
/// one digit may move is let pass.
pub(super) fn is_lopsided(mean: f64, interval: Interval) -> bool {
    let centre = f64::midpoint(interval.low, interval.high);
    (mean - centre).abs() > 0.25 * half_width(mean, interval)
}

/// Whether there surely is a difference.
pub(super) fn is_apart(interval: Interval) -> bool {
    interval.low > 0.0 || interval.high < 0.0
}

/// What rounding leaves of an exact shift is no uncertainty.
pub(super) fn half_width(mean: f64, interval: Interval) -> f64 {
    let half_width = interval.half_width();
    if half_width > mean.abs() * 1e-9 {
        half_width
    } else {
        0.0
    }
}

/// "+10.6", "−3 h 20".
pub(super) fn signed(mean: f64, words: impl Fn(f64) -> String) -> String {
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
pub(super) fn points(share: f64) -> String {
    figures::rounded(share * 100.0)
}

/// The objective that is met less often by most: "regulator 71 % → 0 %".
pub(super) fn hardest_hit(drill: &Drill, stressed: &Stressed) -> Option<String> {
    let met = stressed
        .brief
        .met
        .entries()
        .filter_map(|(id, met)| Some((id, (*met)?)));
    let (id, met) = met
        .filter(|(_, met)| met.difference.interval.high < 0.0)
        .min_by(|(_, a), (_, b)| a.difference.value.total_cmp(&b.difference.value))?;
    Some(format!(
        "{} {} → {}",
        drill.scenario.objectives[id].id,
        figures::percent(met.baseline.value),
        figures::percent(met.candidate.value)
    ))
}

/// Which is less, where those that are told alike are equal.
pub(super) fn order_as_told(a: f64, b: f64, words: fn(f64) -> String) -> Ordering {
    if signed(a, words) == signed(b, words) {
        Ordering::Equal
    } else {
        a.total_cmp(&b)
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
