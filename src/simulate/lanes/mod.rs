//! Plans in which people do nothing but their work, many replications side by side.
//!
//! Each lane is a replication with a clock of its own. They take turns together: all look for the next second at which anything
//! ends, then all take in what ends there, then all start what can start. One replication alone would have to guess at every
//! turn what comes next; thirty-two of them have work to go on with. What comes out is what the event loop comes to, second for
//! second.

mod plan;
mod waiting;

use multiversion::multiversion;

use crate::program::Program;
use crate::quantity::{Arena, MemberId, Seconds, StepId};
use crate::simulate::Columns;
use crate::simulate::columns::Started;
use crate::simulate::draws::{Asked, Draws};

use plan::StepPlan;
use waiting::Waiting;

/// So many replications are played together: what they remember of a plan of usual size fits into the nearest cache.
pub(super) const LANES: usize = 32;

/// A whole number for each lane, most often seconds.
type Lane = [u32; LANES];

/// Later than any horizon.
const NEVER: u32 = u32::MAX;

/// A program that is played in lanes, and the replications in play.
#[derive(Debug)]
pub(super) struct Lanes<'p> {
    program: &'p Program,
    is_explained: bool,
    crews: Vec<Crew>,
    slots: Vec<Slot>,
    steps: Arena<StepId, StepLanes>,
    /// Which replication the first lane is, and its row in the columns.
    first: u64,
    row: usize,
    now: Lane,
    released: Tasks,
    readied: Tasks,
    /// Whether any lane came to something that is left to the event loop.
    is_odd: bool,
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
        bit: u32,
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
    /// The slot of the first holder; those of the others follow.
    first_slot: usize,
    /// A bit for each holder.
    everybody: u32,
    /// Those who are free.
    free: Lane,
    waiting: Waiting,
    /// The place among a lane's starts of the last one by the first holder.
    by_first: [Option<u32>; LANES],
}

/// A step in play.
#[derive(Debug)]
struct StepLanes {
    plan: StepPlan,
    /// How long a first attempt takes, and a bit for each lane in which it fails.
    work: Lane,
    fails: u32,
    /// Predecessors that are not settled.
    missing: Lane,
    attempts: Lane,
    ready: Lane,
    started: Lane,
    settled: Lane,
    waited: Lane,
    worked: Lane,
    /// When it began to wait, or to work.
    since: Lane,
    /// A bit for each lane in which its last attempt failed.
    failed: u32,
    /// The place of its last start among the lane's.
    start: Lane,
}

/// Steps of lanes to which the same is about to happen: the first so many of a list that has room for all.
#[derive(Debug)]
struct Tasks {
    list: Vec<(u32, StepId)>,
    count: usize,
}

impl Tasks {
    /// Without a branch, which nobody could foresee.
    #[inline]
    fn push_if(&mut self, is_due: bool, lane: usize, step: StepId) {
        self.list[self.count] = (lane as u32, step); // Below `LANES`.
        self.count += usize::from(is_due);
    }

    #[inline]
    fn get(&self, place: usize) -> (usize, StepId) {
        let (lane, step) = self.list[place];
        (lane as usize % LANES, step) // It is below: nothing is checked again.
    }
}

impl<'p> Lanes<'p> {
    /// Plays so many replications from `first`. `None` where the event loop has to: work ends after the horizon, or takes no time
    /// at all.
    pub(super) fn play(
        &mut self,
        draws: &mut Draws<'p>,
        first: u64,
        count: usize,
    ) -> Option<&Columns> {
        self.make_room(count);
        for row in (0..count).step_by(LANES) {
            let width = LANES.min(count - row);
            self.row = row;
            self.first = first.wrapping_add(row as u64); // usize fits into u64.
            self.begin(width, draws);
            if !play_lanes(self, draws) {
                return None;
            }
            self.write(width);
        }
        Some(&self.columns)
    }

