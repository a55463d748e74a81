//! What people, roles and steps are called in sentences.

use crate::analysis::Member;
use crate::model::{Channel, Drill, Guard, StepSet};
use crate::quantity::{ImpactId, PersonId, ResourceId, RoleId, StepId};
use crate::text;

/// "triage".
pub(super) fn step(drill: &Drill, step: StepId) -> &str {
    &drill.plan.steps[step].id
}

/// "Zhang Min".
pub(super) fn person(drill: &Drill, person: PersonId) -> &str {
    &drill.organization.people[person].name
}

/// "Zhang Min", or "40 of Pickers" for so many members of a team.
pub(super) fn members_of(drill: &Drill, id: PersonId, members: u32) -> String {
    let is_team = drill.organization.people[id].count > 1;
    if is_team {
        format!("{members} of {}", person(drill, id))
    } else {
        person(drill, id).to_owned()
    }
}

/// "Zhang Min", or "Pickers 3".
pub(super) fn member(drill: &Drill, member: Member) -> String {
    let name = person(drill, member.person);
    if drill.organization.people[member.person].count > 1 {
        format!("{name} {}", member.number)
    } else {
        name.to_owned()
    }
}

/// "Zhang Min, Li Na and 2 of Pickers"; members of one team are counted.
pub(super) fn members(drill: &Drill, members: &[Member]) -> String {
    let mut counts: Vec<(PersonId, u32)> = Vec::new();
    for member in members {
        match counts.iter_mut().find(|(id, _)| *id == member.person) {
            Some((_, count)) => *count += 1,
            None => counts.push((member.person, 1)),
        }
    }
    let names: Vec<String> = counts
        .into_iter()
        .map(|(id, count)| members_of(drill, id, count))
        .collect();
    listed(&names)
}

/// "incident lead", as it stands in a sentence.
pub(super) fn role(drill: &Drill, role: RoleId) -> String {
    in_a_sentence(&drill.organization.roles[role].title)
}

/// "the incident lead and the dba".
pub(super) fn roles(drill: &Drill, roles: &[RoleId]) -> String {
    let titles: Vec<String> = roles
        .iter()
        .map(|id| format!("the {}", role(drill, *id)))
        .collect();
    listed(&titles)
}

/// "forensic workstation", as it stands in a sentence.
pub(super) fn resource(drill: &Drill, resource: ResourceId) -> String {
    in_a_sentence(&drill.organization.resources[resource].title)
}

/// "records", the impact's id.
pub(super) fn impact(drill: &Drill, impact: ImpactId) -> &str {
    &drill.scenario.impacts[impact].id
}

/// "every step", or the ids.
pub(super) fn steps(drill: &Drill, steps: &StepSet) -> String {
    match steps {
        StepSet::All => "every step".to_owned(),
        StepSet::Some(ids) => {
            let names: Vec<&str> = ids.iter().map(|id| step(drill, *id)).collect();
            listed(&names)
        }
    }
}

/// "triage came out as leak and not regulated".
pub(super) fn guard(drill: &Drill, condition: &Guard) -> String {
    let joined = |parts: &[Guard], word: &str| {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Guard::All(inner) | Guard::Any(inner) if inner.len() > 1 => {
                    format!("({})", guard(drill, part))
                }
                Guard::All(_)
                | Guard::Any(_)
                | Guard::Outcome(..)
                | Guard::Flag(_)
                | Guard::Not(_)
                | Guard::Never => guard(drill, part),
            })
            .collect();
        parts.join(word)
    };
    match condition {
        Guard::Outcome(id, label) => {
            let label = &drill.plan.steps[*id].outcomes[*label].label;
            format!("{} comes out as {label}", step(drill, *id))
        }
        Guard::Flag(flag) => format!("{} is true", drill.scenario.flags[*flag].name),
        Guard::Not(inner) => match inner.as_ref() {
            Guard::Flag(flag) => format!("{} is false", drill.scenario.flags[*flag].name),
            Guard::Outcome(..) | Guard::Not(_) | Guard::All(_) | Guard::Any(_) | Guard::Never => {
                format!("not ({})", guard(drill, inner))
            }
        },
        Guard::All(parts) if parts.is_empty() => "always".to_owned(),
        Guard::Any(parts) if parts.is_empty() => "never".to_owned(),
        Guard::All(parts) => joined(parts, " and "),
        Guard::Any(parts) => joined(parts, " or "),
        Guard::Never => "something this plan lacks".to_owned(),
    }
}

/// "Drill programme of 6 scenarios".
pub(super) fn programme(scenarios: usize) -> String {
    format!(
        "Drill programme of {}",
        text::counted(scenarios, "scenario")
    )
}

/// The title of what was drilled: of the scenario, or of the programme where there are several.
pub(super) fn title(drills: &[&Drill]) -> String {
    match drills {
        [only] => text::one_line(&only.scenario.title).into_owned(),
        several => programme(several.len()),
    }
}

/// "by phone", "in the media": how a message comes.
pub(super) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "by phone",
        Channel::Email => "by e-mail",
        Channel::Message => "by message",
        Channel::InPerson => "in person",
        Channel::Letter => "by letter",
        Channel::Media => "in the media",
        Channel::System => "by alarm",
    }
}

/// Why there is no score.
pub(super) fn no_score(drill: &Drill) -> &'static str {
    let objectives = &drill.scenario.objectives;
    if objectives.iter().any(|objective| objective.weight > 0.0) {
        "none: no objective applies"
    } else if objectives.is_empty() {
        "none: the drill has no objectives"
    } else {
        "none: no objective has a weight"
    }
}

/// The currency that all drills share.
pub(super) fn shared_currency<'a>(drills: &[&'a Drill]) -> Option<&'a str> {
    let first = drills.first()?.currency.as_deref();
    let is_shared = |drill: &&Drill| drill.currency.as_deref() == first;
    first.filter(|_| drills.iter().all(is_shared))
}

/// "a", "a and b", "a, b and c".
pub(super) fn listed<Name: AsRef<str>>(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The title with a small first letter, unless it begins with an abbreviation such as "DBA".
fn in_a_sentence(title: &str) -> String {
    let title = text::one_line(title);
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            let rest = &title[first.len_utf8()..];
            format!("{}{rest}", first.to_lowercase())
        }
        (Some(_) | None, Some(_) | None) => title.into_owned(),
    }
}
