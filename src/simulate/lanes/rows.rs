//! What lanes came to, row by row of the columns.

use crate::quantity::{Arena, StepId};
use crate::simulate::columns::Started;
use crate::simulate::lanes::{LANES, Lane, Lanes, SlotKind};

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
        make_room(&mut staffed.last_starts, count);
        (staffed.busy.iter_mut()).for_each(|busy| busy.resize(count, 0));
        (staffed.failed.iter_mut()).for_each(Vec::clear);
        staffed.stood_down.resize(count, 0);
        staffed.starts.resize(count, Vec::new());
        staffed.starts.iter_mut().for_each(Vec::clear);
        if self.is_explained {
            (columns.worked.iter_mut()).for_each(|worked| worked.fill(0));
        }
    }

    /// Notes what a chain of causes needs.
    pub(super) fn tell_start(&mut self, step: StepId, lane: usize, slot: usize, ready: u32) {
        let Some(staffed) = &mut self.columns.staffed else {
            return;
        };
        let row = self.row + lane;
        let starts = &mut staffed.starts[row];
        let place = starts.len() as u32; // A lane has fewer starts than seconds.
        let run = &self.steps.runs[step];
        let (since, work) = (run.since[lane], run.work[lane]);
        let before = std::mem::replace(&mut staffed.last_starts[step][row], place);
        let mut by_first_before = None;
        if let SlotKind::Seat { crew, bit, .. } = self.slots[slot].kind {
            let by_first = &mut self.crews[crew].by_first[lane];
            by_first_before = *by_first;
            if bit == 1 {
                *by_first = Some(place);
            }
        }
        self.columns.worked[step][row] += work;
        starts.push(Started {
            step,
            ready: ready.into(),
            at: since.into(),
            until: since.saturating_add(work).into(),
            before: (run.attempts[lane] > 1).then_some(before),
            by_first_before,
        });
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

fn make_room(columns: &mut Arena<StepId, Vec<u32>>, count: usize) {
    for column in columns.iter_mut() {
        column.resize(count, 0);
    }
}
