//! One objective: what it measures, its target and its limit.

use crate::check::known::Known;
use crate::check::names::{Entry, Names};
use crate::check::values::{Clock, Range, maybe, moment, number, number_or, or, title};
use crate::document::{Located, MeasureDoc, Moment, ObjectiveDoc, Optional, SkippedDoc};
use crate::model::{Measure, Objective, SkippedRule};
use crate::quantity::{InjectId, Seconds};
use crate::source::{Diagnostic, Problems, Span, code};

/// The objective; `horizon` is the end of the drill where it is known.
pub(super) fn objective<'s>(
    entry: &Entry<'s, ObjectiveDoc<'s>>,
    known: &Known<'_, 's>,
    injects: &Names<'s, InjectId>,
    clock: &Clock<'_>,
    horizon: Option<Seconds>,
    problems: &mut Problems<'s>,
) -> Objective {
    let doc = &entry.doc;
    let reading = Reading {
        known,
        injects,
        clock,
        horizon,
    };
    let doc_of_measure = doc.measure.read(problems);
    let measure = doc_of_measure.and_then(|measure| reading.measure(measure, problems));
    let skipped = or(doc.skipped, SkippedDoc::Leaves, problems);
    if skipped == SkippedDoc::Misses
        && doc_of_measure.is_some_and(|measure| !has_a_step(&measure))
        && let Some(field) = doc.skipped.given()
    {
        let place = field.span(problems);
        let message = format!(
            "objective `{}` measures no step that could be skipped",
            entry.id
        );
        problems.push(
            Diagnostic::error(code::SKIPPED_WITHOUT_STEP, place, message)
                .help("leave `skipped` out: it is for `Done`, `Elapsed` and `Within`"),
        );
    }
    Objective {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        capability: maybe(doc.capability, problems),
        weight: number_or(doc.weight, 1.0, "`weight`", Range::NotNegative, problems),
        critical: or(doc.critical, false, problems),
        penalty: number_or(doc.penalty, 0.0, "`penalty`", Range::NotNegative, problems),
        skipped: match skipped {
            SkippedDoc::Leaves => SkippedRule::Leaves,
            SkippedDoc::Misses => SkippedRule::Misses,
        },
        measure: measure.unwrap_or(Measure::Judged(Vec::new())),
        because: maybe(doc.because, problems),
    }
}

fn has_a_step(measure: &MeasureDoc<'_>) -> bool {
    match measure {
        MeasureDoc::Done { .. } | MeasureDoc::Within { .. } | MeasureDoc::Elapsed { .. } => true,
        MeasureDoc::Final { .. }
        | MeasureDoc::Peak { .. }
        | MeasureDoc::TimeAbove { .. }
        | MeasureDoc::Cleared { .. }
        | MeasureDoc::Order { .. }
        | MeasureDoc::Completion { .. }
        | MeasureDoc::StoodDown { .. }
        | MeasureDoc::Cost { .. }
        | MeasureDoc::Judged(_) => false,
    }
}

/// What a measure's parts are read against.
struct Reading<'a, 's> {
    known: &'a Known<'a, 's>,
    injects: &'a Names<'s, InjectId>,
    clock: &'a Clock<'a>,
    horizon: Option<Seconds>,
}

impl<'s> Reading<'_, 's> {
    fn measure(&self, doc: MeasureDoc<'s>, problems: &mut Problems<'s>) -> Option<Measure> {
        let known = self.known;
        match doc {
            MeasureDoc::Done {
                step,
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let step = known.step(step, problems);
                let (target, limit) = self.moments(target, limit, problems)?;
                Some(Measure::Done {
                    step,
                    target,
                    limit,
                })
            }
            MeasureDoc::Within {
                inject,
                step,
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let inject = self.injects.resolve(inject, problems);
                let step = known.step(step, problems);
                let (target, limit) = durations(target, limit, problems)?;
                Some(Measure::Within {
                    inject: inject?,
                    step,
                    target,
                    limit,
                })
            }
            MeasureDoc::Elapsed {
                from,
                to,
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let (from, to) = (known.step(from, problems), known.step(to, problems));
                let (target, limit) = durations(target, limit, problems)?;
                Some(Measure::Elapsed {
                    from,
                    to,
                    target,
                    limit,
                })
            }
            MeasureDoc::Final {
                impact,
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let impact = known.impact(impact, problems);
                let (target, limit) = amounts(target, limit, problems)?;
                Some(Measure::Final {
                    impact: impact?,
                    target,
                    limit,
                })
            }
            MeasureDoc::Peak {
                impact,
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let impact = known.impact(impact, problems);
                let (target, limit) = amounts(target, limit, problems)?;
                Some(Measure::Peak {
                    impact: impact?,
                    target,
                    limit,
                })
            }
            MeasureDoc::TimeAbove {
                impact,
                level,
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let impact = known.impact(impact, problems);
                let level = number(level, "`level`", Range::NotNegative, problems);
                let (target, limit) = durations(target, limit, problems)?;
                Some(Measure::TimeAbove {
                    impact: impact?,
                    level: level?,
                    target,
                    limit,
                })
            }
            MeasureDoc::Cleared {
                impact,
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let impact = known.impact(impact, problems);
                let (target, limit) = self.moments(target, limit, problems)?;
                Some(Measure::Cleared {
                    impact: impact?,
                    target,
                    limit,
                })
            }
            MeasureDoc::Order {
                first,
                then,
                because,
            } => {
                maybe(because, problems);
                let (before, after) = (known.step(first, problems), known.step(then, problems));
                if before.is_some() && before == after {
                    let place = then.span(problems);
                    problems.push(
                        Diagnostic::error(
                            code::ORDER_OF_ITSELF,
                            place,
                            "a step is to be done before itself",
                        )
                        .label(first.span(problems), "the same step")
                        .help("name two different steps"),
                    );
                }
                Some(Measure::Order {
                    first: before,
                    then: after,
                })
            }
            MeasureDoc::Completion {
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let (target, limit) = shares(target, limit, problems)?;
                Some(Measure::Completion { target, limit })
            }
            MeasureDoc::StoodDown {
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let (target, limit) = self.moments(target, limit, problems)?;
                Some(Measure::StoodDown { target, limit })
            }
            MeasureDoc::Cost {
                target,
                limit,
                because,
            } => {
                maybe(because, problems);
                let (target, limit) = amounts(target, limit, problems)?;
                Some(Measure::Cost { target, limit })
            }
            MeasureDoc::Judged(list) => judged(list, problems),
        }
    }

    /// Points of time, of which the target must come before the end of the drill.
    fn moments(
        &self,
        target: Located<'s, Moment>,
        limit: Optional<'s, Moment>,
        problems: &mut Problems<'s>,
    ) -> Option<(Seconds, Seconds)> {
        let read = |field, problems: &mut Problems<'s>| moment(field, self.clock, problems);
        let (target_time, limit_time) =
            target_and_limit(target, limit, Best::Small, read, problems)?;
        let Some(horizon) = self.horizon else {
            return Some((target_time, limit_time));
        };
        let end = format!("the drill, which ends {horizon} after onset");
        if target_time > horizon {
            let place = target.span(problems);
            problems.push(
                Diagnostic::error(
                    code::TARGET_AFTER_HORIZON,
                    place,
                    format!("a target lies after {end}"),
                )
                .help("write an earlier target, or a later `horizon`"),
            );
        } else if limit_time > horizon
            && let Some(limit) = limit.given()
        {
            let place = limit.span(problems);
            problems.push(
                Diagnostic::warning(
                    code::AFTER_HORIZON,
                    place,
                    format!("a limit lies after {end}"),
                )
                .help("write an earlier limit, or a later `horizon`"),
            );
        }
        Some((target_time, limit_time))
    }
}

