//! The state of one replication, and how it begins.

use std::collections::BTreeSet;

use crate::program::{EffectCode, GuardCode, Program};
use crate::quantity::{
    Arena, FlagId, ImpactId, InjectId, Instant, LabelId, MemberId, PersonId, ResourceId, Seconds,
    StepId,
};
use crate::random::Stream;
use crate::simulate::Detail;
use crate::simulate::course::Course;
use crate::simulate::history::{Cause, History, Item, Origin, Stretch, StretchKind};
use crate::simulate::level::Level;
use crate::simulate::log::{CallKind, Entry, Happening, Source};
use crate::simulate::outcome::{Completion, Firing, Mark, Order, Start, StepState};
use crate::simulate::queue::Queue;

/// One replication in play.
pub(super) struct World<'p> {
    pub(super) program: &'p Program,
    pub(super) uniform: &'p dyn Fn(Stream) -> f64,
    pub(super) detail: Detail,
    pub(super) onset: Instant,
    pub(super) now: Seconds,
    pub(super) last_order: Order,
    pub(super) queue: Queue,
    pub(super) steps: Arena<StepId, StepRun>,
    pub(super) people: Arena<PersonId, PersonRun>,
    pub(super) members: Arena<MemberId, MemberRun>,
    pub(super) resources: Arena<ResourceId, ResourceRun>,
    pub(super) flags: Arena<FlagId, FlagRun>,
    pub(super) impacts: Arena<ImpactId, ImpactRun>,
    pub(super) injects: Arena<InjectId, InjectRun>,
    /// Pending steps whose predecessors have changed.
    pub(super) to_release: BTreeSet<StepId>,
    /// Waiting steps in the order in which they are served.
    pub(super) waiting: BTreeSet<ServiceKey>,
    pub(super) slowings: Vec<Slowing<'p>>,
    pub(super) slow_answers: Vec<SlowAnswer>,
    pub(super) holds: Vec<Holding<'p>>,
    pub(super) next_serial: u32,
    /// The number of the current pass of calls.
    pub(super) call_pass: u32,
    pub(super) labour_cost: f64,
    pub(super) step_cost: f64,
    pub(super) log: Vec<Entry>,
}

/// Larger urgency first, then (where the plan says so) the earlier ready time, then the id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ServiceKey {
    negative_urgency: i64,
    ready: Seconds,
    pub(super) step: StepId,
}

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

/// A step in play.
#[derive(Clone, Debug)]
pub(super) struct StepRun {
    pub(super) state: StepState,
    pub(super) fate: Fate,
    /// When it took its present fate; `None` while it has never settled or sleeps.
    pub(super) settled: Option<Settled>,
    /// What its requirement was, if it was itself required.
    pub(super) requirement: Option<Origin>,
    /// The requirement that woke it: its own, or that of a step before it.
    pub(super) woken: Option<Origin>,
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
    pub(super) completions: Vec<Completion>,
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
    pub(super) seats: Vec<MemberId>,
    /// Everybody who did any stretch of it.
    pub(super) workers: Vec<MemberId>,
    /// Who the first uncovered need awaits.
    pub(super) awaited: Option<MemberId>,
    pub(super) history: History,
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

/// A person or team in play.
#[derive(Clone, Debug, Default)]
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
#[derive(Clone, Debug)]
pub(super) struct MemberRun {
    pub(super) whereabouts: Whereabouts,
    /// Absent until then; the end of time if it has no end.
    pub(super) absent_until: Option<Seconds>,
    pub(super) rests_until: Option<Seconds>,
    /// Counts arrivals, so that the end of an earlier stay does not end a later one.
    pub(super) arrivals: u32,
    /// The stay is over; leaves at the end of the work in hand.
    pub(super) is_stay_over: bool,
    pub(super) work_since: Seconds,
    /// The pass of calls in which an earlier need claimed this member.
    pub(super) claimed_in: u32,
}

/// A resource in play.
#[derive(Clone, Debug)]
pub(super) struct ResourceRun {
    /// Units there are: at onset, plus gains, less losses in force and units used up.
    pub(super) units: i64,
    pub(super) in_use: i64,
    /// Losses in force.
    pub(super) lost: i64,
}

impl ResourceRun {
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
    /// Empty unless logged.
    pub(super) courses: Vec<Course>,
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

impl<'p> World<'p> {
    pub(super) fn new(
        program: &'p Program,
        uniform: &'p dyn Fn(Stream) -> f64,
        detail: Detail,
    ) -> Self {
        let onsets = &program.onsets;
        let chosen = if onsets.instants.len() == 1 {
            0
        } else {
            choose(uniform(onsets.question.nth(1)), onsets.instants.len())
        };
        let onset = onsets.instants[chosen];
        Self {
            program,
            uniform,
            detail,
            onset,
            now: Seconds::ZERO,
            last_order: Order(0),
            queue: Queue::default(),
            steps: program.steps.iter().map(|_| StepRun::new()).collect(),
            people: program
                .people
                .iter()
                .map(|_| PersonRun::default())
                .collect(),
            members: program.members.iter().map(|_| MemberRun::new()).collect(),
            resources: program
                .resources
                .iter()
                .map(|resource| ResourceRun {
                    units: resource.count,
                    in_use: 0,
                    lost: 0,
                })
                .collect(),
            flags: program.flags.iter().map(|_| FlagRun::default()).collect(),
            impacts: program
                .impacts
                .iter()
                .map(|impact| ImpactRun {
                    level: Level::new(impact),
                    stops: Vec::new(),
                    scales: Vec::new(),
                    drains: Vec::new(),
                    is_in_hours: impact
                        .during
                        .is_none_or(|calendar| program.calendars[calendar].is_on(onset)),
                    courses: Vec::new(),
                })
                .collect(),
            injects: program
                .injects
                .iter()
                .map(|_| InjectRun::default())
                .collect(),
            to_release: BTreeSet::new(),
            waiting: BTreeSet::new(),
            slowings: Vec::new(),
            slow_answers: Vec::new(),
            holds: Vec::new(),
            next_serial: 0,
            call_pass: 0,
            labour_cost: 0.0,
            step_cost: 0.0,
            log: Vec::new(),
        }
    }

