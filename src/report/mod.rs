//! Reports: assessments put into words and rounded numbers.

pub mod advise;
mod clock;
pub mod compare;
pub mod coverage;
mod csv;
mod effects;
mod figures;
pub mod graph;
pub mod json;
mod markdown;
mod names;
pub mod page;
pub mod run;
pub mod stress;
pub mod trace;
mod xml;
