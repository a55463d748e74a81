//! The validated domain: an organization, its risk register, its plans and drills, with every reference resolved.
//!
//! Whatever the order in the files, things whose order has no meaning stand here in the order of their ids, so that
//! shuffling a file changes nothing. Where the order does mean something (candidates of a role, needs of a step, effects,
//! injects, objectives, impacts) it is the file's.

mod change;
mod effect;
pub mod graph;
mod improvement;
mod organization;
mod plan;
mod register;
mod scenario;

pub use change::{Bearing, Change, ChangeKind, Changed};
pub use effect::{Amount, Effect, Guard, StepSet, all_effects};
pub use improvement::{Chances, Improved, Improvement};
pub use organization::{Layer, Organization, Person, Resource, Role, Shift, ShiftPattern};
pub use plan::{
    Barrier, BarrierEffect, Crew, Dispatch, FailureRule, Join, LabelChance, Plan, Section, Step,
    Success, Use, Works,
};
pub use register::{
    Action, Category, Indicator, Level, Rating, Register, Risk, Status, Threshold, Treatment,
};
pub use scenario::{
    Channel, ExerciseKind, FlagSource, Growth, Impact, Inject, Measure, Objective, Scenario,
    SkippedRule, Starts, Trigger,
};

/// A thing's id as the files write it: ASCII letters, digits and single hyphens.
pub type Name = String;

/// Where a number or a choice comes from, in the author's words (`because: "…"`).
pub type Because = Option<String>;

/// Everything one drill needs: the organization, the plan and the scenario that is played against it.
#[derive(Clone, PartialEq, Debug)]
pub struct Drill {
    /// Who and what there is.
    pub organization: Organization,
    /// The plan that is rehearsed.
    pub plan: Plan,
    /// What happens.
    pub scenario: Scenario,
    /// The currency of the register, where the scenario names one.
    pub currency: Option<String>,
}
