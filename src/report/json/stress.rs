//! Single points of failure, with all digits.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::analysis::comparison::Passing;
use crate::analysis::stress::{Loss, Pair, Stressed, sole_roles};
use crate::model::Drill;
use crate::report::json::compare::{VerdictJson, verdict};
use crate::report::json::estimate::{MeanJson, ShareJson, ends};
use crate::report::json::ids::{objective_id, role_id};
use crate::report::json::manifest::{FileHash, version};
use crate::report::json::{schema_of, text};
use crate::report::stress::{StressedDrill, Stresses, kind, lapsed, subject};
use crate::statistics::MeanDifference;

/// The JSON of drills that were put under stress with these files.
pub fn stress(stresses: &Stresses<'_>, files: Vec<FileHash>) -> String {
    let json = StressJson {
        seed: stresses.seed,
        replications: stresses.replications,
        level: stresses.level,
        is_incomplete: stresses.is_incomplete,
        scenarios: stresses.drills.iter().map(ScenarioJson::of).collect(),
        version: version(),
        files,
    };
    text(&json)
}

/// The schema of [`stress`]'s JSON.
pub fn stress_schema() -> Schema {
    schema_of::<StressJson>()
}

/// What each loss costs, paired with the drill without it. Differences are with the loss less without it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "firebell stress")]
struct StressJson {
    /// The seed of all luck.
    seed: u64,
    /// Replications of each loss.
    replications: u64,
    /// The level of all intervals.
    level: f64,
    /// Whether it was broken off.
    is_incomplete: bool,
    /// The drills, in the order in which they were named.
    scenarios: Vec<ScenarioJson>,
    /// Version of Firebell.
    version: String,
    /// The files that were read.
    files: Vec<FileHash>,
}

#[derive(Serialize, JsonSchema)]
struct ScenarioJson {
    /// Id of the scenario.
    scenario: String,
    /// Id of the plan.
    plan: String,
    /// Its revision.
    revision: String,
    /// What costs most first.
    losses: Vec<AloneJson>,
    /// Pairs, those that cost most beyond the sum of both first; empty where they were not asked for.
    pairs: Vec<PairJson>,
}

#[derive(Serialize, JsonSchema)]
struct AloneJson {
    #[serde(flatten)]
    stressed: StressedJson,
    /// Of passing and the score, tested together with those of all losses of the drill.
    verdict: VerdictJson,
}

#[derive(Serialize, JsonSchema)]
struct StressedJson {
    /// One loss, or two at once.
    losses: Vec<LossJson>,
    /// In how many replications anything differs.
    differing: u64,
    /// Null: no objective is critical.
    passed: Option<PassedJson>,
    /// Null: there is no score.
    score: Option<ScoreJson>,
    /// Ids of objectives because of which more is passed, or else the score is higher, though nothing is better: they were missed, and do
    /// not apply any more.
    lapsed: Vec<String>,
    /// Objectives by how often they are met; those that never apply are left out.
    objectives: Vec<ObjectiveJson>,
}

#[derive(Serialize, JsonSchema)]
struct PairJson {
    #[serde(flatten)]
    stressed: StressedJson,
    /// Whether both cost more or less than the sum of what each costs alone, tested together with all pairs of the drill.
    beyond_verdict: VerdictJson,
    /// Of the share passed; null: no objective is critical.
    beyond_passed: Option<BeyondJson>,
    /// Of the score, in points; null: there is none.
    beyond_score: Option<BeyondJson>,
}

/// What both do beyond the sum of what each costs alone, what helps alone left out; negative: they cost more together.
#[derive(Serialize, JsonSchema)]
struct BeyondJson {
    difference: f64,
    /// Null: too few replications differ to say, or a few of them decide.
    interval: Option<[f64; 2]>,
    p_value: Option<f64>,
    /// In how many replications it is not zero.
    differing: u64,
    /// Of how many.
    count: u64,
}

