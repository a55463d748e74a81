//! What each change of a revision adds, and which changes can add anything.

use std::fs;

use crate::program::{json, printed};
use crate::workspace::{ORGANIZATION, PLAN, workspace};

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
