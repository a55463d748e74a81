//! Estimates: a number with what is known of its uncertainty.

use crate::statistics::{
    DIFFERING_LEAST, Interval, Moments, Ranked, Tail, bounded_mean_interval, mean_interval,
    quantile_rank, rank_interval, wilson,
};

/// From nothing to everything.
pub(in crate::analysis) const SCORES: Interval = Interval {
    low: 0.0,
    high: 100.0,
};

/// From never to always.
pub(in crate::analysis) const SHARES: Interval = Interval {
    low: 0.0,
    high: 1.0,
};

/// The interval that allows for what was not seen is taken where it is so many times as wide as Student's: elsewhere what was seen
/// varies so much that both are nearly one.
const BOUNDED_WIDER_LEAST: f64 = 1.25;

/// A mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Student's interval; of a score or an attainment that hardly varies, that of Agresti and Coull; `None`: of one value.
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

    /// The mean of values that lie between two ends, so many of which are one and the same. Where nearly all are, or all lie close
    /// together, Student's interval is too sure of what is rare and was not seen: it has no width where nothing else was seen.
    pub(in crate::analysis) fn between(
        ends: Interval,
        moments: &Moments,
        same: u64,
        level: f64,
    ) -> Option<Self> {
        let mean = Self::of(moments, level)?;
        let others = mean.count - same;
        let are_few = others < DIFFERING_LEAST && others < same;
        let deviation = mean.deviation.unwrap_or(0.0);
        let bounded = bounded_mean_interval(mean.value, deviation, mean.count, ends, level);
        let is_wider =
            |student: Interval| bounded.half_width() > BOUNDED_WIDER_LEAST * student.half_width();
        let interval = match mean.interval {
            Some(student) if !are_few && !is_wider(student) => Some(Interval {
                low: student.low.max(ends.low),
                high: student.high.min(ends.high),
            }),
            Some(_) => Some(bounded),
            None => are_few.then_some(bounded),
        };
        Some(Self { interval, ..mean })
    }

    /// The same of these values.
    pub(in crate::analysis) fn of_values(
        ends: Interval,
        values: &[f64],
        level: f64,
    ) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let alike = sorted.chunk_by(|a, b| a == b).map(<[f64]>::len);
        let same = alike.max().unwrap_or(0) as u64; // usize fits into u64.
        Self::between(ends, &Moments::of(values), same, level)
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
        Self {
            mean: Mean::between(SCORES, moments, ranked.most_common(), level),
            ..Self::of(moments, ranked, 0, level)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a thousand values near 99.5 a thousandth may still be zero, which would make the mean 99.4.
    #[test]
    fn values_close_together_say_nothing_of_what_is_rare() {
        let close: Vec<f64> = (0..1_000).map(|k| 99.4 + f64::from(k % 3) * 0.1).collect();
        let found = Mean::of_values(SCORES, &close, 0.95).unwrap();
        assert!(found.interval.unwrap().contains(99.4), "{found:?}");
    }

    #[test]
    fn values_far_apart_have_the_interval_of_student() {
        let apart: Vec<f64> = (0..1_000).map(|k| f64::from(k % 100)).collect();
        let found = Mean::of_values(SCORES, &apart, 0.95).unwrap();
        assert_eq!(found.interval, mean_interval(&Moments::of(&apart), 0.95));
    }
}
