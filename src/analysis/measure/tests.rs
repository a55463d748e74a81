//! Every measure against values worked out by hand.

use super::*;
use crate::analysis::fixture::{HORIZON, done, drill, impact, in_state, inject, replication, s};
use crate::model::SkippedRule;
use crate::quantity::Index;
use crate::simulate::{ImpactOutcome, Mark, Order, Start, StepOutcome};

const TARGET: Seconds = Seconds(100);
const LIMIT: Seconds = Seconds(200);

fn done_measure() -> Measure {
    Measure::Done {
        step: Some(s(0)),
        target: TARGET,
        limit: LIMIT,
    }
}

fn within_measure() -> Measure {
    Measure::Within {
        inject: inject(0),
        step: Some(s(0)),
        target: TARGET,
        limit: LIMIT,
    }
}

fn elapsed_measure() -> Measure {
    Measure::Elapsed {
        from: Some(s(0)),
        to: Some(s(1)),
        target: TARGET,
        limit: LIMIT,
    }
}

fn order_measure() -> Measure {
    Measure::Order {
        first: Some(s(0)),
        then: Some(s(1)),
    }
}

/// The amount; `None`: never. Panics where the objective does not apply.
fn amount(reading: Reading) -> Option<f64> {
    match reading {
        Reading::Reached { value, .. } => Some(value.amount),
        Reading::Never { .. } => None,
        Reading::Judged | Reading::NotApplicable => panic!("does not apply"),
    }
}

/// Measures the only objective; the one inject fires at 50.
fn read(measure_: Measure, steps: Vec<StepOutcome>) -> Reading {
    let drill = drill(steps.len()).with_objectives(vec![measure_]);
    let replication = replication(steps, Vec::new()).with_firings(vec![Some((50, 50))]);
    measure(&drill, &replication.outcome, ObjectiveId::new(0), 0.0)
}

fn missed_if_skipped(measure_: Measure, steps: Vec<StepOutcome>) -> Reading {
    let mut drill = drill(steps.len()).with_objectives(vec![measure_]);
    drill.objective(0).skipped = SkippedRule::Misses;
    let replication = replication(steps, Vec::new()).with_firings(vec![Some((50, 50))]);
    measure(&drill, &replication.outcome, ObjectiveId::new(0), 0.0)
}

fn started(at: i64, order: u32) -> StepOutcome {
    StepOutcome {
        started: Some(Start {
            at: Seconds(at),
            order: Order(order),
            mark: Mark(0),
        }),
        ..in_state(StepState::Working)
    }
}

#[test]
fn a_step_counts_by_its_last_completion() {
    assert_eq!(
        amount(read(done_measure(), vec![done(&[(150, None)])])),
        Some(150.0)
    );
    assert_eq!(
        amount(read(
            done_measure(),
            vec![done(&[(80, Some(90)), (170, None)])]
        )),
        Some(170.0)
    );
}

#[test]
fn a_step_that_is_undone_at_the_horizon_has_no_completion() {
    let undone = || done(&[(80, Some(90))]);
    assert_eq!(amount(read(done_measure(), vec![undone()])), None);
    assert_eq!(amount(read(within_measure(), vec![undone()])), None);
    assert_eq!(
        amount(read(
            elapsed_measure(),
            vec![undone(), done(&[(100, None)])]
        )),
        Some(20.0),
        "the clock that its first completion started runs on"
    );
}

#[test]
fn a_step_that_was_not_needed_leaves_or_misses() {
    for state in [StepState::Skipped, StepState::Dormant] {
        for measure in [done_measure(), within_measure()] {
            let steps = || vec![in_state(state)];
            assert_eq!(read(measure.clone(), steps()), Reading::NotApplicable);
            assert_eq!(amount(missed_if_skipped(measure, steps())), None);
        }
        let steps = || vec![done(&[(10, None)]), in_state(state)];
        assert_eq!(read(elapsed_measure(), steps()), Reading::NotApplicable);
        assert_eq!(amount(missed_if_skipped(elapsed_measure(), steps())), None);
    }
}

#[test]
fn a_step_that_failed_or_is_blocked_or_unfinished_is_never_done() {
    for state in [
        StepState::Pending,
        StepState::Delayed,
        StepState::Waiting,
        StepState::Working,
        StepState::Pausing,
        StepState::Failed,
        StepState::Blocked,
    ] {
        let reading = read(done_measure(), vec![in_state(state)]);
        assert_eq!(reading, Reading::Never { decided: HORIZON });
    }
}

#[test]
fn within_counts_from_the_inject_to_the_next_completion() {
    let value = |completions: &[(i64, Option<u32>)]| {
        amount(read(within_measure(), vec![done(completions)]))
    };
    assert_eq!(value(&[(120, None)]), Some(70.0));
    assert_eq!(value(&[(40, None)]), Some(0.0), "it stands done");
    assert_eq!(
        value(&[(40, Some(45)), (90, None)]),
        Some(40.0),
        "undone before the inject"
    );
    assert_eq!(
        value(&[(40, Some(50)), (90, None)]),
        Some(40.0),
        "undone by the inject"
    );
    assert_eq!(
        value(&[(40, Some(60)), (90, None)]),
        Some(0.0),
        "undone after the inject"
    );
    assert_eq!(
        value(&[(70, Some(80)), (90, None)]),
        Some(20.0),
        "the next, not the last"
    );
}

#[test]
fn within_an_inject_that_did_not_fire_does_not_apply() {
    let drill = drill(1).with_objectives(vec![within_measure()]);
    let replication = replication(vec![done(&[(120, None)])], Vec::new()).with_firings(vec![None]);
    assert_eq!(
        measure(&drill, &replication.outcome, ObjectiveId::new(0), 0.0),
        Reading::NotApplicable
    );
}

