//! A small drill and its story, made by hand, in which most of what can be told happens.

use crate::analysis::{
    AfterFailure, Assessment, CallKind, Category, Chain, Cost, Event, EventKind, Importance,
    Judgment, LevelAt, Link, LinkKind, Member, PersonState, Rating, Shortage, SkipReason, Source,
    Span, SpanKind, StepState, StepStory, Story, Turn, Unit, Value, Verdict,
};
use crate::model::{
    Channel, Crew, Dispatch, Drill, Effect, ExerciseKind, FailureRule, FlagSource, Growth, Guard,
    Impact, Inject, Join, LabelChance, Measure, Objective, Organization, Person, Plan, Resource,
    Role, Scenario, Section, Shift, ShiftPattern, SkippedRule, Starts, Step, Success, Trigger,
    Works,
};
use crate::quantity::{
    Arena, CivilTime, Distribution, FlagId, ImpactId, Index, InjectId, LabelId, ObjectiveId,
    PersonId, Probability, RoleId, Seconds, ShiftId, StepId, TimeOfDay, Weekday, Zone,
};

/// A played drill.
pub(in crate::report) struct Played {
    pub(in crate::report) drill: Drill,
    pub(in crate::report) story: Story,
    pub(in crate::report) assessment: Assessment,
}

pub(in crate::report) fn played() -> Played {
    let drill = drill();
    let story = story(&drill);
    Played {
        assessment: assessment(),
        drill,
        story,
    }
}

fn minutes(count: i64) -> Seconds {
    Seconds(count * 60)
}

fn step_id(place: usize) -> StepId {
    StepId::new(place)
}

const ALERT: usize = 0;
const DECIDE: usize = 1;
const FALSE_ALARM: usize = 2;
const ISOLATE: usize = 3;
const REVOKE: usize = 4;

fn drill() -> Drill {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let person = |id: &str, name: &str, count: u32, shifts: ShiftPattern| Person {
        id: id.to_owned(),
        name: name.to_owned(),
        layer: None,
        count,
        shifts,
        zone: zone.clone(),
        acknowledges: Distribution::Fixed(300.0),
        on_call: None,
        stays: None,
        rests: Seconds::ZERO,
        cost_per_hour: 100.0,
        contact: None,
        because: None,
    };
    let role = |id: &str, title: &str, holders: &[usize], deputies: &[usize]| Role {
        id: id.to_owned(),
        title: title.to_owned(),
        duties: None,
        holders: holders.iter().copied().map(PersonId::new).collect(),
        deputies: deputies.iter().copied().map(PersonId::new).collect(),
        deputies_help: false,
        deputy_pace: 1.0,
        escalate_after: minutes(15),
        because: None,
    };
    Drill {
        organization: Organization {
            name: "Harbour Goods".to_owned(),
            zone: zone.clone(),
            holidays: Vec::new(),
            shifts: Arena::new(vec![Shift {
                id: "office".to_owned(),
                days: Weekday::ALL[..5].to_vec(),
                from: TimeOfDay::parse("09:00").unwrap(),
                to: TimeOfDay::parse("18:00").unwrap(),
                on_holidays: false,
                because: None,
            }]),
            people: Arena::new(vec![
                person(
                    "chen-wei",
                    "陈伟",
                    1,
                    ShiftPattern::Shifts(vec![ShiftId::new(0)]),
                ),
                person("li-na", "Li Na", 1, ShiftPattern::Always),
                person("pickers", "Pickers", 40, ShiftPattern::Always),
            ]),
            roles: Arena::new(vec![
                role("lead", "Incident lead", &[0], &[1]),
                role("dba", "DBA", &[1], &[]),
                role("picker", "Picker", &[2], &[]),
            ]),
            resources: Arena::new(vec![Resource {
                id: "workstation".to_owned(),
                title: "Forensic workstation".to_owned(),
                count: 1,
                consumed: false,
                because: None,
            }]),
            because: None,
        },
        plan: Plan {
            id: "data-leak".to_owned(),
            revision: "r1".to_owned(),
            title: "Customer data leak".to_owned(),
            risks: Vec::new(),
            owner: None,
            approved: None,
            approved_by: None,
            changes: Vec::new(),
            dispatch: Dispatch::Priority,
            barriers: Arena::new(Vec::new()),
            steps: steps(),
            because: None,
        },
        scenario: scenario(),
        currency: Some("CNY".to_owned()),
    }
}

