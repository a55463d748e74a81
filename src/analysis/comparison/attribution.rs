//! Whose share of the effect each change is: Shapley values of groups of changes, played under common random numbers.

use std::ops::Range;

use crate::analysis::comparison::{Observed, SCORES_APART_MOST};
use crate::analysis::evaluation::FIRST;
use crate::random::{Entity, Luck, Question};
use crate::statistics::{
    Interval, Moments, mean_difference, mean_difference_within, mean_interval, shapley,
};

/// Up to so many groups, every subset is played; of more, random orders are.
pub const EXACT_MOST: usize = 8;

/// So many random orders are played, every second one the reverse of the one before.
pub const ORDERS: u64 = 32;

/// Which groups are made: group g if binary digit g is set.
pub type Subset = u64;

/// At most so many groups can be told apart.
pub const GROUPS_MOST: usize = 60;

/// The subsets that sharing an effect out among so many groups will play.
pub fn subsets(groups: usize, seed: u64) -> Vec<Subset> {
    if groups <= EXACT_MOST {
        return (0..1 << groups).collect();
    }
    let mut all = vec![0];
    for order in orders(groups, seed) {
        let mut subset = 0;
        all.extend(order.iter().map(|group| {
            subset |= 1 << group;
            subset
        }));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// One quantity of all replications.
type Read = fn(&Observed) -> &[Option<f64>];

/// What is shared out, in the order of [`Effects`].
const QUANTITIES: [Read; 3] = [
    |observed| &observed.scores,
    |observed| &observed.passed,
    |observed| &observed.costs,
];

/// How far two values of these may be apart; `None`: as far as one likes.
const APART_MOST: [Option<f64>; 3] = [Some(SCORES_APART_MOST), Some(1.0), None];

/// Who did it.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribution {
    /// Replications that were played for it.
    pub replications: u64,
    /// How many random orders; `None`: every subset was played.
    pub orders: Option<u64>,
    /// Of each group, in order.
    pub groups: Vec<Effects>,
    /// Of all together, in the same replications; the groups' values add up to it.
    pub total: Effects,
}

/// What something does to the score, to passing and to the cost.
#[derive(Clone, PartialEq, Debug)]
pub struct Effects {
    /// To the score; `None`: there is none.
    pub score: Option<Effect>,
    /// To the share of drills passed; `None`: none can be.
    pub passed: Option<Effect>,
    /// To the cost of a drill.
    pub cost: Option<Effect>,
}

impl Effects {
    fn of([score, passed, cost]: [Option<Effect>; 3]) -> Self {
        Self {
            score,
            passed,
            cost,
        }
    }
}

/// A mean effect.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effect {
    /// The mean.
    pub mean: f64,
    /// Its interval; `None`: too few replications differ, a few of them decide, or too few orders were played.
    pub interval: Option<Interval>,
    /// In how many replications it is not zero.
    pub differing: u64,
}

/// Shares the effect of all groups out among them. `play` plays the given replications with a subset of the groups made.
pub fn attribute<Error>(
    groups: usize,
    replications: u64,
    seed: u64,
    level: f64,
    play: impl FnMut(Subset, Range<u64>) -> Result<Observed, Error>,
) -> Result<Attribution, Error> {
    if groups <= EXACT_MOST {
        exactly(groups, replications, level, play)
    } else {
        by_orders(groups, replications, seed, level, play)
    }
}