#[test]
fn elapsed_counts_from_the_first_completion_to_the_last() {
    let value = |from: &[(i64, Option<u32>)], to: &[(i64, Option<u32>)]| {
        amount(read(elapsed_measure(), vec![done(from), done(to)]))
    };
    assert_eq!(value(&[(30, None)], &[(100, None)]), Some(70.0));
    assert_eq!(value(&[(100, None)], &[(30, None)]), Some(0.0));
    assert_eq!(
        value(&[(30, Some(40)), (60, None)], &[(35, Some(70)), (90, None)]),
        Some(60.0)
    );
}

#[test]
fn a_step_that_the_plan_lacks_is_never_met() {
    let lacking = [
        Measure::Done {
            step: None,
            target: TARGET,
            limit: LIMIT,
        },
        Measure::Within {
            inject: inject(0),
            step: None,
            target: TARGET,
            limit: LIMIT,
        },
        Measure::Elapsed {
            from: None,
            to: Some(s(0)),
            target: TARGET,
            limit: LIMIT,
        },
        Measure::Elapsed {
            from: Some(s(0)),
            to: None,
            target: TARGET,
            limit: LIMIT,
        },
        Measure::Order {
            first: None,
            then: Some(s(0)),
        },
        Measure::Order {
            first: Some(s(0)),
            then: None,
        },
    ];
    for measure in lacking {
        let reading = read(measure.clone(), vec![done(&[(10, None)])]);
        assert_eq!(amount(reading), None, "{measure:?}");
    }
}

#[test]
fn order_is_judged_when_the_second_first_starts() {
    let value = |first, then| amount(read(order_measure(), vec![first, then]));
    assert_eq!(value(done(&[(30, None)]), started(40, 40)), Some(1.0));
    assert_eq!(value(done(&[(30, None)]), started(30, 29)), Some(0.0));
    assert_eq!(
        value(done(&[(30, Some(35)), (60, None)]), started(40, 40)),
        Some(0.0),
        "undone at that instant"
    );
    assert_eq!(
        value(done(&[(30, Some(50))]), started(40, 40)),
        Some(1.0),
        "undone later"
    );
    assert_eq!(
        value(in_state(StepState::Failed), started(40, 40)),
        Some(0.0)
    );
    for steps in [
        vec![done(&[(30, None)]), in_state(StepState::Skipped)],
        vec![in_state(StepState::Skipped), started(40, 40)],
        vec![in_state(StepState::Dormant), started(40, 40)],
    ] {
        assert_eq!(read(order_measure(), steps), Reading::NotApplicable);
    }
}

#[test]
fn completion_is_the_share_of_the_required_steps() {
    let completion = Measure::Completion {
        target: 0.9,
        limit: 0.5,
    };
    let steps = vec![
        done(&[(30, None)]),
        StepOutcome {
            is_done_for_joins: true,
            ..in_state(StepState::Failed)
        },
        in_state(StepState::Blocked),
        in_state(StepState::Skipped),
        in_state(StepState::Dormant),
    ];
    assert_eq!(amount(read(completion.clone(), steps)), Some(2.0 / 3.0));
    let nothing_required = vec![in_state(StepState::Skipped), in_state(StepState::Dormant)];
    assert_eq!(amount(read(completion, nothing_required)), Some(1.0));
}

#[test]
fn stood_down_is_the_latest_settling_if_all_went_well() {
    let measure = || Measure::StoodDown {
        target: TARGET,
        limit: LIMIT,
    };
    let skipped = || StepOutcome {
        settled: Some(Seconds(90)),
        ..in_state(StepState::Skipped)
    };
    let dormant = || in_state(StepState::Dormant);
    assert_eq!(
        amount(read(
            measure(),
            vec![done(&[(30, None)]), skipped(), dormant()]
        )),
        Some(90.0)
    );
    assert_eq!(amount(read(measure(), vec![dormant()])), Some(0.0));
    for state in [StepState::Failed, StepState::Blocked, StepState::Working] {
        let steps = vec![done(&[(30, None)]), in_state(state)];
        assert_eq!(amount(read(measure(), steps)), None);
    }
}

#[test]
fn impacts_are_read_from_the_outcome_each_watched_level_at_its_place() {
    let time_above = |level| Measure::TimeAbove {
        impact: impact(0),
        level,
        target: TARGET,
        limit: LIMIT,
    };
    let measures = vec![
        Measure::Final {
            impact: impact(0),
            target: 1.0,
            limit: 2.0,
        },
        time_above(5.0),
        Measure::Peak {
            impact: impact(0),
            target: 1.0,
            limit: 2.0,
        },
        time_above(9.0),
        Measure::Cleared {
            impact: impact(0),
            target: TARGET,
            limit: LIMIT,
        },
        Measure::Cost {
            target: 1.0,
            limit: 2.0,
        },
    ];
    let drill = drill(0).with_impact(0.0, 0.0).with_objectives(measures);
    let replication = replication(Vec::new(), Vec::new()).with_impact(ImpactOutcome {
        level_final: 3.0,
        level_peak: 12.0,
        area_unit_hours: 0.0,
        above_seconds: vec![700.5, 300.25],
        cleared_seconds: None,
    });
    let amounts: Vec<Option<f64>> = drill
        .scenario
        .objectives
        .ids()
        .map(|id| amount(measure(&drill, &replication.outcome, id, 44.0)))
        .collect();
    assert_eq!(
        amounts,
        [
            Some(3.0),
            Some(700.5),
            Some(12.0),
            Some(300.25),
            None,
            Some(44.0)
        ]
    );
}
