//! The model compiled for playing: dense arrays in canonical order, distributions as quantile functions, names as streams.
//!
//! Indices are the model's: step 3 here is step 3 there. Nothing in a program depends on the order in which a file lists
//! things, unless that order means something.

mod calendar;
mod compile;
mod effect;
mod longest_tail;

use std::ops::Range;

use crate::quantity::{
    Arena, BarrierId, FlagId, ImpactId, InjectId, Instant, LabelId, MemberId, PersonId, ResourceId,
    RoleId, Seconds, StepId,
};
use crate::random::{Quantile, Question};

pub use calendar::{Calendar, CalendarId, ShiftChange};
pub use compile::{ProgramError, compile, compile_with};
pub use effect::{EffectCode, GuardCode, StepsCode};

/// A drill, ready to be played any number of times.
#[derive(Clone, Debug)]
pub struct Program {
    /// How long the drill runs; the horizon itself still counts.
    pub horizon: Seconds,
    /// When onset may be.
    pub onsets: Onsets,
    /// Steps.
    pub steps: Arena<StepId, StepCode>,
    /// People and teams.
    pub people: Arena<PersonId, PersonCode>,
    /// Single human beings.
    pub members: Arena<MemberId, MemberCode>,
    /// Hours of work; one for every different pattern.
    pub calendars: Arena<CalendarId, Calendar>,
    /// All their begins and ends, ascending.
    pub shift_changes: Vec<ShiftChange>,
    /// Roles.
    pub roles: Arena<RoleId, RoleCode>,
    /// Resources.
    pub resources: Arena<ResourceId, ResourceCode>,
    /// Flags.
    pub flags: Arena<FlagId, FlagCode>,
    /// Barriers.
    pub barriers: Arena<BarrierId, BarrierCode>,
    /// Impacts.
    pub impacts: Arena<ImpactId, ImpactCode>,
    /// Injects.
    pub injects: Arena<InjectId, InjectCode>,
    /// The different staffings (see [`StepCode::staffing`]).
    pub staffings: Vec<Staffing>,
    /// For every member the roles it may take a seat of, ascending.
    pub roles_of: Arena<MemberId, Vec<RoleId>>,
    /// For every member the bits of the staffings in which it may take a seat.
    pub bits_of: Arena<MemberId, u64>,
    /// Steps whose work is bound to shifts, ascending.
    pub on_shift: Vec<StepId>,
    /// Whether a start can let another step start: deputies may help where a holder has work, or is set aside by it.
    pub starts_may_help: bool,
}

/// What steps of one staffing need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Staffing {
    /// The roles, each once, and how many of each.
    pub roles: Vec<(RoleId, u32)>,
    /// Its bit of 64; where there are more staffings, some share one.
    pub bit: u64,
    /// Whether nobody may take a seat of two of the roles: then one role's seats never depend on another's.
    pub is_disjoint: bool,
}

impl Program {
    /// What so much time in work costs: the same bits in whatever order people worked.
    pub fn labour_cost(&self, busy: &Arena<MemberId, Seconds>) -> f64 {
        (self.members.iter().zip(busy.iter()))
            .map(|(member, busy)| busy.as_f64() * member.cost_per_second)
            .fold(0.0, |sum, cost| sum + cost)
    }
}

/// The possible onsets, equally likely.
#[derive(Clone, Debug)]
pub struct Onsets {
    /// Ascending in the order the scenario gives; at least one.
    pub instants: Vec<Instant>,
    /// Which of them it is.
    pub question: Question,
}

/// A compiled step.
#[derive(Clone, Debug)]
pub struct StepCode {
    /// Predecessors, ascending.
    pub predecessors: Vec<StepId>,
    /// Successors, ascending.
    pub successors: Vec<StepId>,
    /// Steps whose failure rule falls back to this one, ascending.
    pub fallback_for: Vec<StepId>,
    /// How predecessors release it.
    pub join: JoinCode,
    /// Wait between release and being ready.
    pub delay: Seconds,
    /// Judged at release; `None`: always true.
    pub guard: Option<GuardCode>,
    /// Dormant until required.
    pub on_demand: bool,
    /// Seconds of work at normal pace.
    pub takes: Quantile,
    /// Asked once an attempt.
    pub work: Question,
    /// The chance that an attempt succeeds.
    pub success: SuccessCode,
    /// Asked once an attempt.
    pub succeeds: Question,
    /// Cumulated chances of its labels, in file order.
    pub labels: Vec<f64>,
    /// Asked once a completion.
    pub outcome: Question,
    /// The label every completion draws, where the scenario gives one.
    pub given: Option<LabelId>,
    /// How often a failed attempt is repeated.
    pub retries: u32,
    /// How long after a failure.
    pub pause: Seconds,
    /// What follows the last failure.
    pub last_failure: LastFailure,
    /// Not started so long after being ready: the attempt has failed.
    pub waits_at_most: Option<Seconds>,
    /// The role of each need: the owner first, then crew, one entry a person. Empty: automatic.
    pub needs: Vec<RoleId>,
    /// Steps of one staffing find the same people at the same moment: equal needs and bounds, and nobody set aside.
    pub staffing: usize,
    /// Units it needs, in file order.
    pub uses: Vec<(ResourceId, i64)>,
    /// Whether it is worked on only while its people are on shift.
    pub on_shift: bool,
    /// Whether deputies may not do it.
    pub reserved: bool,
    /// Steps whose workers are set aside, ascending.
    pub not_by: Vec<StepId>,
    /// Applied when it is done.
    pub effects: Vec<EffectCode>,
    /// Whether steps exist that set aside those who worked on this one.
    pub is_remembered: bool,
    /// Smaller is served first; equally urgent steps have one rank.
    pub rank: u32,
    /// Whether, among equally urgent steps, the one that was ready earlier is served first.
    pub is_served_by_ready_time: bool,
    /// Paid at the first start of every attempt.
    pub cost: f64,
    /// Injects that fire so long after its first start.
    pub on_start: Vec<(InjectId, Seconds)>,
    /// Injects that fire so long after its first completion.
    pub on_completion: Vec<(InjectId, Seconds)>,
}

