//! Blocks that were played as columns, tallied a column at a time.

use crate::analysis::assessment::{Standing, step_costs, verdict};
use crate::analysis::chain::chain;
use crate::analysis::evaluation::block::{Block, Frame, measured};
use crate::analysis::evaluation::loads::{LoadColumns, Loads};
use crate::analysis::evaluation::objective::ObjectiveTally;
use crate::analysis::evaluation::step::StepTally;
use crate::analysis::measure::{Bounds, Reading};
use crate::analysis::{Cost, Unit, Value};
use crate::model::{Drill, Measure, Objective};
use crate::program::Program;
use crate::quantity::{Seconds, StepId};
use crate::simulate::{Columns, Staffed, Told};

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

    /// Judges an objective after the other.
    fn judge_columns(&mut self, frame: &Frame<'_>, columns: &Columns) {
        let count = columns.makespans.len();
        let mut standings = vec![Standing::default(); count];
        let mut costs = costs(frame.program, columns);
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
        (samples.makespans).extend(columns.makespans.iter().map(|at| Seconds::from(*at)));
    }

    fn record_chains(&mut self, frame: &Frame<'_>, columns: &Columns) {
        for (id, objective) in frame.drill.scenario.objectives.entries() {
            if let Measure::Done {
                step: Some(step), ..
            } = objective.measure
            {
                let tally = &mut self.objectives[id];
                match &columns.staffed {
                    Some(_) => record_told(frame, columns, step, tally),
                    None => {
                        for row in 0..columns.makespans.len() {
                            tally.record_unowned(
                                frame.cells,
                                unowned_chain(frame, columns, step, row),
                            );
                        }
                    }
                }
            }
        }
    }
}

/// What each replication costs, penalties apart.
fn costs(program: &Program, columns: &Columns) -> Vec<Cost> {
    let base = |labour, steps| Cost {
        labour,
        steps,
        impacts: 0.0,
        penalties: 0.0,
    };
    let Some(staffed) = &columns.staffed else {
        return vec![base(0.0, step_costs(program)); columns.makespans.len()];
    };
    let mut costs = vec![base(0.0, 0.0); columns.makespans.len()];
    for (member, busy) in program.members.iter().zip(staffed.busy.iter()) {
        for (cost, busy) in costs.iter_mut().zip(busy) {
            cost.labour += f64::from(*busy) * member.cost_per_second;
        }
    }
    for (step, attempts) in program.steps.iter().zip(staffed.attempts.iter()) {
        for (cost, attempts) in costs.iter_mut().zip(attempts) {
            cost.steps += f64::from(*attempts) * step.cost;
        }
    }
    costs
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

/// Takes in the chains of all rows in which the step was done.
fn record_told(frame: &Frame<'_>, columns: &Columns, step: StepId, tally: &mut ObjectiveTally) {
    let mut told = Told::new(frame.program);
    for row in 0..columns.makespans.len() {
        if !columns.has_failed(step, row) {
            let (completion, replication) = told.tell(columns, step, row);
            let chain = chain(frame.drill, replication, Seconds::ZERO, step, &completion);
            tally.record_chain(frame.cells, &chain);
        }
    }
}

/// The steps that led to the end of `step`, last first, and how long each held it up.
fn unowned_chain<'a>(
    frame: &'a Frame<'_>,
    columns: &'a Columns,
    step: StepId,
    row: usize,
) -> impl Iterator<Item = (StepId, Seconds)> + 'a {
    let mut next = Some(step);
    std::iter::from_fn(move || {
        let step = next?;
        next = columns.driver(&frame.program.steps[step].predecessors, row);
        let since = next.map_or(0, |driver| columns.settled[driver][row]);
        let lasted = columns.settled[step][row] - since;
        Some((step, lasted.into()))
    })
}

/// Reads an objective off a row.
fn reader<'a>(objective: &Objective, columns: &'a Columns) -> impl Fn(usize) -> Reading + use<'a> {
    enum Kind<'a> {
        Judged,
        Never,
        /// When, but in those rows, in which it failed then.
        At(&'a [u32], &'a [usize], Bounds),
    }
    let at = |times, failed, target, limit| Kind::At(times, failed, Bounds::seconds(target, limit));
    let kind = match objective.measure {
        Measure::Done {
            step,
            target,
            limit,
        } => step.map_or(Kind::Never, |step| {
            at(&columns.settled[step], columns.failed(step), target, limit)
        }),
        Measure::StoodDown { target, limit } => at(columns.stood_down(), &[], target, limit),
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
        Kind::At(times, failed, _) if failed.binary_search(&row).is_ok() => Reading::Never {
            decided: times[row].into(),
        },
        Kind::At(times, _, bounds) => Reading::Reached {
            value: Value {
                amount: times[row].into(),
                unit: Unit::Moment,
            },
            bounds,
            decided: times[row].into(),
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
    use crate::model::{FailureRule, Success};
    use crate::program::compile;
    use crate::quantity::{Distribution, Index, Probability, RoleId};
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

    /// The same steps with an owner each but for two, who wait for somebody and fail now and then, the last of them too.
    fn staffed() -> Drill {
        let mut drill = network().with_roles(&[1, 2]);
        for (place, step) in drill.plan.steps.iter_mut().enumerate() {
            step.owner = (place > 1).then(|| RoleId::new(place % 2));
            step.succeeds = Success::Always(Probability::new(0.9 - place as f64 / 40.0).unwrap());
            step.on_failure = FailureRule::Retry {
                times: 1,
                pause: Seconds(place as i64 % 3),
                then: Box::new(FailureRule::Continue),
            };
        }
        for objective in drill.scenario.objectives.iter_mut() {
            if let Measure::Done { limit, .. } | Measure::StoodDown { limit, .. } =
                &mut objective.measure
            {
                *limit = Seconds(1_800);
            }
        }
        drill
    }

    #[test]
    fn a_block_of_columns_is_the_block_of_its_replications() {
        assert_same_blocks(&network());
        assert_same_blocks(&staffed());
    }

    fn assert_same_blocks(drill: &Drill) {
        let program = compile(drill).unwrap();
        for detail in [Detail::Outcome, Detail::Explained] {
            for (before, most) in [(0, 1_000), (256, 300), (1 << 20, 1 << 21)] {
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
}
