//! Turns replications into assessments: what was measured, how well it was reached, where the time went, and the story to tell.

pub mod advice;
mod assessment;
mod cause;
mod chain;
mod columns;
pub mod comparison;
mod concern;
pub mod coverage;
pub mod evaluation;
mod event;
#[cfg(test)]
mod fixture;
mod measure;
mod score;
mod spent;
mod story;
pub mod stress;
mod telling;
mod timing;
mod turns;

pub use assessment::{Assessment, Cost, Judgment, Unit, Value, Verdict, assess};
pub use cause::{Member, PersonState, Shortage, UnitState};
pub use chain::{Chain, Link, LinkKind};
pub use score::{Rating, attainment, rating};
pub use spent::{CauseTotal, LinkCause, Part, PartTotal, part_and_cause, time_spent};
pub use story::{
    AfterFailure, CallKind, Category, Event, EventKind, Importance, InterruptReason, LevelAt,
    SkipReason, Source, Span, SpanKind, StepState, StepStory, Story, Turn,
};
pub use telling::tell;
