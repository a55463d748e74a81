//! What happened in one second, as a storyteller would put it: related events become one beat.

mod people;
mod second;
mod steps;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Event, EventKind, Importance, LevelAt, Source};
use crate::quantity::{ImpactId, PersonId, Seconds, StepId};
use crate::report::page::{Span, Tone, faint, plain};
use crate::report::trace::Trace;
use crate::report::trace::telling::second::{Call, Second};
use crate::report::trace::waiting::OpenCalls;
use crate::report::{figures, names};
use crate::text::one_line;

/// Something told in a sentence, with what belongs to it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Beat {
    /// The most telling of its events.
    pub(super) importance: Importance,
    /// The sign before it.
    pub(super) sign: Sign,
    /// The id of what it is about; empty: the drill itself.
    pub(super) subject: String,
    /// The sentence, without its subject.
    pub(super) sentence: Vec<Span>,
    /// Further lines.
    pub(super) details: Vec<Detail>,
}

/// A further line of a beat.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Detail {
    /// What it led to.
    Consequence(String),
    /// A paragraph of a message, as delivered.
    Message(String),
}

/// How a beat is marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    /// Nothing special.
    Note,
    /// The world changes.
    World,
    /// An inject arrives.
    Inject,
    /// Work begins.
    Start,
    /// A step waits.
    Wait,
    /// Something is done or met.
    Good,
    /// Something goes wrong.
    Warning,
    /// Something is lost.
    Bad,
}

impl Sign {
    /// The sign to print; one column wide.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Note | Self::World => '·',
            Self::Inject => '»',
            Self::Start => '>',
            Self::Wait => '░',
            Self::Good => '✓',
            Self::Warning => '!',
            Self::Bad => '✗',
        }
    }

    /// What it means.
    pub(super) fn tone(self) -> Tone {
        match self {
            Self::Note => Tone::Faint,
            Self::World | Self::Inject => Tone::Inject,
            Self::Start => Tone::Plain,
            Self::Wait | Self::Warning => Tone::Warning,
            Self::Good => Tone::Good,
            Self::Bad => Tone::Bad,
        }
    }
}

/// What the telling so far has said.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Steps whose titles have been said.
    titles: BTreeSet<StepId>,
    /// When the attempt in hand of each step began.
    begun: BTreeMap<StepId, Seconds>,
    /// Steps whose attempt in hand was interrupted.
    interrupted: BTreeSet<StepId>,
    /// Calls without an answer.
    calls: OpenCalls,
    /// The level of each impact as told last.
    levels: BTreeMap<ImpactId, String>,
}

/// The beats of one second, whose events these are.
pub(super) fn beats(trace: Trace<'_>, events: &[Event], told: &mut Told) -> Vec<Beat> {
    for event in events {
        // A wait is told before the call it leads to, and knows it.
        if let EventKind::Called { person, kind, .. } = event.kind {
            told.calls.insert(person, (kind, event.at));
        }
    }
    let mut teller = Teller {
        trace,
        second: Second::of(events),
        told,
        beats: Vec::new(),
        beat_of: BTreeMap::new(),
    };
    for event in events {
        teller.tell(event);
    }
    teller.beats
}

/// One second being told.
struct Teller<'a, 't> {
    trace: Trace<'a>,
    second: Second,
    told: &'t mut Told,
    beats: Vec<Beat>,
    /// The beat to which the effects of a source belong.
    beat_of: BTreeMap<Source, usize>,
}

