//! How long it takes to check a large workspace: one plan, and as many risks as it has steps.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use firebell::check;
use firebell::quantity::Date;
use firebell::source::Sources;

criterion_group!(benches, workspaces);
criterion_main!(benches);

fn workspaces(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for steps in [1_000, 10_000] {
        let sources = workspace(steps);
        let as_of = Date::parse("2026-03-01");
        let found = check::workspace(&sources, as_of);
        assert!(found.is_empty(), "{}: {}", found.len(), found[0].message);
        group.throughput(Throughput::Elements(steps as u64)); // usize fits into u64.
        group.sample_size(20);
        group.bench_function(format!("check of {steps} steps"), |bencher| {
            bencher.iter(|| check::workspace(black_box(&sources), as_of));
        });
    }
    group.finish();
}

/// A plan of so many steps, as many risks, and the organization and the drill that belong to them.
fn workspace(steps: usize) -> Sources {
    let teams = steps / 20;
    let mut sources = Sources::default();
    let mut add = |path: &str, text: String| sources.add(path.into(), text);
    add("organization.ron", organization(teams));
    add("plan.ron", plan(steps, teams));
    add("register.ron", register(steps, teams));
    add("drill.ron", drill(steps));
    sources
}

fn organization(teams: usize) -> String {
    let people = list(2 * teams, |i| {
        format!(
            "Person(id: \"p{i}\", name: \"Person {i}\", shifts: Always, on_call: \"20m\", cost_per_hour: 60)"
        )
    });
    let roles = list(teams, |i| {
        let (holder, deputy) = (2 * i, 2 * i + 1);
        format!(
            "Role(id: \"r{i}\", title: \"Role {i}\", holders: [\"p{holder}\"], deputies: [\"p{deputy}\"])"
        )
    });
    format!("Organization(name: \"Large\", people: [\n{people}], roles: [\n{roles}])")
}

/// Ways that branch and meet again, with a retry here and there.
fn plan(steps: usize, teams: usize) -> String {
    let step = |i: usize| {
        let after = match i % 10 {
            0 if i > 0 => format!("after: [\"s{}\", \"s{}\"], ", i - 1, i - 2),
            2 | 9 => format!("after: [\"s{}\"], ", i - 2),
            1 | 3..=8 => format!("after: [\"s{}\"], ", i - 1),
            _ => String::new(),
        };
        let retry = if i % 10 == 5 {
            ", succeeds: 0.9, on_failure: Retry(times: 2, pause: \"10m\")"
        } else {
            ""
        };
        format!(
            "Step(id: \"s{i}\", title: \"Step number {i}\", owner: \"r{}\", {after}takes: Pert(min: \"5m\", likely: \"10m\", max: \"40m\"){retry})",
            i % teams
        )
    };
    let half = steps / 2;
    let response = list(half, step);
    let recovery = list(steps - half, |i| step(half + i));
    format!(
        "Plan(id: \"large\", revision: \"r1\", risks: [\"R-0\"], response: [\n{response}], recovery: [\n{recovery}])"
    )
}

fn register(risks: usize, teams: usize) -> String {
    let risks = list(risks, |i| {
        let owner = i % teams;
        format!(
            "Risk(id: \"R-{i}\", title: \"Risk {i}\", category: DataLeak, owner: \"r{owner}\", plan: \"plan.ron\", drills: [\"drill.ron\"], \
             inherent: Rating(likelihood: 2, impact: 2), residual: Rating(likelihood: 1, impact: 2), frequency: Pert(min: 0.2, likely: 0.5, max: 2), \
             actions: [Action(id: \"A-{i}\", title: \"Act {i}\", owner: \"r{owner}\", due: \"2030-04-01\")])"
        )
    });
    format!(
        "Register(currency: \"EUR\", likelihood: [Level(\"rare\", 0.1), Level(\"often\", 10)], \
         impact: [Level(\"small\", 1000), Level(\"big\", 1000000)], appetite: 4, risks: [\n{risks}])"
    )
}

fn drill(steps: usize) -> String {
    let injects = list(steps / 10, |i| {
        let (trigger, slowed) = (10 * i, 10 * i + 3);
        format!(
            "Inject(id: \"i{i}\", at: Finished(\"s{trigger}\", \"10m\"), effects: [Slow(steps: [\"s{slowed}\"], factor: 1.5, for: \"2h\")])"
        )
    });
    let objectives = list(steps / 20, |i| {
        let step = 20 * i + 9;
        format!(
            "Objective(id: \"o{i}\", measure: Done(step: \"s{step}\", target: \"1000d\", limit: \"1500d\"))"
        )
    });
    format!(
        "Scenario(id: \"large\", organization: \"organization.ron\", register: \"register.ron\", plan: \"plan.ron\", \
         starts: \"2026-03-11T09:00\", horizon: \"2000d\", injects: [\n{injects}], objectives: [\n{objectives}])"
    )
}

/// So many elements, a line each.
fn list(count: usize, element: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, i| {
        writeln!(text, "    {},", element(i)).expect("a text can grow");
        text
    })
}
