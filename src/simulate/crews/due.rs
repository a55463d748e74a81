//! Steps that are due at some second, earliest first and those of one second in the order of ids.

use crate::quantity::{Index, Seconds, StepId};

/// The latest moment that fits into what is kept of a step.
pub(super) const LATEST: Seconds = Seconds(u32::MAX as i64); // Widening.

/// A list that is short: hardly more steps are on their way at once than there are people.
#[derive(Debug, Default)]
pub(super) struct Dues {
    /// Seconds above, steps below; the earliest last.
    keys: Vec<u64>,
}

impl Dues {
    pub(super) fn clear(&mut self) {
        self.keys.clear();
    }

    /// No later than [`LATEST`].
    pub(super) fn push(&mut self, at: Seconds, step: StepId) {
        let key = at.0.unsigned_abs() << 32 | step.place() as u64; // 32 bits each.
        let place = self.keys.partition_point(|other| *other > key);
        self.keys.insert(place, key);
    }

    /// The earliest second; beyond every horizon if there is none.
    pub(super) fn next(&self) -> Seconds {
        (self.keys.last()).map_or(Seconds(i64::MAX), |key| Seconds((key >> 32) as i64)) // 32 bits.
    }

    /// Takes out the first step that is due by `now`.
    pub(super) fn take(&mut self, now: Seconds) -> Option<StepId> {
        let key = self
            .keys
            .pop_if(|key| Seconds((*key >> 32) as i64) <= now)?; // 32 bits.
        Some(StepId::new(key as u32 as usize)) // The last 32 bits.
    }
}
