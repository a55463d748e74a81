//! The shape of a distribution over durations or plain numbers.

#![expect(missing_docs, reason = "the fields are those of the file format")]

use serde::Deserialize;

use crate::document::located::{Located, Optional};
use crate::document::shapes::shapes;
use crate::quantity::Seconds;

/// A distribution over `V`; a bare value reads as `Fixed`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Distribution",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub enum DistributionDoc<'s, V> {
    Fixed(Located<'s, V>),
    Uniform {
        min: Located<'s, V>,
        max: Located<'s, V>,
        because: Optional<'s, String>,
    },
    Triangular {
        min: Located<'s, V>,
        likely: Located<'s, V>,
        max: Located<'s, V>,
        because: Optional<'s, String>,
    },
    Pert {
        min: Located<'s, V>,
        likely: Located<'s, V>,
        max: Located<'s, V>,
        because: Optional<'s, String>,
    },
    Lognormal {
        median: Located<'s, V>,
        p90: Located<'s, V>,
        because: Optional<'s, String>,
    },
    Exponential {
        mean: Located<'s, V>,
        because: Optional<'s, String>,
    },
    Observed(Located<'s, Vec<Located<'s, V>>>),
}

shapes! {
    DistributionDoc<'s, Seconds>, else Self::Fixed: "a duration such as `\"20m\"`, or a distribution such as `Pert(min: \"10m\", likely: \"20m\", max: \"1h\")`,";
    DistributionDoc<'s, f64>, else Self::Fixed: "a number, or a distribution such as `Pert(min: 1, likely: 2, max: 5)`,";
}
