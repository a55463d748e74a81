//! What drills exercise: small drills with known answers, and laws of every generated one.

mod common;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use common::generate::sketches;
use common::{drill, drill_of, owned, role, step};
use firebell::analysis::coverage::{
    self, Change, Coverage, Drilled, Kind, Programme, Row, Settings, Why,
};
use firebell::model::{
    Barrier, BarrierEffect, Drill, Effect, FailureRule, FlagSource, Growth, Guard, Impact, Inject,
    LabelChance, Resource, ShiftPattern, Step, Success, Trigger, Use,
};
use firebell::quantity::{
    Arena, BarrierId, Distribution, FlagId, ImpactId, Index, InjectId, LabelId, PersonId,
    Probability, ResourceId, RoleId, Seconds, StepId,
};
use proptest::prelude::*;

const RUNS: u64 = 200;

fn covered(drills: &[&Drill], runs: u64, threads: usize) -> Coverage {
    let programme = Programme {
        drills,
        undrilled: &[],
        risks: &[],
    };
    played(programme, runs, threads)
}

fn played(programme: Programme<'_>, runs: u64, threads: usize) -> Coverage {
    let settings = Settings {
        seed: 7,
        replications: runs,
        threads: NonZeroUsize::new(threads).expect("at least one"),
    };
    coverage::coverage(programme, &settings, |_| ControlFlow::Continue(()))
        .expect("the streams of a test drill do not collide")
}

fn of(drill: &Drill) -> Coverage {
    covered(&[drill], RUNS, 1)
}

/// The count of the only thing of that kind with that id.
fn count(coverage: &Coverage, kind: Kind, id: &str) -> u64 {
    row(coverage, kind, id).counts[0].expect("the only drill has it")
}

fn row<'a>(coverage: &'a Coverage, kind: Kind, id: &str) -> &'a Row {
    let mut rows = coverage.rows.iter();
    rows.find(|row| row.item.kind == kind && row.item.id == id)
        .unwrap_or_else(|| panic!("there is no {kind:?} {id}"))
}

/// Why the only drill never exercises it, and the changes that do.
fn never(coverage: &Coverage, kind: Kind, id: &str) -> (Option<Why>, Vec<Change>) {
    let never = row(coverage, kind, id).never.as_ref();
    let never = never.expect("it was never exercised");
    let changes = never.remedy.as_ref().map(|remedy| {
        assert_eq!(remedy.hits, remedy.replications, "{kind:?} {id}");
        remedy.changes.clone()
    });
    (never.drills[0].1, changes.unwrap_or_default())
}

fn hour() -> Distribution {
    Distribution::Fixed(3_600.0)
}

fn chance(value: f64) -> Probability {
    Probability::new(value).expect("a probability")
}

/// `a` comes out as yes or no; only if yes, `b` follows.
fn branch() -> Drill {
    let label = |label: &str| LabelChance {
        label: label.to_owned(),
        chance: chance(0.5),
    };
    let first = Step {
        outcomes: Arena::new(vec![label("yes"), label("no")]),
        ..step("a", hour(), &[])
    };
    let second = Step {
        when: Some(Guard::Outcome(StepId::new(0), LabelId::new(0))),
        ..step("b", hour(), &[0])
    };
    drill(vec![first, second], 0)
}

#[test]
fn a_guard_is_seen_both_ways_as_often_as_its_label() {
    let coverage = of(&branch());
    let (yes, no) = (
        count(&coverage, Kind::GuardTrue, "b"),
        count(&coverage, Kind::GuardFalse, "b"),
    );
    assert_eq!(yes + no, RUNS);
    assert!((60..140).contains(&yes), "{yes}");
    assert_eq!(count(&coverage, Kind::Step, "b"), yes);
    let labels = coverage
        .rows
        .iter()
        .filter(|row| row.item.kind == Kind::Label);
    let labels: Vec<_> = labels
        .map(|row| (row.item.detail.as_deref(), row.counts[0]))
        .collect();
    assert_eq!(labels, [(Some("no"), Some(no)), (Some("yes"), Some(yes))]);
    assert_eq!(coverage.exercised(), (7, 7));
}

