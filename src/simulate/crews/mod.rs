//! Plans in which people do nothing but their work, played without looking anybody up.
//!
//! Where whoever is called answers at once and stays, every step takes at most one person, nobody has two roles, and nothing
//! but work ever happens, who is free in a role is a few bits. What comes out is what the event loop comes to: the same
//! happenings in the same order, phase by phase of every second.

mod due;
mod plain;

use crate::program::{LastFailure, Program};
use crate::quantity::{Arena, MemberId, RoleId, Seconds, StepId};
use crate::simulate::Replication;
use crate::simulate::draws::{Asked, Draws};
use crate::simulate::history::{Cause, Item, Lack, Origin, PersonLack, Stretch, StretchKind};
use crate::simulate::outcome::{Completion, Mark, Order, Start, StepState};
use crate::simulate::waiting::ServiceKey;

use due::Dues;

/// A program that is played by crews, and the replication in play.
#[derive(Debug)]
pub struct Crews<'p> {
    program: &'p Program,
    is_explained: bool,
    now: Seconds,
    last_order: Order,
    steps: Arena<StepId, StepRun>,
    first: Arena<StepId, StepRun>,
    crews: Vec<Crew<'p>>,
    /// The ends of work to come, and those of delays and pauses.
    work_ends: Dues,
    timers: Dues,
    /// Steps of which all predecessors are done.
    to_release: Vec<StepId>,
    waiting: Vec<ServiceKey>,
    /// Whether somebody is free, or a step waits, that was not looked at.
    has_news: bool,
    /// How many holders have not been called.
    away: usize,
    labour_cost: f64,
    step_cost: f64,
}

/// Who holds a role.
#[derive(Debug)]
struct Crew<'p> {
    role: RoleId,
    holders: &'p [MemberId],
    /// A bit for each holder who is here and free.
    free: u64,
    /// How many holders have been called, the first of the list first; and how many of them are here.
    called: u32,
    here: u32,
    /// What a second of each holder's work costs.
    costs: Vec<f64>,
    /// What the first holder works on, or did last.
    work_of_first: StepId,
}

/// A step in play.
#[derive(Clone, Copy, Debug)]
struct StepRun {
    /// The place of its crew; `None`: nobody is needed.
    crew: Option<u32>,
    /// Predecessors that are not done.
    missing: u32,
    /// The predecessor that was done last.
    driver: Option<StepId>,
    attempt: u32,
    retries_left: u32,
    /// Of an attempt that succeeds.
    chance: f64,
    /// The place among the holders of whoever is at work.
    seat: u32,
    /// When it began to wait, or to work.
    since: Seconds,
    attempt_mark: usize,
    stretch_from: Seconds,
    stretch_kind: Option<StretchKind>,
}

impl<'p> Crews<'p> {
    /// Plays the replication to which the draws are turned. Whether it came to its end: a step that fails for good takes others
    /// with it, which is left to the event loop.
    pub(super) fn play(&mut self, draws: &mut Draws<'p>, kept: &mut Replication) -> bool {
        self.begin(kept);
        let mut next = Seconds::ZERO;
        while next <= self.program.horizon {
            self.now = next;
            let mut has_called = false;
            while has_called || next == self.now {
                if !self.end_work(draws, kept) {
                    return false;
                }
                if has_called {
                    self.answer();
                }
                self.end_timers(kept);
                self.release(kept);
                if std::mem::take(&mut self.has_news) {
                    self.dispatch(draws, kept);
                }
                has_called = self.away > 0 && self.make_calls();
                next = self.work_ends.next().min(self.timers.next());
            }
            if self.is_explained {
                self.note_waits(kept);
            }
        }
        self.end(kept);
        true
    }

    fn begin(&mut self, kept: &mut Replication) {
        self.now = Seconds::ZERO;
        self.last_order = Order(0);
        let steps = self.steps.iter_mut().into_slice();
        steps.copy_from_slice(self.first.iter().as_slice());
        self.away = 0;
        for crew in &mut self.crews {
            crew.free = 0;
            crew.called = 0;
            crew.here = 0;
            self.away += crew.holders.len();
        }
        self.work_ends.clear();
        self.timers.clear();
        self.waiting.clear();
        self.to_release.clear();
        let is_first = |step: &StepId| self.first[*step].missing == 0;
        self.to_release
            .extend(self.program.steps.ids().filter(is_first));
        self.labour_cost = 0.0;
        self.step_cost = 0.0;
        for step in kept.outcome.steps.iter_mut() {
            step.state = StepState::Pending;
            step.is_done_for_joins = false;
            step.ready = None;
            step.started = None;
            step.settled = None;
            step.label = None;
            step.attempts = 0;
            step.waited = Seconds::ZERO;
        }
        kept.outcome
            .members
            .iter_mut()
            .for_each(|busy| *busy = Seconds::ZERO);
    }