    fn begin(&mut self, width: usize, draws: &mut Draws<'p>) {
        draws.turn_to_all(self.first, width);
        self.now = [0; LANES];
        self.released.count = 0;
        self.readied.count = 0;
        self.is_odd = false;
        for slot in &mut self.slots {
            slot.due = [NEVER; LANES];
            slot.busy = [0; LANES];
        }
        for crew in &mut self.crews {
            crew.free = [crew.everybody; LANES];
            crew.by_first = [None; LANES];
            crew.waiting.clear();
        }
        for step in self.program.steps.ids() {
            let run = &mut self.steps[step];
            run.missing = [run.plan.missing; LANES];
            run.attempts = [0; LANES];
            run.waited = [0; LANES];
            run.worked = [0; LANES];
            run.failed = 0;
            run.draw(step, width, draws);
            let is_over = |work: &u32| *work == 0 || i64::from(*work) > self.program.horizon.0;
            self.is_odd |= run.work.iter().any(is_over);
            for lane in 0..width {
                self.released.push_if(run.plan.missing == 0, lane, step);
            }
        }
    }

    /// Phases 1 and 5: what ends now in the slot.
    #[inline(always)]
    fn end_slot(&mut self, slot: usize, draws: &mut Draws<'p>) {
        let mut ended = 0_u32;
        for (lane, (due, now)) in self.slots[slot].due.iter().zip(&self.now).enumerate() {
            // A lane that is over has nothing due, and never.
            ended |= u32::from((due == now) & (*now != NEVER)) << lane;
        }
        while ended != 0 {
            let lane = ended.trailing_zeros() as usize % LANES; // Below `LANES`.
            ended &= ended - 1;
            self.end(slot, lane, draws);
        }
    }

    #[inline(always)]
    fn end(&mut self, slot: usize, lane: usize, draws: &mut Draws<'p>) {
        let now = self.now[lane];
        let slot = &mut self.slots[slot];
        let step = slot.step[lane];
        slot.due[lane] = NEVER;
        if slot.kind == SlotKind::Timer {
            self.readied.push_if(true, lane, step);
            return;
        }
        let run = &mut self.steps[step];
        let worked = now - run.since[lane];
        run.worked[lane] += worked;
        slot.busy[lane] += worked;
        if let SlotKind::Seat { crew, bit, .. } = slot.kind {
            self.crews[crew].free[lane] |= bit;
        }
        let has_failed = if run.attempts[lane] == 1 {
            run.fails >> lane & 1 != 0
        } else {
            run.fails_again(step, lane, self.first, draws)
        };
        if has_failed {
            let plan = run.plan;
            if run.attempts[lane] <= plan.retries {
                self.readied.push_if(plan.pause == 0, lane, step);
                self.start_timer(step, lane, plan.pause);
                return;
            }
            run.failed |= 1 << lane;
        }
        run.settled[lane] = now;
        for &successor in &self.program.steps[step].successors {
            let missing = &mut self.steps[successor].missing[lane];
            *missing -= 1;
            let is_due = *missing == 0;
            self.released.push_if(is_due, lane, successor);
        }
    }

    /// Nothing happens after no time at all.
    #[inline(always)]
    fn start_timer(&mut self, step: StepId, lane: usize, after: u32) {
        if after > 0 {
            let until = Seconds(i64::from(self.now[lane]) + i64::from(after));
            self.occupy(self.steps[step].plan.timer, step, lane, until);
        }
    }

    /// What ends after the horizon never ends; the books of those who are at it then are closed by the event loop.
    #[inline(always)]
    fn occupy(&mut self, slot: usize, step: StepId, lane: usize, until: Seconds) {
        self.is_odd |= until > self.program.horizon;
        let slot = &mut self.slots[slot];
        slot.due[lane] = until.0 as u32; // The horizon has 32 bits.
        slot.step[lane] = step;
    }

    /// Phase 6, after those whose delays and pauses are over.
    #[inline(always)]
    fn release(&mut self, draws: &mut Draws<'p>) {
        for place in 0..std::mem::take(&mut self.readied.count) {
            let (lane, step) = self.readied.get(place);
            self.make_ready(step, lane, draws);
        }
        for place in 0..std::mem::take(&mut self.released.count) {
            let (lane, step) = self.released.get(place);
            match self.steps[step].plan.delay {
                0 => self.make_ready(step, lane, draws),
                delay => self.start_timer(step, lane, delay),
            }
        }
    }

    /// What needs nobody starts at once.
    #[inline(always)]
    fn make_ready(&mut self, step: StepId, lane: usize, draws: &mut Draws<'p>) {
        let run = &mut self.steps[step];
        let now = self.now[lane];
        let is_first = run.attempts[lane] == 0;
        run.ready[lane] = if is_first { now } else { run.ready[lane] };
        run.since[lane] = now;
        match run.plan.crew {
            Some(crew) => {
                let key = run.plan.key(now);
                self.crews[crew].waiting.push(lane, key);
            }
            None => {
                let slot = run.plan.slot;
                self.start(step, lane, slot, draws);
            }
        }
    }

