//! One inject: when it fires, to whom it goes, what it does.

use crate::check::effect::{effects, guard};
use crate::check::known::Known;
use crate::check::names::{Entry, distinct};
use crate::check::values::{Clock, Range, maybe, moment, number, or, title};
use crate::document::{ChannelDoc, Id, InjectDoc, Located, TriggerDoc};
use crate::model::{Channel, Inject, Trigger};
use crate::quantity::{Probability, Seconds};
use crate::source::{Diagnostic, Problems, Span, code};

/// The inject; `horizon` is the end of the drill where it is known.
pub(super) fn inject<'s>(
    entry: &Entry<'s, InjectDoc<'s>>,
    known: &Known<'_, 's>,
    clock: &Clock<'_>,
    horizon: Option<Seconds>,
    problems: &mut Problems<'s>,
) -> Inject {
    let doc = &entry.doc;
    let to = doc.to.elements(problems);
    let to = distinct(&to, problems, |name, problems| known.role(name, problems));
    let expects = doc.expects.elements(problems);
    let expects = distinct(&expects, problems, |name, problems| {
        known.step(name, problems)
    });
    let mut asked = Vec::new();
    Inject {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        at: trigger(entry, known, clock, horizon, problems),
        chance: or(doc.chance, Probability::ONE, problems),
        when: doc
            .when
            .given()
            .map(|field| guard(field, known, &mut asked, problems)),
        from: maybe(doc.from, problems),
        to: to.into_iter().map(|(role, _)| role).collect(),
        by: maybe(doc.by, problems).map(channel),
        message: maybe(doc.message, problems),
        questions: doc.questions.read(problems).unwrap_or_default(),
        listen_for: doc.listen_for.read(problems).unwrap_or_default(),
        expects: expects.into_iter().map(|(step, _)| step).collect(),
        hidden: or(doc.hidden, false, problems),
        effects: effects(doc.effects, known, problems)
            .into_iter()
            .map(|(effect, _)| effect)
            .collect(),
        because: maybe(doc.because, problems),
    }
}

fn channel(doc: ChannelDoc) -> Channel {
    match doc {
        ChannelDoc::Phone => Channel::Phone,
        ChannelDoc::Email => Channel::Email,
        ChannelDoc::Message => Channel::Message,
        ChannelDoc::InPerson => Channel::InPerson,
        ChannelDoc::Letter => Channel::Letter,
        ChannelDoc::Media => Channel::Media,
        ChannelDoc::System => Channel::System,
    }
}

fn trigger<'s>(
    entry: &Entry<'s, InjectDoc<'s>>,
    known: &Known<'_, 's>,
    clock: &Clock<'_>,
    horizon: Option<Seconds>,
    problems: &mut Problems<'s>,
) -> Trigger {
    let field = entry.doc.at;
    let within_drill = |time: Seconds, place: Span, problems: &mut Problems<'s>| {
        if let Some(horizon) = horizon.filter(|horizon| time > *horizon) {
            let message = format!(
                "inject `{}` fires after the drill, which ends {horizon} after onset",
                entry.id
            );
            problems.push(
                Diagnostic::warning(code::AFTER_HORIZON, place, message)
                    .help("write an earlier time, or a later `horizon`"),
            );
        }
    };
    let read = |problems: &mut Problems<'s>| -> Option<Trigger> {
        match field.read(problems)? {
            TriggerDoc::At(time) => {
                let at = moment(time, clock, problems)?;
                within_drill(at, time.span(problems), problems);
                Some(Trigger::At(at))
            }
            TriggerDoc::Between(first, last) => {
                let (from, to) = (
                    moment(first, clock, problems),
                    moment(last, clock, problems),
                );
                let (from, to) = (from?, to?);
                if to < from {
                    let place = last.span(problems);
                    problems.push(
                        Diagnostic::error(
                            code::RANGE_REVERSED,
                            place,
                            "the later time lies before the earlier",
                        )
                        .label(first.span(problems), "the earlier time")
                        .help("write the earlier time first"),
                    );
                    return None;
                }
                within_drill(from, first.span(problems), problems);
                Some(Trigger::Between(from, to))
            }
            TriggerDoc::Started(step, delay) => {
                let (step, delay) = after_step(step, delay, known, problems);
                within_drill(delay?, field.span(problems), problems);
                Some(Trigger::Started(step?, delay?))
            }
            TriggerDoc::Finished(step, delay) => {
                let (step, delay) = after_step(step, delay, known, problems);
                within_drill(delay?, field.span(problems), problems);
                Some(Trigger::Finished(step?, delay?))
            }
            TriggerDoc::Above(impact, level) => {
                let impact = known.impact(impact, problems);
                let level = number(level, "a level", Range::NotNegative, problems);
                Some(Trigger::Above(impact?, level?))
            }
            TriggerDoc::Overdue(step, time) => {
                let step = known.step(step, problems);
                let at = moment(time, clock, problems)?;
                within_drill(at, time.span(problems), problems);
                Some(Trigger::Overdue(step?, at))
            }
        }
    };
    read(problems).unwrap_or(Trigger::Never)
}

fn after_step<'s>(
    step: Located<'s, Id<'s>>,
    delay: Located<'s, Seconds>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> (Option<crate::quantity::StepId>, Option<Seconds>) {
    (known.step(step, problems), delay.read(problems))
}
