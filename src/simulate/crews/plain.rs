//! Which programs crews can play: those in which nothing but people's work ever happens.

use crate::program::{
    JoinCode, LastFailure, PatternCode, PersonCode, Program, RoleCode, StepCode, SuccessCode,
};
use crate::quantity::{Arena, Index, MemberId, RoleId, Seconds, StepId};
use crate::simulate::crews::due::{Dues, LATEST};
use crate::simulate::crews::service::STEPS_MOST;
use crate::simulate::crews::{Crew, Crews, StepRun};
use crate::simulate::outcome::Order;

/// The largest uniform there is: no draw is longer than its value.
const LARGEST: f64 = 1.0 - f64::EPSILON / 2.0;

/// So many holders of a role have a bit each.
const HOLDERS_MOST: usize = 64;

/// And so many crews.
const CREWS_MOST: usize = 64;

impl<'p> Crews<'p> {
    /// The crews of a program in which nothing but work happens.
    pub fn of(program: &'p Program, is_explained: bool) -> Option<Self> {
        if !is_plain(program) {
            return None;
        }
        let mut crews: Vec<Crew<'p>> = Vec::new();
        let mut crew_of = |step, needs: &[RoleId]| crew_of(&mut crews, program, step, needs);
        let first: Arena<StepId, StepRun> = (program.steps.entries())
            .map(|(id, step)| StepRun {
                crew: crew_of(id, &step.needs),
                missing: count(step.predecessors.len()),
                driver: None,
                attempt: 0,
                retries_left: step.retries,
                chance: match step.success {
                    SuccessCode::Always(chance) => chance,
                    SuccessCode::Given { .. } => unreachable!("there are no flags"),
                },
                seat: 0,
                since: Seconds::ZERO,
                attempt_mark: 0,
                stretch_from: Seconds::ZERO,
                stretch_kind: None,
            })
            .collect();
        (crews.len() <= CREWS_MOST).then(|| Self {
            program,
            is_explained,
            now: Seconds::ZERO,
            last_order: Order(0),
            steps: first.clone(),
            first,
            crews,
            work_ends: Dues::default(),
            timers: Dues::default(),
            // One more: what is not due is written there as well.
            to_release: vec![StepId::new(0); program.steps.len() + 1],
            to_release_count: 0,
            to_dispatch: 0,
            away: 0,
            step_cost: 0.0,
        })
    }
}

/// The place in the list of the crew of a step with these needs; it is added if need be.
fn crew_of<'p>(
    crews: &mut Vec<Crew<'p>>,
    program: &'p Program,
    step: StepId,
    needs: &[RoleId],
) -> u32 {
    let role = needs.first().copied();
    let known = crews.iter().position(|crew| crew.role == role);
    count(known.unwrap_or_else(|| {
        let holders = role.map_or(&[][..], |role| &program.roles[role].holders);
        crews.push(Crew {
            role,
            holders,
            waiting: Vec::new(),
            free: 0,
            called: 0,
            here: 0,
            work_of_first: step,
        });
        crews.len() - 1
    }))
}

fn is_plain(program: &Program) -> bool {
    let is_used = |role: &RoleId| program.steps.iter().any(|step| step.needs.contains(role));
    program.injects.is_empty()
        && program.impacts.is_empty()
        && program.flags.is_empty()
        && program.barriers.iter().all(|barrier| barrier.averts)
        && program.onsets.instants.len() == 1
        && program.horizon <= LATEST
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
        && match step.last_failure {
            LastFailure::Continue | LastFailure::Halt => true,
            LastFailure::Fallback(_) => false,
        }
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

fn count(count: usize) -> u32 {
    u32::try_from(count).expect("a program has fewer than 2^32 steps")
}
