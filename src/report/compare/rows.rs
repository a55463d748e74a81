//! The rows of a comparison: score, passing, objectives, cost.

use crate::analysis::comparison::{
    Aspect, Better, Comparison, ObjectiveComparison, ObjectiveDifference, Passing,
    ProgrammeQuantity, Quantity, TailDifference,
};
use crate::model::{Drill, Measure, Objective};
use crate::report::compare::{Candidate, grounds, words};
use crate::report::differences::{difference, is_apart, points, share_apart};
use crate::report::figures;
use crate::report::measures::{amount_words, score_words};
use crate::report::names::shared_currency;
use crate::report::page::Tone;
use crate::statistics::DIFFERING_LEAST;
use crate::text::{self, one_line};

/// A row.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) is_critical: bool,
    pub(super) baseline: String,
    pub(super) candidate: String,
    /// Candidate less baseline.
    pub(super) difference: String,
    /// The mean difference of what was measured.
    pub(super) by: String,
    /// How often the candidate is better, ties counted half.
    pub(super) better: String,
    /// The bad end of both.
    pub(super) tail: String,
    pub(super) tone: Tone,
}

/// Score, passing, the objectives in file order, and the cost.
pub(super) fn rows(comparison: &Comparison, drill: &Drill) -> Vec<Row> {
    let verdict = &comparison.verdict;
    let currency = drill.currency.as_deref();
    let score = comparison.score.iter().map(|score| Row {
        tone: words::tone(verdict, Aspect::Score),
        ..quantity("score", score, score_words)
    });
    let passed = comparison.passed.iter().map(|found| Row {
        tone: words::tone(verdict, Aspect::Passed),
        ..passing("passed", found)
    });
    let objectives = drill.scenario.objectives.entries().map(|(id, objective)| {
        let found = comparison.objectives[id].as_ref();
        let tone = words::tone(verdict, Aspect::Objective(id));
        self::objective(objective, found, tone)
    });
    let cost = quantity(&cost_name(currency), &comparison.cost, figures::number);
    score
        .chain(passed)
        .chain(objectives)
        .chain([cost])
        .collect()
}

/// The same of all drills together.
pub(super) fn of_programme(candidate: &Candidate<'_>, drills: &[&Drill]) -> Vec<Row> {
    let (whole, Some(detail)) = (&candidate.programme, &candidate.detail) else {
        return Vec::new();
    };
    let score = detail.score.iter().map(|score| Row {
        tone: words::tone(&whole.verdict, Aspect::Score),
        ..quantity("score", score, score_words)
    });
    let passed = whole.passed.iter().zip(&detail.passed);
    let passed = passed.map(|(found, often)| Row {
        tone: words::tone(&whole.verdict, Aspect::Passed),
        ..share_of_drills("passed", found, often)
    });
    let objectives = detail.objectives.iter().map(|objective| {
        let row = match objective.met.as_ref().zip(objective.better.as_ref()) {
            Some((met, often)) => share_of_drills(&objective.id, met, often),
            None => Row {
                difference: "n/a".to_owned(),
                ..blank(&objective.id)
            },
        };
        Row {
            title: one_line(&objective.title).into_owned(),
            is_critical: objective.is_critical,
            ..row
        }
    });
    let currency = shared_currency(drills);
    let cost =
        (detail.cost.iter()).map(|cost| quantity(&cost_name(currency), cost, figures::number));
    score.chain(passed).chain(objectives).chain(cost).collect()
}

/// What is to be said below those rows.
pub(super) fn notes_of_programme(candidate: &Candidate<'_>, drills: &[&Drill]) -> Vec<String> {
    let Some(detail) = &candidate.detail else {
        return Vec::new();
    };
    let mut notes = vec![
        "of objectives: the share met of the drills in which they apply to both, replication by replication; better in: ties \
         count half; one in 20 worse: → is shown to differ, ~ is not; this and cost are looked at alone"
            .to_owned(),
    ];
    let all = drills.len() as u64; // usize fits into u64.
    for count in 1..all {
        let some = detail.objectives.iter().filter(|one| one.drills == count);
        let ids: Vec<&str> = some.map(|one| one.id.as_str()).collect();
        if !ids.is_empty() {
            notes.push(format!("in {count} of {all} drills: {}", ids.join(", ")));
        }
    }
    let comparisons = candidate.comparisons.iter();
    let (differing, played) = comparisons.fold((0, 0), |(differing, played), one| {
        (differing + one.differing, played + one.replications)
    });
    if differing < played {
        notes.push(format!(
            "{} of the replications of all drills differ at all",
            figures::percent_of(differing, played)
        ));
    }
    notes
}

