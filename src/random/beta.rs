//! The beta distribution that beta-PERT is made of, and its inverse, the same on every platform.

/// A beta distribution whose shapes are both at least 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Beta {
    alpha: f64,
    beta: f64,
    /// The logarithm of the beta function.
    ln_beta_function: f64,
}

impl Beta {
    /// The distribution with those shapes.
    pub(crate) fn new(alpha: f64, beta: f64) -> Self {
        assert!(alpha >= 1.0, "a beta-PERT's shapes are at least 1");
        assert!(beta >= 1.0, "a beta-PERT's shapes are at least 1");
        Self {
            alpha,
            beta,
            ln_beta_function: libm::lgamma(alpha) + libm::lgamma(beta) - libm::lgamma(alpha + beta),
        }
    }

    /// The distribution of 1 − x.
    pub(crate) fn mirrored(self) -> Self {
        Self {
            alpha: self.beta,
            beta: self.alpha,
            ..self
        }
    }

    /// The share below `x` and the density at `x`; `x` strictly between 0 and 1.
    pub(crate) fn share_and_density(self, x: f64) -> (f64, f64) {
        let front = libm::exp(
            self.alpha * libm::log(x) + self.beta * libm::log1p(-x) - self.ln_beta_function,
        );
        let sum = self.alpha + self.beta;
        // The series converges like a geometric one in its argument, so the smaller tail is summed.
        let share = if x <= 0.5 {
            front / self.alpha * tail_series(self.alpha, sum, x)
        } else {
            1.0 - front / self.beta * tail_series(self.beta, sum, 1.0 - x)
        };
        (share, front / (x * (1.0 - x)))
    }

    /// How fast the density's logarithm grows at `x`.
    pub(crate) fn density_growth(self, x: f64) -> f64 {
        (self.alpha - 1.0) / x - (self.beta - 1.0) / (1.0 - x)
    }

    /// A lower bound of the quantile, close in the tail: the density is at most x^(alpha − 1) over the beta function.
    pub(crate) fn quantile_bound(self, share: f64) -> f64 {
        let ln_power = libm::log(share * self.alpha) + self.ln_beta_function;
        libm::exp(ln_power / self.alpha).min(0.5)
    }

    /// The x below which `share` lies. `from` must not be above it; the closer, the fewer steps.
    ///
    /// Newton's method on ln share against ln x. That curve is concave because the density of ln x is log-concave, so
    /// every step stays below the solution and no safeguard is needed.
    pub(crate) fn quantile(self, share: f64, from: f64) -> f64 {
        let mut x = from;
        // Convergence is quadratic: fewer than ten steps from the bound, and rounding cannot make it circle for long.
        for _ in 0..50 {
            let (reached, density) = self.share_and_density(x);
            let step = libm::log(share / reached) * reached / (density * x);
            x *= libm::exp(step);
            if step.abs() < 1e-8 {
                break;
            }
        }
        x
    }
}

/// The Gauss series F(sum, 1; alpha + 1; x) of the incomplete beta function (DLMF 8.17.8): all terms are positive, so nothing cancels.
fn tail_series(alpha: f64, sum: f64, x: f64) -> f64 {
    let mut term = 1.0;
    let mut total = 1.0;
    let mut n = 0.0;
    while term > total * 1e-17 {
        term *= (sum + n) / (alpha + 1.0 + n) * x;
        total += term;
        n += 1.0;
    }
    total
}

#[cfg(test)]
mod tests {
    use statrs::function::beta::beta_reg;

    use super::*;

    fn shapes() -> impl Iterator<Item = Beta> {
        [0.0, 1e-12, 0.01, 0.3, 1.7, 2.0, 3.25, 3.999, 4.0]
            .into_iter()
            .map(|part| Beta::new(1.0 + part, 5.0 - part))
    }

    /// Computed with 40 digits (mpmath 1.3, betainc and findroot).
    #[test]
    fn quantiles_with_many_digits() {
        for (alpha, beta, share, x) in [
            (1.25, 4.75, 0.5, 0.175_070_604_131_966_5),
            (2.5, 3.5, 0.01, 0.063_947_960_690_622_24),
            (4.625, 1.375, 0.3, 0.704_979_661_660_284_7),
            (1.0625, 4.9375, 1e-10, 8.005_552_847_729_851e-11),
            (3.0, 3.0, 0.125, 0.269_378_571_718_202_4),
            (4.9375, 1.0625, 1.0 / 65_536.0, 0.102_980_837_550_485_26),
        ] {
            let distribution = Beta::new(alpha, beta);
            let found = distribution.quantile(share, distribution.quantile_bound(share));
            assert!((found / x - 1.0).abs() < 2e-14, "{found} instead of {x}");
        }
    }

    #[test]
    fn the_share_below_agrees_with_statrs() {
        for distribution in shapes() {
            for step in 1..100 {
                let x = f64::from(step) / 100.0;
                let (share, _) = distribution.share_and_density(x);
                let peer = beta_reg(distribution.alpha, distribution.beta, x);
                assert!((share - peer).abs() < 1e-13, "{distribution:?} at {x}");
            }
        }
    }

    #[test]
    fn the_quantile_inverts_the_share_down_to_the_smallest_uniform() {
        for distribution in shapes() {
            for halvings in 1..=53 {
                let share = libm::exp2(-f64::from(halvings));
                let bound = distribution.quantile_bound(share);
                let x = distribution.quantile(share, bound);
                let (back, _) = distribution.share_and_density(x);
                assert!(bound <= x * (1.0 + 1e-14), "{distribution:?} at {share}");
                assert!(
                    (back / share - 1.0).abs() < 1e-13,
                    "{distribution:?} at {share}"
                );
            }
        }
    }
}