fn steps() -> Arena<StepId, Step> {
    let step = |id: &str, title: &str, owner: Option<usize>| Step {
        id: id.to_owned(),
        title: title.to_owned(),
        section: Section::Response,
        owner: owner.map(RoleId::new),
        crew: Vec::new(),
        uses: Vec::new(),
        after: Vec::new(),
        join: Join::All,
        delay: Seconds::ZERO,
        when: None,
        on_demand: false,
        takes: Distribution::Fixed(600.0),
        works: Works::Through,
        outcomes: Arena::new(Vec::new()),
        succeeds: Success::Always(Probability::ONE),
        on_failure: FailureRule::Halt,
        waits_at_most: None,
        reserved: false,
        not_by: Vec::new(),
        effects: Vec::new(),
        priority: 0,
        cost: 0.0,
        negotiable: Vec::new(),
        was: None,
        how: None,
        link: None,
        because: None,
    };
    let label = |label: &str| LabelChance {
        label: label.to_owned(),
        chance: Probability::new(0.5).unwrap(),
    };
    Arena::new(vec![
        step("alert", "Leak detector raises an alert", None),
        Step {
            outcomes: Arena::new(vec![label("leak"), label("false-alarm")]),
            ..step("decide", "Decide whether it is a leak", Some(0))
        },
        Step {
            when: Some(Guard::Outcome(step_id(DECIDE), LabelId::new(1))),
            ..step("false-alarm", "Close the alarm", Some(0))
        },
        Step {
            crew: vec![Crew {
                role: RoleId::new(2),
                count: 3,
            }],
            delay: minutes(30),
            ..step(
                "isolate-the-whole-warehouse-network",
                "Take the warehouse off the network",
                Some(1),
            )
        },
        Step {
            effects: vec![Effect::Stop(ImpactId::new(0))],
            ..step(
                "revoke",
                "Revoke the \u{1b}[31mleaking\u{1b}[0m keys",
                Some(1),
            )
        },
    ])
}

fn scenario() -> Scenario {
    let inject = |id: &str, title: &str| Inject {
        id: id.to_owned(),
        title: title.to_owned(),
        at: Trigger::At(minutes(90)),
        chance: Probability::ONE,
        when: None,
        from: None,
        to: Vec::new(),
        by: None,
        message: None,
        questions: Vec::new(),
        listen_for: Vec::new(),
        expects: Vec::new(),
        hidden: false,
        effects: Vec::new(),
        because: None,
    };
    let objective = |id: &str, title: &str, critical: bool, measure: Measure| Objective {
        id: id.to_owned(),
        title: title.to_owned(),
        capability: None,
        weight: 1.0,
        critical,
        penalty: 0.0,
        skipped: SkippedRule::Leaves,
        measure,
        because: None,
    };
    Scenario {
        id: "night".to_owned(),
        title: "客户数据在星期五夜里外泄 (customer records leave on a Friday night)".to_owned(),
        kind: ExerciseKind::Tabletop,
        starts: Starts::At(CivilTime::parse("2026-03-13T19:40").unwrap()),
        horizon: minutes(96 * 60),
        narrative: Some(
            "An export job writes the customer table to a bucket that anyone can read.\n\
             Nobody has noticed."
                .to_owned(),
        ),
        assumptions: vec!["The averting barriers have failed.".to_owned()],
        flags: Arena::new(vec![FlagSource {
            name: "regulated".to_owned(),
            chance: Probability::new(0.8),
        }]),
        given: Vec::new(),
        failed_barriers: Vec::new(),
        impacts: Arena::new(vec![Impact {
            id: "records".to_owned(),
            title: "Customer records exposed".to_owned(),
            unit: Some("records".to_owned()),
            starts: 0.0,
            grows: Growth::PerHour(4_200.0),
            during: None,
            cap: None,
            cost_per_unit: 11.0,
            cost_per_unit_hour: 0.0,
            because: None,
        }]),
        injects: Arena::new(vec![
            Inject {
                from: Some("A journalist".to_owned()),
                to: vec![RoleId::new(0), RoleId::new(1)],
                by: Some(Channel::Phone),
                message: Some(
                    "We are told that customer data is for sale, with names and telephone \
                     numbers. Your comment, please.\n\n陈先生，请您在两个小时之内给我们一个答复，谢谢您。\u{7}"
                        .to_owned(),
                ),
                effects: vec![Effect::Add(ImpactId::new(0), Distribution::Fixed(400.0))],
                ..inject("press", "A journalist calls")
            },
            Inject {
                hidden: true,
                effects: vec![Effect::Absent {
                    person: PersonId::new(0),
                    count: None,
                    duration: Some(minutes(72 * 60)),
                }],
                ..inject("lead-ill", "The incident lead is taken ill")
            },
        ]),
        objectives: Arena::new(vec![
            objective(
                "contain",
                "The leak is contained",
                true,
                Measure::Done {
                    step: Some(step_id(REVOKE)),
                    target: minutes(120),
                    limit: minutes(720),
                },
            ),
            objective(
                "records",
                "Few records leave",
                false,
                Measure::Final {
                    impact: ImpactId::new(0),
                    target: 20_000.0,
                    limit: 60_000.0,
                },
            ),
            objective(
                "evidence",
                "Evidence is sealed before anybody is confronted",
                false,
                Measure::Judged(vec!["The log was sealed".to_owned()]),
            ),
        ]),
        because: None,
    }
}

