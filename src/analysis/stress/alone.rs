//! What hangs on one person: the losses of those who alone hold a role.

use std::ops::ControlFlow;

use crate::analysis::comparison::{Luck, play_range};
use crate::analysis::stress::{Loss, Stressed, needed_roles, rank, stress};
use crate::model::Drill;
use crate::program::{ProgramError, compile};
use crate::quantity::{PersonId, RoleId};

/// Replications with and without each person: two blocks. With twice as many this took as long as a usual run, and whom everything
/// hangs on shows in few.
const REPLICATIONS: u64 = 512;

/// What is lost without a person.
#[derive(Clone, PartialEq, Debug)]
pub struct Dependence {
    /// Who.
    pub person: PersonId,
    /// The roles that nobody else holds and the plan needs.
    pub roles: Vec<RoleId>,
    /// What is lost.
    pub stressed: Stressed,
    /// So many replications each.
    pub replications: u64,
}

/// Loses each person who alone holds a role that the plan needs, from onset to the end; those whose loss is shown to cost anything,
/// most first. `None`: `watch`, which sees how many replications are done with each of them, broke it off.
pub fn dependence(
    drill: &Drill,
    luck: Luck,
    level: f64,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Option<Vec<Dependence>>, ProgramError> {
    let suspects = suspects(drill);
    if suspects.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let range = 1..REPLICATIONS + 1;
    let mut is_broken_off = false;
    let mut watch = |done| {
        let flow = watch(done);
        is_broken_off |= flow.is_break();
        flow
    };
    let baseline = play_range(drill, &compile(drill)?, luck, range.clone(), &mut watch);
    let losses: Vec<Vec<Loss>> = (suspects.iter())
        .map(|(person, _)| vec![Loss::Person(*person)])
        .collect();
    let mut found = stress(drill, &baseline, range, &losses, luck, level, &mut watch)?;
    if is_broken_off {
        return Ok(None);
    }
    rank(&mut found);
    found.retain(|stressed| !stressed.verdict.worse().is_empty());
    let dependence = |stressed: Stressed| {
        let (person, roles) = suspects
            .iter()
            .find(|(person, _)| stressed.losses == [Loss::Person(*person)])?;
        Some(Dependence {
            person: *person,
            roles: roles.clone(),
            stressed,
            replications: REPLICATIONS,
        })
    };
    Ok(Some(found.into_iter().filter_map(dependence).collect()))
}

/// How many replications [`dependence`] plays of the drill.
pub fn dependence_plays(drill: &Drill) -> u64 {
    match suspects(drill).len() as u64 {
        0 => 0,
        suspects => (suspects + 1) * REPLICATIONS,
    }
}

/// Single people with the roles that they alone hold and steps need.
fn suspects(drill: &Drill) -> Vec<(PersonId, Vec<RoleId>)> {
    let mut suspects: Vec<(PersonId, Vec<RoleId>)> = Vec::new();
    for id in needed_roles(drill) {
        let [only] = drill.organization.roles[id].holders.as_slice() else {
            continue;
        };
        if drill.organization.people[*only].count > 1 {
            continue;
        }
        match suspects.iter_mut().find(|(person, _)| person == only) {
            Some((_, roles)) => roles.push(id),
            None => suspects.push((*only, vec![id])),
        }
    }
    suspects
}
