//! Several scenarios side by side: a row each.

use crate::analysis::evaluation::{Ending, ObjectiveEstimate};
use crate::report::measures::score_words;
use crate::report::page::{Page, Span, Tone, paragraph, plain, wrapped};
use crate::report::run::{self, Run};
use crate::report::{columns, estimates, figures, names};
use crate::text::{self, one_line, padded_left, padded_right, truncated};

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
        for proof in run.impossible.unwrap_or_default() {
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

fn table(rows: &[Row], columns: usize) -> Page {
    let widest = |column: fn(&Row) -> &str, heading| {
        columns::widest(rows.iter().map(column).chain([heading]))
    };
    let score_columns = widest(|row| &row.score, "score");
    let worst_columns = widest(|row| &row.worst, "p5");
    let passed_columns = widest(|row| &row.passed, "passed");
    let weakest_columns = widest(|row| &row.weakest, "least met").min(columns / 4);
    let fixed = score_columns + worst_columns + passed_columns + weakest_columns + 10;
    let names = columns.saturating_sub(fixed);
    let scenario_columns = widest(|row| &row.scenario, "scenario").min(names / 2);
    let plan_columns = widest(|row| &row.plan, "plan").min(names - names / 2);
    let laid = |cells: [&str; 6]| {
        let [scenario, plan, score, worst, passed, weakest] = cells;
        format!(
            "{}  {}  {}  {}  {}  {}",
            columns::left(scenario, scenario_columns),
            columns::left(plan, plan_columns),
            padded_right(score, score_columns),
            padded_left(worst, worst_columns),
            padded_right(passed, passed_columns),
            truncated(weakest, weakest_columns),
        )
    };
    let heading = ["scenario", "plan", "score", "p5", "passed", "least met"];
    let mut page = vec![vec![Span::new(Tone::Heading, laid(heading))]];
    for row in rows {
        let cells = [
            &row.scenario,
            &row.plan,
            &row.score,
            &row.worst,
            &row.passed,
            &row.weakest,
        ];
        page.push(vec![plain(laid(cells.map(String::as_str)))]);
    }
    page
}