#[test]
fn what_the_scenario_gives_is_blamed_and_given_otherwise() {
    let mut drill = branch();
    let (a, yes, no) = (StepId::new(0), LabelId::new(0), LabelId::new(1));
    drill.scenario.given = vec![(a, no)];
    let coverage = of(&drill);
    let blamed = (Some(Why::Given(a, no)), vec![Change::Given(a, yes)]);
    assert_eq!(never(&coverage, Kind::Step, "b"), blamed);
    assert_eq!(never(&coverage, Kind::GuardTrue, "b"), blamed);
    drill.scenario.given = vec![(a, yes)];
    let coverage = of(&drill);
    let blamed = (Some(Why::Given(a, yes)), vec![Change::Given(a, no)]);
    assert_eq!(never(&coverage, Kind::GuardFalse, "b"), blamed);
}

/// `a` succeeds with that probability and falls back to `b`.
fn fallback(succeeds: f64, retries: u32) -> Drill {
    let b = StepId::new(1);
    let rule = FailureRule::Fallback(b);
    let first = Step {
        succeeds: Success::Always(chance(succeeds)),
        on_failure: match retries {
            0 => rule,
            times => FailureRule::Retry {
                times,
                pause: Seconds(60),
                then: Box::new(rule),
            },
        },
        ..step("a", hour(), &[])
    };
    let second = Step {
        on_demand: true,
        ..step("b", hour(), &[])
    };
    drill(vec![first, second], 0)
}

#[test]
fn a_step_that_always_fails_always_uses_its_fallback() {
    let coverage = of(&fallback(0.0, 2));
    for (kind, id) in [
        (Kind::Fallback, "a"),
        (Kind::Retry, "a"),
        (Kind::OnDemand, "b"),
        (Kind::Step, "b"),
    ] {
        assert_eq!(count(&coverage, kind, id), RUNS, "{kind:?}");
    }
    let why = Why::NeverSucceeds(StepId::new(0));
    assert_eq!(never(&coverage, Kind::Step, "a"), (Some(why), vec![]));
}

#[test]
fn a_step_that_never_fails_is_made_to() {
    let (a, b) = (StepId::new(0), StepId::new(1));
    let coverage = of(&fallback(1.0, 2));
    let why = Some(Why::NeverFails(a));
    assert_eq!(
        never(&coverage, Kind::Retry, "a"),
        (why, vec![Change::Fail(a, 1)])
    );
    assert_eq!(
        never(&coverage, Kind::Fallback, "a"),
        (why, vec![Change::Fail(a, 3)])
    );
    let nothing = Some(Why::NothingRequires(b));
    assert_eq!(
        never(&coverage, Kind::OnDemand, "b"),
        (nothing, vec![Change::Require(b)])
    );
    assert_eq!(
        never(&coverage, Kind::Step, "b"),
        (nothing, vec![Change::Require(b)])
    );
}

#[test]
fn what_is_possible_but_unlikely_is_told_apart_from_what_is_impossible() {
    let coverage = of(&fallback(1.0 - 1e-12, 0));
    let (why, changes) = never(&coverage, Kind::Fallback, "a");
    assert_eq!(
        (why, changes),
        (None, vec![Change::Fail(StepId::new(0), 1)])
    );
}

/// One step of a role with a holder and a deputy, both always there.
fn with_deputy() -> Drill {
    let mut drill = drill(owned(vec![step("a", hour(), &[])]), 2);
    let mut only = role("r", &[0]);
    only.deputies = vec![PersonId::new(1)];
    drill.organization.roles = Arena::new(vec![only, role("unneeded", &[1])]);
    drill
}

