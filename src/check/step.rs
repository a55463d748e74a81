//! One step: its fields, its people and things, its outcomes, and what happens when it fails.

use crate::check::effect::{effects, guard};
use crate::check::known::Known;
use crate::check::names::{Entries, Entry, arena, distinct};
use crate::check::values::{self, Range, count, maybe, number_or, or, positive_duration, title};
use crate::document::{
    FailureDoc, Id, JoinDoc, LabelDoc, List, Located, Optional, StepDoc, SuccessDoc, WorksDoc,
};
use crate::model::{
    Crew, Effect, FailureRule, Join, LabelChance, Section, Step, Success, Use, Works,
};
use crate::quantity::{
    Arena, Distribution, Index, LabelId, Probability, ResourceId, Seconds, StepId,
};
use crate::source::{Diagnostic, Problems, Span, code};

/// Chances may miss 1 by so much: what ten decimal places add up to.
const CHANCES_TOLERANCE: f64 = 1e-9;

/// A step is tried again so often at most: once a minute for two months, and its history still fits into memory.
const RETRIES_MAX: u32 = 100_000;

/// Where a step says what it says about others.
#[derive(Clone, Debug)]
pub(super) struct StepPlaces {
    /// Its id.
    pub(super) id: Span,
    /// Its predecessors.
    pub(super) after: Vec<(StepId, Span)>,
    /// How many predecessors it names, right or wrong.
    pub(super) after_written: usize,
    /// Whether none was lost in reading.
    pub(super) after_is_whole: bool,
    /// Its join.
    pub(super) join: Option<Span>,
    /// The steps whose outcomes its guard asks for.
    pub(super) asked: Vec<(StepId, Span)>,
    /// Its fallback.
    pub(super) fallback: Option<(StepId, Span)>,
    /// The steps it reopens.
    pub(super) reopens: Vec<(StepId, Span)>,
    /// The steps whose people may not do it.
    pub(super) not_by: Vec<(StepId, Span)>,
    /// The units it uses.
    pub(super) uses: Vec<(ResourceId, Span)>,
    /// Whether everything it says about people could be read.
    pub(super) people_are_known: bool,
}

/// The step, and where it says what.
pub(super) fn step<'s>(
    entry: &Entry<'s, StepDoc<'s>>,
    outcomes: &Entries<'s, LabelDoc<'s>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> (Step, StepPlaces) {
    let doc = &entry.doc;
    let after = steps(doc.after, known, problems);
    let not_by = steps(doc.not_by, known, problems);
    refuse_itself(entry, &not_by, known, problems);
    let found_before = problems.len();
    let owner = doc
        .owner
        .given()
        .and_then(|name| known.organization.role(name, problems));
    let crew = crew(doc, known, problems);
    let people_are_known = problems.len() == found_before && known.organization.roles.is_complete();
    let works = works(doc.works, problems);
    check_owner(entry, works, problems);
    let mut asked = Vec::new();
    let when = doc
        .when
        .given()
        .map(|field| guard(field, known, &mut asked, problems));
    let mut fallback = None;
    let on_failure = match doc.on_failure.given() {
        Some(field) => failure(field, known, &mut fallback, problems),
        None => FailureRule::Halt,
    };
    let effects = effects(doc.effects, known, problems);
    let reopens = effects.iter().filter_map(|(effect, place)| match effect {
        Effect::Reopen(step) => Some((*step, *place)),
        Effect::Stop(_)
        | Effect::Scale(..)
        | Effect::Add(..)
        | Effect::Drain { .. }
        | Effect::Set(_)
        | Effect::Require(_)
        | Effect::Absent { .. }
        | Effect::Arrive { .. }
        | Effect::Lose { .. }
        | Effect::Gain { .. }
        | Effect::Slow { .. }
        | Effect::SlowAnswers { .. }
        | Effect::Hold { .. }
        | Effect::Fail(..) => None,
    });
    let mut used = Vec::new();
    let uses = uses(doc, known, &mut used, problems);
    let found_before = problems.len();
    let after_written = doc.after.elements(problems).len();
    let list_is_whole = problems.len() == found_before;
    let places = StepPlaces {
        uses: used,
        id: entry.place,
        after_written,
        after_is_whole: entry.is_whole && list_is_whole,
        join: doc.join.given().map(|field| field.span(problems)),
        asked,
        fallback,
        reopens: reopens.collect(),
        people_are_known,
        not_by: not_by.clone(),
        after: after.clone(),
    };
    let step = Step {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        section: if entry.list == 0 {
            Section::Response
        } else {
            Section::Recovery
        },
        owner,
        crew,
        uses,
        negotiable: negotiable(doc, &after, &places, known, problems),
        after: sorted(after),
        join: join(doc.join, problems),
        delay: or(doc.delay, Seconds::ZERO, problems),
        when,
        on_demand: or(doc.on_demand, false, problems),
        takes: values::duration(doc.takes, problems).unwrap_or(Distribution::Fixed(0.0)),
        works,
        outcomes: chances(doc, outcomes, problems),
        succeeds: success(doc.succeeds, known, problems),
        on_failure,
        waits_at_most: positive_duration(doc.waits_at_most, "`waits_at_most`", problems),
        reserved: or(doc.reserved, false, problems),
        not_by: sorted(not_by),
        effects: effects.into_iter().map(|(effect, _)| effect).collect(),
        priority: or(doc.priority, 0, problems),
        cost: number_or(doc.cost, 0.0, "`cost`", Range::NotNegative, problems),
        was: maybe(doc.was, problems)
            .map(|was| was.0.to_owned())
            .filter(|was| was != entry.id),
        how: maybe(doc.how, problems),
        link: maybe(doc.link, problems),
        because: maybe(doc.because, problems),
    };
    (step, places)
}

