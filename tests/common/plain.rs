//! Plans in which people do nothing but their work.

use firebell::model::{Drill, FailureRule, Step, Success};
use firebell::quantity::{Arena, Distribution, Index, Probability, RoleId, Seconds};

use super::{drill, role, step};

/// A step in so many words: how long it takes, after which it comes, and bits for everything else.
pub type Sketch = (u64, u32, u32);

/// Three roles with one, two and three holders.
pub fn staffed(steps: Vec<Step>) -> Drill {
    let mut drill = drill(steps, 6);
    drill.organization.roles = Arena::new(vec![
        role("r0", &[0]),
        role("r1", &[1, 2]),
        role("r2", &[3, 4, 5]),
    ]);
    for (place, person) in drill.organization.people.iter_mut().enumerate() {
        person.cost_per_hour = 10.0 + place as f64;
    }
    drill
}

/// A step of a plan whose steps take no less than `least` seconds; coarse times make many ties.
pub fn sketched(place: usize, (size, before, turns): Sketch, least: f64) -> Step {
    let size = size as f64;
    let takes = match turns % 3 {
        0 => Distribution::Fixed(least.ceil() + (size / 10.0).floor()),
        1 => Distribution::Uniform {
            min: least,
            max: 1.0 + size,
        },
        _ => Distribution::Pert {
            min: least,
            likely: 1.0 + size / 2.0,
            max: 2.0 + size,
        },
    };
    let after: Vec<usize> = (0..place)
        .filter(|other| before >> (2 * other) & 3 == 1)
        .collect();
    let turn = |bit: u32, count: u32| i64::from(turns >> bit & 7) % i64::from(count);
    let mut step = step(&format!("s{place:02}"), takes, &after);
    // The first belongs to somebody: a plan in which nobody is needed is a network.
    let owner = if place == 0 { 1 } else { turn(2, 4) as usize };
    step.owner = (owner > 0).then(|| RoleId::new(owner - 1));
    step.priority = turn(5, 3);
    step.delay = Seconds(turn(8, 3));
    step.cost = turn(11, 4) as f64;
    let chance = [1.0, 0.7, 0.3, 0.0][turn(14, 4) as usize];
    step.succeeds = Success::Always(Probability::new(chance).expect("a probability"));
    step.on_failure = retry(turn(20, 4) as u32, turn(23, 3), FailureRule::Continue);
    step
}

/// So many more attempts, each so many seconds after a failure, and then the other rule.
pub fn retry(times: u32, pause: i64, then: FailureRule) -> FailureRule {
    FailureRule::Retry {
        times,
        pause: Seconds(pause),
        then: Box::new(then),
    }
}
