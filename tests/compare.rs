//! `firebell compare`: known answers, laws, and what it says.

mod common;
#[path = "common/program.rs"]
mod program;

use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use common::{compiled, drill, step};
use firebell::analysis::comparison::{
    Attribution, Effects, Luck, Resampling, compare, play_range, programme,
};
use firebell::analysis::evaluation::FIRST;
use firebell::model::Drill;
use firebell::quantity::Distribution;
use firebell::report::compare::{
    Candidate, CompareEnding, Compared, Explained, csv, markdown, svg,
};
use program::{assert_as_published, firebell, json, printed, refused, shipped, text, told};
use serde_json::Value;
use tempfile::TempDir;

const ORGANIZATION: &str = r#"Organization(name: "Test", time_zone: "UTC",
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
const PLAN: &str = r#"Plan(id: "p", revision: "r1", title: "Plan", response: [
    Step(id: "a", owner: "one", takes: "2h"),
    Step(id: "c", owner: "two", takes: "2h"),
    Step(id: "d", automatic: true, after: ["a", "c"], takes: "0s"),
    Step(id: "look", automatic: true, takes: Uniform(min: "10m", max: "50m"), outcomes: [Label("real", 1), Label("false", 0)]),
    Step(id: "never", automatic: true, after: ["look"], when: Outcome("look", "false"), takes: "1h"),
])
"#;

const SCENARIO: &str = r#"Scenario(id: "s", title: "Scenario", organization: "organization.ron", plan: "r1.ron",
    starts: "2026-03-13T19:40", horizon: "24h",
    objectives: [
        Objective(id: "both", title: "Both", critical: true, measure: Done(step: "d", target: "1h", limit: "1h")),
        Objective(id: "seen", title: "Seen", measure: Done(step: "look", target: "20m", limit: "50m")),
    ],
)
"#;

/// A workspace whose second revision replaces these texts of the first.
fn workspace(edits: &[(&str, &str)]) -> TempDir {
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

/// The only drill of the only candidate.
fn compared(edits: &[(&str, &str)]) -> Value {
    let folder = workspace(edits);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --json",
    );
    found["candidates"][0]["scenarios"][0].clone()
}

fn verdict(found: &Value) -> &str {
    found["verdict"]["verdict"]
        .as_str()
        .expect("a verdict is a word")
}

#[test]
fn a_revision_equal_to_the_baseline_differs_nowhere() {
    let found = compared(&[]);
    assert_eq!(found["differing"], 0);
    assert_eq!(verdict(&found), "no_replication_differs");
    assert_eq!(
        found["score"]["difference"]["interval"],
        serde_json::json!([0.0, 0.0])
    );
}

#[test]
fn a_pure_shift_is_exact() {
    let found = compared(&[(
        "takes: Uniform(min: \"10m\", max: \"50m\")",
        "takes: Uniform(min: \"15m\", max: \"55m\")",
    )]);
    let value = &found["objectives"][1]["value"];
    assert_eq!(value["mean"], 300.0);
    assert_eq!(value["interval"], serde_json::json!([300.0, 300.0]));
    assert_eq!(value["differing"], 600);
    assert_eq!(verdict(&found), "worse");
}

#[test]
fn good_for_one_objective_and_bad_for_another_is_told_apart() {
    let found = compared(&[
        ("takes: \"2h\"", "takes: \"30m\""),
        ("min: \"10m\", max: \"50m\"", "min: \"30m\", max: \"50m\""),
    ]);
    assert_eq!(verdict(&found), "better_here_and_worse_there");
    let names = |key: &str| found["verdict"][key].to_string();
    assert!(names("better").contains("both"), "{found}");
    assert!(names("worse").contains("seen"), "{found}");
}

#[test]
fn a_renamed_step_keeps_its_luck_and_differs_nowhere() {
    let edits = [
        ("Step(id: \"look\",", "Step(id: \"inspect\", was: \"look\","),
        ("after: [\"look\"]", "after: [\"inspect\"]"),
        ("Outcome(\"look\"", "Outcome(\"inspect\""),
    ];
    let folder = workspace(&edits);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --explain --json",
    );
    let candidate = &found["candidates"][0];
    assert_eq!(
        verdict(&candidate["scenarios"][0]),
        "no_replication_differs"
    );
    assert!(candidate["explained"].is_null(), "{found}");
    assert_eq!(candidate["changes"][0]["change"]["kind"], "renamed");
}

