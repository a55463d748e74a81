//! Plans in which people do nothing but their work, many replications side by side.
//!
//! Each lane is a replication with a clock of its own. They take turns together: all look for the next second at which anything
//! ends, then all take in what ends there, then all start what can start. One replication alone would have to guess at every
//! turn what comes next; sixty-four of them have work to go on with. What comes out is what the event loop comes to, second for
//! second.

mod drawn;
mod plain;
mod plan;
mod rows;
mod service;
mod waiting;

use multiversion::multiversion;

use crate::program::Program;
use crate::quantity::{Arena, MemberId, RoleId, StepId};
use crate::simulate::Columns;
use crate::simulate::draws::Draws;

use drawn::DRAWN;
use plan::StepPlan;
use waiting::Waiting;

/// So many replications are played together: as many as a whole number has bits.
pub(super) const LANES: usize = 64;

/// A bit for each lane.
type Bits = u64;

/// A whole number for each lane, most often seconds.
type Lane = [u32; LANES];

/// So many more blocks may be left to the event loop than not.
const REFUSED_MOST: u32 = 8;

/// Later than any horizon.
const NEVER: u32 = u32::MAX;

/// A program that is played in lanes, and the replications in play.
#[derive(Debug)]
pub(super) struct Lanes<'p> {
    program: &'p Program,
    is_explained: bool,
    crews: Vec<Crew>,
    slots: Vec<Slot>,
    steps: Steps,
    /// Which replication the first lane is, and its row in the columns.
    first: u64,
    row: usize,
    now: Lane,
    released: Tasks,
    readied: Tasks,
    doubtful: Tasks,
    /// Whether any lane came to something that is left to the event loop.
    is_odd: bool,
    /// Blocks that were left to the event loop, and those that were not.
    refused: u32,
    played: u32,
    columns: Columns,
}

/// Where something is on its way, and what ends it.
#[derive(Debug)]
struct Slot {
    kind: SlotKind,
    /// The second at which it ends, or [`NEVER`].
    due: Lane,
    step: [StepId; LANES],
    /// All time in work.
    busy: Lane,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum SlotKind {
    /// The work of somebody of that crew.
    Seat {
        crew: usize,
        /// Its bit among the crew's.
        bit: u64,
        member: MemberId,
    },
    /// The work of a step that needs nobody.
    Alone,
    /// A step's delay, or its pause after a failure.
    Timer,
}

/// Who holds a role, and who waits for them.
#[derive(Debug)]
struct Crew {
    role: RoleId,
    /// The slot of the first holder; those of the others follow.
    first_slot: usize,
    /// A bit for each holder.
    everybody: u64,
    /// Those who are free.
    free: [u64; LANES],
    waiting: Waiting,
}

/// A step in play.
#[derive(Clone, Debug)]
struct StepRun {
    plan: StepPlan,
    /// How long the attempt takes that is next or at work.
    work: Lane,
    /// How long a second attempt takes, where the first one fails.
    again: Lane,
    /// For each of the attempts drawn before a bit for each lane in which it fails.
    fails: [Bits; DRAWN],
    /// Predecessors that are not settled.
    missing: Lane,
    attempts: Lane,
    /// When it began to wait, or to work.
    since: Lane,
    ready: Lane,
    started: Lane,
    settled: Lane,
    waited: Lane,
    /// A bit for each lane in which its last attempt failed.
    failed: Bits,
}

/// All steps in play.
#[derive(Debug)]
struct Steps {
    runs: Arena<StepId, StepRun>,
    /// Of all steps, one after the other.
    successors: Vec<StepId>,
}

/// Steps of lanes to which the same is about to happen: the first so many of a list that has room for all.
#[derive(Default, Debug)]
struct Tasks {
    list: Vec<(u32, StepId)>,
    count: usize,
}

impl Tasks {
    /// Without a branch, which nobody could foresee.
    #[inline(always)]
    fn push_if(&mut self, is_due: bool, lane: usize, step: StepId) {
        self.list[self.count] = (lane as u32, step); // Below `LANES`.
        self.count += usize::from(is_due);
    }

    #[inline(always)]
    fn get(&self, place: usize) -> (usize, StepId) {
        let (lane, step) = self.list[place];
        (lane as usize % LANES, step) // As above.
    }
}

impl<'p> Lanes<'p> {
    /// Plays so many replications from `first`. `None` where the event loop has to: work ends after the horizon, or takes no time
    /// at all, or the program is so large that its draws do not have columns for all lanes.
    pub(super) fn play(
        &mut self,
        draws: &mut Draws<'p>,
        first: u64,
        count: usize,
    ) -> Option<&Columns> {
        // Where most blocks are left to the event loop, trying costs more than it gains.
        if !draws.have_room_for(LANES) || self.refused > self.played.saturating_add(REFUSED_MOST) {
            return None;
        }
        self.make_room(count);
        for row in (0..count).step_by(LANES) {
            let width = LANES.min(count - row);
            self.row = row;
            self.first = first.wrapping_add(row as u64); // usize fits into u64.
            if !play_lanes(self, width, draws) {
                self.refused = self.refused.saturating_add(1);
                return None;
            }
        }
        self.played = self.played.saturating_add(1);
        Some(&self.columns)
    }

