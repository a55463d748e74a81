//! Laws of evaluations: threads change no byte, replications are those of a trace, intervals cover the truth.

mod common;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

use common::{compiled, drill, step};
use firebell::analysis::assess;
use firebell::analysis::comparison;
use firebell::analysis::evaluation::{
    Ending, Evaluation, FIRST, Length, Measured, ObjectiveEstimate, Samples, Settings, evaluate,
};
use firebell::analysis::stress::dependence;
use firebell::check::{self, DrillFiles};
use firebell::document::{Workspace, read_workspace};
use firebell::model::{Drill, Measure, Objective, SkippedRule, Success};
use firebell::quantity::{Arena, Distribution, Index, Probability, Seconds, StepId};
use firebell::random::Luck;
use firebell::simulate::{Detail, play};

fn shipped(path: &str) -> Drill {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios/harbour-goods/drills")
        .join(path);
    let Workspace { sources, given } = read_workspace(&[path]).expect("the scenario is shipped");
    let files = DrillFiles {
        scenario: given[0],
        plan: None,
        organization: None,
    };
    let checked = check::drill(&sources, files);
    checked.value.expect("shipped scenarios have no mistakes")
}

fn settings(length: Length, threads: usize) -> Settings {
    Settings {
        seed: 7,
        length,
        threads: NonZeroUsize::new(threads).expect("there are threads"),
        confidence: 0.8,
        level: 0.95,
        detail: Detail::Explained,
    }
}

fn evaluated(drill: &Drill, settings: &Settings) -> (Evaluation, Vec<Samples>) {
    let mut samples = Vec::new();
    let evaluation = evaluate(drill, &compiled(drill), settings, |progress| {
        samples.push(progress.samples.clone());
        ControlFlow::Continue(())
    });
    (evaluation, samples)
}

#[test]
fn threads_change_no_byte() {
    let drill = shipped("friday-night-leak.ron");
    let of = |threads| evaluated(&drill, &settings(Length::Exactly(1_100), threads));
    let (one, samples) = of(1);
    for threads in [2, 3] {
        let (others, their_samples) = of(threads);
        // Debug tells every bit of a float apart but NaN's, and there is none.
        assert!(
            format!("{one:?}") == format!("{others:?}"),
            "{threads} threads"
        );
        assert!(samples == their_samples);
    }
}

#[test]
fn a_longer_run_extends_a_shorter_one_and_replications_are_those_of_a_trace() {
    let drill = shipped("saturday-flu.ron");
    let (_, short) = evaluated(&drill, &settings(Length::Exactly(300), 1));
    let (_, long) = evaluated(&drill, &settings(Length::Exactly(600), 2));
    assert_eq!(short[0], long[0]);
    assert_eq!(short[1].scores[..], long[1].scores[..44]);
    let (program, luck) = (compiled(&drill), Luck::new(7));
    for place in [0, 1, 17, 255] {
        let number = FIRST + place as u64;
        let assessment = assess(&drill, &play(&program, &luck, number, Detail::Logged));
        assert_eq!(short[0].scores[place], assessment.score);
        assert_eq!(short[0].passed[place], assessment.passed);
        assert_eq!(short[0].costs[place], assessment.cost.total());
        assert_eq!(short[0].makespans[place], assessment.makespan);
    }
}

#[test]
fn estimates_are_counts_and_means_of_the_replications() {
    let drill = shipped("friday-night-leak.ron");
    let (evaluation, samples) = evaluated(&drill, &settings(Length::Exactly(400), 1));
    let scores: Vec<f64> = samples
        .iter()
        .flat_map(|block| block.scores.clone())
        .flatten()
        .collect();
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    assert!((evaluation.score.mean.expect("there are scores").value - mean).abs() < 1e-9);
    let mut sorted = scores.clone();
    sorted.sort_by(f64::total_cmp);
    let quantiles = evaluation.score.quantiles.expect("there are scores");
    assert_eq!(quantiles.p5.value, Some(sorted[19]));
    assert_eq!(quantiles.p50.value, Some(sorted[199]));
    let passed = samples.iter().flat_map(|block| &block.passed);
    let passed = passed.filter(|passed| **passed == Some(true)).count() as u64;
    assert_eq!(evaluation.passed.expect("some are critical").hits, passed);
    for (id, estimate) in evaluation.objectives.entries() {
        let ObjectiveEstimate::Measured(figures) = estimate else {
            continue;
        };
        let values: Vec<Measured> = samples
            .iter()
            .flat_map(|block| block.values[id].clone())
            .collect();
        let not_applicable = values
            .iter()
            .filter(|value| **value == Measured::NotApplicable)
            .count();
        assert_eq!(figures.applicable, (400 - not_applicable) as u64);
        let nevers = values
            .iter()
            .filter(|value| **value == Measured::Never)
            .count() as u64;
        assert_eq!(figures.never.map_or(0, |never| never.hits), nevers);
        assert_eq!(figures.ratings.iter().sum::<u64>(), figures.applicable);
        // Every second of a measured time is on its chain.
        if figures.chained > 0 {
            let chain: f64 = figures.chain.iter().map(|mean| mean.mean_seconds).sum();
            let value = figures.value.mean.expect("it has a chain").value;
            assert!((chain - value).abs() < 1e-6 * value, "{chain} {value}");
        }
    }
    for step in evaluation.steps.iter() {
        let fates = [
            &step.done,
            &step.skipped,
            &step.failed,
            &step.blocked,
            &step.dormant,
            &step.unfinished,
        ];
        assert_eq!(fates.iter().map(|share| share.hits).sum::<u64>(), 400);
    }
}

