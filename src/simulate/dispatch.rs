//! Phase 7: who starts what.

use crate::quantity::StepId;
use crate::simulate::world::World;

impl<'p> World<'p> {
    /// Phase 7: passes over the waiting steps until nobody starts.
    pub(super) fn dispatch(&mut self) {
        let mut has_started = true;
        self.scratch.forget_staffings(self.program.staffings.len());
        while has_started {
            has_started = false;
            let mut place = 0;
            while let Some(waiting) = self.waiting.get_mut(place) {
                let is_known = std::mem::replace(&mut waiting.is_looked_at, true);
                if is_known && !waiting.heeds_in_all(self.news) {
                    place += 1;
                    continue;
                }
                let step = waiting.key.step();
                let staffing = self.program.steps[step].staffing;
                if self.scratch.is_in_vain(staffing)
                    || self.is_held(step)
                    || self.lacking_units(step).is_some()
                {
                    place += 1;
                } else if self.start_if_staffed(step, staffing) {
                    // It waits no more: the next one has moved up to its place.
                    if self.program.starts_may_help {
                        has_started = true;
                        self.scratch.forget_staffings(self.program.staffings.len());
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
        // With too few free people, whoever they are, looking closer is in vain.
        let are_enough =
            (staffing.roles.iter()).all(|(role, count)| self.roles[*role].free >= *count);
        if !are_enough {
            return false;
        }
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
        for &role in &self.program.steps[step].needs {
            let seats = &self.seats[step];
            let first = (self.candidates_of(step, role))
                .find(|member| self.is_free(*member, step) && !seats.contains(member));
            match first {
                Some(member) => self.seats[step].push(member),
                None => return false,
            }
        }
        true
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
