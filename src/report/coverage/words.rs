//! What is exercised, why something never is, and what would, in words and as it is written in the files.

use crate::analysis::coverage::{Change, Coverage, Item, Kind, Never, Remedy, Row, Why};
use crate::model::Drill;
use crate::quantity::StepId;
use crate::report::coverage::Covered;
use crate::text;

/// The kind as the title of a list.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Risk => "risks drilled",
        Kind::Plan => "plans played",
        Kind::Step => "steps done",
        Kind::GuardTrue => "guards true",
        Kind::GuardFalse => "guards false",
        Kind::Label => "labels drawn",
        Kind::Fallback => "fallbacks used",
        Kind::Retry => "steps tried again",
        Kind::OnDemand => "on-demand steps called",
        Kind::Role => "roles at work",
        Kind::Deputy => "deputies standing in",
        Kind::ResourceUsed => "resources used",
        Kind::ResourceShort => "resources waited for",
        Kind::Inject => "injects fired",
        Kind::BarrierHolds => "barriers holding",
        Kind::BarrierFails => "barriers failed",
    }
}

/// "triage: leak", "cut-off → isolate", "dba: liu-yang".
pub(super) fn name(item: &Item) -> String {
    let Some(detail) = &item.detail else {
        return item.id.clone();
    };
    let separator = if item.kind == Kind::Fallback {
        " → "
    } else {
        ": "
    };
    format!("{}{separator}{detail}", item.id)
}

/// Why nothing exercised it: what keeps each drill from it, or that luck did.
pub(in crate::report) fn reason(covered: &Covered<'_>, row: &Row, never: &Never) -> String {
    if never.drills.is_empty() {
        let undrilled = match &row.item.of {
            Some(_) => "no drill plays its plan",
            None if row.item.kind == Kind::Plan => "no drill plays it",
            None => "no drill rehearses it",
        };
        return undrilled.to_owned();
    }
    let id = |drill: usize| covered.drills[drill].scenario.id.as_str();
    if !never.is_impossible() {
        let drills = never.drills.iter().filter(|(_, why)| why.is_none());
        let drills: Vec<&str> = drills.map(|(drill, _)| id(*drill)).collect();
        return format!(
            "it may happen in {}, and did not in {}",
            some_of(&drills),
            text::counted(covered.coverage.most, "replication")
        );
    }
    let drills = never.drills.iter();
    let causes = drills.filter_map(|(drill, cause)| Some((*drill, (*cause)?)));
    // That other drills have no use for it says less than why those that have never come to it.
    let is_needed = causes.clone().any(|(_, cause)| !is_unneeded(cause));
    let mut sentences: Vec<(String, Vec<&str>)> = Vec::new();
    for (drill, cause) in causes.filter(|(_, cause)| !(is_needed && is_unneeded(*cause))) {
        let sentence = why(covered.drills[drill], cause);
        match sentences.iter_mut().find(|(known, _)| *known == sentence) {
            Some((_, drills)) => drills.push(id(drill)),
            None => sentences.push((sentence, vec![id(drill)])),
        }
    }
    match sentences.as_slice() {
        [(only, _)] => only.clone(),
        several => {
            let each = several
                .iter()
                .map(|(sentence, drills)| format!("in {} {sentence}", some_of(drills)));
            each.collect::<Vec<_>>().join("; ")
        }
    }
}

/// "`a`, `b` and 7 others": a few stand for many.
fn some_of(drills: &[&str]) -> String {
    match drills {
        [first, second, third, others @ ..] if others.len() > 1 => {
            let count = text::counted(others.len(), "other");
            format!("`{first}`, `{second}`, `{third}` and {count}")
        }
        few => text::all_of(few),
    }
}

fn is_unneeded(why: Why) -> bool {
    matches!(why, Why::RoleUnneeded(_) | Why::ResourceUnneeded(_))
}

fn why(drill: &Drill, why: Why) -> String {
    let step = |id: StepId| format!("`{}`", drill.plan.steps[id].id);
    let organization = &drill.organization;
    let injects = &drill.scenario.injects;
    match why {
        Why::Given(id, label) => {
            let label = &drill.plan.steps[id].outcomes[label].label;
            format!("the scenario gives {} the outcome `{label}`", step(id))
        }
        Why::NoChance(id, label) => {
            let label = &drill.plan.steps[id].outcomes[label].label;
            format!("`{label}` has no chance at {}", step(id))
        }
        Why::Flag(flag, value) => {
            let always = if value { "always" } else { "never" };
            format!("`{}` is {always} true", drill.scenario.flags[flag].name)
        }
        Why::Guard(id, value) => format!("the guard of {} is always {value}", step(id)),
        Why::NothingRequires(id) => format!("nothing calls for {}", step(id)),
        Why::Predecessors(id) => format!("too few predecessors of {} can be done", step(id)),
        Why::NobodyComes(id) => format!("nobody comes who could do {}", step(id)),
        Why::NeverSucceeds(id) => format!("no attempt at {} can succeed", step(id)),
        Why::NeverFails(id) => format!("no attempt at {} can fail", step(id)),
        Why::RoleUnneeded(_) => "no step of the plan needs it".to_owned(),
        Why::Reserved(role) => {
            let role = &organization.roles[role].id;
            format!("the steps of `{role}` are reserved for its holders")
        }
        Why::NeverComes(person) => {
            format!("`{}` never arrives", organization.people[person].id)
        }
        Why::HoldersAtHand(role) => {
            let role = &organization.roles[role].id;
            format!("a holder of `{role}` can always be had")
        }
        Why::ResourceUnneeded(_) => "no step of the plan uses it".to_owned(),
        Why::Enough(resource) => {
            let resource = &organization.resources[resource].id;
            format!("there is enough `{resource}` for all steps at once")
        }
        Why::InjectNoChance(inject) => format!("the chance of `{}` is 0", injects[inject].id),
        Why::InjectNoMoment(inject) => {
            format!("the moment of `{}` never comes", injects[inject].id)
        }
        Why::BarrierFailed(barrier) => {
            let barrier = &drill.plan.barriers[barrier].id;
            format!("the scenario says that `{barrier}` has failed")
        }
        Why::BarrierCertain(barrier) => {
            let barrier = &drill.plan.barriers[barrier];
            let always = if barrier.holds.value() > 0.0 {
                "always"
            } else {
                "never"
            };
            format!("`{}` {always} holds", barrier.id)
        }
    }
}

