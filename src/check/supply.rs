//! Whether what steps need can ever be had together: people, units, hours.

use std::collections::BTreeMap;

use crate::check::plan::PlanFile;
use crate::check::staffing::{Need, coverage, needs, share_an_hour};
use crate::model::{Effect, Organization, Scenario, Step, Works, all_effects};
use crate::quantity::{Index, ResourceId};
use crate::source::{Diagnostic, Problems, Span, code};
use crate::text;

/// Reports the steps for which there are never enough people, not even all candidates together, or not at one hour.
pub(super) fn check_people(
    organization: &Organization,
    file: &PlanFile,
    problems: &mut Problems<'_>,
) {
    // Many steps need the same: each need is looked at once.
    let mut covered: BTreeMap<Vec<Need>, (u64, u64)> = BTreeMap::new();
    let mut shared: BTreeMap<Vec<Need>, bool> = BTreeMap::new();
    for (id, step) in file.plan.steps.entries() {
        let places = &file.places[id];
        let own = needs(step);
        if !places.people_are_known || own.is_empty() {
            continue;
        }
        let (seated, wanted) = *covered
            .entry(own.clone())
            .or_insert_with(|| coverage(organization, &own));
        if seated < wanted {
            problems.push(too_few(organization, step, places.id, seated, wanted));
            continue;
        }
        for (other, place) in places.not_by.iter().filter(|(other, _)| *other != id) {
            let both: Vec<Need> = own
                .iter()
                .cloned()
                .chain(needs(&file.plan.steps[*other]))
                .collect();
            let theirs = coverage(organization, &needs(&file.plan.steps[*other]));
            let (seated, wanted) = *covered
                .entry(both.clone())
                .or_insert_with(|| coverage(organization, &both));
            if seated < wanted && theirs.0 == theirs.1 && file.places[*other].people_are_known {
                let message = format!(
                    "whoever did `{}` may not do step `{}`, and there are too few others: the two need {}, and {seated} can come",
                    file.plan.steps[*other].id,
                    step.id,
                    text::counted(wanted, "person"),
                );
                problems.push(
                    Diagnostic::error(code::PEOPLE_TOO_FEW, *place, message)
                        .label(file.places[*other].id, "the other step")
                        .help("add a holder or deputy to the role, or leave this out of `not_by`"),
                );
            }
        }
        let meets = step.works == Works::Through
            || *shared
                .entry(own.clone())
                .or_insert_with(|| share_an_hour(organization, &own));
        if !meets {
            let message = format!(
                "those whom step `{}` needs are never on shift together",
                step.id
            );
            problems.push(
                Diagnostic::error(code::NO_SHARED_HOUR, places.id, message)
                    .help("leave `works: OnShift` out, or give their shifts an hour in common"),
            );
        }
    }
}

fn too_few(
    organization: &Organization,
    step: &Step,
    place: Span,
    seated: u64,
    wanted: u64,
) -> Diagnostic {
    let mut roles: Vec<&str> = needs(step)
        .iter()
        .map(|need| organization.roles[need.role].id.as_str())
        .collect();
    roles.sort_unstable();
    roles.dedup();
    let people = text::counted(wanted, "person");
    let message = format!(
        "step `{}` needs {people}, and at most {seated} can come",
        step.id
    );
    let deputies = if step.reserved {
        "holders"
    } else {
        "holders or deputies"
    };
    Diagnostic::error(code::PEOPLE_TOO_FEW, place, message).help(format!(
        "give role {} more {deputies}, or ask for fewer people in `crew`",
        text::one_of(&roles)
    ))
}

/// Reports the steps for which there are never enough units, not even with all that is ever gained.
pub(super) fn check_units(
    organization: &Organization,
    file: &PlanFile,
    scenario: &Scenario,
    problems: &mut Problems<'_>,
) {
    let mut units: Vec<u64> = organization
        .resources
        .iter()
        .map(|resource| resource.count)
        .collect();
    for effect in all_effects(&file.plan, scenario) {
        if let Effect::Gain {
            resource, count, ..
        } = effect
        {
            let have = &mut units[resource.place()];
            *have = have.saturating_add(*count);
        }
    }
    for (id, step) in file.plan.steps.entries() {
        for used in &step.uses {
            let have = units[used.resource.place()];
            if used.count > have {
                let place = place_of(file.places[id].uses.as_slice(), used.resource);
                let resource = &organization.resources[used.resource].id;
                let message = format!(
                    "step `{}` needs {} of `{resource}`, and there are never more than {}",
                    step.id,
                    text::counted(used.count, "unit"),
                    text::number(have)
                );
                problems.push(
                    Diagnostic::error(
                        code::UNITS_TOO_FEW,
                        place.unwrap_or(file.places[id].id),
                        message,
                    )
                    .help(format!(
                        "use at most {have}, or raise the `count` of `{resource}`"
                    )),
                );
            }
        }
    }
}

fn place_of(uses: &[(ResourceId, Span)], resource: ResourceId) -> Option<Span> {
    let found = uses.iter().rev().find(|(used, _)| *used == resource);
    found.map(|(_, place)| *place)
}
