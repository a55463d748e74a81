//! Where the time of each timed objective went, as bars.

use crate::analysis::{
    CauseTotal, Judgment, LinkCause, Part, PartTotal, PersonState, UnitState, time_spent,
};
use crate::model::{Drill, Objective};
use crate::quantity::Seconds;
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::trace::{Trace, objectives};
use crate::report::{figures, names};
use crate::text::{one_line, padded_left, padded_right, truncated, width};

/// The widest bar.
const BAR_COLUMNS: usize = 20;

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
    let value = objectives::value_words(&objective.measure, judgment);
    let target = objectives::target_words(&objective.measure);
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

/// The parts of a time with bars, and what `blamed` says of each.
pub(in crate::report) fn table(
    drill: &Drill,
    parts: &[PartTotal],
    all: Seconds,
    columns: usize,
    blamed: impl Fn(&PartTotal) -> String,
) -> Page {
    let label_columns = parts.iter().map(|part| width(&label(drill, part.part)));
    let label_columns = label_columns.max().unwrap_or(0).min(columns * 2 / 5);
    let time_columns = parts.iter().map(|part| width(&figures::hours(part.total)));
    let time_columns = time_columns.max().unwrap_or(0);
    let bar_columns = BAR_COLUMNS.min(columns / 5);
    let mut page = Page::new();
    for part in parts {
        let label = truncated(&label(drill, part.part), label_columns);
        let share = part.total.as_f64() / all.as_f64();
        let bar = figures::bar(share, bar_columns);
        let first = vec![
            plain(format!("  {}  ", padded_right(&label, label_columns))),
            plain(padded_left(&figures::hours(part.total), time_columns)),
            plain("  "),
            Span::new(tone(part.part), padded_right(&bar, bar_columns)),
            plain("  "),
        ];
        page.extend(wrapped(first, &[faint(blamed(part))], columns));
    }
    page
}

pub(in crate::report) fn label(drill: &Drill, part: Part) -> String {
    match part {
        Part::Detecting => "detecting".to_owned(),
        Part::Working => "working".to_owned(),
        Part::WaitingForRole(role) => {
            format!("waiting for {}", drill.organization.roles[role].id)
        }
        Part::WaitingForResource(resource) => {
            format!("waiting for {}", drill.organization.resources[resource].id)
        }
        Part::Held => "held".to_owned(),
        Part::Delay => "delay".to_owned(),
        Part::UntilInject => "until an inject".to_owned(),
        Part::Rework => "rework".to_owned(),
    }
}

fn tone(part: Part) -> Tone {
    match part {
        Part::Working => Tone::Good,
        Part::Rework => Tone::Bad,
        Part::WaitingForRole(_) | Part::WaitingForResource(_) | Part::Held => Tone::Warning,
        Part::Detecting | Part::Delay | Part::UntilInject => Tone::Faint,
    }
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

pub(in crate::report) fn cause(drill: &Drill, cause: LinkCause) -> String {
    match cause {
        LinkCause::Person(state) => match state {
            PersonState::OffShift => "off shift".to_owned(),
            PersonState::NotAnswering => "not answering".to_owned(),
            PersonState::Working(step) => format!("busy with {}", names::step(drill, step)),
            PersonState::Absent => "absent".to_owned(),
            PersonState::Resting => "resting".to_owned(),
            PersonState::SetAside => "nobody else may do it".to_owned(),
        },
        LinkCause::Units(state) => match state {
            UnitState::Lost => "taken away".to_owned(),
            UnitState::UsedBy(step) => format!("in use by {}", names::step(drill, step)),
            UnitState::UsedUp => "used up".to_owned(),
        },
        LinkCause::Step(step) => names::step(drill, step).to_owned(),
        LinkCause::Inject(inject) => drill.scenario.injects[inject].id.clone(),
    }
}
