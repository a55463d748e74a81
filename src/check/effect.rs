//! Effects and guards: every name in them looked up.

use crate::check::known::Known;
use crate::check::names::distinct;
use crate::check::values::{self, Range, count, maybe, maybe_count, number};
use crate::document::{EffectDoc, GuardDoc, Id, List, Located, Optional, StepSetDoc};
use crate::model::{Effect, Guard, StepSet};
use crate::quantity::{PersonId, ResourceId, Seconds, StepId};
use crate::source::{Diagnostic, Problems, Span, code};

/// The effects of a list in file order, each with its place; what is wrong is reported and left out.
pub(super) fn effects<'s>(
    list: List<'s, EffectDoc<'s>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Vec<(Effect, Span)> {
    let elements = list.elements(problems);
    effects_of(elements, known, problems)
}

/// The same for elements that were told apart already.
pub(super) fn effects_of<'s>(
    elements: Vec<Located<'s, EffectDoc<'s>>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Vec<(Effect, Span)> {
    elements
        .into_iter()
        .filter_map(|element| {
            let effect = effect(element, known, problems)?;
            Some((effect, element.span(problems)))
        })
        .collect()
}

fn effect<'s>(
    element: Located<'s, EffectDoc<'s>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Option<Effect> {
    match element.read(problems)? {
        EffectDoc::Stop(impact) => known.impact(impact, problems).map(Effect::Stop),
        EffectDoc::Scale(impact, factor) => {
            let impact = known.impact(impact, problems);
            let factor = number(factor, "a factor of growth", Range::NotNegative, problems);
            Some(Effect::Scale(impact?, factor?))
        }
        EffectDoc::Add(impact, amount) => {
            let impact = known.impact(impact, problems);
            let amount = values::amount(amount, Range::Any, problems);
            Some(Effect::Add(impact?, amount?))
        }
        EffectDoc::Drain {
            impact,
            per_hour,
            duration,
            because,
        } => {
            let impact = known.impact(impact, problems);
            let per_hour = number(per_hour, "`per_hour`", Range::NotNegative, problems);
            let duration = lasting(duration, because, problems);
            Some(Effect::Drain {
                impact: impact?,
                per_hour: per_hour?,
                duration,
            })
        }
        EffectDoc::Set(flag) => known.flag(flag, problems).map(Effect::Set),
        EffectDoc::Require(step) => known.step(step, problems).map(Effect::Require),
        EffectDoc::Reopen(step) => known.step(step, problems).map(Effect::Reopen),
        EffectDoc::Absent {
            person,
            count,
            duration,
            because,
        } => {
            let (person, count) = some_of_a_team(person, count, known, problems);
            let duration = lasting(duration, because, problems);
            Some(Effect::Absent {
                person: person?,
                count,
                duration,
            })
        }
        EffectDoc::Arrive {
            person,
            count,
            because,
        } => {
            let (person, count) = some_of_a_team(person, count, known, problems);
            maybe(because, problems);
            Some(Effect::Arrive {
                person: person?,
                count,
            })
        }
        EffectDoc::Lose {
            resource,
            count,
            duration,
            because,
        } => {
            let (resource, count) = units(resource, count, duration, known, problems);
            let duration = lasting(duration, because, problems);
            Some(Effect::Lose {
                resource: resource?,
                count,
                duration,
            })
        }
        EffectDoc::Gain {
            resource,
            count,
            duration,
            because,
        } => {
            let (resource, count) = units(resource, count, duration, known, problems);
            let duration = lasting(duration, because, problems);
            Some(Effect::Gain {
                resource: resource?,
                count,
                duration,
            })
        }
        EffectDoc::Slow {
            steps,
            factor,
            duration,
            because,
        } => {
            let steps = step_set(steps, known, problems);
            let factor = number(factor, "a factor of time", Range::Positive, problems);
            let duration = lasting(duration, because, problems);
            Some(Effect::Slow {
                steps: steps?,
                factor: factor?,
                duration,
            })
        }
        EffectDoc::SlowAnswers {
            factor,
            duration,
            because,
        } => {
            let factor = number(factor, "a factor of time", Range::Positive, problems);
            let duration = lasting(duration, because, problems);
            Some(Effect::SlowAnswers {
                factor: factor?,
                duration,
            })
        }
        EffectDoc::Hold {
            steps,
            duration,
            because,
        } => {
            let steps = step_set(steps, known, problems);
            let duration = lasting(duration, because, problems);
            Some(Effect::Hold {
                steps: steps?,
                duration,
            })
        }
        EffectDoc::Fail(step, times) => {
            let step = known.step(step, problems);
            let times = count(times, "the number of failures", problems);
            Some(Effect::Fail(step?, times?))
        }
    }
}

