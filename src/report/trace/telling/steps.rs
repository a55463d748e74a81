//! Steps being told: released, waiting, at work, done, failed.

use crate::analysis::{
    AfterFailure, Event, EventKind, InterruptReason, Lack, Member, SkipReason, Source,
};
use crate::quantity::{LabelId, StepId};
use crate::report::page::{faint, plain};
use crate::report::trace::telling::{Detail, Sign, Teller};
use crate::report::trace::waiting;
use crate::report::{clock, figures, names};
use crate::text::{one_line, ordinal};

impl Teller<'_, '_> {
    pub(super) fn woken(&mut self, event: &Event, step: StepId) {
        if !self.second.tells_waking(step) {
            self.say_of(event, Sign::Note, step, "is called for");
        }
    }

    pub(super) fn released(&mut self, event: &Event, step: StepId) {
        if !self.second.tells_release(step) {
            let delay = figures::duration(self.trace.drill.plan.steps[step].delay);
            self.say_of(event, Sign::Note, step, &format!("may begin after {delay}"));
        }
    }

    pub(super) fn skipped(&mut self, event: &Event, step: StepId, reason: SkipReason) {
        let drill = self.trace.drill;
        let said = match (reason, &drill.plan.steps[step].when) {
            (SkipReason::Guard, Some(guard)) => {
                format!("skipped: only if {}", names::guard(drill, guard))
            }
            (SkipReason::Guard, None) => "skipped".to_owned(),
            (SkipReason::Predecessors, _) => {
                let alike = &self.second.skipped_with_predecessors;
                if alike.first() != Some(&step) {
                    return;
                }
                let others: Vec<&str> = alike[1..]
                    .iter()
                    .map(|other| names::step(drill, *other))
                    .collect();
                match others.as_slice() {
                    [] => "skipped with what comes before it".to_owned(),
                    [..] => format!(
                        "skipped with what comes before it, and so {} {}",
                        if others.len() == 1 { "is" } else { "are" },
                        names::listed(&others)
                    ),
                }
            }
        };
        self.say_of(event, Sign::Note, step, &said);
    }

    pub(super) fn blocked(&mut self, event: &Event, step: StepId, by: StepId) {
        let by = names::step(self.trace.drill, by);
        self.say_of(event, Sign::Bad, step, &format!("blocked by {by}"));
    }

    pub(super) fn ready(&mut self, event: &Event, step: StepId, attempt: u32) {
        if self.second.tells_readiness(step) {
            return;
        }
        let said = match attempt {
            0 | 1 => "ready".to_owned(),
            2.. => format!("ready for its {} attempt", ordinal(u64::from(attempt))),
        };
        self.say_of(event, Sign::Note, step, &said);
    }

    pub(super) fn waits(&mut self, event: &Event, step: StepId, lack: Lack) {
        if self.second.started.contains(&step) {
            return;
        }
        let Self { trace, told, .. } = self;
        let said = waiting::reason(trace.drill, trace.story, &told.calls, event.at, lack);
        self.say_with_title(event, Sign::Wait, step, &said);
        for call in self.second.further_calls(step) {
            let said = self.call(call);
            if let Some(beat) = self.beats.last_mut() {
                beat.details.push(Detail::Consequence(said));
            }
        }
    }

    pub(super) fn started(&mut self, event: &Event) {
        let EventKind::Started {
            step,
            attempt,
            members,
            is_deputy,
            resumes,
            until: _,
        } = &event.kind
        else {
            return;
        };
        if !resumes {
            self.told.begun.insert(*step, event.at);
            self.told.interrupted.remove(step);
        }
        let what = match (resumes, attempt) {
            (true, _) => "go on".to_owned(),
            (false, 0 | 1) => "start".to_owned(),
            (false, 2..) => format!("start the {} attempt", ordinal(u64::from(*attempt))),
        };
        let said = self.who_starts(members, &what);
        let said = match members.as_slice() {
            [_] if *is_deputy => format!("{said}, as deputy"),
            [owner, ..] if *is_deputy => {
                let owner = names::member(self.trace.drill, *owner);
                format!("{said}, {owner} as deputy")
            }
            [] | [_] | [_, ..] => said,
        };
        self.say_with_title(event, Sign::Start, *step, &said);
    }

