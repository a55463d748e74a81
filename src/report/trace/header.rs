//! The head of the story: which drill, which plan, when, with what luck.

use crate::quantity::{ClockChange, Seconds};
use crate::report::page::{Page, Span, Tone, faint, paragraph, plain, wrapped};
use crate::report::trace::Trace;
use crate::report::{clock, figures};
use crate::text;

/// Scenario, plan, organization, luck and clock.
pub(super) fn lines(trace: Trace<'_>, columns: usize) -> Page {
    let Trace {
        drill, story, seed, ..
    } = trace;
    let zone = &drill.organization.zone;
    let title = text::one_line(&drill.scenario.title);
    let mut page = paragraph(Span::new(Tone::Title, title), columns);
    let played = format!(
        "plan {} · {} · replication {} · seed {seed}",
        text::one_line(&drill.plan.name()),
        text::one_line(&drill.organization.name),
        story.replication
    );
    page.extend(paragraph(plain(played), columns));
    let begins = format!(
        "begins {} {}, lasts {} · {}",
        clock::day(zone, story.onset),
        clock::time(zone, story.onset),
        figures::duration(story.horizon),
        zone.name()
    );
    page.extend(paragraph(plain(begins), columns));
    for change in &story.clock_changes {
        page.extend(paragraph(
            Span::new(Tone::Warning, clock_change(trace, *change)),
            columns,
        ));
    }
    page
}

/// What happened before, for the participants, and what the drill takes for granted.
pub(super) fn narrative(trace: Trace<'_>, columns: usize) -> Page {
    let scenario = &trace.drill.scenario;
    let mut page = Page::new();
    if let Some(narrative) = &scenario.narrative {
        page.push(Vec::new());
        for paragraph in text::plain(narrative).lines() {
            page.extend(wrapped(vec![plain("  ")], &[plain(paragraph)], columns));
        }
    }
    if !scenario.assumptions.is_empty() {
        page.push(Vec::new());
        page.push(vec![faint("  assumed")]);
        for assumption in &scenario.assumptions {
            let said = plain(text::one_line(assumption));
            page.extend(wrapped(vec![faint("  · ")], &[said], columns));
        }
    }
    page
}

/// "on Sunday 2026-03-29 at 03:00 the clock is set forward by 1 h".
fn clock_change(trace: Trace<'_>, change: ClockChange) -> String {
    let zone = &trace.drill.organization.zone;
    let (direction, size) = if change.forward < Seconds::ZERO {
        ("back", Seconds(-change.forward.0))
    } else {
        ("forward", change.forward)
    };
    format!(
        "the clock is set {direction} by {} to {} on {}, after {}",
        figures::duration(size),
        clock::time(zone, change.at),
        clock::day(zone, change.at),
        figures::duration(change.at.since(trace.story.onset))
    )
}
