//! `firebell stress`: what does everything hang on?

use std::path::PathBuf;

use clap::Args;

use crate::analysis::comparison::{Played, play_range};
use crate::analysis::evaluation::FIRST;
use crate::analysis::stress::{
    Loss, Pair, Stressed, losses, of_pairs, pairs, rank, stress, stress_pairs,
};
use crate::cli::arguments::{self, InsteadArguments, LuckArguments, PageArguments};
use crate::cli::drills::{self, Loaded};
use crate::cli::format::{self, Format};
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::model::Drill;
use crate::program;
use crate::report::json;
use crate::report::stress::{self as report, StressedDrill, Stresses};

/// So many replications of each loss unless others are asked for: who everything hangs on shows in few.
const RUNS_USUAL: u64 = 1_000;

/// Of pairs there are many.
const RUNS_OF_PAIRS: u64 = 250;

/// Lose each person, role and resource in turn, fail each step, and see what it costs
///
/// Each loss lasts from onset to the end and is played with the same luck as the drill without it: every person, role and
/// resource that the plan needs is lost, every step fails at each attempt, and every inject comes for certain and never. What
/// costs most comes first: by how much less often the drill is passed, then by the score.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell stress drills/friday-night-leak.ron\n  \
    firebell stress drills/friday-night-leak.ron --pairs --top 10\n  \
    firebell stress drills -o stress.svg")]
pub(super) struct StressArguments {
    /// Scenario files, or folders of them
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Lose people, resources and steps in pairs too, in at most 250 replications of each, and tell which cost more together
    /// than the sum of both
    #[arg(long)]
    pairs: bool,
    /// At most so many losses are told of each drill, in pages and pictures
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    top: u16,
    /// How many replications of each loss
    #[arg(long, value_name = "N", default_value_t = RUNS_USUAL, value_parser = arguments::count_in_memory, allow_negative_numbers = true)]
    runs: u64,
    #[command(flatten)]
    instead: InsteadArguments,
    #[command(flatten)]
    luck: LuckArguments,
    /// For people, for a pull request, for programs, for a spreadsheet, or as a matrix [default: by the file's extension,
    /// else human]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Short for --format json (see `firebell schema stress`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    page: PageArguments,
    /// Leave out what makes no difference
    #[arg(long, short)]
    quiet: bool,
}

/// What a drill came to under stress: all losses that were played before it was broken off.
struct Found {
    baseline: Played,
    stressed: Vec<Stressed>,
    pairs: Vec<Pair>,
}

pub(super) fn run(arguments: &StressArguments) -> Result<(), Stop> {
    let format = format::chosen(arguments.json, arguments.format, arguments.page.file())?;
    let loaded = drills::all(&arguments.scenarios, &arguments.instead)?;
    drills::refuse_input(&loaded.sources, arguments.page.file())?;
    let all: Vec<Vec<Loss>> = loaded.drills.iter().map(|one| losses(&one.drill)).collect();
    let plays: usize = all.iter().map(|losses| losses.len() + 1).sum();
    let mut watch = Watch::new(arguments.runs, plays)?;
    if arguments.pairs {
        let plays = all
            .iter()
            .map(|losses| pairs(losses).len() + of_pairs(losses).len());
        watch.expect_more(plays.sum::<usize>() as u64 * arguments.runs.min(RUNS_OF_PAIRS)); // usize fits into u64.
    }
    let mut found = Vec::new();
    for (drill, losses) in loaded.drills.iter().zip(&all) {
        found.extend(played(arguments, &drill.drill, losses, &mut watch)?);
        if watch.is_interrupted() {
            break;
        }
    }
    watch.finish();
    let is_incomplete = watch.is_interrupted();
    write(arguments, format, &loaded, found, is_incomplete)?;
    if is_incomplete {
        return Err(Stop::Interrupted);
    }
    Ok(())
}

/// `None`: broken off before it was known what the drill comes to without any loss.
fn played(
    arguments: &StressArguments,
    drill: &Drill,
    losses: &[Loss],
    watch: &mut Watch,
) -> Result<Option<Found>, Stop> {
    let program = program::compile(drill)?;
    let luck = arguments.luck.luck();
    let range = FIRST..FIRST + arguments.runs;
    let baseline = play_range(drill, &program, luck, range.clone(), |done| watch.see(done));
    if watch.is_interrupted() {
        return Ok(None);
    }
    let singles: Vec<Vec<Loss>> = losses.iter().map(|loss| vec![*loss]).collect();
    let level = arguments.luck.level;
    let stressed = stress(drill, &baseline, range, &singles, luck, level, |done| {
        watch.see(done)
    });
    let mut stressed = stressed?;
    rank(&mut stressed);
    let mut found = Found {
        baseline,
        stressed,
        pairs: Vec::new(),
    };
    if arguments.pairs && !watch.is_interrupted() {
        let count = arguments.runs.min(RUNS_OF_PAIRS);
        let mut few = found.baseline.clone();
        few.truncate(usize::try_from(count).expect("replications are kept in memory"));
        let range = FIRST..FIRST + count;
        let pairs = stress_pairs(drill, &few, range, losses, luck, level, |done| {
            watch.see(done)
        });
        found.pairs = pairs?.unwrap_or_default();
    }
    Ok(Some(found))
}

fn write(
    arguments: &StressArguments,
    format: Format,
    loaded: &Loaded,
    found: Vec<Found>,
    is_incomplete: bool,
) -> Result<(), Stop> {
    let baselines: Vec<Played> = found.iter().map(|found| found.baseline.clone()).collect();
    let drills = loaded.drills.iter().zip(&baselines).zip(found);
    let drills = drills.map(|((drill, baseline), found)| StressedDrill {
        drill: &drill.drill,
        baseline,
        stressed: found.stressed,
        pairs: found.pairs,
    });
    let stresses = Stresses {
        drills: drills.collect(),
        replications: arguments.runs,
        replications_of_pairs: arguments.runs.min(RUNS_OF_PAIRS),
        seed: arguments.luck.luck().seed,
        level: arguments.luck.level,
        is_incomplete,
    };
    let file = arguments.page.file();
    let top = usize::from(arguments.top);
    match format {
        Format::Human => {
            let columns = arguments.page.columns();
            let page = report::page(&stresses, top, columns, arguments.quiet);
            output::write_page(&page, file)
        }
        Format::Markdown => output::write_text(&report::markdown(&stresses, top), file),
        Format::Json => output::write_text(
            &json::stress(&stresses, drills::hashes(&loaded.sources)),
            file,
        ),
        Format::Csv => output::write_text(&report::csv(&stresses), file),
        Format::Svg => output::write_text(&report::svg(&stresses, top), file),
    }
}
