//! From a register's file to the register: scales, risks, ratings, indicators, actions.

use crate::check::names::{Entries, Entry, Names, Place, Words};
use crate::check::organization::OrganizationFile;
use crate::check::scale::{Scales, levels, rating};
use crate::check::values::{self, Range, maybe, number, or, positive_duration, title};
use crate::document::{
    self, ActionDoc, ActionStatusDoc, CategoryDoc, FilePath, Id, IndicatorDoc, List, Located,
    Optional, RegisterDoc, RiskDoc, StatusDoc, ThresholdDoc, TreatmentDoc,
};
use crate::model::{Action, Category, Indicator, Register, Risk, Status, Threshold, Treatment};
use crate::quantity::RoleId;
use crate::source::{Diagnostic, FileId, Problems, code};

const RISK: Words = Words {
    kind: "risk",
    definition: "Risk(id: \"…\", …)",
};

/// What a register's file defines, and its fields still to be read.
#[derive(Debug)]
pub(super) struct RegisterNames<'s> {
    /// Its fields, if the file can be read at all.
    doc: Option<RegisterDoc<'s>>,
    /// Its risks.
    pub(super) risks: Names<'s, Place>,
    /// Its risks as written, in the order of ids.
    pub(super) entries: Entries<'s, RiskDoc<'s>>,
}

/// Reads the names that a register's file defines.
pub(super) fn register_names<'s>(file: FileId, problems: &mut Problems<'s>) -> RegisterNames<'s> {
    let before = problems.len();
    let Some(doc) = document::register(file, problems) else {
        return RegisterNames {
            doc: None,
            risks: no_risks(),
            entries: Entries {
                all: Vec::new(),
                is_complete: false,
            },
        };
    };
    let is_whole = problems.len() == before;
    let mut entries = Entries::read("risk", doc.risks, |risk: &RiskDoc<'s>| risk.id, problems);
    if !is_whole || problems.is_torn(file) {
        entries.doubt();
    }
    entries.sort();
    RegisterNames {
        doc: Some(doc),
        risks: entries.names(RISK, "the register"),
        entries,
    }
}

/// The risks where there is no register to look them up in.
pub(super) fn no_risks<'s>() -> Names<'s, Place> {
    Names::unreadable(RISK)
}

/// What the register says, owners looked up among the roles of the organization; `None` if it cannot be read at all.
pub(super) fn register<'s>(
    names: &RegisterNames<'s>,
    organization: &OrganizationFile<'s>,
    problems: &mut Problems<'s>,
) -> Option<Register> {
    let doc = names.doc.as_ref()?;
    let (likelihood, highest_likelihood) = levels(doc.likelihood, problems);
    let (impact, highest_impact) = levels(doc.impact, problems);
    let scales = Scales {
        likelihood: highest_likelihood,
        impact: highest_impact,
    };
    unique(
        "indicator",
        names,
        |risk| risk.indicators,
        |indicator: &IndicatorDoc<'s>| indicator.id,
        problems,
    );
    unique(
        "action",
        names,
        |risk| risk.actions,
        |action: &ActionDoc<'s>| action.id,
        problems,
    );
    let mut risks = Vec::with_capacity(names.entries.all.len());
    for entry in &names.entries.all {
        let risk = risk(entry, scales, organization, problems);
        if entry.is_defining {
            risks.push(risk);
        }
    }
    Some(Register {
        title: title(doc.title, "Risk register", problems),
        currency: currency(names, problems),
        as_of: maybe(doc.as_of, problems),
        likelihood,
        impact,
        appetite: maybe(doc.appetite, problems),
        risks,
        because: maybe(doc.because, problems),
    })
}

/// The currency of the register's money.
pub(super) fn currency<'s>(
    names: &RegisterNames<'s>,
    problems: &mut Problems<'s>,
) -> Option<String> {
    names.doc.and_then(|doc| maybe(doc.currency, problems))
}

