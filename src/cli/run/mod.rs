//! `firebell run`: a drill played many times, and what it comes to.

mod gates;
mod samples;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis::comparison::Luck;
use crate::analysis::evaluation::{self, Ending, Evaluation, Length, Progress, Settings, evaluate};
use crate::analysis::stress::{dependence, dependence_plays};
use crate::check;
use crate::cli::arguments::{self, InsteadArguments, LuckArguments, PageArguments, RUNS_USUAL};
use crate::cli::drills::{self, Loaded};
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::cli::{format, load, output};
use crate::model::Drill;
use crate::program;
use crate::report::json;
use crate::report::run::{self, Asked, Hanging, Run, View};
use crate::simulate::Detail;
use crate::source::{Sources, is_folder, is_one_place};

use gates::Gates;
use samples::SamplesFile;

/// Play a drill many times and say how well the plan works, and why
///
/// Every replication is the drill with other luck; replication K is what `firebell trace --replication K` tells. Several
/// scenarios, or a folder of them, make a programme: a row each; a folder's only one is told in full. The same files and seed
/// give the same result on any number of threads. Ctrl-C prints what has been played so far, marked INCOMPLETE, and the exit
/// code is 130.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell run drills/friday-night-leak.ron\n  \
    firebell run drills/friday-night-leak.ron --plan plans/data-leak-r2.ron --precision 1%\n  \
    firebell run drills --fail-under 70 --require-pass 0.9\n  \
    firebell run drills/friday-night-leak.ron --samples leak.csv --json -o leak.json")]
pub(super) struct RunArguments {
    /// Scenario files, or folders of them
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// How many replications
    #[arg(long, value_name = "N", default_value_t = RUNS_USUAL, value_parser = arguments::count, allow_negative_numbers = true)]
    runs: u64,
    /// Play on until score and passing are known to that many points of 100, such as 1%
    #[arg(long, value_name = "PERCENT", value_parser = arguments::precision, allow_hyphen_values = true, conflicts_with = "runs")]
    precision: Option<f64>,
    /// The most replications to become as precise as that
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = arguments::count, allow_negative_numbers = true, requires = "precision", conflicts_with = "runs")]
    max_runs: u64,
    #[command(flatten)]
    luck: LuckArguments,
    #[command(flatten)]
    instead: InsteadArguments,
    /// A rating counts if it is reached or bettered in that share of the drills
    #[arg(long, value_name = "SHARE", default_value_t = evaluation::CONFIDENCE_USUAL, value_parser = arguments::share, allow_negative_numbers = true)]
    confidence: f64,
    /// The gate: exit code 1 unless the mean score is surely at least that
    #[arg(long, value_name = "SCORE", value_parser = arguments::score, allow_negative_numbers = true)]
    fail_under: Option<f64>,
    /// The gate: exit code 1 unless the drill is surely passed in at least that share, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = arguments::share, allow_negative_numbers = true)]
    require_pass: Option<f64>,
    /// For people, for programs, for a pull request, or for a spreadsheet [default: by the file's extension, else human]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Short for --format json (see `firebell schema run`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Write one row for each replication to this file: its score, whether it passed, its cost, what objectives measured
    #[arg(long, value_name = "FILE", value_parser = output::result_file)]
    samples: Option<PathBuf>,
    #[command(flatten)]
    page: PageArguments,
    /// Tell only the objectives and the score
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    Human,
    Json,
    Markdown,
    Csv,
}

/// A drill that was evaluated.
struct Evaluated {
    evaluation: Evaluation,
    hanging: Hanging,
}

