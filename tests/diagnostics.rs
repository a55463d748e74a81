//! Every mistake in a fixture is found where its mark stands, and nothing else is found.
//!
//! A fixture is one file of `tests/fixtures`, or a folder there, which is read as a workspace. Under the place of a mistake
//! stands a comment with a mark and a part of the message, of a label or of the help:
//!
//! ```text
//! owner: "analist",
//! //     ^^^^^^^^^ `analist` is no role
//! //     ^^^^^^^^^ help: did you mean `analyst`?
//! //     --------- first given here            (a second mark)
//! ```
//!
//! The mark begins where the marked text begins and is as long; longer texts are marked to the end of their line. What stands
//! in the first columns of a line, where a comment has no room for its mark, is marked by `//^` with as many `^` as
//! characters. Every diagnostic has exactly one `^` line with a part of its message; its second marks and its help may be
//! marked. Other comments in fixtures are left alone.

use std::fs;
use std::path::{Path, PathBuf};

use firebell::check;
use firebell::quantity::Date;
use firebell::source::{Diagnostic, FileId, Severity, Sources, Span, ron_files};

/// A mark in a fixture, and the words beside it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Mark {
    file: FileId,
    line: usize,
    column: usize,
    length: usize,
    is_main: bool,
    words: String,
}

#[test]
fn every_mark_is_met_and_nothing_else_is_found() {
    let mut failures = Vec::new();
    for fixture in entries("tests/fixtures") {
        let sources = read(&fixture);
        let found = check::workspace(&sources, Some(today()));
        let failure = compare(&sources, &marks(&sources), &found);
        if !failure.is_empty() {
            failures.push(format!("{}:\n{failure}", fixture.display()));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn nothing_is_found_in_what_is_shipped() {
    let shipped = entries("scenarios");
    for workspace in shipped {
        let sources = read(&workspace);
        let failure = compare(&sources, &[], &check::workspace(&sources, Some(today())));
        assert!(failure.is_empty(), "{}:\n{failure}", workspace.display());
    }
}

#[test]
fn a_mark_that_is_not_met_is_told() {
    let mut sources = Sources::default();
    let text = "Plan(\n    idd: \"a\", takes: 1,\n//  ^^^ `Plan` has no field `idd`\n//  ^^ nothing of the kind\n)";
    sources.add("p.ron".into(), text.to_owned());
    let failure = compare(
        &sources,
        &marks(&sources),
        &check::workspace(&sources, Some(today())),
    );
    assert_eq!(
        failure.lines().next(),
        Some("  not marked: p.ron:2:15 error[FB0120] `Plan` has no field `takes` (length 5)")
    );
    assert!(
        failure.ends_with("  not found: p.ron:2:5 ^^ nothing of the kind"),
        "{failure}"
    );
}

/// The day on which fixtures are looked at.
fn today() -> Date {
    Date::parse("2026-11-21").expect("a calendar day")
}

/// The files and folders in a folder of the project, in order.
fn entries(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry of that folder").path())
        .collect();
    entries.sort();
    entries
}

fn read(fixture: &Path) -> Sources {
    let files = if fixture.is_dir() {
        ron_files(fixture).expect("a folder of fixtures")
    } else {
        vec![fixture.to_owned()]
    };
    let mut sources = Sources::default();
    for file in files {
        sources.read(&file).expect("a fixture can be read");
    }
    sources
}

/// The marks of all files.
fn marks(sources: &Sources) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (file, source) in sources.files() {
        let mut line = 0;
        for (number, text) in (1..).zip(source.text().lines()) {
            match mark(text) {
                Some((column, length, is_main, words)) => marks.push(Mark {
                    file,
                    line,
                    column,
                    length,
                    is_main,
                    words,
                }),
                None => line = number,
            }
        }
    }
    marks
}

/// Column, length, whether it is a main mark, and words of a comment that holds a mark.
fn mark(line: &str) -> Option<(usize, usize, bool, String)> {
    let comment = line.trim_start().strip_prefix("//")?;
    let indent = line.chars().count() - comment.chars().count();
    let rest = comment.trim_start();
    let sign = rest.chars().next().filter(|c| matches!(c, '^' | '-'))?;
    let length = rest.chars().take_while(|c| *c == sign).count();
    let words = rest.trim_start_matches(sign).strip_prefix(' ')?;
    let is_at_margin = comment.starts_with(sign) && indent == 2;
    let column = if is_at_margin {
        1
    } else {
        indent + comment.chars().count() - rest.chars().count() + 1
    };
    Some((column, length, sign == '^', words.trim().to_owned()))
}

/// What is marked and not found, and what is found and not marked.
fn compare(sources: &Sources, marks: &[Mark], found: &[Diagnostic]) -> String {
    let mut unmet: Vec<&Mark> = marks.iter().collect();
    let mut lines = Vec::new();
    for diagnostic in found {
        let place = place(sources, diagnostic.span);
        let is_marked = take(&mut unmet, place, true, &diagnostic.message);
        if let Some(help) = &diagnostic.help {
            take(&mut unmet, place, true, &format!("help: {help}"));
        }
        for label in &diagnostic.labels {
            take(
                &mut unmet,
                self::place(sources, label.span),
                false,
                &label.message,
            );
        }
        if !is_marked {
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            lines.push(format!(
                "  not marked: {}:{}:{} {severity}[{}] {} (length {}){}",
                sources.file(place.0).path().display(),
                place.1,
                place.2,
                diagnostic.code,
                diagnostic.message,
                place.3,
                diagnostic
                    .help
                    .as_ref()
                    .map_or(String::new(), |help| format!("\n      help: {help}")),
            ));
        }
    }
    for mark in unmet {
        let sign = if mark.is_main { "^" } else { "-" };
        lines.push(format!(
            "  not found: {}:{}:{} {} {}",
            sources.file(mark.file).path().display(),
            mark.line,
            mark.column,
            sign.repeat(mark.length),
            mark.words
        ));
    }
    lines.join("\n")
}

/// Takes the mark at that place whose words are part of the message; whether there was one.
fn take(
    unmet: &mut Vec<&Mark>,
    place: (FileId, usize, usize, usize),
    is_main: bool,
    message: &str,
) -> bool {
    let at = unmet.iter().position(|mark| {
        (mark.file, mark.line, mark.column, mark.length) == place
            && mark.is_main == is_main
            && message.contains(&mark.words)
    });
    at.map(|at| unmet.remove(at)).is_some()
}

/// File, line, column and length of the marked text on its first line.
fn place(sources: &Sources, span: Span) -> (FileId, usize, usize, usize) {
    let file = sources.file(span.file);
    let start = file.line_column(span.start);
    let line_end = file.line(start.line).end;
    let marked = file.text()[span.start..span.end.min(line_end)].trim_end();
    (
        span.file,
        start.line,
        start.column,
        marked.chars().count().max(1),
    )
}
