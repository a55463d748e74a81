//! Plans in which people do nothing but their work, which need no event loop.

use crate::program::{JoinCode, PatternCode, PersonCode, Program, RoleCode, StepCode};
use crate::quantity::{MemberId, RoleId, Seconds};
use crate::simulate::columns::LATEST;
use crate::simulate::lanes::service::STEPS_MOST;

/// The largest uniform there is: no draw is longer than its value.
const LARGEST: f64 = 1.0 - f64::EPSILON / 2.0;

/// So many holders of a role have a bit each.
const HOLDERS_MOST: usize = 64;

/// Whether nothing but people's work ever happens, everybody is there when called, and nobody has two roles.
pub(super) fn is_plain(program: &Program) -> bool {
    let is_used = |role: &RoleId| program.steps.iter().any(|step| step.needs.contains(role));
    program.injects.is_empty()
        && program.impacts.is_empty()
        && program.flags.is_empty()
        && program.barriers.iter().all(|barrier| barrier.averts)
        && program.onsets.instants.len() == 1
        && program.horizon < LATEST
        && program.steps.len() <= STEPS_MOST
        && program.steps.iter().all(is_plain_step)
        && (program.roles.entries())
            .all(|(id, role)| !is_used(&id) || is_always_there(program, role))
        && (program.roles_of.iter())
            .all(|roles| roles.iter().filter(|role| is_used(role)).count() < 2)
}

/// Whether nothing but people's work can hold the step up or come of it.
fn is_plain_step(step: &StepCode) -> bool {
    step.needs.len() < 2
        && step.uses.is_empty()
        && step.guard.is_none()
        && step.effects.is_empty()
        && step.fallback_for.is_empty()
        && step.labels.is_empty()
        && step.given.is_none()
        && step.not_by.is_empty()
        && step.waits_at_most.is_none()
        && !step.on_demand
        && !step.on_shift
        && step.join == JoinCode::All
}

/// Whether all who may fill the role come at once when they are called, and never leave.
fn is_always_there(program: &Program, role: &RoleCode) -> bool {
    let comes_at_once = |person: &PersonCode| {
        person.members.len() == 1
            && person.pattern == PatternCode::Always
            && person.stays.is_none()
            && person.acknowledges.at(LARGEST) < 0.5
    };
    let holders = &role.holders;
    role.deputies.is_empty()
        && role.escalate_after > Seconds::ZERO
        && holders.len() <= HOLDERS_MOST
        && holders.iter().enumerate().all(|(place, member)| {
            comes_at_once(person_of(program, *member)) && !holders[..place].contains(member)
        })
}

fn person_of(program: &Program, member: MemberId) -> &PersonCode {
    &program.people[program.members[member].person]
}
