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
