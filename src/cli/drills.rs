//! Drills named on the command line: scenarios, each with its own plan and organization or with others in their stead.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::check::revision::own_files;
use crate::check::{self, DrillFiles};
use crate::cli::arguments::{InsteadArguments, SEED_USUAL};
use crate::cli::stop::Stop;
use crate::cli::{diagnostics, load, output};
use crate::document::{self, Kind, Workspace};
use crate::model::Drill;
use crate::report::json::FileHash;
use crate::source::{self, FileId, Severity, Sources, code, is_one_place, sorted};

/// Drills without a mistake, and the files they were read from.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) sources: Sources,
    /// In the order in which they were named; at least one.
    pub(super) drills: Vec<LoadedDrill>,
}

/// A drill with its scenario's file, and those that are played instead of its own.
#[derive(Debug)]
pub(super) struct LoadedDrill {
    pub(super) files: DrillFiles,
    pub(super) drill: Drill,
}

/// The one drill of a scenario; a folder is refused.
pub(super) fn one(
    scenario: &PathBuf,
    instead: &InsteadArguments,
) -> Result<(Sources, Drill), Stop> {
    load::refuse_folder(scenario, Kind::Scenario)?;
    let mut loaded = all(std::slice::from_ref(scenario), instead)?;
    let drill = loaded.drills.pop().expect("a scenario makes a drill");
    Ok((loaded.sources, drill.drill))
}

/// The drills of scenarios, or of all scenarios in a folder; warnings are shown, errors stop.
pub(super) fn all(named: &[PathBuf], instead: &InsteadArguments) -> Result<Loaded, Stop> {
    let instead: Vec<(&PathBuf, Kind)> = [
        (&instead.plan, Kind::Plan),
        (&instead.organization, Kind::Organization),
    ]
    .into_iter()
    .filter_map(|(path, kind)| Some((path.as_ref()?, kind)))
    .collect();
    for (path, kind) in &instead {
        load::refuse_folder(path, *kind)?;
    }
    let paths: Vec<PathBuf> = named
        .iter()
        .chain(instead.iter().map(|(path, _)| *path))
        .cloned()
        .collect();
    let Workspace { sources, mut given } = load::workspace(&paths)?;
    // What stands in for others is a file each, and was named last.
    let instead_files = given.split_off(given.len() - instead.len());
    for (file, (_, kind)) in instead_files.iter().zip(&instead) {
        load::refuse_other_kinds(&sources, *file, *kind)?;
    }
    let file_of = |due: Kind| {
        let mut files = instead_files.iter().zip(&instead);
        files
            .find(|(_, (_, kind))| *kind == due)
            .map(|(file, _)| *file)
    };
    let all = scenarios(&sources, named, &given)?;
    let due = file_of(Kind::Plan).and_then(|plan| head_id(&sources, plan));
    let (scenarios, left_out) = that_play(&sources, named, all, due.as_deref())?;
    if !left_out.is_empty() {
        output::remark(&format!(
            "left out, since they play another plan: {}",
            left_out.join(", ")
        ));
    }
    let files: Vec<DrillFiles> = scenarios
        .iter()
        .map(|file| DrillFiles {
            scenario: *file,
            plan: file_of(Kind::Plan),
            organization: file_of(Kind::Organization),
        })
        .collect();
    let drills = checked(&sources, &files)?;
    let drills = files.into_iter().zip(drills);
    let drills = drills
        .map(|(files, (drill, _))| LoadedDrill { files, drill })
        .collect::<Vec<LoadedDrill>>();
    refuse_namesakes(&sources, &drills)?;
    Ok(Loaded { sources, drills })
}

/// " --plan p.ron --seed 3": what the next command must say again to play the same drill.
pub(super) fn as_typed(instead: &InsteadArguments, seed: u64) -> String {
    let instead = [
        ("--plan", &instead.plan),
        ("--organization", &instead.organization),
    ];
    let mut typed: String = instead
        .iter()
        .filter_map(|(option, path)| Some(format!(" {option} {}", load::as_typed(path.as_ref()?))))
        .collect();
    if seed != SEED_USUAL {
        typed.push_str(&format!(" --seed {seed}"));
    }
    typed
}

/// Refuses two scenarios of one id: nobody could tell them apart in what is printed.
fn refuse_namesakes(sources: &Sources, drills: &[LoadedDrill]) -> Result<(), Stop> {
    let mut seen: BTreeMap<&str, FileId> = BTreeMap::new();
    for LoadedDrill { files, drill } in drills {
        let file = files.scenario;
        if let Some(other) = seen
            .insert(&drill.scenario.id, file)
            .filter(|other| *other != file)
        {
            let [one, other] = [other, file].map(|file| sources.file(file).path().display());
            return Err(Stop::Usage {
                message: format!(
                    "two scenarios have the id `{}`: {one} and {other}",
                    drill.scenario.id
                ),
                help: Some("give one of them another id".to_owned()),
            });
        }
    }
    Ok(())
}

