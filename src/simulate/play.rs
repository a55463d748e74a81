//! One replication from onset to the horizon: seconds, rounds, phases.

use crate::program::{PatternCode, Program, TriggerCode};
use crate::quantity::{ImpactId, Index, InjectId, MemberId, Seconds};
use crate::random::Luck;
use crate::simulate::draws::{Asked, Draws};
use crate::simulate::lanes::Lanes;
use crate::simulate::log::{Happening, Source};
use crate::simulate::network::Network;
use crate::simulate::news::News;
use crate::simulate::outcome::{Firing, StepState};
use crate::simulate::queue::{Return, Timer, Turn};
use crate::simulate::state::Fate;
use crate::simulate::world::World;
use crate::simulate::{Columns, Detail, Replication};

/// Plays one replication. It can be played alone, and is the same whatever else is played.
pub fn play(program: &Program, luck: &Luck, replication: u64, detail: Detail) -> Replication {
    let mut world = World::new(program, Draws::of_one(program, luck), detail);
    world.play(replication);
    world.kept
}

/// Plays replications of one program, one after another; its memory is taken once.
#[derive(Debug)]
pub struct Player<'p> {
    world: World<'p>,
    network: Option<Network<'p>>,
    lanes: Option<Lanes<'p>>,
}

impl<'p> Player<'p> {
    /// Nothing is played yet.
    pub fn new(program: &'p Program, luck: &'p Luck, detail: Detail) -> Self {
        // Only the event loop writes logs.
        let is_explained = match detail {
            Detail::Outcome => Some(false),
            Detail::Explained => Some(true),
            Detail::Logged => None,
        };
        Self {
            world: World::new(program, Draws::of_many(program, luck), detail),
            network: Network::of(program, luck),
            lanes: is_explained.and_then(|is_explained| Lanes::of(program, is_explained)),
        }
    }

    /// Plays a replication, the same as [`play`] does. Neighbours share the work of drawing.
    pub fn play(&mut self, replication: u64) -> &Replication {
        self.world.play(replication);
        &self.world.kept
    }

    /// Plays so many replications from `first` at once, where the program is one of those in which nothing but work happens.
    pub fn play_columns(&mut self, first: u64, count: usize) -> Option<&Columns> {
        match (&mut self.network, &mut self.lanes) {
            (Some(network), _) => network.play(first, count),
            (None, Some(lanes)) => lanes.play(&mut self.world.draws, first, count),
            (None, None) => None,
        }
    }

    /// Whether histories are kept.
    pub fn is_explained(&self) -> bool {
        self.world.is_explained()
    }
}

impl<'p> World<'p> {
    fn play(&mut self, replication: u64) {
        self.turn_to(replication);
        self.begin_shifts();
        self.begin();
        // Onset itself is played even if nothing is due.
        self.has_fallen = true;
        let mut second = Seconds::ZERO;
        while second <= self.program.horizon {
            assert!(self.now <= second, "time does not run backwards");
            self.now = second;
            self.pass_shift_changes();
            self.play_second();
            second = self.next_second();
        }
        self.now = self.program.horizon;
        self.end(replication);
    }

    /// The next second at which anything may be decided. Shifts and what befalls people decide nothing for now where no step waits
    /// for them.
    fn next_second(&mut self) -> Seconds {
        let mut next = self.queue.next_but_turns();
        if next <= self.next_change_at.min(self.queue.next()) {
            return next;
        }
        let awaited = self.waiting.staffings;
        if self.next_change_at < next {
            next = self.next_shift_change(awaited, next);
        }
        // Once nothing else can happen and nobody waits, what befalls people is seen by nobody but a reader of the log.
        if next > self.program.horizon
            && self.waiting.list.is_empty()
            && self.detail < Detail::Logged
        {
            return next;
        }
        // The last calls may have left something to look at again, whatever comes next.
        let are_calls_settled = !self.waiting.are_to_be_looked_at(self.news);
        while let Some((at, turn)) = self.queue.turn_before(next) {
            let is_passed_over = are_calls_settled && self.bits_of(turn) & awaited == 0;
            if !is_passed_over || at > self.program.horizon {
                return at;
            }
            self.queue.take_turn();
            self.now = at;
            self.befall(turn);
        }
        next
    }

    /// Chance at onset: flags, barriers, injects' times; and what stands from the beginning.
    fn begin(&mut self) {
        for flag in self.program.flags.ids() {
            let code = &self.program.flags[flag];
            if self.happens(code.chance, Asked::Flag(flag), 1) {
                self.set_flag(flag, Source::Onset);
            }
        }
        for impact in self.program.impacts.ids() {
            self.change_motion(impact);
        }
        for inject in self.program.injects.ids() {
            self.schedule_inject(inject);
        }
        for barrier in self.program.barriers.ids() {
            let code = &self.program.barriers[barrier];
            if code.averts {
                continue;
            }
            let holds = self.happens(code.holds, Asked::Barrier(barrier), 1);
            self.tell(|_| Happening::Barrier { barrier, holds });
            if holds {
                self.apply_effects(Source::Barrier(barrier), 1);
            }
        }
    }

