//! Chains of histories written by hand: every cause, every cut, and when detecting ends.

use super::*;
use crate::analysis::fixture::{
    done_after, drill, in_state, inject, mark, origin, replication, s, stretch,
};
use crate::quantity::Index;
use crate::simulate::{Completion, History, Order, Start};
use StretchKind::{Delay, FailedWork, Pause, Waiting, Work};
use proptest::prelude::*;

const DETECTING: LinkKind = LinkKind::Detecting;
const WORK: LinkKind = LinkKind::Work;
const REWORK: LinkKind = LinkKind::Rework;
const DELAY: LinkKind = LinkKind::Delay;

fn until(place: usize) -> LinkKind {
    LinkKind::UntilInject(inject(place))
}

fn after(step: usize, items: usize) -> Cause {
    Cause::Predecessor(s(step), mark(items))
}

/// A replication in which every step was done at the end of its history.
fn played(histories: Vec<History>) -> Replication {
    replication(histories.iter().map(done_after).collect(), histories)
}

/// The chain of the time from there to that completion of the step.
fn chain_of(
    drill: &Drill,
    replication: &Replication,
    from: i64,
    step: usize,
    completion: Completion,
) -> Chain {
    let time = StepTime {
        from: Seconds(from),
        until: Some((s(step), completion)),
    };
    chain(drill, replication, time)
}

/// The chain of the step's last completion, as (from, to, step, kind).
fn links(
    drill: &Drill,
    replication: &Replication,
    from: i64,
    step: usize,
) -> Vec<(i64, i64, usize, LinkKind)> {
    let completion = *replication.outcome.steps[s(step)]
        .completions
        .last()
        .unwrap();
    chain_of(drill, replication, from, step, completion)
        .links
        .iter()
        .map(|link| (link.from.0, link.to.0, link.step.place(), link.kind))
        .collect()
}

#[test]
fn a_chain_follows_the_predecessor_that_released_each_step() {
    let replication = played(vec![
        vec![origin(0, Cause::Onset), stretch(0, 60, Work)],
        vec![origin(0, Cause::Onset), stretch(0, 90, Work)],
        vec![
            origin(90, after(1, 2)),
            stretch(90, 100, Delay),
            stretch(100, 150, Work),
        ],
    ]);
    let drill = drill(3);
    assert_eq!(
        links(&drill, &replication, 0, 2),
        [(0, 90, 1, WORK), (90, 100, 2, DELAY), (100, 150, 2, WORK)]
    );
    let completion = replication.outcome.steps[s(2)].completions[0];
    let chain = chain_of(&drill, &replication, 0, 2, completion);
    assert_eq!(chain.steps, [s(1), s(2)]);
}

#[test]
fn waits_failures_and_pauses_are_told_apart() {
    let person = Lack::Person {
        role: RoleId::new(3),
        person: PersonId::new(4),
        state: PersonState::Working(s(0)),
    };
    let units = Lack::Resource {
        resource: ResourceId::new(5),
        state: UnitState::UsedUp,
    };
    let replication = played(vec![vec![
        origin(0, Cause::Onset),
        stretch(0, 5, Waiting(Lack::Hold)),
        stretch(5, 12, Waiting(person)),
        stretch(12, 20, Waiting(units)),
        stretch(20, 30, FailedWork),
        stretch(30, 33, Pause),
        stretch(33, 40, Work),
    ]]);
    assert_eq!(
        links(&drill(1), &replication, 0, 0),
        [
            (0, 5, 0, LinkKind::Held),
            (
                5,
                12,
                0,
                LinkKind::WaitingForPerson {
                    role: RoleId::new(3),
                    person: PersonId::new(4),
                    state: PersonState::Working(s(0)),
                }
            ),
            (
                12,
                20,
                0,
                LinkKind::WaitingForUnits {
                    resource: ResourceId::new(5),
                    state: UnitState::UsedUp,
                }
            ),
            (20, 33, 0, REWORK),
            (33, 40, 0, WORK),
        ]
    );
}

#[test]
fn a_step_required_by_a_step_goes_back_to_that_one_as_it_was_then() {
    // Step 0 was done at 40, required step 1, and was itself reopened later.
    let replication = played(vec![
        vec![
            origin(0, Cause::Onset),
            stretch(0, 40, Work),
            origin(50, Cause::Onset),
            stretch(50, 60, Work),
        ],
        vec![
            origin(40, Cause::Step(s(0), mark(2))),
            stretch(40, 70, Work),
        ],
    ]);
    assert_eq!(
        links(&drill(2), &replication, 0, 1),
        [(0, 40, 0, WORK), (40, 70, 1, WORK)]
    );
}

