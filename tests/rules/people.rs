//! Calls, deputies, teams, stays, shifts and four eyes.

use crate::case::{ALONE, Case, spent};

const HOUR: i64 = 60;
const TEN_MINUTES: &[&str] = &[r#"Step(id: "x", owner: "r", takes: "10m")"#];

#[test]
fn whoever_is_called_answers_after_a_while() {
    let played = Case {
        people: &[r#"Person(id: "a", shifts: Always, acknowledges: "4m")"#],
        steps: TEN_MINUTES,
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(14));
    assert_eq!(
        played.chain("x"),
        spent(&[("a not answering", 4), ("work", 10)])
    );
}

const SLOW_AND_QUICK: &[&str] = &[
    r#"Person(id: "a", shifts: Always, acknowledges: "1h")"#,
    r#"Person(id: "b", shifts: Always, acknowledges: "5m")"#,
];

#[test]
fn unanswered_for_a_quarter_of_an_hour_the_next_holder_is_called() {
    let played = Case {
        people: SLOW_AND_QUICK,
        roles: &[r#"Role(id: "r", holders: ["a", "b"])"#],
        steps: TEN_MINUTES,
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(15 + 5 + 10));
}

#[test]
fn a_deputy_is_called_when_the_holder_does_not_answer_and_works_at_its_own_pace() {
    let with = |step| {
        Case {
            people: SLOW_AND_QUICK,
            roles: &[r#"Role(id: "r", holders: ["a"], deputies: ["b"], deputy_pace: 1.5)"#],
            steps: &[step],
            ..ALONE
        }
        .play()
        .done("x")
    };
    assert_eq!(with(TEN_MINUTES[0]), Some(15 + 5 + 15));
    let reserved = r#"Step(id: "x", owner: "r", takes: "10m", reserved: true)"#;
    assert_eq!(with(reserved), Some(HOUR + 10), "a deputy may not do it");
}

#[test]
fn off_shift_and_not_on_call_is_out_of_reach_until_the_next_shift() {
    let off_shift = r#"Person(id: "a", shifts: ["office"])"#;
    let friday_evening = Case {
        people: &[off_shift],
        steps: TEN_MINUTES,
        starts: "2026-03-13T19:40",
        ..ALONE
    };
    let until_monday = 61 * HOUR + 20 + 5;
    let played = friday_evening.play();
    assert_eq!(played.done("x"), Some(until_monday + 10));
    assert_eq!(
        played.chain("x"),
        spent(&[("a off shift", until_monday), ("work", 10)])
    );
    let with_deputy = Case {
        people: &[
            off_shift,
            r#"Person(id: "b", shifts: ["office"], on_call: "20m")"#,
        ],
        roles: &[r#"Role(id: "r", holders: ["a"], deputies: ["b"])"#],
        ..friday_evening
    };
    assert_eq!(
        with_deputy.play().done("x"),
        Some(20 + 10),
        "the deputy is on call"
    );
}

#[test]
fn every_waiting_step_awaits_somebody_of_its_own() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: Always, acknowledges: "10m")"#,
            r#"Person(id: "b", shifts: Always, acknowledges: "20m")"#,
        ],
        roles: &[r#"Role(id: "r", holders: ["a", "b"])"#],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "30m")"#,
            r#"Step(id: "y", owner: "r", takes: "30m")"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!((played.done("x"), played.done("y")), (Some(40), Some(50)));
}

#[test]
fn calls_made_while_answers_are_slow_are_answered_late() {
    let played = Case {
        people: &[r#"Person(id: "a", shifts: Always, acknowledges: "4m")"#],
        steps: TEN_MINUTES,
        injects: &[
            r#"Inject(id: "i", at: At("0s"), effects: [SlowAnswers(factor: 4, for: "1s")])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(16 + 10));
}

#[test]
fn somebody_is_called_for_a_covered_need_where_that_frees_another_for_an_uncovered_one() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#,
            r#"Person(id: "c", shifts: Always, acknowledges: "7m")"#,
        ],
        roles: &[
            r#"Role(id: "r", holders: ["a", "c"])"#,
            r#"Role(id: "q", holders: ["a"])"#,
        ],
        steps: &[r#"Step(id: "x", owner: "r", crew: [Crew("q", 1)], takes: "30m")"#],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(7 + 30));
}

const TEAM: Case<'static> = Case {
    people: &[
        r#"Person(id: "t", count: 3, shifts: Always, acknowledges: "30m", cost_per_hour: 6)"#,
    ],
    roles: &[r#"Role(id: "r", holders: ["t"])"#],
    steps: &[r#"Step(id: "x", owner: "r", crew: [Crew("r", 2)], takes: "10m")"#],
    ..ALONE
};

#[test]
fn one_call_brings_a_whole_team() {
    let played = TEAM.play();
    assert_eq!(played.done("x"), Some(40));
    assert_eq!(
        played.assessment.cost.labour, 3.0,
        "three people for ten minutes at 6 an hour"
    );
}

#[test]
fn the_absence_of_one_of_a_team_interrupts_the_work_of_all() {
    let played = Case {
        injects: &[r#"Inject(id: "i", at: At("35m"), effects: [Absent(person: "t", count: 1, for: "1h")])"#],
        ..TEAM
    }
    .play();
    assert_eq!(played.done("x"), Some(100));
    let parts = [("t not answering", 30), ("t absent", HOUR), ("work", 10)];
    assert_eq!(played.chain("x"), spent(&parts));
}

#[test]
fn a_team_that_cannot_be_called_comes_by_and_by() {
    let played = Case {
        people: &[r#"Person(id: "t", count: 3, shifts: Never)"#],
        steps: &[r#"Step(id: "x", owner: "r", crew: [Crew("r", 1)], takes: "10m")"#],
        injects: &[
            r#"Inject(id: "i", at: At("1h"), effects: [Arrive(person: "t", count: 1)])"#,
            r#"Inject(id: "j", at: At("2h"), effects: [Arrive(person: "t", count: 1)])"#,
        ],
        ..TEAM
    }
    .play();
    assert_eq!(played.done("x"), Some(2 * HOUR + 10));
}

#[test]
fn seats_of_a_called_team_are_claimed_before_anybody_else_is_called() {
    let played = Case {
        people: &[
            r#"Person(id: "t", count: 2, shifts: Always, acknowledges: "10m")"#,
            r#"Person(id: "b", shifts: Always, acknowledges: "1m")"#,
        ],
        roles: &[r#"Role(id: "r", holders: ["t", "b"])"#],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m")"#,
            r#"Step(id: "y", owner: "r", takes: "20m")"#,
            r#"Step(id: "z", owner: "r", takes: "5m")"#,
        ],
        ..ALONE
    }
    .play();
    let done = ["x", "y", "z"].map(|step| played.done(step));
    assert_eq!(done, [Some(11), Some(30), Some(15)]);
}

#[test]
fn whoever_has_stayed_long_enough_leaves_at_the_end_of_the_work_in_hand_and_rests() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: Always, acknowledges: "0s", stays: "30m", rests: "1h")"#,
        ],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "45m")"#,
            r#"Step(id: "y", owner: "r", after: ["x"], takes: "10m")"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("y"), Some(45 + HOUR + 10));
    assert_eq!(
        played.chain("y"),
        spent(&[("work", 55), ("a resting", HOUR)])
    );
}

#[test]
fn a_rest_may_be_left_out() {
    let played = Case {
        people: &[r#"Person(id: "a", shifts: Always, acknowledges: "5m", stays: "30m")"#],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "45m")"#,
            r#"Step(id: "y", owner: "r", after: ["x"], takes: "10m")"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(
        played.done("y"),
        Some(5 + 45 + 5 + 10),
        "called again at once"
    );
}

#[test]
fn work_bound_to_the_shift_stops_at_its_end_and_goes_on_at_the_next() {
    let at_four = |step| {
        Case {
            people: &[r#"Person(id: "a", shifts: ["office"], acknowledges: "0s")"#],
            steps: &[step],
            starts: "2026-03-02T16:00",
            ..ALONE
        }
        .play()
    };
    let bound = at_four(r#"Step(id: "x", owner: "r", works: OnShift, takes: "4h")"#);
    assert_eq!(bound.done("x"), Some(20 * HOUR));
    assert_eq!(
        bound.chain("x"),
        spent(&[("work", 4 * HOUR), ("a off shift", 16 * HOUR)])
    );
    let through = at_four(r#"Step(id: "x", owner: "r", takes: "4h")"#);
    assert_eq!(through.done("x"), Some(4 * HOUR));
}

#[test]
fn a_deputy_does_shift_work_for_a_holder_who_is_here_but_off_shift() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: ["office"], acknowledges: "0s", on_call: "0s")"#,
            r#"Person(id: "d", shifts: Always, acknowledges: "2m")"#,
        ],
        roles: &[r#"Role(id: "r", holders: ["a"], deputies: ["d"])"#],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m")"#,
            r#"Step(id: "y", owner: "r", after: ["x"], works: OnShift, takes: "10m")"#,
        ],
        starts: "2026-03-02T20:00",
        ..ALONE
    }
    .play();
    assert_eq!(played.done("y"), Some(10 + 2 + 10));
}

#[test]
fn shifts_follow_the_zone_of_the_person() {
    let played = Case {
        people: &[r#"Person(id: "a", shifts: ["office"], acknowledges: "0s", time_zone: "Europe/Berlin")"#],
        steps: TEN_MINUTES,
        starts: "2026-03-29T12:00",
        ..ALONE
    }
    .play();
    // Monday 09:00 of Berlin's first day of summer time is 15:00 in Shanghai.
    assert_eq!(played.done("x"), Some(27 * HOUR + 10));
}

const HOLDER_AND_DEPUTY: &[&str] = &[
    r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#,
    r#"Person(id: "d", shifts: Always, acknowledges: "3m")"#,
];

#[test]
fn four_eyes_set_the_holder_aside_and_let_the_deputy_stand_in() {
    let played = Case {
        people: HOLDER_AND_DEPUTY,
        roles: &[r#"Role(id: "r", holders: ["a"], deputies: ["d"])"#],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m")"#,
            r#"Step(id: "y", owner: "r", after: ["x"], not_by: ["x"], takes: "10m")"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("y"), Some(10 + 3 + 10));
}

#[test]
fn a_busy_holder_is_replaced_only_where_deputies_help() {
    let steps: &[&str] = &[
        r#"Step(id: "x", owner: "r", takes: "1h")"#,
        r#"Step(id: "y", owner: "r", takes: "10m")"#,
    ];
    let with = |role| {
        Case {
            people: HOLDER_AND_DEPUTY,
            roles: &[role],
            steps,
            ..ALONE
        }
        .play()
    };
    let helped = with(r#"Role(id: "r", holders: ["a"], deputies: ["d"], deputies_help: true)"#);
    assert_eq!(helped.done("y"), Some(3 + 10));
    let alone = with(r#"Role(id: "r", holders: ["a"], deputies: ["d"])"#);
    assert_eq!(alone.done("y"), Some(HOUR + 10));
    assert_eq!(
        alone.chain("y"),
        spent(&[("a working on x", HOUR), ("work", 10)])
    );
}

#[test]
fn interrupted_work_keeps_its_remainder_for_whoever_goes_on() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#,
            r#"Person(id: "d", shifts: Always, acknowledges: "2m")"#,
        ],
        roles: &[r#"Role(id: "r", holders: ["a"], deputies: ["d"], deputy_pace: 2)"#],
        steps: TEN_MINUTES,
        injects: &[r#"Inject(id: "i", at: At("4m"), effects: [Absent(person: "a", for: "3d")])"#],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(4 + 2 + 2 * 6));
}

#[test]
fn an_absence_voids_a_call_and_overlapping_ones_last_to_the_latest_end() {
    let played = Case {
        people: &[r#"Person(id: "a", shifts: Always, acknowledges: "30m")"#],
        steps: TEN_MINUTES,
        injects: &[
            r#"Inject(id: "i", at: At("10m"), effects: [Absent(person: "a", for: "20m")])"#,
            r#"Inject(id: "j", at: At("15m"), effects: [Absent(person: "a", for: "5m")])"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(played.done("x"), Some(30 + 30 + 10));
    let parts = [("a not answering", 40), ("a absent", 20), ("work", 10)];
    assert_eq!(played.chain("x"), spent(&parts));
}

#[test]
fn work_that_is_due_in_a_second_ends_though_an_effect_of_that_second_takes_its_people() {
    let played = Case {
        people: &[
            r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#,
            r#"Person(id: "b", shifts: Always, acknowledges: "0s")"#,
        ],
        roles: &[
            r#"Role(id: "r", holders: ["a"])"#,
            r#"Role(id: "q", holders: ["b"])"#,
        ],
        steps: &[
            r#"Step(id: "x", owner: "r", takes: "10m", effects: [Absent(person: "b", for: "1h")])"#,
            r#"Step(id: "y", owner: "q", takes: "10m")"#,
            r#"Step(id: "z", owner: "q", after: ["y"], takes: "10m")"#,
        ],
        ..ALONE
    }
    .play();
    assert_eq!(
        (played.done("y"), played.done("z")),
        (Some(10), Some(10 + HOUR + 10))
    );
}

/// A threshold that was foreseen before the level was stopped falls on no second.
#[test]
fn what_was_foreseen_and_then_prevented_is_no_occasion_to_look_for_anybody() {
    let gone = r#"Inject(id: "gone", at: At("0s"), effects: [Absent(person: "a"), Stop("heap")])"#;
    let high = r#"Inject(id: "high", at: Above("heap", 10))"#;
    let of_shift_work = |injects: &[&str]| {
        let played = Case {
            people: &[
                r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#,
                r#"Person(id: "d", shifts: ["office"], acknowledges: "0s")"#,
            ],
            roles: &[r#"Role(id: "r", holders: ["a"], deputies: ["d"], escalate_after: "20h")"#],
            steps: &[
                r#"Step(id: "x", owner: "r", works: OnShift, takes: "10m")"#,
                r#"Step(id: "y", owner: "r", takes: "10m")"#,
            ],
            impacts: &[r#"Impact(id: "heap", grows: PerHour(10))"#],
            injects,
            starts: "2026-03-02T20:00",
            ..ALONE
        }
        .play();
        played.chain("x")
    };
    let alone = of_shift_work(&[gone]);
    assert_eq!(alone, spent(&[("a absent", 13 * HOUR), ("work", 10)]));
    assert_eq!(of_shift_work(&[gone, high]), alone);
}
