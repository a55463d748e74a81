//! From a plan's file to the plan: first which names it defines, then, given an organization and a scenario, what it says.

use std::collections::HashMap;

use crate::check::effect::effects_of;
use crate::check::flags::Mentions;
use crate::check::known::Known;
use crate::check::names::{Entries, Entry, Names, Place, Words, arena, distinct};
use crate::check::step::{StepPlaces, step};
use crate::check::values::{maybe, or, positive_duration, title};
use crate::document::{
    self, BarrierDoc, BarrierEffectDoc, DispatchDoc, LabelDoc, PlanDoc, StepDoc, SuccessDoc,
};
use crate::model::{Barrier, BarrierEffect, Dispatch, Plan};
use crate::quantity::{Arena, BarrierId, LabelId, Probability, StepId};
use crate::source::{Diagnostic, FileId, Problems, Span, code};

const STEP: Words = Words {
    kind: "step",
    definition: "Step(id: \"…\", …)",
};
const BARRIER: Words = Words {
    kind: "barrier",
    definition: "Barrier(id: \"…\", …)",
};
const OUTCOME: Words = Words {
    kind: "outcome",
    definition: "Label(\"…\", 0.5)",
};

/// What a plan's file defines, and its fields still to be read.
#[derive(Debug)]
pub(super) struct PlanNames<'s> {
    /// Its fields, if the file can be read at all.
    pub(super) doc: Option<PlanDoc<'s>>,
    /// Its id and its place.
    pub(super) id: Option<(&'s str, Span)>,
    /// Its revision.
    pub(super) revision: String,
    /// Its steps by present id.
    pub(super) steps: Names<'s, StepId>,
    /// Its steps by earlier id.
    pub(super) was: HashMap<&'s str, StepId>,
    /// The outcomes of each step.
    pub(super) labels: Arena<StepId, Names<'s, LabelId>>,
    /// Its barriers.
    pub(super) barriers: Names<'s, BarrierId>,
    /// The flags it names.
    pub(super) mentions: Mentions<'s>,
    /// Its steps as written, in the order of ids.
    pub(super) step_entries: Entries<'s, StepDoc<'s>>,
    /// The outcomes of each entry.
    outcomes: Vec<Entries<'s, LabelDoc<'s>>>,
    /// Its barriers as written, in the order of ids.
    pub(super) barrier_entries: Entries<'s, BarrierDoc<'s>>,
}

/// A plan, and where its steps say what they say.
#[derive(Debug)]
pub(super) struct PlanFile {
    /// The plan; boring values stand where something is wrong.
    pub(super) plan: Plan,
    /// Places of each step.
    pub(super) places: Arena<StepId, StepPlaces>,
}