/// The paths of plans and drills that the register names.
pub(super) fn files<'s>(
    names: &RegisterNames<'s>,
    problems: &mut Problems<'s>,
) -> (Vec<Located<'s, FilePath>>, Vec<Located<'s, FilePath>>) {
    let plans = names
        .entries
        .all
        .iter()
        .filter_map(|entry| entry.doc.plan.given())
        .collect();
    let drills = names
        .entries
        .all
        .iter()
        .flat_map(|entry| entry.doc.drills.elements(problems))
        .collect();
    (plans, drills)
}

/// Reports ids that two things share, whichever risks they belong to.
fn unique<'s, D: document::Shape<'s>>(
    kind: &str,
    names: &RegisterNames<'s>,
    list: impl Fn(&RiskDoc<'s>) -> List<'s, D>,
    id: impl Fn(&D) -> Located<'s, Id<'s>>,
    problems: &mut Problems<'s>,
) {
    let lists: Vec<List<'s, D>> = names
        .entries
        .all
        .iter()
        .map(|entry| list(&entry.doc))
        .collect();
    Entries::read_lists(kind, &lists, id, problems);
}

fn risk<'s>(
    entry: &Entry<'s, RiskDoc<'s>>,
    scales: Scales,
    organization: &OrganizationFile<'s>,
    problems: &mut Problems<'s>,
) -> Risk {
    let doc = &entry.doc;
    let path = |field: Option<FilePath>| field.map(|path| path.0);
    Risk {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        category: category(doc.category, problems),
        description: maybe(doc.description, problems),
        causes: doc.causes.read(problems).unwrap_or_default(),
        consequences: doc.consequences.read(problems).unwrap_or_default(),
        owner: role(doc.owner, organization, problems),
        status: match or(doc.status, StatusDoc::Open, problems) {
            StatusDoc::Open => Status::Open,
            StatusDoc::Closed => Status::Closed,
        },
        treatment: treatment(doc.treatment, organization, problems),
        inherent: rating(doc.inherent, scales, problems),
        residual: rating(doc.residual, scales, problems),
        target: rating(doc.target, scales, problems),
        frequency: doc
            .frequency
            .given()
            .and_then(|field| values::amount(field, Range::NotNegative, problems)),
        plan: path(maybe(doc.plan, problems)),
        drills: {
            let drills = doc.drills.elements(problems);
            let mut paths = Vec::new();
            for drill in drills {
                paths.extend(path(drill.read(problems)));
            }
            paths
        },
        drill_every: positive_duration(doc.drill_every, "`drill_every`", problems),
        last_drill: maybe(doc.last_drill, problems),
        review_every: positive_duration(doc.review_every, "`review_every`", problems),
        reviewed: maybe(doc.reviewed, problems),
        indicators: indicators(doc, problems),
        actions: actions(doc, organization, problems),
        references: doc.references.read(problems).unwrap_or_default(),
        tags: doc.tags.read(problems).unwrap_or_default(),
        because: maybe(doc.because, problems),
    }
}

fn role<'s>(
    field: Optional<'s, Id<'s>>,
    organization: &OrganizationFile<'s>,
    problems: &mut Problems<'s>,
) -> Option<RoleId> {
    field
        .given()
        .and_then(|name| organization.role(name, problems))
}

fn category<'s>(field: Located<'s, CategoryDoc<'s>>, problems: &mut Problems<'s>) -> Category {
    match field.read(problems) {
        Some(CategoryDoc::ResourceShortage) => Category::ResourceShortage,
        Some(CategoryDoc::Delay) | None => Category::Delay,
        Some(CategoryDoc::DataLeak) => Category::DataLeak,
        Some(CategoryDoc::Other(name)) => Category::Other(name.read(problems).unwrap_or_default()),
    }
}

