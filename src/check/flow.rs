//! What steps say about each other, taken together: circles, joins, fallbacks, guards.

use crate::check::plan::PlanFile;
use crate::check::step::StepPlaces;
use crate::model::graph::{Circle, Precedence, circles, predecessor_arrows};
use crate::model::{Join, Plan};
use crate::quantity::StepId;
use crate::source::{Diagnostic, Problems, Span, code};
use crate::text;

/// So many members of a circle are named and marked one by one.
const MEMBERS_SHOWN: usize = 40;

/// Reports every mistake that more than one step takes part in.
pub(super) fn check(file: &PlanFile, problems: &mut Problems<'_>) {
    check_joins(file, problems);
    let predecessors = |places: &StepPlaces| places.after.clone();
    let own = |step: StepId| format!("step `{}` waits for itself", name(&file.plan, step));
    let goes_round = knots(
        file,
        predecessors,
        problems,
        &Knot {
            code: code::CIRCLE,
            of_one: &own,
            of_many: "steps wait for each other in a circle",
            arrow: "after",
            help: &|from, to| format!("take `{to}` out of `after` of `{from}`"),
        },
    );
    let fallback = |places: &StepPlaces| places.fallback.into_iter().collect();
    let own = |step: StepId| format!("step `{}` is its own fallback", name(&file.plan, step));
    knots(
        file,
        fallback,
        problems,
        &Knot {
            code: code::FALLBACK_CIRCLE,
            of_one: &own,
            of_many: "steps are fallbacks of each other in a circle",
            arrow: "falls back on",
            help: &|from, _| {
                format!("let `{from}` end in `Halt` or `Continue`, or name another fallback")
            },
        },
    );
    let reopens = |places: &StepPlaces| places.reopens.clone();
    let own = |step: StepId| format!("step `{}` reopens itself", name(&file.plan, step));
    knots(
        file,
        reopens,
        problems,
        &Knot {
            code: code::REOPEN_CIRCLE,
            of_one: &own,
            of_many: "steps reopen each other in a circle, so they are never done",
            arrow: "reopens",
            help: &|from, to| format!("take `Reopen(\"{to}\")` out of the effects of `{from}`"),
        },
    );
    let arrows = predecessor_arrows(&file.plan);
    let order = Precedence::ignoring_circles(file.plan.steps.len(), &arrows);
    check_fallbacks(file, &order, problems);
    // In a circle nobody is before anybody, and behind an unknown predecessor anybody may be: neither needs a second word.
    let is_known =
        |places: &StepPlaces| places.after_is_whole && places.after.len() == places.after_written;
    if !goes_round && file.places.iter().all(is_known) {
        check_guards(file, &order, problems);
    }
}

fn name(plan: &Plan, step: StepId) -> &str {
    &plan.steps[step].id
}

fn check_joins(file: &PlanFile, problems: &mut Problems<'_>) {
    for (id, step) in file.plan.steps.entries() {
        let places = &file.places[id];
        let (needed, join) = match step.join {
            Join::All => continue,
            Join::Any => (1, "Any".to_owned()),
            Join::AtLeast(number) => (number as usize, format!("AtLeast({number})")), // u32 to usize: widening.
        };
        if places.after_written < needed && places.after_is_whole {
            let has = text::counted(places.after_written, "predecessor");
            let message = format!("step `{}` has {has}, too few for `{join}`", step.id);
            let place = places.join.unwrap_or(places.id);
            problems.push(
                Diagnostic::error(code::JOIN_TOO_FEW, place, message).help(format!(
                    "name at least {needed} in `after`, or leave `join` out"
                )),
            );
        }
    }
}

/// How to speak of a kind of circle.
struct Knot<'a> {
    code: &'static str,
    of_one: &'a dyn Fn(StepId) -> String,
    of_many: &'a str,
    arrow: &'a str,
    /// How to break the arrow between two steps.
    help: &'a dyn Fn(&str, &str) -> String,
}