fn exactly<Error>(
    groups: usize,
    replications: u64,
    level: f64,
    mut play: impl FnMut(Subset, Range<u64>) -> Result<Observed, Error>,
) -> Result<Attribution, Error> {
    let all = FIRST..FIRST + replications;
    let worths: Vec<Observed> = (0..1 << groups)
        .map(|subset| play(subset, all.clone()))
        .collect::<Result<_, _>>()?;
    let players = u32::try_from(groups).expect("groups are few");
    let values = |read: Read| -> Contributions {
        let count = worths.first().map_or(0, |worth| read(worth).len());
        let mut contributions = Contributions::new(groups);
        for k in 0..count {
            let worth: Option<Vec<f64>> = worths.iter().map(|worth| read(worth)[k]).collect();
            if let Some(worth) = worth {
                for (group, differing) in contributions.differing.iter_mut().enumerate() {
                    let with = 1 << group;
                    let mut subsets = 0..worth.len();
                    *differing +=
                        u64::from(subsets.any(|subset| worth[subset] != worth[subset | with]));
                }
                contributions.push(shapley(players, &worth), worth[worth.len() - 1] - worth[0]);
            }
        }
        contributions
    };
    let effect = |q: usize, values: &[f64]| paired(values, APART_MOST[q], level);
    let found = QUANTITIES.map(values);
    let of_group =
        |group: usize| Effects::of([0, 1, 2].map(|q: usize| effect(q, &found[q].groups[group])));
    Ok(Attribution {
        replications,
        orders: None,
        groups: (0..groups).map(of_group).collect(),
        total: Effects::of([0, 1, 2].map(|q: usize| effect(q, &found[q].total))),
    })
}

/// Each order plays replications of its own; in each of them the groups' contributions add up to the whole effect. Two orders,
/// one the reverse of the other, make one observation.
fn by_orders<Error>(
    groups: usize,
    replications: u64,
    seed: u64,
    level: f64,
    mut play: impl FnMut(Subset, Range<u64>) -> Result<Observed, Error>,
) -> Result<Attribution, Error> {
    let mut clusters = QUANTITIES.map(|_| Clusters::new(groups));
    for (number, order) in (0..).zip(orders(groups, seed)) {
        let place = |number: u64| FIRST + replications * number / ORDERS;
        let range = place(number)..place(number + 1);
        let mut subset = 0;
        let mut before = play(subset, range.clone())?;
        let start = before.clone();
        let mut added = QUANTITIES.map(|_| vec![Contributions::new(1); groups]);
        for group in &order {
            subset |= 1 << group;
            let now = play(subset, range.clone())?;
            for (added, read) in added.iter_mut().zip(QUANTITIES) {
                added[*group].push_between(read(&before), read(&now));
            }
            before = now;
        }
        for ((clusters, added), read) in clusters.iter_mut().zip(added).zip(QUANTITIES) {
            clusters.push(number, added, read(&start), read(&before));
        }
    }
    let [scores, passed, costs] =
        [0, 1, 2].map(|q: usize| clusters[q].effects(APART_MOST[q], level));
    let mut all: Vec<Effects> = scores
        .into_iter()
        .zip(passed)
        .zip(costs)
        .map(|((score, passed), cost)| Effects::of([score, passed, cost]))
        .collect();
    let total = all.pop().expect("the whole comes last");
    // Where nothing differs in the few orders that were played, it may in others.
    for effects in &mut all {
        for effect in [&mut effects.score, &mut effects.passed, &mut effects.cost] {
            if let Some(effect) = effect.as_mut().filter(|effect| effect.differing == 0) {
                effect.interval = None;
            }
        }
    }
    Ok(Attribution {
        replications,
        orders: Some(ORDERS),
        groups: all,
        total,
    })
}

/// Random orders of the groups, every second one the reverse of the one before.
fn orders(groups: usize, seed: u64) -> Vec<Vec<usize>> {
    let luck = Luck::new(seed);
    let question = Question::new(Entity::Scenario, "", "order of changes");
    let mut uniforms = vec![0.0; groups];
    let mut orders = Vec::new();
    for pair in 0..ORDERS / 2 {
        luck.fill(question.nth(1), FIRST + pair * groups as u64, &mut uniforms); // usize fits into u64.
        let mut order: Vec<usize> = (0..groups).collect();
        order.sort_by(|a, b| uniforms[*a].total_cmp(&uniforms[*b]).then(a.cmp(b)));
        let reverse = order.iter().rev().copied().collect();
        orders.extend([order, reverse]);
    }
    orders
}

