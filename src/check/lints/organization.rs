//! Lints of an organization, given the plans that need its roles.

use std::collections::BTreeMap;

use crate::check::lints::Rehearsal;
use crate::check::lints::week::{Span, total, unreachable};
use crate::check::organization::OrganizationFile;
use crate::check::staffing::needs;
use crate::model::{Organization, Role, Section, Works};
use crate::quantity::{Instant, RoleId, Seconds};
use crate::source::{Diagnostic, Problems, code};
use crate::text;

/// A role that nobody answers for so long in a week has hours on purpose.
const GAPS_MAX: Seconds = Seconds(24 * 3600);
/// An hour that is covered on so many days is meant to be covered on all.
const DAYS_COVERED_MIN: usize = 4;
/// So many gaps are named one by one.
const GAPS_SHOWN: usize = 4;
/// From here on deputies are much slower.
const SLOW_PACE: f64 = 2.0;
/// A role that owns so many steps of a plan is busy.
const BUSY_STEPS: usize = 3;

/// Every lint of an organization; the rehearsals are those with it.
pub(super) fn lint(
    file: &OrganizationFile<'_>,
    rehearsals: &[&Rehearsal<'_, '_>],
    problems: &mut Problems<'_>,
) {
    let organization = &file.organization;
    let needed = needed(rehearsals);
    for (id, role) in organization.roles.entries() {
        let (Some(place), Some(use_of_role)) = (file.roles.place(&role.id), needed.get(&id)) else {
            continue;
        };
        let found = [
            alone(organization, role, use_of_role),
            hours(organization, id, use_of_role),
            slow(role, use_of_role),
        ];
        for (code, message, help) in found.into_iter().flatten() {
            problems.push(Diagnostic::warning(code, place, message).help(help));
        }
    }
    check_people(file, problems);
}

/// What plans need a role for.
#[derive(Clone, Copy, Default, Debug)]
struct UseOfRole {
    /// A step that deputies may do needs it.
    by_open_step: bool,
    /// A step of a response that works through needs it.
    by_response: bool,
    /// The most steps of one plan that it owns.
    owned: usize,
}

fn needed(rehearsals: &[&Rehearsal<'_, '_>]) -> BTreeMap<RoleId, UseOfRole> {
    let mut needed: BTreeMap<RoleId, UseOfRole> = BTreeMap::new();
    for rehearsal in rehearsals {
        let mut owned: BTreeMap<RoleId, usize> = BTreeMap::new();
        for step in rehearsal.file.plan.steps.iter() {
            for need in needs(step) {
                let known = needed.entry(need.role).or_default();
                known.by_open_step |= !step.reserved;
                known.by_response |=
                    step.section == Section::Response && step.works == Works::Through;
            }
            if let Some(role) = step.owner {
                *owned.entry(role).or_default() += 1;
            }
        }
        for (role, count) in owned {
            let known = needed.entry(role).or_default();
            known.owned = known.owned.max(count);
        }
    }
    needed
}

type Found = Option<(&'static str, String, String)>;

fn alone(organization: &Organization, role: &Role, needed: &UseOfRole) -> Found {
    let [holder] = role.holders.as_slice() else {
        return None;
    };
    let person = &organization.people[*holder];
    let is_alone = person.count == 1 && role.deputies.is_empty() && needed.by_open_step;
    is_alone.then(|| {
        (
            code::ROLE_ALONE,
            format!(
                "role `{}` hangs on `{}` alone: it has no deputy",
                role.id, person.id
            ),
            "name somebody who can stand in as `deputies: [\"…\"]`".to_owned(),
        )
    })
}

fn hours(organization: &Organization, id: RoleId, needed: &UseOfRole) -> Found {
    if !needed.by_response {
        return None;
    }
    let gaps = unreachable(organization, id);
    if gaps.is_empty() || total(&gaps) > GAPS_MAX || gaps.iter().any(|gap| is_usual(gap, &gaps)) {
        return None;
    }
    let mut named: Vec<String> = gaps
        .iter()
        .take(GAPS_SHOWN)
        .map(|gap| named_gap(organization, *gap))
        .collect();
    if gaps.len() > GAPS_SHOWN {
        named.push(format!("{} more", gaps.len() - GAPS_SHOWN));
    }
    let message = format!(
        "nobody of role `{}` can be reached {}",
        organization.roles[id].id,
        named.join(", ")
    );
    let help = "give one of its people a shift in these hours, or `on_call`";
    Some((code::ROLE_HOURS, message, help.to_owned()))
}

/// Whether the hours of the gap are uncovered on most days: then nobody is meant to be there.
fn is_usual(gap: &Span, gaps: &[Span]) -> bool {
    const DAY: i64 = 86_400;
    let middle = gap.0.0 + gap.1.since(gap.0).0 / 2;
    let is_covered = |offset: &i64| {
        let same_hour = |weeks: i64| Instant(middle + (offset + 7 * weeks) * DAY);
        let is_open = |at: Instant| gaps.iter().any(|(from, to)| *from <= at && at < *to);
        ![-1, 0, 1]
            .into_iter()
            .any(|weeks| is_open(same_hour(weeks)))
    };
    (1..7).filter(is_covered).count() < DAYS_COVERED_MIN
}

/// "Saturday 14:00 to Sun 06:00".
fn named_gap(organization: &Organization, (from, to): Span) -> String {
    let named = |at: Instant| {
        let civil = organization.zone.civil(at);
        format!("{} {}", civil.date().weekday().name(), civil.time())
    };
    format!("{} to {}", named(from), named(to))
}

fn slow(role: &Role, needed: &UseOfRole) -> Found {
    let is_slow = role.deputy_pace >= SLOW_PACE && !role.deputies.is_empty();
    (is_slow && needed.owned >= BUSY_STEPS).then(|| {
        (
            code::DEPUTIES_SLOW,
            format!(
                "the deputies of role `{}` take {} times as long, and it owns {} of a plan",
                role.id,
                role.deputy_pace,
                text::counted(needed.owned, "step")
            ),
            "train a deputy and lower `deputy_pace`, or name another holder".to_owned(),
        )
    })
}

fn check_people(file: &OrganizationFile<'_>, problems: &mut Problems<'_>) {
    let organization = &file.organization;
    for (id, person) in organization.people.entries() {
        let has_role = organization
            .roles
            .iter()
            .any(|role| role.holders.contains(&id) || role.deputies.contains(&id));
        if let Some(place) = file.people.place(&person.id).filter(|_| !has_role) {
            let message = format!("person `{}` has no role", person.id);
            problems.push(
                Diagnostic::warning(code::PERSON_WITHOUT_ROLE, place, message).help(format!(
                    "name `\"{}\"` among the `holders` or `deputies` of a role, or leave the person out",
                    person.id
                )),
            );
        }
    }
}
