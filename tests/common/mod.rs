//! Small drills built in code, showing only what matters to a test.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "every test file uses its own part"
)]

pub mod generate;
pub mod plain;
pub mod reference;

use std::path::PathBuf;

use firebell::check::{self, DrillFiles};
use firebell::model::{
    Crew, Dispatch, Drill, ExerciseKind, FailureRule, Join, LabelChance, Organization, Person,
    Plan, Resource, Role, Scenario, Section, ShiftPattern, Starts, Step, Success, Works,
};
use firebell::program::{Program, compile};
use firebell::quantity::{
    Arena, CivilTime, Distribution, Index, PersonId, Probability, RoleId, Seconds, StepId, Zone,
};
use firebell::random::Luck;
use firebell::simulate::{Detail, Outcome, Player};
use firebell::source::{Severity, Sources};

use generate::{Sketch, Texts, workspace};

/// An automatic step of that name that takes that long after those steps.
pub fn step(id: &str, takes: Distribution, after: &[usize]) -> Step {
    Step {
        id: id.to_owned(),
        title: id.to_owned(),
        section: Section::Response,
        owner: None,
        crew: Vec::new(),
        uses: Vec::new(),
        after: after.iter().copied().map(StepId::new).collect(),
        join: Join::All,
        delay: Seconds::ZERO,
        when: None,
        on_demand: false,
        takes,
        works: Works::Through,
        outcomes: Arena::<_, LabelChance>::new(Vec::new()),
        succeeds: Success::Always(Probability::ONE),
        on_failure: FailureRule::Halt,
        waits_at_most: None,
        reserved: false,
        not_by: Vec::new(),
        effects: Vec::new(),
        priority: 0,
        cost: 0.0,
        negotiable: Vec::new(),
        was: None,
        how: None,
        link: None,
        because: None,
    }
}

/// A person who is always on shift and answers at once.
pub fn person(id: &str) -> Person {
    Person {
        id: id.to_owned(),
        name: id.to_owned(),
        layer: None,
        count: 1,
        shifts: ShiftPattern::Always,
        zone: utc(),
        acknowledges: Distribution::Fixed(0.0),
        on_call: None,
        stays: None,
        rests: Seconds::ZERO,
        cost_per_hour: 0.0,
        contact: None,
        because: None,
    }
}

/// A role held by these people.
pub fn role(id: &str, holders: &[usize]) -> Role {
    Role {
        id: id.to_owned(),
        title: id.to_owned(),
        duties: None,
        holders: holders.iter().copied().map(PersonId::new).collect(),
        deputies: Vec::new(),
        deputies_help: false,
        deputy_pace: 1.0,
        escalate_after: Seconds(900),
        because: None,
    }
}

pub fn resource(id: &str, count: u64) -> Resource {
    Resource {
        id: id.to_owned(),
        title: id.to_owned(),
        count,
        consumed: false,
        because: None,
    }
}

pub fn utc() -> Zone {
    Zone::named("UTC").expect("UTC is a zone")
}

/// A drill over these steps with `people` holders of role 0, ten years long.
pub fn drill(steps: Vec<Step>, people: usize) -> Drill {
    let staff: Vec<Person> = (0..people)
        .map(|place| person(&format!("p{place:03}")))
        .collect();
    let roles = if people == 0 {
        Vec::new()
    } else {
        vec![role("r", &(0..people).collect::<Vec<_>>())]
    };
    Drill {
        organization: Organization {
            name: "test".to_owned(),
            zone: utc(),
            holidays: Vec::new(),
            shifts: Arena::new(Vec::new()),
            people: Arena::new(staff),
            roles: Arena::new(roles),
            resources: Arena::new(Vec::new()),
            because: None,
        },
        plan: Plan {
            id: "p".to_owned(),
            revision: "r1".to_owned(),
            title: "p".to_owned(),
            risks: Vec::new(),
            owner: None,
            approved: None,
            approved_by: None,
            changes: Vec::new(),
            dispatch: Dispatch::Priority,
            barriers: Arena::new(Vec::new()),
            steps: Arena::new(steps),
            because: None,
        },
        scenario: Scenario {
            id: "s".to_owned(),
            title: "s".to_owned(),
            kind: ExerciseKind::Tabletop,
            starts: Starts::At(CivilTime::parse("2026-03-13T19:40").expect("a civil time")),
            horizon: Seconds(10 * 366 * 86_400),
            narrative: None,
            assumptions: Vec::new(),
            flags: Arena::new(Vec::new()),
            given: Vec::new(),
            failed_barriers: Vec::new(),
            impacts: Arena::new(Vec::new()),
            injects: Arena::new(Vec::new()),
            objectives: Arena::new(Vec::new()),
            because: None,
        },
        currency: None,
    }
}

/// Gives every step to role 0.
pub fn owned(mut steps: Vec<Step>) -> Vec<Step> {
    for step in &mut steps {
        step.owner = Some(RoleId::new(0));
    }
    steps
}

pub fn crew(role: usize, count: u32) -> Crew {
    Crew {
        role: RoleId::new(role),
        count,
    }
}

pub fn compiled(drill: &Drill) -> Program {
    compile(drill).expect("the streams of a test drill do not collide")
}

/// When the last step is done; every step must be.
pub fn makespan(outcome: &Outcome) -> Seconds {
    let finished = outcome
        .steps
        .iter()
        .map(|step| step.settled.expect("every step settles before the horizon"));
    finished.max().unwrap_or(Seconds::ZERO)
}

/// The makespans of the first replications, in seconds.
pub fn makespans(drill: &Drill, replications: u64, seed: u64) -> Vec<f64> {
    let program = compiled(drill);
    let luck = Luck::new(seed);
    let mut player = Player::new(&program, &luck, Detail::Outcome);
    (0..replications)
        .map(|k| makespan(&player.play(k).outcome).as_f64())
        .collect()
}

/// Sample mean and variance (two passes).
pub fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, squares / (count - 1.0))
}

/// The drill of a generated workspace.
pub fn drill_of(sketch: &Sketch) -> Drill {
    read(&workspace(sketch).texts())
}

/// The drill that these files describe; they must be free of errors.
pub fn read(texts: &Texts) -> Drill {
    let (organization, plan, drill) = (&texts.organization, &texts.plan, &texts.scenario);
    checked(texts).unwrap_or_else(|errors| panic!("{errors:?}\n{organization}\n{plan}\n{drill}"))
}

/// The drill that these files describe, or their errors.
pub fn checked(texts: &Texts) -> Result<Drill, Vec<String>> {
    let mut sources = Sources::default();
    sources.add(
        PathBuf::from("organization.ron"),
        texts.organization.clone(),
    );
    sources.add(PathBuf::from("plan.ron"), texts.plan.clone());
    let scenario = sources.add(PathBuf::from("drill.ron"), texts.scenario.clone());
    let files = DrillFiles {
        scenario,
        plan: None,
        organization: None,
    };
    let checked = check::drill(&sources, files);
    let errors = checked.diagnostics.into_iter();
    let errors = errors.filter(|diagnostic| diagnostic.severity == Severity::Error);
    checked
        .value
        .ok_or_else(|| errors.map(|error| error.message).collect())
}
