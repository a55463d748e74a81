//! From a scenario's file to the scenario: first which names it defines, then, given a plan, what it says.

use crate::check::flags::{Flags, Mentions};
use crate::check::inject::inject;
use crate::check::known::Known;
use crate::check::names::{Entries, Entry, Names, Words, arena, distinct, listed_twice};
use crate::check::objective::objective;
use crate::check::organization::OrganizationFile;
use crate::check::plan::PlanNames;
use crate::check::values::{Clock, Onset, Range, maybe, moment, number, number_or, or, title};
use crate::document::{
    self, ChanceDoc, ExerciseDoc, GrowthDoc, ImpactDoc, InjectDoc, LARGEST, Located, ObjectiveDoc,
    ScenarioDoc, StartsDoc,
};
use crate::model::{ExerciseKind, Growth, Impact, Scenario, Starts};
use crate::quantity::{CivilTime, Date, ImpactId, InjectId, LabelId, Seconds, StepId};
use crate::source::{Diagnostic, FileId, Problems, Span, code};

const IMPACT: Words = Words {
    kind: "impact",
    definition: "Impact(id: \"…\", …)",
};
const INJECT: Words = Words {
    kind: "inject",
    definition: "Inject(id: \"…\", …)",
};

/// What a scenario's file defines, and its fields still to be read.
#[derive(Debug)]
pub(super) struct ScenarioNames<'s> {
    /// Its fields.
    pub(super) doc: ScenarioDoc<'s>,
    /// Its id and its place.
    pub(super) id: Option<(&'s str, Span)>,
    /// Its impacts.
    pub(super) impacts: Names<'s, ImpactId>,
    /// Its injects.
    pub(super) injects: Names<'s, InjectId>,
    /// The flags it defines, as written.
    pub(super) chances: Entries<'s, ChanceDoc<'s>>,
    /// The flags its injects name.
    pub(super) mentions: Mentions<'s>,
    /// Its impacts as written.
    pub(super) impact_entries: Entries<'s, ImpactDoc<'s>>,
    /// Its injects as written.
    pub(super) inject_entries: Entries<'s, InjectDoc<'s>>,
    /// Its objectives as written.
    pub(super) objective_entries: Entries<'s, ObjectiveDoc<'s>>,
}

/// Reads the names that a scenario's file defines; `None` if it cannot be read at all.
pub(super) fn scenario_names<'s>(
    file: FileId,
    problems: &mut Problems<'s>,
) -> Option<ScenarioNames<'s>> {
    let before = problems.len();
    let doc = document::scenario(file, problems)?;
    let is_whole = problems.len() == before;
    let id = doc
        .id
        .read(problems)
        .map(|id| (id.0, doc.id.span(problems)));
    let home = home(id);
    let mut chances = Entries::read(
        "flag",
        doc.flags,
        |chance: &ChanceDoc<'s>| chance.0,
        problems,
    );
    let mut impact_entries = Entries::read(
        "impact",
        doc.impacts,
        |impact: &ImpactDoc<'s>| impact.id,
        problems,
    );
    let mut inject_entries = Entries::read(
        "inject",
        doc.injects,
        |inject: &InjectDoc<'s>| inject.id,
        problems,
    );
    let objective_entries = Entries::read(
        "objective",
        doc.objectives,
        |one: &ObjectiveDoc<'s>| one.id,
        problems,
    );
    let mut mentions = Mentions::default();
    for entry in &inject_entries.all {
        let effects = entry.doc.effects.elements(problems);
        mentions.add_effects(effects, problems);
        mentions.add_guard(entry.doc.when, problems);
    }
    if !is_whole || problems.is_torn(file) {
        chances.doubt();
        impact_entries.doubt();
        inject_entries.doubt();
        mentions.doubt();
    }
    Some(ScenarioNames {
        impacts: impact_entries.names(IMPACT, &home),
        injects: inject_entries.names(INJECT, &home),
        doc,
        id,
        chances,
        mentions,
        impact_entries,
        inject_entries,
        objective_entries,
    })
}

fn home(id: Option<(&str, Span)>) -> String {
    id.map_or("the scenario".to_owned(), |(id, _)| {
        format!("scenario `{id}`")
    })
}

/// The impacts of a plan that no scenario uses: what they are, nobody knows.
pub(super) fn no_impacts<'s>() -> Names<'s, ImpactId> {
    Names::unreadable(IMPACT)
}

/// The flags that a scenario and a plan name together.
pub(super) fn flags<'s>(
    scenario: &ScenarioNames<'s>,
    plan: &PlanNames<'s>,
    problems: &mut Problems<'s>,
) -> Flags<'s> {
    let mentions = [&scenario.mentions, &plan.mentions];
    Flags::new(&home(scenario.id), &scenario.chances, mentions, problems)
}

