//! An interval that may be looked at again and again, until it is narrow enough.

/// The half-width, at `count` values of that standard deviation, of the asymptotic confidence sequence of Waudby-Smith, Arbour,
/// Sinha, Kennedy and Ramdas (2024, theorem 2.2): s·√(2(tρ²+1)/(t²ρ²)·ln(√(tρ²+1)/α)). All its intervals together hold the mean
/// with probability `level`, so that one may stop at whichever one likes. ρ is chosen to make it narrowest near
/// `count_best` values (their section 2.3).
pub fn sequence_half_width(deviation: f64, count: u64, level: f64, count_best: u64) -> f64 {
    let alpha = 1.0 - level;
    // Counts are far below 2^53.
    let (t, best) = (count as f64, count_best as f64);
    // libm's logarithm: the same bits on every platform decide where to stop.
    let doubled = -2.0 * libm::log(alpha);
    let rho2 = (doubled + libm::log(doubled + 1.0)) / best;
    let grown = t * rho2 + 1.0;
    let width2 = 2.0 * grown / (t * t * rho2) * libm::log(grown.sqrt() / alpha);
    deviation * width2.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked by hand: ρ² = (−2 ln 0.05 + ln(−2 ln 0.05 + 1))/1000 = 0.0079362…, at t = 1000 the root is 0.10297….
    #[test]
    fn the_formula_is_the_published_one() {
        let rho2 = (5.991_464_547_107_98 + 6.991_464_547_107_98_f64.ln()) / 1_000.0;
        let grown = 1_000.0 * rho2 + 1.0;
        let by_hand = (2.0 * grown / (1e6 * rho2) * (grown.sqrt() / 0.05).ln()).sqrt();
        assert!((sequence_half_width(1.0, 1_000, 0.95, 1_000) - by_hand).abs() < 1e-12);
        assert!((by_hand - 0.096_2).abs() < 1e-3, "{by_hand}");
    }

    #[test]
    fn looking_often_costs_less_than_twice_the_width_of_looking_once() {
        for count in [1_024, 10_000, 100_000] {
            let once = 1.96 / (count as f64).sqrt();
            let always = sequence_half_width(1.0, count, 0.95, 10_000);
            assert!(once < always && always < 2.0 * once, "{count}: {always}");
        }
    }
}
