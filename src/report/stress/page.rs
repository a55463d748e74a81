//! What each loss costs, in sentences.

use crate::analysis::comparison::{Aspect, BriefScore, Passing};
use crate::analysis::stress::{Beyond, Pair, Stressed};
use crate::report::markdown::{escaped, table};
use crate::report::measures::score_words;
use crate::report::page::{Page, Span, Tone, faint, paragraph, plain, wrapped};
use crate::report::stress::{StressedDrill, Stresses, words};
use crate::report::{columns, differences, figures};
use crate::statistics::MeanDifference;
use crate::text::{self, one_line, padded_left};

/// The losses that cost most, at most so many of each drill; then what would help, and what makes no
/// difference, which `is_quiet` leaves out.
pub fn page(stresses: &Stresses<'_>, top: usize, columns: usize, is_quiet: bool) -> Page {
    let mut page = Page::new();
    for (place, drill) in stresses.drills.iter().enumerate() {
        if place > 0 {
            page.push(Vec::new());
        }
        page.extend(drill_lines(stresses, drill, top, columns, is_quiet));
    }
    if stresses.is_incomplete {
        page.push(vec![Span::new(Tone::Bad, words::INCOMPLETE)]);
    }
    page
}

fn drill_lines(
    stresses: &Stresses<'_>,
    drill: &StressedDrill<'_>,
    top: usize,
    columns: usize,
    is_quiet: bool,
) -> Page {
    let title = one_line(&drill.drill.scenario.title);
    let mut page = paragraph(Span::new(Tone::Title, title), columns);
    page.extend(paragraph(plain(played(stresses, drill)), columns));
    page.push(Vec::new());
    let Sorted {
        costs,
        helps,
        seems,
        mixed,
        nothing,
    } = sorted(drill);
    let shown = &costs[..costs.len().min(top)];
    page.extend(list(drill, shown, PASSED, columns));
    if let Some(said) = left_out(costs.len(), top) {
        page.push(vec![faint(format!("  {said}"))]);
    }
    if drill.stressed.is_empty() {
        page.push(vec![plain("  no loss was played")]);
    } else if costs.is_empty() {
        page.push(vec![plain("  no single loss is shown to cost anything")]);
    }
    for ([heading, _], these) in [(HELPS, helps), (SEEMS, seems), (MIXED, mixed)] {
        if !these.is_empty() {
            page.push(Vec::new());
            page.extend(list(
                drill,
                &these[..these.len().min(top)],
                heading,
                columns,
            ));
        }
    }
    if !nothing.is_empty() && !is_quiet {
        let labels: Vec<String> = nothing
            .iter()
            .map(|one| words::label(drill.drill, &one.losses))
            .collect();
        let said = format!("no difference shown: {}", labels.join(" · "));
        page.extend(wrapped(vec![faint("  ")], &[faint(said)], columns));
    }
    page.extend(pairs(stresses, drill, top, columns));
    page
}

fn played(stresses: &Stresses<'_>, drill: &StressedDrill<'_>) -> String {
    let count = text::number(stresses.replications_of_pairs);
    let of_pairs = match drill.pairs.as_slice() {
        [] => String::new(),
        [_, ..] => format!(" and {count} of each pair"),
    };
    format!(
        "{} · {} · {}",
        words::revision(drill),
        words::luck(stresses, &of_pairs),
        words::without_loss(stresses, drill)
    )
}

/// The losses by what is shown of them, each in order.
struct Sorted<'s> {
    costs: Vec<&'s Stressed>,
    /// What helps most first.
    helps: Vec<&'s Stressed>,
    /// Objectives only lapse.
    seems: Vec<&'s Stressed>,
    mixed: Vec<&'s Stressed>,
    nothing: Vec<&'s Stressed>,
}

fn sorted<'s>(drill: &'s StressedDrill<'_>) -> Sorted<'s> {
    let mut sorted = Sorted {
        costs: Vec::new(),
        helps: Vec::new(),
        seems: Vec::new(),
        mixed: Vec::new(),
        nothing: Vec::new(),
    };
    for one in &drill.stressed {
        match (words::is_worse(one), words::is_better(one)) {
            (true, false) => sorted.costs.push(one),
            (false, true) if words::lapsed(drill.drill, one).is_empty() => sorted.helps.push(one),
            (false, true) => sorted.seems.push(one),
            (true, true) => sorted.mixed.push(one),
            (false, false) => sorted.nothing.push(one),
        }
    }
    let order = |a: &&Stressed, b: &&Stressed| {
        let passed = |one: &Stressed| -one.passed_loss() / 100.0;
        differences::order_as_told(passed(a), passed(b), differences::points)
            .then_with(|| differences::order_as_told(-a.score_loss(), -b.score_loss(), score_words))
    };
    sorted.costs.sort_by(order);
    sorted.helps.sort_by(|a, b| order(b, a));
    sorted.seems.sort_by(|a, b| order(b, a));
    sorted.mixed.sort_by(order);
    sorted
}