#[test]
fn a_deputy_stands_in_when_the_holder_is_absent() {
    let holder = PersonId::new(0);
    let coverage = of(&with_deputy());
    assert_eq!(count(&coverage, Kind::Role, "r"), RUNS);
    let why = Some(Why::HoldersAtHand(RoleId::new(0)));
    assert_eq!(
        never(&coverage, Kind::Deputy, "r"),
        (why, vec![Change::Absent(holder)])
    );
    let why = Some(Why::RoleUnneeded(RoleId::new(1)));
    assert_eq!(never(&coverage, Kind::Role, "unneeded"), (why, vec![]));

    let mut drill = with_deputy();
    let absent = Effect::Absent {
        person: holder,
        count: None,
        duration: None,
    };
    drill.scenario.injects = Arena::new(vec![inject("ill", 1.0, vec![absent])]);
    let coverage = of(&drill);
    assert_eq!(count(&coverage, Kind::Deputy, "r"), RUNS);
    assert_eq!(count(&coverage, Kind::Inject, "ill"), RUNS);
}

#[test]
fn a_reserved_step_lets_no_deputy_in() {
    let mut drill = with_deputy();
    drill.plan.steps[StepId::new(0)].reserved = true;
    let why = Some(Why::Reserved(RoleId::new(0)));
    assert_eq!(never(&of(&drill), Kind::Deputy, "r"), (why, vec![]));
}

#[test]
fn whoever_cannot_be_called_is_made_to_arrive() {
    let mut drill = drill(owned(vec![step("a", hour(), &[])]), 1);
    let (a, only) = (StepId::new(0), PersonId::new(0));
    drill.organization.people[only].shifts = ShiftPattern::Never;
    let coverage = of(&drill);
    let nobody = (Some(Why::NobodyComes(a)), vec![Change::Arrive(only)]);
    assert_eq!(never(&coverage, Kind::Step, "a"), nobody);
    assert_eq!(never(&coverage, Kind::Role, "r"), nobody);
}

#[test]
fn what_waits_for_delay_or_harm_is_brought_about() {
    let mut drill = drill(vec![step("a", hour(), &[])], 0);
    let (a, harm) = (StepId::new(0), ImpactId::new(0));
    drill.scenario.impacts = Arena::new(vec![Impact {
        id: "harm".to_owned(),
        title: "Harm".to_owned(),
        unit: None,
        starts: 0.0,
        grows: Growth::Steady,
        during: None,
        cap: None,
        cost_per_unit: 0.0,
        cost_per_unit_hour: 0.0,
        because: None,
    }]);
    let at = |id, at| Inject {
        at,
        ..inject(id, 1.0, Vec::new())
    };
    drill.scenario.injects = Arena::new(vec![
        at("late", Trigger::Overdue(a, Seconds(7_200))),
        at("worse", Trigger::Above(harm, 10.0)),
    ]);
    let coverage = of(&drill);
    let late = (None, vec![Change::Hold(a)]);
    assert_eq!(never(&coverage, Kind::Inject, "late"), late);
    let worse = Why::InjectNoMoment(InjectId::new(1));
    let worse = (Some(worse), vec![Change::Raise(harm, 11.0)]);
    assert_eq!(never(&coverage, Kind::Inject, "worse"), worse);
}

fn inject(id: &str, fires: f64, effects: Vec<Effect>) -> Inject {
    Inject {
        id: id.to_owned(),
        title: id.to_owned(),
        at: Trigger::At(Seconds::ZERO),
        chance: chance(fires),
        when: None,
        from: None,
        to: Vec::new(),
        by: None,
        message: None,
        questions: Vec::new(),
        listen_for: Vec::new(),
        expects: Vec::new(),
        hidden: false,
        effects,
        because: None,
    }
}

