//! The state of everything in play.

use crate::program::{EffectCode, MemberCode, PatternCode};
use crate::quantity::{LabelId, MemberId, Seconds, StepId};
use crate::simulate::history::{Origin, StretchKind};
use crate::simulate::level::Level;
use crate::simulate::log::{CallKind, Source};
use crate::simulate::outcome::{Firing, Mark, Order, Start, StepState};
use crate::simulate::roster::Standing;

/// How a step looks to its successors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// May still be done.
    Open,
    /// Done for joins.
    Done,
    /// Failed for good, or blocked.
    Lost,
    /// Skipped, or dormant.
    Out,
}

/// When, where in the order, and how far into its history a step settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Settled {
    pub(super) at: Seconds,
    pub(super) order: Order,
    pub(super) mark: Mark,
}

/// A step in play. Plain data: a replication begins with a copy of the first state of all steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepRun {
    pub(super) state: StepState,
    pub(super) fate: Fate,
    /// When it took its present fate; `None` while it has never settled or sleeps.
    pub(super) settled: Option<Settled>,
    /// It was itself required.
    pub(super) is_required: bool,
    /// Predecessors by fate.
    pub(super) predecessors_done: u32,
    pub(super) predecessors_lost: u32,
    pub(super) predecessors_out: u32,
    /// Attempts over all rounds: the number of the attempt's draws.
    pub(super) attempt: u32,
    /// The attempt within this round, as people count.
    pub(super) attempt_of_round: u32,
    pub(super) retries_left: u32,
    pub(super) has_attempt_started: bool,
    pub(super) attempts_made: u32,
    /// Completions by its own work: the number of its label's draw.
    pub(super) own_completions: u32,
    pub(super) label: Option<LabelId>,
    /// The step waits for its fallback, or is done through it.
    pub(super) fallback: Option<StepId>,
    pub(super) forced_failures: u32,
    pub(super) ready_first: Option<Seconds>,
    pub(super) ready_at: Seconds,
    pub(super) started: Option<Start>,
    pub(super) waiting_since: Seconds,
    pub(super) waited: Seconds,
    /// Marks timers and ends of work that no longer count.
    pub(super) version: u32,
    /// Interrupted work that is left, in seconds at normal pace.
    pub(super) remainder: Option<f64>,
    pub(super) work: Work,
    /// Its work ends in this second and can no longer be interrupted.
    pub(super) is_ending: bool,
    /// Who the first uncovered need awaits.
    pub(super) awaited: Option<MemberId>,
    /// Where the history of the attempt in hand begins.
    pub(super) attempt_mark: usize,
    pub(super) stretch_from: Seconds,
    pub(super) stretch_kind: Option<StretchKind>,
}

/// The stretch of work in hand; meaningful while working.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub(super) since: Seconds,
    /// Seconds at normal pace.
    pub(super) amount: f64,
    pub(super) factor: f64,
}

/// What called for a dormant step.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Calling {
    /// Its own requirement.
    pub(super) requirement: Option<Origin>,
    /// The requirement that woke it: its own, or that of a step before it.
    pub(super) woken: Option<Origin>,
}

/// A person or team in play.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PersonRun {
    /// Calls made so far.
    pub(super) calls: u32,
}

/// Where a member is, absence aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whereabouts {
    Away,
    Called {
        call: u32,
        at: Seconds,
        kind: CallKind,
    },
    Free,
    Working(StepId),
}

/// A human being in play.
#[derive(Clone, Copy, Debug)]
pub(super) struct MemberRun {
    pub(super) whereabouts: Whereabouts,
    /// The bits of the staffings in which the member may take a seat.
    pub(super) staffing_bits: u64,
    /// What looking for people asks; kept by whoever changes the rest.
    pub(super) standing: Standing,
    /// Whether calls can reach the member at all.
    pub(super) is_ever_called: bool,
    /// Absent until then; the end of time if it has no end.
    pub(super) absent_until: Option<Seconds>,
    pub(super) rests_until: Option<Seconds>,
    /// When the stay that began last is over, so that the end of an earlier one does not end it.
    pub(super) stays_until: Option<Seconds>,
    /// The stay is over; leaves at the end of the work in hand.
    pub(super) is_stay_over: bool,
    pub(super) work_since: Seconds,
    /// Time in work so far, the stretch in hand aside.
    pub(super) busy: Seconds,
    /// The pass of calls in which an earlier need claimed this member.
    pub(super) claimed_in: u32,
}

