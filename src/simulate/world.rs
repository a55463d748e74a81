//! The world in which a replication plays: everything in it, and what all phases use.

use crate::program::{CalendarId, GuardCode, Program};
use crate::quantity::{
    Arena, FlagId, ImpactId, InjectId, Instant, MemberId, PersonId, ResourceId, Seconds, StepId,
};
use crate::simulate::draws::{Asked, Draws};
use crate::simulate::history::{Cause, Item, Origin, Stretch, StretchKind};
use crate::simulate::level::Level;
use crate::simulate::log::{Entry, Happening};
use crate::simulate::news::News;
use crate::simulate::outcome::{Mark, Order};
use crate::simulate::queue::Queue;
use crate::simulate::roster::Roster;
use crate::simulate::scratch::Scratch;
use crate::simulate::state::{
    Calling, FlagRun, Holding, ImpactRun, InjectRun, MemberRun, PersonRun, ResourceRun, SlowAnswer,
    Slowing, StepRun, Whereabouts,
};
use crate::simulate::waiting::{ServiceKey, StepSet, WaitingSteps};
use crate::simulate::{Detail, Replication};

/// The replication in play. Its memory is taken once and used by one replication after another.
#[derive(Debug)]
pub(super) struct World<'p> {
    pub(super) program: &'p Program,
    pub(super) draws: Draws<'p>,
    pub(super) detail: Detail,
    pub(super) onset: Instant,
    pub(super) now: Seconds,
    pub(super) last_order: Order,
    pub(super) queue: Queue,
    pub(super) steps: Arena<StepId, StepRun>,
    /// What called for steps that sleep until they are required.
    pub(super) callings: Arena<StepId, Calling>,
    /// Who is in work on each step, in the order of needs.
    pub(super) seats: Arena<StepId, Vec<MemberId>>,
    /// Everybody who did any stretch of a step, where another step asks for that.
    pub(super) workers: Arena<StepId, Vec<MemberId>>,
    pub(super) people: Arena<PersonId, PersonRun>,
    pub(super) members: Arena<MemberId, MemberRun>,
    pub(super) roster: Roster,
    pub(super) resources: Arena<ResourceId, ResourceRun>,
    /// Whether now is within the hours of each calendar.
    pub(super) is_on_shift: Arena<CalendarId, bool>,
    /// The place of the next of all shift changes, and when it is; beyond every horizon if there is none.
    pub(super) next_change: usize,
    pub(super) next_change_at: Seconds,
    /// Calendars that changed this second and that somebody heeds.
    pub(super) shift_changes: Vec<CalendarId>,
    pub(super) flags: Arena<FlagId, FlagRun>,
    pub(super) impacts: Arena<ImpactId, ImpactRun>,
    pub(super) injects: Arena<InjectId, InjectRun>,
    /// Pending steps whose predecessors have changed.
    pub(super) to_release: StepSet,
    pub(super) waiting: WaitingSteps,
    /// Whom each waiting step awaits: nobody is awaited by two.
    pub(super) claims: Arena<StepId, Vec<MemberId>>,
    /// Whether anything falls on this second: what was foreseen and then prevented, such as the end of work that was interrupted,
    /// is no occasion to call anybody.
    pub(super) has_fallen: bool,
    /// What has changed that may let a waiting step start, or somebody be called for it: since the last calls were made, and
    /// in this second.
    pub(super) news: News,
    pub(super) news_of_second: News,
    pub(super) slowings: Vec<Slowing<'p>>,
    pub(super) slow_answers: Vec<SlowAnswer>,
    pub(super) holds: Vec<Holding<'p>>,
    pub(super) next_serial: u32,
    /// The number of the current pass of calls.
    pub(super) call_pass: u32,
    pub(super) step_cost: f64,
    /// Completions, histories, courses and the log, as they come to be; the rest is written at the end.
    pub(super) kept: Replication,
    /// The state in which every replication begins.
    pub(super) first: FirstState,
    pub(super) scratch: Scratch,
}

/// What is the same at every onset, and who is on shift at the last one.
#[derive(Debug)]
pub(super) struct FirstState {
    steps: Arena<StepId, StepRun>,
    last_order: Order,
    to_release: StepSet,
    members: Arena<MemberId, MemberRun>,
    resources: Arena<ResourceId, ResourceRun>,
    /// Who is on shift at the last onset of all, and when that was.
    pub(super) is_on_shift: Arena<CalendarId, bool>,
    pub(super) next_change: usize,
    pub(super) shifts_at: Option<Instant>,
    /// Whether any step sleeps until it is required.
    has_sleepers: bool,
    /// Whether any step asks who worked on another.
    is_work_remembered: bool,
}

