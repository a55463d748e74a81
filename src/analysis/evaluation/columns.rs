//! Blocks that were played as columns, tallied a column at a time.

use crate::analysis::assessment::Standing;
use crate::analysis::chain::link_kind;
use crate::analysis::columns::{Asked, judge};
use crate::analysis::evaluation::block::{Block, Frame, Measured};
use crate::analysis::evaluation::loads::{LoadColumns, Loads};
use crate::analysis::evaluation::objective::ObjectiveTally;
use crate::analysis::evaluation::step::StepTally;
use crate::analysis::{Cost, Link, LinkCause, LinkKind, Part, part_and_cause};
use crate::program::Program;
use crate::quantity::{Seconds, StepId};
use crate::simulate::{Columns, Staffed, Stretch};

impl Block {
    /// Takes in replications that were played as columns: the same as one by one.
    pub(super) fn record_columns(
        &mut self,
        frame: &Frame<'_>,
        columns: &Columns,
        is_explained: bool,
        keeps: bool,
    ) {
        let count = columns.makespans.len();
        self.steps = (frame.program.steps.ids())
            .map(|step| StepTally::of_played(columns, step, is_explained, keeps))
            .collect();
        self.loads = match &columns.staffed {
            Some(staffed) => loads(frame.program, columns, staffed, is_explained).tally(keeps),
            None => Loads::tally_of_nothing(frame.program, count, keeps),
        };
        self.judge_columns(frame, columns);
        if is_explained {
            self.record_chains(frame, columns);
        }
    }

    fn judge_columns(&mut self, frame: &Frame<'_>, columns: &Columns) {
        let samples = &mut self.samples;
        let (values, tallies) = (&mut samples.values, &mut self.objectives);
        let (standings, costs) = judge(frame.drill, frame.program, columns, |id, verdict| {
            values[id].push(Measured::of(verdict));
            if let Some(judgment) = verdict.judgment() {
                tallies[id].record(judgment);
            }
        });
        (samples.scores).extend(standings.iter().map(Standing::score));
        (samples.passed).extend(standings.iter().map(|standing| standing.passed));
        samples.costs.extend(costs.iter().map(Cost::total));
        (samples.makespans).extend(columns.makespans.iter().map(|at| Seconds::from(*at)));
    }

    fn record_chains(&mut self, frame: &Frame<'_>, columns: &Columns) {
        for (id, objective) in frame.drill.scenario.objectives.entries() {
            let (from, to) = match Asked::by(&objective.measure) {
                Some(Asked::Done(Some(step), _)) => (None, step),
                Some(Asked::Elapsed([Some(from), Some(to)], _)) => (Some(from), to),
                Some(
                    Asked::Judgment
                    | Asked::Done(None, _)
                    | Asked::Elapsed(..)
                    | Asked::Order(_)
                    | Asked::StoodDown(_)
                    | Asked::Completion(_)
                    | Asked::Cost(_),
                )
                | None => continue,
            };
            let tally = &mut self.objectives[id];
            let is_staffed = columns.staffed.is_some();
            let mut path = Vec::new();
            for row in 0..columns.makespans.len() {
                let has_failed = |step| columns.has_failed(step, row);
                if has_failed(to) || from.is_some_and(has_failed) {
                    continue;
                }
                tally.begin_chain(frame.cells);
                let from = from.map_or(0, |from| columns.settled[from][row]);
                if is_staffed {
                    write_path(&mut path, frame.program, columns, to, row);
                    record_chain(tally, frame, columns, &path, (from, row));
                } else {
                    record_unowned_chain(tally, frame, columns, to, (from, row));
                }
            }
        }
    }
}

/// The steps that led to the end of `step`, last first.
fn write_path(
    path: &mut Vec<StepId>,
    program: &Program,
    columns: &Columns,
    step: StepId,
    row: usize,
) {
    path.clear();
    let mut next = Some(step);
    while let Some(step) = next {
        path.push(step);
        next = columns.driver(&program.steps[step].predecessors, row);
    }
}

/// Takes in a chain of these steps since `from`: the same that is read off histories.
fn record_chain(
    tally: &mut ObjectiveTally,
    frame: &Frame<'_>,
    columns: &Columns,
    path: &[StepId],
    (from, row): (u32, usize),
) {
    let steps = &frame.drill.plan.steps;
    let owned = path.iter().rfind(|step| steps[**step].owner.is_some());
    let owned_ready = owned.map(|step| Seconds::from(columns.ready[*step][row]));
    let measured_from = Seconds::from(from);
    for (place, &step) in path.iter().enumerate().rev() {
        if columns.settled[step][row] <= from {
            continue;
        }
        tally.add_step(step);
        let driver = path.get(place + 1).copied();
        columns.tell(
            frame.program,
            step,
            driver,
            row,
            |Stretch { from, to, kind }| {
                let is_before = owned_ready.is_none_or(|ready| to <= ready);
                let kind = if is_before {
                    LinkKind::Detecting
                } else {
                    link_kind(kind)
                };
                let from = from.max(measured_from);
                if from < to {
                    let (part, cause) = part_and_cause(&Link {
                        from,
                        to,
                        step,
                        kind,
                    });
                    tally.add_link(frame.cells.place(part, cause), to - from);
                }
            },
        );
    }
}

