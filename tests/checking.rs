//! Checking turns files into exactly the drill they describe, defaults included, or says what keeps it from doing so.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use firebell::check::{self, Checked, DrillFiles};
use firebell::model::{
    BarrierEffect, Channel, Crew, Dispatch, Drill, Effect, ExerciseKind, FailureRule, FlagSource,
    Growth, Guard, Impact, Join, Layer, Measure, Objective, Person, Resource, Role, Section, Shift,
    ShiftPattern, SkippedRule, Starts, Step, StepSet, Success, Trigger, Use, Works,
};
use firebell::quantity::{
    Arena, BarrierId, CivilTime, Date, Distribution, FlagId, ImpactId, Index, InjectId, LabelId,
    PersonId, Probability, ResourceId, RoleId, Seconds, ShiftId, StepId, TimeOfDay, Weekday, Zone,
};
use firebell::source::{Severity, Sources, code, ron_files};

const HOUR: i64 = 3_600;

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

fn full() -> Drill {
    let folder = fixtures().join("full");
    let sources = read(&folder);
    let files = DrillFiles {
        scenario: sources
            .find(&folder.join("drill.ron"))
            .expect("it was read"),
        plan: None,
        organization: None,
    };
    let checked = check::drill(&sources, files);
    assert_eq!(checked.diagnostics, []);
    checked.value.expect("nothing is wrong")
}

fn probability(value: f64) -> Probability {
    Probability::new(value).expect("from 0 to 1")
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).expect("a time of day")
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a zone")
}

