//! The same drill with something gone, with a step that always fails, or with an inject that always or never fires. All else keeps
//! its luck.

use crate::model::{
    BarrierEffect, Drill, Effect, Inject, Layer, Person, ShiftPattern, Success, Trigger,
};
use crate::quantity::{
    Arena, Distribution, InjectId, PersonId, Probability, ResourceId, RoleId, Seconds, StepId,
};

/// What goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Loss {
    /// The person, or the whole team, is absent from onset to the end.
    Person(PersonId),
    /// Nobody can fill the role, whoever is there.
    Role(RoleId),
    /// There are no units of it at onset.
    Resource(ResourceId),
    /// Every attempt of the step fails; its failure rule still runs.
    Step(StepId),
    /// The inject fires if its moment comes.
    Certain(InjectId),
    /// The inject never fires.
    Never(InjectId),
}

/// Everything whose loss the plan can feel.
pub fn losses(drill: &Drill) -> Vec<Loss> {
    let (organization, plan) = (&drill.organization, &drill.plan);
    let needed = needed_roles(drill);
    let is_candidate = |person: PersonId| {
        needed.iter().any(|role| {
            let role = &organization.roles[*role];
            role.holders.contains(&person) || role.deputies.contains(&person)
        })
    };
    let people = organization
        .people
        .ids()
        .filter(|id| is_candidate(*id))
        .map(Loss::Person);
    let roles = needed.iter().copied().map(Loss::Role);
    let is_used = |resource: &ResourceId| {
        let mut uses = plan.steps.iter().flat_map(|step| &step.uses);
        uses.any(|used| used.resource == *resource)
    };
    let resources = organization
        .resources
        .ids()
        .filter(is_used)
        .map(Loss::Resource);
    let steps = plan.steps.ids().map(Loss::Step);
    let injects = drill
        .scenario
        .injects
        .entries()
        .filter(|(_, inject)| inject.at != Trigger::Never);
    let injects = injects.flat_map(|(id, inject)| {
        let certain = (inject.chance.value() < 1.0).then_some(Loss::Certain(id));
        let never = (inject.chance.value() > 0.0).then_some(Loss::Never(id));
        certain.into_iter().chain(never)
    });
    people
        .chain(roles)
        .chain(resources)
        .chain(steps)
        .chain(injects)
        .collect()
}

/// The roles that steps need, in the order of ids.
pub fn needed_roles(drill: &Drill) -> Vec<RoleId> {
    let is_needed = |role: &RoleId| drill.plan.steps.iter().any(|step| step.needs(*role));
    drill.organization.roles.ids().filter(is_needed).collect()
}

/// The needed roles that nobody but this person can fill.
pub fn sole_roles(drill: &Drill, person: PersonId) -> Vec<RoleId> {
    let is_sole = |role: &RoleId| {
        let role = &drill.organization.roles[*role];
        let mut candidates = role.holders.iter().chain(&role.deputies).peekable();
        candidates.peek().is_some() && candidates.all(|candidate| *candidate == person)
    };
    needed_roles(drill).into_iter().filter(is_sole).collect()
}

/// The drill with all of that gone wrong.
pub fn with_losses(drill: &Drill, losses: &[Loss]) -> Drill {
    losses.iter().fold(drill.clone(), with_loss)
}

fn with_loss(mut drill: Drill, loss: &Loss) -> Drill {
    match *loss {
        Loss::Person(person) => {
            let gone = absence(&drill, person);
            push(&mut drill.scenario.injects, gone);
            keep_away(&mut drill, person);
        }
        Loss::Role(role) => {
            let nobody = nobody(&drill, role);
            let nobody = push(&mut drill.organization.people, nobody);
            let role = &mut drill.organization.roles[role];
            role.holders = vec![nobody];
            role.deputies = Vec::new();
        }
        Loss::Resource(resource) => drill.organization.resources[resource].count = 0,
        Loss::Step(step) => {
            drill.plan.steps[step].succeeds = Success::Always(Probability::ZERO);
        }
        Loss::Certain(inject) => drill.scenario.injects[inject].chance = Probability::ONE,
        Loss::Never(inject) => drill.scenario.injects[inject].chance = Probability::ZERO,
    }
    drill
}

/// Whoever is lost to the end is brought back by nothing.
fn keep_away(drill: &mut Drill, person: PersonId) {
    let stays = |effect: &Effect| !matches!(effect, Effect::Arrive { person: arriving, .. } if *arriving == person);
    for step in drill.plan.steps.iter_mut() {
        step.effects.retain(stays);
    }
    for inject in drill.scenario.injects.iter_mut() {
        inject.effects.retain(stays);
    }
    for barrier in drill.plan.barriers.iter_mut() {
        if let BarrierEffect::Weakens(effects) = &mut barrier.effect {
            effects.retain(stays);
        }
    }
}

fn push<Id: crate::quantity::Index, T: Clone>(arena: &mut Arena<Id, T>, last: T) -> Id {
    *arena = arena.iter().cloned().chain([last]).collect();
    arena.ids().last().expect("one was put into it")
}

/// An inject that takes the person away. It comes last and draws nothing, so that all else keeps its luck.
fn absence(drill: &Drill, person: PersonId) -> Inject {
    let gone = Effect::Absent {
        person,
        count: None,
        duration: None,
    };
    let id = format!("without {}", drill.organization.people[person].id);
    Inject::at_onset(id, vec![gone])
}

/// Somebody who holds the role and can never be called.
fn nobody(drill: &Drill, role: RoleId) -> Person {
    Person {
        id: format!("nobody as {}", drill.organization.roles[role].id),
        name: String::new(),
        layer: Some(Layer::External),
        count: 1,
        shifts: ShiftPattern::Never,
        zone: drill.organization.zone.clone(),
        acknowledges: Distribution::Fixed(0.0),
        on_call: None,
        stays: None,
        rests: Seconds::ZERO,
        cost_per_hour: 0.0,
        contact: None,
        because: None,
    }
}
