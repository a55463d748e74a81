//! What goes wrong with steps, and what is undone: failed attempts, fallbacks, reopening.

use crate::program::LastFailure;
use crate::quantity::StepId;
use crate::simulate::history::{Cause, Item, Origin, StretchKind};
use crate::simulate::log::{AfterFailure, Happening, Source};
use crate::simulate::outcome::{Order, StepState};
use crate::simulate::state::Fate;
use crate::simulate::world::World;

impl World<'_> {
    pub(super) fn replace_those_it_stands_for(&mut self, step: StepId) {
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
        self.write_origin_by(failed, |world| {
            Cause::ReplacedBy(fallback, world.mark(fallback))
        });
        self.finish_replacing(failed, fallback);
    }

    fn finish_replacing(&mut self, failed: StepId, fallback: StepId) {
        self.steps[failed].state = StepState::Done;
        self.tell(|_| Happening::Replaced(failed, fallback));
        self.note_completion(failed);
        self.replace_those_it_stands_for(failed);
    }

    /// A fallback that ended otherwise than done takes with it whatever waits for it.
    pub(super) fn lose_fallback(&mut self, step: StepId) {
        for &failed in &self.program.steps[step].fallback_for {
            if self.awaits_fallback(failed) {
                self.tell(|_| Happening::FallbackLost(failed, step));
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

    pub(super) fn fail_attempt(&mut self, step: StepId, gave_up_waiting: bool) {
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
        self.tell(|_| Happening::Failed {
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
        // Empty unless histories are kept.
        for item in &mut self.kept.histories[step][self.steps[step].attempt_mark..] {
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
                self.tell(|_| Happening::FallbackLost(step, fallback));
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
        self.tell(|_| Happening::Reopened(step, source));
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
        if let Some(completion) = self.kept.outcome.steps[step].completions.last_mut() {
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
