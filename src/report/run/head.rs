//! The head of an evaluation: which drill, which plan, how many replications, with what luck.

use crate::analysis::evaluation::Ending;
use crate::report::estimates;
use crate::report::page::{Page, Span, Tone, paragraph, plain};
use crate::report::run::Run;
use crate::text::{self, one_line, width};

/// Where the second half of the line begins, if there is room.
const HALF: usize = 50;

/// The title and what was played; a word where it was not all that was asked for.
pub(super) fn lines(run: Run<'_>, columns: usize) -> Page {
    let title = one_line(&run.drill.scenario.title);
    let played = played(run);
    let gap = HALF.saturating_sub(width(&title)).max(2);
    let mut page = if width(&title) + gap + width(&played) <= columns {
        let blanks = " ".repeat(gap);
        vec![vec![
            Span::new(Tone::Title, &title),
            plain(blanks),
            plain(played),
        ]]
    } else {
        let mut page = paragraph(Span::new(Tone::Title, &title), columns);
        page.extend(paragraph(plain(played), columns));
        page
    };
    if let Some((tone, said)) = ending(run) {
        page.extend(paragraph(Span::new(tone, said), columns));
    }
    page.push(Vec::new());
    page
}

/// "plan data-leak r1 · 10,000 replications · seed 1".
pub(super) fn played(run: Run<'_>) -> String {
    format!(
        "plan {} · {} · seed {}{}",
        one_line(&run.drill.plan.name()),
        text::counted(run.evaluation.replications, "replication"),
        run.evaluation.seed,
        estimates::level(run.evaluation.level)
    )
}

/// What is to be said of the number of replications.
pub(super) fn ending(run: Run<'_>) -> Option<(Tone, String)> {
    // Beyond the whole scale nothing is known.
    let precise = |half_width: f64| estimates::plus_minus(half_width.min(1.0) * 100.0);
    let replications = text::counted(run.evaluation.replications, "replication");
    match run.evaluation.ending {
        Ending::Complete => None,
        Ending::Precise { half_width } => Some((
            Tone::Plain,
            format!(
                "precise enough: score and passed are known to {} points, whenever one looks",
                precise(half_width)
            ),
        )),
        Ending::NotPrecise { half_width } => Some((
            Tone::Warning,
            match half_width {
                Some(half_width) => format!(
                    "not as precise as asked for: {} points after the most replications, {}",
                    precise(half_width),
                    text::number(run.most)
                ),
                None => format!("not precise: there are no scores in {replications}"),
            },
        )),
        Ending::Interrupted => Some((
            Tone::Bad,
            format!(
                "INCOMPLETE: broken off after {} of {} replications",
                text::number(run.evaluation.replications),
                text::number(run.most)
            ),
        )),
    }
}
