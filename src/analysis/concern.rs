//! Whom and what an event concerns, and how much it matters to the telling.

use std::collections::BTreeSet;

use crate::analysis::{Category, EventKind, Importance, Lack, Source};
use crate::model::{Drill, Effect, StepSet};
use crate::quantity::{PersonId, StepId};

/// What an event is about, and how much it matters.
pub(super) fn categories(kind: &EventKind) -> (Category, Importance) {
    use Category::{Impacts, Injects, Objectives, People, Steps, World};
    use Importance::{Ordinary, Routine, Telling};
    match kind {
        EventKind::Onset | EventKind::Horizon | EventKind::ClockChange(_) => (World, Telling),
        EventKind::Barrier { .. }
        | EventKind::FlagSet(..)
        | EventKind::FlagFell(_)
        | EventKind::Units { .. } => (World, Ordinary),
        EventKind::InjectFired(_) => (Injects, Telling),
        EventKind::InjectWithheld(_) => (Injects, Ordinary),
        EventKind::Effect { effect, .. } => effect_categories(effect),
        EventKind::EffectEnded { effect, .. } => {
            let (category, importance) = effect_categories(effect);
            (category, importance.min(Ordinary))
        }
        EventKind::Exceeded { .. } => (Impacts, Telling),
        EventKind::Woken(_) | EventKind::Released(_) | EventKind::Ready { .. } => (Steps, Routine),
        EventKind::Skipped(..)
        | EventKind::Waits { .. }
        | EventKind::Started { .. }
        | EventKind::Done(_, None) => (Steps, Ordinary),
        EventKind::Blocked { .. }
        | EventKind::Interrupted { .. }
        | EventKind::Done(_, Some(_))
        | EventKind::Failed { .. }
        | EventKind::Replaced { .. }
        | EventKind::FallbackLost { .. }
        | EventKind::Reopened(..) => (Steps, Telling),
        EventKind::Called { .. } | EventKind::Answered { .. } => (People, Routine),
        EventKind::Returned(_) | EventKind::Left(_) => (People, Ordinary),
        EventKind::Arrived { .. } | EventKind::Absent { .. } => (People, Telling),
        EventKind::Objective(..) => (Objectives, Telling),
    }
}

/// Effects that another event tells of (an absence, a flag, a step that wakes) are routine themselves.
fn effect_categories(effect: &Effect) -> (Category, Importance) {
    use Category::{Impacts, People, Steps, World};
    use Importance::{Ordinary, Routine, Telling};
    match effect {
        Effect::Stop(_) | Effect::Scale(..) | Effect::Add(..) | Effect::Drain { .. } => {
            (Impacts, Telling)
        }
        Effect::Set(_) => (World, Routine),
        Effect::Require(_) | Effect::Reopen(_) => (Steps, Routine),
        Effect::Absent { .. } | Effect::Arrive { .. } => (People, Routine),
        Effect::Lose { .. } | Effect::Gain { .. } => (World, Telling),
        Effect::Slow { .. } | Effect::Hold { .. } | Effect::Fail(..) => (Steps, Telling),
        Effect::SlowAnswers { .. } => (People, Ordinary),
    }
}

/// The steps an event concerns, in the order in which it names them, each once.
pub(super) fn steps(drill: &Drill, kind: &EventKind) -> Vec<StepId> {
    let steps = match *kind {
        EventKind::Onset
        | EventKind::Horizon
        | EventKind::ClockChange(_)
        | EventKind::Barrier { .. }
        | EventKind::FlagFell(_)
        | EventKind::InjectWithheld(_)
        | EventKind::Exceeded { .. }
        | EventKind::Answered { .. }
        | EventKind::Arrived { .. }
        | EventKind::Absent { .. }
        | EventKind::Returned(_)
        | EventKind::Left(_)
        | EventKind::Units { .. } => Vec::new(),
        EventKind::InjectFired(inject) => {
            let inject = &drill.scenario.injects[inject];
            let named = inject.effects.iter().flat_map(effect_steps);
            inject.expects.iter().copied().chain(named).collect()
        }
        EventKind::FlagSet(_, source) => source_step(source).into_iter().collect(),
        EventKind::Effect {
            source, ref effect, ..
        }
        | EventKind::EffectEnded { source, ref effect } => source_step(source)
            .into_iter()
            .chain(effect_steps(effect))
            .collect(),
        EventKind::Reopened(step, source) => {
            [step].into_iter().chain(source_step(source)).collect()
        }
        EventKind::Woken(step)
        | EventKind::Released(step)
        | EventKind::Skipped(step, _)
        | EventKind::Ready { step, .. }
        | EventKind::Waits { step, .. }
        | EventKind::Started { step, .. }
        | EventKind::Interrupted { step, .. }
        | EventKind::Done(step, _)
        | EventKind::Failed { step, .. }
        | EventKind::Called { step, .. } => vec![step],
        EventKind::Blocked { step, by } | EventKind::Replaced { step, by } => vec![step, by],
        EventKind::FallbackLost { step, fallback } => vec![step, fallback],
        EventKind::Objective(objective, _) => drill.scenario.objectives[objective]
            .measure
            .steps()
            .collect(),
    };
    distinct(steps)
}

