//! Turns replications into assessments: what was measured, how well it was reached, where the time went, and the story to tell.

mod assessment;
mod cause;
mod chain;
mod score;
mod story;

pub use assessment::{Assessment, Cost, Judgment, Unit, Value, Verdict};
pub use cause::{Member, PersonState, Shortage, UnitState};
pub use chain::{CauseTotal, Chain, Link, LinkCause, LinkKind, Part, PartTotal};
pub use score::{Rating, attainment, rating};
pub use story::{
    AfterFailure, CallKind, Category, Event, EventKind, Importance, InterruptReason, LevelAt,
    SkipReason, Source, Span, SpanKind, StepState, StepStory, Story, Turn,
};
