//! Which change did it: each group's share of the effect.

use crate::analysis::comparison::{Effect, Effects};
use crate::report::compare::{Candidate, Explained, changes, words};
use crate::report::figures;
use crate::text;

/// The share of a group of changes.
pub(super) struct Share {
    /// "+6.1 ±0.3", or nothing where there are no scores.
    pub(super) score: String,
    /// "+20 ±1", in points of 100.
    pub(super) passed: String,
    /// Its length beside the longest, from 0 to 1.
    pub(super) weight: f64,
    /// Whether the score rises.
    pub(super) is_gain: bool,
    /// What is changed.
    pub(super) what: Vec<String>,
}

/// Groups that do something, the largest first; then what does nothing, in words.
pub(super) fn shares(
    candidate: &Candidate<'_>,
    explained: &Explained,
) -> (Vec<Share>, Vec<String>) {
    let places: Vec<usize> = (0..candidate.changes.len()).collect();
    let told = |group: &[usize]| -> Vec<String> {
        let group = group.iter().filter(|place| places.contains(place));
        group
            .map(|place| {
                let change = &candidate.changes[*place];
                format!("{}: {}", changes::subject(change), changes::what(change))
            })
            .collect()
    };
    let mut doing: Vec<(f64, Share)> = Vec::new();
    let mut idle = Vec::new();
    let sizes = explained
        .attribution
        .groups
        .iter()
        .map(|effects| size(effects).abs());
    let longest = sizes.fold(0.0, f64::max);
    for (group, effects) in explained.groups.iter().zip(&explained.attribution.groups) {
        if is_nothing(effects) {
            idle.push(told(group).join(" and "));
            continue;
        }
        let size = size(effects);
        doing.push((
            size.abs(),
            Share {
                score: effect(effects.score.as_ref(), figures::number),
                passed: effect(effects.passed.as_ref(), words::points),
                weight: if longest > 0.0 {
                    size.abs() / longest
                } else {
                    0.0
                },
                is_gain: size >= 0.0,
                what: told(group),
            },
        ));
    }
    doing.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    (doing.into_iter().map(|(_, share)| share).collect(), idle)
}

/// "what each change adds to the score, +10.6 ±0.4, and to passing, +44 ±1 points; in 2,048 replications".
pub(super) fn heading(explained: &Explained) -> String {
    let total = &explained.attribution.total;
    let mut parts = Vec::new();
    if total.score.is_some() {
        parts.push(format!(
            "to the score, {} in all",
            effect(total.score.as_ref(), figures::number)
        ));
    }
    if total.passed.is_some() {
        parts.push(format!(
            "to passing, {} points in all",
            effect(total.passed.as_ref(), words::points)
        ));
    }
    let played = text::counted(explained.attribution.replications, "replication");
    let how = match explained.attribution.orders {
        None => format!("in {played} of every combination"),
        Some(orders) => format!("in {played}, in {orders} orders of making them"),
    };
    format!("what each change adds {}; {how}", parts.join(", and "))
}

fn size(effects: &Effects) -> f64 {
    let mean = |effect: &Option<Effect>| effect.map_or(0.0, |effect| effect.mean);
    match effects.score {
        Some(_) => mean(&effects.score),
        None => mean(&effects.passed),
    }
}

fn is_nothing(effects: &Effects) -> bool {
    let differing = |effect: &Option<Effect>| effect.map_or(0, |effect| effect.differing);
    differing(&effects.score) + differing(&effects.passed) == 0
}

fn effect(effect: Option<&Effect>, shown: impl Fn(f64) -> String) -> String {
    match effect {
        None => String::new(),
        Some(effect) if effect.differing == 0 => "0".to_owned(),
        Some(effect) => match effect.interval {
            Some(interval) => words::signed_with(effect.mean, interval, shown),
            None => format!("{} (few differ)", words::signed(effect.mean, shown)),
        },
    }
}
