//! The reference workloads by which engines are compared: forty steps in eight layers, with and without people.

use firebell::model::{Drill, FailureRule, Measure, Objective, SkippedRule, Step, Success};
use firebell::quantity::Index as _;
use firebell::quantity::{Arena, Distribution, Probability, RoleId, Seconds};

use super::{drill, role, step};

/// Minimum, likely and maximum minutes of a step of the reference workload.
fn minutes(place: usize) -> [f64; 3] {
    let min = 2 + 7 * place % 11;
    let likely = min + 1 + 5 * place % 7;
    let max = likely + 2 + 3 * place % 13;
    [min, likely, max].map(|minutes| minutes as f64 * 60.0)
}

fn steps(takes: impl Fn([f64; 3]) -> Distribution) -> Vec<Step> {
    (0..40)
        .map(|place| {
            let (layer, position) = (place / 5, place % 5);
            let mut after = Vec::new();
            if layer > 0 {
                after = vec![place - 5, 5 * (layer - 1) + (position + 1) % 5];
                after.sort_unstable();
            }
            step(&format!("s{place:02}"), takes(minutes(place)), &after)
        })
        .collect()
}

/// Work of the likely length, always.
pub fn likely_only([_, likely, _]: [f64; 3]) -> Distribution {
    Distribution::Fixed(likely)
}

/// Work of any length between.
pub fn pert([min, likely, max]: [f64; 3]) -> Distribution {
    Distribution::Pert { min, likely, max }
}

/// Workload A: nobody is needed.
pub fn a(takes: impl Fn([f64; 3]) -> Distribution) -> Drill {
    drill(steps(takes), 0)
}

/// Workload B: three roles with 2, 1 and 3 holders, low numbers first, and (if asked) one attempt in ten is repeated.
pub fn b(takes: impl Fn([f64; 3]) -> Distribution, fails: f64) -> Drill {
    let mut steps = steps(takes);
    for (place, step) in steps.iter_mut().enumerate() {
        step.owner = Some(RoleId::new(place % 3));
        step.priority = -i64::try_from(7 * place % 5).expect("a small number");
        step.succeeds = Success::Always(Probability::new(1.0 - fails).expect("a probability"));
        // A second failure that lets the plan go on is a second attempt that never fails.
        step.on_failure = FailureRule::Retry {
            times: 1,
            pause: Seconds::ZERO,
            then: Box::new(FailureRule::Continue),
        };
    }
    let mut drill = drill(steps, 6);
    drill.organization.roles = Arena::new(vec![
        role("r0", &[0, 1]),
        role("r1", &[2]),
        role("r2", &[3, 4, 5]),
    ]);
    drill
}

/// Measures the end of the last step of the list and of all steps: what an evaluation would ask of it.
pub fn measure(drill: &mut Drill) {
    let (target, limit) = (Seconds(3 * 3_600), Seconds(5 * 3_600));
    let step = drill.plan.steps.ids().next_back();
    let measures = [
        Measure::Done {
            step,
            target,
            limit,
        },
        Measure::StoodDown { target, limit },
    ];
    drill.scenario.objectives = (measures.into_iter().enumerate())
        .map(|(place, measure)| Objective {
            id: format!("o{place}"),
            title: format!("o{place}"),
            capability: None,
            weight: 1.0,
            critical: true,
            penalty: 0.0,
            skipped: SkippedRule::Misses,
            measure,
            because: None,
        })
        .collect();
}
