//! What every waiting step waits for.

use crate::quantity::{MemberId, RoleId, StepId};
use crate::simulate::candidates::Needs;
use crate::simulate::history::{Lack, PersonLack, ResourceLack, StretchKind};
use crate::simulate::log::{CallKind, Happening};
use crate::simulate::outcome::StepState;
use crate::simulate::seating::best_assignment;
use crate::simulate::state::Whereabouts;
use crate::simulate::world::World;

impl<'p> World<'p> {
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
