//! Checking turns files into exactly the drill they describe, defaults included, or says what keeps it from doing so.

mod full;
mod organization;
mod plan;
mod scenario;
mod stead;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use firebell::check::{self, Checked, DrillFiles};
use firebell::model::Drill;
use firebell::quantity::Date;
use firebell::source::{Sources, code, ron_files};

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn read(folder: &Path) -> Sources {
    let mut sources = Sources::default();
    for file in ron_files(folder).expect("a folder of fixtures") {
        sources.read(&file).expect("a fixture can be read");
    }
    sources
}

/// The drill of files given as name and text; the plan named last is played instead of the scenario's.
fn drill_of(files: &[(&str, &str)], plan: Option<&str>) -> (Checked<Drill>, Sources) {
    let mut sources = Sources::default();
    for (name, text) in files {
        sources.add(name.into(), (*text).to_owned());
    }
    let find = |name: &str| sources.find(Path::new(name)).expect("one of the files");
    let files = DrillFiles {
        scenario: find("drill.ron"),
        plan: plan.map(find),
        organization: None,
    };
    (check::drill(&sources, files), sources)
}

#[test]
fn every_code_of_meaning_and_every_lint_has_a_marked_fixture() {
    // What other files lack needs two plans or organizations for one drill: see `stead`.
    let mut met = BTreeSet::from([
        code::PLAN_LACKS,
        code::ORGANIZATION_LACKS,
        code::WAS_UNKNOWN, // Of a comparison.
    ]);
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            met.extend(
                check::workspace(&read(&path), Date::parse("2026-11-21"))
                    .iter()
                    .map(|found| found.code),
            );
        }
    }
    let unmet: Vec<&str> = code::MEANINGS
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !code.starts_with("FB01") && !met.contains(code))
        .collect();
    assert_eq!(unmet, [""; 0]);
}

#[test]
fn every_mistake_says_what_would_be_right() {
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        let is_about_meaning = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("check-"));
        for found in is_about_meaning
            .then(|| check::workspace(&read(&path), None))
            .into_iter()
            .flatten()
        {
            assert!(found.help.is_some(), "{found:?}");
            let first = found.message.chars().next().unwrap();
            assert!(
                !first.is_uppercase() && !found.message.ends_with('.'),
                "{}",
                found.message
            );
        }
    }
}

#[test]
fn a_drill_is_played_without_the_warnings_that_its_files_allow() {
    let organization = "Organization(name: \"t\", people: [Person(id: \"ann\", shifts: Always)], roles: [Role(id: \"lead\", title: \"Lead\", holders: [\"ann\"])])";
    let plan = "Plan(id: \"p\", revision: \"r1\", response: [Step(id: \"act\", owner: \"lead\", takes: \"1h\")])";
    let scenario = |comment: &str| {
        format!(
            "Scenario(id: \"d\", organization: \"organization.ron\", plan: \"plan.ron\", starts: \"2026-03-10T09:00\", horizon: \"4h\", injects: [\n\
             {comment}\nInject(id: \"late\", at: At(\"5h\")),\n])"
        )
    };
    let codes = |comment: &str| -> Vec<&str> {
        let scenario = scenario(comment);
        let files = [
            ("organization.ron", organization),
            ("plan.ron", plan),
            ("drill.ron", &scenario),
        ];
        let (checked, _) = drill_of(&files, None);
        assert!(checked.value.is_some());
        checked.diagnostics.iter().map(|one| one.code).collect()
    };
    assert_eq!(codes(""), [code::AFTER_HORIZON]);
    let allowed = "// firebell: allow FB0228 because a shorter drill is played first";
    assert_eq!(codes(allowed), [""; 0]);
}
