//! What each loss costs, for spreadsheets.

use crate::report::csv::{self, number};
use crate::report::stress::{Stresses, kind, subject};

/// Comma-separated values: a line for each loss and pair, in their order.
pub fn csv(stresses: &Stresses<'_>) -> String {
    let heading = [
        "scenario",
        "kind",
        "id",
        "second_kind",
        "second_id",
        "passed",
        "passed_difference",
        "passed_low",
        "passed_high",
        "score",
        "score_difference",
        "score_low",
        "score_high",
        "differing",
        "beyond_passed",
        "beyond_passed_low",
        "beyond_passed_high",
        "beyond_score",
        "beyond_score_low",
        "beyond_score_high",
        "ending",
    ];
    let ending = if stresses.is_incomplete {
        "INCOMPLETE"
    } else {
        "complete"
    };
    let mut records = vec![heading.map(str::to_owned).to_vec()];
    for drill in &stresses.drills {
        let singles = drill.stressed.iter().map(|one| (one, None));
        let pairs = drill.pairs.iter();
        let pairs = pairs.map(|pair| (&pair.stressed, Some(&pair.beyond)));
        for (one, beyond) in singles.chain(pairs) {
            let mut cells = vec![drill.drill.scenario.id.clone()];
            let losses = [one.losses.first(), one.losses.get(1)];
            for loss in losses {
                cells.push(loss.map_or("", |loss| kind(*loss)).to_owned());
                cells.push(
                    loss.map_or("", |loss| subject(drill.drill, *loss))
                        .to_owned(),
                );
            }
            let passed = one.brief.passed;
            let score = one.brief.score;
            let of_score = score.and_then(|score| score.difference.interval);
            cells.extend([
                number(passed.map(|passed| passed.candidate.value)),
                number(passed.map(|passed| passed.difference.value)),
                number(passed.map(|passed| passed.difference.interval.low)),
                number(passed.map(|passed| passed.difference.interval.high)),
                number(score.map(|score| score.candidate.value)),
                number(score.map(|score| score.difference.mean)),
                number(of_score.map(|interval| interval.low)),
                number(of_score.map(|interval| interval.high)),
                one.brief.differing.to_string(),
            ]);
            let passed = beyond.and_then(|beyond| beyond.passed);
            let score = beyond.and_then(|beyond| beyond.score);
            for found in [passed, score] {
                let interval = found.and_then(|found| found.interval);
                cells.extend([
                    number(found.map(|found| found.mean)),
                    number(interval.map(|interval| interval.low)),
                    number(interval.map(|interval| interval.high)),
                ]);
            }
            cells.push(ending.to_owned());
            records.push(cells);
        }
    }
    if stresses.is_incomplete && records.len() == 1 {
        let mut cells = vec![String::new(); heading.len() - 1];
        cells.push(ending.to_owned());
        records.push(cells);
    }
    csv::text(records)
}
