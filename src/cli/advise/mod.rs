//! `firebell advise`: what to change next, and the revision in which it is changed.

mod reasons;
mod stage;
mod writing;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis::advice::{self, Advice, BrokenOff, Effort};
use crate::cli::arguments::{self, InsteadArguments, LuckArguments, PageArguments};
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::cli::{drills, format, output};
use crate::model::Improved;
use crate::report::advise::{self, Advised};
use crate::report::json;

use stage::Stage;

/// So many replications of what is looked at closely, unless others are asked for.
const RUNS_USUAL: u64 = 2_000;

/// So many improvements are chosen at most, unless another number is asked for.
const BUDGET_USUAL: usize = 3;

/// About so many replications of drills are played to try all improvements alone.
const REPLICATIONS_ALONE: u64 = 210_000;

/// About so many to choose all improvements of a set after the first.
const REPLICATIONS_BESIDE: u64 = 160_000;

/// And at least so many for each of them.
const REPLICATIONS_BESIDE_LEAST: u64 = 40_000;

/// Find out what to change next: try improvements under the same luck, and rank them by what they gain
///
/// Improvements are taken from the files: deputies who could be trained, people on call, calling the next one sooner, one more
/// unit, half the failures, half the duration, an earlier alarm, a negotiable predecessor dropped, another shift. Each is tried
/// in all scenarios, and ranked by the share of drills passed, then by the score. Then a few are chosen, one after another, and
/// played together. What an improvement itself would cost is not known, and what it assumes is said.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell advise drills/friday-night-leak.ron\n  \
    firebell advise drills --budget 5 --top 20\n  \
    firebell advise drills/friday-night-leak.ron --write plans/data-leak-r3.ron\n  \
    firebell advise drills/friday-night-leak.ron --format csv -o improvements.csv")]
pub(super) struct AdviseArguments {
    /// Scenario files, or folders of them
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    instead: InsteadArguments,
    /// How many replications of the improvements that are looked at closely
    #[arg(long, value_name = "N", default_value_t = RUNS_USUAL, value_parser = arguments::count_in_memory, allow_negative_numbers = true)]
    runs: u64,
    /// How many improvements to choose at most
    #[arg(long, value_name = "N", default_value_t = BUDGET_USUAL, allow_negative_numbers = true)]
    budget: usize,
    /// Write the plan with the improvements chosen as a new revision to this new file
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Write the organization with the improvements chosen to this new file
    #[arg(long, value_name = "FILE")]
    write_organization: Option<PathBuf>,
    /// How many of the improvements that help are shown
    #[arg(long, value_name = "N", default_value_t = 12)]
    top: usize,
    #[command(flatten)]
    luck: LuckArguments,
    /// For people, for a pull request, for programs, or for a spreadsheet [default: by the file's extension, else human]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Short for --format json (see `firebell schema advise`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    page: PageArguments,
    /// Leave out what does not help
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    Human,
    Markdown,
    Json,
    Csv,
}

pub(super) fn run(arguments: &AdviseArguments) -> Result<(), Stop> {
    let format = format(arguments)?;
    writing::refuse_taken(arguments)?;
    let loaded = stage::load(arguments)?;
    writing::refuse_several(arguments, &loaded)?;
    drills::refuse_input(&loaded.sources, arguments.page.file())?;
    let luck = arguments.luck.luck();
    let only = match (&arguments.write, &arguments.write_organization) {
        (Some(_), None) => Some(Improved::Plan),
        (None, Some(_)) => Some(Improved::Organization),
        (Some(_), Some(_)) | (None, None) => None,
    };
    let mut watch = Watch::new(0, 1)?;
    let mut stage = Stage::new(&loaded, only, luck)?;
    let effort = Effort {
        replications: arguments.runs,
        replications_alone: REPLICATIONS_ALONE,
        replications_beside: (REPLICATIONS_BESIDE
            / (arguments.budget as u64).clamp(3, 5).saturating_sub(1))
        .max(REPLICATIONS_BESIDE_LEAST),
        improvements_most: arguments.budget,
    };
    watch.expect_more(stage.replications(effort));
    let advice = advise(arguments, &mut stage, effort, &mut watch);
    watch.finish();
    let written = writing::write(arguments, &loaded, &stage, &advice)?;
    let advised = Advised {
        drills: loaded.drills.iter().collect(),
        proposals: stage.proposals(),
        refused: stage.refused(),
        advice: &advice,
        effort,
        seed: luck.seed,
        level: arguments.luck.level,
        only,
        next: writing::next(arguments, &loaded, &stage, &advice, &written.files),
        written: written.files,
        left_out: written.left_out,
    };
    show(arguments, format, &advised, drills::hashes(&loaded.sources))?;
    match &advice.chosen {
        None => Err(Stop::Interrupted),
        // There is nothing to write.
        Some(chosen) if chosen.picks.is_empty() && writes(arguments) => Err(Stop::AnswerIsNo),
        Some(_) => Ok(()),
    }
}

fn writes(arguments: &AdviseArguments) -> bool {
    arguments.write.is_some() || arguments.write_organization.is_some()
}

fn advise(
    arguments: &AdviseArguments,
    stage: &mut Stage<'_>,
    effort: Effort,
    watch: &mut Watch,
) -> Advice {
    let drills = stage.drills_changed();
    let improvements: Vec<_> = stage.improvements().cloned().collect();
    let files = stage.files_changed();
    let goes_with = |one: usize, other: usize| {
        one != other
            && (files[one] != files[other] || improvements[one].goes_with(&improvements[other]))
    };
    advice::advise(
        &drills,
        effort,
        arguments.luck.level,
        goes_with,
        |set, range| stage.played(set, range, watch),
    )
    .unwrap_or_else(|BrokenOff| Advice {
        trials: Vec::new(),
        chosen: None,
    })
}

fn show(
    arguments: &AdviseArguments,
    format: Format,
    advised: &Advised<'_>,
    files: Vec<json::FileHash>,
) -> Result<(), Stop> {
    let file = arguments.page.file();
    let top = arguments.top;
    match format {
        Format::Human => {
            let columns = arguments.page.columns();
            let page = advise::page(advised, columns, top, arguments.quiet);
            output::write_page(&page, file)
        }
        Format::Markdown => output::write_text(&advise::markdown(advised, top), file),
        Format::Json => output::write_text(&json::advise(advised, files), file),
        Format::Csv => output::write_text(&advise::csv(advised), file),
    }
}

fn format(arguments: &AdviseArguments) -> Result<Format, Stop> {
    let file = arguments.page.file();
    format::asked_or_of_file(
        (arguments.json, Format::Json),
        arguments.format,
        file,
        &[
            ("txt", Format::Human),
            ("md", Format::Markdown),
            ("json", Format::Json),
            ("csv", Format::Csv),
        ],
    )
}
