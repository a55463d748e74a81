//! The ways through a plan: hand-computed cases, and no drill that is played beats the shortest.

mod common;

use common::{compiled, drill, step};
use firebell::model::graph::{LeastTimes, expected_longest_ways, shortest_ways};
use firebell::model::{
    Drill, Effect, FailureRule, Guard, Inject, Join, LabelChance, Plan, Step, Success, Trigger,
};
use firebell::quantity::{Arena, Distribution, Index, LabelId, Probability, Seconds, StepId};
use firebell::random::Luck;
use firebell::simulate::{Detail, play};
use proptest::prelude::*;

fn minutes(count: i64) -> Distribution {
    Distribution::Fixed(Seconds(60 * count).as_f64())
}

fn pert(min: f64, likely: f64, max: f64) -> Distribution {
    Distribution::Pert { min, likely, max }
}

fn least(plan: &Plan) -> LeastTimes {
    LeastTimes {
        work: plan
            .steps
            .iter()
            .map(|step| Seconds::rounded(step.takes.min()))
            .collect(),
        not_before: plan.steps.iter().map(|_| Seconds::ZERO).collect(),
        called: plan.steps.iter().map(|_| None).collect(),
    }
}

fn ids(plan: &Plan, way: &[StepId]) -> Vec<String> {
    way.iter()
        .map(|step| plan.steps[*step].id.clone())
        .collect()
}

fn shortest_of_last(steps: Vec<Step>) -> (Option<Seconds>, Vec<String>) {
    let plan = drill(steps, 0).plan;
    let ways = shortest_ways(&plan, &least(&plan));
    let last = StepId::new(plan.steps.len() - 1);
    (ways.done[last], ids(&plan, &ways.to(last)))
}

#[test]
fn the_longest_way_goes_by_expected_work_and_delays() {
    let mut late = step("d", minutes(5), &[1, 2]);
    late.delay = Seconds(60);
    let steps = vec![
        step("a", minutes(10), &[]),
        step("b", pert(0.0, 1200.0, 2400.0), &[0]),
        step("c", minutes(15), &[0]),
        late,
    ];
    let plan = drill(steps, 0).plan;
    let ways = expected_longest_ways(&plan);
    let last = StepId::new(3);
    assert_eq!(ways.done[last], Some(Seconds(60 * (10 + 20 + 1 + 5))));
    assert_eq!(ids(&plan, &ways.to(last)), ["a", "b", "d"]);
}

#[test]
fn the_shortest_way_waits_for_all_or_for_as_many_as_the_join_says() {
    let fork = |join| {
        let mut end = step("d", minutes(1), &[0, 1, 2]);
        end.join = join;
        vec![
            step("a", minutes(10), &[]),
            step("b", minutes(20), &[]),
            step("c", minutes(30), &[]),
            end,
        ]
    };
    let way = |join| shortest_of_last(fork(join));
    assert_eq!(
        way(Join::All),
        (Some(Seconds(31 * 60)), vec!["c".into(), "d".into()])
    );
    assert_eq!(
        way(Join::Any),
        (Some(Seconds(11 * 60)), vec!["a".into(), "d".into()])
    );
    assert_eq!(
        way(Join::AtLeast(2)),
        (Some(Seconds(21 * 60)), vec!["b".into(), "d".into()])
    );
}

#[test]
fn a_guarded_branch_may_be_skipped_but_not_both() {
    let guarded = |id, takes, after: &[usize]| {
        let mut step = step(id, takes, after);
        step.when = Some(Guard::Outcome(StepId::new(0), LabelId::new(0)));
        step
    };
    let steps = vec![
        step("a", minutes(10), &[]),
        guarded("b", minutes(5), &[0]),
        guarded("c", minutes(50), &[0]),
        step("d", minutes(1), &[1, 2]),
    ];
    let way = vec!["a".into(), "b".into(), "d".into()];
    assert_eq!(shortest_of_last(steps), (Some(Seconds(16 * 60)), way));
}

#[test]
fn a_quicker_fallback_is_a_shorter_way() {
    let mut slow = step("a", minutes(60), &[]);
    slow.waits_at_most = Some(Seconds(60));
    slow.on_failure = FailureRule::Fallback(StepId::new(1));
    let mut fallback = step("b", minutes(5), &[]);
    fallback.on_demand = true;
    let steps = vec![slow, fallback, step("c", minutes(1), &[0])];
    let plan = drill(steps, 0).plan;
    let ways = shortest_ways(&plan, &least(&plan));
    assert_eq!(ways.done[StepId::new(2)], Some(Seconds(7 * 60)));
}

