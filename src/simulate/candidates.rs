//! Who may take a seat of a step, and which of its needs find enough of them.

use crate::quantity::{MemberId, RoleId, StepId};
use crate::simulate::state::Whereabouts;
use crate::simulate::world::World;

pub(super) struct Needs {
    /// The roles of its needs, each once.
    pub(super) roles: Vec<RoleId>,
    /// For every need, the place of its role in `roles`.
    pub(super) role_of_need: Vec<usize>,
    /// Everybody who may be seated, by role, in order.
    pub(super) candidates: Vec<Vec<MemberId>>,
    /// Those of them who are free.
    pub(super) free: Vec<Vec<MemberId>>,
}

impl<'p> World<'p> {
    pub(super) fn needs_of(&self, step: StepId) -> Needs {
        let mut needs = Needs {
            roles: Vec::new(),
            role_of_need: Vec::new(),
            candidates: Vec::new(),
            free: Vec::new(),
        };
        for &role in &self.program.steps[step].needs {
            let known = needs.roles.iter().position(|other| *other == role);
            let place = known.unwrap_or_else(|| {
                let candidates: Vec<MemberId> = self.candidates_of(step, role).collect();
                let free = (candidates.iter().copied())
                    .filter(|member| self.is_free(*member, step))
                    .collect();
                needs.roles.push(role);
                needs.candidates.push(candidates);
                needs.free.push(free);
                needs.roles.len() - 1
            });
            needs.role_of_need.push(place);
        }
        needs
    }

    /// The role's holders in order, then its deputies if they stand in; nobody whom `not_by` sets aside.
    pub(super) fn candidates_of(
        &self,
        step: StepId,
        role: RoleId,
    ) -> impl Iterator<Item = MemberId> + use<'_, 'p> {
        let code = &self.program.roles[role];
        let deputies: &'p [MemberId] = if self.deputies_stand_in(step, role) {
            &code.deputies
        } else {
            &[]
        };
        let sets_aside = !self.program.steps[step].not_by.is_empty();
        (code.holders.iter().chain(deputies).copied())
            .filter(move |member| !(sets_aside && self.is_set_aside(*member, step)))
    }

    fn deputies_stand_in(&self, step: StepId, role: RoleId) -> bool {
        let code = &self.program.roles[role];
        !code.deputies.is_empty()
            && !self.program.steps[step].reserved
            && code.holders.iter().all(|holder| {
                let run = &self.members[*holder];
                run.is_absent()
                    || self.is_out_of_reach(*holder, step)
                    || self.is_set_aside(*holder, step)
                    || match run.whereabouts {
                        Whereabouts::Called { at, .. } => self.now - at >= code.escalate_after,
                        Whereabouts::Working(_) => code.deputies_help,
                        Whereabouts::Away | Whereabouts::Free => false,
                    }
            })
    }

    fn is_set_aside(&self, member: MemberId, step: StepId) -> bool {
        (self.program.steps[step].not_by.iter()).any(|other| self.workers[*other].contains(&member))
    }

    /// The role of the first need for which nobody is left; no two roles share anybody.
    pub(super) fn first_uncovered(&self, step: StepId) -> Option<RoleId> {
        let needs = &self.program.steps[step].needs;
        let uncovered = (0..needs.len()).find(|place| !self.is_covered(step, *place));
        uncovered.map(|place| needs[place])
    }

    /// Whether enough of a role are free for the need at `place` and those of that role before it.
    pub(super) fn is_covered(&self, step: StepId, place: usize) -> bool {
        let needs = &self.program.steps[step].needs;
        let role = needs[place];
        let before = needs[..place]
            .iter()
            .filter(|other| **other == role)
            .count();
        (self.candidates_of(step, role))
            .filter(|member| self.is_free(*member, step))
            .nth(before)
            .is_some()
    }
}
