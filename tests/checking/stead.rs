//! A plan or an organization played in another's stead, and what it lacks.

use std::path::Path;

use firebell::check::{self, DrillFiles};
use firebell::model::{Effect, Guard, Measure, StepSet, Trigger};
use firebell::quantity::{FlagId, Index, InjectId, Seconds, StepId};
use firebell::source::{Severity, Sources, code};

use crate::drill_of;
use crate::full::HOUR;

const ORGANIZATION: &str = "Organization()";
const DRILL: &str = r#"Scenario(
    id: "d", organization: "organization.ron", plan: "r1.ron", starts: "2026-03-13T19:40", horizon: "4h",
    given: [Outcome("a", "x")], failed_barriers: ["wall"],
    injects: [
        Inject(id: "i", at: Started("gone", "1h"), when: Not(Outcome("gone", "x")), expects: ["gone", "b"],
               effects: [Require("gone"), Hold(steps: ["gone"]), Slow(steps: ["gone", "b"], factor: 2), Require("b")]),
        Inject(id: "j", at: At("1h"), when: Flag("known")),
    ],
    objectives: [
        Objective(id: "o", measure: Done(step: "gone", target: "1h")),
        Objective(id: "q", measure: Elapsed(from: "b", to: "gone", target: "1h")),
    ],
)"#;
const R1: &str = r#"Plan(
    id: "p", revision: "r1", prevention: [Barrier(id: "wall", holds: 0.5, effect: Averts)],
    response: [
        Step(id: "a", automatic: true, takes: "1h", outcomes: [Label("x", 1)], effects: [Set("known")]),
        Step(id: "b", automatic: true, takes: "1h"),
        Step(id: "gone", automatic: true, takes: "1h", outcomes: [Label("x", 1)]),
    ],
)"#;
const R2: &str = r#"Plan(
    id: "p", revision: "r2",
    response: [
        Step(id: "a", automatic: true, takes: "1h", outcomes: [Label("y", 1)]),
        Step(id: "bee", was: "b", automatic: true, takes: "1h"),
    ],
)"#;

fn revisions() -> [(&'static str, &'static str); 4] {
    [
        ("organization.ron", ORGANIZATION),
        ("drill.ron", DRILL),
        ("r1.ron", R1),
        ("r2.ron", R2),
    ]
}

#[test]
fn a_scenario_plays_its_own_plan_without_a_word() {
    let (own, _) = drill_of(&revisions(), None);
    assert_eq!(own.diagnostics, []);
    let (named, _) = drill_of(&revisions(), Some("r1.ron"));
    assert_eq!(named, own);
}

#[test]
fn what_another_organization_lacks_is_left_out_with_a_warning() {
    let people = r#"Organization(
    people: [Person(id: "ann", name: "Ann", shifts: Always)],
    roles: [Role(id: "boss", title: "Boss", holders: ["ann"])],
    resources: [Resource(id: "van", title: "Van", count: 2)],
)"#;
    let drill = r#"Scenario(
    id: "d", organization: "own.ron", plan: "p.ron", starts: "2026-03-13T19:40", horizon: "4h",
    injects: [Inject(id: "i", at: At("1h"), to: ["boss"],
                     effects: [Absent(person: "ann"), Lose(resource: "van", count: 1), Fail("a", 1)])],
)"#;
    let plan = r#"Plan(id: "p", response: [Step(id: "a", automatic: true, takes: "1h")])"#;
    let mut sources = Sources::default();
    let mut add = |name: &str, text: &str| sources.add(name.into(), text.to_owned());
    let scenario = add("drill.ron", drill);
    let (own, other) = (add("own.ron", people), add("other.ron", ORGANIZATION));
    add("p.ron", plan);
    let played = |organization| {
        let files = DrillFiles {
            scenario,
            plan: None,
            organization: Some(organization),
        };
        check::drill(&sources, files)
    };
    assert_eq!(played(own).diagnostics, []);
    let checked = played(other);
    let words: Vec<(&str, Severity, &str)> = checked
        .diagnostics
        .iter()
        .map(|found| (found.code, found.severity, found.message.as_str()))
        .collect();
    let lacks = |message| (code::ORGANIZATION_LACKS, Severity::Warning, message);
    assert_eq!(
        words,
        [
            lacks("the organization has no role `boss`"),
            lacks("the organization has no person `ann`"),
            lacks("the organization has no resource `van`"),
        ]
    );
    let drill = checked.value.unwrap();
    let inject = &drill.scenario.injects[InjectId::new(0)];
    assert_eq!(inject.effects, [Effect::Fail(StepId::new(0), 1)]);
    assert_eq!(inject.to, []);
}