    fn schedule_inject(&mut self, inject: InjectId) {
        let code = &self.program.injects[inject];
        if !self.happens(code.chance, Asked::Fires(inject), 1) {
            self.injects[inject].is_settled = true;
            return;
        }
        match code.trigger {
            TriggerCode::At(at) | TriggerCode::Overdue(_, at) => {
                self.queue.push_inject(at, inject);
            }
            TriggerCode::Between(from, to) => {
                let u = self.draws.uniform(Asked::Time(inject), 1);
                let at = Seconds::rounded(from.as_f64() + u * (to - from).as_f64());
                self.queue.push_inject(at, inject);
            }
            TriggerCode::Started(_)
            | TriggerCode::Finished(_)
            | TriggerCode::Above(_)
            | TriggerCode::Never => {}
        }
    }

    /// Rounds of phases until nothing falls on this second any more. Phases are not inlined: one frame for all of them would be set
    /// up every second, and most seconds need only a few.
    fn play_second(&mut self) {
        loop {
            let now = self.now;
            if self.queue.has_work_ends(now) {
                self.finish_work();
            }
            if self.queue.has_returns(now) || !self.shift_changes.is_empty() {
                self.take_returns();
            }
            if self.queue.has_injects(now) {
                self.fire_injects();
            }
            if self.queue.has_thresholds(now) {
                self.fire_thresholds();
            }
            if self.queue.has_timers(now) {
                self.end_timers();
            }
            if !self.to_release.is_empty() {
                self.release_steps();
            }
            if self.news.is_any && self.has_fallen {
                if self.waiting.are_to_be_looked_at(self.news) {
                    self.dispatch();
                    self.make_calls();
                } else {
                    self.news = News::default();
                }
            }
            if self.queue.next() > self.now {
                break;
            }
        }
        self.has_fallen = false;
        if self.is_explained() && self.news_of_second.is_any {
            self.note_waits();
        }
    }

    /// Phase 1.
    #[inline(never)]
    fn finish_work(&mut self) {
        let first = self.queue.take_work_end();
        if !self.queue.has_work_ends(self.now) {
            if self.steps[first.step].version == first.version {
                self.has_fallen = true;
                self.end_work(first.step);
            }
            return;
        }
        let mut ends = std::mem::take(&mut self.scratch.work_ends);
        self.queue.take_work_ends(self.now, &mut ends);
        ends.insert(0, first);
        ends.retain(|end| self.steps[end.step].version == end.version);
        for end in &ends {
            self.has_fallen = true;
            self.steps[end.step].is_ending = true;
        }
        for end in &ends {
            self.end_work(end.step);
        }
        self.scratch.work_ends = ends;
    }

    /// Phase 2.
    #[inline(never)]
    fn take_returns(&mut self) {
        self.has_fallen = true;
        if self.shift_changes.is_empty() && !self.queue.has_other_returns(self.now) {
            self.take_turns();
            return;
        }
        let mut returns = std::mem::take(&mut self.scratch.returns);
        self.queue.take_returns(self.now, &mut returns);
        if !self.shift_changes.is_empty() {
            let changes = self.shift_changes.drain(..).map(Return::ShiftChange);
            returns.extend(changes);
            returns.sort_unstable();
        }
        for event in &returns {
            match *event {
                Return::Early(turn) | Return::Late(turn) => self.befall(turn),
                Return::Units { resource, change } => self.return_units(resource, change),
                Return::ShiftChange(calendar) => self.change_shift(calendar),
                Return::EffectEnd {
                    source,
                    number,
                    serial,
                } => self.end_effect(source, number, serial),
            }
        }
        self.scratch.returns = returns;
    }

    /// The same where nothing but what befalls people is due, which is kept in that order.
    fn take_turns(&mut self) {
        let first = self.queue.take_turn();
        if !self.queue.has_returns(self.now) {
            self.befall(first);
            return;
        }
        let mut turns = std::mem::take(&mut self.scratch.turns);
        self.queue.take_turns(self.now, &mut turns);
        self.befall(first);
        for turn in &turns {
            self.befall(*turn);
        }
        self.scratch.turns = turns;
    }

    /// The bits of the staffings in which whom it befalls may take a seat.
    fn bits_of(&self, turn: Turn) -> u64 {
        let person = match turn {
            Turn::Answer { person, .. } | Turn::Escalation { person, .. } => person,
            Turn::AbsenceEnd(person) | Turn::StayEnd(person) | Turn::RestEnd(person) => person,
        };
        // All members of a person have the same roles.
        let first = MemberId::new(self.program.people[person].members.start);
        self.program.bits_of[first]
    }

    fn befall(&mut self, turn: Turn) {
        match turn {
            Turn::Answer { person, call } => self.answer(person, call),
            Turn::AbsenceEnd(person) => self.end_absences(person),
            Turn::Escalation { person, call } => self.escalate(person, call),
            Turn::StayEnd(person) => self.end_stays(person),
            Turn::RestEnd(person) => self.end_rests(person),
        }
    }

