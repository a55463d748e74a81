//! A scenario: what happens, when, how bad it gets, and what counts as a good response.

use crate::model::{Because, Effect, Guard, Name};
use crate::quantity::{
    Arena, BarrierId, CivilTime, Date, FlagId, ImpactId, InjectId, LabelId, ObjectiveId,
    Probability, RoleId, Seconds, ShiftId, StepId,
};

/// One drill's script.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenario {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// Form of the exercise.
    pub kind: ExerciseKind,
    /// When onset is.
    pub starts: Starts,
    /// How long the drill runs.
    pub horizon: Seconds,
    /// What has happened, for the participants.
    pub narrative: Option<String>,
    /// What the drill takes for granted.
    pub assumptions: Vec<String>,
    /// Every flag that scenario or plan names, in the order of names.
    pub flags: Arena<FlagId, FlagSource>,
    /// Outcomes that are not left to chance, in file order.
    pub given: Vec<(StepId, LabelId)>,
    /// Barriers that have failed, in the order of ids.
    pub failed_barriers: Vec<BarrierId>,
    /// Impacts, in file order.
    pub impacts: Arena<ImpactId, Impact>,
    /// Injects, in file order.
    pub injects: Arena<InjectId, Inject>,
    /// Objectives, in file order.
    pub objectives: Arena<ObjectiveId, Objective>,
    /// Where this comes from.
    pub because: Because,
}

impl Scenario {
    /// Levels of the impact above which time is measured: one for each `TimeAbove` objective about it, in file order.
    pub fn watched(&self, impact: ImpactId) -> impl Iterator<Item = (ObjectiveId, f64)> {
        let objectives = self.objectives.entries();
        objectives.filter_map(move |(id, objective)| match objective.measure {
            Measure::TimeAbove {
                impact: of, level, ..
            } => (of == impact).then_some((id, level)),
            Measure::Done { .. }
            | Measure::Within { .. }
            | Measure::Elapsed { .. }
            | Measure::Final { .. }
            | Measure::Peak { .. }
            | Measure::Cleared { .. }
            | Measure::Order { .. }
            | Measure::Completion { .. }
            | Measure::StoodDown { .. }
            | Measure::Cost { .. }
            | Measure::Judged(_) => None,
        })
    }
}

/// Form of an exercise (HSEEP).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExerciseKind {
    /// Talked through.
    Tabletop,
    /// Played in the real roles, without moving anything.
    Functional,
    /// Done for real.
    FullScale,
}

/// When onset is, in the organization's zone.
#[derive(Clone, PartialEq, Debug)]
pub enum Starts {
    /// At that time.
    At(CivilTime),
    /// At one of these, equally likely; at least one.
    OneOf(Vec<CivilTime>),
    /// At one of the whole hours of these days, the last included.
    Anytime {
        /// First day.
        from: Date,
        /// Last day, not before `from`.
        to: Date,
    },
}

/// A flag and how it may be true at onset.
#[derive(Clone, PartialEq, Debug)]
pub struct FlagSource {
    /// Name.
    pub name: Name,
    /// The chance that it is true at onset; `None`: only effects set it.
    pub chance: Option<Probability>,
}

/// A harm with a level that grows until the response stops it.
#[derive(Clone, PartialEq, Debug)]
pub struct Impact {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// What the level counts.
    pub unit: Option<String>,
    /// Level at onset.
    pub starts: f64,
    /// How it grows.
    pub grows: Growth,
    /// It grows only during this shift.
    pub during: Option<ShiftId>,
    /// Highest level.
    pub cap: Option<f64>,
    /// Cost of each unit of the final level.
    pub cost_per_unit: f64,
    /// Cost of each unit for each hour.
    pub cost_per_unit_hour: f64,
    /// Where this comes from.
    pub because: Because,
}

/// How a level grows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Growth {
    /// Not by itself.
    Steady,
    /// By so many units an hour.
    PerHour(f64),
    /// Twofold in that time.
    Doubles(Seconds),
}

/// A message or event that the scenario brings in.
#[derive(Clone, PartialEq, Debug)]
pub struct Inject {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// When it fires.
    pub at: Trigger,
    /// The probability that it fires at all.
    pub chance: Probability,
    /// It fires only if this holds at its time.
    pub when: Option<Guard>,
    /// Who it comes from, as the participants are told.
    pub from: Option<String>,
    /// The roles that get it.
    pub to: Vec<RoleId>,
    /// How it arrives.
    pub by: Option<Channel>,
    /// What it says.
    pub message: Option<String>,
    /// Questions for the facilitator to ask.
    pub questions: Vec<String>,
    /// What observers listen for.
    pub listen_for: Vec<String>,
    /// The steps that it should set in motion; those the plan lacks are left out.
    pub expects: Vec<StepId>,
    /// Changes the world, but is read to nobody.
    pub hidden: bool,
    /// What it does, in file order.
    pub effects: Vec<Effect>,
    /// Where this comes from.
    pub because: Because,
}

impl Inject {
    /// One that no file has: it certainly applies these at onset, and is read to nobody. A blank in its id keeps it apart from
    /// every one that a file can give.
    pub fn at_onset(id: Name, effects: Vec<Effect>) -> Self {
        assert!(id.contains(' '), "a file can give no id with a blank");
        Self {
            id,
            title: String::new(),
            at: Trigger::At(Seconds::ZERO),
            chance: Probability::ONE,
            when: None,
            from: None,
            to: Vec::new(),
            by: None,
            message: None,
            questions: Vec::new(),
            listen_for: Vec::new(),
            expects: Vec::new(),
            hidden: true,
            effects,
            because: None,
        }
    }
}