#[test]
fn a_renamed_step_keeps_its_place_among_equals() {
    let folder = workspace(&[
        ("Step(id: \"a\",", "Step(id: \"z\", was: \"a\","),
        ("after: [\"a\", \"c\"]", "after: [\"z\", \"c\"]"),
        ("owner: \"two\"", "owner: \"one\""),
    ]);
    let base = PLAN.replace("owner: \"two\"", "owner: \"one\"");
    fs::write(folder.path().join("r1.ron"), base).unwrap();
    let scenario = SCENARIO.replace(
        "step: \"look\", target: \"20m\", limit: \"50m\"",
        "step: \"a\", target: \"2h\", limit: \"3h\"",
    );
    fs::write(folder.path().join("s.ron"), scenario).unwrap();
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 64 --json",
    );
    assert_eq!(
        verdict(&found["candidates"][0]["scenarios"][0]),
        "no_replication_differs"
    );
}

#[test]
fn a_step_that_the_scenario_names_may_be_gone() {
    let folder = workspace(&[
        (
            "    Step(id: \"d\", automatic: true, after: [\"a\", \"c\"], takes: \"0s\"),\n",
            "",
        ),
        ("takes: \"1h\"", "takes: \"2h\""),
    ]);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 64 --explain --json",
    );
    let candidate = &found["candidates"][0];
    assert!(candidate["unexplained"].is_null(), "{candidate}");
    assert_eq!(
        candidate["explained"]["groups"].as_array().unwrap().len(),
        2
    );
}

#[test]
fn nearer_on_average_but_met_less_often_is_told_as_both() {
    // At 10 to 50 minutes a quarter is within 20; at 21 to 30 none is, but all are near.
    let found = compared(&[("min: \"10m\", max: \"50m\"", "min: \"21m\", max: \"30m\"")]);
    assert_eq!(verdict(&found), "better_here_and_worse_there");
    assert!(found["verdict"]["better"].to_string().contains("seen"));
    assert!(found["verdict"]["worse"].to_string().contains("seen"));
}

/// Baseline and candidate never meet the target, but the candidate comes nearer to it.
fn nearer() -> TempDir {
    let folder = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"21m\", max: \"30m\"")]);
    let base = PLAN.replace("min: \"10m\", max: \"50m\"", "min: \"30m\", max: \"50m\"");
    fs::write(folder.path().join("r1.ron"), base).expect("there is room");
    folder
}

#[test]
fn a_verdict_by_attainment_is_explained_by_its_figure() {
    let folder = nearer();
    let of = |format: &str| {
        let arguments =
            format!("compare s.ron --candidate r2.ron --runs 600 --width 140 --format {format}");
        printed(folder.path(), &arguments)
    };
    for format in ["human", "markdown"] {
        let said = of(format);
        for line in [
            "r2: better: score, seen (nearer to its target)",
            "seen is better by attainment, how far its target is reached: +",
        ] {
            assert!(said.contains(line), "{format}: {line}\n{said}");
        }
    }
    assert!(of("svg").contains(">attainment: how far it is reached<"));
    let found: Value = serde_json::from_str(&of("json")).expect("it is JSON");
    assert_eq!(
        found["candidates"][0]["scenarios"][0]["grounds"],
        serde_json::json!([{"objective": "seen", "figure": "attainment", "better": true}])
    );
}

#[test]
fn met_less_often_is_told_from_what_is_measured() {
    let folder = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"21m\", max: \"30m\"")]);
    let said = printed(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --width 200",
    );
    let line = "r2: better here and worse there: better score, seen (nearer to its target) · \
                worse seen (met less often, though on average it comes sooner)\n";
    assert!(said.contains(line), "{said}");
}

