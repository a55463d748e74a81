//! Tells a logged replication as a story.

use crate::analysis::cause::{Members, shortage};
use crate::analysis::event::{event, logged};
use crate::analysis::turns::turns;
use crate::analysis::{
    Assessment, Event, EventKind, LevelAt, Member, Span, SpanKind, StepState, StepStory, Story,
};
use crate::model::Drill;
use crate::quantity::{Arena, ClockChange, ImpactId, Seconds, StepId};
use crate::simulate::{self, Happening, History, Item, Replication, StretchKind};

/// The story of a logged replication and its assessment. Within a second the clock's changes come first, then what
/// happened in its order, then what became of objectives.
pub fn tell(drill: &Drill, replication: &Replication, assessment: &Assessment) -> Story {
    let onset = replication.outcome.onset;
    let zone = &drill.organization.zone;
    let horizon = drill.scenario.horizon;
    let starts = zone.civil(onset);
    let clock_changes = zone.clock_changes(onset, onset.after(horizon));
    Story {
        replication: replication.outcome.replication,
        onset,
        starts,
        weekday: starts.date().weekday(),
        horizon,
        events: events(drill, replication, assessment, &clock_changes),
        clock_changes,
        steps: step_stories(drill, replication),
    }
}

fn events(
    drill: &Drill,
    replication: &Replication,
    assessment: &Assessment,
    clock_changes: &[ClockChange],
) -> Vec<Event> {
    let onset = replication.outcome.onset;
    let horizon = drill.scenario.horizon;
    let members = Members::of(drill);
    let mut events = vec![event(
        drill,
        Seconds::ZERO,
        EventKind::Onset,
        levels(drill, |impact| drill.scenario.impacts[impact].starts),
    )];
    events.extend(clock_changes.iter().map(|change| {
        let kind = EventKind::ClockChange(change.forward);
        event(drill, change.at.since(onset), kind, Vec::new())
    }));
    events.extend(
        replication
            .log
            .iter()
            .map(|entry| logged(drill, &members, entry)),
    );
    events.extend(
        turns(drill, replication, assessment)
            .into_iter()
            .map(|(at, id, turn)| event(drill, at, EventKind::Objective(id, turn), Vec::new())),
    );
    events.push(event(
        drill,
        horizon,
        EventKind::Horizon,
        levels(drill, |impact| {
            replication.outcome.impacts[impact].level_final
        }),
    ));
    // Stable: within a second the parts keep the order in which they were put together.
    events.sort_by_key(|event| event.at);
    events
}

fn levels(drill: &Drill, level: impl Fn(ImpactId) -> f64) -> Vec<LevelAt> {
    drill
        .scenario
        .impacts
        .ids()
        .map(|impact| LevelAt {
            impact,
            level: level(impact),
        })
        .collect()
}

fn step_stories(drill: &Drill, replication: &Replication) -> Arena<StepId, StepStory> {
    let members = Members::of(drill);
    let mut people: Arena<StepId, Vec<Member>> =
        drill.plan.steps.ids().map(|_| Vec::new()).collect();
    for entry in &replication.log {
        if let Happening::Started {
            step,
            members: seated,
            ..
        } = &entry.what
        {
            people[*step] = members.named(seated);
        }
    }
    people
        .entries()
        .map(|(id, people)| {
            let outcome = &replication.outcome.steps[id];
            StepStory {
                state: state(outcome.state),
                ready: outcome.ready,
                started: outcome.started.map(|start| start.at),
                finished: outcome.finished(),
                people: people.clone(),
                attempts: outcome.attempts,
                waited: outcome.waited,
                label: outcome.label,
                spans: spans(&replication.histories[id], drill.scenario.horizon),
            }
        })
        .collect()
}

/// The stretches of a history up to the horizon.
fn spans(history: &History, horizon: Seconds) -> Vec<Span> {
    history
        .iter()
        .filter_map(|item| match item {
            Item::Origin(_) => None,
            Item::Stretch(stretch) => Some(Span {
                from: stretch.from,
                to: stretch.to.min(horizon),
                kind: span_kind(stretch.kind),
            }),
        })
        .filter(|span| span.from < span.to)
        .collect()
}

fn span_kind(kind: StretchKind) -> SpanKind {
    match kind {
        StretchKind::Work => SpanKind::Work,
        StretchKind::FailedWork => SpanKind::FailedWork,
        StretchKind::Pause => SpanKind::Pause,
        StretchKind::Delay => SpanKind::Delay,
        StretchKind::Waiting(lack) => SpanKind::Waiting(shortage(lack)),
    }
}

fn state(state: simulate::StepState) -> StepState {
    match state {
        simulate::StepState::Dormant => StepState::Dormant,
        simulate::StepState::Pending => StepState::Pending,
        simulate::StepState::Delayed => StepState::Delayed,
        simulate::StepState::Waiting => StepState::Waiting,
        simulate::StepState::Working => StepState::Working,
        simulate::StepState::Pausing => StepState::Pausing,
        simulate::StepState::Done => StepState::Done,
        simulate::StepState::Skipped => StepState::Skipped,
        simulate::StepState::Failed => StepState::Failed,
        simulate::StepState::Blocked => StepState::Blocked,
    }
}
