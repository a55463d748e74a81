//! Why a step waits.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::{Lack, PersonState, UnitState};
use crate::model::Drill;
use crate::report::json::ids::{person_id, resource_id, role_id, step_id};

/// The one thing that is blamed for a wait.
#[derive(Serialize, JsonSchema)]
pub(super) struct LackJson {
    /// Id of the role or the resource; null of a hold.
    of: Option<String>,
    /// Who is awaited, for a role.
    person: Option<String>,
    /// Where the person or the units are.
    why: WhyJson,
    /// `working`, `used`: the step that has them.
    step_in_the_way: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WhyJson {
    /// An effect keeps the step from starting.
    Held,
    /// Off shift, called or not.
    OffShift,
    /// Called on shift, no answer yet.
    NotAnswering,
    /// In work on another step.
    Working,
    Absent,
    Resting,
    /// Not allowed to do this step, or seated for another need of it.
    SetAside,
    /// Units taken away.
    Lost,
    /// Units in use by another step.
    Used,
    /// Units used up.
    UsedUp,
}

impl LackJson {
    pub(super) fn of(drill: &Drill, lack: Lack) -> Self {
        let id = |step| Some(step_id(drill, step));
        match lack {
            Lack::Hold => Self {
                of: None,
                person: None,
                why: WhyJson::Held,
                step_in_the_way: None,
            },
            Lack::Person {
                role,
                person,
                state,
            } => {
                let (why, step_in_the_way) = match state {
                    PersonState::OffShift => (WhyJson::OffShift, None),
                    PersonState::NotAnswering => (WhyJson::NotAnswering, None),
                    PersonState::Working(step) => (WhyJson::Working, id(step)),
                    PersonState::Absent => (WhyJson::Absent, None),
                    PersonState::Resting => (WhyJson::Resting, None),
                    PersonState::SetAside => (WhyJson::SetAside, None),
                };
                Self {
                    of: Some(role_id(drill, role)),
                    person: Some(person_id(drill, person)),
                    why,
                    step_in_the_way,
                }
            }
            Lack::Resource { resource, state } => {
                let (why, step_in_the_way) = match state {
                    UnitState::Lost => (WhyJson::Lost, None),
                    UnitState::UsedBy(step) => (WhyJson::Used, id(step)),
                    UnitState::UsedUp => (WhyJson::UsedUp, None),
                };
                Self {
                    of: Some(resource_id(drill, resource)),
                    person: None,
                    why,
                    step_in_the_way,
                }
            }
        }
    }
}