/// How predecessors release a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JoinCode {
    /// All that are not skipped.
    All,
    /// So many.
    AtLeast(u32),
}

/// The chance that an attempt succeeds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum SuccessCode {
    /// Whatever happens.
    Always(f64),
    /// By a flag.
    Given {
        /// The flag.
        flag: FlagId,
        /// If it is true.
        then: f64,
        /// If not.
        otherwise: f64,
    },
}

/// What follows the last failed attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LastFailure {
    /// That step is required in its place.
    Fallback(StepId),
    /// Failed, done for joins.
    Continue,
    /// Failed for good.
    Halt,
}

/// A person or team, compiled.
#[derive(Clone, Debug)]
pub struct PersonCode {
    /// Its members: places in [`Program::members`].
    pub members: Range<usize>,
    /// When they are on shift.
    pub pattern: PatternCode,
    /// Seconds until an answer on shift.
    pub acknowledges: Quantile,
    /// Asked once a call.
    pub acknowledge: Question,
    /// Seconds until an answer off shift; `None`: out of reach.
    pub on_call: Option<Quantile>,
    /// Asked once a call.
    pub answer_off_shift: Question,
    /// Leaves after so long.
    pub stays: Option<Seconds>,
    /// Cannot be called for so long after leaving.
    pub rests: Seconds,
    /// The different `escalate_after` of the roles it may be called for, ascending.
    pub escalations: Vec<Seconds>,
}

/// When somebody is on shift.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PatternCode {
    /// In these hours.
    Calendar(CalendarId),
    /// At every hour.
    Always,
    /// Cannot be called; on shift while here.
    Never,
}

/// One human being.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MemberCode {
    /// The person, or the team it belongs to.
    pub person: PersonId,
    /// Its number within the team, from 1.
    pub number: u32,
    /// When the person is on shift.
    pub pattern: PatternCode,
    /// Whether the person answers off shift.
    pub is_on_call: bool,
    /// Cost of one second of work.
    pub cost_per_second: f64,
}

/// A role, compiled.
#[derive(Clone, Debug)]
pub struct RoleCode {
    /// Members of its holders, in order.
    pub holders: Vec<MemberId>,
    /// Members of its deputies, in order.
    pub deputies: Vec<MemberId>,
    /// Deputies stand in also when every holder is busy.
    pub deputies_help: bool,
    /// How many times as long a deputy takes as owner.
    pub deputy_pace: f64,
    /// Unanswered for so long, the next one is called too.
    pub escalate_after: Seconds,
}

/// A resource, compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ResourceCode {
    /// Units at onset.
    pub count: i64,
    /// Used up rather than given back.
    pub is_consumed: bool,
}

/// A flag, compiled.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FlagCode {
    /// The chance that it is true at onset.
    pub chance: f64,
    /// Asked once.
    pub question: Question,
}

/// A barrier, compiled.
#[derive(Clone, Debug)]
pub struct BarrierCode {
    /// The probability that it holds in this scenario: 0 if the scenario says it failed, and for one that averts.
    pub holds: f64,
    /// Asked once.
    pub question: Question,
    /// Applied from onset if it holds.
    pub effects: Vec<EffectCode>,
    /// Whether it would have prevented the incident: assumed to have failed, and not worth a word in every drill.
    pub averts: bool,
}

/// An impact, compiled.
#[derive(Clone, Debug)]
pub struct ImpactCode {
    /// Level at onset.
    pub starts: f64,
    /// How it grows.
    pub growth: GrowthCode,
    /// It grows only in these hours.
    pub during: Option<CalendarId>,
    /// Highest level; infinite if there is none.
    pub cap: f64,
    /// Levels above which time is measured: one for each `TimeAbove` objective about it, in file order.
    pub watched: Vec<f64>,
    /// Injects that fire above a level, in file order.
    pub thresholds: Vec<(InjectId, f64)>,
}

/// How a level grows by itself.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum GrowthCode {
    /// Not.
    Steady,
    /// By so many units a second.
    PerSecond(f64),
    /// In proportion to itself: so much a second.
    Rate(f64),
}

/// An inject, compiled.
#[derive(Clone, Debug)]
pub struct InjectCode {
    /// When it fires.
    pub trigger: TriggerCode,
    /// The probability that it fires at all.
    pub chance: f64,
    /// Asked once.
    pub fires: Question,
    /// Asked once, of those that fire between two moments.
    pub time: Question,
    /// It fires only if this holds at its time.
    pub guard: Option<GuardCode>,
    /// What it does.
    pub effects: Vec<EffectCode>,
}

/// When an inject fires. Those that follow a step stand with the step, those above a level with the impact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TriggerCode {
    /// At that moment.
    At(Seconds),
    /// Uniformly between two.
    Between(Seconds, Seconds),
    /// After a step's first start.
    Started(StepId),
    /// After a step's first completion.
    Finished(StepId),
    /// When an impact exceeds a level.
    Above(ImpactId),
    /// At that moment, if the step is not done.
    Overdue(StepId, Seconds),
    /// Never.
    Never,
}