fn list(drill: &StressedDrill<'_>, all: &[&Stressed], heading: &str, columns: usize) -> Page {
    let row = |one: &&Stressed| {
        let tone = match (words::is_worse(one), words::is_better(one)) {
            (true, false) => Tone::Bad,
            (false, true) => Tone::Good,
            (true, true) => Tone::Warning,
            (false, false) => Tone::Plain,
        };
        let figures = [
            passed(one.brief.passed.as_ref()),
            score(one.brief.score.as_ref()),
        ];
        (tone, figures, sentence(drill, one))
    };
    let rows: Vec<Row> = all.iter().map(row).collect();
    told(&rows, [heading, SCORE], columns)
}

/// Of passing and of the score, with what is said of them.
type Row = (Tone, [String; 2], String);

/// The figures of each row below their headings, and beside them what is said; nothing where there are no rows.
fn told(rows: &[Row], headings: [&str; 2], columns: usize) -> Page {
    if rows.is_empty() {
        return Page::new();
    }
    let widest = |column: usize| {
        let cells = rows.iter().map(|(_, cells, _)| cells[column].as_str());
        columns::widest(cells.chain([headings[column]]))
    };
    let (first, second) = (widest(0), widest(1));
    let heading = format!(
        "{}  {}",
        padded_left(headings[0], first),
        padded_left(headings[1], second)
    );
    let mut page = vec![vec![Span::new(Tone::Heading, heading)]];
    for (tone, [passed, score], said) in rows {
        let lead = vec![
            Span::new(*tone, padded_left(passed, first)),
            plain(format!("  {}  ", padded_left(score, second))),
        ];
        page.extend(wrapped(lead, &[plain(said)], columns));
    }
    page
}

/// "without Zhang Min nobody can be dba (cut-off): passed 37 % → 0 %, contain 46 % → 0 %".
fn sentence(drill: &StressedDrill<'_>, one: &Stressed) -> String {
    let mut parts = Vec::new();
    if let Some(passed) = &one.brief.passed {
        parts.push(format!(
            "passed {}",
            figures::percent(passed.candidate.value)
        ));
    } else if let Some(score) = &one.brief.score {
        parts.push(format!("score {}", score_words(score.candidate.value)));
    }
    parts.extend(words::because(drill.drill, one));
    parts.extend(differences::hardest_hit(drill.drill, one));
    format!(
        "{}: {}",
        words::sentence(drill.drill, &one.losses),
        parts.join(" · ")
    )
}

fn passed(found: Option<&Passing>) -> String {
    match found {
        None => "–".to_owned(),
        Some(passed) if passed.difference.gains + passed.difference.losses == 0 => "0".to_owned(),
        Some(passed) => differences::signed_with(
            passed.difference.value,
            passed.difference.interval,
            differences::points,
        ),
    }
}

fn score(found: Option<&BriefScore>) -> String {
    figure(found.map(|score| score.difference), score_words)
}

fn figure(found: Option<MeanDifference>, words: fn(f64) -> String) -> String {
    match found {
        None => "–".to_owned(),
        Some(found) if found.differing == 0 => "0".to_owned(),
        Some(found) => differences::difference(&found, words),
    }
}

fn pairs_heading(stresses: &Stresses<'_>) -> String {
    format!(
        "cost of two at once beyond the sum of both alone, in {} of each pair",
        text::counted(stresses.replications_of_pairs, "replication")
    )
}

fn pairs(stresses: &Stresses<'_>, drill: &StressedDrill<'_>, top: usize, columns: usize) -> Page {
    let mut page = Page::new();
    let mut worse = worse_together(drill);
    worse.truncate(top);
    if drill.pairs.is_empty() {
        return page;
    }
    page.push(Vec::new());
    let heading = pairs_heading(stresses);
    page.extend(paragraph(Span::new(Tone::Heading, heading), columns));
    if worse.is_empty() {
        let said = plain("no two are shown to cost more together than the sum of both");
        page.extend(wrapped(vec![plain("  ")], &[said], columns));
        return page;
    }
    let row = |pair: &&Pair| {
        let said = sentence(drill, &pair.stressed);
        (Tone::Bad, beyond(&pair.beyond), said)
    };
    let rows: Vec<Row> = worse.iter().map(row).collect();
    page.extend(told(&rows, [PASSED, SCORE], columns));
    page
}