/// What each group adds in each replication, and all of them together.
#[derive(Clone)]
struct Contributions {
    groups: Vec<Vec<f64>>,
    /// In how many replications each group makes any difference to any of the others.
    differing: Vec<u64>,
    total: Vec<f64>,
}

impl Contributions {
    fn new(groups: usize) -> Self {
        Self {
            groups: vec![Vec::new(); groups],
            differing: vec![0; groups],
            total: Vec::new(),
        }
    }

    fn push(&mut self, values: Vec<f64>, total: f64) {
        for (group, value) in self.groups.iter_mut().zip(values) {
            group.push(value);
        }
        self.total.push(total);
    }

    fn push_between(&mut self, before: &[Option<f64>], after: &[Option<f64>]) {
        for (before, after) in before.iter().zip(after) {
            if let (Some(before), Some(after)) = (before, after) {
                self.push(vec![after - before], after - before);
            }
        }
    }
}

/// Contributions of each group, in pairs of orders, and of all together.
struct Clusters {
    groups: Vec<Cluster>,
    /// Replication by replication.
    total: Vec<f64>,
}

/// What one group adds.
#[derive(Clone, Default)]
struct Cluster {
    /// The means of pairs of orders.
    means: Vec<f64>,
    /// The mean of the first order of a pair.
    half: Option<f64>,
    /// Of all replications.
    values: Vec<f64>,
}

impl Clusters {
    fn new(groups: usize) -> Self {
        Self {
            groups: vec![Cluster::default(); groups],
            total: Vec::new(),
        }
    }

    fn push(
        &mut self,
        number: u64,
        added: Vec<Contributions>,
        start: &[Option<f64>],
        end: &[Option<f64>],
    ) {
        let mut whole = Contributions::new(1);
        whole.push_between(start, end);
        self.total.append(&mut whole.total);
        for (group, added) in self.groups.iter_mut().zip(added) {
            group.push(number, &added.total);
        }
    }

    /// Of each group and, last, of all together: its mean is that of all replications, to which the groups' add up.
    fn effects(&self, apart_most: Option<f64>, level: f64) -> Vec<Option<Effect>> {
        let groups = self
            .groups
            .iter()
            .map(|group| group.effect(apart_most, level));
        groups
            .chain([paired(&self.total, apart_most, level)])
            .collect()
    }
}

impl Cluster {
    fn push(&mut self, number: u64, values: &[f64]) {
        self.values.extend(values);
        let moments = Moments::of(values);
        let is_first = number.is_multiple_of(2);
        match (self.half, moments.mean()) {
            (_, mean) if is_first => self.half = mean,
            (Some(first), Some(second)) => self.means.push((first + second) / 2.0),
            (Some(_), None) | (None, Some(_) | None) => {}
        }
    }

    fn effect(&self, apart_most: Option<f64>, level: f64) -> Option<Effect> {
        let of_all = paired(&self.values, apart_most, level)?;
        let mean = of_all.mean;
        let interval = mean_interval(&Moments::of(&self.means), level);
        // Too few replications, or a few of them, decide whatever the order.
        let interval = interval.filter(|_| of_all.interval.is_some());
        Some(Effect {
            mean,
            interval: interval.map(|interval| Interval {
                low: mean - interval.half_width(),
                high: mean + interval.half_width(),
            }),
            differing: of_all.differing,
        })
    }
}

