//! Attempts: ready, waiting, at work, interrupted, done.

use crate::program::SuccessCode;
use crate::quantity::{Index, LabelId, Seconds, StepId};
use crate::simulate::draws::Asked;
use crate::simulate::history::StretchKind;
use crate::simulate::log::{Happening, InterruptReason, Source};
use crate::simulate::outcome::{Completion, Start, StepState};
use crate::simulate::queue::{Timer, WorkEnd};
use crate::simulate::state::{Fate, Work};
use crate::simulate::waiting::Waiting;
use crate::simulate::world::World;

impl World<'_> {
    pub(super) fn start_timer(&mut self, step: StepId, after: Seconds) {
        self.steps[step].version += 1;
        let version = self.steps[step].version;
        self.queue
            .push_timer(self.now + after, Timer::Ready { step, version });
    }

    /// The next attempt may start as soon as it can.
    #[inline(always)] // Called for every step, and a call would cost as much as what it does.
    pub(super) fn make_ready(&mut self, step: StepId) {
        let now = self.now;
        self.begin_stretch(step, None);
        let mark = self.kept.histories[step].len();
        let run = &mut self.steps[step];
        run.attempt += 1;
        run.attempt_of_round += 1;
        run.has_attempt_started = false;
        run.remainder = None;
        run.ready_at = now;
        run.ready_first.get_or_insert(now);
        run.attempt_mark = mark;
        run.version += 1;
        let (version, attempt) = (run.version, run.attempt_of_round);
        self.wait(step);
        self.tell(|_| Happening::Ready(step, attempt));
        if let Some(limit) = self.program.steps[step].waits_at_most {
            self.queue
                .push_timer(now + limit, Timer::GiveUp { step, version });
        }
    }

    #[inline(always)] // Called for every step, and a call would cost as much as what it does.
    fn wait(&mut self, step: StepId) {
        let run = &mut self.steps[step];
        run.state = StepState::Waiting;
        run.waiting_since = self.now;
        run.awaited = None;
        let key = self.service_key(step);
        let code = &self.program.steps[step];
        let staffing = &self.program.staffings[code.staffing];
        self.waiting.insert(Waiting {
            key,
            staffing: code.staffing,
            staffing_bit: staffing.bit,
            owner: code.needs.first().copied(),
            uses_units: !code.uses.is_empty(),
            is_looked_at: false,
            is_called_for: false,
        });
        self.news.is_any = true;
    }

    #[inline(always)] // Called for every step, and a call would cost as much as what it does.
    pub(super) fn leave_waiting(&mut self, step: StepId) {
        self.waiting.remove(step);
        self.news.is_any = true;
        for place in 0..self.claims[step].len() {
            self.note_change_of(self.claims[step][place]);
        }
        self.claims[step].clear();
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
            None => {
                let attempt = self.steps[step].attempt;
                self.draws.work(step, code, attempt).max(0.0)
            }
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
        self.tell(|world| Happening::Started {
            step,
            attempt: world.steps[step].attempt_of_round,
            members: world.seats[step].clone(),
            is_deputy,
            resumes,
            until,
        });
    }

    /// Work in hand stops; its remainder waits again, since its old ready time.
    pub(super) fn interrupt(&mut self, step: StepId, reason: InterruptReason) {
        let now = self.now;
        self.tell(|_| Happening::Interrupted(step, reason));
        let work = self.steps[step].work;
        let worked = (now - work.since).as_f64() / work.factor;
        self.steps[step].remainder = Some((work.amount - worked).max(0.0));
        self.steps[step].version += 1;
        self.let_go(step);
        self.begin_stretch(step, None);
        self.wait(step);
    }

    /// The end of an attempt's work: success or failure.
    pub(super) fn end_work(&mut self, step: StepId) {
        self.steps[step].is_ending = false;
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
            self.happens(chance, Asked::Success(step), self.steps[step].attempt)
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
            None => {
                let u = self.draws.uniform(Asked::Label(step), completion);
                Some(draw_label(u, &code.labels))
            }
        };
        self.steps[step].label = label;
        self.tell(|_| Happening::Done(step, label));
        self.note_completion(step);
        self.apply_effects(Source::Step(step), completion);
        self.replace_those_it_stands_for(step);
    }

    /// A step is done, by itself or through its fallback.
    pub(super) fn note_completion(&mut self, step: StepId) {
        self.set_fate(step, Fate::Done);
        let settled = self.steps[step].settled.expect("a done step has settled");
        let completions = &mut self.kept.outcome.steps[step].completions;
        let is_first = completions.is_empty();
        completions.push(Completion {
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
}

fn draw_label(u: f64, cumulated: &[f64]) -> LabelId {
    // Chances sum to 1 up to rounding: the last label takes what is left.
    let place = cumulated.iter().position(|sum| u < *sum);
    LabelId::new(place.unwrap_or(cumulated.len() - 1))
}
