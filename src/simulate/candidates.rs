//! Who may take a seat of a step, and which of its needs find enough of them.

use crate::quantity::{MemberId, RoleId, StepId};
use crate::simulate::roster::{Mask, Standing};
use crate::simulate::seating::best_assignment;
use crate::simulate::state::Whereabouts;
use crate::simulate::world::World;

/// What a step needs at this moment, and who covers most of it. Its memory is used again and again.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// The roles of its needs, each once.
    pub(super) roles: Vec<RoleId>,
    /// For every need, the place of its role in `roles`.
    pub(super) role_of_need: Vec<usize>,
    /// For every need who takes it, if anybody is left (see [`best_assignment`]).
    pub(super) seats: Vec<Option<MemberId>>,
    /// By role the free who may be seated, in order; there may be more lists than roles.
    free: Vec<Vec<MemberId>>,
}

impl Needs {
    /// By role, the free who may be seated, in order.
    pub(super) fn free(&self) -> &[Vec<MemberId>] {
        &self.free[..self.roles.len()]
    }

    /// The role of the `need`-th need.
    pub(super) fn role(&self, need: usize) -> RoleId {
        self.roles[self.role_of_need[need]]
    }
}

impl<'p> World<'p> {
    /// Finds out what the step needs, and who covers most of it.
    pub(super) fn look_at_needs(&self, step: StepId, needs: &mut Needs) {
        needs.roles.clear();
        needs.role_of_need.clear();
        for &role in &self.program.steps[step].needs {
            let known = needs.roles.iter().position(|other| *other == role);
            let place = known.unwrap_or_else(|| {
                let place = needs.roles.len();
                needs.roles.push(role);
                if needs.free.len() == place {
                    needs.free.push(Vec::new());
                }
                let free = &mut needs.free[place];
                free.clear();
                self.find_free(step, role, |member| {
                    free.push(member);
                    false
                });
                place
            });
            needs.role_of_need.push(place);
        }
        let free = &needs.free[..needs.roles.len()];
        best_assignment(&needs.role_of_need, free, &mut needs.seats);
    }

    /// The role's holders in order, then its deputies if they stand in; nobody whom `not_by` sets aside.
    pub(super) fn candidates_of(
        &self,
        step: StepId,
        role: RoleId,
    ) -> impl Iterator<Item = MemberId> + use<'_, 'p> {
        let code = &self.program.roles[role];
        // Whether deputies stand in is asked only of those who find nobody among the holders.
        let deputies = move || -> &'p [MemberId] {
            if self.deputies_stand_in(step, role) {
                &code.deputies
            } else {
                &[]
            }
        };
        let sets_aside = !self.program.steps[step].not_by.is_empty();
        (code.holders.iter())
            .chain(std::iter::once_with(deputies).flatten())
            .copied()
            .filter(move |member| !(sets_aside && self.is_set_aside(*member, step)))
    }

    /// The first candidate (see [`World::candidates_of`]) of that standing who suits; of the holders, only from place `from` on,
    /// which moves behind those who were looked at.
    #[inline]
    pub(super) fn find_candidate(
        &self,
        step: StepId,
        role: RoleId,
        standing: Standing,
        from: &mut usize,
        mut suits: impl FnMut(MemberId) -> bool,
    ) -> Option<MemberId> {
        if !self.roster.has(role, standing) {
            return None;
        }
        let sets_aside = !self.program.steps[step].not_by.is_empty();
        let mut is_wanted =
            |member: MemberId| !(sets_aside && self.is_set_aside(member, step)) && suits(member);
        let holder = (self.roster).find(role, Mask::holders, standing, from, &mut is_wanted);
        if holder.is_some() {
            return holder;
        }
        // Whether deputies stand in is asked only if there is one.
        let next = self.roster.next(role, Mask::deputies, standing, 0);
        if next.is_none() || !self.deputies_stand_in(step, role) {
            return None;
        }
        (self.roster).find(role, Mask::deputies, standing, &mut 0, is_wanted)
    }

    /// The first candidate who suits and is free for the step.
    #[inline]
    pub(super) fn find_free(
        &self,
        step: StepId,
        role: RoleId,
        mut suits: impl FnMut(MemberId) -> bool,
    ) -> Option<MemberId> {
        self.find_candidate(step, role, Standing::Free, &mut 0, |member| {
            self.is_in_hours_of(member, step) && suits(member)
        })
    }

    pub(super) fn deputies_stand_in(&self, step: StepId, role: RoleId) -> bool {
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

    /// Whether neither the step's hours nor earlier work stand against the member.
    #[inline(always)] // Asked of everybody who may be called.
    pub(super) fn may_be_had(&self, member: MemberId, step: StepId) -> bool {
        self.is_in_hours_of(member, step) && !self.is_set_aside(member, step)
    }

    pub(super) fn is_set_aside(&self, member: MemberId, step: StepId) -> bool {
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
        before(needs, place) < self.how_many_free(step, needs[place])
    }

    /// How many of a role are free for the step.
    pub(super) fn how_many_free(&self, step: StepId, role: RoleId) -> usize {
        let code = &self.program.steps[step];
        if !code.on_shift && code.not_by.is_empty() {
            let holders = self.roster.count(role, Mask::holders, Standing::Free);
            let deputies = self.roster.count(role, Mask::deputies, Standing::Free);
            let all = if deputies > 0 && self.deputies_stand_in(step, role) {
                holders + deputies
            } else {
                holders
            };
            return all as usize; // Widening.
        }
        let mut count = 0;
        self.find_free(step, role, |_| {
            count += 1;
            false
        });
        count
    }
}

/// How many needs of the same role come before that at `place`.
pub(super) fn before(needs: &[RoleId], place: usize) -> usize {
    let role = needs[place];
    needs[..place]
        .iter()
        .filter(|other| **other == role)
        .count()
}
