//! `firebell schema`: the shape of a command's JSON.

use clap::{Args, ValueEnum};

use crate::cli::stop::Stop;
use crate::cli::{check, output};
use crate::report::{graph, json};

/// Print the JSON schema of a command's `--json` output
#[derive(Args, Debug)]
pub(super) struct SchemaArguments {
    /// Whose output
    kind: Kind,
}

#[derive(Clone, Copy, ValueEnum, Debug)]
enum Kind {
    /// `firebell trace --json`
    Trace,
    /// `firebell run --json`
    Run,
    /// `firebell compare --json`
    Compare,
    /// `firebell stress --json`
    Stress,
    /// `firebell advise --json`
    Advise,
    /// `firebell check --format json`
    Check,
    /// `firebell coverage --json`
    Coverage,
    /// `firebell graph --json`
    Graph,
}

pub(super) fn run(arguments: &SchemaArguments) -> Result<(), Stop> {
    let schema = match arguments.kind {
        Kind::Trace => json::trace_schema(),
        Kind::Run => json::run_schema(),
        Kind::Compare => json::compare_schema(),
        Kind::Stress => json::stress_schema(),
        Kind::Advise => json::advise_schema(),
        Kind::Check => check::schema(),
        Kind::Coverage => json::coverage_schema(),
        Kind::Graph => graph::json_schema(),
    };
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    output::write_text(&format!("{text}\n"), None)
}
