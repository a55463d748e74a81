//! A line of the log as an event of the story.

use crate::analysis::importance::importance;
use crate::analysis::member::Members;
use crate::analysis::{Event, EventKind, InterruptReason, LevelAt, Source};
use crate::model::{Drill, Effect};
use crate::quantity::{ImpactId, Seconds};
use crate::simulate::{self, Entry, Happening};

/// An event of that kind.
pub(super) fn event(at: Seconds, kind: EventKind, levels: Vec<LevelAt>) -> Event {
    Event {
        at,
        importance: importance(&kind),
        levels,
        kind,
    }
}

/// The event that a line of the log tells of.
pub(super) fn logged(drill: &Drill, members: &Members, entry: &Entry) -> Event {
    let kind = kind(drill, members, &entry.what);
    let levels = levels(&kind, &entry.what);
    event(entry.at, kind, levels)
}

fn kind(drill: &Drill, members: &Members, what: &Happening) -> EventKind {
    match *what {
        Happening::Barrier { barrier, holds } => EventKind::Barrier { barrier, holds },
        Happening::FlagSet(flag, by) => EventKind::FlagSet(flag, by),
        Happening::FlagFell(flag) => EventKind::FlagFell(flag),
        Happening::InjectFired(inject) => EventKind::InjectFired(inject),
        Happening::InjectWithheld(inject) => EventKind::InjectWithheld(inject),
        Happening::Effect {
            source,
            number,
            amount,
            ..
        } => EventKind::Effect {
            source,
            effect: effect(drill, source, number).clone(),
            amount,
        },
        Happening::EffectEnded { source, number } => EventKind::EffectEnded {
            source,
            effect: effect(drill, source, number).clone(),
        },
        Happening::Exceeded { impact, level } => EventKind::Exceeded { impact, level },
        Happening::Woken(step) => EventKind::Woken(step),
        Happening::Released(step) => EventKind::Released(step),
        Happening::Skipped(step, reason) => EventKind::Skipped(step, reason),
        Happening::Blocked(step, by) => EventKind::Blocked { step, by },
        Happening::Ready(step, attempt) => EventKind::Ready { step, attempt },
        Happening::Waits(step, lack) => EventKind::Waits { step, lack },
        Happening::Started {
            step,
            attempt,
            members: ref seated,
            is_deputy,
            resumes,
            until,
        } => EventKind::Started {
            step,
            attempt,
            members: members.named(seated),
            is_deputy,
            resumes,
            until,
        },
        Happening::Interrupted(step, reason) => {
            let (member, reason) = match reason {
                simulate::InterruptReason::Absence(member) => (member, InterruptReason::Absence),
                simulate::InterruptReason::ShiftEnd(member) => (member, InterruptReason::ShiftEnd),
            };
            EventKind::Interrupted {
                step,
                member: members.name(member),
                reason,
            }
        }
        Happening::Done(step, label) => EventKind::Done(step, label),
        Happening::Failed {
            step,
            attempt,
            gave_up_waiting,
            then,
        } => EventKind::Failed {
            step,
            attempt,
            gave_up_waiting,
            then,
        },
        Happening::Replaced(step, by) => EventKind::Replaced { step, by },
        Happening::FallbackLost(step, fallback) => EventKind::FallbackLost { step, fallback },
        Happening::Reopened(step, by) => EventKind::Reopened(step, by),
        Happening::Called {
            person,
            members,
            kind,
            step,
            role,
        } => EventKind::Called {
            person,
            members,
            kind,
            step,
            role,
        },
        Happening::Answered { person, members } => EventKind::Answered { person, members },
        Happening::Arrived { person, members } => EventKind::Arrived { person, members },
        Happening::Absent {
            person,
            members,
            until,
        } => EventKind::Absent {
            person,
            members,
            until,
        },
        Happening::Returned(member) => EventKind::Returned(members.name(member)),
        Happening::Left(member) => EventKind::Left(members.name(member)),
        Happening::Units { resource, change } => EventKind::Units { resource, change },
    }
}

/// The source's effect of that number, as the file gives it.
fn effect(drill: &Drill, source: Source, number: usize) -> &Effect {
    let effects: &[Effect] = match source {
        Source::Onset => &[],
        Source::Barrier(barrier) => drill.plan.barriers[barrier].effect.effects(),
        Source::Step(step) => &drill.plan.steps[step].effects,
        Source::Inject(inject) => &drill.scenario.injects[inject].effects,
    };
    &effects[number]
}

/// The level that an entry tells right after it.
fn levels(kind: &EventKind, what: &Happening) -> Vec<LevelAt> {
    let told = if let EventKind::Effect { effect, .. } = kind
        && let Happening::Effect { level, .. } = what
    {
        impact(effect).zip(*level)
    } else if let EventKind::Exceeded { impact, level } = kind {
        Some((*impact, *level))
    } else {
        None
    };
    told.map(|(impact, level)| LevelAt { impact, level })
        .into_iter()
        .collect()
}

/// The impact that an effect is about.
fn impact(effect: &Effect) -> Option<ImpactId> {
    match effect {
        Effect::Stop(impact)
        | Effect::Scale(impact, _)
        | Effect::Add(impact, _)
        | Effect::Drain { impact, .. } => Some(*impact),
        Effect::Set(_)
        | Effect::Require(_)
        | Effect::Reopen(_)
        | Effect::Absent { .. }
        | Effect::Arrive { .. }
        | Effect::Lose { .. }
        | Effect::Gain { .. }
        | Effect::Slow { .. }
        | Effect::SlowAnswers { .. }
        | Effect::Hold { .. }
        | Effect::Fail(..) => None,
    }
}
