//! The files that are written: the set that was chosen, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use firebell::check::revision::revision;
use firebell::document::Kind;
use firebell::model::ChangeKind;
use serde_json::Value;

use crate::program::{firebell, json, printed, refused, text};
use crate::workspace::{ORGANIZATION, PLAN, SCENARIO, key, workspace};

#[test]
fn a_revision_is_the_baseline_with_the_set_and_nothing_else() {
    let folder = workspace();
    let arguments = "advise noon.ron night.ron --runs 400 --budget 3 --write r2.ron --json";
    let found = json(folder.path(), arguments);
    let picks = found["set"]["picks"].as_array().expect("a list");
    assert!(picks.len() >= 2, "{found}");
    assert!(picks.iter().all(|pick| pick["improves"] == "plan"));
    let written = fs::read_to_string(folder.path().join("r2.ron")).expect("it was written");
    let changes = revision(Kind::Plan, PLAN, &written, &|_| false).changes;
    let mut playing: Vec<(String, String)> = Vec::new();
    let mut wording: Vec<String> = Vec::new();
    for change in changes {
        let plays = change.plays();
        let ChangeKind::Field { field, .. } = change.what else {
            panic!("{change:?}");
        };
        if plays {
            playing.push((change.id, field));
        } else {
            wording.push(field);
        }
    }
    let mut due: Vec<(String, String)> = picks
        .iter()
        .map(|pick| {
            let (kind, of) = key(pick);
            let field = match kind.as_str() {
                "success" => "succeeds",
                "predecessor" => "after",
                _ => "takes",
            };
            (of, field.to_owned())
        })
        .collect();
    playing.sort();
    due.sort();
    assert_eq!(playing, due);
    wording.retain(|field| field != "negotiable");
    wording.sort();
    assert_eq!(wording, ["approved", "approved_by", "changes", "revision"]);
    for comment in [
        "// What we do.",
        "// the board",
        "// It begins",
        "// in the hall",
        "// The work.",
    ] {
        assert!(written.contains(comment), "{comment}:\n{written}");
    }
    assert!(written.contains("revision: \"r2\""), "{written}");
    for pick in picks {
        let sentence = pick["what"].as_str().expect("it is told");
        assert!(written.contains(&format!("\"{sentence}\",")), "{written}");
    }
    json(folder.path(), "check . --json");
    // Played again, in the replications in which it was chosen, it gains what it is said to gain in others.
    let compared = json(
        folder.path(),
        "compare noon.ron night.ron --candidate r2.ron --runs 400 --json",
    );
    let gain = &compared["candidates"][0]["programme"]["score"]["difference"]["mean"];
    let told = &found["set"]["total"]["score"]["difference"];
    let apart = gain.as_f64().expect("a number") - told.as_f64().expect("a number");
    assert!(apart.abs() < 5.0, "{gain} and {told}");
}

#[test]
fn an_organization_is_written_with_the_set_and_nothing_else() {
    let folder = workspace();
    let arguments = "advise noon.ron night.ron --runs 400 --budget 3 --write-organization who.ron";
    let found = json(folder.path(), &format!("{arguments} --json"));
    let picks = found["set"]["picks"].as_array().expect("a list");
    assert!(picks.len() >= 2, "{found}");
    let written = fs::read_to_string(folder.path().join("who.ron")).expect("it was written");
    let changes = revision(Kind::Organization, ORGANIZATION, &written, &|_| false).changes;
    let made: BTreeSet<(String, String)> = changes
        .into_iter()
        .map(|change| {
            assert!(change.plays(), "{change:?}");
            let ChangeKind::Field { field, .. } = change.what else {
                panic!("{change:?}");
            };
            (change.id, field)
        })
        .collect();
    let due: BTreeSet<(String, String)> = picks
        .iter()
        .map(|pick| {
            assert_eq!(pick["improves"], "organization");
            let (kind, of) = key(pick);
            let field = match kind.as_str() {
                "deputy" => "deputies",
                "on_call" => "on_call",
                "escalation" => "escalate_after",
                "units" => "count",
                "shift" => "shifts",
                other => panic!("{other}"),
            };
            (of, field.to_owned())
        })
        .collect();
    assert_eq!(made, due);
    // Lines in which nothing is changed stay as they are, comments and all.
    let is_changed = |line: &str| {
        let mut ids = due.iter().map(|(id, _)| format!("id: \"{id}\""));
        ids.any(|id| line.contains(&id))
    };
    let kept = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !is_changed(line));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(kept(&written), kept(ORGANIZATION));
    for comment in ["// sleeps at night", "// in the cellar"] {
        assert!(written.contains(comment), "{comment}:\n{written}");
    }
    let compared = json(
        folder.path(),
        "compare noon.ron night.ron --candidate-organization who.ron --runs 400 --json",
    );
    let gain = &compared["candidates"][0]["programme"]["score"]["difference"]["mean"];
    let told = &found["set"]["total"]["score"]["difference"];
    let apart = gain.as_f64().expect("a number") - told.as_f64().expect("a number");
    assert!(apart.abs() < 5.0, "{gain} and {told}");
}

