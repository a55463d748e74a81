//! What else happens in the same second, so that nothing is told twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{AfterFailure, CallKind, Event, EventKind, Lack, Member, SkipReason};
use crate::model::Effect;
use crate::quantity::{FlagId, PersonId, ResourceId, RoleId, StepId};

/// A call that goes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Call {
    pub(super) person: PersonId,
    pub(super) members: u32,
    pub(super) kind: CallKind,
    pub(super) role: RoleId,
}

/// All that happens in one second, by what it happens to.
#[derive(Default, Debug)]
pub(super) struct Second {
    /// Steps that start.
    pub(super) started: BTreeSet<StepId>,
    /// Steps that begin to wait for something, each with the person it waits for.
    waiting: BTreeMap<StepId, Option<PersonId>>,
    ready: BTreeSet<StepId>,
    /// Steps that are released, skipped or blocked.
    decided: BTreeSet<StepId>,
    skipped: BTreeSet<StepId>,
    /// Steps that are skipped because too few of their predecessors happened.
    pub(super) skipped_with_predecessors: Vec<StepId>,
    /// Steps required by an effect or in place of another.
    required: BTreeSet<StepId>,
    /// Calls for each step.
    calls: BTreeMap<StepId, Vec<Call>>,
    /// People who answer or arrive.
    pub(super) answering: BTreeSet<PersonId>,
    /// People who take part in work that begins.
    pub(super) starting: BTreeSet<PersonId>,
    /// Of each team and person: who comes back first, and how many do.
    pub(super) returned: BTreeMap<PersonId, (Member, u32)>,
    /// Of each team and person: who leaves first, and how many do.
    pub(super) left: BTreeMap<PersonId, (Member, u32)>,
    flags_set: BTreeSet<FlagId>,
    taken_away: BTreeSet<PersonId>,
    brought: BTreeSet<PersonId>,
    units_changed: BTreeSet<ResourceId>,
}

impl Second {
    pub(super) fn of(events: &[Event]) -> Self {
        let mut second = Self::default();
        for event in events {
            second.note(&event.kind);
        }
        second
    }

