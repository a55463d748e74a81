//! What many replications come to, with all digits.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::analysis::Rating;
use crate::analysis::evaluation::{
    Ending, Load, ObjectiveEstimate, ObjectiveFigures, StepFigures, StepWeight,
};
use crate::analysis::stress::Dependence;
use crate::model::Objective;
use crate::quantity::{Arena, Index, StepId};
use crate::report::json::chain_mean::ChainMeanJson;
use crate::report::json::estimate::{MeanJson, ShareJson, SummaryJson, TimesJson, WorstJson, ends};
use crate::report::json::ids::{person_id, role_id};
use crate::report::json::manifest::{FileHash, version};
use crate::report::json::objective::{MeasureJson, measure_json};
use crate::report::json::{schema_of, text};
use crate::report::run::{Asked, Hanging, Run};
use crate::statistics::Interval;

/// The JSON of a scenario, or of a programme, evaluated with these files.
pub fn run(asked: Asked<'_>, files: &[FileHash]) -> String {
    let of = |run: &Run<'_>| ScenarioJson::of(*run, files.to_vec());
    let json = match asked {
        Asked::Drill(run) => RunJson::Scenario(Box::new(of(&run))),
        Asked::Programme { runs, not_played } => RunJson::Programme {
            programme: runs.iter().map(of).collect(),
            not_played: not_played.to_vec(),
        },
    };
    text(&json)
}

/// The schema of [`run`]'s JSON.
pub fn run_schema() -> Schema {
    schema_of::<RunJson>()
}

/// One scenario, or a programme: several, or those of a folder.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(title = "firebell run")]
enum RunJson {
    /// One scenario.
    Scenario(Box<ScenarioJson>),
    /// A programme.
    Programme {
        /// The scenarios, in the order in which they were named.
        programme: Vec<ScenarioJson>,
        /// Ids of the scenarios before which it was broken off.
        not_played: Vec<String>,
    },
}

