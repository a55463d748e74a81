//! The objectives with their ratings, what the drill cost, and its score.

use crate::analysis::{Judgment, Rating, Verdict};
use crate::model::Objective;
use crate::report::measures::{score_words, target_words, tone, value_words};
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::trace::Trace;
use crate::report::{columns, figures, names};
use crate::text::one_line;

/// The table, the costs and the score.
pub(super) fn lines(trace: Trace<'_>, columns: usize) -> Page {
    let mut page = Page::new();
    if !trace.drill.scenario.objectives.is_empty() {
        page.push(Vec::new());
        page.extend(table(trace, columns));
        page.extend(rating_rule(columns));
    }
    page.push(Vec::new());
    page.extend(cost(trace, columns));
    page.extend(score(trace, columns));
    page
}

/// One row of the table.
struct Row {
    id: String,
    title: String,
    is_critical: bool,
    target: String,
    value: String,
    attained: String,
    rating: String,
    tone: Tone,
}

fn table(trace: Trace<'_>, columns: usize) -> Page {
    let verdicts = trace.assessment.objectives.iter();
    let objectives = trace.drill.scenario.objectives.iter();
    let rows: Vec<Row> = objectives
        .zip(verdicts)
        .map(|(objective, verdict)| row(objective, verdict))
        .collect();
    let widest = |column: fn(&Row) -> &str, heading| {
        columns::widest(rows.iter().map(column).chain([heading]))
    };
    let id_columns = widest(|row| &row.id, "objective").min(columns / 4);
    let target_columns = widest(|row| &row.target, "target").min(columns / 4);
    let value_columns = widest(|row| &row.value, "value").min(columns / 4);
    let attained_columns = if columns < 70 { 0 } else { "attained".len() };
    // Blanks between columns, the mark of critical ones, and the rating.
    let fixed =
        id_columns + target_columns + value_columns + attained_columns + 12 + "rating".len();
    let title_columns = columns.saturating_sub(fixed);
    let title_columns = title_columns.min(widest(|row| &row.title, ""));
    let title_columns = if title_columns < 12 { 0 } else { title_columns };
    let laid = |cells: [&str; 5], mark: &str, title: &str| {
        let [id, target, value, attained, rating] = cells;
        format!(
            "{}  {} {mark}  {}  {}  {}  {rating}",
            columns::left(id, id_columns),
            columns::left(title, title_columns),
            columns::right(target, target_columns),
            columns::right(value, value_columns),
            columns::right(attained, attained_columns),
        )
    };
    let heading = ["objective", "target", "value", "attained", "rating"];
    let mut page = vec![vec![Span::new(Tone::Heading, laid(heading, " ", ""))]];
    for row in &rows {
        let mark = if row.is_critical { "!" } else { " " };
        let cells = [&row.id, &row.target, &row.value, &row.attained, ""].map(|cell: &str| cell);
        page.push(vec![
            plain(laid(cells, mark, &row.title)),
            Span::new(row.tone, &row.rating),
        ]);
    }
    page
}

fn row(objective: &Objective, verdict: &Verdict) -> Row {
    let dash = || "–".to_owned();
    let (value, attained, rating, tone) = match verdict {
        Verdict::Judged => ("observers".to_owned(), String::new(), dash(), Tone::Faint),
        Verdict::NotApplicable => ("n/a".to_owned(), String::new(), dash(), Tone::Faint),
        Verdict::Applies(judgment) => (
            value_words(&objective.measure, judgment),
            figures::percent(judgment.attainment),
            judgment.rating.letter().to_string(),
            tone(judgment.rating),
        ),
    };
    Row {
        id: objective.id.clone(),
        title: one_line(&objective.title).into_owned(),
        is_critical: objective.critical,
        target: target_words(&objective.measure),
        value,
        attained,
        rating,
        tone,
    }
}

fn rating_rule(columns: usize) -> Page {
    let ratings: Vec<String> = Rating::ALL
        .iter()
        .zip(["100 %", "50 % or more", "above 0 %", "0 %"])
        .map(|(rating, share)| format!("{} {} ({share})", rating.letter(), rating.meaning()))
        .collect();
    let rule = format!(
        "ratings by what is attained: {}; 100 % is attained at the target, 0 % at the limit; \
         ! critical: it takes a P to pass",
        ratings.join(", ")
    );
    wrapped(vec![faint("  ")], &[faint(rule)], columns)
}

fn cost(trace: Trace<'_>, columns: usize) -> Page {
    let cost = &trace.assessment.cost;
    let currency = trace.drill.currency.as_deref();
    let total = figures::money(cost.total(), currency);
    let parts: Vec<String> = [
        ("labour", cost.labour),
        ("steps", cost.steps),
        ("impacts", cost.impacts),
        ("penalties", cost.penalties),
    ]
    .iter()
    .filter(|(_, amount)| *amount != 0.0)
    .map(|(what, amount)| format!("{what} {}", figures::number(*amount)))
    .collect();
    let mut spans = vec![plain(total)];
    if parts.len() > 1 {
        spans.push(faint(format!("  ({})", parts.join(" · "))));
    }
    wrapped(vec![plain("cost   ")], &spans, columns)
}

fn score(trace: Trace<'_>, columns: usize) -> Page {
    let score = match trace.assessment.score {
        Some(score) => format!("{} of 100", score_words(score)),
        None => names::no_score(trace.drill).to_owned(),
    };
    let mut spans = vec![plain(score)];
    match trace.assessment.passed {
        Some(true) => spans.extend([plain(" · "), Span::new(Tone::Good, "passed")]),
        Some(false) => {
            spans.extend([plain(" · "), Span::new(Tone::Bad, "not passed")]);
            spans.push(plain(format!(": {}", missed(trace))));
        }
        None => spans.push(faint(" · no objective is critical")),
    }
    wrapped(vec![plain("score  ")], &spans, columns)
}

/// Which critical objectives missed their targets.
fn missed(trace: Trace<'_>) -> String {
    let objectives = trace.drill.scenario.objectives.iter();
    let missed: Vec<&str> = objectives
        .zip(trace.assessment.objectives.iter())
        .filter(|(objective, verdict)| {
            let is_met = verdict.judgment().is_none_or(Judgment::is_met);
            objective.critical && !is_met
        })
        .map(|(objective, _)| objective.id.as_str())
        .collect();
    let target = if missed.len() == 1 {
        "its target"
    } else {
        "their targets"
    };
    format!("{} missed {target}", names::listed(&missed))
}
