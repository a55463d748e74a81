//! Who starts what, who is called, and what a waiting step waits for.

use crate::quantity::{MemberId, RoleId, StepId};
use crate::simulate::history::{Lack, PersonLack, ResourceLack, StretchKind};
use crate::simulate::log::{CallKind, Happening};
use crate::simulate::outcome::StepState;
use crate::simulate::seating::{best_assignment, most_seats};
use crate::simulate::state::Whereabouts;
use crate::simulate::world::World;

/// What a step's needs find at one moment.
struct Needs {
    /// The roles of its needs, each once.
    roles: Vec<RoleId>,
    /// For every need, the place of its role in `roles`.
    role_of_need: Vec<usize>,
    /// Everybody who may be seated, by role, in order.
    candidates: Vec<Vec<MemberId>>,
    /// Those of them who are free.
    free: Vec<Vec<MemberId>>,
}

impl<'p> World<'p> {
    /// Phase 7: passes over the waiting steps until nobody starts.
    pub(super) fn dispatch(&mut self) {
        let mut has_started = true;
        self.scratch.forget_staffings(self.program.staffings.len());
        while has_started {
            has_started = false;
            let mut place = 0;
            while let Some(key) = self.waiting.get(place) {
                let step = key.step();
                let staffing = self.program.steps[step].staffing;
                let is_news = !std::mem::replace(&mut self.steps[step].is_looked_at, true)
                    || self.news.concern(&self.program.staffings[staffing])
                    || (self.news.units && !self.program.steps[step].uses.is_empty());
                if !is_news
                    || self.scratch.is_in_vain(staffing)
                    || self.is_held(step)
                    || self.lacking_units(step).is_some()
                {
                    place += 1;
                } else if self.start_if_staffed(step, staffing) {
                    // It waits no more: the next one has moved up to its place.
                    if self.program.starts_may_help {
                        has_started = true;
                        self.scratch.forget_staffings(self.program.staffings.len());
                    }
                } else {
                    // What one step of a staffing does not find, no other finds, until a start changes who stands in for whom.
                    self.scratch.note_in_vain(staffing);
                    place += 1;
                }
            }
        }
    }

    fn start_if_staffed(&mut self, step: StepId, staffing: usize) -> bool {
        let staffing = &self.program.staffings[staffing];
        // With too few free people, whoever they are, looking closer is in vain.
        let are_enough =
            (staffing.roles.iter()).all(|(role, count)| self.roles[*role].free >= *count);
        if !are_enough {
            return false;
        }
        if !self.seat_greedily(step) && (staffing.is_disjoint || !self.seat_exchanging(step)) {
            self.seats[step].clear();
            return false;
        }
        let is_deputy = (self.program.steps[step].needs.first()).is_some_and(|owner| {
            let holders = &self.program.roles[*owner].holders;
            !holders.contains(&self.seats[step][0])
        });
        self.start(step, is_deputy);
        true
    }

    /// Gives every need its first candidate left: the first assignment of all, if it covers every need.
    fn seat_greedily(&mut self, step: StepId) -> bool {
        for &role in &self.program.steps[step].needs {
            let seats = &self.seats[step];
            let first = (self.candidates_of(step, role))
                .find(|member| self.is_free(*member, step) && !seats.contains(member));
            match first {
                Some(member) => self.seats[step].push(member),
                None => return false,
            }
        }
        true
    }

    /// Covers every need where the first candidate for one is the only one for another.
    fn seat_exchanging(&mut self, step: StepId) -> bool {
        let needs = self.needs_of(step);
        if needs.free.iter().any(Vec::is_empty) {
            return false;
        }
        let assignment = best_assignment(&needs.role_of_need, &needs.free);
        let seats = &mut self.seats[step];
        seats.clear();
        seats.extend(assignment.iter().flatten());
        seats.len() == assignment.len()
    }