fn judged<'s>(
    list: Located<'s, Vec<Located<'s, String>>>,
    problems: &mut Problems<'s>,
) -> Option<Measure> {
    let judgments = list.read_elements(problems)?;
    if judgments.is_empty() {
        let place = list.span(problems);
        problems.push(
            Diagnostic::error(code::LIST_EMPTY, place, "there is nothing to judge").help(
                "write what observers look for, such as `Judged([\"The log was sealed first\"])`",
            ),
        );
    }
    Some(Measure::Judged(judgments))
}

/// Which values are good.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Best {
    Small,
    Large,
}

fn durations<'s>(
    target: Located<'s, Seconds>,
    limit: Optional<'s, Seconds>,
    problems: &mut Problems<'s>,
) -> Option<(Seconds, Seconds)> {
    target_and_limit(target, limit, Best::Small, Located::read, problems)
}

fn amounts<'s>(
    target: Located<'s, f64>,
    limit: Optional<'s, f64>,
    problems: &mut Problems<'s>,
) -> Option<(f64, f64)> {
    let read = |field, problems: &mut Problems<'s>| {
        number(field, "a target or limit", Range::NotNegative, problems)
    };
    target_and_limit(target, limit, Best::Small, read, problems)
}

fn shares<'s>(
    target: Located<'s, f64>,
    limit: Optional<'s, f64>,
    problems: &mut Problems<'s>,
) -> Option<(f64, f64)> {
    let read = |field: Located<'s, f64>, problems: &mut Problems<'s>| {
        let share = field.read(problems)?;
        let is_share = (0.0..=1.0).contains(&share);
        if !is_share {
            let place = field.span(problems);
            problems.push(
                Diagnostic::error(
                    code::NUMBER_RANGE,
                    place,
                    format!("a share is from 0 to 1, not {share}"),
                )
                .help("write `0.9` for 90 %"),
            );
        }
        is_share.then_some(share)
    };
    target_and_limit(target, limit, Best::Large, read, problems)
}

/// Both values, the limit being the target where it is left out; a target worse than its limit is reported.
fn target_and_limit<'s, V, T: Copy + PartialOrd>(
    target: Located<'s, V>,
    limit: Optional<'s, V>,
    best: Best,
    read: impl Fn(Located<'s, V>, &mut Problems<'s>) -> Option<T>,
    problems: &mut Problems<'s>,
) -> Option<(T, T)> {
    let target_value = read(target, problems);
    let Some(given) = given(limit) else {
        return target_value.map(|value| (value, value));
    };
    let limit_value = read(given, problems);
    let (target_value, limit_value) = (target_value?, limit_value?);
    let is_reversed = match best {
        Best::Small => target_value > limit_value,
        Best::Large => target_value < limit_value,
    };
    if is_reversed {
        let place = target.span(problems);
        problems.push(beyond(best, place, given.span(problems)));
        return None;
    }
    Some((target_value, limit_value))
}

fn given<'s, V>(field: Optional<'s, V>) -> Option<Located<'s, V>> {
    field.given()
}

fn beyond(best: Best, place: Span, limit: Span) -> Diagnostic {
    let (message, help) = match best {
        Best::Small => (
            "a target is above its limit",
            "write the smaller value as `target`, the larger as `limit`",
        ),
        Best::Large => (
            "a target is below its limit",
            "write the larger share as `target`, the smaller as `limit`",
        ),
    };
    Diagnostic::error(code::TARGET_BEYOND_LIMIT, place, message)
        .label(limit, "the limit")
        .help(help)
}