/// Reads the names that a plan's file defines.
pub(super) fn plan_names<'s>(file: FileId, problems: &mut Problems<'s>) -> PlanNames<'s> {
    let before = problems.len();
    let Some(doc) = document::plan(file, problems) else {
        return unreadable();
    };
    let is_whole = problems.len() == before;
    let id = doc
        .id
        .read(problems)
        .map(|id| (id.0, doc.id.span(problems)));
    let home = id.map_or("the plan".to_owned(), |(id, _)| format!("plan `{id}`"));

    let sections = [doc.response, doc.recovery];
    let mut step_entries =
        Entries::read_lists("step", &sections, |step: &StepDoc<'s>| step.id, problems);
    let mut barrier_entries = Entries::read(
        "barrier",
        doc.prevention,
        |barrier: &BarrierDoc<'s>| barrier.id,
        problems,
    );
    let mut mentions = mentions(&step_entries, &barrier_entries, problems);
    if !is_whole || problems.is_torn(file) {
        step_entries.doubt();
        barrier_entries.doubt();
        mentions.doubt();
    }
    // A renamed step keeps its place among equals, as it keeps its luck.
    step_entries.sort_by_name(|entry| {
        let was = entry.doc.was.given();
        was.map_or(entry.id, |was| was.text().trim_matches('"'))
    });
    barrier_entries.sort();
    let steps: Names<'s, StepId> = step_entries.names(STEP, &home);
    let barriers = barrier_entries.names(BARRIER, &home);

    let outcomes: Vec<Entries<'s, LabelDoc<'s>>> = step_entries
        .all
        .iter()
        .map(|entry| {
            let mut outcomes = Entries::read(
                "outcome",
                entry.doc.outcomes,
                |label: &LabelDoc<'s>| label.0,
                problems,
            );
            outcomes.is_complete &= entry.is_whole;
            outcomes
        })
        .collect();
    let labels = step_entries
        .all
        .iter()
        .zip(&outcomes)
        .filter(|(entry, _)| entry.is_defining)
        .map(|(entry, outcomes)| outcomes.names(OUTCOME, &format!("step `{}`", entry.id)))
        .collect();
    PlanNames {
        revision: maybe(doc.revision, problems).unwrap_or_default(),
        was: earlier_ids(&step_entries, &steps, problems),
        mentions,
        doc: Some(doc),
        id,
        steps,
        labels,
        barriers,
        step_entries,
        outcomes,
        barrier_entries,
    }
}

/// A plan of which nothing is known.
pub(super) fn unreadable<'s>() -> PlanNames<'s> {
    PlanNames {
        doc: None,
        id: None,
        revision: String::new(),
        steps: Names::unreadable(STEP),
        was: HashMap::new(),
        labels: Arena::new(Vec::new()),
        barriers: Names::unreadable(BARRIER),
        mentions: Mentions::default(),
        step_entries: Entries {
            all: Vec::new(),
            is_complete: false,
        },
        outcomes: Vec::new(),
        barrier_entries: Entries {
            all: Vec::new(),
            is_complete: false,
        },
    }
}

/// Which step was known under which id; two claims to one id are reported.
fn earlier_ids<'s>(
    entries: &Entries<'s, StepDoc<'s>>,
    steps: &Names<'s, StepId>,
    problems: &mut Problems<'s>,
) -> HashMap<&'s str, StepId> {
    let mut was: HashMap<&'s str, StepId> = HashMap::new();
    let mut claims: HashMap<&'s str, Span> = HashMap::new();
    for entry in entries.all.iter().filter(|entry| entry.is_defining) {
        let Some(field) = entry.doc.was.given() else {
            continue;
        };
        let Some(earlier) = field.read(problems) else {
            continue;
        };
        let place = field.span(problems);
        if earlier.0 == entry.id {
            let message = format!(
                "step `{}` was `{}`: that is its id still",
                entry.id, entry.id
            );
            let warning = Diagnostic::warning(code::WAS_ITSELF, place, message);
            problems.push(
                warning.help("give the id under which it was first known, or leave `was` out"),
            );
            continue;
        }
        let clash = |message: String, other: Span, what: &str| {
            Diagnostic::error(code::WAS_CLASH, place, message)
                .label(other, what)
                .help("keep `was` for the one step that this id named before")
        };
        if let Some(other) = steps.place(earlier.0) {
            let message = format!(
                "`{}` was no other step: a step still has this id",
                earlier.0
            );
            problems.push(clash(message, other, "this step"));
        } else if let Some(other) = claims.get(earlier.0) {
            let message = format!("two steps were `{}`", earlier.0);
            problems.push(clash(message, *other, "first said here"));
        } else if let Some(step) = steps.find(entry.id) {
            claims.insert(earlier.0, place);
            was.insert(earlier.0, step);
        }
    }
    was
}

