//! Units of resources: taken at the start, given back at the end, used up, lost and gained.

use crate::quantity::{ResourceId, Seconds, StepId};
use crate::simulate::log::Happening;
use crate::simulate::queue::Return;
use crate::simulate::world::World;

impl World<'_> {
    /// The first resource, in file order, of which the step finds too few units.
    pub(super) fn lacking_units(&self, step: StepId) -> Option<(ResourceId, i64)> {
        self.program.steps[step]
            .uses
            .iter()
            .copied()
            .find(|(resource, count)| {
                let is_used_up_already = self.program.resources[*resource].is_consumed
                    && self.steps[step].has_attempt_started;
                !is_used_up_already && self.resources[*resource].free() < *count
            })
    }

    /// An attempt that starts uses up its consumables, once.
    pub(super) fn use_up_units(&mut self, step: StepId) {
        for &(resource, count) in &self.program.steps[step].uses {
            if self.program.resources[resource].is_consumed {
                self.resources[resource].units -= count;
                self.news.note_units();
            }
        }
    }

    pub(super) fn take_units(&mut self, step: StepId) {
        for &(resource, count) in &self.program.steps[step].uses {
            if !self.program.resources[resource].is_consumed {
                self.change_in_use(resource, count);
                assert!(
                    self.resources[resource].free() >= 0,
                    "a step takes only units that are free"
                );
            }
        }
    }

    pub(super) fn give_back_units(&mut self, step: StepId) {
        for &(resource, count) in &self.program.steps[step].uses {
            if !self.program.resources[resource].is_consumed {
                self.change_in_use(resource, -count);
            }
        }
    }

    fn change_in_use(&mut self, resource: ResourceId, change: i64) {
        let run = &mut self.resources[resource];
        run.note_use(self.now);
        run.in_use += change;
        self.news.note_units();
    }

    /// Free units are gone at once, others as they come free: the balance may be negative until then.
    pub(super) fn change_units(
        &mut self,
        resource: ResourceId,
        change: i64,
        duration: Option<Seconds>,
    ) {
        self.add_units(resource, change);
        if let Some(duration) = duration {
            let back = Return::Units {
                resource,
                change: -change,
            };
            self.queue.push_return(self.now + duration, back);
        }
    }

    pub(super) fn return_units(&mut self, resource: ResourceId, change: i64) {
        self.tell(|_| Happening::Units { resource, change });
        self.add_units(resource, change);
    }

    fn add_units(&mut self, resource: ResourceId, change: i64) {
        let run = &mut self.resources[resource];
        run.units = run.units.saturating_add(change);
        run.lost = run.lost.saturating_sub(change).max(0);
        self.news.note_units();
    }
}
