//! Blocks of networks, tallied a column at a time.

use crate::analysis::assessment::{Standing, step_costs, verdict};
use crate::analysis::evaluation::block::{Block, Frame, measured};
use crate::analysis::evaluation::loads::Loads;
use crate::analysis::evaluation::step::StepTally;
use crate::analysis::measure::{Bounds, Reading};
use crate::analysis::{Cost, Unit, Value};
use crate::model::{Drill, Measure, Objective};
use crate::quantity::{Seconds, StepId};
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
        self.judge_columns(frame, columns);
        if is_explained {
            self.record_chains(frame, columns);
        }
    }

    /// Judges an objective after the other.
    fn judge_columns(&mut self, frame: &Frame<'_>, columns: &Columns) {
        let count = columns.makespans.len();
        let mut standings = vec![Standing::default(); count];
        let base = Cost {
            labour: 0.0,
            steps: step_costs(frame.program),
            impacts: 0.0,
            penalties: 0.0,
        };
        let mut costs = vec![base; count];
        for (id, objective) in frame.drill.scenario.objectives.entries() {
            let tally = &mut self.objectives[id];
            let values = &mut self.samples.values[id];
            let read = reader(objective, columns);
            for (row, (standing, cost)) in standings.iter_mut().zip(&mut costs).enumerate() {
                let verdict = verdict(objective, &read(row), |_| None);
                standing.add(objective, &verdict);
                values.push(measured(&verdict));
                if let Some(judgment) = verdict.judgment() {
                    cost.penalties += judgment.penalty;
                    tally.record(frame.cells, judgment);
                }
            }
        }
        let samples = &mut self.samples;
        (samples.scores).extend(standings.iter().map(Standing::score));
        (samples.passed).extend(standings.iter().map(|standing| standing.passed));
        samples.costs.extend(costs.iter().map(Cost::total));
        (samples.makespans).extend(columns.makespans.iter().map(|at| Seconds(*at as i64))); // Whole.
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

/// Reads an objective off a row.
fn reader<'a>(objective: &Objective, columns: &'a Columns) -> impl Fn(usize) -> Reading + use<'a> {
    enum Kind<'a> {
        Judged,
        Never,
        At(&'a [f64], Bounds),
    }
    let at = |times, target, limit| Kind::At(times, Bounds::seconds(target, limit));
    let kind = match objective.measure {
        Measure::Done {
            step,
            target,
            limit,
        } => step.map_or(Kind::Never, |step| {
            at(&columns.finished[step], target, limit)
        }),
        Measure::StoodDown { target, limit } => at(&columns.makespans, target, limit),
        Measure::Judged(_) => Kind::Judged,
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
    move |row| match kind {
        Kind::Judged => Reading::Judged,
        Kind::Never => Reading::Never {
            decided: Seconds::ZERO,
        },
        Kind::At(times, bounds) => Reading::Reached {
            value: Value {
                amount: times[row],
                unit: Unit::Moment,
            },
            bounds,
            decided: Seconds(times[row] as i64), // Whole.
            time: None,
        },
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
