//! What to change next: improvements that the drills suggest, tried under common random numbers, and the few that do most
//! together.

mod gain;
mod generate;
mod search;

pub use gain::{Gain, Gained, gain};
pub use generate::{of_organization, of_plan};
pub use search::{Advice, BrokenOff, Chosen, Effort, Pick, Trial, advise};