#[test]
fn a_replaced_step_goes_back_through_its_fallback_to_its_own_failure() {
    let replication = played(vec![
        vec![
            origin(0, Cause::Onset),
            stretch(0, 40, FailedWork),
            origin(75, Cause::ReplacedBy(s(1), mark(3))),
        ],
        vec![
            origin(40, Cause::FallbackOf(s(0), mark(2))),
            stretch(40, 50, Delay),
            stretch(50, 75, Work),
        ],
    ]);
    assert_eq!(
        links(&drill(2), &replication, 0, 0),
        [(0, 40, 0, REWORK), (40, 50, 1, DELAY), (50, 75, 1, WORK)]
    );
}

#[test]
fn an_inject_at_a_time_reaches_back_to_onset() {
    let triggers = [
        Trigger::At(Seconds(30)),
        Trigger::Between(Seconds(10), Seconds(50)),
        Trigger::Above(crate::quantity::ImpactId::new(0), 5.0),
        Trigger::Overdue(s(0), Seconds(30)),
    ];
    for trigger in triggers {
        let drill = drill(1).with_injects(vec![trigger]);
        let replication = played(vec![vec![
            origin(30, Cause::Inject(inject(0))),
            stretch(30, 45, Work),
        ]])
        .with_firings(vec![Some((30, 30))]);
        assert_eq!(
            links(&drill, &replication, 0, 0),
            [(0, 30, 0, until(0)), (30, 45, 0, WORK)]
        );
    }
}

#[test]
fn an_inject_after_a_start_goes_on_with_what_led_to_that_start() {
    let drill = drill(2).with_injects(vec![Trigger::Started(s(0), Seconds(20))]);
    let mut replication = played(vec![
        vec![
            origin(0, Cause::Onset),
            stretch(0, 10, Waiting(Lack::Hold)),
            stretch(10, 90, Work),
        ],
        vec![origin(30, Cause::Inject(inject(0))), stretch(30, 45, Work)],
    ])
    .with_firings(vec![Some((30, 30))]);
    replication.outcome.steps[s(0)].started = Some(Start {
        at: Seconds(10),
        order: Order(10),
        mark: mark(2),
    });
    assert_eq!(
        links(&drill, &replication, 0, 1),
        [
            (0, 10, 0, LinkKind::Held),
            (10, 30, 1, until(0)),
            (30, 45, 1, WORK)
        ]
    );
}

#[test]
fn an_inject_after_a_completion_goes_on_with_the_first_completion() {
    let drill = drill(2).with_injects(vec![Trigger::Finished(s(0), Seconds(20))]);
    let mut replication = played(vec![
        vec![
            origin(0, Cause::Onset),
            stretch(0, 10, Work),
            origin(12, Cause::Onset),
            stretch(12, 80, Work),
        ],
        vec![origin(30, Cause::Inject(inject(0))), stretch(30, 45, Work)],
    ])
    .with_firings(vec![Some((30, 30))]);
    let completions = &mut replication.outcome.steps[s(0)].completions;
    let mut first = completions[0];
    first.at = Seconds(10);
    first.mark = mark(2);
    completions.insert(0, first);
    assert_eq!(
        links(&drill, &replication, 0, 1),
        [(0, 10, 0, WORK), (10, 30, 1, until(0)), (30, 45, 1, WORK)]
    );
}

#[test]
fn a_reopened_step_goes_back_to_what_reopened_it() {
    let drill = drill(1).with_injects(vec![Trigger::At(Seconds(50))]);
    let replication = played(vec![vec![
        origin(0, Cause::Onset),
        stretch(0, 40, Work),
        origin(50, Cause::Inject(inject(0))),
        stretch(50, 65, Work),
    ]])
    .with_firings(vec![Some((50, 50))]);
    assert_eq!(
        links(&drill, &replication, 0, 0),
        [(0, 50, 0, until(0)), (50, 65, 0, WORK)]
    );
}

#[test]
fn a_chain_is_cut_where_the_measuring_begins() {
    let replication = played(vec![
        vec![origin(0, Cause::Onset), stretch(0, 60, Work)],
        vec![
            origin(60, after(0, 2)),
            stretch(60, 80, Delay),
            stretch(80, 100, Work),
        ],
    ]);
    let drill = drill(2);
    assert_eq!(
        links(&drill, &replication, 30, 1),
        [(30, 60, 0, WORK), (60, 80, 1, DELAY), (80, 100, 1, WORK)]
    );
    assert_eq!(
        links(&drill, &replication, 60, 1),
        [(60, 80, 1, DELAY), (80, 100, 1, WORK)],
        "somebody was at work before the measuring began: nothing is left to detect"
    );
    assert_eq!(links(&drill, &replication, 90, 1), [(90, 100, 1, WORK)]);
    assert_eq!(links(&drill, &replication, 100, 1), []);
    let completion = replication.outcome.steps[s(1)].completions[0];
    let chain = chain_of(&drill, &replication, 60, 1, completion);
    assert_eq!(chain.steps, [s(1)], "step 0 lies before the measuring");
}

