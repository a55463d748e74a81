//! How bad the worst cases are on average.

use crate::statistics::{Interval, Ranked, normal_quantile, quantile_rank};

/// With fewer values in the tail than that its mean says little, and is not given.
const TAIL_LEAST: u64 = 50;

/// The mean of a tail.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tail {
    /// The mean of the worst share with its interval; `None`: there are too few values in it.
    pub mean: Option<(f64, Interval)>,
    /// So many values lie in the tail.
    pub count: u64,
    /// So many it takes.
    pub count_least: u64,
}

/// Which end of the values is the bad one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Worst {
    /// As of a cost.
    Largest,
    /// As of a score.
    Smallest,
}

/// The mean of the worst share of the values, in the form of Rockafellar and Uryasev (2000): q + E(x − q)⁺ / share with
/// q the quantile; its interval by the central limit theorem (Trindade, Uryasev, Shapiro and Zrazhevsky 2007).
/// For the smallest, turn the signs: `smallest`.
pub fn tail_mean(ranked: &Ranked, share: f64, level: f64, worst: Worst) -> Tail {
    let sign = match worst {
        Worst::Largest => 1.0,
        Worst::Smallest => -1.0,
    };
    // A count is far below 2^53.
    let in_tail = (ranked.count() as f64 * share).floor() as u64;
    if in_tail < TAIL_LEAST {
        return Tail {
            mean: None,
            count: in_tail,
            count_least: TAIL_LEAST,
        };
    }
    let count = ranked.count();
    let from_best = quantile_rank(count, 1.0 - share);
    let rank = match worst {
        Worst::Largest => from_best,
        Worst::Smallest => count + 1 - from_best,
    };
    let quantile = ranked.at(rank).expect("a rank is at most the count");
    let excess = |value: f64| (sign * (value - quantile)).max(0.0) / share;
    // Most values lie before the tail, all with excess 0.
    let mut beyond = 0;
    let mut sum = 0.0;
    for (value, times) in ranked.entries().filter(|(value, _)| excess(*value) > 0.0) {
        sum += excess(value) * times as f64; // Counts are far below 2^53.
        beyond += times;
    }
    let n = count as f64;
    let mean = sum / n;
    let squares: f64 = ranked
        .entries()
        .filter(|(value, _)| excess(*value) > 0.0)
        .map(|(value, times)| (excess(value) - mean).powi(2) * times as f64)
        .sum();
    let variance = (squares + mean * mean * (count - beyond) as f64) / (n - 1.0);
    let half_width = normal_quantile((1.0 + level) / 2.0) * (variance / n).sqrt();
    let value = quantile + sign * mean;
    let interval = Interval {
        low: value - half_width,
        high: value + half_width,
    };
    Tail {
        mean: Some((value, interval)),
        count: in_tail,
        count_least: TAIL_LEAST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Spread;

    fn ranked(values: impl IntoIterator<Item = f64>) -> Ranked {
        let mut spread = Spread::default();
        spread.extend(&values.into_iter().collect::<Vec<_>>());
        spread.ranked()
    }

    /// By hand: the worst 5 % of 1 to 1,000 are 951 to 1,000, mean 975.5; the best side mirrors it, 1 to 50, mean 25.5.
    #[test]
    fn the_mean_of_the_worst_is_that_of_the_last_values() {
        let ranked = ranked((1..=1_000).map(f64::from));
        let mean = |worst| {
            let tail = tail_mean(&ranked, 0.05, 0.95, worst);
            let (mean, interval) = tail.mean.expect("fifty are enough");
            assert!(interval.contains(mean));
            mean
        };
        assert!(
            (mean(Worst::Largest) - 975.5).abs() < 1e-9,
            "{}",
            mean(Worst::Largest)
        );
        assert!(
            (mean(Worst::Smallest) - 25.5).abs() < 1e-9,
            "{}",
            mean(Worst::Smallest)
        );
    }

    /// Exponential with mean 1: CVaR at 95 % is 1 + ln 20 (Norton, Khokhlov and Uryasev 2021, table 1).
    #[test]
    fn the_tail_of_an_exponential_is_the_published_one() {
        const COUNT: u32 = 50_000;
        let quantiles = (0..COUNT).map(|k| -(1.0 - (f64::from(k) + 0.5) / f64::from(COUNT)).ln());
        let tail = tail_mean(&ranked(quantiles), 0.05, 0.95, Worst::Largest);
        let (mean, interval) = tail.mean.expect("there are enough");
        assert!((mean - (1.0 + 20_f64.ln())).abs() < 1e-3, "{mean}");
        // Var (x − q)⁺ = 2·0.05 − 0.05² for an exponential: the half-width is 1.96·√(0.0975/50,000)/0.05.
        let half_width = 1.959_964 * (0.097_5 / f64::from(COUNT)).sqrt() / 0.05;
        assert!((interval.half_width() - half_width).abs() < 1e-3 * half_width);
    }

    #[test]
    fn too_few_say_so() {
        let tail = tail_mean(&ranked((0..999).map(f64::from)), 0.05, 0.95, Worst::Largest);
        assert_eq!((tail.mean, tail.count, tail.count_least), (None, 49, 50));
    }
}
