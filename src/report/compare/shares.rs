//! Which change did it: each group's share of the effect.

use crate::analysis::comparison::{Attribution, Effect, Effects, Programme};
use crate::report::compare::{Candidate, Compared, Explained, changes};
use crate::report::differences::{difference, few, points, signed, signed_with};
use crate::report::figures;
use crate::statistics::Interval;
use crate::text;

/// The share of a group of changes.
pub(super) struct Share {
    /// "+6.1 ±0.3", or nothing where there are no scores.
    pub(super) score: String,
    /// "+20 ±1", in points of 100.
    pub(super) passed: String,
    /// "+2,000 ±100", in the currency.
    pub(super) cost: String,
    /// Its length beside the longest, from 0 to 1.
    pub(super) weight: f64,
    /// On the score, in points, or where there are none on passing, in points of 100.
    pub(super) effect: Effect,
    /// Whether the score rises.
    pub(super) is_gain: bool,
    /// What is changed.
    pub(super) what: Vec<String>,
}

/// "did nothing: "; where but some orders were played, no more is known.
pub(super) fn idle_words(explained: &Explained, idle: &[String]) -> Option<String> {
    let orders = match explained.attribution.orders {
        Some(_) => " in the orders that were played",
        None => "",
    };
    (!idle.is_empty()).then(|| format!("did nothing{orders}: {}", idle.join(" · ")))
}

/// Groups that do something, the largest first; then what does nothing, in words.
pub(super) fn shares(
    candidate: &Candidate<'_>,
    explained: &Explained,
) -> (Vec<Share>, Vec<String>) {
    let told = |group: &[usize]| -> Vec<String> {
        group
            .iter()
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
                passed: effect(effects.passed.as_ref(), points),
                cost: effect(effects.cost.as_ref(), figures::number),
                weight: if longest > 0.0 {
                    size.abs() / longest
                } else {
                    0.0
                },
                effect: in_points(effects),
                is_gain: size >= 0.0,
                what: told(group),
            },
        ));
    }
    doing.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    (doing.into_iter().map(|(_, share)| share).collect(), idle)
}

/// "what each change adds to the score and to passing, in 10,000 replications of every combination".
pub(super) fn heading(compared: &Compared<'_>, explained: &Explained) -> String {
    let attribution = &explained.attribution;
    let adds = match (&attribution.total.score, &attribution.total.passed) {
        (Some(_), Some(_)) => " to the score, in points to passing, and to the cost",
        (Some(_), None) => " to the score and to the cost",
        (None, Some(_)) => " in points to passing, and to the cost",
        (None, None) => " to the cost",
    };
    let played = if attribution.replications < compared.replications {
        format!(
            "the first {} of the {} replications",
            text::number(attribution.replications),
            text::number(compared.replications)
        )
    } else {
        text::counted(attribution.replications, "replication")
    };
    let how = match attribution.orders {
        None => format!("in {played} of every combination"),
        Some(orders) => format!("in {played}, in {orders} orders of making them"),
    };
    format!("what each change adds{adds}, {how}")
}

/// What the shares add up to, and what that is in the table.
pub(super) fn total(
    compared: &Compared<'_>,
    candidate: &Candidate<'_>,
    explained: &Explained,
) -> Share {
    let Attribution {
        total,
        replications,
        ..
    } = &explained.attribution;
    let Programme {
        score,
        passed,
        cost,
        ..
    } = &candidate.programme;
    let of_score = score
        .as_ref()
        .map(|one| difference(&one.difference, figures::number));
    let of_passed = passed
        .as_ref()
        .map(|one| difference(&one.difference, points));
    let of_cost = cost
        .as_ref()
        .map(|one| difference(&one.difference, figures::number));
    let of_all: Vec<String> = [
        ("score", of_score),
        ("passed", of_passed),
        ("cost", of_cost),
    ]
    .into_iter()
    .filter_map(|(what, told)| Some(format!("{what} {}", told?)))
    .collect();
    let what = if *replications < compared.replications {
        format!(
            "all together, the sum; in all {}: {}",
            text::counted(compared.replications, "replication"),
            of_all.join(", ")
        )
    } else {
        "all together, the sum".to_owned()
    };
    Share {
        score: effect(total.score.as_ref(), figures::number),
        passed: effect(total.passed.as_ref(), points),
        cost: effect(total.cost.as_ref(), figures::number),
        weight: 0.0,
        effect: in_points(total),
        is_gain: size(total) >= 0.0,
        what: vec![what],
    }
}

fn size(effects: &Effects) -> f64 {
    let mean = |effect: &Option<Effect>| effect.map_or(0.0, |effect| effect.mean);
    match effects.score {
        Some(_) => mean(&effects.score),
        None => mean(&effects.passed),
    }
}

fn in_points(effects: &Effects) -> Effect {
    let scaled = |effect: Effect, scale: f64| Effect {
        mean: effect.mean * scale,
        interval: effect.interval.map(|one| Interval {
            low: one.low * scale,
            high: one.high * scale,
        }),
        ..effect
    };
    let passed = effects.passed.map(|effect| scaled(effect, 100.0));
    effects.score.or(passed).unwrap_or(Effect {
        mean: 0.0,
        interval: None,
        differing: 0,
    })
}

fn is_nothing(effects: &Effects) -> bool {
    let differing = |effect: &Option<Effect>| effect.map_or(0, |effect| effect.differing);
    differing(&effects.score) + differing(&effects.passed) + differing(&effects.cost) == 0
}

fn effect(effect: Option<&Effect>, shown: impl Fn(f64) -> String) -> String {
    match effect {
        None => String::new(),
        Some(effect) if effect.differing == 0 => "0".to_owned(),
        Some(effect) => match effect.interval {
            Some(interval) => signed_with(effect.mean, interval, shown),
            None => format!("{} ({})", signed(effect.mean, shown), few(effect.differing)),
        },
    }
}
