//! What of one drill can be exercised, and the names under which drills share it.

use crate::model::{BarrierEffect, Drill, FailureRule, Step};
use crate::quantity::{BarrierId, InjectId, LabelId, PersonId, ResourceId, RoleId, StepId};

/// A kind of thing that drills exercise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// A risk is drilled.
    Risk,
    /// A plan is played.
    Plan,
    /// A step is done by its own work.
    Step,
    /// A guard is true.
    GuardTrue,
    /// A guard is false.
    GuardFalse,
    /// One of several labels is drawn.
    Label,
    /// A step fails and its fallback is called for.
    Fallback,
    /// A failed attempt is followed by another.
    Retry,
    /// An on-demand step is called for.
    OnDemand,
    /// Somebody works in a role.
    Role,
    /// A deputy works in a role.
    Deputy,
    /// A resource is used.
    ResourceUsed,
    /// A step waits for a resource.
    ResourceShort,
    /// An inject fires.
    Inject,
    /// A barrier that weakens holds.
    BarrierHolds,
    /// A barrier has failed; those that avert have in every drill.
    BarrierFails,
}

impl Kind {
    /// Every kind in the order of reports.
    pub const ALL: [Self; 16] = [
        Self::Risk,
        Self::Plan,
        Self::Step,
        Self::GuardTrue,
        Self::GuardFalse,
        Self::Label,
        Self::Fallback,
        Self::Retry,
        Self::OnDemand,
        Self::Role,
        Self::Deputy,
        Self::ResourceUsed,
        Self::ResourceShort,
        Self::Inject,
        Self::BarrierHolds,
        Self::BarrierFails,
    ];
}

/// Something that drills exercise, by its names: the same in every drill that has it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// The plan with its revision, or the scenario, that it belongs to; `None`: to the workspace.
    pub of: Option<String>,
    /// Its id; of guards, labels, fallbacks and retries their step's, of deputies the role's.
    pub id: String,
    /// The label, the fallback, the deputy.
    pub detail: Option<String>,
}

/// Something that a drill can exercise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Feature {
    Step(StepId),
    GuardTrue(StepId),
    GuardFalse(StepId),
    Label(StepId, LabelId),
    Fallback(StepId),
    Retry(StepId),
    OnDemand(StepId),
    Role(RoleId),
    Deputy(RoleId, PersonId),
    ResourceUsed(ResourceId),
    ResourceShort(ResourceId),
    Inject(InjectId),
    BarrierHolds(BarrierId),
    BarrierFails(BarrierId),
}

/// Everything a drill can exercise, sorted, each once.
pub(super) fn features(drill: &Drill) -> Vec<Feature> {
    let mut all = of_plan(drill);
    let organization = &drill.organization;
    for (id, role) in organization.roles.entries() {
        all.push(Feature::Role(id));
        let deputies = role.deputies.iter();
        all.extend(deputies.map(|person| Feature::Deputy(id, *person)));
    }
    for id in organization.resources.ids() {
        all.extend([Feature::ResourceUsed(id), Feature::ResourceShort(id)]);
    }
    all.extend(drill.scenario.injects.ids().map(Feature::Inject));
    all.sort_unstable();
    all.dedup();
    all
}

/// What is the plan's own.
pub(super) fn of_plan(drill: &Drill) -> Vec<Feature> {
    let mut all = Vec::new();
    for (id, step) in drill.plan.steps.entries() {
        all.push(Feature::Step(id));
        if step.when.is_some() {
            all.extend([Feature::GuardTrue(id), Feature::GuardFalse(id)]);
        }
        if step.outcomes.len() > 1 {
            let labels = step.outcomes.ids();
            all.extend(labels.map(|label| Feature::Label(id, label)));
        }
        let (retries, last) = failures(step);
        if retries > 0 {
            all.push(Feature::Retry(id));
        }
        if let FailureRule::Fallback(_) = last {
            all.push(Feature::Fallback(id));
        }
        if step.on_demand {
            all.push(Feature::OnDemand(id));
        }
    }
    for (id, barrier) in drill.plan.barriers.entries() {
        all.push(Feature::BarrierFails(id));
        if let BarrierEffect::Weakens(_) = barrier.effect {
            all.push(Feature::BarrierHolds(id));
        }
    }
    all
}

/// How often a failed attempt is repeated, and what follows the last failure.
pub(super) fn failures(step: &Step) -> (u32, &FailureRule) {
    match &step.on_failure {
        FailureRule::Retry { times, then, .. } => (*times, then),
        rule @ (FailureRule::Fallback(_) | FailureRule::Continue | FailureRule::Halt) => (0, rule),
    }
}

/// What the feature is called in every drill, and its title.
pub(super) fn item(drill: &Drill, feature: Feature) -> (Item, String) {
    let plan = &drill.plan;
    let organization = &drill.organization;
    let of_step = |kind, step: StepId, detail: Option<&str>| {
        let step = &plan.steps[step];
        let item = Item {
            kind,
            of: Some(drill.plan.name()),
            id: step.id.clone(),
            detail: detail.map(str::to_owned),
        };
        (item, step.title.clone())
    };
    let of_all = |kind, id: &str, detail: Option<&str>, title: &str| {
        let item = Item {
            kind,
            of: None,
            id: id.to_owned(),
            detail: detail.map(str::to_owned),
        };
        (item, title.to_owned())
    };
    let resource = |kind, id: ResourceId| {
        let resource = &organization.resources[id];
        of_all(kind, &resource.id, None, &resource.title)
    };
    let barrier = |kind, id: BarrierId| {
        let barrier = &plan.barriers[id];
        let (item, title) = of_all(kind, &barrier.id, None, &barrier.title);
        let of = Some(drill.plan.name());
        (Item { of, ..item }, title)
    };
    match feature {
        Feature::Step(step) => of_step(Kind::Step, step, None),
        Feature::GuardTrue(step) => of_step(Kind::GuardTrue, step, None),
        Feature::GuardFalse(step) => of_step(Kind::GuardFalse, step, None),
        Feature::Label(step, label) => {
            let label = &plan.steps[step].outcomes[label].label;
            of_step(Kind::Label, step, Some(label))
        }
        Feature::Fallback(step) => {
            let fallback = match failures(&plan.steps[step]).1 {
                FailureRule::Fallback(fallback) => Some(plan.steps[*fallback].id.as_str()),
                FailureRule::Retry { .. } | FailureRule::Continue | FailureRule::Halt => None,
            };
            of_step(Kind::Fallback, step, fallback)
        }
        Feature::Retry(step) => of_step(Kind::Retry, step, None),
        Feature::OnDemand(step) => of_step(Kind::OnDemand, step, None),
        Feature::Role(role) => {
            let role = &organization.roles[role];
            of_all(Kind::Role, &role.id, None, &role.title)
        }
        Feature::Deputy(role, person) => {
            let (role, person) = (&organization.roles[role], &organization.people[person]);
            of_all(Kind::Deputy, &role.id, Some(&person.id), &person.name)
        }
        Feature::ResourceUsed(id) => resource(Kind::ResourceUsed, id),
        Feature::ResourceShort(id) => resource(Kind::ResourceShort, id),
        Feature::Inject(inject) => {
            let inject = &drill.scenario.injects[inject];
            let (item, title) = of_all(Kind::Inject, &inject.id, None, &inject.title);
            let of = Some(drill.scenario.id.clone());
            (Item { of, ..item }, title)
        }
        Feature::BarrierHolds(id) => barrier(Kind::BarrierHolds, id),
        Feature::BarrierFails(id) => barrier(Kind::BarrierFails, id),
    }
}
