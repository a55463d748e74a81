//! Plans played by crews against the event loop: the same replications, place for place.

mod common;

use common::plain::{retry, sketched, staffed};
use common::{compiled, drill, reference, role, step};
use firebell::model::{Dispatch, Drill, FailureRule, Step};
use firebell::program::Program;
use firebell::quantity::{Arena, Distribution, Index, RoleId, Seconds};
use firebell::random::Luck;
use firebell::simulate::{Crews, Detail, Player, play};
use proptest::prelude::*;

fn are_crews_enough(program: &Program) -> bool {
    Crews::of(program, true).is_some()
}

/// Checks some replications; the event loop plays each of them alone.
fn assert_agrees(drill: &Drill, seed: u64, first: u64) {
    let program = compiled(drill);
    let luck = Luck::new(seed);
    assert!(are_crews_enough(&program));
    for detail in [Detail::Outcome, Detail::Explained] {
        let mut player = Player::new(&program, &luck, detail);
        for replication in first..first + 6 {
            let alone = play(&program, &luck, replication, detail);
            assert_eq!(player.play(replication), &alone);
        }
    }
}

#[test]
fn the_reference_workload_with_people_is_played_by_crews() {
    assert_agrees(&reference::b(reference::pert, 0.1), 1, 1_000);
}

#[test]
fn whoever_has_two_roles_or_may_be_away_is_left_to_the_event_loop() {
    let plan = || {
        let mut steps = vec![
            step("a", Distribution::Fixed(60.0), &[]),
            step("b", Distribution::Fixed(60.0), &[]),
        ];
        for (place, step) in steps.iter_mut().enumerate() {
            step.owner = Some(RoleId::new(place));
        }
        staffed(steps)
    };
    assert!(are_crews_enough(&compiled(&plan())));
    let mut two_roles = plan();
    two_roles.organization.roles[RoleId::new(1)] = role("r1", &[0, 1]);
    assert!(!are_crews_enough(&compiled(&two_roles)));
    for change in [
        |person: &mut firebell::model::Person| person.acknowledges = Distribution::Fixed(60.0),
        |person: &mut firebell::model::Person| person.stays = Some(Seconds(3_600)),
        |person: &mut firebell::model::Person| person.count = 2,
    ] {
        let mut drill = plan();
        drill.organization.people.iter_mut().for_each(change);
        assert!(!are_crews_enough(&compiled(&drill)));
    }
}

/// A role of so many holders for each number; three steps of each role, and three that need nobody.
fn crowded(holders: &[usize]) -> Drill {
    let mut last = 0;
    let roles: Vec<_> = (holders.iter().enumerate())
        .map(|(place, count)| {
            let first = last;
            last += count;
            role(&format!("r{place:03}"), &(first..last).collect::<Vec<_>>())
        })
        .collect();
    let steps = (0..3 * (roles.len() + 1))
        .map(|place| {
            let takes = Distribution::Uniform { min: 0.0, max: 9.0 };
            let after: Vec<usize> = place.checked_sub(roles.len()).into_iter().collect();
            let mut step = step(&format!("s{place:03}"), takes, &after);
            let owner = place % (roles.len() + 1);
            step.owner = (owner < roles.len()).then(|| RoleId::new(owner));
            step.priority = place as i64 % 3;
            step
        })
        .collect();
    let mut drill = drill(steps, last);
    drill.organization.roles = Arena::new(roles);
    drill
}

#[test]
fn up_to_64_crews_of_up_to_64_holders_are_enough() {
    // Those that need nobody are a crew as well.
    assert_agrees(&crowded(&[2; 63]), 1, 1);
    assert!(!are_crews_enough(&compiled(&crowded(&[2; 64]))));
    assert_agrees(&crowded(&[64, 1, 64]), 1, 1);
    assert!(!are_crews_enough(&compiled(&crowded(&[1, 65]))));
}

/// More steps are on their way at once than are looked through.
#[test]
fn many_steps_that_need_nobody_are_played_by_crews() {
    let mut steps: Vec<Step> = (0..150)
        .map(|place| {
            let takes = Distribution::Uniform {
                min: 0.0,
                max: 99.0,
            };
            let after: &[usize] = if place < 100 { &[] } else { &[place - 100] };
            let mut step = step(&format!("s{place:03}"), takes, after);
            step.delay = Seconds(place as i64 % 7);
            step
        })
        .collect();
    steps[149].owner = Some(RoleId::new(1));
    assert_agrees(&staffed(steps), 1, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn crews_come_to_what_the_event_loop_comes_to(
        sketches in prop::collection::vec((0_u64..30, any::<u32>(), any::<u32>()), 1..16),
        (rule, is_short) in (0_usize..3, any::<bool>()),
        seed in any::<u64>(),
        first in 0_u64..1_000_000,
    ) {
        // Some steps take no time at all.
        let steps = (sketches.into_iter().enumerate())
            .map(|(place, sketch)| {
                let mut step = sketched(place, sketch, 0.0);
                if sketch.2 >> 17 & 7 == 0 {
                    step.on_failure = retry(2, 1, FailureRule::Halt);
                }
                step
            })
            .collect();
        let mut drill = staffed(steps);
        drill.plan.dispatch = [Dispatch::Priority, Dispatch::Fifo, Dispatch::LongestTail][rule];
        if is_short {
            drill.scenario.horizon = Seconds(40);
        }
        assert_agrees(&drill, seed, first);
    }
}