    /// Phase 3.
    #[inline(never)]
    fn fire_injects(&mut self) {
        self.has_fallen = true;
        let mut due = std::mem::take(&mut self.scratch.injects);
        self.queue.take_injects(self.now, &mut due);
        due.dedup();
        for &inject in &due {
            let is_due = match self.program.injects[inject].trigger {
                TriggerCode::Overdue(step, _) => match self.steps[step].fate {
                    Fate::Open | Fate::Lost => true,
                    Fate::Done | Fate::Out => false,
                },
                TriggerCode::At(_)
                | TriggerCode::Between(_, _)
                | TriggerCode::Started(_)
                | TriggerCode::Finished(_)
                | TriggerCode::Above(_)
                | TriggerCode::Never => true,
            };
            if is_due {
                self.fire(inject);
            }
        }
        self.scratch.injects = due;
    }

    /// Phase 4.
    #[inline(never)]
    fn fire_thresholds(&mut self) {
        let mut due = std::mem::take(&mut self.scratch.impacts);
        self.queue.take_thresholds(self.now, &mut due);
        due.dedup();
        let mut exceeded: Vec<(InjectId, ImpactId, f64)> = Vec::new();
        for &impact in &due {
            for &(inject, threshold) in &self.program.impacts[impact].thresholds {
                if !self.injects[inject].is_settled
                    && self.impacts[impact].level.exceeds(self.now, threshold)
                {
                    exceeded.push((inject, impact, threshold));
                }
            }
        }
        exceeded.sort_unstable_by_key(|(inject, _, _)| *inject);
        for (inject, impact, level) in exceeded {
            self.has_fallen = true;
            self.tell(|_| Happening::Exceeded { impact, level });
            self.fire(inject);
        }
        self.scratch.impacts = due;
    }

    fn fire(&mut self, inject: InjectId) {
        if self.injects[inject].is_settled {
            return;
        }
        self.injects[inject].is_settled = true;
        let guard = &self.program.injects[inject].guard;
        if guard.as_ref().is_some_and(|guard| !self.guard_holds(guard)) {
            self.tell(|_| Happening::InjectWithheld(inject));
            return;
        }
        self.tell(|_| Happening::InjectFired(inject));
        self.apply_effects(Source::Inject(inject), 1);
        let order = self.next_order();
        self.injects[inject].fired = Some(Firing {
            at: self.now,
            order,
        });
    }

    /// Phase 5.
    #[inline(never)]
    fn end_timers(&mut self) {
        let mut timers = std::mem::take(&mut self.scratch.timers);
        self.queue.take_timers(self.now, &mut timers);
        for timer in &timers {
            match *timer {
                Timer::Ready { step, version } => {
                    if self.steps[step].version == version {
                        self.has_fallen = true;
                        self.make_ready(step);
                    }
                }
                Timer::GiveUp { step, version } => {
                    let run = &self.steps[step];
                    if run.version == version && run.state == StepState::Waiting {
                        self.has_fallen = true;
                        self.give_up_waiting(step);
                    }
                }
            }
        }
        self.scratch.timers = timers;
    }

    /// The shift of whoever has no calendar never changes.
    pub(super) fn is_on_shift(&self, pattern: PatternCode) -> bool {
        match pattern {
            PatternCode::Calendar(calendar) => self.is_on_shift[calendar],
            PatternCode::Always | PatternCode::Never => true,
        }
    }

    /// Closes the books at the horizon.
    fn end(&mut self, replication: u64) {
        for step in self.program.steps.ids() {
            if self.steps[step].state == StepState::Working {
                for place in 0..self.seats[step].len() {
                    self.pay(self.seats[step][place]);
                }
                self.seats[step].clear();
            }
            if self.steps[step].state == StepState::Waiting {
                let since = self.steps[step].waiting_since;
                self.steps[step].waited += self.now - since;
            }
            self.begin_stretch(step, None);
        }
        let outcome = &mut self.kept.outcome;
        outcome.replication = replication;
        outcome.onset = self.onset;
        outcome.step_cost = self.step_cost;
        for (result, run) in outcome.steps.iter_mut().zip(self.steps.iter()) {
            result.state = run.state;
            result.is_done_for_joins = run.fate == Fate::Done;
            result.ready = run.ready_first;
            result.started = run.started;
            result.settled = run.settled.map(|settled| settled.at);
            result.label = run.label;
            result.attempts = run.attempts_made;
            result.waited = run.waited;
        }
        for (result, run) in outcome.impacts.iter_mut().zip(self.impacts.iter_mut()) {
            run.level.advance(self.now);
            run.level.write_measured(result);
        }
        for (result, run) in outcome.injects.iter_mut().zip(self.injects.iter()) {
            *result = run.fired;
        }
        for (result, run) in outcome.flags.iter_mut().zip(self.flags.iter()) {
            *result = !run.set_by.is_empty();
        }
        for (result, run) in outcome.members.iter_mut().zip(self.members.iter()) {
            *result = run.busy;
        }
        outcome.labour_cost = self.program.labour_cost(&outcome.members);
        for (result, run) in outcome.resources.iter_mut().zip(self.resources.iter_mut()) {
            run.note_use(self.now);
            *result = run.busy;
        }
    }
}
