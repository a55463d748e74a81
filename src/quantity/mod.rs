//! Quantities and identities that every other module speaks in: seconds, probabilities, civil time, distributions, typed indices.

mod civil;
mod distribution;
mod identity;
mod probability;
mod seconds;

pub use civil::{CivilTime, ClockChange, Date, Instant, TimeOfDay, Weekday, Zone};
pub(crate) use distribution::lognormal_sigma;
pub use distribution::{Distribution, DistributionError};
pub use identity::{
    Arena, BarrierId, FlagId, ImpactId, Index, InjectId, LabelId, MemberId, ObjectiveId, PersonId,
    ResourceId, RoleId, ShiftId, StepId,
};
pub use probability::Probability;
pub use seconds::{DurationError, Seconds};
