//! Results for other programs: JSON whose schema is published.

mod effect;
mod event;
mod ids;
mod lack;
mod manner;
mod objective;
mod trace;

pub use trace::{FileHash, trace, trace_schema};