/// What the scenario says, its names looked up.
pub(super) fn scenario<'s>(
    names: &ScenarioNames<'s>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Scenario {
    let doc = &names.doc;
    let zone = known.organization.zone.as_ref();
    let starts = starts(doc.starts, problems);
    let clock = Clock {
        onset: match (&starts, zone) {
            (Some(Starts::At(civil)), Some(zone)) => Onset::Known(zone.instant(*civil)),
            (Some(Starts::OneOf(_) | Starts::Anytime { .. }), _) => Onset::Random,
            (Some(Starts::At(_)), None) | (None, _) => Onset::Unreadable,
        },
        zone,
    };
    let horizon = horizon(doc, &clock, problems);
    let injects = arena(&names.inject_entries, |entry| {
        inject(entry, known, &clock, horizon, problems)
    });
    let id = names.id.map_or("", |(id, _)| id);
    Scenario {
        id: id.to_owned(),
        title: title(doc.title, id, problems),
        kind: kind(or(doc.kind, ExerciseDoc::Tabletop, problems)),
        starts: starts.unwrap_or(Starts::OneOf(Vec::new())),
        horizon: horizon.unwrap_or(Seconds::LONGEST),
        narrative: maybe(doc.narrative, problems),
        assumptions: doc.assumptions.read(problems).unwrap_or_default(),
        flags: known.flags.sources.clone(),
        given: given(doc, known, problems),
        failed_barriers: {
            let elements = doc.failed_barriers.elements(problems);
            let barriers = distinct(&elements, problems, |name, problems| {
                known.barrier(name, problems)
            });
            let mut ids: Vec<_> = barriers.into_iter().map(|(barrier, _)| barrier).collect();
            ids.sort();
            ids
        },
        impacts: arena(&names.impact_entries, |entry| {
            impact(entry, known.organization, horizon, problems)
        }),
        injects,
        objectives: arena(&names.objective_entries, |entry| {
            objective(entry, known, &names.injects, &clock, horizon, problems)
        }),
        because: maybe(doc.because, problems),
    }
}

fn kind(doc: ExerciseDoc) -> ExerciseKind {
    match doc {
        ExerciseDoc::Tabletop => ExerciseKind::Tabletop,
        ExerciseDoc::Functional => ExerciseKind::Functional,
        ExerciseDoc::FullScale => ExerciseKind::FullScale,
    }
}

fn starts<'s>(field: Located<'s, StartsDoc<'s>>, problems: &mut Problems<'s>) -> Option<Starts> {
    match field.read(problems)? {
        StartsDoc::At(civil) => civil.read(problems).map(Starts::At),
        StartsDoc::OneOf(list) => {
            let elements = list.read(problems)?;
            if elements.is_empty() {
                let place = list.span(problems);
                problems.push(
                    Diagnostic::error(code::LIST_EMPTY, place, "`OneOf` has no times").help(
                        "write at least one date with a time, such as `\"2026-05-13T10:00\"`",
                    ),
                );
                return None;
            }
            let times: Vec<Option<CivilTime>> = elements
                .into_iter()
                .map(|time| time.read(problems))
                .collect();
            times.into_iter().collect::<Option<_>>().map(Starts::OneOf)
        }
        StartsDoc::Anytime { from, to, because } => {
            maybe(because, problems);
            let (first, last) = (from.read(problems), to.read(problems));
            let (first, last): (Date, Date) = (first?, last?);
            if last < first {
                let place = to.span(problems);
                problems.push(
                    Diagnostic::error(
                        code::RANGE_REVERSED,
                        place,
                        "the last day lies before the first",
                    )
                    .label(from.span(problems), "the first day")
                    .help("write the earlier day as `from`"),
                );
                return None;
            }
            Some(Starts::Anytime {
                from: first,
                to: last,
            })
        }
    }
}

fn horizon<'s>(
    doc: &ScenarioDoc<'s>,
    clock: &Clock<'_>,
    problems: &mut Problems<'s>,
) -> Option<Seconds> {
    let horizon = moment(doc.horizon, clock, problems)?;
    if horizon == Seconds::ZERO {
        let place = doc.horizon.span(problems);
        problems.push(
            Diagnostic::error(
                code::NUMBER_NOT_POSITIVE,
                place,
                "a drill ends at its onset",
            )
            .help("write how long it runs, such as `\"24h\"`"),
        );
        return None;
    }
    Some(horizon)
}

