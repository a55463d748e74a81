//! What a drill programme exercises, in words: what there is of each kind, and what was never exercised, with the way out.

mod html;
mod table;
mod words;

use crate::analysis::coverage::{Coverage, Kind, Remedy, Row};
use crate::model::Drill;
use crate::report::page::{Page, Span, Tone, faint, paragraph, plain, wrapped};
use crate::report::{columns, figures};
use crate::text::{self, padded_left, padded_right};

pub use html::html;
pub(super) use words::{reason, written};

/// Columns of a bar.
const BAR: usize = 20;

/// So much is told of a kind unless all is asked for.
const CASES_MOST: usize = 12;

/// What is exercised in a smaller share of every drill's replications is seldom exercised.
const SELDOM: f64 = 0.05;

/// A programme that was played.
#[derive(Clone, Copy, Debug)]
pub struct Covered<'a> {
    /// Its drills.
    pub drills: &'a [&'a Drill],
    /// What they exercise.
    pub coverage: &'a Coverage,
    /// Plans that do not count, by name and revision.
    pub left_out: &'a [String],
}

/// How it is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct View {
    /// How many columns a line may take.
    pub columns: usize,
    /// What is told besides the summary.
    pub parts: Parts,
}

/// What is told besides the summary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parts {
    /// Nothing.
    Summary,
    /// What was never exercised.
    Never,
    /// Also everything there is, with its share in each drill.
    All,
}

/// The coverage on a page.
pub fn page(covered: &Covered<'_>, view: View) -> Page {
    let mut page = head(covered, view.columns);
    page.extend(summary(covered.coverage, view.columns));
    match view.parts {
        Parts::Summary => {}
        Parts::Never => {
            page.extend(never(covered, CASES_MOST, view.columns));
            page.extend(seldom(covered.coverage, view.columns));
            page.extend(left_out(covered.left_out, view.columns));
        }
        Parts::All => {
            page.extend(never(covered, usize::MAX, view.columns));
            page.extend(left_out(covered.left_out, view.columns));
            page.extend(table::lines(covered, view.columns));
        }
    }
    page
}

/// "Drill programme of 6 scenarios · 1,000 replications each · seed 1".
fn head(covered: &Covered<'_>, columns: usize) -> Page {
    let (title, played) = title(covered);
    let spans = [Span::new(Tone::Title, title), plain(format!(" · {played}"))];
    let mut page = wrapped(Vec::new(), &spans, columns);
    if let Some(said) = incomplete(covered) {
        page.extend(paragraph(Span::new(Tone::Bad, said), columns));
    }
    page.push(Vec::new());
    page
}

fn title(covered: &Covered<'_>) -> (String, String) {
    let coverage = covered.coverage;
    let scenarios = text::counted(covered.drills.len(), "scenario");
    let replications = text::counted(coverage.most, "replication");
    (
        format!("What a drill programme of {scenarios} exercises"),
        format!("{replications} each · seed {}", coverage.seed),
    )
}

fn incomplete(covered: &Covered<'_>) -> Option<String> {
    let coverage = covered.coverage;
    let done: u64 = coverage.replications.iter().sum();
    let most = coverage
        .most
        .saturating_mul(coverage.replications.len() as u64); // usize fits into u64.
    coverage.is_broken_off.then(|| {
        format!(
            "INCOMPLETE: broken off after {} of {} replications, what was never exercised is not told",
            text::number(done),
            text::number(most)
        )
    })
}

fn summary(coverage: &Coverage, columns: usize) -> Page {
    let totals = coverage.totals();
    let (exercised, all) = coverage.exercised();
    let title_columns = columns::widest(totals.iter().map(|total| words::kind(total.kind)));
    let count_columns = all.to_string().len();
    let beside = 2 + title_columns + 2 + count_columns + " of ".len() + count_columns + 2 + 7;
    let bar_columns = BAR.min(columns.saturating_sub(beside));
    let line = |title: &str, exercised: usize, all: usize| {
        let share = exercised as f64 / all.max(1) as f64; // Far fewer than 2^53.
        let tone = if exercised == all {
            Tone::Good
        } else {
            Tone::Warning
        };
        vec![
            plain(format!("  {}  ", padded_right(title, title_columns))),
            plain(padded_left(&exercised.to_string(), count_columns)),
            plain(format!(
                " of {}  ",
                padded_left(&all.to_string(), count_columns)
            )),
            Span::new(
                tone,
                padded_right(&figures::bar(share, bar_columns), bar_columns),
            ),
            plain(padded_left(&figures::percent(share), 7)),
        ]
    };
    let mut page: Page = totals
        .iter()
        .map(|total| line(words::kind(total.kind), total.exercised, total.all))
        .collect();
    page.push(line("in all", exercised, all));
    page
}