#[test]
fn what_another_revision_lacks_is_left_out_with_a_warning() {
    let (checked, sources) = drill_of(&revisions(), Some("r2.ron"));
    let drill = checked.value.unwrap();
    let bee = StepId::new(1);
    let inject = &drill.scenario.injects[InjectId::new(0)];
    assert_eq!(inject.at, Trigger::Never);
    assert_eq!(inject.when, Some(Guard::Not(Box::new(Guard::Never))));
    assert_eq!(inject.expects, [bee]);
    let slow = Effect::Slow {
        steps: StepSet::Some(vec![bee]),
        factor: 2.0,
        duration: None,
    };
    assert_eq!(inject.effects, [slow, Effect::Require(bee)]);
    assert_eq!(
        drill.scenario.injects[InjectId::new(1)].when,
        Some(Guard::Flag(FlagId::new(0)))
    );
    assert_eq!(
        (
            drill.scenario.given.len(),
            drill.scenario.failed_barriers.len()
        ),
        (0, 0)
    );
    let target = Seconds(HOUR);
    let measures: Vec<&Measure> = drill
        .scenario
        .objectives
        .iter()
        .map(|one| &one.measure)
        .collect();
    assert_eq!(
        measures[0],
        &Measure::Done {
            step: None,
            target,
            limit: target
        }
    );
    assert_eq!(
        measures[1],
        &Measure::Elapsed {
            from: Some(bee),
            to: None,
            target,
            limit: target
        }
    );

    let words: Vec<(usize, &str)> = checked
        .diagnostics
        .iter()
        .map(|found| {
            assert_eq!(
                (found.code, found.severity),
                (code::PLAN_LACKS, Severity::Warning)
            );
            let place = sources.file(found.span.file).line_column(found.span.start);
            (place.line, found.message.as_str())
        })
        .collect();
    let gone = "plan `p` has no step `gone`";
    assert_eq!(
        words,
        [
            (3, "step `a` has no outcome `x`"),
            (3, "plan `p` has no barrier `wall`"),
            (5, gone),
            (5, gone),
            (5, gone),
            (6, gone),
            (6, gone),
            (6, gone),
            (7, "scenario `d` has no flag `known`, and no effect sets it"),
            (10, gone),
            (11, gone),
        ]
    );
}

#[test]
fn a_drill_with_an_error_is_not_handed_out() {
    let wrong = R1.replace("takes: \"1h\"", "takes: \"1h\", cost: -1");
    let mut files = revisions();
    files[2].1 = &wrong;
    let (checked, _) = drill_of(&files, None);
    assert_eq!(checked.value, None);
    assert_eq!(checked.diagnostics.len(), 3);
}

#[test]
fn an_organization_may_be_played_in_anothers_stead() {
    let mut sources = Sources::default();
    for (name, text) in revisions() {
        sources.add(name.into(), text.to_owned());
    }
    let other = sources.add(
        "other.ron".into(),
        "Organization(name: \"Other\")".to_owned(),
    );
    let scenario = sources.find(Path::new("drill.ron")).unwrap();
    let files = DrillFiles {
        scenario,
        plan: None,
        organization: Some(other),
    };
    let drill = check::drill(&sources, files).value.unwrap();
    assert_eq!(drill.organization.name, "Other");
}

#[test]
fn shuffling_a_plan_changes_nothing() {
    let (drill, _) = drill_of(&revisions(), None);
    let mut lines: Vec<&str> = R1.lines().collect();
    lines[3..6].reverse();
    let shuffled = lines.join("\n");
    let mut files = revisions();
    files[2].1 = &shuffled;
    assert_eq!(drill_of(&files, None).0, drill);
}
