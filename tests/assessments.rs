//! Assessments of drills that are really played.

mod common;

use common::generate::{Sketch, sketches};
use common::{compiled, drill, drill_of, step};
use firebell::analysis::{
    Assessment, EventKind, Judgment, Story, Unit, Verdict, assess, tell, time_spent,
};
use firebell::model::{Drill, Effect, Guard, Join, Measure, Objective, SkippedRule, Step};
use firebell::quantity::{Arena, Distribution, Index, ObjectiveId, Seconds, StepId};
use firebell::random::Luck;
use firebell::simulate::{Detail, Replication, play};
use proptest::prelude::*;

/// A generated drill that measures everything, and its first replications.
fn played(sketch: &Sketch, detail: Detail) -> (Drill, Vec<Replication>) {
    let mut drill = drill_of(sketch);
    drill.scenario.objectives = every_objective(&drill);
    let program = compiled(&drill);
    let luck = Luck::new(sketch.seed);
    let replications = (0..4).map(|k| play(&program, &luck, k, detail)).collect();
    (drill, replications)
}

/// Every measure of every step, pair of neighbours, inject and impact.
fn every_objective(drill: &Drill) -> Arena<ObjectiveId, Objective> {
    let (target, limit) = (Seconds(9_000), Seconds(30_000));
    let mut measures = vec![
        Measure::Completion {
            target: 0.9,
            limit: 0.5,
        },
        Measure::StoodDown { target, limit },
        Measure::Cost {
            target: 1_000.0,
            limit: 9_000.0,
        },
        Measure::Judged(vec!["calm".to_owned()]),
    ];
    let mut before = None;
    for step in drill.plan.steps.ids().map(Some) {
        measures.extend([
            Measure::Done {
                step,
                target,
                limit,
            },
            Measure::Elapsed {
                from: before,
                to: step,
                target,
                limit,
            },
            Measure::Order {
                first: before,
                then: step,
            },
        ]);
        for inject in drill.scenario.injects.ids() {
            measures.push(Measure::Within {
                inject,
                step,
                target,
                limit,
            });
        }
        before = step;
    }
    for impact in drill.scenario.impacts.ids() {
        let (low, high) = (100.0, 500.0);
        measures.extend([
            Measure::TimeAbove {
                impact,
                level: low,
                target,
                limit,
            },
            Measure::TimeAbove {
                impact,
                level: high,
                target,
                limit,
            },
            Measure::Cleared {
                impact,
                target,
                limit,
            },
            Measure::Peak {
                impact,
                target: low,
                limit: high,
            },
            Measure::Final {
                impact,
                target: low,
                limit: high,
            },
        ]);
    }
    measures
        .into_iter()
        .enumerate()
        .map(|(place, measure)| objective(place, measure))
        .collect()
}

/// An objective; every third is critical, every second counts a skipped step as missed.
fn objective(place: usize, measure: Measure) -> Objective {
    Objective {
        id: format!("o{place}"),
        title: format!("o{place}"),
        capability: None,
        weight: 1.0,
        critical: place.is_multiple_of(3),
        penalty: 10.0,
        skipped: if place.is_multiple_of(2) {
            SkippedRule::Misses
        } else {
            SkippedRule::Leaves
        },
        measure,
        because: None,
    }
}

fn judgments(assessment: &Assessment) -> impl Iterator<Item = &Judgment> {
    assessment.objectives.iter().filter_map(Verdict::judgment)
}

fn without_chains(mut assessment: Assessment) -> Assessment {
    for verdict in assessment.objectives.iter_mut() {
        if let Verdict::Applies(judgment) = verdict {
            judgment.chain = None;
        }
    }
    assessment
}

/// The links of the only objective, that `step` is done, as (from, to, step); steps take 60 s, 30 s if they end the plan.
fn links(mut steps: Vec<Step>, last: usize) -> Vec<(i64, i64, usize)> {
    steps[last].takes = Distribution::Fixed(30.0);
    let mut drill = drill(steps, 0);
    let measure = Measure::Done {
        step: Some(StepId::new(last)),
        target: Seconds(1),
        limit: Seconds(2),
    };
    drill.scenario.objectives = Arena::new(vec![objective(0, measure)]);
    let replication = play(&compiled(&drill), &Luck::new(1), 0, Detail::Explained);
    let assessment = assess(&drill, &replication);
    let judgment = judgments(&assessment).next().expect("it applies");
    let chain = judgment.chain.as_ref().expect("it is done and explained");
    chain
        .links
        .iter()
        .map(|link| (link.from.0, link.to.0, link.step.place()))
        .collect()
}

