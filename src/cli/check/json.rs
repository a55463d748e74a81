//! Diagnostics as JSON, and its schema.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::cli::check::place::Place;
use crate::source::{Diagnostic, Severity, Sources};

/// The diagnostics as a JSON text.
pub(super) fn text(sources: &Sources, found: &[Diagnostic]) -> String {
    let report = ReportJson::of(sources, found);
    let text = serde_json::to_string_pretty(&report).expect("strings and numbers are JSON");
    text + "\n"
}

/// The schema of [`text`].
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
    place: Place,
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
            place: Place::of(sources, diagnostic.span),
            help: diagnostic.help.clone(),
            labels: labels
                .map(|label| {
                    let place = Place::of(sources, label.span);
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
