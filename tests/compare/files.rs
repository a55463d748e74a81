//! Which plans, organizations and scenarios are compared, and which are refused.

use std::fs;

use serde_json::Value;

use crate::program::{firebell, json, printed, refused, shipped, text, told};
use crate::workspace::{ORGANIZATION, PLAN, SCENARIO, workspace};

#[test]
fn files_that_are_read_are_not_written_over() {
    let folder = workspace(&[]);
    for output in ["r1.ron", "./s.ron"] {
        refused(
            folder.path(),
            &format!("compare s.ron --candidate r2.ron --runs 64 -o {output}"),
        );
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("r1.ron")).unwrap(),
        PLAN
    );
    refused(
        folder.path(),
        "compare s.ron --candidate r2.ron --candidate ./r2.ron",
    );
}

#[test]
fn scenarios_of_several_revisions_need_a_baseline() {
    let folder = workspace(&[("takes: \"1h\"", "takes: \"2h\"")]);
    let other = SCENARIO
        .replace("r1.ron", "r2.ron")
        .replace("id: \"s\"", "id: \"t\"");
    fs::write(folder.path().join("t.ron"), other).unwrap();
    insta::assert_snapshot!(refused(folder.path(), "compare . --candidate r2.ron"), @r"
    error: the scenarios name different files: `r1.ron` and `r2.ron`
      help: say which one to compare with: --baseline r1.ron
    ");
    let named = json(
        folder.path(),
        "compare . --baseline r1.ron --candidate r2.ron --runs 64 --level 0.99 --json",
    );
    assert_eq!(
        named["candidates"][0]["scenarios"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(named["level"], 0.99);
}

#[test]
fn an_organization_is_a_candidate_too() {
    let folder = workspace(&[]);
    let more = ORGANIZATION.replace(
        "Always, acknowledges: \"0s\"),\n        Person(id: \"bob\"",
        "Always, acknowledges: \"5m\"),\n        Person(id: \"bob\"",
    );
    fs::write(folder.path().join("slow.ron"), more).unwrap();
    let found = json(
        folder.path(),
        "compare s.ron --candidate-organization slow.ron --runs 600 --json",
    );
    let candidate = &found["candidates"][0];
    assert_eq!(candidate["name"], "r1 with slow");
    assert_eq!(candidate["changes"][0]["of"], "person");
    assert_eq!(
        candidate["scenarios"][0]["objectives"][0]["value"]["mean"],
        300.0
    );
}

#[test]
fn a_step_that_was_nothing_in_the_baseline_is_warned_of() {
    let folder = workspace(&[("id: \"look\"", "id: \"look\", was: \"lok\"")]);
    let (code, warned) = told(folder.path(), "compare s.ron --candidate r2.ron --runs 64");
    assert_eq!(code, Some(0), "{warned}");
    assert!(warned.contains("warning[FB0274]"), "{warned}");
    assert!(warned.contains("r2.ron:5:27"), "{warned}");
    assert!(
        warned.contains("help: leave `was` out: `look` is its first id"),
        "{warned}"
    );
    let renamed = workspace(&[
        ("id: \"look\"", "id: \"see\", was: \"look\""),
        (
            "after: [\"look\"], when: Outcome(\"look\"",
            "after: [\"see\"], when: Outcome(\"see\"",
        ),
    ]);
    let scenario = SCENARIO.replace("step: \"look\"", "step: \"d\"");
    fs::write(renamed.path().join("s.ron"), scenario).unwrap();
    let (_, warned) = told(renamed.path(), "compare s.ron --candidate r2.ron --runs 64");
    assert_eq!(warned.matches("FB0274").count(), 0);
}

#[test]
fn an_organization_may_lack_whom_an_inject_names() {
    let folder = workspace(&[]);
    let scenario = SCENARIO.replace(
        "objectives: [",
        "injects: [Inject(id: \"ill\", at: At(\"0s\"), effects: [Absent(person: \"eve\")])],\n    objectives: [",
    );
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let own = ORGANIZATION.replace(
        "    ],\n    roles",
        "        Person(id: \"eve\", name: \"Eve\", shifts: Always),\n    ],\n    roles",
    );
    fs::write(folder.path().join("other.ron"), ORGANIZATION).unwrap();
    fs::write(folder.path().join("organization.ron"), own).unwrap();
    let arguments = "compare s.ron --candidate-organization other.ron --runs 64";
    let output = firebell(folder.path(), arguments);
    let warned = text(output.stderr);
    assert_eq!(output.status.code(), Some(0), "{warned}");
    assert!(warned.contains("warning[FB0273]"), "{warned}");
    let line =
        "r1 with other is played without what it lacks: the organization has no person `eve`";
    let said = text(output.stdout);
    assert!(said.contains(line), "{said}");
    let found = json(folder.path(), &format!("{arguments} --json"));
    assert_eq!(found["without"], serde_json::json!([]));
    assert_eq!(
        found["candidates"][0]["without"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn scenarios_of_another_plan_are_refused_by_name_and_left_out_of_a_folder() {
    let arguments = "compare drills/flu-any-day.ron --candidate plans/data-leak-r2.ron";
    insta::assert_snapshot!(refused(&shipped(), arguments), @r"
    error: `drills/flu-any-day.ron` plays plan `staff-shortage`, not `data-leak`
      help: name a scenario that plays `data-leak`, or a revision of `staff-shortage`
    ");
}

#[test]
fn candidates_of_different_plans_are_refused_in_a_word() {
    let arguments = "compare drills/lost-laptop.ron --candidate plans/data-leak-r2.ron \
                     --candidate plans/order-backlog-r2.ron";
    insta::assert_snapshot!(refused(&shipped(), arguments), @r"
    error: candidates are of different plans: plans/data-leak-r2.ron is of data-leak, plans/order-backlog-r2.ron is of order-backlog
      help: compare revisions of one plan at a time
    ");
}

#[test]
fn drills_of_several_plans_are_told_with_all_of_them() {
    let folder = workspace(&[("id: \"p\"", "id: \"q\"")]);
    let other = SCENARIO
        .replace("r1.ron", "r2.ron")
        .replace("id: \"s\"", "id: \"t\"");
    fs::write(folder.path().join("t.ron"), other).unwrap();
    fs::write(folder.path().join("more.ron"), ORGANIZATION).unwrap();
    let arguments = "compare s.ron t.ron --candidate-organization more.ron --runs 20";
    let page = printed(folder.path(), arguments);
    let line = "plans p, q: own plans with more against own plans · 20 replications";
    assert!(page.contains(line), "{page}");
    let found = json(folder.path(), &format!("{arguments} --json"));
    assert_eq!(found["plan"], Value::Null);
    let scenarios = &found["candidates"][0]["scenarios"];
    assert_eq!(
        (&scenarios[0]["plan"], &scenarios[1]["plan"]),
        (&"p".into(), &"q".into())
    );
}
