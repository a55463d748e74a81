//! The shape of a distribution over durations or plain numbers.

use serde::Deserialize;

use crate::document::located::{Located, Optional};
use crate::document::shapes::shapes;
use crate::quantity::Seconds;

/// A distribution over durations, or over plain numbers. A bare value, such as `"20m"`, means `Fixed`: always that.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Distribution",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub enum DistributionDoc<'s, V> {
    /// Always this.
    Fixed(Located<'s, V>),
    /// Anything between two values, all equally likely.
    Uniform {
        /// The smallest value.
        min: Located<'s, V>,
        /// The largest value.
        max: Located<'s, V>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Between two values, with a peak.
    Triangular {
        /// The smallest value.
        min: Located<'s, V>,
        /// The most likely value.
        likely: Located<'s, V>,
        /// The largest value.
        max: Located<'s, V>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// The same three values with more weight on the middle: the beta-PERT of project planning, lambda 4.
    Pert {
        /// The smallest value.
        min: Located<'s, V>,
        /// The most likely value.
        likely: Located<'s, V>,
        /// The largest value.
        max: Located<'s, V>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// Never below 0, and now and then much longer: as people think of work.
    Lognormal {
        /// The middle: half are below it.
        median: Located<'s, V>,
        /// One in ten is above it.
        p90: Located<'s, V>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// As long to wait, however long it has lasted: for what happens by chance.
    Exponential {
        /// The mean.
        mean: Located<'s, V>,
        /// Where this comes from. Default: none.
        because: Optional<'s, String>,
    },
    /// What was seen in drills and incidents: between the sorted values it is interpolated.
    Observed(Located<'s, Vec<Located<'s, V>>>),
}

shapes! {
    DistributionDoc<'s, Seconds>, else Self::Fixed: "a duration such as `\"20m\"`, or a distribution such as `Pert(min: \"10m\", likely: \"20m\", max: \"1h\")`,";
    DistributionDoc<'s, f64>, else Self::Fixed: "a number, or a distribution such as `Pert(min: 1, likely: 2, max: 5)`,";
}
