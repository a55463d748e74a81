//! The comparison on a page.

use crate::analysis::comparison::Comparison;
use crate::model::Drill;
use crate::report::compare::ending::ending;
use crate::report::compare::rows::{self, Row};
use crate::report::compare::{Candidate, Compared, Explained, changes, programme, shares, words};
use crate::report::estimates::level;
use crate::report::page::{Line, Page, Span, Tone, faint, paragraph, plain, wrapped};
use crate::report::{columns, figures, names};
use crate::text::{self, one_line, padded_left, padded_right, width};

/// All candidates, one after another; `is_quiet` leaves the changes and the single drills of a programme out.
pub fn page(compared: &Compared<'_>, columns: usize, is_quiet: bool) -> Page {
    let mut page = head(compared, columns);
    for candidate in &compared.candidates {
        page.push(Vec::new());
        if compared.candidates.len() > 1 {
            let which = format!("{} against {}", candidate.name, compared.baseline);
            page.extend(paragraph(Span::new(Tone::Heading, which), columns));
        }
        if !is_quiet {
            page.extend(changes::lines(candidate, columns));
            page.push(Vec::new());
        }
        page.extend(self::candidate(compared, candidate, columns, is_quiet));
    }
    if let Some(said) = best(compared) {
        page.push(Vec::new());
        page.extend(paragraph(plain(said), columns));
    }
    page
}

fn head(compared: &Compared<'_>, columns: usize) -> Page {
    let title = names::title(&compared.drills);
    let mut page = paragraph(Span::new(Tone::Title, title), columns);
    page.extend(paragraph(plain(played(compared)), columns));
    if let Some((tone, said)) = ending(compared) {
        page.extend(paragraph(Span::new(tone, said), columns));
    }
    if let Some(said) = left_out(compared) {
        page.extend(paragraph(faint(said), columns));
    }
    for said in without(compared) {
        page.extend(paragraph(Span::new(Tone::Warning, said), columns));
    }
    page
}

/// "left out, since they play another plan: flood, flu".
pub(super) fn left_out(compared: &Compared<'_>) -> Option<String> {
    let ids = compared.left_out.join(", ");
    (!ids.is_empty()).then(|| format!("left out, since they play another plan: {ids}"))
}

/// "r2 is played without what it lacks: plan `data-leak` has no step `contain`".
pub(super) fn without(compared: &Compared<'_>) -> Vec<String> {
    let candidates = compared.candidates.iter();
    let candidates = candidates.map(|one| (&one.name, one.without));
    let all = [(&compared.baseline, compared.without)]
        .into_iter()
        .chain(candidates);
    all.filter(|(_, without)| !without.is_empty())
        .map(|(name, without)| {
            format!(
                "{name} is played without what it lacks: {}",
                without.join(" · ")
            )
        })
        .collect()
}

/// "data-leak r1 against r2 · 10,000 replications of each with the same luck · seed 1".
pub(super) fn played(compared: &Compared<'_>) -> String {
    let plans = match compared.plans().as_slice() {
        [only] => format!("plan {only}"),
        several => format!("plans {}", several.join(", ")),
    };
    format!(
        "{plans}: {} · {} of each with the same luck · seed {}{}",
        compared.against(),
        text::counted(compared.replications, "replication"),
        compared.seed,
        level(compared.level)
    )
}

fn candidate(
    compared: &Compared<'_>,
    candidate: &Candidate<'_>,
    columns: usize,
    is_quiet: bool,
) -> Page {
    let mut page = Page::new();
    if compared.drills.len() > 1 {
        page.extend(programme::lines(compared, candidate, columns));
        page.push(Vec::new());
        page.push(vec![Span::new(Tone::Heading, programme::TOGETHER)]);
        page.extend(table(
            &rows::of_programme(candidate, &compared.drills),
            [&compared.baseline, &candidate.name],
            columns,
        ));
        for note in rows::notes_of_programme(candidate, &compared.drills) {
            page.extend(wrapped(vec![faint("  ")], &[faint(note)], columns));
        }
    }
    if compared.drills.len() == 1 || !is_quiet {
        for (drill, comparison) in compared.drills.iter().zip(&candidate.comparisons) {
            if compared.drills.len() > 1 {
                page.push(Vec::new());
                let title = one_line(&drill.scenario.title);
                let id = format!("  {}", drill.scenario.id);
                let is_wide = width(&title) + width(&id) > columns;
                let heading = vec![Span::new(Tone::Heading, title), faint(id)];
                if is_wide {
                    page.extend(wrapped(Vec::new(), &heading, columns));
                } else {
                    page.push(heading);
                }
            }
            page.extend(drill_lines(compared, candidate, drill, comparison, columns));
        }
    }
    if let Some(why) = &candidate.unexplained {
        let said = Span::new(Tone::Warning, format!("not explained: {why}"));
        page.extend(paragraph(said, columns));
    }
    if let Some(explained) = &candidate.explained {
        page.push(Vec::new());
        page.extend(explanation(compared, candidate, explained, columns));
    }
    page
}

