//! What every waiting step waits for.

use crate::quantity::{MemberId, RoleId, StepId};
use crate::simulate::candidates::Needs;
use crate::simulate::history::{Lack, PersonLack, ResourceLack, StretchKind};
use crate::simulate::log::{CallKind, Happening};
use crate::simulate::news::News;
use crate::simulate::outcome::StepState;
use crate::simulate::state::Whereabouts;
use crate::simulate::world::World;

impl<'p> World<'p> {
    /// Writes down what every waiting step waits for from this second on.
    pub(super) fn note_waits(&mut self) {
        // Steps of one staffing that await nobody lack the same person.
        let mut known = std::mem::take(&mut self.scratch.lacks);
        known.clear();
        for place in 0..self.waiting.list.len() {
            let waiting = self.waiting.list[place];
            let step = waiting.key.step();
            let is_known = self.steps[step].stretch_kind.is_some();
            if is_known && !waiting.heeds_in_all(self.news_of_second) {
                continue;
            }
            let staffing = waiting.staffing;
            let is_common = self.steps[step].awaited.is_none() && !self.is_held(step);
            let of_staffing = known.iter().find(|(other, _)| *other == staffing);
            let lack = match of_staffing.filter(|_| is_common) {
                Some((_, lack)) => *lack,
                None => self.lack_of(step),
            };
            if is_common && of_staffing.is_none() && matches!(lack, Lack::Person { .. }) {
                known.push((staffing, lack));
            }
            let kind = Some(StretchKind::Waiting(lack));
            if self.steps[step].stretch_kind != kind {
                self.begin_stretch(step, kind);
                self.tell(|_| Happening::Waits(step, lack));
            }
        }
        self.scratch.lacks = known;
        self.news_of_second = News::default();
    }

    /// The one thing to blame: a hold first, then the first need left uncovered, then units in file order.
    fn lack_of(&mut self, step: StepId) -> Lack {
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
        let mut needs = std::mem::take(&mut self.scratch.needs);
        self.look_at_needs(step, &mut needs);
        let uncovered = needs.seats.iter().position(Option::is_none);
        let lack = match uncovered {
            Some(need) => self.person_lack(step, &needs, need),
            None => self.lack_of_units(step),
        };
        self.scratch.needs = needs;
        lack
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

    fn person_lack(&self, step: StepId, needs: &Needs, need: usize) -> Lack {
        let role = needs.role(need);
        // Where all its own candidates are seated, somebody for another seat would free one of them: nobody who is free, or that
        // seat would be taken.
        let unseated = || {
            let all = self.program.steps[step].needs.iter().copied();
            std::iter::once(role)
                .chain(all)
                .flat_map(|role| self.candidates_of(step, role))
                .find(|candidate| {
                    !needs.seats.contains(&Some(*candidate)) && !self.is_free(*candidate, step)
                })
        };
        self.lack_of_person(step, role, self.steps[step].awaited.or_else(unseated))
    }

    fn lack_of_person(&self, step: StepId, role: RoleId, member: Option<MemberId>) -> Lack {
        let (member, why) = match member {
            Some(member) => (member, self.where_is(member, step)),
            None => (self.set_aside(step, role), PersonLack::SetAside),
        };
        Lack::Person {
            role,
            person: self.program.members[member].person,
            why,
        }
    }

    /// The first of the role whom earlier work sets aside; where nobody is, the first of all.
    fn set_aside(&self, step: StepId, role: RoleId) -> MemberId {
        let code = &self.program.roles[role];
        let mut all = code.holders.iter().chain(&code.deputies).copied();
        all.find(|member| self.is_set_aside(*member, step))
            .unwrap_or(code.holders[0])
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