/// How an inject reaches its audience.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Channel {
    /// By telephone.
    Phone,
    /// By e-mail.
    Email,
    /// By a short message.
    Message,
    /// Face to face.
    InPerson,
    /// By letter.
    Letter,
    /// In the news.
    Media,
    /// By a system's alarm.
    System,
}

/// When an inject fires.
#[derive(Clone, PartialEq, Debug)]
pub enum Trigger {
    /// So long after onset.
    At(Seconds),
    /// Uniformly between two moments.
    Between(Seconds, Seconds),
    /// So long after the step first starts.
    Started(StepId, Seconds),
    /// So long after the step is first done.
    Finished(StepId, Seconds),
    /// When the impact first exceeds the level.
    Above(ImpactId, f64),
    /// At that moment, if the step is not done by then.
    Overdue(StepId, Seconds),
    /// Never: it names a step that this plan lacks.
    Never,
}

impl Trigger {
    /// The step that it waits for.
    pub fn step(&self) -> Option<StepId> {
        match self {
            Self::Started(step, _) | Self::Finished(step, _) | Self::Overdue(step, _) => {
                Some(*step)
            }
            Self::At(_) | Self::Between(..) | Self::Above(..) | Self::Never => None,
        }
    }
}

/// What the response is judged by.
#[derive(Clone, PartialEq, Debug)]
pub struct Objective {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// The capability it shows.
    pub capability: Option<String>,
    /// Its weight in the score.
    pub weight: f64,
    /// Whether a drill passes only with it.
    pub critical: bool,
    /// Cost when it is beyond its limit or never reached.
    pub penalty: f64,
    /// What a rightly skipped step means.
    pub skipped: SkippedRule,
    /// What is measured.
    pub measure: Measure,
    /// Where this comes from.
    pub because: Because,
}

/// What it means for an objective when its step is skipped or never required.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SkippedRule {
    /// The objective does not apply.
    Leaves,
    /// The objective is missed.
    Misses,
}

/// What an objective measures; a `limit` equal to the target is a hard deadline.
///
/// A step is `None` where the plan lacks it: then the objective is never met.
#[derive(Clone, PartialEq, Debug)]
pub enum Measure {
    /// Moment at which the step is done.
    Done {
        /// Step.
        step: Option<StepId>,
        /// Full attainment up to here.
        target: Seconds,
        /// None from here.
        limit: Seconds,
    },
    /// Time from the inject until the step is done.
    Within {
        /// Inject.
        inject: InjectId,
        /// Step.
        step: Option<StepId>,
        /// Full attainment up to here.
        target: Seconds,
        /// None from here.
        limit: Seconds,
    },
    /// Time from the completion of one step to that of another.
    Elapsed {
        /// First completion of this.
        from: Option<StepId>,
        /// Last completion of this.
        to: Option<StepId>,
        /// Full attainment up to here.
        target: Seconds,
        /// None from here.
        limit: Seconds,
    },
    /// Level at the horizon.
    Final {
        /// Impact.
        impact: ImpactId,
        /// Full attainment up to here.
        target: f64,
        /// None from here.
        limit: f64,
    },
    /// Highest level.
    Peak {
        /// Impact.
        impact: ImpactId,
        /// Full attainment up to here.
        target: f64,
        /// None from here.
        limit: f64,
    },
    /// Time spent above a level.
    TimeAbove {
        /// Impact.
        impact: ImpactId,
        /// The level.
        level: f64,
        /// Full attainment up to here.
        target: Seconds,
        /// None from here.
        limit: Seconds,
    },
    /// Moment from which the level stays at zero.
    Cleared {
        /// Impact.
        impact: ImpactId,
        /// Full attainment up to here.
        target: Seconds,
        /// None from here.
        limit: Seconds,
    },
    /// Met if one step is done before another starts.
    Order {
        /// Must be done.
        first: Option<StepId>,
        /// When this first starts.
        then: Option<StepId>,
    },
    /// Share of the required steps that are done; larger is better.
    Completion {
        /// Full attainment from here.
        target: f64,
        /// None at or below.
        limit: f64,
    },
    /// Moment at which the last required step is settled.
    StoodDown {
        /// Full attainment up to here.
        target: Seconds,
        /// None from here.
        limit: Seconds,
    },
    /// Total cost.
    Cost {
        /// Full attainment up to here.
        target: f64,
        /// None from here.
        limit: f64,
    },
    /// For observers, outside the score.
    Judged(Vec<String>),
}

impl Measure {
    /// The steps that it is measured on.
    pub fn steps(&self) -> impl Iterator<Item = StepId> {
        let steps = match *self {
            Self::Done { step, .. } | Self::Within { step, .. } => [step, None],
            Self::Elapsed { from, to, .. } => [from, to],
            Self::Order { first, then } => [first, then],
            Self::Final { .. }
            | Self::Peak { .. }
            | Self::TimeAbove { .. }
            | Self::Cleared { .. }
            | Self::Completion { .. }
            | Self::StoodDown { .. }
            | Self::Cost { .. }
            | Self::Judged(_) => [None, None],
        };
        steps.into_iter().flatten()
    }
}