impl<'p> World<'p> {
    pub(super) fn new(program: &'p Program, draws: Draws<'p>, detail: Detail) -> Self {
        let steps = program.steps.len();
        let first = FirstState {
            steps: program.steps.iter().map(|_| StepRun::new()).collect(),
            last_order: Order(0),
            to_release: StepSet::with_room_for(steps),
            members: (program.members.iter().zip(program.bits_of.iter()))
                .map(|(member, bits)| MemberRun::new(member, *bits))
                .collect(),
            resources: (program.resources.iter())
                .map(|resource| ResourceRun::new(resource.count))
                .collect(),
            is_on_shift: program.calendars.iter().map(|_| false).collect(),
            next_change: 0,
            shifts_at: None,
            has_sleepers: program.steps.iter().any(|step| step.on_demand),
            is_work_remembered: program.steps.iter().any(|step| step.is_remembered),
        };
        let mut world = Self {
            program,
            draws,
            detail,
            onset: program.onsets.instants[0],
            now: Seconds::ZERO,
            last_order: Order(0),
            queue: Queue::default(),
            steps: first.steps.clone(),
            callings: program.steps.iter().map(|_| Calling::default()).collect(),
            seats: program.steps.iter().map(|_| Vec::new()).collect(),
            workers: program.steps.iter().map(|_| Vec::new()).collect(),
            people: (program.people.iter())
                .map(|_| PersonRun::default())
                .collect(),
            members: first.members.clone(),
            roster: Roster::new(
                (program.roles.iter()).map(|role| [&role.holders[..], &role.deputies[..]]),
                &program.staffings,
                program.members.len(),
                |member| first.members[member].standing,
            ),
            resources: first.resources.clone(),
            is_on_shift: first.is_on_shift.clone(),
            next_change: 0,
            next_change_at: Seconds::ZERO,
            shift_changes: Vec::new(),
            flags: program.flags.iter().map(|_| FlagRun::default()).collect(),
            impacts: (program.impacts.iter())
                .map(|impact| ImpactRun {
                    level: Level::new(impact),
                    stops: Vec::new(),
                    scales: Vec::new(),
                    drains: Vec::new(),
                    is_in_hours: true,
                })
                .collect(),
            injects: (program.injects.iter())
                .map(|_| InjectRun::default())
                .collect(),
            to_release: StepSet::with_room_for(steps),
            waiting: WaitingSteps::default(),
            claims: program.steps.iter().map(|_| Vec::new()).collect(),
            has_fallen: false,
            news: News::default(),
            news_of_second: News::default(),
            slowings: Vec::new(),
            slow_answers: Vec::new(),
            holds: Vec::new(),
            next_serial: 0,
            call_pass: 0,
            step_cost: 0.0,
            kept: Replication::empty(program),
            first,
            scratch: Scratch::new(program.staffings.len()),
        };
        world.find_first_state();
        world
    }

    /// Who sleeps at onset, and who is due to be judged, is the same in every replication.
    fn find_first_state(&mut self) {
        self.put_dormant_steps_to_sleep();
        for step in self.program.steps.ids() {
            if !self.is_undecided(step) {
                self.first.to_release.insert(step);
            }
        }
        self.first.last_order = self.last_order;
        copy(&mut self.first.steps, &self.steps);
    }

