//! The table of a programme: a row a drill, and the whole.

use crate::analysis::comparison::ProgrammeQuantity;
use crate::report::compare::grounds::and_looks;
use crate::report::compare::{Candidate, Compared, words};
use crate::report::differences::{difference, points, share_apart};
use crate::report::measures::score_words;
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::{columns, figures};
use crate::text::padded_left;

/// What all drills together are called, where each weighs the same.
const WHOLE: &str = "all, counted alike";

/// The heading of what is told of all of them.
pub(super) const TOGETHER: &str = "all drills together";

/// What verdicts in the table allow for.
pub(super) fn tested(compared: &Compared<'_>) -> String {
    let of_all = if compared.candidates.len() > 1 {
        ", for all candidates"
    } else {
        ""
    };
    format!(
        "verdicts allow for all that is tested at once in their row{of_all} (Holm's method){}",
        and_looks(compared.looks)
    )
}

/// Fewer columns than that are too few for verdicts beside the figures.
const VERDICT_COLUMNS: usize = 22;

/// A row a drill, and the whole; where the columns do not suffice, verdicts stand below, or figures below the name of their drill.
pub(super) fn lines(compared: &Compared<'_>, candidate: &Candidate<'_>, columns: usize) -> Page {
    let mut page = laid(&rows(compared, candidate), columns);
    let tested = faint(tested(compared));
    page.extend(wrapped(vec![faint("  ")], &[tested], columns));
    page
}

fn laid(rows: &[(Vec<String>, Tone)], columns: usize) -> Page {
    let widest = |column: usize| columns::widest(rows.iter().map(|(cells, _)| &cells[column]));
    let mut widths: Vec<usize> = (0..rows[0].0.len() - 1).map(widest).collect();
    widths[0] = widths[0].min(columns / 4);
    let verdict_columns = widest(widths.len()).min(VERDICT_COLUMNS);
    let figures: usize = widths.iter().map(|width| width + 2).sum();
    if figures > columns + 2 {
        return stacked(rows, columns);
    }
    let has_verdicts = figures + verdict_columns <= columns;
    let mut page = Page::new();
    for (place, (cells, tone)) in rows.iter().enumerate() {
        let mut line = String::new();
        for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let cell = match column {
                0 => columns::left(cell, *width),
                _ => padded_left(cell, *width),
            };
            line.push_str(&cell);
            line.push_str("  ");
        }
        let verdict = cells.last().expect("a row has cells");
        if place == 0 {
            page.push(vec![Span::new(Tone::Heading, line.trim_end())]);
        } else if has_verdicts {
            let verdict = Span::new(*tone, verdict);
            page.extend(wrapped(vec![plain(line)], &[verdict], columns));
        } else {
            page.push(vec![plain(line.trim_end())]);
        }
    }
    if !has_verdicts {
        for (cells, tone) in &rows[1..] {
            let (name, verdict) = (&cells[0], cells.last().expect("a row has cells"));
            let lead = vec![plain(format!("{name}: "))];
            page.extend(wrapped(lead, &[Span::new(*tone, verdict)], columns));
        }
    }
    page
}

/// The rows without their heading, the figures of each below its name and verdict.
fn stacked(rows: &[(Vec<String>, Tone)], columns: usize) -> Page {
    let mut page = Page::new();
    for (cells, tone) in &rows[1..] {
        let [
            name,
            score_before,
            score_after,
            score,
            passed_before,
            passed_after,
            passed,
            verdict,
        ] = cells.as_slice()
        else {
            unreachable!("a row of a programme has eight cells");
        };
        let lead = vec![Span::new(Tone::Heading, format!("{name}  "))];
        page.extend(wrapped(lead, &[Span::new(*tone, verdict)], columns));
        let figures = [
            plain(format!("score {score_before} → {score_after}, {score}")),
            plain(format!(
                " · passed {passed_before} → {passed_after}, {passed}"
            )),
        ];
        page.extend(wrapped(vec![plain("  ")], &figures, columns));
    }
    page
}

/// The heading, a row a drill, and the whole; with how the last cell is shown.
pub(super) fn rows(compared: &Compared<'_>, candidate: &Candidate<'_>) -> Vec<(Vec<String>, Tone)> {
    let dash = || "–".to_owned();
    let dashes = || [dash(), dash()];
    let (a, b) = (&compared.baseline, &candidate.name);
    let heading = vec![
        "drill".to_owned(),
        format!("score {a}"),
        b.clone(),
        "difference".to_owned(),
        format!("passed {a}"),
        b.clone(),
        "points".to_owned(),
        String::new(),
    ];
    let mut rows = vec![(heading, Tone::Heading)];
    for (drill, comparison) in compared.drills.iter().zip(&candidate.comparisons) {
        let score = comparison.score.as_ref();
        let passed = comparison.passed.as_ref();
        let (tone, verdict) = words::verdict_word(comparison);
        let [score_before, score_after] = score.map_or_else(dashes, |one| {
            figures::told_apart([one.baseline.value, one.candidate.value], score_words)
        });
        let [passed_before, passed_after] = passed.map_or_else(dashes, |one| {
            figures::percents([one.baseline.value, one.candidate.value])
        });
        let cells = vec![
            drill.scenario.id.clone(),
            score_before,
            score_after,
            score.map_or_else(dash, |one| difference(&one.difference, score_words)),
            passed_before,
            passed_after,
            passed.map_or_else(dash, |one| share_apart(&one.difference)),
            verdict,
        ];
        rows.push((cells, tone));
    }
    let whole = &candidate.programme;
    let (tone, verdict) = words::programme_verdict(candidate, &compared.drills);
    let of = |quantity: &Option<ProgrammeQuantity>,
              both: fn([f64; 2]) -> [String; 2],
              apart: fn(f64) -> String| {
        match quantity {
            None => [dash(), dash(), dash()],
            Some(quantity) => {
                let [before, after] = both([quantity.baseline.value, quantity.candidate.value]);
                let difference = difference(&quantity.difference, apart);
                [before, after, difference]
            }
        }
    };
    let mut cells = vec![WHOLE.to_owned()];
    let scores = |both| figures::told_apart(both, score_words);
    cells.extend(of(&whole.score, scores, score_words));
    cells.extend(of(&whole.passed, figures::percents, points));
    cells.push(verdict);
    rows.push((cells, tone));
    rows
}