#[test]
fn every_code_of_meaning_and_every_lint_has_a_marked_fixture() {
    // What other files lack needs two plans or organizations for one drill: see the tests below.
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
fn an_organization_is_read_as_written() {
    let organization = full().organization;
    let shanghai = zone("Asia/Shanghai");
    assert_eq!(organization.name, "Harbour Goods");
    assert_eq!(organization.zone, shanghai);
    let days: Vec<String> = organization.holidays.iter().map(Date::to_string).collect();
    assert_eq!(days, ["2026-05-01", "2026-10-01"]);
    assert_eq!(organization.because, text("manual"));
    let shifts = [
        Shift {
            id: "night".into(),
            days: vec![Weekday::Sat],
            from: time("22:00"),
            to: time("06:00"),
            on_holidays: true,
            because: None,
        },
        Shift {
            id: "office".into(),
            days: vec![Weekday::Mon, Weekday::Fri],
            from: time("09:00"),
            to: time("18:00"),
            on_holidays: false,
            because: text("contract"),
        },
    ];
    assert_eq!(organization.shifts, Arena::new(shifts.to_vec()));
    let li_na = Person {
        id: "li-na".into(),
        name: "li-na".into(),
        layer: None,
        count: 1,
        shifts: ShiftPattern::Shifts(vec![ShiftId::new(0), ShiftId::new(1)]),
        zone: shanghai,
        acknowledges: Distribution::Fixed(300.0),
        on_call: None,
        stays: None,
        rests: Seconds(0),
        cost_per_hour: 0.0,
        contact: None,
        because: None,
    };
    let people = [
        Person {
            id: "chen-wei".into(),
            name: "Chen Wei".into(),
            layer: Some(Layer::Management),
            shifts: ShiftPattern::Always,
            zone: zone("Europe/Berlin"),
            acknowledges: Distribution::Lognormal {
                median: 240.0,
                p90: 900.0,
            },
            on_call: Some(Distribution::Fixed(60.0)),
            stays: Some(Seconds(12 * HOUR)),
            cost_per_hour: 400.0,
            contact: text("ext. 204"),
            because: text("rota"),
            ..li_na.clone()
        },
        li_na.clone(),
        Person {
            id: "pickers".into(),
            name: "pickers".into(),
            layer: Some(Layer::External),
            count: 60,
            shifts: ShiftPattern::Never,
            rests: Seconds(10 * HOUR),
            ..li_na.clone()
        },
        Person {
            id: "wu-di".into(),
            name: "wu-di".into(),
            layer: Some(Layer::Support),
            shifts: ShiftPattern::Shifts(vec![]),
            on_call: Some(Distribution::Fixed(1_200.0)),
            stays: Some(Seconds(6 * HOUR)),
            rests: Seconds(HOUR),
            ..li_na
        },
    ];
    assert_eq!(organization.people, Arena::new(people.to_vec()));
    let roles = [
        Role {
            id: "lead".into(),
            title: "Incident lead".into(),
            duties: text("Declares."),
            holders: vec![PersonId::new(1), PersonId::new(0)],
            deputies: vec![PersonId::new(3)],
            deputies_help: true,
            deputy_pace: 1.25,
            escalate_after: Seconds(1_800),
            because: text("r"),
        },
        Role {
            id: "picker".into(),
            title: "picker".into(),
            duties: None,
            holders: vec![PersonId::new(2)],
            deputies: vec![],
            deputies_help: false,
            deputy_pace: 1.0,
            escalate_after: Seconds(900),
            because: None,
        },
    ];
    assert_eq!(organization.roles, Arena::new(roles.to_vec()));
    let resource = |id: &str, title: &str, count, consumed, because| Resource {
        id: id.into(),
        title: title.into(),
        count,
        consumed,
        because,
    };
    let resources = vec![
        resource("budget", "budget", 200_000, true, None),
        resource("keys", "keys", 1, false, None),
        resource("van", "Van", 3, false, text("fleet")),
    ];
    assert_eq!(organization.resources, Arena::new(resources));
}

const RECORDS: usize = 0;
const BACKLOG: usize = 1;

/// Steps stand in the order of their ids.
fn step(id: &str) -> StepId {
    // In the order of first names: `revoke` was `cut-off`.
    let ids = ["alert", "revoke", "restore", "triage", "unplug"];
    let place = ids.iter().position(|other| *other == id);
    StepId::new(place.expect("one of the steps"))
}

#[test]
fn a_plan_is_read_as_written() {
    let Drill { plan, currency, .. } = full();
    assert_eq!((plan.id.as_str(), plan.revision.as_str()), ("leak", "r1"));
    assert_eq!(plan.title, "Customer data leak");
    assert_eq!(plan.risks, ["R-03"]);
    assert_eq!(
        (plan.owner, plan.approved_by),
        (Some(RoleId::new(0)), Some(RoleId::new(1)))
    );
    assert_eq!(plan.approved, Date::parse("2026-01-15"));
    assert_eq!(plan.changes, ["first version"]);
    assert_eq!(
        (plan.dispatch, plan.because),
        (Dispatch::LongestTail, text("p"))
    );
    assert_eq!(currency, text("CNY"));
    let [review, limit] = [0, 1].map(|place| plan.barriers[BarrierId::new(place)].clone());
    assert_eq!(
        (review.id.as_str(), review.title.as_str()),
        ("access-review", "Access review")
    );
    assert_eq!(
        (review.owner, review.every),
        (Some(RoleId::new(0)), Some(Seconds(90 * 24 * HOUR)))
    );
    assert_eq!(
        (review.done, review.holds),
        (Date::parse("2026-01-10"), probability(0.7))
    );
    assert_eq!(
        (review.effect, review.because),
        (BarrierEffect::Averts, text("b"))
    );
    assert_eq!(
        (limit.title.as_str(), limit.owner, limit.every),
        ("rate-limit", None, None)
    );
    let weakens = vec![
        Effect::Scale(ImpactId::new(RECORDS), 0.3),
        Effect::Stop(ImpactId::new(BACKLOG)),
    ];
    assert_eq!(limit.effect, BarrierEffect::Weakens(weakens));
    let ids: Vec<&str> = plan.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids, ["alert", "revoke", "restore", "triage", "unplug"]);
    assert_eq!(
        (
            &plan.steps[step("unplug")].takes,
            &plan.steps[step("unplug")].on_failure
        ),
        (
            &Distribution::Observed(vec![720.0, 2_460.0]),
            &FailureRule::Continue
        )
    );
    assert_eq!(plan.steps[step("restore")].join, Join::Any);
}

