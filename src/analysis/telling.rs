//! Tells a logged replication as a story.

use crate::analysis::event::{event, logged};
use crate::analysis::member::Members;
use crate::analysis::turns::turns;
use crate::analysis::{Assessment, Event, EventKind, LevelAt, Member, StepStory, Story, Stretch};
use crate::model::Drill;
use crate::quantity::{Arena, ClockChange, ImpactId, Seconds, StepId};
use crate::simulate::{Happening, History, Item, Replication};

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
        Seconds::ZERO,
        EventKind::Onset,
        levels(drill, |impact| drill.scenario.impacts[impact].starts),
    )];
    events.extend(clock_changes.iter().map(|change| {
        let kind = EventKind::ClockChange(change.forward);
        event(change.at.since(onset), kind, Vec::new())
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
            .map(|(at, id, turn)| {
                event(
                    at,
                    EventKind::Objective(id, turn),
                    levels_at(replication, at),
                )
            }),
    );
    events.push(event(
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

/// Every impact's level at that moment, after all that happened then.
fn levels_at(replication: &Replication, at: Seconds) -> Vec<LevelAt> {
    replication
        .courses
        .entries()
        .filter_map(|(impact, courses)| {
            let begun = courses.partition_point(|course| course.from_seconds() <= at.as_f64());
            let course = courses[..begun].last()?;
            Some(LevelAt {
                impact,
                level: course.level_at(at),
            })
        })
        .collect()
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
                state: outcome.state,
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
fn spans(history: &History, horizon: Seconds) -> Vec<Stretch> {
    history
        .iter()
        .filter_map(|item| match item {
            Item::Origin(_) => None,
            Item::Stretch(stretch) => Some(Stretch {
                to: stretch.to.min(horizon),
                ..*stretch
            }),
        })
        .filter(|stretch| stretch.from < stretch.to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::{done, drill, origin, replication, s, stretch};
    use crate::analysis::{Importance, Source, StretchKind, Turn, assess};
    use crate::model::Measure;
    use crate::quantity::Weekday;
    use crate::simulate::{Cause, Entry, Order, StepOutcome};

    fn entry(at: i64, order: u32, what: Happening) -> Entry {
        Entry {
            at: Seconds(at),
            order: Order(order),
            what,
        }
    }

    fn done_by(step: usize, target: i64, limit: i64) -> Measure {
        Measure::Done {
            step: Some(s(step)),
            target: Seconds(target),
            limit: Seconds(limit),
        }
    }

    fn tell_of(drill: &Drill, steps: Vec<StepOutcome>, log: Vec<Entry>) -> Story {
        let histories = steps.iter().map(|_| Vec::new()).collect();
        let mut replication = replication(steps, histories);
        replication.log = log;
        // Without chains: these histories are empty.
        let mut unexplained = replication.clone();
        unexplained.histories = Arena::new(Vec::new());
        tell(drill, &replication, &assess(drill, &unexplained))
    }

    fn turns(story: &Story) -> Vec<(i64, Turn)> {
        story
            .events
            .iter()
            .filter_map(|event| {
                if let EventKind::Objective(_, turn) = event.kind {
                    Some((event.at.0, turn))
                } else {
                    None
                }
            })
            .collect()
    }

    #[test]
    fn a_story_begins_at_onset_ends_at_the_horizon_and_knows_the_clock() {
        let story = tell_of(&drill(0), Vec::new(), Vec::new());
        assert_eq!(story.weekday, Weekday::Sat);
        let told: Vec<(i64, &EventKind)> = story
            .events
            .iter()
            .map(|event| (event.at.0, &event.kind))
            .collect();
        // Berlin's clock goes forward at 02:00, three hours after 23:00; the horizon is 10,000 s.
        assert_eq!(
            told,
            [(0, &EventKind::Onset), (10_000, &EventKind::Horizon)]
        );
        let mut longer = drill(0);
        longer.scenario.horizon = Seconds(20_000);
        let story = tell_of(&longer, Vec::new(), Vec::new());
        assert_eq!(story.events[1].at, Seconds(3 * 3_600));
        assert_eq!(story.events[1].kind, EventKind::ClockChange(Seconds(3_600)));
    }

    #[test]
    fn objectives_turn_when_they_are_met_or_their_target_and_limit_pass() {
        let turns_of = |completions: &[(i64, Option<u32>)], target, limit| {
            let drill = drill(1).with_objectives(vec![done_by(0, target, limit)]);
            let reopened = Happening::Reopened(s(0), Source::Onset);
            let log = vec![entry(500, 500, reopened)];
            turns(&tell_of(&drill, vec![done(completions)], log))
        };
        assert_eq!(turns_of(&[(90, None)], 100, 200), [(90, Turn::Met)]);
        assert_eq!(
            turns_of(&[(150, None)], 100, 200),
            [(100, Turn::TargetPassed), (150, Turn::FellShort(0.5))]
        );
        assert_eq!(
            turns_of(&[(250, None)], 100, 200),
            [
                (100, Turn::TargetPassed),
                (200, Turn::LimitPassed),
                (250, Turn::FellShort(0.0))
            ]
        );
        assert_eq!(
            turns_of(&[(250, None)], 100, 100),
            [(100, Turn::LimitPassed), (250, Turn::FellShort(0.0))]
        );
        assert_eq!(
            turns_of(&[(90, Some(500)), (600, None)], 100, 1_100),
            [(500, Turn::TargetPassed), (600, Turn::FellShort(0.5))],
            "it stood done until it was reopened"
        );
        assert_eq!(
            turns_of(&[(90, Some(500))], 100, 200),
            [
                (500, Turn::TargetPassed),
                (500, Turn::LimitPassed),
                (10_000, Turn::Lost)
            ]
        );
    }

    #[test]
    fn within_a_second_the_log_keeps_its_order() {
        let log = vec![
            entry(0, 1, Happening::Released(s(0))),
            entry(60, 2, Happening::Done(s(0), None)),
            entry(60, 3, Happening::Released(s(1))),
        ];
        let drill = drill(2).with_objectives(vec![done_by(0, 60, 60)]);
        let steps = vec![done(&[(60, None)]), done(&[(90, None)])];
        let story = tell_of(&drill, steps, log);
        let told: Vec<(i64, Importance)> = story
            .events
            .iter()
            .map(|event| (event.at.0, event.importance))
            .collect();
        assert_eq!(
            told,
            [
                (0, Importance::Telling),
                (0, Importance::Routine),
                (60, Importance::Ordinary),
                (60, Importance::Routine),
                (60, Importance::Telling),
                (10_000, Importance::Telling),
            ]
        );
    }

    #[test]
    fn bars_end_at_the_horizon() {
        let history = vec![
            origin(0, Cause::Onset),
            stretch(0, 50, StretchKind::FailedWork),
            stretch(50, 10_500, StretchKind::Pause),
            stretch(10_500, 10_600, StretchKind::Work),
        ];
        let told: Vec<(i64, i64, StretchKind)> = spans(&history, Seconds(10_000))
            .into_iter()
            .map(|span| (span.from.0, span.to.0, span.kind))
            .collect();
        assert_eq!(
            told,
            [
                (0, 50, StretchKind::FailedWork),
                (50, 10_000, StretchKind::Pause)
            ]
        );
    }
}
