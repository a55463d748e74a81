//! A workspace that leaves much to improve.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const ORGANIZATION: &str = r#"// Who there is.
Organization(
    name: "Test", time_zone: "UTC",
    shifts: [
        Shift(id: "day", days: [Mon, Tue, Wed, Thu, Fri], from: "08:00", to: "16:00"),
        Shift(id: "late", days: [Mon, Tue, Wed, Thu, Fri], from: "16:00", to: "23:00"),
    ],
    people: [
        // Ann decides.
        Person(id: "ann", name: "Ann", shifts: ["day"], on_call: Lognormal(median: "30m", p90: "2h")),
        Person(id: "bob", name: "Bob", shifts: ["day"]), // sleeps at night
        Person(id: "cy", name: "Cy", shifts: ["late"], on_call: "20m"),
    ],
    roles: [
        Role(id: "lead", title: "Lead", holders: ["ann"], deputies: ["cy"]),
        Role(id: "tech", title: "Tech", holders: ["bob"], deputies: ["ann", /* for now */], deputy_pace: 1.5, escalate_after: "40m"),
    ],
    resources: [
        Resource(id: "kit", title: "Kit", count: 1), // in the cellar
        Resource(id: "fuel", title: "Fuel", count: 30, consumed: true),
    ],
)
"#;

pub(crate) const PLAN: &str = r#"// What we do.
Plan(
    id: "p", revision: "r1", title: "Plan", approved: "2026-01-15", approved_by: "lead", // the board
    changes: ["first version"],
    response: [
        // It begins with a bell.
        Step(id: "bell", automatic: true, takes: Lognormal(median: "20m", p90: "1h")), // in the hall
        Step(id: "decide", owner: "lead", after: ["bell"], takes: Uniform(min: "10m", max: "30m")),
        Step(id: "papers", owner: "lead", after: ["decide"], takes: "1h"),
        // The work.
        Step(id: "repair", owner: "tech", uses: [Use("kit", 1), Use("fuel", 20)], after: ["decide", "papers"],
             negotiable: ["papers"], // not the decision
             takes: Pert(min: "30m", likely: "1h", max: "3h"), succeeds: 0.7, on_failure: Retry(times: 2, pause: "10m")),
        Step(id: "look", owner: "tech", after: ["repair"], takes: Observed(["6m", "10m", "30m"]),
             succeeds: Given(flag: "wet", then: 0.6, otherwise: 0.9), on_failure: Continue),
    ],
)
"#;

pub(crate) const SCENARIO: &str = r#"Scenario(id: "noon", title: "Noon", organization: "organization.ron", plan: "r1.ron",
    starts: "2026-03-13T12:40", horizon: "80h", flags: [Chance("wet", 0.5)],
    objectives: [
        Objective(id: "mended", title: "Mended", critical: true, measure: Done(step: "repair", target: "4h", limit: "10h")),
        Objective(id: "seen", title: "Seen", measure: Done(step: "look", target: "4h", limit: "8h")),
    ],
)
"#;

/// A workspace that is played at noon and at night.
pub(crate) fn workspace() -> TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    let night = SCENARIO
        .replace("noon", "night")
        .replace("2026-03-13T12:40", "2026-03-11T22:10");
    for (name, text) in [
        ("organization.ron", ORGANIZATION),
        ("r1.ron", PLAN),
        ("noon.ron", SCENARIO),
        ("night.ron", &night),
    ] {
        fs::write(folder.path().join(name), text).expect("there is room");
    }
    folder
}

/// Kind and id of what is changed.
pub(crate) fn key(found: &Value) -> (String, String) {
    let word = |field: &str| found[field].as_str().expect("it is a word").to_owned();
    (word("kind"), word("of"))
}
