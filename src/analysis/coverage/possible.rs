//! What may happen in a drill at all: everything that happens in any replication, and perhaps more, but nothing that can be
//! told from the files alone to be impossible.

use crate::analysis::coverage::feature::{Feature, failures};
use crate::analysis::coverage::standing::may_stand_in;
use crate::model::{
    BarrierEffect, Drill, Effect, FailureRule, Growth, Guard, Join, ShiftPattern, Step, Success,
    Trigger,
};
use crate::quantity::{
    Arena, BarrierId, FlagId, ImpactId, InjectId, LabelId, PersonId, ResourceId, RoleId, StepId,
};

/// What may become of each thing of a drill.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Possible<'a> {
    pub(super) drill: &'a Drill,
    pub(super) steps: Arena<StepId, Fates>,
    /// Which flags may be true.
    flags: Arena<FlagId, bool>,
    /// Which injects may fire.
    injects: Arena<InjectId, bool>,
}

/// What may become of a step.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Fates {
    /// Something calls for it.
    pub(super) is_required: bool,
    pub(super) is_released: bool,
    /// It may be ready, and somebody may come who does it.
    pub(super) is_started: bool,
    pub(super) is_done: bool,
    /// An attempt of it may fail.
    fails: bool,
    /// Done, failed with `Continue`, or replaced.
    counts_as_done: bool,
    /// Skipped, or dormant.
    is_out: bool,
}

impl<'a> Possible<'a> {
    /// The least that is consistent with itself: what may happen because something else may, to the end.
    pub(super) fn in_drill(drill: &'a Drill) -> Self {
        let mut possible = Self {
            drill,
            steps: drill.plan.steps.iter().map(|_| Fates::default()).collect(),
            flags: drill.scenario.flags.iter().map(|_| false).collect(),
            injects: drill.scenario.injects.iter().map(|_| false).collect(),
        };
        // Each round finds more or is the last, and there is only so much to find.
        loop {
            let next = Self {
                drill,
                steps: (drill.plan.steps.ids())
                    .map(|step| possible.fates(step))
                    .collect(),
                flags: (drill.scenario.flags.ids())
                    .map(|flag| possible.is_set(flag))
                    .collect(),
                injects: (drill.scenario.injects.ids())
                    .map(|inject| possible.fires(inject))
                    .collect(),
            };
            if next == possible {
                return possible;
            }
            possible = next;
        }
    }

    /// Whether some replication may exercise it.
    pub(super) fn is_possible(&self, feature: Feature) -> bool {
        let drill = self.drill;
        let guard = |step: StepId, wanted| {
            let guard = drill.plan.steps[step].when.as_ref();
            self.steps[step].is_released
                && guard.is_some_and(|guard| self.may_judge(guard, wanted, Some(step)))
        };
        match feature {
            Feature::Step(step) => self.steps[step].is_done,
            Feature::GuardTrue(step) => guard(step, true),
            Feature::GuardFalse(step) => guard(step, false),
            Feature::Label(step, label) => self.draws(step, label),
            Feature::Fallback(step) => self.steps[step].fails,
            // The attempt that failed may have been given up, but another must start.
            Feature::Retry(step) => self.steps[step].fails && self.steps[step].is_started,
            Feature::OnDemand(step) => self.steps[step].is_required,
            Feature::Role(role) => self.steps_of(role).next().is_some(),
            Feature::Deputy(role, person) => {
                self.comes(person)
                    && self
                        .steps_of(role)
                        .any(|(_, step)| !step.reserved && may_stand_in(self, role, step))
            }
            Feature::ResourceUsed(resource) => {
                (self.users(resource)).any(|(step, _)| self.steps[step].is_started)
            }
            Feature::ResourceShort(resource) => self.runs_short(resource),
            Feature::Inject(inject) => self.injects[inject],
            Feature::BarrierHolds(barrier) => self.holds(barrier),
            Feature::BarrierFails(barrier) => {
                let code = &drill.plan.barriers[barrier];
                code.effect == BarrierEffect::Averts
                    || drill.scenario.failed_barriers.contains(&barrier)
                    || code.holds.value() < 1.0
            }
        }
    }

