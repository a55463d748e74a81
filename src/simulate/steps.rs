//! Steps from dormancy to completion (design page 3, section 3.3).

use crate::program::{JoinCode, LastFailure, SuccessCode};
use crate::quantity::{Index, LabelId, Seconds, StepId};
use crate::simulate::history::{Cause, Item, Origin, StretchKind};
use crate::simulate::log::{AfterFailure, Happening, InterruptReason, SkipReason, Source};
use crate::simulate::outcome::{Completion, Order, Start, StepOutcome, StepState};
use crate::simulate::queue::{Timer, WorkEnd};
use crate::simulate::world::{Fate, Settled, StepRun, Work, World};

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
            self.steps[step].requirement = Some(origin);
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
            self.steps[step].woken = Some(requirement);
            self.tell(Happening::Woken(step));
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
    fn set_fate(&mut self, step: StepId, fate: Fate) {
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
    pub(super) fn release_steps(&mut self) {
        let mut from = StepId::new(0);
        while !self.to_release.is_empty() {
            match self.to_release.range(from..).next().copied() {
                Some(step) => {
                    self.to_release.remove(&step);
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
        if predecessors == 0 || (out == predecessors && run.requirement.is_some()) {
            return self.release(step, predecessors);
        }
        match code.join {
            JoinCode::All if lost > 0 => self.block(step),
            JoinCode::All if done + out < predecessors => {}
            JoinCode::All if done > 0 => self.release(step, predecessors),
            JoinCode::All => self.skip(step, SkipReason::Predecessors),
            JoinCode::AtLeast(needed) if done >= needed => self.release(step, needed),
            JoinCode::AtLeast(needed) if done + open >= needed => {}
            JoinCode::AtLeast(_) if lost > 0 => self.block(step),
            JoinCode::AtLeast(_) => self.skip(step, SkipReason::Predecessors),
        }
    }

    fn release(&mut self, step: StepId, needed: u32) {
        let origin = self.release_origin(step, needed);
        self.write_origin(step, origin);
        self.tell(Happening::Released(step));
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
    fn release_origin(&mut self, step: StepId, needed: u32) -> Origin {
        let code = &self.program.steps[step];
        let all_are_out = self.steps[step].predecessors_done == 0;
        let mut settled: Vec<(Settled, StepId)> = code
            .predecessors
            .iter()
            .filter(
                |predecessor| match (code.join, self.steps[**predecessor].fate) {
                    (JoinCode::All, Fate::Done | Fate::Out)
                    | (JoinCode::AtLeast(_), Fate::Done) => true,
                    (JoinCode::AtLeast(_), Fate::Out) => all_are_out,
                    (JoinCode::All | JoinCode::AtLeast(_), Fate::Open | Fate::Lost) => false,
                },
            )
            .filter_map(|predecessor| {
                self.steps[*predecessor]
                    .settled
                    .map(|settled| (settled, *predecessor))
            })
            .collect();
        settled.sort_unstable_by_key(|(settled, _)| settled.order);
        let decisive = match code.join {
            JoinCode::All => settled.last(),
            JoinCode::AtLeast(_) => settled
                .get(needed.saturating_sub(1) as usize)
                .and_then(|(nth, _)| settled.iter().rfind(|(other, _)| other.at == nth.at))
                .or(settled.last()),
        };
        let by_predecessor = decisive.map(|(settled, predecessor)| {
            (
                settled.order,
                Cause::Predecessor(*predecessor, settled.mark),
            )
        });
        let by_requirement = (self.steps[step].requirement)
            .map(|requirement| (requirement.order, requirement.cause));
        let cause = [by_predecessor, by_requirement]
            .into_iter()
            .flatten()
            .max_by_key(|(order, _)| *order)
            .map_or(Cause::Onset, |(_, cause)| cause);
        self.origin_now(cause)
    }

    fn skip(&mut self, step: StepId, reason: SkipReason) {
        let origin = self.last_settled_origin(step);
        self.write_origin(step, origin);
        self.settle_skipped(step, reason);
    }

    fn settle_skipped(&mut self, step: StepId, reason: SkipReason) {
        self.steps[step].state = StepState::Skipped;
        self.tell(Happening::Skipped(step, reason));
        self.set_fate(step, Fate::Out);
        self.lose_fallback(step);
    }

    fn block(&mut self, step: StepId) {
        let origin = self.last_settled_origin(step);
        self.write_origin(step, origin);
        self.steps[step].state = StepState::Blocked;
        let lost = (self.program.steps[step].predecessors.iter())
            .copied()
            .find(|predecessor| self.steps[*predecessor].fate == Fate::Lost);
        if let Some(lost) = lost {
            self.tell(Happening::Blocked(step, lost));
        }
        self.set_fate(step, Fate::Lost);
        self.lose_fallback(step);
    }

    /// What made a step impossible or unneeded: the predecessor that settled last, or the requirement that woke the
    /// step if that came later (too few of its other predecessors were awake).
    fn last_settled_origin(&mut self, step: StepId) -> Origin {
        let cause = (self.program.steps[step].predecessors.iter())
            .filter_map(|predecessor| {
                let settled = self.steps[*predecessor].settled?;
                let cause = Cause::Predecessor(*predecessor, settled.mark);
                Some((settled.order, cause))
            })
            .chain(
                self.steps[step]
                    .woken
                    .map(|woken| (woken.order, woken.cause)),
            )
            .max_by_key(|(order, _)| *order)
            .map_or(Cause::Onset, |(_, cause)| cause);
        self.origin_now(cause)
    }

    fn start_timer(&mut self, step: StepId, after: Seconds) {
        self.steps[step].version += 1;
        let version = self.steps[step].version;
        self.queue
            .push_timer(self.now + after, Timer::Ready { step, version });
    }

    /// The next attempt may start as soon as it can.
    pub(super) fn make_ready(&mut self, step: StepId) {
        let now = self.now;
        self.begin_stretch(step, None);
        let run = &mut self.steps[step];
        run.attempt += 1;
        run.attempt_of_round += 1;
        run.has_attempt_started = false;
        run.remainder = None;
        run.ready_at = now;
        run.ready_first.get_or_insert(now);
        run.attempt_mark = run.history.len();
        run.version += 1;
        let (version, attempt) = (run.version, run.attempt_of_round);
        self.wait(step);
        self.tell(Happening::Ready(step, attempt));
        if let Some(limit) = self.program.steps[step].waits_at_most {
            self.queue
                .push_timer(now + limit, Timer::GiveUp { step, version });
        }
    }

    fn wait(&mut self, step: StepId) {
        let run = &mut self.steps[step];
        run.state = StepState::Waiting;
        run.waiting_since = self.now;
        run.awaited = None;
        self.begin_stretch(step, None);
        let key = self.service_key(step);
        self.waiting.insert(key);
    }

    fn leave_waiting(&mut self, step: StepId) {
        let key = self.service_key(step);
        self.waiting.remove(&key);
        let run = &mut self.steps[step];
        run.waited += self.now - run.waiting_since;
    }

    /// Takes people and units and works. The people are in the step's seats.
    pub(super) fn start(&mut self, step: StepId, is_deputy: bool) {
        self.leave_waiting(step);
        let now = self.now;
        let code = &self.program.steps[step];
        let resumes = self.steps[step].remainder.is_some();
        if !self.steps[step].has_attempt_started {
            self.steps[step].has_attempt_started = true;
            self.steps[step].attempts_made += 1;
            self.step_cost += code.cost;
            self.use_up_units(step);
        }
        self.take_units(step);
        let amount = match self.steps[step].remainder.take() {
            Some(remainder) => remainder,
            None => code
                .takes
                .at((self.uniform)(code.work.nth(self.steps[step].attempt)))
                .max(0.0),
        };
        let pace = match code.needs.first() {
            Some(role) if is_deputy => self.program.roles[*role].deputy_pace,
            Some(_) | None => 1.0,
        };
        let factor = self.slowing_of(step) * pace;
        let until = now + Seconds::rounded(amount * factor);
        self.seat_workers(step);
        self.begin_stretch(step, Some(StretchKind::Work));
        let mark = self.mark(step);
        let order = self.next_order();
        let run = &mut self.steps[step];
        run.state = StepState::Working;
        run.work = Work {
            since: now,
            amount,
            factor,
        };
        run.version += 1;
        self.queue.push_work_end(
            until,
            WorkEnd {
                step,
                version: run.version,
            },
        );
        if run.started.is_none() {
            run.started = Some(Start {
                at: now,
                order,
                mark,
            });
            for &(inject, delay) in &code.on_start {
                self.queue.push_inject(now + delay, inject);
            }
        }
        let attempt = self.steps[step].attempt_of_round;
        let members = self.steps[step].seats.clone();
        self.tell(Happening::Started {
            step,
            attempt,
            members,
            is_deputy,
            resumes,
            until,
        });
    }

    /// Work in hand stops; its remainder waits again, since its old ready time.
    pub(super) fn interrupt(&mut self, step: StepId, reason: InterruptReason) {
        let now = self.now;
        self.tell(Happening::Interrupted(step, reason));
        let work = self.steps[step].work;
        let worked = (now - work.since).as_f64() / work.factor;
        self.steps[step].remainder = Some((work.amount - worked).max(0.0));
        self.steps[step].version += 1;
        self.pay_labour(step);
        self.let_go(step);
        self.wait(step);
    }

    /// The labour of the stretch in hand.
    pub(super) fn pay_labour(&mut self, step: StepId) {
        for &member in &self.steps[step].seats {
            let worked = self.now - self.members[member].work_since;
            let person = self.program.members[member].person;
            self.labour_cost += worked.as_f64() * self.program.people[person].cost_per_second;
        }
    }

    /// The end of an attempt's work: success or failure.
    pub(super) fn end_work(&mut self, step: StepId) {
        self.steps[step].is_ending = false;
        self.pay_labour(step);
        self.let_go(step);
        self.begin_stretch(step, None);
        let code = &self.program.steps[step];
        let run = &mut self.steps[step];
        let succeeds = if run.forced_failures > 0 {
            run.forced_failures -= 1;
            false
        } else {
            let chance = match code.success {
                SuccessCode::Always(chance) => chance,
                SuccessCode::Given {
                    flag,
                    then,
                    otherwise,
                } => {
                    if self.is_set(flag) {
                        then
                    } else {
                        otherwise
                    }
                }
            };
            self.happens(chance, code.succeeds.nth(self.steps[step].attempt))
        };
        if succeeds {
            self.complete(step);
        } else {
            self.fail_attempt(step, false);
        }
    }

    fn complete(&mut self, step: StepId) {
        let code = &self.program.steps[step];
        let completion = self.steps[step].own_completions + 1;
        self.steps[step].own_completions = completion;
        self.steps[step].state = StepState::Done;
        let label = match code.given {
            Some(label) => Some(label),
            None if code.labels.is_empty() => None,
            None => Some(draw_label(
                (self.uniform)(code.outcome.nth(completion)),
                &code.labels,
            )),
        };
        self.steps[step].label = label;
        self.tell(Happening::Done(step, label));
        self.note_completion(step);
        self.apply_effects(Source::Step(step), completion);
        self.replace_those_it_stands_for(step);
    }

    /// A step is done, by itself or through its fallback.
    fn note_completion(&mut self, step: StepId) {
        self.set_fate(step, Fate::Done);
        let settled = self.steps[step].settled.expect("a done step has settled");
        let is_first = self.steps[step].completions.is_empty();
        self.steps[step].completions.push(Completion {
            at: settled.at,
            order: settled.order,
            reopened: None,
            mark: settled.mark,
        });
        if is_first {
            for &(inject, delay) in &self.program.steps[step].on_completion {
                self.queue.push_inject(self.now + delay, inject);
            }
        }
    }

    fn replace_those_it_stands_for(&mut self, step: StepId) {
        for &failed in &self.program.steps[step].fallback_for {
            if self.awaits_fallback(failed) {
                self.replace(failed, step);
            }
        }
    }

    /// Failed, and not yet settled by its fallback.
    fn awaits_fallback(&self, step: StepId) -> bool {
        let run = &self.steps[step];
        run.state == StepState::Failed && run.fate == Fate::Open && run.fallback.is_some()
    }

    fn replace(&mut self, failed: StepId, fallback: StepId) {
        let mark = self.mark(fallback);
        let origin = self.origin_now(Cause::ReplacedBy(fallback, mark));
        self.write_origin(failed, origin);
        self.finish_replacing(failed, fallback);
    }

    fn finish_replacing(&mut self, failed: StepId, fallback: StepId) {
        self.steps[failed].state = StepState::Done;
        self.tell(Happening::Replaced(failed, fallback));
        self.note_completion(failed);
        self.replace_those_it_stands_for(failed);
    }

    /// A fallback that ended otherwise than done takes with it whatever waits for it.
    fn lose_fallback(&mut self, step: StepId) {
        for &failed in &self.program.steps[step].fallback_for {
            if self.awaits_fallback(failed) {
                self.tell(Happening::FallbackLost(failed, step));
                self.set_fate(failed, Fate::Lost);
                self.lose_fallback(failed);
            }
        }
    }

    /// The wait has lasted too long: the attempt has failed without having started.
    pub(super) fn give_up_waiting(&mut self, step: StepId) {
        self.leave_waiting(step);
        self.begin_stretch(step, None);
        self.steps[step].attempts_made += 1;
        self.fail_attempt(step, true);
    }

    fn fail_attempt(&mut self, step: StepId, gave_up_waiting: bool) {
        let code = &self.program.steps[step];
        self.disown_work(step);
        let run = &mut self.steps[step];
        let attempt = run.attempt_of_round;
        let will_retry = run.retries_left > 0;
        let then = if will_retry {
            run.retries_left -= 1;
            run.state = StepState::Pausing;
            AfterFailure::Retry(self.now + code.pause)
        } else {
            run.state = StepState::Failed;
            match code.last_failure {
                LastFailure::Fallback(fallback) => AfterFailure::Fallback(fallback),
                LastFailure::Continue => AfterFailure::Continue,
                LastFailure::Halt => AfterFailure::Halt,
            }
        };
        self.tell(Happening::Failed {
            step,
            attempt,
            gave_up_waiting,
            then,
        });
        match then {
            AfterFailure::Retry(_) => {
                self.begin_stretch(step, Some(StretchKind::Pause));
                self.start_timer(step, code.pause);
            }
            AfterFailure::Fallback(fallback) => self.fall_back(step, fallback),
            AfterFailure::Continue => {
                self.set_fate(step, Fate::Done);
                self.lose_fallback(step);
            }
            AfterFailure::Halt => {
                self.set_fate(step, Fate::Lost);
                self.lose_fallback(step);
            }
        }
    }

    /// The work of a failed attempt was in vain.
    fn disown_work(&mut self, step: StepId) {
        let run = &mut self.steps[step];
        for item in &mut run.history[run.attempt_mark..] {
            match item {
                Item::Stretch(stretch) if stretch.kind == StretchKind::Work => {
                    stretch.kind = StretchKind::FailedWork;
                }
                Item::Stretch(_) | Item::Origin(_) => {}
            }
        }
    }

    fn fall_back(&mut self, step: StepId, fallback: StepId) {
        self.steps[step].fallback = Some(fallback);
        let run = &self.steps[fallback];
        match (run.state, run.fate) {
            (StepState::Done, _) => self.finish_replacing(step, fallback),
            (_, Fate::Lost) | (StepState::Skipped, _) | (StepState::Failed, Fate::Done) => {
                self.tell(Happening::FallbackLost(step, fallback));
                self.set_fate(step, Fate::Lost);
                self.lose_fallback(step);
            }
            (_, Fate::Open | Fate::Out | Fate::Done) => {
                let mark = self.mark(step);
                self.require(fallback, Cause::FallbackOf(step, mark));
            }
        }
    }

    /// A step that is done by its own work must be done again; of any other it asks nothing.
    pub(super) fn reopen(&mut self, step: StepId, source: Source, cause: Cause) {
        if self.steps[step].state != StepState::Done || self.steps[step].fallback.is_some() {
            return;
        }
        self.tell(Happening::Reopened(step, source));
        self.withdraw_effects_of(step);
        let order = self.undo_completion(step);
        self.steps[step].label = None;
        self.steps[step].retries_left = self.program.steps[step].retries;
        self.steps[step].attempt_of_round = 0;
        self.begin_stretch(step, None);
        self.write_origin(
            step,
            Origin {
                at: self.now,
                order,
                cause,
            },
        );
        self.make_ready(step);
    }

    fn undo_completion(&mut self, step: StepId) -> Order {
        let order = self.next_order();
        if let Some(completion) = self.steps[step].completions.last_mut() {
            completion.reopened = Some(order);
        }
        self.set_fate(step, Fate::Open);
        self.steps[step].settled = None;
        for &failed in &self.program.steps[step].fallback_for {
            let run = &mut self.steps[failed];
            if run.state == StepState::Done && run.fallback == Some(step) {
                run.state = StepState::Failed;
                self.undo_completion(failed);
            }
        }
        order
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

    pub(super) fn outcome(&self) -> StepOutcome {
        StepOutcome {
            state: self.state,
            is_done_for_joins: self.fate == Fate::Done,
            ready: self.ready_first,
            started: self.started,
            settled: self.settled.map(|settled| settled.at),
            completions: self.completions.clone(),
            label: self.label,
            attempts: self.attempts_made,
            waited: self.waited,
        }
    }
}

fn draw_label(u: f64, cumulated: &[f64]) -> LabelId {
    // Chances sum to 1 up to rounding: the last label takes what is left.
    let place = cumulated.iter().position(|sum| u < *sum);
    LabelId::new(place.unwrap_or(cumulated.len() - 1))
}
