//! Reading one slice of a file as RON.

use ron::Options;
use ron::extensions::Extensions;
use serde::Deserialize;

use crate::source::{Diagnostic, Problems, code};

/// How deep brackets may be nested.
pub(super) const DEPTH_MAX: usize = 64;

/// The one way in which all of Firebell reads RON: `Some` is never needed.
fn dialect() -> Options {
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(DEPTH_MAX * 4)
}

/// Reads one level of a slice; what is wrong is explained.
pub(super) fn read<'s, T: Deserialize<'s>>(
    slice: &'s str,
    due: &'static str,
    problems: &mut Problems<'s>,
) -> Option<T> {
    match dialect().from_str(slice) {
        Ok(value) => Some(value),
        Err(error) => {
            let place = problems.span(slice);
            problems.push(
                Diagnostic::error(code::SYNTAX, place, error.code.to_string())
                    .help(format!("{due} is due here")),
            );
            None
        }
    }
}

/// Whether the slice begins with a name, as an enum's variant does.
pub(super) fn begins_with_name(slice: &str) -> bool {
    slice.starts_with(|c: char| c.is_alphabetic() || c == '_') && !slice.starts_with("r\"")
}

/// The text without blanks and comments around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim()
}

/// A place to mark that stands for the whole value: up to the first bracket, on the first line.
pub(super) fn head(text: &str) -> &str {
    let end = text.find(['(', '\n']).filter(|end| *end > 0);
    &text[..end.unwrap_or(text.len())]
}