#[derive(Serialize, JsonSchema)]
struct LossJson {
    /// `person`, `role`, `resource`, `step` (all attempts fail), `inject_certain` or `inject_never`.
    kind: String,
    /// Id of what is lost.
    id: String,
    /// Of a person: the roles that nobody else can fill.
    only_one_for: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct PassedJson {
    without_loss: ShareJson,
    with_loss: ShareJson,
    difference: f64,
    interval: [f64; 2],
    p_value: f64,
}

#[derive(Serialize, JsonSchema)]
struct ScoreJson {
    without_loss: MeanJson,
    with_loss: MeanJson,
    difference: f64,
    /// Null: too few replications differ to say, or a few of them decide.
    interval: Option<[f64; 2]>,
    p_value: Option<f64>,
    /// In how many replications it differs; of as many as `count` says of either mean, in which there is a score both without the
    /// loss and with it.
    differing: u64,
}

#[derive(Serialize, JsonSchema)]
struct ObjectiveJson {
    id: String,
    met: PassedJson,
}

impl ScenarioJson {
    fn of(stressed: &StressedDrill<'_>) -> Self {
        let drill = stressed.drill;
        Self {
            scenario: drill.scenario.id.clone(),
            plan: drill.plan.id.clone(),
            revision: drill.plan.revision.clone(),
            losses: stressed
                .stressed
                .iter()
                .map(|one| AloneJson {
                    stressed: StressedJson::of(drill, one),
                    verdict: verdict(&one.verdict, Some(drill)),
                })
                .collect(),
            pairs: stressed
                .pairs
                .iter()
                .map(|pair| PairJson::of(drill, pair))
                .collect(),
        }
    }
}

impl PairJson {
    fn of(drill: &Drill, pair: &Pair) -> Self {
        let beyond = |found: MeanDifference| BeyondJson {
            difference: found.mean,
            interval: found.interval.map(ends),
            p_value: found.p_value,
            differing: found.differing,
            count: found.count,
        };
        Self {
            stressed: StressedJson::of(drill, &pair.stressed),
            beyond_verdict: verdict(&pair.beyond.verdict, None),
            beyond_passed: pair.beyond.passed.map(beyond),
            beyond_score: pair.beyond.score.map(beyond),
        }
    }
}

impl StressedJson {
    fn of(drill: &Drill, one: &Stressed) -> Self {
        let brief = &one.brief;
        Self {
            losses: one
                .losses
                .iter()
                .map(|loss| LossJson::of(drill, *loss))
                .collect(),
            differing: brief.differing,
            passed: brief.passed.as_ref().map(passed),
            score: brief.score.map(|score| ScoreJson {
                without_loss: MeanJson::of(&score.baseline),
                with_loss: MeanJson::of(&score.candidate),
                difference: score.difference.mean,
                interval: score.difference.interval.map(ends),
                p_value: score.difference.p_value,
                differing: score.difference.differing,
            }),
            lapsed: lapsed(drill, one).into_iter().map(str::to_owned).collect(),
            objectives: brief
                .met
                .entries()
                .filter_map(|(id, met)| {
                    Some(ObjectiveJson {
                        id: objective_id(drill, id),
                        met: passed(met.as_ref()?),
                    })
                })
                .collect(),
        }
    }
}

impl LossJson {
    fn of(drill: &Drill, loss: Loss) -> Self {
        let only_one_for = match loss {
            Loss::Person(person) => sole_roles(drill, person),
            Loss::Role(_)
            | Loss::Resource(_)
            | Loss::Step(_)
            | Loss::Certain(_)
            | Loss::Never(_) => Vec::new(),
        };
        let roles = only_one_for.iter();
        Self {
            kind: kind(loss).to_owned(),
            id: subject(drill, loss).to_owned(),
            only_one_for: roles.map(|role| role_id(drill, *role)).collect(),
        }
    }
}

fn passed(found: &Passing) -> PassedJson {
    let difference = &found.difference;
    PassedJson {
        without_loss: ShareJson::of(&found.baseline),
        with_loss: ShareJson::of(&found.candidate),
        difference: difference.value,
        interval: ends(difference.interval),
        p_value: difference.p_value,
    }
}
