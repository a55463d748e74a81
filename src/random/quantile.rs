//! Inverse distribution functions: one uniform in, one value out.

use crate::quantity::{Distribution, lognormal_sigma};
use crate::random::lognormal::Lognormal;
use crate::random::pert::Pert;

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
    Pert(Pert),
    Lognormal(Lognormal),
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

/// Inverses that were made before: their tables take long to make, and copies share them.
#[derive(Clone, Default, Debug)]
pub struct Quantiles(Vec<(Distribution, Quantile)>);

impl Quantiles {
    /// The inverse of a distribution that passed [`Distribution::checked`], made once.
    pub fn of(&mut self, distribution: &Distribution) -> Quantile {
        let mut known = self.0.iter();
        if let Some((_, quantile)) = known.find(|(known, _)| known == distribution) {
            return quantile.clone();
        }
        let quantile = Quantile::new(distribution);
        self.0.push((distribution.clone(), quantile.clone()));
        quantile
    }
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
            Distribution::Pert { min, likely, max } => Form::Pert(Pert::new(*min, *likely, *max)),
            Distribution::Lognormal { median, p90 } => {
                Form::Lognormal(Lognormal::new(*median, lognormal_sigma(*median, *p90)))
            }
            Distribution::Exponential { mean } => Form::Exponential { mean: *mean },
            Distribution::Observed(values) => match values.as_slice() {
                [only] => Form::Fixed(*only),
                _ => Form::Observed(values.clone()),
            },
        })
    }

    /// The value below which the share `u` lies; `u` strictly between 0 and 1. A larger `u` never gives a smaller value,
    /// but for the last bits of a float.
    pub fn at(&self, u: f64) -> f64 {
        debug_assert!(
            u > 0.0 && u < 1.0,
            "a uniform lies strictly between 0 and 1"
        );
        match &self.0 {
            Form::Fixed(value) => *value,
            Form::Uniform { min, max } => uniform_at(*min, *max, u),
            Form::Triangular(triangle) => triangle.at(u),
            Form::Exponential { mean } => exponential_at(*mean, u),
            Form::Observed(values) => observed_at(values, u),
            Form::Pert(pert) => pert.at(u),
            Form::Lognormal(lognormal) => lognormal.at(u),
        }
    }

    /// The values at `uniforms`, bit for bit as [`Self::at`] gives them, in a fraction of the time.
    pub fn fill(&self, uniforms: &[f64], values: &mut [f64]) {
        assert_eq!(
            uniforms.len(),
            values.len(),
            "every uniform becomes one value"
        );
        match &self.0 {
            Form::Fixed(value) => values.fill(*value),
            Form::Uniform { min, max } => each(uniforms, values, |u| uniform_at(*min, *max, u)),
            Form::Triangular(triangle) => each(uniforms, values, |u| triangle.at(u)),
            Form::Exponential { mean } => each(uniforms, values, |u| exponential_at(*mean, u)),
            Form::Observed(observed) => each(uniforms, values, |u| observed_at(observed, u)),
            Form::Pert(pert) => pert.fill(uniforms, values),
            Form::Lognormal(lognormal) => lognormal.fill(uniforms, values),
        }
    }
}

fn each(uniforms: &[f64], values: &mut [f64], at: impl Fn(f64) -> f64) {
    for (value, u) in values.iter_mut().zip(uniforms) {
        *value = at(*u);
    }
}

fn uniform_at(min: f64, max: f64, u: f64) -> f64 {
    (min + (max - min) * u).min(max)
}

