//! People being told: called, answering, coming and going.

use crate::analysis::{CallKind, Event, Member};
use crate::quantity::{PersonId, Seconds, StepId};
use crate::report::trace::telling::second::Call;
use crate::report::trace::telling::{Sign, Teller};
use crate::report::{clock, names};

impl Teller<'_, '_> {
    pub(super) fn called(&mut self, event: &Event, step: StepId, call: Call) {
        if !self.second.tells_calls(step) {
            let said = self.call(call);
            self.say_of(event, Sign::Note, step, &said);
        }
    }

    /// "Wang Lei is called as platform engineer, off shift".
    pub(super) fn call(&self, call: Call) -> String {
        let drill = self.trace.drill;
        let when = match call.kind {
            CallKind::OnShift => "",
            CallKind::OnCall => ", off shift",
            CallKind::OutOfReach => ", out of reach until the next shift",
        };
        let name = names::members_of(drill, call.person, call.members);
        let is = if call.members == 1 { "is" } else { "are" };
        let role = names::role(drill, call.role);
        format!("{name} {is} called as {role}{when}")
    }

    pub(super) fn answered(&mut self, event: &Event, person: PersonId, members: u32) {
        self.told.calls.remove(&person);
        if !self.second.starting.contains(&person) {
            self.say_of_people(event, Sign::Note, (person, members), ("answers", "answer"));
        }
    }

    pub(super) fn arrived(&mut self, event: &Event, person: PersonId, members: u32) {
        self.told.calls.remove(&person);
        if !self.second.tells_arrival(person) {
            self.say_of_people(event, Sign::World, (person, members), ("arrives", "arrive"));
        }
    }

    pub(super) fn absent(
        &mut self,
        event: &Event,
        person: PersonId,
        members: u32,
        until: Option<Seconds>,
    ) {
        self.told.calls.remove(&person);
        if self.second.tells_absence(person) {
            return;
        }
        let until = match until {
            Some(until) => {
                let zone = &self.trace.drill.organization.zone;
                let onset = self.trace.story.onset;
                let until = clock::said_at(zone, onset.after(until), onset.after(event.at));
                format!(" until {until}")
            }
            None => String::new(),
        };
        let is = format!("is absent{until}");
        let are = format!("are absent{until}");
        self.say_of_people(event, Sign::World, (person, members), (&is, &are));
    }

    /// Members of a team who come back in the same second are told together, with the first of them.
    pub(super) fn returned(&mut self, event: &Event, member: Member) {
        match self.second.returned.get(&member.person) {
            Some((first, count)) if *first == member => {
                let who = (member.person, *count);
                self.say_of_people(event, Sign::World, who, ("is back", "are back"));
            }
            Some(_) | None => {}
        }
    }

    /// Members of a team who leave in the same second are told together, with the first of them.
    pub(super) fn left(&mut self, event: &Event, member: Member) {
        match self.second.left.get(&member.person) {
            Some((first, count)) if *first == member => {
                let verbs = ("leaves after a long stay", "leave after a long stay");
                self.say_of_people(event, Sign::Note, (member.person, *count), verbs);
            }
            Some(_) | None => {}
        }
    }
}
