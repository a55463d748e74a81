//! Plans without people, chance and guards: no events, one pass over columns of whole seconds.
//!
//! Where nothing but predecessors holds a step up, it is ready when the last of them is done: finish = work + max over
//! predecessors of their finish, plus its own delay (a recursion in max-plus algebra). What comes out is what the event loop
//! comes to, second for second.

use multiversion::multiversion;

use crate::program::{JoinCode, LastFailure, Program, SuccessCode};
use crate::quantity::{Index, Seconds, StepId};
use crate::random::Luck;
use crate::simulate::Columns;
use crate::simulate::columns::LATEST;

/// A share of one step's draws so small that a block of a plan of usual size seldom holds one of them.
pub(super) const RARELY: f64 = 1e-4;

/// A program whose replications need no events.
#[derive(Debug)]
pub struct Network<'p> {
    program: &'p Program,
    luck: &'p Luck,
    /// Steps after all that come before them.
    order: Vec<StepId>,
    uniforms: Vec<f64>,
    /// Of work, before it is rounded.
    lengths: Vec<f64>,
    columns: Columns,
}

impl<'p> Network<'p> {
    /// The network of a program in which steps wait for nothing but their predecessors, always succeed, and take time.
    pub fn of(program: &'p Program, luck: &'p Luck) -> Option<Self> {
        let is_pure = program.horizon <= LATEST
            && program.injects.is_empty()
            && program.impacts.is_empty()
            && program.barriers.iter().all(|barrier| barrier.averts)
            && program.steps.iter().all(|step| {
                step.needs.is_empty()
                    && step.uses.is_empty()
                    && step.guard.is_none()
                    && step.effects.is_empty()
                    && step.fallback_for.is_empty()
                    && !step.on_demand
                    && step.join == JoinCode::All
                    // Columns in which work often takes no time would be thrown away.
                    && step.takes.at(RARELY) >= 0.5
                    && step.success == SuccessCode::Always(1.0)
                    && match step.last_failure {
                        LastFailure::Fallback(_) => false,
                        LastFailure::Continue | LastFailure::Halt => true,
                    }
            });
        is_pure.then(|| Self {
            program,
            luck,
            order: topological(program),
            uniforms: Vec::new(),
            lengths: Vec::new(),
            columns: Columns::empty(program),
        })
    }

    /// Plays so many replications from `first`. `None` where the event loop has to: a step ends after the horizon, or takes no
    /// time at all, so that the order within a second decides what drives what.
    pub fn play(&mut self, first: u64, count: usize) -> Option<&Columns> {
        let Columns {
            ready,
            worked,
            settled,
            makespans,
            staffed: _,
        } = &mut self.columns;
        self.uniforms.resize(count, 0.0);
        self.lengths.resize(count, 0.0);
        makespans.clear();
        makespans.resize(count, 0);
        let mut has_instants = false;
        for &step in &self.order {
            let code = &self.program.steps[step];
            let work = &mut worked[step];
            work.resize(count, 0);
            self.luck.fill(code.work.nth(1), first, &mut self.uniforms);
            code.takes.fill(&self.uniforms, &mut self.lengths);
            has_instants |= to_whole_seconds(&self.lengths, work);
            let begin = &mut ready[step];
            begin.clear();
            begin.resize(count, 0);
            for &predecessor in &code.predecessors {
                later(begin, &settled[predecessor]);
            }
            let end = &mut settled[step];
            end.resize(count, 0);
            finish(begin, code.delay.as_u32(), work, end);
            later(makespans, end);
        }
        let longest = makespans.iter().copied().max().unwrap_or(0);
        (Seconds::from(longest) <= self.program.horizon && !has_instants).then_some(&self.columns)
    }
}

/// Rounds a column of work; whether any takes no time.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn to_whole_seconds(lengths: &[f64], work: &mut [u32]) -> bool {
    Seconds::round_all(lengths, work);
    (work.iter()).fold(false, |has_instants, work| has_instants | (*work == 0))
}

/// When steps end that waited so long after they could begin. What ends beyond any horizon ends as late as can be.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn finish(begin: &mut [u32], delay: u32, work: &[u32], end: &mut [u32]) {
    for ((begin, work), end) in begin.iter_mut().zip(work).zip(end) {
        *begin = begin.saturating_add(delay);
        *end = begin.saturating_add(*work);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn later(times: &mut [u32], others: &[u32]) {
    for (time, other) in times.iter_mut().zip(others) {
        *time = (*other).max(*time);
    }
}

fn topological(program: &Program) -> Vec<StepId> {
    let mut before: Vec<usize> = (program.steps.iter())
        .map(|step| step.predecessors.len())
        .collect();
    let mut order: Vec<StepId> = (program.steps.ids())
        .filter(|step| before[step.place()] == 0)
        .collect();
    let mut next = 0;
    while let Some(&step) = order.get(next) {
        next += 1;
        for &successor in &program.steps[step].successors {
            before[successor.place()] -= 1;
            if before[successor.place()] == 0 {
                order.push(successor);
            }
        }
    }
    order
}