fn steps<'s>(
    list: List<'s, Id<'s>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Vec<(StepId, Span)> {
    let elements = list.elements(problems);
    distinct(&elements, problems, |name, problems| {
        known.step(name, problems)
    })
}

fn sorted(steps: Vec<(StepId, Span)>) -> Vec<StepId> {
    let mut ids: Vec<StepId> = steps.into_iter().map(|(step, _)| step).collect();
    ids.sort();
    ids
}

fn refuse_itself<'s>(
    entry: &Entry<'s, StepDoc<'s>>,
    not_by: &[(StepId, Span)],
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) {
    let itself = known.plan.steps.find(entry.id);
    for (_, place) in not_by.iter().filter(|(step, _)| Some(*step) == itself) {
        let message = format!("step `{}` is not to be done by whoever does it", entry.id);
        problems.push(
            Diagnostic::error(code::NOT_BY_ITSELF, *place, message)
                .help("name another step in `not_by`"),
        );
    }
}

fn crew<'s>(doc: &StepDoc<'s>, known: &Known<'_, 's>, problems: &mut Problems<'s>) -> Vec<Crew> {
    let mut crew = Vec::new();
    for element in doc.crew.elements(problems) {
        let Some(member) = element.read(problems) else {
            continue;
        };
        let role = known.organization.role(member.0, problems);
        let count = count(member.1, "the number of people", problems);
        if let (Some(role), Some(count)) = (role, count) {
            crew.push(Crew { role, count });
        }
    }
    crew
}

/// Units of one resource named twice are units together.
fn uses<'s>(
    doc: &StepDoc<'s>,
    known: &Known<'_, 's>,
    places: &mut Vec<(ResourceId, Span)>,
    problems: &mut Problems<'s>,
) -> Vec<Use> {
    let mut uses: Vec<Use> = Vec::new();
    for element in doc.uses.elements(problems) {
        let Some(used) = element.read(problems) else {
            continue;
        };
        let resource = known.resource(used.0, problems);
        let count = count(used.1, "the number of units", problems);
        let (Some(resource), Some(count)) = (resource, count) else {
            continue;
        };
        places.push((resource, element.span(problems)));
        match uses.iter_mut().find(|other| other.resource == resource) {
            Some(other) => other.count = other.count.saturating_add(count),
            None => uses.push(Use { resource, count }),
        }
    }
    uses
}

