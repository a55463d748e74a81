//! `firebell stress`: what it says of what it finds; what it finds is held against brute force in `tests/brute_force`.

#[cfg(target_os = "linux")]
#[path = "common/interrupt.rs"]
mod interrupt;
#[path = "common/program.rs"]
mod program;

use std::fs;

use program::{assert_as_published, assert_fits, json, printed, refused, shipped};
use serde_json::Value;
use tempfile::TempDir;

const ORGANIZATION: &str = r#"Organization(name: "Test", time_zone: "UTC",
    people: [
        Person(id: "ann", name: "Ann", shifts: Always, acknowledges: "0s"),
        Person(id: "bob", name: "Bob", shifts: Always, acknowledges: "0s"),
        Person(id: "cid", name: "Cid", shifts: Always, acknowledges: "0s"),
        Person(id: "dee", name: "Dee", shifts: Always, acknowledges: "0s"),
    ],
    roles: [
        Role(id: "lead", title: "Lead", holders: ["ann"]),
        Role(id: "hand", title: "Hand", holders: ["bob", "cid"]),
        Role(id: "idle", title: "Idle", holders: ["dee"]),
    ],
    resources: [Resource(id: "van", title: "Van", count: 1), Resource(id: "boat", title: "Boat", count: 1)],
)
"#;

const PLAN: &str = r#"Plan(id: "p", revision: "r1", title: "Plan", response: [
    Step(id: "decide", owner: "lead", takes: "10m"),
    Step(id: "carry", owner: "hand", uses: [Use("van", 1)], after: ["decide"], takes: Uniform(min: "20m", max: "60m"),
         succeeds: 0.9, on_failure: Retry(times: 3, pause: "5m")),
    Step(id: "note", owner: "hand", after: ["decide"], takes: "10m"),
])
"#;

const SCENARIO: &str = r#"Scenario(id: "s", title: "Scenario", organization: "organization.ron", plan: "plan.ron",
    starts: "2026-03-13T19:40", horizon: "24h",
    injects: [
        Inject(id: "jam", title: "A traffic jam", at: At("1m"), chance: 0.5, hidden: true, effects: [Slow(steps: All, factor: 2)]),
    ],
    objectives: [
        Objective(id: "carried", title: "Carried", critical: true, measure: Done(step: "carry", target: "1h", limit: "2h")),
        Objective(id: "noted", title: "Noted", measure: Done(step: "note", target: "1h", limit: "2h")),
    ],
)
"#;

fn workspace(organization: &str, plan: &str, scenario: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    for (name, text) in [
        ("organization.ron", organization),
        ("plan.ron", plan),
        ("s.ron", scenario),
    ] {
        fs::write(folder.path().join(name), text).expect("there is room");
    }
    folder
}

fn with_inject(effect: &str) -> String {
    let inject = format!(
        "injects: [Inject(id: \"gone\", title: \"Gone\", at: At(\"0s\"), hidden: true, effects: [{effect}]),"
    );
    SCENARIO.replace("injects: [", &inject)
}

