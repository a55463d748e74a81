//! The earliest at which anything can be done in a drill, however well it goes: work at its shortest, everybody answering at
//! once, nothing failing but where that is quicker. What is later than that here is impossible.

use std::collections::BTreeMap;

use crate::check::lints::Rehearsal;
use crate::check::lints::crew::monday_of;
use crate::check::staffing::{candidates, hours_in_week, needs};
use crate::model::graph::{LeastTimes, Ways, shortest_ways};
use crate::model::{
    BarrierEffect, Effect, Organization, Plan, Scenario, ShiftPattern, Starts, Trigger, all_effects,
};
use crate::quantity::{Arena, Instant, PersonId, Seconds, StepId};

/// Every pass sharpens the last: a call cannot come before the step that needs it is ready.
const PASSES: usize = 4;

/// Earliest times of a drill.
#[derive(Debug)]
pub(super) struct Bounds {
    /// When steps are done, and by which way.
    pub(super) ways: Ways,
    /// What the ways are made of.
    pub(super) least: LeastTimes,
}

impl Bounds {
    /// When a step can start at the earliest; `None`: never.
    pub(super) fn starts(&self, step: StepId) -> Option<Seconds> {
        let ready = self.ways.ready[step]?;
        Some(ready.max(self.least.not_before[step]))
    }

    /// When an inject can fire at the earliest.
    pub(super) fn fires(&self, at: &Trigger) -> Seconds {
        fires(at, Some(self))
    }

    /// The way to a step in words: "`alert` 40m → `triage` 25m".
    pub(super) fn told(&self, plan: &Plan, step: StepId) -> String {
        let mut before = Seconds::ZERO;
        let mut parts = Vec::new();
        for here in self.ways.to(step) {
            let done = self.ways.done[here].unwrap_or(before);
            let own = plan.steps[here].delay + self.least.work[here];
            let waited = done - before - own;
            let mut part = format!("`{}` {}", plan.steps[here].id, done - before);
            if waited > Seconds::ZERO {
                part.push_str(&format!(" (of which {waited} until somebody comes)"));
            }
            parts.push(part);
            before = done;
        }
        shortened(&parts).join(" → ")
    }
}

/// So many steps of a long way are told from its beginning, and from its end.
const TOLD_AT_EACH_END: usize = 6;

/// A long way without its middle, which nobody would read.
fn shortened(parts: &[String]) -> Vec<String> {
    let left_out = parts.len().saturating_sub(2 * TOLD_AT_EACH_END);
    if left_out < 2 {
        return parts.to_vec();
    }
    let (begin, end) = (
        &parts[..TOLD_AT_EACH_END],
        &parts[parts.len() - TOLD_AT_EACH_END..],
    );
    [begin, &[format!("{left_out} more steps")], end].concat()
}

/// The earliest times of a drill.
pub(super) fn bounds(rehearsal: &Rehearsal<'_, '_>, scenario: &Scenario) -> Bounds {
    let plan = &rehearsal.file.plan;
    let organization = &rehearsal.organization.organization;
    let paces = paces(plan, scenario);
    let work = plan.steps.iter().map(|step| {
        let deputies = step.owner.map_or(1.0, |role| {
            let role = &organization.roles[role];
            if role.deputies.is_empty() {
                1.0
            } else {
                role.deputy_pace.min(1.0)
            }
        });
        Seconds::rounded(step.takes.min() * paces.work * deputies)
    });
    let mut least = LeastTimes {
        work: work.collect(),
        not_before: plan.steps.iter().map(|_| Seconds::ZERO).collect(),
        called: plan.steps.iter().map(|_| None).collect(),
    };
    least.called = called(plan, scenario, None);
    let mut bounds = Bounds {
        ways: shortest_ways(plan, &least),
        least,
    };
    for _ in 0..PASSES {
        let coming = coming(organization, plan, scenario, &bounds, paces.answers);
        let not_before: Arena<StepId, Seconds> = plan
            .steps
            .iter()
            .map(|step| {
                let each = needs(step).into_iter().map(|need| {
                    let who = candidates(organization, &need);
                    let times = who.iter().filter_map(|person| coming.get(person));
                    times.min().copied().unwrap_or(Seconds::ZERO)
                });
                each.max().unwrap_or(Seconds::ZERO)
            })
            .collect();
        let called = called(plan, scenario, Some(&bounds));
        if not_before == bounds.least.not_before && called == bounds.least.called {
            break;
        }
        bounds.least.not_before = not_before;
        bounds.least.called = called;
        bounds.ways = shortest_ways(plan, &bounds.least);
    }
    bounds
}

/// The quickest that effects make work and answers, as factors.
struct Paces {
    work: f64,
    answers: f64,
}

fn paces(plan: &Plan, scenario: &Scenario) -> Paces {
    let mut paces = Paces {
        work: 1.0,
        answers: 1.0,
    };
    for effect in all_effects(plan, scenario) {
        match effect {
            // Done again it would count again, so nothing is said about how fast it can get.
            Effect::Slow { factor, .. } if *factor < 1.0 => paces.work = 0.0,
            Effect::SlowAnswers { factor, .. } if *factor < 1.0 => paces.answers = 0.0,
            Effect::Stop(_)
            | Effect::Scale(..)
            | Effect::Add(..)
            | Effect::Drain { .. }
            | Effect::Set(_)
            | Effect::Require(_)
            | Effect::Reopen(_)
            | Effect::Absent { .. }
            | Effect::Arrive { .. }
            | Effect::Lose { .. }
            | Effect::Gain { .. }
            | Effect::Slow { .. }
            | Effect::SlowAnswers { .. }
            | Effect::Hold { .. }
            | Effect::Fail(..) => {}
        }
    }
    paces
}