fn works<'s>(field: Optional<'s, WorksDoc>, problems: &mut Problems<'s>) -> Works {
    match or(field, WorksDoc::Through, problems) {
        WorksDoc::Through => Works::Through,
        WorksDoc::OnShift => Works::OnShift,
    }
}

/// Somebody does the step, or nobody: never something between.
fn check_owner<'s>(entry: &Entry<'s, StepDoc<'s>>, works: Works, problems: &mut Problems<'s>) {
    let doc = &entry.doc;
    let Some(is_automatic) = doc.automatic.read_or(false, problems) else {
        return;
    };
    if !entry.is_whole {
        return;
    }
    let id = entry.id;
    let automatic = doc.automatic.given().map(|field| field.span(problems));
    let owner = doc.owner.given().map(|field| field.span(problems));
    let has_crew = !doc.crew.elements(problems).is_empty();
    let crew = doc.crew.given().filter(|_| has_crew);
    let hours = doc.works.given().filter(|_| works == Works::OnShift);
    let people = [
        crew.map(|list| ("a crew", list.span(problems))),
        hours.map(|field| ("working hours", field.span(problems))),
    ];
    let mut mistakes = Vec::new();
    match (is_automatic, owner) {
        (true, Some(owner)) => mistakes.push(
            Diagnostic::error(
                code::AUTOMATIC_WITH_PEOPLE,
                owner,
                format!("step `{id}` is automatic and has an owner"),
            )
            .label(automatic.unwrap_or(entry.place), "automatic")
            .help("leave `owner` or `automatic` out"),
        ),
        (true, None) => {
            for (what, place) in people.into_iter().flatten() {
                let message = format!("step `{id}` has {what} but no owner");
                mistakes.push(
                    Diagnostic::error(code::AUTOMATIC_WITH_PEOPLE, place, message)
                        .label(automatic.unwrap_or(entry.place), "automatic")
                        .help("name the role that does it in `owner` instead of `automatic: true`"),
                );
            }
        }
        (false, None) => mistakes.push(
            Diagnostic::error(
                code::OWNER_MISSING,
                entry.place,
                format!("step `{id}` has no owner"),
            )
            .help("add `owner: \"…\"` with the role that does it, or `automatic: true`"),
        ),
        (false, Some(_)) => {}
    }
    for mistake in mistakes {
        problems.push(mistake);
    }
}

fn negotiable<'s>(
    doc: &StepDoc<'s>,
    after: &[(StepId, Span)],
    places: &StepPlaces,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Vec<StepId> {
    let negotiable = steps(doc.negotiable, known, problems);
    let are_known = places.after_is_whole && after.len() == places.after_written;
    for (step, place) in &negotiable {
        if are_known && !after.iter().any(|(predecessor, _)| predecessor == step) {
            let name = known.plan.steps.in_order()[step.place()];
            let message = format!("`{name}` is negotiable, but not a predecessor");
            problems.push(
                Diagnostic::error(code::NEGOTIABLE_NOT_AFTER, *place, message)
                    .help("name it in `after` too, or leave it out here"),
            );
        }
    }
    sorted(negotiable)
}

fn join<'s>(field: Optional<'s, JoinDoc<'s>>, problems: &mut Problems<'s>) -> Join {
    match maybe(field, problems) {
        None | Some(JoinDoc::All) => Join::All,
        Some(JoinDoc::Any) => Join::Any,
        Some(JoinDoc::AtLeast(number)) => {
            count(number, "the number of predecessors", problems).map_or(Join::All, Join::AtLeast)
        }
    }
}