    #[inline(always)]
    fn begin(&mut self, width: usize, draws: &mut Draws<'p>) {
        draws.turn_to_all(self.first, width);
        self.now = [0; LANES];
        self.released.count = 0;
        self.readied.count = 0;
        self.doubtful.count = 0;
        self.is_odd = false;
        for slot in &mut self.slots {
            slot.due = [NEVER; LANES];
            slot.busy = [0; LANES];
        }
        for crew in &mut self.crews {
            crew.free = [crew.everybody; LANES];
            crew.waiting.clear();
        }
        for step in self.program.steps.ids() {
            self.draw(step, width, draws);
            if self.steps.runs[step].plan.missing == 0 {
                (0..width).for_each(|lane| self.released.push_if(true, lane, step));
            }
        }
    }

    /// The next second at which anything ends in each lane.
    #[inline(always)]
    fn next(&self) -> Lane {
        let mut next = [NEVER; LANES];
        for slot in &self.slots {
            for (next, due) in next.iter_mut().zip(&slot.due) {
                *next = (*next).min(*due);
            }
        }
        next
    }

    /// Whether nothing ends after the horizon: what does never ends, and the books of those who are at it then are closed by the
    /// event loop.
    #[inline(always)]
    fn is_within_horizon(&self) -> bool {
        let horizon = self.program.horizon.as_u32();
        (self.now.iter()).fold(true, |is, now| is & ((*now <= horizon) | (*now == NEVER)))
    }

    /// Phases 1 and 5: what ends now in the slot.
    #[inline(always)]
    fn end_slot(&mut self, slot: usize) {
        // In a place of its own its count can stay in a register.
        let mut released = std::mem::take(&mut self.released);
        let slot = &mut self.slots[slot];
        let mut ended = 0;
        for (lane, (due, now)) in slot.due.iter().zip(&self.now).enumerate() {
            // A lane that is over has nothing due, and never.
            ended |= Bits::from((due == now) & (*now != NEVER)) << lane;
        }
        while ended != 0 {
            let lane = ended.trailing_zeros() as usize % LANES; // Below `LANES`.
            ended &= ended - 1;
            let step = slot.step[lane];
            slot.due[lane] = NEVER;
            if slot.kind == SlotKind::Timer {
                self.readied.push_if(true, lane, step);
                continue;
            }
            let run = &mut self.steps.runs[step];
            slot.busy[lane] += self.now[lane] - run.since[lane];
            if let SlotKind::Seat { crew, bit, .. } = slot.kind {
                self.crews[crew].free[lane] |= bit;
            }
            let fails = run.fails.get(run.attempts[lane] as usize - 1);
            if fails.is_none_or(|fails| fails >> lane & 1 != 0) {
                self.doubtful.push_if(true, lane, step);
                continue;
            }
            let now = self.now[lane];
            self.steps.settle(step, lane, now, &mut released);
        }
        self.released = released;
    }

    /// The same of attempts that fail, or were not drawn before.
    fn end_doubtful(&mut self, draws: &mut Draws<'p>) {
        for place in 0..std::mem::take(&mut self.doubtful.count) {
            let (lane, step) = self.doubtful.get(place);
            let has_failed = self.has_failed(step, lane, draws);
            let run = &mut self.steps.runs[step];
            if has_failed && run.attempts[lane] <= run.plan.retries {
                let pause = run.plan.pause;
                self.draw_next(step, lane, draws);
                self.readied.push_if(pause == 0, lane, step);
                self.start_timer(step, lane, pause);
                continue;
            }
            run.failed |= Bits::from(has_failed) << lane;
            let now = self.now[lane];
            self.steps.settle(step, lane, now, &mut self.released);
        }
    }

    /// Nothing happens after no time at all.
    #[inline(always)]
    fn start_timer(&mut self, step: StepId, lane: usize, after: u32) {
        if after > 0 {
            let slot = &mut self.slots[self.steps.runs[step].plan.timer];
            slot.occupy(step, lane, self.now[lane], after);
        }
    }

    /// Phase 6, after those whose delays and pauses are over.
    #[inline(always)]
    fn release(&mut self) {
        for place in 0..std::mem::take(&mut self.readied.count) {
            let (lane, step) = self.readied.get(place);
            self.make_ready(step, lane, 0);
        }
        for place in 0..std::mem::take(&mut self.released.count) {
            let (lane, step) = self.released.get(place);
            self.make_ready(step, lane, u32::MAX);
        }
    }