    /// Phase 1. Whether no step failed for good.
    fn end_work(&mut self, draws: &mut Draws<'p>, kept: &mut Replication) -> bool {
        while let Some(step) = self.work_ends.take(self.now) {
            self.let_go(step, kept);
            self.begin_stretch(step, None, kept);
            let code = &self.program.steps[step];
            let run = &mut self.steps[step];
            let chance = run.chance;
            // A uniform is neither 0 nor 1: what is certain is not drawn.
            if chance >= 1.0
                || (chance > 0.0 && draws.uniform(Asked::Success(step), run.attempt) < chance)
            {
                self.complete(step, kept);
                continue;
            }
            self.disown_work(step, kept);
            let run = &mut self.steps[step];
            if run.retries_left > 0 {
                run.retries_left -= 1;
                kept.outcome.steps[step].state = StepState::Pausing;
                self.begin_stretch(step, Some(StretchKind::Pause), kept);
                self.start_timer(step, code.pause);
                continue;
            }
            match code.last_failure {
                LastFailure::Continue => {
                    kept.outcome.steps[step].state = StepState::Failed;
                    self.settle(step, kept);
                }
                LastFailure::Halt | LastFailure::Fallback(_) => return false,
            }
        }
        true
    }

    fn let_go(&mut self, step: StepId, kept: &mut Replication) {
        let run = &self.steps[step];
        if let Some(crew) = run.crew {
            self.crews[crew as usize].free |= 1 << run.seat; // A place of a list.
            self.has_news = true;
            self.pay_labour(step, kept);
        }
    }

    fn pay_labour(&mut self, step: StepId, kept: &mut Replication) {
        let run = &self.steps[step];
        if let Some(crew) = run.crew {
            let crew = &self.crews[crew as usize]; // A place of a list.
            let seat = run.seat as usize; // A place of a list.
            let worked = self.now - run.since;
            kept.outcome.members[crew.holders[seat]] += worked;
            self.labour_cost += worked.as_f64() * crew.costs[seat];
        }
    }

    fn complete(&mut self, step: StepId, kept: &mut Replication) {
        let order = self.settle(step, kept);
        let mark = mark(kept, step);
        let outcome = &mut kept.outcome.steps[step];
        outcome.state = StepState::Done;
        outcome.completions.push(Completion {
            at: self.now,
            order,
            reopened: None,
            mark,
        });
    }

    /// The step is done for joins.
    fn settle(&mut self, step: StepId, kept: &mut Replication) -> Order {
        let outcome = &mut kept.outcome.steps[step];
        outcome.is_done_for_joins = true;
        outcome.settled = Some(self.now);
        for &successor in &self.program.steps[step].successors {
            let run = &mut self.steps[successor];
            run.missing -= 1;
            if run.missing == 0 {
                run.driver = Some(step);
                self.to_release.push(successor);
            }
        }
        self.next_order()
    }

    /// The work of a failed attempt was in vain.
    fn disown_work(&mut self, step: StepId, kept: &mut Replication) {
        for item in &mut kept.histories[step][self.steps[step].attempt_mark..] {
            match item {
                Item::Stretch(stretch) if stretch.kind == StretchKind::Work => {
                    stretch.kind = StretchKind::FailedWork;
                }
                Item::Stretch(_) | Item::Origin(_) => {}
            }
        }
    }

    /// Phase 2: whoever was called is here.
    fn answer(&mut self) {
        for crew in &mut self.crews {
            for place in crew.here..crew.called {
                crew.free |= 1 << place;
                self.has_news = true;
            }
            crew.here = crew.called;
        }
    }

    /// Phase 5.
    fn end_timers(&mut self, kept: &mut Replication) {
        while let Some(step) = self.timers.take(self.now) {
            self.make_ready(step, kept);
        }
    }

    fn start_timer(&mut self, step: StepId, after: Seconds) {
        let until = self.now + after;
        if until <= self.program.horizon {
            self.timers.push(until, step);
        }
    }

    fn make_ready(&mut self, step: StepId, kept: &mut Replication) {
        self.begin_stretch(step, None, kept);
        let code = &self.program.steps[step];
        let run = &mut self.steps[step];
        run.attempt += 1;
        run.attempt_mark = kept.histories[step].len();
        run.since = self.now;
        let outcome = &mut kept.outcome.steps[step];
        outcome.ready.get_or_insert(self.now);
        outcome.state = StepState::Waiting;
        let key = ServiceKey::of(code, self.now, step);
        let place = self.waiting.partition_point(|other| *other < key);
        self.waiting.insert(place, key);
        self.has_news = true;
    }

    /// Phase 6, by id: what is released settles nothing.
    fn release(&mut self, kept: &mut Replication) {
        let mut to_release = std::mem::take(&mut self.to_release);
        to_release.sort_unstable();
        for step in to_release.drain(..) {
            let order = self.next_order();
            if self.is_explained {
                let cause = match self.steps[step].driver {
                    Some(driver) => Cause::Predecessor(driver, mark(kept, driver)),
                    None => Cause::Onset,
                };
                let at = self.now;
                kept.histories[step].push(Item::Origin(Origin { at, order, cause }));
            }
            let delay = self.program.steps[step].delay;
            if delay > Seconds::ZERO {
                kept.outcome.steps[step].state = StepState::Delayed;
                self.begin_stretch(step, Some(StretchKind::Delay), kept);
                self.start_timer(step, delay);
            } else {
                self.make_ready(step, kept);
            }
        }
        self.to_release = to_release;
    }

