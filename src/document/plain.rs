//! Values without parts: texts, ids, numbers, durations, dates.

use std::fmt;

use crate::document::dialect;
use crate::document::located::{Located, Shape};
use crate::quantity::{CivilTime, Date, Probability, Seconds, TimeOfDay, Weekday};
use crate::source::{Diagnostic, Problems, code};

/// An id: ASCII letters, digits and single hyphens; a slice of its file, so [`Problems::span`] finds it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Id<'s>(pub &'s str);

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The path of another file, relative to the one that names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FilePath(pub String);

/// A point of time on the drill's clock.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Moment {
    /// So long after onset.
    SinceOnset(Seconds),
    /// By the clock of the organization's zone.
    Civil(CivilTime),
}

impl<'s> Shape<'s> for String {
    const DUE: &'static str = "a text in double quotes";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems)
    }
}

impl<'s> Shape<'s> for FilePath {
    const DUE: &'static str = "a file's path in double quotes, such as `\"../organization.ron\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems).map(Self)
    }
}

impl<'s> Shape<'s> for Id<'s> {
    const DUE: &'static str = "an id in double quotes, such as `\"incident-lead\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let text: String = dialect::read(slice, Self::DUE, problems)?;
        // Without its quotes the slice is the id itself: an id holds nothing that could be escaped.
        let id = slice.trim_matches(['r', '#', '"']);
        let _ = text;
        Some(Self(id))
    }
}

impl<'s> Shape<'s> for f64 {
    const DUE: &'static str = "a number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let number: f64 = dialect::read(slice, Self::DUE, problems)?;
        if !number.is_finite() {
            let place = problems.span(slice);
            problems.push(Diagnostic::error(
                code::NUMBER_NOT_FINITE,
                place,
                "a number must be finite",
            ));
            return None;
        }
        Some(number)
    }
}

impl<'s> Shape<'s> for u32 {
    const DUE: &'static str = "a whole number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems)
    }
}

impl<'s> Shape<'s> for u64 {
    const DUE: &'static str = "a whole number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems)
    }
}

impl<'s> Shape<'s> for i64 {
    const DUE: &'static str = "a whole number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems)
    }
}

impl<'s> Shape<'s> for bool {
    const DUE: &'static str = "`true` or `false`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems)
    }
}

impl<'s> Shape<'s> for Probability {
    const DUE: &'static str = "a probability from 0 to 1";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let number = f64::read(slice, problems)?;
        let probability = Self::new(number);
        if probability.is_none() {
            let place = problems.span(slice);
            problems.push(Diagnostic::error(
                code::NUMBER_RANGE,
                place,
                format!("a probability is from 0 to 1, not {number}"),
            ));
        }
        probability
    }
}

impl<'s> Shape<'s> for Seconds {
    const DUE: &'static str = "a duration in double quotes, such as `\"1h 30m\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let text: String = dialect::read(slice, Self::DUE, problems)?;
        match Self::parse(&text) {
            Ok(duration) => Some(duration),
            Err(error) => {
                let place = problems.span(slice);
                problems.push(Diagnostic::error(
                    code::DURATION_FORM,
                    place,
                    error.to_string(),
                ));
                None
            }
        }
    }
}

/// Reads a text with the parser of a date or time.
fn civil<'s, T>(
    slice: &'s str,
    due: &'static str,
    parse: impl Fn(&str) -> Option<T>,
    problems: &mut Problems<'s>,
) -> Option<T> {
    let text: String = dialect::read(slice, due, problems)?;
    let value = parse(&text);
    if value.is_none() {
        let place = problems.span(slice);
        problems.push(Diagnostic::error(
            code::DATE_FORM,
            place,
            format!("{due} is due here"),
        ));
    }
    value
}

impl<'s> Shape<'s> for Date {
    const DUE: &'static str = "a date such as `\"2026-05-13\"`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        civil(slice, Self::DUE, Self::parse, problems)
    }
}

impl<'s> Shape<'s> for TimeOfDay {
    const DUE: &'static str = "a time of day such as `\"09:00\"`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        civil(slice, Self::DUE, Self::parse, problems)
    }
}

impl<'s> Shape<'s> for CivilTime {
    const DUE: &'static str = "a date with a time such as `\"2026-05-13T10:00\"`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        civil(slice, Self::DUE, Self::parse, problems)
    }
}

impl<'s> Shape<'s> for Moment {
    const DUE: &'static str = "a duration since onset such as `\"6h\"`, or a date with a time such as `\"2026-05-13T10:00\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        if slice.contains('T') {
            civil(slice, CivilTime::DUE, CivilTime::parse, problems).map(Self::Civil)
        } else {
            Seconds::read(slice, problems).map(Self::SinceOnset)
        }
    }
}

impl<'s> Shape<'s> for Weekday {
    const DUE: &'static str = "`Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let written: WeekdayDoc = dialect::read(slice, Self::DUE, problems)?;
        Some(match written {
            WeekdayDoc::Mon => Self::Mon,
            WeekdayDoc::Tue => Self::Tue,
            WeekdayDoc::Wed => Self::Wed,
            WeekdayDoc::Thu => Self::Thu,
            WeekdayDoc::Fri => Self::Fri,
            WeekdayDoc::Sat => Self::Sat,
            WeekdayDoc::Sun => Self::Sun,
        })
    }
}

/// The names of the days as they are written, without a need for `quantity` to know files.
#[derive(serde::Deserialize)]
#[serde(rename = "Weekday")]
enum WeekdayDoc {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl<'s, T> Shape<'s> for Vec<Located<'s, T>> {
    const DUE: &'static str = "a list in square brackets, such as `[…]`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems)
    }
}
