//! The intervals of paired differences over many seeds: how often they cover what is known to be true.

mod common;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use common::{compiled, drill, step};
use firebell::analysis::comparison::{
    Comparison, Luck, ObjectiveDifference, Played, Resampling, compare, play_range,
};
use firebell::analysis::evaluation::FIRST;
use firebell::model::{Drill, Guard, LabelChance, Measure, Objective, SkippedRule};
use firebell::quantity::{
    Arena, Distribution, Index, LabelId, ObjectiveId, Probability, Seconds, StepId,
};
use firebell::statistics::Interval;

fn objective(id: &str, step: usize, target: i64, limit: i64) -> Objective {
    Objective {
        id: id.to_owned(),
        title: id.to_owned(),
        capability: None,
        weight: 1.0,
        critical: false,
        penalty: 0.0,
        skipped: SkippedRule::Leaves,
        measure: Measure::Done {
            step: Some(StepId::new(step)),
            target: Seconds(target),
            limit: Seconds(limit),
        },
        because: None,
    }
}

/// Two drills under common luck, in so many replications.
fn compared_by(baseline: &Drill, candidate: &Drill, seed: u64, count: usize) -> Comparison {
    let luck = Luck {
        seed,
        threads: NonZeroUsize::MIN,
    };
    let played = |drill: &Drill| -> Played {
        let range = FIRST..FIRST + count as u64; // usize fits into u64.
        play_range(drill, &compiled(drill), luck, range, |_| {
            ControlFlow::Continue(())
        })
    };
    let resampling = Resampling::new(seed, count);
    let (first, second) = (played(baseline), played(candidate));
    compare(baseline, &first, &second, &resampling, 0.95)
}

fn figures_of(found: &Comparison, objective: usize) -> &ObjectiveDifference {
    let objective = found.objectives[ObjectiveId::new(objective)].as_ref();
    let figures = objective.expect("it is measured").figures.as_ref();
    figures.expect("it applies")
}

fn assert_coverage(covered: &[(&str, u32)], of: u32) {
    for (what, covered) in covered {
        let share = f64::from(*covered) / f64::from(of);
        assert!((0.93..=0.97).contains(&share), "{what}: {covered} of {of}");
    }
}

/// In one drill of twenty a second step is needed. With the baseline it is at 100 points up to its half and then falls to none, on
/// average 75; with the candidate always 100. The score is the mean of both objectives: 0.05 · 25 / 2.
const TRUTH_OF_RARE: f64 = 0.625;

/// Most differences are zero: 97.5 % of them.
#[test]
#[ignore = "plays ten million replications"]
fn intervals_of_paired_differences_cover_the_truth_where_most_are_zero() {
    let of = |longest: f64| {
        let mut first = step("a", Distribution::Fixed(0.0), &[]);
        let label = |label: &str, chance| LabelChance {
            label: label.to_owned(),
            chance: Probability::new(chance).expect("a chance is a probability"),
        };
        first.outcomes = Arena::new(vec![label("common", 0.95), label("rare", 0.05)]);
        let mut second = step(
            "b",
            Distribution::Uniform {
                min: 0.0,
                max: longest,
            },
            &[0],
        );
        second.when = Some(Guard::Outcome(StepId::new(0), LabelId::new(1)));
        let mut drill = drill(vec![first, second], 0);
        drill.scenario.objectives = Arena::new(vec![
            objective("always", 0, 60, 60),
            objective("rare", 1, 50_000, 100_000),
        ]);
        drill
    };
    let (baseline, candidate) = (of(100_000.0), of(50_000.0));
    let (mut score, mut met) = (0, 0);
    for seed in 1..=500 {
        let found = compared_by(&baseline, &candidate, seed, 10_000);
        let of_score = found.score.as_ref().expect("there are scores");
        let interval = of_score.difference.interval.expect("enough differ");
        score += u32::from(interval.contains(TRUTH_OF_RARE));
        met += u32::from(figures_of(&found, 1).met.difference.interval.contains(0.5));
    }
    assert_coverage(&[("score", score), ("met", met)], 500);
}

/// Four of five differ. A step takes up to 100,000 s with the baseline, up to half of that with the candidate. Attainment is whole up
/// to 20,000 s and then falls to nothing at 100,000 s: 0.2 + 0.8²/2/0.8 = 0.6 on average, against
/// 0.4 + 0.6 · 1.25 − 0.625 · (1 − 0.4²)/2 = 0.8875.
#[test]
#[ignore = "plays eight million replications"]
fn intervals_of_paired_differences_cover_the_truth_where_most_differ() {
    let of = |longest: f64| {
        let takes = Distribution::Uniform {
            min: 0.0,
            max: longest,
        };
        let mut drill = drill(vec![step("a", takes, &[])], 0);
        drill.scenario.objectives = Arena::new(vec![objective("done", 0, 20_000, 100_000)]);
        drill
    };
    let (baseline, candidate) = (of(100_000.0), of(50_000.0));
    let (mut score, mut met, mut value, mut tail) = (0, 0, 0, 0);
    for seed in 1..=2_000 {
        let found = compared_by(&baseline, &candidate, seed, 2_000);
        let figures = figures_of(&found, 0);
        let covers = |interval: Option<Interval>, truth: f64| {
            u32::from(interval.expect("enough differ").contains(truth))
        };
        let of_score = found.score.as_ref().expect("there are scores");
        score += covers(of_score.difference.interval, 28.75);
        met += covers(Some(figures.met.difference.interval), 0.2);
        value += covers(figures.value.and_then(|value| value.interval), -25_000.0);
        tail += covers(figures.tail.interval, -47_500.0);
    }
    assert_coverage(
        &[
            ("score", score),
            ("met", met),
            ("value", value),
            ("p95", tail),
        ],
        2_000,
    );
}
