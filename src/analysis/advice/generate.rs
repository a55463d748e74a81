//! Improvements that the models suggest: only of what the drills' plans need.

use std::collections::BTreeSet;

use crate::model::{
    Chances, Drill, Improvement, Join, Layer, Organization, Person, ShiftPattern, Step, Success,
};
use crate::quantity::{
    Arena, Distribution, PersonId, Probability, ResourceId, RoleId, Seconds, StepId,
};

/// So many people are tried as deputies of a role.
const DEPUTIES_MOST: usize = 3;

/// How soon somebody answers off shift, where nobody in the organization shows it: the median, and one in ten is later.
const ANSWERS_USUAL: (f64, f64) = (1_800.0, 7_200.0);

/// What might be improved about the plan of a drill: steps that fail less, take half as long, or wait for less.
pub fn of_plan(drill: &Drill) -> Vec<Improvement> {
    let steps = &drill.plan.steps;
    let successes = steps.iter().filter_map(|step| surer(drill, step));
    let durations = steps.iter().filter_map(shorter);
    let predecessors = steps.iter().flat_map(|step| {
        // Where all may be given up, the last leaves what it waits for itself; a guard, or a join, cannot be left to another.
        let may_all_go = step.after.iter().all(|one| step.negotiable.contains(one));
        let leaves_all = |one: &&StepId| {
            let one = &steps[**one];
            one.when.is_none() && one.join == Join::All && !one.on_demand
        };
        let negotiable = step.negotiable.iter();
        let negotiable = negotiable.filter(move |one| !may_all_go || leaves_all(one));
        negotiable.map(|predecessor| Improvement::Predecessor {
            step: step.id.clone(),
            predecessor: steps[*predecessor].id.clone(),
        })
    });
    successes.chain(durations).chain(predecessors).collect()
}

/// What might be improved about the organization that these drills share: deputies, who is on call, when the next one is called,
/// units and shifts, as far as the drills' plans need them.
pub fn of_organization(drills: &[&Drill]) -> Vec<Improvement> {
    let Some(first) = drills.first() else {
        return Vec::new();
    };
    let organization = &first.organization;
    let needed = Needed::of(drills);
    let mut found = Vec::new();
    for role in &needed.roles {
        found.extend(deputies(organization, &needed, *role));
    }
    let answers = usual_answers(organization);
    for person in &needed.people {
        found.extend(on_call(&organization.people[*person], &answers));
    }
    for role in &needed.roles {
        found.extend(escalation(organization, *role));
    }
    for (resource, used_most) in &needed.resources {
        found.push(units(organization, *resource, *used_most));
    }
    for person in &needed.people {
        found.extend(shifts(organization, &organization.people[*person]));
    }
    found
}

/// Half the failures.
fn surer(drill: &Drill, step: &Step) -> Option<Improvement> {
    let (before, after) = match step.succeeds {
        Success::Always(chance) => (
            Chances::Always(chance),
            Chances::Always(half_the_failures(chance)),
        ),
        Success::Given {
            flag,
            then,
            otherwise,
        } => {
            let flag = &drill.scenario.flags[flag].name;
            let given = |then, otherwise| Chances::Given {
                flag: flag.clone(),
                then,
                otherwise,
            };
            let after = given(half_the_failures(then), half_the_failures(otherwise));
            (given(then, otherwise), after)
        }
    };
    (before != after).then(|| Improvement::Success {
        step: step.id.clone(),
        before,
        after,
    })
}

/// To six digits, as somebody would write it.
fn half_the_failures(chance: Probability) -> Probability {
    let after = (1.0 + chance.value()) / 2.0;
    let rounded = (after * 1e6).round() / 1e6;
    Probability::new(rounded.max(chance.value())).expect("it lies between a probability and 1")
}

/// Half the duration: of an owned step, or of an alarm, which begins a plan without anybody.
fn shorter(step: &Step) -> Option<Improvement> {
    let after = halved(&step.takes).filter(|after| *after != step.takes)?;
    let (step_id, before) = (step.id.clone(), step.takes.clone());
    match step.owner {
        Some(_) => Some(Improvement::Duration {
            step: step_id,
            before,
            after,
        }),
        None if step.after.is_empty() && !step.on_demand => Some(Improvement::Alarm {
            step: step_id,
            before,
            after,
        }),
        None => None,
    }
}

/// Every parameter halved, to whole seconds; `None`: there is no such distribution.
fn halved(takes: &Distribution) -> Option<Distribution> {
    let half = |seconds: &f64| Seconds::rounded(seconds / 2.0).as_f64();
    let halved = match takes {
        Distribution::Fixed(value) => Distribution::Fixed(half(value)),
        Distribution::Uniform { min, max } => Distribution::Uniform {
            min: half(min),
            max: half(max),
        },
        Distribution::Triangular { min, likely, max } => Distribution::Triangular {
            min: half(min),
            likely: half(likely),
            max: half(max),
        },
        Distribution::Pert { min, likely, max } => Distribution::Pert {
            min: half(min),
            likely: half(likely),
            max: half(max),
        },
        Distribution::Lognormal { median, p90 } => Distribution::Lognormal {
            median: half(median),
            p90: half(p90),
        },
        Distribution::Exponential { mean } => Distribution::Exponential { mean: half(mean) },
        Distribution::Observed(values) => Distribution::Observed(values.iter().map(half).collect()),
    };
    halved.checked(false).ok()
}

