//! The comparison as a page of Markdown: a comment on the pull request that proposes the revision.

use crate::report::compare::ending::ending;
use crate::report::compare::rows::{self, Row};
use crate::report::compare::{Candidate, Compared, changes, page, programme, shares, words};
use crate::report::markdown::{escaped, table};
use crate::report::names;

/// All candidates, one after another.
pub fn markdown(compared: &Compared<'_>) -> String {
    let title = names::title(&compared.drills);
    let mut text = format!(
        "# {}\n\n{}\n",
        escaped(&title),
        escaped(&page::played(compared))
    );
    if let Some((_, said)) = ending(compared) {
        text.push_str(&format!("\n**{}**\n", escaped(&said)));
    }
    if let Some(said) = page::left_out(compared) {
        let said = said.replacen("left", "Left", 1);
        text.push_str(&format!("\n{}\n", escaped(&said)));
    }
    for said in page::without(compared) {
        text.push_str(&format!("\n{}\n", escaped(&said)));
    }
    for candidate in &compared.candidates {
        text.push_str(&of_candidate(compared, candidate));
    }
    if let Some(said) = page::best(compared) {
        text.push_str(&format!("\n**{}**\n", escaped(&said)));
    }
    text
}

fn of_candidate(compared: &Compared<'_>, candidate: &Candidate<'_>) -> String {
    let mut text = format!("\n## {}\n\n", escaped(&summary(compared, candidate)));
    if compared.drills.len() > 1 {
        let mut rows = programme::rows(compared, candidate).into_iter();
        let heading = rows.next().map_or_else(Vec::new, |(cells, _)| cells);
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let rows: Vec<Vec<String>> = rows.map(|(cells, _)| cells).collect();
        text.push_str(&table(&heading, &rows));
        text.push_str(&format!(
            "\n- {}\n\n",
            escaped(&programme::tested(compared))
        ));
        text.push_str(&format!("### {}\n\n", programme::TOGETHER));
        let rows = rows::of_programme(candidate, &compared.drills);
        text.push_str(&figures(compared, candidate, rows));
        text.push('\n');
        for note in rows::notes_of_programme(candidate, &compared.drills) {
            text.push_str(&format!("- {}\n", escaped(&note)));
        }
        text.push('\n');
    }
    for (drill, comparison) in compared.drills.iter().zip(&candidate.comparisons) {
        if compared.drills.len() > 1 {
            text.push_str(&format!("### {}\n\n", escaped(&drill.scenario.title)));
        }
        let b = candidate.name.as_str();
        text.push_str(&figures(compared, candidate, rows::rows(comparison, drill)));
        let (_, said) = words::verdict(comparison, drill);
        text.push_str(&format!("\n**{}: {}**\n\n", escaped(b), escaped(&said)));
        for note in rows::notes(comparison, drill, b, compared.looks) {
            text.push_str(&format!("- {}\n", escaped(&note)));
        }
        text.push('\n');
    }
    if let Some(why) = &candidate.unexplained {
        text.push_str(&format!("**not explained: {}**\n\n", escaped(why)));
    }
    if let Some(explained) = &candidate.explained {
        text.push_str(&format!(
            "### {}\n\n",
            escaped(&shares::heading(compared, explained))
        ));
        let (doing, idle) = shares::shares(candidate, explained);
        let rows: Vec<Vec<String>> = doing
            .into_iter()
            .chain([shares::total(compared, candidate, explained)])
            .map(|share| {
                vec![
                    share.score,
                    share.passed,
                    share.cost,
                    share.what.join(" and "),
                ]
            })
            .collect();
        text.push_str(&table(
            &["score", "passed, points", "cost", "change"],
            &rows,
        ));
        if let Some(said) = shares::idle_words(explained, &idle) {
            text.push_str(&format!("\n{}\n", escaped(&said.replacen("did", "Did", 1))));
        }
        text.push('\n');
    }
    let heading = changes::heading(candidate);
    text.push_str(&format!(
        "<details><summary>{}</summary>\n\n",
        escaped(&heading)
    ));
    for change in candidate.changes.iter().filter(|change| change.plays()) {
        let told = format!("{}: {}", changes::subject(change), changes::what(change));
        text.push_str(&format!("- {}\n", escaped(&told)));
    }
    for said in changes::aside(candidate) {
        text.push_str(&format!("- {}\n", escaped(&said)));
    }
    text.push_str("\n</details>\n");
    text
}

fn figures(compared: &Compared<'_>, candidate: &Candidate<'_>, rows: Vec<Row>) -> String {
    let (a, b) = (compared.baseline.as_str(), candidate.name.as_str());
    let [difference, by, better, tail] = page::HEADINGS;
    let heading = ["", "", "", a, b, difference, by, better, tail];
    let rows: Vec<Vec<String>> = rows.into_iter().map(cells).collect();
    table(&heading, &rows)
}

/// "r2: better".
fn summary(compared: &Compared<'_>, candidate: &Candidate<'_>) -> String {
    let word = match candidate.comparisons.as_slice() {
        [only] => words::verdict_word(only).1,
        _ => words::programme_verdict(candidate, &compared.drills).1,
    };
    format!("{} against {}: {word}", candidate.name, compared.baseline)
}

fn cells(row: Row) -> Vec<String> {
    let mark = if row.is_critical { "!" } else { "" };
    vec![
        row.id,
        row.title,
        mark.to_owned(),
        row.baseline,
        row.candidate,
        row.difference,
        row.by,
        row.better,
        row.tail,
    ]
}
