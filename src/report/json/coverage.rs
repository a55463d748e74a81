//! What a drill programme exercises, with all digits.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::analysis::coverage::{Kind, Never, Remedy, Row};
use crate::report::coverage::{Covered, reason, written};
use crate::report::json::manifest::{FileHash, version};
use crate::report::json::{schema_of, text};

/// The JSON of a programme read from these files.
pub fn coverage(covered: &Covered<'_>, files: &[FileHash]) -> String {
    text(&CoverageJson::of(covered, files.to_vec()))
}

/// The schema of [`coverage`]'s JSON.
pub fn coverage_schema() -> Schema {
    schema_of::<CoverageJson>()
}

/// What a drill programme exercises.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "firebell coverage")]
struct CoverageJson {
    /// Whether every replication was played and every change tried; false: broken off, INCOMPLETE.
    complete: bool,
    /// How many things were exercised.
    exercised: usize,
    /// How many there are.
    all: usize,
    /// The same of each kind there is anything of.
    kinds: Vec<TotalJson>,
    /// The drills.
    drills: Vec<DrillJson>,
    /// Everything there is to exercise, each once.
    items: Vec<ItemJson>,
    /// Plans that are not counted because another revision is drilled.
    left_out: Vec<String>,
    /// What regenerates this byte for byte.
    manifest: CoverageManifestJson,
}

#[derive(Serialize, JsonSchema)]
struct TotalJson {
    kind: KindJson,
    exercised: usize,
    all: usize,
}

/// A drill.
#[derive(Serialize, JsonSchema)]
struct DrillJson {
    /// Id of the scenario.
    scenario: String,
    /// Its title.
    title: String,
    /// Id of the plan.
    plan: String,
    /// Its revision.
    revision: String,
    /// Replications played.
    replications: u64,
}

#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindJson {
    /// A risk is drilled.
    Risk,
    /// A plan is played.
    Plan,
    /// A step is done by its own work.
    Step,
    /// A guard is true.
    GuardTrue,
    /// A guard is false.
    GuardFalse,
    /// One of several labels is drawn.
    Label,
    /// A step fails and its fallback is called for.
    Fallback,
    /// A failed attempt is followed by another.
    Retry,
    /// An on-demand step is called for.
    OnDemand,
    /// Somebody works in a role.
    Role,
    /// A deputy works in a role.
    Deputy,
    /// A resource is used.
    ResourceUsed,
    /// A step waits for a resource.
    ResourceShort,
    /// An inject fires.
    Inject,
    /// A barrier that weakens holds.
    BarrierHolds,
    /// A barrier has failed; those that avert have in every drill.
    BarrierFails,
}

/// Something to exercise.
#[derive(Serialize, JsonSchema)]
struct ItemJson {
    kind: KindJson,
    /// The plan with its revision, or the scenario, that it belongs to; null: to the workspace.
    of: Option<String>,
    /// Its id; of guards, labels, fallbacks and retries their step's, of deputies the role's.
    id: String,
    /// The label, the fallback, the deputy.
    detail: Option<String>,
    /// Its title.
    title: String,
    /// Whether any drill exercised it.
    exercised: bool,
    /// The greatest share among the drills.
    share: f64,
    /// In what share of the replications of each drill it was exercised; null: that drill has no such thing.
    shares: Vec<Option<f64>>,
    /// Of what was never exercised; null: it was, or that was not looked into.
    never: Option<NeverJson>,
}

#[derive(Serialize, JsonSchema)]
struct NeverJson {
    /// Whether no replication of any drill can exercise it.
    impossible: bool,
    /// Why it was not exercised.
    reason: String,
    /// What would; null: no change that was tried.
    remedy: Option<RemedyJson>,
}

/// A change of a scenario that was tried by playing it.
#[derive(Serialize, JsonSchema)]
struct RemedyJson {
    /// Id of the scenario to change.
    scenario: String,
    /// All of these together, as they are written in its file.
    changes: Vec<String>,
    /// So many replications exercised it.
    hits: u64,
    /// Of so many.
    replications: u64,
}

