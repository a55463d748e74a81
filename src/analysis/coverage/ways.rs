//! Which changes of a scenario might exercise a feature: guesses from the plan's structure, to be tried by playing.

use crate::analysis::coverage::change::Change;
use crate::analysis::coverage::feature::{Feature, failures};
use crate::model::{Drill, Effect, Guard, Join, Trigger};
use crate::quantity::{FlagId, InjectId, PersonId, ResourceId, RoleId, StepId};

/// So many ways are followed at most: those that come first are the simplest.
const WAYS_MOST: usize = 6;

/// So many steps and guards are followed back at most.
const DEPTH_MOST: u32 = 12;

/// What all of these changes together may do.
pub(super) type Way = Vec<Change>;

/// A drill and what it exercises as it is.
pub(super) struct Known<'a> {
    pub(super) drill: &'a Drill,
    pub(super) is_seen: &'a dyn Fn(Feature) -> bool,
}

/// Ways that might exercise the feature, those with the fewest changes first; none of them is empty.
pub(super) fn ways(known: &Known<'_>, feature: Feature) -> Vec<Way> {
    let mut ways = candidates(known, feature);
    ways.retain(|way| !way.is_empty());
    ways.sort_by_key(Vec::len);
    // Several steps often suggest the same.
    let mut each: Vec<Way> = Vec::new();
    for way in ways {
        if !each.contains(&way) {
            each.push(way);
        }
    }
    let mut ways = each;
    ways.truncate(WAYS_MOST);
    ways
}

fn candidates(known: &Known<'_>, feature: Feature) -> Vec<Way> {
    let drill = known.drill;
    let steps = drill.plan.steps.entries();
    match feature {
        Feature::Step(step) => known.done(step, DEPTH_MOST),
        Feature::GuardTrue(step) => known.judged(step, true),
        Feature::GuardFalse(step) => known.judged(step, false),
        Feature::Label(step, label) => and(
            known.done(step, DEPTH_MOST),
            vec![vec![Change::Given(step, label)]],
        ),
        Feature::Fallback(step) => {
            let attempts = failures(&drill.plan.steps[step]).0.saturating_add(1);
            known.made_to_fail(step, attempts)
        }
        Feature::Retry(step) => known.made_to_fail(step, 1),
        Feature::OnDemand(step) => vec![vec![Change::Require(step)]],
        Feature::Role(role) => steps
            .filter(|(_, step)| step.needs(role))
            .flat_map(|(id, _)| known.started(id, DEPTH_MOST))
            .collect(),
        Feature::Deputy(role, person) => steps
            .filter(|(_, step)| step.needs(role) && !step.reserved)
            .flat_map(|(id, _)| and(known.started(id, DEPTH_MOST), absences(drill, role, person)))
            .collect(),
        Feature::ResourceUsed(resource) => known.using(resource),
        Feature::ResourceShort(resource) => {
            let count = drill.organization.resources[resource].count;
            let lost = Change::Lose(resource, count);
            and(known.using(resource), vec![vec![lost]])
        }
        Feature::Inject(inject) => known.fired(inject),
        Feature::BarrierHolds(barrier) => vec![vec![Change::BarrierMayHold(barrier)]],
        Feature::BarrierFails(barrier) => vec![vec![Change::BarrierFails(barrier)]],
    }
}