#[test]
fn detecting_ends_when_the_first_step_with_an_owner_is_ready() {
    let histories = || {
        vec![
            vec![
                origin(0, Cause::Onset),
                stretch(0, 10, FailedWork),
                stretch(10, 60, Work),
            ],
            vec![
                origin(60, after(0, 3)),
                stretch(60, 80, Delay),
                stretch(80, 95, Waiting(Lack::Hold)),
                stretch(95, 100, Work),
            ],
            vec![origin(100, after(1, 4)), stretch(100, 130, Work)],
        ]
    };
    let replication = played(histories());
    assert_eq!(
        links(&drill(3).automatic(&[0]), &replication, 0, 2),
        [
            (0, 60, 0, DETECTING),
            (60, 80, 1, DETECTING),
            (80, 95, 1, LinkKind::Held),
            (95, 100, 1, WORK),
            (100, 130, 2, WORK),
        ]
    );
    assert_eq!(
        links(&drill(3).automatic(&[0, 1, 2]), &replication, 0, 2),
        [
            (0, 60, 0, DETECTING),
            (60, 100, 1, DETECTING),
            (100, 130, 2, DETECTING),
        ],
        "without an owner all of it is detecting"
    );
}

#[test]
fn until_an_inject_stays_what_it_is_even_before_anybody_is_ready() {
    let drill = drill(2)
        .automatic(&[0])
        .with_injects(vec![Trigger::At(Seconds(30))]);
    let replication = played(vec![
        vec![origin(30, Cause::Inject(inject(0))), stretch(30, 45, Work)],
        vec![origin(45, after(0, 2)), stretch(45, 60, Work)],
    ])
    .with_firings(vec![Some((30, 30))]);
    assert_eq!(
        links(&drill, &replication, 0, 1),
        [
            (0, 30, 0, until(0)),
            (30, 45, 0, DETECTING),
            (45, 60, 1, WORK)
        ]
    );
}

#[test]
fn a_step_that_was_skipped_was_never_ready() {
    let histories = vec![
        vec![origin(0, Cause::Onset), stretch(0, 50, Work)],
        vec![origin(50, after(0, 2))],
        vec![
            origin(50, after(1, 1)),
            stretch(50, 60, Delay),
            stretch(60, 70, Work),
        ],
    ];
    let outcomes = vec![
        done_after(&histories[0]),
        in_state(StepState::Skipped),
        done_after(&histories[2]),
    ];
    let replication = replication(outcomes, histories);
    assert_eq!(
        links(&drill(3).automatic(&[0]), &replication, 0, 2),
        [
            (0, 50, 0, DETECTING),
            (50, 60, 2, DETECTING),
            (60, 70, 2, WORK)
        ]
    );
}

#[test]
#[should_panic(expected = "a chain of causes has no gaps")]
fn a_gap_in_the_causes_is_not_passed_over() {
    let replication = played(vec![
        vec![origin(0, Cause::Onset), stretch(0, 50, Work)],
        vec![origin(60, after(0, 2)), stretch(60, 70, Work)],
    ]);
    links(&drill(2), &replication, 0, 1);
}

proptest! {
    /// Steps in a row, each of a few stretches; some without an owner.
    #[test]
    fn links_follow_one_another_from_where_the_measuring_begins_to_the_end(
        row in prop::collection::vec(
            (any::<bool>(), prop::collection::vec((1_i64..50, 0_usize..5), 1..4)), 1..6,
        ),
        cut in 0_i64..300,
    ) {
        let kinds = [Delay, Waiting(Lack::Hold), FailedWork, Pause, Work];
        let mut histories: Vec<History> = Vec::new();
        let mut now = 0;
        for (place, (_, stretches)) in row.iter().enumerate() {
            let cause = match place {
                0 => Cause::Onset,
                _ => after(place - 1, histories[place - 1].len()),
            };
            let mut history = vec![origin(now, cause)];
            for (length, kind) in stretches {
                history.push(stretch(now, now + length, kinds[*kind]));
                now += length;
            }
            histories.push(history);
        }
        let automatic: Vec<usize> = (0..row.len()).filter(|place| row[*place].0).collect();
        let drill = drill(row.len()).automatic(&automatic);
        let replication = played(histories);
        let cut = cut.min(now);
        let links = links(&drill, &replication, cut, row.len() - 1);
        let mut at = cut;
        for (from, to, ..) in links {
            prop_assert_eq!(from, at);
            prop_assert!(from < to);
            at = to;
        }
        prop_assert_eq!(at, now);
    }
}
