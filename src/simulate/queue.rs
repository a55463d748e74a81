//! What is due when: the one place that knows the order within a second.
//!
//! All that falls on one second is applied in rounds of phases (design page 3, section 3.5): finished work, returns, injects,
//! thresholds, ends of delays; then releases, dispatch and calls, which are not events but follow from them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::program::CalendarId;
use crate::quantity::{ImpactId, InjectId, MemberId, PersonId, ResourceId, Seconds, StepId};
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
    /// A call has not been answered for long; whoever waits looks for the next one.
    Escalation,
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

type Due<T> = BinaryHeap<Reverse<(Seconds, T)>>;

/// Everything that is due, by phase.
#[derive(Debug, Default)]
pub(super) struct Queue {
    work_ends: Due<WorkEnd>,
    returns: Due<Return>,
    injects: Due<InjectId>,
    thresholds: Due<ImpactId>,
    timers: Due<Timer>,
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
        self.work_ends.push(Reverse((at, event)));
    }

    pub(super) fn push_return(&mut self, at: Seconds, event: Return) {
        self.returns.push(Reverse((at, event)));
    }

    pub(super) fn push_inject(&mut self, at: Seconds, inject: InjectId) {
        self.injects.push(Reverse((at, inject)));
    }

    pub(super) fn push_threshold(&mut self, at: Seconds, impact: ImpactId) {
        self.thresholds.push(Reverse((at, impact)));
    }

    pub(super) fn push_timer(&mut self, at: Seconds, timer: Timer) {
        self.timers.push(Reverse((at, timer)));
    }

    /// The earliest second at which anything is due.
    pub(super) fn next(&self) -> Option<Seconds> {
        [
            self.work_ends.peek().map(|due| due.0.0),
            self.returns.peek().map(|due| due.0.0),
            self.injects.peek().map(|due| due.0.0),
            self.thresholds.peek().map(|due| due.0.0),
            self.timers.peek().map(|due| due.0.0),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// The work that ends by `now`, in the order of ids; what it causes is for the next round.
    pub(super) fn take_work_ends(&mut self, now: Seconds, into: &mut Vec<WorkEnd>) {
        take(&mut self.work_ends, now, into);
    }

    /// What returns by `now`, in the order of ids.
    pub(super) fn take_returns(&mut self, now: Seconds, into: &mut Vec<Return>) {
        take(&mut self.returns, now, into);
    }

    /// The injects due by `now`, in file order.
    pub(super) fn take_injects(&mut self, now: Seconds, into: &mut Vec<InjectId>) {
        take(&mut self.injects, now, into);
    }

    /// The impacts that may cross a level by `now`, in file order.
    pub(super) fn take_thresholds(&mut self, now: Seconds, into: &mut Vec<ImpactId>) {
        take(&mut self.thresholds, now, into);
    }

    /// The delays and waits that end by `now`, in the order of ids.
    pub(super) fn take_timers(&mut self, now: Seconds, into: &mut Vec<Timer>) {
        take(&mut self.timers, now, into);
    }
}

fn take<T: Ord>(due: &mut Due<T>, now: Seconds, into: &mut Vec<T>) {
    into.clear();
    while due.peek().is_some_and(|next| next.0.0 <= now) {
        if let Some(Reverse((_, event))) = due.pop() {
            into.push(event);
        }
    }
}