/// What regenerates a result byte for byte.
#[derive(Serialize, JsonSchema)]
struct CoverageManifestJson {
    /// Version of Firebell.
    version: String,
    /// Seed.
    seed: u64,
    /// Replications asked for of each drill.
    replications: u64,
    /// The files that were read.
    files: Vec<FileHash>,
}

impl CoverageJson {
    fn of(covered: &Covered<'_>, files: Vec<FileHash>) -> Self {
        let coverage = covered.coverage;
        let (exercised, all) = coverage.exercised();
        let totals = coverage.totals();
        let drills = covered.drills.iter().zip(&coverage.replications);
        Self {
            complete: !coverage.is_broken_off,
            exercised,
            all,
            kinds: totals
                .iter()
                .map(|total| TotalJson {
                    kind: kind(total.kind),
                    exercised: total.exercised,
                    all: total.all,
                })
                .collect(),
            drills: drills
                .map(|(drill, replications)| DrillJson {
                    scenario: drill.scenario.id.clone(),
                    title: drill.scenario.title.clone(),
                    plan: drill.plan.id.clone(),
                    revision: drill.plan.revision.clone(),
                    replications: *replications,
                })
                .collect(),
            items: coverage.rows.iter().map(|row| item(covered, row)).collect(),
            left_out: covered.left_out.to_vec(),
            manifest: CoverageManifestJson {
                version: version(),
                seed: coverage.seed,
                replications: coverage.most,
                files,
            },
        }
    }
}

fn item(covered: &Covered<'_>, row: &Row) -> ItemJson {
    let coverage = covered.coverage;
    let never = row.never.as_ref();
    ItemJson {
        kind: kind(row.item.kind),
        of: row.item.of.clone(),
        id: row.item.id.clone(),
        detail: row.item.detail.clone(),
        title: row.title.clone(),
        exercised: row.is_exercised(),
        share: coverage.share_most(row),
        shares: (0..covered.drills.len())
            .map(|drill| coverage.share(row, drill))
            .collect(),
        never: never.map(|never| NeverJson::of(covered, row, never)),
    }
}

impl NeverJson {
    fn of(covered: &Covered<'_>, row: &Row, never: &Never) -> Self {
        let remedy = never.remedy.as_ref();
        Self {
            impossible: never.is_impossible(),
            reason: reason(covered, row, never),
            remedy: remedy.map(|remedy| RemedyJson::of(covered, remedy)),
        }
    }
}

impl RemedyJson {
    fn of(covered: &Covered<'_>, remedy: &Remedy) -> Self {
        let drill = covered.drills[remedy.drill];
        Self {
            scenario: drill.scenario.id.clone(),
            changes: written(drill, &remedy.changes),
            hits: remedy.hits,
            replications: remedy.replications,
        }
    }
}

fn kind(kind: Kind) -> KindJson {
    match kind {
        Kind::Risk => KindJson::Risk,
        Kind::Plan => KindJson::Plan,
        Kind::Step => KindJson::Step,
        Kind::GuardTrue => KindJson::GuardTrue,
        Kind::GuardFalse => KindJson::GuardFalse,
        Kind::Label => KindJson::Label,
        Kind::Fallback => KindJson::Fallback,
        Kind::Retry => KindJson::Retry,
        Kind::OnDemand => KindJson::OnDemand,
        Kind::Role => KindJson::Role,
        Kind::Deputy => KindJson::Deputy,
        Kind::ResourceUsed => KindJson::ResourceUsed,
        Kind::ResourceShort => KindJson::ResourceShort,
        Kind::Inject => KindJson::Inject,
        Kind::BarrierHolds => KindJson::BarrierHolds,
        Kind::BarrierFails => KindJson::BarrierFails,
    }
}
