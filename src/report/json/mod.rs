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
mod manner;
mod objective;
mod run;
mod stress;
mod trace;

pub use advise::{advise, advise_schema};
pub use compare::{compare, compare_schema};
pub use coverage::{coverage, coverage_schema};
pub use run::{run, run_schema};
pub use stress::{stress, stress_schema};
pub use trace::{FileHash, trace, trace_schema};
