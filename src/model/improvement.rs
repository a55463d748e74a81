//! What might be changed about a plan or an organization so that drills go better.

use crate::model::{Name, Shift};
use crate::quantity::{Distribution, Probability, Seconds};

/// One thing to change, with what is assumed to become of it.
#[derive(Clone, PartialEq, Debug)]
pub enum Improvement {
    /// Somebody is trained to stand in.
    Deputy {
        /// For which role.
        role: Name,
        /// Who.
        person: Name,
        /// How many times as long deputies of the role take.
        pace: f64,
    },
    /// Somebody who cannot be had off shift is put on call.
    OnCall {
        /// Who.
        person: Name,
        /// How soon they answer off shift.
        answers: Distribution,
    },
    /// The next one of a role is called sooner.
    Escalation {
        /// Which role.
        role: Name,
        /// After how long now.
        before: Seconds,
        /// After how long then.
        after: Seconds,
    },
    /// There is more of a resource.
    Units {
        /// Which resource.
        resource: Name,
        /// How many units now.
        before: u64,
        /// How many then.
        after: u64,
    },
    /// Somebody works in another shift.
    Shift {
        /// Who.
        person: Name,
        /// In which shifts now.
        before: Vec<Shift>,
        /// In which then.
        after: Shift,
    },
    /// A step fails more rarely.
    Success {
        /// Which step.
        step: Name,
        /// How likely an attempt succeeds now.
        before: Chances,
        /// How likely then.
        after: Chances,
    },
    /// A step is done sooner.
    Duration {
        /// Which step.
        step: Name,
        /// How long it takes now.
        before: Distribution,
        /// How long then.
        after: Distribution,
    },
    /// An alarm is raised sooner: a step that begins a plan without anybody.
    Alarm {
        /// Which step.
        step: Name,
        /// How long it takes now.
        before: Distribution,
        /// How long then.
        after: Distribution,
    },
    /// A step does not wait for a predecessor that its author would give up.
    Predecessor {
        /// Which step.
        step: Name,
        /// Its predecessor.
        predecessor: Name,
    },
}

/// How likely an attempt succeeds.
#[derive(Clone, PartialEq, Debug)]
pub enum Chances {
    /// Whatever happens.
    Always(Probability),
    /// By a flag.
    Given {
        /// The flag.
        flag: Name,
        /// If it is true.
        then: Probability,
        /// If not.
        otherwise: Probability,
    },
}

/// The file that an improvement changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Improved {
    /// The plan's.
    Plan,
    /// The organization's.
    Organization,
}

impl Improvement {
    /// The file that it changes.
    pub fn improved(&self) -> Improved {
        match self {
            Self::Deputy { .. }
            | Self::OnCall { .. }
            | Self::Escalation { .. }
            | Self::Units { .. }
            | Self::Shift { .. } => Improved::Organization,
            Self::Success { .. }
            | Self::Duration { .. }
            | Self::Alarm { .. }
            | Self::Predecessor { .. } => Improved::Plan,
        }
    }

    /// Whether both can be done: nobody can be moved to two shifts.
    pub fn goes_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Shift { person: one, .. }, Self::Shift { person: two, .. }) => one != two,
            (
                Self::Deputy { .. }
                | Self::OnCall { .. }
                | Self::Escalation { .. }
                | Self::Units { .. }
                | Self::Shift { .. }
                | Self::Success { .. }
                | Self::Duration { .. }
                | Self::Alarm { .. }
                | Self::Predecessor { .. },
                _,
            ) => self != other,
        }
    }
}
