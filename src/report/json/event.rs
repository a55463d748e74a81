//! Events of the log.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::{CallKind, Event, EventKind, InterruptReason, SkipReason, Story, Turn};
use crate::model::Drill;
use crate::quantity::CivilTime;
use crate::report::json::effect::EffectJson;
use crate::report::json::ids::{
    inject_id, label, member, objective_id, person_id, resource_id, role_id, step_id,
};
use crate::report::json::lack::LackJson;
use crate::report::json::manner::{
    AfterFailureJson, CallKindJson, ChannelJson, InterruptReasonJson, SkipReasonJson, SourceJson,
    TurnJson, after_failure, channel, source,
};
use crate::report::names;

/// Something that happened.
#[derive(Serialize, JsonSchema)]
pub(super) struct EventJson {
    /// Seconds since onset.
    at: i64,
    /// The organization's clock, such as 2026-03-13T19:40:00.
    clock: String,
    /// What happened.
    #[serde(flatten)]
    what: EventKindJson,
    /// Levels of impacts right after, where they are telling.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    levels: Vec<LevelJson>,
}

#[derive(Serialize, JsonSchema)]
struct LevelJson {
    /// Which impact.
    impact: String,
    /// Its level.
    level: f64,
}

#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum EventKindJson {
    /// The drill begins.
    Onset,
    /// The drill ends.
    Horizon,
    /// The organization's clock is set forward by so many seconds; negative: back.
    ClockChange { forward: i64 },
    /// A barrier holds, or has failed.
    Barrier { barrier: String, holds: bool },
    /// A flag became true.
    FlagSet { flag: String, by: SourceJson },
    /// A flag fell: the step that had set it was reopened.
    FlagFell { flag: String },
    /// An inject fired; its effects follow.
    InjectFired {
        inject: String,
        title: String,
        from: Option<String>,
        /// Ids of roles.
        to: Vec<String>,
        by: Option<ChannelJson>,
        message: Option<String>,
        /// Read to nobody.
        hidden: bool,
    },
    /// An inject's time came, but its guard was false.
    InjectWithheld { inject: String },
    /// An effect was applied.
    Effect { by: SourceJson, effect: EffectJson },
    /// A time-limited effect ended.
    EffectEnded { by: SourceJson, effect: EffectJson },
    /// An impact exceeded the level an inject watches for.
    Exceeded { impact: String, level: f64 },
    /// A dormant step became pending.
    Woken { step: String },
    /// A step is released.
    Released { step: String },
    /// A step is not needed.
    Skipped { step: String, why: SkipReasonJson },
    /// A step can no longer be released.
    Blocked { step: String, by: String },
    /// A step is ready.
    Ready { step: String, attempt: u32 },
    /// From now on a step waits for this.
    Waits {
        step: String,
        #[serde(flatten)]
        lack: LackJson,
    },
    /// Work begins or goes on.
    Started {
        step: String,
        attempt: u32,
        /// The owner first, then the crew; empty if automatic.
        people: Vec<String>,
        /// Whether its owner is a deputy.
        deputy: bool,
        /// Whether it goes on after an interruption.
        resumes: bool,
        /// When this stretch of work ends if nothing interferes.
        until: i64,
    },
    /// Work was interrupted; the step waits again.
    Interrupted {
        step: String,
        person: String,
        why: InterruptReasonJson,
    },
    /// A step is done.
    Done { step: String, label: Option<String> },
    /// An attempt failed.
    Failed {
        step: String,
        attempt: u32,
        /// Whether it was given up before it started.
        gave_up_waiting: bool,
        then: AfterFailureJson,
        /// `retry`: when.
        again: Option<i64>,
        /// `fallback`: the step required instead.
        fallback: Option<String>,
    },
    /// A step counts as done: its fallback is done.
    Replaced { step: String, by: String },
    /// A step has failed for good: its fallback ended otherwise than done.
    FallbackLost { step: String, fallback: String },
    /// A done step must be done again.
    Reopened { step: String, by: SourceJson },
    /// A call goes out.
    Called {
        person: String,
        members: u32,
        how: CallKindJson,
        step: String,
        role: String,
    },
    /// They answer and are free.
    Answered { person: String, members: u32 },
    /// They came without a call.
    Arrived { person: String, members: u32 },
    /// They became absent.
    Absent {
        person: String,
        members: u32,
        /// Null: to the end.
        until: Option<i64>,
    },
    /// An absence is over.
    Returned { person: String },
    /// Somebody left after a long stay.
    Left { person: String },
    /// Units lost came back (positive), or units gained went (negative).
    Units { resource: String, change: i64 },
    /// Something became certain about an objective.
    Objective { objective: String, turn: TurnJson },
}

impl EventJson {
    pub(super) fn of(drill: &Drill, story: &Story, event: &Event) -> Self {
        let zone = &drill.organization.zone;
        Self {
            at: event.at.0,
            clock: civil(zone.civil(story.onset.after(event.at))),
            what: EventKindJson::of(drill, &event.kind),
            levels: event
                .levels
                .iter()
                .map(|level| LevelJson {
                    impact: names::impact(drill, level.impact).to_owned(),
                    level: level.level,
                })
                .collect(),
        }
    }
}

/// "2026-03-13T19:40:00".
pub(super) fn civil(time: CivilTime) -> String {
    time.to_string().replacen(' ', "T", 1)
}

