//! The crews of a program.

use crate::program::{Program, SuccessCode};
use crate::quantity::{Arena, Index, RoleId, Seconds, StepId};
use crate::simulate::crews::due::Dues;
use crate::simulate::crews::{Crew, Crews, StepRun};
use crate::simulate::outcome::Order;
use crate::simulate::plain::is_plain;

/// So many crews have a bit each.
const CREWS_MOST: usize = 64;

impl<'p> Crews<'p> {
    /// The crews of a program in which nothing but work happens.
    pub fn of(program: &'p Program, is_explained: bool) -> Option<Self> {
        if !is_plain(program) {
            return None;
        }
        let mut crews: Vec<Crew<'p>> = Vec::new();
        let mut crew_of = |step, needs: &[RoleId]| crew_of(&mut crews, program, step, needs);
        let first: Arena<StepId, StepRun> = (program.steps.entries())
            .map(|(id, step)| StepRun {
                crew: crew_of(id, &step.needs),
                missing: count(step.predecessors.len()),
                driver: None,
                attempt: 0,
                retries_left: step.retries,
                chance: match step.success {
                    SuccessCode::Always(chance) => chance,
                    SuccessCode::Given { .. } => unreachable!("there are no flags"),
                },
                seat: 0,
                since: Seconds::ZERO,
                attempt_mark: 0,
                stretch_from: Seconds::ZERO,
                stretch_kind: None,
            })
            .collect();
        (crews.len() <= CREWS_MOST).then(|| Self {
            program,
            is_explained,
            now: Seconds::ZERO,
            last_order: Order(0),
            steps: first.clone(),
            first,
            crews,
            work_ends: Dues::default(),
            timers: Dues::default(),
            // One more: what is not due is written there as well.
            to_release: vec![StepId::new(0); program.steps.len() + 1],
            to_release_count: 0,
            to_dispatch: 0,
            away: 0,
            step_cost: 0.0,
        })
    }
}

/// The place in the list of the crew of a step with these needs; it is added if need be.
fn crew_of<'p>(
    crews: &mut Vec<Crew<'p>>,
    program: &'p Program,
    step: StepId,
    needs: &[RoleId],
) -> u32 {
    let role = needs.first().copied();
    let known = crews.iter().position(|crew| crew.role == role);
    count(known.unwrap_or_else(|| {
        let holders = role.map_or(&[][..], |role| &program.roles[role].holders);
        crews.push(Crew {
            role,
            holders,
            waiting: Vec::new(),
            free: 0,
            called: 0,
            here: 0,
            work_of_first: step,
        });
        crews.len() - 1
    }))
}

fn count(count: usize) -> u32 {
    u32::try_from(count).expect("a program has fewer than 2^32 steps")
}