/// Reports the circles among the arrows that `arrows_of` a step's places gives; whether there is one of more than one step.
fn knots(
    file: &PlanFile,
    arrows_of: impl Fn(&StepPlaces) -> Vec<(StepId, Span)>,
    problems: &mut Problems<'_>,
    knot: &Knot<'_>,
) -> bool {
    let mut arrows = Vec::new();
    for (from, places) in file.places.entries() {
        for (to, place) in arrows_of(places) {
            if to == from {
                let itself = name(&file.plan, from);
                problems.push(
                    Diagnostic::error(knot.code, place, (knot.of_one)(from))
                        .help((knot.help)(itself, itself)),
                );
            } else {
                arrows.push((from, to));
            }
        }
    }
    let circles = circles(file.plan.steps.len(), &arrows);
    for circle in &circles {
        let place_of = |from: StepId, to: StepId| {
            let arrows = arrows_of(&file.places[from]);
            let found = arrows.iter().find(|(other, _)| *other == to);
            found.map_or(file.places[from].id, |(_, place)| *place)
        };
        problems.push(round(&file.plan, circle, place_of, knot));
    }
    !circles.is_empty()
}

/// The mistake of one circle: all its members in order, each arrow marked.
fn round(
    plan: &Plan,
    circle: &Circle,
    place_of: impl Fn(StepId, StepId) -> Span,
    knot: &Knot<'_>,
) -> Diagnostic {
    let members = &circle.members;
    let next = |place: usize| members[(place + 1) % members.len()];
    let shown = members.len().min(MEMBERS_SHOWN);
    let mut way: Vec<String> = members[..shown]
        .iter()
        .map(|step| text::quoted(name(plan, *step)))
        .collect();
    if members.len() > shown {
        way.push(format!("{} more", text::number(members.len() - shown)));
    }
    way.push(text::quoted(name(plan, members[0])));
    let mut message = format!(
        "{}: {}",
        knot.of_many,
        way.join(&format!(" {} ", knot.arrow))
    );
    if !circle.others.is_empty() {
        let mut others: Vec<String> = circle
            .others
            .iter()
            .take(MEMBERS_SHOWN)
            .map(|step| text::quoted(name(plan, *step)))
            .collect();
        if circle.others.len() > MEMBERS_SHOWN {
            let more = circle.others.len() - MEMBERS_SHOWN;
            others.push(format!("{} more", text::number(more)));
        }
        message.push_str(&format!("; caught with them: {}", others.join(", ")));
    }
    let mut mistake = Diagnostic::error(knot.code, place_of(members[0], next(0)), message);
    for (place, from) in members.iter().enumerate().take(shown).skip(1) {
        let to = next(place);
        let label = format!(
            "`{}` {} `{}`",
            name(plan, *from),
            knot.arrow,
            name(plan, to)
        );
        mistake = mistake.label(place_of(*from, to), label);
    }
    let (first, second) = (name(plan, members[0]), name(plan, next(0)));
    mistake.help((knot.help)(first, second))
}

fn check_fallbacks(file: &PlanFile, order: &Precedence<StepId>, problems: &mut Problems<'_>) {
    for (id, places) in file.places.entries() {
        if let Some((fallback, place)) = places.fallback
            && order.is_before(id, fallback)
        {
            let (step, other) = (name(&file.plan, id), name(&file.plan, fallback));
            let message =
                format!("fallback `{other}` comes after step `{step}`, which it is to replace");
            problems.push(
                Diagnostic::error(code::FALLBACK_AFTER_STEP, place, message)
                    .label(file.places[fallback].id, "waits for the step in the end")
                    .help(format!(
                        "take `{step}` out of what `{other}` comes after, or name another fallback"
                    )),
            );
        }
    }
}

fn check_guards(file: &PlanFile, order: &Precedence<StepId>, problems: &mut Problems<'_>) {
    for (id, places) in file.places.entries() {
        for (asked, place) in &places.asked {
            if order.is_before(*asked, id) {
                continue;
            }
            let (step, other) = (name(&file.plan, id), name(&file.plan, *asked));
            let (message, help) = if *asked == id {
                let message = format!("step `{step}` asks for its own outcome before it has one");
                (
                    message,
                    "ask for the outcome of a step that comes before it".to_owned(),
                )
            } else {
                let message = format!(
                    "step `{step}` asks for the outcome of `{other}`, which need not be done by then"
                );
                (message, format!("add `\"{other}\"` to `after` of `{step}`"))
            };
            problems.push(Diagnostic::warning(code::GUARD_NOT_BEFORE, *place, message).help(help));
        }
    }
}