/// The same where no step has an owner: all of it is detecting.
fn record_unowned_chain(
    tally: &mut ObjectiveTally,
    frame: &Frame<'_>,
    columns: &Columns,
    step: StepId,
    (from, row): (u32, usize),
) {
    let mut next = Some(step);
    while let Some(step) = next.filter(|step| columns.settled[*step][row] > from) {
        next = columns.driver(&frame.program.steps[step].predecessors, row);
        let since = next
            .map_or(0, |driver| columns.settled[driver][row])
            .max(from);
        let lasted = Seconds::from(columns.settled[step][row] - since);
        let place = frame.cells.place(Part::Detecting, LinkCause::Step(step));
        tally.add_step(step);
        tally.add_link(place, lasted);
    }
}

/// How much everybody was needed.
fn loads(
    program: &Program,
    columns: &Columns,
    staffed: &Staffed,
    is_explained: bool,
) -> Loads<LoadColumns> {
    let mut loads = Loads::columns(program, columns.makespans.len());
    for (member, busy) in program.members.iter().zip(staffed.busy.iter()) {
        add(&mut loads.people[member.person].busy, busy);
    }
    if !is_explained {
        return loads;
    }
    for (id, step) in program.steps.entries() {
        let Some(role) = step.needs.first() else {
            continue;
        };
        add(&mut loads.roles[*role].busy, &columns.worked[id]);
        add(&mut loads.roles[*role].waited_for, &staffed.waited[id]);
        // Whoever waits waits for the first holder.
        if let Some(first) = program.roles[*role].holders.first() {
            let person = program.members[*first].person;
            add(&mut loads.people[person].waited_for, &staffed.waited[id]);
        }
    }
    loads
}

fn add(sums: &mut [f64], more: &[u32]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += f64::from(*more);
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;
    use crate::analysis::fixture::{network, s, staffed};
    use crate::model::{Drill, Measure, Objective};
    use crate::program::compile;
    use crate::simulate::{self, Detail, Playing};

    #[test]
    fn a_block_of_columns_is_the_block_of_its_replications() {
        for drill in [network(), staffed()] {
            for before_and_most in [(0, 1_000), (256, 300), (1 << 20, 1 << 21)] {
                assert_same_blocks(&drill, before_and_most);
            }
        }
    }

    /// A measure of some of ten steps, or of steps that the plan lacks.
    fn measure() -> impl Strategy<Value = Measure> {
        let step = || prop::option::weighted(0.9, (0_usize..10).prop_map(s));
        let seconds = || (0_i64..900, 0_i64..900).prop_map(|(a, b)| (Seconds(a), Seconds(a + b)));
        prop_oneof![
            (step(), seconds()).prop_map(|(step, (target, limit))| Measure::Done {
                step,
                target,
                limit
            }),
            (step(), step(), seconds()).prop_map(|(from, to, (target, limit))| Measure::Elapsed {
                from,
                to,
                target,
                limit
            }),
            (step(), step()).prop_map(|(first, then)| Measure::Order { first, then }),
            seconds().prop_map(|(target, limit)| Measure::StoodDown { target, limit }),
            (0.1..=1.0).prop_map(|target| Measure::Completion { target, limit: 0.0 }),
            (0.0..300.0).prop_map(|target| Measure::Cost {
                target,
                limit: target + 40.0
            }),
            Just(Measure::Judged(vec!["calm".into()])),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_asked_columns_answer_as_replications_do(
            is_staffed in any::<bool>(),
            asked in prop::collection::vec((measure(), 0.0..3.0, 0.0..90.0, any::<bool>()), 1..9),
        ) {
            let mut drill = if is_staffed { staffed() } else { network() };
            let plain = drill.objective(3).clone();
            drill.scenario.objectives = (asked.into_iter())
                .map(|(measure, weight, penalty, critical)| Objective {
                    measure,
                    weight,
                    penalty,
                    critical,
                    ..plain.clone()
                })
                .collect();
            assert_same_blocks(&drill, (0, 60));
        }
    }

    fn assert_same_blocks(drill: &Drill, (before, most): (u64, u64)) {
        let program = compile(drill).unwrap();
        for detail in [Detail::Outcome, Detail::Explained] {
            let block = |is_columnar| {
                let frame = Frame {
                    is_columnar,
                    ..Frame::new(drill, &program)
                };
                let playing = Playing {
                    program: &program,
                    seed: 5,
                    detail,
                };
                let mut blocks = Vec::new();
                simulate::run(
                    playing,
                    1,
                    NonZeroUsize::MIN,
                    |player, _| {
                        assert!(player.play_columns(7, 5).is_some());
                        Block::played(&frame, player, before, most)
                    },
                    |_, block| {
                        blocks.push(block);
                        ControlFlow::Continue(())
                    },
                );
                blocks
            };
            assert!(Frame::new(drill, &program).is_columnar);
            // Blocks are too long to be shown.
            assert!(block(true) == block(false), "{detail:?} from {before}");
        }
    }
}