/// What the plans of drills need.
struct Needed {
    roles: BTreeSet<RoleId>,
    /// Roles of steps that deputies may do.
    open: BTreeSet<RoleId>,
    /// Whoever may be called for these roles.
    people: BTreeSet<PersonId>,
    /// Resources, each with the most that one step uses.
    resources: Vec<(ResourceId, u64)>,
}

impl Needed {
    fn of(drills: &[&Drill]) -> Self {
        let (mut roles, mut open) = (BTreeSet::new(), BTreeSet::new());
        let mut used: Vec<(ResourceId, u64)> = Vec::new();
        for step in drills.iter().flat_map(|drill| drill.plan.steps.iter()) {
            roles.extend(step.roles());
            if !step.reserved {
                open.extend(step.roles());
            }
            used.extend(step.uses.iter().map(|used| (used.resource, used.count)));
        }
        let people = drills.first().map_or_else(BTreeSet::new, |drill| {
            let roles = roles.iter().map(|role| &drill.organization.roles[*role]);
            roles
                .flat_map(|role| role.holders.iter().chain(&role.deputies))
                .copied()
                .collect()
        });
        // Of each resource the largest use comes last, and stays.
        used.sort();
        let mut resources: Vec<(ResourceId, u64)> = Vec::new();
        for (resource, count) in used {
            match resources.last_mut() {
                Some((last, most)) if *last == resource => *most = count,
                Some(_) | None => resources.push((resource, count)),
            }
        }
        Self {
            roles,
            open,
            people,
            resources,
        }
    }
}

/// People who could be trained: of the same layer first, then those whom the plans need for other roles, then those with the
/// fewest duties. Teams stand in for nobody, and nobody for a team.
fn deputies(organization: &Organization, needed: &Needed, role: RoleId) -> Vec<Improvement> {
    let of = &organization.roles[role];
    let is_team = |person: &PersonId| organization.people[*person].count > 1;
    if !needed.open.contains(&role) || of.holders.iter().any(is_team) {
        return Vec::new();
    }
    let layer = of
        .holders
        .first()
        .and_then(|holder| organization.people[*holder].layer);
    let mut people: Vec<PersonId> = organization
        .people
        .ids()
        .filter(|id| !of.holders.contains(id) && !of.deputies.contains(id))
        .filter(|id| could_be_trained(&organization.people[*id]))
        .collect();
    people.sort_by_key(|id| {
        let is_of_layer = organization.people[*id].layer == layer;
        let is_needed = needed.people.contains(id);
        (!is_of_layer, !is_needed, duties(organization, *id), *id)
    });
    let deputies = people.into_iter().take(DEPUTIES_MOST);
    deputies
        .map(|person| Improvement::Deputy {
            role: of.id.clone(),
            person: organization.people[person].id.clone(),
            pace: of.deputy_pace,
        })
        .collect()
}

fn could_be_trained(person: &Person) -> bool {
    person.count == 1
        && person.layer != Some(Layer::External)
        && person.shifts != ShiftPattern::Never
}

fn duties(organization: &Organization, person: PersonId) -> usize {
    let roles = organization.roles.iter();
    roles
        .filter(|role| role.holders.contains(&person) || role.deputies.contains(&person))
        .count()
}

/// The middle one of those who are on call, by the mean.
fn usual_answers(organization: &Organization) -> Distribution {
    let people: &Arena<PersonId, Person> = &organization.people;
    let mut all: Vec<&Distribution> = people
        .iter()
        .filter_map(|person| person.on_call.as_ref())
        .collect();
    all.sort_by(|a, b| a.mean().total_cmp(&b.mean()));
    let (median, p90) = ANSWERS_USUAL;
    match all.get(all.len() / 2) {
        Some(middle) => (*middle).clone(),
        None => Distribution::Lognormal { median, p90 },
    }
}

fn on_call(person: &Person, answers: &Distribution) -> Option<Improvement> {
    let is_off_shift = match person.shifts {
        ShiftPattern::Shifts(_) => true,
        ShiftPattern::Always | ShiftPattern::Never => false,
    };
    (is_off_shift && person.on_call.is_none()).then(|| Improvement::OnCall {
        person: person.id.clone(),
        answers: answers.clone(),
    })
}

/// Half as late, where there is somebody else to call.
fn escalation(organization: &Organization, role: RoleId) -> Option<Improvement> {
    let role = &organization.roles[role];
    let after = Seconds(role.escalate_after.0 / 2);
    let others = role.holders.len() + role.deputies.len();
    (others > 1 && after > Seconds::ZERO).then(|| Improvement::Escalation {
        role: role.id.clone(),
        before: role.escalate_after,
        after,
    })
}

/// One unit more; of what is used up, enough for the largest use once more.
fn units(organization: &Organization, resource: ResourceId, used_most: u64) -> Improvement {
    let resource = &organization.resources[resource];
    let more = if resource.consumed { used_most } else { 1 };
    Improvement::Units {
        resource: resource.id.clone(),
        before: resource.count,
        after: resource.count.saturating_add(more),
    }
}

/// Every other shift in place of the person's own; a team stays where it is.
fn shifts(organization: &Organization, person: &Person) -> Vec<Improvement> {
    let own = match &person.shifts {
        ShiftPattern::Shifts(own) if person.count == 1 => own,
        ShiftPattern::Shifts(_) | ShiftPattern::Always | ShiftPattern::Never => return Vec::new(),
    };
    let shift = |id| organization.shifts[id].clone();
    let others = organization.shifts.ids().filter(|id| !own.contains(id));
    others
        .map(|after| Improvement::Shift {
            person: person.id.clone(),
            before: own.iter().map(|id| shift(*id)).collect(),
            after: shift(after),
        })
        .collect()
}