/// A resource in play.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResourceRun {
    /// Units there are: at onset, plus gains, less losses in force and units used up.
    pub(super) units: i64,
    pub(super) in_use: i64,
    /// Losses in force.
    pub(super) lost: i64,
    /// Unit-seconds in use, up to `in_use_since`.
    pub(super) busy: i64,
    pub(super) in_use_since: Seconds,
}

impl ResourceRun {
    pub(super) fn new(units: i64) -> Self {
        Self {
            units,
            in_use: 0,
            lost: 0,
            busy: 0,
            in_use_since: Seconds::ZERO,
        }
    }

    /// Adds up the use there was until now.
    pub(super) fn note_use(&mut self, now: Seconds) {
        let lasted = (now - self.in_use_since).0;
        self.busy = self.busy.saturating_add(self.in_use.saturating_mul(lasted));
        self.in_use_since = now;
    }

    /// Units that can be taken; negative while more were taken away than lay there.
    pub(super) fn free(&self) -> i64 {
        self.units - self.in_use
    }
}

/// A flag in play: true while anything that set it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct FlagRun {
    pub(super) set_by: Vec<Source>,
}

/// An impact in play.
#[derive(Clone, Debug)]
pub(super) struct ImpactRun {
    pub(super) level: Level,
    pub(super) stops: Vec<Source>,
    pub(super) scales: Vec<(Source, f64)>,
    pub(super) drains: Vec<Draining>,
    pub(super) is_in_hours: bool,
}

/// A drain in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draining {
    pub(super) source: Source,
    pub(super) serial: u32,
    pub(super) per_second: f64,
}

/// An inject in play.
#[derive(Clone, Debug, Default)]
pub(super) struct InjectRun {
    /// Its chance fell, or its time has passed: it will not fire (again).
    pub(super) is_settled: bool,
    pub(super) fired: Option<Firing>,
}

/// A slowing in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slowing<'p> {
    pub(super) serial: u32,
    pub(super) effect: &'p EffectCode,
    pub(super) factor: f64,
}

/// A slowing of answers in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct SlowAnswer {
    pub(super) serial: u32,
    pub(super) factor: f64,
}

/// A hold in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holding<'p> {
    pub(super) serial: u32,
    pub(super) effect: &'p EffectCode,
}

impl StepRun {
    pub(super) fn new() -> Self {
        Self {
            state: StepState::Pending,
            fate: Fate::Open,
            settled: None,
            is_required: false,
            predecessors_done: 0,
            predecessors_lost: 0,
            predecessors_out: 0,
            attempt: 0,
            attempt_of_round: 0,
            retries_left: 0,
            has_attempt_started: false,
            attempts_made: 0,
            own_completions: 0,
            label: None,
            fallback: None,
            forced_failures: 0,
            ready_first: None,
            ready_at: Seconds::ZERO,
            started: None,
            waiting_since: Seconds::ZERO,
            waited: Seconds::ZERO,
            version: 0,
            remainder: None,
            work: Work {
                since: Seconds::ZERO,
                amount: 0.0,
                factor: 1.0,
            },
            is_ending: false,
            awaited: None,
            attempt_mark: 0,
            stretch_from: Seconds::ZERO,
            stretch_kind: None,
        }
    }
}

impl MemberRun {
    pub(super) fn new(code: &MemberCode, staffing_bits: u64) -> Self {
        let mut run = Self {
            whereabouts: Whereabouts::Away,
            staffing_bits,
            standing: Standing::Other,
            is_ever_called: code.pattern != PatternCode::Never,
            absent_until: None,
            rests_until: None,
            stays_until: None,
            is_stay_over: false,
            work_since: Seconds::ZERO,
            busy: Seconds::ZERO,
            claimed_in: 0,
        };
        run.standing = run.find_standing();
        run
    }

    pub(super) fn is_absent(&self) -> bool {
        self.absent_until.is_some()
    }

    #[inline]
    pub(super) fn find_standing(&self) -> Standing {
        if self.is_absent() {
            return Standing::Other;
        }
        match self.whereabouts {
            Whereabouts::Free => Standing::Free,
            Whereabouts::Called { .. } => Standing::Called,
            Whereabouts::Away if self.is_ever_called && self.rests_until.is_none() => {
                Standing::Callable
            }
            Whereabouts::Away | Whereabouts::Working(_) => Standing::Other,
        }
    }

    /// Free or working, and not absent.
    pub(super) fn is_here(&self) -> bool {
        !self.is_absent()
            && match self.whereabouts {
                Whereabouts::Free | Whereabouts::Working(_) => true,
                Whereabouts::Away | Whereabouts::Called { .. } => false,
            }
    }
}
