//! Plans with people played side by side against the event loop: second for second the same, and the same histories.

mod common;

use std::ops::Range;

use common::plain::{retry, sketched, staffed};
use common::{compiled, drill, reference, step};
use firebell::model::{Dispatch, Drill, FailureRule, Step, Success};
use firebell::program::Program;
use firebell::quantity::{Arena, Distribution, Index, Probability, RoleId, Seconds};
use firebell::random::Luck;
use firebell::simulate::{
    Cause, Columns, Detail, Item, Player, Replication, StepOutcome, StepState, StretchKind, play,
};
use proptest::prelude::*;

/// More than are played together.
const COUNT: u64 = 80;

/// Checks some replications, which must all be played as columns.
fn assert_agrees(drill: &Drill, seed: u64, first: u64) {
    assert!(agrees(drill, seed, first), "nothing but work happens");
}

/// Whether some replications are played as columns; if so, they are checked: the event loop plays each of them alone.
fn agrees(drill: &Drill, seed: u64, first: u64) -> bool {
    let program = compiled(drill);
    let luck = Luck::new(seed);
    [Detail::Outcome, Detail::Explained].iter().all(|detail| {
        let mut player = Player::new(&program, &luck, *detail);
        agrees_block(
            &program,
            &luck,
            &mut player,
            *detail,
            first..first.wrapping_add(COUNT),
        )
    })
}

/// The same of a block that may not be the player's first.
fn agrees_block(
    program: &Program,
    luck: &Luck,
    player: &mut Player<'_>,
    detail: Detail,
    block: Range<u64>,
) -> bool {
    let count = block.end.wrapping_sub(block.start);
    let Some(columns) = player.play_columns(block.start, count as usize) else {
        return false;
    };
    for row in 0..count {
        let alone = play(program, luck, block.start.wrapping_add(row), detail);
        assert_row(program, columns, row as usize, &alone);
        if detail == Detail::Explained {
            assert_told(program, columns, row as usize, &alone);
        }
    }
    true
}

fn assert_row(program: &Program, columns: &Columns, row: usize, alone: &Replication) {
    let staffed = columns.staffed.as_ref().expect("people work");
    let whole = |column: &[u32]| Seconds::from(column[row]);
    for step in program.steps.ids() {
        let outcome = &alone.outcome.steps[step];
        let is_failed = columns.failed(step).contains(&row);
        let state = if is_failed {
            StepState::Failed
        } else {
            StepState::Done
        };
        assert_eq!(outcome.state, state, "{step:?} in row {row}");
        assert_eq!(outcome.ready, Some(whole(&columns.ready[step])));
        let started = outcome.started.map(|start| start.at);
        assert_eq!(started, Some(whole(&staffed.started[step])));
        assert_eq!(outcome.settled, Some(whole(&columns.settled[step])));
        assert_eq!(outcome.waited, whole(&staffed.waited[step]));
        assert_eq!(outcome.attempts, staffed.attempts[step][row]);
        let done_before = (0..row).filter(|row| !columns.has_failed(step, *row));
        let done = columns.done(step).get(done_before.count()).copied();
        let done = done.filter(|_| !is_failed).map(Seconds::from);
        assert_eq!(outcome.finished(), done);
    }
    for (member, busy) in alone.outcome.members.entries() {
        assert_eq!(*busy, whole(&staffed.busy[member]));
    }
    let steps = alone.outcome.steps.iter();
    let done = steps.clone().filter_map(StepOutcome::finished);
    let makespan = done.max().unwrap_or(Seconds::ZERO);
    assert_eq!(makespan, whole(&columns.makespans));
    let settled = steps.filter_map(|step| step.settled).max();
    assert_eq!(settled, Some(whole(columns.stood_down())));
}

fn assert_told(program: &Program, columns: &Columns, row: usize, alone: &Replication) {
    for step in program.steps.ids() {
        let driver = columns.driver(&program.steps[step].predecessors, row);
        let mut told = Vec::new();
        columns.tell(program, step, driver, row, |stretch| told.push(stretch));
        let history = alone.histories[step].iter();
        let mut drivers = Vec::new();
        let mut stretches = Vec::new();
        for item in history {
            match item {
                Item::Origin(origin) => drivers.push(match origin.cause {
                    Cause::Predecessor(driver, _) => Some(driver),
                    Cause::Onset => None,
                    cause @ (Cause::Step(..)
                    | Cause::Inject(_)
                    | Cause::FallbackOf(..)
                    | Cause::ReplacedBy(..)) => panic!("{cause:?} where people just work"),
                }),
                Item::Stretch(stretch) => stretches.push(*stretch),
            }
        }
        let worked = stretches
            .iter()
            .filter(|stretch| matches!(stretch.kind, StretchKind::Work | StretchKind::FailedWork));
        let worked: Seconds = worked.map(|stretch| stretch.to - stretch.from).sum();
        assert_eq!(worked, columns.worked[step][row].into());
        assert_eq!(drivers, [driver], "{step:?} in row {row}");
        assert_eq!(told, stretches, "{step:?} in row {row}");
    }
}

#[test]
fn the_reference_workload_with_people_is_played_side_by_side() {
    assert_agrees(&reference::b(reference::pert, 0.1), 1, 1_000);
}

#[test]
fn roles_of_one_to_64_holders_are_played_side_by_side() {
    let crowd = |holders: usize| {
        let steps = (0..100)
            .map(|place| {
                let takes = Distribution::Uniform { min: 1.0, max: 9.0 };
                let after: &[usize] = if place < 70 { &[] } else { &[place - 70] };
                let mut step = step(&format!("s{place:02}"), takes, after);
                step.owner = Some(RoleId::new(0));
                step
            })
            .collect();
        drill(steps, holders)
    };
    for holders in [1, 63, 64] {
        assert_agrees(&crowd(holders), 1, 1);
    }
    assert!(!is_played(&crowd(65)));
}

