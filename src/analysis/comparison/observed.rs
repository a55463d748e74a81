//! Means over drills, replication by replication, each drill counted alike.

use crate::analysis::comparison::Played;

/// What the drills came to in each replication, all of them counted alike; `None`: nothing to say there.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Observed {
    /// Mean scores.
    pub scores: Vec<Option<f64>>,
    /// Shares of the drills passed, of those that can be.
    pub passed: Vec<Option<f64>>,
    /// Mean costs.
    pub costs: Vec<Option<f64>>,
}

impl Observed {
    /// Of what was played, drill by drill.
    pub fn of(drills: &[Played]) -> Self {
        let passed = |drill: usize, k: usize| drills[drill].passed[k].map(one_if);
        Self {
            scores: means(drills, Skips::Replications, |drill, k| {
                drills[drill].scores[k]
            }),
            passed: means(drills, Skips::Drills, passed),
            costs: means(drills, Skips::Replications, |drill, k| {
                Some(drills[drill].costs[k])
            }),
        }
    }
}

/// What is left out where a drill has no value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Skips {
    /// The replication, in all drills.
    Replications,
    /// The drill.
    Drills,
}

/// The mean of a value of each drill's replication.
pub(super) fn means(
    drills: &[Played],
    skips: Skips,
    value: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<Option<f64>> {
    let count = drills.iter().map(Played::len).min().unwrap_or(0);
    let mean = |k: usize| {
        let (mut sum, mut counted) = (0.0, 0);
        for value in (0..drills.len()).filter_map(|drill| value(drill, k)) {
            sum += value;
            counted += 1;
        }
        let is_counted = match skips {
            Skips::Replications => counted == drills.len(),
            Skips::Drills => counted > 0,
        };
        is_counted.then(|| sum / counted as f64) // A handful.
    };
    (0..count).map(mean).collect()
}

pub(super) fn one_if(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

/// What two sides came to in the replications in which both have something to say.
pub(super) struct Pairs {
    pub(super) first: Vec<f64>,
    pub(super) second: Vec<f64>,
    /// Which replications they are of.
    pub(super) places: Vec<usize>,
}

impl Pairs {
    pub(super) fn of(first: &[Option<f64>], second: &[Option<f64>]) -> Self {
        let mut pairs = Self {
            first: Vec::new(),
            second: Vec::new(),
            places: Vec::new(),
        };
        for (place, pair) in first.iter().zip(second).enumerate() {
            if let (Some(first), Some(second)) = pair {
                pairs.first.push(*first);
                pairs.second.push(*second);
                pairs.places.push(place);
            }
        }
        pairs
    }
}

/// How much larger the second is, replication by replication.
pub fn differences(first: &[Option<f64>], second: &[Option<f64>]) -> Vec<f64> {
    let pairs = first.iter().zip(second);
    pairs
        .filter_map(|(first, second)| Some((*second)? - (*first)?))
        .collect()
}