    fn needs_of(&self, step: StepId) -> Needs {
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
    fn candidates_of(
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

    /// Phase 8.
    pub(super) fn make_calls(&mut self) {
        if self.waiting.is_empty() {
            return self.news.clear();
        }
        self.call_pass += 1;
        self.scratch.forget_staffings(self.program.staffings.len());
        if self.is_explained() {
            self.news_of_second.extend(&self.news);
        }
        // What this pass itself brings about is news for the steps that follow, and again for the next pass.
        let mut old_news = std::mem::replace(&mut self.news, self.scratch.take_news(self.program));
        for place in 0..self.waiting.len() {
            let step = self.waiting[place].step();
            let staffing = self.program.steps[step].staffing;
            let code = &self.program.staffings[staffing];
            let is_known = std::mem::replace(&mut self.steps[step].is_called_for, true);
            if is_known && !old_news.concern(code) && !self.news.concern(code) {
                for &member in &self.claims[step] {
                    self.members[member].claimed_in = self.call_pass;
                }
                continue;
            }
            let mut before = std::mem::take(&mut self.scratch.claims);
            std::mem::swap(&mut before, &mut self.claims[step]);
            self.steps[step].awaited = None;
            // Claims only grow within a pass: where one step of a staffing finds nobody to await or to call, no other does.
            if !self.scratch.is_in_vain(staffing)
                && !self.is_held(step)
                && (!self.may_await(staffing) || !self.call_for(step, staffing))
            {
                self.scratch.note_in_vain(staffing);
            }
            if before != self.claims[step] {
                // Steps that follow may now await whom this one no longer does, and no longer whom it now does.
                for &member in before.iter().chain(&self.claims[step]) {
                    old_news.members.insert(member);
                }
            }
            before.clear();
            self.scratch.claims = before;
        }
        if self.is_explained() {
            self.news_of_second.extend(&old_news);
            self.news_of_second.extend(&self.news);
        }
        self.scratch.give_back(old_news);
    }

    /// Whether anybody is left who might be called or awaited.
    fn may_await(&self, staffing: usize) -> bool {
        let roles = &self.program.staffings[staffing].roles;
        (roles.iter()).any(|(role, _)| self.roles[*role].not_here > 0)
    }

    /// Whether the step awaits anybody now; a step that lacks nobody needs not.
    fn call_for(&mut self, step: StepId, staffing: usize) -> bool {
        if self.program.staffings[staffing].is_disjoint {
            return self.call_for_each(step);
        }
        let needs = self.needs_of(step);
        let assignment = best_assignment(&needs.role_of_need, &needs.free);
        let mut awaits_anybody = false;
        let mut is_first_uncovered = true;
        for (need, _) in assignment
            .iter()
            .enumerate()
            .filter(|(_, seat)| seat.is_none())
        {
            let place = needs.role_of_need[need];
            let awaited = self.await_or_call(step, needs.roles[place]);
            if is_first_uncovered {
                self.steps[step].awaited = awaited;
                is_first_uncovered = false;
            }
            awaits_anybody |= awaited.is_some();
        }
        let is_covered = is_first_uncovered;
        if !is_covered && !awaits_anybody {
            let awaited = self.await_or_call_in_exchange(step, &needs, &assignment);
            self.steps[step].awaited = awaited;
            awaits_anybody = awaited.is_some();
        }
        awaits_anybody
    }

    /// Where no two roles share anybody, each uncovered need is a matter of its own.
    fn call_for_each(&mut self, step: StepId) -> bool {
        let mut first_uncovered: Option<Option<MemberId>> = None;
        let mut awaits_anybody = false;
        for (place, &role) in self.program.steps[step].needs.iter().enumerate() {
            if self.is_covered(step, place) {
                continue;
            }
            let awaited = self.await_or_call(step, role);
            first_uncovered.get_or_insert(awaited);
            awaits_anybody |= awaited.is_some();
        }
        self.steps[step].awaited = first_uncovered.flatten();
        awaits_anybody
    }

    fn await_or_call(&mut self, step: StepId, role: RoleId) -> Option<MemberId> {
        let mut callable: Option<(u8, MemberId)> = None;
        let mut awaited = None;
        for member in self.candidates_of(step, role) {
            if self.can_be_awaited(member, role) {
                awaited = Some(member);
                break;
            }
            if self.can_be_called(member, step) {
                let group = self.call_group(member, role);
                // The first of the best group.
                if callable.is_none_or(|(best, _)| group < best) {
                    callable = Some((group, member));
                }
            }
        }
        if let (None, Some((_, next))) = (awaited, callable) {
            self.call(self.program.members[next].person, step, role);
            awaited = Some(next);
        }
        if let Some(member) = awaited {
            self.claim(step, member);
        }
        awaited
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
    fn await_or_call_in_exchange(
        &mut self,
        step: StepId,
        needs: &Needs,
        assignment: &[Option<MemberId>],
    ) -> Option<MemberId> {
        let seats = assignment.iter().flatten().count();
        let covers_more = |member: MemberId| {
            let mut free = needs.free.clone();
            for (place, candidates) in needs.candidates.iter().enumerate() {
                if candidates.contains(&member) {
                    free[place].push(member);
                }
            }
            most_seats(&needs.role_of_need, &free, &[]) > seats
        };
        let covered: Vec<usize> = (assignment.iter().enumerate())
            .filter(|(_, seat)| seat.is_some())
            .map(|(need, _)| needs.role_of_need[need])
            .collect();
        let awaited = covered.iter().find_map(|place| {
            (needs.candidates[*place].iter().copied()).find(|member| {
                self.can_be_awaited(*member, needs.roles[*place]) && covers_more(*member)
            })
        });
        let chosen = awaited.or_else(|| {
            let (role, member) = covered.iter().find_map(|place| {
                let role = needs.roles[*place];
                let member = (self.candidates_of(step, role))
                    .filter(|member| self.can_be_called(*member, step) && covers_more(*member))
                    .min_by_key(|member| self.call_group(*member, role))?;
                Some((role, member))
            })?;
            self.call(self.program.members[member].person, step, role);
            Some(member)
        });
        if let Some(member) = chosen {
            self.claim(step, member);
        }
        chosen
    }

    /// Writes down what every waiting step waits for from this second on.
    pub(super) fn note_waits(&mut self) {
        // Steps of one staffing that await nobody lack the same person.
        let mut known = std::mem::take(&mut self.scratch.lacks);
        known.clear();
        known.resize(self.program.staffings.len(), None);
        for place in 0..self.waiting.len() {
            let step = self.waiting[place].step();
            let staffing = self.program.steps[step].staffing;
            let is_news = self.steps[step].stretch_kind.is_none()
                || self
                    .news_of_second
                    .concern(&self.program.staffings[staffing])
                || (self.news_of_second.units && !self.program.steps[step].uses.is_empty());
            if !is_news {
                continue;
            }
            let is_common = self.steps[step].awaited.is_none() && !self.is_held(step);
            let lack = match known[staffing].filter(|_| is_common) {
                Some(lack) => lack,
                None => self.lack_of(step),
            };
            if is_common && matches!(lack, Lack::Person { .. }) {
                known[staffing] = Some(lack);
            }
            let kind = Some(StretchKind::Waiting(lack));
            if self.steps[step].stretch_kind != kind {
                self.begin_stretch(step, kind);
                self.tell(|_| Happening::Waits(step, lack));
            }
        }
        self.scratch.lacks = known;
        self.news_of_second.clear();
    }

    /// The one thing to blame: a hold first, then the first need left uncovered, then units in file order.
    fn lack_of(&self, step: StepId) -> Lack {
        assert!(
            self.steps[step].state == StepState::Waiting,
            "only a waiting step lacks something"
        );
        if self.is_held(step) {
            return Lack::Hold;
        }
        if let Some(lack) = self.lack_of_disjoint(step) {
            return lack;
        }
        let needs = self.needs_of(step);
        let assignment = best_assignment(&needs.role_of_need, &needs.free);
        if let Some(need) = assignment.iter().position(Option::is_none) {
            return self.person_lack(step, &needs, &assignment, need);
        }
        self.lack_of_units(step)
    }

    /// The same where no two roles share anybody, unless all who may fill the first uncovered need have other seats of the step.
    fn lack_of_disjoint(&self, step: StepId) -> Option<Lack> {
        let code = &self.program.steps[step];
        if !self.program.staffings[code.staffing].is_disjoint {
            return None;
        }
        match self.first_uncovered(step) {
            None => Some(self.lack_of_units(step)),
            Some(role) => {
                // Whoever is free has a seat of an earlier need of that role.
                let unseated = || {
                    self.candidates_of(step, role)
                        .find(|member| !self.is_free(*member, step))
                };
                let nobody_is_needed_twice = code.needs.len() == 1;
                let member = self.steps[step].awaited.or_else(unseated);
                (member.is_some() || nobody_is_needed_twice)
                    .then(|| self.lack_of_person(step, role, member))
            }
        }
    }

    /// The role of the first need for which nobody is left; no two roles share anybody.
    fn first_uncovered(&self, step: StepId) -> Option<RoleId> {
        let needs = &self.program.steps[step].needs;
        let uncovered = (0..needs.len()).find(|place| !self.is_covered(step, *place));
        uncovered.map(|place| needs[place])
    }

    /// Whether enough of a role are free for the need at `place` and those of that role before it.
    fn is_covered(&self, step: StepId, place: usize) -> bool {
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

    fn lack_of_units(&self, step: StepId) -> Lack {
        let (resource, count) = self
            .lacking_units(step)
            .expect("a step that finds everybody and everything starts");
        let run = &self.resources[resource];
        let user = self.program.steps.ids().find(|other| {
            self.steps[*other].state == StepState::Working
                && (self.program.steps[*other].uses.iter()).any(|(used, _)| *used == resource)
        });
        let missing = count - run.free();
        let why = match user {
            _ if run.lost >= missing => ResourceLack::Lost,
            _ if self.program.resources[resource].is_consumed => ResourceLack::UsedUp,
            Some(user) => ResourceLack::UsedBy(user),
            None => ResourceLack::Lost,
        };
        Lack::Resource { resource, why }
    }

    fn person_lack(
        &self,
        step: StepId,
        needs: &Needs,
        assignment: &[Option<MemberId>],
        need: usize,
    ) -> Lack {
        let place = needs.role_of_need[need];
        let role = needs.roles[place];
        // Where all its own candidates are seated, somebody for another seat would free one of them.
        let unseated = || {
            let other_places = needs.role_of_need.iter().copied();
            std::iter::once(place)
                .chain(other_places)
                .flat_map(|place| needs.candidates[place].iter().copied())
                .find(|candidate| !assignment.contains(&Some(*candidate)))
        };
        self.lack_of_person(step, role, self.steps[step].awaited.or_else(unseated))
    }

    fn lack_of_person(&self, step: StepId, role: RoleId, member: Option<MemberId>) -> Lack {
        let (member, why) = match member {
            Some(member) => (member, self.where_is(member, step)),
            None => (self.program.roles[role].holders[0], PersonLack::SetAside),
        };
        Lack::Person {
            role,
            person: self.program.members[member].person,
            why,
        }
    }

    fn where_is(&self, member: MemberId, step: StepId) -> PersonLack {
        let run = &self.members[member];
        if run.is_absent() {
            return PersonLack::Absent;
        }
        match run.whereabouts {
            Whereabouts::Working(other) => PersonLack::Working(other),
            Whereabouts::Called {
                kind: CallKind::OnShift,
                ..
            } => PersonLack::NotAnswering,
            Whereabouts::Called {
                kind: CallKind::OnCall | CallKind::OutOfReach,
                ..
            } => PersonLack::OffShift,
            Whereabouts::Away if run.rests_until.is_some() => PersonLack::Resting,
            Whereabouts::Away | Whereabouts::Free => {
                // Whoever is on shift, not called and not seated has answered for another step or is awaited by one.
                if self.is_out_of_reach(member, step) || !self.is_member_on_shift(member) {
                    PersonLack::OffShift
                } else {
                    PersonLack::NotAnswering
                }
            }
        }
    }
}
