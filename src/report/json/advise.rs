//! Advice, with all digits.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::analysis::advice::{Chosen, Gain, Gained, Pick, Trial};
use crate::analysis::comparison::Verdict;
use crate::model::{Improved, Improvement};
use crate::report::advise::{Advised, Proposal, sentence};
use crate::report::json::estimate::ends;
use crate::report::json::manifest::{FileHash, version};
use crate::report::json::{schema_of, text};

/// The JSON of advice on these files.
pub fn advise(advised: &Advised<'_>, files: Vec<FileHash>) -> String {
    text(&AdviseJson::of(advised, files))
}

/// The schema of [`advise`]'s JSON.
pub fn advise_schema() -> Schema {
    schema_of::<AdviseJson>()
}

/// Improvements tried one by one, and the set that gains most. Differences are with the improvement less without, paired replication
/// by replication, all drills counted alike.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "firebell advise")]
struct AdviseJson {
    /// Ids of the scenarios.
    scenarios: Vec<String>,
    /// The seed of all luck.
    seed: u64,
    /// Replications of each drill with an improvement that is looked at closely.
    replications: u64,
    /// The level of all intervals.
    level: f64,
    /// Whether nothing was broken off: false is INCOMPLETE.
    is_complete: bool,
    /// How many improvements were left out, since the files do not allow them.
    left_out: usize,
    /// All that were tried, the largest gain first: in passing, then in the score. Those looked at closely come before the others.
    improvements: Vec<TrialJson>,
    /// What gains most together; null: it was broken off before.
    set: Option<SetJson>,
    /// The files that were written.
    written: Vec<String>,
    /// What these files lack, in words: reasons that authors gave for what is changed, and what was asked for and not chosen.
    not_written: Vec<String>,
    /// Version of Firebell.
    version: String,
    /// The files that were read.
    files: Vec<FileHash>,
}

