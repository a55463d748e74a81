//! Workspaces in which any value of the file format can be put in its place and checked.

use std::path::PathBuf;

use firebell::check::{self, DrillFiles};
use firebell::model::{Drill, Register};
use firebell::source::Sources;

/// The files of a workspace, by path. Between `/*StepDoc*/` and `/**/` stands a value of that shape.
pub(crate) type Texts = [(&'static str, String); 4];

/// Files with nothing in them but what is required, and the register's path, so that it is read.
pub(crate) fn bare() -> Texts {
    [
        ("organization.ron", "/*OrganizationDoc*/Organization()/**/"),
        ("register.ron", "/*RegisterDoc*/Register()/**/"),
        ("plan.ron", r#"/*PlanDoc*/Plan(id: "p")/**/"#),
        (
            "drill.ron",
            r#"/*ScenarioDoc*/Scenario(id: "d", organization: "organization.ron", register: "register.ron",
                plan: "plan.ron", starts: "2026-03-13T19:40", horizon: "96h")/**/"#,
        ),
    ]
    .map(owned)
}

/// Files in which everything exists that the examples of the reference name.
pub(crate) fn full() -> Texts {
    [
        ("organization.ron", ORGANIZATION),
        ("register.ron", REGISTER),
        ("plan.ron", PLAN),
        ("drill.ron", SCENARIO),
    ]
    .map(owned)
}

fn owned((path, text): (&'static str, &str)) -> (&'static str, String) {
    (path, text.to_owned())
}

/// The value that stands where the shape is due.
pub(crate) fn value_at(texts: &Texts, shape: &str) -> Option<String> {
    let (place, from, to) = slot(texts, shape)?;
    Some(texts[place].1[from..to].to_owned())
}

/// The same workspace with another value there.
pub(crate) fn with(texts: &Texts, shape: &str, value: &str) -> Texts {
    let (place, from, to) =
        slot(texts, shape).unwrap_or_else(|| panic!("the fixture has a place for `{shape}`"));
    let mut texts = texts.clone();
    texts[place].1.replace_range(from..to, value);
    texts
}

fn slot(texts: &Texts, shape: &str) -> Option<(usize, usize, usize)> {
    let mark = format!("/*{shape}*/");
    texts.iter().enumerate().find_map(|(place, (_, text))| {
        let from = text.find(&mark)? + mark.len();
        let to = from + text[from..].find("/**/")?;
        Some((place, from, to))
    })
}

/// The drill and the register of a workspace; what was found if it has a mistake.
pub(crate) fn read(texts: &Texts) -> Result<(Drill, Register), String> {
    let mut sources = Sources::default();
    let files = texts
        .clone()
        .map(|(path, text)| sources.add(PathBuf::from(path), text));
    let [organization, register, _, scenario] = files;
    let files = DrillFiles {
        scenario,
        plan: None,
        organization: None,
    };
    let drill = check::drill(&sources, files);
    let register = check::register(&sources, register, organization);
    let found = drill.diagnostics.iter().chain(&register.diagnostics);
    let messages: Vec<&str> = found.map(|found| found.message.as_str()).collect();
    match (drill.value, register.value) {
        (Some(drill), Some((register, _))) => Ok((drill, register)),
        (None, _) | (_, None) => Err(messages.join("; ")),
    }
}

const ORGANIZATION: &str = r#"Organization(
    name: "o", time_zone: "Asia/Shanghai",
    shifts: [/*ShiftDoc*/Shift(id: "office", days: [Mon], from: "09:00", to: "18:00")/**/],
    people: [
        /*PersonDoc*/Person(id: "chen-wei", shifts: Always)/**/,
        Person(id: "zhang-min", shifts: /*PatternDoc*/Always/**/),
        Person(id: "dba-1", shifts: Always, layer: /*LayerDoc*/Execution/**/),
        Person(id: "temp-lead", shifts: Never),
    ],
    roles: [
        Role(id: "analyst", holders: ["dba-1", "chen-wei"]),
        /*RoleDoc*/Role(id: "dba", holders: ["zhang-min"])/**/,
        Role(id: "role", holders: ["chen-wei"]),
        Role(id: "manager", holders: ["chen-wei"]),
    ],
    resources: [
        /*ResourceDoc*/Resource(id: "van", count: 2)/**/,
        Resource(id: "forensic-workstation"),
    ],
)"#;

const REGISTER: &str = r#"Register(
    likelihood: [/*LevelDoc*/Level("rare", 0.1)/**/, Level("b", 1), Level("c", 2), Level("d", 3)],
    impact: [Level("a", 1), Level("b", 2), Level("c", 3), Level("d", 4)],
    risks: [
        /*RiskDoc*/Risk(id: "R-03", category: Delay)/**/,
        Risk(id: "R-04", category: /*CategoryDoc*/Delay/**/, status: /*StatusDoc*/Open/**/,
            treatment: /*TreatmentDoc*/Avoid/**/, residual: /*RatingDoc*/Rating(likelihood: 1, impact: 1)/**/,
            indicators: [
                /*IndicatorDoc*/Indicator(id: "i")/**/,
                Indicator(id: "j", warn: /*ThresholdDoc*/Above(0)/**/),
            ],
            actions: [
                /*ActionDoc*/Action(id: "a")/**/,
                Action(id: "b", status: /*ActionStatusDoc*/Open/**/),
            ]),
    ],
)"#;

const PLAN: &str = r#"Plan(
    id: "p", dispatch: /*DispatchDoc*/Priority/**/,
    prevention: [
        /*BarrierDoc*/Barrier(id: "rate-limit", holds: 0.9, effect: Averts)/**/,
        Barrier(id: "b", holds: 0.9, effect: /*BarrierEffectDoc*/Averts/**/),
    ],
    response: [
        Step(id: "slots", owner: "analyst", takes: "1m", after: ["seal-log", "notify", "step"],
            crew: [/*CrewDoc*/Crew("role", 1)/**/], uses: [/*UseDoc*/Use("van", 1)/**/],
            join: /*JoinDoc*/All/**/, when: /*GuardDoc*/Flag("a")/**/, works: /*WorksDoc*/Through/**/,
            succeeds: /*SuccessDoc*/1/**/, effects: [/*EffectDoc*/Stop("records")/**/]),
        Step(id: "take", automatic: true, takes: /*DistributionDoc*/"1m"/**/,
            effects: [Slow(steps: /*StepSetDoc*/All/**/, factor: 2)]),
        Step(id: "fall", automatic: true, takes: "1m", on_failure: /*FailureDoc*/Halt/**/),
        Step(id: "find", automatic: true, takes: "1m",
            outcomes: [/*LabelDoc*/Label("leak", 0.85)/**/, Label("other", 0.15)]),
        Step(id: "restore", automatic: true, takes: "1m"),
        Step(id: "step", automatic: true, takes: "1m", on_demand: true),
        Step(id: "revoke", automatic: true, takes: "1m"),
        Step(id: "holding-statement", automatic: true, takes: "1m"),
        Step(id: "declare", automatic: true, takes: "1m"),
        Step(id: "notify", automatic: true, takes: "1m"),
        Step(id: "seal-log", automatic: true, takes: "1m"),
        Step(id: "confront", automatic: true, takes: "1m"),
    ],
    recovery: [
        /*StepDoc*/Step(id: "triage", automatic: true, takes: "1m", outcomes: [Label("leak", 1)])/**/,
    ],
)"#;

