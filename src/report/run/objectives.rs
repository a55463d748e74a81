//! The table of objectives: target, median, the bad case, how often met, and the rating.

use crate::analysis::Rating;
use crate::analysis::evaluation::{ObjectiveEstimate, ObjectiveFigures, Quantile};
use crate::model::{Measure, Objective};
use crate::report::measures::{amount_words, target_words, tone};
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::run::Run;
use crate::report::{columns, estimates, figures};
use crate::text::{one_line, padded_right};

/// One row of the table.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) is_critical: bool,
    pub(super) target: String,
    pub(super) median: String,
    pub(super) p95: String,
    pub(super) met: String,
    pub(super) rating: String,
    tone: Tone,
}

/// What there is not.
const DASH: &str = "–";

/// The table, what is special about it, and the rule of the ratings.
pub(super) fn lines(run: Run<'_>, columns: usize) -> Page {
    if run.drill.scenario.objectives.is_empty() {
        return Page::new();
    }
    let mut page = table(&rows(run), columns);
    for note in notes(run) {
        page.extend(wrapped(vec![faint("  ")], &[faint(note)], columns));
    }
    for proof in run.impossible {
        page.extend(wrapped(
            vec![plain("  ")],
            &[Span::new(Tone::Bad, proof)],
            columns,
        ));
    }
    page.extend(wrapped(
        vec![faint("  ")],
        &[faint(rating_rule(run))],
        columns,
    ));
    page
}

/// What the table says.
pub(super) fn rows(run: Run<'_>) -> Vec<Row> {
    let objectives = run.drill.scenario.objectives.iter();
    objectives
        .zip(run.evaluation.objectives.iter())
        .map(|(objective, estimate)| row(objective, estimate))
        .collect()
}

fn row(objective: &Objective, estimate: &ObjectiveEstimate) -> Row {
    let dash = || DASH.to_owned();
    let blank = Row {
        id: objective.id.clone(),
        title: one_line(&objective.title).into_owned(),
        is_critical: objective.critical,
        target: target_words(&objective.measure),
        median: dash(),
        p95: dash(),
        met: dash(),
        rating: dash(),
        tone: Tone::Faint,
    };
    let figures = match estimate {
        ObjectiveEstimate::Judged => {
            return Row {
                met: "observers".to_owned(),
                ..blank
            };
        }
        ObjectiveEstimate::Measured(figures) => figures,
    };
    let (Some(met), Some(rating)) = (&figures.met, figures.rating) else {
        return Row {
            met: "n/a".to_owned(),
            ..blank
        };
    };
    let (median, p95) = quantiles(&objective.measure, figures).unwrap_or((dash(), dash()));
    Row {
        median,
        p95,
        met: estimates::share(met),
        rating: rating.letter().to_string(),
        tone: tone(rating),
        ..blank
    }
}

/// Median and bad case; an order is kept or not, which the share says.
fn quantiles(measure: &Measure, figures: &ObjectiveFigures) -> Option<(String, String)> {
    let quantiles = figures.value.quantiles?;
    let said = |quantile: &Quantile| match quantile.value {
        Some(amount) => amount_words(measure, amount),
        None => "never".to_owned(),
    };
    match measure {
        Measure::Order { .. } | Measure::Judged(_) => None,
        Measure::Done { .. }
        | Measure::Within { .. }
        | Measure::Elapsed { .. }
        | Measure::Final { .. }
        | Measure::Peak { .. }
        | Measure::TimeAbove { .. }
        | Measure::Cleared { .. }
        | Measure::Completion { .. }
        | Measure::StoodDown { .. }
        | Measure::Cost { .. } => Some((said(&quantiles.p50), said(&quantiles.p95))),
    }
}