fn cost_name(currency: Option<&str>) -> String {
    match currency {
        Some(currency) => format!("cost, {}", one_line(currency)),
        None => "cost".to_owned(),
    }
}

/// A share of the drills.
fn share_of_drills(id: &str, found: &ProgrammeQuantity, often: &Better) -> Row {
    let [baseline, candidate] = figures::percents([found.baseline.value, found.candidate.value]);
    Row {
        baseline,
        candidate,
        difference: difference(&found.difference, points),
        better: if found.difference.differing == 0 {
            String::new()
        } else {
            better(often)
        },
        ..blank(id)
    }
}

fn blank(id: &str) -> Row {
    let dash = || "–".to_owned();
    Row {
        id: id.to_owned(),
        title: String::new(),
        is_critical: false,
        baseline: dash(),
        candidate: dash(),
        difference: dash(),
        by: String::new(),
        better: String::new(),
        tail: String::new(),
        tone: Tone::Plain,
    }
}

fn quantity(id: &str, found: &Quantity, words: impl Fn(f64) -> String + Copy) -> Row {
    let is_same = found.difference.differing == 0;
    let [baseline, candidate] =
        figures::told_apart([found.baseline.value, found.candidate.value], words);
    Row {
        baseline,
        candidate,
        difference: difference(&found.difference, words),
        better: if is_same {
            String::new()
        } else {
            better(&found.better)
        },
        tail: if is_same {
            String::new()
        } else {
            tail(&found.tail, words)
        },
        ..blank(id)
    }
}

fn passing(id: &str, found: &Passing) -> Row {
    let [baseline, candidate] = figures::percents([found.baseline.value, found.candidate.value]);
    Row {
        baseline,
        candidate,
        difference: share_apart(&found.difference),
        ..blank(id)
    }
}

fn objective(objective: &Objective, found: Option<&ObjectiveComparison>, tone: Tone) -> Row {
    let named = Row {
        title: one_line(&objective.title).into_owned(),
        is_critical: objective.critical,
        tone,
        ..blank(&objective.id)
    };
    let Some(found) = found else {
        return Row {
            difference: "observers".to_owned(),
            ..named
        };
    };
    let Some(figures) = &found.figures else {
        return Row {
            difference: "n/a".to_owned(),
            ..named
        };
    };
    let met = passing(&objective.id, &figures.met);
    let is_same = found.differing == 0;
    Row {
        baseline: met.baseline,
        candidate: met.candidate,
        difference: met.difference,
        by: by(&objective.measure, figures),
        better: if is_same {
            String::new()
        } else {
            better(&figures.better)
        },
        tail: if is_same || is_kept(&objective.measure) {
            String::new()
        } else {
            tail(&figures.tail, |amount| {
                amount_words(&objective.measure, amount)
            })
        },
        ..named
    }
}

/// An order is kept or not; there is nothing between.
fn is_kept(measure: &Measure) -> bool {
    matches!(measure, Measure::Order { .. })
}

fn by(measure: &Measure, figures: &ObjectiveDifference) -> String {
    match &figures.value {
        Some(value) if value.differing > 0 => words::difference_of(measure, value),
        Some(_) | None => String::new(),
    }
}

fn better(found: &Better) -> String {
    figures::percent(found.probability)
}