fn minute(id: &str, after: &[usize]) -> Step {
    step(id, Distribution::Fixed(60.0), after)
}

#[test]
fn a_step_skipped_because_too_few_woke_goes_back_to_what_woke_it() {
    let mut steps = vec![
        minute("a", &[]),
        minute("b", &[]),
        minute("c", &[]),
        minute("d", &[1, 2]),
        minute("e", &[0, 3]),
    ];
    steps[0].effects = vec![Effect::Require(StepId::new(1))];
    steps[1].on_demand = true;
    steps[2].on_demand = true;
    steps[3].join = Join::AtLeast(2);
    assert_eq!(links(steps, 4), [(0, 60, 0), (60, 90, 4)]);
}

#[test]
fn a_required_step_whose_last_predecessor_is_skipped_goes_back_to_that() {
    let mut steps = vec![
        minute("a", &[]),
        minute("b", &[]),
        minute("c", &[1]),
        minute("d", &[2]),
    ];
    steps[0].effects = vec![Effect::Require(StepId::new(3))];
    steps[1].delay = Seconds(40);
    steps[2].when = Some(Guard::Never);
    steps[3].on_demand = true;
    steps[3].join = Join::Any;
    assert_eq!(links(steps, 3), [(0, 100, 1), (100, 130, 3)]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_measured_time_is_explained_exactly(sketch in sketches()) {
        let (drill, replications) = played(&sketch, Detail::Explained);
        for replication in &replications {
            for judgment in judgments(&assess(&drill, replication)) {
                let Some(chain) = &judgment.chain else { continue };
                let value = judgment.value.expect("a chain explains a value");
                prop_assert!(matches!(value.unit, Unit::Moment | Unit::Duration));
                let mut at = chain.from;
                for link in &chain.links {
                    prop_assert_eq!(link.from, at);
                    prop_assert!(link.from < link.to);
                    at = link.to;
                }
                prop_assert_eq!(at, chain.to);
                prop_assert_eq!((chain.to - chain.from).as_f64(), value.amount);
                let total: Seconds = time_spent(&chain.links).iter().map(|part| part.total).sum();
                prop_assert_eq!(total, chain.to - chain.from);
            }
        }
    }

    #[test]
    fn detail_changes_no_verdict(sketch in sketches()) {
        let (drill, plain) = played(&sketch, Detail::Outcome);
        let (_, logged) = played(&sketch, Detail::Logged);
        for (plain, logged) in plain.iter().zip(&logged) {
            let explained = without_chains(assess(&drill, logged));
            prop_assert_eq!(assess(&drill, plain), explained);
        }
    }

    #[test]
    fn attainment_score_and_penalties_stay_in_their_range(sketch in sketches()) {
        let (drill, replications) = played(&sketch, Detail::Outcome);
        for replication in &replications {
            let assessment = assess(&drill, replication);
            let mut penalties = 0.0;
            for judgment in judgments(&assessment) {
                prop_assert!((0.0..=1.0).contains(&judgment.attainment));
                prop_assert_eq!(judgment.is_met(), judgment.attainment == 1.0);
                prop_assert!(!judgment.is_beyond_limit || judgment.attainment == 0.0);
                prop_assert!(judgment.decided <= drill.scenario.horizon);
                penalties += judgment.penalty;
            }
            prop_assert!((assessment.cost.penalties - penalties).abs() < 1e-9);
            prop_assert!(assessment.score.is_none_or(|score| (0.0..=100.0).contains(&score)));
        }
    }

    #[test]
    fn a_story_is_told_in_order_from_onset_to_the_horizon(sketch in sketches()) {
        let (drill, replications) = played(&sketch, Detail::Logged);
        for replication in &replications {
            let assessment = assess(&drill, replication);
            let Story { events, steps, horizon, .. } = tell(&drill, replication, &assessment);
            prop_assert!(events.is_sorted_by_key(|event| event.at));
            for (impact, result) in replication.outcome.impacts.entries() {
                let course = replication.courses[impact].last().expect("a course begins at onset");
                prop_assert_eq!(course.level_at(horizon), result.level_final);
            }
            prop_assert_eq!(&events[0].kind, &EventKind::Onset);
            let last = events.last().expect("a story has an end");
            prop_assert_eq!(&last.kind, &EventKind::Horizon);
            for step in steps.iter() {
                let mut at = Seconds::ZERO;
                for span in &step.spans {
                    prop_assert!(at <= span.from && span.from < span.to && span.to <= horizon);
                    at = span.to;
                }
            }
        }
    }
}
