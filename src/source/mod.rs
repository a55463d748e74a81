//! The files of a workspace as text, places in them, and what is wrong there.

pub mod code;
mod diagnostic;
mod files;
mod read;

pub use diagnostic::{Diagnostic, Label, Problems, Severity, sorted};
pub use files::{FileId, Flaw, LineColumn, SourceFile, Sources, Span, Unread, is_one_place};
pub use read::{EXTENSION, Failure, is_folder, names_beside, ron_files};