#[test]
fn every_prose_says_what_verdicts_allow_for() {
    let folder = nearer();
    for (format, said) in [
        (
            "human",
            "allow for 4 figures being tested at once (Holm's method)",
        ),
        (
            "markdown",
            "allow for 4 figures being tested at once (Holm's method)",
        ),
        ("svg", "Verdicts allow for all that is"),
    ] {
        let arguments = format!("compare s.ron --candidate r2.ron --runs 600 --format {format}");
        let page = printed(folder.path(), &arguments);
        assert!(page.contains(said), "{format}\n{page}");
    }
}

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
fn a_change_of_a_step_that_never_runs_does_nothing() {
    let folder = workspace(&[
        ("takes: \"1h\"", "takes: \"9h\""),
        (
            "id: \"c\", owner: \"two\", takes: \"2h\"",
            "id: \"c\", owner: \"two\", takes: \"3h\"",
        ),
    ]);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --explain --json",
    );
    let groups = &found["candidates"][0]["explained"]["groups"];
    let never = groups.as_array().unwrap().iter().find(|group| {
        let place = group["changes"][0].as_u64().unwrap() as usize;
        found["candidates"][0]["changes"][place]["id"] == "never"
    });
    assert_eq!(never.unwrap()["score"]["differing"], 0);
    let said = printed(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --explain",
    );
    assert!(said.contains(
        "did nothing: step c: takes: \"2h\" → \"3h\" · step never: takes: \"1h\" → \"9h\""
    ));
}

#[test]
fn two_changes_that_only_help_together_share_the_gain_equally() {
    let folder = workspace(&[("takes: \"2h\"", "takes: \"30m\"")]);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --explain --json",
    );
    let explained = &found["candidates"][0]["explained"];
    let groups = explained["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2);
    for group in groups {
        assert_eq!(group["passed"]["mean"], 0.5);
        assert_eq!(group["score"]["mean"], 25.0);
    }
    assert_eq!(explained["total"]["passed"]["mean"], 1.0);
    assert!(explained["orders"].is_null());
    // The shares add up to what the table says, played in the same replications.
    let of_table = &found["candidates"][0]["programme"];
    assert_eq!(explained["replications"], 600);
    for quantity in ["score", "passed"] {
        let (table, shares) = (
            &of_table[quantity]["difference"],
            &explained["total"][quantity],
        );
        assert_eq!(table["mean"], shares["mean"]);
        assert_eq!(table["interval"], shares["interval"]);
    }
}

#[test]
fn a_change_is_made_with_what_it_needs() {
    let folder = workspace(&[
        (
            "Step(id: \"d\", automatic: true, after: [\"a\", \"c\"], takes: \"0s\"),",
            "Step(id: \"e\", automatic: true, after: [\"a\"], takes: \"0s\"), Step(id: \"d\", automatic: true, after: [\"a\", \"e\"], takes: \"0s\"),",
        ),
        (
            "id: \"c\", owner: \"two\", takes: \"2h\"",
            "id: \"c\", owner: \"two\", takes: \"1h\"",
        ),
    ]);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 600 --explain --json",
    );
    let groups = found["candidates"][0]["explained"]["groups"]
        .as_array()
        .unwrap();
    let sizes: Vec<usize> = groups
        .iter()
        .map(|group| group["changes"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [1, 2], "{found}");
}

