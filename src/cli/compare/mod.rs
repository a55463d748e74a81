//! `firebell compare`: is the revision better, where, how sure is that, and which change did it?

mod explained;
mod gates;
mod sides;

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use crate::analysis::comparison::{
    self, Comparison, Levels, Luck, Played, Resampling, always, play_range, programme_detail,
    verdicts_together, who_may_be_best,
};
use crate::analysis::evaluation::FIRST;
use crate::analysis::looks::{self, AnyLook};
use crate::cli::arguments::{self, LuckArguments, PageArguments, RUNS_USUAL};
use crate::cli::format::{self, Format};
use crate::cli::stop::Stop;
use crate::cli::watch::Watch;
use crate::cli::{drills, output};
use crate::program;
use crate::random::Quantiles;
use crate::report::compare::{self, Candidate, CompareEnding, Compared};
use crate::report::json;

use gates::Gate;
use sides::{Side, Sides};

/// Compare plan revisions under the same luck: what becomes better, what worse, and which change did it
///
/// Every replication is played with the baseline and with each candidate, with the same luck, and the differences are told
/// with their intervals. Of a folder, the drills that play the plan are taken. The exit code is 0 whatever the answer is,
/// unless a gate is set: `--fail-if-worse`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell compare drills/friday-night-leak.ron --candidate plans/data-leak-r2.ron\n  \
    firebell compare drills --baseline plans/data-leak-r1.ron --candidate plans/data-leak-r2.ron --explain\n  \
    firebell compare drills --candidate plans/data-leak-r2.ron --fail-if-worse=score,passed --format markdown\n  \
    firebell compare drills/friday-night-leak.ron --candidate-organization with-night-shift.ron -o compare.svg")]
#[command(group = ArgGroup::new("revised").args(["candidates", "candidate_organization"]).required(true).multiple(true))]
pub(super) struct CompareArguments {
    /// Scenario files, or folders of them
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// The plan that is compared against [default: the scenarios' own]
    #[arg(long, value_name = "PLAN")]
    baseline: Option<PathBuf>,
    /// A plan to compare with it; may be given several times
    #[arg(long = "candidate", value_name = "PLAN")]
    candidates: Vec<PathBuf>,
    /// An organization to play candidates with; without a candidate, the baseline's plan is played with it
    #[arg(long, value_name = "FILE")]
    candidate_organization: Option<PathBuf>,
    /// An organization to play all plans with instead of the scenarios' own
    #[arg(long, value_name = "FILE")]
    organization: Option<PathBuf>,
    /// Share the effect out among the single changes
    #[arg(long)]
    explain: bool,
    /// How many replications of each
    #[arg(long, value_name = "N", default_value_t = RUNS_USUAL, value_parser = arguments::count_in_memory, allow_negative_numbers = true)]
    runs: u64,
    /// Play on until the score's difference is decided
    ///
    /// One looks first at 1,024 replications, then whenever there are half as many more. Verdicts, the best and gates allow for
    /// stopping at any of these looks.
    #[arg(long, conflicts_with = "runs")]
    until_decided: bool,
    /// A smaller difference than that, in points of the score, is none
    #[arg(long, value_name = "POINTS", default_value_t = 1.0, value_parser = arguments::score, allow_negative_numbers = true, requires = "until_decided", conflicts_with = "runs")]
    indifference: f64,
    /// The most replications to decide it
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = arguments::count_in_memory, allow_negative_numbers = true, requires = "until_decided", conflicts_with = "runs")]
    max_runs: u64,
    /// The gate: exit code 1 if a candidate is worse in any of these, such as score,passed,contain=2; behind = the points of
    /// 100 that may be lost
    ///
    /// Alone it watches the score and the share passed, and no single objective. An objective that is itself called `score` or
    /// `passed` is `objective:score`. Without points the verdicts of the page decide,
    /// that of each drill and that over all drills: an objective may be worse by how often it is met, by attainment or by what it
    /// measures; where that is not shown it takes 300 replications to pass, and more where one may stop at several looks. With
    /// points it must be shown that no more than these are lost, of an objective in the share that meets it and in attainment;
    /// the intervals allow for all gates, drills and candidates at once (Bonferroni). Too few replications are no pass, unless
    /// nothing can differ; --until-decided plays on until the gates are decided.
    #[arg(long, value_name = "WHAT[=POINTS]", value_delimiter = ',', num_args = 0..=1, require_equals = true, default_missing_value = "score,passed")]
    fail_if_worse: Vec<String>,
    #[command(flatten)]
    luck: LuckArguments,
    /// For people, for programs, for a pull request, for a spreadsheet, or as a picture [default: by the file's extension,
    /// else human]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Short for --format json (see `firebell schema compare`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    page: PageArguments,
    /// Leave out the changes and, of a programme, the single drills
    #[arg(long, short)]
    quiet: bool,
}

