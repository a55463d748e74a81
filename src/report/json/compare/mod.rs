//! Plans compared, with all digits.

mod change;
mod difference;
mod explained;

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::analysis::comparison::{
    Aspect, Better, Comparison, Figure, Ground, ObjectiveDifference, Programme, ProgrammeDetail,
    ProgrammeQuantity, Quantity, Verdict,
};
use crate::model::Drill;
use crate::report::compare::{Candidate, CompareEnding, Compared};
use crate::report::json::estimate::{MeanJson, ends};
use crate::report::json::ids::objective_id;
use crate::report::json::manifest::{FileHash, version};
use crate::report::json::{schema_of, text};

use change::ChangeJson;
use difference::{
    BetterJson, DifferenceJson, PassingJson, QuantityJson, TailJson, better, difference, passing,
    quantity, tail,
};
use explained::ExplainedJson;

/// The JSON of a comparison made with these files.
pub fn compare(compared: &Compared<'_>, files: Vec<FileHash>) -> String {
    text(&CompareJson::of(compared, files))
}

/// The schema of [`compare`]'s JSON.
pub fn compare_schema() -> Schema {
    schema_of::<CompareJson>()
}

/// Candidates against a baseline, paired replication by replication. Differences are candidate less baseline.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "firebell compare")]
struct CompareJson {
    /// Id of the plan; null: drills play several, each says which.
    plan: Option<String>,
    /// What the baseline is called.
    baseline: String,
    /// The seed of all luck.
    seed: u64,
    /// Replications of each plan in each drill.
    replications: u64,
    /// The level of intervals.
    level: f64,
    /// How often one may look whether all is decided, and stop. Verdicts and gates allow for so many looks, as do the intervals of
    /// `best` and `always`; other intervals do not.
    looks: u64,
    /// Why there are no more.
    ending: EndingJson,
    /// A difference of scores below that is none, in points; null: it was not asked for.
    indifference: Option<f64>,
    /// What scenarios name and the baseline lacks: it is played without.
    without: Vec<String>,
    /// Ids of drills that were left out, since they play another plan.
    left_out: Vec<String>,
    /// The candidates, in the order in which they were named.
    candidates: Vec<CandidateJson>,
    /// Of the baseline and each candidate, the mean score less the best of the others'; null: there is one candidate.
    best: Option<Vec<BestJson>>,
    /// Version of Firebell.
    version: String,
    /// The files that were read.
    files: Vec<FileHash>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EndingJson {
    /// All replications were played.
    Complete,
    /// Every candidate was decided.
    Decided,
    /// Not so, after the most replications.
    Undecided,
    /// It was broken off: INCOMPLETE.
    Interrupted,
}

/// Whether a plan may be the best.
#[derive(Serialize, JsonSchema)]
struct BestJson {
    /// What it is called.
    name: String,
    /// The interval of its mean score less the best of the others'; all hold together, at whichever look one stops.
    interval: [f64; 2],
    /// Whether it may be the best.
    may_be_best: bool,
}

/// A candidate.
#[derive(Serialize, JsonSchema)]
struct CandidateJson {
    /// What it is called.
    name: String,
    /// Its revision.
    revision: String,
    /// What scenarios name and it lacks: it is played without.
    without: Vec<String>,
    /// What it changes.
    changes: Vec<ChangeJson>,
    /// Over all drills, each counted alike.
    programme: ProgrammeJson,
    /// Drill by drill.
    scenarios: Vec<ScenarioJson>,
    /// Drills in which something is shown to be worse.
    worse_in: Vec<String>,
    /// Why it is not told which change did it, though that was asked; null: it is told, or was not asked.
    unexplained: Option<String>,
    /// Which change did it; null: it was not asked for.
    explained: Option<ExplainedJson>,
    /// The score's difference and an interval that holds at whichever look one stops; null: not played until decided.
    always: Option<AlwaysJson>,
}

#[derive(Serialize, JsonSchema)]
struct AlwaysJson {
    mean: f64,
    interval: [f64; 2],
}

/// Means over all drills.
#[derive(Serialize, JsonSchema)]
struct ProgrammeJson {
    score: Option<ProgrammeQuantityJson>,
    /// The share of drills passed.
    passed: Option<ProgrammeQuantityJson>,
    /// Objectives by their ids; nothing of one drill.
    objectives: Vec<ProgrammeObjectiveJson>,
    cost: Option<ProgrammeQuantityJson>,
    verdict: VerdictJson,
}

/// An objective of that id in all drills.
#[derive(Serialize, JsonSchema)]
struct ProgrammeObjectiveJson {
    id: String,
    title: String,
    /// In any of them.
    critical: bool,
    /// How many drills measure it.
    drills: u64,
    /// The share of drills in which it is met, of those in which it applies to both; null: it never does.
    met: Option<ProgrammeQuantityJson>,
}

#[derive(Serialize, JsonSchema)]
struct ProgrammeQuantityJson {
    baseline: MeanJson,
    candidate: MeanJson,
    difference: DifferenceJson,
    /// In how many replications the candidate is better; null: of one drill, which tells it.
    better: Option<BetterJson>,
    /// Null: of a share, and of one drill, which tells it.
    tail: Option<TailJson>,
}

/// A drill.
#[derive(Serialize, JsonSchema)]
struct ScenarioJson {
    /// Id of the scenario.
    scenario: String,
    /// Id of its plan.
    plan: String,
    /// In how many replications anything that is measured differs.
    differing: u64,
    /// From 0 to 100; null: there is none.
    score: Option<QuantityJson>,
    /// Null: no objective is critical.
    passed: Option<PassingJson>,
    cost: QuantityJson,
    /// In the order of the file; observers' objectives are left out.
    objectives: Vec<ObjectiveJson>,
    verdict: VerdictJson,
    /// What shows that objectives are better or worse.
    grounds: Vec<GroundJson>,
    /// How many figures were tested together for the verdict, by Holm's method; several candidates are tested together.
    tested: u64,
}

/// A figure that is shown to be other than zero.
#[derive(Serialize, JsonSchema)]
struct GroundJson {
    objective: String,
    figure: FigureJson,
    better: bool,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum FigureJson {
    /// How often the target is reached.
    Met,
    /// How far.
    Attainment,
    /// What was measured.
    Value,
}

#[derive(Serialize, JsonSchema)]
struct ObjectiveJson {
    id: String,
    /// In how many replications it applies with the baseline.
    applies_baseline: u64,
    /// In how many it applies with the candidate.
    applies_candidate: u64,
    /// In how many anything about it differs.
    differing: u64,
    /// Where it applies in both; null: nowhere.
    met: Option<PassingJson>,
    attainment: Option<DifferenceJson>,
    /// Where both are reached.
    value: Option<DifferenceJson>,
    better: Option<BetterJson>,
    tail: Option<TailJson>,
}

/// In a word; aspects are `score`, `passed` and ids of objectives.
#[derive(Serialize, JsonSchema)]
pub(super) struct VerdictJson {
    verdict: VerdictKindJson,
    better: Vec<String>,
    worse: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum VerdictKindJson {
    NoReplicationDiffers,
    NoDifferenceShown,
    Better,
    Worse,
    BetterHereAndWorseThere,
}

impl CompareJson {
    fn of(compared: &Compared<'_>, files: Vec<FileHash>) -> Self {
        let (ending, indifference) = match compared.ending {
            CompareEnding::Complete => (EndingJson::Complete, None),
            CompareEnding::Decided { indifference } => (EndingJson::Decided, Some(indifference)),
            CompareEnding::Undecided { indifference } => {
                (EndingJson::Undecided, Some(indifference))
            }
            CompareEnding::Interrupted => (EndingJson::Interrupted, None),
        };
        let candidates = compared.candidates.iter();
        Self {
            plan: match compared.plans().as_slice() {
                [only] => Some((*only).to_owned()),
                _ => None,
            },
            baseline: compared.baseline.clone(),
            seed: compared.seed,
            replications: compared.replications,
            level: compared.level,
            looks: compared.looks,
            ending,
            indifference,
            without: compared.without.to_vec(),
            left_out: compared.left_out.clone(),
            best: compared.best.as_ref().map(|intervals| {
                let all = compared.names().zip(intervals);
                all.map(|(name, interval)| BestJson {
                    name: name.to_owned(),
                    interval: ends(*interval),
                    may_be_best: interval.high > 0.0,
                })
                .collect()
            }),
            candidates: candidates
                .map(|candidate| CandidateJson::of(compared, candidate))
                .collect(),
            version: version(),
            files,
        }
    }
}

impl CandidateJson {
    fn of(compared: &Compared<'_>, candidate: &Candidate<'_>) -> Self {
        let comparisons = compared.drills.iter().zip(&candidate.comparisons);
        Self {
            name: candidate.name.clone(),
            revision: candidate.plan.plan.revision.clone(),
            without: candidate.without.to_vec(),
            changes: candidate.changes.iter().map(ChangeJson::of).collect(),
            programme: ProgrammeJson {
                verdict: match (candidate.comparisons.as_slice(), compared.drills.as_slice()) {
                    ([only], [drill]) => verdict(&only.verdict, Some(drill)),
                    _ => verdict(&candidate.programme.verdict, None),
                },
                ..ProgrammeJson::of(&candidate.programme, candidate.detail.as_ref())
            },
            worse_in: comparisons
                .clone()
                .filter(|(_, comparison)| !comparison.verdict.worse().is_empty())
                .map(|(drill, _)| drill.scenario.id.clone())
                .collect(),
            unexplained: candidate.unexplained.clone(),
            scenarios: comparisons
                .map(|(drill, comparison)| ScenarioJson::of(drill, comparison))
                .collect(),
            explained: candidate.explained.as_ref().map(ExplainedJson::of),
            always: candidate.always.map(|always| AlwaysJson {
                mean: always.mean,
                interval: ends(always.interval),
            }),
        }
    }
}

impl ProgrammeJson {
    fn of(programme: &Programme, detail: Option<&ProgrammeDetail>) -> Self {
        let share = |found: &ProgrammeQuantity, often: Option<&Better>| ProgrammeQuantityJson {
            baseline: MeanJson::of(&found.baseline),
            candidate: MeanJson::of(&found.candidate),
            difference: difference(&found.difference),
            better: often.map(better),
            tail: None,
        };
        let quantity = |found: &ProgrammeQuantity, all: Option<&Quantity>| ProgrammeQuantityJson {
            tail: all.map(|one| tail(&one.tail)),
            ..share(found, all.map(|one| &one.better))
        };
        let score = detail.and_then(|detail| detail.score.as_ref());
        let passed = detail.and_then(|detail| detail.passed.as_ref());
        let cost = detail.and_then(|detail| detail.cost.as_ref());
        let objectives = detail.iter().flat_map(|detail| &detail.objectives);
        Self {
            score: programme.score.as_ref().map(|one| quantity(one, score)),
            passed: programme.passed.as_ref().map(|one| share(one, passed)),
            objectives: objectives
                .map(|objective| ProgrammeObjectiveJson {
                    id: objective.id.clone(),
                    title: objective.title.clone(),
                    critical: objective.is_critical,
                    drills: objective.drills,
                    met: (objective.met.as_ref()).map(|one| share(one, objective.better.as_ref())),
                })
                .collect(),
            cost: programme.cost.as_ref().map(|one| quantity(one, cost)),
            verdict: verdict(&programme.verdict, None),
        }
    }
}

impl ScenarioJson {
    fn of(drill: &Drill, comparison: &Comparison) -> Self {
        let objectives = drill.scenario.objectives.entries();
        Self {
            scenario: drill.scenario.id.clone(),
            plan: drill.plan.id.clone(),
            differing: comparison.differing,
            score: comparison.score.as_ref().map(quantity),
            passed: comparison.passed.as_ref().map(passing),
            cost: quantity(&comparison.cost),
            objectives: objectives
                .filter_map(|(id, objective)| {
                    let found = comparison.objectives[id].as_ref()?;
                    let figures = found.figures.as_ref();
                    let of = |read: fn(&ObjectiveDifference) -> DifferenceJson| figures.map(read);
                    Some(ObjectiveJson {
                        id: objective.id.clone(),
                        applies_baseline: found.applies_baseline,
                        applies_candidate: found.applies_candidate,
                        differing: found.differing,
                        met: figures.map(|figures| passing(&figures.met)),
                        attainment: of(|figures| difference(&figures.attainment)),
                        value: figures.and_then(|figures| figures.value.as_ref().map(difference)),
                        better: figures.map(|figures| better(&figures.better)),
                        tail: figures.map(|figures| tail(&figures.tail)),
                    })
                })
                .collect(),
            verdict: verdict(&comparison.verdict, Some(drill)),
            grounds: comparison
                .grounds
                .iter()
                .map(|one| ground(one, drill))
                .collect(),
            tested: comparison.tested,
        }
    }
}

fn ground(found: &Ground, drill: &Drill) -> GroundJson {
    GroundJson {
        objective: objective_id(drill, found.objective),
        figure: match found.figure {
            Figure::Met => FigureJson::Met,
            Figure::Attainment => FigureJson::Attainment,
            Figure::Amount => FigureJson::Value,
        },
        better: found.is_gain,
    }
}

pub(super) fn verdict(found: &Verdict, drill: Option<&Drill>) -> VerdictJson {
    let names = |aspects: &[Aspect]| {
        let name = |aspect: &Aspect| match (aspect, drill) {
            (Aspect::Score, _) => "score".to_owned(),
            (Aspect::Objective(id), Some(drill)) => objective_id(drill, *id),
            (Aspect::Passed, _) | (Aspect::Objective(_), None) => "passed".to_owned(),
        };
        aspects.iter().map(name).collect()
    };
    VerdictJson {
        verdict: match found {
            Verdict::NoneDiffers => VerdictKindJson::NoReplicationDiffers,
            Verdict::NotShown => VerdictKindJson::NoDifferenceShown,
            Verdict::Better(_) => VerdictKindJson::Better,
            Verdict::Worse(_) => VerdictKindJson::Worse,
            Verdict::Mixed { .. } => VerdictKindJson::BetterHereAndWorseThere,
        },
        better: names(found.better()),
        worse: names(found.worse()),
    }
}