impl EventKindJson {
    fn of(drill: &Drill, kind: &EventKind) -> Self {
        match kind {
            EventKind::Onset => Self::Onset,
            EventKind::Horizon => Self::Horizon,
            EventKind::ClockChange(forward) => Self::ClockChange { forward: forward.0 },
            EventKind::Barrier { barrier, holds } => Self::Barrier {
                barrier: drill.plan.barriers[*barrier].id.clone(),
                holds: *holds,
            },
            EventKind::FlagSet(flag, by) => Self::FlagSet {
                flag: drill.scenario.flags[*flag].name.clone(),
                by: source(drill, *by),
            },
            EventKind::FlagFell(flag) => Self::FlagFell {
                flag: drill.scenario.flags[*flag].name.clone(),
            },
            EventKind::InjectFired(id) => {
                let inject = &drill.scenario.injects[*id];
                Self::InjectFired {
                    inject: inject.id.clone(),
                    title: inject.title.clone(),
                    from: inject.from.clone(),
                    to: inject.to.iter().map(|role| role_id(drill, *role)).collect(),
                    by: inject.by.map(channel),
                    message: inject.message.clone(),
                    hidden: inject.hidden,
                }
            }
            EventKind::InjectWithheld(id) => Self::InjectWithheld {
                inject: inject_id(drill, *id),
            },
            EventKind::Effect {
                source: by,
                effect,
                amount,
            } => Self::Effect {
                by: source(drill, *by),
                effect: EffectJson::of(drill, effect, *amount),
            },
            EventKind::EffectEnded { source: by, effect } => Self::EffectEnded {
                by: source(drill, *by),
                effect: EffectJson::of(drill, effect, None),
            },
            EventKind::Exceeded { impact, level } => Self::Exceeded {
                impact: names::impact(drill, *impact).to_owned(),
                level: *level,
            },
            EventKind::Woken(step) => Self::Woken {
                step: step_id(drill, *step),
            },
            EventKind::Released(step) => Self::Released {
                step: step_id(drill, *step),
            },
            EventKind::Skipped(step, reason) => Self::Skipped {
                step: step_id(drill, *step),
                why: match reason {
                    SkipReason::Guard => SkipReasonJson::Guard,
                    SkipReason::Predecessors => SkipReasonJson::Predecessors,
                },
            },
            EventKind::Blocked { step, by } => Self::Blocked {
                step: step_id(drill, *step),
                by: step_id(drill, *by),
            },
            EventKind::Ready { step, attempt } => Self::Ready {
                step: step_id(drill, *step),
                attempt: *attempt,
            },
            EventKind::Waits { step, lack } => Self::Waits {
                step: step_id(drill, *step),
                lack: LackJson::of(drill, *lack),
            },
            EventKind::Started {
                step,
                attempt,
                members,
                is_deputy,
                resumes,
                until,
            } => Self::Started {
                step: step_id(drill, *step),
                attempt: *attempt,
                people: members
                    .iter()
                    .map(|someone| member(drill, *someone))
                    .collect(),
                deputy: *is_deputy,
                resumes: *resumes,
                until: until.0,
            },
            EventKind::Interrupted {
                step,
                member: someone,
                reason,
            } => Self::Interrupted {
                step: step_id(drill, *step),
                person: member(drill, *someone),
                why: match reason {
                    InterruptReason::Absence => InterruptReasonJson::Absence,
                    InterruptReason::ShiftEnd => InterruptReasonJson::ShiftEnd,
                },
            },
            EventKind::Done(step, drawn) => Self::Done {
                step: step_id(drill, *step),
                label: drawn.map(|drawn| label(drill, *step, drawn)),
            },
            EventKind::Failed {
                step,
                attempt,
                gave_up_waiting,
                then,
            } => {
                let (then, again, fallback) = after_failure(drill, *then);
                Self::Failed {
                    step: step_id(drill, *step),
                    attempt: *attempt,
                    gave_up_waiting: *gave_up_waiting,
                    then,
                    again,
                    fallback,
                }
            }
            EventKind::Replaced { step, by } => Self::Replaced {
                step: step_id(drill, *step),
                by: step_id(drill, *by),
            },
            EventKind::FallbackLost { step, fallback } => Self::FallbackLost {
                step: step_id(drill, *step),
                fallback: step_id(drill, *fallback),
            },
            EventKind::Reopened(step, by) => Self::Reopened {
                step: step_id(drill, *step),
                by: source(drill, *by),
            },
            EventKind::Called {
                person,
                members,
                kind,
                step,
                role,
            } => Self::Called {
                person: person_id(drill, *person),
                members: *members,
                how: match kind {
                    CallKind::OnShift => CallKindJson::OnShift,
                    CallKind::OnCall => CallKindJson::OnCall,
                    CallKind::OutOfReach => CallKindJson::OutOfReach,
                },
                step: step_id(drill, *step),
                role: role_id(drill, *role),
            },
            EventKind::Answered { person, members } => Self::Answered {
                person: person_id(drill, *person),
                members: *members,
            },
            EventKind::Arrived { person, members } => Self::Arrived {
                person: person_id(drill, *person),
                members: *members,
            },
            EventKind::Absent {
                person,
                members,
                until,
            } => Self::Absent {
                person: person_id(drill, *person),
                members: *members,
                until: until.map(|until| until.0),
            },
            EventKind::Returned(someone) => Self::Returned {
                person: member(drill, *someone),
            },
            EventKind::Left(someone) => Self::Left {
                person: member(drill, *someone),
            },
            EventKind::Units { resource, change } => Self::Units {
                resource: resource_id(drill, *resource),
                change: *change,
            },
            EventKind::Objective(id, turn) => Self::Objective {
                objective: objective_id(drill, *id),
                turn: match turn {
                    Turn::Met => TurnJson::Met,
                    Turn::TargetPassed => TurnJson::TargetPassed,
                    Turn::LimitPassed => TurnJson::LimitPassed,
                    Turn::FellShort(_) => TurnJson::FellShort,
                    Turn::Lost => TurnJson::Lost,
                },
            },
        }
    }
}