#[test]
fn many_changes_are_told_apart_thing_by_thing() {
    let steps = |hours: u32| -> String {
        (0..30)
            .map(|step| {
                format!(
                    "Step(id: \"s{step}\", title: \"S\", automatic: true, takes: \"{hours}m\", cost: {hours}, priority: {hours}),\n"
                )
            })
            .collect()
    };
    let list = "response: [\n";
    let folder = workspace(&[]);
    for (name, revision, hours) in [("r1.ron", "r1", 5), ("r2.ron", "r2", 6)] {
        let plan = PLAN
            .replace("\"r1\"", &format!("\"{revision}\""))
            .replace(list, &format!("{list}{}", steps(hours)));
        fs::write(folder.path().join(name), plan).unwrap();
    }
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --runs 64 --explain --json",
    );
    let explained = &found["candidates"][0]["explained"];
    let groups = explained["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 30);
    assert_eq!(groups[0]["changes"].as_array().unwrap().len(), 3);
    assert_eq!(explained["replications"], 64);
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
fn gates_refuse_what_is_shown_to_be_worse() {
    let worse = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"30m\", max: \"50m\"")]);
    let gate = |folder: &TempDir, options: &str| {
        let arguments = format!("compare s.ron --candidate r2.ron {options}");
        told(folder.path(), &arguments)
    };
    assert_eq!(gate(&worse, "--runs 600").0, Some(0));
    let (code, why) = gate(&worse, "--runs 600 --fail-if-worse");
    assert_eq!(code, Some(1));
    assert!(why.contains("r2, `s`: the score is worse by"), "{why}");
    for (objectives, code) in [("passed,both", 0), ("seen", 1), ("seen=60", 0)] {
        let options = format!("--runs 600 --fail-if-worse={objectives}");
        assert_eq!(gate(&worse, &options).0, Some(code), "{objectives}");
    }
    let (code, why) = gate(&worse, "--runs 600 --fail-if-worse=sean");
    assert_eq!(code, Some(2));
    assert!(why.contains("did you mean `seen`?"), "{why}");
    assert_eq!(gate(&worse, "--runs 50 --fail-if-worse").0, Some(1));
    let never = workspace(&[("takes: \"1h\"", "takes: \"9h\"")]);
    let (code, why) = gate(&never, "--runs 1 --fail-if-worse=score");
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(why, @"error: r2, `s`: too few replications to say that the score is not worse: 1 of the 300 it takes");
    let same = workspace(&[]);
    assert_eq!(gate(&same, "--runs 50 --fail-if-worse").0, Some(0));
}

#[test]
fn the_gate_on_an_objective_follows_the_verdict() {
    let folder = nearer();
    let told = |gate: &str| {
        let arguments = "compare s.ron --baseline r2.ron --candidate r1.ron --runs 600 --width 140";
        let output = firebell(
            folder.path(),
            &format!("{arguments} --fail-if-worse={gate}"),
        );
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (code, page, why) = told("seen");
    assert!(page.contains("seen (farther from its target"), "{page}");
    assert_eq!(code, Some(1));
    assert!(
        why.contains("r1, `s`: the attainment of seen is worse by "),
        "{why}"
    );
    assert_eq!(told("seen=5").0, Some(1));
    assert_eq!(told("seen=90").0, Some(0));
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
fn what_means_the_same_is_no_change_that_can_make_a_difference() {
    let folder = workspace(&[
        (
            "owner: \"one\", takes: \"2h\"",
            "owner: \"one\", takes: \"120m\", reserved: false",
        ),
        ("[\"a\", \"c\"]", "[\"c\", \"a\"]"),
        (
            "owner: \"two\", takes: \"2h\"",
            "owner: \"two\", takes: \"2h 1s\"",
        ),
    ]);
    let more = |text: String| {
        text.replace("shifts: []", "holidays: [\"2026-05-01\"], shifts: []")
            .replace("holders: [\"ann\"]", "holders: [\"ann\", \"bob\"]")
    };
    let other = more(ORGANIZATION.to_owned())
        .replace("[\"2026-05-01\"]", "[\"2026-05-01\", ]")
        .replace("[\"ann\", \"bob\"]", "[\"bob\", \"ann\"]")
        .replace(
            "name: \"Bob\", shifts: Always",
            "name: \"Bob\", count: 1, shifts: Always",
        );
    fs::write(
        folder.path().join("organization.ron"),
        more(ORGANIZATION.to_owned()),
    )
    .unwrap();
    fs::write(folder.path().join("other.ron"), other).unwrap();
    let arguments =
        "compare s.ron --candidate r2.ron --candidate-organization other.ron --runs 64 --explain";
    let found = json(folder.path(), &format!("{arguments} --json"));
    let candidate = &found["candidates"][0];
    let told = |key: &str| -> Vec<String> {
        let changes = candidate["changes"].as_array().unwrap().iter();
        let told = changes.filter(|change| change[key] == true);
        told.map(|change| {
            let field = &change["change"]["field"];
            format!("{} {}", change["id"], field).replace('"', "")
        })
        .collect()
    };
    assert_eq!(told("plays"), ["c takes", "one holders"]);
    let same = told("means_the_same");
    assert_eq!(same, ["a takes", "a reserved", "d after", "bob count"]);
    assert_eq!(
        candidate["explained"]["groups"].as_array().unwrap().len(),
        2
    );
    let said = printed(folder.path(), &format!("{arguments} --width 140"));
    let line = "  written differently, means the same: step a (takes, reserved) · step d (after) · person bob (count)\n";
    assert!(said.contains(line), "{said}");
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
fn of_several_candidates_it_is_told_who_may_be_the_best() {
    let folder = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"30m\", max: \"50m\"")]);
    let third = PLAN
        .replace("revision: \"r1\"", "revision: \"r3\"")
        .replace("max: \"50m\"", "max: \"30m\"");
    fs::write(folder.path().join("r3.ron"), third).unwrap();
    let said = printed(
        folder.path(),
        "compare s.ron --candidate r2.ron --candidate r3.ron --runs 600",
    );
    assert!(said.contains("the best by score: r3"), "{said}");
    assert!(said.contains("r2: worse: score, seen"), "{said}");
    for heading in ["r2 against r1", "r3 against r1"] {
        assert_eq!(
            said.lines().filter(|line| *line == heading).count(),
            1,
            "{said}"
        );
    }
}

