//! Turns replications into assessments: what was measured, how well it was reached, where the time went, and the story to tell.

pub mod advice;
mod assessment;
mod chain;
mod columns;
pub mod comparison;
pub mod coverage;
pub mod evaluation;
mod event;
#[cfg(test)]
mod fixture;
mod importance;
mod judgment;
pub mod looks;
mod measure;
mod member;
mod score;
mod spent;
mod story;
pub mod stress;
mod telling;
mod timing;
mod turns;

pub use assessment::{Assessment, Cost, assess};
pub use chain::{Chain, Link, LinkKind};
pub use judgment::{Judgment, Unit, Value, Verdict};
pub use member::Member;
pub use score::{Rating, attainment, rating};
pub use spent::{CauseTotal, LinkCause, Part, PartTotal, part_and_cause, time_spent};
pub use story::{Event, EventKind, Importance, InterruptReason, LevelAt, StepStory, Story, Turn};
pub use telling::tell;

// What the engine says of a replication a story says unchanged: whoever tells one need not know the engine.
pub use crate::simulate::{
    AfterFailure, CallKind, Lack, PersonState, SkipReason, Source, StepState, Stretch, StretchKind,
    UnitState,
};