/// How long an effect lasts; the reason beside it is only read.
fn lasting<'s>(
    duration: Optional<'s, Seconds>,
    because: Optional<'s, String>,
    problems: &mut Problems<'s>,
) -> Option<Seconds> {
    maybe(because, problems);
    maybe(duration, problems)
}

fn some_of_a_team<'s>(
    person: Located<'s, Id<'s>>,
    count: Optional<'s, u32>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> (Option<PersonId>, Option<u32>) {
    let person = known.person(person, problems);
    let some = maybe_count(count, "`count`", problems);
    if let (Some(person), Some(some), Some(field)) = (person, some, count.given()) {
        let team = &known.organization.organization.people[person];
        if some > team.count {
            let place = field.span(problems);
            let message = match team.count {
                1 => format!("`{}` is one person", team.id),
                count => format!("team `{}` has {count} people", team.id),
            };
            problems.push(
                Diagnostic::error(code::COUNT_TOO_LARGE, place, message).help(format!(
                    "write at most {}, or leave `count` out for everybody",
                    team.count
                )),
            );
        }
    }
    (person, some)
}

fn units<'s>(
    resource: Located<'s, Id<'s>>,
    count: Optional<'s, u64>,
    duration: Optional<'s, Seconds>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> (Option<ResourceId>, u64) {
    let resource = known.resource(resource, problems);
    // A count that could not be read is more than enough, so that no step is blamed for lacking units.
    let count = match count.given() {
        None => 1,
        Some(_) => maybe_count(count, "`count`", problems).unwrap_or(u64::MAX),
    };
    if let (Some(resource), Some(field)) = (resource, duration.given()) {
        let resource = &known.organization.organization.resources[resource];
        if resource.consumed {
            let place = field.span(problems);
            let message = format!(
                "resource `{}` is consumed, so its units do not come or go for a time",
                resource.id
            );
            problems.push(
                Diagnostic::error(code::CONSUMED_FOR_A_TIME, place, message)
                    .help("leave `for` out"),
            );
        }
    }
    (resource, count)
}

fn step_set<'s>(
    field: Located<'s, StepSetDoc<'s>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Option<StepSet> {
    match field.read(problems)? {
        StepSetDoc::All => Some(StepSet::All),
        StepSetDoc::These(list) => {
            let elements = list.read(problems)?;
            if elements.is_empty() {
                let place = list.span(problems);
                problems.push(
                    Diagnostic::error(code::LIST_EMPTY, place, "an effect is about no step")
                        .help("name the steps, or write `All`"),
                );
            }
            let steps = distinct(&elements, problems, |name, problems| {
                known.step(name, problems)
            });
            let mut steps: Vec<StepId> = steps.into_iter().map(|(step, _)| step).collect();
            steps.sort();
            // A revision that lacks all of them is not slowed or held at all.
            (!steps.is_empty()).then_some(StepSet::Some(steps))
        }
    }
}

/// The guard, and the steps whose outcomes it asks for are added to `asked` with their places.
pub(super) fn guard<'s>(
    field: Located<'s, GuardDoc<'s>>,
    known: &Known<'_, 's>,
    asked: &mut Vec<(StepId, Span)>,
    problems: &mut Problems<'s>,
) -> Guard {
    let mut parts = |list: Located<'s, Vec<Located<'s, GuardDoc<'s>>>>,
                     problems: &mut Problems<'s>| {
        let elements = list.elements(problems);
        elements
            .into_iter()
            .map(|part| guard(part, known, asked, problems))
            .collect()
    };
    match field.read(problems) {
        Some(GuardDoc::Outcome(step, label)) => match known.outcome(step, label, problems) {
            Some((step_id, label)) => {
                asked.push((step_id, step.span(problems)));
                Guard::Outcome(step_id, label)
            }
            None => Guard::Never,
        },
        Some(GuardDoc::Flag(flag)) => known.flag(flag, problems).map_or(Guard::Never, Guard::Flag),
        Some(GuardDoc::Not(part)) => Guard::Not(Box::new(guard(part, known, asked, problems))),
        Some(GuardDoc::All(list)) => Guard::All(parts(list, problems)),
        Some(GuardDoc::Any(list)) => Guard::Any(parts(list, problems)),
        None => Guard::Never,
    }
}