#[test]
fn injects_without_chance_or_guard_are_told() {
    let mut drill = drill(vec![step("a", hour(), &[])], 0);
    let flag = FlagId::new(0);
    drill.scenario.flags = Arena::new(vec![FlagSource {
        name: "regulated".to_owned(),
        chance: None,
    }]);
    let guarded = Inject {
        when: Some(Guard::Flag(flag)),
        ..inject("guarded", 1.0, Vec::new())
    };
    drill.scenario.injects = Arena::new(vec![inject("never", 0.0, Vec::new()), guarded]);
    let coverage = of(&drill);
    let first = InjectId::new(0);
    let why = Some(Why::InjectNoChance(first));
    assert_eq!(
        never(&coverage, Kind::Inject, "never"),
        (why, vec![Change::Certain(first)])
    );
    let why = Some(Why::Flag(flag, false));
    assert_eq!(
        never(&coverage, Kind::Inject, "guarded"),
        (why, vec![Change::Flag(flag, true)])
    );
}

#[test]
fn a_flag_is_kept_from_being_set() {
    let (a, flag) = (StepId::new(0), FlagId::new(0));
    let first = Step {
        effects: vec![Effect::Set(flag)],
        on_failure: FailureRule::Continue,
        ..step("a", hour(), &[])
    };
    let second = Step {
        when: Some(Guard::Flag(flag)),
        ..step("b", hour(), &[0])
    };
    let mut drill = drill(vec![first, second], 0);
    drill.scenario.flags = Arena::new(vec![FlagSource {
        name: "offline".to_owned(),
        chance: None,
    }]);
    let coverage = of(&drill);
    let failed = (None, vec![Change::Fail(a, 1)]);
    assert_eq!(never(&coverage, Kind::GuardFalse, "b"), failed);
    drill.plan.steps[a].effects.clear();
    drill.scenario.injects = Arena::new(vec![inject("cut", 1.0, vec![Effect::Set(flag)])]);
    let withheld = (None, vec![Change::NeverFires(InjectId::new(0))]);
    assert_eq!(never(&of(&drill), Kind::GuardFalse, "b"), withheld);
}

#[test]
fn a_resource_is_short_only_where_all_need_more_than_there_is() {
    let van = ResourceId::new(0);
    let resource = |count| Resource {
        id: "van".to_owned(),
        title: "Van".to_owned(),
        count,
        consumed: false,
        because: None,
    };
    let uses = vec![Use {
        resource: van,
        count: 1,
    }];
    let step = |id| Step {
        uses: uses.clone(),
        ..step(id, hour(), &[])
    };
    let mut drill = drill(vec![step("a"), step("b")], 0);
    drill.organization.resources = Arena::new(vec![resource(2)]);
    let coverage = of(&drill);
    assert_eq!(count(&coverage, Kind::ResourceUsed, "van"), RUNS);
    let why = Some(Why::Enough(van));
    assert_eq!(
        never(&coverage, Kind::ResourceShort, "van"),
        (why, vec![Change::Lose(van, 2)])
    );
    drill.organization.resources = Arena::new(vec![resource(1)]);
    assert_eq!(count(&of(&drill), Kind::ResourceShort, "van"), RUNS);
}

#[test]
fn barriers_hold_and_fail_and_those_that_avert_have_failed() {
    let barrier = |id: &str, effect| Barrier {
        id: id.to_owned(),
        title: id.to_owned(),
        owner: None,
        every: None,
        done: None,
        holds: chance(0.5),
        effect,
        because: None,
    };
    let mut drill = drill(vec![step("a", hour(), &[])], 0);
    drill.plan.barriers = Arena::new(vec![
        barrier("averts", BarrierEffect::Averts),
        barrier("weakens", BarrierEffect::Weakens(Vec::new())),
    ]);
    let coverage = of(&drill);
    assert_eq!(count(&coverage, Kind::BarrierFails, "averts"), RUNS);
    let holds = count(&coverage, Kind::BarrierHolds, "weakens");
    assert_eq!(
        holds + count(&coverage, Kind::BarrierFails, "weakens"),
        RUNS
    );
    let second = BarrierId::new(1);
    drill.scenario.failed_barriers = vec![second];
    let coverage = of(&drill);
    let never = row(&coverage, Kind::BarrierHolds, "weakens").never.as_ref();
    let never = never.expect("it has failed");
    assert_eq!(never.drills, [(0, Some(Why::BarrierFailed(second)))]);
    let remedy = never.remedy.as_ref().expect("it holds half of the time");
    assert_eq!(remedy.changes, [Change::BarrierMayHold(second)]);
}

