//! Reading one slice of a file as RON: what looks sound is taken as it is, of the rest RON decides, and where it refuses, the
//! mistakes are looked for and explained.

use ron::Options;
use ron::error::SpannedError;
use ron::extensions::Extensions;
use serde::Deserialize;

use crate::document::explain::Refused;
use crate::document::scan::trimmed;
use crate::document::sound;
use crate::source::{Diagnostic, Problems, code};

/// How deep brackets may be nested.
pub(super) const DEPTH_MAX: usize = 64;

/// The one way in which all of Firebell reads RON: `Some` is never needed, and nesting has an end.
fn dialect() -> Options {
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(2 * DEPTH_MAX) // RON counts a variant and its value as two levels.
}

/// Reads one level of a slice; what is wrong is explained.
pub(super) fn read<'s, T: Deserialize<'s>>(
    slice: &'s str,
    due: &'static str,
    problems: &mut Problems<'s>,
) -> Option<T> {
    let slice = without_some(slice);
    if let Some(value) = sound::read(slice) {
        return Some(value);
    }
    let error = match plain(slice) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    if error.code == ron::Error::ExceededRecursionLimit {
        let mistake = too_deep(head(slice), problems);
        problems.push(mistake);
        return None;
    }
    let before = problems.len();
    let read = T::deserialize(Refused {
        slice,
        due,
        problems,
    });
    if problems.len() == before {
        // What was refused lies deeper and is explained there, or else is said in general words.
        let place = problems.span(refused_at(slice, &error));
        let whole = problems.span(slice);
        problems.push_unless_explained(
            whole,
            Diagnostic::error(code::SYNTAX, place, "this is not RON").help(format!(
                "RON says: {}",
                error.code.to_string().to_lowercase()
            )),
        );
    }
    read.ok()
}

/// The mistake of nesting brackets deeper than anything needs.
pub(super) fn too_deep(place: &str, problems: &Problems<'_>) -> Diagnostic {
    let message =
        format!("brackets are nested more than {DEPTH_MAX} deep; what is in them was not read");
    Diagnostic::error(code::TOO_DEEP, problems.span(place), message)
        .help("no file needs that: look for brackets that are not closed")
}

/// Reads a value without parts; the caller explains what is wrong.
pub(super) fn plain<'s, T: Deserialize<'s>>(slice: &'s str) -> Result<T, SpannedError> {
    dialect().from_str(slice)
}

/// Whether the slice begins with a name, as an enum's variant does.
pub(super) fn begins_with_name(slice: &str) -> bool {
    let slice = without_some(slice);
    slice.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && !["inf", "NaN"].contains(&slice)
        && !slice.starts_with("r\"")
        && !slice.starts_with("r#\"")
}

/// One of the words of an enum, such as `Always`, that was written in quotes: that is reported, and what was meant is read.
pub(super) fn quoted_word<'s, T: Deserialize<'s>>(
    slice: &'s str,
    problems: &mut Problems<'s>,
) -> Option<T> {
    let word = slice.strip_prefix('"')?.strip_suffix('"')?;
    let meant = begins_with_name(word).then(|| plain(word).ok())??;
    let span = problems.span(slice);
    problems.push(
        Diagnostic::error(
            code::KIND_OF_VALUE,
            span,
            format!("`{word}` is written without quotes"),
        )
        .help(format!("write `{word}`")),
    );
    Some(meant)
}

/// A place to mark that stands for the whole value: up to the first bracket, on the first line.
pub(super) fn head(text: &str) -> &str {
    let end = text.find(['(', '\n']).filter(|end| *end > 0);
    text[..end.unwrap_or(text.len())].trim_end()
}

/// The value in `Some(…)`, which is never needed and always allowed.
pub(super) fn without_some(slice: &str) -> &str {
    let inner = slice
        .strip_prefix("Some")
        .map(str::trim_start)
        .and_then(|rest| rest.strip_prefix('('))
        .and_then(|rest| rest.strip_suffix(')'));
    inner.map_or(slice, |inner| {
        let inner = trimmed(inner);
        trimmed(inner.strip_suffix(',').unwrap_or(inner))
    })
}

/// Where RON stopped, as a slice of at most one character.
fn refused_at<'s>(slice: &'s str, error: &SpannedError) -> &'s str {
    let position = error.span.start;
    let line_start = slice
        .split_inclusive('\n')
        .take(position.line.saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let line = &slice[line_start.min(slice.len())..];
    let mut characters = line.char_indices().skip(position.col.saturating_sub(1));
    match characters.next() {
        Some((at, c)) => &line[at..at + c.len_utf8()],
        None => &line[..0],
    }
}
