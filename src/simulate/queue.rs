//! What is due when: the one place that knows the order within a second.
//!
//! All that falls on one second is applied in rounds of phases (design page 3, section 3.5): finished work, returns, injects,
//! thresholds, ends of delays; then releases, dispatch and calls, which are not events but follow from them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::program::CalendarId;
use crate::quantity::{ImpactId, Index, InjectId, MemberId, PersonId, ResourceId, Seconds, StepId};
use crate::simulate::log::Source;

/// Phase 1: work that ends, by step. A version that is no longer the step's marks work that was interrupted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct WorkEnd {
    pub(super) step: StepId,
    pub(super) version: u32,
}

/// Phase 2: answers, returns, shift changes and ends of effects.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Return {
    /// The call of that number is answered.
    Answer { person: PersonId, call: u32 },
    /// An absence may be over.
    AbsenceEnd(MemberId),
    /// Units return (positive) or go (negative).
    Units { resource: ResourceId, change: i64 },
    /// A shift of this calendar begins or ends.
    ShiftChange(CalendarId),
    /// A time-limited effect ends.
    EffectEnd {
        source: Source,
        number: usize,
        serial: u32,
    },
    /// The call of that number has not been answered for long.
    Escalation { person: PersonId, call: u32 },
    /// The stay that began at that serial is over.
    StayEnd { member: MemberId, arrival: u32 },
    /// A rest is over.
    RestEnd(MemberId),
}

/// Phase 5: delays and pauses that end, and waits that have lasted too long.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Timer {
    /// A delay or pause of that version is over.
    Ready { step: StepId, version: u32 },
    /// A wait of that version has lasted as long as it may.
    GiveUp { step: StepId, version: u32 },
}

/// Events of one phase, earliest first and those of one second in the order of ids.
#[derive(Debug)]
struct Due<K> {
    heap: BinaryHeap<Reverse<K>>,
    /// The earliest of their seconds; beyond every horizon if there is none.
    next: Seconds,
}

/// An event and its second.
trait Key: Ord + Copy {
    type Event;

    fn new(at: Seconds, event: Self::Event) -> Self;
    fn at(self) -> Seconds;
    fn event(self) -> Self::Event;
}

impl<T: Ord + Copy> Key for (Seconds, T) {
    type Event = T;

    fn new(at: Seconds, event: T) -> Self {
        (at, event)
    }

    fn at(self) -> Seconds {
        self.0
    }

    fn event(self) -> T {
        self.1
    }
}

/// Ends of work are the commonest event by far: second, step and version in one number compare at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct PackedEnd(u128);

impl Key for PackedEnd {
    type Event = WorkEnd;

    fn new(at: Seconds, event: WorkEnd) -> Self {
        let at = u128::from(at.0.unsigned_abs()); // Nothing is due before onset.
        let step = event.step.place() as u128; // 32 bits.
        Self(at << 64 | step << 32 | u128::from(event.version))
    }

    fn at(self) -> Seconds {
        Seconds((self.0 >> 64) as i64) // What went in.
    }

    fn event(self) -> WorkEnd {
        WorkEnd {
            step: StepId::new((self.0 >> 32) as u32 as usize), // The middle 32 bits.
            version: self.0 as u32,                            // The last 32 bits.
        }
    }
}

impl<K: Key> Default for Due<K> {
    fn default() -> Self {
        Self {
            heap: BinaryHeap::new(),
            next: NEVER,
        }
    }
}

impl<K: Key> Due<K> {
    fn clear(&mut self) {
        self.heap.clear();
        self.next = NEVER;
    }

    fn push(&mut self, at: Seconds, event: K::Event) {
        self.heap.push(Reverse(K::new(at, event)));
        self.next = self.next.min(at);
    }

    /// Moves what is due by `now` into the list, which is emptied first.
    fn take(&mut self, now: Seconds, into: &mut Vec<K::Event>) {
        into.clear();
        while self.next <= now {
            let Some(Reverse(key)) = self.heap.pop() else {
                return;
            };
            into.push(key.event());
            self.next = self.heap.peek().map_or(NEVER, |next| next.0.at());
        }
    }
}

/// A moment beyond every horizon.
pub(super) const NEVER: Seconds = Seconds(i64::MAX);

/// Everything that is due, by phase.
#[derive(Debug, Default)]
pub(super) struct Queue {
    work_ends: Due<PackedEnd>,
    returns: Due<(Seconds, Return)>,
    injects: Due<(Seconds, InjectId)>,
    thresholds: Due<(Seconds, ImpactId)>,
    timers: Due<(Seconds, Timer)>,
}

impl Queue {
    /// Nothing is due any more.
    pub(super) fn clear(&mut self) {
        self.work_ends.clear();
        self.returns.clear();
        self.injects.clear();
        self.thresholds.clear();
        self.timers.clear();
    }

    pub(super) fn push_work_end(&mut self, at: Seconds, event: WorkEnd) {
        self.work_ends.push(at, event);
    }

    pub(super) fn push_return(&mut self, at: Seconds, event: Return) {
        self.returns.push(at, event);
    }

    pub(super) fn push_inject(&mut self, at: Seconds, inject: InjectId) {
        self.injects.push(at, inject);
    }

    pub(super) fn push_threshold(&mut self, at: Seconds, impact: ImpactId) {
        self.thresholds.push(at, impact);
    }

    pub(super) fn push_timer(&mut self, at: Seconds, timer: Timer) {
        self.timers.push(at, timer);
    }

    /// The earliest second at which anything is due; beyond every horizon if nothing is.
    pub(super) fn next(&self) -> Seconds {
        (self.work_ends.next)
            .min(self.returns.next)
            .min(self.injects.next)
            .min(self.thresholds.next)
            .min(self.timers.next)
    }

    /// Whether work ends by `now`.
    pub(super) fn has_work_ends(&self, now: Seconds) -> bool {
        self.work_ends.next <= now
    }

    /// Whether anything returns by `now`.
    pub(super) fn has_returns(&self, now: Seconds) -> bool {
        self.returns.next <= now
    }

    /// Whether an inject is due by `now`.
    pub(super) fn has_injects(&self, now: Seconds) -> bool {
        self.injects.next <= now
    }

    /// Whether a level may be crossed by `now`.
    pub(super) fn has_thresholds(&self, now: Seconds) -> bool {
        self.thresholds.next <= now
    }

    /// Whether a delay or a wait ends by `now`.
    pub(super) fn has_timers(&self, now: Seconds) -> bool {
        self.timers.next <= now
    }

    /// The work that ends by `now`, in the order of ids; what it causes is for the next round.
    pub(super) fn take_work_ends(&mut self, now: Seconds, into: &mut Vec<WorkEnd>) {
        self.work_ends.take(now, into);
    }

    /// What returns by `now`, in the order of ids.
    pub(super) fn take_returns(&mut self, now: Seconds, into: &mut Vec<Return>) {
        self.returns.take(now, into);
    }

    /// The injects due by `now`, in file order.
    pub(super) fn take_injects(&mut self, now: Seconds, into: &mut Vec<InjectId>) {
        self.injects.take(now, into);
    }

    /// The impacts that may cross a level by `now`, in file order.
    pub(super) fn take_thresholds(&mut self, now: Seconds, into: &mut Vec<ImpactId>) {
        self.thresholds.take(now, into);
    }

    /// The delays and waits that end by `now`, in the order of ids.
    pub(super) fn take_timers(&mut self, now: Seconds, into: &mut Vec<Timer>) {
        self.timers.take(now, into);
    }
}
