//! Differences of pairs: two plans played with the same luck.

use libm::{erfc, exp, expm1, log, log1p};
use statrs::distribution::{Beta, Binomial, ContinuousCDF, DiscreteCDF, StudentsT};
use statrs::function::gamma::gamma_ur;

use crate::statistics::{Interval, Moments, mean_interval, normal_quantile, settled, wilson};

/// So many pairs must differ before an interval of their mean difference is given. With fewer, nearly all differences are zero
/// and the few others decide, so that Student's interval covers too little.
pub const DIFFERING_LEAST: u64 = 200;

/// So many differences must decide for an interval of their mean, counted by their weight: where a few rare and large ones do,
/// Student's interval covers too little (Cochran 1977, section 2.15, asks for 25 times the squared skewness).
const DECIDING_LEAST: f64 = 25.0;

/// What is known of the mean of paired differences.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MeanDifference {
    /// The mean.
    pub mean: f64,
    /// Student's interval; `None`: fewer than [`DIFFERING_LEAST`] pairs differ, though some do, or a few of them decide.
    pub interval: Option<Interval>,
    /// The test of no difference, two-sided; `None`: nothing can be said of it.
    pub p_value: Option<f64>,
    /// Standard deviation of the differences; `None`: of one pair.
    pub deviation: Option<f64>,
    /// Pairs.
    pub count: u64,
    /// Pairs that differ.
    pub differing: u64,
}

/// The mean of paired differences; `None` of no pairs. Where no pair differs, the interval is zero and nothing else. The test is
/// Student's; without an interval there is none: whatever most pairs say, a few large differences may turn the mean.
pub fn mean_difference(differences: &[f64], level: f64) -> Option<MeanDifference> {
    let moments = Moments::of(differences);
    let mean = moments.mean()?;
    let differing = differences.iter().filter(|apart| **apart != 0.0).count() as u64; // usize fits into u64.
    let none = Interval {
        low: 0.0,
        high: 0.0,
    };
    let (interval, p_value) = match differing {
        0 => (Some(none), Some(1.0)),
        few if few < DIFFERING_LEAST || do_few_decide(differences) => (None, None),
        _ => (mean_interval(&moments, level), student_test(&moments)),
    };
    Some(MeanDifference {
        mean,
        interval,
        p_value,
        deviation: moments.deviation(),
        count: moments.count(),
        differing,
    })
}

/// The same of differences of which none can be larger than `largest`. What is rare and was not seen could be as large as that, and
/// differences that are nearly alike say nothing of it: the interval reaches as far as the rule of three (Hanley and Lippman-Hand
/// 1983), and the test allows for as much. Without an interval the test is that of [`bounded_difference`].
pub fn mean_difference_within(
    differences: &[f64],
    largest: f64,
    level: f64,
) -> Option<MeanDifference> {
    let found = mean_difference(differences, level)?;
    if found.differing == 0 {
        return Some(found);
    }
    if let Some(interval) = found.interval {
        let unseen = largest * share_at_most(0, found.count, (1.0 + level) / 2.0);
        // Enough of the largest to make up for the mean, and none of them seen.
        let needed = (found.mean.abs() / largest).min(1.0);
        let never_seen = 2.0 * exp(found.count as f64 * log1p(-needed)); // Counts are far below 2^53.
        return Some(MeanDifference {
            interval: Some(Interval {
                low: interval.low.min(found.mean - unseen),
                high: interval.high.max(found.mean + unseen),
            }),
            p_value: (found.p_value).map(|p_value| p_value.max(settled(never_seen)).min(1.0)),
            ..found
        });
    }
    let scaled: Vec<f64> = differences.iter().map(|apart| apart / largest).collect();
    Some(MeanDifference {
        p_value: Some(Bounded::of(&scaled).p_value()),
        ..found
    })
}

