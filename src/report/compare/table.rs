//! The comparison as a long table for spreadsheets: a line for each paired difference.

use crate::analysis::comparison::{Comparison, Passing, Quantity};
use crate::report::compare::Compared;
use crate::statistics::{Interval, MeanDifference};

/// Comma-separated values; an empty interval is not known.
pub fn csv(compared: &Compared<'_>) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let heading = [
        "scenario",
        "candidate",
        "subject",
        "id",
        "quantity",
        "baseline",
        "with_candidate",
        "difference",
        "low",
        "high",
        "replications",
        "differing",
        "better",
    ];
    table
        .write_record(heading)
        .expect("memory takes all that is written");
    for candidate in &compared.candidates {
        for (drill, comparison) in compared.drills.iter().zip(&candidate.comparisons) {
            for line in lines(comparison, drill) {
                let mut cells = vec![drill.scenario.id.clone(), candidate.name.clone()];
                cells.extend(line);
                table
                    .write_record(cells)
                    .expect("memory takes all that is written");
            }
        }
    }
    let bytes = table
        .into_inner()
        .expect("memory takes all that is written");
    String::from_utf8(bytes).expect("texts were written")
}

fn lines(comparison: &Comparison, drill: &crate::model::Drill) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    if let Some(score) = &comparison.score {
        lines.push(quantity("score", score));
    }
    if let Some(passed) = &comparison.passed {
        lines.push(passing(["drill", "", "passed"], passed));
    }
    lines.push(quantity("cost", &comparison.cost));
    for (id, objective) in drill.scenario.objectives.entries() {
        let figures = comparison.objectives[id]
            .as_ref()
            .and_then(|one| one.figures.as_ref());
        let Some(figures) = figures else {
            continue;
        };
        let subject = |quantity: &'static str| ["objective", objective.id.as_str(), quantity];
        lines.push(passing(subject("met"), &figures.met));
        let better = figures.better.probability.to_string();
        lines.push(difference(
            subject("attainment"),
            &figures.attainment,
            better.clone(),
        ));
        if let Some(value) = &figures.value {
            lines.push(difference(subject("value"), value, better));
        }
    }
    lines
}

fn quantity(name: &str, found: &Quantity) -> Vec<String> {
    let better = found.better.probability.to_string();
    let mut cells = difference(["drill", "", name], &found.difference, better);
    cells[3] = found.baseline.value.to_string();
    cells[4] = found.candidate.value.to_string();
    cells
}

fn passing(subject: [&str; 3], found: &Passing) -> Vec<String> {
    let difference = &found.difference;
    let mut cells = subject.map(str::to_owned).to_vec();
    cells.extend([
        found.baseline.value.to_string(),
        found.candidate.value.to_string(),
        difference.value.to_string(),
    ]);
    cells.extend(ends(Some(difference.interval)));
    cells.push(difference.count.to_string());
    cells.push((difference.gains + difference.losses).to_string());
    cells.push(String::new());
    cells
}

fn difference(subject: [&str; 3], found: &MeanDifference, better: String) -> Vec<String> {
    let mut cells = subject.map(str::to_owned).to_vec();
    cells.extend([String::new(), String::new(), found.mean.to_string()]);
    cells.extend(ends(found.interval));
    cells.push(found.count.to_string());
    cells.push(found.differing.to_string());
    cells.push(better);
    cells
}

fn ends(interval: Option<Interval>) -> [String; 2] {
    match interval {
        Some(interval) => [interval.low.to_string(), interval.high.to_string()],
        None => [String::new(), String::new()],
    }
}
