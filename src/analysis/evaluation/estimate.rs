//! Estimates: a number with what is known of its uncertainty.

use crate::statistics::{
    DIFFERING_LEAST, Interval, Moments, Ranked, Tail, bounded_mean_interval, mean_interval,
    quantile_rank, rank_interval, wilson,
};

/// A mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Student's interval; of a score or an attainment that is nearly always the same, that of Agresti and Coull; `None`: of one value.
    pub interval: Option<Interval>,
    /// Standard deviation of the values; `None`: of one value.
    pub deviation: Option<f64>,
    /// Of how many values.
    pub count: u64,
}

impl Mean {
    pub(in crate::analysis) fn of(moments: &Moments, level: f64) -> Option<Self> {
        Some(Self {
            value: moments.mean()?,
            interval: mean_interval(moments, level),
            deviation: moments.deviation(),
            count: moments.count(),
        })
    }

    /// The mean of values that lie between two ends, so many of which are one and the same. Where nearly all are, Student's interval
    /// is too sure of the rest: it has no width where nothing else was seen.
    pub(in crate::analysis) fn between(
        ends: Interval,
        moments: &Moments,
        same: u64,
        level: f64,
    ) -> Option<Self> {
        let mean = Self::of(moments, level)?;
        let others = mean.count - same;
        let are_few = others < DIFFERING_LEAST && others < same;
        let interval = if are_few {
            let deviation = mean.deviation.unwrap_or(0.0);
            let bounded = bounded_mean_interval(mean.value, deviation, mean.count, ends, level);
            Some(bounded)
        } else {
            mean.interval.map(|student| Interval {
                low: student.low.max(ends.low),
                high: student.high.min(ends.high),
            })
        };
        Some(Self { interval, ..mean })
    }
}

/// The mean of the worst values.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WorstMean {
    /// The mean; `None`: there are too few of them.
    pub mean: Option<Mean>,
    /// How many they are.
    pub count: u64,
    /// How many it takes.
    pub count_least: u64,
}

impl WorstMean {
    pub(super) fn of(tail: Tail) -> Self {
        Self {
            mean: tail.mean.map(|(value, interval)| Mean {
                value,
                interval: Some(interval),
                deviation: None,
                count: tail.count,
            }),
            count: tail.count,
            count_least: tail.count_least,
        }
    }
}

/// A share of replications, as the estimate of a probability.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Share {
    /// In how many it is so.
    pub hits: u64,
    /// Of how many.
    pub count: u64,
    /// The share.
    pub value: f64,
    /// Wilson's interval.
    pub interval: Interval,
}

impl Share {
    pub(in crate::analysis) fn of(hits: u64, count: u64, level: f64) -> Option<Self> {
        Some(Self {
            hits,
            count,
            value: hits as f64 / count as f64, // Counts are far below 2^53.
            interval: wilson(hits, count, level)?,
        })
    }
}

/// A quantile: a value that was seen, between two others that were.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quantile {
    /// The value; `None`: never.
    pub value: Option<f64>,
    /// The lower end of its interval; `None`: too few values to say, or never.
    pub low: Option<f64>,
    /// The upper end; `None`: too few values to say, or never.
    pub high: Option<f64>,
}

/// What there is to say of a quantity.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Summary {
    /// The mean of the values; `None`: there is none.
    pub mean: Option<Mean>,
    /// Quantiles, with what never comes after all values; `None`: of nothing.
    pub quantiles: Option<Quantiles>,
}

/// The quantiles that are reported.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quantiles {
    /// One in twenty is at or below.
    pub p5: Quantile,
    /// The median.
    pub p50: Quantile,
    /// One in twenty is above.
    pub p95: Quantile,
}

impl Summary {
    /// Of these values, and so many more that are later than all of them.
    pub(super) fn of(moments: &Moments, ranked: &Ranked, nevers: u64, level: f64) -> Self {
        let count = ranked.count() + nevers;
        let quantile = |probability| {
            let ranks = rank_interval(count, probability, level);
            Quantile {
                value: ranked.at(quantile_rank(count, probability)),
                low: ranks.low.and_then(|rank| ranked.at(rank)),
                high: ranks.high.and_then(|rank| ranked.at(rank)),
            }
        };
        Self {
            mean: Mean::of(moments, level),
            quantiles: (count > 0).then(|| Quantiles {
                p5: quantile(0.05),
                p50: quantile(0.5),
                p95: quantile(0.95),
            }),
        }
    }

    /// Of scores.
    pub(super) fn of_scores(moments: &Moments, ranked: &Ranked, level: f64) -> Self {
        let ends = Interval {
            low: 0.0,
            high: 100.0,
        };
        Self {
            mean: Mean::between(ends, moments, ranked.most_common(), level),
            ..Self::of(moments, ranked, 0, level)
        }
    }
}