#[test]
fn sentences_say_who_is_the_only_one() {
    let folder = workspace(ORGANIZATION, PLAN, SCENARIO);
    let said = printed(folder.path(), "stress s.ron --runs 500");
    assert!(
        said.contains("without Ann nobody can be lead (decide): passed 0 %"),
        "{said}"
    );
    assert!(said.contains("if the inject jam never comes"), "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn two_who_stand_in_for_each_other_cost_more_together() {
    let folder = workspace(ORGANIZATION, PLAN, SCENARIO);
    let found = json(folder.path(), "stress s.ron --runs 500 --pairs --json");
    let first = &found["scenarios"][0]["pairs"][0];
    let ids = [&first["losses"][0]["id"], &first["losses"][1]["id"]];
    assert_eq!(ids, ["bob", "cid"], "{first}");
    let interval = &first["beyond_passed"]["interval"];
    let end = |place: usize| interval[place].as_f64().expect("a number");
    let difference = first["beyond_passed"]["difference"].as_f64().unwrap();
    assert!(end(0) < difference && difference < end(1), "{first}");
    assert!(end(1) < 0.0, "{first}");
    assert_eq!(first["beyond_verdict"]["verdict"], "worse");
    let alone = found["scenarios"][0]["losses"].as_array().expect("a list");
    let of = |id: &str| {
        let found = alone.iter().find(|one| one["losses"][0]["id"] == id);
        &found.expect("it was tried")["verdict"]["verdict"]
    };
    assert_eq!(of("ann"), "worse");
    let said = printed(folder.path(), "stress s.ron --runs 500 --pairs");
    assert!(
        said.contains("without Bob and without Cid: passed 0 %"),
        "{said}"
    );
}

#[test]
fn losses_and_pairs_fit_sixty_columns() {
    let folder = workspace(ORGANIZATION, PLAN, SCENARIO);
    for runs in [2, 500] {
        let arguments = format!("stress s.ron --runs {runs} --pairs --width 60");
        assert_fits(&printed(folder.path(), &arguments), 60);
    }
}

#[test]
fn whoever_is_lost_to_the_end_is_brought_back_by_nothing() {
    let scenario = with_inject("Arrive(person: \"ann\")");
    let folder = workspace(ORGANIZATION, PLAN, &scenario);
    let said = printed(folder.path(), "stress s.ron --runs 256");
    assert!(
        said.contains("without Ann nobody can be lead (decide): passed 0 %"),
        "{said}"
    );
}

/// Nobody passes less often, and yet it costs: that is no help.
#[test]
fn a_loss_that_costs_score_is_no_help_because_it_passes_a_little_more() {
    let said = printed(&shipped(), "stress drills/monday-slow-waves.ron");
    let (before, _) = said
        .split_once("if nobody can be shift-lead")
        .expect("it is told");
    let heading = before.lines().rev().find(|line| line.ends_with("score"));
    assert!(
        heading.is_some_and(|line| line.starts_with("better here and worse there")),
        "{said}"
    );
}

#[test]
fn pairs_beyond_the_sum_are_apart_from_it_as_they_are_told() {
    let arguments = "stress drills/friday-night-leak.ron --runs 100 --pairs --top 300";
    let said = printed(&shipped(), arguments);
    let on_one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let due = "100 replications of each loss and 100 of each pair";
    assert!(on_one_line.contains(due), "{said}");
    let (_, pairs) = said
        .split_once("cost of two at once beyond")
        .expect("pairs are told");
    let is_apart = |figure: &[&str]| {
        let [mean, apart] = figure else { return false };
        let number = |text: &str| text.trim_start_matches(['−', '±']).parse::<f64>();
        mean.starts_with('−') && matches!((number(mean), number(apart)), (Ok(a), Ok(b)) if a > b)
    };
    for line in pairs.lines() {
        if !line.trim_start().starts_with(['−', '+', '0']) {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().take(6).collect();
        assert!(words.windows(2).any(is_apart), "{line}");
    }
}

#[test]
fn quiet_leaves_out_what_makes_no_difference() {
    let whole = printed(&shipped(), LEAK);
    let quiet = printed(&shipped(), &format!("{LEAK} -q"));
    assert!(whole.contains("no difference shown"), "{whole}");
    assert!(!quiet.contains("no difference shown"), "{quiet}");
    assert!(whole.starts_with(&quiet), "{quiet}");
}

const LEAK: &str = "stress drills/friday-night-leak.ron --runs 256";

#[test]
fn single_points_of_failure_read_on_a_hundred_columns() {
    let said = printed(&shipped(), LEAK);
    assert!(
        said.lines().all(|line| line.chars().count() <= 100),
        "{said}"
    );
    insta::assert_snapshot!(said);
}

#[test]
fn threads_change_no_byte_and_json_is_as_published() {
    let of = |options: &str| printed(&shipped(), &format!("{LEAK} --json {options}"));
    let one = of("--threads 1");
    assert!(one == of("--threads 3"));
    let written: Value = serde_json::from_str(&one).unwrap();
    assert_as_published(&written, "stress");
}

/// Whatever is missed is asked for no longer: nobody is better off.
#[test]
fn a_loss_that_passes_more_because_an_objective_lapses_only_seems_to_help() {
    let plan = PLAN.replace(
        "Step(id: \"note\", owner: \"hand\", after: [\"decide\"], takes: \"10m\")",
        "Step(id: \"note\", automatic: true, on_demand: true, takes: \"3h\")",
    );
    let plan = plan.replace(
        "after: [\"decide\"], takes: Uniform(min: \"20m\", max: \"60m\")",
        "after: [\"decide\"], effects: [Require(\"note\")], takes: \"5m\"",
    );
    let scenario = SCENARIO
        .replace(
            "Objective(id: \"noted\", title: \"Noted\",",
            "Objective(id: \"noted\", title: \"Noted\", critical: true,",
        )
        .replace(
            "Objective(id: \"carried\", title: \"Carried\", critical: true,",
            "Objective(id: \"carried\", title: \"Carried\",",
        );
    let folder = workspace(ORGANIZATION, &plan, &scenario);
    let said = printed(folder.path(), "stress s.ron --runs 500");
    let on_one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let due = "without any van: passed 100 % · more pass because noted no longer applies";
    assert!(on_one_line.contains(due), "{said}");
    assert!(said.contains("better here and worse there"), "{said}");
    let found = json(folder.path(), "stress s.ron --runs 500 --json");
    for loss in found["scenarios"][0]["losses"].as_array().unwrap() {
        let passes_more = loss["passed"]["difference"].as_f64().unwrap() > 0.0;
        let lapsed: &[&str] = if passes_more { &["noted"] } else { &[] };
        assert_eq!(loss["lapsed"], serde_json::json!(lapsed), "{loss}");
        let count = &loss["score"]["with_loss"]["count"];
        assert!(
            loss["score"]["differing"].as_u64() <= count.as_u64(),
            "{loss}"
        );
    }
    // With no other objective nothing is worse.
    let from = scenario.find("Objective(id: \"carried\"").unwrap();
    let to = scenario.find("Objective(id: \"noted\"").unwrap();
    let alone = format!("{}{}", &scenario[..from], &scenario[to..]);
    let folder = workspace(ORGANIZATION, &plan, &alone);
    let said = printed(folder.path(), "stress s.ron --runs 500");
    assert!(said.contains("what only seems to help"), "{said}");
}

#[test]
fn the_matrix_says_what_was_played() {
    let folder = workspace(ORGANIZATION, PLAN, SCENARIO);
    let found = json(folder.path(), "stress s.ron --runs 500 --seed 7 --json");
    let share = found["scenarios"][0]["losses"][0]["passed"]["without_loss"]["share"].as_f64();
    let svg = printed(
        folder.path(),
        "stress s.ron --runs 500 --seed 7 --format svg",
    );
    assert!(
        svg.contains(">500 replications of each loss with the same luck · seed 7<"),
        "{svg}"
    );
    let percent = (share.expect("a share") * 100.0).round();
    let due = format!(" · without loss: passed {percent} %, score ");
    assert!(svg.contains(&due) && svg.contains(">plan p r1 · "), "{svg}");
}

/// A name that promises another format than the one written is refused, by every command that writes files.
#[test]
fn an_extension_that_no_format_has_is_refused() {
    let folder = workspace(ORGANIZATION, PLAN, SCENARIO);
    for (arguments, due) in [
        ("stress s.ron -o x.html", ".svg"),
        ("advise s.ron -o x.svg", ".csv"),
        ("compare s.ron --candidate plan.ron -o x.pdf", ".svg"),
        ("coverage -o x.md", ".html"),
        ("run s.ron -o x.pdf", ".csv"),
        ("trace s.ron -o x.pdf", ".json"),
    ] {
        let said = refused(folder.path(), arguments);
        assert!(said.contains(due) && said.contains("--format"), "{said}");
        let names = fs::read_dir(folder.path()).expect("it is ours");
        assert_eq!(names.count(), 3, "{arguments} wrote");
    }
    for name in ["x", "x.txt"] {
        printed(folder.path(), &format!("trace s.ron -o {name}"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_prints_what_was_played() {
    for (format, due) in [
        ("human", "INCOMPLETE: broken off"),
        ("markdown", "**INCOMPLETE: broken off"),
        ("json", "\"is_incomplete\": true"),
        ("csv", ",INCOMPLETE"),
        ("svg", ">INCOMPLETE: broken off"),
    ] {
        let folder = workspace(ORGANIZATION, PLAN, SCENARIO);
        let arguments = format!("stress s.ron --runs 10000000 --format {format}");
        let said = interrupt::broken_off(folder.path(), &arguments);
        assert!(said.contains(due), "{said}");
    }
}
