//! The score, how often the drill is passed, and what it costs.

use crate::report::measures::score_words;
use crate::report::page::{Page, Span, Tone, faint, plain, width, wrapped};
use crate::report::run::Run;
use crate::report::{estimates, figures, names};
use crate::text;

/// Where the second half of the line begins, if there is room.
const HALF: usize = 50;

/// The score with how often it is passed, and the cost where there is one.
pub(super) fn lines(run: Run<'_>, columns: usize) -> Page {
    let mut page = Page::new();
    let label = || vec![plain("score ")];
    let score = plain(score(run));
    let passed = passed(run);
    let whole = width(&label()) + width(std::slice::from_ref(&score));
    let gap = HALF.saturating_sub(whole).max(3);
    if whole + gap + width(&passed) <= columns {
        let blanks = plain(" ".repeat(gap));
        page.push(
            label()
                .into_iter()
                .chain([score, blanks])
                .chain(passed)
                .collect(),
        );
    } else {
        page.extend(wrapped(label(), &[score], columns));
        page.push(passed);
    }
    for note in notes(run) {
        page.extend(wrapped(vec![faint("      ")], &[faint(note)], columns));
    }
    if let Some(cost) = cost(run) {
        page.extend(wrapped(vec![plain("cost  ")], &[plain(cost)], columns));
    }
    page
}

/// What score and passing do not rest on.
pub(super) fn notes(run: Run<'_>) -> Vec<String> {
    let all = run.evaluation.replications;
    let (without_score, untested) = (run.evaluation.without_score, run.evaluation.untested);
    let mut notes = Vec::new();
    if without_score > 0 && without_score < all {
        let drills = text::counted(without_score, "drill");
        notes.push(format!(
            "no objective applies in {drills}: they have no score"
        ));
    }
    if untested > 0 {
        let share = figures::percent_of(untested, all);
        notes.push(format!(
            "no critical objective applies in {share} of drills: they count as passed"
        ));
    }
    notes
}

/// "61.4 ±0.3 (5 % at or below 22, 5 % at or above 88)".
pub(super) fn score(run: Run<'_>) -> String {
    let score = &run.evaluation.score;
    let (Some(mean), Some(quantiles)) = (&score.mean, &score.quantiles) else {
        return names::no_score(run.drill).to_owned();
    };
    let ends = match (quantiles.p5.value, quantiles.p95.value) {
        (Some(low), Some(high)) if low < high && high < 100.0 => format!(
            "   (5 % at or below {}, 5 % at or above {})",
            score_words(low),
            score_words(high)
        ),
        // Nothing is above the full score.
        (Some(low), Some(high)) if low < high => {
            format!("   (5 % at or below {})", score_words(low))
        }
        (Some(_) | None, Some(_) | None) => String::new(),
    };
    format!("{}{ends}", estimates::score(mean))
}

/// "passed in 34 % ±1 of drills".
pub(super) fn passed(run: Run<'_>) -> Vec<Span> {
    match &run.evaluation.passed {
        None => vec![faint("passed: – (no objective is critical)")],
        Some(share) => {
            let tone = if share.value >= 0.8 {
                Tone::Good
            } else if share.value >= 0.5 {
                Tone::Warning
            } else {
                Tone::Bad
            };
            vec![
                plain("passed in "),
                Span::new(tone, estimates::share(share)),
                plain(" of drills"),
            ]
        }
    }
}

/// "158,000 ±2,000 CNY (5 % at or above 412,000)"; `None`: it never costs anything.
pub(super) fn cost(run: Run<'_>) -> Option<String> {
    let cost = &run.evaluation.cost;
    let (mean, quantiles) = (cost.mean.as_ref()?, cost.quantiles.as_ref()?);
    if mean.value == 0.0 && mean.deviation.unwrap_or(0.0) == 0.0 {
        return None;
    }
    let said = figures::counted_in(estimates::mean(mean), run.drill.currency.as_deref());
    let bad = quantiles.p95.value.map(figures::number);
    let bad = bad.map_or_else(String::new, |bad| format!("   (5 % at or above {bad})"));
    Some(format!("{said}{bad}"))
}