#[test]
fn drills_share_what_has_one_name_and_undrilled_plans_and_risks_count() {
    let (one, mut other) = (branch(), branch());
    other.scenario.id = "other".to_owned();
    other.scenario.given = vec![(StepId::new(0), LabelId::new(0))];
    let mut undrilled = fallback(1.0, 0);
    undrilled.plan.id = "undrilled".to_owned();
    let risk = |id: &str, drills: &[usize]| Drilled {
        id: id.to_owned(),
        title: id.to_owned(),
        drills: drills.to_vec(),
    };
    let programme = Programme {
        drills: &[&one, &other],
        undrilled: &[&undrilled],
        risks: &[risk("R-1", &[1]), risk("R-2", &[])],
    };
    let coverage = played(programme, RUNS, 1);
    assert_eq!(row(&coverage, Kind::Risk, "R-1").counts, [None, Some(RUNS)]);
    assert!(!row(&coverage, Kind::Risk, "R-2").is_exercised());
    assert_eq!(row(&coverage, Kind::GuardFalse, "b").counts[1], Some(0));
    assert!(row(&coverage, Kind::GuardFalse, "b").is_exercised());
    // The plan, two steps, a fallback, an on-demand step, and the second risk.
    let (exercised, all) = coverage.exercised();
    assert_eq!(all - exercised, 6);
}

#[test]
fn what_is_broken_off_blames_nobody() {
    let settings = Settings {
        seed: 1,
        replications: RUNS,
        threads: NonZeroUsize::MIN,
    };
    let drill = with_deputy();
    let programme = Programme {
        drills: &[&drill, &drill],
        undrilled: &[],
        risks: &[],
    };
    let coverage = coverage::coverage(programme, &settings, |_| ControlFlow::Break(()));
    let coverage = coverage.expect("the streams do not collide");
    assert!(coverage.is_broken_off);
    assert_eq!(coverage.replications[1], 0);
    assert!(coverage.rows.iter().all(|row| row.never.is_none()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_called_impossible_never_happens(sketch in sketches()) {
        let drill = drill_of(&sketch);
        let few = covered(&[&drill], 1, 1);
        let many = covered(&[&drill], 150, 2);
        prop_assert_eq!(few.rows.len(), many.rows.len());
        for (few, many) in few.rows.iter().zip(&many.rows) {
            let is_impossible = few.never.as_ref().is_some_and(coverage::Never::is_impossible);
            prop_assert!(!(is_impossible && many.is_exercised()), "{:?}", few);
        }
    }

    #[test]
    fn every_item_stands_once_with_shares_from_0_to_1_on_any_number_of_threads(sketch in sketches()) {
        let drill = drill_of(&sketch);
        let coverage = covered(&[&drill], 70, 1);
        prop_assert!(coverage.rows.is_sorted_by(|one, next| one.item < next.item));
        let steps = coverage.rows.iter().filter(|row| row.item.kind == Kind::Step);
        prop_assert_eq!(steps.count(), drill.plan.steps.len());
        for row in &coverage.rows {
            prop_assert!((0.0..=1.0).contains(&coverage.share_most(row)));
            prop_assert_eq!(row.never.is_some(), !row.is_exercised());
        }
        prop_assert_eq!(coverage, covered(&[&drill], 70, 3));
    }
}