fn story(drill: &Drill) -> Story {
    let zone = &drill.organization.zone;
    let starts = CivilTime::parse("2026-03-13T19:40").unwrap();
    let untouched = StepStory {
        state: StepState::Skipped,
        ready: None,
        started: None,
        finished: None,
        people: Vec::new(),
        attempts: 0,
        waited: Seconds::ZERO,
        label: None,
        spans: Vec::new(),
    };
    let span = |from: i64, to: i64, kind: SpanKind| Span {
        from: minutes(from),
        to: minutes(to),
        kind,
    };
    let waiting = SpanKind::Waiting(lead_lacks(PersonState::OffShift));
    let done = |spans: Vec<Span>| StepStory {
        state: StepState::Done,
        attempts: 1,
        spans,
        ..untouched.clone()
    };
    let steps = vec![
        done(vec![span(0, 43, SpanKind::Work)]),
        done(vec![span(43, 110, waiting), span(110, 120, SpanKind::Work)]),
        untouched.clone(),
        StepStory {
            state: StepState::Failed,
            ..done(vec![
                span(120, 150, SpanKind::Delay),
                span(150, 190, SpanKind::FailedWork),
            ])
        },
        done(vec![
            span(120, 150, SpanKind::FailedWork),
            span(150, 160, SpanKind::Pause),
            span(160, 200, SpanKind::Work),
        ]),
    ];
    Story {
        replication: 7,
        onset: zone.instant(starts),
        starts,
        weekday: Weekday::Fri,
        horizon: drill.scenario.horizon,
        clock_changes: Vec::new(),
        events: events(),
        steps: Arena::new(steps),
    }
}

fn lead_lacks(state: PersonState) -> Shortage {
    Shortage::Person {
        role: RoleId::new(0),
        person: PersonId::new(0),
        state,
    }
}

fn member(person: usize, number: u32) -> Member {
    Member {
        person: PersonId::new(person),
        number,
    }
}

fn started(step: usize, attempt: u32, members: Vec<Member>, is_deputy: bool) -> EventKind {
    EventKind::Started {
        step: step_id(step),
        attempt,
        members,
        is_deputy,
        resumes: false,
        until: Seconds::ZERO,
    }
}

