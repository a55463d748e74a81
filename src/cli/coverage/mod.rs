//! `firebell coverage`: what the drills of a workspace exercise, and what they never do.

mod programme;

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis::comparison::Luck;
use crate::analysis::coverage::{Coverage, Programme, Progress, Settings, coverage};
use crate::cli::arguments::{self, PageArguments, SeedArguments};
use crate::cli::format;
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::model::Drill;
use crate::report::coverage::{Covered, Parts, View, html, page};
use crate::report::json;

/// Say what the drills of a workspace exercise, and what they never do
///
/// Every drill is played many times. Of what none of them exercises it is said whether it could have been, and which given
/// outcome, flag or inject would do it: each of those is tried by playing the drill with it. The same files and seed give the
/// same result on any number of threads.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell coverage\n  \
    firebell coverage scenarios/harbour-goods --all\n  \
    firebell coverage -o coverage.html\n  \
    firebell coverage --quiet --fail-under 0.9")]
pub(super) struct CoverageArguments {
    /// Folders of the workspace, or scenario files
    #[arg(value_name = "WORKSPACE", default_value = ".")]
    paths: Vec<PathBuf>,
    /// How many replications of each drill
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = arguments::count, allow_negative_numbers = true)]
    runs: u64,
    #[command(flatten)]
    seed: SeedArguments,
    /// The gate: exit code 1 unless at least that share of all things is exercised, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = arguments::share, allow_negative_numbers = true)]
    fail_under: Option<f64>,
    /// Also list everything there is, with its share in each drill
    #[arg(long, short, conflicts_with = "quiet")]
    all: bool,
    /// Tell only the summary
    #[arg(long, short)]
    quiet: bool,
    /// For people, for programs or as a web page [default: by the ending of the output file, else human]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Short for --format json (see `firebell schema coverage`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    page: PageArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    Human,
    Json,
    Html,
}

pub(super) fn run(arguments: &CoverageArguments) -> Result<(), Stop> {
    let format = format(arguments)?;
    let programme = programme::read(&arguments.paths)?;
    let drills: Vec<&Drill> = programme.drills.iter().collect();
    let undrilled: Vec<&Drill> = programme.undrilled.iter().collect();
    let Luck { seed, threads } = arguments.seed.luck();
    let settings = Settings {
        seed,
        replications: arguments.runs,
        threads,
    };
    let mut watch = Watch::new(arguments.runs, drills.len())?;
    let played = coverage(
        Programme {
            drills: &drills,
            undrilled: &undrilled,
            risks: &programme.risks,
        },
        &settings,
        |progress| match progress {
            Progress::Played(done) => watch.see(done),
            Progress::Trying if watch.is_interrupted() => ControlFlow::Break(()),
            Progress::Trying => ControlFlow::Continue(()),
        },
    );
    watch.finish();
    let coverage = played?;
    let covered = Covered {
        drills: &drills,
        coverage: &coverage,
        left_out: &programme.left_out,
    };
    write(arguments, format, &programme, &covered)?;
    if watch.is_interrupted() {
        return Err(Stop::Interrupted);
    }
    gate(&coverage, arguments.fail_under)
}

fn write(
    arguments: &CoverageArguments,
    format: Format,
    programme: &programme::Programme,
    covered: &Covered<'_>,
) -> Result<(), Stop> {
    let file = arguments.page.file();
    match format {
        Format::Human => {
            let view = View {
                columns: arguments.page.columns(),
                parts: match (arguments.quiet, arguments.all) {
                    (true, _) => Parts::Summary,
                    (false, false) => Parts::Never,
                    (false, true) => Parts::All,
                },
            };
            output::write_page(&page(covered, view), file)
        }
        Format::Json => output::write_text(&json::coverage(covered, &programme.files), file),
        Format::Html => output::write_text(&html(covered), file),
    }
}

fn format(arguments: &CoverageArguments) -> Result<Format, Stop> {
    format::asked_or_of_file(
        (arguments.json, Format::Json),
        arguments.format,
        arguments.page.file(),
        &[
            ("txt", Format::Human),
            ("json", Format::Json),
            ("html", Format::Html),
            ("htm", Format::Html),
        ],
    )
}

/// What was counted is no estimate, so no interval is asked of it.
fn gate(coverage: &Coverage, least: Option<f64>) -> Result<(), Stop> {
    let (exercised, all) = coverage.exercised();
    let share = exercised as f64 / all.max(1) as f64; // Far fewer than 2^53.
    match least.filter(|least| share < *least) {
        Some(least) => {
            let why = format!("{exercised} of {all} are exercised, {share:.4}, below {least}");
            output::complain(&why, None);
            Err(Stop::AnswerIsNo)
        }
        None => Ok(()),
    }
}