/// Refuses to write a result over a file that was read.
pub(super) fn refuse_input(sources: &Sources, output: Option<&Path>) -> Result<(), Stop> {
    let is_read = |output: &&Path| {
        let mut read = sources.files();
        read.any(|(_, file)| is_one_place(file.path(), output))
    };
    let Some(output) = output.filter(is_read) else {
        return Ok(());
    };
    Err(Stop::Usage {
        message: format!("`{}` is one of the files that are read", output.display()),
        help: Some("name another file to write to".to_owned()),
    })
}

/// A drill of each, with what its scenario names and it is played without; warnings of all of them are shown, errors stop.
pub(super) fn checked(
    sources: &Sources,
    files: &[DrillFiles],
) -> Result<Vec<(Drill, Vec<String>)>, Stop> {
    const LACKS: [&str; 2] = [code::PLAN_LACKS, code::ORGANIZATION_LACKS];
    let mut drills = Vec::with_capacity(files.len());
    let mut found = Vec::new();
    for files in files {
        let checked = check::drill(sources, *files);
        let lacks = checked.diagnostics.iter();
        let lacks = lacks.filter(|one| LACKS.contains(&one.code));
        let mut without: Vec<String> = lacks.map(|one| one.message.clone()).collect();
        without.dedup();
        drills.extend(checked.value.map(|drill| (drill, without)));
        found.extend(checked.diagnostics);
    }
    // Drills that share a file share its mistakes.
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert((one.span, one.code, one.message.clone())));
    let found = sorted(found);
    diagnostics::show(sources, &found);
    if found.iter().any(|one| one.severity == Severity::Error) {
        return Err(Stop::InputRefused);
    }
    Ok(drills)
}

/// The files of the scenarios, each once; a file that was named itself must be one. Files of folders that cannot be read or are of
/// no kind are refused: one that is to be played may be among them.
pub(super) fn scenarios(
    sources: &Sources,
    named: &[PathBuf],
    given: &[FileId],
) -> Result<Vec<FileId>, Stop> {
    let mut scenarios = Vec::new();
    for file in given {
        let kind = document::kind(sources.file(*file).text());
        if is_named(sources, named, *file) {
            load::refuse_other_kinds(sources, *file, Kind::Scenario)?;
        } else if kind.is_none() {
            let found = check::workspace(sources, None);
            diagnostics::show(sources, &found);
            return Err(Stop::InputRefused);
        } else if kind != Some(Kind::Scenario) {
            continue;
        }
        if !scenarios.contains(file) {
            scenarios.push(*file);
        }
    }
    if scenarios.is_empty() {
        let folders: Vec<&Path> = named
            .iter()
            .map(PathBuf::as_path)
            .filter(|path| source::is_folder(path))
            .collect();
        let shown = folders
            .first()
            .map_or(String::new(), |path| format!(" in `{}`", path.display()));
        return Err(Stop::Usage {
            message: format!("there is no scenario{shown}"),
            help: Some("`firebell init` writes a small workspace to begin with".to_owned()),
        });
    }
    Ok(scenarios)
}

/// The scenarios that play the plan of that id, and the ids of the others; one that was named itself must play it.
pub(super) fn that_play(
    sources: &Sources,
    named: &[PathBuf],
    all: Vec<FileId>,
    due: Option<&str>,
) -> Result<(Vec<FileId>, Vec<String>), Stop> {
    let Some(due) = due else {
        return Ok((all, Vec::new()));
    };
    let (mut scenarios, mut left_out) = (Vec::new(), Vec::new());
    for scenario in all {
        let own = own_files(sources, scenario).plan;
        // What cannot be told is left to the check.
        let other = own
            .and_then(|plan| head_id(sources, plan))
            .filter(|id| id != due);
        match other {
            None => scenarios.push(scenario),
            Some(other) if is_named(sources, named, scenario) => {
                let path = sources.file(scenario).path().display();
                return Err(Stop::Usage {
                    message: format!("`{path}` plays plan `{other}`, not `{due}`"),
                    help: Some(format!(
                        "name a scenario that plays `{due}`, or a revision of `{other}`"
                    )),
                });
            }
            Some(_) => left_out.extend(head_id(sources, scenario)),
        }
    }
    if scenarios.is_empty() {
        return Err(Stop::Usage {
            message: format!("no scenario here plays plan `{due}`"),
            help: None,
        });
    }
    Ok((scenarios, left_out))
}

/// Whether the file was named itself, and not only a folder that it lies in.
fn is_named(sources: &Sources, named: &[PathBuf], file: FileId) -> bool {
    let path = sources.file(file).path();
    let mut named = named.iter();
    named.any(|named| named.strip_prefix(".").unwrap_or(named) == path)
}

/// The `id` of a file.
pub(super) fn head_id(sources: &Sources, file: FileId) -> Option<String> {
    document::head_text(sources.file(file).text(), "id")
}

/// The files that were read, by their content.
pub(super) fn hashes(sources: &Sources) -> Vec<FileHash> {
    sources
        .files()
        .map(|(_, file)| FileHash {
            path: load::forward_slashes(file.path()),
            sha256: file.sha256().to_owned(),
        })
        .collect()
}
