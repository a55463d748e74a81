//! The worth of replications worked out by hand: scores, passing, costs and penalties.

use super::*;
use crate::analysis::fixture::{done, drill, in_state, replication, s};
use crate::analysis::{Judgment, Rating, Unit, Value};
use crate::simulate::{ImpactOutcome, StepState};

fn done_by(step: usize, target: i64, limit: i64) -> Measure {
    Measure::Done {
        step: Some(s(step)),
        target: Seconds(target),
        limit: Seconds(limit),
    }
}

fn play(steps: Vec<StepOutcome>) -> Replication {
    replication(steps, Vec::new())
}

fn judgment(assessment: &Assessment, place: usize) -> &Judgment {
    assessment.objectives[ObjectiveId::new(place)]
        .judgment()
        .unwrap()
}

#[test]
fn the_score_weighs_the_objectives_that_apply() {
    // Attainments 1, 0.5 and 0 with weights 1, 2 and 1; the fourth does not apply, the fifth is judged by observers.
    let mut drill = drill(4).with_objectives(vec![
        done_by(0, 100, 200),
        done_by(1, 100, 200),
        done_by(2, 100, 200),
        done_by(3, 100, 200),
        Measure::Judged(vec!["calm".into()]),
    ]);
    drill.objective(1).weight = 2.0;
    let assessment = assess(
        &drill,
        &play(vec![
            done(&[(100, None)]),
            done(&[(150, None)]),
            in_state(StepState::Failed),
            in_state(StepState::Skipped),
        ]),
    );
    assert_eq!(assessment.score, Some(50.0));
    assert_eq!(judgment(&assessment, 1).rating, Rating::SomeChallenges);
    assert_eq!(judgment(&assessment, 2).value, None);
    assert_eq!(assessment.makespan, Seconds(150));
}

#[test]
fn without_an_objective_that_applies_there_is_no_score() {
    let drill = drill(1).with_objectives(vec![done_by(0, 100, 200)]);
    let assessment = assess(&drill, &play(vec![in_state(StepState::Dormant)]));
    assert_eq!(assessment.score, None);
    assert_eq!(assessment.makespan, Seconds::ZERO);
}

#[test]
fn a_drill_is_passed_if_every_critical_objective_that_applies_is_met() {
    let passed = |critical: &[usize], steps: Vec<StepOutcome>| {
        let mut drill = drill(2).with_objectives(vec![done_by(0, 100, 200), done_by(1, 100, 200)]);
        for place in critical {
            drill.objective(*place).critical = true;
        }
        assess(&drill, &play(steps)).passed
    };
    let met_and_late = || vec![done(&[(90, None)]), done(&[(101, None)])];
    assert_eq!(passed(&[], met_and_late()), None);
    assert_eq!(passed(&[0], met_and_late()), Some(true));
    assert_eq!(passed(&[0, 1], met_and_late()), Some(false));
    let met_and_skipped = vec![done(&[(90, None)]), in_state(StepState::Skipped)];
    assert_eq!(passed(&[0, 1], met_and_skipped), Some(true));
}

#[test]
fn a_penalty_is_charged_strictly_beyond_the_limit_or_never() {
    let penalties = |at: Option<i64>, target, limit| {
        let mut drill = drill(1).with_objectives(vec![done_by(0, target, limit)]);
        drill.objective(0).penalty = 7.0;
        let step = match at {
            Some(at) => done(&[(at, None)]),
            None => in_state(StepState::Blocked),
        };
        assess(&drill, &play(vec![step])).cost.penalties
    };
    assert_eq!(penalties(Some(150), 100, 200), 0.0);
    assert_eq!(penalties(Some(200), 100, 200), 0.0, "at the limit");
    assert_eq!(penalties(Some(201), 100, 200), 7.0);
    assert_eq!(penalties(None, 100, 200), 7.0);
    assert_eq!(penalties(Some(100), 100, 100), 0.0, "a hard deadline kept");
    assert_eq!(penalties(Some(101), 100, 100), 7.0);
}

#[test]
fn an_order_that_is_not_kept_and_too_small_a_share_are_penalized() {
    let penalties = |measure| {
        let mut drill = drill(2).with_objectives(vec![measure]);
        drill.objective(0).penalty = 7.0;
        let then = StepOutcome {
            started: Some(crate::simulate::Start {
                at: Seconds(10),
                order: crate::simulate::Order(10),
                mark: crate::simulate::Mark(0),
            }),
            ..in_state(StepState::Working)
        };
        assess(&drill, &play(vec![done(&[(20, None)]), then]))
            .cost
            .penalties
    };
    let order = Measure::Order {
        first: Some(s(0)),
        then: Some(s(1)),
    };
    assert_eq!(penalties(order), 7.0);
    let share = |target, limit| Measure::Completion { target, limit };
    assert_eq!(penalties(share(0.9, 0.6)), 7.0);
    assert_eq!(penalties(share(0.9, 0.5)), 0.0, "at the limit");
    assert_eq!(penalties(share(0.9, 0.9)), 7.0);
}

#[test]
fn an_assessment_takes_the_place_of_another_without_a_trace() {
    let mut drill = drill(2).with_objectives(vec![
        Measure::Cost {
            target: 0.5,
            limit: 1.0,
        },
        done_by(0, 10, 20),
        done_by(1, 100, 200),
    ]);
    for place in 0..3 {
        drill.objective(place).penalty = 10.0;
        drill.objective(place).critical = true;
    }
    let replications = [
        play(vec![done(&[(90, None)]), done(&[(101, None)])]),
        play(vec![
            in_state(StepState::Failed),
            in_state(StepState::Skipped),
        ]),
        play(vec![in_state(StepState::Dormant), done(&[(7, None)])]),
    ];
    let mut again = Assessment::blank(&drill);
    for replication in replications.iter().chain(replications.iter().rev()) {
        let alone = assess(&drill, replication);
        assess_into(&drill, replication, &mut again, |_, time| {
            explained(&drill, replication, time)
        });
        assert_eq!(again, alone);
    }
}

#[test]
fn a_cost_objective_measures_cost_without_the_penalties_of_cost_objectives() {
    // Labour 100, steps 20, impacts 3 × 2 + 5 × 4 = 26, one penalty of 1000 of another objective.
    let mut drill = drill(1).with_impact(3.0, 5.0).with_objectives(vec![
        Measure::Cost {
            target: 100.0,
            limit: 1_000.0,
        },
        done_by(0, 10, 20),
        Measure::Cost {
            target: 1_146.0,
            limit: 1_146.0,
        },
    ]);
    drill.objective(0).penalty = 50.0;
    drill.objective(1).penalty = 1_000.0;
    let mut replication = play(vec![done(&[(21, None)])]).with_impact(ImpactOutcome {
        level_final: 2.0,
        level_peak: 2.0,
        area_unit_hours: 4.0,
        above_seconds: Vec::new(),
        cleared_seconds: None,
    });
    replication.outcome.labour_cost = 100.0;
    replication.outcome.step_cost = 20.0;
    let assessment = assess(&drill, &replication);
    assert_eq!(
        judgment(&assessment, 0).value,
        Some(Value {
            amount: 1_146.0,
            unit: Unit::Money
        })
    );
    assert!(judgment(&assessment, 2).is_met());
    assert_eq!(assessment.cost.impacts, 26.0);
    assert_eq!(assessment.cost.penalties, 1_050.0);
    assert_eq!(assessment.cost.total(), 1_196.0);
}
