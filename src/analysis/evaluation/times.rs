//! Whole numbers of seconds: their mean from all replications, their quantiles from the first ones.

use crate::analysis::evaluation::{BLOCK, Mean};
use crate::quantity::Seconds;
use crate::statistics::{WholeSums, of_ranks, quantile_rank};

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
    pub p5: Seconds,
    /// The median.
    pub p50: Seconds,
    /// One in twenty is above.
    pub p95: Seconds,
    /// Of so many times.
    pub count: u64,
}

/// Times as they are gathered.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct TimesTally {
    sums: WholeSums,
    /// Those of the first replications, in their order.
    kept: Vec<i64>,
}

impl TimesTally {
    /// Takes in one more time, and remembers it if `keeps`.
    pub(super) fn push(&mut self, time: Seconds, keeps: bool) {
        self.sums.push(time.0);
        if keeps {
            if self.kept.is_empty() {
                self.kept.reserve_exact(BLOCK as usize); // A few hundred.
            }
            self.kept.push(time.0);
        }
    }

    /// Takes in a column of whole seconds, none of them longer than `longest`.
    pub(super) fn extend(&mut self, times: &[f64], longest: f64, keeps: bool) {
        self.sums.merge(WholeSums::of(times, longest));
        if keeps {
            self.kept.extend(times.iter().map(|time| *time as i64)); // Whole.
        }
    }

    /// Takes in no time at all, so often.
    pub(super) fn extend_with_nothing(&mut self, count: usize, keeps: bool) {
        self.sums.merge(WholeSums::repeated(0, count as u64)); // usize fits into u64.
        if keeps {
            self.kept.resize(self.kept.len() + count, 0);
        }
    }

    pub(super) fn append(&mut self, next: &Self) {
        self.sums.merge(next.sums);
        self.kept.extend_from_slice(&next.kept);
    }

    pub(super) fn sums(&self) -> &WholeSums {
        &self.sums
    }

    pub(super) fn kept(&self) -> &[i64] {
        &self.kept
    }

    pub(super) fn times(&self, level: f64) -> Times {
        Times {
            mean: Mean::of(&self.sums.moments(), level),
            quantiles: self.quantiles(),
        }
    }

    fn quantiles(&self) -> Option<TimeQuantiles> {
        if self.kept.is_empty() {
            return None;
        }
        let count = self.kept.len() as u64; // usize fits into u64.
        let ranks = [0.05, 0.5, 0.95].map(|probability| quantile_rank(count, probability));
        let [p5, p50, p95] = of_ranks(&self.kept, ranks).map(Seconds);
        Some(TimeQuantiles {
            p5,
            p50,
            p95,
            count,
        })
    }
}
