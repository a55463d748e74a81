//! Where the time of each timed objective went, as bars.

use crate::analysis::{CauseTotal, Judgment, PartTotal, time_spent};
use crate::model::{Drill, Objective};
use crate::quantity::Seconds;
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::time_spent::{cause, table};
use crate::report::trace::Trace;
use crate::report::{figures, measures};
use crate::text::one_line;

/// With more causes than that of a part, the shorter ones are added up.
const CAUSES_MOST: usize = 3;

/// One table for every timed objective that has a value.
pub(super) fn lines(trace: Trace<'_>, columns: usize) -> Page {
    let mut page = Page::new();
    let objectives = trace.drill.scenario.objectives.iter();
    for (objective, verdict) in objectives.zip(trace.assessment.objectives.iter()) {
        let Some(judgment) = verdict.judgment() else {
            continue;
        };
        if let Some(chain) = judgment
            .chain
            .as_ref()
            .filter(|chain| !chain.links.is_empty())
        {
            page.extend(title(objective, judgment, columns));
            let all = chain.to - chain.from;
            let parts = time_spent(&chain.links);
            let blamed = |part: &PartTotal| causes(trace.drill, part);
            page.extend(table(trace.drill, &parts, all, columns, blamed));
        }
    }
    page
}

/// "where the time to contain goes, 6 h 10 (target 4 h)".
fn title(objective: &Objective, judgment: &Judgment, columns: usize) -> Page {
    let value = measures::value_words(&objective.measure, judgment);
    let target = measures::target_words(&objective.measure);
    let mut page = vec![Vec::new()];
    page.extend(wrapped(
        Vec::new(),
        &[
            Span::new(
                Tone::Heading,
                format!("where the time of {} went", objective.id),
            ),
            plain(format!(": {value}, target {target}")),
            faint(format!(" · {}", one_line(&objective.title))),
        ],
        columns,
    ));
    page
}

/// "off shift 1 h 22 · busy with snapshot 29 min"; a single cause needs no time.
fn causes(drill: &Drill, part: &PartTotal) -> String {
    if let [only] = part.causes.as_slice() {
        return cause(drill, only.cause);
    }
    let with_time = |cause_total: &CauseTotal| {
        let time = figures::duration(cause_total.total);
        format!("{} {time}", cause(drill, cause_total.cause))
    };
    let named = if part.causes.len() == CAUSES_MOST + 1 {
        part.causes.len() // One more name is no longer than "others".
    } else {
        CAUSES_MOST
    };
    let mut said: Vec<String> = part.causes.iter().take(named).map(with_time).collect();
    let rest = &part.causes[said.len()..];
    if !rest.is_empty() {
        let time: Seconds = rest.iter().map(|cause| cause.total).sum();
        said.push(format!("others {}", figures::duration(time)));
    }
    said.join(" · ")
}
