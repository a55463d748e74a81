//! The advice as a page of Markdown.

use crate::report::advise::{Advised, rows};
use crate::report::markdown::{escaped, table};
use crate::report::names;
use crate::text::one_line;

/// The improvements that help, at most `top` of them, and the set.
pub fn markdown(advised: &Advised<'_>, top: usize) -> String {
    let title = names::title(&advised.drills);
    let paragraph = |text: &str| format!("{}\n\n", escaped(text));
    let mut text = format!("# {}\n\n", escaped(&title));
    text.push_str(&paragraph(&rows::played(advised)));
    for warning in rows::warnings(advised) {
        text.push_str(&format!("**{}**\n\n", escaped(&warning)));
    }
    if let Some(said) = rows::as_it_is(advised) {
        text.push_str(&paragraph(&said));
    }
    let figures = rows::headings(advised).into_iter();
    let mut headings: Vec<String> = figures.map(|heading| escaped(&heading)).collect();
    headings.extend(["improvement".to_owned(), "what is assumed".to_owned()]);
    let heading: Vec<&str> = headings.iter().map(String::as_str).collect();
    let shown = advised.shown();
    let lines: Vec<Vec<String>> = shown
        .better
        .iter()
        .take(top)
        .map(|trial| {
            let mut cells = rows::cells(advised, &trial.gain);
            cells.push(advised.what(trial.improvement));
            cells.push(advised.assumed(trial.improvement));
            cells
        })
        .collect();
    if !lines.is_empty() {
        text.push_str(&table(&heading, &lines));
        text.push('\n');
    }
    for note in rows::notes(advised, top) {
        text.push_str(&paragraph(&note));
    }
    if let Some(chosen) = &advised.advice.chosen {
        let picks = chosen.picks.len();
        text.push_str(&format!(
            "## {}\n\n",
            escaped(&rows::set_heading(picks, advised.effort.improvements_most))
        ));
        let lines: Vec<Vec<String>> = chosen
            .picks
            .iter()
            .map(|pick| {
                let mut cells = rows::cells(advised, &pick.gain);
                cells.push(advised.what(pick.improvement));
                cells
            })
            .collect();
        if picks > 0 {
            text.push_str(&table(&heading[..heading.len() - 1], &lines));
            let said = rows::total(advised, &rows::lead(picks), &chosen.total);
            text.push_str(&format!("\n**{}**\n\n", escaped(&said)));
        }
        if picks > 0 && advised.drills.len() > 1 {
            for (drill, gain) in advised.drills.iter().zip(&chosen.drills) {
                let said = rows::total(advised, &drill.scenario.id, gain);
                text.push_str(&format!("- {}\n", escaped(&said)));
            }
            text.push('\n');
        }
    }
    for said in rows::honest(advised).iter().chain(&rows::writing(advised)) {
        text.push_str(&paragraph(said));
    }
    text.push_str(&format!("Next: `{}`\n", one_line(&advised.next)));
    text
}
