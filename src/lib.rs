//! Firebell: a risk register that can be rehearsed.
pub mod analysis;
pub mod check;
pub mod cli;
pub mod document;
pub mod model;
pub mod program;
pub mod quantity;
pub mod random;
pub mod simulate;
pub mod source;
pub mod text;
