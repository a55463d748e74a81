//! Lints of a plan's people: needs that leave nobody to spare, one person in two places, work without an end, nobody awake.

use std::collections::BTreeMap;

use crate::check::lints::Rehearsal;
use crate::check::lints::week::{is_reachable, longest_shift, some_monday, unreachable};
use crate::check::staffing::{Need, candidates, needs, seated};
use crate::model::graph::{Precedence, expected_longest_ways, predecessor_arrows};
use crate::model::{Organization, Plan, Section, Starts, Works};
use crate::quantity::{Arena, Date, Instant, PersonId, Seconds, StepId, Weekday};
use crate::source::{Diagnostic, Problems, code};
use crate::text;

/// Every lint of the people that the plan's steps need.
pub(super) fn check<'s>(rehearsal: &Rehearsal<'_, 's>, problems: &mut Problems<'s>) {
    check_spare(rehearsal, problems);
    check_twice(rehearsal, problems);
    check_length(rehearsal, problems);
    check_asleep(rehearsal, problems);
}

/// Steps of several people that whoever is absent blocks.
fn check_spare(rehearsal: &Rehearsal<'_, '_>, problems: &mut Problems<'_>) {
    let organization = &rehearsal.organization.organization;
    let mut known: BTreeMap<Vec<Need>, bool> = BTreeMap::new();
    for (id, step) in rehearsal.file.plan.steps.entries() {
        let own = needs(step);
        let wanted: u64 = own.iter().map(|need| u64::from(need.count)).sum();
        // A step that is reserved has its people chosen on purpose.
        if wanted < 2 || step.reserved {
            continue;
        }
        let uses_all = *known
            .entry(own.clone())
            .or_insert_with(|| uses_everybody(organization, &own, wanted));
        if uses_all {
            let mut roles: Vec<&str> = own
                .iter()
                .map(|need| organization.roles[need.role].id.as_str())
                .collect();
            roles.dedup();
            let message = format!(
                "step `{}` needs {}, and nobody could stand in: any absence blocks it",
                step.id,
                text::counted(wanted, "person")
            );
            problems.push(
                Diagnostic::warning(
                    code::ANY_ABSENCE_BLOCKS,
                    rehearsal.file.places[id].id,
                    message,
                )
                .help(format!(
                    "give role {} one more holder or deputy, or ask for fewer people in `crew`",
                    text::one_of(&roles)
                )),
            );
        }
    }
}

fn uses_everybody(organization: &Organization, own: &[Need], wanted: u64) -> bool {
    let lists: Vec<Vec<PersonId>> = own
        .iter()
        .map(|need| candidates(organization, need))
        .collect();
    let size = |list: &Vec<PersonId>| -> u64 {
        let counts = list.iter().map(|person| organization.people[*person].count);
        counts.map(u64::from).sum()
    };
    // Roles of one person are told as such, where they are defined.
    if lists.iter().all(|list| size(list) == 1) {
        return false;
    }
    let mut everybody: Vec<PersonId> = lists.into_iter().flatten().collect();
    everybody.sort();
    everybody.dedup();
    everybody.iter().all(|absent| {
        let present = |person: PersonId| {
            let count = u64::from(organization.people[person].count);
            count - u64::from(person == *absent)
        };
        seated(organization, own, present) < wanted
    })
}

/// Pairs of steps that are released together and hang on the same person in two roles.
fn check_twice(rehearsal: &Rehearsal<'_, '_>, problems: &mut Problems<'_>) {
    let organization = &rehearsal.organization.organization;
    let plan = &rehearsal.file.plan;
    let only_person = |need: &Need| match candidates(organization, need).as_slice() {
        [only] if organization.people[*only].count == 1 => Some(*only),
        [] | [_] | [_, ..] => None,
    };
    let mut together: BTreeMap<&[StepId], Vec<StepId>> = BTreeMap::new();
    for (id, step) in plan.steps.entries() {
        if step.owner.is_some() && !step.on_demand && step.delay == Seconds::ZERO {
            together.entry(&step.after).or_default().push(id);
        }
    }
    for steps in together.values() {
        let mut first_of: BTreeMap<PersonId, (StepId, &Need)> = BTreeMap::new();
        let all_needs: Vec<(StepId, Vec<Need>)> = steps
            .iter()
            .map(|id| (*id, needs(&plan.steps[*id])))
            .collect();
        for (id, own) in &all_needs {
            for need in own {
                let Some(person) = only_person(need) else {
                    continue;
                };
                let Some((other, role)) = first_of.get(&person).copied() else {
                    first_of.insert(person, (*id, need));
                    continue;
                };
                let is_at_once = plan.steps[other].when == plan.steps[*id].when;
                if other == *id || role.role == need.role || !is_at_once {
                    continue;
                }
                let person = &organization.people[person].id;
                let message = format!(
                    "step `{}` is due together with `{}`, and both hang on `{person}`, as `{}` and as `{}`",
                    plan.steps[*id].id,
                    plan.steps[other].id,
                    organization.roles[need.role].id,
                    organization.roles[role.role].id,
                );
                problems.push(
                    Diagnostic::warning(
                        code::ONE_PERSON_TWICE,
                        rehearsal.file.places[*id].id,
                        message,
                    )
                    .label(rehearsal.file.places[other].id, "due at the same time")
                    .help(format!(
                        "give role `{}` a deputy, or put one step after the other",
                        organization.roles[need.role].id
                    )),
                );
            }
        }
    }
}

