//! Reports: assessments put into words and rounded numbers.

pub mod advise;
mod clock;
mod columns;
pub mod compare;
pub mod coverage;
mod csv;
mod differences;
mod effects;
mod estimates;
mod figures;
pub mod graph;
pub mod json;
mod markdown;
mod measures;
mod names;
pub mod page;
pub mod run;
pub mod stress;
mod time_spent;
pub mod trace;
mod xml;