/// The people an event concerns, in the order in which it names them, each once.
pub(super) fn people(drill: &Drill, kind: &EventKind) -> Vec<PersonId> {
    let people = match *kind {
        EventKind::Onset
        | EventKind::Horizon
        | EventKind::ClockChange(_)
        | EventKind::Barrier { .. }
        | EventKind::FlagSet(..)
        | EventKind::FlagFell(_)
        | EventKind::InjectWithheld(_)
        | EventKind::Exceeded { .. }
        | EventKind::Woken(_)
        | EventKind::Released(_)
        | EventKind::Skipped(..)
        | EventKind::Blocked { .. }
        | EventKind::Ready { .. }
        | EventKind::Done(..)
        | EventKind::Failed { .. }
        | EventKind::Replaced { .. }
        | EventKind::FallbackLost { .. }
        | EventKind::Reopened(..)
        | EventKind::Units { .. }
        | EventKind::Objective(..) => Vec::new(),
        EventKind::InjectFired(inject) => drill.scenario.injects[inject]
            .effects
            .iter()
            .filter_map(effect_person)
            .collect(),
        EventKind::Effect { ref effect, .. } | EventKind::EffectEnded { ref effect, .. } => {
            effect_person(effect).into_iter().collect()
        }
        EventKind::Waits { lack, .. } => match lack {
            Lack::Person { person, .. } => vec![person],
            Lack::Hold | Lack::Resource { .. } => Vec::new(),
        },
        EventKind::Started { ref members, .. } => {
            members.iter().map(|member| member.person).collect()
        }
        EventKind::Interrupted { member, .. }
        | EventKind::Returned(member)
        | EventKind::Left(member) => vec![member.person],
        EventKind::Called { person, .. }
        | EventKind::Answered { person, .. }
        | EventKind::Arrived { person, .. }
        | EventKind::Absent { person, .. } => vec![person],
    };
    distinct(people)
}

fn source_step(source: Source) -> Option<StepId> {
    match source {
        Source::Step(step) => Some(step),
        Source::Onset | Source::Barrier(_) | Source::Inject(_) => None,
    }
}

/// The steps an effect names; none if it is about all.
fn effect_steps(effect: &Effect) -> Vec<StepId> {
    match effect {
        Effect::Require(step) | Effect::Reopen(step) | Effect::Fail(step, _) => vec![*step],
        Effect::Slow { steps, .. } | Effect::Hold { steps, .. } => match steps {
            StepSet::All => Vec::new(),
            StepSet::Some(steps) => steps.clone(),
        },
        Effect::Stop(_)
        | Effect::Scale(..)
        | Effect::Add(..)
        | Effect::Drain { .. }
        | Effect::Set(_)
        | Effect::Absent { .. }
        | Effect::Arrive { .. }
        | Effect::Lose { .. }
        | Effect::Gain { .. }
        | Effect::SlowAnswers { .. } => Vec::new(),
    }
}

fn effect_person(effect: &Effect) -> Option<PersonId> {
    match effect {
        Effect::Absent { person, .. } | Effect::Arrive { person, .. } => Some(*person),
        Effect::Stop(_)
        | Effect::Scale(..)
        | Effect::Add(..)
        | Effect::Drain { .. }
        | Effect::Set(_)
        | Effect::Require(_)
        | Effect::Reopen(_)
        | Effect::Lose { .. }
        | Effect::Gain { .. }
        | Effect::Slow { .. }
        | Effect::SlowAnswers { .. }
        | Effect::Hold { .. }
        | Effect::Fail(..) => None,
    }
}

fn distinct<Id: Ord + Copy>(ids: Vec<Id>) -> Vec<Id> {
    let mut seen = BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}
