//! Values without parts: texts, ids, numbers, names of days.

use std::borrow::Cow;
use std::fmt;

use crate::document::dialect::{plain, without_some};
use crate::document::explain::report;
use crate::document::located::{Located, Shape};
use crate::document::lookalike::{is_blank_lookalike, plain_for};
use crate::document::mistake::Mistake;
use crate::document::shapes::shapes;
use crate::document::{dialect, misread};
use crate::quantity::{Probability, Weekday};
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

/// Reads a text; `due` says what the text should be.
pub(super) fn text<'s>(
    slice: &'s str,
    due: &'static str,
    problems: &mut Problems<'s>,
) -> Option<Cow<'s, str>> {
    let slice = without_some(slice);
    // A text without escapes is the slice between its quotes, and most texts are.
    if let Some(inner) = slice
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains(['"', '\\'])
    {
        return Some(Cow::Borrowed(inner));
    }
    match plain::<String>(slice) {
        Ok(text) => Some(Cow::Owned(text)),
        Err(_) => {
            misread::text(slice, due, problems);
            None
        }
    }
}

impl<'s> Shape<'s> for String {
    const DUE: &'static str = "a text in double quotes";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        text(slice, Self::DUE, problems).map(Cow::into_owned)
    }
}

impl<'s> Shape<'s> for FilePath {
    const DUE: &'static str = "a file's path in double quotes, such as `\"../organization.ron\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        text(slice, Self::DUE, problems).map(|path| Self(path.into_owned()))
    }
}

impl<'s> Shape<'s> for Id<'s> {
    const DUE: &'static str = "an id in double quotes, such as `\"incident-lead\"`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        text(slice, Self::DUE, problems)?;
        // An id holds nothing that could be escaped, so it is the slice between its quotes.
        let quoted = without_some(slice).trim_start_matches(['r', '#']);
        let id = quoted.trim_end_matches('#').trim_matches('"');
        let wrong = id
            .char_indices()
            .find(|(at, c)| !may_stand_in_id(id, *at, *c));
        let Some((at, c)) = wrong else {
            if !id.is_empty() {
                return Some(Self(id));
            }
            let place = problems.span(slice);
            problems.push(
                Diagnostic::error(code::ID_FORM, place, "an id is empty")
                    .help("an id holds ASCII letters, digits and single hyphens"),
            );
            return None;
        };
        let place = problems.span(&id[at..at + c.len_utf8()]);
        let message = match c {
            '-' => "an id holds single hyphens between letters and digits, not this one".to_owned(),
            ' ' => "an id holds no blanks".to_owned(),
            _ if c.is_control() || is_blank_lookalike(c) => {
                format!("an id holds an invisible character, U+{:04X}", u32::from(c))
            }
            _ => format!("an id holds no `{c}`"),
        };
        let suggestion = as_id(id);
        let rule = "ids are ASCII letters, digits and single hyphens";
        let help = if suggestion.is_empty() {
            rule.to_owned()
        } else {
            format!("{rule}: `\"{suggestion}\"`")
        };
        problems.push(Diagnostic::error(code::ID_FORM, place, message).help(help));
        None
    }
}

fn may_stand_in_id(id: &str, at: usize, c: char) -> bool {
    let is_inner_hyphen = c == '-' && at > 0 && at + 1 < id.len() && !id[..at].ends_with('-');
    c.is_ascii_alphanumeric() || is_inner_hyphen
}

/// The id that was probably meant.
fn as_id(written: &str) -> String {
    let plain: String = written
        .chars()
        .map(|c| plain_for(c).unwrap_or(c))
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// The largest number that a file may name: nothing that an operations department counts is more, and squares of sums of such
/// numbers stay finite.
pub const LARGEST: f64 = 1e15;

impl<'s> Shape<'s> for f64 {
    const DUE: &'static str = "a number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let slice = without_some(slice);
        match plain::<Self>(slice) {
            Ok(number) if number.abs() <= LARGEST => Some(number),
            Ok(number) if number.is_finite() => {
                let place = problems.span(slice);
                problems.push(
                    Diagnostic::error(
                        code::NUMBER_RANGE,
                        place,
                        format!("{slice} is too large a number here"),
                    )
                    .help("write at most 1e15, and count in a larger unit"),
                );
                None
            }
            Ok(_) => {
                let place = problems.span(slice);
                problems.push(
                    Diagnostic::error(
                        code::NUMBER_NOT_FINITE,
                        place,
                        format!("`{slice}` is not a finite number"),
                    )
                    .help("write a number that can be counted to"),
                );
                None
            }
            Err(_) => {
                misread::number(slice, Self::DUE, problems);
                None
            }
        }
    }
}

