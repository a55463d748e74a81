//! Why a drill can never exercise something, back to the first cause that can be told from the files.

use crate::analysis::coverage::feature::Feature;
use crate::analysis::coverage::possible::Possible;
use crate::model::{Guard, Join, Step, Trigger};
use crate::quantity::{BarrierId, FlagId, InjectId, LabelId, PersonId, ResourceId, RoleId, StepId};

/// Why something never happens in a drill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The scenario gives the step another outcome.
    Given(StepId, LabelId),
    /// The label has no chance.
    NoChance(StepId, LabelId),
    /// The flag is never, or always, true.
    Flag(FlagId, bool),
    /// The guard of the step always comes out so.
    Guard(StepId, bool),
    /// Nothing calls for the step.
    NothingRequires(StepId),
    /// Too few of the step's predecessors can be done.
    Predecessors(StepId),
    /// Nobody who could do the step ever comes.
    NobodyComes(StepId),
    /// No attempt at the step can succeed.
    NeverSucceeds(StepId),
    /// No attempt at the step can fail.
    NeverFails(StepId),
    /// No step of the plan needs the role.
    RoleUnneeded(RoleId),
    /// Every step that needs the role is reserved.
    Reserved(RoleId),
    /// The person cannot be called, and nothing lets them arrive.
    NeverComes(PersonId),
    /// One of the role's holders can always be had.
    HoldersAtHand(RoleId),
    /// No step of the plan uses the resource.
    ResourceUnneeded(ResourceId),
    /// There is enough of the resource for all steps at once.
    Enough(ResourceId),
    /// The inject's chance is 0.
    InjectNoChance(InjectId),
    /// The inject's moment never comes, or not before the horizon.
    InjectNoMoment(InjectId),
    /// The scenario says that the barrier has failed.
    BarrierFailed(BarrierId),
    /// The barrier holds for certain, or for certain does not.
    BarrierCertain(BarrierId),
}

/// Causes are followed back so far.
const DEPTH_MOST: u32 = 64;

/// Why the drill never exercises the feature; `None`: some replication may.
pub(super) fn why(possible: &Possible<'_>, feature: Feature) -> Option<Why> {
    (!possible.is_possible(feature)).then(|| Search(possible).cause(feature, DEPTH_MOST))
}

struct Search<'p, 'a>(&'p Possible<'a>);

impl Search<'_, '_> {
    fn cause(&self, feature: Feature, depth: u32) -> Why {
        let Self(possible) = self;
        let drill = possible.drill;
        match feature {
            Feature::Step(step) => self.of_step(step, depth),
            Feature::GuardTrue(step) | Feature::GuardFalse(step)
                if !possible.steps[step].is_released =>
            {
                self.of_step(step, depth)
            }
            Feature::GuardTrue(step) => self.of_guard(step, true, depth),
            Feature::GuardFalse(step) => self.of_guard(step, false, depth),
            Feature::Label(step, label) => self.of_label(step, label, depth),
            Feature::Fallback(step) | Feature::Retry(step) => {
                if possible.steps[step].is_started {
                    Why::NeverFails(step)
                } else {
                    self.of_step(step, depth)
                }
            }
            Feature::OnDemand(step) => Why::NothingRequires(step),
            Feature::Role(role) => self.of_role(role, depth),
            Feature::Deputy(role, person) => self.of_deputy(role, person, depth),
            Feature::ResourceUsed(resource) | Feature::ResourceShort(resource) => {
                self.of_resource(resource, depth)
            }
            Feature::Inject(inject) => self.of_inject(inject, depth),
            Feature::BarrierHolds(barrier) => {
                if drill.scenario.failed_barriers.contains(&barrier) {
                    Why::BarrierFailed(barrier)
                } else {
                    Why::BarrierCertain(barrier)
                }
            }
            Feature::BarrierFails(barrier) => Why::BarrierCertain(barrier),
        }
    }

    fn of_step(&self, id: StepId, depth: u32) -> Why {
        let Self(possible) = self;
        let step = &possible.drill.plan.steps[id];
        let fates = possible.steps[id];
        let Some(depth) = depth.checked_sub(1) else {
            return Why::Predecessors(id);
        };
        if !fates.is_released {
            if step.on_demand && !fates.is_required {
                return Why::NothingRequires(id);
            }
            return self.of_predecessors(id, step, depth);
        }
        let guard = step.when.as_ref();
        if guard.is_some_and(|guard| !possible.may_judge(guard, true, Some(id))) {
            return self.of_guard(id, true, depth);
        }
        if fates.is_started {
            Why::NeverSucceeds(id)
        } else {
            Why::NobodyComes(id)
        }
    }

