//! What users wait for: replications of the reference workloads and of every shipped drill, with all estimates.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use firebell::analysis::evaluation::{Length, Settings, evaluate};
use firebell::check::{self, DrillFiles};
use firebell::document;
use firebell::model::Drill;
use firebell::program::{Program, compile};
use firebell::random::Luck;
use firebell::simulate::{Detail, Network, Player};

#[path = "../tests/common/mod.rs"]
mod common;

use common::{compiled, reference};

/// Replications of one measurement: what an evaluation costs but once, some 10 ms, hardly shows.
const REPLICATIONS: u64 = 16_384;

/// The same of plans without people, which are played much faster.
const REPLICATIONS_OF_NETWORKS: u64 = 1_048_576;

fn reference_drills() -> Vec<(String, Drill)> {
    let a = reference::a(reference::pert);
    let b = reference::b(reference::pert, 0.1);
    [("A", a), ("B", b)]
        .map(|(name, mut drill)| {
            reference::measure(&mut drill);
            (name.to_owned(), drill)
        })
        .into()
}

fn shipped_drills() -> Vec<(String, Drill)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/harbour-goods/drills");
    let files = std::fs::read_dir(folder).expect("the drills are shipped");
    let mut paths: Vec<_> = files
        .map(|file| file.expect("the folder can be read").path())
        .collect();
    paths.sort();
    let drill = |path: &Path| {
        let workspace = document::read_workspace(&[path.to_owned()]).expect("it can be read");
        let files = DrillFiles {
            scenario: workspace.given[0],
            plan: None,
            organization: None,
        };
        check::drill(&workspace.sources, files)
            .value
            .expect("shipped drills have no errors")
    };
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().expect("a drill has a name");
            (name.to_string_lossy().into_owned(), drill(path))
        })
        .collect()
}

fn replications_of(program: &Program) -> u64 {
    if Network::of(program, &Luck::new(1)).is_some() {
        REPLICATIONS_OF_NETWORKS
    } else {
        REPLICATIONS
    }
}

fn settings(program: &Program, detail: Detail) -> Settings {
    Settings {
        seed: 1,
        length: Length::Exactly(replications_of(program)),
        threads: NonZeroUsize::MIN,
        confidence: 0.8,
        level: 0.95,
        detail,
    }
}

fn evaluated(drill: &Drill, program: &Program, detail: Detail) -> f64 {
    let evaluation = evaluate(drill, program, &settings(program, detail), |_| {
        ControlFlow::Continue(())
    });
    evaluation.replications as f64 // A few thousand.
}

/// A whole evaluation on one thread, with and without explanations.
fn evaluations(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("evaluate");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(3))
        .warm_up_time(Duration::from_secs(1));
    for (name, drill) in reference_drills().into_iter().chain(shipped_drills()) {
        let program = compiled(&drill);
        group.throughput(Throughput::Elements(replications_of(&program)));
        for (label, detail) in [("plain", Detail::Outcome), ("explained", Detail::Explained)] {
            group.bench_function(format!("{name}/{label}"), |bencher| {
                bencher.iter(|| evaluated(&drill, &program, detail));
            });
        }
    }
}

/// The engine alone: no objectives, no estimates.
fn replications(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("play");
    group
        .throughput(Throughput::Elements(REPLICATIONS))
        .sample_size(10)
        .measurement_time(Duration::from_secs(3))
        .warm_up_time(Duration::from_secs(1));
    for (name, drill) in reference_drills().into_iter().chain(shipped_drills()) {
        let program = compiled(&drill);
        let luck = Luck::new(1);
        let mut player = Player::new(&program, &luck, Detail::Outcome);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for replication in 1..=REPLICATIONS {
                    player.play(replication);
                }
            });
        });
    }
}

/// From a model to a program, before the first replication.
fn compiling(criterion: &mut Criterion) {
    let drills = shipped_drills();
    criterion.bench_function("compile/all shipped drills", |bencher| {
        bencher.iter_batched(
            || (),
            |()| {
                drills
                    .iter()
                    .filter_map(|(_, drill)| compile(drill).ok())
                    .count()
            },
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, evaluations, replications, compiling);
criterion_main!(benches);
