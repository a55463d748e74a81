//! Luck: the uniforms of a seed, each a pure function of stream and replication, and the inverse functions that turn them into values.

mod beta;
mod lognormal;
mod luck;
mod normal;
mod pert;
mod quantile;
mod stream;
mod table;

pub use luck::Luck;
pub use quantile::{Quantile, Quantiles};
pub use stream::{Entity, Question, Stream};