    /// "Li Na answers and starts", "Li Na and 3 of Pickers start", "starts by itself".
    fn who_starts(&self, members: &[Member], what: &str) -> String {
        let drill = self.trace.drill;
        let singular = what
            .replacen("start", "starts", 1)
            .replacen("go ", "goes ", 1);
        if members.is_empty() {
            return format!("{singular} by itself");
        }
        let who = names::members(drill, members);
        let is_one = members.len() == 1;
        let verb = if is_one { &singular } else { what };
        let answer = if is_one { "answers" } else { "answer" };
        let mut people: Vec<_> = members.iter().map(|member| member.person).collect();
        people.dedup();
        let (answering, here): (Vec<_>, Vec<_>) = people
            .into_iter()
            .partition(|person| self.second.answering.contains(person));
        if answering.is_empty() {
            format!("{who} {verb}")
        } else if here.is_empty() {
            format!("{who} {answer} and {verb}")
        } else {
            let names: Vec<&str> = answering
                .iter()
                .map(|person| names::person(drill, *person))
                .collect();
            let answering = members
                .iter()
                .filter(|member| answering.contains(&member.person));
            let answer = if answering.count() == 1 {
                "answers"
            } else {
                "answer"
            };
            format!("{} {answer}: {who} {verb}", names::listed(&names))
        }
    }

    /// A beat about a step that says its title where that has not been said.
    fn say_with_title(&mut self, event: &Event, sign: Sign, step: StepId, said: &str) {
        let subject = names::step(self.trace.drill, step).to_owned();
        let title = one_line(&self.trace.drill.plan.steps[step].title);
        let mut sentence = vec![plain(one_line(said))];
        if self.told.titles.insert(step) && title != subject.as_str() {
            sentence.push(faint(format!(" · {title}")));
        }
        self.say_spans(event, sign, &subject, sentence);
    }

    pub(super) fn interrupted(
        &mut self,
        event: &Event,
        step: StepId,
        member: Member,
        reason: InterruptReason,
    ) {
        self.told.interrupted.insert(step);
        let name = names::member(self.trace.drill, member);
        let said = match reason {
            InterruptReason::Absence => format!("interrupted: {name} is absent"),
            InterruptReason::ShiftEnd => format!("interrupted: the shift of {name} ends"),
        };
        self.say_of(event, Sign::Warning, step, &said);
    }

    pub(super) fn done(&mut self, event: &Event, step: StepId, label: Option<LabelId>) {
        let was_interrupted = self.told.interrupted.remove(&step);
        let mut said = match self.told.begun.remove(&step) {
            Some(begun) => {
                let time = figures::duration(event.at - begun);
                if was_interrupted {
                    format!("done {time} after it started")
                } else {
                    format!("done in {time}")
                }
            }
            None => "done".to_owned(),
        };
        if let Some(label) = label {
            let label = &self.trace.drill.plan.steps[step].outcomes[label].label;
            said = format!("{said}: {label}");
        }
        self.say_of(event, Sign::Good, step, &said);
        self.beat_of
            .insert(Source::Step(step), self.beats.len() - 1);
    }

    pub(super) fn failed(
        &mut self,
        event: &Event,
        step: StepId,
        (attempt, gave_up_waiting): (u32, bool),
        then: AfterFailure,
    ) {
        let drill = self.trace.drill;
        let mut said = match (self.told.begun.remove(&step), gave_up_waiting) {
            (_, true) => "given up waiting".to_owned(),
            (Some(begun), false) => {
                format!("fails after {}", figures::duration(event.at - begun))
            }
            (None, false) => "fails".to_owned(),
        };
        if attempt > 1 {
            said = format!("{said}, on its {} attempt", ordinal(u64::from(attempt)));
        }
        let (sign, then) = match then {
            AfterFailure::Retry(again) if again == event.at => {
                (Sign::Warning, "; tried again at once".to_owned())
            }
            AfterFailure::Retry(again) => {
                let zone = &drill.organization.zone;
                let onset = self.trace.story.onset;
                let again = clock::said_at(zone, onset.after(again), onset.after(event.at));
                (Sign::Warning, format!("; tried again at {again}"))
            }
            AfterFailure::Fallback(fallback) => {
                let fallback = names::step(drill, fallback);
                (Sign::Warning, format!("; {fallback} is called for instead"))
            }
            AfterFailure::Continue => (Sign::Warning, "; the plan goes on without it".to_owned()),
            AfterFailure::Halt => (Sign::Bad, ", for good".to_owned()),
        };
        self.say_of(event, sign, step, &format!("{said}{then}"));
    }

    pub(super) fn replaced(&mut self, event: &Event, step: StepId, by: StepId) {
        let by = names::step(self.trace.drill, by);
        self.say_of(
            event,
            Sign::Good,
            step,
            &format!("counts as done: {by} is done"),
        );
    }

    pub(super) fn fallback_lost(&mut self, event: &Event, step: StepId, fallback: StepId) {
        let fallback = names::step(self.trace.drill, fallback);
        let said = format!("fails for good: {fallback} could not replace it");
        self.say_of(event, Sign::Bad, step, &said);
    }

    pub(super) fn reopened(&mut self, event: &Event, step: StepId, source: Source) {
        let said = format!("must be done again: {}", self.source_id(source));
        self.say_of(event, Sign::Warning, step, &said);
    }
}
