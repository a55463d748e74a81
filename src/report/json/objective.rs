//! Objectives, and the chains that held them up.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::{Chain, Judgment, Lack, Link, LinkKind, Rating, Verdict};
use crate::model::{Drill, Measure, Objective};
use crate::report::json::ids::{inject_id, step_id};
use crate::report::json::lack::LackJson;

/// What became of an objective. Times are seconds, levels and money plain units, shares from 0 to 1.
#[derive(Serialize, JsonSchema)]
pub(super) struct ObjectiveJson {
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
    /// Whether it counts in this replication.
    verdict: VerdictJson,
    /// What was measured; null: never, or it does not apply.
    value: Option<f64>,
    /// From 0 to 1; null: it does not apply.
    attainment: Option<f64>,
    /// Whether the target was reached; null: it does not apply.
    met: Option<bool>,
    /// P, S, M or U; null: it does not apply.
    rating: Option<char>,
    /// Whether the value is beyond the limit, or never; null: it does not apply.
    beyond_limit: Option<bool>,
    /// The penalty charged.
    penalty: f64,
    /// The moment at which the outcome stood; null: it does not apply.
    decided: Option<i64>,
    /// What held it up, without gaps; null where no time on a step was measured.
    chain: Option<ChainJson>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum VerdictJson {
    /// It applies.
    Applies,
    /// Its step or inject was rightly left out.
    NotApplicable,
    /// Observers judge it; outside the score.
    Judged,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MeasureJson {
    Done,
    Within,
    Elapsed,
    Final,
    Peak,
    TimeAbove,
    Cleared,
    Order,
    Completion,
    StoodDown,
    Cost,
    Judged,
}

/// The chain of causes of a measured time.
#[derive(Serialize, JsonSchema)]
struct ChainJson {
    /// Where the measuring begins.
    from: i64,
    /// The completion that ends it.
    to: i64,
    /// The stretches, earliest first; they add up to the measured time.
    links: Vec<LinkJson>,
    /// The steps that lie on it, earliest first.
    steps: Vec<String>,
}

/// A stretch of a chain.
#[derive(Serialize, JsonSchema)]
struct LinkJson {
    /// First second.
    from: i64,
    /// The second after the last.
    to: i64,
    /// The step that was on its way.
    step: String,
    /// What the time was spent on.
    #[serde(flatten)]
    spent: LinkKindJson,
}

#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum LinkKindJson {
    /// Before the first step with an owner was ready.
    Detecting,
    /// Work that did not fail.
    Work,
    /// Waiting for people, units, or the end of a hold.
    Waiting(LackJson),
    /// The step's own delay.
    Delay,
    /// Until an inject fired.
    UntilInject {
        /// The inject.
        of: String,
    },
    /// Work that failed, and the pause after it.
    Rework,
}

impl ObjectiveJson {
    pub(super) fn of(drill: &Drill, objective: &Objective, verdict: &Verdict) -> Self {
        let judgment = verdict.judgment();
        let (measure, target, limit) = measure_json(&objective.measure);
        let rating: Option<Rating> = judgment.map(|judgment| judgment.rating);
        Self {
            id: objective.id.clone(),
            title: objective.title.clone(),
            measure,
            target,
            limit,
            weight: objective.weight,
            critical: objective.critical,
            verdict: match verdict {
                Verdict::Applies(_) => VerdictJson::Applies,
                Verdict::NotApplicable => VerdictJson::NotApplicable,
                Verdict::Judged => VerdictJson::Judged,
            },
            value: judgment.and_then(|judgment| Some(judgment.value?.amount)),
            attainment: judgment.map(|judgment| judgment.attainment),
            met: judgment.map(Judgment::is_met),
            rating: rating.map(Rating::letter),
            beyond_limit: judgment.map(|judgment| judgment.is_beyond_limit),
            penalty: judgment.map_or(0.0, |judgment| judgment.penalty),
            decided: judgment.map(|judgment| judgment.decided.0),
            chain: judgment.and_then(|judgment| Some(chain_json(drill, judgment.chain.as_ref()?))),
        }
    }
}

pub(super) fn measure_json(measure: &Measure) -> (MeasureJson, Option<f64>, Option<f64>) {
    let (kind, target, limit) = match measure {
        Measure::Done { target, limit, .. } => (MeasureJson::Done, target, limit),
        Measure::Within { target, limit, .. } => (MeasureJson::Within, target, limit),
        Measure::Elapsed { target, limit, .. } => (MeasureJson::Elapsed, target, limit),
        Measure::TimeAbove { target, limit, .. } => (MeasureJson::TimeAbove, target, limit),
        Measure::Cleared { target, limit, .. } => (MeasureJson::Cleared, target, limit),
        Measure::StoodDown { target, limit } => (MeasureJson::StoodDown, target, limit),
        Measure::Final { target, limit, .. } => {
            return (MeasureJson::Final, Some(*target), Some(*limit));
        }
        Measure::Peak { target, limit, .. } => {
            return (MeasureJson::Peak, Some(*target), Some(*limit));
        }
        Measure::Completion { target, limit } => {
            return (MeasureJson::Completion, Some(*target), Some(*limit));
        }
        Measure::Cost { target, limit } => {
            return (MeasureJson::Cost, Some(*target), Some(*limit));
        }
        Measure::Order { .. } => return (MeasureJson::Order, None, None),
        Measure::Judged(_) => return (MeasureJson::Judged, None, None),
    };
    (kind, Some(target.as_f64()), Some(limit.as_f64()))
}

fn chain_json(drill: &Drill, chain: &Chain) -> ChainJson {
    ChainJson {
        from: chain.from.0,
        to: chain.to.0,
        links: chain
            .links
            .iter()
            .map(|link| LinkJson {
                from: link.from.0,
                to: link.to.0,
                step: step_id(drill, link.step),
                spent: link_kind_json(drill, link),
            })
            .collect(),
        steps: chain
            .steps
            .iter()
            .map(|step| step_id(drill, *step))
            .collect(),
    }
}

fn link_kind_json(drill: &Drill, link: &Link) -> LinkKindJson {
    match link.kind {
        LinkKind::Detecting => LinkKindJson::Detecting,
        LinkKind::Work => LinkKindJson::Work,
        LinkKind::WaitingForPerson {
            role,
            person,
            state,
        } => LinkKindJson::Waiting(LackJson::of(
            drill,
            Lack::Person {
                role,
                person,
                state,
            },
        )),
        LinkKind::WaitingForUnits { resource, state } => {
            LinkKindJson::Waiting(LackJson::of(drill, Lack::Resource { resource, state }))
        }
        LinkKind::Held => LinkKindJson::Waiting(LackJson::of(drill, Lack::Hold)),
        LinkKind::Delay => LinkKindJson::Delay,
        LinkKind::UntilInject(inject) => LinkKindJson::UntilInject {
            of: inject_id(drill, inject),
        },
        LinkKind::Rework => LinkKindJson::Rework,
    }
}
