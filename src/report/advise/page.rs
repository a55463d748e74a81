//! The advice on a page.

use crate::analysis::advice::{Chosen, Gain, Trial};
use crate::analysis::comparison::Verdict;
use crate::report::advise::{Advised, rows};
use crate::report::page::{Line, Page, Span, Tone, faint, paragraph, plain, wrapped};
use crate::report::{columns, names};
use crate::text::padded_left;

/// The improvements that help, at most `top` of them, and the set; `is_quiet` leaves out what does not help.
pub fn page(advised: &Advised<'_>, columns: usize, top: usize, is_quiet: bool) -> Page {
    let title = names::title(&advised.drills);
    let mut page = paragraph(Span::new(Tone::Title, title), columns);
    page.extend(paragraph(plain(rows::played(advised)), columns));
    for warning in rows::warnings(advised) {
        page.extend(paragraph(Span::new(Tone::Bad, warning), columns));
    }
    page.push(Vec::new());
    page.extend(table(advised, top, columns));
    let notes = rows::notes(advised, top);
    for note in notes.iter().filter(|_| !is_quiet) {
        page.extend(paragraph(faint(note), columns));
    }
    if let Some(chosen) = &advised.advice.chosen {
        page.push(Vec::new());
        page.extend(set(advised, chosen, columns));
    }
    page.push(Vec::new());
    for said in rows::honest(advised).iter().filter(|_| !is_quiet) {
        page.extend(paragraph(faint(said), columns));
    }
    for said in rows::writing(advised) {
        page.extend(paragraph(plain(said), columns));
    }
    // What is to be typed must not be broken.
    page.push(vec![faint(format!("next: {}", advised.next))]);
    page
}

fn table(advised: &Advised<'_>, top: usize, columns: usize) -> Page {
    let better = advised.shown().better;
    let shown: Vec<&Trial> = better.into_iter().take(top).collect();
    let mut page = Page::new();
    if let Some(said) = rows::as_it_is(advised) {
        page.extend(paragraph(plain(said), columns));
    }
    if shown.is_empty() {
        return page;
    }
    let headings = rows::headings(advised);
    let cells: Vec<Vec<String>> = shown
        .iter()
        .map(|trial| rows::cells(advised, &trial.gain))
        .collect();
    let widths = widths(&headings, &cells);
    if is_narrow(&widths, columns) {
        for trial in shown {
            let what = Span::new(tone(&trial.verdict), advised.what(trial.improvement));
            let assumed = faint(format!(": {}", advised.assumed(trial.improvement)));
            page.extend(stacked(advised, &trial.gain, &[what, assumed], columns));
        }
        return page;
    }
    let heading = line(&headings, &widths, Tone::Heading);
    let words = Span::new(Tone::Heading, "improvement: what is assumed");
    page.extend(wrapped(heading, &[words], columns));
    for (trial, cells) in shown.iter().zip(&cells) {
        let first = line(cells, &widths, tone(&trial.verdict));
        let what = advised.what(trial.improvement);
        let assumed = faint(format!(": {}", advised.assumed(trial.improvement)));
        page.extend(wrapped(first, &[plain(what), assumed], columns));
    }
    page
}

fn set(advised: &Advised<'_>, chosen: &Chosen, columns: usize) -> Page {
    let said = rows::set_heading(chosen.picks.len(), advised.effort.improvements_most);
    let heading = Span::new(Tone::Heading, said);
    let mut page = paragraph(heading, columns);
    if chosen.picks.is_empty() {
        return page;
    }
    let headings = rows::headings(advised);
    let cells: Vec<Vec<String>> = chosen
        .picks
        .iter()
        .map(|pick| rows::cells(advised, &pick.gain))
        .collect();
    let widths = widths(&headings, &cells);
    let is_narrow = is_narrow(&widths, columns);
    for (pick, cells) in chosen.picks.iter().zip(&cells) {
        if is_narrow {
            let what = plain(advised.what(pick.improvement));
            page.extend(stacked(advised, &pick.gain, &[what], columns));
            continue;
        }
        let first = line(cells, &widths, Tone::Plain);
        let what = plain(advised.what(pick.improvement));
        page.extend(wrapped(first, &[what], columns));
    }
    let lead = rows::lead(chosen.picks.len());
    let said = rows::total(advised, &lead, &chosen.total);
    let tone = match rows::drawbacks(advised, &chosen.total).as_slice() {
        [] => Tone::Good,
        [_, ..] => Tone::Warning,
    };
    page.extend(paragraph(Span::new(tone, said), columns));
    if advised.drills.len() > 1 {
        for (drill, gain) in advised.drills.iter().zip(&chosen.drills) {
            let said = rows::total(advised, &drill.scenario.id, gain);
            let span = Span::new(tone_of_drill(gain), said);
            page.extend(wrapped(vec![plain("  ")], &[span], columns));
        }
    }
    page
}

/// Where a drill surely gets worse, that is not hidden behind the whole.
fn tone_of_drill(gain: &Gain) -> Tone {
    let is_worse = gain.passed.iter().chain(&gain.score).any(|gained| {
        let interval = gained.difference.interval;
        interval.is_some_and(|interval| interval.high < 0.0)
    });
    if is_worse { Tone::Warning } else { Tone::Plain }
}

fn tone(verdict: &Verdict) -> Tone {
    match verdict {
        Verdict::Better(_) => Tone::Good,
        Verdict::Mixed { .. } => Tone::Warning,
        Verdict::Worse(_) => Tone::Bad,
        Verdict::NotShown | Verdict::NoneDiffers => Tone::Plain,
    }
}

/// Fewer columns than that are too few for words beside the figures.
const WORDS_COLUMNS: usize = 22;

fn is_narrow(widths: &[usize], columns: usize) -> bool {
    let figures: usize = widths.iter().map(|width| width + 2).sum();
    figures + WORDS_COLUMNS > columns
}

/// An improvement with its figures below it.
fn stacked(advised: &Advised<'_>, gain: &Gain, what: &[Span], columns: usize) -> Page {
    let mut page = wrapped(Vec::new(), what, columns);
    let figures = [plain(rows::line(advised, gain))];
    page.extend(wrapped(vec![plain("  ")], &figures, columns));
    page
}

fn widths(headings: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let widest =
        |(column, heading)| columns::widest(rows.iter().map(|row| &row[column]).chain([heading]));
    headings.iter().enumerate().map(widest).collect()
}

fn line(cells: &[String], widths: &[usize], tone: Tone) -> Line {
    let padded: Vec<String> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| format!("{}  ", padded_left(cell, *width)))
        .collect();
    vec![Span::new(tone, padded.concat())]
}
