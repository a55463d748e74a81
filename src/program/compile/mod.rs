//! The one way from a model to a program.

mod people;
mod scenario;
mod staffing;
mod steps;
mod streams;

use std::fmt;

use crate::model::{Drill, Name, Starts};
use crate::program::compile::people::{Calendars, compile_people};
use crate::program::compile::scenario::{compile_barrier, compile_impact, compile_inject};
use crate::program::compile::staffing::{bits_of, number_staffings, shift_changes};
use crate::program::compile::steps::compile_steps;
use crate::program::compile::streams::refuse_colliding_streams;
use crate::program::effect::units;
use crate::program::{FlagCode, ImpactCode, Onsets, Program, ResourceCode};
use crate::quantity::{Arena, ImpactId, Instant, MemberId, PersonId, Probability, TimeOfDay};
use crate::random::{Entity, Quantiles, Question};

/// Why a drill cannot be compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProgramError {
    /// Two streams have one hash and would share their luck: one of the two things needs another id.
    StreamsCollide(Name, Name),
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StreamsCollide(one, other) => write!(
                f,
                "the draws of `{one}` and of `{other}` hash to one stream; give one of them another id"
            ),
        }
    }
}

/// Compiles a drill.
pub fn compile(drill: &Drill) -> Result<Program, ProgramError> {
    compile_with(drill, &mut Quantiles::default())
}

/// Compiles one of many drills that have much in common.
pub fn compile_with(drill: &Drill, quantiles: &mut Quantiles) -> Result<Program, ProgramError> {
    let Drill {
        organization,
        plan,
        scenario,
        ..
    } = drill;
    let instants = onsets(drill);
    let mut calendars = Calendars::new(organization, &instants, scenario.horizon);
    let who = compile_people(organization, &mut calendars, quantiles);
    let size_of = |person: PersonId| who.people[person].members.len();
    let mut steps = compile_steps(drill, &size_of, quantiles);
    let impacts: Arena<ImpactId, ImpactCode> = (scenario.impacts.entries())
        .map(|(id, impact)| compile_impact(drill, id, impact, &mut calendars))
        .collect();
    let calendars = Arena::new(calendars.compiled);
    let staffings = number_staffings(&mut steps, &who.roles_of);
    let bits_of: Arena<MemberId, u64> = (who.roles_of.iter())
        .map(|roles| bits_of(roles, &staffings))
        .collect();
    let has_deputies = who.roles.iter().any(|role| !role.deputies.is_empty());
    let program = Program {
        horizon: scenario.horizon,
        onsets: Onsets {
            instants,
            question: Question::new(Entity::Scenario, "scenario", "start"),
        },
        on_shift: (steps.entries())
            .filter(|(_, step)| step.on_shift)
            .map(|(id, _)| id)
            .collect(),
        starts_may_help: has_deputies
            && (who.roles.iter().any(|role| role.deputies_help)
                || steps.iter().any(|step| !step.not_by.is_empty())),
        resources: (organization.resources.iter())
            .map(|resource| ResourceCode {
                count: units(resource.count),
                is_consumed: resource.consumed,
            })
            .collect(),
        flags: (scenario.flags.iter())
            .map(|flag| FlagCode {
                chance: flag.chance.map_or(0.0, Probability::value),
                question: Question::new(Entity::Flag, &flag.name, "chance"),
            })
            .collect(),
        barriers: (plan.barriers.entries())
            .map(|(id, barrier)| {
                let has_failed = scenario.failed_barriers.contains(&id);
                compile_barrier(barrier, has_failed, &size_of)
            })
            .collect(),
        injects: (scenario.injects.iter())
            .map(|inject| compile_inject(inject, &size_of))
            .collect(),
        shift_changes: shift_changes(&calendars, &who, &bits_of, &steps, &impacts),
        members: who.members,
        people: who.people,
        roles: who.roles,
        roles_of: who.roles_of,
        bits_of,
        calendars,
        steps,
        impacts,
        staffings,
    };
    refuse_colliding_streams(drill, &program)?;
    Ok(program)
}

fn onsets(drill: &Drill) -> Vec<Instant> {
    let zone = &drill.organization.zone;
    match &drill.scenario.starts {
        Starts::At(civil) => vec![zone.instant(*civil)],
        Starts::OneOf(civils) => civils.iter().map(|civil| zone.instant(*civil)).collect(),
        Starts::Anytime { from, to } => {
            let mut instants = Vec::new();
            let mut day = *from;
            while day <= *to {
                instants
                    .extend((0..24).map(|hour| zone.instant(day.at(TimeOfDay::whole_hour(hour)))));
                day = day.plus_days(1);
            }
            instants
        }
    }
}
