//! `firebell check`: every mistake of a workspace.

mod github;
mod json;
mod place;
mod sarif;
mod watch;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, ValueEnum};
use schemars::Schema;

use crate::check;
use crate::cli::stop::Stop;
use crate::cli::{diagnostics, load, output};
use crate::document::Workspace;
use crate::quantity::Date;
use crate::source::{Diagnostic, Severity, Sources};
use crate::text;

/// Check files and say everything that is wrong with them
///
/// A folder stands for every RON file in it. Files that the given ones name are read too. Errors make the exit code 2; of
/// warnings alone it is 0, or 1 if they are denied.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell check scenarios/harbour-goods\n  \
    firebell check --watch\n  \
    firebell check --deny warnings --format github\n  \
    firebell check --format sarif -o firebell.sarif\n  \
    firebell check drills/friday-night-leak.ron --format json\n\
    `firebell explain CODE` tells more about what is found.")]
pub(super) struct CheckArguments {
    /// Files and folders
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// For people, for programs, for code scanning (SARIF 2.1.0) or for the log of a GitHub workflow
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Short for --format json (see `firebell schema check`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// What is not tolerated, besides errors
    #[arg(long, value_name = "WHAT", value_enum)]
    deny: Option<Denied>,
    /// The day on which something is overdue or not [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE", value_parser = output::result_file)]
    output: Option<PathBuf>,
    /// Check again whenever a file is saved, until Ctrl-C
    #[arg(long, short, conflicts_with_all = ["format", "json", "output", "deny"])]
    watch: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    Human,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Denied {
    Warnings,
}

/// The files that were checked, and what was found in them.
struct Checked {
    sources: Sources,
    found: Vec<Diagnostic>,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<(), Stop> {
    if arguments.watch {
        return watch::run(&arguments.paths, || checked(arguments));
    }
    let checked = checked(arguments)?;
    let Checked { sources, found } = &checked;
    let file = arguments.output.as_deref();
    let format = if arguments.json {
        Format::Json
    } else {
        arguments.format
    };
    match format {
        Format::Human => write_human(&checked, file)?,
        Format::Json => output::write_text(&json::text(sources, found), file)?,
        Format::Sarif => output::write_text(&sarif::text(sources, found), file)?,
        Format::Github => {
            let commands = github::commands(sources, found);
            let summary = summary(&checked);
            output::write_text(&format!("{commands}{summary}\n"), file)?;
        }
    }
    verdict(found, arguments.deny)
}

/// The schema of the JSON output.
pub(super) fn schema() -> Schema {
    json::schema()
}

fn checked(arguments: &CheckArguments) -> Result<Checked, Stop> {
    let Workspace { sources, given } = load::workspace(&arguments.paths)?;
    if given.is_empty() {
        return Err(Stop::Usage {
            message: "there is no RON file to check".to_owned(),
            help: Some("`firebell init` writes a small workspace to begin with".to_owned()),
        });
    }
    let as_of = arguments.as_of.unwrap_or_else(today);
    let found = check::workspace(&sources, Some(as_of));
    Ok(Checked { sources, found })
}

/// The mistakes go to standard error, the good news to standard output; a file takes either.
fn write_human(checked: &Checked, file: Option<&Path>) -> Result<(), Stop> {
    let Checked { sources, found } = checked;
    let summary = summary(checked);
    match file {
        None if found.is_empty() => output::write_text(&format!("{summary}\n"), None),
        None => {
            diagnostics::show_with(sources, found, &summary);
            Ok(())
        }
        Some(_) => {
            let page = diagnostics::plain(sources, found, &summary);
            output::write_text(&page, file)
        }
    }
}

/// "3 files, 2 errors, 1 warning".
fn summary(checked: &Checked) -> String {
    let files = checked.sources.files().count() as u64; // usize fits into u64.
    let files = text::counted(files, "file");
    if checked.found.is_empty() {
        format!("{files}, no mistakes")
    } else {
        format!("{files}, {}", diagnostics::totals(&checked.found))
    }
}

fn verdict(found: &[Diagnostic], denied: Option<Denied>) -> Result<(), Stop> {
    let has = |severity| found.iter().any(|one| one.severity == severity);
    if has(Severity::Error) {
        Err(Stop::InputRefused)
    } else if has(Severity::Warning) && denied == Some(Denied::Warnings) {
        Err(Stop::AnswerIsNo)
    } else {
        Ok(())
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date is written like 2026-05-13".to_owned())
}

/// The day by the system's clock, in UTC: the same for everybody who works on the same files.
pub(super) fn today() -> Date {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    // A clock before 1970 is not set; then nothing is overdue.
    let days = since_1970.map_or(0, |since| since.as_secs() / (24 * 60 * 60));
    let epoch = Date::parse("1970-01-01").expect("a date is written like this");
    epoch.plus_days(i64::try_from(days).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::code;

    #[test]
    fn errors_are_bad_input_and_denied_warnings_a_no() {
        let mut sources = Sources::default();
        sources.add("a.ron".into(), "Plan()".to_owned());
        let place = sources.span(sources.files().next().expect("it was added").1.text());
        let error = Diagnostic::error(code::SYNTAX, place, "wrong");
        let warning = Diagnostic::warning(code::SYNTAX, place, "odd");
        let denied = Some(Denied::Warnings);
        for (found, denied, answer) in [
            (vec![], denied, Ok(())),
            (vec![warning.clone()], None, Ok(())),
            (vec![warning.clone()], denied, Err(Stop::AnswerIsNo)),
            (vec![error.clone()], None, Err(Stop::InputRefused)),
            (vec![warning, error], denied, Err(Stop::InputRefused)),
        ] {
            assert_eq!(verdict(&found, denied), answer, "{found:?}");
        }
    }
}