fn treatment<'s>(
    field: Optional<'s, TreatmentDoc<'s>>,
    organization: &OrganizationFile<'s>,
    problems: &mut Problems<'s>,
) -> Option<Treatment> {
    match maybe(field, problems)? {
        TreatmentDoc::Avoid => Some(Treatment::Avoid),
        TreatmentDoc::Mitigate => Some(Treatment::Mitigate),
        TreatmentDoc::Transfer {
            deductible,
            cover,
            because,
        } => {
            maybe(because, problems);
            let kept = number(deductible, "`deductible`", Range::NotNegative, problems);
            let covered = number(cover, "`cover`", Range::NotNegative, problems);
            let (kept, covered) = (kept?, covered?);
            if covered < kept {
                let place = cover.span(problems);
                problems.push(
                    Diagnostic::error(
                        code::RANGE_REVERSED,
                        place,
                        "the cover ends below the deductible",
                    )
                    .label(deductible.span(problems), "the deductible")
                    .help("write as `cover` the loss up to which the other side pays"),
                );
            }
            Some(Treatment::Transfer {
                deductible: kept,
                cover: covered,
            })
        }
        TreatmentDoc::Accept { by, until, because } => {
            maybe(because, problems);
            let by = organization.role(by, problems);
            let until = maybe(until, problems);
            Some(Treatment::Accept { by: by?, until })
        }
    }
}

fn indicators<'s>(doc: &RiskDoc<'s>, problems: &mut Problems<'s>) -> Vec<Indicator> {
    let mut indicators = Vec::new();
    for element in doc.indicators.elements(problems) {
        let Some(doc) = element.read(problems) else {
            continue;
        };
        let id = doc.id.read(problems).map_or("", |id| id.0);
        indicators.push(Indicator {
            id: id.to_owned(),
            title: title(doc.title, id, problems),
            unit: maybe(doc.unit, problems),
            value: maybe(doc.value, problems),
            warn: threshold(doc.warn, problems),
            alarm: threshold(doc.alarm, problems),
            because: maybe(doc.because, problems),
        });
        check_thresholds(&doc, &indicators[indicators.len() - 1], problems);
    }
    indicators
}

fn threshold<'s>(
    field: Optional<'s, ThresholdDoc<'s>>,
    problems: &mut Problems<'s>,
) -> Option<Threshold> {
    match maybe(field, problems)? {
        ThresholdDoc::Above(value) => value.read(problems).map(Threshold::Above),
        ThresholdDoc::Below(value) => value.read(problems).map(Threshold::Below),
    }
}

/// The warning comes before the alarm.
fn check_thresholds<'s>(
    doc: &IndicatorDoc<'s>,
    indicator: &Indicator,
    problems: &mut Problems<'s>,
) {
    let is_reversed = match (indicator.warn, indicator.alarm) {
        (Some(Threshold::Above(warn)), Some(Threshold::Above(alarm))) => alarm < warn,
        (Some(Threshold::Below(warn)), Some(Threshold::Below(alarm))) => alarm > warn,
        (Some(Threshold::Above(_)), Some(Threshold::Below(_)))
        | (Some(Threshold::Below(_)), Some(Threshold::Above(_))) => true,
        (None, _) | (_, None) => false,
    };
    if is_reversed && let (Some(warn), Some(alarm)) = (doc.warn.given(), doc.alarm.given()) {
        let place = alarm.span(problems);
        let message = format!("indicator `{}` alarms before it warns", indicator.id);
        problems.push(
            Diagnostic::error(code::RANGE_REVERSED, place, message)
                .label(warn.span(problems), "the warning")
                .help("write an alarm that lies beyond the warning, on the same side"),
        );
    }
}

fn actions<'s>(
    doc: &RiskDoc<'s>,
    organization: &OrganizationFile<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Action> {
    let mut actions = Vec::new();
    for element in doc.actions.elements(problems) {
        let Some(doc) = element.read(problems) else {
            continue;
        };
        let id = doc.id.read(problems).map_or("", |id| id.0);
        actions.push(Action {
            id: id.to_owned(),
            title: title(doc.title, id, problems),
            owner: role(doc.owner, organization, problems),
            due: maybe(doc.due, problems),
            cost: doc
                .cost
                .given()
                .and_then(|cost| number(cost, "`cost`", Range::NotNegative, problems)),
            status: match or(doc.status, ActionStatusDoc::Open, problems) {
                ActionStatusDoc::Open => Status::Open,
                ActionStatusDoc::Done => Status::Closed,
            },
            because: maybe(doc.because, problems),
        });
    }
    actions
}
