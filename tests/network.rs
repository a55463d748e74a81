//! The pass over columns against the event loop: second for second the same, and the same drivers.

mod common;

use common::{compiled, drill, reference, step};
use firebell::model::Drill;
use firebell::quantity::{Distribution, Seconds, StepId};
use firebell::random::Luck;
use firebell::simulate::{Cause, Detail, Item, Network, Player, Replication};
use proptest::prelude::*;

/// Checks some replications of a plan that is a network.
fn assert_agrees(drill: &Drill, seed: u64, first: u64) {
    const COUNT: usize = 40;
    let program = compiled(drill);
    let luck = Luck::new(seed);
    let mut network = Network::of(&program, &luck).expect("the plan is a network");
    let Some(columns) = network.play(first, COUNT) else {
        return;
    };
    let mut player = Player::new(&program, &luck, Detail::Explained);
    for row in 0..COUNT {
        let replication = player.play(first + row as u64);
        for id in program.steps.ids() {
            let outcome = &replication.outcome.steps[id];
            let whole = |seconds: u32| Some(Seconds::from(seconds));
            assert_eq!(outcome.ready, whole(columns.ready[id][row]));
            assert_eq!(outcome.started.map(|start| start.at), outcome.ready);
            assert_eq!(outcome.finished(), whole(columns.settled[id][row]));
            let driver = columns.driver(&program.steps[id].predecessors, row);
            assert_eq!(driver, driver_of(replication, id), "{id:?} in row {row}");
        }
    }
}

/// The predecessor that the event loop says released the step.
fn driver_of(replication: &Replication, step: StepId) -> Option<StepId> {
    match replication.histories[step].first() {
        Some(Item::Origin(origin)) => match origin.cause {
            Cause::Predecessor(driver, _) => Some(driver),
            Cause::Onset => None,
            cause @ (Cause::Step(..)
            | Cause::Inject(_)
            | Cause::FallbackOf(..)
            | Cause::ReplacedBy(..)) => panic!("{cause:?} in a network"),
        },
        other => panic!("{other:?} at the beginning of a history"),
    }
}

#[test]
fn the_reference_network_is_played_without_events() {
    assert_agrees(&reference::a(reference::pert), 1, 1_000);
}

#[test]
fn a_plan_with_people_or_chance_is_no_network() {
    let program = compiled(&reference::b(reference::pert, 0.1));
    assert!(Network::of(&program, &Luck::new(1)).is_none());
}

#[test]
fn what_ends_after_the_horizon_or_takes_no_time_is_left_to_the_event_loop() {
    let played = |takes, horizon| {
        let mut drill = drill(vec![step("a", Distribution::Fixed(takes), &[])], 0);
        drill.scenario.horizon = Seconds(horizon);
        let (program, luck) = (compiled(&drill), Luck::new(1));
        Network::of(&program, &luck).is_some_and(|mut network| network.play(0, 4).is_some())
    };
    assert!(played(60.0, 60));
    assert!(!played(61.0, 60));
    assert!(!played(0.4, 60));
}

#[test]
fn a_draw_of_no_time_at_all_is_left_to_the_event_loop() {
    // Rounded to nothing once in ten thousand draws.
    let takes = Distribution::Uniform {
        min: 0.499,
        max: 10.499,
    };
    let drill = drill(vec![step("a", takes, &[])], 0);
    let (program, luck) = (compiled(&drill), Luck::new(1));
    let mut network = Network::of(&program, &luck).expect("such draws are rare");
    let blocks = (0..300).filter(|block| network.play(block * 256, 256).is_none());
    assert!((1..100).contains(&blocks.count()));
}

proptest! {
    #[test]
    fn columns_are_what_the_event_loop_comes_to(
        sketches in prop::collection::vec((0_u64..40, any::<u32>(), 0_i64..3), 1..14),
        seed in any::<u64>(),
        first in 0_u64..1_000_000,
    ) {
        let steps = sketches
            .iter()
            .enumerate()
            .map(|(place, (size, before, delay))| {
                let size = *size as f64;
                // Coarse times make many ties.
                let takes = match before % 3 {
                    0 => Distribution::Fixed(1.0 + (size / 10.0).floor()),
                    1 => Distribution::Uniform { min: 0.6, max: 1.0 + size },
                    _ => Distribution::Pert { min: 0.6, likely: 1.0 + size / 2.0, max: 2.0 + size },
                };
                let after: Vec<usize> =
                    (0..place).filter(|other| before >> (other + 3) & 1 == 1).collect();
                let mut step = step(&format!("s{place:02}"), takes, &after);
                step.delay = Seconds(*delay);
                step
            })
            .collect();
        assert_agrees(&drill(steps, 0), seed, first);
    }
}