impl Known<'_> {
    /// Ways to a step's completion; a step that is done as things are needs none.
    fn done(&self, step: StepId, depth: u32) -> Vec<Way> {
        if (self.is_seen)(Feature::Step(step)) {
            return vec![Vec::new()];
        }
        self.started(step, depth)
    }

    /// Ways to its start.
    fn started(&self, step: StepId, depth: u32) -> Vec<Way> {
        if (self.is_seen)(Feature::Step(step)) {
            return vec![Vec::new()];
        }
        // Perhaps nobody is within reach before the drill is over.
        let staffed = vec![Vec::new(), self.staff_arrives(step)];
        and(self.ready(step, depth), staffed)
    }

    /// Ways to let it wait for its people.
    fn ready(&self, step: StepId, depth: u32) -> Vec<Way> {
        let released = self.released(step, depth);
        match &self.drill.plan.steps[step].when {
            Some(_) if (self.is_seen)(Feature::GuardTrue(step)) => released,
            Some(guard) => and(released, self.satisfied(guard, true, depth)),
            None => released,
        }
    }

    /// The first holder of every role that the step needs.
    fn staff_arrives(&self, step: StepId) -> Way {
        let roles = self.drill.plan.steps[step].roles();
        let roles = roles.map(|role| &self.drill.organization.roles[role]);
        let mut staff: Way = roles
            .filter_map(|role| role.holders.first())
            .map(|holder| Change::Arrive(*holder))
            .collect();
        staff.dedup();
        staff
    }

    fn judged(&self, step: StepId, wanted: bool) -> Vec<Way> {
        let guard = self.drill.plan.steps[step].when.as_ref();
        let satisfied =
            guard.map_or_else(Vec::new, |guard| self.satisfied(guard, wanted, DEPTH_MOST));
        and(self.released(step, DEPTH_MOST), satisfied)
    }

    fn released(&self, step: StepId, depth: u32) -> Vec<Way> {
        let is_released = (self.is_seen)(Feature::GuardTrue(step))
            || (self.is_seen)(Feature::GuardFalse(step))
            || (self.is_seen)(Feature::OnDemand(step));
        if is_released {
            return vec![Vec::new()];
        }
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        let code = &self.drill.plan.steps[step];
        let required = if code.on_demand {
            vec![vec![Change::Require(step)]]
        } else {
            vec![Vec::new()]
        };
        if code.after.is_empty() || code.on_demand {
            return required;
        }
        let one_by_one = code.after.iter().map(|before| self.done(*before, depth));
        let any: Vec<Way> = one_by_one.clone().flatten().take(WAYS_MOST).collect();
        let all = || one_by_one.fold(vec![Vec::new()], and);
        // With `All` one that is done is enough where the others are skipped.
        match code.join {
            Join::Any => any,
            Join::All | Join::AtLeast(_) => all().into_iter().chain(any).take(WAYS_MOST).collect(),
        }
    }

    /// Ways to let a guard come out so.
    fn satisfied(&self, guard: &Guard, wanted: bool, depth: u32) -> Vec<Way> {
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        let parts = |parts: &[Guard], together: bool| {
            let of = parts.iter().map(|part| self.satisfied(part, wanted, depth));
            if together {
                of.fold(vec![Vec::new()], and)
            } else {
                of.flatten().take(WAYS_MOST).collect()
            }
        };
        match guard {
            Guard::Outcome(step, label) if wanted => and(
                self.done(*step, depth),
                vec![vec![Change::Given(*step, *label)]],
            ),
            Guard::Outcome(step, label) => {
                let others = self.drill.plan.steps[*step].outcomes.ids();
                others
                    .filter(|other| other != label)
                    .map(|other| vec![Change::Given(*step, other)])
                    .take(WAYS_MOST)
                    .collect()
            }
            Guard::Flag(flag) if wanted => vec![vec![Change::Flag(*flag, true)]],
            Guard::Flag(flag) => self.unset(*flag),
            Guard::Not(inner) => self.satisfied(inner, !wanted, depth),
            Guard::All(guards) => parts(guards, wanted),
            Guard::Any(guards) => parts(guards, !wanted),
            Guard::Never => Vec::new(),
        }
    }

    /// Ways to keep a flag from being true: at onset, by injects, and by each step that would set it.
    fn unset(&self, flag: FlagId) -> Vec<Way> {
        let chance = self.drill.scenario.flags[flag].chance;
        let at_onset = chance.filter(|chance| chance.value() > 0.0);
        let at_onset = at_onset.map(|_| Change::Flag(flag, false));
        let injects = self.drill.scenario.injects.entries();
        let injects = injects.filter(|(_, inject)| inject.effects.contains(&Effect::Set(flag)));
        let injects = injects.map(|(id, _)| Change::NeverFires(id));
        let from_outside: Way = at_onset.into_iter().chain(injects).collect();
        let steps = self.drill.plan.steps.entries();
        let setters = steps.filter(|(_, step)| step.effects.contains(&Effect::Set(flag)));
        let undone = setters.flat_map(|(id, step)| {
            let attempts = failures(step).0.saturating_add(1);
            [vec![Change::Fail(id, attempts)], vec![Change::Hold(id)]]
        });
        let undone: Vec<Way> = [Vec::new()].into_iter().chain(undone).collect();
        and(vec![from_outside], undone)
    }

    fn made_to_fail(&self, step: StepId, times: u32) -> Vec<Way> {
        and(
            self.started(step, DEPTH_MOST),
            vec![vec![Change::Fail(step, times)]],
        )
    }

    fn using(&self, resource: ResourceId) -> Vec<Way> {
        let steps = self.drill.plan.steps.entries();
        steps
            .filter(|(_, step)| step.uses.iter().any(|used| used.resource == resource))
            .flat_map(|(id, _)| self.started(id, DEPTH_MOST))
            .take(WAYS_MOST)
            .collect()
    }

    fn fired(&self, id: InjectId) -> Vec<Way> {
        let code = &self.drill.scenario.injects[id];
        let triggered = match &code.at {
            Trigger::At(_) | Trigger::Between(..) => vec![Vec::new()],
            Trigger::Started(step, _) => self.started(*step, DEPTH_MOST),
            Trigger::Finished(step, _) => self.done(*step, DEPTH_MOST),
            Trigger::Overdue(step, _) => and(
                self.ready(*step, DEPTH_MOST),
                vec![vec![Change::Hold(*step)]],
            ),
            Trigger::Above(impact, level) => {
                vec![vec![Change::Raise(*impact, level.floor() + 1.0)]]
            }
            Trigger::Never => Vec::new(),
        };
        let certain = if code.chance.value() < 1.0 {
            vec![vec![Change::Certain(id)]]
        } else {
            vec![Vec::new()]
        };
        let guard = code.when.as_ref();
        let guarded = guard.map_or_else(
            || vec![Vec::new()],
            |guard| self.satisfied(guard, true, DEPTH_MOST),
        );
        // Where its moment comes as things are, the moment needs no change.
        let alone = and(certain.clone(), guarded.clone());
        let all = and(and(certain, guarded), triggered);
        alone.into_iter().chain(all).collect()
    }
}

