//! What effects do to the world, and how those that last come to an end.

use crate::program::{EffectCode, StepsCode};
use crate::quantity::{FlagId, ImpactId, InjectId, Seconds, StepId};
use crate::simulate::Detail;
use crate::simulate::course::Motion;
use crate::simulate::history::Cause;
use crate::simulate::log::{Happening, Source};
use crate::simulate::queue::Return;
use crate::simulate::state::{Draining, Holding, SlowAnswer, Slowing};
use crate::simulate::world::World;

impl<'p> World<'p> {
    /// Applies all effects of a source, in file order; `occasion` numbers a step's completions.
    pub(super) fn apply_effects(&mut self, source: Source, occasion: u32) {
        for (number, effect) in self.effects_of(source).iter().enumerate() {
            self.apply(source, number, effect, occasion);
        }
    }

    fn effects_of(&self, source: Source) -> &'p [EffectCode] {
        match source {
            Source::Onset => &[],
            Source::Barrier(barrier) => &self.program.barriers[barrier].effects,
            Source::Step(step) => &self.program.steps[step].effects,
            Source::Inject(inject) => &self.program.injects[inject].effects,
        }
    }

    fn apply(&mut self, source: Source, number: usize, effect: &'p EffectCode, occasion: u32) {
        let mut drawn = None;
        let mut changed = None;
        match effect {
            EffectCode::Stop(impact) => {
                self.impacts[*impact].stops.push(source);
                changed = Some(*impact);
            }
            EffectCode::Scale(impact, factor) => {
                self.impacts[*impact].scales.push((source, *factor));
                changed = Some(*impact);
            }
            EffectCode::Add(impact, amount, question) => {
                let place = u32::try_from(number + 1).expect("a list has fewer than 2^32 effects");
                let amount = amount.at(self.draws.rare(question.nth_of(place, occasion)));
                self.impacts[*impact].level.add(self.now, amount);
                drawn = Some(amount);
                changed = Some(*impact);
            }
            EffectCode::Drain {
                impact,
                per_second,
                duration,
            } => {
                let serial = self.lasts(source, number, *duration);
                self.impacts[*impact].drains.push(Draining {
                    source,
                    serial,
                    per_second: *per_second,
                });
                changed = Some(*impact);
            }
            EffectCode::Slow {
                factor, duration, ..
            } => {
                let serial = self.lasts(source, number, *duration);
                self.slowings.push(Slowing {
                    serial,
                    effect,
                    factor: *factor,
                });
            }
            EffectCode::SlowAnswers { factor, duration } => {
                let serial = self.lasts(source, number, *duration);
                self.slow_answers.push(SlowAnswer {
                    serial,
                    factor: *factor,
                });
            }
            EffectCode::Hold { duration, .. } => {
                let serial = self.lasts(source, number, *duration);
                self.holds.push(Holding { serial, effect });
                self.news.note_everybody();
            }
            EffectCode::Fail(step, times) => {
                let forced = &mut self.steps[*step].forced_failures;
                *forced = forced.saturating_add(*times);
            }
            EffectCode::Set(_)
            | EffectCode::Require(_)
            | EffectCode::Reopen(_)
            | EffectCode::Absent { .. }
            | EffectCode::Arrive { .. }
            | EffectCode::Units { .. } => {}
        }
        if let Some(impact) = changed {
            self.change_motion(impact);
        }
        self.tell(|world| Happening::Effect {
            source,
            number,
            amount: drawn,
            level: changed.map(|impact| world.impacts[impact].level.course().level_at(world.now)),
        });
        // These have lines of the log of their own, which read better after the effect that caused them.
        match effect {
            EffectCode::Set(flag) => self.set_flag(*flag, source),
            EffectCode::Require(step) => self.require(*step, self.cause_by(source)),
            EffectCode::Reopen(step) => self.reopen(*step, source, self.cause_by(source)),
            EffectCode::Absent {
                person,
                count,
                duration,
            } => {
                self.make_absent(*person, *count, *duration);
            }
            EffectCode::Arrive { person, count } => self.bring(*person, *count),
            EffectCode::Units {
                resource,
                change,
                duration,
            } => {
                self.change_units(*resource, *change, *duration);
            }
            EffectCode::Stop(_)
            | EffectCode::Scale(_, _)
            | EffectCode::Add(_, _, _)
            | EffectCode::Drain { .. }
            | EffectCode::Slow { .. }
            | EffectCode::SlowAnswers { .. }
            | EffectCode::Hold { .. }
            | EffectCode::Fail(_, _) => {}
        }
    }

    fn cause_by(&self, source: Source) -> Cause {
        match source {
            Source::Onset | Source::Barrier(_) => Cause::Onset,
            Source::Step(step) => Cause::Step(step, self.mark(step)),
            Source::Inject(inject) => Cause::Inject(inject),
        }
    }

    /// A serial for an effect that lasts, and its end if it has one.
    fn lasts(&mut self, source: Source, number: usize, duration: Option<Seconds>) -> u32 {
        let serial = self.serial();
        if let Some(duration) = duration {
            let end = Return::EffectEnd {
                source,
                number,
                serial,
            };
            self.queue.push_return(self.now + duration, end);
        }
        serial
    }

    pub(super) fn end_effect(&mut self, source: Source, number: usize, serial: u32) {
        let mut has_ended = true;
        match &self.effects_of(source)[number] {
            EffectCode::Drain { impact, .. } => {
                let drains = &mut self.impacts[*impact].drains;
                let before = drains.len();
                drains.retain(|drain| drain.serial != serial);
                // Withdrawn before its time by the reopening of its step.
                has_ended = drains.len() < before;
                self.change_motion(*impact);
            }
            EffectCode::Slow { .. } => self.slowings.retain(|slow| slow.serial != serial),
            EffectCode::SlowAnswers { .. } => {
                self.slow_answers.retain(|slow| slow.serial != serial);
            }
            EffectCode::Hold { .. } => {
                self.holds.retain(|hold| hold.serial != serial);
                self.news.note_everybody();
            }
            EffectCode::Stop(_)
            | EffectCode::Scale(_, _)
            | EffectCode::Add(_, _, _)
            | EffectCode::Set(_)
            | EffectCode::Require(_)
            | EffectCode::Reopen(_)
            | EffectCode::Absent { .. }
            | EffectCode::Arrive { .. }
            | EffectCode::Units { .. }
            | EffectCode::Fail(_, _) => {}
        }
        if has_ended {
            self.tell(|_| Happening::EffectEnded { source, number });
        }
    }

    pub(super) fn set_flag(&mut self, flag: FlagId, source: Source) {
        let was_set = self.is_set(flag);
        let set_by = &mut self.flags[flag].set_by;
        if !set_by.contains(&source) {
            set_by.push(source);
        }
        if !was_set {
            self.tell(|_| Happening::FlagSet(flag, source));
        }
    }

    /// A step that is reopened takes back what it did to growth and flags.
    pub(super) fn withdraw_effects_of(&mut self, step: StepId) {
        let source = Source::Step(step);
        for impact in self.program.impacts.ids() {
            let run = &mut self.impacts[impact];
            let before = run.stops.len() + run.scales.len() + run.drains.len();
            run.stops.retain(|by| *by != source);
            run.scales.retain(|(by, _)| *by != source);
            run.drains.retain(|drain| drain.source != source);
            if run.stops.len() + run.scales.len() + run.drains.len() < before {
                self.change_motion(impact);
            }
        }
        for flag in self.program.flags.ids() {
            let was_set = self.is_set(flag);
            self.flags[flag].set_by.retain(|by| *by != source);
            if was_set && !self.is_set(flag) {
                self.tell(|_| Happening::FlagFell(flag));
            }
        }
    }

    /// The impact goes on as the factors and drains in force say; thresholds are foreseen anew.
    pub(super) fn change_motion(&mut self, impact: ImpactId) {
        let code = &self.program.impacts[impact];
        let now = self.now;
        let run = &mut self.impacts[impact];
        let factor = if run.stops.is_empty() && run.is_in_hours {
            run.scales.iter().map(|(_, factor)| factor).product()
        } else {
            0.0
        };
        let drains = run.drains.iter().map(|drain| drain.per_second).sum();
        run.level
            .set_motion(now, Motion::new(code.growth, factor, drains));
        if self.detail >= Detail::Logged {
            self.kept.courses[impact].push(run.level.course());
        }
        for &(inject, threshold) in &code.thresholds {
            self.foresee(impact, inject, threshold);
        }
    }

    fn foresee(&mut self, impact: ImpactId, inject: InjectId, threshold: f64) {
        if self.injects[inject].is_settled {
            return;
        }
        let level = &self.impacts[impact].level;
        let at = if level.exceeds(self.now, threshold) {
            Some(self.now)
        } else {
            level.next_crossing(self.now, threshold)
        };
        if let Some(at) = at {
            self.queue.push_threshold(at, impact);
        }
    }

    /// The product of the slowings in force.
    pub(super) fn slowing_of(&self, step: StepId) -> f64 {
        self.slowings
            .iter()
            .filter(|slow| concerns(slow.effect, step))
            .map(|slow| slow.factor)
            .product()
    }

    pub(super) fn is_held(&self, step: StepId) -> bool {
        self.holds.iter().any(|hold| concerns(hold.effect, step))
    }
}

fn concerns(effect: &EffectCode, step: StepId) -> bool {
    let steps: &StepsCode = match effect {
        EffectCode::Slow { steps, .. } | EffectCode::Hold { steps, .. } => steps,
        EffectCode::Stop(_)
        | EffectCode::Scale(_, _)
        | EffectCode::Add(_, _, _)
        | EffectCode::Drain { .. }
        | EffectCode::Set(_)
        | EffectCode::Require(_)
        | EffectCode::Reopen(_)
        | EffectCode::Absent { .. }
        | EffectCode::Arrive { .. }
        | EffectCode::Units { .. }
        | EffectCode::SlowAnswers { .. }
        | EffectCode::Fail(_, _) => return false,
    };
    steps.contains(step)
}