fn chances<'s>(
    doc: &StepDoc<'s>,
    outcomes: &Entries<'s, LabelDoc<'s>>,
    problems: &mut Problems<'s>,
) -> Arena<LabelId, LabelChance> {
    let mut is_known = outcomes.is_complete;
    let mut sum = 0.0;
    let labels = arena(outcomes, |entry| {
        let chance = entry.doc.1.read(problems);
        is_known &= chance.is_some() && entry.is_defining;
        sum += chance.map_or(0.0, Probability::value);
        LabelChance {
            label: entry.id.to_owned(),
            chance: chance.unwrap_or(Probability::ZERO),
        }
    });
    if is_known
        && !outcomes.all.is_empty()
        && (sum - 1.0_f64).abs() > CHANCES_TOLERANCE
        && let Some(list) = doc.outcomes.given()
    {
        let place = list.span(problems);
        // Twelve places tell what a sum of a few chances misses, without the dust of binary fractions.
        let shown = (sum * 1e12).round() / 1e12;
        problems.push_unless_explained(
            place,
            Diagnostic::error(
                code::CHANCES_SUM,
                place,
                format!("the chances of these outcomes sum to {shown}"),
            )
            .help("change them so that they sum to 1"),
        );
    }
    labels
}

fn success<'s>(
    field: Optional<'s, SuccessDoc<'s>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Success {
    match maybe(field, problems) {
        None => Success::Always(Probability::ONE),
        Some(SuccessDoc::Always(chance)) => {
            Success::Always(chance.read(problems).unwrap_or(Probability::ONE))
        }
        Some(SuccessDoc::Given {
            flag,
            then,
            otherwise,
            because,
        }) => {
            maybe(because, problems);
            let flag = known.flag(flag, problems);
            let then = then.read(problems).unwrap_or(Probability::ONE);
            let otherwise = otherwise.read(problems).unwrap_or(Probability::ONE);
            match flag {
                Some(flag) => Success::Given {
                    flag,
                    then,
                    otherwise,
                },
                None => Success::Always(otherwise),
            }
        }
    }
}

fn failure<'s>(
    field: Located<'s, FailureDoc<'s>>,
    known: &Known<'_, 's>,
    fallback: &mut Option<(StepId, Span)>,
    problems: &mut Problems<'s>,
) -> FailureRule {
    match field.read(problems) {
        None | Some(FailureDoc::Halt) => FailureRule::Halt,
        Some(FailureDoc::Continue) => FailureRule::Continue,
        Some(FailureDoc::Fallback(name)) => match known.step(name, problems) {
            Some(step) => {
                *fallback = Some((step, name.span(problems)));
                FailureRule::Fallback(step)
            }
            None => FailureRule::Halt,
        },
        Some(FailureDoc::Retry {
            times,
            pause,
            then,
            because,
        }) => {
            maybe(because, problems);
            FailureRule::Retry {
                times: retries(times, problems),
                pause: or(pause, Seconds::ZERO, problems),
                then: Box::new(match then.given() {
                    None => FailureRule::Halt,
                    Some(then) => last_resort(then, known, fallback, problems),
                }),
            }
        }
    }
}

/// How often a step is tried again: not so often that a drill never ends.
fn retries<'s>(field: Located<'s, u32>, problems: &mut Problems<'s>) -> u32 {
    let times = field.read(problems).unwrap_or(0);
    if times > RETRIES_MAX {
        let message = format!("a step is tried again at most {RETRIES_MAX} times");
        problems.push(
            Diagnostic::error(code::NUMBER_RANGE, field.span(problems), message)
                .help("write how often it is really tried before something else follows"),
        );
    }
    times.min(RETRIES_MAX)
}

/// What follows the last retry: anything but another.
fn last_resort<'s>(
    field: Located<'s, FailureDoc<'s>>,
    known: &Known<'_, 's>,
    fallback: &mut Option<(StepId, Span)>,
    problems: &mut Problems<'s>,
) -> FailureRule {
    if !field.text().starts_with("Retry") {
        return failure(field, known, fallback, problems);
    }
    let place = field.head(problems);
    problems.push(
        Diagnostic::error(code::RETRY_NESTED, place, "what follows the last retry is a retry")
            .help("raise `times` of the outer `Retry`, and write `Fallback(…)`, `Continue` or `Halt` here"),
    );
    FailureRule::Halt
}
