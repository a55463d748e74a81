//! Lints of a register: what lacks, what is overdue, what is above the appetite.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::lints::overdue_since;
use crate::check::names::Entry;
use crate::check::register::RegisterNames;
use crate::document::{Optional, RiskDoc};
use crate::model::{Category, Register, Risk, Status, Treatment};
use crate::quantity::{Date, Seconds};
use crate::source::{Diagnostic, Problems, Span, code};

/// Every lint of a register; what is overdue is told as of that day, if one is given.
pub(super) fn lint<'s>(
    names: &RegisterNames<'s>,
    register: &Register,
    as_of: Option<Date>,
    problems: &mut Problems<'s>,
) {
    let is_quantified = register.risks.iter().any(|risk| risk.frequency.is_some());
    let undrilled = undrilled(names, register);
    for (risk, entry) in open_risks(names, register) {
        check_whole(risk, entry.place, is_quantified, problems);
        if !undrilled.contains_key(&risk.category) {
            check_drilled(risk, entry.place, problems);
        }
        check_dates(risk, entry, as_of, problems);
        check_actions(risk, &entry.doc, as_of, problems);
        check_appetite(risk, entry, register.appetite, problems);
        check_acceptance(risk, entry, as_of, problems);
    }
    check_categories(&undrilled, problems);
}

fn open_risks<'a, 's>(
    names: &'a RegisterNames<'s>,
    register: &'a Register,
) -> impl Iterator<Item = (&'a Risk, &'a Entry<'s, RiskDoc<'s>>)> {
    let risks = register.risks.iter().zip(&names.entries.all);
    risks.filter(|(risk, _)| risk.status == Status::Open)
}

/// Whether the risk is one that a plan should answer.
fn is_answered(risk: &Risk) -> bool {
    match risk.treatment {
        Some(Treatment::Avoid | Treatment::Transfer { .. } | Treatment::Accept { .. }) => false,
        Some(Treatment::Mitigate) | None => true,
    }
}

fn check_whole(risk: &Risk, place: Span, is_quantified: bool, problems: &mut Problems<'_>) {
    let id = &risk.id;
    let mut lacks = |code, what: &str, help: &str| {
        let message = format!("risk `{id}` has no {what}");
        problems.push(Diagnostic::warning(code, place, message).help(help));
    };
    if risk.owner.is_none() {
        let help = "name the role that answers for it as `owner: \"…\"`";
        lacks(code::OWNER_OF_RISK_MISSING, "owner", help);
    }
    if !is_answered(risk) {
        return;
    }
    if risk.plan.is_none() {
        let help = "name the plan that answers it as `plan: \"plans/….ron\"`, or say with `treatment` why none is needed";
        lacks(code::PLAN_OF_RISK_MISSING, "plan", help);
    }
    if is_quantified && risk.frequency.is_none() {
        let help = "write how many incidents a year there would be without averting barriers, such as `frequency: Pert(min: 0.2, likely: 0.5, max: 2)`";
        lacks(
            code::FREQUENCY_MISSING,
            "frequency, and other risks have one",
            help,
        );
    }
}

fn check_dates<'s>(
    risk: &Risk,
    entry: &Entry<'s, RiskDoc<'s>>,
    as_of: Option<Date>,
    problems: &mut Problems<'s>,
) {
    let doc = &entry.doc;
    let overdue: [(
        _,
        _,
        Option<Seconds>,
        Optional<'s, Date>,
        Optional<'s, Seconds>,
        _,
        _,
    ); 2] = [
        (
            code::REVIEW_OVERDUE,
            risk.reviewed,
            risk.review_every,
            doc.reviewed,
            doc.review_every,
            "review",
            "review it, and write the day as `reviewed`",
        ),
        (
            code::DRILL_OVERDUE,
            risk.last_drill,
            risk.drill_every,
            doc.last_drill,
            doc.drill_every,
            "drill",
            "drill it, and write the day as `last_drill`",
        ),
    ];
    for (code, done, every, done_field, every_field, what, help) in overdue {
        let Some(every) = every else {
            continue;
        };
        let place = done_field.given().map(|field| field.span(problems));
        let place = place.or(every_field.given().map(|field| field.span(problems)));
        let message = match (done, overdue_since(done, every, as_of)) {
            (_, Some(due)) => format!("the {what} of risk `{}` was due on {due}", risk.id),
            (None, None) if as_of.is_some() => {
                format!(
                    "the {what} of risk `{}` is due every {every} and never was",
                    risk.id
                )
            }
            (None | Some(_), None) => continue,
        };
        let place = place.unwrap_or(entry.place);
        problems.push(Diagnostic::warning(code, place, message).help(help));
    }
}

