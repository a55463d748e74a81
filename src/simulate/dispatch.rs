//! Phase 7: who starts what.

use crate::quantity::StepId;
use crate::simulate::roster::Standing;
use crate::simulate::world::World;

impl<'p> World<'p> {
    /// Phase 7: passes over the waiting steps until nobody starts.
    #[inline(never)]
    pub(super) fn dispatch(&mut self) {
        let mut has_started = true;
        self.scratch.forget_staffings();
        while has_started {
            has_started = false;
            let mut place = 0;
            while let Some(waiting) = self.waiting.list.get_mut(place) {
                let is_known = std::mem::replace(&mut waiting.is_looked_at, true);
                if is_known && !waiting.heeds_in_all(self.news) {
                    place += 1;
                    continue;
                }
                // Where nobody of the owner's role is free, looking closer is in vain.
                let (step, staffing) = (waiting.key.step(), waiting.staffing);
                if waiting
                    .owner
                    .is_some_and(|owner| !self.roster.has(owner, Standing::Free))
                {
                    place += 1;
                    continue;
                }
                if self.scratch.is_in_vain(staffing)
                    || self.is_held(step)
                    || self.lacking_units(step).is_some()
                {
                    place += 1;
                } else if self.start_if_staffed(step, staffing) {
                    // It waits no more: the next one has moved up to its place.
                    if self.program.starts_may_help {
                        has_started = true;
                        self.scratch.forget_staffings();
                    }
                } else {
                    // What one step of a staffing does not find, no other finds, until a start changes who stands in for whom.
                    self.scratch.note_in_vain(staffing);
                    place += 1;
                }
            }
        }
    }

    fn start_if_staffed(&mut self, step: StepId, staffing: usize) -> bool {
        let staffing = &self.program.staffings[staffing];
        if !self.seat_greedily(step) && (staffing.is_disjoint || !self.seat_exchanging(step)) {
            self.seats[step].clear();
            return false;
        }
        let is_deputy = (self.program.steps[step].needs.first()).is_some_and(|owner| {
            let holders = &self.program.roles[*owner].holders;
            !holders.contains(&self.seats[step][0])
        });
        self.start(step, is_deputy);
        true
    }

    /// Gives every need its first candidate left: the first assignment of all, if it covers every need.
    fn seat_greedily(&mut self, step: StepId) -> bool {
        let needs = &self.program.steps[step].needs;
        if let [role] = needs[..] {
            let first = self.find_free(step, role, |_| true);
            self.seats[step].extend(first);
            return first.is_some();
        }
        let mut seats = std::mem::take(&mut self.seats[step]);
        // Equal needs that follow each other are covered in one go.
        while let Some(&role) = needs.get(seats.len()) {
            let equal = needs[seats.len()..]
                .iter()
                .take_while(|other| **other == role);
            let first = seats.len();
            let seated = first + equal.count();
            let last = self.find_free(step, role, |member| {
                // Nobody is found twice for one role: no list names anybody twice, and no deputy is a holder.
                if !seats[..first].contains(&member) {
                    seats.push(member);
                }
                seats.len() == seated
            });
            if last.is_none() {
                break;
            }
        }
        let are_all_covered = seats.len() == needs.len();
        self.seats[step] = seats;
        are_all_covered
    }

    /// Covers every need where the first candidate for one is the only one for another.
    fn seat_exchanging(&mut self, step: StepId) -> bool {
        let mut needs = std::mem::take(&mut self.scratch.needs);
        self.look_at_needs(step, &mut needs);
        let seats = &mut self.seats[step];
        seats.clear();
        seats.extend(needs.seats.iter().flatten());
        let are_all_covered = seats.len() == needs.seats.len();
        self.scratch.needs = needs;
        are_all_covered
    }
}