fn is_played(drill: &Drill) -> bool {
    let (program, luck) = (compiled(drill), Luck::new(1));
    let mut player = Player::new(&program, &luck, Detail::Outcome);
    player.play_columns(1, COUNT as usize).is_some()
}

#[test]
fn large_plans_are_left_to_the_event_loop() {
    let chain = |length: usize| {
        let steps = (0..length)
            .map(|place| {
                let after: Vec<usize> = place.checked_sub(1).into_iter().collect();
                let mut step = step(&format!("s{place:04}"), Distribution::Fixed(60.0), &after);
                step.owner = Some(RoleId::new(0));
                step
            })
            .collect();
        staffed(steps)
    };
    assert!(is_played(&chain(2_000)));
    assert!(!is_played(&chain(3_000)));
}

/// Rounded to nothing once in ten thousand draws: such blocks are left to the event loop, and change nothing in those that follow.
#[test]
fn a_draw_of_no_time_at_all_is_left_to_the_event_loop() {
    let steps = ["a", "b", "c"].map(|id| {
        let takes = Distribution::Uniform {
            min: 0.499,
            max: 10.499,
        };
        let mut step = step(id, takes, &[]);
        step.owner = Some(RoleId::new(1));
        step.succeeds = half();
        step.on_failure = retry(2, 1, FailureRule::Continue);
        step
    });
    let program = compiled(&staffed(steps.into()));
    let luck = Luck::new(1);
    let mut player = Player::new(&program, &luck, Detail::Explained);
    let blocks = (0..300_u64).filter(|block| {
        let first = block * COUNT;
        let block = first..first + COUNT - block % 30;
        agrees_block(&program, &luck, &mut player, Detail::Explained, block)
    });
    assert!((250..300).contains(&blocks.count()));
}

#[test]
fn where_nearly_all_blocks_are_left_to_the_event_loop_no_more_are_tried() {
    let mut drill = reference::b(reference::pert, 0.1);
    let luck = Luck::new(1);
    let end = |replication: &u64| {
        let outcome = play(&compiled(&drill), &luck, *replication, Detail::Outcome).outcome;
        outcome.steps.iter().filter_map(|step| step.settled).max()
    };
    // Only the quickest of forty ends in time.
    let quickest = (1..=40).min_by_key(end).expect("there are forty");
    drill.scenario.horizon = end(&quickest).expect("it ends");
    let program = compiled(&drill);
    let mut player = Player::new(&program, &luck, Detail::Outcome);
    assert!(player.play_columns(quickest, 1).is_some());
    for first in (1..=40).filter(|first| *first != quickest) {
        assert!(player.play_columns(first, 1).is_none());
    }
    assert!(player.play_columns(quickest, 1).is_none());
    let alone = play(&program, &luck, quickest, Detail::Outcome);
    assert_eq!(player.play(quickest), &alone);
}

#[test]
fn many_steps_that_need_nobody_are_left_to_the_event_loop() {
    let beside = |count: usize| {
        let mut steps: Vec<Step> = (0..count)
            .map(|place| step(&format!("s{place:03}"), Distribution::Fixed(60.0), &[]))
            .collect();
        steps[0].owner = Some(RoleId::new(0));
        staffed(steps)
    };
    assert!(is_played(&beside(129)));
    assert!(!is_played(&beside(130)));
}

fn half() -> Success {
    Success::Always(Probability::new(0.5).expect("a probability"))
}

#[test]
fn what_ends_after_the_horizon_takes_no_time_or_ends_others_is_left_to_the_event_loop() {
    let is_played_after = |change: fn(&mut Drill, &mut Step)| {
        let mut step = step("a", Distribution::Fixed(60.0), &[]);
        step.owner = Some(RoleId::new(0));
        let mut drill = staffed(vec![step.clone()]);
        change(&mut drill, &mut step);
        drill.plan.steps = Arena::new(vec![step]);
        is_played(&drill)
    };
    assert!(is_played_after(
        |drill, _| drill.scenario.horizon = Seconds(60)
    ));
    assert!(!is_played_after(
        |drill, _| drill.scenario.horizon = Seconds(59)
    ));
    assert!(!is_played_after(
        |_, step| step.takes = Distribution::Fixed(0.4)
    ));
    assert!(is_played_after(
        |_, step| step.on_failure = FailureRule::Halt
    ));
    assert!(!is_played_after(|_, step| step.succeeds = half()));
    assert!(is_played_after(|_, step| {
        step.succeeds = half();
        step.on_failure = FailureRule::Continue;
    }));
    assert!(!is_played_after(|drill, _| {
        drill.organization.roles[RoleId::new(0)].holders.clear();
    }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn lanes_come_to_what_the_event_loop_comes_to(
        sketches in prop::collection::vec((0_u64..30, any::<u32>(), any::<u32>()), 1..16),
        (rule, is_short) in (0_usize..3, any::<bool>()),
        seed in any::<u64>(),
        first in prop_oneof![8 => 0_u64..1_000_000, 1 => u64::MAX - 70..u64::MAX],
    ) {
        let steps = (sketches.into_iter().enumerate())
            .map(|(place, sketch)| sketched(place, sketch, 0.6))
            .collect();
        let mut drill = staffed(steps);
        drill.plan.dispatch = [Dispatch::Priority, Dispatch::Fifo, Dispatch::LongestTail][rule];
        if is_short {
            drill.scenario.horizon = Seconds(40);
            agrees(&drill, seed, first);
        } else {
            assert_agrees(&drill, seed, first);
        }
    }
}
