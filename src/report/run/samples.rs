//! One row for each replication: its score, whether it passed, its cost, what each objective measured.
//!
//! A column of an objective bears its id; one whose id is a name of the first columns is called `objective:ID`. Empty:
//! never reached (or no score, or nothing to pass); `n/a`: it does not apply.

use std::fmt::Write as _;

use crate::analysis::evaluation::{Measured, Samples};
use crate::model::Drill;

/// The columns that every file has.
const COLUMNS: [&str; 4] = ["replication", "score", "passed", "cost"];

/// The first line.
pub fn header(drill: &Drill) -> String {
    let mut columns: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    for objective in drill.scenario.objectives.iter() {
        let id = &objective.id;
        columns.push(if COLUMNS.contains(&id.as_str()) {
            format!("objective:{id}")
        } else {
            id.clone()
        });
    }
    // Ids need no quotation marks.
    format!("{}\n", columns.join(","))
}

/// The lines of a block.
pub fn rows(samples: &Samples) -> String {
    let mut rows = String::with_capacity(samples.costs.len() * 64);
    let mut say = |arguments: std::fmt::Arguments<'_>| {
        rows.write_fmt(arguments)
            .expect("a string takes all that is written");
    };
    for (place, cost) in samples.costs.iter().enumerate() {
        say(format_args!(
            "{},",
            samples.first.wrapping_add(place as u64)
        )); // usize fits into u64.
        if let Some(score) = samples.scores[place] {
            say(format_args!("{score}"));
        }
        say(format_args!(","));
        if let Some(passed) = samples.passed[place] {
            say(format_args!("{passed}"));
        }
        say(format_args!(",{cost}"));
        for values in samples.values.iter() {
            match values[place] {
                Measured::NotApplicable => say(format_args!(",n/a")),
                Measured::Never => say(format_args!(",")),
                Measured::Value(value) => say(format_args!(",{value}")),
            }
        }
        say(format_args!("\n"));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Seconds;

    #[test]
    fn never_is_empty_and_not_applicable_is_said() {
        let samples = Samples {
            first: 7,
            scores: vec![Some(62.5), None],
            passed: vec![Some(true), None],
            costs: vec![10.25, 0.0],
            makespans: vec![Seconds::ZERO; 2],
            values: [
                vec![Measured::Value(3_600.0), Measured::NotApplicable],
                vec![Measured::Never, Measured::Value(0.5)],
            ]
            .into_iter()
            .collect(),
        };
        assert_eq!(rows(&samples), "7,62.5,true,10.25,3600,\n8,,,0,n/a,0.5\n");
    }
}