pub(super) fn run(arguments: &RunArguments) -> Result<(), Stop> {
    let format = format(arguments)?;
    let loaded = drills::all(&arguments.scenarios, &arguments.instead)?;
    if loaded.drills.len() > 1 && arguments.samples.is_some() {
        return Err(Stop::Usage {
            message: "samples are written for one scenario, and several are named".to_owned(),
            help: Some("run each alone with a file of its own".to_owned()),
        });
    }
    refuse_files(arguments, &loaded.sources)?;
    let mut evaluated = Vec::with_capacity(loaded.drills.len());
    let told = told(arguments, format, loaded.drills.len());
    let most = settings(arguments, told).length.most();
    let mut watch = Watch::new(most, loaded.drills.len())?;
    for drill in &loaded.drills {
        evaluated.push(play(arguments, told, &drill.drill, &mut watch)?);
        if watch.is_interrupted() {
            break;
        }
    }
    watch.finish();
    let impossible: Vec<Vec<String>> = (loaded.drills.iter())
        .map(|drill| check::impossible(&loaded.sources, drill.files))
        .collect();
    let runs: Vec<Run<'_>> = loaded
        .drills
        .iter()
        .zip(&evaluated)
        .zip(&impossible)
        .map(|((drill, evaluated), impossible)| Run {
            drill: &drill.drill,
            evaluation: &evaluated.evaluation,
            hanging: &evaluated.hanging,
            impossible,
            most,
        })
        .collect();
    write(arguments, format, &loaded, &runs)?;
    let is_broken_off = |run: &Run<'_>| {
        run.evaluation.ending == Ending::Interrupted || *run.hanging == Hanging::BrokenOff
    };
    if runs.len() < loaded.drills.len() || runs.iter().any(is_broken_off) {
        complain_of_what_is_missing(arguments, format, &runs);
        return Err(Stop::Interrupted);
    }
    gates(arguments).verdict(&runs)
}

/// Pages say themselves what was broken off; programs and files are easily taken for whole.
fn complain_of_what_is_missing(arguments: &RunArguments, format: Format, runs: &[Run<'_>]) {
    if format != Format::Human || arguments.page.file().is_some() {
        output::complain("broken off: the result is incomplete", None);
    }
    let is_incomplete = |run: &Run<'_>| run.evaluation.ending == Ending::Interrupted;
    if let Some(samples) = &arguments.samples
        && runs.iter().any(is_incomplete)
    {
        let samples = samples.display();
        output::complain(&format!("broken off: `{samples}` was not written"), None);
    }
}

/// What is told of a drill, and so what is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Told {
    /// How it goes: the page of `--quiet`, and the table of a programme.
    Outcome,
    /// How it goes and why.
    Why,
    /// All of that, and what hangs on one person.
    All,
}

fn told(arguments: &RunArguments, format: Format, drills: usize) -> Told {
    match (format, arguments.quiet) {
        (Format::Human, true) => Told::Outcome,
        (Format::Human, false) if drills > 1 => Told::Outcome,
        (Format::Json | Format::Markdown | Format::Csv, true) => Told::Why,
        (_, false) => Told::All,
    }
}

fn settings(arguments: &RunArguments, told: Told) -> Settings {
    let length = match arguments.precision {
        None => Length::Exactly(arguments.runs),
        Some(half_width) => Length::Until {
            half_width,
            most: arguments.max_runs,
        },
    };
    let Luck { seed, threads } = arguments.luck.luck();
    Settings {
        seed,
        length,
        threads,
        confidence: arguments.confidence,
        level: arguments.luck.level,
        detail: match told {
            Told::Outcome => Detail::Outcome,
            Told::Why | Told::All => Detail::Explained,
        },
    }
}

fn gates(arguments: &RunArguments) -> Gates {
    Gates {
        score_least: arguments.fail_under,
        passed_least: arguments.require_pass,
    }
}

fn play(
    arguments: &RunArguments,
    told: Told,
    drill: &Drill,
    watch: &mut Watch,
) -> Result<Evaluated, Stop> {
    let program = program::compile(drill)?;
    let settings = settings(arguments, told);
    let samples = arguments.samples.as_deref();
    let mut samples = samples
        .map(|path| SamplesFile::create(path, drill))
        .transpose()?;
    let evaluation = evaluate(drill, &program, &settings, |progress: Progress<'_>| {
        if let Some(samples) = &mut samples {
            samples.write(progress.samples);
        }
        watch.see(progress.done)
    });
    let is_whole = evaluation.ending != Ending::Interrupted;
    if let Some(samples) = samples
        && is_whole
    {
        samples.finish()?;
    }
    let hanging = if told != Told::All {
        Hanging::NotAsked
    } else if is_whole {
        watch.expect_more(dependence_plays(drill));
        let luck = arguments.luck.luck();
        let found = dependence(drill, luck, settings.level, |done| watch.see(done));
        found?.map_or(Hanging::BrokenOff, Hanging::Known)
    } else {
        Hanging::BrokenOff
    };
    Ok(Evaluated {
        evaluation,
        hanging,
    })
}

