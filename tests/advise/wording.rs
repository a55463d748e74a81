//! An improvement is put into the author's text, which else stays as it is.

use firebell::check::revision::{improved, renamed};
use firebell::model::{Chances, Improvement, Shift};
use firebell::quantity::{Distribution, Probability, Seconds, TimeOfDay, Weekday};

use crate::workspace::{ORGANIZATION, PLAN};

fn minutes(minutes: f64) -> f64 {
    minutes * 60.0
}

fn chance(value: f64) -> Probability {
    Probability::new(value).expect("it is one")
}

/// Only what is changed differs, comments on its lines included.
#[test]
fn improvements_are_written_into_the_authors_text() {
    let before = Distribution::Fixed(0.0);
    for (improvement, old, new) in [
        (
            Improvement::Deputy {
                role: "lead".to_owned(),
                person: "bob".to_owned(),
                pace: 1.0,
            },
            r#"deputies: ["cy"]"#,
            r#"deputies: ["cy", "bob"]"#,
        ),
        (
            Improvement::Deputy {
                role: "tech".to_owned(),
                person: "cy".to_owned(),
                pace: 1.5,
            },
            r#"["ann", /* for now */]"#,
            r#"["ann", "cy"]"#,
        ),
        (
            Improvement::OnCall {
                person: "bob".to_owned(),
                answers: Distribution::Uniform {
                    min: minutes(1.0),
                    max: 90_061.0,
                },
            },
            r#"shifts: ["day"]), // sleeps"#,
            r#"shifts: ["day"], on_call: Uniform(min: "1m", max: "1d 1h 1m 1s")), // sleeps"#,
        ),
        (
            Improvement::Escalation {
                role: "tech".to_owned(),
                before: Seconds(2_400),
                after: Seconds(1_200),
            },
            r#""40m""#,
            r#""20m""#,
        ),
        (
            Improvement::Units {
                resource: "kit".to_owned(),
                before: 1,
                after: 2,
            },
            "count: 1)",
            "count: 2)",
        ),
        (
            Improvement::Shift {
                person: "bob".to_owned(),
                before: Vec::new(),
                after: Shift {
                    id: "late".to_owned(),
                    days: vec![Weekday::Mon],
                    from: TimeOfDay::parse("16:00").expect("a time of day"),
                    to: TimeOfDay::parse("23:00").expect("a time of day"),
                    on_holidays: false,
                    because: None,
                },
            },
            r#"shifts: ["day"]), //"#,
            r#"shifts: ["late"]), //"#,
        ),
        (
            Improvement::Success {
                step: "look".to_owned(),
                before: Chances::Always(chance(0.5)),
                after: Chances::Given {
                    flag: "wet".to_owned(),
                    then: chance(0.8),
                    otherwise: chance(0.95),
                },
            },
            "then: 0.6, otherwise: 0.9",
            "then: 0.8, otherwise: 0.95",
        ),
        (
            Improvement::Duration {
                step: "papers".to_owned(),
                before: before.clone(),
                after: Distribution::Exponential {
                    mean: minutes(30.0),
                },
            },
            r#"takes: "1h""#,
            r#"takes: Exponential(mean: "30m")"#,
        ),
        (
            Improvement::Alarm {
                step: "bell".to_owned(),
                before,
                after: Distribution::Fixed(45.0),
            },
            r#"Lognormal(median: "20m", p90: "1h")), // in"#,
            r#""45s"), // in"#,
        ),
        (
            Improvement::Predecessor {
                step: "repair".to_owned(),
                predecessor: "papers".to_owned(),
            },
            "after: [\"decide\", \"papers\"],\n             negotiable: [\"papers\"], // not",
            "after: [\"decide\"],\n             // not",
        ),
    ] {
        let own = if PLAN.contains(old) {
            PLAN
        } else {
            ORGANIZATION
        };
        assert!(own.contains(old), "{old}");
        assert_eq!(improved(own, [&improvement]), own.replace(old, new));
    }
}

#[test]
fn a_revision_says_what_has_changed_and_that_nobody_has_approved_it() {
    let changes = ["one".to_owned(), "the \"other\"".to_owned()];
    let due = PLAN
        .replace("revision: \"r1\"", "revision: \"r2\"")
        .replace(", approved: \"2026-01-15\", approved_by: \"lead\",", ",")
        .replace(
            "[\"first version\"]",
            "[\n        \"one\",\n        \"the 'other'\",\n    ]",
        );
    assert_eq!(renamed(PLAN, "r2", &changes), due);
}