fn check_actions<'s>(
    risk: &Risk,
    doc: &RiskDoc<'s>,
    as_of: Option<Date>,
    problems: &mut Problems<'s>,
) {
    let written = doc.actions.elements(problems);
    for (action, written) in risk.actions.iter().zip(written) {
        let (Some(due), Some(today)) = (action.due, as_of) else {
            continue;
        };
        let field = written.read(problems).and_then(|doc| doc.due.given());
        if action.status == Status::Open
            && due < today
            && let Some(field) = field
        {
            let message = format!("action `{}` was due on {due}", action.id);
            problems.push(
                Diagnostic::warning(code::ACTION_OVERDUE, field.span(problems), message)
                    .help("do it and write `status: Done`, or agree on another day"),
            );
        }
    }
}

fn check_appetite<'s>(
    risk: &Risk,
    entry: &Entry<'s, RiskDoc<'s>>,
    appetite: Option<u32>,
    problems: &mut Problems<'s>,
) {
    let (Some(appetite), Some(rating)) = (appetite, risk.residual.or(risk.inherent)) else {
        return;
    };
    let is_accepted = matches!(risk.treatment, Some(Treatment::Accept { .. }));
    let has_action = risk
        .actions
        .iter()
        .any(|action| action.status == Status::Open);
    let level = rating.likelihood.saturating_mul(rating.impact);
    if level <= appetite || is_accepted || has_action {
        return;
    }
    let doc = &entry.doc;
    let field = doc.residual.given().or(doc.inherent.given());
    let place = field.map_or(entry.place, |field| field.span(problems));
    let message = format!(
        "risk `{}` is at {level}, above the appetite of {appetite}, and no action is open",
        risk.id
    );
    problems.push(
        Diagnostic::warning(code::ABOVE_APPETITE, place, message)
            .help("add an open `Action(…)` to it, or accept it with `treatment: Accept(by: \"…\", until: \"…\")`"),
    );
}

fn check_acceptance<'s>(
    risk: &Risk,
    entry: &Entry<'s, RiskDoc<'s>>,
    as_of: Option<Date>,
    problems: &mut Problems<'s>,
) {
    let Some(Treatment::Accept {
        until: Some(until), ..
    }) = &risk.treatment
    else {
        return;
    };
    if as_of.is_some_and(|today| *until < today) {
        let field = entry.doc.treatment.given();
        let place = field.map_or(entry.place, |field| field.span(problems));
        let message = format!("risk `{}` was accepted until {until}", risk.id);
        problems.push(
            Diagnostic::warning(code::ACCEPTANCE_EXPIRED, place, message)
                .help("have it accepted anew, or treat it"),
        );
    }
}

fn check_drilled(risk: &Risk, place: Span, problems: &mut Problems<'_>) {
    if !is_answered(risk) || risk.plan.is_none() || !risk.drills.is_empty() {
        return;
    }
    let message = format!("risk `{}` has no drill", risk.id);
    problems.push(
        Diagnostic::warning(code::DRILL_OF_RISK_MISSING, place, message)
            .help("name the scenarios that rehearse it as `drills: [\"drills/….ron\"]`"),
    );
}

/// Categories of several risks with plans, none of which is drilled: of a single one the missing drill is told.
fn undrilled<'a>(
    names: &'a RegisterNames<'_>,
    register: &'a Register,
) -> BTreeMap<&'a Category, Vec<Span>> {
    let mut by_category: BTreeMap<&Category, Vec<Span>> = BTreeMap::new();
    let mut drilled: BTreeSet<&Category> = BTreeSet::new();
    for (risk, entry) in open_risks(names, register).filter(|(risk, _)| is_answered(risk)) {
        if !risk.drills.is_empty() || risk.last_drill.is_some() {
            drilled.insert(&risk.category);
        }
        if risk.plan.is_some() {
            by_category
                .entry(&risk.category)
                .or_default()
                .push(entry.place);
        }
    }
    by_category.retain(|category, risks| risks.len() > 1 && !drilled.contains(category));
    by_category
}

fn check_categories(undrilled: &BTreeMap<&Category, Vec<Span>>, problems: &mut Problems<'_>) {
    for (category, places) in undrilled {
        let name = match category {
            Category::ResourceShortage => "ResourceShortage",
            Category::Delay => "Delay",
            Category::DataLeak => "DataLeak",
            Category::Other(name) => name,
        };
        let message = format!("no risk of category `{name}` is ever drilled");
        let mut warning = Diagnostic::warning(code::CATEGORY_NEVER_DRILLED, places[0], message);
        for place in &places[1..] {
            warning = warning.label(*place, "of the same category");
        }
        problems.push(
            warning.help("rehearse one of them: name its scenario as `drills: [\"drills/….ron\"]`"),
        );
    }
}