/// Refuses to write a result over a file that was read, or both results to one file.
fn refuse_files(arguments: &RunArguments, sources: &Sources) -> Result<(), Stop> {
    let (output, samples) = (arguments.page.file(), arguments.samples.as_deref());
    drills::refuse_input(sources, output)?;
    drills::refuse_input(sources, samples)?;
    match (output, samples) {
        (Some(output), Some(samples)) if is_one_place(output, samples) => Err(Stop::Usage {
            message: format!(
                "`{}` cannot hold both the result and its samples",
                output.display()
            ),
            help: Some("name another file for one of them".to_owned()),
        }),
        _ => Ok(()),
    }
}

fn format(arguments: &RunArguments) -> Result<Format, Stop> {
    let file = arguments.page.file();
    format::asked_or_of_file(
        (arguments.json, Format::Json),
        arguments.format,
        file,
        &[
            ("txt", Format::Human),
            ("json", Format::Json),
            ("md", Format::Markdown),
            ("csv", Format::Csv),
        ],
    )
}

fn write(
    arguments: &RunArguments,
    format: Format,
    loaded: &Loaded,
    runs: &[Run<'_>],
) -> Result<(), Stop> {
    let file = arguments.page.file();
    let columns = arguments.page.columns();
    let not_played: Vec<String> = (loaded.drills[runs.len()..].iter())
        .map(|drill| drill.drill.scenario.id.clone())
        .collect();
    let asked = match runs {
        // Whoever reads it by program finds a folder's drills in the same place, however many there are.
        [run]
            if loaded.drills.len() == 1
                && !arguments.scenarios.iter().any(|path| is_folder(path)) =>
        {
            Asked::Drill(*run)
        }
        runs => Asked::Programme {
            runs,
            not_played: &not_played,
        },
    };
    let next = next(arguments, loaded, runs);
    match format {
        Format::Human => {
            let page = match runs {
                [run] if not_played.is_empty() => {
                    let view = View {
                        columns,
                        is_quiet: arguments.quiet,
                        next,
                    };
                    run::page(*run, &view)
                }
                runs => run::programme(runs, &not_played, columns, &next),
            };
            output::write_page(&page, file)
        }
        Format::Json => {
            output::write_text(&json::run(asked, &drills::hashes(&loaded.sources)), file)
        }
        Format::Markdown => output::write_text(&run::markdown(asked), file),
        Format::Csv => output::write_text(&run::csv(asked), file),
    }
}

/// What to try next, with the same luck: of several drills the one that goes worst.
fn next(arguments: &RunArguments, loaded: &Loaded, runs: &[Run<'_>]) -> Vec<String> {
    let worst = loaded.drills.iter().zip(runs).min_by(|(_, a), (_, b)| {
        let passed = |run: &Run<'_>| run.evaluation.passed.map_or(1.0, |passed| passed.value);
        let score = |run: &Run<'_>| run.evaluation.score.mean.map_or(100.0, |mean| mean.value);
        let by_passed = passed(a).total_cmp(&passed(b));
        by_passed.then(score(a).total_cmp(&score(b)))
    });
    let Some((drill, run)) = worst.filter(|_| !arguments.quiet) else {
        return Vec::new();
    };
    let scenario = load::as_typed(loaded.sources.file(drill.files.scenario).path());
    let same = drills::as_typed(&arguments.instead, arguments.luck.luck().seed);
    let played = match run.evaluation.replications {
        RUNS_USUAL => String::new(),
        replications => format!(" --runs {replications}"),
    };
    vec![if loaded.drills.len() > 1 {
        format!("firebell run {scenario}{same}{played}")
    } else if run.evaluation.score.mean.is_some() {
        format!("firebell trace {scenario} --bad-day{same}{played}")
    } else {
        format!("firebell trace {scenario}{same}")
    }]
}