fn table(rows: &[Row], columns: usize) -> Page {
    let widest = |column: fn(&Row) -> &str, heading| {
        columns::widest(rows.iter().map(column).chain([heading]))
    };
    let id_columns = widest(|row| &row.id, "objective").min(columns / 5);
    let target_columns = widest(|row| &row.target, "target");
    let median_columns = widest(|row| &row.median, "median");
    let p95_columns = widest(|row| &row.p95, "p95");
    let met_columns = widest(|row| &row.met, "met");
    // Where figures leave little room ids are cut, and what has no room beside them stands below: no figure is cut. Without titles
    // fewer blanks are needed.
    const ID_LEAST: usize = 8;
    const BLANKS_OF_TITLES: usize = 4;
    // Blanks between columns, the mark of critical ones, and the rating.
    let blanks = 3 + 3 + 3 + BLANKS_OF_TITLES;
    let least = target_columns + met_columns + blanks + "rating".len();
    let has_room = |fixed: usize| id_columns.min(ID_LEAST) + fixed <= columns + BLANKS_OF_TITLES;
    let with_median = least + 2 + median_columns;
    let with_p95 = with_median + 2 + p95_columns;
    let (has_median, has_p95) = (has_room(with_median), has_room(with_p95));
    let fixed = match (has_median, has_p95) {
        (_, true) => with_p95,
        (true, false) => with_median,
        (false, false) => least,
    };
    let left = (columns + BLANKS_OF_TITLES).saturating_sub(fixed);
    let id_columns = id_columns.min(left.max(ID_LEAST));
    let fixed = id_columns + fixed;
    let title_columns = columns.saturating_sub(fixed);
    let title_columns = title_columns.min(widest(|row| &row.title, ""));
    let title_columns = if title_columns < 10 { 0 } else { title_columns };
    let laid = |cells: [&str; 5], mark: &str, title: &str| {
        let [id, target, median, p95, met] = cells;
        let title = match title_columns {
            0 => String::new(),
            columns => format!("  {}", columns::left(title, columns)),
        };
        let beside = |has_room: bool, cell: &str, width: usize| {
            let cell = has_room.then(|| format!("  {}", columns::right(cell, width)));
            cell.unwrap_or_default()
        };
        format!(
            "{}{title} {mark} {}{}{}   {}   ",
            columns::left(id, id_columns),
            columns::right(target, target_columns),
            beside(has_median, median, median_columns),
            beside(has_p95, p95, p95_columns),
            padded_right(met, met_columns),
        )
    };
    let heading = ["objective", "target", "median", "p95", "met"];
    let heading = format!("{}rating", laid(heading, " ", ""));
    let mut page = vec![vec![Span::new(Tone::Heading, heading)]];
    for row in rows {
        let mark = if row.is_critical { "!" } else { " " };
        let cells = [&row.id, &row.target, &row.median, &row.p95, &row.met];
        page.push(vec![
            plain(laid(cells.map(String::as_str), mark, &row.title)),
            Span::new(row.tone, &row.rating),
        ]);
    }
    let below = |name: &str, cell: fn(&Row) -> &str| -> Page {
        let told = rows.iter().filter(|row| cell(row) != DASH);
        let told: Vec<String> = told
            .map(|row| format!("{} {}", row.id, cell(row)))
            .collect();
        wrapped(vec![plain(name)], &[plain(told.join(" · "))], columns)
    };
    if !has_median {
        page.extend(below("median: ", |row| &row.median));
    }
    if !has_p95 {
        page.extend(below("p95: ", |row| &row.p95));
    }
    page
}

/// Which objectives do not always apply.
pub(super) fn notes(run: Run<'_>) -> Vec<String> {
    let total = run.evaluation.replications;
    let objectives = run.drill.scenario.objectives.iter();
    let partly =
        objectives
            .zip(run.evaluation.objectives.iter())
            .filter_map(|(objective, estimate)| match estimate {
                ObjectiveEstimate::Judged => None,
                ObjectiveEstimate::Measured(figures) if figures.applicable == total => None,
                ObjectiveEstimate::Measured(figures) => Some(format!(
                    "{} in {}",
                    objective.id,
                    figures::percent_of(figures.applicable, total)
                )),
            });
    let partly: Vec<String> = partly.collect();
    if partly.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "applies only in some drills, and is counted there: {}",
        partly.join(" · ")
    )]
}

/// How ratings come about, which every report says.
pub(super) fn rating_rule(run: Run<'_>) -> String {
    let meanings: Vec<String> = Rating::ALL
        .iter()
        .map(|rating| format!("{} {}", rating.letter(), rating.meaning()))
        .collect();
    format!(
        "rating: the best reached or bettered in at least {} of the drills; {}; ! critical: it takes a P to pass",
        figures::percent(run.evaluation.confidence),
        meanings.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{to_text, width};

    #[test]
    fn no_figure_is_cut_however_few_columns_there_are() {
        let row = Row {
            id: "records-that-leave".to_owned(),
            title: "Few records leave".to_owned(),
            is_critical: true,
            target: "100,000,000,000".to_owned(),
            median: "54,200,000,000".to_owned(),
            p95: "503,000,000,000".to_owned(),
            met: "46.5–100.0 %".to_owned(),
            rating: "P".to_owned(),
            tone: Tone::Good,
        };
        for columns in 60..140 {
            let page = table(std::slice::from_ref(&row), columns);
            assert!(page.iter().all(|line| width(line) <= columns), "{columns}");
            let text = to_text(&page);
            for figure in [&row.target, &row.median, &row.p95, &row.met] {
                assert!(text.contains(figure.as_str()), "{columns}: {text}");
            }
        }
    }
}
