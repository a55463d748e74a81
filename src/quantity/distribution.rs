//! Distributions as people estimate them, over plain numbers (seconds for durations).

/// A distribution whose parameters make sense: finite, in order, not negative.
#[derive(Clone, PartialEq, Debug)]
pub enum Distribution {
    /// Always that.
    Fixed(f64),
    /// Every value between two equally likely.
    Uniform {
        /// Smallest value.
        min: f64,
        /// Largest value, above `min`.
        max: f64,
    },
    /// Density rising linearly to the likely value and falling from there.
    Triangular {
        /// Smallest value.
        min: f64,
        /// Mode.
        likely: f64,
        /// Largest value, above `min`.
        max: f64,
    },
    /// Beta-PERT with lambda 4.
    Pert {
        /// Smallest value.
        min: f64,
        /// Mode.
        likely: f64,
        /// Largest value, above `min`.
        max: f64,
    },
    /// Lognormal by its median and 90th percentile.
    Lognormal {
        /// Half are shorter; positive.
        median: f64,
        /// One in ten is longer; above `median`.
        p90: f64,
    },
    /// Exponential.
    Exponential {
        /// Mean; positive.
        mean: f64,
    },
    /// What drills and incidents showed, ascending; between the values linear (quantile type 7).
    Observed(Vec<f64>),
}

/// What is wrong with the parameters of a distribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DistributionError {
    /// A parameter is infinite or no number.
    NotFinite,
    /// A parameter is negative where it may not be.
    Negative,
    /// `min` above `max`, or `likely` not between them.
    OutOfOrder,
    /// `p90` not above `median`.
    P90NotAboveMedian,
    /// A median or mean that is not positive.
    NotPositive,
    /// `Observed` without a value.
    NothingObserved,
}

impl Distribution {
    /// The same distribution with ordered observations, if its parameters make sense. `min` = `max` is accepted as [`Self::Fixed`].
    pub fn checked(self, may_be_negative: bool) -> Result<Self, DistributionError> {
        let parameters: &[f64] = match &self {
            Self::Fixed(value) => &[*value],
            Self::Uniform { min, max } => &[*min, *max],
            Self::Triangular { min, likely, max } | Self::Pert { min, likely, max } => {
                &[*min, *likely, *max]
            }
            Self::Lognormal { median, p90 } => &[*median, *p90],
            Self::Exponential { mean } => &[*mean],
            Self::Observed(values) => values,
        };
        if parameters.iter().any(|value| !value.is_finite()) {
            return Err(DistributionError::NotFinite);
        }
        if !may_be_negative && parameters.iter().any(|value| *value < 0.0) {
            return Err(DistributionError::Negative);
        }
        match self {
            Self::Fixed(value) => Ok(Self::Fixed(value)),
            Self::Uniform { min, max }
            | Self::Triangular { min, max, .. }
            | Self::Pert { min, max, .. }
                if min > max =>
            {
                Err(DistributionError::OutOfOrder)
            }
            Self::Triangular { min, likely, max } | Self::Pert { min, likely, max }
                if !(min..=max).contains(&likely) =>
            {
                Err(DistributionError::OutOfOrder)
            }
            Self::Uniform { min, max }
            | Self::Triangular { min, max, .. }
            | Self::Pert { min, max, .. }
                if min == max =>
            {
                Ok(Self::Fixed(min))
            }
            Self::Uniform { .. } | Self::Triangular { .. } | Self::Pert { .. } => Ok(self),
            Self::Lognormal { median, .. } if median <= 0.0 => Err(DistributionError::NotPositive),
            Self::Lognormal { median, p90 } if p90 <= median => {
                Err(DistributionError::P90NotAboveMedian)
            }
            Self::Lognormal { .. } => Ok(self),
            Self::Exponential { mean } if mean <= 0.0 => Err(DistributionError::NotPositive),
            Self::Exponential { .. } => Ok(self),
            Self::Observed(mut values) => {
                if values.is_empty() {
                    return Err(DistributionError::NothingObserved);
                }
                values.sort_by(f64::total_cmp);
                Ok(Self::Observed(values))
            }
        }
    }

    /// Expected value. Lognormal: exp(mu + sigma²/2); beta-PERT: (min + 4 likely + max)/6 (Malcolm et al. 1959);
    /// type 7 observations: the area under the linear quantile function.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Uniform { min, max } => (min + max) / 2.0,
            Self::Triangular { min, likely, max } => (min + likely + max) / 3.0,
            Self::Pert { min, likely, max } => (min + 4.0 * likely + max) / 6.0,
            Self::Lognormal { median, p90 } => {
                let sigma = lognormal_sigma(*median, *p90);
                median * libm::exp(sigma * sigma / 2.0)
            }
            Self::Exponential { mean } => *mean,
            Self::Observed(values) => match values.as_slice() {
                [only] => *only,
                [first, .., last] => {
                    let inner: f64 = values.iter().sum::<f64>() - (first + last) / 2.0;
                    inner / (values.len() - 1) as f64 // Counts are far below 2^53.
                }
                [] => 0.0,
            },
        }
    }

    /// Smallest possible value.
    pub fn min(&self) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Uniform { min, .. } | Self::Triangular { min, .. } | Self::Pert { min, .. } => {
                *min
            }
            Self::Lognormal { .. } | Self::Exponential { .. } => 0.0,
            Self::Observed(values) => values.first().copied().unwrap_or(0.0),
        }
    }
}

/// The standard normal's 90th percentile.
pub(crate) const NORMAL_P90: f64 = 1.281_551_565_544_600_4;

/// The standard deviation of the logarithm: ln(p90 / median) / z(0.9).
pub(crate) fn lognormal_sigma(median: f64, p90: f64) -> f64 {
    libm::log(p90 / median) / NORMAL_P90
}
