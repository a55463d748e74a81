//! Plans played by crews against the event loop: the same replications, place for place.

mod common;

use common::{compiled, drill, reference, role, step};
use firebell::model::{Dispatch, Drill, FailureRule, Step, Success};
use firebell::program::Program;
use firebell::quantity::{Arena, Distribution, Index, Probability, RoleId, Seconds};
use firebell::random::Luck;
use firebell::simulate::{Crews, Detail, Player, play};
use proptest::prelude::*;

/// Three roles with one, two and three holders.
fn staffed(steps: Vec<Step>) -> Drill {
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
        let steps = (sketches.iter().enumerate())
            .map(|(place, (size, before, turns))| {
                let size = *size as f64;
                // Coarse times make many ties; some steps take no time at all.
                let takes = match turns % 3 {
                    0 => Distribution::Fixed((size / 10.0).floor()),
                    1 => Distribution::Uniform { min: 0.0, max: 1.0 + size },
                    _ => Distribution::Pert { min: 0.0, likely: 1.0 + size / 2.0, max: 2.0 + size },
                };
                let after: Vec<usize> =
                    (0..place).filter(|other| before >> (2 * other) & 3 == 1).collect();
                let mut step = step(&format!("s{place:02}"), takes, &after);
                let turn = |bit: u32, count: u32| i64::from(turns >> bit & 7) % i64::from(count);
                step.owner = (turn(2, 4) > 0).then(|| RoleId::new(turn(2, 4) as usize - 1));
                step.priority = turn(5, 3);
                step.delay = Seconds(turn(8, 3));
                step.cost = turn(11, 4) as f64;
                step.succeeds = Success::Always(Probability::new([1.0, 0.7, 0.3][turn(14, 3) as usize]).unwrap());
                let last = if turn(17, 8) == 0 { FailureRule::Halt } else { FailureRule::Continue };
                step.on_failure = FailureRule::Retry {
                    times: turn(20, 4) as u32,
                    pause: Seconds(turn(23, 3)),
                    then: Box::new(last),
                };
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
