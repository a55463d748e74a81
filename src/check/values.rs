//! Single values: numbers in their range, distributions whose parameters make sense, points of time on the drill's clock.
//!
//! What is wrong is reported, and a value that makes sense stands in, so that nothing else is blamed for it.

use crate::document::{DistributionDoc, Located, Moment, Optional, Shape};
use crate::quantity::{Distribution, DistributionError, Instant, Seconds, Zone};
use crate::source::{Diagnostic, Problems, Span, code};

/// The value of an optional field, or its default.
pub(super) fn or<'s, T: Shape<'s> + Clone>(
    field: Optional<'s, T>,
    default: T,
    problems: &mut Problems<'s>,
) -> T {
    field.read_or(default.clone(), problems).unwrap_or(default)
}

/// The value of an optional field without a default.
pub(super) fn maybe<'s, T: Shape<'s>>(
    field: Optional<'s, T>,
    problems: &mut Problems<'s>,
) -> Option<T> {
    field.read(problems).flatten()
}

/// A title, or the id in its stead.
pub(super) fn title<'s>(
    field: Optional<'s, String>,
    id: &str,
    problems: &mut Problems<'s>,
) -> String {
    maybe(field, problems).unwrap_or_else(|| id.to_owned())
}

/// Which numbers make sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Range {
    /// Every one.
    Any,
    /// 0 and above.
    NotNegative,
    /// Above 0.
    Positive,
}

/// A required number within its range; `name` is the field or form it stands in.
pub(super) fn number<'s>(
    field: Located<'s, f64>,
    name: &str,
    range: Range,
    problems: &mut Problems<'s>,
) -> Option<f64> {
    let value = field.read(problems)?;
    let place = field.span(problems);
    let mistake = match range {
        Range::Any => None,
        Range::NotNegative => (value < 0.0).then(|| negative(name, place)),
        Range::Positive => (value <= 0.0).then(|| not_positive(name, "a number above 0", place)),
    };
    match mistake {
        Some(mistake) => {
            problems.push(mistake);
            None
        }
        None => Some(value),
    }
}

/// An optional number within its range, or its default.
pub(super) fn number_or<'s>(
    field: Optional<'s, f64>,
    default: f64,
    name: &str,
    range: Range,
    problems: &mut Problems<'s>,
) -> f64 {
    match field.given() {
        Some(given) => number(given, name, range, problems).unwrap_or(default),
        None => default,
    }
}

/// An optional duration above 0.
pub(super) fn positive_duration<'s>(
    field: Optional<'s, Seconds>,
    name: &str,
    problems: &mut Problems<'s>,
) -> Option<Seconds> {
    let given = field.given()?;
    let duration = given.read(problems)?;
    if duration == Seconds::ZERO {
        let place = given.span(problems);
        problems.push(not_positive(name, "a duration above `0s`", place));
        return None;
    }
    Some(duration)
}

/// A count of at least 1.
pub(super) fn count<'s, N>(
    field: Located<'s, N>,
    name: &str,
    problems: &mut Problems<'s>,
) -> Option<N>
where
    N: Shape<'s> + Default + PartialEq,
{
    let value = field.read(problems)?;
    if value == N::default() {
        let place = field.span(problems);
        problems.push(not_positive(name, "at least 1", place));
        return None;
    }
    Some(value)
}

/// An optional count of at least 1.
pub(super) fn maybe_count<'s, N>(
    field: Optional<'s, N>,
    name: &str,
    problems: &mut Problems<'s>,
) -> Option<N>
where
    N: Shape<'s> + Default + PartialEq,
{
    count(field.given()?, name, problems)
}

fn negative(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(code::NUMBER_NEGATIVE, place, format!("{name} is negative"))
        .help("write 0 or more")
}

fn not_positive(name: &str, right: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        code::NUMBER_NOT_POSITIVE,
        place,
        format!("{name} is not above zero"),
    )
    .help(format!("write {right}"))
}

