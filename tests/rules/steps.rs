//! Joins, dormancy, retries, fallbacks and reopening.

use firebell::simulate::StepState::{Blocked, Done, Dormant, Failed, Skipped};

use crate::case::{ALONE, Case, spent};

#[test]
fn for_others_a_dormant_predecessor_counts_as_skipped() {
    let played = Case {
        steps: &[
            r#"Step(id: "a", automatic: true, takes: "10m")"#,
            r#"Step(id: "b", automatic: true, on_demand: true, takes: "5m")"#,
            r#"Step(id: "all", automatic: true, after: ["a", "b"], takes: "1m")"#,
            r#"Step(id: "two", automatic: true, after: ["a", "b"], join: AtLeast(2), takes: "1m")"#,
            r#"Step(id: "any", automatic: true, after: ["a", "b"], join: Any, takes: "1m")"#,
            r#"Step(id: "sleeper", automatic: true, after: ["b"], takes: "1m")"#,
            r#"Step(id: "sleeper-2", automatic: true, after: ["sleeper"], takes: "1m")"#,
        ],
        ..ALONE
    }
    .play();
    for (step, state) in [
        ("all", Done),
        ("two", Skipped),
        ("any", Done),
        ("b", Dormant),
        ("sleeper", Dormant),
        ("sleeper-2", Dormant),
    ] {
        assert_eq!(played.state(step), state, "{step}");
    }
}