/// When injects and barriers first call for each step.
fn called(
    plan: &Plan,
    scenario: &Scenario,
    bounds: Option<&Bounds>,
) -> Arena<StepId, Option<Seconds>> {
    let mut called: Arena<StepId, Option<Seconds>> = plan.steps.iter().map(|_| None).collect();
    let mut call = |effect: &Effect, at: Seconds| {
        if let Some(step) = effect.requires() {
            called[step] = Some(called[step].map_or(at, |known| known.min(at)));
        }
    };
    for barrier in plan.barriers.iter() {
        if let BarrierEffect::Weakens(effects) = &barrier.effect {
            effects
                .iter()
                .for_each(|effect| call(effect, Seconds::ZERO));
        }
    }
    for inject in scenario.injects.iter() {
        let at = fires(&inject.at, bounds);
        inject.effects.iter().for_each(|effect| call(effect, at));
    }
    called
}

fn fires(at: &Trigger, bounds: Option<&Bounds>) -> Seconds {
    let after = |step: Option<Seconds>, delay: Seconds| step.unwrap_or(Seconds::ZERO) + delay;
    match at {
        Trigger::At(at) | Trigger::Between(at, _) | Trigger::Overdue(_, at) => *at,
        Trigger::Started(step, delay) => after(bounds.and_then(|one| one.starts(*step)), *delay),
        Trigger::Finished(step, delay) => {
            after(bounds.and_then(|one| one.ways.done[*step]), *delay)
        }
        Trigger::Above(..) | Trigger::Never => Seconds::ZERO,
    }
}

/// When each person can be here at the earliest, called for the first step that could want them.
fn coming(
    organization: &Organization,
    plan: &Plan,
    scenario: &Scenario,
    bounds: &Bounds,
    pace: f64,
) -> BTreeMap<PersonId, Seconds> {
    let mut wanted: BTreeMap<PersonId, Seconds> = BTreeMap::new();
    for (id, step) in plan.steps.entries() {
        // Nobody is called for a step before it is ready for them.
        let Some(ready) = bounds.ways.ready[id] else {
            continue;
        };
        for person in needs(step)
            .iter()
            .flat_map(|need| candidates(organization, need))
        {
            let first = wanted.entry(person).or_insert(ready);
            *first = ready.min(*first);
        }
    }
    let mut coming: BTreeMap<PersonId, Seconds> = wanted
        .into_iter()
        .filter_map(|(person, from)| {
            let at = answered(organization, scenario, person, from, pace)?;
            Some((person, at))
        })
        .collect();
    for effect in all_effects(plan, scenario) {
        if let Effect::Arrive { person, .. } = effect {
            coming.insert(*person, Seconds::ZERO);
        }
    }
    coming
}

/// When a call from that time on is answered at the earliest; `None`: never.
fn answered(
    organization: &Organization,
    scenario: &Scenario,
    id: PersonId,
    from: Seconds,
    pace: f64,
) -> Option<Seconds> {
    let person = &organization.people[id];
    let paged = Seconds::rounded(person.acknowledges.min() * pace);
    let at_home = person.on_call.as_ref();
    let at_home = at_home.map(|answer| Seconds::rounded(answer.min() * pace));
    let soonest = at_home.map_or(paged, |at_home| at_home.min(paged));
    match person.shifts {
        ShiftPattern::Never => return None,
        ShiftPattern::Always => return Some(from + paged),
        ShiftPattern::Shifts(_) => {}
    }
    let Starts::At(onset) = &scenario.starts else {
        return Some(from + soonest);
    };
    let call = organization.zone.instant(*onset).after(from);
    let next = next_on_shift(organization, id, call);
    // Nobody with shifts is off for more than two weeks: then nothing is said.
    let waits = next.map_or(Seconds::ZERO, |next| next.since(call));
    let on_shift = waits + paged;
    Some(from + at_home.map_or(on_shift, |at_home| at_home.min(on_shift)))
}

/// The first instant from that one on at which the person is on shift; holidays are ignored, which only makes it earlier.
fn next_on_shift(organization: &Organization, id: PersonId, from: Instant) -> Option<Instant> {
    let monday = monday_of(organization.zone.civil(from).date());
    let weeks = [monday, monday.plus_days(7)];
    let hours = weeks
        .iter()
        .flat_map(|monday| hours_in_week(organization, &organization.people[id], *monday));
    hours
        .filter(|(_, to)| *to > from)
        .map(|(start, _)| start.max(from))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_way_is_told_by_its_ends() {
        let way =
            |steps: usize| -> Vec<String> { (0..steps).map(|step| step.to_string()).collect() };
        assert_eq!(shortened(&way(13)), way(13));
        let told = shortened(&way(800)).join(" ");
        assert_eq!(told, "0 1 2 3 4 5 788 more steps 794 795 796 797 798 799");
    }
}
