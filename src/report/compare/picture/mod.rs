//! The comparison as a picture: a row for the score, for passing, for each objective and for the cost, each on its own scale.

mod canvas;
mod effects;
mod layout;
mod marks;
mod scale;

use crate::report::compare::ending::ending;
use crate::report::compare::grounds::and_looks;
use crate::report::compare::{Compared, page};
use crate::report::figures;
use crate::report::page::Tone;
use crate::text;

use canvas::drawn;
use layout::{Head, WIDTH, laid};
use marks::Block;

/// The picture: the programme first, then drill by drill, then what each change adds.
pub fn svg(compared: &Compared<'_>) -> String {
    let mut blocks: Vec<Block> = Vec::new();
    if compared.drills.len() > 1 {
        blocks.push(marks::of_programme(compared));
    }
    let drills = 0..compared.drills.len();
    blocks.extend(drills.map(|place| marks::of_drill(compared, place)));
    for candidate in &compared.candidates {
        let explained = candidate.explained.iter();
        blocks.extend(explained.map(|one| effects::of_changes(compared, candidate, one)));
    }
    let head = head(compared);
    let (shapes, height) = laid(&head, &blocks);
    drawn(&head.title, &shapes, WIDTH, height)
}

fn head(compared: &Compared<'_>) -> Head {
    let lines = [("faint", page::played(compared))]
        .into_iter()
        .chain(notes(compared));
    Head {
        title: format!("{}: what differs", compared.against()),
        lines: lines.collect(),
        interval: format!("{} % interval", figures::number(compared.level * 100.0)),
        caption: format!(
            "Marks are mean differences, candidate less baseline, of {}; bars are their {} % intervals, paired by the same luck. \
             The line in the middle is zero, and right of it the candidate is better. Every quantity has a scale of its own, which \
             reaches from the figure at its left to the one at its right; shares of drills are in points of 100. Verdicts allow for \
             all that is tested at once in a drill (Holm's method){}, bars do not.",
            text::counted(compared.replications, "replication"),
            figures::number(compared.level * 100.0),
            and_looks(compared.looks)
        ),
    }
}

/// How the comparison ended, what may be the best and what it was played without, each with its class.
fn notes(compared: &Compared<'_>) -> Vec<(&'static str, String)> {
    let ending = ending(compared).map(|(tone, said)| (class(tone), said));
    let best = page::best(compared).map(|said| ("strong", said));
    let without = page::without(compared).into_iter();
    let without = without.map(|said| ("warning", said));
    let unexplained = compared.candidates.iter().filter_map(|candidate| {
        let why = candidate.unexplained.as_ref()?;
        Some((
            "warning",
            format!("{} not explained: {why}", candidate.name),
        ))
    });
    let left_out = page::left_out(compared).map(|said| ("faint", said));
    ending
        .into_iter()
        .chain(best)
        .chain(without)
        .chain(unexplained)
        .chain(left_out)
        .collect()
}

/// How text of that tone is drawn.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Bad | Tone::Warning => "warning",
        Tone::Plain | Tone::Title | Tone::Heading | Tone::Faint | Tone::Inject => "strong",
    }
}
