//! Steps that are due at some second, earliest first and those of one second in the order of ids.

use crate::quantity::{Index, Seconds, StepId};

/// The latest moment that fits into what is kept of a step.
pub(super) const LATEST: Seconds = Seconds(u32::MAX as i64 - 1); // Widening.

/// The key of no step, beyond every horizon.
const NONE: u64 = u64::MAX;

/// A list that is short: hardly more steps are on their way at once than there are people. All of it is looked at for the
/// earliest, which is quicker than keeping it in order: nobody could foresee where the next belongs.
#[derive(Debug)]
pub(super) struct Dues {
    /// Seconds above, steps below.
    keys: Vec<u64>,
    /// The least of them.
    least: u64,
}

impl Default for Dues {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            least: NONE,
        }
    }
}

impl Dues {
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.least = NONE;
    }

    /// No later than [`LATEST`].
    #[inline]
    pub(super) fn push(&mut self, at: Seconds, step: StepId) {
        let key = at.0.unsigned_abs() << 32 | step.place() as u64; // 32 bits each.
        self.keys.push(key);
        self.least = self.least.min(key);
    }

    /// The earliest second; beyond every horizon if there is none.
    #[inline]
    pub(super) fn next(&self) -> Seconds {
        Seconds((self.least >> 32) as i64) // 32 bits.
    }

    /// Takes out the first step that is due by `now`.
    #[inline]
    pub(super) fn take(&mut self, now: Seconds) -> Option<StepId> {
        if self.next() > now {
            return None;
        }
        let first = self.least;
        let (mut place, mut least) = (0, NONE);
        for (other, key) in self.keys.iter().enumerate() {
            let is_first = *key == first;
            place = if is_first { other } else { place };
            least = least.min(if is_first { NONE } else { *key });
        }
        self.keys.swap_remove(place);
        self.least = least;
        Some(StepId::new(first as u32 as usize)) // The last 32 bits.
    }
}