fn paired(values: &[f64], apart_most: Option<f64>, level: f64) -> Option<Effect> {
    let found = match apart_most {
        Some(most) => mean_difference_within(values, most, level),
        None => mean_difference(values, level),
    };
    found.map(|found| Effect {
        mean: found.mean,
        interval: found.interval,
        differing: found.differing,
    })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// Worth in replication k: what the function says, the same for passing.
    fn found(groups: usize, worth: impl Fn(Subset, u64) -> f64) -> Attribution {
        let play = |subset, range: Range<u64>| -> Result<Observed, Infallible> {
            let worths: Vec<Option<f64>> = range.map(|k| Some(worth(subset, k))).collect();
            Ok(Observed {
                scores: worths.clone(),
                passed: worths.clone(),
                costs: worths,
            })
        };
        let Ok(found) = attribute(groups, 640, 1, 0.95, play);
        found
    }

    fn means(found: &Attribution) -> Vec<f64> {
        let score = |effects: &Effects| effects.score.unwrap().mean;
        found.groups.iter().map(score).collect()
    }

    #[test]
    fn two_changes_that_only_help_together_share_the_gain() {
        let found = found(3, |subset, k| {
            if subset & 3 == 3 {
                10.0 + (k % 3) as f64
            } else {
                0.0
            }
        });
        let means = means(&found);
        assert!(
            (means[0] - means[1]).abs() < 1e-12 && means[0] > 5.0,
            "{means:?}"
        );
        assert_eq!(means[2], 0.0);
        assert_eq!(found.groups[2].score.unwrap().differing, 0);
        let total = found.total.score.unwrap().mean;
        assert!((means.iter().sum::<f64>() - total).abs() < 1e-9);
    }

    #[test]
    fn what_changes_nothing_but_the_cost_still_does_something() {
        for groups in [2_usize, 9] {
            let play = |subset: Subset, range: Range<u64>| -> Result<Observed, Infallible> {
                let all = |worth: f64| range.clone().map(|_| Some(worth)).collect();
                Ok(Observed {
                    scores: all(50.0),
                    passed: all(1.0),
                    costs: all(if subset & 1 == 1 { 125.0 } else { 100.0 }),
                })
            };
            let Ok(found) = attribute(groups, 640, 1, 0.95, play);
            let [dear, idle] = [0, 1].map(|group: usize| &found.groups[group]);
            assert_eq!(dear.score.unwrap().differing, 0);
            assert_eq!(dear.cost.unwrap().mean, 25.0);
            assert_eq!(idle.cost.unwrap().differing, 0);
            assert_eq!(found.total.cost.unwrap().mean, 25.0);
        }
    }

    #[test]
    fn shares_of_random_orders_add_up_to_the_mean_of_all_replications() {
        // 650 replications are no multiple of 32 orders, and what each adds differs from one to the next.
        let play = |subset: Subset, range: Range<u64>| -> Result<Observed, Infallible> {
            let worth = |k: u64| Some((k * k % 91) as f64 * f64::from(subset.count_ones()));
            let worths: Vec<Option<f64>> = range.map(worth).collect();
            Ok(Observed {
                scores: worths.clone(),
                passed: worths.clone(),
                costs: worths,
            })
        };
        let Ok(found) = attribute(9, 650, 1, 0.95, play);
        let due = 9.0 * (1..=650_u64).map(|k| (k * k % 91) as f64).sum::<f64>() / 650.0;
        let sum: f64 = means(&found).iter().sum();
        let total = found.total.score.unwrap();
        assert!((sum - due).abs() < 1e-9, "{sum} {due}");
        assert!((total.mean - due).abs() < 1e-9, "{total:?} {due}");
        assert!(total.interval.unwrap().contains(due));
    }

    #[test]
    fn of_many_changes_random_orders_are_played_and_add_up_too() {
        let found = found(12, |subset, k| {
            f64::from(subset.count_ones()) + if subset & 3 == 3 { (k % 2) as f64 } else { 0.0 }
        });
        assert_eq!(found.orders, Some(ORDERS));
        let means = means(&found);
        let total = found.total.score.unwrap().mean;
        assert!(
            (means.iter().sum::<f64>() - total).abs() < 1e-9,
            "{means:?}"
        );
        for mean in &means[2..] {
            assert_eq!(*mean, 1.0);
        }
        // One order and its reverse give either of the two the gain of both once.
        assert!((means[0] - means[1]).abs() < 1e-9, "{means:?}");
    }
}