/// A distribution of durations, in seconds.
pub(super) fn duration<'s>(
    field: Located<'s, DistributionDoc<'s, Seconds>>,
    problems: &mut Problems<'s>,
) -> Option<Distribution> {
    distribution(field, Range::NotNegative, Seconds::as_f64, problems)
}

/// A distribution of plain numbers.
pub(super) fn amount<'s>(
    field: Located<'s, DistributionDoc<'s, f64>>,
    range: Range,
    problems: &mut Problems<'s>,
) -> Option<Distribution> {
    distribution(field, range, |number| number, problems)
}

/// A parameter that was read, and its place.
type Parameter = (f64, Span);

fn distribution<'s, V>(
    field: Located<'s, DistributionDoc<'s, V>>,
    range: Range,
    in_plain_units: fn(V) -> f64,
    problems: &mut Problems<'s>,
) -> Option<Distribution>
where
    V: Shape<'s>,
    DistributionDoc<'s, V>: Shape<'s>,
{
    let mut parameter = |located: Located<'s, V>, problems: &mut Problems<'s>| {
        let value = located.read(problems)?;
        Some((in_plain_units(value), located.span(problems)))
    };
    let doc = field.read(problems)?;
    let (written, parameters) = match doc {
        DistributionDoc::Fixed(value) => {
            let value = parameter(value, problems)?;
            (Distribution::Fixed(value.0), vec![value])
        }
        DistributionDoc::Uniform {
            min,
            max,
            because: _,
        } => {
            let (min, max) = (parameter(min, problems), parameter(max, problems));
            let (min, max) = (min?, max?);
            (
                Distribution::Uniform {
                    min: min.0,
                    max: max.0,
                },
                vec![min, max],
            )
        }
        DistributionDoc::Triangular {
            min,
            likely,
            max,
            because: _,
        } => {
            let [min, likely, max] = three([min, likely, max], &mut parameter, problems)?;
            let written = Distribution::Triangular {
                min: min.0,
                likely: likely.0,
                max: max.0,
            };
            (written, vec![min, likely, max])
        }
        DistributionDoc::Pert {
            min,
            likely,
            max,
            because: _,
        } => {
            let [min, likely, max] = three([min, likely, max], &mut parameter, problems)?;
            let written = Distribution::Pert {
                min: min.0,
                likely: likely.0,
                max: max.0,
            };
            (written, vec![min, likely, max])
        }
        DistributionDoc::Lognormal {
            median,
            p90,
            because: _,
        } => {
            let (median, p90) = (parameter(median, problems), parameter(p90, problems));
            let (median, p90) = (median?, p90?);
            (
                Distribution::Lognormal {
                    median: median.0,
                    p90: p90.0,
                },
                vec![median, p90],
            )
        }
        DistributionDoc::Exponential { mean, because: _ } => {
            let mean = parameter(mean, problems)?;
            (Distribution::Exponential { mean: mean.0 }, vec![mean])
        }
        DistributionDoc::Observed(list) => {
            let values: Vec<Option<Parameter>> = list
                .elements(problems)
                .into_iter()
                .map(|value| parameter(value, problems))
                .collect();
            let values: Vec<Parameter> = values.into_iter().collect::<Option<_>>()?;
            let written = Distribution::Observed(values.iter().map(|(value, _)| *value).collect());
            (written, values)
        }
    };
    match written.checked(range == Range::Any) {
        Ok(distribution) => Some(distribution),
        Err(error) => {
            let whole = field.span(problems);
            problems.push(senseless(error, &parameters, whole));
            None
        }
    }
}

fn three<'s, V>(
    values: [Located<'s, V>; 3],
    parameter: &mut impl FnMut(Located<'s, V>, &mut Problems<'s>) -> Option<Parameter>,
    problems: &mut Problems<'s>,
) -> Option<[Parameter; 3]> {
    // All are read before the first that is wrong ends it.
    let [min, likely, max] = values.map(|value| parameter(value, problems));
    Some([min?, likely?, max?])
}

