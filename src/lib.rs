//! Firebell: a risk register that can be rehearsed.
pub mod analysis;
pub mod model;
pub mod quantity;
pub mod random;
pub mod simulate;
pub mod text;