#[test]
fn both_files_are_written_and_named_after_what_is_there() {
    let folder = workspace();
    fs::write(
        folder.path().join("taken.ron"),
        PLAN.replace("revision: \"r1\"", "revision: \"r2\""),
    )
    .expect("there is room");
    let arguments =
        "advise noon.ron --runs 300 --budget 6 --write p3.ron --write-organization who.ron";
    let said = printed(folder.path(), arguments);
    let next = "firebell compare noon.ron --candidate p3.ron --candidate-organization who.ron";
    assert!(said.contains(next), "{said}");
    let plan = fs::read_to_string(folder.path().join("p3.ron")).expect("it was written");
    assert!(plan.contains("revision: \"r3\""), "{plan}");
    printed(folder.path(), &format!("{} --runs 300", &next[9..]));
}

#[test]
fn nothing_is_written_over_a_file_or_for_several_plans() {
    let folder = workspace();
    let other = PLAN.replace("id: \"p\"", "id: \"q\"");
    fs::write(folder.path().join("q.ron"), other).expect("there is room");
    let second = SCENARIO.replace("r1.ron", "q.ron").replace("noon", "other");
    fs::write(folder.path().join("other.ron"), second).expect("there is room");
    let said = refused(folder.path(), "advise noon.ron --write q.ron");
    assert!(said.contains("`q.ron` is in the way"), "{said}");
    let said = refused(folder.path(), "advise noon.ron other.ron --write new.ron");
    assert!(said.contains("do not share one plan"), "{said}");
    assert!(!folder.path().join("new.ron").exists());
    // Without writing, each plan is improved in the drills that play it.
    let found = json(
        folder.path(),
        "advise noon.ron other.ron --runs 300 --budget 1 --json",
    );
    let alone = json(
        folder.path(),
        "advise noon.ron --runs 300 --budget 1 --json",
    );
    let gain = |found: &Value, file: &str| {
        let all = found["improvements"].as_array().expect("a list");
        let one = all.iter().find(|one| {
            one["file"] == file && key(one) == ("duration".to_owned(), "repair".to_owned())
        });
        one.expect("it is tried")["gain"]["score"]["difference"]
            .as_f64()
            .expect("a number")
    };
    let half = gain(&alone, "r1.ron") / 2.0;
    assert!((gain(&found, "r1.ron") - half).abs() < 1e-9);
    assert!((gain(&found, "q.ron") - half).abs() < 1e-9);
}

#[test]
fn where_nothing_helps_nothing_is_written() {
    let folder = workspace();
    let output = firebell(
        folder.path(),
        "advise noon.ron --runs 300 --budget 0 --write new.ron",
    );
    assert_eq!(output.status.code(), Some(1));
    let said = text(output.stdout);
    for due in [
        "nothing is chosen",
        "nothing was written: a budget of 0 chooses nothing",
        "next: firebell advise noon.ron\n",
    ] {
        assert!(said.contains(due), "{said}");
    }
    assert!(!said.contains("The set is played"), "{said}");
    assert!(!folder.path().join("new.ron").exists());
}

