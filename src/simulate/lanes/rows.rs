//! What lanes came to, row by row of the columns.

use crate::quantity::{Arena, StepId};
use crate::simulate::columns::{Repeat, Turn};
use crate::simulate::lanes::{LANES, Lane, Lanes, SlotKind, StepRun};

impl Lanes<'_> {
    pub(super) fn make_room(&mut self, count: usize) {
        let columns = &mut self.columns;
        make_room(&mut columns.ready, count);
        make_room(&mut columns.worked, count);
        make_room(&mut columns.settled, count);
        columns.makespans.resize(count, 0);
        let Some(staffed) = &mut columns.staffed else {
            return;
        };
        make_room(&mut staffed.started, count);
        make_room(&mut staffed.waited, count);
        make_room(&mut staffed.attempts, count);
        (staffed.busy.iter_mut()).for_each(|busy| busy.resize(count, 0));
        (staffed.failed.iter_mut()).for_each(Vec::clear);
        staffed.stood_down.resize(count, 0);
        if self.is_explained {
            (staffed.turns.iter_mut()).for_each(|turns| clear_rows(turns, count));
            clear_rows(&mut staffed.repeats, count);
        }
    }

    /// Notes what the first holder of a role works on, for whom others wait.
    #[inline(always)]
    pub(super) fn tell_turn(&mut self, step: StepId, lane: usize, slot: usize) {
        if let SlotKind::Seat { crew, bit: 1, .. } = self.slots[slot].kind
            && let Some(staffed) = &mut self.columns.staffed
        {
            let turns = &mut staffed.turns[self.crews[crew].role];
            let at = self.now[lane];
            turns[self.row + lane].push(Turn { at, step });
        }
    }

    /// Notes an attempt that is not the first.
    pub(super) fn tell_repeat(&mut self, step: StepId, lane: usize, ready: u32) {
        if let Some(staffed) = &mut self.columns.staffed {
            let at = self.now[lane];
            staffed.repeats[self.row + lane].push(Repeat { step, ready, at });
        }
    }

    /// Writes what the lanes came to into their rows.
    #[inline(always)]
    pub(super) fn write(&mut self, width: usize) {
        let rows = self.row..self.row + width;
        let columns = &mut self.columns;
        let Some(staffed) = &mut columns.staffed else {
            return;
        };
        let write = |column: &mut Vec<u32>, lanes: &Lane| {
            column[rows.clone()].copy_from_slice(&lanes[..width]);
        };
        let (mut makespans, mut stood_down) = ([0; LANES], [0; LANES]);
        for (step, run) in self.steps.runs.entries() {
            write(&mut columns.ready[step], &run.ready);
            write(&mut columns.settled[step], &run.settled);
            write(&mut staffed.started[step], &run.started);
            write(&mut staffed.waited[step], &run.waited);
            write(&mut staffed.attempts[step], &run.attempts);
            write(&mut columns.worked[step], &run.worked());
            for (lane, settled) in run.settled.iter().enumerate() {
                let is_done = run.failed >> lane & 1 == 0;
                makespans[lane] = makespans[lane].max(if is_done { *settled } else { 0 });
                stood_down[lane] = stood_down[lane].max(*settled);
            }
            let mut failed = run.failed;
            while failed != 0 {
                let lane = failed.trailing_zeros() as usize; // Below `LANES`.
                failed &= failed - 1;
                staffed.failed[step].push(self.row + lane);
            }
        }
        write(&mut columns.makespans, &makespans);
        write(&mut staffed.stood_down, &stood_down);
        for slot in &self.slots {
            if let SlotKind::Seat { member, .. } = slot.kind {
                write(&mut staffed.busy[member], &slot.busy);
            }
        }
    }
}

impl StepRun {
    /// All time in work: what is left of the time since the step was ready. Of a lane in which nothing is played it is any number.
    #[inline(always)]
    fn worked(&self) -> Lane {
        let mut worked = [0; LANES];
        for (lane, worked) in worked.iter_mut().enumerate() {
            let repeats = self.attempts[lane].wrapping_sub(1);
            *worked = (self.settled[lane].wrapping_sub(self.ready[lane]))
                .wrapping_sub(self.waited[lane])
                .wrapping_sub(repeats.wrapping_mul(self.plan.pause));
        }
        worked
    }
}

fn clear_rows<T: Clone>(rows: &mut Vec<Vec<T>>, count: usize) {
    rows.resize(count, Vec::new());
    rows.iter_mut().for_each(Vec::clear);
}

fn make_room(columns: &mut Arena<StepId, Vec<u32>>, count: usize) {
    for column in columns.iter_mut() {
        column.resize(count, 0);
    }
}
