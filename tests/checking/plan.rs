//! A plan is read as written.

use firebell::model::{
    BarrierEffect, Crew, Dispatch, Drill, Effect, FailureRule, Guard, Join, Section, Step, StepSet,
    Success, Use, Works,
};
use firebell::quantity::{
    Arena, BarrierId, Date, Distribution, FlagId, ImpactId, Index, LabelId, PersonId, Probability,
    ResourceId, RoleId, Seconds,
};

use crate::full::{BACKLOG, HOUR, RECORDS, full, probability, step, text};

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
