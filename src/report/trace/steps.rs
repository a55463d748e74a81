//! The Gantt chart of the steps that did anything.

use crate::analysis::{StepState, StepStory, StretchKind};
use crate::quantity::{Seconds, StepId};
use crate::report::page::{Page, faint};
use crate::report::trace::gantt::{self, Row, Spent, Stretch};
use crate::report::trace::{Trace, heading};
use crate::text;

/// With more rows than that a chart is cut unless it is asked for whole.
const ROWS_MOST: usize = 40;

/// The chart; nothing where no step did anything.
pub(super) fn lines(trace: Trace<'_>, columns: usize, is_whole: bool) -> Page {
    let rows = rows(trace);
    if rows.is_empty() {
        return Page::new();
    }
    let shown = if is_whole || rows.len() <= ROWS_MOST {
        rows.clone()
    } else {
        gantt::chosen(&rows, ROWS_MOST)
    };
    let mut page = heading("steps");
    let organization = &trace.drill.organization;
    page.extend(gantt::chart(
        &shown,
        &organization.zone,
        trace.story.onset,
        columns,
    ));
    let left_out = rows.len() - shown.len();
    if left_out > 0 {
        let more = text::number(left_out);
        page.push(vec![faint(format!(
            "  {more} more; --only steps shows all of them"
        ))]);
    }
    page
}

/// A row for every step that spent any time, in the order in which they began.
fn rows(trace: Trace<'_>) -> Vec<Row> {
    let mut critical: Vec<StepId> = trace
        .assessment
        .objectives
        .iter()
        .filter_map(|verdict| verdict.judgment()?.chain.as_ref())
        .flat_map(|chain| chain.steps.iter().copied())
        .collect();
    critical.sort_unstable();
    let mut begun: Vec<(Seconds, StepId)> = trace
        .story
        .steps
        .entries()
        .filter_map(|(id, step)| Some((began(step)?, id)))
        .collect();
    begun.sort_unstable();
    begun
        .into_iter()
        .map(|(_, id)| {
            let step = &trace.story.steps[id];
            Row {
                label: trace.drill.plan.steps[id].id.clone(),
                stretches: stretches(step),
                failed: (step.state == StepState::Failed).then(|| ended(step)),
                is_critical: critical.binary_search(&id).is_ok(),
            }
        })
        .collect()
}

fn began(step: &StepStory) -> Option<Seconds> {
    step.spans.first().map(|span| span.from).or(step.started)
}

fn ended(step: &StepStory) -> Seconds {
    step.spans.last().map_or(Seconds::ZERO, |span| span.to)
}

fn stretches(step: &StepStory) -> Vec<Stretch> {
    let spans = step.spans.iter();
    spans
        .map(|span| Stretch {
            from: span.from,
            to: span.to,
            spent: match span.kind {
                StretchKind::Delay => Spent::Delay,
                StretchKind::Waiting(_) => Spent::Waiting,
                StretchKind::Work => Spent::Work,
                StretchKind::FailedWork | StretchKind::Pause => Spent::Rework,
            },
        })
        .collect()
}
