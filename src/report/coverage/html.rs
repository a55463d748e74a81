//! The coverage as one web page without scripts: the summary, what was never exercised, and a matrix of drills by kind.

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use crate::analysis::coverage::{Coverage, Kind, Row, Total};
use crate::report::coverage::{
    Case, Covered, SELDOM, WayOut, cases, incomplete, is_seldom, title, words,
};
use crate::report::figures;
use crate::text::plain;

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub fn html(covered: &Covered<'_>) -> String {
    let (title, played) = title(covered);
    let totals = covered.coverage.totals();
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p { (played) }
                @if let Some(said) = incomplete(covered) { p.bad { (said) } }
                (summary(covered.coverage, &totals))
                @if !covered.coverage.is_broken_off { (never(covered)) }
                (drills(covered))
                @for total in &totals { (matrix(covered, total)) }
                @if !covered.left_out.is_empty() {
                    p.faint {
                        "Not counted, because another revision is drilled: "
                        (plain(&covered.left_out.join(", "))) "."
                    }
                }
                p.faint { "Firebell " (env!("CARGO_PKG_VERSION")) }
            }
        }
    };
    page.into_string()
}

fn summary(coverage: &Coverage, totals: &[Total]) -> Markup {
    let (exercised, all) = coverage.exercised();
    markup! {
        table.summary {
            thead { tr { th scope="col" { "what" } th scope="col" { "exercised" } th scope="col" { "share" } } }
            tbody {
                @for total in totals {
                    tr {
                        th scope="row" { a href=(format!("#{}", anchor(total.kind))) { (words::kind(total.kind)) } }
                        (share_of(total.exercised, total.all))
                    }
                }
            }
            tfoot { tr { th scope="row" { "in all" } (share_of(exercised, all)) } }
        }
    }
}

fn share_of(exercised: usize, all: usize) -> Markup {
    let share = exercised as f64 / all.max(1) as f64; // Far fewer than 2^53.
    markup! {
        td { (exercised) " of " (all) }
        td {
            span.bar aria-hidden="true" { span style=(format!("width:{:.1}%", share * 100.0)) {} }
            " " (figures::percent(share))
        }
    }
}

/// "guards-true", for links within the page.
fn anchor(kind: Kind) -> String {
    words::kind(kind).replace(' ', "-")
}

fn never(covered: &Covered<'_>) -> Markup {
    let cases = cases(covered);
    let of_kind = |kind| cases.iter().filter(move |case| case.kind == kind);
    let kinds = Kind::ALL.into_iter();
    let kinds = kinds.filter(|kind| of_kind(*kind).next().is_some());
    markup! {
        @if !cases.is_empty() { h2 { "Never exercised" } }
        @for kind in kinds {
            h3 { (words::kind(kind)) }
            ul.never {
                @for case in of_kind(kind) { li { (told(covered, case)) } }
            }
        }
    }
}

fn told(covered: &Covered<'_>, case: &Case<'_>) -> Markup {
    let mark = if case.is_impossible {
        "cannot happen as written"
    } else {
        "did not happen"
    };
    markup! {
        @for (place, row) in case.rows.iter().enumerate() {
            @if place > 0 { ", " }
            (named(row))
        }
        " " span.mark.bad[case.is_impossible] { (mark) }
        p { (quoted(&plain(&case.reason))) "." }
        @match &case.way_out {
            Some(WayOut::Remedy(remedy)) => p {
                @let drill = covered.drills[remedy.drill];
                "In " (drill.scenario.id) ": "
                @for written in words::written(drill, &remedy.changes) {
                    // What is no field of the file is said in words.
                    @if written.contains('`') { (quoted(&plain(&written))) } @else { code { (plain(&written)) } }
                    " "
                }
                span.faint { "– " (words::tried(remedy)) "." }
            },
            Some(WayOut::Advice(advice)) => p.faint { (quoted(advice)) "." },
            None => {},
        }
    }
}

/// What stands in back-ticks as code.
fn quoted(sentence: &str) -> Markup {
    markup! {
        @for (place, part) in sentence.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// The name, whose it is, and the title where that says more.
fn named(row: &Row) -> Markup {
    let name = words::name(&row.item);
    markup! {
        strong { (plain(&name)) }
        @if let Some(of) = &row.item.of { span.faint { " " (plain(of)) } }
        @if row.title != name { span.title { " " (plain(&row.title)) } }
    }
}

/// What the columns of the matrices stand for.
fn drills(covered: &Covered<'_>) -> Markup {
    markup! {
        h2 { "In what share of the replications" }
        ol.drills {
            @for drill in covered.drills {
                li { strong { (drill.scenario.id) } " " (plain(&drill.scenario.title)) }
            }
        }
        p.faint {
            "Columns are drills, darker is more often; a dot: there is no such thing in that drill. Seldom: in less than "
            (figures::percent(SELDOM)) " of the replications of any drill."
        }
    }
}

fn matrix(covered: &Covered<'_>, total: &Total) -> Markup {
    let rows = covered.coverage.rows.iter();
    let rows = rows.filter(|row| row.item.kind == total.kind);
    let numbered = || covered.drills.iter().zip(1..);
    markup! {
        section id=(anchor(total.kind)) {
            div.wide {
                table.matrix {
                    caption { (words::kind(total.kind)) " · " (total.exercised) " of " (total.all) }
                    thead {
                        tr {
                            td {}
                            @for (drill, number) in numbered() {
                                th scope="col" { abbr title=(drill.scenario.id) { (number) } }
                            }
                        }
                    }
                    tbody {
                        @for row in rows {
                            tr {
                                th scope="row" {
                                    (named(row))
                                    @if !row.is_exercised() { span.bad { " never" } }
                                    @if is_seldom(covered.coverage, row) { span.faint { " seldom" } }
                                }
                                @for drill in 0..covered.drills.len() {
                                    (cell(covered.coverage.share(row, drill)))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(share: Option<f64>) -> Markup {
    match share {
        None => markup! { td.absent { span aria-label="not in this drill" { "·" } } },
        Some(share) if share > 0.0 => {
            let depth = format!("--share:{:.0}%", share * 100.0);
            markup! { td style=(depth) { (figures::percent(share)) } }
        }
        Some(_) => markup! { td.zero { "0 %" } },
    }
}
