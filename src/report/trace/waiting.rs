//! Why a step waits, in words.

use std::collections::BTreeMap;

use crate::analysis::{CallKind, Lack, PersonState, Story, UnitState};
use crate::model::Drill;
use crate::quantity::{PersonId, RoleId, Seconds};
use crate::report::{clock, names};

/// Calls that are not answered yet: how, and when.
pub(super) type OpenCalls = BTreeMap<PersonId, (CallKind, Seconds)>;

/// "waits for the dba: Zhang Min is off shift until Mon 09:00".
pub(super) fn reason(
    drill: &Drill,
    story: &Story,
    calls: &OpenCalls,
    now: Seconds,
    lack: Lack,
) -> String {
    match lack {
        Lack::Hold => "may not start: it is held".to_owned(),
        Lack::Person {
            role,
            person,
            state,
        } => {
            let role = role_in_short(drill, role);
            let state = person_state(drill, story, calls, now, person, state);
            format!("waits for {role}: {state}")
        }
        Lack::Resource { resource, state } => {
            let state = match state {
                UnitState::Lost => "taken away".to_owned(),
                UnitState::UsedBy(step) => format!("in use by {}", names::step(drill, step)),
                UnitState::UsedUp => "used up".to_owned(),
            };
            format!(
                "waits for the {}: {state}",
                names::resource(drill, resource)
            )
        }
    }
}

fn role_in_short(drill: &Drill, role: RoleId) -> String {
    format!("the {}", names::role(drill, role))
}

fn person_state(
    drill: &Drill,
    story: &Story,
    calls: &OpenCalls,
    now: Seconds,
    id: PersonId,
    state: PersonState,
) -> String {
    let zone = &drill.organization.zone;
    let person = &drill.organization.people[id];
    let name = &person.name;
    let (is, has) = if person.count > 1 {
        ("are", "have")
    } else {
        ("is", "has")
    };
    let said =
        |moment: Seconds| clock::said_at(zone, story.onset.after(moment), story.onset.after(now));
    match state {
        PersonState::OffShift => match calls.get(&id) {
            Some((CallKind::OnCall, at)) if *at == now => {
                format!("{name} {is} off shift and being called")
            }
            Some((CallKind::OnCall, at)) => {
                format!("{name} {is} off shift, called at {}", said(*at))
            }
            Some((CallKind::OnShift | CallKind::OutOfReach, _)) | None => {
                match clock::next_shift(&drill.organization, person, story.onset.after(now)) {
                    Some(begin) => {
                        let begin = clock::said_at(zone, begin, story.onset.after(now));
                        format!("{name} {is} off shift until {begin}")
                    }
                    None => format!("{name} {is} off shift"),
                }
            }
        },
        PersonState::NotAnswering => match calls.get(&id) {
            Some((_, at)) if *at < now => {
                format!("{name} {has} not answered since {}", said(*at))
            }
            Some(_) | None => format!("{name} {is} being called"),
        },
        PersonState::Working(step) => {
            format!("{name} {is} busy with {}", names::step(drill, step))
        }
        PersonState::Absent => format!("{name} {is} absent"),
        PersonState::Resting => format!("{name} {is} resting"),
        PersonState::SetAside => {
            format!("{name} may not do it, or does another part of it")
        }
    }
}
