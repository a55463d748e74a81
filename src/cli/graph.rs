//! `firebell graph`: a plan drawn as a map.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::check::revision::own_files;
use crate::check::{self, Checked, DrillFiles};
use crate::cli::stop::Stop;
use crate::cli::{diagnostics, drills, load, lone_plan, output};
use crate::document::{Kind, Workspace};
use crate::model::Drill;
use crate::report::graph::{self, Drawn};
use crate::source::{FileId, Sources, names_beside};

/// Draw a plan as a map
///
/// Prevention, response and recovery from left to right: who does what after what, under which condition, and what happens
/// when it fails. Names of roles come from the first scenario beside the plan that plays it; without one the ids are drawn.
///
/// In a browser, pointing at a step shows where its lines come from and lead to, and `map.svg#step-ID` shows the same for a link. A
/// flow of many columns is folded into rows: what leaves one at a number goes on in the next at the same number.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell graph plans/data-leak-r1.ron -o data-leak.svg\n  \
    firebell graph plans/data-leak-r1.ron --scenario drills/friday-night-leak.ron -o friday.svg\n  \
    firebell graph plans/data-leak-r1.ron --format mermaid")]
pub(super) struct GraphArguments {
    /// The plan
    plan: PathBuf,
    /// Add the injects and objectives of this scenario
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Instead of what the output file's name ends in; standard output is SVG unless told otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Short for --format json (see `firebell schema graph`)
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Write to this file instead of standard output: .svg, .dot, .mmd or .json
    #[arg(long, short, value_name = "FILE", value_parser = output::result_file)]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Format {
    /// A picture
    Svg,
    /// For Graphviz
    Dot,
    /// For Mermaid, which wikis and code hosts draw
    Mermaid,
    /// For programs: boxes and lines with their places
    Json,
}

pub(super) fn run(arguments: &GraphArguments) -> Result<(), Stop> {
    let format = format(arguments)?;
    load::refuse_folder(&arguments.plan, Kind::Plan)?;
    let (drill, drawn) = match &arguments.scenario {
        Some(scenario) => (played(&arguments.plan, scenario)?, Drawn::Drill),
        None => (alone(&arguments.plan)?, Drawn::Plan),
    };
    let chart = graph::chart(&drill, drawn);
    let text = match format {
        Format::Svg => graph::svg(&chart, &graph::place(&chart)),
        Format::Dot => graph::dot(&chart),
        Format::Mermaid => graph::mermaid(&chart),
        Format::Json => graph::json(&chart, &graph::place(&chart)),
    };
    output::write_text(&text, arguments.output.as_deref())
}

fn format(arguments: &GraphArguments) -> Result<Format, Stop> {
    if arguments.json {
        return Ok(Format::Json);
    }
    let (None, Some(file)) = (arguments.format, &arguments.output) else {
        return Ok(arguments.format.unwrap_or(Format::Svg));
    };
    let ending = file
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("svg") => Ok(Format::Svg),
        Some("dot" | "gv") => Ok(Format::Dot),
        Some("mmd" | "mermaid") => Ok(Format::Mermaid),
        Some("json") => Ok(Format::Json),
        Some(_) | None => Err(Stop::Usage {
            message: format!(
                "`{}` does not say which format it is to have",
                file.display()
            ),
            help: Some("end it in .svg, .dot, .mmd or .json, or add --format".to_owned()),
        }),
    }
}

/// The plan with the scenario that is named beside it.
fn played(plan: &Path, scenario: &Path) -> Result<Drill, Stop> {
    load::refuse_folder(scenario, Kind::Scenario)?;
    let path = scenario.to_owned();
    let Workspace { sources, given } = load::workspace(&[plan.to_owned(), path.clone()])?;
    let [plan, scenario] = given[..] else {
        unreachable!("two files were asked for");
    };
    refuse_no_plan(&sources, plan)?;
    load::refuse_other_kinds(&sources, scenario, Kind::Scenario)?;
    let due = drills::head_id(&sources, plan);
    drills::that_play(&sources, &[path], vec![scenario], due.as_deref())?;
    let checked = check(&sources, scenario, plan);
    diagnostics::show(&sources, &checked.diagnostics);
    checked.value.ok_or(Stop::InputRefused)
}

/// A scenario is drawn with its plan.
fn refuse_no_plan(sources: &Sources, file: FileId) -> Result<(), Stop> {
    let own = || own_files(sources, file).plan;
    load::refuse_other_kinds(sources, file, Kind::Plan).map_err(|stop| match (stop, own()) {
        (Stop::Usage { message, .. }, Some(plan)) => {
            let [plan, scenario] = [plan, file].map(|file| sources.file(file).path().display());
            Stop::Usage {
                message,
                help: Some(format!(
                    "name its plan, and the scenario to add what happens: {plan} --scenario {scenario}"
                )),
            }
        }
        (stop, _) => stop,
    })
}

fn check(sources: &Sources, scenario: FileId, plan: FileId) -> Checked<Drill> {
    let files = DrillFiles {
        scenario,
        plan: Some(plan),
        organization: None,
    };
    check::drill(sources, files)
}

/// The plan with the first scenario around it that plays it without an error, or else with what the plan itself names.
fn alone(path: &Path) -> Result<Drill, Stop> {
    let mut refused = None;
    for folder in folders_around(path) {
        let Workspace { sources, given } = load::workspace(&[path.to_owned(), folder])?;
        let plan = given[0];
        refuse_no_plan(&sources, plan)?;
        for scenario in check::scenarios_that_play(&sources, plan) {
            let checked = check(&sources, scenario, plan);
            if let Some(drill) = checked.value {
                return Ok(drill);
            }
            refused = refused.or(Some(checked.diagnostics));
        }
        if let Some(diagnostics) = refused {
            diagnostics::show(&sources, &diagnostics);
            return Err(Stop::InputRefused);
        }
    }
    let Workspace { mut sources, given } = load::workspace(&[path.to_owned()])?;
    let checked = lone_plan::drill(&mut sources, given[0]);
    if checked.value.is_none() {
        diagnostics::show(&sources, &checked.diagnostics);
    }
    checked.value.ok_or(Stop::InputRefused)
}

/// The plan's folder, and the one above if files of the workspace lie in it: plans often have a folder of their own.
fn folders_around(plan: &Path) -> Vec<PathBuf> {
    let or_here = |folder: &Path| {
        if folder.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            folder.to_owned()
        }
    };
    let own = plan.parent().map_or_else(|| PathBuf::from("."), or_here);
    let above = match own.file_name() {
        Some(_) => own.parent().map_or_else(|| own.join(".."), or_here),
        None => own.join(".."),
    };
    let has_files = names_beside(&own.join("../beside"))
        .iter()
        .any(|name| name.ends_with(".ron"));
    let mut folders = vec![own];
    if has_files {
        folders.push(above);
    }
    folders
}
