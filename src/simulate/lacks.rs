//! What every waiting step waits for.

use crate::quantity::{MemberId, RoleId, StepId};
use crate::simulate::candidates::Needs;
use crate::simulate::history::{Lack, PersonState, StretchKind, UnitState};
use crate::simulate::log::{CallKind, Happening};
use crate::simulate::news::News;
use crate::simulate::outcome::StepState;
use crate::simulate::state::Whereabouts;
use crate::simulate::world::World;

impl<'p> World<'p> {
    /// Writes down what every waiting step waits for from this second on.
    pub(super) fn note_waits(&mut self) {
        for place in 0..self.waiting.list.len() {
            let waiting = self.waiting.list[place];
            let step = waiting.key.step();
            let before = self.steps[step].stretch_kind;
            if before.is_some() && !waiting.heeds_in_all(self.news_of_second) {
                continue;
            }
            let lack = self.lack_of(step);
            let kind = Some(StretchKind::Waiting(lack));
            if before != kind {
                self.begin_stretch(step, kind);
                self.tell(|_| Happening::Waits(step, lack));
            }
        }
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
        let Some(role) = self.first_lacking(step) else {
            return Some(self.lack_of_units(step));
        };
        let member = (self.steps[step].awaited).or_else(|| self.first_unseated(step, role));
        let nobody_is_needed_twice = code.needs.len() == 1;
        (member.is_some() || nobody_is_needed_twice)
            .then(|| self.lack_of_person(step, role, member))
    }

    /// The first candidate who has no seat of an earlier need of that role, for which nobody is left.
    fn first_unseated(&self, step: StepId, role: RoleId) -> Option<MemberId> {
        let code = &self.program.steps[step];
        // Where there is one need alone, none of its candidates is free, or it would be covered.
        if code.needs.len() == 1
            && code.not_by.is_empty()
            && let Some(first) = self.program.roles[role].holders.first()
        {
            return Some(*first);
        }
        self.candidates_of(step, role)
            .find(|member| !self.is_free(*member, step))
    }

    /// The role of the first need left uncovered; no two roles share anybody.
    fn first_lacking(&self, step: StepId) -> Option<RoleId> {
        let code = &self.program.steps[step];
        match code.needs.split_last() {
            // Where no units can lack, somebody does: whether the last need is covered need not be found out.
            Some((last, others)) if code.uses.is_empty() => {
                let uncovered = (0..others.len()).find(|place| !self.is_covered(step, *place));
                Some(uncovered.map_or(*last, |place| others[place]))
            }
            Some(_) | None => self.first_uncovered(step),
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
        let state = match user {
            _ if run.lost >= missing => UnitState::Lost,
            _ if self.program.resources[resource].is_consumed => UnitState::UsedUp,
            Some(user) => UnitState::UsedBy(user),
            None => UnitState::Lost,
        };
        Lack::Resource { resource, state }
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
        let (member, state) = match member {
            Some(member) => (member, self.where_is(member, step)),
            None => (self.set_aside(step, role), PersonState::SetAside),
        };
        Lack::Person {
            role,
            person: self.program.members[member].person,
            state,
        }
    }

    /// The first of the role whom earlier work sets aside; where nobody is, the first of all.
    fn set_aside(&self, step: StepId, role: RoleId) -> MemberId {
        let code = &self.program.roles[role];
        let mut all = code.holders.iter().chain(&code.deputies).copied();
        all.find(|member| self.is_set_aside(*member, step))
            .unwrap_or(code.holders[0])
    }

    fn where_is(&self, member: MemberId, step: StepId) -> PersonState {
        let run = &self.members[member];
        if run.is_absent() {
            return PersonState::Absent;
        }
        match run.whereabouts {
            Whereabouts::Working(other) => PersonState::Working(other),
            Whereabouts::Called {
                kind: CallKind::OnShift,
                ..
            } => PersonState::NotAnswering,
            Whereabouts::Called {
                kind: CallKind::OnCall | CallKind::OutOfReach,
                ..
            } => PersonState::OffShift,
            Whereabouts::Away if run.rests_until.is_some() => PersonState::Resting,
            Whereabouts::Away | Whereabouts::Free => {
                // Whoever is on shift, not called and not seated has answered for another step or is awaited by one.
                if self.is_out_of_reach(member, step) || !self.is_member_on_shift(member) {
                    PersonState::OffShift
                } else {
                    PersonState::NotAnswering
                }
            }
        }
    }
}
