//! Plans in which people do nothing but their work, played without looking anybody up.
//!
//! Where whoever is called answers at once and stays, every step takes at most one person, nobody has two roles, and nothing
//! but work ever happens, who is free in a role is a few bits. What comes out is what the event loop comes to: the same
//! happenings in the same order, phase by phase of every second.

mod compile;
mod due;

use std::hint::select_unpredictable;

use crate::program::{LastFailure, Program};
use crate::quantity::{Arena, MemberId, RoleId, Seconds, StepId};
use crate::simulate::Replication;
use crate::simulate::draws::{Asked, Draws};
use crate::simulate::history::{Cause, Item, Lack, Origin, PersonLack, Stretch, StretchKind};
use crate::simulate::outcome::{Completion, Mark, Order, Start, StepState};
use crate::simulate::service::ServiceKey;

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
    /// Steps of which all predecessors are done: the first so many of a list that has room for all.
    to_release: Vec<StepId>,
    to_release_count: usize,
    /// A bit for each crew of which somebody is free while a step waits.
    to_dispatch: u64,
    /// How many holders have not been called.
    away: usize,
    step_cost: f64,
}

/// Who holds a role, and who waits for them; or nobody, and the steps that need nobody.
#[derive(Debug)]
struct Crew<'p> {
    /// `None`: whoever waits here starts.
    role: Option<RoleId>,
    holders: &'p [MemberId],
    /// Its steps that wait, those served first last.
    waiting: Vec<ServiceKey>,
    /// A bit for each holder who is here and free; always some where nobody is needed.
    free: u64,
    /// How many holders have been called, the first of the list first; and how many of them are here.
    called: u32,
    here: u32,
    /// What the first holder works on, or did last.
    work_of_first: StepId,
}

/// A step in play.
#[derive(Clone, Copy, Debug)]
struct StepRun {
    /// The place of its crew.
    crew: u32,
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
                self.dispatch(draws, kept);
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
            crew.waiting.clear();
            crew.free = if crew.role.is_some() { 0 } else { 1 };
            crew.called = 0;
            crew.here = 0;
            self.away += crew.holders.len();
        }
        self.work_ends.clear();
        self.timers.clear();
        self.to_dispatch = 0;
        self.to_release_count = 0;
        for step in self.program.steps.ids() {
            self.release_if(step, self.first[step].missing == 0);
        }
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
        let place = run.crew as usize; // A place of a list.
        let crew = &mut self.crews[place];
        crew.free |= 1 << run.seat;
        self.to_dispatch |= u64::from(!crew.waiting.is_empty()) << place;
        self.pay_labour(step, kept);
    }

    fn pay_labour(&mut self, step: StepId, kept: &mut Replication) {
        let run = &self.steps[step];
        let crew = &self.crews[run.crew as usize]; // A place of a list.
        let seat = run.seat as usize; // A place of a list.
        if let Some(&member) = crew.holders.get(seat) {
            let worked = self.now - run.since;
            kept.outcome.members[member] += worked;
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
            // The last to say so is the one that was done last.
            run.driver = Some(step);
            let is_last = run.missing == 0;
            self.release_if(successor, is_last);
        }
        self.next_order()
    }

    /// Without a branch, which nobody could foresee.
    #[inline]
    fn release_if(&mut self, step: StepId, is_due: bool) {
        self.to_release[self.to_release_count] = step;
        self.to_release_count += usize::from(is_due);
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
        for (place, crew) in self.crews.iter_mut().enumerate() {
            for holder in crew.here..crew.called {
                crew.free |= 1 << holder;
            }
            crew.here = crew.called;
            self.to_dispatch |= u64::from(crew.free != 0 && !crew.waiting.is_empty()) << place;
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
        let place = run.crew as usize; // A place of a list.
        let crew = &mut self.crews[place];
        let after = crew.waiting.iter().rev().take_while(|other| **other < key);
        let after = after.count();
        crew.waiting.insert(crew.waiting.len() - after, key);
        self.to_dispatch |= u64::from(crew.free != 0) << place;
    }

    /// Phase 6, by id: what is released settles nothing.
    fn release(&mut self, kept: &mut Replication) {
        let count = std::mem::take(&mut self.to_release_count);
        self.to_release[..count].sort_unstable();
        for place in 0..count {
            let step = self.to_release[place];
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
    }

    /// Phase 7: in the order of service, whoever waits and finds somebody starts.
    fn dispatch(&mut self, draws: &mut Draws<'p>, kept: &mut Replication) {
        while self.to_dispatch != 0 {
            let mut place = self.to_dispatch.trailing_zeros() as usize; // Below 64.
            let mut others = self.to_dispatch & (self.to_dispatch - 1);
            // Seldom do several crews have somebody to start in one second.
            while others != 0 {
                let other = others.trailing_zeros() as usize; // As above.
                others &= others - 1;
                let is_first = self.crews[other].waiting.last() < self.crews[place].waiting.last();
                place = if is_first { other } else { place };
            }
            self.start_first_of(place, draws, kept);
        }
    }

    fn start_first_of(&mut self, place: usize, draws: &mut Draws<'p>, kept: &mut Replication) {
        let now = self.now;
        let crew = &mut self.crews[place];
        let Some(step) = crew.waiting.pop().map(ServiceKey::step) else {
            unreachable!("a step waits");
        };
        let run = &mut self.steps[step];
        if crew.role.is_some() {
            run.seat = crew.free.trailing_zeros();
            crew.free &= crew.free - 1;
            let is_first = run.seat == 0;
            crew.work_of_first = select_unpredictable(is_first, step, crew.work_of_first);
        }
        let is_over = (crew.free == 0) | crew.waiting.is_empty();
        self.to_dispatch &= !(u64::from(is_over) << place);
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
    }

    /// Phase 8: every step that found nobody calls the next holder who is away. Whether anybody was called.
    fn make_calls(&mut self) -> bool {
        let before = self.away;
        for crew in &mut self.crews {
            let away = crew.holders.len() - crew.called as usize; // Places of a list.
            let called = away.min(crew.waiting.len());
            crew.called += called as u32; // As above.
            self.away -= called;
        }
        self.away < before
    }

    /// Who waits when all that falls on a second is over waits for the first holder.
    fn note_waits(&mut self, kept: &mut Replication) {
        for place in 0..self.crews.len() {
            let crew = &self.crews[place];
            let (Some(role), Some(first)) = (crew.role, crew.holders.first()) else {
                continue;
            };
            let kind = Some(StretchKind::Waiting(Lack::Person {
                role,
                person: self.program.members[*first].person,
                why: PersonLack::Working(crew.work_of_first),
            }));
            for waiting in 0..crew.waiting.len() {
                let step = self.crews[place].waiting[waiting].step();
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
        kept.outcome.labour_cost = self.program.labour_cost(&kept.outcome.members);
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