#[test]
fn a_step_that_says_nothing_has_the_defaults() {
    let plan = full().plan;
    let alert = Step {
        id: "alert".into(),
        title: "alert".into(),
        section: Section::Response,
        owner: None,
        crew: vec![],
        uses: vec![],
        after: vec![],
        join: Join::All,
        delay: Seconds(0),
        when: None,
        on_demand: false,
        takes: Distribution::Exponential { mean: 2_400.0 },
        works: Works::Through,
        outcomes: Arena::new(vec![]),
        succeeds: Success::Always(Probability::ONE),
        on_failure: FailureRule::Halt,
        waits_at_most: None,
        reserved: false,
        not_by: vec![],
        effects: vec![],
        priority: 0,
        cost: 0.0,
        negotiable: vec![],
        was: None,
        how: None,
        link: None,
        because: None,
    };
    assert_eq!(plan.steps[step("alert")], alert);
}

#[test]
fn a_step_that_says_everything_is_read_as_written() {
    let plan = full().plan;
    let known = FlagId::new(1);
    let regulated = FlagId::new(2);
    let minutes = |count: i64| Seconds(60 * count);
    let revoke = Step {
        id: "revoke".into(),
        title: "Revoke".into(),
        section: Section::Response,
        owner: Some(RoleId::new(0)),
        crew: vec![
            Crew {
                role: RoleId::new(1),
                count: 2,
            },
            Crew {
                role: RoleId::new(0),
                count: 1,
            },
        ],
        uses: vec![
            Use {
                resource: ResourceId::new(2),
                count: 1,
            },
            Use {
                resource: ResourceId::new(0),
                count: 50,
            },
        ],
        after: vec![step("alert"), step("triage")],
        join: Join::AtLeast(2),
        delay: minutes(5),
        when: Some(Guard::All(vec![
            Guard::Outcome(step("triage"), LabelId::new(0)),
            Guard::Not(Box::new(Guard::Flag(known))),
            Guard::Any(vec![Guard::Flag(regulated)]),
        ])),
        on_demand: true,
        takes: Distribution::Pert {
            min: 900.0,
            likely: 1_800.0,
            max: 7_200.0,
        },
        works: Works::OnShift,
        outcomes: Arena::new(vec![]),
        succeeds: Success::Given {
            flag: regulated,
            then: probability(0.95),
            otherwise: probability(0.4),
        },
        on_failure: FailureRule::Retry {
            times: 2,
            pause: minutes(10),
            then: Box::new(FailureRule::Fallback(step("unplug"))),
        },
        waits_at_most: Some(Seconds(3 * HOUR)),
        reserved: true,
        not_by: vec![step("triage")],
        effects: effects(known),
        priority: -5,
        cost: 12.5,
        negotiable: vec![step("alert")],
        was: text("cut-off"),
        how: text("Runbook"),
        link: text("r.md"),
        because: text("s"),
    };
    assert_eq!(plan.steps[step("revoke")], revoke);
}

/// Every effect there is, with and without what may be left out.
fn effects(known: FlagId) -> Vec<Effect> {
    let (records, backlog) = (ImpactId::new(RECORDS), ImpactId::new(BACKLOG));
    let (budget, van) = (ResourceId::new(0), ResourceId::new(2));
    let (li_na, pickers, wu_di) = (PersonId::new(1), PersonId::new(2), PersonId::new(3));
    let hours = |count: i64| Some(Seconds(count * HOUR));
    vec![
        Effect::Stop(records),
        Effect::Scale(records, 0.5),
        Effect::Add(
            backlog,
            Distribution::Triangular {
                min: -1.0,
                likely: 0.0,
                max: 2.0,
            },
        ),
        Effect::Drain {
            impact: backlog,
            per_hour: 700.0,
            duration: hours(10),
        },
        Effect::Drain {
            impact: backlog,
            per_hour: 1.0,
            duration: None,
        },
        Effect::Set(known),
        Effect::Require(step("unplug")),
        Effect::Reopen(step("triage")),
        Effect::Absent {
            person: pickers,
            count: Some(9),
            duration: hours(72),
        },
        Effect::Absent {
            person: li_na,
            count: None,
            duration: None,
        },
        Effect::Arrive {
            person: pickers,
            count: Some(4),
        },
        Effect::Arrive {
            person: wu_di,
            count: None,
        },
        Effect::Lose {
            resource: van,
            count: 2,
            duration: hours(4),
        },
        Effect::Lose {
            resource: van,
            count: 1,
            duration: None,
        },
        Effect::Gain {
            resource: budget,
            count: 10,
            duration: None,
        },
        Effect::Gain {
            resource: van,
            count: 1,
            duration: None,
        },
        Effect::Slow {
            steps: StepSet::All,
            factor: 1.5,
            duration: hours(2),
        },
        Effect::Slow {
            steps: StepSet::Some(vec![step("alert"), step("triage")]),
            factor: 0.5,
            duration: None,
        },
        Effect::SlowAnswers {
            factor: 4.0,
            duration: None,
        },
        Effect::Hold {
            steps: StepSet::Some(vec![step("unplug")]),
            duration: hours(6),
        },
        Effect::Hold {
            steps: StepSet::All,
            duration: None,
        },
        Effect::Fail(step("triage"), 1),
    ]
}

