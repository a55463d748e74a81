//! Effects and guards, compiled.

use crate::model::{Effect, Guard, StepSet};
use crate::quantity::{FlagId, ImpactId, LabelId, PersonId, ResourceId, Seconds, StepId};
use crate::random::{Quantile, Question};

/// Which steps an effect is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StepsCode {
    /// Every step.
    All,
    /// These, ascending.
    Some(Vec<StepId>),
}

impl StepsCode {
    /// Whether the step is among them.
    pub fn contains(&self, step: StepId) -> bool {
        match self {
            Self::All => true,
            Self::Some(steps) => steps.binary_search(&step).is_ok(),
        }
    }

    fn compile(set: &StepSet) -> Self {
        match set {
            StepSet::All => Self::All,
            StepSet::Some(steps) => {
                let mut steps = steps.clone();
                steps.sort_unstable();
                Self::Some(steps)
            }
        }
    }
}

/// An effect; see [`Effect`] for what each does. A missing `duration` lasts to the end of the drill.
#[derive(Clone, Debug)]
pub enum EffectCode {
    /// The impact grows no more.
    Stop(ImpactId),
    /// Its growth is multiplied.
    Scale(ImpactId, f64),
    /// Its level changes at once, by the quantile of a uniform that is asked for.
    Add(ImpactId, Quantile, Question),
    /// Its level is lowered, in units per second.
    Drain {
        /// Impact.
        impact: ImpactId,
        /// Units per second.
        per_second: f64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// The flag is true.
    Set(FlagId),
    /// The step is called for.
    Require(StepId),
    /// If done, it must be done again.
    Reopen(StepId),
    /// Gone.
    Absent {
        /// Person or team.
        person: PersonId,
        /// How many.
        count: usize,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// Here without a call.
    Arrive {
        /// Person or team.
        person: PersonId,
        /// How many.
        count: usize,
    },
    /// Units lost (negative) or gained.
    Units {
        /// Resource.
        resource: ResourceId,
        /// Change in the number of units.
        change: i64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// Work lasts longer.
    Slow {
        /// Whose.
        steps: StepsCode,
        /// Factor.
        factor: f64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// Answers take longer.
    SlowAnswers {
        /// Factor.
        factor: f64,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// May not start.
    Hold {
        /// Which.
        steps: StepsCode,
        /// For how long.
        duration: Option<Seconds>,
    },
    /// The next ends of work fail.
    Fail(StepId, u32),
}

impl EffectCode {
    /// Compiles one effect; `amount` is what an `Add` asks for its size, `size_of` the number of a team's members.
    pub(crate) fn compile(
        effect: &Effect,
        amount: Question,
        size_of: impl Fn(PersonId) -> usize,
    ) -> Self {
        match effect {
            Effect::Stop(impact) => Self::Stop(*impact),
            Effect::Scale(impact, factor) => Self::Scale(*impact, *factor),
            Effect::Add(impact, by) => Self::Add(*impact, Quantile::new(by), amount),
            Effect::Drain {
                impact,
                per_hour,
                duration,
            } => Self::Drain {
                impact: *impact,
                per_second: per_hour / 3_600.0,
                duration: *duration,
            },
            Effect::Set(flag) => Self::Set(*flag),
            Effect::Require(step) => Self::Require(*step),
            Effect::Reopen(step) => Self::Reopen(*step),
            Effect::Absent {
                person,
                count,
                duration,
            } => Self::Absent {
                person: *person,
                count: members_meant(*count, size_of(*person)),
                duration: *duration,
            },
            Effect::Arrive { person, count } => Self::Arrive {
                person: *person,
                count: members_meant(*count, size_of(*person)),
            },
            Effect::Lose {
                resource,
                count,
                duration,
            } => Self::Units {
                resource: *resource,
                change: -units(*count),
                duration: *duration,
            },
            Effect::Gain {
                resource,
                count,
                duration,
            } => Self::Units {
                resource: *resource,
                change: units(*count),
                duration: *duration,
            },
            Effect::Slow {
                steps,
                factor,
                duration,
            } => Self::Slow {
                steps: StepsCode::compile(steps),
                factor: *factor,
                duration: *duration,
            },
            Effect::SlowAnswers { factor, duration } => Self::SlowAnswers {
                factor: *factor,
                duration: *duration,
            },
            Effect::Hold { steps, duration } => Self::Hold {
                steps: StepsCode::compile(steps),
                duration: *duration,
            },
            Effect::Fail(step, times) => Self::Fail(*step, *times),
        }
    }
}

/// Units as the engine counts them: signed, because what is lost may exceed what is free.
pub(crate) fn units(count: u64) -> i64 {
    // A margin below the limit keeps sums of losses and gains from overflowing.
    i64::try_from(count)
        .unwrap_or(i64::MAX)
        .min(i64::MAX / 1_024)
}

fn members_meant(count: Option<u32>, size: usize) -> usize {
    count.map_or(size, |count| {
        usize::try_from(count).unwrap_or(size).min(size)
    })
}

/// A guard; see [`Guard`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GuardCode {
    /// The step is done and drew this label.
    Outcome(StepId, LabelId),
    /// The flag is true.
    Flag(FlagId),
    /// Not that.
    Not(Box<GuardCode>),
    /// All of these.
    All(Vec<GuardCode>),
    /// At least one of these.
    Any(Vec<GuardCode>),
}

impl GuardCode {
    pub(crate) fn compile(guard: &Guard) -> Self {
        match guard {
            Guard::Outcome(step, label) => Self::Outcome(*step, *label),
            Guard::Flag(flag) => Self::Flag(*flag),
            Guard::Not(inner) => Self::Not(Box::new(Self::compile(inner))),
            Guard::All(guards) => Self::All(guards.iter().map(Self::compile).collect()),
            Guard::Any(guards) => Self::Any(guards.iter().map(Self::compile).collect()),
            Guard::Never => Self::Any(Vec::new()),
        }
    }

    /// Whether it holds, by the label a step drew (`None` while it is not done) and by the flags.
    pub fn holds(
        &self,
        label_of: &impl Fn(StepId) -> Option<LabelId>,
        is_set: &impl Fn(FlagId) -> bool,
    ) -> bool {
        match self {
            Self::Outcome(step, label) => label_of(*step) == Some(*label),
            Self::Flag(flag) => is_set(*flag),
            Self::Not(inner) => !inner.holds(label_of, is_set),
            Self::All(guards) => guards.iter().all(|guard| guard.holds(label_of, is_set)),
            Self::Any(guards) => guards.iter().any(|guard| guard.holds(label_of, is_set)),
        }
    }
}
