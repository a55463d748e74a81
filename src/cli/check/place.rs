//! Where something stands, as programs are told.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::load;
use crate::source::{Sources, Span};

/// A place in a file; lines and columns count from 1, the end is the first character that no longer belongs to it.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// The path, with forward slashes.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Place {
    pub(super) fn of(sources: &Sources, span: Span) -> Self {
        let file = sources.file(span.file);
        let (start, end) = (file.line_column(span.start), file.line_column(span.end));
        Self {
            file: load::forward_slashes(file.path()),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}
