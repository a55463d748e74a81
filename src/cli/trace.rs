//! `firebell trace`: one drill told as a story.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis;
use crate::analysis::evaluation::{self, Day, Length, Settings, replication_of};
use crate::cli::arguments::{
    self, InsteadArguments, PageArguments, RUNS_USUAL, SEED_USUAL, threads,
};
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::cli::{drills, format, load, output};
use crate::model::Drill;
use crate::program::{self, Program};
use crate::random::Luck;
use crate::report::json;
use crate::report::trace::{self, Part, Parts, Trace, View};
use crate::simulate::{self, Detail};

/// Play one drill and tell it as a story
///
/// The drill is played once, second by second: injects as they are delivered, who is called and who answers, who does what,
/// why somebody waits, and what becomes of the objectives. The same files, seed and replication always give the same story.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell trace drills/friday-night-leak.ron\n  \
    firebell trace drills/friday-night-leak.ron --replication 7 --only timeline\n  \
    firebell trace drills/friday-night-leak.ron --bad-day\n  \
    firebell trace drills/friday-night-leak.ron --plan plans/data-leak-r2.ron --quiet\n  \
    firebell trace drills/friday-night-leak.ron --json -o drill.json")]
pub(super) struct TraceArguments {
    /// The scenario file
    scenario: PathBuf,
    /// Which replication: the same number is the same luck
    #[arg(long, value_name = "K", default_value_t = 1, conflicts_with = "day", value_parser = arguments::whole, allow_negative_numbers = true)]
    replication: u64,
    /// The replication whose score is nearest the median
    #[arg(long, group = "day")]
    typical: bool,
    /// The replication whose score is nearest the one that only one drill in twenty falls below
    #[arg(long, group = "day")]
    bad_day: bool,
    /// Of how many replications it is the typical or the bad one, as in `firebell run`
    #[arg(long, value_name = "N", default_value_t = RUNS_USUAL, requires = "day", value_parser = arguments::count, allow_negative_numbers = true)]
    runs: u64,
    /// The seed of all luck
    #[arg(long, value_name = "N", default_value_t = SEED_USUAL, value_parser = arguments::whole, allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    instead: InsteadArguments,
    /// For people or for programs [default: by the file's extension, else human]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Short for --format json: the whole log (see `firebell schema trace`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Tell only these parts, separated by commas, and those whole
    #[arg(long, value_name = "PARTS", value_enum, value_delimiter = ',')]
    only: Vec<OnlyPart>,
    /// Tell only the objectives and the score
    #[arg(long, short, conflicts_with = "only")]
    quiet: bool,
    #[command(flatten)]
    page: PageArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    Human,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum OnlyPart {
    /// What the participants are told and what is assumed
    Narrative,
    /// What happened, in order
    Timeline,
    /// The chart of all steps
    Steps,
    /// Where the time of the objectives went
    Time,
    /// Objectives, cost and score
    Objectives,
}

pub(super) fn run(arguments: &TraceArguments) -> Result<(), Stop> {
    let format = format(arguments)?;
    let is_partial = arguments.quiet || !arguments.only.is_empty();
    if format == Format::Json && is_partial {
        return Err(Stop::Usage {
            message: "`--only` and `--quiet` choose parts of the page, and JSON is always whole"
                .to_owned(),
            help: Some("leave them out, and read from the JSON what you need".to_owned()),
        });
    }
    let (sources, drill) = drills::one(&arguments.scenario, &arguments.instead)?;
    drills::refuse_input(&sources, arguments.page.file())?;
    let program = program::compile(&drill)?;
    let luck = Luck::new(arguments.seed);
    let number = number(arguments, &drill, &program)?;
    let replication = simulate::play(&program, &luck, number, Detail::Logged);
    let assessment = analysis::assess(&drill, &replication);
    let story = analysis::tell(&drill, &replication, &assessment);
    let trace = Trace {
        drill: &drill,
        story: &story,
        assessment: &assessment,
        seed: arguments.seed,
    };
    let file = arguments.page.file();
    if format == Format::Json {
        return output::write_text(&json::trace(trace, drills::hashes(&sources)), file);
    }
    let view = View {
        columns: arguments.page.columns(),
        parts: parts(arguments),
        next: next(arguments, number),
    };
    output::write_page(&trace::page(trace, &view), file)
}

fn format(arguments: &TraceArguments) -> Result<Format, Stop> {
    let file = arguments.page.file();
    format::asked_or_of_file(
        (arguments.json, Format::Json),
        arguments.format,
        file,
        &[("txt", Format::Human), ("json", Format::Json)],
    )
}

/// The replication that is asked for, by its number or by how its day goes.
fn number(arguments: &TraceArguments, drill: &Drill, program: &Program) -> Result<u64, Stop> {
    let day = match (arguments.typical, arguments.bad_day) {
        (false, false) => return Ok(arguments.replication),
        (true, _) => Day::Typical,
        (false, true) => Day::Bad,
    };
    let settings = Settings {
        seed: arguments.seed,
        length: Length::Exactly(arguments.runs),
        threads: threads(),
        confidence: evaluation::CONFIDENCE_USUAL,
        level: evaluation::LEVEL_USUAL,
        detail: Detail::Outcome,
    };
    let mut watch = Watch::new(arguments.runs, 1)?;
    let found = replication_of(drill, program, &settings, day, |done| watch.see(done));
    watch.finish();
    watch.go_on()?;
    found.ok_or_else(|| Stop::Usage {
        message: "no objective applies in any replication, so none is typical or bad".to_owned(),
        help: Some("`--replication K` tells any of them".to_owned()),
    })
}

fn parts(arguments: &TraceArguments) -> Parts {
    if arguments.quiet {
        return Parts::Only(vec![Part::Objectives]);
    }
    if arguments.only.is_empty() {
        return Parts::All;
    }
    let part = |only: &OnlyPart| match only {
        OnlyPart::Narrative => Part::Narrative,
        OnlyPart::Timeline => Part::Timeline,
        OnlyPart::Steps => Part::Steps,
        OnlyPart::Time => Part::Time,
        OnlyPart::Objectives => Part::Objectives,
    };
    Parts::Only(arguments.only.iter().map(part).collect())
}

/// What to try after the whole story.
fn next(arguments: &TraceArguments, number: u64) -> Vec<String> {
    if arguments.quiet || !arguments.only.is_empty() {
        return Vec::new();
    }
    let scenario = load::as_typed(&arguments.scenario);
    let same = drills::as_typed(&arguments.instead, arguments.seed);
    let replication = number.wrapping_add(1);
    let this = match number {
        1 => String::new(),
        number => format!(" --replication {number}"),
    };
    vec![
        format!("firebell trace {scenario}{same} --replication {replication}"),
        format!("firebell trace {scenario}{same}{this} --only steps"),
        format!("firebell check {scenario}"),
    ]
}