#[test]
fn nobody_reaches_a_step_that_nothing_calls_for() {
    let mut asleep = step("a", minutes(1), &[]);
    asleep.on_demand = true;
    assert_eq!(shortest_of_last(vec![asleep]).0, None);
}

/// What a generated step is like.
#[derive(Clone, Debug)]
struct Traits {
    after: Vec<usize>,
    join: u32,
    min: f64,
    guarded: bool,
    on_demand: bool,
    rule: u8,
    other: usize,
    hurried: bool,
}

fn traits() -> impl Strategy<Value = Traits> {
    (
        prop::collection::vec(0..12_usize, 0..3),
        0..3_u32,
        0.0..300.0_f64,
        any::<bool>(),
        prop::bool::weighted(0.2),
        0..6_u8,
        0..12_usize,
        prop::bool::weighted(0.3),
    )
        .prop_map(
            |(after, join, min, guarded, on_demand, rule, other, hurried)| Traits {
                after,
                join,
                min,
                guarded,
                on_demand,
                rule,
                other,
                hurried,
            },
        )
}

/// A plan in which steps fork, join, fail, fall back and call for each other.
fn plan_of(all: &[Traits]) -> Drill {
    let steps: Vec<Step> = all
        .iter()
        .enumerate()
        .map(|(place, traits)| step_of(place, traits, all.len()))
        .collect();
    let mut drill = drill(steps, 0);
    drill.scenario.injects = Arena::new(vec![Inject {
        id: "call".to_owned(),
        title: "call".to_owned(),
        at: Trigger::At(Seconds(40)),
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
        effects: vec![Effect::Require(StepId::new(0))],
        because: None,
    }]);
    drill
}

fn step_of(place: usize, traits: &Traits, steps: usize) -> Step {
    let mut after: Vec<usize> = traits
        .after
        .iter()
        .copied()
        .filter(|before| *before < place)
        .collect();
    after.sort_unstable();
    after.dedup();
    let mut step = step(
        &format!("s{place:02}"),
        pert(traits.min, traits.min + 60.0, traits.min + 400.0),
        &after,
    );
    let count = u32::try_from(after.len()).expect("a few");
    step.join = match traits.join {
        1 if count > 0 => Join::Any,
        2 if count > 1 => Join::AtLeast(2),
        _ => Join::All,
    };
    let half = Probability::new(0.5).expect("between 0 and 1");
    let label = |label: &str| LabelChance {
        label: label.to_owned(),
        chance: half,
    };
    step.outcomes = Arena::new(vec![label("heads"), label("tails")]);
    step.on_demand = traits.on_demand;
    step.waits_at_most = traits.hurried.then_some(Seconds(30));
    step.succeeds = Success::Always(half);
    if traits.guarded
        && let Some(before) = after.first()
    {
        step.when = Some(Guard::Outcome(StepId::new(*before), LabelId::new(0)));
    }
    // A fallback leads to a later step without predecessors of its own place, so there are no circles among them.
    let later = place + 1 + traits.other;
    let retried = |then| FailureRule::Retry {
        times: 1,
        pause: Seconds(10),
        then: Box::new(then),
    };
    step.on_failure = match traits.rule {
        0 => FailureRule::Continue,
        1 if later < steps => FailureRule::Fallback(StepId::new(later)),
        2 if later < steps => retried(FailureRule::Fallback(StepId::new(later))),
        3 => retried(FailureRule::Continue),
        _ => FailureRule::Halt,
    };
    if later < steps {
        step.effects = vec![Effect::Require(StepId::new(later))];
    }
    step
}

proptest! {
    #[test]
    fn no_drill_is_faster_than_the_shortest_way(all in prop::collection::vec(traits(), 1..12), seed in any::<u64>()) {
        let drill = plan_of(&all);
        let mut least = least(&drill.plan);
        least.called[StepId::new(0)] = Some(Seconds(40));
        let ways = shortest_ways(&drill.plan, &least);
        let program = compiled(&drill);
        for replication in 0..20 {
            let outcome = play(&program, &Luck::new(seed), replication, Detail::Outcome).outcome;
            for (place, step) in outcome.steps.iter().enumerate() {
                let shortest = ways.done[StepId::new(place)];
                if let Some(done) = step.completions.first().map(|completion| completion.at) {
                    prop_assert!(
                        shortest.is_some_and(|shortest| shortest <= done),
                        "step {place} done at {done}, shortest {shortest:?}"
                    );
                }
            }
        }
    }
}