    /// Forgets the last replication and begins another.
    pub(super) fn turn_to(&mut self, replication: u64) {
        let program = self.program;
        self.draws.turn_to(replication);
        let onsets = &program.onsets;
        let chosen = if onsets.instants.len() == 1 {
            0
        } else {
            choose(self.draws.uniform(Asked::Onset, 1), onsets.instants.len())
        };
        self.onset = onsets.instants[chosen];
        self.now = Seconds::ZERO;
        self.last_order = self.first.last_order;
        self.queue.clear();
        copy(&mut self.steps, &self.first.steps);
        copy(&mut self.members, &self.first.members);
        self.roster.begin();
        copy(&mut self.resources, &self.first.resources);
        self.to_release.copy_from(&self.first.to_release);
        for waiting in self.waiting.drain() {
            self.claims[waiting.key.step()].clear();
        }
        self.news = News::default();
        self.news_of_second = News::default();
        if self.first.has_sleepers {
            self.callings
                .iter_mut()
                .for_each(|c| *c = Calling::default());
        }
        if self.first.is_work_remembered {
            self.workers.iter_mut().for_each(Vec::clear);
        }
        self.people
            .iter_mut()
            .for_each(|p| *p = PersonRun::default());
        self.shift_changes.clear();
        self.flags.iter_mut().for_each(|flag| flag.set_by.clear());
        for (run, impact) in self.impacts.iter_mut().zip(program.impacts.iter()) {
            run.level.begin(impact);
            run.stops.clear();
            run.scales.clear();
            run.drains.clear();
            run.is_in_hours = impact
                .during
                .is_none_or(|calendar| program.calendars[calendar].is_on(self.onset));
        }
        self.injects
            .iter_mut()
            .for_each(|i| *i = InjectRun::default());
        self.slowings.clear();
        self.slow_answers.clear();
        self.holds.clear();
        self.next_serial = 0;
        self.call_pass = 0;
        self.step_cost = 0.0;
        self.kept.clear(self.detail);
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
    #[inline]
    pub(super) fn tell(&mut self, what: impl FnOnce(&Self) -> Happening) {
        if self.detail == Detail::Logged {
            let what = what(self);
            // Telling takes no place of its own: what is played is the same whether or not it is told.
            self.kept.log.push(Entry {
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
        let items = self.kept.histories[step].len();
        Mark(u32::try_from(items).expect("a history has fewer than 2^32 items"))
    }

    /// Begins a new part of a step's history.
    pub(super) fn write_origin(&mut self, step: StepId, origin: Origin) {
        if self.is_explained() {
            self.kept.histories[step].push(Item::Origin(origin));
        }
    }

    /// Begins a new part of a step's history at this very moment. The cause is looked for only where histories are kept.
    pub(super) fn write_origin_by(&mut self, step: StepId, cause: impl FnOnce(&Self) -> Cause) {
        let order = self.next_order();
        if self.is_explained() {
            let cause = cause(self);
            let at = self.now;
            self.kept.histories[step].push(Item::Origin(Origin { at, order, cause }));
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
    #[inline]
    pub(super) fn begin_stretch(&mut self, step: StepId, kind: Option<StretchKind>) {
        if !self.is_explained() {
            return;
        }
        let now = self.now;
        let run = &mut self.steps[step];
        if let Some(kind) = run.stretch_kind
            && run.stretch_from < now
        {
            self.kept.histories[step].push(Item::Stretch(Stretch {
                from: run.stretch_from,
                to: now,
                kind,
            }));
        }
        run.stretch_from = now;
        run.stretch_kind = kind;
    }

    pub(super) fn service_key(&self, step: StepId) -> ServiceKey {
        ServiceKey::of(&self.program.steps[step], self.steps[step].ready_at, step)
    }

    pub(super) fn is_set(&self, flag: FlagId) -> bool {
        !self.flags[flag].set_by.is_empty()
    }

    pub(super) fn guard_holds(&self, guard: &GuardCode) -> bool {
        guard.holds(&|step| self.steps[step].label, &|flag| self.is_set(flag))
    }

    /// Whether something of that chance happens.
    #[inline]
    pub(super) fn happens(&mut self, chance: f64, asked: Asked, number: u32) -> bool {
        if chance >= 1.0 {
            true
        } else if chance <= 0.0 {
            false
        } else {
            self.draws.uniform(asked, number) < chance
        }
    }

    /// A number that tells this application of an effect from all others.
    pub(super) fn serial(&mut self) -> u32 {
        self.next_serial += 1;
        self.next_serial
    }

    /// Changes where a member is, or for how long away, and keeps the roster.
    #[inline(always)] // Called for everybody who comes and goes, and a call would cost as much as what it does.
    pub(super) fn change_member(&mut self, member: MemberId, change: impl FnOnce(&mut MemberRun)) {
        let run = &mut self.members[member];
        self.news.note_staffings(run.staffing_bits);
        change(run);
        let after = run.find_standing();
        let before = std::mem::replace(&mut run.standing, after);
        if before != after {
            self.roster.change(member, before, after);
        }
    }

    /// Waiting steps for which the member may come are to be looked at again.
    pub(super) fn note_change_of(&mut self, member: MemberId) {
        self.news.note_staffings(self.members[member].staffing_bits);
    }

    #[inline]
    pub(super) fn put(&mut self, member: MemberId, whereabouts: Whereabouts) {
        self.change_member(member, |run| run.whereabouts = whereabouts);
    }
}

pub(super) fn copy<I: crate::quantity::Index, T: Copy>(to: &mut Arena<I, T>, from: &Arena<I, T>) {
    let to = to.iter_mut().into_slice();
    to.copy_from_slice(from.iter().as_slice());
}

/// The place of one of `count` equally likely things.
fn choose(u: f64, count: usize) -> usize {
    let place = (u * count as f64) as usize; // Below `count`, as u is below 1; counts are far below 2^53.
    place.min(count - 1)
}