impl CompareArguments {
    /// The replications at which one looks, one look after another.
    fn looks(&self) -> Vec<u64> {
        if !self.until_decided {
            return vec![self.runs];
        }
        looks::until(self.max_runs, 1)
    }
}

pub(super) fn run(arguments: &CompareArguments) -> Result<(), Stop> {
    let format = format::chosen(arguments.json, arguments.format, arguments.page.file())?;
    refuse_gate_apart(arguments)?;
    let sides = sides::load(arguments)?;
    drills::refuse_input(&sides.sources, arguments.page.file())?;
    let gates = Gate::all(&arguments.fail_if_worse, &sides)?;
    let luck = arguments.luck.luck();
    let looks = arguments.looks();
    let most = looks.last().copied().unwrap_or(0);
    let all = sides.candidates.len() + 1;
    let mut watch = Watch::new(most, all * sides.baseline.drills.len())?;
    let (played, ending) = play(arguments, &sides, &gates, &looks, luck, &mut watch)?;
    let count = match ending {
        // Whoever broke it off looked once more.
        CompareEnding::Interrupted if arguments.until_decided => looks.len() + 1,
        CompareEnding::Interrupted
        | CompareEnding::Complete
        | CompareEnding::Decided { .. }
        | CompareEnding::Undecided { .. } => looks.len(),
    };
    let looks = count as u64; // usize fits into u64.
    let compared = compared(arguments, &sides, &played, ending, looks, luck, &mut watch)?;
    watch.finish();
    let file = arguments.page.file();
    match format {
        Format::Human => {
            let columns = arguments.page.columns();
            output::write_page(&compare::page(&compared, columns, arguments.quiet), file)
        }
        Format::Markdown => output::write_text(&compare::markdown(&compared), file),
        Format::Json => output::write_text(
            &json::compare(&compared, drills::hashes(&sides.sources)),
            file,
        ),
        Format::Csv => output::write_text(&compare::csv(&compared), file),
        Format::Svg => output::write_text(&compare::svg(&compared), file),
    }?;
    if compared.ending == CompareEnding::Interrupted {
        return Err(Stop::Interrupted);
    }
    gates::verdict(&gates, &compared, &sides, &played)
}

/// What each side came to, drill by drill: the baseline first. Ctrl-C leaves the replications that all have played.
fn play(
    arguments: &CompareArguments,
    sides: &Sides,
    gates: &[Gate],
    looks: &[u64],
    luck: Luck,
    watch: &mut Watch,
) -> Result<(Vec<Vec<Played>>, CompareEnding), Stop> {
    let any = AnyLook {
        level: arguments.luck.level,
        looks: looks.len() as u64, // usize fits into u64.
    };
    let levels = Levels::of_looks(any.level, any.looks);
    let all: Vec<&Side> = [&sides.baseline]
        .into_iter()
        .chain(&sides.candidates)
        .collect();
    let mut quantiles = Quantiles::default();
    let programs = all
        .iter()
        .map(|side| {
            let drills = side.drills.iter();
            let programs = drills.map(|drill| program::compile_with(drill, &mut quantiles));
            programs.collect()
        })
        .collect::<Result<Vec<Vec<_>>, _>>()?;
    let mut played: Vec<Vec<Played>> = all
        .iter()
        .map(|side| side.drills.iter().map(Played::none).collect())
        .collect();
    let mut before = 0;
    for &count in looks {
        for place in 0..sides.baseline.drills.len() {
            for (number, side) in all.iter().enumerate() {
                let drill = &side.drills[place];
                // A drill that is the same goes the same way.
                if number > 0 && *drill == sides.baseline.drills[place] {
                    played[number][place] = played[0][place].clone();
                    continue;
                }
                let next = play_range(
                    drill,
                    &programs[number][place],
                    luck,
                    FIRST + before..FIRST + count,
                    |done| watch.see(done),
                );
                played[number][place].append(next);
            }
        }
        if watch.is_interrupted() {
            return interrupted(played);
        }
        if !arguments.until_decided {
            return Ok((played, CompareEnding::Complete));
        }
        let indifference = arguments.indifference;
        let gates_are_decided = || gates::are_decided(gates, levels.verdict, sides, &played);
        let is_last = looks.last() == Some(&count);
        let (mut is_decided, mut is_all_same) = (true, true);
        for number in 1..all.len() {
            let Some(found) = always(&played[0], &played[number], all.len() - 1, any) else {
                if !is_last {
                    is_decided = false;
                    continue;
                }
                return Err(Stop::Usage {
                    message: "there are no scores to decide by".to_owned(),
                    help: Some(
                        "give objectives a weight, or play a number of replications: --runs"
                            .to_owned(),
                    ),
                });
            };
            // Where nothing can differ there is nothing to wait for.
            let is_same = all[number].changes.iter().all(|change| !change.plays());
            is_decided &= is_same || found.is_decided(indifference);
            is_all_same &= is_same;
        }
        // A gate that more replications may pass or refuse is waited for.
        if is_decided && (is_all_same || is_last || gates_are_decided()) {
            return Ok((played, CompareEnding::Decided { indifference }));
        }
        before = count;
    }
    let indifference = arguments.indifference;
    Ok((played, CompareEnding::Undecided { indifference }))
}

