//! What is due when: the one place that knows the order within a second.
//!
//! All that falls on one second is applied in rounds of phases: finished work, returns, injects, thresholds, ends of delays; then
//! releases, dispatch and calls, which are not events but follow from them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::program::CalendarId;
use crate::quantity::{ImpactId, Index, InjectId, PersonId, ResourceId, Seconds, StepId};
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
    /// What befalls people before anything else.
    Early(Turn),
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
    /// What befalls people after that.
    Late(Turn),
}

/// What befalls people by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Turn {
    /// The call of that number is answered.
    Answer { person: PersonId, call: u32 },
    /// The absence of some of them may be over.
    AbsenceEnd(PersonId),
    /// The call of that number has not been answered for long.
    Escalation { person: PersonId, call: u32 },
    /// The stay of some of them is over.
    StayEnd(PersonId),
    /// The rest of some of them is over.
    RestEnd(PersonId),
}

impl From<Turn> for Return {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Answer { .. } | Turn::AbsenceEnd(_) => Self::Early(turn),
            Turn::Escalation { .. } | Turn::StayEnd(_) | Turn::RestEnd(_) => Self::Late(turn),
        }
    }
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

/// What befalls people is common too: second, kind, whom it befalls and a number, ordered like [`Return`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct PackedTurn(u128);

impl PackedTurn {
    const ANSWER: u128 = 0;
    const ABSENCE_END: u128 = 1;
    const ESCALATION: u128 = 2;
    const STAY_END: u128 = 3;
    const REST_END: u128 = 4;
}

impl Key for PackedTurn {
    type Event = Turn;

    fn new(at: Seconds, event: Turn) -> Self {
        let (kind, whom, number) = match event {
            Turn::Answer { person, call } => (Self::ANSWER, person.place(), call),
            Turn::AbsenceEnd(person) => (Self::ABSENCE_END, person.place(), 0),
            Turn::Escalation { person, call } => (Self::ESCALATION, person.place(), call),
            Turn::StayEnd(person) => (Self::STAY_END, person.place(), 0),
            Turn::RestEnd(person) => (Self::REST_END, person.place(), 0),
        };
        let at = u128::from(at.0.unsigned_abs()); // Nothing is due before onset.
        let whom = whom as u128; // 28 bits: more people have room in no memory.
        Self(at << 64 | kind << 60 | whom << 32 | u128::from(number))
    }

    fn at(self) -> Seconds {
        Seconds((self.0 >> 64) as i64) // What went in.
    }

    fn event(self) -> Turn {
        let whom = (self.0 >> 32) as usize & 0x0fff_ffff;
        let person = PersonId::new(whom);
        let number = self.0 as u32; // The last 32 bits.
        match (self.0 >> 60) & 0xf {
            Self::ANSWER => Turn::Answer {
                person,
                call: number,
            },
            Self::ABSENCE_END => Turn::AbsenceEnd(person),
            Self::ESCALATION => Turn::Escalation {
                person,
                call: number,
            },
            Self::STAY_END => Turn::StayEnd(person),
            Self::REST_END => Turn::RestEnd(person),
            kind => unreachable!("no turn is of kind {kind}"),
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
            into.push(self.take_next());
        }
    }

    fn peek(&self) -> Option<(Seconds, K::Event)> {
        let Reverse(key) = self.heap.peek()?;
        Some((key.at(), key.event()))
    }

    /// Takes out what comes next; there is something.
    fn take_next(&mut self) -> K::Event {
        let Reverse(key) = self.heap.pop().expect("something is due");
        self.next = self.heap.peek().map_or(NEVER, |next| next.0.at());
        key.event()
    }
}

/// A moment beyond every horizon.
pub(super) const NEVER: Seconds = Seconds(i64::MAX);

/// Everything that is due, by phase.
#[derive(Debug, Default)]
pub(super) struct Queue {
    work_ends: Due<PackedEnd>,
    turns: Due<PackedTurn>,
    returns: Due<(Seconds, Return)>,
    injects: Due<(Seconds, InjectId)>,
    thresholds: Due<(Seconds, ImpactId)>,
    timers: Due<(Seconds, Timer)>,
}

impl Queue {
    /// Nothing is due any more.
    pub(super) fn clear(&mut self) {
        self.work_ends.clear();
        self.turns.clear();
        self.returns.clear();
        self.injects.clear();
        self.thresholds.clear();
        self.timers.clear();
    }

    pub(super) fn push_work_end(&mut self, at: Seconds, event: WorkEnd) {
        self.work_ends.push(at, event);
    }

    pub(super) fn push_turn(&mut self, at: Seconds, turn: Turn) {
        self.turns.push(at, turn);
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
        self.next_but_turns().min(self.turns.next)
    }

    /// The same, whatever befalls people aside.
    pub(super) fn next_but_turns(&self) -> Seconds {
        (self.work_ends.next)
            .min(self.returns.next)
            .min(self.injects.next)
            .min(self.thresholds.next)
            .min(self.timers.next)
    }

    /// What befalls people next, and when, if that is before `next`.
    pub(super) fn turn_before(&self, next: Seconds) -> Option<(Seconds, Turn)> {
        if self.turns.next < next {
            self.turns.peek()
        } else {
            None
        }
    }

    /// Takes that out; there is something.
    pub(super) fn take_turn(&mut self) -> Turn {
        self.turns.take_next()
    }

    /// Whether work ends by `now`.
    pub(super) fn has_work_ends(&self, now: Seconds) -> bool {
        self.work_ends.next <= now
    }

    /// Whether anything returns by `now`.
    pub(super) fn has_returns(&self, now: Seconds) -> bool {
        self.returns.next.min(self.turns.next) <= now
    }

    /// Whether anything but what befalls people returns by `now`.
    pub(super) fn has_other_returns(&self, now: Seconds) -> bool {
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

    /// The work that ends first; there is some.
    pub(super) fn take_work_end(&mut self) -> WorkEnd {
        self.work_ends.take_next()
    }

    /// The work that ends by `now`, in the order of ids; what it causes is for the next round.
    pub(super) fn take_work_ends(&mut self, now: Seconds, into: &mut Vec<WorkEnd>) {
        self.work_ends.take(now, into);
    }

    /// What returns by `now`, in the order of ids.
    pub(super) fn take_returns(&mut self, now: Seconds, into: &mut Vec<Return>) {
        self.returns.take(now, into);
        let are_mixed = !into.is_empty();
        while self.turns.next <= now {
            into.push(self.turns.take_next().into());
        }
        if are_mixed {
            into.sort_unstable();
        }
    }

    /// What befalls people by `now`, in the order of ids.
    pub(super) fn take_turns(&mut self, now: Seconds, into: &mut Vec<Turn>) {
        self.turns.take(now, into);
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