/// "in friday-night-leak: given: [Outcome("triage", "leak")]", as it is written there.
pub(super) fn remedy(covered: &Covered<'_>, remedy: &Remedy) -> String {
    let drill = covered.drills[remedy.drill];
    format!(
        "in {}: {}",
        drill.scenario.id,
        written(drill, &remedy.changes).join(", ")
    )
}

/// The changes as fields of the scenario's file, or as words where something is to be changed or taken out.
pub(in crate::report) fn written(drill: &Drill, changes: &[Change]) -> Vec<String> {
    let mut given = Vec::new();
    let mut flags = Vec::new();
    let mut failed = Vec::new();
    let mut effects = Vec::new();
    let mut words = Vec::new();
    let step = |id: StepId| &drill.plan.steps[id].id;
    let organization = &drill.organization;
    for change in changes {
        match *change {
            Change::Given(id, label) => {
                let label = &drill.plan.steps[id].outcomes[label].label;
                given.push(format!("Outcome(\"{}\", \"{label}\")", step(id)));
            }
            Change::Flag(flag, value) => {
                let name = &drill.scenario.flags[flag].name;
                flags.push(format!("Chance(\"{name}\", {})", u8::from(value)));
            }
            Change::BarrierFails(barrier) => {
                failed.push(format!("\"{}\"", drill.plan.barriers[barrier].id));
            }
            Change::BarrierMayHold(barrier) => words.push(format!(
                "`{}` taken out of `failed_barriers`",
                drill.plan.barriers[barrier].id
            )),
            Change::Certain(inject) => words.push(format!(
                "`chance: 1` of inject `{}`",
                drill.scenario.injects[inject].id
            )),
            Change::NeverFires(inject) => words.push(format!(
                "`chance: 0` of inject `{}`",
                drill.scenario.injects[inject].id
            )),
            Change::Require(id) => effects.push(format!("Require(\"{}\")", step(id))),
            Change::Fail(id, times) => effects.push(format!("Fail(\"{}\", {times})", step(id))),
            Change::Hold(id) => effects.push(format!("Hold(steps: [\"{}\"])", step(id))),
            Change::Absent(person) => {
                let person = &organization.people[person].id;
                effects.push(format!("Absent(person: \"{person}\")"));
            }
            Change::Arrive(person) => {
                let person = &organization.people[person].id;
                effects.push(format!("Arrive(person: \"{person}\")"));
            }
            Change::Lose(resource, count) => {
                let resource = &organization.resources[resource].id;
                effects.push(format!("Lose(resource: \"{resource}\", count: {count})"));
            }
            Change::Raise(impact, by) => {
                let impact = &drill.scenario.impacts[impact].id;
                effects.push(format!("Add(\"{impact}\", {by})"));
            }
        }
    }
    let field = |name: &str, elements: Vec<String>| {
        (!elements.is_empty()).then(|| format!("{name}: [{}]", elements.join(", ")))
    };
    let inject = (!effects.is_empty()).then(|| {
        let effects = effects.join(", ");
        format!("Inject(id: \"new\", title: \"New\", at: At(\"0s\"), effects: [{effects}])")
    });
    [
        field("given", given),
        field("flags", flags),
        field("failed_barriers", failed),
        field("injects", inject.into_iter().collect()),
    ]
    .into_iter()
    .flatten()
    .chain(words)
    .collect()
}

/// "tried: in all of 32 replications".
pub(super) fn tried(remedy: &Remedy) -> String {
    let replications = text::counted(remedy.replications, "replication");
    if remedy.hits == remedy.replications {
        format!("tried: in all of {replications}")
    } else {
        format!("tried: in {} of {replications}", remedy.hits)
    }
}

/// What to do where no change was found; `None`: the reason says enough.
pub(super) fn advice(coverage: &Coverage, row: &Row, never: &Never) -> Option<String> {
    if row.item.kind == Kind::Risk {
        let advice = "write a scenario that plays its plan, and name it in the risk's `drills`";
        return Some(advice.to_owned());
    }
    if row.item.kind == Kind::Plan {
        let of_plan = |other: &&Row| other.item.of.as_ref() == Some(&row.item.id);
        let things = coverage.rows.iter().filter(of_plan).count();
        let things = text::counted(things, "thing");
        return Some(format!(
            "write a scenario with this plan: {things} of it are not exercised either"
        ));
    }
    let mut causes = never.drills.iter().filter_map(|(_, why)| *why);
    let is_needed = !causes.all(is_unneeded);
    is_needed.then(|| "no given outcome, flag or inject was found that would".to_owned())
}