/// Whether too few differences decide. Of equal ones as many decide as there are; in general (Σd²)³/(Σ|d|³)² of them.
fn do_few_decide(differences: &[f64]) -> bool {
    let largest = differences
        .iter()
        .fold(0.0, |most: f64, apart| most.max(apart.abs()));
    let (squares, cubes) = (differences.iter()).fold((0.0, 0.0), |(squares, cubes), apart| {
        let scaled = (apart / largest).abs();
        (squares + scaled * scaled, cubes + scaled * scaled * scaled)
    });
    squares * squares * squares < DECIDING_LEAST * cubes * cubes
}

/// Student's test that the mean is zero, two-sided (Student 1908); `None` of fewer than two values.
fn student_test(moments: &Moments) -> Option<f64> {
    let (mean, deviation) = (moments.mean()?, moments.deviation()?);
    if mean == 0.0 {
        return Some(1.0);
    }
    let count = moments.count() as f64; // Counts are far below 2^53.
    let t = mean.abs() * count.sqrt() / deviation; // Without any spread it is infinite, and nothing is left to chance.
    if t.is_infinite() {
        return Some(0.0);
    }
    if t.is_nan() {
        return None;
    }
    let student = StudentsT::new(0.0, 1.0, count - 1.0).expect("there are degrees of freedom");
    Some(settled(2.0 * student.sf(t)).clamp(0.0, 1.0))
}

/// What is known of the difference of two shares of the same replications.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ShareDifference {
    /// Second share less first.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// The exact test of McNemar, two-sided: gains and losses are equally likely.
    pub p_value: f64,
    /// In how many only the second holds.
    pub gains: u64,
    /// In how many only the first holds.
    pub losses: u64,
    /// Of how many.
    pub count: u64,
}

/// The difference of paired shares: `gains` hold only in the second, `losses` only in the first; `None` of nothing. The interval
/// is Wald's after half a replication is added to each of the four cells (Agresti and Min 2005).
pub fn share_difference(
    gains: u64,
    losses: u64,
    count: u64,
    level: f64,
) -> Option<ShareDifference> {
    if count == 0 {
        return None;
    }
    // Counts are far below 2^53.
    let (b, c, n) = (gains as f64, losses as f64, count as f64);
    let middle = (b - c) / (n + 2.0);
    let variance = (b + c + 1.0) - (b - c) * (b - c) / (n + 2.0);
    let half_width = normal_quantile((1.0 + level) / 2.0) * variance.max(0.0).sqrt() / (n + 2.0);
    let interval = Interval {
        low: (middle - half_width).max(-1.0),
        high: (middle + half_width).min(1.0),
    };
    Some(ShareDifference {
        value: (b - c) / n,
        interval,
        p_value: sign_test(gains, losses),
        gains,
        losses,
        count,
    })
}

/// The mean of paired differences between −1 and 1, such as of shares of a few drills; `None` of no pairs. Interval and test are those
/// of [`share_difference`] where all differences are whole; else half a pair of 1 and half a pair of −1 are added to what was seen,
/// and one of 0, as they are there, and the test asks whether zero lies outside.
pub fn bounded_difference(differences: &[f64], level: f64) -> Option<MeanDifference> {
    let found = mean_difference(differences, level)?;
    if found.differing == 0 {
        return Some(found);
    }
    let count = |is_counted: fn(f64) -> bool| {
        let counted = differences.iter().filter(|apart| is_counted(**apart));
        counted.count() as u64 // usize fits into u64.
    };
    let bounded = Bounded::of(differences);
    let are_whole = differences.iter().all(|apart| apart.fract() == 0.0);
    let p_value = if are_whole {
        sign_test(count(|apart| apart > 0.0), count(|apart| apart < 0.0))
    } else {
        bounded.p_value()
    };
    Some(MeanDifference {
        interval: Some(bounded.interval(level)),
        p_value: Some(p_value),
        ..found
    })
}

/// The mean of differences between −1 and 1 and its error, after two pairs are added to what was seen (Agresti and Min 2005).
struct Bounded {
    middle: f64,
    error: f64,
}

