//! Reports: assessments put into words and rounded numbers.

mod clock;
mod effects;
mod figures;
pub mod graph;
pub mod json;
mod names;
pub mod page;
pub mod run;
pub mod trace;