    /// After its delay, of which no more than `delay` is left. What needs nobody starts at once.
    #[inline(always)]
    fn make_ready(&mut self, step: StepId, lane: usize, delay: u32) {
        let now = self.now[lane];
        let run = &mut self.steps.runs[step];
        let delay = run.plan.delay.min(delay);
        if delay > 0 {
            self.start_timer(step, lane, delay);
            return;
        }
        let is_first = run.attempts[lane] == 0;
        run.ready[lane] = if is_first { now } else { run.ready[lane] };
        run.since[lane] = now;
        match run.plan.crew {
            Some(crew) => self.crews[crew].waiting.push(lane, run.plan.key(now)),
            None => {
                let slot = run.plan.slot;
                self.start(step, lane, slot);
            }
        }
    }

    /// Phases 7 and 8: in the order of service, whoever waits and finds somebody starts. Whoever is called comes in the same
    /// second, so that all are as good as here from onset.
    #[inline(always)]
    fn dispatch(&mut self) {
        for place in 0..self.crews.len() {
            let mut lanes = self.crews[place].lanes_to_serve();
            // Lanes in which more can start come again later: which lane is next need not wait for what this one comes to.
            let mut again = 0;
            while lanes != 0 {
                let lane = lanes.trailing_zeros() as usize % LANES; // Below `LANES`.
                lanes &= lanes - 1;
                let crew = &mut self.crews[place];
                let step = crew.waiting.take_first(lane);
                let free = crew.free[lane];
                let slot = crew.first_slot + free.trailing_zeros() as usize; // Below 64.
                crew.free[lane] = free & (free - 1);
                let is_over = (crew.free[lane] == 0) | crew.waiting.is_empty(lane);
                again |= Bits::from(!is_over) << lane;
                self.start(step, lane, slot);
                if lanes == 0 {
                    lanes = std::mem::take(&mut again);
                }
            }
        }
    }

    #[inline(always)]
    fn start(&mut self, step: StepId, lane: usize, slot: usize) {
        let now = self.now[lane];
        let run = &mut self.steps.runs[step];
        let is_first = run.attempts[lane] == 0;
        run.started[lane] = if is_first { now } else { run.started[lane] };
        run.attempts[lane] += 1;
        let ready = std::mem::replace(&mut run.since[lane], now);
        run.waited[lane] += now - ready;
        self.slots[slot].occupy(step, lane, now, run.work[lane]);
        if self.is_explained {
            self.tell_turn(step, lane, slot);
            if !is_first {
                self.tell_repeat(step, lane, ready);
            }
        }
    }
}

/// Plays so many lanes and writes what they came to. Whether all came to their end without anything odd. All of it is compiled
/// for wider vectors too, in which many lanes are looked at at once.
#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+bmi1+bmi2",
    "x86_64+avx2+bmi1+bmi2"
))]
fn play_lanes<'p>(lanes: &mut Lanes<'p>, width: usize, draws: &mut Draws<'p>) -> bool {
    lanes.begin(width, draws);
    if lanes.is_odd {
        return false;
    }
    loop {
        lanes.release();
        lanes.dispatch();
        lanes.now = lanes.next();
        if lanes.is_odd || !lanes.is_within_horizon() {
            return false;
        }
        if lanes.now == [NEVER; LANES] {
            lanes.write(width);
            return true;
        }
        for slot in 0..lanes.slots.len() {
            lanes.end_slot(slot);
        }
        lanes.end_doubtful(draws);
    }
}

impl Steps {
    /// Those of which it was the last predecessor are released.
    #[inline(always)]
    fn settle(&mut self, step: StepId, lane: usize, now: u32, released: &mut Tasks) {
        let run = &mut self.runs[step];
        run.settled[lane] = now;
        let (from, to) = run.plan.successors;
        for &successor in &self.successors[from..to] {
            let missing = &mut self.runs[successor].missing[lane];
            *missing -= 1;
            let is_due = *missing == 0;
            released.push_if(is_due, lane, successor);
        }
    }
}

impl Slot {
    fn is_seat(&self) -> bool {
        matches!(self.kind, SlotKind::Seat { .. })
    }

    /// What ends later than any horizon ends as late as can be, but ends.
    #[inline(always)]
    fn occupy(&mut self, step: StepId, lane: usize, now: u32, time: u32) {
        self.due[lane] = now.saturating_add(time).min(NEVER - 1);
        self.step[lane] = step;
    }
}

impl Crew {
    /// A bit for each lane in which a step waits and somebody is free.
    #[inline(always)]
    fn lanes_to_serve(&self) -> Bits {
        let counts = self.waiting.counts();
        let mut lanes = 0;
        for (lane, (free, waiting)) in self.free.iter().zip(counts).enumerate() {
            lanes |= Bits::from((*free != 0) & (*waiting != 0)) << lane;
        }
        lanes
    }
}
