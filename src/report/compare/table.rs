//! The comparison as a long table for spreadsheets: a line for each figure, and for whatever else is to be known.

use serde::Serialize;

use crate::analysis::comparison::{
    Better, Comparison, Effect, Passing, ProgrammeQuantity, Quantity, TailDifference,
};
use crate::model::{Bearing, Drill};
use crate::report::compare::{Candidate, CompareEnding, Compared, Explained, changes, page, words};
use crate::report::csv;
use crate::statistics::{Interval, MeanDifference};
use crate::text;

/// A line; what is empty is not known, or there is no such thing.
#[derive(Clone, Default, Serialize)]
struct Row {
    scenario: String,
    candidate: String,
    subject: &'static str,
    id: String,
    quantity: String,
    baseline: String,
    with_candidate: String,
    difference: String,
    low: String,
    high: String,
    replications: String,
    differing: String,
    better: String,
    what: String,
    /// How the comparison ended.
    ending: &'static str,
}

/// Comma-separated values. Every line says how the comparison ended.
pub fn csv(compared: &Compared<'_>) -> String {
    let ending = match compared.ending {
        CompareEnding::Complete => "complete",
        CompareEnding::Decided { .. } => "decided",
        CompareEnding::Undecided { .. } => "UNDECIDED",
        CompareEnding::Interrupted => "INCOMPLETE",
    };
    let rows = rows(compared).into_iter();
    csv::text(rows.map(|row| Row { ending, ..row }))
}

fn rows(compared: &Compared<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for candidate in &compared.candidates {
        let mut of_candidate = Vec::new();
        for (drill, comparison) in compared.drills.iter().zip(&candidate.comparisons) {
            let of_drill = drill_rows(comparison, drill).into_iter();
            of_candidate.extend(of_drill.map(|row| Row {
                scenario: drill.scenario.id.clone(),
                ..row
            }));
        }
        if compared.drills.len() > 1 {
            of_candidate.extend(programme_rows(compared, candidate));
        }
        of_candidate.extend(candidate.always.map(|always| Row {
            difference: always.mean.to_string(),
            ..with_ends(
                Row::of("all drills", "", "score at whichever look one stops"),
                Some(always.interval),
            )
        }));
        if let Some(explained) = &candidate.explained {
            of_candidate.extend(share_rows(candidate, explained));
        }
        of_candidate.extend(candidate.unexplained.iter().map(|why| Row {
            what: format!("not explained: {why}"),
            ..Row::of("share", "", "")
        }));
        of_candidate.extend(change_rows(candidate));
        rows.extend(of_candidate.into_iter().map(|row| Row {
            candidate: candidate.name.clone(),
            ..row
        }));
    }
    rows.extend(best_rows(compared));
    if compared.looks > 1 {
        rows.push(Row {
            what: format!(
                "verdicts and the best allow for {} at which one might have stopped",
                text::counted(compared.looks, "look")
            ),
            ..Row::of("looks", "", "")
        });
    }
    rows.extend(page::without(compared).into_iter().map(|what| Row {
        what,
        ..Row::of("without", "", "")
    }));
    rows.extend(compared.left_out.iter().map(|scenario| Row {
        scenario: scenario.clone(),
        what: "left out, since it plays another plan".to_owned(),
        ..Row::of("left out", "", "")
    }));
    rows
}

impl Row {
    fn of(subject: &'static str, id: &str, quantity: &str) -> Self {
        Self {
            subject,
            id: id.to_owned(),
            quantity: quantity.to_owned(),
            ..Self::default()
        }
    }
}

fn drill_rows(comparison: &Comparison, drill: &Drill) -> Vec<Row> {
    let mut rows = vec![Row {
        replications: comparison.replications.to_string(),
        differing: comparison.differing.to_string(),
        what: words::verdict(comparison, drill).1,
        ..Row::of("drill", "", "verdict")
    }];
    if let Some(score) = &comparison.score {
        rows.extend(quantity(&Row::of("drill", "", "score"), score));
    }
    if let Some(passed) = &comparison.passed {
        rows.push(passing(Row::of("drill", "", "passed"), passed));
    }
    rows.extend(quantity(&Row::of("drill", "", "cost"), &comparison.cost));
    for (id, objective) in drill.scenario.objectives.entries() {
        let figures = comparison.objectives[id]
            .as_ref()
            .and_then(|one| one.figures.as_ref());
        let Some(figures) = figures else {
            continue;
        };
        let row = |quantity| Row::of("objective", &objective.id, quantity);
        let better = figures.better.probability.to_string();
        rows.push(passing(row("met"), &figures.met));
        rows.push(Row {
            better: better.clone(),
            ..difference(row("attainment"), &figures.attainment)
        });
        rows.extend(figures.value.iter().map(|value| Row {
            better: better.clone(),
            ..difference(row("value"), value)
        }));
        rows.push(tail(&row("value"), &figures.tail));
    }
    rows
}

/// The mean, and the bad end.
fn quantity(row: &Row, found: &Quantity) -> [Row; 2] {
    let mean = Row {
        baseline: found.baseline.value.to_string(),
        with_candidate: found.candidate.value.to_string(),
        better: found.better.probability.to_string(),
        ..difference(row.clone(), &found.difference)
    };
    [mean, tail(row, &found.tail)]
}