/// Headings of a table, and of a part.
const HELPS: [&str; 2] = ["what would help", "What would help"];
const SEEMS: [&str; 2] = ["what only seems to help", "What only seems to help"];
const MIXED: [&str; 2] = ["better here and worse there", "Better here and worse there"];
const PASSED: &str = "passed";
const SCORE: &str = "score";

/// Of passing, in points of 100, and of the score.
fn beyond(found: &Beyond) -> [String; 2] {
    [
        figure(found.passed, differences::points),
        figure(found.score, score_words),
    ]
}

/// The pairs that cost more together than the sum of both, in the order of their figures as they are told.
fn worse_together<'s>(drill: &'s StressedDrill<'_>) -> Vec<&'s Pair> {
    let worse = drill.pairs.iter().filter(|pair| is_worse_together(pair));
    let mut worse: Vec<&Pair> = worse.collect();
    let mean = |found: Option<MeanDifference>| found.map_or(0.0, |found| found.mean);
    worse.sort_by(|a, b| {
        let (a, b) = (&a.beyond, &b.beyond);
        differences::order_as_told(mean(a.passed), mean(b.passed), differences::points)
            .then_with(|| differences::order_as_told(mean(a.score), mean(b.score), score_words))
    });
    worse
}

/// More than a point of passing or of the score, shown, and beyond what is told of its uncertainty.
fn is_worse_together(pair: &Pair) -> bool {
    let Beyond {
        passed,
        score,
        verdict,
    } = &pair.beyond;
    let less = |aspect: Aspect, found: &Option<MeanDifference>, least: f64| {
        let is_apart = |found: MeanDifference| {
            let is_told = |interval| words::excludes_zero(found.mean, interval);
            found.mean < -least && found.interval.is_some_and(is_told)
        };
        verdict.worse().contains(&aspect) && found.is_some_and(is_apart)
    };
    less(Aspect::Passed, passed, 0.01) || less(Aspect::Score, score, 1.0)
}

/// "and 15 smaller losses: --top 35", unless all are shown.
pub(super) fn left_out(losses: usize, top: usize) -> Option<String> {
    let more = losses.checked_sub(top).filter(|more| *more > 0)?;
    let more = text::counted(more, "smaller loss");
    Some(format!("and {more}: --top {losses}"))
}

/// The same as Markdown.
pub fn markdown(stresses: &Stresses<'_>, top: usize) -> String {
    let mut text = String::new();
    for drill in &stresses.drills {
        text.push_str(&format!("# {}\n\n", escaped(&drill.drill.scenario.title)));
        text.push_str(&format!("{}\n\n", escaped(&played(stresses, drill))));
        let Sorted {
            costs,
            helps,
            seems,
            mixed,
            nothing,
        } = sorted(drill);
        let row = |one: &&Stressed| {
            vec![
                passed(one.brief.passed.as_ref()),
                score(one.brief.score.as_ref()),
                sentence(drill, one),
            ]
        };
        let rows: Vec<Vec<String>> = costs.iter().take(top).map(row).collect();
        if drill.stressed.is_empty() {
            text.push_str("No loss was played.\n");
        } else {
            text.push_str(&table(&["passed", "score", "loss"], &rows));
        }
        if let Some(said) = left_out(costs.len(), top) {
            text.push_str(&format!("\n… {said}\n"));
        }
        for ([_, heading], these) in [(HELPS, helps), (SEEMS, seems), (MIXED, mixed)] {
            if !these.is_empty() {
                let rows: Vec<Vec<String>> = these.iter().take(top).map(row).collect();
                text.push_str(&format!("\n{heading}:\n\n"));
                text.push_str(&table(&["passed, points", "score", ""], &rows));
            }
        }
        let pairs: Vec<Vec<String>> = worse_together(drill)
            .into_iter()
            .take(top)
            .map(|pair| {
                let [passed, score] = beyond(&pair.beyond);
                vec![passed, score, sentence(drill, &pair.stressed)]
            })
            .collect();
        if !pairs.is_empty() {
            let heading = pairs_heading(stresses);
            text.push_str(&format!("\nThe {heading}:\n\n"));
            text.push_str(&table(&["passed", "score", "losses"], &pairs));
        }
        if !nothing.is_empty() {
            let labels: Vec<String> = nothing
                .iter()
                .map(|one| words::label(drill.drill, &one.losses))
                .collect();
            text.push_str(&format!(
                "\nNo difference shown: {}\n",
                escaped(&labels.join(" · "))
            ));
        }
        text.push('\n');
    }
    if stresses.is_incomplete {
        text.push_str(&format!("**{}**\n", words::INCOMPLETE));
    }
    text
}