    /// Phases 7 and 8: in the order of service, whoever waits and finds somebody starts. Whoever is called comes in the same
    /// second, so that all are as good as here from onset.
    #[inline(always)]
    fn dispatch(&mut self, draws: &mut Draws<'p>) {
        for place in 0..self.crews.len() {
            let mut lanes = self.crews[place].lanes_to_serve();
            while lanes != 0 {
                let lane = lanes.trailing_zeros() as usize % LANES; // Below `LANES`.
                let crew = &mut self.crews[place];
                let step = crew.waiting.take_first(lane);
                let slot = crew.first_slot + crew.free[lane].trailing_zeros() as usize; // Below 32.
                crew.free[lane] &= crew.free[lane] - 1;
                let is_over = (crew.free[lane] == 0) | crew.waiting.is_empty(lane);
                lanes &= !(u32::from(is_over) << lane);
                self.start(step, lane, slot, draws);
            }
        }
    }

    #[inline(always)]
    fn start(&mut self, step: StepId, lane: usize, slot: usize, draws: &mut Draws<'p>) {
        let now = self.now[lane];
        let run = &mut self.steps[step];
        run.attempts[lane] += 1;
        let ready = run.since[lane];
        run.waited[lane] += now - ready;
        run.since[lane] = now;
        let work = if run.attempts[lane] == 1 {
            run.started[lane] = now;
            Seconds(run.work[lane].into())
        } else {
            let work = run.work_again(step, lane, self.first, draws, self.program);
            self.is_odd |= work == Seconds::ZERO;
            work
        };
        let until = Seconds(now.into()) + work;
        self.occupy(slot, step, lane, until);
        if self.is_explained {
            self.tell_start(step, lane, slot, ready, until);
        }
    }

    fn tell_start(&mut self, step: StepId, lane: usize, slot: usize, ready: u32, until: Seconds) {
        let Some(staffed) = &mut self.columns.staffed else {
            return;
        };
        let starts = &mut staffed.starts[self.row + lane];
        let place = starts.len() as u32; // A lane has fewer starts than seconds.
        let run = &mut self.steps[step];
        let before = std::mem::replace(&mut run.start[lane], place);
        let mut by_first_before = None;
        if let SlotKind::Seat { crew, bit, .. } = self.slots[slot].kind {
            let by_first = &mut self.crews[crew].by_first[lane];
            by_first_before = *by_first;
            if bit == 1 {
                *by_first = Some(place);
            }
        }
        starts.push(Started {
            step,
            ready: Seconds(ready.into()),
            at: Seconds(self.now[lane].into()),
            until,
            before: (run.attempts[lane] > 1).then_some(before),
            by_first_before,
        });
    }

    fn make_room(&mut self, count: usize) {
        let columns = &mut self.columns;
        let make_room = |columns: &mut Arena<StepId, Vec<f64>>| {
            columns
                .iter_mut()
                .for_each(|column| column.resize(count, 0.0));
        };
        make_room(&mut columns.ready);
        make_room(&mut columns.worked);
        make_room(&mut columns.settled);
        columns.makespans.resize(count, 0.0);
        if let Some(staffed) = &mut columns.staffed {
            make_room(&mut staffed.started);
            make_room(&mut staffed.waited);
            make_room(&mut staffed.attempts);
            (staffed.busy.iter_mut()).for_each(|busy| busy.resize(count, 0.0));
            (staffed.failed.iter_mut()).for_each(Vec::clear);
            staffed.stood_down.resize(count, 0.0);
            (staffed.last_starts.iter_mut()).for_each(|starts| starts.resize(count, 0));
            staffed.starts.resize(count, Vec::new());
            staffed.starts.iter_mut().for_each(Vec::clear);
        }
    }