#[test]
fn one_plays_until_it_is_decided() {
    let folder = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"30m\", max: \"50m\"")]);
    let found = json(
        folder.path(),
        "compare s.ron --candidate r2.ron --until-decided --json",
    );
    assert_eq!(found["ending"], "decided");
    assert_eq!(found["replications"], 1_024);
    assert_eq!(found["looks"], 13);
    let said = |folder: &TempDir| {
        let arguments = "compare s.ron --candidate r2.ron --until-decided";
        printed(folder.path(), arguments)
    };
    let worse = said(&folder);
    let line = "\ndecided by score (indifference 1 point): r2 is worse, −";
    assert!(worse.contains(line), "{worse}");
    let looks = "(Holm's method) and for 13 looks";
    assert!(worse.contains(looks), "{worse}");
    let once = printed(folder.path(), "compare s.ron --candidate r2.ron");
    assert!(!once.contains("looks"), "{once}");
    let same = workspace(&[]);
    let found = json(
        same.path(),
        "compare s.ron --candidate r2.ron --until-decided --json",
    );
    assert_eq!(found["ending"], "decided");
    let same = said(&same);
    let line = "\ndecided by score (indifference 1 point): r2 makes no difference larger than 1 point, 0 ±0";
    assert!(same.contains(line), "{same}");
}

/// What 3,000 replications show to whoever looks once is not shown to whoever might have stopped at four looks.
#[test]
fn whoever_may_stop_at_several_looks_is_shown_less() {
    let folder = workspace(&[(
        "min: \"10m\", max: \"50m\"",
        "min: \"14m\", max: \"47m34s\"",
    )]);
    fs::write(
        folder.path().join("r3.ron"),
        PLAN.replace("\"r1\"", "\"r3\""),
    )
    .expect("there is room");
    let compared = |how: &str| -> Value {
        let plans = "compare s.ron --candidate r2.ron --candidate r3.ron";
        let found = json(folder.path(), &format!("{plans} --json {how}"));
        assert_eq!(found["replications"], 3_000);
        found
    };
    let alone = |how: &str| -> (Option<i32>, Value) {
        let arguments =
            format!("compare s.ron --candidate r2.ron --json --fail-if-worse=score {how}");
        let output = firebell(folder.path(), &arguments);
        let found: Value = serde_json::from_str(&text(output.stdout)).expect("it is JSON");
        (output.status.code(), found["candidates"][0].clone())
    };
    let [once, often] = [
        "--runs 3000",
        "--until-decided --max-runs 3000 --indifference 0.001",
    ];
    let (status, found) = alone(once);
    assert_eq!(status, Some(1));
    assert_eq!(
        found["scenarios"][0]["verdict"]["worse"],
        serde_json::json!(["score", "seen"])
    );
    assert_eq!(
        found["programme"]["verdict"]["worse"],
        serde_json::json!(["score"])
    );
    let (status, found) = alone(often);
    assert_eq!(status, Some(0));
    assert_eq!(
        found["scenarios"][0]["verdict"]["worse"],
        serde_json::json!(["seen"])
    );
    assert_eq!(
        found["programme"]["verdict"]["worse"],
        serde_json::json!([])
    );
    let end = |found: &Value| {
        let end = &found["best"][0]["interval"][1];
        end.as_f64().expect("it is a number")
    };
    assert!(end(&compared(often)) > end(&compared(once)));
}

