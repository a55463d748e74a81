//! The steps that wait for somebody of a crew.

use crate::quantity::StepId;
use crate::simulate::lanes::LANES;
use crate::simulate::lanes::service::ServiceKey;

/// What waits in each lane, in no order: most often so little that the first is found sooner than an order is kept.
#[derive(Debug)]
pub(super) struct Waiting {
    /// Lane after lane, each with room for all.
    keys: Vec<ServiceKey>,
    room: usize,
    counts: [u32; LANES],
}

impl Waiting {
    /// With room for so many steps.
    pub(super) fn with_room(room: usize) -> Self {
        Self {
            keys: vec![ServiceKey::default(); LANES * room],
            room,
            counts: [0; LANES],
        }
    }

    pub(super) fn clear(&mut self) {
        self.counts = [0; LANES];
    }

    /// How many wait in each lane.
    #[inline(always)]
    pub(super) fn counts(&self) -> &[u32; LANES] {
        &self.counts
    }

    #[inline(always)]
    pub(super) fn is_empty(&self, lane: usize) -> bool {
        self.counts[lane] == 0
    }

    #[inline(always)]
    pub(super) fn push(&mut self, lane: usize, key: ServiceKey) {
        let place = lane * self.room + self.counts[lane] as usize; // A place of a list.
        self.keys[place] = key;
        self.counts[lane] += 1;
    }

    /// Takes out the step that is served first.
    #[inline(always)]
    pub(super) fn take_first(&mut self, lane: usize) -> StepId {
        let count = self.counts[lane] as usize; // Places of a list.
        let keys = &mut self.keys[lane * self.room..][..count];
        let (mut place, mut first) = (0, keys[0]);
        for (other, key) in keys.iter().enumerate().skip(1) {
            let is_first = *key < first;
            place = if is_first { other } else { place };
            first = if is_first { *key } else { first };
        }
        keys[place] = keys[count - 1];
        self.counts[lane] -= 1;
        first.step()
    }
}
