//! Which of several may be the best.

use libm::{erfc, exp};

use crate::statistics::{Interval, Moments};

/// Multiple comparisons with the best under common random numbers (Nelson and Matejcik 1995, procedure of section 3.1): for each
/// column the interval of its mean less the best of the others' means, all of them true together with probability `level`. A
/// column may be the best where the upper end is above zero. Larger is better. Columns are equally long, of at least two
/// values. The critical value is that of infinitely many degrees of freedom, below the exact one by less than 0.2 % from 1,000
/// replications on. `None`: there is one column, or too few values.
pub fn differences_to_best(columns: &[&[f64]], level: f64) -> Option<Vec<Interval>> {
    let systems = columns.len();
    let count = columns.first()?.len();
    if systems < 2 || count < 2 {
        return None;
    }
    let means: Vec<f64> = columns
        .iter()
        .map(|column| Moments::of(column).mean())
        .collect::<Option<_>>()?;
    let (k, n) = (systems as f64, count as f64); // Both far below 2^53.
    let grand = means.iter().sum::<f64>() / k;
    let mut squares = 0.0;
    for replication in 0..count {
        let across = columns
            .iter()
            .map(|column| column[replication])
            .sum::<f64>()
            / k;
        for (column, mean) in columns.iter().zip(&means) {
            let rest = column[replication] - mean - across + grand;
            squares += rest * rest;
        }
    }
    // Twice the pooled variance: that of a difference of two columns, where all differences vary alike (sphericity).
    let variance = 2.0 * squares / ((k - 1.0) * (n - 1.0));
    let width = one_sided_critical(systems - 1, level) * (variance / n).sqrt();
    let intervals = means.iter().enumerate().map(|(place, mean)| {
        let others = means
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place);
        let best = others
            .map(|(_, other)| *other)
            .fold(f64::NEG_INFINITY, f64::max);
        Interval {
            low: (mean - best - width).min(0.0),
            high: (mean - best + width).max(0.0),
        }
    });
    Some(intervals.collect())
}

/// The value that the largest of so many standard normal variables, correlated by one half, stays below with that probability
/// (Dunnett 1955, infinitely many degrees of freedom).
fn one_sided_critical(variables: usize, level: f64) -> f64 {
    let (mut low, mut high) = (0.0, 10.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if largest_below(variables, middle) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// P(max Z ≤ x) = ∫ Φ(√2·x + z)^m φ(z) dz, by Simpson's rule.
fn largest_below(variables: usize, x: f64) -> f64 {
    const HALVES: u32 = 400;
    const REACH: f64 = 8.0;
    let step = 2.0 * REACH / f64::from(HALVES);
    let power = i32::try_from(variables).expect("plans to compare are few");
    let integrand = |z: f64| {
        let density = exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        normal_below(std::f64::consts::SQRT_2 * x + z).powi(power) * density
    };
    let sum: f64 = (0..=HALVES)
        .map(|place| {
            let weight = match place {
                0 | HALVES => 1.0,
                odd if odd % 2 == 1 => 4.0,
                _ => 2.0,
            };
            weight * integrand(f64::from(place) * step - REACH)
        })
        .sum();
    sum * step / 3.0
}

fn normal_below(z: f64) -> f64 {
    erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bechhofer 1954 and Dunnett 1955, one-sided, 95 %, infinitely many degrees of freedom.
    #[test]
    fn critical_values_are_those_of_the_tables() {
        for (variables, value) in [(1, 1.645), (2, 1.916), (3, 2.062), (4, 2.160), (9, 2.417)] {
            let found = one_sided_critical(variables, 0.95);
            assert!((found - value).abs() < 2e-3, "{variables}: {found}");
        }
    }

    #[test]
    fn a_clear_winner_is_alone_and_equals_stay_together() {
        let noise =
            |seed: u32| (0..500_u32).map(move |k| f64::from((k * 7 + seed * 13) % 11) / 11.0);
        let worse: Vec<f64> = noise(1).collect();
        let best: Vec<f64> = noise(2).map(|x| x + 5.0).collect();
        let found = differences_to_best(&[&worse, &best], 0.95).unwrap();
        assert_eq!(found[0].high, 0.0);
        assert!(found[1].low >= 0.0 && found[1].high > 4.0, "{found:?}");

        let same = differences_to_best(&[&best, &best, &worse], 0.95).unwrap();
        assert!(same[0].high > 0.0 && same[1].high > 0.0, "{same:?}");
        assert_eq!(same[2].high, 0.0);
    }

    /// By hand: differences of the two columns 1, 3, 2, 2: mean 2, variance 2/3; 2 ± 1.645·√(2/3/4).
    #[test]
    fn of_two_columns_it_is_the_paired_difference() {
        let found = differences_to_best(&[&[1.0, 2.0, 4.0, 3.0], &[2.0, 5.0, 6.0, 5.0]], 0.95);
        let width = 1.644_854 * (2.0_f64 / 12.0).sqrt();
        let second = found.unwrap()[1];
        assert!((second.high - (2.0 + width)).abs() < 1e-5, "{second:?}");
        assert_eq!(second.low, 0.0);
    }
}