/// A drill over many replications. Times are seconds, since onset where they are moments; levels and money plain units.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "scenario")]
struct ScenarioJson {
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
    /// The seed of all luck.
    seed: u64,
    /// How many replications there are; the first is number 1.
    replications: u64,
    /// Why there are no more.
    ending: EndingJson,
    /// The half-width, of the whole scale, to which score and passing are known whenever one looks; null: not asked for.
    half_width: Option<f64>,
    /// The level of all intervals.
    level: f64,
    /// The share of replications in which a rating must be reached or bettered.
    confidence: f64,
    /// From 0 to 100, in replications in which an objective applies.
    score: SummaryJson,
    /// The mean of the worst 5 % of scores.
    score_worst: WorstJson,
    /// Replications in which no objective applies.
    without_score: u64,
    /// How often every critical objective that applies is met; null: none is critical.
    passed: Option<ShareJson>,
    /// Replications in which no critical objective applies, which count as passed.
    untested: u64,
    /// The register's currency; null: not known.
    currency: Option<String>,
    /// Cost.
    cost: SummaryJson,
    /// The mean of the highest 5 % of costs.
    cost_worst: WorstJson,
    /// The last completion of a step; 0 if there is none.
    makespan: SummaryJson,
    /// The objectives, in the order of the file.
    objectives: Vec<ObjectiveRunJson>,
    /// The steps, by id.
    steps: Vec<StepRunJson>,
    /// The impacts, in the order of the file.
    impacts: Vec<ImpactRunJson>,
    /// People and teams, by id.
    people: Vec<LoadJson>,
    /// Roles, by id.
    roles: Vec<LoadJson>,
    /// Resources, by id, in unit-seconds of use.
    resources: Vec<LoadJson>,
    /// People who alone hold a role and whose absence is shown to cost, most first; null: not looked for, as with `--quiet`, or
    /// broken off.
    dependence: Option<Vec<DependenceJson>>,
    /// Why objectives cannot be met even if nothing goes wrong.
    impossible: Vec<String>,
    /// What regenerates this byte for byte.
    manifest: RunManifestJson,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EndingJson {
    /// All replications were played.
    Complete,
    /// It is as precise as asked for.
    Precise,
    /// It is not, after the most replications.
    NotPrecise,
    /// It was broken off: INCOMPLETE.
    Interrupted,
}

/// An objective.
#[derive(Serialize, JsonSchema)]
struct ObjectiveRunJson {
    /// Id.
    id: String,
    /// Title.
    title: String,
    /// What is measured.
    measure: MeasureJson,
    /// Full attainment up to here (`completion`: from here); null where there is none.
    target: Option<f64>,
    /// No attainment from here; null where there is none.
    limit: Option<f64>,
    /// Weight in the score.
    weight: f64,
    /// Whether the drill passes only with it.
    critical: bool,
    /// In how many replications it applies.
    applicable: u64,
    /// How often it is met where it applies; null: it never applies, or observers judge it.
    met: Option<ShareJson>,
    /// How often it is beyond its limit or never reached, where it applies.
    beyond_limit: Option<ShareJson>,
    /// From 0 to 1.
    attainment: Option<MeanJson>,
    /// What is measured; null: observers judge it.
    value: Option<ValueJson>,
    /// P, S, M or U; null: it never applies, or observers judge it.
    rating: Option<char>,
    /// How often each of P, S, M and U is reached.
    ratings: [u64; 4],
    /// In how many replications there is a time on a step, with its chain.
    chained: u64,
    /// Where that time goes on average, longest first; the parts add up to the mean.
    chain: Vec<ChainMeanJson>,
}

/// What an objective measures. Quantiles are among all replications in which it applies, with what is never reached last.
#[derive(Serialize, JsonSchema)]
struct ValueJson {
    /// The share that is never reached; null: it never applies.
    never: Option<f64>,
    #[serde(flatten)]
    summary: SummaryJson,
}

/// A step. Shares are of all replications; they add up to 1.
#[derive(Serialize, JsonSchema)]
struct StepRunJson {
    /// Id.
    id: String,
    /// Title.
    title: String,
    /// Done at the horizon, by itself or by its fallback.
    done: f64,
    /// Not needed.
    skipped: f64,
    /// Failed.
    failed: f64,
    /// Could no longer be released.
    blocked: f64,
    /// Not called for.
    dormant: f64,
    /// On its way at the horizon.
    unfinished: f64,
    /// The same shares with their intervals.
    intervals: FatesJson,
    /// When it first is ready.
    ready: TimesJson,
    /// When it first starts.
    started: TimesJson,
    /// When it is done last.
    finished: TimesJson,
    /// How long it waits, ready but not in work.
    waited: TimesJson,
    /// How long it is in work, in all replications.
    worked: TimesJson,
    /// Attempts, in all replications.
    attempts: MeanJson,
    /// By objective, the share of replications in which it lies on the chain, among those with a chain.
    criticality: BTreeMap<String, f64>,
    /// By objective, Spearman's rank correlation of its work and the value; left out where one of them never changes.
    cruciality: BTreeMap<String, f64>,
    /// By objective, the schedule sensitivity index; left out where the value never changes.
    sensitivity: BTreeMap<String, f64>,
}

#[derive(Serialize, JsonSchema)]
struct FatesJson {
    done: [f64; 2],
    skipped: [f64; 2],
    failed: [f64; 2],
    blocked: [f64; 2],
    dormant: [f64; 2],
    unfinished: [f64; 2],
}

/// An impact.
#[derive(Serialize, JsonSchema)]
struct ImpactRunJson {
    /// Id.
    id: String,
    /// Level at the horizon.
    #[serde(rename = "final")]
    level_final: SummaryJson,
    /// Highest level.
    peak: SummaryJson,
    /// Level × time, in unit-hours.
    area: SummaryJson,
}

/// How much somebody or something is needed, in each replication.
#[derive(Serialize, JsonSchema)]
struct LoadJson {
    /// Id.
    id: String,
    /// Seconds in work, of all members or units together.
    busy: TimesJson,
    /// Seconds for which steps wait for it, over all steps.
    waited_for: TimesJson,
}

/// What is lost without a person.
#[derive(Serialize, JsonSchema)]
struct DependenceJson {
    /// Id of the person.
    person: String,
    /// Roles that nobody else holds.
    roles: Vec<String>,
    /// Points by which the mean score is lower without them.
    score_loss: f64,
    /// Its interval; null: too few replications differ to say, or a few of them decide.
    score_loss_interval: Option<[f64; 2]>,
    /// By how much the share passed is smaller; null: no objective is critical.
    passed_loss: Option<f64>,
    /// Its interval.
    passed_loss_interval: Option<[f64; 2]>,
    /// Replications each with and without them, of the same luck.
    replications: u64,
}

/// What regenerates a result byte for byte.
#[derive(Serialize, JsonSchema)]
struct RunManifestJson {
    /// Version of Firebell.
    version: String,
    /// Seed.
    seed: u64,
    /// How many replications were played.
    replications: u64,
    /// The files that were read.
    files: Vec<FileHash>,
}

impl ScenarioJson {
    fn of(run: Run<'_>, files: Vec<FileHash>) -> Self {
        let Run {
            drill, evaluation, ..
        } = run;
        let (ending, half_width) = ending(evaluation.ending);
        let organization = &drill.organization;
        let objectives = drill.scenario.objectives.iter();
        let impacts = drill.scenario.impacts.iter();
        Self {
            scenario: drill.scenario.id.clone(),
            title: drill.scenario.title.clone(),
            plan: drill.plan.id.clone(),
            revision: drill.plan.revision.clone(),
            organization: organization.name.clone(),
            seed: evaluation.seed,
            replications: evaluation.replications,
            ending,
            half_width,
            level: evaluation.level,
            confidence: evaluation.confidence,
            score: SummaryJson::of(&evaluation.score),
            score_worst: WorstJson::of(&evaluation.score_worst),
            without_score: evaluation.without_score,
            passed: evaluation.passed.as_ref().map(ShareJson::of),
            untested: evaluation.untested,
            currency: drill.currency.clone(),
            cost: SummaryJson::of(&evaluation.cost),
            cost_worst: WorstJson::of(&evaluation.cost_worst),
            makespan: SummaryJson::of(&evaluation.makespan),
            objectives: objectives
                .zip(evaluation.objectives.iter())
                .map(|(objective, estimate)| objective_json(run, objective, estimate))
                .collect(),
            steps: evaluation
                .steps
                .entries()
                .map(|(id, figures)| step_json(run, id, figures))
                .collect(),
            impacts: impacts
                .zip(evaluation.impacts.iter())
                .map(|(impact, figures)| ImpactRunJson {
                    id: impact.id.clone(),
                    level_final: SummaryJson::of(&figures.level_final),
                    peak: SummaryJson::of(&figures.level_peak),
                    area: SummaryJson::of(&figures.area),
                })
                .collect(),
            people: loads(
                organization.people.iter().map(|one| &one.id),
                &evaluation.people,
            ),
            roles: loads(
                organization.roles.iter().map(|one| &one.id),
                &evaluation.roles,
            ),
            resources: loads(
                organization.resources.iter().map(|one| &one.id),
                &evaluation.resources,
            ),
            dependence: match run.hanging {
                Hanging::NotAsked | Hanging::BrokenOff => None,
                Hanging::Known(found) => {
                    Some(found.iter().map(|one| dependence_json(run, one)).collect())
                }
            },
            impossible: run.impossible.to_vec(),
            manifest: RunManifestJson {
                version: version(),
                seed: evaluation.seed,
                replications: evaluation.replications,
                files,
            },
        }
    }
}

fn ending(ending: Ending) -> (EndingJson, Option<f64>) {
    match ending {
        Ending::Complete => (EndingJson::Complete, None),
        Ending::Precise { half_width } => (EndingJson::Precise, Some(half_width)),
        Ending::NotPrecise { half_width } => (EndingJson::NotPrecise, half_width),
        Ending::Interrupted => (EndingJson::Interrupted, None),
    }
}

fn objective_json(
    run: Run<'_>,
    objective: &Objective,
    estimate: &ObjectiveEstimate,
) -> ObjectiveRunJson {
    let figures: Option<&ObjectiveFigures> = match estimate {
        ObjectiveEstimate::Judged => None,
        ObjectiveEstimate::Measured(figures) => Some(figures),
    };
    let share = |pick: fn(&ObjectiveFigures) -> Option<ShareJson>| figures.and_then(pick);
    let (measure, target, limit) = measure_json(&objective.measure);
    ObjectiveRunJson {
        id: objective.id.clone(),
        title: objective.title.clone(),
        measure,
        target,
        limit,
        weight: objective.weight,
        critical: objective.critical,
        applicable: figures.map_or(0, |figures| figures.applicable),
        met: share(|figures| figures.met.as_ref().map(ShareJson::of)),
        beyond_limit: share(|figures| figures.beyond_limit.as_ref().map(ShareJson::of)),
        attainment: figures.and_then(|figures| figures.attainment.as_ref().map(MeanJson::of)),
        value: figures.map(|figures| ValueJson {
            never: figures.never.map(|never| never.value),
            summary: SummaryJson::of(&figures.value),
        }),
        rating: figures
            .and_then(|figures| figures.rating)
            .map(Rating::letter),
        ratings: figures.map_or([0; 4], |figures| figures.ratings),
        chained: figures.map_or(0, |figures| figures.chained),
        chain: figures.map_or_else(Vec::new, |figures| {
            let chain = figures.chain.iter();
            chain
                .map(|mean| ChainMeanJson::of(run.drill, mean, figures.chained))
                .collect()
        }),
    }
}

fn step_json(run: Run<'_>, id: StepId, figures: &StepFigures) -> StepRunJson {
    let step = &run.drill.plan.steps[id];
    let by_objective = |index: &dyn Fn(&StepWeight) -> Option<f64>| {
        let objectives = run.drill.scenario.objectives.iter();
        objectives
            .zip(figures.weights.iter())
            .filter_map(|(objective, weight)| Some((objective.id.clone(), index(weight)?)))
            .collect()
    };
    StepRunJson {
        id: step.id.clone(),
        title: step.title.clone(),
        done: figures.done.value,
        skipped: figures.skipped.value,
        failed: figures.failed.value,
        blocked: figures.blocked.value,
        dormant: figures.dormant.value,
        unfinished: figures.unfinished.value,
        intervals: FatesJson {
            done: ends(figures.done.interval),
            skipped: ends(figures.skipped.interval),
            failed: ends(figures.failed.interval),
            blocked: ends(figures.blocked.interval),
            dormant: ends(figures.dormant.interval),
            unfinished: ends(figures.unfinished.interval),
        },
        ready: TimesJson::of(&figures.ready),
        started: TimesJson::of(&figures.started),
        finished: TimesJson::of(&figures.finished),
        waited: TimesJson::of(&figures.waited),
        worked: TimesJson::of(&figures.worked),
        attempts: MeanJson::of(&figures.attempts),
        criticality: by_objective(&|weight| Some(weight.criticality?.value)),
        cruciality: by_objective(&|weight| weight.cruciality),
        sensitivity: by_objective(&|weight| weight.sensitivity),
    }
}

fn loads<'a, Id: Index>(
    ids: impl Iterator<Item = &'a String>,
    loads: &Arena<Id, Load>,
) -> Vec<LoadJson> {
    ids.zip(loads.iter())
        .map(|(id, load)| LoadJson {
            id: id.clone(),
            busy: TimesJson::of(&load.busy),
            waited_for: TimesJson::of(&load.waited_for),
        })
        .collect()
}

fn dependence_json(run: Run<'_>, dependence: &Dependence) -> DependenceJson {
    let roles = dependence.roles.iter();
    let (score, passed) = (
        dependence.stressed.brief.score,
        dependence.stressed.brief.passed,
    );
    let loss = |gain: Interval| [-gain.high, -gain.low];
    DependenceJson {
        person: person_id(run.drill, dependence.person),
        roles: roles.map(|role| role_id(run.drill, *role)).collect(),
        score_loss: dependence.stressed.score_loss(),
        score_loss_interval: score.and_then(|score| score.difference.interval).map(loss),
        passed_loss: passed.map(|passed| -passed.difference.value),
        passed_loss_interval: passed.map(|passed| loss(passed.difference.interval)),
        replications: dependence.replications,
    }
}
