//! The lognormal distribution by its inverse.

use std::f64::consts::PI;

use crate::random::normal::normal_quantile;
use crate::random::table::{Point, Scale, Table, Tail};

/// A lognormal distribution's inverse function.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Lognormal {
    median: f64,
    sigma: f64,
    /// Absent where the function bends too much for the cells, or would leave the floats.
    table: Option<Table>,
}

/// Beyond it a table's error would pass 1e-9; a 90th percentile ten times the median has just less.
const TABULATED_SIGMA_MAX: f64 = 1.8;

/// Beyond it a table's coefficients could overflow.
const TABULATED_MEDIAN_MAX: f64 = 1e300;

impl Lognormal {
    /// The lognormal of that median and that standard deviation of the logarithm.
    pub(crate) fn new(median: f64, sigma: f64) -> Self {
        let is_tabulated = sigma <= TABULATED_SIGMA_MAX && median <= TABULATED_MEDIAN_MAX;
        Self {
            median,
            sigma,
            table: is_tabulated.then(Table::new),
        }
    }

    /// The value below which the share `u` lies, within 1e-9 of it.
    #[inline]
    pub(crate) fn at(&self, u: f64) -> f64 {
        match (self.table.as_ref())
            .and_then(|table| table.at(u, |tail, shares| self.points(tail, shares)))
        {
            Some(value) => value,
            None => self.exactly_at(u),
        }
    }

    /// The values at `uniforms`, bit for bit as [`Self::at`] gives them.
    pub(crate) fn fill(&self, uniforms: &[f64], values: &mut [f64]) {
        match &self.table {
            Some(table) => table.fill(
                uniforms,
                values,
                (0.0, f64::INFINITY),
                |tail, shares| self.points(tail, shares),
                |u| self.exactly_at(u),
            ),
            None => {
                for (value, u) in values.iter_mut().zip(uniforms) {
                    *value = self.exactly_at(*u);
                }
            }
        }
    }

    /// The same without the table, some times slower.
    pub(crate) fn exactly_at(&self, u: f64) -> f64 {
        (self.median * libm::exp(self.sigma * normal_quantile(u))).min(f64::MAX)
    }

    fn points(&self, tail: Tail, shares: &[f64]) -> (Vec<Point>, Scale) {
        // By symmetry the upper tail has −sigma.
        let sigma = match tail {
            Tail::Lower => self.sigma,
            Tail::Upper => -self.sigma,
        };
        let scale = Scale {
            offset: 0.0,
            scale: self.median,
        };
        (points(sigma, shares), scale)
    }
}

/// The points at these shares of the lower tail, in units of the median.
fn points(sigma: f64, shares: &[f64]) -> Vec<Point> {
    shares
        .iter()
        .map(|&share| {
            let z = normal_quantile(share);
            let z_slope = libm::exp(z * z / 2.0) * (2.0 * PI).sqrt();
            let value = libm::exp(sigma * z);
            Point {
                value,
                slope: value * sigma * z_slope,
                curvature: value * sigma * (sigma + z) * z_slope * z_slope,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::table::probes;

    #[test]
    fn the_table_is_exact_to_a_billionth() {
        for sigma in [0.001, 0.1, 0.5, 1.0, 1.5, TABULATED_SIGMA_MAX] {
            let lognormal = Lognormal::new(120.0, sigma);
            assert!(lognormal.table.is_some());
            for u in probes() {
                let [found, exact] = [lognormal.at(u), lognormal.exactly_at(u)];
                assert!(
                    (found / exact - 1.0).abs() < 1e-9,
                    "{sigma}: {found} at {u}"
                );
            }
        }
    }
}
