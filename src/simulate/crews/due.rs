//! Steps that are due at some second, earliest first and those of one second in the order of ids.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::quantity::{Index, Seconds, StepId};

/// The key of no step, beyond every horizon.
const NONE: u64 = u64::MAX;

/// So many keys are looked through rather than kept in order.
const FEW: usize = 32;

/// Most often a short list: seldom more steps are on their way at once than there are people. All of it is looked at for the
/// earliest, which is quicker than keeping it in order: nobody could foresee where the next belongs.
#[derive(Debug)]
pub(super) struct Dues {
    /// Seconds above, steps below.
    few: Vec<u64>,
    /// What there is beyond [`FEW`].
    more: BinaryHeap<Reverse<u64>>,
    /// The least of all.
    least: u64,
}

impl Default for Dues {
    fn default() -> Self {
        Self {
            few: Vec::with_capacity(FEW),
            more: BinaryHeap::new(),
            least: NONE,
        }
    }
}

impl Dues {
    pub(super) fn clear(&mut self) {
        self.few.clear();
        self.more.clear();
        self.least = NONE;
    }

    /// No later than [`LATEST`](crate::simulate::plain::LATEST).
    #[inline]
    pub(super) fn push(&mut self, at: Seconds, step: StepId) {
        let key = at.0.unsigned_abs() << 32 | step.place() as u64; // 32 bits each.
        if self.few.len() < FEW {
            self.few.push(key);
        } else {
            self.more.push(Reverse(key));
        }
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
        let (mut place, mut least) = (FEW, NONE);
        for (other, key) in self.few.iter().enumerate() {
            let is_first = *key == first;
            place = if is_first { other } else { place };
            least = least.min(if is_first { NONE } else { *key });
        }
        if place < FEW {
            self.few.swap_remove(place);
        } else {
            self.more.pop();
        }
        self.least = match self.more.peek() {
            Some(Reverse(key)) => least.min(*key),
            None => least,
        };
        Some(StepId::new(first as u32 as usize)) // The last 32 bits.
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::simulate::plain::LATEST;

    proptest! {
        /// Pushes (a second and a step) and takes, against an ordered set.
        #[test]
        fn steps_come_in_the_order_in_which_they_are_due(
            turns in prop::collection::vec(
                prop::option::weighted(0.6, (prop_oneof![0..20_i64, Just(LATEST.0)], 0..400_usize)),
                0..200,
            ),
        ) {
            let (mut dues, mut ordered) = (Dues::default(), BTreeSet::new());
            for turn in turns {
                match turn {
                    // No step is due twice.
                    Some((_, step)) if ordered.iter().any(|(_, other)| *other == step) => {}
                    Some((at, step)) => {
                        dues.push(Seconds(at), StepId::new(step));
                        ordered.insert((at, step));
                    }
                    None => {
                        let first = ordered.first().copied();
                        if let Some((at, _)) = first {
                            prop_assert_eq!(dues.next(), Seconds(at));
                            prop_assert_eq!(dues.take(Seconds(at - 1)), None);
                        }
                        let taken = dues.take(LATEST).map(StepId::place);
                        prop_assert_eq!(taken, first.map(|(_, step)| step));
                        ordered.pop_first();
                    }
                }
            }
            dues.clear();
            prop_assert!(dues.next() > LATEST);
        }
    }
}