impl Teller<'_, '_> {
    fn tell(&mut self, event: &Event) {
        match &event.kind {
            EventKind::Onset => self.say(event, Sign::Note, "", "the drill begins"),
            EventKind::Horizon => self.say(event, Sign::Note, "", "the drill ends"),
            EventKind::ClockChange(forward) => self.clock_change(event, *forward),
            EventKind::Barrier { barrier, holds } => self.barrier(event, *barrier, *holds),
            EventKind::FlagSet(flag, source) => self.flag_set(event, *flag, *source),
            EventKind::FlagFell(flag) => self.flag_fell(event, *flag),
            EventKind::InjectFired(inject) => self.inject(event, *inject),
            EventKind::InjectWithheld(inject) => self.inject_withheld(event, *inject),
            EventKind::Effect {
                source,
                effect,
                amount,
            } => self.effect(event, *source, effect, *amount),
            EventKind::EffectEnded { source, effect } => {
                self.effect_ended(event, *source, effect);
            }
            EventKind::Exceeded { impact, level } => self.exceeded(event, *impact, *level),
            EventKind::Units { resource, change } => self.units(event, *resource, *change),
            EventKind::Objective(objective, turn) => self.objective(event, *objective, *turn),
            EventKind::Woken(step) => self.woken(event, *step),
            EventKind::Released(step) => self.released(event, *step),
            EventKind::Skipped(step, reason) => self.skipped(event, *step, *reason),
            EventKind::Blocked { step, by } => self.blocked(event, *step, *by),
            EventKind::Ready { step, attempt } => self.ready(event, *step, *attempt),
            EventKind::Waits { step, lack } => self.waits(event, *step, *lack),
            EventKind::Started { .. } => self.started(event),
            EventKind::Interrupted {
                step,
                member,
                reason,
            } => self.interrupted(event, *step, *member, *reason),
            EventKind::Done(step, label) => self.done(event, *step, *label),
            EventKind::Failed {
                step,
                attempt,
                gave_up_waiting,
                then,
            } => self.failed(event, *step, (*attempt, *gave_up_waiting), *then),
            EventKind::Replaced { step, by } => self.replaced(event, *step, *by),
            EventKind::FallbackLost { step, fallback } => {
                self.fallback_lost(event, *step, *fallback);
            }
            EventKind::Reopened(step, source) => self.reopened(event, *step, *source),
            EventKind::Called {
                person,
                members,
                kind,
                step,
                role,
            } => {
                let call = Call {
                    person: *person,
                    members: *members,
                    kind: *kind,
                    role: *role,
                };
                self.called(event, *step, call);
            }
            EventKind::Answered { person, members } => self.answered(event, *person, *members),
            EventKind::Arrived { person, members } => self.arrived(event, *person, *members),
            EventKind::Absent {
                person,
                members,
                until,
            } => self.absent(event, *person, *members, *until),
            EventKind::Returned(member) => self.returned(event, *member),
            EventKind::Left(member) => self.left(event, *member),
        }
    }

    /// A beat of one sentence.
    fn say(&mut self, event: &Event, sign: Sign, subject: &str, said: &str) {
        self.say_spans(event, sign, subject, vec![plain(one_line(said))]);
    }

    fn say_spans(&mut self, event: &Event, sign: Sign, subject: &str, mut sentence: Vec<Span>) {
        let levels = self.news_of_levels(&event.levels);
        if !levels.is_empty() {
            sentence.push(faint(format!(" · {}", levels.join(" · "))));
        }
        self.beats.push(Beat {
            importance: event.importance,
            sign,
            subject: subject.to_owned(),
            sentence,
            details: Vec::new(),
        });
    }

    /// A beat about a step.
    fn say_of(&mut self, event: &Event, sign: Sign, step: StepId, said: &str) {
        let subject = names::step(self.trace.drill, step);
        self.say(event, sign, subject, said);
    }

    /// A beat about people: "Zhang Min answers", "40 of Pickers answer".
    fn say_of_people(
        &mut self,
        event: &Event,
        sign: Sign,
        (person, members): (PersonId, u32),
        (does, do_): (&str, &str),
    ) {
        let drill = self.trace.drill;
        let id = &drill.organization.people[person].id;
        let name = names::members_of(drill, person, members);
        let verb = if members == 1 { does } else { do_ };
        self.say(event, sign, id, &format!("{name} {verb}"));
    }

    /// "records 21,300", "tickets 120": the levels that have not been told yet.
    fn news_of_levels(&mut self, levels: &[LevelAt]) -> Vec<String> {
        let mut news = Vec::new();
        for level in levels {
            let figure = figures::number(level.level);
            let is_known = self.told.levels.get(&level.impact) == Some(&figure);
            if !is_known {
                let id = names::impact(self.trace.drill, level.impact);
                news.push(format!("{id} {figure}"));
                self.told.levels.insert(level.impact, figure);
            }
        }
        news
    }

    /// The id of who or what brought something about.
    fn source_id(&self, source: Source) -> &str {
        let drill = self.trace.drill;
        match source {
            Source::Onset => "onset",
            Source::Barrier(barrier) => &drill.plan.barriers[barrier].id,
            Source::Step(step) => names::step(drill, step),
            Source::Inject(inject) => &drill.scenario.injects[inject].id,
        }
    }
}