impl Bounded {
    fn of(differences: &[f64]) -> Self {
        let n = differences.len() as f64 + 2.0; // Counts are far below 2^53.
        let sum: f64 = differences.iter().sum();
        let squares: f64 = differences.iter().map(|apart| apart * apart).sum();
        let middle = sum / n;
        let variance = (squares + 1.0) / n - middle * middle;
        Self {
            middle,
            error: (variance.max(0.0) / n).sqrt(),
        }
    }

    fn interval(&self, level: f64) -> Interval {
        let half_width = normal_quantile((1.0 + level) / 2.0) * self.error;
        Interval {
            low: (self.middle - half_width).max(-1.0),
            high: (self.middle + half_width).min(1.0),
        }
    }

    /// That the mean is zero, two-sided.
    fn p_value(&self) -> f64 {
        if self.middle == 0.0 {
            return 1.0;
        }
        settled(erfc(
            self.middle.abs() / self.error / std::f64::consts::SQRT_2,
        ))
        .min(1.0)
    }
}

/// Twice the smaller tail of the binomial distribution with one half (McNemar 1947, exact form).
pub fn sign_test(gains: u64, losses: u64) -> f64 {
    let all = gains + losses;
    if all == 0 {
        return 1.0;
    }
    let halves = Binomial::new(0.5, all).expect("one half is a probability");
    settled(2.0 * halves.cdf(gains.min(losses))).min(1.0)
}

/// Inverting the beta distribution ends for so many replications, and takes for ever for a hundred times as many.
const BETA_MOST: u64 = 100_000;

/// So many rare things are told from their mean by Poisson's distribution, more by the normal one.
const POISSON_MOST: u64 = 1_000;

/// The largest share that is not yet unlikely where `hits` of `count` were seen, at that one-sided level (Clopper and Pearson
/// 1934). Of very many replications it is Poisson's bound for what is rare (Garwood 1936), which is no smaller, and else Wilson's.
pub fn share_at_most(hits: u64, count: u64, level: f64) -> f64 {
    if hits >= count {
        return 1.0;
    }
    let (h, n) = (hits as f64, count as f64); // Counts are far below 2^53.
    if hits == 0 {
        return settled(-expm1(log(1.0 - level) / n));
    }
    if count <= BETA_MOST {
        let beta = Beta::new(h + 1.0, n - h).expect("both are above zero");
        return settled(beta.inverse_cdf(level));
    }
    if hits >= POISSON_MOST {
        let both_sided = 2.0 * level - 1.0;
        return wilson(hits, count, both_sided).map_or(1.0, |interval| settled(interval.high));
    }
    // The largest mean of which so few are not yet unlikely, by bisection.
    let (mut low, mut high) = (h, 10.0 * (h + 100.0));
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if gamma_ur(h + 1.0, middle) > 1.0 - level {
            low = middle;
        } else {
            high = middle;
        }
    }
    settled((high / n).min(1.0))
}

/// By what factor pairing lessens the variance of the difference, against independent replications: (var a + var b)/var(b − a)
/// (Law 2015, section 11.2); `None`: there is no spread.
pub fn variance_reduction(first: &[f64], second: &[f64], differences: &[f64]) -> Option<f64> {
    let variance = |values: &[f64]| Moments::of(values).variance();
    let apart = variance(differences)?;
    (apart > 0.0).then_some((variance(first)? + variance(second)?) / apart)
}

/// The level of each of so many that shall hold together (Bonferroni's inequality).
pub fn level_of_each(level: f64, of: u64) -> f64 {
    1.0 - (1.0 - level) / of.max(1) as f64 // A handful.
}

