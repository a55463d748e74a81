//! The engine against answers that were derived outside it.

mod common;

use std::path::{Path, PathBuf};

use common::{compiled, drill, makespan, makespans, moments, owned, reference, resource, step};
use firebell::model::{Dispatch, Drill, FailureRule, Step, Success, Use};
use firebell::quantity::{Arena, Distribution, Index, Probability, ResourceId, Seconds, StepId};
use firebell::random::Luck;
use firebell::simulate::{Detail, play};

/// One unit of time of the exponential plans: so long that rounding to seconds does not matter.
const UNIT: f64 = 360_000.0;

fn exponential(rate: f64) -> Distribution {
    Distribution::Exponential { mean: UNIT / rate }
}

fn parallel(count: usize) -> Vec<Step> {
    (0..count)
        .map(|place| step(&format!("s{place:02}"), exponential(1.0), &[]))
        .collect()
}

/// a, b; c and d after a; e after b and c.
fn bridge(rates: [f64; 5]) -> Vec<Step> {
    let after: [&[usize]; 5] = [&[], &[], &[0], &[0], &[1, 2]];
    ["a", "b", "c", "d", "e"]
        .iter()
        .zip(rates.iter().zip(after))
        .map(|(id, (rate, after))| step(id, exponential(*rate), after))
        .collect()
}

fn layers() -> Vec<Step> {
    (0..9)
        .map(|place| {
            let (layer, position) = (place / 3, place % 3);
            let mut after = Vec::new();
            if layer > 0 {
                after = vec![place - 3, 3 * (layer - 1) + (position + 1) % 3];
                after.sort_unstable();
            }
            step(&format!("s{place}"), exponential(1.0), &after)
        })
        .collect()
}

fn retried_without_limit(mut steps: Vec<Step>) -> Vec<Step> {
    for step in &mut steps {
        step.succeeds = Success::Always(Probability::new(0.8).expect("a probability"));
        step.on_failure = FailureRule::Retry {
            times: u32::MAX,
            pause: Seconds::ZERO,
            then: Box::new(FailureRule::Halt),
        };
    }
    steps
}

fn ranked(mut steps: Vec<Step>) -> Vec<Step> {
    let count = steps.len();
    for (place, step) in steps.iter_mut().enumerate() {
        step.priority = i64::try_from(count - place).expect("a few steps");
    }
    steps
}

/// Id, drill, mean and variance of the makespan in units.
fn exponential_plans() -> Vec<(&'static str, Drill, f64, f64)> {
    vec![
        ("N1", drill(parallel(5), 0), 137.0 / 60.0, 5_269.0 / 3_600.0),
        (
            "N2",
            drill(bridge([1.0; 5]), 0),
            83.0 / 24.0,
            1_663.0 / 576.0,
        ),
        ("N3", drill(layers(), 0), 31.0 / 6.0, 133.0 / 36.0),
        ("N4", drill(owned(parallel(10)), 3), 25.0 / 6.0, 77.0 / 36.0),
        (
            "N5",
            drill(owned(retried_without_limit(parallel(10))), 3),
            125.0 / 24.0,
            1_925.0 / 576.0,
        ),
        ("N6", drill(owned(bridge([1.0; 5])), 1), 5.0, 5.0),
        (
            "N7",
            drill(owned(ranked(bridge([1.0, 2.0, 3.0, 1.0, 2.0]))), 2),
            109.0 / 45.0,
            7_207.0 / 4_050.0,
        ),
    ]
}

/// Mean and variance must lie within four standard errors of the exact ones.
fn agrees(id: &str, units: &[f64], mean: f64, variance: f64) {
    let count = units.len() as f64;
    let (sample_mean, sample_variance) = moments(units);
    let mean_error = (sample_variance / count).sqrt();
    assert!(
        (sample_mean - mean).abs() < 4.0 * mean_error,
        "{id}: mean {sample_mean} is not {mean} ± 4 × {mean_error}"
    );
    let fourth = units
        .iter()
        .map(|value| (value - sample_mean).powi(4))
        .sum::<f64>()
        / count;
    let variance_error = ((fourth - sample_variance.powi(2)) / count).sqrt();
    assert!(
        (sample_variance - variance).abs() < 4.0 * variance_error,
        "{id}: variance {sample_variance} is not {variance} ± 4 × {variance_error}"
    );
}

fn exponential_plans_agree(replications: u64) {
    for (id, drill, mean, variance) in exponential_plans() {
        let units: Vec<f64> = makespans(&drill, replications, 1)
            .iter()
            .map(|seconds| seconds / UNIT)
            .collect();
        agrees(id, &units, mean, variance);
    }
}

#[test]
fn exponential_plans_have_their_exact_moments() {
    exponential_plans_agree(5_000);
}

#[test]
#[ignore = "slow: 10^6 replications of seven plans"]
fn exponential_plans_have_their_exact_moments_at_length() {
    exponential_plans_agree(1_000_000);
}

#[test]
fn the_reference_workloads_have_their_fixed_answers() {
    let minutes = |drill: &Drill| makespans(drill, 1, 1)[0] / 60.0;
    assert_eq!(minutes(&reference::a(reference::likely_only)), 114.0);
    assert_eq!(minutes(&reference::b(reference::likely_only, 0.0)), 159.0);
}