    fn note(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Started { step, members, .. } => {
                self.started.insert(*step);
                self.starting
                    .extend(members.iter().map(|member| member.person));
            }
            EventKind::Waits { step, lack } => {
                let person = match lack {
                    Lack::Person { person, .. } => Some(*person),
                    Lack::Hold | Lack::Resource { .. } => None,
                };
                self.waiting.insert(*step, person);
            }
            EventKind::Ready { step, .. } => {
                self.ready.insert(*step);
            }
            EventKind::Released(step) | EventKind::Blocked { step, .. } => {
                self.decided.insert(*step);
            }
            EventKind::Skipped(step, reason) => {
                self.decided.insert(*step);
                self.skipped.insert(*step);
                if *reason == SkipReason::Predecessors {
                    self.skipped_with_predecessors.push(*step);
                }
            }
            EventKind::Failed { then, .. } => {
                if let AfterFailure::Fallback(fallback) = then {
                    self.required.insert(*fallback);
                }
            }
            EventKind::Called {
                person,
                members,
                kind,
                step,
                role,
            } => self.calls.entry(*step).or_default().push(Call {
                person: *person,
                members: *members,
                kind: *kind,
                role: *role,
            }),
            EventKind::Answered { person, .. } | EventKind::Arrived { person, .. } => {
                self.answering.insert(*person);
            }
            EventKind::Returned(member) => count(&mut self.returned, *member),
            EventKind::Left(member) => count(&mut self.left, *member),
            EventKind::Units { resource, .. } => {
                self.units_changed.insert(*resource);
            }
            EventKind::Effect { effect, .. } => self.note_effect(effect),
            EventKind::Onset
            | EventKind::Horizon
            | EventKind::ClockChange(_)
            | EventKind::Barrier { .. }
            | EventKind::FlagSet(..)
            | EventKind::FlagFell(_)
            | EventKind::InjectFired(_)
            | EventKind::InjectWithheld(_)
            | EventKind::EffectEnded { .. }
            | EventKind::Exceeded { .. }
            | EventKind::Woken(_)
            | EventKind::Interrupted { .. }
            | EventKind::Done(..)
            | EventKind::Replaced { .. }
            | EventKind::FallbackLost { .. }
            | EventKind::Reopened(..)
            | EventKind::Absent { .. }
            | EventKind::Objective(..) => {}
        }
    }

    fn note_effect(&mut self, effect: &Effect) {
        match effect {
            Effect::Require(step) => {
                self.required.insert(*step);
            }
            Effect::Set(flag) => {
                self.flags_set.insert(*flag);
            }
            Effect::Absent { person, .. } => {
                self.taken_away.insert(*person);
            }
            Effect::Arrive { person, .. } => {
                self.brought.insert(*person);
            }
            Effect::Stop(_)
            | Effect::Scale(..)
            | Effect::Add(..)
            | Effect::Drain { .. }
            | Effect::Reopen(_)
            | Effect::Lose { .. }
            | Effect::Gain { .. }
            | Effect::Slow { .. }
            | Effect::SlowAnswers { .. }
            | Effect::Hold { .. }
            | Effect::Fail(..) => {}
        }
    }

    /// A step's waking is told by what woke it, or by what it does next.
    pub(super) fn tells_waking(&self, step: StepId) -> bool {
        self.required.contains(&step) || self.decided.contains(&step) || self.tells_release(step)
    }

    /// A step's release is told by what it does next.
    pub(super) fn tells_release(&self, step: StepId) -> bool {
        self.ready.contains(&step) || self.skipped.contains(&step) || self.tells_readiness(step)
    }

    /// A step's readiness is told by what it does next.
    pub(super) fn tells_readiness(&self, step: StepId) -> bool {
        self.started.contains(&step) || self.waiting.contains_key(&step)
    }

    /// Calls for the step are told by its wait.
    pub(super) fn tells_calls(&self, step: StepId) -> bool {
        self.waiting.contains_key(&step) && !self.started.contains(&step)
    }

    /// The calls for a step, but for the person it waits for: that one is told by the reason of the wait.
    pub(super) fn further_calls(&self, step: StepId) -> impl Iterator<Item = Call> {
        let awaited = self.waiting.get(&step).copied().flatten();
        let calls = self.calls.get(&step).into_iter().flatten().copied();
        calls.filter(move |call| Some(call.person) != awaited)
    }

    /// The flag is set by an effect that is told.
    pub(super) fn tells_flag(&self, flag: FlagId) -> bool {
        self.flags_set.contains(&flag)
    }

    /// The absence is told by the effect that brings it about.
    pub(super) fn tells_absence(&self, person: PersonId) -> bool {
        self.taken_away.contains(&person)
    }

    /// The arrival is told by the effect that brings it about, or by the work that begins with it.
    pub(super) fn tells_arrival(&self, person: PersonId) -> bool {
        self.brought.contains(&person) || self.starting.contains(&person)
    }

    /// The end of the effect is told by who or what comes back.
    pub(super) fn tells_end(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Absent { person, .. } => self.returned.contains_key(person),
            Effect::Lose { resource, .. } | Effect::Gain { resource, .. } => {
                self.units_changed.contains(resource)
            }
            Effect::Stop(_)
            | Effect::Scale(..)
            | Effect::Add(..)
            | Effect::Drain { .. }
            | Effect::Set(_)
            | Effect::Require(_)
            | Effect::Reopen(_)
            | Effect::Arrive { .. }
            | Effect::Slow { .. }
            | Effect::SlowAnswers { .. }
            | Effect::Hold { .. }
            | Effect::Fail(..) => false,
        }
    }
}

fn count(counts: &mut BTreeMap<PersonId, (Member, u32)>, member: Member) {
    counts.entry(member.person).or_insert((member, 0)).1 += 1;
}