/// All holders are away, and perhaps the deputies before this one, who perhaps has to be there.
fn absences(drill: &Drill, role: RoleId, deputy: PersonId) -> Vec<Way> {
    let role = &drill.organization.roles[role];
    let absent = |person: &PersonId| Change::Absent(*person);
    let holders: Way = role.holders.iter().map(absent).collect();
    let before = role.deputies.iter().take_while(|other| **other != deputy);
    let all: Way = holders.iter().copied().chain(before.map(absent)).collect();
    and(
        vec![holders, all],
        vec![Vec::new(), vec![Change::Arrive(deputy)]],
    )
}

/// Every way of the one with every way of the other, the first of them only.
fn and(one: Vec<Way>, other: Vec<Way>) -> Vec<Way> {
    let mut both: Vec<Way> = Vec::new();
    for first in &one {
        for second in &other {
            let mut way = first.clone();
            way.extend(
                second
                    .iter()
                    .filter(|change| !first.contains(change))
                    .copied(),
            );
            if !contradicts_itself(&way) && !both.contains(&way) {
                both.push(way);
            }
        }
    }
    both.truncate(WAYS_MOST);
    both
}

fn contradicts_itself(way: &[Change]) -> bool {
    let contradict = |before: &Change, change: &Change| {
        if let (Change::Given(one, label), Change::Given(other, another)) = (before, change) {
            one == other && label != another
        } else if let (Change::Flag(one, value), Change::Flag(other, another)) = (before, change) {
            one == other && value != another
        } else {
            false
        }
    };
    let mut pairs = (way.iter().enumerate())
        .flat_map(|(place, change)| way[..place].iter().map(move |before| (before, change)));
    pairs.any(|(before, change)| contradict(before, change))
}
