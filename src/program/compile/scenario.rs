//! What happens to the plan: barriers, impacts and injects.

use crate::model::{Barrier, BarrierEffect, Drill, Effect, Growth, Impact, Inject, Trigger};
use crate::program::compile::people::Calendars;
use crate::program::{
    BarrierCode, EffectCode, GrowthCode, GuardCode, ImpactCode, InjectCode, TriggerCode,
};
use crate::quantity::{ImpactId, PersonId};
use crate::random::{Entity, Question};

pub(super) fn compile_barrier(
    barrier: &Barrier,
    has_failed: bool,
    size_of: &impl Fn(PersonId) -> usize,
) -> BarrierCode {
    let question = |asked| Question::new(Entity::Barrier, &barrier.id, asked);
    let (effects, averts) = match &barrier.effect {
        BarrierEffect::Averts => (Vec::new(), true),
        BarrierEffect::Weakens(effects) => {
            (compile_effects(effects, question("amount"), size_of), false)
        }
    };
    BarrierCode {
        holds: if has_failed || averts {
            0.0
        } else {
            barrier.holds.value()
        },
        question: question("holds"),
        effects,
        averts,
    }
}

pub(super) fn compile_impact(
    drill: &Drill,
    id: ImpactId,
    impact: &Impact,
    calendars: &mut Calendars<'_>,
) -> ImpactCode {
    let thresholds = drill
        .scenario
        .injects
        .entries()
        .filter_map(|(inject, code)| above(&code.at, id).map(|level| (inject, level)));
    ImpactCode {
        starts: impact.starts,
        growth: match impact.grows {
            Growth::Steady => GrowthCode::Steady,
            Growth::PerHour(rate) => GrowthCode::PerSecond(rate / 3_600.0),
            Growth::Doubles(every) => GrowthCode::Rate(std::f64::consts::LN_2 / every.as_f64()),
        },
        during: impact
            .during
            .map(|shift| calendars.of(vec![shift], &drill.organization.zone)),
        cap: impact.cap.unwrap_or(f64::INFINITY),
        watched: (drill.scenario.watched(id).map(|(_, level)| level)).collect(),
        thresholds: thresholds.collect(),
    }
}

fn above(trigger: &Trigger, of: ImpactId) -> Option<f64> {
    match trigger {
        Trigger::Above(impact, level) => (*impact == of).then_some(*level),
        Trigger::At(_)
        | Trigger::Between(_, _)
        | Trigger::Started(_, _)
        | Trigger::Finished(_, _)
        | Trigger::Overdue(_, _)
        | Trigger::Never => None,
    }
}

pub(super) fn compile_inject(inject: &Inject, size_of: &impl Fn(PersonId) -> usize) -> InjectCode {
    let question = |asked| Question::new(Entity::Inject, &inject.id, asked);
    InjectCode {
        trigger: match inject.at {
            Trigger::At(at) => TriggerCode::At(at),
            Trigger::Between(from, to) => TriggerCode::Between(from, to),
            Trigger::Started(step, _) => TriggerCode::Started(step),
            Trigger::Finished(step, _) => TriggerCode::Finished(step),
            Trigger::Above(impact, _) => TriggerCode::Above(impact),
            Trigger::Overdue(step, at) => TriggerCode::Overdue(step, at),
            Trigger::Never => TriggerCode::Never,
        },
        chance: inject.chance.value(),
        fires: question("fires"),
        time: question("time"),
        guard: inject.when.as_ref().map(GuardCode::compile),
        effects: compile_effects(&inject.effects, question("amount"), size_of),
    }
}

pub(super) fn compile_effects(
    effects: &[Effect],
    amount: Question,
    size_of: &impl Fn(PersonId) -> usize,
) -> Vec<EffectCode> {
    effects
        .iter()
        .map(|effect| EffectCode::compile(effect, amount, size_of))
        .collect()
}