/// Steps that go on without a rest for longer than anybody's shift.
fn check_length(rehearsal: &Rehearsal<'_, '_>, problems: &mut Problems<'_>) {
    let organization = &rehearsal.organization.organization;
    let mut shifts: BTreeMap<Vec<Need>, Option<Seconds>> = BTreeMap::new();
    for (id, step) in rehearsal.file.plan.steps.entries() {
        let own = needs(step);
        if own.is_empty() || step.works == Works::OnShift {
            continue;
        }
        let longest = *shifts.entry(own).or_insert_with_key(|own| {
            let people = own.iter().flat_map(|need| candidates(organization, need));
            let each: Option<Vec<Seconds>> = people
                .map(|person| longest_shift(organization, &organization.people[person]))
                .collect();
            each?.into_iter().max()
        });
        let least = Seconds::rounded(step.takes.min());
        if let Some(longest) = longest.filter(|longest| least > *longest) {
            let message = format!(
                "step `{}` takes at least {least} without a rest, and the longest shift of those who do it is {longest}",
                step.id
            );
            problems.push(
                Diagnostic::warning(
                    code::LONGER_THAN_SHIFT,
                    rehearsal.file.places[id].id,
                    message,
                )
                .help("write `works: OnShift`, or split the step; if nobody works, `automatic: true` without an owner"),
            );
        }
    }
}

/// First steps of a response that nobody can begin at a time at which the drill may start.
fn check_asleep<'s>(rehearsal: &Rehearsal<'_, 's>, problems: &mut Problems<'s>) {
    let Some(script) = &rehearsal.script else {
        return;
    };
    let organization = &rehearsal.organization.organization;
    let plan = &rehearsal.file.plan;
    let ways = expected_longest_ways(plan);
    for (id, comes_first) in first_with_people(plan).entries() {
        let step = &plan.steps[id];
        if !comes_first || step.section != Section::Response || step.works == Works::OnShift {
            continue;
        }
        let own = needs(step);
        let done = ways.done[id].unwrap_or(Seconds::ZERO);
        let ready = done - Seconds::rounded(step.takes.mean());
        let starts = match &script.scenario.starts {
            Starts::At(civil) => vec![organization.zone.instant(*civil)],
            Starts::OneOf(times) => times
                .iter()
                .map(|civil| organization.zone.instant(*civil))
                .collect(),
            Starts::Anytime { .. } => {
                let is_never_asleep = own
                    .iter()
                    .any(|need| unreachable(organization, need.role).is_empty());
                if is_never_asleep {
                    continue;
                }
                Vec::new()
            }
        };
        let is_asleep = |onset: &Instant| {
            let at = onset.after(ready);
            let monday = monday_of(organization.zone.civil(at).date());
            own.iter().all(|need| {
                candidates(organization, need).into_iter().all(|person| {
                    let person = &organization.people[person];
                    !is_reachable(organization, person, monday, at)
                })
            })
        };
        if !starts.is_empty() && !starts.iter().any(is_asleep) {
            continue;
        }
        let mut roles: Vec<&str> = own
            .iter()
            .map(|need| organization.roles[need.role].id.as_str())
            .collect();
        roles.dedup();
        let message = format!(
            "nobody can be reached to begin step `{}` when it is due: {} is off shift and not on call",
            step.id,
            text::all_of(&roles)
        );
        problems.push(
            Diagnostic::warning(code::CREW_ASLEEP, rehearsal.file.places[id].id, message)
                .label(script.names.doc.starts.span(problems), "the drill may start then")
                .help("write when somebody of the role answers at night as `on_call`, or give the step to a role that is on shift"),
        );
    }
}

/// Steps with people, before which there are none.
fn first_with_people(plan: &Plan) -> Arena<StepId, bool> {
    let order = Precedence::new(plan.steps.len(), &predecessor_arrows(plan))
        .expect("a plan has no circles");
    let mut has_people: Arena<StepId, bool> = plan.steps.iter().map(|_| false).collect();
    let mut is_first: Arena<StepId, bool> = plan.steps.iter().map(|_| false).collect();
    for &id in order.sequence() {
        let step = &plan.steps[id];
        let before = step.after.iter().any(|before| has_people[*before]);
        is_first[id] = !before && step.owner.is_some() && !step.on_demand;
        has_people[id] = before || step.owner.is_some() || step.on_demand;
    }
    is_first
}

/// The Monday of the day's week.
pub(super) fn monday_of(day: Date) -> Date {
    let back = (0..7).find(|back| day.plus_days(-back).weekday() == Weekday::Mon);
    back.map_or_else(some_monday, |back| day.plus_days(-back))
}
