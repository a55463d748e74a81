//! Gates that refuse what is worse, and when enough is played to decide.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{firebell, json, printed, shipped, text, told};
use crate::workspace::{PLAN, nearer, workspace};

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
fn an_objective_may_be_called_like_the_score() {
    let folder = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"30m\", max: \"50m\"")]);
    let scenario = folder.path().join("s.ron");
    let text = fs::read_to_string(&scenario).expect("it was written");
    let renamed = text.replace("Objective(id: \"seen\"", "Objective(id: \"passed\"");
    assert_ne!(text, renamed);
    fs::write(&scenario, renamed).expect("it is ours");
    let gate = |what: &str| {
        let arguments =
            format!("compare s.ron --candidate r2.ron --runs 600 --fail-if-worse={what}");
        told(folder.path(), &arguments)
    };
    assert_eq!(gate("passed").0, Some(0));
    let (code, why) = gate("objective:passed");
    assert_eq!(code, Some(1));
    assert!(why.contains(" of passed is worse"), "{why}");
    assert_eq!(gate("objective:both,objective:both").0, Some(0));
    let (code, why) = gate("objective:bot");
    assert_eq!(code, Some(2));
    assert!(why.contains("did you mean `objective:both`?"), "{why}");
    let (code, why) = gate("objective:score");
    assert_eq!(code, Some(2));
    assert!(why.contains("write the id of an objective"), "{why}");
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
    let late = |most: &str| {
        workspace(&[(
            "min: \"10m\", max: \"50m\"",
            &format!("min: \"14m\", max: \"{most}\""),
        )])
    };
    let folder = late("47m45s");
    let several = late("47m34s");
    fs::write(
        several.path().join("r3.ron"),
        PLAN.replace("\"r1\"", "\"r3\""),
    )
    .expect("there is room");
    let compared = |how: &str| -> Value {
        let plans = "compare s.ron --candidate r2.ron --candidate r3.ron";
        let found = json(several.path(), &format!("{plans} --json {how}"));
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
    // What a single drill comes to is what the programme comes to.
    assert_eq!(
        found["programme"]["verdict"],
        found["scenarios"][0]["verdict"]
    );
    let (status, found) = alone(often);
    assert_eq!(status, Some(0));
    assert_eq!(
        found["scenarios"][0]["verdict"]["worse"],
        serde_json::json!(["seen"])
    );
    assert_eq!(
        found["programme"]["verdict"],
        found["scenarios"][0]["verdict"]
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
    let arguments = "compare s.ron --candidate r2.ron --until-decided --max-runs 10000000 --json";
    assert_eq!(json(folder.path(), arguments)["replications"], 1_024);
    // An objective that applies in a third of the replications takes three times as many.
    let arguments = "compare drills/lost-laptop.ron --candidate plans/data-leak-r2.ron --until-decided --indifference 5 --quiet";
    let gated = printed(&shipped(), &format!("{arguments} --fail-if-worse=posted=1"));
    assert!(!gated.contains(" 1,024 replications"));
    assert!(printed(&shipped(), arguments).contains(" 1,024 replications"));
}

/// What is told only where it leaks, in that share of the drills with the baseline and with the candidate.
fn telling(baseline: &str, candidate: &str) -> TempDir {
    let folder = workspace(&[]);
    let plan = |revision: &str, leaks: &str, takes: &str| {
        let text = format!(
            r#"Plan(id: "p", revision: "{revision}", title: "Plan", response: [
    Step(id: "look", automatic: true, takes: "10m", outcomes: [{leaks}]),
    Step(id: "tell", automatic: true, after: ["look"], when: Outcome("look", "leak"), takes: {takes}),
])"#
        );
        let file = folder.path().join(format!("{revision}.ron"));
        fs::write(file, text).expect("there is room");
    };
    plan("r1", baseline, "Uniform(min: \"1h\", max: \"2h\")");
    plan("r2", candidate, "Uniform(min: \"1h\", max: \"3h\")");
    let scenario = r#"Scenario(id: "s", title: "Scenario", organization: "organization.ron", plan: "r1.ron",
    starts: "2026-03-13T19:40", horizon: "24h",
    objectives: [Objective(id: "told", title: "Told", measure: Done(step: "tell", target: "1h", limit: "4h"))])"#;
    fs::write(folder.path().join("s.ron"), scenario).expect("there is room");
    folder
}

#[test]
fn what_a_candidate_does_away_with_is_not_shown_to_be_no_worse() {
    let folder = telling(
        "Label(\"leak\", 0.9), Label(\"none\", 0.1)",
        "Label(\"leak\", 0), Label(\"none\", 1)",
    );
    for gate in ["told", "told=50", "score=50"] {
        let arguments =
            format!("compare s.ron --candidate r2.ron --runs 600 --fail-if-worse={gate}");
        let (code, why) = told(folder.path(), &arguments);
        assert_eq!(code, Some(1), "{gate}");
        let nowhere = "is measured with both plans in no replication";
        assert!(why.contains(nowhere), "{why}");
    }
}

/// Where no score comes before the first look one plays on.
#[test]
fn scores_that_come_late_are_waited_for() {
    let seldom = "Label(\"leak\", 0.0005), Label(\"none\", 0.9995)";
    let folder = telling(seldom, seldom);
    let alone = json(folder.path(), "run s.ron --runs 1024 --json");
    assert_eq!(alone["score"]["mean"], Value::Null, "it comes late");
    let arguments = "compare s.ron --candidate r2.ron --until-decided --max-runs 20000 --json";
    let found = json(folder.path(), arguments);
    assert_eq!(found["replications"], 20_000);
    assert_eq!(found["ending"], "undecided");
}
