//! Blocks of networks, tallied a column at a time.

use crate::analysis::assessment::{judge, step_costs};
use crate::analysis::evaluation::block::{Block, Frame};
use crate::analysis::evaluation::loads::Loads;
use crate::analysis::evaluation::step::StepTally;
use crate::analysis::measure::{Bounds, Reading};
use crate::analysis::{Assessment, Cost, Unit, Value};
use crate::model::{Drill, Measure};
use crate::quantity::{ObjectiveId, Seconds, StepId};
use crate::simulate::Columns;

/// Whether every objective is about ends of steps, and costs add up to the same bits in whatever order steps start.
pub(super) fn are_enough_for(drill: &Drill) -> bool {
    let are_costs_whole = (drill.plan.steps.iter()).all(|step| step.cost.fract() == 0.0);
    let objectives = &drill.scenario.objectives;
    are_costs_whole
        && objectives.iter().all(|objective| match objective.measure {
            Measure::Done { .. } | Measure::StoodDown { .. } | Measure::Judged(_) => true,
            Measure::Within { .. }
            | Measure::Elapsed { .. }
            | Measure::Final { .. }
            | Measure::Peak { .. }
            | Measure::TimeAbove { .. }
            | Measure::Cleared { .. }
            | Measure::Order { .. }
            | Measure::Completion { .. }
            | Measure::Cost { .. } => false,
        })
}

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
            .map(|step| StepTally::of_network(columns, step, is_explained, keeps))
            .collect();
        self.loads = Loads::tally_of_nothing(frame.program, count, keeps);
        let base = Cost {
            labour: 0.0,
            steps: step_costs(frame.program),
            impacts: 0.0,
            penalties: 0.0,
        };
        let mut assessment = Assessment::blank(frame.drill);
        for row in 0..count {
            assessment.makespan = Seconds::rounded(columns.makespans[row]);
            let read = |objective, _| reading(frame.drill, columns, objective, row);
            judge(frame.drill, base, read, |_| None, &mut assessment);
            self.record_assessment(frame, &assessment);
        }
        if is_explained {
            self.record_chains(frame, columns);
        }
    }

    fn record_chains(&mut self, frame: &Frame<'_>, columns: &Columns) {
        for (id, objective) in frame.drill.scenario.objectives.entries() {
            if let Measure::Done {
                step: Some(step), ..
            } = objective.measure
            {
                let tally = &mut self.objectives[id];
                for row in 0..columns.makespans.len() {
                    tally.record_unowned(frame.cells, chain(frame, columns, step, row));
                }
            }
        }
    }
}

/// The steps that led to the end of `step`, last first, and how long each held it up.
fn chain<'a>(
    frame: &'a Frame<'_>,
    columns: &'a Columns,
    step: StepId,
    row: usize,
) -> impl Iterator<Item = (StepId, Seconds)> + 'a {
    let mut next = Some(step);
    std::iter::from_fn(move || {
        let step = next?;
        next = columns.driver(&frame.program.steps[step].predecessors, row);
        let since = next.map_or(0.0, |driver| columns.finished[driver][row]);
        let lasted = columns.finished[step][row] - since;
        Some((step, Seconds(lasted as i64))) // Whole.
    })
}

fn reading(drill: &Drill, columns: &Columns, objective: ObjectiveId, row: usize) -> Reading {
    let (amount, target, limit) = match drill.scenario.objectives[objective].measure {
        Measure::Done {
            step: Some(step),
            target,
            limit,
        } => (columns.finished[step][row], target, limit),
        Measure::Done { step: None, .. } => {
            return Reading::Never {
                decided: Seconds::ZERO,
            };
        }
        Measure::StoodDown { target, limit } => (columns.makespans[row], target, limit),
        Measure::Judged(_) => return Reading::Judged,
        Measure::Within { .. }
        | Measure::Elapsed { .. }
        | Measure::Final { .. }
        | Measure::Peak { .. }
        | Measure::TimeAbove { .. }
        | Measure::Cleared { .. }
        | Measure::Order { .. }
        | Measure::Completion { .. }
        | Measure::Cost { .. } => unreachable!("columns are not enough for this measure"),
    };
    Reading::Reached {
        value: Value {
            amount,
            unit: Unit::Moment,
        },
        bounds: Bounds::seconds(target, limit),
        decided: Seconds(amount as i64), // Whole.
        time: None,
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::ops::ControlFlow;

    use super::*;
    use crate::analysis::fixture::{drill, s};
    use crate::program::compile;
    use crate::quantity::Distribution;
    use crate::simulate::{self, Detail, Playing};

    /// Ten steps in which every third waits for two others, with a penalty that some replications pay.
    fn network() -> Drill {
        let (target, limit) = (Seconds(500), Seconds(560));
        let done = |step| Measure::Done {
            step,
            target,
            limit,
        };
        let mut drill = drill(10)
            .automatic(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
            .with_objectives(vec![
                done(Some(s(9))),
                done(None),
                Measure::StoodDown { target, limit },
                Measure::Judged(vec!["calm".into()]),
            ]);
        drill.objective(0).penalty = 70.0;
        drill.objective(0).critical = true;
        for (place, step) in drill.plan.steps.iter_mut().enumerate() {
            step.cost = place as f64;
            step.delay = Seconds(place as i64 % 2);
            step.takes = Distribution::Pert {
                min: 60.0,
                likely: 90.0,
                max: 400.0,
            };
            step.after = match place {
                0..3 => Vec::new(),
                _ => vec![s(place - 3), s(place - 2)],
            };
        }
        drill
    }

    #[test]
    fn a_block_of_columns_is_the_block_of_its_replications() {
        let drill = network();
        let program = compile(&drill).unwrap();
        for detail in [Detail::Outcome, Detail::Explained] {
            for (before, most) in [(0, 1_000), (256, 300), (1 << 20, 1 << 21)] {
                let block = |is_columnar| {
                    let frame = Frame {
                        is_columnar,
                        ..Frame::new(&drill, &program)
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
                assert!(Frame::new(&drill, &program).is_columnar);
                // Blocks are too long to be shown.
                assert!(block(true) == block(false), "{detail:?} from {before}");
            }
        }
    }
}
