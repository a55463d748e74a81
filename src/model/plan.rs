//! A plan: barriers that prevent, and the graph of steps that respond and recover.

use crate::model::{Because, Effect, Guard, Name};
use crate::quantity::{
    Arena, BarrierId, Date, Distribution, FlagId, LabelId, Probability, ResourceId, RoleId,
    Seconds, StepId,
};

/// One revision of the steps that answer a risk.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// Id, the same in every revision.
    pub id: Name,
    /// Revision, such as `r1`.
    pub revision: String,
    /// Title.
    pub title: String,
    /// Ids of the risks it answers.
    pub risks: Vec<Name>,
    /// The role that owns it.
    pub owner: Option<RoleId>,
    /// Day of approval.
    pub approved: Option<Date>,
    /// The role that approved it.
    pub approved_by: Option<RoleId>,
    /// What changed against the revision before.
    pub changes: Vec<String>,
    /// Who is served first.
    pub dispatch: Dispatch,
    /// Prevention, by id.
    pub barriers: Arena<BarrierId, Barrier>,
    /// Response and recovery, in the order of the ids under which they were first known: a renamed step keeps its place among
    /// equals.
    pub steps: Arena<StepId, Step>,
    /// Where this comes from.
    pub because: Because,
}

impl Plan {
    /// "data-leak r1"; its id alone where its revision has no name.
    pub fn name(&self) -> String {
        match self.revision.as_str() {
            "" => self.id.to_string(),
            revision => format!("{} {revision}", self.id),
        }
    }
}

/// The rule by which waiting steps are served.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dispatch {
    /// Priority descending, then ready time, then id.
    Priority,
    /// Ready time, then id.
    Fifo,
    /// Longest remaining path first (own work included), then id.
    LongestTail,
}

/// A preventive step.
#[derive(Clone, PartialEq, Debug)]
pub struct Barrier {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// The role that keeps it up.
    pub owner: Option<RoleId>,
    /// How often it is to be done.
    pub every: Option<Seconds>,
    /// When it was done last.
    pub done: Option<Date>,
    /// The probability that it holds.
    pub holds: Probability,
    /// What it does if it holds.
    pub effect: BarrierEffect,
    /// Where this comes from.
    pub because: Because,
}

/// What a barrier that holds does.
#[derive(Clone, PartialEq, Debug)]
pub enum BarrierEffect {
    /// Prevents the incident; drills assume that it failed.
    Averts,
    /// Applies these from onset.
    Weakens(Vec<Effect>),
}

impl BarrierEffect {
    /// What it applies from onset.
    pub fn effects(&self) -> &[Effect] {
        match self {
            Self::Averts => &[],
            Self::Weakens(effects) => effects,
        }
    }
}

/// Which part of the plan a step belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Section {
    /// Stops the harm.
    Response,
    /// Restores what was.
    Recovery,
}

/// A step: who does what, after what, with what, for how long, and what happens when it fails.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// Response or recovery.
    pub section: Section,
    /// The role whose person does it; `None`: automatic.
    pub owner: Option<RoleId>,
    /// Further people by role, in file order.
    pub crew: Vec<Crew>,
    /// Units of resources, in file order.
    pub uses: Vec<Use>,
    /// Predecessors, in the order of ids.
    pub after: Vec<StepId>,
    /// How predecessors release it.
    pub join: Join,
    /// Minimum wait between release and being ready.
    pub delay: Seconds,
    /// Guard; `None`: always.
    pub when: Option<Guard>,
    /// Dormant until required.
    pub on_demand: bool,
    /// Work at normal pace, in seconds.
    pub takes: Distribution,
    /// Whether shifts bind the work.
    pub works: Works,
    /// Labels of which one is drawn when it is done; chances sum to 1.
    pub outcomes: Arena<LabelId, LabelChance>,
    /// The probability that an attempt succeeds.
    pub succeeds: Success,
    /// What follows a failed attempt.
    pub on_failure: FailureRule,
    /// Not started so long after being ready: the attempt has failed.
    pub waits_at_most: Option<Seconds>,
    /// Deputies may not do it.
    pub reserved: bool,
    /// Not by whoever did these steps, in the order of ids.
    pub not_by: Vec<StepId>,
    /// Applied when it is done, in file order.
    pub effects: Vec<Effect>,
    /// Larger is served first.
    pub priority: i64,
    /// Paid at the first start of every attempt.
    pub cost: f64,
    /// Predecessors that the author would give up, in the order of ids.
    pub negotiable: Vec<StepId>,
    /// The id under which it was first known, where it was renamed.
    pub was: Option<Name>,
    /// How it is done.
    pub how: Option<String>,
    /// Where it is described.
    pub link: Option<String>,
    /// Where this comes from.
    pub because: Because,
}

impl Step {
    /// The name that keys its luck and by which revisions recognize it: `was`, else the id.
    pub fn first_name(&self) -> &str {
        self.was.as_deref().unwrap_or(&self.id)
    }

    /// The roles that it needs: the owner's, then the crew's in file order.
    pub fn roles(&self) -> impl Iterator<Item = RoleId> {
        let crew = self.crew.iter().map(|crew| crew.role);
        self.owner.into_iter().chain(crew)
    }

    /// Whether it needs somebody of the role.
    pub fn needs(&self, role: RoleId) -> bool {
        self.roles().any(|needed| needed == role)
    }
}

/// People of a role beside the owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crew {
    /// Role.
    pub role: RoleId,
    /// How many; at least 1.
    pub count: u32,
}

/// Units of a resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    /// Resource.
    pub resource: ResourceId,
    /// Units; at least 1.
    pub count: u64,
}

/// How many predecessors must be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    /// All that are not skipped.
    All,
    /// One.
    Any,
    /// So many; at least 1.
    AtLeast(u32),
}

/// Whether shifts bind a step's work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Works {
    /// Whoever started goes on.
    Through,
    /// Only while its people are on shift.
    OnShift,
}

/// A label with its chance.
#[derive(Clone, PartialEq, Debug)]
pub struct LabelChance {
    /// Label.
    pub label: Name,
    /// Chance.
    pub chance: Probability,
}

/// The probability that an attempt succeeds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Success {
    /// The same whatever happens.
    Always(Probability),
    /// By a flag, judged when the attempt's work ends.
    Given {
        /// The flag.
        flag: FlagId,
        /// If it is true.
        then: Probability,
        /// If not.
        otherwise: Probability,
    },
}

/// What follows a failed attempt.
#[derive(Clone, PartialEq, Debug)]
pub enum FailureRule {
    /// Tried again.
    Retry {
        /// How many more times.
        times: u32,
        /// How long after the failure.
        pause: Seconds,
        /// What follows the last failure; never `Retry`.
        then: Box<FailureRule>,
    },
    /// Another step is required in its place.
    Fallback(StepId),
    /// Failed, but the plan goes on.
    Continue,
    /// Failed for good; what comes after is blocked.
    Halt,
}
