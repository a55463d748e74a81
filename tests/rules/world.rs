//! Impacts, injects, resources, slowings, holds, measures and costs.

use firebell::simulate::StepState::Dormant;

use crate::case::{ALONE, Case, spent};

const HOUR: f64 = 3_600.0;
const NOTHING: &[&str] = &[r#"Step(id: "a", automatic: true, takes: "1m")"#];

#[test]
fn a_level_grows_to_its_cap_and_is_drained_for_a_while() {
    let played = Case {
        steps: NOTHING,
        impacts: &[r#"Impact(id: "b", grows: PerHour(100), cap: 150, cost_per_unit_hour: 1)"#],
        injects: &[r#"Inject(id: "i", at: At("2h"), effects: [Drain(impact: "b", per_hour: 160, for: "1h")])"#],
        objectives: &[
            r#"Objective(id: "t", measure: TimeAbove(impact: "b", level: 100, target: "1h", limit: "4h"))"#,
        ],
        horizon: "3h 30m",
        ..ALONE
    }
    .play();
    // At the cap after 1.5 h; down to 90 at 3 h; 140 at the end.
    assert_eq!(played.level(), (140.0, 150.0));
    let above = played.value("t").expect("it applies");
    assert!(
        (above - (HOUR + 50.0 * 60.0 + 24.0 * 60.0)).abs() < 1e-6,
        "{above}"
    );
    let area = 112.5 + 75.0 + 120.0 + 57.5;
    assert!((played.assessment.cost.impacts - area).abs() < 1e-9);
}

#[test]
fn a_doubling_level_doubles() {
    let played = Case {
        steps: NOTHING,
        impacts: &[r#"Impact(id: "e", starts: 10, grows: Doubles("1h"))"#],
        horizon: "3h",
        ..ALONE
    }
    .play();
    assert!((played.level().0 - 80.0).abs() < 1e-9);
}

#[test]
fn a_level_is_cleared_when_it_reaches_zero_and_stays_there() {
    let played = Case {
        steps: NOTHING,
        impacts: &[r#"Impact(id: "b", starts: 100)"#],
        injects: &[
            r#"Inject(id: "i", at: At("1h"), effects: [Drain(impact: "b", per_hour: 50)])"#,
            r#"Inject(id: "j", at: At("2h"), effects: [Add("b", -10)])"#,
        ],
        objectives: &[
            r#"Objective(id: "t", measure: Cleared(impact: "b", target: "1h", limit: "4h"))"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.value("t"), Some(2.0 * HOUR + 48.0 * 60.0));
}

#[test]
fn a_level_that_crosses_between_two_seconds_is_noticed_at_the_second() {
    let played = Case {
        steps: &[r#"Step(id: "a", automatic: true, on_demand: true, takes: "1m")"#],
        impacts: &[r#"Impact(id: "b", grows: PerHour(7))"#],
        injects: &[r#"Inject(id: "i", at: Above("b", 1), effects: [Require("a")])"#],
        ..ALONE
    }
    .play();
    // One unit after 514.29 seconds.
    assert_eq!(played.value("a"), Some(515.0 + 60.0));
}

#[test]
fn a_level_that_is_stopped_exactly_at_the_threshold_does_not_exceed_it() {
    let played = Case {
        steps: &[
            r#"Step(id: "a", automatic: true, on_demand: true, takes: "1m")"#,
            r#"Step(id: "s", automatic: true, takes: "6m", effects: [Stop("b")])"#,
        ],
        impacts: &[r#"Impact(id: "b", grows: PerHour(100))"#],
        injects: &[r#"Inject(id: "i", at: Above("b", 10), effects: [Require("a")])"#],
        ..ALONE
    }
    .play();
    assert_eq!(played.state("a"), Dormant);
}

#[test]
fn slowings_multiply_and_count_at_the_start_of_work() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m")"#,
            r#"Step(id: "y", owner: "r", after: ["x"], takes: "10m")"#,
        ],
        injects: &[
            r#"Inject(id: "i", at: At("5m"), effects: [Slow(steps: All, factor: 1.5, for: "1h"), Slow(steps: ["y"], factor: 2, for: "1h")])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!((played.done("x"), played.done("y")), (Some(10), Some(40)));
}

#[test]
fn a_held_step_waits_for_the_end_of_the_hold() {
    let played = Case {
        steps: &[r#"Step(id: "x", owner: "r", takes: "10m")"#],
        injects: &[r#"Inject(id: "i", at: At("0s"), effects: [Hold(steps: ["x"], for: "6h")])"#],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(370));
    assert_eq!(played.chain("x"), spent(&[("held", 360), ("work", 10)]));
}

#[test]
fn a_unit_is_lost_when_it_comes_free_and_back_at_its_time() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#,
            r#"Person(id: "b", shifts: Always, acknowledges: "0s")"#,
        ],
        roles: &[r#"Role(id: "r", holders: ["a", "b"])"#],
        resources: &[r#"Resource(id: "van", count: 1)"#],
        steps: &[
            r#"Step(id: "x", owner: "r", uses: [Use("van", 1)], takes: "10m")"#,
            r#"Step(id: "y", owner: "r", uses: [Use("van", 1)], takes: "10m")"#,
        ],
        injects: &[r#"Inject(id: "i", at: At("5m"), effects: [Lose(resource: "van", for: "1h")])"#],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("y"), Some(75));
    let parts = [("van used by x", 10), ("van lost", 55), ("work", 10)];
    assert_eq!(played.chain("y"), spent(&parts));
}

#[test]
fn what_is_used_up_comes_only_by_a_gain() {
    let played = Case {
        resources: &[r#"Resource(id: "kit", count: 1, consumed: true)"#],
        steps: &[
            r#"Step(id: "x", owner: "r", uses: [Use("kit", 1)], takes: "10m")"#,
            r#"Step(id: "y", owner: "r", uses: [Use("kit", 1)], takes: "10m")"#,
        ],
        injects: &[r#"Inject(id: "i", at: At("1h"), effects: [Gain(resource: "kit", count: 1)])"#],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("y"), Some(70));
    let parts = [("a working on x", 10), ("kit used up", 50), ("work", 10)];
    assert_eq!(played.chain("y"), spent(&parts));
}

#[test]
fn injects_follow_starts_and_completions_and_lie_on_the_chain() {
    let played = Case {
        steps: &[
            r#"Step(id: "alarm", automatic: true, takes: "10m")"#,
            r#"Step(id: "x", owner: "r", after: ["alarm"], takes: "10m")"#,
            r#"Step(id: "y", owner: "r", on_demand: true, takes: "3m")"#,
            r#"Step(id: "z", owner: "r", on_demand: true, takes: "3m")"#,
        ],
        injects: &[
            r#"Inject(id: "i", at: Started("x", "20m"), effects: [Require("y")])"#,
            r#"Inject(id: "j", at: Finished("y", "7m"), effects: [Require("z")])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("z"), Some(43));
    let parts = [("detecting", 10), ("until an inject", 27), ("work", 6)];
    assert_eq!(played.chain("z"), spent(&parts));
}

#[test]
fn an_overdue_inject_fires_only_while_its_step_is_not_done() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m")"#,
            r#"Step(id: "early", owner: "r", on_demand: true, takes: "1m")"#,
            r#"Step(id: "late", owner: "r", on_demand: true, takes: "1m")"#,
        ],
        injects: &[
            r#"Inject(id: "i", at: Overdue("x", "5m"), effects: [Require("early")])"#,
            r#"Inject(id: "j", at: Overdue("x", "10m"), effects: [Require("late")])"#,
        ],
        ..ALONE
    }
    .play();
    // Work that ends in that second is finished before injects are looked at.
    assert_eq!(
        (played.done("early"), played.state("late")),
        (Some(11), Dormant)
    );
}

#[test]
fn measures_of_order_and_time_between_steps() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m")"#,
            r#"Step(id: "y", owner: "r", after: ["x"], takes: "20m")"#,
            r#"Step(id: "z", automatic: true, takes: "5m")"#,
        ],
        objectives: &[
            r#"Objective(id: "e", measure: Elapsed(from: "x", to: "y", target: "1m", limit: "40m"))"#,
            r#"Objective(id: "before", measure: Elapsed(from: "x", to: "z", target: "1m", limit: "40m"))"#,
            r#"Objective(id: "kept", measure: Order(first: "x", then: "y"))"#,
            r#"Objective(id: "broken", measure: Order(first: "y", then: "x"))"#,
            r#"Objective(id: "all", measure: Completion(target: 1))"#,
            r#"Objective(id: "over", measure: StoodDown(target: "1m", limit: "1h"))"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.value("e"), Some(1_200.0));
    assert_eq!(played.chain("e"), spent(&[("work", 20)]));
    assert_eq!(played.value("before"), Some(0.0), "it stood done first");
    assert_eq!(played.attainment("kept"), Some(1.0));
    assert_eq!(played.attainment("broken"), Some(0.0));
    assert_eq!(played.value("all"), Some(1.0));
    assert_eq!(played.value("over"), Some(1_800.0));
}

#[test]
fn penalties_are_due_beyond_the_limit_and_a_cost_objective_leaves_those_of_its_kind_out() {
    let played = Case {
        steps: &[r#"Step(id: "x", owner: "r", takes: "10m", cost: 3)"#],
        impacts: &[r#"Impact(id: "b", starts: 7, cost_per_unit: 2)"#],
        objectives: &[
            r#"Objective(id: "late", penalty: 100, measure: Done(step: "x", target: "5m"))"#,
            r#"Objective(id: "just", penalty: 1000, measure: Done(step: "x", target: "5m", limit: "10m"))"#,
            r#"Objective(id: "spend", penalty: 50, measure: Cost(target: 1, limit: 2))"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.value("spend"), Some(3.0 + 14.0 + 100.0));
    assert_eq!(played.assessment.cost.total(), 3.0 + 14.0 + 100.0 + 50.0);
    assert_eq!(
        played.attainment("just"),
        Some(0.0),
        "at the limit nothing is attained, but nothing is due"
    );
}

#[test]
fn an_objective_on_a_step_that_is_rightly_skipped_leaves_the_score() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", outcomes: [Label("no", 1)])"#,
            r#"Step(id: "y", owner: "r", after: ["x"], when: Not(Outcome("x", "no")), takes: "10m")"#,
        ],
        objectives: &[
            r#"Objective(id: "wrong", skipped: Misses, measure: Done(step: "y", target: "5m"))"#,
        ],
        ..ALONE
    }
    .play();
    assert!(!played.applies("y"));
    assert_eq!(played.attainment("wrong"), Some(0.0));
}