/// An improvement alone.
#[derive(Serialize, JsonSchema)]
struct TrialJson {
    #[serde(flatten)]
    improvement: ImprovementJson,
    gain: GainJson,
    /// What is shown, tested together with all other improvements (Holm).
    shown: ShownJson,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ShownJson {
    /// No replication differs.
    NoneDiffers,
    /// No difference is shown.
    No,
    Better,
    Worse,
    /// Better in one of passing and score, worse in the other.
    Mixed,
}

/// What is changed.
#[derive(Serialize, JsonSchema)]
struct ImprovementJson {
    kind: KindJson,
    /// Id of the role, person, resource or step that is changed.
    of: String,
    /// Id of the deputy, the shift or the predecessor; null: there is none.
    with: Option<String>,
    /// What is changed and what is assumed, in words.
    what: String,
    /// The file that it changes.
    file: String,
    /// Whether that is the plan or the organization.
    improves: ImprovedJson,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindJson {
    Deputy,
    OnCall,
    Escalation,
    Units,
    Shift,
    Success,
    Duration,
    Alarm,
    Predecessor,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ImprovedJson {
    Plan,
    Organization,
}

#[derive(Serialize, JsonSchema)]
struct GainJson {
    /// Replications of each drill.
    replications: u64,
    /// The share of drills passed; null: none can be.
    passed: Option<GainedJson>,
    /// From 0 to 100; null: there is none.
    score: Option<GainedJson>,
    /// Of a drill, in the register's currency.
    cost: Option<GainedJson>,
}

#[derive(Serialize, JsonSchema)]
struct GainedJson {
    before: f64,
    after: f64,
    difference: f64,
    /// Null: too few replications differ to say, or a few of them decide.
    interval: Option<[f64; 2]>,
    /// Of no difference, two-sided, not adjusted; null where there is no interval.
    p_value: Option<f64>,
    /// In how many replications there is a difference.
    differing: u64,
}

/// Improvements made together.
#[derive(Serialize, JsonSchema)]
struct SetJson {
    /// In the order in which they were chosen.
    picks: Vec<PickJson>,
    /// What they gain together, in replications that had no part in choosing them.
    total: GainJson,
    /// The number of the first of these replications.
    first_replication: u64,
    /// The same, drill by drill, in the order of `scenarios`.
    scenarios: Vec<GainJson>,
}

#[derive(Serialize, JsonSchema)]
struct PickJson {
    #[serde(flatten)]
    improvement: ImprovementJson,
    /// What it gained when it joined those before it.
    gain: GainJson,
}

impl AdviseJson {
    fn of(advised: &Advised<'_>, files: Vec<FileHash>) -> Self {
        let advice = advised.advice;
        let drills = advised.drills.iter();
        Self {
            scenarios: drills.map(|drill| drill.scenario.id.clone()).collect(),
            seed: advised.seed,
            replications: advised.effort.replications,
            level: advised.level,
            is_complete: advised.is_complete(),
            left_out: advised.refused,
            improvements: advice
                .trials
                .iter()
                .map(|trial| TrialJson::of(advised, trial))
                .collect(),
            set: advice
                .chosen
                .as_ref()
                .map(|chosen| SetJson::of(advised, chosen)),
            written: advised.written.clone(),
            not_written: advised.left_out.clone(),
            version: version(),
            files,
        }
    }
}

impl TrialJson {
    fn of(advised: &Advised<'_>, trial: &Trial) -> Self {
        Self {
            improvement: ImprovementJson::of(&advised.proposals[trial.improvement]),
            gain: GainJson::of(&trial.gain),
            shown: match trial.verdict {
                Verdict::NoneDiffers => ShownJson::NoneDiffers,
                Verdict::NotShown => ShownJson::No,
                Verdict::Better(_) => ShownJson::Better,
                Verdict::Worse(_) => ShownJson::Worse,
                Verdict::Mixed { .. } => ShownJson::Mixed,
            },
        }
    }
}

impl ImprovementJson {
    fn of(proposal: &Proposal) -> Self {
        let improvement = &proposal.improvement;
        let (kind, of, with) = match improvement {
            Improvement::Deputy { role, person, .. } => (KindJson::Deputy, role, Some(person)),
            Improvement::OnCall { person, .. } => (KindJson::OnCall, person, None),
            Improvement::Escalation { role, .. } => (KindJson::Escalation, role, None),
            Improvement::Units { resource, .. } => (KindJson::Units, resource, None),
            Improvement::Shift { person, after, .. } => (KindJson::Shift, person, Some(&after.id)),
            Improvement::Success { step, .. } => (KindJson::Success, step, None),
            Improvement::Duration { step, .. } => (KindJson::Duration, step, None),
            Improvement::Alarm { step, .. } => (KindJson::Alarm, step, None),
            Improvement::Predecessor { step, predecessor } => {
                (KindJson::Predecessor, step, Some(predecessor))
            }
        };
        Self {
            kind,
            of: of.clone(),
            with: with.cloned(),
            what: sentence(improvement),
            file: proposal.file.clone(),
            improves: match improvement.improved() {
                Improved::Plan => ImprovedJson::Plan,
                Improved::Organization => ImprovedJson::Organization,
            },
        }
    }
}

impl GainJson {
    fn of(gain: &Gain) -> Self {
        Self {
            replications: gain.replications,
            passed: gain.passed.as_ref().map(GainedJson::of),
            score: gain.score.as_ref().map(GainedJson::of),
            cost: gain.cost.as_ref().map(GainedJson::of),
        }
    }
}

impl GainedJson {
    fn of(gained: &Gained) -> Self {
        let difference = &gained.difference;
        Self {
            before: gained.before,
            after: gained.after,
            difference: difference.mean,
            interval: difference.interval.map(ends),
            p_value: difference.p_value,
            differing: difference.differing,
        }
    }
}

impl SetJson {
    fn of(advised: &Advised<'_>, chosen: &Chosen) -> Self {
        let pick = |pick: &Pick| PickJson {
            improvement: ImprovementJson::of(&advised.proposals[pick.improvement]),
            gain: GainJson::of(&pick.gain),
        };
        Self {
            picks: chosen.picks.iter().map(pick).collect(),
            total: GainJson::of(&chosen.total),
            first_replication: chosen.first_replication,
            scenarios: chosen.drills.iter().map(GainJson::of).collect(),
        }
    }
}
