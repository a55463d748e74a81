//! `firebell check`: every mistake of a workspace.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::check;
use crate::cli::stop::Stop;
use crate::cli::{diagnostics, load, output};
use crate::document::Workspace;
use crate::source::{Diagnostic, Severity, Sources, Span};
use crate::text;

/// Check files and say everything that is wrong with them
///
/// A folder stands for every RON file in it. Files that the given ones name are read too.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell check scenarios/harbour-goods\n  \
    firebell check drills/friday-night-leak.ron --format json")]
pub(super) struct CheckArguments {
    /// Files and folders
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Short for --format json (see `firebell schema check`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    Human,
    Json,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<(), Stop> {
    let Workspace { sources, given } = load::workspace(&arguments.paths)?;
    if given.is_empty() {
        return Err(Stop::Usage {
            message: "there is no RON file to check".to_owned(),
            help: None,
        });
    }
    let found = check::workspace(&sources);
    if arguments.json || arguments.format == Format::Json {
        let report = ReportJson::of(&sources, &found);
        let text = serde_json::to_string_pretty(&report).expect("strings and numbers are JSON");
        output::write_text(&format!("{text}\n"), None)?;
    } else if found.is_empty() {
        let files = text::counted(sources.files().count() as u64, "file"); // usize fits.
        output::write_text(&format!("{files}, no mistakes\n"), None)?;
    } else {
        diagnostics::show(&sources, &found);
    }
    let has_errors = found
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    if has_errors {
        Err(Stop::InputRefused)
    } else {
        Ok(())
    }
}

/// The schema of the JSON output.
pub(super) fn schema() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<ReportJson>()
}

/// Everything found in the files. Lines and columns count from 1, columns in characters.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "firebell check")]
struct ReportJson {
    /// Sorted by place.
    diagnostics: Vec<DiagnosticJson>,
    /// How many are errors.
    errors: usize,
    /// How many are warnings.
    warnings: usize,
}

#[derive(Serialize, JsonSchema)]
struct DiagnosticJson {
    /// Stable code, such as FB0101.
    code: String,
    severity: SeverityJson,
    /// The rule that is broken.
    message: String,
    #[serde(flatten)]
    place: PlaceJson,
    /// What would be right; null: nothing to add.
    help: Option<String>,
    /// Further places.
    labels: Vec<LabelJson>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum SeverityJson {
    Error,
    Warning,
}

#[derive(Serialize, JsonSchema)]
struct PlaceJson {
    /// The path, with forward slashes.
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize, JsonSchema)]
struct LabelJson {
    /// The path, with forward slashes.
    file: String,
    line: usize,
    column: usize,
    message: String,
}

impl ReportJson {
    fn of(sources: &Sources, found: &[Diagnostic]) -> Self {
        let count = |severity| {
            let of_kind = found.iter().filter(|one| one.severity == severity);
            of_kind.count()
        };
        Self {
            diagnostics: found
                .iter()
                .map(|diagnostic| DiagnosticJson::of(sources, diagnostic))
                .collect(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        }
    }
}

impl DiagnosticJson {
    fn of(sources: &Sources, diagnostic: &Diagnostic) -> Self {
        let labels = diagnostic.labels.iter();
        Self {
            code: diagnostic.code.to_owned(),
            severity: match diagnostic.severity {
                Severity::Error => SeverityJson::Error,
                Severity::Warning => SeverityJson::Warning,
            },
            message: diagnostic.message.clone(),
            place: PlaceJson::of(sources, diagnostic.span),
            help: diagnostic.help.clone(),
            labels: labels
                .map(|label| {
                    let place = PlaceJson::of(sources, label.span);
                    LabelJson {
                        file: place.file,
                        line: place.line,
                        column: place.column,
                        message: label.message.clone(),
                    }
                })
                .collect(),
        }
    }
}

impl PlaceJson {
    fn of(sources: &Sources, span: Span) -> Self {
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