#[test]
fn a_scenario_is_read_as_written() {
    let scenario = full().scenario;
    assert_eq!(
        (scenario.id.as_str(), scenario.title.as_str()),
        ("friday", "Friday night")
    );
    assert_eq!(scenario.kind, ExerciseKind::FullScale);
    assert_eq!(
        scenario.starts,
        Starts::At(CivilTime::parse("2026-03-13T19:40").unwrap())
    );
    assert_eq!(scenario.horizon, Seconds(96 * HOUR));
    assert_eq!(
        (scenario.narrative, scenario.because),
        (text("n"), text("c"))
    );
    assert_eq!(scenario.assumptions, ["a"]);
    let flag = |name: &str, chance: Option<f64>| FlagSource {
        name: name.into(),
        chance: chance.map(probability),
    };
    let flags = vec![
        flag("idle", Some(0.0)),
        flag("known", None),
        flag("regulated", Some(0.8)),
    ];
    assert_eq!(scenario.flags, Arena::new(flags));
    assert_eq!(scenario.given, [(step("triage"), LabelId::new(1))]);
    assert_eq!(
        scenario.failed_barriers,
        [BarrierId::new(0), BarrierId::new(1)]
    );
    let backlog = Impact {
        id: "backlog".into(),
        title: "backlog".into(),
        unit: None,
        starts: 0.0,
        grows: Growth::Steady,
        during: None,
        cap: None,
        cost_per_unit: 0.0,
        cost_per_unit_hour: 0.0,
        because: None,
    };
    let impacts = [
        Impact {
            id: "records".into(),
            title: "Records".into(),
            unit: text("r"),
            starts: 5.0,
            grows: Growth::PerHour(4_200.0),
            during: Some(ShiftId::new(1)),
            cap: Some(900_000.0),
            cost_per_unit: 11.0,
            cost_per_unit_hour: 2.0,
            because: text("i"),
        },
        backlog.clone(),
        Impact {
            id: "virus".into(),
            title: "virus".into(),
            starts: 1.0,
            grows: Growth::Doubles(Seconds(6 * HOUR)),
            ..backlog
        },
    ];
    assert_eq!(scenario.impacts, Arena::new(impacts.to_vec()));
}