/// Holm's adjustment of several p-values (Holm 1979), in their order: each may be compared with the level as if it stood alone.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]).then(a.cmp(b)));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (before, &place) in order.iter().enumerate() {
        let left = (p_values.len() - before) as f64; // A handful.
        largest = largest.max((left * p_values[place]).min(1.0));
        adjusted[place] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_of_all_pairs_is_exact() {
        let found = mean_difference(&[2.5; 300], 0.95).unwrap();
        assert_eq!(found.mean, 2.5);
        assert_eq!(
            found.interval,
            Some(Interval {
                low: 2.5,
                high: 2.5
            })
        );
        assert_eq!(found.p_value, Some(0.0));
    }

    #[test]
    fn where_nothing_differs_the_difference_is_zero_and_sure() {
        let found = mean_difference(&[0.0; 5], 0.95).unwrap();
        assert_eq!(found.differing, 0);
        assert_eq!(
            found.interval,
            Some(Interval {
                low: 0.0,
                high: 0.0
            })
        );
    }

    #[test]
    fn where_a_few_large_differences_decide_there_is_no_interval() {
        let mut differences: Vec<f64> = (0..10_000).map(|k| f64::from(k % 7)).collect();
        let found = |differences: &[f64]| mean_difference(differences, 0.95).unwrap();
        assert!(found(&differences).interval.is_some());
        differences[..10].fill(100_000.0);
        assert_eq!(found(&differences).interval, None);
        differences[..400].fill(100_000.0);
        assert!(found(&differences).interval.is_some());
        // All alike but for a few that do not differ.
        let mut alike = vec![47.0; 400];
        alike[..10].fill(0.0);
        assert!(found(&alike).interval.is_some());
    }

    /// By hand: 1.959964/1002.
    #[test]
    fn that_no_replication_differs_is_not_sure() {
        let found = share_difference(0, 0, 1_000, 0.95).unwrap();
        assert_eq!((found.value, found.p_value), (0.0, 1.0));
        assert!((found.interval.high - 0.001_956_05).abs() < 1e-8);
        assert_eq!(found.interval.low, -found.interval.high);
    }

    #[test]
    fn below_two_hundred_differences_there_is_no_interval() {
        let mut differences = vec![0.0; 10_000];
        differences[..199].fill(1.0);
        assert_eq!(mean_difference(&differences, 0.95).unwrap().interval, None);
        differences[199] = 1.0;
        assert!(
            mean_difference(&differences, 0.95)
                .unwrap()
                .interval
                .is_some()
        );
    }

    /// Student 1908, the additional hours of sleep by the isomers: t = 4.0621 with 9 degrees of freedom, p = 0.002833.
    #[test]
    fn the_test_of_the_sleep_data_is_reproduced() {
        let apart = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];
        let p = student_test(&Moments::of(&apart)).unwrap();
        assert!((p - 0.002_833).abs() < 5e-7, "{p}");
    }

    /// Agresti 1990, approval of the Prime Minister in two surveys of the same 1,600 people: 150 turned away, 86 turned to. By
    /// hand: −64/1602 ± 1.959964·√(237 − 64²/1602)/1602.
    #[test]
    fn the_interval_of_paired_shares_is_that_of_the_formula() {
        let found = share_difference(86, 150, 1_600, 0.95).unwrap();
        assert!((found.value + 0.04).abs() < 1e-12);
        assert!((found.interval.low + 0.058_683).abs() < 1e-5, "{found:?}");
        assert!((found.interval.high + 0.021_217).abs() < 1e-5, "{found:?}");
        assert!(found.p_value < 1e-4);
    }

    /// Nearly all pairs gain a little, and a few that were seldom seen lose all that can be lost.
    #[test]
    fn what_most_pairs_say_is_no_test_of_the_mean() {
        let mut differences = vec![0.083; 1_000];
        let of = |differences: &[f64]| mean_difference_within(differences, 100.0, 0.95).unwrap();
        differences[0] = -80.0;
        assert!(of(&differences).p_value.unwrap() > 0.05);
        assert_eq!(mean_difference(&differences, 0.95).unwrap().p_value, None);
        let thirds = [vec![1.0 / 3.0; 300], vec![-1.0; 100], vec![0.0; 9_600]].concat();
        let found = bounded_difference(&thirds, 0.95).unwrap();
        assert!(found.interval.unwrap().contains(0.0) && found.p_value.unwrap() > 0.5);
        // A gain that is large beside what may be unseen.
        let clear = [vec![-60.0; 150], vec![0.0; 850]].concat();
        assert!(of(&clear).p_value.unwrap() < 1e-6);
    }

    #[test]
    fn of_whole_differences_the_bounded_interval_is_that_of_shares() {
        let differences = [vec![1.0; 86], vec![-1.0; 150], vec![0.0; 1_364]].concat();
        let found = bounded_difference(&differences, 0.95).unwrap();
        let shares = share_difference(86, 150, 1_600, 0.95).unwrap();
        let (a, b) = (found.interval.unwrap(), shares.interval);
        assert!((a.low - b.low).abs() < 1e-12 && (a.high - b.high).abs() < 1e-12);
        assert_eq!(found.p_value, Some(shares.p_value));
    }

    /// By hand: 1 − 0.05^(1/1000); and of one hit where 1 − (1 − x)^10 − 10·x·(1 − x)^9 = 0.95.
    #[test]
    fn rare_shares_are_bounded() {
        assert!((share_at_most(0, 1_000, 0.95) - 0.002_991_2).abs() < 1e-6);
        let x = share_at_most(1, 10, 0.95);
        let tail = (1.0 - x).powi(10) + 10.0 * x * (1.0 - x).powi(9);
        assert!((tail - 0.05).abs() < 1e-6, "{x}");
        assert_eq!(share_at_most(3, 3, 0.95), 1.0);
        // However many replications there are, it is found, and goes on smoothly.
        for hits in [1, 30, 999] {
            let [few, more] = [100_000, 100_001].map(|count| share_at_most(hits, count, 0.95));
            assert!((more / few - 1.0).abs() < 1e-3, "{hits} {few} {more}");
        }
        let [poisson, wilson] = [999, 1_000].map(|hits| share_at_most(hits, 1_000_000, 0.975));
        assert!(wilson > poisson * 0.998 && wilson < poisson * 1.002);
        assert!((share_at_most(0, 20_000_000, 0.95) * 20e6 - 2.995_732).abs() < 1e-3);
        assert!((share_at_most(4_000_000, 8_000_000, 0.95) - 0.500_291).abs() < 1e-6);
    }

    /// By hand: 2·(1 + 5)/2^5 = 0.375.
    #[test]
    fn the_exact_test_is_twice_the_smaller_tail() {
        assert!((sign_test(1, 4) - 0.375).abs() < 1e-9);
        assert_eq!(sign_test(0, 0), 1.0);
        assert_eq!(sign_test(3, 3), 1.0);
    }

    /// Holm 1979 is a step-down: 0.01·4, 0.02·3, 0.03·2, and never less than the one before.
    #[test]
    fn p_values_are_adjusted_step_by_step() {
        let adjusted = holm(&[0.03, 0.01, 0.04, 0.02]);
        for (found, due) in adjusted.iter().zip([0.06, 0.04, 0.06, 0.06]) {
            assert!((found - due).abs() < 1e-12, "{adjusted:?}");
        }
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn pairing_gains_by_how_much_the_difference_varies_less() {
        let (first, second) = ([1.0, 2.0, 3.0, 4.0], [1.5, 2.5, 3.5, 4.0]);
        let apart: Vec<f64> = second.iter().zip(first).map(|(b, a)| b - a).collect();
        // By hand: variances 5/3 and 1.729167/1.5…: (1.666667 + 1.229167)/0.0625.
        let factor = variance_reduction(&first, &second, &apart).unwrap();
        assert!((factor - 46.333_333).abs() < 1e-4, "{factor}");
        assert_eq!(variance_reduction(&first, &first, &[0.0; 4]), None);
    }

    /// A plan that is always a little better and fails once in a few hundred times.
    #[test]
    fn what_was_never_seen_may_make_up_for_differences_that_are_all_alike() {
        let alike = |count: usize| {
            let differences: Vec<f64> = (0..count).map(|k| 0.2 + (k % 2) as f64 * 1e-6).collect();
            mean_difference_within(&differences, 100.0, 0.95).unwrap()
        };
        let few = alike(1_000);
        assert!(few.interval.unwrap().low < 0.0 && few.p_value.unwrap() > 0.05);
        let many = alike(10_000);
        assert!(many.interval.unwrap().low > 0.0 && many.p_value.unwrap() < 0.05);
    }
}
