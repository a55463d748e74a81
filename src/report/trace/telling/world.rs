//! The world being told: injects, effects, levels, flags, and what becomes of objectives.

use crate::analysis::{Event, Source, Turn};
use crate::model::{Effect, Inject, Measure};
use crate::quantity::{BarrierId, FlagId, ImpactId, InjectId, ObjectiveId, ResourceId, Seconds};
use crate::report::page::{Span, Tone, faint, plain};
use crate::report::trace::telling::{Detail, Sign, Teller};
use crate::report::{effects, figures, measures, names};
use crate::text::{self, one_line};

impl Teller<'_, '_> {
    pub(super) fn clock_change(&mut self, event: &Event, forward: Seconds) {
        let (size, direction) = if forward < Seconds::ZERO {
            (Seconds(-forward.0), "back")
        } else {
            (forward, "forward")
        };
        let size = figures::duration(size);
        let said = format!("the clock is set {direction} by {size}");
        self.say(event, Sign::Warning, "", &said);
    }

    pub(super) fn barrier(&mut self, event: &Event, id: BarrierId, holds: bool) {
        let barrier = &self.trace.drill.plan.barriers[id];
        let (sign, said) = if holds {
            (Sign::Good, "holds")
        } else {
            (Sign::Warning, "has failed")
        };
        let sentence = vec![
            plain(said),
            faint(format!(" · {}", one_line(&barrier.title))),
        ];
        self.say_spans(event, sign, &barrier.id, sentence);
        self.beat_of
            .insert(Source::Barrier(id), self.beats.len() - 1);
    }

    pub(super) fn flag_set(&mut self, event: &Event, flag: FlagId, source: Source) {
        if self.second.tells_flag(flag) {
            return;
        }
        let said = match source {
            Source::Onset => "is true in this drill".to_owned(),
            Source::Barrier(_) | Source::Step(_) | Source::Inject(_) => {
                format!("is true: {}", self.source_id(source))
            }
        };
        let flag = &self.trace.drill.scenario.flags[flag].name;
        self.say(event, Sign::World, flag, &said);
    }

    pub(super) fn flag_fell(&mut self, event: &Event, flag: FlagId) {
        let flag = &self.trace.drill.scenario.flags[flag].name;
        self.say(event, Sign::World, flag, "is true no longer");
    }

    pub(super) fn inject(&mut self, event: &Event, id: InjectId) {
        let drill = self.trace.drill;
        let inject = &drill.scenario.injects[id];
        let delivery = if inject.hidden {
            "happens unannounced".to_owned()
        } else {
            let to = names::roles(drill, &inject.to);
            delivery(inject, &to)
        };
        let mut sentence = vec![Span::new(Tone::Inject, one_line(&inject.title))];
        if !delivery.is_empty() {
            sentence.push(faint(format!(" · {delivery}")));
        }
        self.say_spans(event, Sign::Inject, &inject.id, sentence);
        self.beat_of
            .insert(Source::Inject(id), self.beats.len() - 1);
        if let (Some(message), Some(beat)) = (&inject.message, self.beats.last_mut()) {
            let message = text::plain(message);
            let paragraphs = message.lines().map(|line| Detail::Message(line.to_owned()));
            beat.details.extend(paragraphs);
        }
    }

    pub(super) fn inject_withheld(&mut self, event: &Event, id: InjectId) {
        let drill = self.trace.drill;
        let inject = &drill.scenario.injects[id];
        let said = match &inject.when {
            Some(guard) => format!("does not happen: only if {}", names::guard(drill, guard)),
            None => "does not happen".to_owned(),
        };
        self.say(event, Sign::Note, &inject.id, &said);
    }

