//! Plays programs: one replication at a time, from onset to the horizon.

mod attempts;
mod course;
mod dispatch;
mod effects;
mod failures;
mod history;
mod joins;
mod level;
mod log;
mod outcome;
mod people;
mod play;
mod queue;
mod seating;
mod units;
mod world;

pub use course::Course;
pub use history::{
    Cause, History, Item, Lack, Origin, PersonLack, ResourceLack, Stretch, StretchKind,
};
pub use log::{AfterFailure, CallKind, Entry, Happening, InterruptReason, SkipReason, Source};
pub use outcome::{
    Completion, Firing, ImpactOutcome, Mark, Order, Outcome, Start, StepOutcome, StepState,
};
pub use play::play;

use crate::quantity::{Arena, ImpactId, StepId};

/// How much of a replication to keep.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Detail {
    /// The outcome alone.
    Outcome,
    /// Also every step's history, from which chains of causes are read.
    Explained,
    /// Also the log.
    Logged,
}

/// A replication that has been played.
#[derive(Clone, PartialEq, Debug)]
pub struct Replication {
    /// What it came to.
    pub outcome: Outcome,
    /// Every step's history; empty unless explained.
    pub histories: Arena<StepId, History>,
    /// How each impact's level went, from change to change in order of time; empty unless logged.
    pub courses: Arena<ImpactId, Vec<Course>>,
    /// The log; empty unless logged.
    pub log: Vec<Entry>,
}
