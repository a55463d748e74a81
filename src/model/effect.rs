//! Effects and guards: the vocabulary that steps, barriers and injects share.

use crate::model::{Plan, Scenario};
use crate::quantity::{
    Distribution, FlagId, ImpactId, LabelId, PersonId, ResourceId, Seconds, StepId,
};

/// An amount by which a level changes; may be negative, may be random.
pub type Amount = Distribution;

/// Which steps an effect is about.
#[derive(Clone, PartialEq, Debug)]
pub enum StepSet {
    /// Every step of the plan.
    All,
    /// These, in the order of ids.
    Some(Vec<StepId>),
}

/// What a step, a barrier or an inject does to the world. A missing `duration` lasts to the end of the drill.
///
/// A step that another revision lacks is dropped when the drill is put together, so every reference here is to something that exists.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// The impact grows no more.
    Stop(ImpactId),
    /// Its growth is multiplied.
    Scale(ImpactId, f64),
    /// Its level rises (or falls) at once.
    Add(ImpactId, Amount),
    /// Its level is lowered at a steady rate, in units per hour.
    Drain {
        /// Of which impact.
        impact: ImpactId,
        /// Units per hour.
        per_hour: f64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// The flag is true.
    Set(FlagId),
    /// The step is called for.
    Require(StepId),
    /// If done, it must be done again.
    Reopen(StepId),
    /// Gone; `count` of a team, everybody if left out.
    Absent {
        /// The person or team.
        person: PersonId,
        /// How many of a team.
        count: Option<u32>,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// Here from now on, without a call.
    Arrive {
        /// The person or team.
        person: PersonId,
        /// How many of a team.
        count: Option<u32>,
    },
    /// Units taken away.
    Lose {
        /// Of which resource.
        resource: ResourceId,
        /// How many units.
        count: u64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// Units added.
    Gain {
        /// Of which resource.
        resource: ResourceId,
        /// How many units.
        count: u64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// Work that starts in that time lasts `factor` times as long.
    Slow {
        /// Whose work.
        steps: StepSet,
        /// Factor, positive.
        factor: f64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// Calls made in that time are answered `factor` times as late.
    SlowAnswers {
        /// Factor, positive.
        factor: f64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// The steps may not start in that time.
    Hold {
        /// Which steps.
        steps: StepSet,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// The next ends of work of the step fail.
    Fail(StepId, u32),
}

/// A condition on labels and flags.
#[derive(Clone, PartialEq, Debug)]
pub enum Guard {
    /// The step is done and drew this label.
    Outcome(StepId, LabelId),
    /// The flag is true.
    Flag(FlagId),
    /// Not that.
    Not(Box<Guard>),
    /// All of these.
    All(Vec<Guard>),
    /// At least one of these.
    Any(Vec<Guard>),
    /// False: it names a step or a label that this plan lacks.
    Never,
}

/// Every effect that a drill may have: of barriers, steps and injects.
pub fn all_effects<'a>(plan: &'a Plan, scenario: &'a Scenario) -> impl Iterator<Item = &'a Effect> {
    let barriers = plan.barriers.iter();
    let weakening = barriers.flat_map(|barrier| barrier.effect.effects());
    let steps = plan.steps.iter().flat_map(|step| &step.effects);
    let injects = scenario.injects.iter().flat_map(|inject| &inject.effects);
    weakening.chain(steps).chain(injects)
}