fn events() -> Vec<Event> {
    let at = |minute: i64, kind: EventKind| Event {
        at: minutes(minute),
        importance: Importance::Ordinary,
        category: Category::World,
        steps: Vec::new(),
        people: Vec::new(),
        levels: Vec::new(),
        kind,
    };
    let with_level = |event: Event, level: f64| Event {
        levels: vec![LevelAt {
            impact: ImpactId::new(0),
            level,
        }],
        ..event
    };
    let inject = |place: usize| Source::Inject(InjectId::new(place));
    vec![
        with_level(at(0, EventKind::Onset), 0.0),
        at(0, EventKind::FlagSet(FlagId::new(0), Source::Onset)),
        at(0, EventKind::Released(step_id(ALERT))),
        at(
            0,
            EventKind::Ready {
                step: step_id(ALERT),
                attempt: 1,
            },
        ),
        at(0, started(ALERT, 1, Vec::new(), false)),
        at(43, EventKind::Done(step_id(ALERT), None)),
        at(
            43,
            EventKind::Ready {
                step: step_id(DECIDE),
                attempt: 1,
            },
        ),
        at(
            43,
            EventKind::Waits {
                step: step_id(DECIDE),
                shortage: lead_lacks(PersonState::OffShift),
            },
        ),
        at(
            43,
            EventKind::Called {
                person: PersonId::new(0),
                members: 1,
                kind: CallKind::OutOfReach,
                step: step_id(DECIDE),
                role: RoleId::new(0),
            },
        ),
        at(
            58,
            EventKind::Called {
                person: PersonId::new(1),
                members: 1,
                kind: CallKind::OnShift,
                step: step_id(DECIDE),
                role: RoleId::new(0),
            },
        ),
        at(90, EventKind::InjectFired(InjectId::new(0))),
        with_level(
            at(
                90,
                EventKind::Effect {
                    source: inject(0),
                    effect: Effect::Add(ImpactId::new(0), Distribution::Fixed(400.0)),
                    amount: Some(400.0),
                },
            ),
            6_700.0,
        ),
        at(90, EventKind::InjectFired(InjectId::new(1))),
        at(
            90,
            EventKind::Effect {
                source: inject(1),
                effect: Effect::Absent {
                    person: PersonId::new(0),
                    count: None,
                    duration: Some(minutes(72 * 60)),
                },
                amount: None,
            },
        ),
        at(
            90,
            EventKind::Absent {
                person: PersonId::new(0),
                members: 1,
                until: Some(minutes(73 * 60 + 30)),
            },
        ),
        at(
            110,
            EventKind::Answered {
                person: PersonId::new(1),
                members: 1,
            },
        ),
        at(110, started(DECIDE, 1, vec![member(1, 1)], true)),
        at(120, EventKind::Done(step_id(DECIDE), Some(LabelId::new(0)))),
        at(
            120,
            EventKind::Skipped(step_id(FALSE_ALARM), SkipReason::Guard),
        ),
        at(120, EventKind::Released(step_id(ISOLATE))),
        at(120, started(REVOKE, 1, vec![member(1, 1)], false)),
        at(
            120,
            EventKind::Objective(ObjectiveId::new(0), Turn::TargetPassed),
        ),
        at(
            150,
            EventKind::Failed {
                step: step_id(REVOKE),
                attempt: 1,
                gave_up_waiting: false,
                then: AfterFailure::Retry(minutes(160)),
            },
        ),
        at(
            150,
            EventKind::Answered {
                person: PersonId::new(2),
                members: 40,
            },
        ),
        at(
            150,
            started(
                ISOLATE,
                1,
                vec![member(1, 1), member(2, 1), member(2, 2), member(2, 3)],
                false,
            ),
        ),
        at(160, started(REVOKE, 2, vec![member(1, 1)], false)),
        at(
            190,
            EventKind::Failed {
                step: step_id(ISOLATE),
                attempt: 1,
                gave_up_waiting: false,
                then: AfterFailure::Halt,
            },
        ),
        with_level(at(200, EventKind::Done(step_id(REVOKE), None)), 14_400.0),
        with_level(
            at(
                200,
                EventKind::Effect {
                    source: Source::Step(step_id(REVOKE)),
                    effect: Effect::Stop(ImpactId::new(0)),
                    amount: None,
                },
            ),
            14_400.0,
        ),
        at(
            200,
            EventKind::Objective(ObjectiveId::new(0), Turn::FellShort(0.867)),
        ),
        with_level(at(96 * 60, EventKind::Horizon), 14_400.0),
        at(
            96 * 60,
            EventKind::Objective(ObjectiveId::new(1), Turn::Met),
        ),
    ]
}

fn assessment() -> Assessment {
    let link = |from: i64, to: i64, step: usize, kind: LinkKind| Link {
        from: minutes(from),
        to: minutes(to),
        step: step_id(step),
        kind,
    };
    let waiting = |person: usize, state: PersonState| LinkKind::WaitingForPerson {
        role: RoleId::new(0),
        person: PersonId::new(person),
        state,
    };
    let chain = Chain {
        from: Seconds::ZERO,
        to: minutes(200),
        links: vec![
            link(0, 43, ALERT, LinkKind::Detecting),
            link(43, 90, DECIDE, waiting(0, PersonState::OffShift)),
            link(90, 110, DECIDE, waiting(1, PersonState::NotAnswering)),
            link(110, 120, DECIDE, LinkKind::Work),
            link(120, 160, REVOKE, LinkKind::Rework),
            link(160, 200, REVOKE, LinkKind::Work),
        ],
        steps: vec![step_id(ALERT), step_id(DECIDE), step_id(REVOKE)],
    };
    Assessment {
        replication: 7,
        objectives: Arena::new(vec![
            Verdict::Applies(Judgment {
                value: Some(Value {
                    amount: 12_000.0,
                    unit: Unit::Moment,
                }),
                attainment: 0.867,
                rating: Rating::SomeChallenges,
                is_beyond_limit: false,
                penalty: 0.0,
                decided: minutes(200),
                chain: Some(chain),
            }),
            Verdict::Applies(Judgment {
                value: Some(Value {
                    amount: 14_400.0,
                    unit: Unit::Level(ImpactId::new(0)),
                }),
                attainment: 1.0,
                rating: Rating::Performed,
                is_beyond_limit: false,
                penalty: 0.0,
                decided: minutes(96 * 60),
                chain: None,
            }),
            Verdict::Judged,
        ]),
        score: Some(93.35),
        passed: Some(false),
        cost: Cost {
            labour: 812.5,
            steps: 0.0,
            impacts: 158_400.0,
            penalties: 0.0,
        },
        makespan: minutes(200),
    }
}