fn tail(row: &Row, found: &TailDifference) -> Row {
    let shown = |value: f64| match value.is_finite() {
        true => value.to_string(),
        false => "never".to_owned(),
    };
    let apart = found.candidate - found.baseline;
    let interval = found
        .interval
        .filter(|one| one.low.is_finite() && one.high.is_finite());
    let row = Row {
        quantity: format!("{} p{}", row.quantity, (found.probability * 100.0).round()),
        baseline: shown(found.baseline),
        with_candidate: shown(found.candidate),
        difference: match apart.is_finite() {
            true => apart.to_string(),
            false => String::new(),
        },
        ..row.clone()
    };
    with_ends(row, interval)
}

fn passing(row: Row, found: &Passing) -> Row {
    let difference = &found.difference;
    let row = Row {
        baseline: found.baseline.value.to_string(),
        with_candidate: found.candidate.value.to_string(),
        difference: difference.value.to_string(),
        replications: difference.count.to_string(),
        differing: (difference.gains + difference.losses).to_string(),
        ..row
    };
    with_ends(row, Some(difference.interval))
}

fn difference(row: Row, found: &MeanDifference) -> Row {
    let row = Row {
        difference: found.mean.to_string(),
        replications: found.count.to_string(),
        differing: found.differing.to_string(),
        ..row
    };
    with_ends(row, found.interval)
}

fn with_ends(row: Row, interval: Option<Interval>) -> Row {
    Row {
        low: csv::number(interval.map(|interval| interval.low)),
        high: csv::number(interval.map(|interval| interval.high)),
        ..row
    }
}

fn programme_rows(compared: &Compared<'_>, candidate: &Candidate<'_>) -> Vec<Row> {
    let whole = &candidate.programme;
    let of = |name: &str, found: &Option<ProgrammeQuantity>| {
        found.as_ref().map(|found| Row {
            baseline: found.baseline.value.to_string(),
            with_candidate: found.candidate.value.to_string(),
            ..difference(Row::of("all drills", "", name), &found.difference)
        })
    };
    let verdict = Row {
        replications: compared.replications.to_string(),
        what: words::programme_verdict(candidate, &compared.drills).1,
        ..Row::of("all drills", "", "verdict")
    };
    let detail = candidate.detail.as_ref();
    let quantity = |name: &str, found: Option<&Quantity>| {
        let row = Row::of("all drills", "", name);
        found
            .map(|found| quantity(&row, found))
            .into_iter()
            .flatten()
    };
    let often = |found: Option<&Better>| csv::number(found.map(|found| found.probability));
    let passed = of("passed", &whole.passed).map(|row| Row {
        better: often(detail.and_then(|detail| detail.passed.as_ref())),
        ..row
    });
    let objectives = detail.iter().flat_map(|detail| &detail.objectives);
    let objectives = objectives.filter_map(|objective| {
        let row = of("met", &objective.met)?;
        Some(Row {
            id: objective.id.clone(),
            better: often(objective.better.as_ref()),
            what: format!("measured in {}", text::counted(objective.drills, "drill")),
            ..row
        })
    });
    [verdict]
        .into_iter()
        .chain(quantity("score", detail.and_then(|one| one.score.as_ref())))
        .chain(passed)
        .chain(objectives)
        .chain(quantity("cost", detail.and_then(|one| one.cost.as_ref())))
        .collect()
}

/// What each group of changes adds, and all of them.
fn share_rows(candidate: &Candidate<'_>, explained: &Explained) -> Vec<Row> {
    let attribution = &explained.attribution;
    let told = |group: &[usize]| {
        let changes = group.iter().map(|place| &candidate.changes[*place]);
        let told = changes.map(|one| format!("{}: {}", changes::subject(one), changes::what(one)));
        told.collect::<Vec<_>>().join(" and ")
    };
    let groups = explained.groups.iter().zip(&attribution.groups).zip(1..);
    let groups = groups
        .map(|((group, effects), number): (_, u32)| (number.to_string(), told(group), effects));
    let total = (
        "all".to_owned(),
        "all together, the sum".to_owned(),
        &attribution.total,
    );
    groups
        .chain([total])
        .flat_map(|(id, what, effects)| {
            let row = |quantity: &str, found: &Option<Effect>| {
                found.map(|effect| {
                    let row = Row {
                        difference: effect.mean.to_string(),
                        replications: attribution.replications.to_string(),
                        differing: effect.differing.to_string(),
                        what: what.clone(),
                        ..Row::of("share", &id, quantity)
                    };
                    with_ends(row, effect.interval)
                })
            };
            let all = [
                row("score", &effects.score),
                row("passed", &effects.passed),
                row("cost", &effects.cost),
            ];
            all.into_iter().flatten()
        })
        .collect()
}

fn change_rows(candidate: &Candidate<'_>) -> Vec<Row> {
    let changes = candidate.changes.iter();
    changes
        .map(|change| {
            let bearing = match change.bearing {
                Bearing::Plays => "can make a difference",
                Bearing::Restated => "means the same",
                Bearing::Wording => "wording",
            };
            Row {
                what: changes::what(change),
                ..Row::of("change", &changes::subject(change), bearing)
            }
        })
        .collect()
}

/// Of the baseline and each candidate, the mean score less the best of the others'.
fn best_rows(compared: &Compared<'_>) -> Vec<Row> {
    let intervals = compared.best.iter().flatten();
    (compared.names().zip(intervals))
        .map(|(candidate, interval)| Row {
            candidate: candidate.to_owned(),
            what: match interval.high > 0.0 {
                true => "may be the best".to_owned(),
                false => "not the best".to_owned(),
            },
            ..with_ends(
                Row::of("best", "", "score less the best other"),
                Some(*interval),
            )
        })
        .collect()
}