/// A decision that comes before a gate can be passed waits for it; the largest number there is is no endless list of looks.
#[test]
fn a_gate_that_needs_more_replications_is_waited_for() {
    let folder = workspace(&[(
        "when: Outcome(\"look\", \"false\"), takes: \"1h\"",
        "when: Outcome(\"look\", \"false\"), takes: \"2h\"",
    )]);
    for (gates, replications) in [("", 1_024), ("--fail-if-worse=score=0.5", 1_536)] {
        let arguments = format!("compare s.ron --candidate r2.ron --until-decided --json {gates}");
        let found = json(folder.path(), &arguments);
        assert_eq!(found["ending"], "decided");
        assert_eq!(found["replications"], replications, "{gates}");
    }
    let arguments =
        "compare s.ron --candidate r2.ron --until-decided --max-runs 18446744073709551615 --json";
    assert_eq!(json(folder.path(), arguments)["replications"], 1_024);
    // An objective that applies in a third of the replications takes three times as many.
    let arguments = "compare drills/lost-laptop.ron --candidate plans/data-leak-r2.ron --until-decided --indifference 5 --quiet";
    let gated = printed(&shipped(), &format!("{arguments} --fail-if-worse=posted=1"));
    assert!(!gated.contains(" 1,024 replications"));
    assert!(printed(&shipped(), arguments).contains(" 1,024 replications"));
}

const LEAK: &str =
    "compare drills/friday-night-leak.ron --candidate plans/data-leak-r2.ron --runs 600";

#[test]
fn a_comparison_reads_on_a_hundred_columns() {
    let said = printed(&shipped(), &format!("{LEAK} --explain"));
    assert!(
        said.lines().all(|line| line.chars().count() <= 100),
        "{said}"
    );
    insta::assert_snapshot!(said);
}

#[test]
fn a_programme_is_compared_as_a_whole() {
    let arguments = "compare drills --candidate plans/staff-shortage-r2.ron --runs 600 -q";
    insta::assert_snapshot!(printed(&shipped(), arguments));
}

#[test]
fn a_programme_reads_in_a_pull_request() {
    let arguments = "compare drills/friday-night-leak.ron drills/lost-laptop.ron --candidate plans/data-leak-r2.ron --runs 200 --format markdown";
    let said = printed(&shipped(), arguments);
    let together = said
        .split("### ")
        .find(|part| part.starts_with("all drills together"));
    insta::assert_snapshot!(together.expect("it is told"));
}

#[test]
fn a_programme_fits_into_few_columns() {
    for width in [60, 84] {
        let arguments = format!(
            "compare drills --candidate plans/staff-shortage-r2.ron --runs 64 --explain --width {width}"
        );
        let said = printed(&shipped(), &arguments);
        let wide = said.lines().find(|line| line.chars().count() > width);
        assert_eq!(wide, None, "{width}:\n{said}");
    }
}

#[test]
fn tables_and_pictures_tell_of_the_programme_and_of_each_change() {
    let of = |format: &str| {
        let arguments = format!(
            "compare drills --candidate plans/staff-shortage-r2.ron --runs 256 --explain --format {format}"
        );
        printed(&shipped(), &arguments)
    };
    let csv = of("csv");
    for begins in [
        ",r2,all drills,,score,",
        ",r2,all drills,,passed,",
        ",r2,share,1,score,",
        ",r2,share,all,passed,",
        ",r2,change,",
        "flu-any-day,r2,drill,,score p5,",
    ] {
        assert!(
            csv.lines().any(|line| line.starts_with(begins)),
            "{begins}\n{csv}"
        );
    }
    let svg = of("svg");
    for said in [
        ">All drills, counted alike<",
        ">r2: what each change adds to the score",
        "one in 20 worse: ",
        ">▲ better<",
        ">▼ worse<",
        ">difference (95 % interval)<",
    ] {
        assert!(svg.contains(said), "{said}\n{svg}");
    }
}

