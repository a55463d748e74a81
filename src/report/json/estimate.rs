//! Estimates with all their digits.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::evaluation::{Mean, Quantile, Share, Summary, TimeQuantile, Times, WorstMean};
use crate::statistics::Interval;

/// A mean.
#[derive(Serialize, JsonSchema)]
pub(super) struct MeanJson {
    /// The mean.
    mean: f64,
    /// Its interval; null: of one value.
    interval: Option<[f64; 2]>,
    /// Standard deviation of the values; null: of one value.
    deviation: Option<f64>,
    /// Of how many values.
    count: u64,
}

/// A share of replications.
#[derive(Serialize, JsonSchema)]
pub(super) struct ShareJson {
    /// From 0 to 1.
    share: f64,
    /// Its interval.
    interval: [f64; 2],
    /// In so many.
    hits: u64,
    /// Of so many.
    count: u64,
}

/// A quantity.
#[derive(Serialize, JsonSchema)]
pub(super) struct SummaryJson {
    /// The mean of the values; null: there is none.
    mean: Option<f64>,
    /// Its interval; null: of fewer than two values.
    interval: Option<[f64; 2]>,
    /// Standard deviation; null: of fewer than two values.
    deviation: Option<f64>,
    /// Of how many values.
    count: u64,
    /// One in twenty is at or below; null: never, or there is none.
    p5: Option<f64>,
    /// The median; null: never, or there is none.
    p50: Option<f64>,
    /// One in twenty is above; null: never, or there is none.
    p95: Option<f64>,
    /// The intervals of the quantiles.
    quantile_intervals: QuantileIntervalsJson,
}

/// Between which values quantiles lie; an end is null where there are too few values to say, or where it is never.
#[derive(Serialize, JsonSchema)]
pub(super) struct QuantileIntervalsJson {
    p5: [Option<f64>; 2],
    p50: [Option<f64>; 2],
    p95: [Option<f64>; 2],
}

/// The same of whole seconds, or unit-seconds.
#[derive(Serialize, JsonSchema)]
pub(super) struct TimeIntervalsJson {
    p5: [Option<i64>; 2],
    p50: [Option<i64>; 2],
    p95: [Option<i64>; 2],
}

/// Whole seconds of a step, a person, a role, or unit-seconds of a resource.
#[derive(Serialize, JsonSchema)]
pub(super) struct TimesJson {
    /// The mean; null: it never came to it.
    mean: Option<f64>,
    /// Its interval; null: of fewer than two.
    interval: Option<[f64; 2]>,
    /// Standard deviation; null: of fewer than two.
    deviation: Option<f64>,
    /// Of how many replications.
    count: u64,
    /// One in twenty is at or below.
    p5: Option<i64>,
    /// The median.
    p50: Option<i64>,
    /// One in twenty is above.
    p95: Option<i64>,
    /// The intervals of the quantiles.
    quantile_intervals: TimeIntervalsJson,
    /// The quantiles rest on so many, of the first replications.
    quantiles_rest_on: u64,
}

/// The mean of the worst 5 %.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum WorstJson {
    /// It is known.
    Known {
        /// The mean.
        mean: f64,
        /// Its interval.
        interval: Option<[f64; 2]>,
    },
    /// There are too few values in the tail.
    TooFew {
        /// Why it is not given.
        why_not: String,
    },
}

/// Lower and upper end.
pub(super) fn ends(interval: Interval) -> [f64; 2] {
    [interval.low, interval.high]
}

impl MeanJson {
    pub(super) fn of(mean: &Mean) -> Self {
        Self {
            mean: mean.value,
            interval: mean.interval.map(ends),
            deviation: mean.deviation,
            count: mean.count,
        }
    }
}

impl ShareJson {
    pub(super) fn of(share: &Share) -> Self {
        Self {
            share: share.value,
            interval: ends(share.interval),
            hits: share.hits,
            count: share.count,
        }
    }
}

impl SummaryJson {
    pub(super) fn of(summary: &Summary) -> Self {
        let value = |quantile: Option<Quantile>| quantile.and_then(|quantile| quantile.value);
        let interval =
            |quantile: Option<Quantile>| quantile.map_or([None; 2], |one| [one.low, one.high]);
        let p5 = summary.quantiles.map(|quantiles| quantiles.p5);
        let p50 = summary.quantiles.map(|quantiles| quantiles.p50);
        let p95 = summary.quantiles.map(|quantiles| quantiles.p95);
        Self {
            mean: summary.mean.map(|mean| mean.value),
            interval: summary.mean.and_then(|mean| mean.interval).map(ends),
            deviation: summary.mean.and_then(|mean| mean.deviation),
            count: summary.mean.map_or(0, |mean| mean.count),
            p5: value(p5),
            p50: value(p50),
            p95: value(p95),
            quantile_intervals: QuantileIntervalsJson {
                p5: interval(p5),
                p50: interval(p50),
                p95: interval(p95),
            },
        }
    }
}

impl TimesJson {
    pub(super) fn of(times: &Times) -> Self {
        let p5 = times.quantiles.map(|quantiles| quantiles.p5);
        let p50 = times.quantiles.map(|quantiles| quantiles.p50);
        let p95 = times.quantiles.map(|quantiles| quantiles.p95);
        let interval = |quantile: Option<TimeQuantile>| {
            let ends = quantile.map_or([None; 2], |one| [one.low, one.high]);
            ends.map(|end| end.map(|end| end.0))
        };
        Self {
            mean: times.mean.map(|mean| mean.value),
            interval: times.mean.and_then(|mean| mean.interval).map(ends),
            deviation: times.mean.and_then(|mean| mean.deviation),
            count: times.mean.map_or(0, |mean| mean.count),
            p5: p5.map(|quantile| quantile.value.0),
            p50: p50.map(|quantile| quantile.value.0),
            p95: p95.map(|quantile| quantile.value.0),
            quantile_intervals: TimeIntervalsJson {
                p5: interval(p5),
                p50: interval(p50),
                p95: interval(p95),
            },
            quantiles_rest_on: times.quantiles.map_or(0, |quantiles| quantiles.count),
        }
    }
}

impl WorstJson {
    pub(super) fn of(worst: &WorstMean) -> Self {
        match &worst.mean {
            Some(mean) => Self::Known {
                mean: mean.value,
                interval: mean.interval.map(ends),
            },
            None => Self::TooFew {
                why_not: format!(
                    "{} values are the worst 5 %, and it takes {}",
                    worst.count, worst.count_least
                ),
            },
        }
    }
}
