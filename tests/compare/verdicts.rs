//! What is better and what is worse, held against known answers, and how verdicts are told.

use std::fs;

use serde_json::Value;

use crate::program::{json, printed};
use crate::workspace::{PLAN, SCENARIO, compared, nearer, verdict, workspace};

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

/// Whoever comes sooner where it comes at all, and mostly never comes, is not better.
#[test]
fn what_mostly_never_comes_is_not_better_for_coming_sooner() {
    let edits = [
        (
            "owner: \"one\", takes: \"2h\"",
            "owner: \"one\", takes: \"100m\"",
        ),
        (
            "owner: \"two\", takes: \"2h\"",
            "owner: \"two\", takes: \"100m\", succeeds: 0.3",
        ),
    ];
    let found = compared(&edits);
    let both = &found["objectives"][0];
    assert_eq!(both["value"]["mean"], -1_200.0);
    assert_eq!(verdict(&found), "worse");
    assert_eq!(found["verdict"]["worse"], serde_json::json!(["both"]));
    let folder = workspace(&edits);
    let page = printed(folder.path(), "compare s.ron --candidate r2.ron --runs 600");
    assert!(page.contains("worse: both (it comes later)"), "{page}");
    assert!(!page.contains("sooner"), "{page}");
}

/// One drill has one verdict, wherever it stands.
#[test]
fn a_programme_of_one_drill_has_the_verdict_of_the_drill() {
    let folder = workspace(&[("min: \"10m\", max: \"50m\"", "min: \"15m\", max: \"55m\"")]);
    let arguments = "compare s.ron --candidate r2.ron --runs 600 --json";
    let candidate = &json(folder.path(), arguments)["candidates"][0];
    assert_eq!(
        candidate["programme"]["verdict"],
        candidate["scenarios"][0]["verdict"]
    );
    assert_eq!(verdict(&candidate["programme"]), "worse");
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
fn nearer_on_average_but_met_less_often_is_told_as_both() {
    // At 10 to 50 minutes a quarter is within 20; at 21 to 30 none is, but all are near.
    let found = compared(&[("min: \"10m\", max: \"50m\"", "min: \"21m\", max: \"30m\"")]);
    assert_eq!(verdict(&found), "better_here_and_worse_there");
    assert!(found["verdict"]["better"].to_string().contains("seen"));
    assert!(found["verdict"]["worse"].to_string().contains("seen"));
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
