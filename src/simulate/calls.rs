//! Phase 8: who is called, and whom each waiting step awaits.

use crate::quantity::{Index, MemberId, RoleId, StepId};
use crate::simulate::candidates::{Needs, before};
use crate::simulate::log::CallKind;
use crate::simulate::roster::{Mask, Standing};
use crate::simulate::seating::most_seats;
use crate::simulate::state::Whereabouts;
use crate::simulate::world::World;

/// Of the groups in which people are called (see [`World::call_group`]), the last of holders within reach.
const LAST_GROUP_OF_HOLDERS: u8 = 1;

impl<'p> World<'p> {
    /// Phase 8.
    #[inline(never)]
    pub(super) fn make_calls(&mut self) {
        self.call_pass += 1;
        self.scratch.forget_staffings();
        if self.is_explained() {
            self.news_of_second.extend(self.news);
        }
        // What this pass itself brings about is news for the steps that follow, and again for the next pass.
        let mut old_news = std::mem::take(&mut self.news);
        for place in 0..self.waiting.list.len() {
            let waiting = &mut self.waiting.list[place];
            let step = waiting.key.step();
            let is_known = std::mem::replace(&mut waiting.is_called_for, true);
            if is_known && !waiting.heeds(old_news) && !waiting.heeds(self.news) {
                for &member in &self.claims[step] {
                    self.members[member].claimed_in = self.call_pass;
                }
                continue;
            }
            let staffing = waiting.staffing;
            let may_await = self.roster.is_anybody_within_call(staffing);
            if !may_await && self.claims[step].is_empty() {
                self.steps[step].awaited = None;
                continue;
            }
            let mut before = std::mem::take(&mut self.scratch.claims);
            std::mem::swap(&mut before, &mut self.claims[step]);
            self.steps[step].awaited = None;
            // Claims only grow within a pass: where one step of a staffing finds nobody to await or to call, no other does.
            if !self.scratch.is_in_vain(staffing)
                && !self.is_held(step)
                && (!may_await || !self.call_for(step, staffing))
            {
                self.scratch.note_in_vain(staffing);
            }
            if before != self.claims[step] {
                // Steps that follow may now await whom this one no longer does, and no longer whom it now does.
                for &member in before.iter().chain(&self.claims[step]) {
                    old_news.staffings |= self.program.bits_of[member];
                }
            }
            before.clear();
            self.scratch.claims = before;
        }
        self.waiting.note_calls();
        if self.is_explained() {
            self.news_of_second.extend(old_news);
            self.news_of_second.extend(self.news);
        }
    }

    /// Whether the step awaits anybody now; a step that lacks nobody needs not.
    fn call_for(&mut self, step: StepId, staffing: usize) -> bool {
        if self.program.staffings[staffing].is_disjoint {
            return self.call_for_each(step);
        }
        let mut needs = std::mem::take(&mut self.scratch.needs);
        self.look_at_needs(step, &mut needs);
        let mut awaits_anybody = false;
        let mut first_uncovered: Option<Option<MemberId>> = None;
        for (need, seat) in needs.seats.iter().enumerate() {
            if seat.is_none() {
                let awaited = self.await_or_call(step, needs.role(need), &mut 0);
                first_uncovered.get_or_insert(awaited);
                awaits_anybody |= awaited.is_some();
            }
        }
        if first_uncovered.is_some() && !awaits_anybody {
            let awaited = self.await_or_call_in_exchange(step, &needs);
            first_uncovered = Some(awaited);
            awaits_anybody = awaited.is_some();
        }
        self.steps[step].awaited = first_uncovered.flatten();
        self.scratch.needs = needs;
        awaits_anybody
    }

    /// Where no two roles share anybody, each uncovered need is a matter of its own.
    fn call_for_each(&mut self, step: StepId) -> bool {
        let mut first_uncovered: Option<Option<MemberId>> = None;
        let mut awaits_anybody = false;
        let needs = &self.program.steps[step].needs;
        // Most steps need one person: there is nothing to count.
        if let [role] = needs[..] {
            let is_covered = self.find_free(step, role, |_| true).is_some();
            let awaited = if is_covered {
                None
            } else {
                self.await_or_call(step, role, &mut 0)
            };
            self.steps[step].awaited = awaited;
            return awaited.is_some();
        }
        // Of the role of the last need: how many are free beyond those for the needs so far, and from where on to look.
        let mut last = None;
        let (mut left, mut from) = (0, 0);
        for (place, &role) in needs.iter().enumerate() {
            if last != Some(role) {
                left = (self.how_many_free(step, role)).saturating_sub(before(needs, place));
                from = 0;
                last = Some(role);
            }
            if left > 0 {
                left -= 1;
                continue;
            }
            let awaited = self.await_or_call(step, role, &mut from);
            first_uncovered.get_or_insert(awaited);
            awaits_anybody |= awaited.is_some();
        }
        self.steps[step].awaited = first_uncovered.flatten();
        awaits_anybody
    }

