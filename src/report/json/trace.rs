//! The whole log of one drill.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::analysis::{Cost, StepState, StepStory, StretchKind};
use crate::model::Drill;
use crate::quantity::{Seconds, StepId};
use crate::report::json::event::{EventJson, civil};
use crate::report::json::ids::member;
use crate::report::json::lack::LackJson;
use crate::report::json::manifest::{FileHash, version};
use crate::report::json::objective::ObjectiveJson;
use crate::report::json::{schema_of, text};
use crate::report::trace::Trace;

/// The JSON of a drill that was played with these files.
pub fn trace(trace: Trace<'_>, files: Vec<FileHash>) -> String {
    text(&TraceJson::of(trace, files))
}

/// The schema of [`trace`]'s JSON.
pub fn trace_schema() -> Schema {
    schema_of::<TraceJson>()
}

/// One drill, from onset to the horizon. Times are whole seconds since onset unless they say otherwise.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "firebell trace")]
struct TraceJson {
    /// Id of the scenario.
    scenario: String,
    /// Its title.
    title: String,
    /// Id of the plan.
    plan: String,
    /// Its revision.
    revision: String,
    /// Name of the organization.
    organization: String,
    /// The seed of the drill's luck.
    seed: u64,
    /// Which replication.
    replication: u64,
    /// Onset on the organization's clock, such as 2026-03-13T19:40:00.
    starts: String,
    /// Its day of the week.
    weekday: String,
    /// The organization's time zone (IANA).
    time_zone: String,
    /// How long the drill lasts.
    horizon: i64,
    /// When the organization's clock is set forward or back.
    clock_changes: Vec<ClockChangeJson>,
    /// What the participants are told at the beginning.
    narrative: Option<String>,
    /// What the drill takes for granted.
    assumptions: Vec<String>,
    /// What happened, in the order in which it took effect.
    events: Vec<EventJson>,
    /// The steps, by id.
    steps: Vec<StepJson>,
    /// The objectives, in the order of the file.
    objectives: Vec<ObjectiveJson>,
    /// From 0 to 100; null: no objective applies.
    score: Option<f64>,
    /// Whether every critical objective that applies is met; null: none is critical.
    passed: Option<bool>,
    /// The last completion of a step; 0 if there is none.
    makespan: i64,
    /// What it cost.
    cost: CostJson,
    /// What regenerates this file byte for byte.
    manifest: ManifestJson,
}

#[derive(Serialize, JsonSchema)]
struct ClockChangeJson {
    /// The first second of the new time.
    at: i64,
    /// How many seconds the clock is set forward; negative: back.
    forward: i64,
}

/// What became of a step.
#[derive(Serialize, JsonSchema)]
struct StepJson {
    /// Id.
    id: String,
    /// Title.
    title: String,
    /// State at the horizon.
    state: StateJson,
    /// When it first was ready; null: never.
    ready: Option<i64>,
    /// When it first started; null: never.
    started: Option<i64>,
    /// When it was done last; null: not done at the horizon.
    finished: Option<i64>,
    /// Who did its last stretch of work, the owner first; members of a team as `pickers/3`.
    people: Vec<String>,
    /// Attempts that started or were given up waiting.
    attempts: u32,
    /// Seconds spent ready but not in work.
    waited: i64,
    /// The label that was drawn; null: none.
    label: Option<String>,
    /// What it spent its time on, in order.
    spans: Vec<SpanJson>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StateJson {
    Dormant,
    Pending,
    Delayed,
    Waiting,
    Working,
    Pausing,
    Done,
    Skipped,
    Failed,
    Blocked,
}

/// A stretch of a step's time.
#[derive(Serialize, JsonSchema)]
struct SpanJson {
    /// First second.
    from: i64,
    /// The second after the last.
    to: i64,
    /// What it was spent on.
    #[serde(flatten)]
    spent: SpentJson,
}

#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SpentJson {
    Delay,
    Waiting(LackJson),
    Work,
    FailedWork,
    Pause,
}

/// Costs in the register's currency.
#[derive(Serialize, JsonSchema)]
struct CostJson {
    /// The register's currency; null: not known.
    currency: Option<String>,
    /// Hours in work × cost per hour.
    labour: f64,
    /// Costs of the attempts that started.
    steps: f64,
    /// Final levels and areas of impacts at their prices.
    impacts: f64,
    /// Penalties of objectives.
    penalties: f64,
    /// All of it.
    total: f64,
}

