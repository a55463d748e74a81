//! What a draw costs: a uniform, a column of them, a value by inversion, and compiling a distribution.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use firebell::quantity::Distribution;
use firebell::random::{Entity, Luck, Quantile, Question};

/// Replications in a block of the engine.
const BLOCK: usize = 256;

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
    for length in [64, BLOCK] {
        group.throughput(Throughput::Elements(length as u64));
        let mut column = vec![0.0; length];
        group.bench_function(length.to_string(), |bencher| {
            bencher.iter(|| luck.fill(black_box(stream), black_box(1024), &mut column));
        });
    }
}

fn quantiles(criterion: &mut Criterion) {
    let stream = Question::new(Entity::Step, "revoke", "work").nth(1);
    let mut uniforms = vec![0.0; 16 * BLOCK];
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

criterion_group!(benches, uniforms, quantiles, compiling);
criterion_main!(benches);
