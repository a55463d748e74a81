//! Ids of whatever a drill has, as its files say them.

use crate::analysis::Member;
use crate::model::Drill;
use crate::quantity::{InjectId, LabelId, ObjectiveId, PersonId, ResourceId, RoleId, StepId};
use crate::report::names;

/// "chen-wei", or "pickers/3" for a member of a team.
pub(super) fn member(drill: &Drill, member: Member) -> String {
    let person = &drill.organization.people[member.person];
    if person.count > 1 {
        format!("{}/{}", person.id, member.number)
    } else {
        person.id.clone()
    }
}

pub(super) fn person_id(drill: &Drill, person: PersonId) -> String {
    drill.organization.people[person].id.clone()
}

pub(super) fn role_id(drill: &Drill, role: RoleId) -> String {
    drill.organization.roles[role].id.clone()
}

pub(super) fn resource_id(drill: &Drill, resource: ResourceId) -> String {
    drill.organization.resources[resource].id.clone()
}

pub(super) fn inject_id(drill: &Drill, inject: InjectId) -> String {
    drill.scenario.injects[inject].id.clone()
}

pub(super) fn objective_id(drill: &Drill, objective: ObjectiveId) -> String {
    drill.scenario.objectives[objective].id.clone()
}

pub(super) fn step_id(drill: &Drill, step: StepId) -> String {
    names::step(drill, step).to_owned()
}

pub(super) fn label(drill: &Drill, step: StepId, label: LabelId) -> String {
    drill.plan.steps[step].outcomes[label].label.clone()
}