    /// The world's clock.
    pub(super) fn instant(&self) -> Instant {
        self.onset.after(self.now)
    }

    /// The next place in the order of happenings.
    pub(super) fn next_order(&mut self) -> Order {
        self.last_order = Order(self.last_order.0 + 1);
        self.last_order
    }

    /// Writes a line of the log, if there is one.
    pub(super) fn tell(&mut self, what: Happening) {
        if self.detail == Detail::Logged {
            // Telling takes no place of its own: what is played is the same whether or not it is told.
            self.log.push(Entry {
                at: self.now,
                order: self.last_order,
                what,
            });
        }
    }

    /// Whether histories are kept.
    pub(super) fn is_explained(&self) -> bool {
        self.detail >= Detail::Explained
    }

    pub(super) fn mark(&self, step: StepId) -> Mark {
        let items = self.steps[step].history.len();
        Mark(u32::try_from(items).expect("a history has fewer than 2^32 items"))
    }

    /// Begins a new part of a step's history.
    pub(super) fn write_origin(&mut self, step: StepId, origin: Origin) {
        if self.is_explained() {
            self.steps[step].history.push(Item::Origin(origin));
        }
    }

    /// An origin at this very moment.
    pub(super) fn origin_now(&mut self, cause: Cause) -> Origin {
        Origin {
            at: self.now,
            order: self.next_order(),
            cause,
        }
    }

    /// From now on the step's time is spent on `kind`.
    pub(super) fn begin_stretch(&mut self, step: StepId, kind: Option<StretchKind>) {
        let now = self.now;
        let is_explained = self.is_explained();
        let run = &mut self.steps[step];
        if is_explained
            && let Some(kind) = run.stretch_kind
            && run.stretch_from < now
        {
            run.history.push(Item::Stretch(Stretch {
                from: run.stretch_from,
                to: now,
                kind,
            }));
        }
        run.stretch_from = now;
        run.stretch_kind = kind;
    }

    pub(super) fn service_key(&self, step: StepId) -> ServiceKey {
        let code = &self.program.steps[step];
        ServiceKey {
            negative_urgency: -code.urgency,
            ready: if code.is_served_by_ready_time {
                self.steps[step].ready_at
            } else {
                Seconds::ZERO
            },
            step,
        }
    }

    pub(super) fn is_set(&self, flag: FlagId) -> bool {
        !self.flags[flag].set_by.is_empty()
    }

    pub(super) fn guard_holds(&self, guard: &GuardCode) -> bool {
        guard.holds(&|step| self.steps[step].label, &|flag| self.is_set(flag))
    }

    /// A number that tells this application of an effect from all others.
    pub(super) fn serial(&mut self) -> u32 {
        self.next_serial += 1;
        self.next_serial
    }
}

/// The place of one of `count` equally likely things.
fn choose(u: f64, count: usize) -> usize {
    let place = (u * count as f64) as usize; // Below `count`, as u is below 1; counts are far below 2^53.
    place.min(count - 1)
}

impl StepRun {
    fn new() -> Self {
        Self {
            state: StepState::Pending,
            fate: Fate::Open,
            settled: None,
            requirement: None,
            woken: None,
            predecessors_done: 0,
            predecessors_lost: 0,
            predecessors_out: 0,
            attempt: 0,
            attempt_of_round: 0,
            retries_left: 0,
            has_attempt_started: false,
            attempts_made: 0,
            completions: Vec::new(),
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
            seats: Vec::new(),
            workers: Vec::new(),
            awaited: None,
            history: Vec::new(),
            attempt_mark: 0,
            stretch_from: Seconds::ZERO,
            stretch_kind: None,
        }
    }
}

impl MemberRun {
    fn new() -> Self {
        Self {
            whereabouts: Whereabouts::Away,
            absent_until: None,
            rests_until: None,
            arrivals: 0,
            is_stay_over: false,
            work_since: Seconds::ZERO,
            claimed_in: 0,
        }
    }

    pub(super) fn is_absent(&self) -> bool {
        self.absent_until.is_some()
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
