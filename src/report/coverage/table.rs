//! Everything there is to exercise, kind by kind, with its share in each drill.

use crate::analysis::coverage::{Kind, Row};
use crate::report::coverage::{Covered, words};
use crate::report::page::{Page, Span, Tone, faint, plain, width, wrapped};
use crate::report::{columns, figures};
use crate::text::{padded_left, padded_right};

/// Columns of a drill's share.
const SHARE: usize = 7;

/// Names are not cut shorter than that for shares.
const NAME_LEAST: usize = 24;

/// The tables, each with one column a drill, or with the greatest share alone where there are too many.
pub(super) fn lines(covered: &Covered<'_>, columns: usize) -> Page {
    let drills = covered.drills.len();
    let is_each = NAME_LEAST + 2 + drills * SHARE <= columns;
    let shares = if is_each { drills } else { 1 };
    let room = columns - 2 - shares * SHARE;
    let name_columns = columns::widest(covered.coverage.rows.iter().map(name)).min(room);
    let mut page = vec![Vec::new()];
    page.extend(legend(covered, is_each, columns));
    for kind in Kind::ALL {
        let rows = covered.coverage.rows.iter();
        let rows: Vec<&Row> = rows.filter(|row| row.item.kind == kind).collect();
        if rows.is_empty() {
            continue;
        }
        let heads = if is_each {
            (1..=drills).map(|number| number.to_string()).collect()
        } else {
            vec!["most".to_owned()]
        };
        let mut heading = padded_right(words::kind(kind), name_columns + 2);
        heading.extend(heads.iter().map(|head| padded_left(head, SHARE)));
        page.push(vec![Span::new(Tone::Heading, heading)]);
        for row in rows {
            let mut shares: Vec<Span> = if is_each {
                let drills = 0..drills;
                drills
                    .map(|drill| cell(covered.coverage.share(row, drill)))
                    .collect()
            } else {
                vec![cell(Some(covered.coverage.share_most(row)))]
            };
            let mut lines = named(row, name_columns).into_iter();
            let mut first = lines.next().unwrap_or_default();
            let padding = (name_columns + 2).saturating_sub(width(&first));
            first.push(plain(" ".repeat(padding)));
            first.append(&mut shares);
            page.push(first);
            page.extend(lines);
        }
    }
    page
}

/// The name in lines of at most so many columns and two; what does not fit stands further to the right, below.
fn named(row: &Row, columns: usize) -> Page {
    let tone = if row.is_exercised() {
        Tone::Plain
    } else {
        Tone::Bad
    };
    let name = name(row);
    if columns::widest([&name]) <= columns {
        return vec![vec![Span::new(tone, format!("  {name}"))]];
    }
    let mut lines = wrapped(vec![plain("  ")], &[Span::new(tone, name)], columns);
    for line in lines.iter_mut().skip(1) {
        line.insert(0, plain("  "));
    }
    lines
}

/// "staff-shortage r1 · brief".
fn name(row: &Row) -> String {
    let name = words::name(&row.item);
    match &row.item.of {
        Some(of) => format!("{of} · {name}"),
        None => name,
    }
}

fn legend(covered: &Covered<'_>, is_each: bool, columns: usize) -> Page {
    let ids = covered.drills.iter().zip(1..);
    let ids: Vec<String> = ids
        .map(|(drill, number)| format!("{number} {}", drill.scenario.id))
        .collect();
    let said = if is_each {
        format!("{} · a dot: not in that drill", ids.join(" · "))
    } else {
        "most: the greatest share among the drills".to_owned()
    };
    let heading = Span::new(Tone::Heading, "in what share of the replications");
    wrapped(Vec::new(), &[heading, faint(format!(" · {said}"))], columns)
}

fn cell(share: Option<f64>) -> Span {
    match share {
        None => faint(padded_left("·", SHARE)),
        Some(share) if share > 0.0 => plain(padded_left(&figures::percent(share), SHARE)),
        Some(_) => Span::new(Tone::Bad, padded_left("0 %", SHARE)),
    }
}