    /// Every effect that may be applied.
    pub(super) fn effects(&self) -> impl Iterator<Item = &'a Effect> {
        let drill = self.drill;
        let steps = drill.plan.steps.entries();
        let of_steps = steps
            .filter(|(id, _)| self.steps[*id].is_done)
            .flat_map(|(_, step)| &step.effects);
        let injects = drill.scenario.injects.entries();
        let of_injects = injects
            .filter(|(id, _)| self.injects[*id])
            .flat_map(|(_, inject)| &inject.effects);
        let barriers = drill.plan.barriers.entries();
        let of_barriers = barriers
            .filter(|(id, _)| self.holds(*id))
            .flat_map(|(_, barrier)| barrier.effect.effects());
        of_steps.chain(of_injects).chain(of_barriers)
    }

    /// Whether somebody of a person or team may be there.
    pub(super) fn comes(&self, person: PersonId) -> bool {
        self.drill.organization.people[person].shifts != ShiftPattern::Never
            || self.effects().any(
                |effect| matches!(effect, Effect::Arrive { person: arrives, .. } if *arrives == person),
            )
    }

    fn fates(&self, id: StepId) -> Fates {
        let step = &self.drill.plan.steps[id];
        let is_required = self.is_required(id);
        let is_released = self.is_released(step, is_required);
        let guard = step.when.as_ref();
        let is_ready =
            is_released && guard.is_none_or(|guard| self.may_judge(guard, true, Some(id)));
        let is_started = is_ready && self.is_staffed(step);
        let (succeeds, fails_by_chance) = self.success(step.succeeds);
        let fails = (is_started && (fails_by_chance || self.is_made_to_fail(id)))
            || (is_ready && step.waits_at_most.is_some());
        let is_done = is_started && succeeds;
        let counts_as_done = is_done
            || match failures(step).1 {
                FailureRule::Continue => fails,
                FailureRule::Fallback(fallback) => fails && self.steps[*fallback].counts_as_done,
                FailureRule::Retry { .. } | FailureRule::Halt => false,
            };
        Fates {
            is_required,
            is_released,
            is_started,
            is_done,
            fails,
            counts_as_done,
            is_out: self.is_out(id, step, is_released),
        }
    }

    /// By an effect, or by a step whose fallback it is.
    fn is_required(&self, step: StepId) -> bool {
        let mut others = self.drill.plan.steps.entries();
        self.effects()
            .any(|effect| *effect == Effect::Require(step))
            || others.any(|(id, other)| {
                self.steps[id].fails && *failures(other).1 == FailureRule::Fallback(step)
            })
    }

    fn is_released(&self, step: &Step, is_required: bool) -> bool {
        if step.on_demand && !is_required {
            return false;
        }
        let mut before = step.after.iter().map(|id| &self.steps[*id]);
        if step.after.is_empty() || (is_required && before.clone().all(|fates| fates.is_out)) {
            return true;
        }
        let done = before.clone().filter(|fates| fates.counts_as_done).count();
        match step.join {
            Join::All => done > 0 && before.all(|fates| fates.counts_as_done || fates.is_out),
            Join::Any => done > 0,
            Join::AtLeast(needed) => done >= needed as usize, // u32 to usize: never narrower where std has files.
        }
    }

    fn is_out(&self, id: StepId, step: &Step, is_released: bool) -> bool {
        let by_guard = is_released
            && (step.when.as_ref()).is_some_and(|guard| self.may_judge(guard, false, Some(id)));
        let mut before = step.after.iter().map(|id| self.steps[*id].is_out);
        let by_predecessors = match step.join {
            Join::All => !step.after.is_empty() && before.all(|is_out| is_out),
            Join::Any | Join::AtLeast(_) => before.any(|is_out| is_out),
        };
        step.on_demand || by_guard || by_predecessors
    }

    fn is_staffed(&self, step: &Step) -> bool {
        let mut roles = step
            .roles()
            .map(|role| &self.drill.organization.roles[role]);
        roles.all(|role| {
            let deputies = role.deputies.iter().filter(|_| !step.reserved);
            role.holders
                .iter()
                .chain(deputies)
                .any(|person| self.comes(*person))
        })
    }

    /// Whether an attempt may succeed, and whether it may fail, by chance.
    fn success(&self, success: Success) -> (bool, bool) {
        let of = |chance: f64| (chance > 0.0, chance < 1.0);
        match success {
            Success::Always(chance) => of(chance.value()),
            Success::Given {
                flag,
                then,
                otherwise,
            } => {
                let (mut succeeds, mut fails) = (false, false);
                for (applies, chance) in [
                    (self.may_be(flag, true), then),
                    (self.may_be(flag, false), otherwise),
                ] {
                    let (one, other) = of(chance.value());
                    succeeds |= applies && one;
                    fails |= applies && other;
                }
                (succeeds, fails)
            }
        }
    }

    fn is_made_to_fail(&self, step: StepId) -> bool {
        self.effects()
            .any(|effect| matches!(effect, Effect::Fail(failing, _) if *failing == step))
    }

    fn draws(&self, step: StepId, label: LabelId) -> bool {
        self.steps[step].is_done && self.is_open_to(step, label)
    }

    /// Whether the label is left to the step, if it is done.
    fn is_open_to(&self, step: StepId, label: LabelId) -> bool {
        let given = self.drill.scenario.given.iter();
        match given.clone().find(|(given, _)| *given == step) {
            Some((_, given)) => *given == label,
            None => self.drill.plan.steps[step].outcomes[label].chance.value() > 0.0,
        }
    }

    fn is_set(&self, flag: FlagId) -> bool {
        let chance = self.drill.scenario.flags[flag].chance;
        chance.is_some_and(|chance| chance.value() > 0.0)
            || self.effects().any(|effect| *effect == Effect::Set(flag))
    }

    pub(super) fn may_be(&self, flag: FlagId, value: bool) -> bool {
        let chance = self.drill.scenario.flags[flag].chance;
        if value {
            self.flags[flag]
        } else {
            chance.is_none_or(|chance| chance.value() < 1.0)
        }
    }

    /// Whether the guard may come out so; `of` is the step that it guards.
    pub(super) fn may_judge(&self, guard: &Guard, wanted: bool, of: Option<StepId>) -> bool {
        match guard {
            Guard::Outcome(step, label) if wanted => self.draws(*step, *label),
            Guard::Outcome(step, label) => {
                !of.is_some_and(|of| self.always_draws(*step, *label, of))
            }
            Guard::Flag(flag) => self.may_be(*flag, wanted),
            Guard::Not(inner) => self.may_judge(inner, !wanted, of),
            Guard::All(parts) if wanted => parts.iter().all(|part| self.may_judge(part, true, of)),
            Guard::All(parts) => parts.iter().any(|part| self.may_judge(part, false, of)),
            Guard::Any(parts) if wanted => parts.iter().any(|part| self.may_judge(part, true, of)),
            Guard::Any(parts) => parts.iter().all(|part| self.may_judge(part, false, of)),
            Guard::Never => !wanted,
        }
    }

    /// Whether the step surely has drawn that label whenever `of` is released.
    fn always_draws(&self, step: StepId, label: LabelId, of: StepId) -> bool {
        let guarded = &self.drill.plan.steps[of];
        let others = self.drill.plan.steps[step].outcomes.ids();
        let is_only = others.filter(|other| self.is_open_to(step, *other)).count() == 1
            && self.is_open_to(step, label);
        let is_sole = guarded.after == [step];
        let waits_for_it = is_sole || (guarded.join == Join::All && guarded.after.contains(&step));
        let is_required_itself = guarded.on_demand || self.steps[of].is_required;
        let may_lack_it = self.steps[step].fails || (!is_sole && self.steps[step].is_out);
        is_only && waits_for_it && !is_required_itself && !may_lack_it
    }

    fn fires(&self, inject: InjectId) -> bool {
        let scenario = &self.drill.scenario;
        let inject = &scenario.injects[inject];
        let is_in_time = match inject.at {
            Trigger::At(at) | Trigger::Between(at, _) | Trigger::Overdue(_, at) => {
                at <= scenario.horizon
            }
            Trigger::Started(step, after) => {
                self.steps[step].is_started && after <= scenario.horizon
            }
            Trigger::Finished(step, after) => {
                self.steps[step].counts_as_done && after <= scenario.horizon
            }
            Trigger::Above(impact, level) => self.exceeds(impact, level),
            Trigger::Never => false,
        };
        let guard = inject.when.as_ref();
        inject.chance.value() > 0.0
            && is_in_time
            && guard.is_none_or(|guard| self.may_judge(guard, true, None))
    }

    fn exceeds(&self, id: ImpactId, level: f64) -> bool {
        let impact = &self.drill.scenario.impacts[id];
        let rises = impact.starts > level
            || impact.grows != Growth::Steady
            || self
                .effects()
                .any(|effect| matches!(effect, Effect::Add(of, _) if *of == id));
        rises && impact.cap.is_none_or(|cap| cap > level)
    }

    fn holds(&self, barrier: BarrierId) -> bool {
        let code = &self.drill.plan.barriers[barrier];
        code.effect != BarrierEffect::Averts
            && code.holds.value() > 0.0
            && !self.drill.scenario.failed_barriers.contains(&barrier)
    }

    /// Steps that may start and need the role.
    pub(super) fn steps_of(&self, role: RoleId) -> impl Iterator<Item = (StepId, &'a Step)> {
        let steps = self.drill.plan.steps.entries();
        steps.filter(move |(id, step)| self.steps[*id].is_started && step.needs(role))
    }

    /// Steps that need the resource, and how many units.
    fn users(&self, resource: ResourceId) -> impl Iterator<Item = (StepId, u64)> {
        let steps = self.drill.plan.steps.entries();
        steps.flat_map(move |(id, step)| {
            let uses = step.uses.iter();
            uses.filter(move |used| used.resource == resource)
                .map(move |used| (id, used.count))
        })
    }

    /// Whether a step may find too few units: what all need at once, or in turn of what is used up, is more than there is.
    fn runs_short(&self, id: ResourceId) -> bool {
        let resource = &self.drill.organization.resources[id];
        let is_lost =
            |effect: &Effect| matches!(effect, Effect::Lose { resource, .. } if *resource == id);
        let is_repeated = |step: StepId| {
            self.steps[step].fails || self.effects().any(|one| *one == Effect::Reopen(step))
        };
        let users = || {
            self.users(id)
                .filter(|(step, _)| self.steps[*step].is_released)
        };
        let needed = users().fold(0_u64, |sum, (_, units)| sum.saturating_add(units));
        users().next().is_some()
            && (needed > resource.count
                || self.effects().any(is_lost)
                || (resource.consumed && users().any(|(step, _)| is_repeated(step))))
    }
}
