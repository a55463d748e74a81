//! The steps that are ready and wait, in the order in which they are served; and sets of steps.

use crate::program::StepCode;
use crate::quantity::{Index, RoleId, Seconds, StepId};
use crate::simulate::news::News;

/// Larger urgency first, then (where the plan says so) the earlier ready time, then the id: the larger number is served later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ServiceKey(u128);

impl ServiceKey {
    fn new(rank: u32, ready: Seconds, step: StepId) -> Self {
        let ready = u128::from(ready.0.unsigned_abs()); // No step is ready before onset.
        let step = step.place() as u128; // Widening.
        Self(u128::from(rank) << 96 | ready << 32 | step)
    }

    /// The key of a step that is ready since then.
    pub(super) fn of(code: &StepCode, ready: Seconds, step: StepId) -> Self {
        let counts = code.is_served_by_ready_time;
        Self::new(code.rank, if counts { ready } else { Seconds::ZERO }, step)
    }

    pub(super) fn step(self) -> StepId {
        StepId::new((self.0 & u128::from(u32::MAX)) as usize) // 32 bits.
    }
}

/// A step that waits, with all that tells whether it needs looking at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) key: ServiceKey,
    /// Its staffing, and the bit of that.
    pub(super) staffing: usize,
    pub(super) staffing_bit: u64,
    /// The role of its first need.
    pub(super) owner: Option<RoleId>,
    pub(super) uses_units: bool,
    /// Whether it was looked at since it began to wait, to start it and to call for it.
    pub(super) is_looked_at: bool,
    pub(super) is_called_for: bool,
}

impl Waiting {
    /// Whether news concern who may work on it.
    #[inline]
    pub(super) fn heeds(&self, news: News) -> bool {
        news.staffings & self.staffing_bit != 0
    }

    /// Whether news concern what it needs, people or units.
    #[inline]
    pub(super) fn heeds_in_all(&self, news: News) -> bool {
        self.heeds(news) || (news.units && self.uses_units)
    }
}

/// The waiting steps in the order in which they are served, and what concerns any of them.
#[derive(Debug, Default)]
pub(super) struct WaitingSteps {
    pub(super) list: Vec<Waiting>,
    /// The bits of their staffings.
    pub(super) staffings: u64,
    use_units: bool,
    /// Whether any began to wait since calls were last made.
    are_new: bool,
}

impl WaitingSteps {
    pub(super) fn insert(&mut self, waiting: Waiting) {
        let place = self.list.partition_point(|other| other.key < waiting.key);
        self.list.insert(place, waiting);
        self.staffings |= waiting.staffing_bit;
        self.use_units |= waiting.uses_units;
        self.are_new = true;
    }

    /// Takes out a step that is there.
    pub(super) fn remove(&mut self, step: StepId) {
        let place = self
            .list
            .iter()
            .position(|other| other.key.step() == step)
            .expect("the step waits");
        self.list.remove(place);
        self.staffings = (self.list.iter()).fold(0, |bits, step| bits | step.staffing_bit);
        self.use_units = self.list.iter().any(|step| step.uses_units);
    }

    /// Whether the phases that start and call have anything to do for any of them.
    #[inline]
    pub(super) fn are_to_be_looked_at(&self, news: News) -> bool {
        self.are_new || news.staffings & self.staffings != 0 || (news.units && self.use_units)
    }

    /// Calls were made for all of them.
    pub(super) fn note_calls(&mut self) {
        self.are_new = false;
    }

    /// Nothing waits any more.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Waiting> {
        self.staffings = 0;
        self.use_units = false;
        self.are_new = false;
        self.list.drain(..)
    }
}

/// A set of steps.
#[derive(Clone, Debug, Default)]
pub(super) struct StepSet {
    words: Vec<u64>,
    count: usize,
}

impl StepSet {
    /// The empty set, with room for so many steps.
    pub(super) fn with_room_for(steps: usize) -> Self {
        Self {
            words: vec![0; steps.div_ceil(64)],
            count: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn insert(&mut self, step: StepId) {
        let word = &mut self.words[step.place() / 64];
        let bit = 1 << (step.place() % 64);
        self.count += usize::from(*word & bit == 0);
        *word |= bit;
    }

    /// Takes out the first step that is not before `from`.
    pub(super) fn take_from(&mut self, from: StepId) -> Option<StepId> {
        let mut place = from.place() / 64;
        let mut word = *self.words.get(place)? & (u64::MAX << (from.place() % 64));
        while word == 0 {
            place += 1;
            word = *self.words.get(place)?;
        }
        let bit = word.trailing_zeros() as usize; // Below 64.
        self.words[place] &= !(1 << bit);
        self.count -= 1;
        Some(StepId::new(place * 64 + bit))
    }

    /// Becomes equal to `other`, which has room for as many.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.words.copy_from_slice(&other.words);
        self.count = other.count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_taken_in_the_order_of_ids_from_anywhere() {
        let mut set = StepSet::with_room_for(200);
        for place in [130, 3, 64, 63, 3] {
            set.insert(StepId::new(place));
        }
        let mut take = |from| set.take_from(StepId::new(from)).map(Index::place);
        assert_eq!(take(64), Some(64));
        assert_eq!(take(64), Some(130));
        assert_eq!(take(64), None);
        assert_eq!([take(0), take(0), take(0)], [Some(3), Some(63), None]);
        assert!(set.is_empty());
    }

    #[test]
    fn urgency_counts_before_ready_time_and_ready_time_before_the_id() {
        let key = |rank, ready, step| ServiceKey::new(rank, Seconds(ready), StepId::new(step));
        assert!(key(0, 900, 7) < key(1, 0, 0));
        assert!(key(1, 5, 7) < key(1, 6, 0));
        assert!(key(1, 5, 0) < key(1, 5, 7));
        assert_eq!(key(1, 5, 7).step(), StepId::new(7));
    }
}