#[test]
fn what_was_said_of_that_which_is_changed_is_left_out_and_told() {
    let folder = workspace();
    let reason = r#", because: "measured, in 2025""#;
    let mut plan = PLAN.to_owned();
    for takes in [
        r#"takes: Uniform(min: "10m", max: "30m")"#,
        r#"takes: "1h""#,
        r#"takes: Pert(min: "30m", likely: "1h", max: "3h")"#,
        r#"takes: Observed(["6m", "10m", "30m"])"#,
        r#"takes: Lognormal(median: "20m", p90: "1h")"#,
    ] {
        assert_eq!(plan.matches(takes).count(), 1, "{takes}");
        plan = plan.replace(takes, &format!("{takes}{reason}"));
    }
    fs::write(folder.path().join("r1.ron"), &plan).expect("there is room");
    let arguments = "advise noon.ron --runs 300 --budget 1 --write r2.ron";
    let said = printed(folder.path(), arguments);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let due = r#" is changed: because: "measured, in 2025""#;
    assert_eq!(said.matches(due).count(), 1, "{said}");
    let written = fs::read_to_string(folder.path().join("r2.ron")).expect("it was written");
    assert_eq!(written.matches(reason).count(), 4, "{written}");
    let again = json(
        folder.path(),
        &format!("{} --json", arguments.replace("r2", "r3")),
    );
    let left_out = again["not_written"][0].as_str().expect("a sentence");
    assert!(left_out.ends_with(due), "{left_out}");
}

/// What is shown and what the hint writes are the same set, at the same luck.
#[test]
fn the_hint_writes_the_very_set_that_was_shown() {
    for (scenarios, budget, due) in [
        ("noon.ron", 1, "--write p-r2.ron"),
        ("night.ron", 1, "--write p-r2.ron"),
        (
            "noon.ron night.ron",
            6,
            "--write p-r2.ron --write-organization organization-2.ron",
        ),
    ] {
        let folder = workspace();
        let arguments = format!("advise {scenarios} --runs 300 --budget {budget} --seed 7");
        let shown = json(folder.path(), &format!("{arguments} --json"));
        let said = printed(folder.path(), &arguments);
        let on_one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, next) = on_one_line.split_once("next: firebell ").expect("a hint");
        assert_eq!(
            next,
            format!("advise {scenarios} --runs 300 --budget {budget} --seed 7 {due}")
        );
        let written = json(folder.path(), &format!("{next} --json"));
        let picks = |found: &Value| -> Vec<(String, String)> {
            let picks = found["set"]["picks"].as_array().expect("a list");
            picks.iter().map(key).collect()
        };
        assert_eq!(picks(&written), picks(&shown));
        assert!(!picks(&shown).is_empty(), "{shown}");
        let files = written["written"].as_array().expect("a list");
        assert_eq!(files.len(), due.matches("--write").count(), "{written}");
    }
}

/// What is found and written where a predecessor is given up, among others.
fn given_up(folder: &Path) -> (Value, String) {
    let arguments = "advise noon.ron --runs 300 --budget 20 --write r2.ron --json";
    let found = json(folder, arguments);
    let picks = found["set"]["picks"].as_array().expect("a list");
    let mut kinds = picks.iter().map(|pick| &pick["kind"]);
    assert!(kinds.any(|kind| kind == "predecessor"), "{found}");
    let written = fs::read_to_string(folder.join("r2.ron")).expect("it was written");
    (found, written)
}

#[test]
fn a_predecessor_given_up_is_told_to_be_negotiable_no_more() {
    let folder = workspace();
    let (found, written) = given_up(folder.path());
    assert!(!written.contains("negotiable"), "{written}");
    let due = "left out, since repair no longer waits for papers: papers in its negotiable";
    let told = found["not_written"].as_array().expect("a list");
    assert!(told.iter().any(|line| line == due), "{found}");
}

/// To give up waiting for one step is not to begin before what comes before it.
#[test]
fn a_step_that_would_wait_for_nothing_waits_for_what_the_one_given_up_waits_for() {
    let folder = workspace();
    let plan = PLAN.replace(r#"after: ["decide", "papers"]"#, r#"after: ["papers"]"#);
    fs::write(folder.path().join("r1.ron"), plan).expect("there is room");
    let (_, written) = given_up(folder.path());
    let repair = written
        .split("Step(")
        .find(|step| step.starts_with("id: \"repair\""));
    let repair = repair.expect("it is a step");
    assert!(repair.contains(r#"after: ["decide"]"#), "{repair}");
    // A guard cannot be left to another: the step would run where it must not.
    let plan = PLAN
        .replace(r#"after: ["decide", "papers"]"#, r#"after: ["papers"]"#)
        .replace(
            r#"id: "papers", owner"#,
            r#"id: "papers", when: Flag("wet"), owner"#,
        );
    fs::write(folder.path().join("r1.ron"), plan).expect("there is room");
    let found = json(folder.path(), "advise noon.ron --runs 300 --json");
    let tried = found["improvements"].as_array().expect("a list");
    assert!(!tried.is_empty());
    assert!(
        tried.iter().all(|one| one["kind"] != "predecessor"),
        "{found}"
    );
}
