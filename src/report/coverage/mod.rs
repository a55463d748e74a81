//! What a drill programme exercises, in words: what there is of each kind, and what was never exercised, with the way out.

mod html;
mod table;
mod words;

use crate::analysis::coverage::{Coverage, Item, Kind, Row};
use crate::model::Drill;
use crate::report::figures;
use crate::report::page::{Page, Span, Tone, faint, plain, wrapped};
use crate::text::{self, padded_left, padded_right, width};

pub use html::html;
pub(super) use words::{reason, written};

/// Columns of a bar.
const BAR: usize = 20;

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
    page.extend(summary(covered.coverage));
    match view.parts {
        Parts::Summary => {}
        Parts::Never => {
            page.extend(never(covered, view.columns));
            page.extend(seldom(covered.coverage, view.columns));
            page.extend(left_out(covered.left_out, view.columns));
        }
        Parts::All => {
            page.extend(never(covered, view.columns));
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
    page.extend(incomplete(covered).map(|said| vec![Span::new(Tone::Bad, said)]));
    page.push(Vec::new());
    page
}

fn title(covered: &Covered<'_>) -> (String, String) {
    let coverage = covered.coverage;
    let scenarios = text::counted(covered.drills.len() as u64, "scenario"); // usize fits into u64.
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
    (!coverage.is_whole()).then(|| {
        format!(
            "INCOMPLETE: broken off after {} of {} replications",
            text::number(done),
            text::number(most)
        )
    })
}

fn summary(coverage: &Coverage) -> Page {
    let totals = coverage.totals();
    let (exercised, all) = coverage.exercised();
    let titles = totals.iter().map(|total| width(words::kind(total.kind)));
    let title_columns = titles.max().unwrap_or(0);
    let count_columns = all.to_string().len();
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
            Span::new(tone, padded_right(&figures::bar(share, BAR), BAR)),
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
fn never(covered: &Covered<'_>, columns: usize) -> Page {
    let rows = untouched(covered.coverage);
    let mut page = vec![Vec::new()];
    if rows.is_empty() {
        let said = if covered.coverage.is_whole() {
            "everything was exercised"
        } else {
            "what was never exercised is told of whole programmes only"
        };
        page.push(vec![plain(said)]);
        return page;
    }
    let heading = Span::new(Tone::Heading, "never exercised");
    let legend = faint(" · × cannot happen as the drills are written · ○ may happen, and did not");
    page.extend(wrapped(Vec::new(), &[heading, legend], columns));
    let mut kind = None;
    for row in rows {
        if kind != Some(row.item.kind) {
            kind = Some(row.item.kind);
            page.push(vec![Span::new(Tone::Heading, words::kind(row.item.kind))]);
        }
        page.extend(case(covered, row, columns));
    }
    page
}

/// The rows to tell of: those of a plan that no drill plays are told with the plan.
fn untouched(coverage: &Coverage) -> Vec<&Row> {
    let is_told = |row: &&Row| {
        let never = row.never.as_ref();
        never.is_some_and(|never| !never.drills.is_empty() || is_whole(&row.item))
    };
    coverage.rows.iter().filter(is_told).collect()
}

fn is_whole(item: &Item) -> bool {
    [Kind::Risk, Kind::Plan].contains(&item.kind)
}

fn case(covered: &Covered<'_>, row: &Row, columns: usize) -> Page {
    let Some(never) = &row.never else {
        return Page::new();
    };
    let mark = if never.is_impossible() {
        Span::new(Tone::Bad, "  × ")
    } else {
        Span::new(Tone::Warning, "  ○ ")
    };
    let of = row.item.of.as_ref();
    let of = of.map_or(String::new(), |of| format!(" ({of})"));
    let what = [
        plain(words::name(&row.item)),
        faint(format!("{of} · {}", reason(covered, row, never))),
    ];
    let mut page = wrapped(vec![mark], &what, columns);
    let told = wrapped(vec![plain("    → ")], &way_out(covered, row), columns);
    page.extend(told);
    page
}

fn way_out(covered: &Covered<'_>, row: &Row) -> Vec<Span> {
    let Some(never) = &row.never else {
        return Vec::new();
    };
    match &never.remedy {
        Some(remedy) => vec![
            plain(words::remedy(covered, remedy)),
            faint(format!(" · {}", words::tried(remedy))),
        ],
        None => vec![faint(words::no_remedy(covered.coverage, row))],
    }
}

/// What happens so seldom that hardly any drill shows it.
fn seldom(coverage: &Coverage, columns: usize) -> Page {
    let shares = coverage
        .rows
        .iter()
        .map(|row| (row, coverage.share_most(row)));
    let seldom: Vec<String> = shares
        .filter(|(_, share)| *share > 0.0 && *share < SELDOM)
        .map(|(row, share)| {
            let kind = words::kind(row.item.kind);
            format!(
                "{kind}: {} {}",
                words::name(&row.item),
                figures::percent(share)
            )
        })
        .collect();
    if seldom.is_empty() {
        return Page::new();
    }
    let lead = format!(
        "seldom, in less than {} of any drill: ",
        figures::percent(SELDOM)
    );
    let mut page = vec![Vec::new()];
    let spans = [Span::new(Tone::Heading, lead), plain(seldom.join(" · "))];
    page.extend(wrapped(Vec::new(), &spans, columns));
    page
}

fn left_out(plans: &[String], columns: usize) -> Page {
    if plans.is_empty() {
        return Page::new();
    }
    let said = format!(
        "not counted, because another revision is drilled: {}",
        plans.join(", ")
    );
    wrapped(Vec::new(), &[faint(said)], columns)
}
