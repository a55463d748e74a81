//! The evaluation as a page of Markdown, for a wiki or a pull request.

use std::fmt::Write as _;

use crate::analysis::PartTotal;
use crate::analysis::evaluation::parts;
use crate::report::markdown::{escaped, table};
use crate::report::run::{Asked, Run, head, objectives, programme, score, time};
use crate::report::{figures, time_spent};
use crate::text::one_line;

/// One scenario, or a programme of several.
pub fn markdown(asked: Asked<'_>) -> String {
    match asked {
        Asked::Drill(only) => scenario(only),
        Asked::Programme { runs, not_played } => {
            let mut text = "# Drill programme\n\n".to_owned();
            if let Some(said) = programme::never_played(not_played) {
                text.push_str(&format!("**{}**\n\n", escaped(&said)));
            }
            text.push_str(&programme_table(runs));
            for run in runs {
                text.push('\n');
                text.push_str(&scenario(*run));
            }
            text
        }
    }
}

fn programme_table(runs: &[Run<'_>]) -> String {
    let rows: Vec<Vec<String>> = runs
        .iter()
        .map(|run| {
            let row = programme::row(*run);
            vec![
                row.scenario,
                row.plan,
                row.score,
                row.worst,
                row.passed,
                row.weakest,
            ]
        })
        .collect();
    let heading = ["scenario", "plan", "score", "p5", "passed", "least met"];
    table(&heading, &rows)
}

fn scenario(run: Run<'_>) -> String {
    let mut text = String::new();
    let mut say = |line: &str| {
        writeln!(text, "{line}").expect("a string takes all that is written");
    };
    say(&format!("# {}\n", escaped(&run.drill.scenario.title)));
    say(&format!("{}\n", escaped(&head::played(run))));
    if let Some((_, said)) = head::ending(run) {
        say(&format!("**{}**\n", escaped(&said)));
    }
    let rows: Vec<Vec<String>> = objectives::rows(run).into_iter().map(cells).collect();
    if !rows.is_empty() {
        let heading = [
            "objective",
            "",
            "",
            "target",
            "median",
            "p95",
            "met",
            "rating",
        ];
        say(&table(&heading, &rows));
        for note in objectives::notes(run) {
            say(&format!("{}\n", escaped(&note)));
        }
        for proof in run.impossible {
            say(&format!("**{}**\n", escaped(proof)));
        }
        say(&format!("{}\n", escaped(&objectives::rating_rule(run))));
    }
    let passed: String = score::passed(run)
        .iter()
        .map(|span| span.text().to_owned())
        .collect();
    say(&format!(
        "**Score {}**, {}",
        one_line(&score::score(run)),
        passed
    ));
    for note in score::notes(run) {
        say(&format!("\n{}", escaped(&note)));
    }
    if let Some(cost) = score::cost(run) {
        say(&format!("\nCost {}", escaped(&cost)));
    }
    for (id, figures) in time::timed(run) {
        let objective = &run.drill.scenario.objectives[id];
        let mean = time::mean(figures);
        say(&format!(
            "\n## Where the time to {} goes: {} on average{}\n",
            objective.id,
            figures::duration(mean),
            time::seldom(run, figures)
        ));
        let parts = parts(&figures.chain);
        let row = |part: &PartTotal| {
            vec![
                time_spent::label(run.drill, part.part),
                figures::hours(part.total),
                time::causes(run, figures, part),
            ]
        };
        let rows: Vec<Vec<String>> = parts.iter().map(row).collect();
        say(table(&["", "time", "cause"], &rows).trim_end());
    }
    if let Some(said) = time::dependence_words(run) {
        say(&format!("\nWhat hangs on one person: {}", escaped(&said)));
    }
    text
}

fn cells(row: objectives::Row) -> Vec<String> {
    let mark = if row.is_critical { "!" } else { "" };
    vec![
        row.id,
        row.title,
        mark.to_owned(),
        row.target,
        row.median,
        row.p95,
        row.met,
        row.rating,
    ]
}
