//! Which of several may be the best.

use crate::statistics::{Interval, level_of_each, mean_difference, normal_quantile, share_at_most};

/// Multiple comparisons with the best under common random numbers (Hsu 1984, with Bonferroni's inequality over paired differences as
/// Clark and Yang 1986): for each column the interval of its mean less the best of the others' means, all of them true together with
/// probability `level`. A column may be the best where the upper end is above zero. Larger is better. Columns are equally long, of
/// at least two values. Every pair has a variance of its own: plans that hardly differ from each other say nothing of one that does.
/// The critical value is that of infinitely many degrees of freedom; where too few pairs decide for an interval of their mean
/// ([`mean_difference`]), they may be as far apart as values can be, and neither is left out for the other. `None`: there is one
/// column, or too few values.
pub fn differences_to_best(
    columns: &[&[f64]],
    apart_most: f64,
    level: f64,
) -> Option<Vec<Interval>> {
    let systems = columns.len();
    let count = columns.first()?.len();
    if systems < 2 || count < 2 {
        return None;
    }
    let others = systems as u64 - 1; // usize fits into u64.
    let of_each = level_of_each(level, others);
    let critical = normal_quantile(of_each);
    let to_best = |place: usize| {
        let mut interval = Interval {
            low: 0.0,
            high: f64::INFINITY,
        };
        for other in (0..systems).filter(|other| *other != place) {
            let pairs = columns[place].iter().zip(columns[other]);
            let apart: Vec<f64> = pairs.map(|(own, other)| own - other).collect();
            let found = mean_difference(&apart, level)?;
            // Who never differs from another is as good as that one.
            if found.differing == 0 {
                interval.low = interval.low.min(0.0);
                continue;
            }
            let (low, high) = match found.interval {
                Some(_) => {
                    let width = critical * found.deviation? / (count as f64).sqrt(); // Far below 2^53.
                    // As in `mean_difference_within`, to one side and for all pairs together.
                    let unseen = apart_most * share_at_most(0, found.count, of_each);
                    let width = width.max(unseen);
                    (found.mean - width, found.mean + width)
                }
                None => (-apart_most, apart_most),
            };
            interval.low = interval.low.min(low);
            interval.high = interval.high.min(high);
        }
        let is_alone = interval.high.is_infinite();
        interval.high = if is_alone {
            0.0
        } else {
            interval.high.max(0.0)
        };
        Some(interval)
    };
    (0..systems).map(to_best).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight plans that are nearly alike and one of another kind, all of the same mean: it is to be left out no more often than the
    /// level allows, which one variance for all pairs did.
    #[test]
    fn who_differs_more_than_the_others_is_not_left_out_for_it() {
        // SplitMix64 (Steele, Lea and Flood 2014): no stream of ours is known here.
        let mut state = 5_u64;
        let mut uniform = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ mixed >> 31) >> 11) as f64 / (1_u64 << 53) as f64 // 53 bits.
        };
        let trials = 400;
        let mut left_out = 0;
        for _ in 0..trials {
            let mut noise = || -> Vec<f64> { (0..300).map(|_| uniform()).collect() };
            let common = noise();
            let mut alike = || -> Vec<f64> {
                let pairs = common.iter().zip(noise());
                pairs.map(|(all, own)| all + own / 50.0 - 0.01).collect()
            };
            let mut columns: Vec<Vec<f64>> = (0..8).map(|_| alike()).collect();
            columns.push(noise());
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let found = differences_to_best(&columns, 1.02, 0.95).unwrap();
            left_out += u32::from(found[8].high <= 0.0);
        }
        // Five in a hundred, and 3 standard errors.
        assert!(
            f64::from(left_out) < 0.083 * f64::from(trials),
            "{left_out}"
        );
    }

    #[test]
    fn a_clear_winner_is_alone_and_equals_stay_together() {
        let noise =
            |seed: u32| (0..500_u32).map(move |k| f64::from((k * 7 + seed * 13) % 11) / 11.0);
        let worse: Vec<f64> = noise(1).collect();
        let best: Vec<f64> = noise(2).map(|x| x + 5.0).collect();
        let found = differences_to_best(&[&worse, &best], 10.0, 0.95).unwrap();
        assert_eq!(found[0].high, 0.0);
        assert!(found[1].low >= 0.0 && found[1].high > 4.0, "{found:?}");

        let same = differences_to_best(&[&best, &best, &worse], 10.0, 0.95).unwrap();
        assert!(same[0].high > 0.0 && same[1].high > 0.0, "{same:?}");
        assert_eq!(same[2].high, 0.0);
    }

    /// By hand: differences of the two columns 1, 3, 2, 2, a hundred times: mean 2, variance 200/399; 2 ± 1.645·√(200/399/400).
    #[test]
    fn of_two_columns_it_is_the_paired_difference() {
        let often = |few: [f64; 4]| few.repeat(100);
        let (first, second) = (often([1.0, 2.0, 4.0, 3.0]), often([2.0, 5.0, 6.0, 5.0]));
        let found = differences_to_best(&[&first, &second], 3.0, 0.95);
        let width = 1.644_854 * (200.0_f64 / 399.0 / 400.0).sqrt();
        let second = found.unwrap()[1];
        assert!((second.high - (2.0 + width)).abs() < 1e-5, "{second:?}");
        assert_eq!(second.low, 0.0);
    }

    /// The second is better in ten of two thousand: what is rarer and worse may not have been seen.
    #[test]
    fn few_differences_leave_nobody_out() {
        let first = vec![90.0; 2_000];
        let mut second = first.clone();
        second[..10].fill(91.0);
        let found = differences_to_best(&[&first, &second], 100.0, 0.95).unwrap();
        assert!(found.iter().all(|one| one.high > 0.0), "{found:?}");
    }

    /// By hand: of 1,000 pairs what happens in 1 − 0.05^(1/1000) = 0.299 % may not have been seen, and costs all that can be lost.
    #[test]
    fn who_is_a_little_better_every_time_may_still_lose_all_unseen() {
        let first: Vec<f64> = (0..1_000).map(|k| f64::from(k % 7)).collect();
        let better_by = |gain: f64| -> Vec<f64> {
            let second = first.iter().enumerate();
            second
                .map(|(k, x)| x + gain + (k % 2) as f64 * 1e-9)
                .collect()
        };
        for (gain, is_left_out) in [(0.28, false), (0.32, true)] {
            let second = better_by(gain);
            let found = differences_to_best(&[&first, &second], 100.0, 0.95).unwrap();
            assert_eq!(found[0].high <= 0.0, is_left_out, "{gain}: {found:?}");
        }
    }
}
