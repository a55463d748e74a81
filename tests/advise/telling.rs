//! What is said of what was found.

use std::fs;

use serde_json::Value;

use crate::program::{assert_as_published, assert_fits, printed, shipped};
use crate::workspace::workspace;

/// In half the time the haul comes before the check is done more often.
const HASTE: [(&str, &str); 3] = [
    (
        "organization.ron",
        r#"Organization(name: "Test", time_zone: "UTC",
    people: [Person(id: "ann", shifts: Always, acknowledges: "0s")], roles: [Role(id: "lead", holders: ["ann"])])"#,
    ),
    (
        "r1.ron",
        r#"Plan(id: "p", revision: "r1", response: [
    Step(id: "haul", owner: "lead", takes: Uniform(min: "1h", max: "3h")),
    Step(id: "check", automatic: true, takes: "70m"),
    Step(id: "go", automatic: true, after: ["haul"], takes: "1m"),
])"#,
    ),
    (
        "haste.ron",
        r#"Scenario(id: "haste", organization: "organization.ron", plan: "r1.ron", starts: "2026-03-13T12:40", horizon: "8h",
    objectives: [
        Objective(id: "hauled", critical: true, measure: Done(step: "haul", target: "90m")),
        Objective(id: "checked", weight: 5, measure: Order(first: "check", then: "go")),
    ])"#,
    ),
];

#[test]
fn a_score_that_falls_while_passing_rises_is_told_and_no_other() {
    let folder = tempfile::tempdir().expect("there is room");
    for (name, text) in HASTE {
        fs::write(folder.path().join(name), text).expect("there is room");
    }
    let light = HASTE[2].1.replace("weight: 5", "weight: 0.1");
    fs::write(folder.path().join("light.ron"), light).expect("there is room");
    let said = |scenario: &str, budget: u8, format: &str| {
        let arguments = format!("advise {scenario} --runs 500 --budget {budget} --format {format}");
        let said = printed(folder.path(), &arguments);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let due = "but the score falls by";
    for format in ["human", "markdown"] {
        // More are passed, and the score falls.
        let page = said("haste.ron", 1, format);
        assert!(page.contains("this one: passed"), "{page}");
        assert_eq!(page.matches(due).count(), 1, "{page}");
        // With the check in half the time too, or where the order hardly counts, it does not.
        for (scenario, budget) in [("haste.ron", 2), ("light.ron", 1)] {
            let page = said(scenario, budget, format);
            assert!(page.contains("together: passed") || budget == 1, "{page}");
            assert!(!page.contains(due), "{page}");
        }
    }
}

#[test]
fn a_single_choice_is_said_to_be_one_of_a_budget_of_one_or_the_only_one_that_helps() {
    let folder = tempfile::tempdir().expect("there is room");
    for (name, text) in HASTE {
        fs::write(folder.path().join(name), text).expect("there is room");
    }
    let only = "gains most; beside it nothing else is shown to help";
    let said = |budget: u8| {
        let arguments = format!("advise haste.ron --runs 300 --budget {budget}");
        printed(folder.path(), &arguments)
    };
    let one = said(1);
    assert!(one.contains("the one that gains most\n"), "{one}");
    let plan = HASTE[1].1.replace("takes: \"70m\"", "takes: \"0s\"");
    fs::write(folder.path().join("r1.ron"), plan).expect("there is room");
    let alone = said(3);
    assert!(alone.contains(only), "{alone}");
}

#[test]
fn a_set_is_said_to_be_chosen_one_after_another() {
    let folder = workspace();
    for format in ["human", "markdown"] {
        let arguments = format!("advise noon.ron --runs 300 --budget 2 --format {format}");
        let said = printed(folder.path(), &arguments);
        let due = "2 chosen one after another, each for what it adds to those before";
        assert!(said.contains(due), "{said}");
    }
}

const LEAK: &str = "advise drills/friday-night-leak.ron --runs 300";

#[test]
fn advice_reads_on_a_hundred_columns() {
    let said = printed(&shipped(), LEAK);
    assert_fits(&said, 100);
    insta::assert_snapshot!(said);
}

#[test]
fn threads_change_no_byte_and_json_is_as_published() {
    let folder = workspace();
    let of = |options: &str| {
        let arguments = format!("advise noon.ron night.ron --runs 300 {options}");
        printed(folder.path(), &arguments)
    };
    let one = of("--json --threads 1");
    assert!(one == of("--json --threads 3"));
    let written: Value = serde_json::from_str(&one).expect("it is JSON");
    assert_as_published(&written, "advise");
    let tried = written["improvements"].as_array().expect("a list").len();
    assert_eq!(of("--format csv").lines().count(), tried + 1);
    let markdown = of("--format markdown");
    assert!(
        markdown.contains("| improvement | what is assumed |"),
        "{markdown}"
    );
}

/// Beside three figures there is no room for words on sixty columns.
#[test]
fn on_few_columns_figures_stand_below_the_words() {
    let folder = workspace();
    for columns in 60..100 {
        let arguments = format!("advise noon.ron --runs 300 --width {columns}");
        assert_fits(&printed(folder.path(), &arguments), columns);
    }
    let said = printed(folder.path(), "advise noon.ron --runs 300 --width 60");
    assert!(said.contains("\nrepair in half the time: "), "{said}");
    assert!(said.contains("\n  passed +"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_prints_what_was_tried_and_writes_nothing() {
    for (format, due) in [
        ("human", "INCOMPLETE: broken off after"),
        ("markdown", "**INCOMPLETE: broken off after"),
        ("json", "\"is_complete\": false"),
        ("csv", ",INCOMPLETE"),
    ] {
        let folder = workspace();
        let arguments = format!("advise noon.ron --runs 10000000 --format {format} --write r2.ron");
        let said = crate::interrupt::broken_off(folder.path(), &arguments);
        assert!(said.contains(due), "{said}");
        assert!(!folder.path().join("r2.ron").exists());
    }
}
