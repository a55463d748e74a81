//! Whom steps need, numbered: steps of one staffing find the same people, and wait for the same changes.

use std::collections::BTreeMap;

use crate::program::compile::people::People;
use crate::program::{
    Calendar, CalendarId, ImpactCode, PatternCode, ShiftChange, Staffing, StepCode,
};
use crate::quantity::{Arena, ImpactId, MemberId, RoleId, StepId};

pub(super) fn number_staffings(
    steps: &mut Arena<StepId, StepCode>,
    roles_of: &Arena<MemberId, Vec<RoleId>>,
) -> Vec<Staffing> {
    let mut known = BTreeMap::new();
    let mut staffings: Vec<Staffing> = Vec::new();
    for step in steps.iter_mut() {
        let mut number = || {
            let number = staffings.len();
            staffings.push(staffing(&step.needs, number, roles_of));
            number
        };
        step.staffing = if step.not_by.is_empty() {
            let key = (step.needs.clone(), step.on_shift, step.reserved);
            *known.entry(key).or_insert_with(number)
        } else {
            number()
        };
    }
    staffings
}

fn staffing(needs: &[RoleId], number: usize, roles_of: &Arena<MemberId, Vec<RoleId>>) -> Staffing {
    let mut roles: Vec<(RoleId, u32)> = Vec::new();
    for &role in needs {
        match roles.iter_mut().find(|(known, _)| *known == role) {
            Some((_, count)) => *count += 1,
            None => roles.push((role, 1)),
        }
    }
    let seats_for = |of_member: &Vec<RoleId>| {
        (roles.iter())
            .filter(|(role, _)| of_member.contains(role))
            .count()
    };
    Staffing {
        bit: 1 << (number % 64),
        is_disjoint: roles_of.iter().all(|of_member| seats_for(of_member) < 2),
        roles,
    }
}

pub(super) fn bits_of(roles: &[RoleId], staffings: &[Staffing]) -> u64 {
    (staffings.iter())
        .filter(|staffing| staffing.roles.iter().any(|(role, _)| roles.contains(role)))
        .fold(0, |bits, staffing| bits | staffing.bit)
}

/// The changes of all shifts in their order, with the staffings that each concerns.
pub(super) fn shift_changes(
    calendars: &Arena<CalendarId, Calendar>,
    who: &People,
    bits_of: &Arena<MemberId, u64>,
    steps: &Arena<StepId, StepCode>,
    impacts: &Arena<ImpactId, ImpactCode>,
) -> Vec<ShiftChange> {
    let works_on_shift = |member: MemberId| {
        let is_needed = |step: &StepCode| {
            step.on_shift && (step.needs.iter()).any(|role| who.roles_of[member].contains(role))
        };
        steps.iter().any(is_needed)
    };
    let mut changes: Vec<ShiftChange> = (calendars.entries())
        .flat_map(|(id, calendar)| {
            let ours = || {
                let all = who.members.entries();
                all.filter(|(_, member)| member.pattern == PatternCode::Calendar(id))
                    .map(|(member, _)| member)
            };
            let staffing_bits = ours().fold(0, |bits, member| bits | bits_of[member]);
            let is_heeded = ours().any(works_on_shift)
                || impacts.iter().any(|impact| impact.during == Some(id));
            ShiftChange::all_of(id, calendar).map(move |change| ShiftChange {
                staffing_bits,
                is_heeded,
                ..change
            })
        })
        .collect();
    changes.sort_unstable();
    changes
}