    /// Whom a need of the role awaits, be it after a call. No holder before `from` can be awaited; the same is true afterwards.
    fn await_or_call(&mut self, step: StepId, role: RoleId, from: &mut usize) -> Option<MemberId> {
        let called = self.find_candidate(step, role, Standing::Called, from, |member| {
            self.can_be_awaited(member, role)
        });
        let awaited = called.or_else(|| {
            let next = self.first_callable(step, role)?;
            self.call(self.program.members[next].person, step, role);
            // Whoever answers with them may stand before the others.
            *from = 0;
            Some(next)
        });
        if let Some(member) = awaited {
            self.claim(step, member);
        }
        awaited
    }

    /// The first of the best group of those who can be called.
    fn first_callable(&self, step: StepId, role: RoleId) -> Option<MemberId> {
        let holder = self.best_callable(step, role, Mask::holders);
        // Holders within reach come before any deputy.
        let is_within_reach = holder.is_some_and(|(group, _)| group <= LAST_GROUP_OF_HOLDERS);
        let deputy = if !is_within_reach
            && (self.roster)
                .next(role, Mask::deputies, Standing::Callable, 0)
                .is_some()
            && self.deputies_stand_in(step, role)
        {
            self.best_callable(step, role, Mask::deputies)
        } else {
            None
        };
        let both = holder.into_iter().chain(deputy);
        both.min_by_key(|(group, _)| *group)
            .map(|(_, member)| member)
    }

    /// The first of the best group of these who can be called.
    fn best_callable(
        &self,
        step: StepId,
        role: RoleId,
        among: impl Fn(&Mask) -> u64,
    ) -> Option<(u8, MemberId)> {
        let mut best: Option<(u8, MemberId)> = None;
        let mut from = 0;
        while let Some(place) = self.roster.next(role, &among, Standing::Callable, from) {
            let member = self.roster.member(place);
            from = place + 1;
            if !self.may_be_had(member, step) {
                continue;
            }
            let group = self.call_group(member, role);
            if group == 0 {
                return Some((group, member));
            }
            if best.is_none_or(|(least, _)| group < least) {
                best = Some((group, member));
            }
            // All members of a team are of one group, and follow one another.
            let person = self.program.members[member].person;
            from += self.program.people[person].members.end - member.place() - 1;
        }
        best
    }

    fn claim(&mut self, step: StepId, member: MemberId) {
        self.members[member].claimed_in = self.call_pass;
        self.claims[step].push(member);
    }

    /// Called for less than the role escalates after, and not claimed by an earlier need of this pass.
    fn can_be_awaited(&self, member: MemberId, role: RoleId) -> bool {
        let run = &self.members[member];
        let escalate_after = self.program.roles[role].escalate_after;
        match run.whereabouts {
            Whereabouts::Called { at, .. } => {
                self.now - at < escalate_after && run.claimed_in != self.call_pass
            }
            Whereabouts::Away | Whereabouts::Free | Whereabouts::Working(_) => false,
        }
    }

    /// Whom to call first: on shift before on call, holders before deputies, those out of reach last. Within a group the order
    /// of candidates counts.
    #[inline(always)] // Asked of everybody who may be called.
    fn call_group(&self, member: MemberId, role: RoleId) -> u8 {
        let is_holder = || self.program.roles[role].holders.contains(&member);
        match self.call_kind(member) {
            CallKind::OnShift if is_holder() => 0,
            CallKind::OnCall if is_holder() => 1,
            CallKind::OnShift => 2,
            CallKind::OnCall => 3,
            CallKind::OutOfReach => 4,
        }
    }

    /// When nobody can be had for an uncovered need itself: somebody who would free another for it by taking a covered need.
    fn await_or_call_in_exchange(&mut self, step: StepId, needs: &Needs) -> Option<MemberId> {
        let seats = needs.seats.iter().flatten().count();
        let covers_more = |member: MemberId| {
            let mut free = needs.free().to_vec();
            for (free, role) in free.iter_mut().zip(&needs.roles) {
                if self.candidates_of(step, *role).any(|other| other == member) {
                    free.push(member);
                }
            }
            most_seats(&needs.role_of_need, &free, &[]) > seats
        };
        let mut covered = (needs.seats.iter().enumerate())
            .filter(|(_, seat)| seat.is_some())
            .map(|(need, _)| needs.role(need));
        let awaited = covered.clone().find_map(|role| {
            self.candidates_of(step, role)
                .find(|member| self.can_be_awaited(*member, role) && covers_more(*member))
        });
        let chosen = match awaited {
            Some(member) => member,
            None => {
                let (role, member) = covered.find_map(|role| {
                    let member = (self.candidates_of(step, role))
                        .filter(|member| self.can_be_called(*member, step) && covers_more(*member))
                        .min_by_key(|member| self.call_group(*member, role))?;
                    Some((role, member))
                })?;
                self.call(self.program.members[member].person, step, role);
                member
            }
        };
        self.claim(step, chosen);
        Some(chosen)
    }
}