/// What was never exercised, by kind, with why and with what would; plans that no drill plays are told as one thing.
fn never(covered: &Covered<'_>, most: usize, columns: usize) -> Page {
    if covered.coverage.is_broken_off {
        return Page::new();
    }
    let cases = cases(covered);
    let mut page = vec![Vec::new()];
    if cases.is_empty() {
        page.push(vec![plain("everything was exercised")]);
        return page;
    }
    let heading = Span::new(Tone::Heading, "never exercised");
    let legend = faint(" · × cannot happen as the drills are written · ○ may happen, and did not");
    page.extend(wrapped(Vec::new(), &[heading, legend], columns));
    for kind in Kind::ALL {
        let of_kind: Vec<&Case<'_>> = cases.iter().filter(|case| case.kind == kind).collect();
        if !of_kind.is_empty() {
            page.push(vec![Span::new(Tone::Heading, words::kind(kind))]);
        }
        let told_of = of_kind.iter().take(most);
        page.extend(told_of.flat_map(|case| told(covered, case, columns)));
        if let Some(others) = of_kind.get(most..).filter(|others| !others.is_empty()) {
            let others = text::number(others.len());
            page.push(vec![faint(format!(
                "    … and {others} more; --all tells of them"
            ))]);
        }
    }
    page
}

/// Things of one kind of which the same is to be told.
struct Case<'a> {
    kind: Kind,
    of: Option<&'a str>,
    rows: Vec<&'a Row>,
    is_impossible: bool,
    reason: String,
    /// What would exercise them; `None`: the reason says that already.
    way_out: Option<WayOut<'a>>,
}

/// What would exercise what never was.
#[derive(Clone, PartialEq)]
enum WayOut<'a> {
    /// A change that was tried.
    Remedy(&'a Remedy),
    /// In words.
    Advice(String),
}

/// What to tell of what was never exercised. What a plan has that no drill plays is told with the plan.
fn cases<'a>(covered: &Covered<'a>) -> Vec<Case<'a>> {
    let mut cases: Vec<Case<'a>> = Vec::new();
    for row in &covered.coverage.rows {
        let Some(never) = &row.never else {
            continue;
        };
        if never.drills.is_empty() && row.item.of.is_some() {
            continue;
        }
        let case = Case {
            kind: row.item.kind,
            of: row.item.of.as_deref(),
            rows: vec![row],
            is_impossible: never.is_impossible(),
            reason: reason(covered, row, never),
            way_out: match &never.remedy {
                Some(remedy) => Some(WayOut::Remedy(remedy)),
                None => words::advice(covered.coverage, row, never).map(WayOut::Advice),
            },
        };
        let same = cases.iter_mut().find(|other| {
            (other.kind, other.of, &other.reason, &other.way_out)
                == (case.kind, case.of, &case.reason, &case.way_out)
        });
        match same {
            Some(other) => other.rows.push(row),
            None => cases.push(case),
        }
    }
    cases
}

fn told(covered: &Covered<'_>, case: &Case<'_>, columns: usize) -> Page {
    let mark = if case.is_impossible {
        Span::new(Tone::Bad, "  × ")
    } else {
        Span::new(Tone::Warning, "  ○ ")
    };
    let names: Vec<String> = case.rows.iter().map(|row| words::name(&row.item)).collect();
    let of = case.of.map_or(String::new(), |of| format!(" ({of})"));
    let what = [
        plain(names.join(", ")),
        faint(format!("{of} · {}", case.reason)),
    ];
    let mut page = wrapped(vec![mark], &what, columns);
    let way_out = match &case.way_out {
        Some(WayOut::Remedy(remedy)) => vec![
            plain(words::remedy(covered, remedy)),
            faint(format!(" · {}", words::tried(remedy))),
        ],
        Some(WayOut::Advice(advice)) => vec![faint(advice)],
        None => return page,
    };
    page.extend(wrapped(vec![plain("    → ")], &way_out, columns));
    page
}

/// What happens so seldom that hardly any drill shows it.
fn seldom(coverage: &Coverage, columns: usize) -> Page {
    let seldom = coverage.rows.iter().filter(|row| is_seldom(coverage, row));
    let seldom: Vec<&Row> = seldom.collect();
    if seldom.is_empty() {
        return Page::new();
    }
    let heading = Span::new(Tone::Heading, "seldom");
    let below = figures::percent(SELDOM);
    let legend = faint(format!(
        " · in less than {below} of the replications of any drill"
    ));
    let mut page = vec![Vec::new()];
    page.extend(wrapped(Vec::new(), &[heading, legend], columns));
    for kind in Kind::ALL {
        let of_kind = seldom.iter().filter(|row| row.item.kind == kind);
        let named: Vec<String> = of_kind
            .map(|row| {
                let percent = figures::number(coverage.share_most(row) * 100.0);
                format!("{} {percent} %", words::name(&row.item))
            })
            .collect();
        if !named.is_empty() {
            let lead = vec![plain(format!("  {}: ", words::kind(kind)))];
            page.extend(wrapped(lead, &[plain(named.join(", "))], columns));
        }
    }
    page
}

fn is_seldom(coverage: &Coverage, row: &Row) -> bool {
    let share = coverage.share_most(row);
    share > 0.0 && share < SELDOM
}

fn left_out(plans: &[String], columns: usize) -> Page {
    if plans.is_empty() {
        return Page::new();
    }
    let said = format!(
        "not counted, because another revision is drilled: {}",
        plans.join(", ")
    );
    paragraph(faint(said), columns)
}
