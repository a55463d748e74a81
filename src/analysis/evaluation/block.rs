//! One block of replications, played and tallied.

use crate::analysis::assessment::assess_into;
use crate::analysis::chain::Trail;
use crate::analysis::columns::are_enough_for;
use crate::analysis::evaluation::cells::Cells;
use crate::analysis::evaluation::loads::{LoadTally, Loads};
use crate::analysis::evaluation::objective::ObjectiveTally;
use crate::analysis::evaluation::step::{StepColumns, StepTally};
use crate::analysis::evaluation::{BLOCK, FIRST};
use crate::analysis::{Assessment, Verdict};
use crate::model::Drill;
use crate::program::Program;
use crate::quantity::{Arena, ImpactId, ObjectiveId, Seconds, StepId};
use crate::simulate::{Outcome, Player};

/// So many replications have their times kept exactly, in a plan of up to 64 steps.
const KEPT_MOST: u64 = 16_384;

/// So many times of steps are kept, of each kind: in larger plans those of fewer replications.
const KEPT_TIMES: u64 = 1 << 20;

/// What all blocks of an evaluation share.
pub(super) struct Frame<'a> {
    pub(super) drill: &'a Drill,
    pub(super) program: &'a Program,
    pub(super) cells: Cells,
    /// The times of the first so many replications are kept; whole blocks.
    pub(super) kept: u64,
    /// Whether all objectives can be read off columns.
    pub(super) is_columnar: bool,
}

impl<'a> Frame<'a> {
    pub(super) fn new(drill: &'a Drill, program: &'a Program) -> Self {
        let steps = program.steps.len().max(1) as u64; // usize fits into u64.
        Self {
            drill,
            program,
            cells: Cells::of(program),
            is_columnar: are_enough_for(drill),
            kept: (KEPT_TIMES / steps / BLOCK * BLOCK).clamp(BLOCK, KEPT_MOST),
        }
    }
}

/// What an objective came to in one replication.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Measured {
    /// It does not apply.
    NotApplicable,
    /// It applies and was not reached.
    Never,
    /// Seconds or plain units.
    Value(f64),
}

impl Measured {
    #[inline]
    pub(in crate::analysis) fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Judged | Verdict::NotApplicable => Self::NotApplicable,
            Verdict::Applies(judgment) => judgment
                .value
                .map_or(Self::Never, |value| Self::Value(value.amount)),
        }
    }
}

/// What each replication of a block came to, in their order.
#[derive(Clone, PartialEq, Debug)]
pub struct Samples {
    /// The number of the first of them.
    pub first: u64,
    /// Scores; `None`: no objective applies.
    pub scores: Vec<Option<f64>>,
    /// Whether it passed; `None`: no objective is critical.
    pub passed: Vec<Option<bool>>,
    /// Costs.
    pub costs: Vec<f64>,
    /// Last completions.
    pub makespans: Vec<Seconds>,
    /// What each objective measured.
    pub values: Arena<ObjectiveId, Vec<Measured>>,
}

/// A block, tallied.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Block {
    pub(super) samples: Samples,
    pub(super) objectives: Arena<ObjectiveId, ObjectiveTally>,
    pub(super) steps: Arena<StepId, StepTally>,
    pub(super) impacts: Arena<ImpactId, ImpactColumns>,
    pub(super) loads: Loads<LoadTally>,
}

#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct ImpactColumns {
    pub(super) finals: Vec<f64>,
    pub(super) peaks: Vec<f64>,
    pub(super) areas: Vec<f64>,
}

impl Block {
    /// Plays the block whose first replication has so many before it, of at most `most`.
    pub(super) fn played(
        frame: &Frame<'_>,
        player: &mut Player<'_>,
        before: u64,
        most: u64,
    ) -> Self {
        let first = FIRST.wrapping_add(before);
        let count = BLOCK.min(most - before);
        let rows = usize::try_from(count).expect("a block is short");
        let keeps = before < frame.kept;
        let is_explained = player.is_explained();
        let mut block = Self::empty(frame, first);
        if frame.is_columnar
            && let Some(columns) = player.play_columns(first, rows)
        {
            block.record_columns(frame, columns, is_explained, keeps);
            return block;
        }
        let program = frame.program;
        let mut steps: Arena<StepId, StepColumns> = (program.steps.iter())
            .map(|_| StepColumns::new(rows))
            .collect();
        let mut loads = Loads::columns(program, rows);
        let mut assessment = Assessment::blank(frame.drill);
        let mut trail = Trail::default();
        for row in 0..rows {
            let replication = player.play(first.wrapping_add(row as u64)); // usize fits into u64.
            let objectives = &mut block.objectives;
            assess_into(frame.drill, replication, &mut assessment, |id, time| {
                if is_explained {
                    trail.follow(frame.drill, replication, time);
                    objectives[id].record_trail(frame.cells, &trail);
                }
                // What held it up is tallied here: no assessment need tell it.
                None
            });
            block.record_assessment(&assessment);
            block.record_impacts(&replication.outcome);
            loads.record(program, &replication.outcome, row);
            for (columns, step) in steps.iter_mut().zip(replication.outcome.steps.iter()) {
                columns.record(step);
            }
            if is_explained {
                let pasts = program.steps.iter().zip(replication.histories.iter());
                for (columns, (step, past)) in steps.iter_mut().zip(pasts) {
                    columns.worked[row] = loads.read(&step.needs, past, row);
                }
            }
        }
        block.steps = (steps.iter())
            .map(|columns| StepTally::of(columns, keeps))
            .collect();
        block.loads = loads.tally(keeps);
        block
    }

    pub(super) fn empty(frame: &Frame<'_>, first: u64) -> Self {
        let program = frame.program;
        let objectives = frame.drill.scenario.objectives.iter();
        let rows = BLOCK as usize; // A few hundred.
        Self {
            samples: Samples {
                first,
                scores: Vec::with_capacity(rows),
                passed: Vec::with_capacity(rows),
                costs: Vec::with_capacity(rows),
                makespans: Vec::with_capacity(rows),
                values: (objectives.clone())
                    .map(|_| Vec::with_capacity(rows))
                    .collect(),
            },
            objectives: objectives
                .map(|_| ObjectiveTally::new(program.steps.len()))
                .collect(),
            steps: program.steps.iter().map(|_| StepTally::default()).collect(),
            impacts: program
                .impacts
                .iter()
                .map(|_| ImpactColumns::default())
                .collect(),
            loads: Loads::tally_of_nothing(program, 0, false),
        }
    }

    fn record_impacts(&mut self, outcome: &Outcome) {
        for (columns, impact) in self.impacts.iter_mut().zip(outcome.impacts.iter()) {
            columns.finals.push(impact.level_final);
            columns.peaks.push(impact.level_peak);
            columns.areas.push(impact.area_unit_hours);
        }
    }

    /// Takes in what the next replication is worth.
    fn record_assessment(&mut self, assessment: &Assessment) {
        let samples = &mut self.samples;
        samples.scores.push(assessment.score);
        samples.passed.push(assessment.passed);
        samples.costs.push(assessment.cost.total());
        samples.makespans.push(assessment.makespan);
        for (id, verdict) in assessment.objectives.entries() {
            samples.values[id].push(Measured::of(verdict));
            if let Some(judgment) = verdict.judgment() {
                self.objectives[id].record(judgment);
            }
        }
    }
}