    /// Phase 7: in the order of service, whoever waits and finds somebody starts.
    fn dispatch(&mut self, draws: &mut Draws<'p>, kept: &mut Replication) {
        let mut left = 0;
        for place in 0..self.waiting.len() {
            let key = self.waiting[place];
            if !self.start_if_staffed(key.step(), draws, kept) {
                self.waiting[left] = key;
                left += 1;
            }
        }
        self.waiting.truncate(left);
    }

    fn start_if_staffed(
        &mut self,
        step: StepId,
        draws: &mut Draws<'p>,
        kept: &mut Replication,
    ) -> bool {
        let now = self.now;
        let run = &mut self.steps[step];
        if let Some(crew) = run.crew {
            let crew = &mut self.crews[crew as usize]; // A place of a list.
            if crew.free == 0 {
                return false;
            }
            run.seat = crew.free.trailing_zeros();
            crew.free &= crew.free - 1;
            if run.seat == 0 {
                crew.work_of_first = step;
            }
        }
        let waited = now - run.since;
        run.since = now;
        let code = &self.program.steps[step];
        let work = draws.work(step, code, run.attempt).max(0.0);
        self.step_cost += code.cost;
        self.begin_stretch(step, Some(StretchKind::Work), kept);
        let until = now + Seconds::rounded(work);
        // What ends after the horizon has no end.
        if until <= self.program.horizon {
            self.work_ends.push(until, step);
        }
        let order = self.next_order();
        let mark = mark(kept, step);
        let outcome = &mut kept.outcome.steps[step];
        outcome.state = StepState::Working;
        outcome.waited += waited;
        outcome.attempts += 1;
        let at = now;
        outcome.started.get_or_insert(Start { at, order, mark });
        true
    }

    /// Phase 8: every step that found nobody calls the next holder who is away. Whether anybody was called.
    fn make_calls(&mut self) -> bool {
        let mut has_called = false;
        for place in 0..self.waiting.len() {
            if let Some(crew) = self.steps[self.waiting[place].step()].crew {
                let crew = &mut self.crews[crew as usize]; // A place of a list.
                if (crew.called as usize) < crew.holders.len() {
                    crew.called += 1;
                    self.away -= 1;
                    has_called = true;
                }
            }
        }
        has_called
    }

    /// Who waits when all that falls on a second is over waits for the first holder.
    fn note_waits(&mut self, kept: &mut Replication) {
        for place in 0..self.waiting.len() {
            let step = self.waiting[place].step();
            if let Some(crew) = self.steps[step].crew {
                let crew = &self.crews[crew as usize]; // A place of a list.
                let lack = Lack::Person {
                    role: crew.role,
                    person: self.program.members[crew.holders[0]].person,
                    why: PersonLack::Working(crew.work_of_first),
                };
                let kind = Some(StretchKind::Waiting(lack));
                if self.steps[step].stretch_kind != kind {
                    self.begin_stretch(step, kind, kept);
                }
            }
        }
    }

    /// Closes the books at the horizon.
    fn end(&mut self, kept: &mut Replication) {
        self.now = self.program.horizon;
        for step in self.program.steps.ids() {
            match kept.outcome.steps[step].state {
                StepState::Working => self.pay_labour(step, kept),
                StepState::Waiting => {
                    kept.outcome.steps[step].waited += self.now - self.steps[step].since;
                }
                StepState::Dormant
                | StepState::Pending
                | StepState::Delayed
                | StepState::Pausing
                | StepState::Done
                | StepState::Skipped
                | StepState::Failed
                | StepState::Blocked => {}
            }
            self.begin_stretch(step, None, kept);
        }
        kept.outcome.labour_cost = self.labour_cost;
        kept.outcome.step_cost = self.step_cost;
    }

    fn next_order(&mut self) -> Order {
        self.last_order = Order(self.last_order.0 + 1);
        self.last_order
    }

    /// From now on the step's time is spent on `kind`.
    #[inline]
    fn begin_stretch(&mut self, step: StepId, kind: Option<StretchKind>, kept: &mut Replication) {
        if !self.is_explained {
            return;
        }
        let run = &mut self.steps[step];
        if let Some(kind) = run.stretch_kind
            && run.stretch_from < self.now
        {
            kept.histories[step].push(Item::Stretch(Stretch {
                from: run.stretch_from,
                to: self.now,
                kind,
            }));
        }
        run.stretch_from = self.now;
        run.stretch_kind = kind;
    }
}

fn mark(kept: &Replication, step: StepId) -> Mark {
    let items = kept.histories[step].len();
    Mark(u32::try_from(items).expect("a history has fewer than 2^32 items"))
}
