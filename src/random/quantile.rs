//! Inverse distribution functions: one uniform in, one value out.

use crate::quantity::{Distribution, lognormal_sigma};
use crate::random::beta::Beta;
use crate::random::normal::normal_quantile;

/// A distribution's inverse function, compiled.
#[derive(Clone, PartialEq, Debug)]
pub struct Quantile(Form);

#[derive(Clone, PartialEq, Debug)]
enum Form {
    Fixed(f64),
    Uniform { min: f64, max: f64 },
    Triangular(Triangle),
    Exponential { mean: f64 },
    Observed(Vec<f64>),
    Pert { min: f64, max: f64, beta: Beta },
    Lognormal { median: f64, sigma: f64 },
}

/// A triangular distribution; the value is √u times `scale_min` above the minimum, or mirrored.
#[derive(Clone, PartialEq, Debug)]
struct Triangle {
    min: f64,
    max: f64,
    /// The share below the likely value.
    share_below: f64,
    scale_min: f64,
    scale_max: f64,
}

impl Quantile {
    /// The inverse of a distribution that passed [`Distribution::checked`].
    pub fn new(distribution: &Distribution) -> Self {
        Self(match distribution {
            Distribution::Fixed(value) => Form::Fixed(*value),
            Distribution::Uniform { min, max } => Form::Uniform {
                min: *min,
                max: *max,
            },
            Distribution::Triangular { min, likely, max } => {
                Form::Triangular(Triangle::new(*min, *likely, *max))
            }
            Distribution::Pert { min, likely, max } => {
                let mode = (likely - min) / (max - min);
                Form::Pert {
                    min: *min,
                    max: *max,
                    beta: Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode),
                }
            }
            Distribution::Lognormal { median, p90 } => Form::Lognormal {
                median: *median,
                sigma: lognormal_sigma(*median, *p90),
            },
            Distribution::Exponential { mean } => Form::Exponential { mean: *mean },
            Distribution::Observed(values) => match values.as_slice() {
                [only] => Form::Fixed(*only),
                _ => Form::Observed(values.clone()),
            },
        })
    }

    /// The value below which the share `u` lies; `u` strictly between 0 and 1.
    pub fn at(&self, u: f64) -> f64 {
        debug_assert!(
            u > 0.0 && u < 1.0,
            "a uniform lies strictly between 0 and 1"
        );
        match &self.0 {
            Form::Fixed(value) => *value,
            Form::Uniform { min, max } => (min + (max - min) * u).min(*max),
            Form::Triangular(triangle) => triangle.at(u),
            Form::Exponential { mean } => (-mean * libm::log1p(-u)).min(f64::MAX),
            Form::Observed(values) => observed_at(values, u),
            Form::Pert { min, max, beta } => {
                if u < 0.5 {
                    min + (max - min) * beta.quantile(u, beta.quantile_bound(u))
                } else {
                    let beta = beta.mirrored();
                    max - (max - min) * beta.quantile(1.0 - u, beta.quantile_bound(1.0 - u))
                }
            }
            Form::Lognormal { median, sigma } => {
                (median * libm::exp(sigma * normal_quantile(u))).min(f64::MAX)
            }
        }
    }
}

impl Triangle {
    fn new(min: f64, likely: f64, max: f64) -> Self {
        let root = (max - min).sqrt();
        Self {
            min,
            max,
            share_below: (likely - min) / (max - min),
            scale_min: root * (likely - min).sqrt(),
            scale_max: root * (max - likely).sqrt(),
        }
    }

    fn at(&self, u: f64) -> f64 {
        if u < self.share_below {
            (self.min + u.sqrt() * self.scale_min).min(self.max)
        } else {
            (self.max - (1.0 - u).sqrt() * self.scale_max).max(self.min)
        }
    }
}

/// Hyndman and Fan (1996), type 7: linear between the values, the first at 0 and the last at 1.
fn observed_at(values: &[f64], u: f64) -> f64 {
    let last = values.len() - 1;
    let height = last as f64 * u; // Counts are far below 2^53.
    let place = (height as usize).min(last - 1); // Cut off, not rounded: the value below.
    let [below, above] = [values[place], values[place + 1]];
    (below + (height - place as f64) * (above - below)).min(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_quantiles() {
        let pert = |min, likely, max| Quantile::new(&Distribution::Pert { min, likely, max });
        // Symmetric: the median is the middle. At the border one shape is 1: 1 − (1 − u)^(1/5), and mirrored.
        assert!((pert(0.0, 5.0, 10.0).at(0.5) - 5.0).abs() < 1e-12);
        assert!((pert(0.0, 0.0, 1.0).at(0.75) - (1.0 - 0.25_f64.powf(0.2))).abs() < 1e-12);
        assert!((pert(0.0, 1.0, 1.0).at(0.75) - 0.75_f64.powf(0.2)).abs() < 1e-12);
        let lognormal = Quantile::new(&Distribution::Lognormal {
            median: 3.0,
            p90: 12.0,
        });
        assert!((lognormal.at(0.5) - 3.0).abs() < 1e-12);
        assert!((lognormal.at(0.9) - 12.0).abs() < 1e-12);
        assert!((lognormal.at(0.1) - 0.75).abs() < 1e-12);
        let triangular = Quantile::new(&Distribution::Triangular {
            min: 0.0,
            likely: 1.0,
            max: 4.0,
        });
        assert!((triangular.at(0.25) - 1.0).abs() < 1e-12);
        assert!((triangular.at(0.0625) - 0.5).abs() < 1e-12);
        let exponential = Quantile::new(&Distribution::Exponential { mean: 2.0 });
        assert!((exponential.at(0.5) - 2.0 * std::f64::consts::LN_2).abs() < 1e-12);
        let observed = Quantile::new(&Distribution::Observed(vec![1.0, 2.0, 4.0]));
        assert_eq!([0.25, 0.5, 0.75].map(|u| observed.at(u)), [1.5, 2.0, 3.0]);
    }
}