fn drill_lines(
    compared: &Compared<'_>,
    candidate: &Candidate<'_>,
    drill: &Drill,
    comparison: &Comparison,
    columns: usize,
) -> Page {
    let mut page = table(
        &rows::rows(comparison, drill),
        [&compared.baseline, &candidate.name],
        columns,
    );
    let (tone, said) = words::verdict(comparison, drill);
    let lead = vec![plain(format!("{}: ", candidate.name))];
    page.extend(wrapped(lead, &[Span::new(tone, said)], columns));
    for note in rows::notes(comparison, drill, &candidate.name, compared.looks) {
        page.extend(wrapped(vec![faint("  ")], &[faint(note)], columns));
    }
    page
}

/// Which columns there are, beside the name.
pub(super) const HEADINGS: [&str; 4] = ["difference", "by", "better in", "one in 20 worse"];

/// A row each; columns for which there is no room stand below, in lines of their own.
fn table(rows: &[Row], names: [&String; 2], columns: usize) -> Page {
    let [a, b] = names;
    let [difference, by, better, tail] = HEADINGS;
    let heading = Row {
        id: String::new(),
        title: String::new(),
        is_critical: false,
        baseline: a.clone(),
        candidate: b.clone(),
        difference: difference.to_owned(),
        by: by.to_owned(),
        better: better.to_owned(),
        tail: tail.to_owned(),
        tone: Tone::Heading,
    };
    let widest =
        |column: fn(&Row) -> &String| columns::widest(rows.iter().chain([&heading]).map(column));
    let id_columns = widest(|row| &row.id).min(columns / 5);
    // Names of revisions may be cut, figures never.
    let of_plan = |name: &str, column: fn(&Row) -> &String| {
        columns::widest(rows.iter().map(column)).max(width(name).min(columns / 6))
    };
    let (a, b) = (
        of_plan(a, |row| &row.baseline),
        of_plan(b, |row| &row.candidate),
    );
    let [difference, better, tail] = [
        widest(|row| &row.difference),
        widest(|row| &row.better),
        widest(|row| &row.tail),
    ];
    let alone = id_columns + 3 + a + 2 + b + 2 + difference;
    let has_difference = alone <= columns;
    let least = alone + 2 + better;
    let has_better = least <= columns;
    let is_any_by = rows.iter().any(|row| !row.by.is_empty());
    let by = (is_any_by.then(|| widest(|row| &row.by))).filter(|by| least + 2 + by <= columns);
    let by_columns = by.map_or(0, |by| 2 + by);
    let has_tail = by.is_some() == is_any_by && least + by_columns + 2 + tail <= columns;
    let laid = |row: &Row| -> Line {
        let mark = if row.is_critical { "!" } else { " " };
        let told = if has_difference {
            format!("  {}", columns::right(&row.difference, difference))
        } else {
            String::new()
        };
        let mut rest = match by {
            Some(by) => format!("  {}", columns::right(&row.by, by)),
            None => String::new(),
        };
        if has_better {
            rest.push_str(&format!("  {}", columns::right(&row.better, better)));
        }
        if has_tail {
            rest.push_str(&format!("  {}", row.tail));
        }
        vec![
            plain(format!(
                "{} {mark} {}  {}",
                columns::left(&row.id, id_columns),
                columns::right(&row.baseline, a),
                columns::right(&row.candidate, b),
            )),
            Span::new(row.tone, told),
            plain(rest),
        ]
    };
    let first = laid(&heading);
    let first = first
        .iter()
        .map(|span| Span::new(Tone::Heading, span.text()));
    let mut page = vec![first.collect()];
    page.extend(rows.iter().map(laid));
    let below = |name: &str, cell: fn(&Row) -> &String| -> Page {
        let cells = rows.iter().filter(|row| !cell(row).is_empty());
        let cells: Vec<String> = cells
            .map(|row| format!("{} {}", row.id, cell(row)))
            .collect();
        if cells.is_empty() {
            return Page::new();
        }
        let lead = vec![plain(format!("{name}: "))];
        wrapped(lead, &[plain(cells.join(" · "))], columns)
    };
    if !has_difference {
        page.extend(below(HEADINGS[0], |row| &row.difference));
    }
    if by.is_none() {
        page.extend(below(HEADINGS[1], |row| &row.by));
    }
    if !has_better {
        page.extend(below(HEADINGS[2], |row| &row.better));
    }
    if !has_tail {
        page.extend(below(HEADINGS[3], |row| &row.tail));
    }
    page
}