#[test]
fn injects_are_read_as_written() {
    let injects = full().scenario.injects;
    let press = &injects[InjectId::new(0)];
    assert_eq!(
        (press.id.as_str(), press.title.as_str()),
        ("press", "A journalist calls")
    );
    assert_eq!(
        (press.chance, &press.because),
        (probability(0.5), &text("j"))
    );
    assert_eq!(
        press.when,
        Some(Guard::Outcome(step("triage"), LabelId::new(0)))
    );
    assert_eq!(
        (&press.from, &press.message),
        (&text("Journalist"), &text("m"))
    );
    assert_eq!(press.to, [RoleId::new(1), RoleId::new(0)]);
    assert_eq!(
        (&press.questions, &press.listen_for),
        (&vec!["q".to_owned()], &vec!["l".to_owned()])
    );
    assert_eq!(press.expects, [step("unplug"), step("revoke")]);
    assert!(press.hidden);
    let backlog = ImpactId::new(BACKLOG);
    assert_eq!(
        press.effects,
        [
            Effect::Require(step("revoke")),
            Effect::Add(backlog, Distribution::Fixed(400.0))
        ]
    );
    let triggers: Vec<(Trigger, Option<Channel>)> = injects
        .iter()
        .map(|inject| (inject.at.clone(), inject.by))
        .collect();
    let (ten, four) = (Seconds(600), Seconds(4 * HOUR));
    assert_eq!(
        triggers,
        [
            (Trigger::At(Seconds(6 * HOUR)), Some(Channel::Phone)),
            (
                Trigger::Between(Seconds(HOUR), Seconds(8 * HOUR)),
                Some(Channel::Email)
            ),
            (
                Trigger::Started(step("revoke"), ten),
                Some(Channel::Message)
            ),
            (
                Trigger::Finished(step("triage"), ten),
                Some(Channel::InPerson)
            ),
            (
                Trigger::Above(ImpactId::new(RECORDS), 20_000.0),
                Some(Channel::Letter)
            ),
            (Trigger::Overdue(step("revoke"), four), Some(Channel::Media)),
        ]
    );
    let quiet = &injects[InjectId::new(1)];
    assert_eq!(
        (quiet.title.as_str(), quiet.chance, quiet.hidden),
        ("between", Probability::ONE, false)
    );
}

#[test]
fn objectives_are_read_as_written() {
    let objectives = full().scenario.objectives;
    let hours = |count: i64| Seconds(count * HOUR);
    let [triage, revoke, unplug] = ["triage", "revoke", "unplug"].map(|id| Some(step(id)));
    let (records, backlog) = (ImpactId::new(RECORDS), ImpactId::new(BACKLOG));
    let plain = |id: &str, measure: Measure| Objective {
        id: id.into(),
        title: id.into(),
        capability: None,
        weight: 1.0,
        critical: false,
        penalty: 0.0,
        skipped: SkippedRule::Leaves,
        measure,
        because: None,
    };
    let inject = InjectId::new(0);
    let expected = [
        Objective {
            title: "Contained".into(),
            capability: text("Containment"),
            weight: 3.0,
            critical: true,
            penalty: 50_000.0,
            skipped: SkippedRule::Misses,
            because: text("o"),
            ..plain(
                "done",
                Measure::Done {
                    step: revoke,
                    target: hours(4),
                    limit: hours(12),
                },
            )
        },
        plain(
            "within",
            Measure::Within {
                inject,
                step: unplug,
                target: hours(2),
                limit: hours(2),
            },
        ),
        plain(
            "elapsed",
            Measure::Elapsed {
                from: triage,
                to: revoke,
                target: hours(2),
                limit: hours(3),
            },
        ),
        plain(
            "final",
            Measure::Final {
                impact: records,
                target: 1.0,
                limit: 2.0,
            },
        ),
        plain(
            "peak",
            Measure::Peak {
                impact: backlog,
                target: 1.0,
                limit: 1.0,
            },
        ),
        plain(
            "time-above",
            Measure::TimeAbove {
                impact: records,
                level: 3.0,
                target: hours(1),
                limit: hours(2),
            },
        ),
        plain(
            "cleared",
            Measure::Cleared {
                impact: records,
                target: hours(1),
                limit: hours(2),
            },
        ),
        plain(
            "order",
            Measure::Order {
                first: triage,
                then: revoke,
            },
        ),
        plain(
            "completion",
            Measure::Completion {
                target: 0.9,
                limit: 0.5,
            },
        ),
        plain(
            "stood-down",
            Measure::StoodDown {
                target: hours(1),
                limit: hours(2),
            },
        ),
        plain(
            "cost",
            Measure::Cost {
                target: 1.0,
                limit: 2.0,
            },
        ),
        plain("judged", Measure::Judged(vec!["The log was sealed".into()])),
    ];
    assert_eq!(objectives, Arena::new(expected.to_vec()));
}

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