    /// An effect belongs to the beat of its source, where that is told in this second.
    pub(super) fn effect(
        &mut self,
        event: &Event,
        source: Source,
        effect: &Effect,
        amount: Option<f64>,
    ) {
        let mut said = effects::applied(self.trace.drill, effect, amount);
        if let [level] = event.levels.as_slice() {
            let figure = figures::number(level.level);
            said = format!("{said}, now {figure}");
            self.told.levels.insert(level.impact, figure);
        }
        let beat = self.beat_of.get(&source);
        match beat.and_then(|place| self.beats.get_mut(*place)) {
            Some(beat) => {
                beat.importance = beat.importance.max(event.importance);
                beat.details.push(Detail::Consequence(said));
            }
            None => {
                let subject = self.source_id(source).to_owned();
                self.say(event, Sign::World, &subject, &said);
            }
        }
    }

    pub(super) fn effect_ended(&mut self, event: &Event, source: Source, effect: &Effect) {
        if !self.second.tells_end(effect) {
            let subject = self.source_id(source).to_owned();
            let said = effects::ended(self.trace.drill, effect);
            self.say(event, Sign::World, &subject, &said);
        }
    }

    pub(super) fn exceeded(&mut self, event: &Event, impact: ImpactId, level: f64) {
        let drill = self.trace.drill;
        let unit = drill.scenario.impacts[impact].unit.as_deref();
        let level = figures::counted_in(figures::number(level), unit);
        let id = names::impact(drill, impact);
        // The level itself is the same number again.
        let event = &Event {
            levels: Vec::new(),
            ..event.clone()
        };
        self.say(event, Sign::Warning, id, &format!("more than {level}"));
    }

    pub(super) fn units(&mut self, event: &Event, resource: ResourceId, change: i64) {
        let resource = &self.trace.drill.organization.resources[resource];
        let units = text::counted(change.unsigned_abs(), "unit");
        let are = if change.abs() == 1 { "is" } else { "are" };
        let said = if change < 0 {
            format!("{units} {are} gone")
        } else {
            format!("{units} {are} back")
        };
        let sentence = vec![
            plain(said),
            faint(format!(" · {}", one_line(&resource.title))),
        ];
        self.say_spans(event, Sign::World, &resource.id, sentence);
    }

    pub(super) fn objective(&mut self, event: &Event, id: ObjectiveId, turn: Turn) {
        let objective = &self.trace.drill.scenario.objectives[id];
        let measure = &objective.measure;
        let target = measures::target_words(measure);
        let limit = measures::limit_words(measure);
        let judgment = self.trace.assessment.objectives[id].judgment();
        let value = judgment.map(|judgment| measures::value_words(measure, judgment));
        let value = value.unwrap_or_default();
        let beside = if matches!(measure, Measure::Order { .. }) {
            String::new()
        } else {
            format!(", target {target}")
        };
        let (sign, tone, said) = match turn {
            Turn::Met => (Sign::Good, Tone::Good, format!("met: {value}{beside}")),
            Turn::TargetPassed => {
                let said = format!("target of {target} passed");
                (Sign::Warning, Tone::Warning, said)
            }
            Turn::LimitPassed => {
                let limit = limit.unwrap_or(target);
                (Sign::Bad, Tone::Bad, format!("limit of {limit} passed"))
            }
            Turn::FellShort(attainment) => {
                let attained = figures::percent(attainment);
                let said = format!("missed: {value}{beside}, {attained} attained");
                if attainment > 0.0 {
                    (Sign::Warning, Tone::Warning, said)
                } else {
                    (Sign::Bad, Tone::Bad, said)
                }
            }
            Turn::Lost => (Sign::Bad, Tone::Bad, "can no longer be reached".to_owned()),
        };
        let sentence = vec![
            Span::new(tone, said),
            faint(format!(" · {}", one_line(&objective.title))),
        ];
        self.say_spans(event, sign, &objective.id, sentence);
    }
}

/// "by phone, from the evening paper, to the communications".
fn delivery(inject: &Inject, to: &str) -> String {
    let mut parts = Vec::new();
    parts.extend(inject.by.map(|channel| names::channel(channel).to_owned()));
    if let Some(from) = &inject.from {
        parts.push(format!("from {}", one_line(from)));
    }
    if !to.is_empty() {
        parts.push(format!("to {to}"));
    }
    parts.join(" ")
}