fn explanation(
    compared: &Compared<'_>,
    candidate: &Candidate<'_>,
    explained: &Explained,
    columns: usize,
) -> Page {
    const BAR: usize = 10;
    // In fewer columns the changes are told below their figures.
    const WHAT: usize = 30;
    let heading = vec![Span::new(
        Tone::Heading,
        shares::heading(compared, explained),
    )];
    let mut page = wrapped(Vec::new(), &heading, columns);
    let (doing, idle) = shares::shares(candidate, explained);
    let total = shares::total(compared, candidate, explained);
    let widest =
        |cell: fn(&shares::Share) -> &str| columns::widest(doing.iter().chain([&total]).map(cell));
    let (score, passed) = (widest(|one| &one.score), widest(|one| &one.passed));
    let cost = widest(|one| &one.cost);
    let figures_width = 2 + score + 2 + passed + 2 + cost + 2;
    let has_bars = figures_width + BAR + 2 <= columns;
    let is_narrow = figures_width + BAR + 2 + WHAT > columns;
    for share in doing.iter().chain([&total]) {
        let tone = if share.is_gain { Tone::Good } else { Tone::Bad };
        let mut first = vec![plain(format!(
            "  {}  {}  {}  ",
            padded_left(&share.score, score),
            padded_left(&share.passed, passed),
            padded_left(&share.cost, cost)
        ))];
        if has_bars {
            let bar = figures::bar(share.weight, BAR);
            first.push(Span::new(tone, padded_right(&bar, BAR + 1)));
            first.push(plain(" "));
        }
        if figures_width > columns {
            let figures = [&share.score, &share.passed, &share.cost];
            let named = ["score", "passed", "cost"].into_iter().zip(figures);
            let told: Vec<String> = named
                .filter(|(_, figure)| !figure.is_empty())
                .map(|(name, figure)| format!("{name} {figure}"))
                .collect();
            page.extend(wrapped(
                vec![plain("  ")],
                &[plain(told.join(", "))],
                columns,
            ));
            first = vec![plain("    ")];
        } else if is_narrow {
            page.push(first);
            first = vec![plain("    ")];
        }
        page.extend(wrapped(first, &[plain(share.what.join(" and "))], columns));
    }
    if let Some(said) = shares::idle_words(explained, &idle) {
        page.extend(wrapped(vec![plain("  ")], &[faint(said)], columns));
    }
    page
}

/// "may still be the best: r2, r3".
pub(super) fn best(compared: &Compared<'_>) -> Option<String> {
    let intervals = compared.best.as_ref()?;
    let of = |may_be: bool| -> Vec<&str> {
        let all = compared.names().zip(intervals);
        all.filter(|(_, interval)| (interval.high > 0.0) == may_be)
            .map(|(name, _)| name)
            .collect()
    };
    let (may, not) = (of(true), of(false));
    Some(match (may.as_slice(), not.as_slice()) {
        ([], _) => format!("by score all are alike: {}", not.join(", ")),
        ([only], _) => format!("the best by score: {only}"),
        (_, []) => format!("by score any may still be the best: {}", may.join(", ")),
        _ => format!(
            "by score may still be the best: {} · not: {}",
            may.join(", "),
            not.join(", ")
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{self, width};

    #[test]
    fn no_figure_is_cut_however_few_columns_there_are() {
        let row = Row {
            id: "cost-of-the-whole-incident".to_owned(),
            title: String::new(),
            is_critical: false,
            baseline: "503,000,000,000".to_owned(),
            candidate: "704,000,000,000".to_owned(),
            difference: "+201,000,000,000 ±1,000".to_owned(),
            by: "+3 h 20 ±5 min".to_owned(),
            better: "12 %".to_owned(),
            tail: "1 → 2".to_owned(),
            tone: Tone::Plain,
        };
        let figures = [
            &row.baseline,
            &row.candidate,
            &row.difference,
            &row.by,
            &row.better,
            &row.tail,
        ];
        let names = ["r1", "a-revision-of-a-very-long-name"].map(str::to_owned);
        for columns in 60..140 {
            let page = table(std::slice::from_ref(&row), [&names[0], &names[1]], columns);
            assert!(page.iter().all(|line| width(line) <= columns), "{columns}");
            let text = page::to_text(&page);
            let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for figure in figures {
                assert!(flowing.contains(figure.as_str()), "{columns}: {text}");
            }
        }
    }
}