/// The mistake in a distribution, at the parameter that is to be changed.
fn senseless(error: DistributionError, parameters: &[Parameter], whole: Span) -> Diagnostic {
    let place_of = |is_it: &dyn Fn(f64) -> bool| {
        let found = parameters.iter().find(|(value, _)| is_it(*value));
        found.map_or(whole, |(_, place)| *place)
    };
    match error {
        DistributionError::NotFinite => Diagnostic::error(
            code::NUMBER_NOT_FINITE,
            place_of(&|value| !value.is_finite()),
            "a number must be finite",
        )
        .help("write a plain number"),
        DistributionError::Negative => negative(
            "a value of this distribution",
            place_of(&|value| value < 0.0),
        ),
        DistributionError::NotPositive => not_positive(
            "a median or a mean",
            "more than 0",
            place_of(&|value| value <= 0.0),
        ),
        DistributionError::P90NotAboveMedian => Diagnostic::error(
            code::P90_NOT_ABOVE_MEDIAN,
            parameters.last().map_or(whole, |(_, place)| *place),
            "`p90` is not above `median`",
        )
        .label(
            parameters.first().map_or(whole, |(_, place)| *place),
            "the median",
        )
        .help("write what one in ten exceeds as `p90`, or one value alone if it is always that"),
        DistributionError::OutOfOrder => out_of_order(parameters, whole),
        DistributionError::NothingObserved => {
            Diagnostic::error(code::LIST_EMPTY, whole, "`Observed` has no values")
                .help("write the durations or amounts that were observed")
        }
    }
}

fn out_of_order(parameters: &[Parameter], whole: Span) -> Diagnostic {
    let mistake = |place, message: &str| {
        Diagnostic::error(code::DISTRIBUTION_ORDER, place, message)
            .help("write the smallest value as `min` and the largest as `max`")
    };
    match parameters {
        [(min, place), .., (max, other)] if min > max => {
            mistake(*place, "`min` is above `max`").label(*other, "the maximum")
        }
        [(min, other), (likely, place), _] if likely < min => {
            mistake(*place, "`likely` is below `min`").label(*other, "the minimum")
        }
        [_, (_, place), (_, other)] => {
            mistake(*place, "`likely` is above `max`").label(*other, "the maximum")
        }
        _ => mistake(whole, "the values of this distribution are out of order"),
    }
}

/// What a civil time on the drill's clock is counted from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Onset {
    /// This instant.
    Known(Instant),
    /// Another in every replication.
    Random,
    /// Not to be had, which is reported elsewhere.
    Unreadable,
}

/// The drill's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock<'a> {
    /// Its zero.
    pub(super) onset: Onset,
    /// The organization's zone, if it can be read.
    pub(super) zone: Option<&'a Zone>,
}

/// A point of time on the drill's clock.
pub(super) fn moment<'s>(
    field: Located<'s, Moment>,
    clock: &Clock<'_>,
    problems: &mut Problems<'s>,
) -> Option<Seconds> {
    let civil = match field.read(problems)? {
        Moment::SinceOnset(duration) => return Some(duration),
        Moment::Civil(civil) => civil,
    };
    let place = field.span(problems);
    match (clock.onset, clock.zone) {
        (Onset::Known(onset), Some(zone)) => {
            let since = zone.instant(civil).since(onset);
            if since < Seconds::ZERO {
                let message = format!(
                    "{} lies before onset at {}",
                    field.text(),
                    zone.civil(onset)
                );
                problems.push(
                    Diagnostic::error(code::BEFORE_ONSET, place, message)
                        .help("write a later time, or a duration since onset such as `\"6h\"`"),
                );
                return None;
            }
            Some(since)
        }
        (Onset::Random, _) => {
            let message = format!(
                "{} is no point of this drill, whose start is random",
                field.text()
            );
            problems.push(
                Diagnostic::error(code::CIVIL_TIME_AT_RANDOM_START, place, message)
                    .help("write a duration since onset such as `\"6h\"`"),
            );
            None
        }
        (Onset::Known(_) | Onset::Unreadable, _) => None,
    }
}
