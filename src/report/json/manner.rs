//! How, why and through whom things happen.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::{AfterFailure, Source};
use crate::model::{Channel, Drill};
use crate::report::json::ids::{inject_id, step_id};

/// Who or what brought something about.
#[derive(Serialize, JsonSchema)]
pub(super) struct SourceJson {
    kind: SourceKindJson,
    /// Its id; null of onset.
    id: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SourceKindJson {
    Onset,
    Barrier,
    Step,
    Inject,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChannelJson {
    Phone,
    Email,
    Message,
    InPerson,
    Letter,
    Media,
    System,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SkipReasonJson {
    /// Its guard was false.
    Guard,
    /// Too few of its predecessors happened.
    Predecessors,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum InterruptReasonJson {
    Absence,
    ShiftEnd,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AfterFailureJson {
    Retry,
    Fallback,
    Continue,
    Halt,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum CallKindJson {
    OnShift,
    OnCall,
    OutOfReach,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum TurnJson {
    Met,
    TargetPassed,
    LimitPassed,
    FellShort,
    Lost,
}

pub(super) fn source(drill: &Drill, source: Source) -> SourceJson {
    let (kind, id) = match source {
        Source::Onset => (SourceKindJson::Onset, None),
        Source::Barrier(id) => (
            SourceKindJson::Barrier,
            Some(drill.plan.barriers[id].id.clone()),
        ),
        Source::Step(id) => (SourceKindJson::Step, Some(step_id(drill, id))),
        Source::Inject(id) => (SourceKindJson::Inject, Some(inject_id(drill, id))),
    };
    SourceJson { kind, id }
}

pub(super) fn channel(channel: Channel) -> ChannelJson {
    match channel {
        Channel::Phone => ChannelJson::Phone,
        Channel::Email => ChannelJson::Email,
        Channel::Message => ChannelJson::Message,
        Channel::InPerson => ChannelJson::InPerson,
        Channel::Letter => ChannelJson::Letter,
        Channel::Media => ChannelJson::Media,
        Channel::System => ChannelJson::System,
    }
}

pub(super) fn after_failure(
    drill: &Drill,
    then: AfterFailure,
) -> (AfterFailureJson, Option<i64>, Option<String>) {
    match then {
        AfterFailure::Retry(again) => (AfterFailureJson::Retry, Some(again.0), None),
        AfterFailure::Fallback(step) => {
            let step = step_id(drill, step);
            (AfterFailureJson::Fallback, None, Some(step))
        }
        AfterFailure::Continue => (AfterFailureJson::Continue, None, None),
        AfterFailure::Halt => (AfterFailureJson::Halt, None, None),
    }
}
