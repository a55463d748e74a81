//! A scenario is read as written.

use firebell::model::{
    Channel, Effect, ExerciseKind, FlagSource, Growth, Guard, Impact, Measure, Objective,
    SkippedRule, Starts, Trigger,
};
use firebell::quantity::{
    Arena, BarrierId, CivilTime, Distribution, ImpactId, Index, InjectId, LabelId, Probability,
    RoleId, Seconds, ShiftId,
};

use crate::full::{BACKLOG, HOUR, RECORDS, full, probability, step, text};

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
