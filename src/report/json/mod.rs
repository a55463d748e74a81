//! Results for other programs: JSON whose schema is published.

mod advise;
mod chain_mean;
mod compare;
mod coverage;
mod effect;
mod estimate;
mod event;
mod ids;
mod lack;
mod manifest;
mod manner;
mod objective;
mod run;
mod stress;
mod trace;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

pub use advise::{advise, advise_schema};
pub use compare::{compare, compare_schema};
pub use coverage::{coverage, coverage_schema};
pub use manifest::FileHash;
pub use run::{run, run_schema};
pub use stress::{stress, stress_schema};
pub use trace::{trace, trace_schema};

/// A result as it is written: indented, with a newline at its end.
pub(super) fn text(result: &impl Serialize) -> String {
    let text =
        serde_json::to_string_pretty(result).expect("strings, numbers and lists of them are JSON");
    text + "\n"
}

/// The shape of a result as it is written.
pub(super) fn schema_of<Json: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Json>()
}