fn exponential_at(mean: f64, u: f64) -> f64 {
    (-mean * libm::log1p(-u)).min(f64::MAX)
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
    use proptest::prelude::*;
    use statrs::distribution::{Beta, ContinuousCDF, Exp, LogNormal, Triangular, Uniform};
    use statrs::statistics::Distribution as _;

    use super::*;
    use crate::random::{Entity, Luck, Question};

    fn pert(min: f64, likely: f64, max: f64) -> Distribution {
        Distribution::Pert { min, likely, max }
    }

    fn triangular(min: f64, likely: f64, max: f64) -> Distribution {
        Distribution::Triangular { min, likely, max }
    }

    fn lognormal(median: f64, p90: f64) -> Distribution {
        Distribution::Lognormal { median, p90 }
    }

    fn at(distribution: &Distribution, u: f64) -> f64 {
        Quantile::new(distribution).at(u)
    }

    #[track_caller]
    fn assert_close(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-9 * expected.abs(),
            "{found} instead of {expected}"
        );
    }

    #[test]
    fn quantiles_worked_out_by_hand() {
        assert_close(at(&Distribution::Fixed(7.0), 0.3), 7.0);
        let uniform = Distribution::Uniform { min: 2.0, max: 6.0 };
        assert_close(at(&uniform, 0.25), 3.0);
        // A quarter lies below the likely value; a quarter of that below half the way.
        assert_close(at(&triangular(0.0, 1.0, 4.0), 0.25), 1.0);
        assert_close(at(&triangular(0.0, 1.0, 4.0), 0.0625), 0.5);
        let exponential = Distribution::Exponential { mean: 2.0 };
        assert_close(at(&exponential, 0.5), 2.0 * std::f64::consts::LN_2);
        assert_close(at(&lognormal(3.0, 12.0), 0.5), 3.0);
        assert_close(at(&lognormal(3.0, 12.0), 0.9), 12.0);
        assert_close(at(&lognormal(3.0, 12.0), 0.1), 0.75);
        // A symmetric one has its median in the middle; with the mode at an end one shape is 1 and the other 5.
        assert_close(at(&pert(0.0, 5.0, 10.0), 0.5), 5.0);
        assert_close(at(&pert(0.0, 0.0, 1.0), 0.75), 1.0 - 0.25_f64.powf(0.2));
        assert_close(at(&pert(0.0, 1.0, 1.0), 0.75), 0.75_f64.powf(0.2));
    }

    /// R: quantile(c(1, 2, 4), c(0.25, 0.5, 0.75), type = 7).
    #[test]
    fn observations_are_joined_by_lines() {
        let observed = Quantile::new(&Distribution::Observed(vec![1.0, 2.0, 4.0]));
        assert_eq!([0.25, 0.5, 0.75].map(|u| observed.at(u)), [1.5, 2.0, 3.0]);
        assert_close(observed.at(1.0 - f64::EPSILON / 2.0), 4.0);
        assert_eq!(at(&Distribution::Observed(vec![5.0]), 0.9), 5.0);
    }

    #[test]
    fn values_never_change() {
        let uniforms = [1e-9, 0.1, 0.62, 0.999_999_99];
        for (distribution, golden) in [
            (
                pert(60.0, 120.0, 600.0),
                [
                    60.000_078_947_400_64,
                    89.555_474_831_219_31,
                    203.851_110_025_002_78,
                    592.153_018_843_985_8,
                ],
            ),
            (
                lognormal(120.0, 600.0),
                [
                    0.064_257_254_558_382_84,
                    23.999_999_999_984_873,
                    176.113_754_601_130_92,
                    138_044.246_870_170_84,
                ],
            ),
            (
                triangular(60.0, 120.0, 600.0),
                [
                    60.005_692_099_788_305,
                    116.920_997_883_030_82,
                    286.159_276_065_071_54,
                    599.949_088_311_626_6,
                ],
            ),
            (
                Distribution::Exponential { mean: 120.0 },
                [
                    1.200_000_000_600_000_2e-7,
                    12.643_261_878_939_157,
                    116.110_083_151_404_67,
                    2_210.481_688_671_313,
                ],
            ),
        ] {
            let quantile = Quantile::new(&distribution);
            assert_eq!(uniforms.map(|u| quantile.at(u)), golden, "{distribution:?}");
        }
    }

    /// Kolmogorov–Smirnov at the 0.1 % level, mean within four standard errors, variance within 5 %; the seed is fixed.
    fn assert_follows(
        distribution: &Distribution,
        share_below: impl Fn(f64) -> f64,
        mean: f64,
        variance: f64,
    ) {
        const COUNT: usize = 50_000;
        let count = COUNT as f64;
        let mut values = vec![0.0; COUNT];
        Luck::new(3).fill(
            Question::new(Entity::Step, "a", "work").nth(1),
            0,
            &mut values,
        );
        let uniforms = values.clone();
        Quantile::new(distribution).fill(&uniforms, &mut values);
        let mean_found = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|v| (v - mean_found).powi(2)).sum();
        assert_close(distribution.mean(), mean);
        assert!(
            (mean_found - mean).abs() < 4.0 * (variance / count).sqrt(),
            "{distribution:?}: mean {mean_found}"
        );
        assert!(
            (squares / count / variance - 1.0).abs() < 0.05,
            "{distribution:?}: variance {}",
            squares / count
        );
        values.sort_by(f64::total_cmp);
        let distance = values
            .iter()
            .enumerate()
            .map(|(place, v)| (share_below(*v) - (place as f64 + 0.5) / count).abs())
            .fold(0.0, f64::max);
        assert!(
            distance < 1.95 / count.sqrt(),
            "{distribution:?}: distance {distance}"
        );
    }

    #[test]
    fn samples_follow_their_distributions() {
        let uniform = Uniform::new(2.0, 6.0).unwrap();
        assert_follows(
            &Distribution::Uniform { min: 2.0, max: 6.0 },
            |x| uniform.cdf(x),
            4.0,
            16.0 / 12.0,
        );
        let exponential = Exp::new(0.125).unwrap();
        assert_follows(
            &Distribution::Exponential { mean: 8.0 },
            |x| exponential.cdf(x),
            8.0,
            64.0,
        );
        for likely in [0.0, 0.1, 2.0, 5.0, 9.99, 10.0] {
            let peer = Triangular::new(0.0, 10.0, likely).unwrap();
            assert_follows(
                &triangular(0.0, likely, 10.0),
                |x| peer.cdf(x),
                peer.mean().unwrap(),
                peer.variance().unwrap(),
            );
            let peer = Beta::new(1.0 + 0.4 * likely, 5.0 - 0.4 * likely).unwrap();
            assert_follows(
                &pert(0.0, likely, 10.0),
                |x| peer.cdf(x / 10.0),
                10.0 * peer.mean().unwrap(),
                100.0 * peer.variance().unwrap(),
            );
        }
        for p90 in [3.5, 6.0] {
            let peer = LogNormal::new(3.0_f64.ln(), lognormal_sigma(3.0, p90)).unwrap();
            assert_follows(
                &lognormal(3.0, p90),
                |x| peer.cdf(x),
                peer.mean().unwrap(),
                peer.variance().unwrap(),
            );
        }
    }

    #[test]
    fn tiny_and_huge_ranges_stay_inside() {
        for (min, max) in [
            (1e9, 1e9 + 3e-7),
            (0.0, f64::MIN_POSITIVE),
            (0.0, f64::MAX),
            (-1e300, 1e300),
            (1e300, f64::MAX),
        ] {
            for mode in [0.0, 1e-15, 0.3, 1.0] {
                let likely = (min + mode * (max - min)).min(max);
                for distribution in [pert(min, likely, max), triangular(min, likely, max)] {
                    let quantile = Quantile::new(&distribution);
                    for u in [1e-16, 1e-5, 0.01, 0.5, 0.99, 0.999_99, 1.0 - 1e-16] {
                        let value = quantile.at(u);
                        assert!((min..=max).contains(&value), "{distribution:?}: {value}");
                    }
                }
            }
        }
        for distribution in [
            lognormal(1e-300, 1e300),
            lognormal(1e305, 2e305),
            Distribution::Exponential { mean: f64::MAX },
        ] {
            let value = at(&distribution, 1.0 - 1e-16);
            assert!(value.is_finite(), "{distribution:?}: {value}");
        }
    }

    fn any_distribution() -> impl Strategy<Value = Distribution> {
        let three = || {
            (
                -1e6..1e6,
                1e-3..1e6,
                prop_oneof![0.0..=1.0, Just(0.0), Just(1.0), 0.0..1e-9],
            )
                .prop_map(|(min, range, mode)| {
                    (min, f64::min(min + mode * range, min + range), min + range)
                })
        };
        prop_oneof![
            three().prop_map(|(min, likely, max)| pert(min, likely, max)),
            three().prop_map(|(min, likely, max)| triangular(min, likely, max)),
            three().prop_map(|(min, _, max)| Distribution::Uniform { min, max }),
            (1e-3..1e6, 1.000_001..1e3)
                .prop_map(|(median, ratio)| lognormal(median, median * ratio)),
            (1e-3..1e6).prop_map(|mean| Distribution::Exponential { mean }),
            prop::collection::vec(-1e6..1e6, 1..20).prop_map(|values| {
                Distribution::Observed(values)
                    .checked(true)
                    .expect("numbers in order")
            }),
        ]
    }

    fn any_uniform() -> impl Strategy<Value = f64> {
        // Both tails as often as the middle.
        (1..52, 1.0..2.0, any::<bool>()).prop_map(|(octave, part, is_upper)| {
            let tail = libm::exp2(-f64::from(octave)) * part / 2.0;
            if is_upper { 1.0 - tail } else { tail }
        })
    }

    proptest! {
        #[test]
        fn a_column_is_its_values_one_by_one(
            distribution in any_distribution(),
            uniforms in prop::collection::vec(prop_oneof![9 => any_uniform(), 1 => Just(0.5)], 0..40),
        ) {
            let quantile = Quantile::new(&distribution);
            let mut values = vec![0.0; uniforms.len()];
            quantile.fill(&uniforms, &mut values);
            // Another one, so that no octave was worked out for the column.
            let single = Quantile::new(&distribution);
            for (value, u) in values.iter().zip(&uniforms) {
                prop_assert_eq!(value.to_bits(), single.at(*u).to_bits(), "at {}", u);
            }
        }

        #[test]
        fn more_luck_is_never_less_value(
            distribution in any_distribution(),
            uniforms in prop::collection::vec(any_uniform(), 2..200),
        ) {
            let quantile = Quantile::new(&distribution);
            let mut uniforms = uniforms;
            uniforms.sort_by(f64::total_cmp);
            let values: Vec<f64> = uniforms.iter().map(|u| quantile.at(*u)).collect();
            prop_assert!(values.is_sorted(), "{values:?}");
            prop_assert!(values[0] >= distribution.min());
        }
    }
}
