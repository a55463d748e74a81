//! Several scenarios side by side: a row each.

use crate::analysis::evaluation::{Ending, ObjectiveEstimate};
use crate::report::measures::score_words;
use crate::report::page::{Page, Span, Tone, paragraph, plain, wrapped};
use crate::report::run::{self, Run};
use crate::report::{columns, estimates, figures, names};
use crate::text::{self, one_line};

/// A row of the table.
pub(super) struct Row {
    pub(super) scenario: String,
    pub(super) plan: String,
    pub(super) score: String,
    pub(super) worst: String,
    pub(super) passed: String,
    pub(super) weakest: String,
}

/// The table of a drill programme; `not_played` are the scenarios before which it was broken off.
pub fn programme(runs: &[Run<'_>], not_played: &[String], columns: usize, next: &[String]) -> Page {
    let mut page = head(runs, columns);
    let rows: Vec<Row> = runs.iter().map(|run| row(*run)).collect();
    page.extend(table(&rows, columns));
    for run in runs {
        for proof in run.impossible {
            let said = format!("{}: {proof}", run.drill.scenario.id);
            page.extend(wrapped(
                vec![plain("  ")],
                &[Span::new(Tone::Bad, said)],
                columns,
            ));
        }
        if run.evaluation.ending == Ending::Interrupted {
            let said = format!(
                "INCOMPLETE: {} was broken off after {} of {} replications",
                run.drill.scenario.id,
                text::number(run.evaluation.replications),
                text::number(run.most)
            );
            page.extend(paragraph(Span::new(Tone::Bad, said), columns));
        }
    }
    if let Some(said) = never_played(not_played) {
        page.extend(paragraph(Span::new(Tone::Bad, said), columns));
    }
    page.extend(run::next(next));
    page
}

/// "INCOMPLETE: broken off before flood and flu".
pub(super) fn never_played(not_played: &[String]) -> Option<String> {
    let ids = names::listed(not_played);
    (!not_played.is_empty()).then(|| format!("INCOMPLETE: broken off before {ids}"))
}

fn head(runs: &[Run<'_>], columns: usize) -> Page {
    let mut counts: Vec<u64> = runs.iter().map(|run| run.evaluation.replications).collect();
    counts.sort_unstable();
    let replications = match (counts.first(), counts.last()) {
        (Some(least), Some(most)) if least == most => text::counted(*least, "replication"),
        (Some(least), Some(most)) => {
            format!(
                "{} to {} replications",
                text::number(*least),
                text::number(*most)
            )
        }
        (None, _) | (_, None) => "no replications".to_owned(),
    };
    let seed = runs.first().map_or(0, |run| run.evaluation.seed);
    let level = runs
        .first()
        .map_or_else(String::new, |run| estimates::level(run.evaluation.level));
    let title = Span::new(Tone::Title, names::programme(runs.len()));
    let played = plain(format!(" · {replications} each · seed {seed}{level}"));
    let mut page = wrapped(Vec::new(), &[title, played], columns);
    page.push(Vec::new());
    page
}

/// What the table says of a scenario.
pub(super) fn row(run: Run<'_>) -> Row {
    let score = &run.evaluation.score;
    let dash = || "–".to_owned();
    Row {
        scenario: run.drill.scenario.id.clone(),
        plan: one_line(&run.drill.plan.name()).into_owned(),
        score: score.mean.as_ref().map_or_else(dash, estimates::score),
        worst: score
            .quantiles
            .and_then(|quantiles| quantiles.p5.value)
            .map_or_else(dash, score_words),
        passed: run
            .evaluation
            .passed
            .as_ref()
            .map_or_else(dash, estimates::share),
        weakest: weakest(run).unwrap_or_else(dash),
    }
}

/// "contain 38 %": the objective that is met least often.
fn weakest(run: Run<'_>) -> Option<String> {
    let objectives = run.drill.scenario.objectives.iter();
    let met =
        objectives
            .zip(run.evaluation.objectives.iter())
            .filter_map(|(objective, estimate)| match estimate {
                ObjectiveEstimate::Judged => None,
                ObjectiveEstimate::Measured(figures) => Some((objective, figures.met?)),
            });
    let (objective, met) = met.min_by(|(_, a), (_, b)| a.value.total_cmp(&b.value))?;
    Some(format!("{} {}", objective.id, figures::percent(met.value)))
}

/// A column of the table.
struct Column {
    heading: &'static str,
    cell: fn(&Row) -> &str,
    is_number: bool,
}

/// All columns, from left to right; the first tells rows apart.
const COLUMNS: [Column; 6] = [
    Column::of_words("scenario", |row| &row.scenario),
    Column::of_words("plan", |row| &row.plan),
    Column::of_words("score", |row| &row.score),
    Column {
        is_number: true,
        ..Column::of_words("p5", |row| &row.worst)
    },
    Column::of_words("passed", |row| &row.passed),
    Column::of_words("least met", |row| &row.weakest),
];

/// What is left out where there is no room, by heading; the scenarios' names are cut last of all.
const LEFT_OUT: [&[&str]; 4] = [
    &[],
    &["plan"],
    &["plan", "least met"],
    &["plan", "least met", "p5"],
];

impl Column {
    const fn of_words(heading: &'static str, cell: fn(&Row) -> &str) -> Self {
        Self {
            heading,
            cell,
            is_number: false,
        }
    }

    fn width(&self, rows: &[Row]) -> usize {
        columns::widest(rows.iter().map(self.cell).chain([self.heading]))
    }
}

fn table(rows: &[Row], columns: usize) -> Page {
    let shown = |left_out: &[&str]| -> Vec<(&Column, usize)> {
        let kept = COLUMNS.iter();
        let kept = kept.filter(|column| !left_out.contains(&column.heading));
        kept.map(|column| (column, column.width(rows))).collect()
    };
    let wide = |shown: &[(&Column, usize)]| {
        let widths: usize = shown.iter().map(|(_, width)| width + 2).sum();
        widths - 2
    };
    let mut ways = LEFT_OUT.map(shown).into_iter();
    let fitting = ways.by_ref().find(|shown| wide(shown) <= columns);
    let mut shown = fitting.unwrap_or_else(|| shown(LEFT_OUT[LEFT_OUT.len() - 1]));
    let over = wide(&shown).saturating_sub(columns);
    shown[0].1 = shown[0].1.saturating_sub(over);
    let laid = |cell: &dyn Fn(&Column) -> String| {
        let cells = shown.iter().map(|(column, width)| {
            if column.is_number {
                columns::right(&cell(column), *width)
            } else {
                columns::left(&cell(column), *width)
            }
        });
        let line = cells.collect::<Vec<String>>().join("  ");
        line.trim_end_matches(' ').to_owned()
    };
    let heading = laid(&|column| column.heading.to_owned());
    let mut page = vec![vec![Span::new(Tone::Heading, heading)]];
    for row in rows {
        page.push(vec![plain(laid(&|column| (column.cell)(row).to_owned()))]);
    }
    page
}