#[test]
fn a_dormant_predecessor_that_is_required_in_time_counts_again_and_wakes_its_sleepers() {
    let played = Case {
        steps: &[
            r#"Step(id: "a", automatic: true, takes: "10m")"#,
            r#"Step(id: "b", automatic: true, on_demand: true, takes: "5m")"#,
            r#"Step(id: "all", automatic: true, after: ["a", "b"], takes: "1m")"#,
            r#"Step(id: "sleeper", automatic: true, after: ["b"], takes: "1m")"#,
            r#"Step(id: "sleeper-2", automatic: true, after: ["sleeper"], takes: "1m")"#,
        ],
        injects: &[r#"Inject(id: "i", at: At("8m"), effects: [Require("b")])"#],
        ..ALONE
    }
    .play();
    assert_eq!(
        (played.done("all"), played.done("sleeper-2")),
        (Some(14), Some(15))
    );
}

#[test]
fn a_sleeper_that_is_required_itself_is_released_at_once() {
    let played = Case {
        steps: &[
            r#"Step(id: "b", automatic: true, on_demand: true, takes: "5m")"#,
            r#"Step(id: "sleeper", automatic: true, after: ["b"], takes: "1m")"#,
            r#"Step(id: "next", automatic: true, after: ["sleeper"], takes: "1m")"#,
        ],
        injects: &[r#"Inject(id: "i", at: At("8m"), effects: [Require("sleeper")])"#],
        ..ALONE
    }
    .play();
    assert_eq!(
        (played.done("next"), played.state("b")),
        (Some(10), Dormant)
    );
    assert_eq!(
        played.chain("next"),
        spent(&[("until an inject", 8), ("detecting", 2)])
    );
}

#[test]
fn at_least_two_of_three_goes_on_with_the_second() {
    let played = Case {
        steps: &[
            r#"Step(id: "p", automatic: true, takes: "10m")"#,
            r#"Step(id: "q", automatic: true, takes: "20m")"#,
            r#"Step(id: "o", automatic: true, takes: "15m")"#,
            r#"Step(id: "z", owner: "r", after: ["p", "q", "o"], join: AtLeast(2), takes: "5m")"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("z"), Some(20));
    assert_eq!(played.chain("z"), spent(&[("detecting", 15), ("work", 5)]));
}

#[test]
fn a_chain_goes_through_a_skipped_predecessor_that_was_the_last_to_settle() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#,
            r#"Person(id: "b", shifts: Always, acknowledges: "0s")"#,
        ],
        roles: &[r#"Role(id: "r", holders: ["a", "b"])"#],
        steps: &[
            r#"Step(id: "p", owner: "r", takes: "10m")"#,
            r#"Step(id: "q", owner: "r", takes: "30m", outcomes: [Label("yes", 1)])"#,
            r#"Step(id: "k", owner: "r", after: ["q"], when: Not(Outcome("q", "yes")), takes: "1m")"#,
            r#"Step(id: "z", owner: "r", after: ["p", "k"], takes: "5m")"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!((played.state("k"), played.done("z")), (Skipped, Some(35)));
    assert_eq!(played.chain("z"), spent(&[("work", 35)]));
}

#[test]
fn failed_attempts_and_pauses_are_rework_and_cost_each_time() {
    let played = Case {
        steps: &[r#"Step(id: "x", owner: "r", takes: "10m", on_failure: Retry(times: 2, pause: "5m"), cost: 7)"#],
        injects: &[r#"Inject(id: "i", at: At("0s"), effects: [Fail("x", 2)])"#],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(40));
    assert_eq!(played.chain("x"), spent(&[("rework", 30), ("work", 10)]));
    assert_eq!(played.assessment.cost.steps, 21.0);
}

#[test]
fn a_start_at_the_very_second_at_which_a_wait_is_given_up_comes_too_late() {
    let played = Case {
        people: &[r#"Person(id: "a", shifts: Always, acknowledges: "30m")"#],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", waits_at_most: "30m", on_failure: Retry(times: 1, pause: "10m"))"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(50));
    let parts = [("a not answering", 30), ("rework", 10), ("work", 10)];
    assert_eq!(played.chain("x"), spent(&parts));
}

#[test]
fn a_step_counts_as_done_with_its_fallback() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", succeeds: 0, on_failure: Fallback("s"))"#,
            r#"Step(id: "s", owner: "r", takes: "5m", on_demand: true)"#,
            r#"Step(id: "y", owner: "r", takes: "1m", after: ["x"])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!((played.done("x"), played.done("y")), (Some(15), Some(16)));
    assert_eq!(played.chain("y"), spent(&[("rework", 10), ("work", 6)]));
}

#[test]
fn a_fallback_that_was_done_before_serves_at_once() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", succeeds: 0, on_failure: Fallback("s"))"#,
            r#"Step(id: "s", automatic: true, takes: "2m")"#,
            r#"Step(id: "y", owner: "r", takes: "1m", after: ["x"])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!((played.done("x"), played.done("y")), (Some(10), Some(11)));
    assert_eq!(played.chain("y"), spent(&[("rework", 10), ("work", 1)]));
}

#[test]
fn a_fallback_may_have_a_fallback() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", succeeds: 0, on_failure: Fallback("s"))"#,
            r#"Step(id: "s", owner: "r", takes: "5m", on_demand: true, succeeds: 0, on_failure: Fallback("u"))"#,
            r#"Step(id: "u", owner: "r", takes: "2m", on_demand: true)"#,
            r#"Step(id: "y", owner: "r", takes: "1m", after: ["x", "s"])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("y"), Some(18));
    assert_eq!(played.chain("y"), spent(&[("rework", 15), ("work", 3)]));
}

#[test]
fn a_fallback_that_fails_even_with_continue_is_no_help() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", succeeds: 0, on_failure: Fallback("s"))"#,
            r#"Step(id: "s", owner: "r", takes: "5m", on_demand: true, succeeds: 0, on_failure: Continue)"#,
            r#"Step(id: "y", owner: "r", takes: "1m", after: ["x"])"#,
        ],
        ..ALONE
    }
    .play();
    let states = ["x", "s", "y"].map(|step| played.state(step));
    assert_eq!(states, [Failed, Failed, Blocked]);
    assert_eq!(played.done("x"), None);
}

#[test]
fn reopening_a_fallback_undoes_what_it_stood_for() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", succeeds: 0, on_failure: Fallback("s"))"#,
            r#"Step(id: "s", owner: "r", takes: "5m", on_demand: true)"#,
            r#"Step(id: "y", owner: "r", takes: "1m", after: ["x"])"#,
        ],
        injects: &[
            r#"Inject(id: "i", at: At("20m"), effects: [Reopen("s")])"#,
            r#"Inject(id: "j", at: At("21m"), effects: [Reopen("x")])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(
        played.done("x"),
        Some(25),
        "and a step done through its fallback is not reopened"
    );
    assert_eq!(
        played.done("y"),
        Some(16),
        "a successor already released stays"
    );
}

#[test]
fn reopening_withdraws_what_the_step_did_to_growth_and_flags() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", effects: [Stop("leak"), Set("sealed")])"#,
            r#"Step(id: "z", owner: "r", after: ["x"], delay: "25m", when: Flag("sealed"), takes: "1m")"#,
        ],
        impacts: &[r#"Impact(id: "leak", grows: PerHour(60))"#],
        injects: &[r#"Inject(id: "i", at: At("30m"), effects: [Reopen("x")])"#],
        objectives: &[
            r#"Objective(id: "again", measure: Within(inject: "i", step: "x", target: "1m", limit: "1h"))"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(40));
    assert_eq!(
        played.level().0,
        20.0,
        "ten minutes before, ten minutes after"
    );
    assert_eq!(played.value("again"), Some(600.0));
    assert_eq!(
        played.state("z"),
        Done,
        "its guard was judged at its release"
    );
    assert_eq!(
        played.chain("x"),
        spent(&[("until an inject", 30), ("work", 10)])
    );
}

#[test]
fn a_step_that_reopens_another_lies_on_its_chain() {
    let played = Case {
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m")"#,
            r#"Step(id: "y", owner: "r", after: ["x"], takes: "5m", effects: [Reopen("x")])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(25));
    assert_eq!(played.chain("x"), spent(&[("work", 25)]));
}
