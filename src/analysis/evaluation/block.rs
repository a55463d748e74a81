//! One block of replications, played and tallied.

use crate::analysis::evaluation::cells::Cells;
use crate::analysis::evaluation::columns;
use crate::analysis::evaluation::objective::ObjectiveTally;
use crate::analysis::evaluation::step::StepTally;
use crate::analysis::evaluation::times::TimesTally;
use crate::analysis::evaluation::{BLOCK, FIRST};
use crate::analysis::{Assessment, Verdict, assess};
use crate::model::Drill;
use crate::program::Program;
use crate::quantity::{
    Arena, ImpactId, ObjectiveId, PersonId, ResourceId, RoleId, Seconds, StepId,
};
use crate::simulate::{Item, Lack, Player, Replication, StretchKind};

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
            is_columnar: columns::are_enough_for(drill),
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
    pub(super) loads: Loads,
}

#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct ImpactColumns {
    pub(super) finals: Vec<f64>,
    pub(super) peaks: Vec<f64>,
    pub(super) areas: Vec<f64>,
}

/// How busy everybody was, and for whom and what steps waited.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Loads {
    pub(super) people: Arena<PersonId, LoadTally>,
    pub(super) roles: Arena<RoleId, LoadTally>,
    pub(super) resources: Arena<ResourceId, LoadTally>,
}

#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct LoadTally {
    pub(super) busy: TimesTally,
    pub(super) waited_for: TimesTally,
    /// Of the replication in hand.
    busy_now: Seconds,
    waited_now: Seconds,
}

impl LoadTally {
    pub(super) fn append(&mut self, next: &Self) {
        self.busy.append(&next.busy);
        self.waited_for.append(&next.waited_for);
    }

    fn settle(&mut self, keeps: bool) {
        self.busy.push(std::mem::take(&mut self.busy_now), keeps);
        self.waited_for
            .push(std::mem::take(&mut self.waited_now), keeps);
    }
}

impl Loads {
    pub(super) fn new(program: &Program) -> Self {
        let empty = LoadTally::default;
        Self {
            people: program.people.iter().map(|_| empty()).collect(),
            roles: program.roles.iter().map(|_| empty()).collect(),
            resources: program.resources.iter().map(|_| empty()).collect(),
        }
    }

    /// Takes in so many replications in which nobody and nothing was needed.
    pub(super) fn settle_idle(&mut self, count: usize, keeps: bool) {
        let all = self.people.iter_mut().chain(self.roles.iter_mut());
        for load in all.chain(self.resources.iter_mut()) {
            load.busy.extend_with_nothing(count, keeps);
            load.waited_for.extend_with_nothing(count, keeps);
        }
    }

    fn settle(&mut self, keeps: bool) {
        let all = self.people.iter_mut().chain(self.roles.iter_mut());
        all.chain(self.resources.iter_mut())
            .for_each(|load| load.settle(keeps));
    }
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
        let keeps = before < frame.kept;
        let mut block = Self::empty(frame, first);
        if frame.is_columnar {
            let rows = usize::try_from(count).expect("a block is short");
            let is_explained = player.is_explained();
            if let Some(columns) = player.play_columns(first, rows) {
                block.record_columns(frame, columns, is_explained, keeps);
                return block;
            }
        }
        for offset in 0..count {
            let replication = player.play(first.wrapping_add(offset));
            let assessment = assess(frame.drill, replication);
            block.record(frame, replication, &assessment, keeps);
        }
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
                .map(|_| ObjectiveTally::new(frame.cells, program.steps.len()))
                .collect(),
            steps: program.steps.iter().map(|_| StepTally::default()).collect(),
            impacts: program
                .impacts
                .iter()
                .map(|_| ImpactColumns::default())
                .collect(),
            loads: Loads::new(program),
        }
    }

    /// Takes in the next replication; its times are remembered if `keeps`.
    pub(super) fn record(
        &mut self,
        frame: &Frame<'_>,
        replication: &Replication,
        assessment: &Assessment,
        keeps: bool,
    ) {
        let outcome = &replication.outcome;
        self.record_assessment(frame, assessment);
        for (columns, impact) in self.impacts.iter_mut().zip(outcome.impacts.iter()) {
            columns.finals.push(impact.level_final);
            columns.peaks.push(impact.level_peak);
            columns.areas.push(impact.area_unit_hours);
        }
        let steps = outcome.steps.entries().zip(self.steps.iter_mut());
        for (((id, step), tally), history) in steps.zip(replication.histories.iter()) {
            let worked = self.loads.read(&frame.program.steps[id].needs, history);
            tally.record(step, worked, keeps);
        }
        for (member, worked) in frame.program.members.iter().zip(outcome.members.iter()) {
            self.loads.people[member.person].busy_now += *worked;
        }
        for (load, unit_seconds) in self
            .loads
            .resources
            .iter_mut()
            .zip(outcome.resources.iter())
        {
            load.busy_now = Seconds(*unit_seconds);
        }
        self.loads.settle(keeps);
    }
}

impl Block {
    pub(super) fn record_assessment(&mut self, frame: &Frame<'_>, assessment: &Assessment) {
        let samples = &mut self.samples;
        samples.scores.push(assessment.score);
        samples.passed.push(assessment.passed);
        samples.costs.push(assessment.cost.total());
        samples.makespans.push(assessment.makespan);
        for (id, verdict) in assessment.objectives.entries() {
            samples.values[id].push(measured(verdict));
            if let Some(judgment) = verdict.judgment() {
                self.objectives[id].record(frame.cells, judgment);
            }
        }
    }
}

impl Loads {
    /// Adds up whom and what the step waited for; its time in work.
    fn read(&mut self, needs: &[RoleId], history: &[Item]) -> Seconds {
        let mut worked = Seconds::ZERO;
        for item in history {
            let Item::Stretch(stretch) = item else {
                continue;
            };
            let time = stretch.to - stretch.from;
            match stretch.kind {
                StretchKind::Work | StretchKind::FailedWork => worked += time,
                StretchKind::Waiting(Lack::Person { role, person, .. }) => {
                    self.roles[role].waited_now += time;
                    self.people[person].waited_now += time;
                }
                StretchKind::Waiting(Lack::Resource { resource, .. }) => {
                    self.resources[resource].waited_now += time;
                }
                StretchKind::Waiting(Lack::Hold) | StretchKind::Pause | StretchKind::Delay => {}
            }
        }
        for role in needs {
            self.roles[*role].busy_now += worked;
        }
        worked
    }
}

fn measured(verdict: &Verdict) -> Measured {
    match verdict {
        Verdict::Judged | Verdict::NotApplicable => Measured::NotApplicable,
        Verdict::Applies(judgment) => judgment
            .value
            .map_or(Measured::Never, |value| Measured::Value(value.amount)),
    }
}
