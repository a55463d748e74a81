//! Whole numbers of seconds: their mean from all replications, their quantiles from the first ones.

use std::array;

use crate::analysis::evaluation::Mean;
use crate::quantity::Seconds;
use crate::statistics::{
    RankInterval, WholeColumn, WholeSums, of_ranks, quantile_rank, rank_interval,
};

/// What there is to say of a time of a step, a person or a resource.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Times {
    /// The mean, in seconds; `None`: it never came to it.
    pub mean: Option<Mean>,
    /// Quantiles; `None`: it never came to it.
    pub quantiles: Option<TimeQuantiles>,
}

/// Quantiles of times, from the first replications alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimeQuantiles {
    /// One in twenty is at or below.
    pub p5: TimeQuantile,
    /// The median.
    pub p50: TimeQuantile,
    /// One in twenty is above.
    pub p95: TimeQuantile,
    /// Of so many times.
    pub count: u64,
}

/// A time that was seen, between two others that were.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimeQuantile {
    /// The time.
    pub value: Seconds,
    /// The lower end of its interval; `None`: too few times to say.
    pub low: Option<Seconds>,
    /// The upper end; `None`: too few times to say.
    pub high: Option<Seconds>,
}

/// Times as they are gathered.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct TimesTally {
    sums: WholeSums,
    /// Those of the first replications, in their order, block by block.
    kept: Vec<WholeColumn>,
}

impl TimesTally {
    /// A column of seconds, which is remembered if `keeps`.
    pub(super) fn of_seconds(times: &[u32], keeps: bool) -> Self {
        Self {
            sums: WholeSums::of_small(times),
            kept: (keeps.then(|| WholeColumn::of_small(times)).into_iter()).collect(),
        }
    }

    /// The same of times that may add up to more than a drill has seconds.
    pub(super) fn of(times: &[f64], keeps: bool) -> Self {
        Self {
            sums: WholeSums::of(times),
            kept: keeps.then(|| WholeColumn::of(times)).into_iter().collect(),
        }
    }

    /// No time at all, so often.
    pub(super) fn of_nothing(count: usize, keeps: bool) -> Self {
        let nothing = || WholeColumn::repeated(0.0, count);
        Self {
            sums: WholeSums::repeated(0, count as u64), // usize fits into u64.
            kept: keeps.then(nothing).into_iter().collect(),
        }
    }

    pub(super) fn append(&mut self, next: Self) {
        self.sums.merge(next.sums);
        self.kept.extend(next.kept);
    }

    pub(super) fn sums(&self) -> &WholeSums {
        &self.sums
    }

    /// The first so many of the times that are remembered, in the order of their replications; none is longer than a drill.
    pub(super) fn first(&self, count: usize) -> Vec<u32> {
        let mut first = Vec::with_capacity(count);
        for column in &self.kept {
            if first.len() < count {
                column.write_small(&mut first);
            }
        }
        first.truncate(count);
        first
    }

    /// How many are remembered.
    pub(super) fn kept_count(&self) -> usize {
        self.kept.iter().map(WholeColumn::count).sum()
    }

    pub(super) fn times(&self, level: f64) -> Times {
        Times {
            mean: Mean::of(&self.sums.moments(), level),
            quantiles: self.quantiles(level),
        }
    }

    fn quantiles(&self, level: f64) -> Option<TimeQuantiles> {
        let count = self.kept_count() as u64; // usize fits into u64.
        if count == 0 {
            return None;
        }
        let probabilities = [0.05, 0.5, 0.95];
        let ends = probabilities.map(|probability| rank_interval(count, probability, level));
        // An end that is not known is looked up as the quantile itself.
        let ranks = array::from_fn(|place| {
            let rank = quantile_rank(count, probabilities[place]);
            let RankInterval { low, high } = ends[place];
            [rank, low.unwrap_or(rank), high.unwrap_or(rank)]
        });
        let found: [[f64; 3]; 3] = of_ranks(&self.kept, ranks);
        let quantile = |place: usize| {
            let [value, low, high] = found[place].map(Seconds::rounded);
            TimeQuantile {
                value,
                low: ends[place].low.map(|_| low),
                high: ends[place].high.map(|_| high),
            }
        };
        Some(TimeQuantiles {
            p5: quantile(0),
            p50: quantile(1),
            p95: quantile(2),
            count,
        })
    }
}