    fn of_predecessors(&self, id: StepId, step: &Step, depth: u32) -> Why {
        let Self(possible) = self;
        let mut undone = step
            .after
            .iter()
            .filter(|before| !possible.steps[**before].is_done);
        match (undone.next(), undone.next(), step.join) {
            (Some(only), None, _) | (Some(only), Some(_), Join::All) => self.of_step(*only, depth),
            (Some(_), Some(_), Join::Any | Join::AtLeast(_)) | (None, _, _) => {
                Why::Predecessors(id)
            }
        }
    }

    /// Why the guard never comes out as wanted.
    fn of_guard(&self, step: StepId, wanted: bool, depth: u32) -> Why {
        let guard = self.0.drill.plan.steps[step].when.as_ref();
        let cause = guard.and_then(|guard| self.of_condition(guard, wanted, depth));
        cause.unwrap_or(Why::Guard(step, !wanted))
    }

    /// `None`: no single thing is to blame.
    fn of_condition(&self, guard: &Guard, wanted: bool, depth: u32) -> Option<Why> {
        let Self(possible) = self;
        match guard {
            Guard::Outcome(step, label) if wanted => Some(self.of_label(*step, *label, depth)),
            Guard::Outcome(step, label) => {
                let given = possible.drill.scenario.given.contains(&(*step, *label));
                given.then_some(Why::Given(*step, *label))
            }
            Guard::Flag(flag) => Some(Why::Flag(*flag, !wanted)),
            Guard::Not(inner) => self.of_condition(inner, !wanted, depth),
            Guard::All(parts) | Guard::Any(parts) => {
                let impossible = |part: &&Guard| !possible.may_judge(part, wanted, None);
                let part = parts.iter().find(impossible)?;
                self.of_condition(part, wanted, depth)
            }
            Guard::Never => None,
        }
    }

    fn of_label(&self, step: StepId, label: LabelId, depth: u32) -> Why {
        let Self(possible) = self;
        if !possible.steps[step].is_done {
            return self.of_step(step, depth);
        }
        let mut given = possible.drill.scenario.given.iter();
        match given.find(|(given, _)| *given == step) {
            Some((_, given)) => Why::Given(step, *given),
            None => Why::NoChance(step, label),
        }
    }

    fn of_role(&self, role: RoleId, depth: u32) -> Why {
        let steps = &self.0.drill.plan.steps;
        let mut needing = steps.entries().filter(|(_, step)| step.needs(role));
        match needing.next() {
            Some((step, _)) => self.of_step(step, depth),
            None => Why::RoleUnneeded(role),
        }
    }

    fn of_deputy(&self, role: RoleId, person: PersonId, depth: u32) -> Why {
        let Self(possible) = self;
        let mut steps = possible.steps_of(role).peekable();
        if steps.peek().is_none() {
            self.of_role(role, depth)
        } else if steps.all(|(_, step)| step.reserved) {
            Why::Reserved(role)
        } else if !possible.comes(person) {
            Why::NeverComes(person)
        } else {
            Why::HoldersAtHand(role)
        }
    }

    fn of_resource(&self, resource: ResourceId, depth: u32) -> Why {
        let Self(possible) = self;
        let steps = possible.drill.plan.steps.entries();
        let uses = |step: &Step| step.uses.iter().any(|used| used.resource == resource);
        let mut users = steps.filter(|(_, step)| uses(step)).map(|(id, _)| id);
        let Some(first) = users.next() else {
            return Why::ResourceUnneeded(resource);
        };
        let is_started = |step: StepId| possible.steps[step].is_started;
        if is_started(first) || users.any(is_started) {
            Why::Enough(resource)
        } else {
            self.of_step(first, depth)
        }
    }

    fn of_inject(&self, id: InjectId, depth: u32) -> Why {
        let Self(possible) = self;
        let inject = &possible.drill.scenario.injects[id];
        if inject.chance.value() <= 0.0 {
            return Why::InjectNoChance(id);
        }
        let awaited = match inject.at {
            Trigger::Started(step, _) | Trigger::Finished(step, _) => Some(step),
            Trigger::At(_)
            | Trigger::Between(..)
            | Trigger::Above(..)
            | Trigger::Overdue(..)
            | Trigger::Never => None,
        };
        if let Some(step) = awaited.filter(|step| !possible.steps[*step].is_done) {
            return self.of_step(step, depth);
        }
        let guard = inject.when.as_ref();
        let guarded = guard
            .filter(|guard| !possible.may_judge(guard, true, None))
            .and_then(|guard| self.of_condition(guard, true, depth));
        guarded.unwrap_or(Why::InjectNoMoment(id))
    }
}
