//! Diagnostics in the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS 2020).

use std::fmt::Write;

use serde::Serialize;

use crate::cli::check::place::Place;
use crate::source::{Diagnostic, Severity, Sources, Span, code};
use crate::text;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The diagnostics as a SARIF log of one run.
pub(super) fn text(sources: &Sources, found: &[Diagnostic]) -> String {
    let rules = rules(found);
    let results = found.iter().map(|one| Finding::of(sources, one, &rules));
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            column_kind: "unicodeCodePoints",
            results: results.collect(),
            tool: Tool {
                driver: Driver {
                    name: "Firebell",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules,
                },
            },
        }],
    };
    let text = serde_json::to_string_pretty(&log).expect("strings and numbers are JSON");
    text + "\n"
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: Level,
}

#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
enum Level {
    Error,
    Warning,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: Level,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// The rules that are broken, by code.
fn rules(found: &[Diagnostic]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = found
        .iter()
        .map(|diagnostic| Rule {
            id: diagnostic.code,
            short_description: message(meaning(diagnostic.code)),
            default_configuration: Configuration {
                level: Level::of(diagnostic.severity),
            },
        })
        .collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    rules
}

fn meaning(wanted: &str) -> &'static str {
    let known = code::MEANINGS.iter().find(|(code, _)| *code == wanted);
    known.map_or("", |(_, meaning)| meaning)
}

/// Braces are doubled, because single ones are places for arguments.
fn message(words: &str) -> Message {
    Message {
        text: text::plain(words).replace('{', "{{").replace('}', "}}"),
    }
}

impl Level {
    fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
        }
    }
}

impl Finding {
    fn of(sources: &Sources, diagnostic: &Diagnostic, rules: &[Rule]) -> Self {
        let mut words = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            write!(words, "\nhelp: {help}").expect("a string takes all that is written");
        }
        let labels = diagnostic.labels.iter();
        Self {
            rule_id: diagnostic.code,
            rule_index: rules.partition_point(|rule| rule.id < diagnostic.code),
            level: Level::of(diagnostic.severity),
            message: message(&words),
            locations: [Location {
                physical_location: PhysicalLocation::of(sources, diagnostic.span),
                message: None,
            }],
            related_locations: labels
                .map(|label| Location {
                    physical_location: PhysicalLocation::of(sources, label.span),
                    message: Some(message(&label.message)),
                })
                .collect(),
        }
    }
}

impl PhysicalLocation {
    fn of(sources: &Sources, span: Span) -> Self {
        let place = Place::of(sources, span);
        Self {
            artifact_location: ArtifactLocation {
                uri: uri(&place.file),
            },
            region: Region {
                start_line: place.line,
                start_column: place.column,
                end_line: place.end_line,
                end_column: place.end_column,
            },
        }
    }
}

/// The path, with forward slashes, as a URI (RFC 3986): absolute with the scheme `file`, else relative.
fn uri(path: &str) -> String {
    let (start, rest) = match path.as_bytes() {
        [b'/', b'/', ..] => ("file:", path),
        [b'/', ..] => ("file://", path),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => {
            return format!("file:///{}{}", &path[..2], encoded(&path[2..]));
        }
        _ => ("", path),
    };
    format!("{start}{}", encoded(rest))
}

fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string takes all that is written");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_log_has_what_the_standard_requires() {
        let mut sources = Sources::default();
        let file = sources.add("drills/夜 1.ron".into(), "x\n  {é}\n".to_owned());
        let span = |start, end| Span { file, start, end };
        let found = [
            Diagnostic::warning(code::FLAG_UNKNOWN, span(0, 1), "odd"),
            Diagnostic::error(code::NAME_REPEATED, span(4, 8), "`{é}` is given twice")
                .label(span(0, 1), "first here")
                .help("keep one"),
        ];
        let log: Value = serde_json::from_str(&text(&sources, &found)).unwrap();
        assert_eq!(
            log,
            json!({
                "$schema": SCHEMA,
                "version": "2.1.0",
                "runs": [{
                    "tool": {"driver": {
                        "name": "Firebell",
                        "semanticVersion": env!("CARGO_PKG_VERSION"),
                        "rules": [
                            {
                                "id": "FB0201",
                                "shortDescription": {"text": "two things of one kind have the same id"},
                                "defaultConfiguration": {"level": "error"},
                            },
                            {
                                "id": "FB0206",
                                "shortDescription": {"text": "a flag can never be true"},
                                "defaultConfiguration": {"level": "warning"},
                            },
                        ],
                    }},
                    "columnKind": "unicodeCodePoints",
                    "results": [
                        {
                            "ruleId": "FB0206",
                            "ruleIndex": 1,
                            "level": "warning",
                            "message": {"text": "odd"},
                            "locations": [{"physicalLocation": {
                                "artifactLocation": {"uri": "drills/%E5%A4%9C%201.ron"},
                                "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2},
                            }}],
                        },
                        {
                            "ruleId": "FB0201",
                            "ruleIndex": 0,
                            "level": "error",
                            "message": {"text": "`{{é}}` is given twice\nhelp: keep one"},
                            "locations": [{"physicalLocation": {
                                "artifactLocation": {"uri": "drills/%E5%A4%9C%201.ron"},
                                "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 6},
                            }}],
                            "relatedLocations": [{
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "drills/%E5%A4%9C%201.ron"},
                                    "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2},
                                },
                                "message": {"text": "first here"},
                            }],
                        },
                    ],
                }],
            })
        );
    }

    #[test]
    fn a_log_without_findings_still_has_its_lists() {
        let log: Value = serde_json::from_str(&text(&Sources::default(), &[])).unwrap();
        assert_eq!(log["runs"][0]["results"], json!([]));
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([]));
    }

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("../plans/r1.ron", "../plans/r1.ron"),
            ("a b/100%#?.ron", "a%20b/100%25%23%3F.ron"),
            ("1:2.ron", "1%3A2.ron"),
            ("/home/陈/a.ron", "file:///home/%E9%99%88/a.ron"),
            ("C:/plans/a b.ron", "file:///C:/plans/a%20b.ron"),
            ("//server/share/a.ron", "file://server/share/a.ron"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