/// Reads a whole number between two bounds.
fn whole<'s>(slice: &'s str, min: i128, max: i128, problems: &mut Problems<'s>) -> Option<i128> {
    let slice = without_some(slice);
    let number = match plain::<i64>(slice) {
        Ok(number) => i128::from(number),
        Err(_) => match plain::<u64>(slice) {
            Ok(number) => i128::from(number),
            Err(_) => match slice.parse::<i128>() {
                Ok(number) => number,
                Err(_) => {
                    misread::number(slice, "a whole number", problems);
                    return None;
                }
            },
        },
    };
    if (min..=max).contains(&number) {
        return Some(number);
    }
    let place = problems.span(slice);
    let message = if number < 0 && min == 0 {
        format!("a count is not negative, but this is {number}")
    } else {
        format!("{number} is too large a number here")
    };
    problems.push(Diagnostic::error(code::NUMBER_RANGE, place, message).help(
        if max > i128::from(u32::MAX) {
            "write a whole number, at most 19 digits".to_owned()
        } else {
            format!("write a whole number from {min} to {max}")
        },
    ));
    None
}

impl<'s> Shape<'s> for u32 {
    const DUE: &'static str = "a whole number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        whole(slice, 0, i128::from(Self::MAX), problems)
            .and_then(|number| Self::try_from(number).ok())
    }
}

impl<'s> Shape<'s> for u64 {
    const DUE: &'static str = "a whole number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        whole(slice, 0, i128::from(Self::MAX), problems)
            .and_then(|number| Self::try_from(number).ok())
    }
}

impl<'s> Shape<'s> for i64 {
    const DUE: &'static str = "a whole number";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let (min, max) = (i128::from(Self::MIN), i128::from(Self::MAX));
        whole(slice, min, max, problems).and_then(|number| Self::try_from(number).ok())
    }
}

impl<'s> Shape<'s> for bool {
    const DUE: &'static str = "`true` or `false`";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        match without_some(slice) {
            "true" => Some(true),
            "false" => Some(false),
            other => {
                misread::truth(other, problems);
                None
            }
        }
    }
}

impl<'s> Shape<'s> for Probability {
    const DUE: &'static str = "a probability from 0 to 1";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        let number = f64::read(slice, problems)?;
        let probability = Self::new(number);
        if probability.is_none() {
            let place = problems.span(slice);
            let help = if (2.0..=100.0).contains(&number) {
                format!("write {} for {number} %", number / 100.0)
            } else {
                "write a number from 0 to 1".to_owned()
            };
            problems.push(
                Diagnostic::error(
                    code::NUMBER_RANGE,
                    place,
                    format!("a probability is from 0 to 1, not {number}"),
                )
                .help(help),
            );
        }
        probability
    }
}

impl<'s> Shape<'s> for Weekday {
    const DUE: &'static str = WeekdayDoc::DUE;

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        Some(match WeekdayDoc::read(slice, problems)? {
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

/// The days as they are written: `quantity` knows nothing of files.
#[derive(serde::Deserialize)]
enum WeekdayDoc {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

shapes! {
    WeekdayDoc: "`Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`";
}

impl<'s, T> Shape<'s> for Vec<Located<'s, T>> {
    const DUE: &'static str = "a list in square brackets, such as `[…]`,";

    fn read(slice: &'s str, problems: &mut Problems<'s>) -> Option<Self> {
        dialect::read(slice, Self::DUE, problems)
    }
}

/// Names the first look-alike character of a slice, if there is one.
pub(super) fn report_lookalike<'s>(
    slice: &'s str,
    is_foreign: impl Fn(char) -> bool,
    problems: &mut Problems<'s>,
) -> bool {
    let Some((at, c)) = slice.char_indices().find(|(_, c)| is_foreign(*c)) else {
        return false;
    };
    let place = &slice[at..at + c.len_utf8()];
    report(problems, Mistake::foreign(c, place));
    true
}