fn mentions<'s>(
    steps: &Entries<'s, StepDoc<'s>>,
    barriers: &Entries<'s, BarrierDoc<'s>>,
    problems: &mut Problems<'s>,
) -> Mentions<'s> {
    let mut mentions = Mentions::default();
    for entry in &steps.all {
        let effects = entry.doc.effects.elements(problems);
        mentions.add_effects(effects, problems);
        mentions.add_guard(entry.doc.when, problems);
        if let Some(Some(SuccessDoc::Given { flag, .. })) = entry.doc.succeeds.read(problems) {
            mentions.add_asked(flag, problems);
        }
    }
    for entry in &barriers.all {
        if let Some(BarrierEffectDoc::Weakens(list)) = entry.doc.effect.read(problems) {
            let effects = list.elements(problems);
            mentions.add_effects(effects, problems);
        }
    }
    mentions
}

/// What the plan says, its names looked up.
pub(super) fn plan<'s>(
    known: &Known<'_, 's>,
    risks: &Names<'s, Place>,
    problems: &mut Problems<'s>,
) -> Option<PlanFile> {
    let names = known.plan;
    let doc = names.doc.as_ref()?;
    let organization = known.organization;
    let owner = |field: document::Optional<'s, document::Id<'s>>, problems: &mut Problems<'s>| {
        field
            .given()
            .and_then(|name| organization.role(name, problems))
    };
    let barriers = arena(&names.barrier_entries, |entry| {
        barrier(entry, known, problems)
    });
    let mut places = Vec::with_capacity(names.steps.len());
    let mut steps = Vec::with_capacity(names.steps.len());
    for (entry, outcomes) in names.step_entries.all.iter().zip(&names.outcomes) {
        let (step, step_places) = step(entry, outcomes, known, problems);
        if entry.is_defining {
            steps.push(step);
            places.push(step_places);
        }
    }
    let id = names.id.map_or("", |(id, _)| id);
    let answered = doc.risks.elements(problems);
    let plan = Plan {
        id: id.to_owned(),
        revision: names.revision.clone(),
        title: title(doc.title, id, problems),
        risks: distinct(&answered, problems, |risk, problems| {
            risks.resolve(risk, problems).map(|_| risk)
        })
        .into_iter()
        .filter_map(|(risk, _)| risk.read(problems))
        .map(|risk| risk.0.to_owned())
        .collect(),
        owner: owner(doc.owner, problems),
        approved: maybe(doc.approved, problems),
        approved_by: owner(doc.approved_by, problems),
        changes: doc.changes.read(problems).unwrap_or_default(),
        dispatch: dispatch(or(doc.dispatch, DispatchDoc::Priority, problems)),
        barriers,
        steps: Arena::new(steps),
        because: maybe(doc.because, problems),
    };
    Some(PlanFile {
        plan,
        places: Arena::new(places),
    })
}

fn dispatch(doc: DispatchDoc) -> Dispatch {
    match doc {
        DispatchDoc::Priority => Dispatch::Priority,
        DispatchDoc::Fifo => Dispatch::Fifo,
        DispatchDoc::LongestTail => Dispatch::LongestTail,
    }
}

fn barrier<'s>(
    entry: &Entry<'s, BarrierDoc<'s>>,
    known: &Known<'_, 's>,
    problems: &mut Problems<'s>,
) -> Barrier {
    let doc = &entry.doc;
    let organization = known.organization;
    Barrier {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        owner: doc
            .owner
            .given()
            .and_then(|name| organization.role(name, problems)),
        every: positive_duration(doc.every, "`every`", problems),
        done: maybe(doc.done, problems),
        holds: doc.holds.read(problems).unwrap_or(Probability::ONE),
        effect: match doc.effect.read(problems) {
            Some(BarrierEffectDoc::Weakens(list)) => {
                let elements = list.elements(problems);
                let effects = effects_of(elements, known, problems);
                BarrierEffect::Weakens(effects.into_iter().map(|(effect, _)| effect).collect())
            }
            Some(BarrierEffectDoc::Averts) | None => BarrierEffect::Averts,
        },
        because: maybe(doc.because, problems),
    }
}