    /// Writes what the lanes came to into their rows.
    fn write(&mut self, width: usize) {
        let rows = self.row..self.row + width;
        let columns = &mut self.columns;
        let Some(staffed) = &mut columns.staffed else {
            return;
        };
        let (mut makespans, mut stood_down) = ([0; LANES], [0; LANES]);
        for (step, run) in self.steps.entries() {
            write(&mut columns.ready[step][rows.clone()], &run.ready);
            write(&mut columns.worked[step][rows.clone()], &run.worked);
            write(&mut columns.settled[step][rows.clone()], &run.settled);
            write(&mut staffed.started[step][rows.clone()], &run.started);
            write(&mut staffed.waited[step][rows.clone()], &run.waited);
            write(&mut staffed.attempts[step][rows.clone()], &run.attempts);
            if self.is_explained {
                staffed.last_starts[step][rows.clone()].copy_from_slice(&run.start[..width]);
            }
            for lane in 0..LANES {
                let settled = run.settled[lane];
                let done = if run.failed >> lane & 1 == 0 {
                    settled
                } else {
                    0
                };
                makespans[lane] = makespans[lane].max(done);
                stood_down[lane] = stood_down[lane].max(settled);
            }
            let failed = rows
                .clone()
                .zip(0..LANES)
                .filter(|(_, lane)| run.failed >> lane & 1 != 0);
            staffed.failed[step].extend(failed.map(|(row, _)| row));
        }
        write(&mut columns.makespans[rows.clone()], &makespans);
        write(&mut staffed.stood_down[rows.clone()], &stood_down);
        for slot in &self.slots {
            if let SlotKind::Seat { member, .. } = slot.kind {
                write(&mut staffed.busy[member][rows.clone()], &slot.busy);
            }
        }
    }
}

/// Whether all lanes came to their end without anything odd.
#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512dq+avx512vl+bmi1+bmi2",
    "x86_64+avx2+bmi1+bmi2"
))]
fn play_lanes<'p>(lanes: &mut Lanes<'p>, draws: &mut Draws<'p>) -> bool {
    loop {
        lanes.release(draws);
        lanes.dispatch(draws);
        if lanes.is_odd {
            return false;
        }
        let mut next = [NEVER; LANES];
        for slot in &lanes.slots {
            for (next, due) in next.iter_mut().zip(&slot.due) {
                *next = (*next).min(*due);
            }
        }
        if next == [NEVER; LANES] {
            return true;
        }
        lanes.now = next;
        for slot in 0..lanes.slots.len() {
            lanes.end_slot(slot, draws);
        }
    }
}

impl StepLanes {
    /// Draws the first attempts.
    fn draw(&mut self, step: StepId, width: usize, draws: &mut Draws<'_>) {
        let mut work = [1.0; LANES];
        work[..width].copy_from_slice(draws.neighbours(Asked::Work(step), width));
        Seconds::round_all(&mut work);
        for (whole, work) in self.work.iter_mut().zip(work) {
            *whole = work as u32; // Saturating: what is longer than any horizon remains so.
        }
        self.fails = 0;
        // A uniform is neither 0 nor 1: what is certain is not drawn.
        if self.plan.chance < 1.0 {
            let uniforms = draws.neighbours(Asked::Success(step), width);
            for (lane, uniform) in uniforms.iter().enumerate() {
                self.fails |= u32::from(*uniform >= self.plan.chance) << lane;
            }
        }
    }

    /// Whether an attempt fails that is not the first.
    #[inline(never)]
    fn fails_again(&self, step: StepId, lane: usize, first: u64, draws: &mut Draws<'_>) -> bool {
        draws.turn_to(first.wrapping_add(lane as u64)); // usize fits into u64.
        draws.uniform(Asked::Success(step), self.attempts[lane]) >= self.plan.chance
    }

    /// How long an attempt takes that is not the first.
    #[inline(never)]
    fn work_again(
        &self,
        step: StepId,
        lane: usize,
        first: u64,
        draws: &mut Draws<'_>,
        program: &Program,
    ) -> Seconds {
        draws.turn_to(first.wrapping_add(lane as u64)); // usize fits into u64.
        let work = draws.work(step, &program.steps[step], self.attempts[lane]);
        Seconds::rounded(work.max(0.0))
    }
}

impl Crew {
    /// A bit for each lane in which a step waits and somebody is free.
    #[inline(always)]
    fn lanes_to_serve(&self) -> u32 {
        let counts = self.waiting.counts();
        let mut lanes = 0;
        for (lane, (free, waiting)) in self.free.iter().zip(counts).enumerate() {
            lanes |= u32::from((*free != 0) & (*waiting != 0)) << lane;
        }
        lanes
    }
}

fn write(column: &mut [f64], lanes: &Lane) {
    for (value, lane) in column.iter_mut().zip(lanes) {
        *value = f64::from(*lane);
    }
}
