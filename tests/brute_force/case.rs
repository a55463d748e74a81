//! Generated workspaces of one to three drills, what they come to, and the program run on them.

use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use firebell::analysis::evaluation::{LEVEL_USUAL, Length, Samples, Settings, evaluate};
use firebell::model::Drill;
use firebell::simulate::Detail;
use serde_json::Value;
use tempfile::TempDir;

use crate::common::generate::{ALL, Sketch, Texts, Workspace, workspace};
use crate::common::{checked, compiled, read};
use crate::element::Element;
use crate::program::{firebell, text};

/// Drills of one organization and one plan.
#[derive(Clone)]
pub(crate) struct Case {
    /// Each with the same organization and plan.
    pub(crate) drills: Vec<Workspace>,
}

const STARTS: [&str; 3] = [
    "\"2026-03-28T11:00\"",
    "\"2026-03-30T22:30\"",
    "\"2026-03-27T05:00\"",
];

impl Case {
    /// The same for the same seed.
    pub(crate) fn of(seed: u64) -> Self {
        let bits = mixed(seed);
        let features = ALL.iter().enumerate();
        let sketch = Sketch {
            features: features
                .filter(|(place, _)| bits >> (2 * place) & 3 != 0)
                .map(|(_, feature)| *feature)
                .collect(),
            steps: 2 + usize::try_from(mixed(bits) % 6).expect("a handful"),
            seed,
        };
        let mut first = workspace(&sketch);
        change(&mut first.steps, |step| {
            // Every other predecessor would be given up.
            if let Some(first) = step.names("after").first() {
                step.set_names("negotiable", std::slice::from_ref(first));
            }
        });
        let takes_two = first.steps.iter().any(|step| step.contains("not_by"));
        change(&mut first.roles, |role| {
            if role.id() == "r1" && !takes_two && seed.is_multiple_of(2) {
                let first = role.names("holders")[..1].to_vec();
                role.set_names("holders", &first);
            }
        });
        let last = sketch.steps - 1;
        change(&mut first.objectives, |objective| tighten(objective, last));
        let drills = 1 + usize::try_from(bits % 3).expect("a handful");
        let others = STARTS[1..drills].iter().map(|starts| {
            let mut other = first.clone();
            other.scenario_fields = format!("    starts: {starts}, horizon: \"30h\",\n");
            change(&mut other.injects, |inject| inject.set("chance", "0.3"));
            other
        });
        Self {
            drills: std::iter::once(first.clone()).chain(others).collect(),
        }
    }

    /// The same with all drills changed.
    pub(crate) fn with(&self, change: impl FnMut(&mut Workspace)) -> Self {
        let mut changed = self.clone();
        changed.drills.iter_mut().for_each(change);
        changed
    }

    /// The files of the drills; organization and plan are the same in each.
    pub(crate) fn texts(&self) -> Vec<Texts> {
        let drills = self.drills.iter().enumerate();
        drills
            .map(|(place, drill)| {
                let mut texts = drill.texts();
                let id = format!("id: \"d{place}\"");
                texts.scenario = texts.scenario.replacen("id: \"d\"", &id, 1);
                texts
            })
            .collect()
    }

    /// A folder with its files.
    pub(crate) fn folder(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("there is room");
        let write = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("there is room");
        };
        for (place, texts) in self.texts().iter().enumerate() {
            write("organization.ron", &texts.organization);
            write("plan.ron", &texts.plan);
            write(&format!("d{place}.ron"), &texts.scenario);
        }
        folder
    }

    /// "d0.ron d1.ron".
    pub(crate) fn scenarios(&self) -> String {
        let names = (0..self.drills.len()).map(|place| format!("d{place}.ron"));
        names.collect::<Vec<_>>().join(" ")
    }

    /// Whether the files have no mistakes.
    pub(crate) fn is_sound(&self) -> bool {
        self.texts().iter().all(|texts| checked(texts).is_ok())
    }

    /// What each drill comes to.
    pub(crate) fn played(&self, runs: u64) -> Vec<Samples> {
        let drills = self.texts();
        drills
            .iter()
            .map(|texts| evaluated(&read(texts), runs))
            .collect()
    }
}

fn tighten(objective: &mut Element, last: usize) {
    let Some(place) = objective
        .id()
        .strip_prefix('o')
        .and_then(|id| id.parse::<usize>().ok())
    else {
        return;
    };
    let hours = 1 + 2 * place;
    let measure = objective.get("measure").expect("it measures");
    let measure = measure.replace(
        "target: \"3h\", limit: \"30h\"",
        &format!("target: \"{hours}h\", limit: \"{}h\"", 3 * hours),
    );
    objective.set("measure", &measure);
    objective.set("weight", &(1 + place % 3).to_string());
    if place == last {
        objective.set("critical", "true");
    }
}

/// SplitMix64's last steps.
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Every element of a list, changed.
pub(crate) fn change(list: &mut [String], mut change: impl FnMut(&mut Element)) {
    for text in list {
        let mut element = Element::of(text);
        change(&mut element);
        *text = element.text();
    }
}

/// The element with that id, changed; it must be there.
pub(crate) fn change_one(list: &mut [String], id: &str, edit: impl Fn(&mut Element)) {
    let mut found = 0;
    change(list, |element| {
        if element.id() == id {
            edit(element);
            found += 1;
        }
    });
    assert_eq!(found, 1, "{id}");
}

fn evaluated(drill: &Drill, runs: u64) -> Samples {
    let settings = Settings {
        seed: 1,
        length: Length::Exactly(runs),
        threads: NonZeroUsize::MIN,
        confidence: 0.8,
        level: LEVEL_USUAL,
        detail: Detail::Outcome,
    };
    let mut all: Option<Samples> = None;
    evaluate(drill, &compiled(drill), &settings, |progress| {
        match &mut all {
            None => all = Some(progress.samples.clone()),
            Some(all) => {
                let block = progress.samples;
                all.scores.extend(&block.scores);
                all.passed.extend(&block.passed);
                all.costs.extend(&block.costs);
            }
        }
        ControlFlow::Continue(())
    });
    all.expect("there is a block")
}

/// What the program prints as JSON, whether its answer is yes or no.
pub(crate) fn json(folder: &TempDir, arguments: &str) -> Value {
    let output = firebell(folder.path(), arguments);
    let is_answer = output.status.code().is_some_and(|code| code < 2);
    assert!(is_answer, "{arguments}\n{}", text(output.stderr));
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

/// A word in JSON.
pub(crate) fn word<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().expect("it is a word")
}

/// Whether both are the same number, but for the order in which it was added up.
pub(crate) fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// The difference of what two evaluations come to, replication by replication, where there is one.
pub(crate) struct Paired {
    pub(crate) passed: Vec<Option<f64>>,
    pub(crate) scores: Vec<Option<f64>>,
}

impl Paired {
    pub(crate) fn of(before: &Samples, after: &Samples) -> Self {
        let share = |passed: bool| f64::from(u8::from(passed));
        let passed = before.passed.iter().zip(&after.passed);
        let scores = before.scores.iter().zip(&after.scores);
        Self {
            passed: passed
                .map(|(a, b)| Some(share((*b)?) - share((*a)?)))
                .collect(),
            scores: scores.map(|(a, b)| Some((*b)? - (*a)?)).collect(),
        }
    }
}

/// The mean of what is there; 0 of nothing.
pub(crate) fn mean(values: &[Option<f64>]) -> f64 {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    known.iter().sum::<f64>() / (known.len() as f64).max(1.0)
}
