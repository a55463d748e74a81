//! Who is served first, in 64 bits.

use crate::quantity::{Index, StepId};

/// Programs of so many steps at most have keys.
pub(super) const STEPS_MOST: usize = u16::MAX as usize; // Widening.

/// Larger urgency first, then (where the plan says so) the earlier ready time, then the id: the larger number is served later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(super) struct ServiceKey(u64);

impl ServiceKey {
    /// There are no more ranks than steps.
    pub(super) fn new(rank: u32, ready: u64, step: StepId) -> Self {
        Self(u64::from(rank) << 48 | ready << 16 | step.place() as u64)
    }

    /// The key of the same step if it is ready so much later than at onset.
    #[inline]
    pub(super) fn later(self, ready: u32) -> Self {
        Self(self.0 | u64::from(ready) << 16)
    }

    #[inline]
    pub(super) fn step(self) -> StepId {
        StepId::new(self.0 as u16 as usize) // The last 16 bits.
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::columns::LATEST;

    #[test]
    fn keys_are_ordered_by_rank_then_ready_time_then_step_up_to_the_largest() {
        let last = STEPS_MOST - 1;
        let mut keys = Vec::new();
        for rank in [0, 1, last] {
            for ready in [0, 1, LATEST.0.unsigned_abs()] {
                for step in [0, 1, last].map(StepId::new) {
                    let key = ServiceKey::new(u32::try_from(rank).unwrap(), ready, step);
                    assert_eq!(key.step(), step);
                    keys.push(key);
                }
            }
        }
        assert!(keys.is_sorted_by(|one, next| one < next));
    }
}
