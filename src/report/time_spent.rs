//! Where a time went, as bars: the parts of it, and what held each up.

use crate::analysis::{LinkCause, Part, PartTotal, PersonState, UnitState};
use crate::model::Drill;
use crate::quantity::Seconds;
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::report::{columns, figures, names};
use crate::text::{padded_left, padded_right};

/// The widest bar.
const BAR_COLUMNS: usize = 20;

/// The parts of a time with bars, and what `blamed` says of each.
pub(super) fn table(
    drill: &Drill,
    parts: &[PartTotal],
    all: Seconds,
    columns: usize,
    blamed: impl Fn(&PartTotal) -> String,
) -> Page {
    let labels = parts.iter().map(|part| label(drill, part.part));
    let label_columns = columns::widest(labels).min(columns * 2 / 5);
    let time_columns = columns::widest(parts.iter().map(|part| figures::hours(part.total)));
    let bar_columns = BAR_COLUMNS.min(columns / 5);
    let mut page = Page::new();
    for part in parts {
        let label = columns::left(&label(drill, part.part), label_columns);
        let share = part.total.as_f64() / all.as_f64();
        let bar = figures::bar(share, bar_columns);
        let first = vec![
            plain(format!("  {label}  ")),
            plain(padded_left(&figures::hours(part.total), time_columns)),
            plain("  "),
            Span::new(tone(part.part), padded_right(&bar, bar_columns)),
            plain("  "),
        ];
        page.extend(wrapped(first, &[faint(blamed(part))], columns));
    }
    page
}

/// What a part of the time was spent on: "waiting for dba".
pub(super) fn label(drill: &Drill, part: Part) -> String {
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

/// What held a part up: "off shift", "busy with snapshot".
pub(super) fn cause(drill: &Drill, cause: LinkCause) -> String {
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