/// A gate may be left out after its flag, so that what stands apart from it is taken for a scenario.
fn refuse_gate_apart(arguments: &CompareArguments) -> Result<(), Stop> {
    let is_gate = |path: &&PathBuf| path.extension().is_none() && !path.exists();
    match arguments.scenarios.iter().find(is_gate) {
        Some(path) if !arguments.fail_if_worse.is_empty() => Err(Stop::Usage {
            message: format!("`{}` cannot be read: there is no such file", path.display()),
            help: Some(format!(
                "if the gate is to watch it, write `--fail-if-worse={}`",
                path.display()
            )),
        }),
        Some(_) | None => Ok(()),
    }
}

fn interrupted(mut played: Vec<Vec<Played>>) -> Result<(Vec<Vec<Played>>, CompareEnding), Stop> {
    let common = played.iter().flatten().map(Played::len).min().unwrap_or(0);
    if common == 0 {
        return Err(Stop::Interrupted);
    }
    for one in played.iter_mut().flatten() {
        one.truncate(common);
    }
    Ok((played, CompareEnding::Interrupted))
}

fn compared<'s>(
    arguments: &CompareArguments,
    sides: &'s Sides,
    played: &[Vec<Played>],
    mut ending: CompareEnding,
    looks: u64,
    luck: Luck,
    watch: &mut Watch,
) -> Result<Compared<'s>, Stop> {
    let (seed, level) = (luck.seed, arguments.luck.level);
    let levels = Levels::of_looks(level, looks);
    let baseline = &played[0];
    let replications = baseline[0].len();
    let drills = &sides.baseline.drills;
    let mut comparisons: Vec<Vec<Comparison>> = vec![Vec::new(); sides.candidates.len()];
    let resampling = Resampling::new(seed, replications);
    for (place, drill) in drills.iter().enumerate() {
        let candidates = played[1..].iter();
        let mut of_drill: Vec<Comparison> = candidates
            .map(|candidate| {
                comparison::compare(
                    drill,
                    &baseline[place],
                    &candidate[place],
                    &resampling,
                    level,
                )
            })
            .collect();
        verdicts_together(drill, &mut of_drill, levels.verdict);
        for (all, one) in comparisons.iter_mut().zip(of_drill) {
            all.push(one);
        }
    }
    let plans: Vec<&[Played]> = played.iter().map(Vec::as_slice).collect();
    let programmes = comparison::programmes(baseline, &plans[1..], levels);
    let mut candidates = Vec::with_capacity(sides.candidates.len());
    let sides_played = sides.candidates.iter().zip(&played[1..]);
    let found = comparisons.into_iter().zip(programmes);
    for ((side, candidate), (comparisons, programme)) in sides_played.zip(found) {
        let (mut explained, mut unexplained) = (None, None);
        if arguments.explain && ending != CompareEnding::Interrupted {
            let replications = replications as u64; // usize fits into u64.
            let found = explained::explained(sides, side, luck, replications, level, watch);
            match found {
                Ok(found) => explained = found,
                Err(Stop::Interrupted) => {
                    ending = CompareEnding::Interrupted;
                    unexplained = Some("it was broken off".to_owned());
                }
                Err(Stop::World(why)) => unexplained = Some(why),
                Err(stop) => return Err(stop),
            }
        }
        let always = if arguments.until_decided {
            always(
                baseline,
                candidate,
                sides.candidates.len(),
                AnyLook { level, looks },
            )
        } else {
            None
        };
        let detail = (drills.len() > 1)
            .then(|| programme_detail(drills, baseline, candidate, &resampling, level));
        candidates.push(Candidate {
            name: side.name.clone(),
            plan: &side.drills[0],
            without: &side.without,
            changes: &side.changes,
            comparisons,
            programme,
            detail,
            explained,
            unexplained,
            always,
        });
    }
    let best = if sides.candidates.len() > 1 {
        who_may_be_best(&plans, levels.verdict)
    } else {
        None
    };
    Ok(Compared {
        drills: drills.iter().collect(),
        baseline: sides.baseline.name.clone(),
        candidates,
        best,
        replications: replications as u64, // usize fits into u64.
        seed,
        level,
        looks,
        without: &sides.baseline.without,
        left_out: sides.left_out.clone(),
        ending,
    })
}
