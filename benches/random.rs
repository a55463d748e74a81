//! What a draw costs: a uniform, a value by inversion, columns of both and of whole seconds, and compiling a distribution.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use firebell::quantity::{Distribution, Seconds};
use firebell::random::{Entity, Luck, Quantile, Question, Stream};

/// Replications in a block of the engine.
const BLOCKS: [usize; 3] = [256, 512, 1024];

fn distributions() -> Vec<(&'static str, Distribution)> {
    let observed = (0..40).map(|place| f64::from(place * place)).collect();
    vec![
        ("fixed", Distribution::Fixed(600.0)),
        (
            "uniform",
            Distribution::Uniform {
                min: 60.0,
                max: 600.0,
            },
        ),
        (
            "triangular",
            Distribution::Triangular {
                min: 60.0,
                likely: 120.0,
                max: 600.0,
            },
        ),
        (
            "pert",
            Distribution::Pert {
                min: 60.0,
                likely: 120.0,
                max: 600.0,
            },
        ),
        (
            "lognormal",
            Distribution::Lognormal {
                median: 120.0,
                p90: 600.0,
            },
        ),
        ("exponential", Distribution::Exponential { mean: 120.0 }),
        ("observed", Distribution::Observed(observed)),
    ]
}

fn uniforms(criterion: &mut Criterion) {
    let luck = Luck::new(1);
    let question = Question::new(Entity::Step, "revoke", "work");
    let stream = question.nth(1);
    criterion.bench_function("stream name", |bencher| {
        bencher.iter(|| black_box(question).nth(black_box(2)));
    });
    criterion.bench_function("single uniform", |bencher| {
        bencher.iter(|| luck.uniform(black_box(stream), black_box(12_345)));
    });
    let mut group = criterion.benchmark_group("fill");
    for length in [&[Luck::ROW], &BLOCKS[..]].concat() {
        group.throughput(Throughput::Elements(length as u64));
        let mut column = vec![0.0; length];
        group.bench_function(length.to_string(), |bencher| {
            bencher.iter(|| luck.fill(black_box(stream), black_box(1024), &mut column));
        });
    }
}

fn quantiles(criterion: &mut Criterion) {
    let stream = Question::new(Entity::Step, "revoke", "work").nth(1);
    let mut uniforms = vec![0.0; 4096];
    Luck::new(1).fill(stream, 0, &mut uniforms);
    let mut values = uniforms.clone();
    let mut group = criterion.benchmark_group("quantile");
    group.throughput(Throughput::Elements(uniforms.len() as u64));
    for (name, distribution) in distributions() {
        let quantile = Quantile::new(&distribution);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for (value, u) in values.iter_mut().zip(&uniforms) {
                    *value = quantile.at(*u);
                }
                black_box(&values);
            });
        });
        group.bench_function(format!("column of {name}"), |bencher| {
            bencher.iter(|| {
                quantile.fill(&uniforms, &mut values);
                black_box(&values);
            });
        });
    }
}

/// What a step's durations cost in a block: draws, inversion and rounding, of more steps than the fastest memory holds tables of.
fn durations(criterion: &mut Criterion) {
    const STEPS: u32 = 40;
    let luck = Luck::new(1);
    let steps: Vec<(Stream, Quantile)> = (1..=STEPS)
        .map(|step| {
            let work = Question::new(Entity::Step, "revoke", "work").nth(step);
            let likely = 60.0 + 10.0 * f64::from(step);
            let takes = Distribution::Pert {
                min: 60.0,
                likely,
                max: 600.0,
            };
            (work, Quantile::new(&takes))
        })
        .collect();
    let mut group = criterion.benchmark_group("column of PERT seconds");
    for length in BLOCKS {
        group.throughput(Throughput::Elements(u64::from(STEPS) * length as u64));
        let mut uniforms = vec![0.0; length];
        let mut lengths = uniforms.clone();
        let mut seconds = vec![0; length];
        let mut first = 0;
        group.bench_function(length.to_string(), |bencher| {
            bencher.iter(|| {
                for (work, takes) in &steps {
                    luck.fill(*work, first, &mut uniforms);
                    takes.fill(&uniforms, &mut lengths);
                    Seconds::round_all(&lengths, &mut seconds);
                    black_box(&seconds);
                }
                first += length as u64;
            });
        });
    }
}

fn compiling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    for (name, distribution) in distributions() {
        group.bench_function(name, |bencher| {
            bencher.iter(|| Quantile::new(black_box(&distribution)));
        });
    }
}

criterion_group!(benches, uniforms, quantiles, durations, compiling);
criterion_main!(benches);