#[test]
fn whoever_watches_may_break_off() {
    let drill = shipped("saturday-flu.ron");
    let settings = settings(Length::Exactly(2_000), 2);
    let evaluation = evaluate(&drill, &compiled(&drill), &settings, |_| {
        ControlFlow::Break(())
    });
    assert_eq!(evaluation.ending, Ending::Interrupted);
    assert_eq!(evaluation.replications, 256);
}

#[test]
fn precision_stops_at_a_look_and_says_when_it_is_not_reached() {
    let drill = shipped("lost-laptop.ron");
    let until = |half_width, most, threads| {
        evaluated(
            &drill,
            &settings(Length::Until { half_width, most }, threads),
        )
        .0
    };
    let precise = until(0.04, 20_000, 1);
    assert!(matches!(precise.ending, Ending::Precise { half_width } if half_width <= 0.04));
    assert!(
        [1_024, 1_536, 2_304, 3_584, 5_376].contains(&precise.replications),
        "{}",
        precise.replications
    );
    assert_eq!(
        format!("{precise:?}"),
        format!("{:?}", until(0.04, 20_000, 2))
    );
    let capped = until(0.001, 1_100, 1);
    assert_eq!(capped.replications, 1_100);
    assert!(matches!(
        capped.ending,
        Ending::NotPrecise {
            half_width: Some(_)
        }
    ));
}

/// That nothing was seen to fail is not that nothing can: by hand, ln(2 · looks/0.05) replications for each part of a thousand.
#[test]
fn what_was_never_seen_is_not_known_precisely() {
    let steps = vec![step("wait", Distribution::Fixed(60.0), &[])];
    let drill = with_deadline(drill(steps, 0), 3_600);
    let length = Length::Until {
        half_width: 0.001,
        most: 20_000,
    };
    let found = evaluated(&drill, &settings(length, 1)).0;
    assert!(found.replications > 5_000, "{}", found.replications);
    assert!(matches!(found.ending, Ending::Precise { half_width } if half_width > 0.0));
}

/// The whole time of an objective is the work of one step: its index is 1 also where the drill is over before the step now and then.
#[test]
fn sensitivity_compares_work_and_time_of_the_same_replications() {
    let work = Distribution::Exponential { mean: 3_600.0 };
    let mut drill = with_deadline(drill(vec![step("fix", work, &[])], 0), 3_600);
    drill.scenario.horizon = Seconds(5_400);
    let found = evaluated(&drill, &settings(Length::Exactly(2_000), 1)).0;
    let weight = found.steps[StepId::new(0)].weights[Index::new(0)];
    let sensitivity = weight.sensitivity.expect("the value changes");
    assert!((sensitivity - 1.0).abs() < 1e-9, "{sensitivity}");
}

#[test]
fn a_person_on_whom_everything_hangs_is_found() {
    let mut steps = vec![step(
        "fix",
        Distribution::Exponential { mean: 3_600.0 },
        &[],
    )];
    steps[0].owner = Some(Index::new(0));
    let drill = with_deadline(drill(steps, 1), 3_600);
    let luck = comparison::Luck {
        seed: 1,
        threads: NonZeroUsize::MIN,
    };
    let found = dependence(&drill, luck, 0.95, |_| ControlFlow::Continue(()));
    let found = found
        .expect("no streams collide")
        .expect("nobody breaks it off");
    assert_eq!(found.len(), 1);
    let met = found[0].stressed.brief.met[Index::new(0)].expect("it applies");
    assert!(met.baseline.value > 0.5);
    assert_eq!(met.candidate.hits, 0);
    let broken_off = dependence(&drill, luck, 0.95, |_| ControlFlow::Break(()));
    assert_eq!(broken_off.expect("no streams collide"), None);
}

/// The interval of Agresti and Coull at 100 of 100: (100 + 1.92)/103.84 − 1.96·√(0.9815·0.0185/103.84).
#[test]
fn a_score_is_not_sure_of_what_was_not_seen() {
    let drill = with_deadline(
        drill(vec![step("wait", Distribution::Fixed(60.0), &[])], 0),
        3_600,
    );
    let found = evaluated(&drill, &settings(Length::Exactly(100), 1)).0;
    let interval = found
        .score
        .mean
        .and_then(|mean| mean.interval)
        .expect("there is a score");
    assert!((interval.low - 95.56).abs() < 0.01, "{interval:?}");
    assert_eq!(interval.high, 100.0);
}

