//! A small plan in two revisions, and what a comparison finds of them.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::json;

pub(crate) const ORGANIZATION: &str = r#"Organization(name: "Test", time_zone: "UTC",
    shifts: [], people: [
        Person(id: "ann", name: "Ann", shifts: Always, acknowledges: "0s"),
        Person(id: "bob", name: "Bob", shifts: Always, acknowledges: "0s"),
    ],
    roles: [
        Role(id: "one", title: "One", holders: ["ann"]),
        Role(id: "two", title: "Two", holders: ["bob"]),
    ],
)
"#;

/// A plan of two steps side by side, and what waits for both; the first may be left alone after a false alarm.
pub(crate) const PLAN: &str = r#"Plan(id: "p", revision: "r1", title: "Plan", response: [
    Step(id: "a", owner: "one", takes: "2h"),
    Step(id: "c", owner: "two", takes: "2h"),
    Step(id: "d", automatic: true, after: ["a", "c"], takes: "0s"),
    Step(id: "look", automatic: true, takes: Uniform(min: "10m", max: "50m"), outcomes: [Label("real", 1), Label("false", 0)]),
    Step(id: "never", automatic: true, after: ["look"], when: Outcome("look", "false"), takes: "1h"),
])
"#;

pub(crate) const SCENARIO: &str = r#"Scenario(id: "s", title: "Scenario", organization: "organization.ron", plan: "r1.ron",
    starts: "2026-03-13T19:40", horizon: "24h",
    objectives: [
        Objective(id: "both", title: "Both", critical: true, measure: Done(step: "d", target: "1h", limit: "1h")),
        Objective(id: "seen", title: "Seen", measure: Done(step: "look", target: "20m", limit: "50m")),
    ],
)
"#;

/// A workspace whose second revision replaces these texts of the first.
pub(crate) fn workspace(edits: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    let mut second = PLAN.replace("revision: \"r1\"", "revision: \"r2\"");
    for (before, after) in edits {
        assert!(second.contains(before), "{before}");
        second = second.replace(before, after);
    }
    for (name, text) in [
        ("organization.ron", ORGANIZATION),
        ("r1.ron", PLAN),
        ("r2.ron", &second),
        ("s.ron", SCENARIO),
    ] {
        fs::write(folder.path().join(name), text).expect("there is room");
    }
    folder
}

/// Baseline and candidate never meet the target, but the candidate comes nearer to it.
pub(crate) fn nearer() -> TempDir {
    let folder = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"21m\", max: \"30m\"")]);
    let base = PLAN.replace("min: \"10m\", max: \"50m\"", "min: \"30m\", max: \"50m\"");
    fs::write(folder.path().join("r1.ron"), base).expect("there is room");
    folder
}

/// The only drill of the only candidate.
pub(crate) fn compared(edits: &[(&str, &str)]) -> Value {
    let folder = workspace(edits);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --json",
    );
    found["candidates"][0]["scenarios"][0].clone()
}

pub(crate) fn verdict(found: &Value) -> &str {
    found["verdict"]["verdict"]
        .as_str()
        .expect("a verdict is a word")
}
