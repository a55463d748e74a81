//! Beta-PERT by its inverse.

use crate::random::beta::Beta;
use crate::random::table::{Point, Scale, Table, Tail};

/// A beta-PERT's inverse function.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Pert {
    min: f64,
    max: f64,
    beta: Beta,
    table: Table,
}

impl Pert {
    /// Beta-PERT with lambda 4 (Malcolm et al. 1959): shapes 1 + 4·mode and 5 − 4·mode, the mode as a share of the range.
    pub(crate) fn new(min: f64, likely: f64, max: f64) -> Self {
        let range = max - min;
        let beta = Beta::new(
            1.0 + 4.0 * ((likely - min) / range),
            1.0 + 4.0 * ((max - likely) / range),
        );
        Self {
            min,
            max,
            beta,
            table: Table::new(),
        }
    }

    /// The value below which the share `u` lies, within 1e-10 of its distance from `min`.
    #[inline]
    pub(crate) fn at(&self, u: f64) -> f64 {
        match self.table.at(u, |tail, shares| self.points(tail, shares)) {
            Some(value) => value.clamp(self.min, self.max),
            None => self.exactly_at(u),
        }
    }

    /// The values at `uniforms`, bit for bit as [`Self::at`] gives them.
    pub(crate) fn fill(&self, uniforms: &[f64], values: &mut [f64]) {
        self.table.fill(
            uniforms,
            values,
            (self.min, self.max),
            |tail, shares| self.points(tail, shares),
            |u| self.exactly_at(u),
        );
    }

    /// The same without the table, hundreds of times slower.
    #[cold]
    pub(crate) fn exactly_at(&self, u: f64) -> f64 {
        let distance = |beta: Beta, share| {
            (self.max - self.min) * beta.quantile(share, beta.quantile_bound(share))
        };
        let value = if u < 0.5 {
            self.min + distance(self.beta, u)
        } else {
            self.max - distance(self.beta.mirrored(), 1.0 - u)
        };
        value.clamp(self.min, self.max)
    }

    fn points(&self, tail: Tail, shares: &[f64]) -> (Vec<Point>, Scale) {
        let range = self.max - self.min;
        let (beta, offset, scale) = match tail {
            Tail::Lower => (self.beta, self.min, range),
            Tail::Upper => (self.beta.mirrored(), self.max, -range),
        };
        (points(beta, shares), Scale { offset, scale })
    }
}

/// The points at ascending shares of the lower tail, each found from the one before.
fn points(beta: Beta, shares: &[f64]) -> Vec<Point> {
    let mut x = 0.0;
    shares
        .iter()
        .map(|&share| {
            let from = if x > 0.0 {
                x
            } else {
                beta.quantile_bound(share)
            };
            x = beta.quantile(share, from);
            let (_, density) = beta.share_and_density(x);
            Point {
                value: x,
                slope: 1.0 / density,
                curvature: -beta.density_growth(x) / (density * density),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::table::probes;

    #[test]
    fn the_table_is_exact_to_a_ten_billionth() {
        for mode in [0.0, 1e-12, 1e-6, 0.01, 0.1, 0.3, 0.5, 0.8, 0.999, 1.0] {
            let pert = Pert::new(0.0, mode, 1.0);
            for u in probes() {
                let [found, exact] = [pert.at(u), pert.exactly_at(u)];
                assert!(
                    (found / exact - 1.0).abs() < 1e-10,
                    "{mode}: {found} at {u}"
                );
            }
        }
    }

    #[test]
    fn mirrored_estimates_have_mirrored_values() {
        let pert = Pert::new(10.0, 12.0, 20.0);
        let mirrored = Pert::new(-20.0, -12.0, -10.0);
        for u in (1..4096).map(|step| f64::from(step) / 4096.0) {
            assert!((pert.at(u) + mirrored.at(1.0 - u)).abs() < 1e-12, "{u}");
        }
    }
}