fn tail(found: &TailDifference, words: impl Fn(f64) -> String) -> String {
    let shown = |value: f64| {
        if value.is_finite() {
            words(value)
        } else {
            "never".to_owned()
        }
    };
    let is_shown = (found.interval)
        .is_some_and(|interval| is_apart(interval) || interval.low == interval.high);
    // What two figures suggest may not be shown.
    let arrow = if is_shown { "→" } else { "~" };
    let (before, after) = (shown(found.baseline), shown(found.candidate));
    if before == after {
        return before;
    }
    format!("{before} {arrow} {after}")
}

/// What is to be said below the rows.
pub(super) fn notes(
    comparison: &Comparison,
    drill: &Drill,
    candidate: &str,
    looks: u64,
) -> Vec<String> {
    let mut notes = hidden_losses(comparison, drill);
    let all = comparison.replications;
    notes.extend(grounds::notes(comparison, drill));
    if comparison.differing > 0 {
        notes.push(grounds::tested(comparison, looks));
        notes.push(
            "of objectives: the share met, its difference in points of 100, by how much what is measured differs \
             where both are reached; better in: ties count half; one in 20 worse: → is shown to differ, ~ is not; this \
             and cost are looked at alone"
                .to_owned(),
        );
    }
    if comparison.differing > 0 && comparison.differing < all {
        notes.push(format!(
            "{} of the replications differ at all",
            figures::percent_of(comparison.differing, all)
        ));
    }
    let few = comparison
        .score
        .iter()
        .map(|score| &score.difference)
        .filter(|difference| difference.interval.is_none());
    for difference in few {
        notes.push(without_interval(difference.differing));
    }
    for (id, objective) in drill.scenario.objectives.entries() {
        let Some(found) = &comparison.objectives[id] else {
            continue;
        };
        let (a, b) = (found.applies_baseline, found.applies_candidate);
        let share = |count: u64| figures::percent_of(count, all);
        if share(a) != share(b) {
            notes.push(format!(
                "{} applies in {} of the replications, with {candidate} in {}; compared where it applies in both",
                objective.id,
                share(a),
                share(b)
            ));
        } else if a < all || b < all {
            notes.push(format!("{} applies in {}", objective.id, share(a)));
        }
    }
    let factor = comparison
        .score
        .as_ref()
        .and_then(|score| score.variance_reduction);
    if let Some(factor) = factor.filter(|factor| *factor >= 1.05) {
        notes.push(format!(
            "the same luck in both makes the difference of scores as sure as {} times as many replications of each alone",
            figures::number(factor)
        ));
    }
    notes
}

/// Why the score has no interval.
fn without_interval(differing: u64) -> String {
    let counted = text::counted(differing, "replication");
    if differing < DIFFERING_LEAST {
        format!(
            "the score differs in {counted}, too few for an interval: it takes {DIFFERING_LEAST}"
        )
    } else {
        format!(
            "the score differs in {counted}, of which a few decide: too few of those for an interval"
        )
    }
}

/// Where the mean got better and yet many replications got worse, that must not be overlooked.
fn hidden_losses(comparison: &Comparison, drill: &Drill) -> Vec<String> {
    let better = comparison.verdict.better();
    let objectives = drill
        .scenario
        .objectives
        .entries()
        .filter_map(|(id, objective)| {
            let figures = comparison.objectives[id].as_ref()?.figures.as_ref()?;
            Some((
                Aspect::Objective(id),
                objective.id.as_str(),
                &figures.better,
            ))
        });
    let score = comparison
        .score
        .iter()
        .map(|score| (Aspect::Score, "score", &score.better));
    score
        .chain(objectives)
        .filter_map(|(aspect, name, found)| {
            let all = comparison.replications;
            let is_hidden = better.contains(&aspect) && found.losses * 20 >= all;
            is_hidden.then(|| {
                format!(
                    "{name} is better on the whole, yet worse in {} of the replications",
                    figures::percent_of(found.losses, all)
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_without_interval_says_why() {
        insta::assert_snapshot!(without_interval(20), @"the score differs in 20 replications, too few for an interval: it takes 200");
        insta::assert_snapshot!(without_interval(500), @"the score differs in 500 replications, of which a few decide: too few of those for an interval");
    }
}
