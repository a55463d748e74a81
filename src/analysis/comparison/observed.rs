//! Means over drills, replication by replication, each drill counted alike.

use crate::analysis::comparison::Played;

/// What the drills came to in each replication, all of them counted alike; `None`: nothing to say there.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Observed {
    /// Mean scores, of those drills that have one.
    pub scores: Vec<Option<f64>>,
    /// Shares of the drills passed, of those that can be.
    pub passed: Vec<Option<f64>>,
    /// Mean costs.
    pub costs: Vec<Option<f64>>,
}

impl Observed {
    /// Of what was played, drill by drill.
    pub fn of(drills: &[Played]) -> Self {
        Self::together(&[drills])
            .pop()
            .expect("there is one for each")
    }

    /// Of two plans, as [`Self::together`].
    pub fn both(first: &[Played], second: &[Played]) -> [Self; 2] {
        let both = Self::together(&[first, second]);
        both.try_into().expect("there is one for each")
    }

    /// Of several plans, drill by drill. A drill counts in those replications in which all plans have something to say of it: that it
    /// says nothing there must neither leave out the others nor be taken for a difference.
    pub fn together(plans: &[&[Played]]) -> Vec<Self> {
        let scores =
            |drill: usize, k: usize| plans.iter().all(|plan| plan[drill].scores[k].is_some());
        let passed =
            |drill: usize, k: usize| plans.iter().all(|plan| plan[drill].passed[k].is_some());
        let of_plan = |drills: &&[Played]| Self {
            scores: means(drills, |drill, k| {
                drills[drill].scores[k].filter(|_| scores(drill, k))
            }),
            passed: means(drills, |drill, k| {
                (drills[drill].passed[k].map(one_if)).filter(|_| passed(drill, k))
            }),
            costs: means(drills, |drill, k| Some(drills[drill].costs[k])),
        };
        plans.iter().map(of_plan).collect()
    }
}

/// The mean of a value of each drill's replication, of those drills that have one.
pub(super) fn means(
    drills: &[Played],
    value: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<Option<f64>> {
    let count = drills.iter().map(Played::len).min().unwrap_or(0);
    let mean = |k: usize| {
        let (mut sum, mut counted) = (0.0, 0);
        for value in (0..drills.len()).filter_map(|drill| value(drill, k)) {
            sum += value;
            counted += 1;
        }
        (counted > 0).then(|| sum / f64::from(counted))
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