const SCENARIO: &str = r#"Scenario(
    id: "d", organization: "organization.ron", register: "register.ron", plan: "plan.ron",
    starts: /*StartsDoc*/"2026-03-13T19:40"/**/, horizon: "96h", kind: /*ExerciseDoc*/Tabletop/**/,
    flags: [
        /*ChanceDoc*/Chance("regulated", 0.8)/**/,
        Chance("backup-intact", 0.5), Chance("flag", 0.5), Chance("a", 0.5), Chance("b", 0.5),
    ],
    given: [/*OutcomeDoc*/Outcome("find", "leak")/**/],
    impacts: [
        /*ImpactDoc*/Impact(id: "records")/**/,
        Impact(id: "backlog", starts: 1, grows: /*GrowthDoc*/PerHour(1)/**/),
    ],
    injects: [
        /*InjectDoc*/Inject(id: "press", at: At("6h"))/**/,
        Inject(id: "i", at: /*TriggerDoc*/At("1h")/**/, by: /*ChannelDoc*/Phone/**/),
    ],
    objectives: [
        /*ObjectiveDoc*/Objective(id: "contain", measure: Completion(target: 1))/**/,
        Objective(id: "o", measure: /*MeasureDoc*/Completion(target: 1)/**/),
        Objective(id: "s", skipped: /*SkippedDoc*/Leaves/**/, measure: Done(step: "revoke", target: "4h")),
    ],
)"#;
