//! Who is served first, in 64 bits.

use crate::program::StepCode;
use crate::quantity::{Index, Seconds, StepId};

/// Programs of so many steps at most have keys.
pub(super) const STEPS_MOST: usize = u16::MAX as usize; // Widening.

/// Larger urgency first, then (where the plan says so) the earlier ready time, then the id: the larger number is served later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ServiceKey(u64);

impl ServiceKey {
    /// The key of a step that is ready since then.
    #[inline]
    pub(super) fn of(code: &StepCode, ready: Seconds, step: StepId) -> Self {
        let ready = if code.is_served_by_ready_time {
            ready.0.unsigned_abs() // No later than what is due, which has 32 bits.
        } else {
            0
        };
        // There are no more ranks than steps.
        Self(u64::from(code.rank) << 48 | ready << 16 | step.place() as u64)
    }

    pub(super) fn step(self) -> StepId {
        StepId::new(self.0 as u16 as usize) // The last 16 bits.
    }
}
