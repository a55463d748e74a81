//! Paired differences, with all digits.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::comparison::{Better, Passing, Quantity, TailDifference};
use crate::report::json::estimate::{MeanJson, ShareJson, ends};
use crate::statistics::{MeanDifference, ShareDifference};

/// A paired difference.
#[derive(Serialize, JsonSchema)]
pub(super) struct DifferenceJson {
    mean: f64,
    /// Null: too few replications differ to say, or a few of them decide.
    interval: Option<[f64; 2]>,
    /// Of no difference, two-sided; none where nothing can be said of it.
    p_value: Option<f64>,
    /// Standard deviation of the differences.
    deviation: Option<f64>,
    /// Of how many replications.
    count: u64,
    /// In how many there is one.
    differing: u64,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct QuantityJson {
    baseline: MeanJson,
    candidate: MeanJson,
    difference: DifferenceJson,
    better: BetterJson,
    tail: TailJson,
    /// By what factor the common luck lessens the variance of the difference; null: nothing varies.
    variance_reduction: Option<f64>,
}

/// How often the candidate is better.
#[derive(Serialize, JsonSchema)]
pub(super) struct BetterJson {
    wins: u64,
    losses: u64,
    ties: u64,
    /// Ties counted half.
    probability: f64,
    interval: Option<[f64; 2]>,
}

/// A quantile near the bad end.
#[derive(Serialize, JsonSchema)]
pub(super) struct TailJson {
    /// Of which probability it is.
    probability: f64,
    /// Null: never.
    baseline: Option<f64>,
    /// Null: never.
    candidate: Option<f64>,
    /// The interval of the difference, by paired bootstrap; null: one of them is never.
    interval: Option<[f64; 2]>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct PassingJson {
    baseline: ShareJson,
    candidate: ShareJson,
    difference: ShareDifferenceJson,
}

#[derive(Serialize, JsonSchema)]
struct ShareDifferenceJson {
    value: f64,
    interval: [f64; 2],
    /// McNemar's exact test.
    p_value: f64,
    /// Only with the candidate.
    gains: u64,
    /// Only with the baseline.
    losses: u64,
    count: u64,
}

pub(super) fn difference(found: &MeanDifference) -> DifferenceJson {
    DifferenceJson {
        mean: found.mean,
        interval: found.interval.map(ends),
        p_value: found.p_value,
        deviation: found.deviation,
        count: found.count,
        differing: found.differing,
    }
}

pub(super) fn quantity(found: &Quantity) -> QuantityJson {
    QuantityJson {
        baseline: MeanJson::of(&found.baseline),
        candidate: MeanJson::of(&found.candidate),
        difference: difference(&found.difference),
        better: better(&found.better),
        tail: tail(&found.tail),
        variance_reduction: found.variance_reduction,
    }
}

pub(super) fn passing(found: &Passing) -> PassingJson {
    let ShareDifference {
        value,
        interval,
        p_value,
        gains,
        losses,
        count,
    } = found.difference;
    PassingJson {
        baseline: ShareJson::of(&found.baseline),
        candidate: ShareJson::of(&found.candidate),
        difference: ShareDifferenceJson {
            value,
            interval: ends(interval),
            p_value,
            gains,
            losses,
            count,
        },
    }
}

pub(super) fn better(found: &Better) -> BetterJson {
    BetterJson {
        wins: found.wins,
        losses: found.losses,
        ties: found.ties,
        probability: found.probability,
        interval: found.interval.map(ends),
    }
}

pub(super) fn tail(found: &TailDifference) -> TailJson {
    let finite = |value: f64| value.is_finite().then_some(value);
    TailJson {
        probability: found.probability,
        baseline: finite(found.baseline),
        candidate: finite(found.candidate),
        interval: found
            .interval
            .filter(|one| one.low.is_finite() && one.high.is_finite())
            .map(ends),
    }
}
