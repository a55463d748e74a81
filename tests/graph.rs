//! `firebell graph` from the outside: files in, maps and exit codes out.

#[path = "common/program.rs"]
mod program;

use std::fs;

use program::{assert_as_published, json, printed, refused};
use tempfile::TempDir;

const ORGANIZATION: &str = r#"Organization(
    people: [Person(id: "mei", name: "陈美", shifts: Always)],
    roles: [Role(id: "lead", title: "Shift lead", holders: ["mei"])],
)"#;

const PLAN: &str = r#"Plan(
    id: "power-cut", revision: "r1", title: "Power cut",
    response: [
        Step(id: "alarm", title: "The freezer alarm rings", automatic: true, takes: "5m"),
        Step(id: "start", title: "Start the generator", owner: "lead", after: ["alarm"], when: Flag("generator"),
             takes: "15m", effects: [Stop("warming")]),
    ],
)"#;

const SCENARIO: &str = r#"Scenario(
    id: "night", title: "The lights go out", organization: "../organization.ron", plan: "../plans/r1.ron",
    starts: "2026-03-28T22:15", horizon: "36h", flags: [Chance("generator", 0.5)],
    impacts: [Impact(id: "warming", title: "Freezer above minus 18", grows: PerHour(4))],
    injects: [Inject(id: "cafe", title: "A customer calls", at: At("1h"), expects: ["start"])],
    objectives: [Objective(id: "cold", title: "The freezer stays cold", measure: Final(impact: "warming", target: 4))],
)"#;

fn workspace() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("organization.ron", ORGANIZATION);
    write("plans/r1.ron", PLAN);
    write("plans/r2.ron", &PLAN.replace("\"r1\"", "\"r2\""));
    write("drills/night.ron", SCENARIO);
    folder
}

#[test]
fn the_ending_of_the_file_says_the_format() {
    let folder = workspace();
    for (file, begin) in [
        ("map.svg", "<svg "),
        ("map.dot", "digraph "),
        ("map.mmd", "---\ntitle: \"Power cut\"\n"),
        ("map.json", "{\n  \"plan\": \"power-cut\""),
    ] {
        printed(folder.path(), &format!("graph plans/r1.ron -o {file}"));
        let text = fs::read_to_string(folder.path().join(file)).expect("the map was written");
        assert!(text.starts_with(begin), "{text}");
    }
    assert_eq!(
        refused(folder.path(), "graph plans/r1.ron -o map.png"),
        "error: `map.png` does not say which format it is to have\n  \
         help: end it in .svg, .dot, .mmd or .json, or add --format\n"
    );
}

#[test]
fn roles_are_called_as_the_workspace_calls_them() {
    let folder = workspace();
    for plan in ["plans/r1.ron", "./plans/r2.ron"] {
        let map = printed(folder.path(), &format!("graph {plan}"));
        assert!(
            map.contains("Shift lead") && map.contains("if generator"),
            "{map}"
        );
    }
    let inside = folder.path().join("plans");
    assert!(printed(&inside, "graph r2.ron").contains("Shift lead"));
}

#[test]
fn a_plan_on_its_own_is_drawn_with_its_own_names() {
    let folder = workspace();
    fs::remove_dir_all(folder.path().join("drills")).expect("removed");
    let map = printed(folder.path(), "graph plans/r1.ron --format dot");
    assert!(
        map.contains(r#"label="Start the generator\nlead\n15 min\nstops warming\nif generator""#),
        "{map}"
    );
}

#[test]
fn a_scenario_adds_what_happens_and_what_is_asked() {
    let folder = workspace();
    let map = printed(
        folder.path(),
        "graph plans/r1.ron --scenario drills/night.ron",
    );
    assert!(map.contains("A customer calls") && map.contains("The freezer stays cold"));
    let alone = printed(folder.path(), "graph plans/r1.ron");
    assert!(!alone.contains("A customer calls"));
    assert_eq!(
        refused(folder.path(), "graph drills/night.ron"),
        "error: `drills/night.ron` is a scenario, not a plan\n  \
         help: name its plan, and the scenario to add what happens: plans/r1.ron --scenario drills/night.ron\n"
    );
}

#[test]
fn a_plan_with_a_mistake_is_not_drawn() {
    let folder = workspace();
    let wrong = PLAN.replace("after: [\"alarm\"]", "after: [\"alram\"]");
    fs::write(folder.path().join("plans/r1.ron"), wrong).expect("a file");
    assert!(refused(folder.path(), "graph plans/r1.ron").contains("did you mean `alarm`?"));
    fs::remove_dir_all(folder.path().join("drills")).expect("removed");
    assert!(refused(folder.path(), "graph plans/r1.ron").contains("did you mean `alarm`?"));
}

#[test]
fn the_json_is_as_its_schema_says() {
    let folder = workspace();
    let map = json(
        folder.path(),
        "graph plans/r1.ron --scenario drills/night.ron --json",
    );
    assert_as_published(&map, "graph");
}
