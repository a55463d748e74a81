//! The formats in which a result can be written that has a page, a table and a picture.

use std::path::Path;

use clap::ValueEnum;

/// A format.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub(super) enum Format {
    Human,
    Markdown,
    Json,
    Csv,
    Svg,
}

/// The format asked for, else the one that the output's extension stands for, else a page for people.
pub(super) fn chosen(is_json: bool, asked: Option<Format>, output: Option<&Path>) -> Format {
    if is_json {
        return Format::Json;
    }
    let extension = output.and_then(Path::extension);
    let by_file = match extension.and_then(|extension| extension.to_str()) {
        Some("md") => Format::Markdown,
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        Some("svg") => Format::Svg,
        Some(_) | None => Format::Human,
    };
    asked.unwrap_or(by_file)
}