/// A revision that is the baseline, in 64 replications.
fn the_same(drill: &Drill) -> Compared<'_> {
    let luck = Luck {
        seed: 1,
        threads: NonZeroUsize::MIN,
    };
    let played = play_range(drill, &compiled(drill), luck, FIRST..FIRST + 64, |_| {
        ControlFlow::Continue(())
    });
    let played = [played];
    let resampling = Resampling::new(1, 64);
    let candidate = Candidate {
        name: "r2".to_owned(),
        plan: drill,
        without: &[],
        changes: &[],
        comparisons: vec![compare(drill, &played[0], &played[0], &resampling, 0.95)],
        programme: programme(&played, &played, 0.95),
        detail: None,
        explained: None,
        unexplained: None,
        always: None,
    };
    Compared {
        drills: vec![drill],
        baseline: "r1".to_owned(),
        candidates: vec![candidate],
        best: None,
        replications: 64,
        seed: 1,
        level: 0.95,
        looks: 1,
        without: &[],
        left_out: Vec::new(),
        ending: CompareEnding::Complete,
    }
}

#[test]
fn every_format_says_that_a_comparison_was_broken_off() {
    let drill = drill(vec![step("a", Distribution::Fixed(60.0), &[])], 0);
    let compared = Compared {
        ending: CompareEnding::Interrupted,
        ..the_same(&drill)
    };
    let csv = csv(&compared);
    assert!(
        csv.lines()
            .skip(1)
            .all(|line| line.ends_with(",INCOMPLETE"))
    );
    assert!(svg(&compared).contains(">INCOMPLETE: broken off after 64 replications<"));
    assert!(markdown(&compared).contains("**INCOMPLETE: broken off"));
}

#[test]
fn shares_say_so_where_they_are_those_of_fewer_replications() {
    let drill = drill(vec![step("a", Distribution::Fixed(60.0), &[])], 0);
    let mut compared = the_same(&drill);
    let nothing = Effects {
        score: None,
        passed: None,
        cost: None,
    };
    let explained = |replications| Explained {
        groups: Vec::new(),
        attribution: Attribution {
            replications,
            orders: None,
            groups: Vec::new(),
            total: nothing.clone(),
        },
    };
    compared.candidates[0].explained = Some(explained(32));
    let said = markdown(&compared);
    assert!(
        said.contains("in the first 32 of the 64 replications of every combination"),
        "{said}"
    );
    assert!(said.contains("in all 64 replications: "), "{said}");
    compared.candidates[0].explained = Some(explained(64));
    let said = markdown(&compared);
    assert!(
        said.contains("in 64 replications of every combination"),
        "{said}"
    );
    assert!(!said.contains("in all 64"), "{said}");
}

#[test]
fn a_comment_for_a_pull_request() {
    insta::assert_snapshot!(printed(&shipped(), &format!("{LEAK} --format markdown")));
}

#[test]
fn a_line_for_every_difference() {
    insta::assert_snapshot!(printed(
        &shipped(),
        &format!("{LEAK} --explain --format csv")
    ));
}

#[test]
fn threads_change_no_byte_and_json_is_as_published() {
    let of = |options: &str| printed(&shipped(), &format!("{LEAK} --explain --json {options}"));
    let one = of("--threads 1");
    assert!(one == of("--threads 3"));
    let written: Value = serde_json::from_str(&one).unwrap();
    assert_as_published(&written, "compare");
}

#[test]
fn scenarios_of_another_plan_are_refused_by_name_and_left_out_of_a_folder() {
    let arguments = "compare drills/flu-any-day.ron --candidate plans/data-leak-r2.ron";
    insta::assert_snapshot!(refused(&shipped(), arguments), @r"
    error: `drills/flu-any-day.ron` plays plan `staff-shortage`, not `data-leak`
      help: name scenarios of one plan, or a folder to take those that fit
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