#[test]
fn drills_in_which_nothing_critical_applies_are_counted() {
    let mut steps = vec![step("maybe", Distribution::Fixed(60.0), &[])];
    steps[0].on_demand = true;
    let mut drill = with_deadline(drill(steps, 0), 3_600);
    assert_eq!(
        evaluated(&drill, &settings(Length::Exactly(700), 1))
            .0
            .untested,
        700
    );
    drill.plan.steps[StepId::new(0)].on_demand = false;
    assert_eq!(
        evaluated(&drill, &settings(Length::Exactly(700), 1))
            .0
            .untested,
        0
    );
}

#[test]
fn times_of_steps_lie_between_ends_that_were_seen() {
    let work = Distribution::Exponential { mean: 3_600.0 };
    let drill = drill(vec![step("fix", work, &[])], 0);
    let quantiles = |runs| {
        let found = evaluated(&drill, &settings(Length::Exactly(runs), 1)).0;
        found.steps[StepId::new(0)]
            .worked
            .quantiles
            .expect("it is worked on")
    };
    let many = quantiles(1_000);
    for quantile in [many.p5, many.p50, many.p95] {
        let (low, high) = (
            quantile.low.expect("enough"),
            quantile.high.expect("enough"),
        );
        assert!(
            low < quantile.value && quantile.value < high,
            "{quantile:?}"
        );
    }
    let few = quantiles(10).p95;
    assert!(few.low.is_some() && few.high.is_none(), "{few:?}");
}

fn with_deadline(mut drill: Drill, target: i64) -> Drill {
    drill.scenario.horizon = Seconds(86_400 * 30);
    drill.scenario.objectives = Arena::new(vec![Objective {
        id: "done".to_owned(),
        title: "Done".to_owned(),
        capability: None,
        weight: 1.0,
        critical: true,
        penalty: 0.0,
        skipped: SkippedRule::Leaves,
        measure: Measure::Done {
            step: Some(StepId::new(0)),
            target: Seconds(target),
            limit: Seconds(target),
        },
        because: None,
    }]);
    drill
}

/// A loss of everything in one drill of a thousand: Student's interval of a thousand drills has no width in more than a third of all
/// cases. What allows for the unseen covers too often rather than too seldom.
#[test]
#[ignore = "a thousand evaluations; part of the gate"]
fn intervals_of_scores_cover_what_is_rare() {
    const SEEDS: u64 = 1_000;
    let mut steps = vec![step("try", Distribution::Fixed(60.0), &[])];
    steps[0].succeeds = Success::Always(Probability::new(0.999).expect("a probability"));
    let drill = with_deadline(drill(steps, 0), 3_600);
    let program = compiled(&drill);
    let covered = (1..=SEEDS).filter(|seed| {
        let settings = Settings {
            seed: *seed,
            ..settings(Length::Exactly(1_000), 1)
        };
        let evaluation = evaluate(&drill, &program, &settings, |_| ControlFlow::Continue(()));
        let score = evaluation.score.mean.and_then(|mean| mean.interval);
        score.expect("there are scores").contains(99.9)
    });
    let covered = covered.count();
    assert!(covered >= 930, "{covered} of {SEEDS}");
}

/// One step that lasts exponentially: mean an hour, 95th percentile 3600·ln 20 s, 1 − exp(−1) within the hour.
#[test]
#[ignore = "a thousand evaluations; part of the gate"]
fn intervals_cover_the_truth_in_95_of_100_cases() {
    const SEEDS: u64 = 1_000;
    let steps = vec![step(
        "fix",
        Distribution::Exponential { mean: 3_600.0 },
        &[],
    )];
    let drill = with_deadline(drill(steps, 0), 3_600);
    let program = compiled(&drill);
    // Times are rounded to the second.
    let (mean, p95, within) = (
        3_600.0,
        (3_600.0 * 20_f64.ln()).round(),
        1.0 - (-3_600.5_f64 / 3_600.0).exp(),
    );
    let mut covered = [0_u64; 3];
    for seed in 1..=SEEDS {
        let settings = Settings {
            seed,
            ..settings(Length::Exactly(1_000), 1)
        };
        let evaluation = evaluate(&drill, &program, &settings, |_| ControlFlow::Continue(()));
        let ObjectiveEstimate::Measured(figures) = &evaluation.objectives[Index::new(0)] else {
            panic!("it is measured");
        };
        let summary = &figures.value;
        let of_mean = summary
            .mean
            .and_then(|mean| mean.interval)
            .expect("a thousand values");
        let of_p95 = summary.quantiles.expect("a thousand values").p95;
        let of_p95 = of_p95.low.expect("enough")..=of_p95.high.expect("enough");
        let of_met = figures.met.expect("it applies").interval;
        covered[0] += u64::from(of_mean.contains(mean));
        covered[1] += u64::from(of_p95.contains(&p95));
        covered[2] += u64::from(of_met.contains(within));
    }
    for covered in covered {
        assert!((930..=970).contains(&covered), "{covered} of {SEEDS}");
    }
}