/// What regenerates a result byte for byte.
#[derive(Serialize, JsonSchema)]
struct ManifestJson {
    /// Version of Firebell.
    version: String,
    /// Seed.
    seed: u64,
    /// Replication.
    replication: u64,
    /// The files that were read.
    files: Vec<FileHash>,
}

impl TraceJson {
    fn of(trace: Trace<'_>, files: Vec<FileHash>) -> Self {
        let Trace {
            drill,
            story,
            assessment,
            seed,
        } = trace;
        let steps = story.steps.entries();
        let objectives = drill.scenario.objectives.iter();
        Self {
            scenario: drill.scenario.id.clone(),
            title: drill.scenario.title.clone(),
            plan: drill.plan.id.clone(),
            revision: drill.plan.revision.clone(),
            organization: drill.organization.name.clone(),
            seed,
            replication: story.replication,
            starts: civil(story.starts),
            weekday: story.weekday.name().to_owned(),
            time_zone: drill.organization.zone.name().to_owned(),
            horizon: story.horizon.0,
            clock_changes: story
                .clock_changes
                .iter()
                .map(|change| ClockChangeJson {
                    at: change.at.since(story.onset).0,
                    forward: change.forward.0,
                })
                .collect(),
            narrative: drill.scenario.narrative.clone(),
            assumptions: drill.scenario.assumptions.clone(),
            events: story
                .events
                .iter()
                .map(|event| EventJson::of(drill, story, event))
                .collect(),
            steps: steps.map(|(id, step)| step_json(drill, id, step)).collect(),
            objectives: objectives
                .zip(assessment.objectives.iter())
                .map(|(objective, verdict)| ObjectiveJson::of(drill, objective, verdict))
                .collect(),
            score: assessment.score,
            passed: assessment.passed,
            makespan: assessment.makespan.0,
            cost: cost_json(drill, &assessment.cost),
            manifest: ManifestJson {
                version: version(),
                seed,
                replication: story.replication,
                files,
            },
        }
    }
}

fn step_json(drill: &Drill, id: StepId, story: &StepStory) -> StepJson {
    let step = &drill.plan.steps[id];
    let seconds = |moment: Option<Seconds>| moment.map(|moment| moment.0);
    StepJson {
        id: step.id.clone(),
        title: step.title.clone(),
        state: state_json(story.state),
        ready: seconds(story.ready),
        started: seconds(story.started),
        finished: seconds(story.finished),
        people: story
            .people
            .iter()
            .map(|someone| member(drill, *someone))
            .collect(),
        attempts: story.attempts,
        waited: story.waited.0,
        label: story.label.map(|label| step.outcomes[label].label.clone()),
        spans: story
            .spans
            .iter()
            .map(|span| SpanJson {
                from: span.from.0,
                to: span.to.0,
                spent: match span.kind {
                    StretchKind::Delay => SpentJson::Delay,
                    StretchKind::Waiting(lack) => SpentJson::Waiting(LackJson::of(drill, lack)),
                    StretchKind::Work => SpentJson::Work,
                    StretchKind::FailedWork => SpentJson::FailedWork,
                    StretchKind::Pause => SpentJson::Pause,
                },
            })
            .collect(),
    }
}

fn state_json(state: StepState) -> StateJson {
    match state {
        StepState::Dormant => StateJson::Dormant,
        StepState::Pending => StateJson::Pending,
        StepState::Delayed => StateJson::Delayed,
        StepState::Waiting => StateJson::Waiting,
        StepState::Working => StateJson::Working,
        StepState::Pausing => StateJson::Pausing,
        StepState::Done => StateJson::Done,
        StepState::Skipped => StateJson::Skipped,
        StepState::Failed => StateJson::Failed,
        StepState::Blocked => StateJson::Blocked,
    }
}

fn cost_json(drill: &Drill, cost: &Cost) -> CostJson {
    CostJson {
        currency: drill.currency.clone(),
        labour: cost.labour,
        steps: cost.steps,
        impacts: cost.impacts,
        penalties: cost.penalties,
        total: cost.total(),
    }
}