fn given<'s>(
    doc: &ScenarioDoc<'s>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Vec<(StepId, LabelId)> {
    let mut given: Vec<(StepId, LabelId, Span)> = Vec::new();
    for element in doc.given.elements(problems) {
        let Some(outcome) = element.read(problems) else {
            continue;
        };
        let Some((step, label)) = known.outcome(outcome.0, outcome.1, problems) else {
            continue;
        };
        let place = element.span(problems);
        match given.iter().find(|(other, ..)| *other == step) {
            Some((.., first)) => {
                let name = outcome.0.text().trim_matches('"');
                problems.push(listed_twice(name, place, *first));
            }
            None => given.push((step, label, place)),
        }
    }
    given
        .into_iter()
        .map(|(step, label, _)| (step, label))
        .collect()
}

fn impact<'s>(
    entry: &Entry<'s, ImpactDoc<'s>>,
    organization: &OrganizationFile<'s>,
    horizon: Option<Seconds>,
    problems: &mut Problems<'s>,
) -> Impact {
    let doc = &entry.doc;
    let starts = number_or(doc.starts, 0.0, "`starts`", Range::NotNegative, problems);
    let cap = doc
        .cap
        .given()
        .and_then(|cap| number(cap, "`cap`", Range::NotNegative, problems));
    if let (Some(value), Some(field)) = (cap, doc.cap.given())
        && value < starts
    {
        let place = field.span(problems);
        let first = doc
            .starts
            .given()
            .map_or(entry.place, |field| field.span(problems));
        problems.push(
            Diagnostic::error(
                code::RANGE_REVERSED,
                place,
                format!("impact `{}` starts above its cap", entry.id),
            )
            .label(first, "starts here")
            .help("raise `cap`, or lower `starts`"),
        );
    }
    let grows = growth(entry, problems);
    if doc.cap.given().is_none()
        && let Growth::Doubles(every) = grows
        && let Some(horizon) = horizon
    {
        refuse_runaway(entry, starts, every, horizon, problems);
    }
    Impact {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        unit: maybe(doc.unit, problems),
        starts,
        grows,
        during: doc
            .during
            .given()
            .and_then(|shift| organization.shifts.resolve(shift, problems)),
        cap,
        cost_per_unit: number_or(
            doc.cost_per_unit,
            0.0,
            "`cost_per_unit`",
            Range::NotNegative,
            problems,
        ),
        cost_per_unit_hour: number_or(
            doc.cost_per_unit_hour,
            0.0,
            "`cost_per_unit_hour`",
            Range::NotNegative,
            problems,
        ),
        because: maybe(doc.because, problems),
    }
}

/// Refuses a level without a cap that doubles so often that nobody could count it.
fn refuse_runaway<'s>(
    entry: &Entry<'s, ImpactDoc<'s>>,
    starts: f64,
    every: Seconds,
    horizon: Seconds,
    problems: &mut Problems<'s>,
) {
    let times = horizon.as_f64() / every.as_f64();
    let highest = starts * times.exp2();
    if let Some(field) = entry.doc.grows.given()
        && highest > LARGEST
    {
        let place = field.span(problems);
        let message = format!(
            "impact `{}` doubles {times:.0} times until the drill ends: more than can be counted",
            entry.id
        );
        problems.push(
            Diagnostic::error(code::NUMBER_RANGE, place, message)
                .help("write how far it can grow as `cap`, or a longer time to double"),
        );
    }
}

fn growth<'s>(entry: &Entry<'s, ImpactDoc<'s>>, problems: &mut Problems<'s>) -> Growth {
    match maybe(entry.doc.grows, problems) {
        None => Growth::Steady,
        Some(GrowthDoc::PerHour(rate)) => {
            number(rate, "a rate of growth", Range::NotNegative, problems)
                .map_or(Growth::Steady, Growth::PerHour)
        }
        Some(GrowthDoc::Doubles(every)) => {
            let Some(duration) = every.read(problems) else {
                return Growth::Steady;
            };
            let place = every.span(problems);
            if duration == Seconds::ZERO {
                problems.push(
                    Diagnostic::error(
                        code::NUMBER_NOT_POSITIVE,
                        place,
                        "a level doubles in no time",
                    )
                    .help("write a duration above `0s`"),
                );
                return Growth::Steady;
            }
            // A level that could not be read is nobody's zero.
            if entry.is_whole && entry.doc.starts.read_or(0.0, problems) == Some(0.0) {
                let message = format!(
                    "impact `{}` starts at 0, and twice nothing is nothing",
                    entry.id
                );
                let mut mistake = Diagnostic::error(code::DOUBLES_FROM_ZERO, place, message)
                    .help("write the level at onset as `starts`, such as `starts: 1`");
                if let Some(starts) = entry.doc.starts.given() {
                    mistake = mistake.label(starts.span(problems), "starts here");
                }
                problems.push(mistake);
            }
            Growth::Doubles(duration)
        }
    }
}
