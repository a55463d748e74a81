//! The rules of the drill, one by one, on tiny workspaces whose answers are worked out by hand.
//!
//! Every draw is certain: durations are fixed and chances are 0 or 1, so one replication says it all.

mod case;
mod people;
mod steps;
mod world;
