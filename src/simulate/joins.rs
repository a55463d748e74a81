//! Steps from dormancy to their release: requirements, joins, guards, skips and blocks.

use crate::program::JoinCode;
use crate::quantity::{Index, Seconds, StepId};
use crate::simulate::history::{Cause, Origin, StretchKind};
use crate::simulate::log::{Happening, SkipReason};
use crate::simulate::outcome::{Order, StepState};
use crate::simulate::state::{Fate, Settled, StepRun};
use crate::simulate::world::World;

/// What a step's predecessors make of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Judgment {
    /// Nothing yet.
    Open,
    /// It is released; so many of its predecessors were needed.
    Release { needed: u32 },
    /// It is not needed.
    Skip,
    /// It can no longer be released.
    Block,
}

impl World<'_> {
    /// At onset: on-demand steps sleep, and so does whatever comes only after sleepers.
    pub(super) fn put_dormant_steps_to_sleep(&mut self) {
        let mut to_sleep: Vec<StepId> = self
            .program
            .steps
            .entries()
            .filter(|(_, code)| code.on_demand)
            .map(|(step, _)| step)
            .collect();
        while let Some(step) = to_sleep.pop() {
            if self.steps[step].state == StepState::Dormant {
                continue;
            }
            self.steps[step].state = StepState::Dormant;
            self.set_fate(step, Fate::Out);
            self.steps[step].settled = None;
            for &successor in &self.program.steps[step].successors {
                let predecessors = self.program.steps[successor].predecessors.len();
                if self.steps[successor].predecessors_out as usize == predecessors {
                    to_sleep.push(successor);
                }
            }
        }
    }

    /// Calls for a dormant step; of any other it asks nothing.
    pub(super) fn require(&mut self, step: StepId, cause: Cause) {
        if self.steps[step].state == StepState::Dormant {
            let origin = self.origin_now(cause);
            self.steps[step].is_required = true;
            self.callings[step].requirement = Some(origin);
            self.wake(step, origin);
        }
    }

    fn wake(&mut self, step: StepId, requirement: Origin) {
        let mut to_wake = vec![step];
        while let Some(step) = to_wake.pop() {
            if self.steps[step].state != StepState::Dormant {
                continue;
            }
            self.steps[step].state = StepState::Pending;
            self.callings[step].woken = Some(requirement);
            self.tell(|_| Happening::Woken(step));
            self.set_fate(step, Fate::Open);
            self.to_release.insert(step);
            // An on-demand successor sleeps on until it is required itself.
            to_wake.extend(
                (self.program.steps[step].successors.iter().rev())
                    .filter(|successor| !self.program.steps[**successor].on_demand),
            );
        }
    }

    /// Tells successors (and those it stands in for) what they may count on.
    #[inline(always)] // Called for every step, and a call would cost as much as what it does.
    pub(super) fn set_fate(&mut self, step: StepId, fate: Fate) {
        let before = std::mem::replace(&mut self.steps[step].fate, fate);
        if fate != Fate::Open {
            self.steps[step].settled = Some(Settled {
                at: self.now,
                order: self.next_order(),
                mark: self.mark(step),
            });
        }
        if before == fate {
            return;
        }
        for &successor in &self.program.steps[step].successors {
            let run = &mut self.steps[successor];
            if let Some(count) = run.predecessors_of(before) {
                *count -= 1;
            }
            if let Some(count) = run.predecessors_of(fate) {
                *count += 1;
            }
            if run.state == StepState::Pending {
                self.to_release.insert(successor);
            }
        }
    }

    /// Phase 6: releases, guards, skips and blocks, by id, until nothing changes.
    #[inline(never)]
    pub(super) fn release_steps(&mut self) {
        let mut from = StepId::new(0);
        while !self.to_release.is_empty() {
            match self.to_release.take_from(from) {
                Some(step) => {
                    from = step;
                    if self.steps[step].state == StepState::Pending {
                        self.judge_join(step);
                    }
                }
                None => from = StepId::new(0),
            }
        }
    }

    fn judge_join(&mut self, step: StepId) {
        match self.judgment(step) {
            Judgment::Open => {}
            Judgment::Release { needed } => self.release(step, needed),
            Judgment::Skip => self.skip(step, SkipReason::Predecessors),
            Judgment::Block => self.block(step),
        }
    }

    /// Whether a step's predecessors leave open, for now, what becomes of it; so does sleep.
    pub(super) fn is_undecided(&self, step: StepId) -> bool {
        self.steps[step].state != StepState::Pending || self.judgment(step) == Judgment::Open
    }

    #[inline(always)] // Asked whenever a predecessor settles.
    fn judgment(&self, step: StepId) -> Judgment {
        let code = &self.program.steps[step];
        let run = &self.steps[step];
        let predecessors = u32::try_from(code.predecessors.len())
            .expect("a step has fewer than 2^32 predecessors");
        let (done, lost, out) = (
            run.predecessors_done,
            run.predecessors_lost,
            run.predecessors_out,
        );
        let open = predecessors - done - lost - out;
        let release = |needed| Judgment::Release { needed };
        if predecessors == 0 || (out == predecessors && run.is_required) {
            return release(predecessors);
        }
        match code.join {
            JoinCode::All if lost > 0 => Judgment::Block,
            JoinCode::All if done + out < predecessors => Judgment::Open,
            JoinCode::All if done > 0 => release(predecessors),
            JoinCode::All => Judgment::Skip,
            JoinCode::AtLeast(needed) if done >= needed => release(needed),
            JoinCode::AtLeast(needed) if done + open >= needed => Judgment::Open,
            JoinCode::AtLeast(_) if lost > 0 => Judgment::Block,
            JoinCode::AtLeast(_) => Judgment::Skip,
        }
    }

    fn release(&mut self, step: StepId, needed: u32) {
        self.write_origin_by(step, |world| world.release_cause(step, needed));
        self.tell(|_| Happening::Released(step));
        let code = &self.program.steps[step];
        if code
            .guard
            .as_ref()
            .is_some_and(|guard| !self.guard_holds(guard))
        {
            return self.settle_skipped(step, SkipReason::Guard);
        }
        self.steps[step].retries_left = code.retries;
        self.steps[step].attempt_of_round = 0;
        if code.delay > Seconds::ZERO {
            self.steps[step].state = StepState::Delayed;
            self.begin_stretch(step, Some(StretchKind::Delay));
            self.start_timer(step, code.delay);
        } else {
            self.make_ready(step);
        }
    }

    /// What released a step: the last predecessor to settle (of `All`, and where all are out), the n-th to be done (of others; in one
    /// second the later), or its requirement if that came later.
    fn release_cause(&self, step: StepId, needed: u32) -> Cause {
        let decisive = match self.program.steps[step].join {
            JoinCode::AtLeast(_) if self.steps[step].predecessors_done > 0 => {
                self.nth_done(step, needed)
            }
            JoinCode::All | JoinCode::AtLeast(_) => self.last_settled(step),
        };
        self.latest_cause(decisive, self.callings[step].requirement)
    }

    /// The predecessor that settled last. One that sleeps, or was reopened, has not settled.
    fn last_settled(&self, step: StepId) -> Option<StepId> {
        let predecessors = self.program.steps[step].predecessors.iter();
        let settled = predecessors
            .filter_map(|other| Some((self.steps[*other].settled.as_ref()?.order, *other)));
        settled.max().map(|(_, last)| last)
    }

    /// The n-th predecessor to be done, or the last of those done in the same second.
    fn nth_done(&self, step: StepId, n: u32) -> Option<StepId> {
        let mut done: Vec<(Order, Seconds, StepId)> =
            (self.program.steps[step].predecessors.iter())
                .filter(|other| self.steps[**other].fate == Fate::Done)
                .filter_map(|other| {
                    let settled = self.steps[*other].settled?;
                    Some((settled.order, settled.at, *other))
                })
                .collect();
        done.sort_unstable();
        let nth = done.get(n.saturating_sub(1) as usize); // Widening.
        let last = nth.and_then(|(_, at, _)| done.iter().rfind(|(_, other, _)| other == at));
        last.or(done.last()).map(|(_, _, other)| *other)
    }

    fn skip(&mut self, step: StepId, reason: SkipReason) {
        self.write_origin_by(step, |world| world.last_settled_cause(step));
        self.settle_skipped(step, reason);
    }

    fn settle_skipped(&mut self, step: StepId, reason: SkipReason) {
        self.steps[step].state = StepState::Skipped;
        self.tell(|_| Happening::Skipped(step, reason));
        self.set_fate(step, Fate::Out);
        self.lose_fallback(step);
    }

    fn block(&mut self, step: StepId) {
        self.write_origin_by(step, |world| world.last_settled_cause(step));
        self.steps[step].state = StepState::Blocked;
        let lost = (self.program.steps[step].predecessors.iter())
            .copied()
            .find(|predecessor| self.steps[*predecessor].fate == Fate::Lost);
        if let Some(lost) = lost {
            self.tell(|_| Happening::Blocked(step, lost));
        }
        self.set_fate(step, Fate::Lost);
        self.lose_fallback(step);
    }

    /// What made a step impossible or unneeded: the predecessor that settled last, or the requirement that woke the
    /// step if that came later (too few of its other predecessors were awake).
    fn last_settled_cause(&self, step: StepId) -> Cause {
        self.latest_cause(self.last_settled(step), self.callings[step].woken)
    }

    /// The predecessor or the requirement, whichever came later; onset if there is neither.
    fn latest_cause(&self, predecessor: Option<StepId>, requirement: Option<Origin>) -> Cause {
        let settled = predecessor.and_then(|step| Some((self.steps[step].settled?, step)));
        match (settled, requirement) {
            (Some((settled, _)), Some(requirement)) if settled.order < requirement.order => {
                requirement.cause
            }
            (Some((settled, step)), Some(_) | None) => Cause::Predecessor(step, settled.mark),
            (None, Some(requirement)) => requirement.cause,
            (None, None) => Cause::Onset,
        }
    }
}

impl StepRun {
    fn predecessors_of(&mut self, fate: Fate) -> Option<&mut u32> {
        match fate {
            Fate::Open => None,
            Fate::Done => Some(&mut self.predecessors_done),
            Fate::Lost => Some(&mut self.predecessors_lost),
            Fate::Out => Some(&mut self.predecessors_out),
        }
    }
}
