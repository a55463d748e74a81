//! Durations, dates and points of time as files write them.

use crate::document::dialect::without_some;
use crate::document::located::Shape;
use crate::document::misread::{first_line, found, is_bare_word};
use crate::document::plain::text;
use crate::quantity::{CivilTime, Date, DurationError, Seconds, TimeOfDay};
use crate::source::{Diagnostic, Problems, code};

/// A point of time on the drill's clock.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Moment {
    /// So long after onset.
    SinceOnset(Seconds),
    /// By the clock of the organization's zone.
    Civil(CivilTime),
}

impl<'s> Shape<'s> for Seconds {
    const DUE: &'static str = "a duration in double quotes, such as `\"1h 30m\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let slice = without_some(slice);
        if is_bare_word(slice) {
            return unquoted_duration(slice, problems);
        }
        let written = text(slice, Self::DUE, problems)?;
        match Self::parse(&written) {
            Ok(duration) => Some(duration),
            Err(error) => {
                let place = problems.span(slice);
                let (message, help) = match with_fraction(&written) {
                    Some(whole) => (
                        format!("the duration `{written}` has a fraction"),
                        format!("write `\"{whole}\"`"),
                    ),
                    None => (error.to_string(), duration_help(&written, &error)),
                };
                problems.push(Diagnostic::error(code::DURATION_FORM, place, message).help(help));
                None
            }
        }
    }
}

fn unquoted_duration<'s>(slice: &'s str, problems: &mut Problems<'s>) -> Option<Seconds> {
    let line = first_line(slice);
    let place = problems.span(line);
    let bare = slice.trim_matches('"');
    let is_number = bare.parse::<f64>().is_ok();
    let message = if is_number {
        format!("the duration {bare} has no unit")
    } else if Seconds::parse(bare).is_ok() {
        "a duration stands without quotes".to_owned()
    } else {
        format!("{} stands where a duration is due", found(slice))
    };
    let help = if is_number && bare.parse::<u64>().is_ok() {
        format!("write it with its unit in quotes, such as `\"{bare}m\"` or `\"{bare}h\"`")
    } else if Seconds::parse(bare).is_ok() {
        format!("write `\"{bare}\"`")
    } else {
        "write a duration in double quotes, such as `\"1h 30m\"`".to_owned()
    };
    problems.push(Diagnostic::error(code::DURATION_FORM, place, message).help(help));
    None
}

/// The duration that is written as one number with a fraction, such as `1.5h`.
fn with_fraction(written: &str) -> Option<Seconds> {
    let unit = written.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let number = written.strip_suffix(unit)?.replace(',', ".");
    let one = Seconds::parse(&format!("1{}", unit.trim())).ok()?;
    let seconds = number.parse::<f64>().ok()? * one.as_f64();
    (number.contains('.') && seconds < Seconds::LONGEST.as_f64()).then(|| Seconds::rounded(seconds))
}

fn duration_help(written: &str, error: &DurationError) -> String {
    let general = "write whole numbers with units, larger units first, such as `\"1h 30m\"`";
    match error {
        DurationError::UnitMissing { number } => {
            format!("units are w, d, h, m and s, as in `\"{number}m\"`")
        }
        DurationError::UnitUnknown { unit } => {
            let number: String = written.chars().take_while(char::is_ascii_digit).collect();
            let meant = match unit.to_lowercase().as_str() {
                "min" | "mins" | "minute" | "minutes" => "m",
                "hr" | "hrs" | "hour" | "hours" => "h",
                "sec" | "secs" | "second" | "seconds" => "s",
                "day" | "days" => "d",
                "week" | "weeks" | "wk" => "w",
                _ => return format!("units are w, d, h, m and s: {general}"),
            };
            format!("write `{meant}`, as in `\"{number}{meant}\"`")
        }
        DurationError::TooLong => "write at most a hundred years".to_owned(),
        DurationError::Empty
        | DurationError::NumberMissing { .. }
        | DurationError::UnitsOutOfOrder { .. }
        | DurationError::Negative => general.to_owned(),
    }
}

/// Reads a text with the parser of a date or time.
fn civil<'s, T>(
    slice: &'s str,
    what: &str,
    due: &'static str,
    parse: impl Fn(&str) -> Option<T>,
    problems: &mut Problems<'s>,
) -> Option<T> {
    let slice = without_some(slice);
    let written = text(slice, due, problems)?;
    let value = parse(&written);
    if value.is_none() {
        let place = problems.span(slice);
        let message = match missing_day(&written) {
            Some(day) => format!("`{day}` is not a day of the calendar"),
            None => format!("`{written}` is not {what}"),
        };
        problems
            .push(Diagnostic::error(code::DATE_FORM, place, message).help(format!("write {due}")));
    }
    value
}

/// The date in the text if it has the right form, but names no day.
fn missing_day(written: &str) -> Option<&str> {
    let date = written.get(..10)?;
    let is_form = date.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (is_form && Date::parse(date).is_none()).then_some(date)
}

impl<'s> Shape<'s> for Date {
    const DUE: &'static str = "year, month and day, such as `\"2026-05-13\"`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        civil(slice, "a date", Self::DUE, Self::parse, problems)
    }
}

impl<'s> Shape<'s> for TimeOfDay {
    const DUE: &'static str = "hours and minutes from 00:00 to 23:59, such as `\"09:00\"`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        civil(slice, "a time of day", Self::DUE, Self::parse, problems)
    }
}

impl<'s> Shape<'s> for CivilTime {
    const DUE: &'static str =
        "a date with a time in the organization's zone, such as `\"2026-05-13T10:00\"`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        civil(
            slice,
            "a date with a time",
            Self::DUE,
            Self::parse,
            problems,
        )
    }
}

impl<'s> Shape<'s> for Moment {
    const DUE: &'static str = "a duration since onset such as `\"6h\"`, or a date with a time such as `\"2026-05-13T10:00\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let looks_civil = slice.matches('-').count() >= 2 || slice.contains(['T', ':', '/']);
        if looks_civil {
            CivilTime::read(slice, problems).map(Self::Civil)
        } else {
            Seconds::read(slice, problems).map(Self::SinceOnset)
        }
    }
}
