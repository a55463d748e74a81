//! Assessments of drills that are really played.

mod common;

use common::{compiled, drill, step};
use firebell::analysis::{Assessment, Judgment, Verdict, assess};
use firebell::model::{Effect, Guard, Join, Measure, Objective, SkippedRule, Step};
use firebell::quantity::{Arena, Distribution, Index, Seconds, StepId};
use firebell::random::Luck;
use firebell::simulate::{Detail, play};

fn judgments(assessment: &Assessment) -> impl Iterator<Item = &Judgment> {
    assessment.objectives.iter().filter_map(Verdict::judgment)
}

/// The links of the only objective, that `step` is done, as (from, to, step); steps take 60 s, 30 s if they end the plan.
fn links(mut steps: Vec<Step>, last: usize) -> Vec<(i64, i64, usize)> {
    steps[last].takes = Distribution::Fixed(30.0);
    let mut drill = drill(steps, 0);
    drill.scenario.objectives = Arena::new(vec![Objective {
        id: "o".to_owned(),
        title: "o".to_owned(),
        capability: None,
        weight: 1.0,
        critical: false,
        penalty: 0.0,
        skipped: SkippedRule::Leaves,
        measure: Measure::Done {
            step: Some(StepId::new(last)),
            target: Seconds(1),
            limit: Seconds(2),
        },
        because: None,
    }]);
    let replication = play(&compiled(&drill), &Luck::new(1), 0, Detail::Explained);
    let assessment = assess(&drill, &replication);
    let judgment = judgments(&assessment).next().expect("it applies");
    let chain = judgment.chain.as_ref().expect("it is done and explained");
    chain
        .links
        .iter()
        .map(|link| (link.from.0, link.to.0, link.step.place()))
        .collect()
}

fn minute(id: &str, after: &[usize]) -> Step {
    step(id, Distribution::Fixed(60.0), after)
}

#[test]
fn a_step_skipped_because_too_few_woke_goes_back_to_what_woke_it() {
    let mut steps = vec![
        minute("a", &[]),
        minute("b", &[]),
        minute("c", &[]),
        minute("d", &[1, 2]),
        minute("e", &[0, 3]),
    ];
    steps[0].effects = vec![Effect::Require(StepId::new(1))];
    steps[1].on_demand = true;
    steps[2].on_demand = true;
    steps[3].join = Join::AtLeast(2);
    assert_eq!(links(steps, 4), [(0, 60, 0), (60, 90, 4)]);
}

#[test]
fn a_required_step_whose_last_predecessor_is_skipped_goes_back_to_that() {
    let mut steps = vec![
        minute("a", &[]),
        minute("b", &[]),
        minute("c", &[1]),
        minute("d", &[2]),
    ];
    steps[0].effects = vec![Effect::Require(StepId::new(3))];
    steps[1].delay = Seconds(40);
    steps[2].when = Some(Guard::Never);
    steps[3].on_demand = true;
    steps[3].join = Join::Any;
    assert_eq!(links(steps, 3), [(0, 100, 1), (100, 130, 3)]);
}