fn reference_means_agree(replications: u64) {
    let minutes = |drill: &Drill| -> Vec<f64> {
        makespans(drill, replications, 1)
            .iter()
            .map(|seconds| seconds / 60.0)
            .collect()
    };
    for (id, drill, mean, deviation) in [
        ("A", reference::a(reference::pert), 123.88, 6.04),
        ("B", reference::b(reference::pert, 0.10), 189.36, 19.5),
    ] {
        let (sample_mean, _) = moments(&minutes(&drill));
        // The published means are themselves rounded, and simulated with 4·10^5 replications.
        let errors: f64 = 1.0 / replications as f64 + 1.0 / 400_000.0;
        let tolerance = 4.0 * deviation * errors.sqrt() + 0.005;
        assert!(
            (sample_mean - mean).abs() < tolerance,
            "{id}: mean {sample_mean} is not {mean} ± {tolerance}"
        );
    }
}

#[test]
fn the_reference_workloads_have_their_known_means() {
    reference_means_agree(2_000);
}

#[test]
#[ignore = "slow: 10^6 replications of forty steps"]
fn the_reference_workloads_have_their_known_means_at_length() {
    reference_means_agree(1_000_000);
}

/// A step that takes a fifth less, compared under the same luck and under luck of its own.
#[test]
fn the_same_luck_makes_a_difference_thirty_times_clearer() {
    let before = reference::b(reference::pert, 0.10);
    let mut after = before.clone();
    let takes = &mut after.plan.steps[StepId::new(17)].takes;
    let Distribution::Pert { min, likely, max } = takes else {
        panic!("work of the reference workload is beta-PERT");
    };
    (*min, *likely, *max) = (0.8 * *min, 0.8 * *likely, 0.8 * *max);
    let variance = |seed| {
        let [before, after] = [makespans(&before, 5_000, 1), makespans(&after, 5_000, seed)];
        let differences: Vec<f64> = (before.iter().zip(&after))
            .map(|(before, after)| before - after)
            .collect();
        moments(&differences).1
    };
    let (same, other) = (variance(1), variance(2));
    assert!(other / same >= 30.0, "{}", other / same);
}

/// The folder of the published scheduling instances, where a checkout has it.
fn scheduling_instances() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/psplib");
    folder.is_dir().then_some(folder)
}

/// The numbers of the lines between a heading and the next rule of asterisks.
fn section(text: &str, heading: &str) -> Vec<Vec<usize>> {
    text.lines()
        .skip_while(|line| !line.starts_with(heading))
        .skip(1)
        .take_while(|line| !line.starts_with("***"))
        .filter_map(|line| {
            let numbers: Option<Vec<usize>> = line
                .split_whitespace()
                .map(|word| word.parse().ok())
                .collect();
            numbers.filter(|numbers| !numbers.is_empty())
        })
        .collect()
}

/// A scheduling instance as a plan of automatic steps that use units of resources.
fn instance(text: &str) -> Drill {
    let mut steps: Vec<Step> = section(text, "REQUESTS/DURATIONS")
        .iter()
        .map(|row| {
            let (number, duration) = (row[0], row[2] as f64);
            let mut step = step(&format!("{number:03}"), Distribution::Fixed(duration), &[]);
            step.uses = (row[3..].iter().enumerate())
                .filter(|(_, count)| **count > 0)
                .map(|(place, count)| Use {
                    resource: ResourceId::new(place),
                    count: *count as u64,
                })
                .collect();
            step
        })
        .collect();
    for row in section(text, "PRECEDENCE RELATIONS") {
        for successor in &row[3..] {
            steps[successor - 1].after.push(StepId::new(row[0] - 1));
        }
    }
    let capacities = section(text, "RESOURCEAVAILABILITIES").remove(0);
    let mut drill = drill(steps, 0);
    drill.organization.resources = (capacities.iter().enumerate())
        .map(|(place, count)| resource(&format!("r{place}"), *count as u64))
        .collect();
    drill
}

fn instance_makespan(drill: &Drill) -> i64 {
    let program = compiled(drill);
    makespan(&play(&program, &Luck::new(1), 0, Detail::Outcome).outcome).0
}

#[test]
fn published_scheduling_instances_are_dispatched_as_expected() {
    let Some(folder) = scheduling_instances() else {
        eprintln!("skipped: the folder of known answers is not part of this checkout");
        return;
    };
    let expected = std::fs::read_to_string(folder.join("expected.csv")).expect("readable");
    let mut seen = 0;
    for line in expected.lines().skip(1) {
        let [name, optimum, longest_tail, by_number] = line
            .split(',')
            .collect::<Vec<_>>()
            .try_into()
            .expect("four columns");
        let text = std::fs::read_to_string(folder.join(name)).expect("readable");
        let mut drill = instance(&text);
        drill.plan.dispatch = Dispatch::LongestTail;
        let by_tail = instance_makespan(&drill);
        drill.plan.dispatch = Dispatch::Priority;
        drill.plan.steps = Arena::new(ranked(drill.plan.steps.iter().cloned().collect()));
        let by_priority = instance_makespan(&drill);
        assert_eq!(by_tail.to_string(), longest_tail, "{name} by longest tail");
        assert_eq!(by_priority.to_string(), by_number, "{name} by number");
        let optimum: i64 = optimum.parse().expect("a number");
        assert!(
            by_tail.min(by_priority) >= optimum,
            "{name} beats the optimum"
        );
        seen += 1;
    }
    assert_eq!(seen, 36);
}
