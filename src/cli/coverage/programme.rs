//! The programme of a workspace: its drills, the plans that none of them plays, and the risks that they should rehearse.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::analysis::coverage::Drilled;
use crate::check::{self, Checked, DrillFiles};
use crate::cli::arguments::InsteadArguments;
use crate::cli::drills::{self, Loaded, LoadedDrill};
use crate::cli::stop::Stop;
use crate::cli::{diagnostics, load, lone_plan};
use crate::document::{self, FilePath, Kind, Located, ScenarioDoc, Workspace};
use crate::model::{Drill, Register, Risk, Status, Treatment};
use crate::report::json::FileHash;
use crate::source::{Diagnostic, FileId, Problems, Sources};

/// What there is to exercise, and to exercise it with.
pub(super) struct Programme {
    /// At least one, in the order of their files.
    pub(super) drills: Vec<Drill>,
    /// Plans that no drill plays, each in a drill it could be read with.
    pub(super) undrilled: Vec<Drill>,
    pub(super) risks: Vec<Drilled>,
    /// "data-leak r2": plans of which another revision is drilled, and which no risk names.
    pub(super) left_out: Vec<String>,
    pub(super) files: Vec<FileHash>,
}

/// Reads the workspace; warnings are shown, errors stop.
pub(super) fn read(paths: &[PathBuf]) -> Result<Programme, Stop> {
    let loaded = drills::all(paths, &InsteadArguments::default())?;
    let files = drills::hashes(&loaded.sources);
    let registers = registers(&loaded)?;
    let risks = registers
        .iter()
        .flat_map(|(file, register)| drilled(&loaded, *file, register));
    let risks = risks.collect();
    let (undrilled, left_out) = others(&loaded, &registers)?;
    Ok(Programme {
        drills: loaded.drills.into_iter().map(|one| one.drill).collect(),
        undrilled,
        risks,
        left_out,
        files,
    })
}

fn of_kind(sources: &Sources, kind: Kind) -> Vec<FileId> {
    let files = sources.files();
    let of_kind = files.filter(|(_, file)| document::kind(file.text()) == Some(kind));
    of_kind.map(|(id, _)| id).collect()
}

/// The file that a scenario names; what is wrong with it has been told.
fn named_by<'s>(
    sources: &'s Sources,
    scenario: FileId,
    path: impl Fn(&ScenarioDoc<'s>) -> Option<Located<'s, FilePath>>,
) -> Option<FileId> {
    let mut problems = Problems::new(sources);
    let doc = document::scenario(scenario, &mut problems)?;
    let written = path(&doc)?.read(&mut problems)?;
    sources.referenced(scenario, &written.0)
}

fn plan_of(sources: &Sources, drill: &LoadedDrill) -> Option<FileId> {
    named_by(sources, drill.files.scenario, |doc| Some(doc.plan))
}

/// The registers, each read with the organization of a drill that names it, else of the first drill.
fn registers(loaded: &Loaded) -> Result<Vec<(FileId, Register)>, Stop> {
    let sources = &loaded.sources;
    let mut registers = Vec::new();
    for file in of_kind(sources, Kind::Register) {
        let names_it = |drill: &&LoadedDrill| {
            named_by(sources, drill.files.scenario, |doc| doc.register.given()) == Some(file)
        };
        let drill = loaded
            .drills
            .iter()
            .find(names_it)
            .or(loaded.drills.first());
        let organization = drill.and_then(|drill| {
            named_by(sources, drill.files.scenario, |doc| Some(doc.organization))
        });
        let Some(organization) = organization else {
            continue;
        };
        let Checked { value, diagnostics } = check::register(sources, file, organization);
        let (register, _) = value.ok_or_else(|| refused(sources, &diagnostics))?;
        registers.push((file, register));
    }
    Ok(registers)
}

fn refused(sources: &Sources, found: &[Diagnostic]) -> Stop {
    diagnostics::show(sources, found);
    Stop::InputRefused
}

/// The open risks that plans answer, with the drills that they name or else those that play their plan.
fn drilled<'a>(
    loaded: &'a Loaded,
    file: FileId,
    register: &'a Register,
) -> impl Iterator<Item = Drilled> + 'a {
    let sources = &loaded.sources;
    let of_risk = move |risk: &Risk| {
        let named: Vec<Option<FileId>> = (risk.drills.iter())
            .map(|path| sources.referenced(file, path))
            .collect();
        let plan = plan_of_risk(sources, file, risk);
        let rehearses = |drill: &LoadedDrill| {
            if risk.drills.is_empty() {
                drill.drill.plan.risks.contains(&risk.id)
                    || (plan.is_some() && plan == plan_of(sources, drill))
            } else {
                named.contains(&Some(drill.files.scenario))
            }
        };
        let drills = loaded.drills.iter().enumerate();
        Drilled {
            id: risk.id.clone(),
            title: risk.title.clone(),
            drills: (drills.filter(|(_, drill)| rehearses(drill)))
                .map(|(place, _)| place)
                .collect(),
        }
    };
    register
        .risks
        .iter()
        .filter(|risk| is_answered(risk))
        .map(of_risk)
}

fn plan_of_risk(sources: &Sources, register: FileId, risk: &Risk) -> Option<FileId> {
    sources.referenced(register, risk.plan.as_ref()?)
}

/// Open, and to be answered by a plan or answered by one.
fn is_answered(risk: &Risk) -> bool {
    let is_treated_otherwise = match risk.treatment {
        Some(Treatment::Avoid | Treatment::Transfer { .. } | Treatment::Accept { .. }) => true,
        Some(Treatment::Mitigate) | None => false,
    };
    let is_open = risk.status == Status::Open;
    is_open && (!is_treated_otherwise || risk.plan.is_some() || !risk.drills.is_empty())
}

/// The plans that no drill plays: those that count, and the names of those that are left out.
fn others(
    loaded: &Loaded,
    registers: &[(FileId, Register)],
) -> Result<(Vec<Drill>, Vec<String>), Stop> {
    let sources = &loaded.sources;
    let played: BTreeSet<FileId> = (loaded.drills.iter())
        .filter_map(|drill| plan_of(sources, drill))
        .collect();
    let answering: BTreeSet<FileId> = registers
        .iter()
        .flat_map(|(file, register)| {
            let risks = register.risks.iter().filter(|risk| is_answered(risk));
            risks.filter_map(|risk| plan_of_risk(sources, *file, risk))
        })
        .collect();
    let mut undrilled = Vec::new();
    let mut left_out = Vec::new();
    for file in of_kind(sources, Kind::Plan) {
        if played.contains(&file) {
            continue;
        }
        let read = plan(loaded, file)?;
        let has_revision = |known: &Drill| known.plan.id == read.plan.id;
        let is_revision = loaded.drills.iter().any(|one| has_revision(&one.drill));
        if is_revision && !answering.contains(&file) {
            left_out.push(read.plan.name());
        } else {
            undrilled.push(read);
        }
    }
    left_out.sort_unstable();
    Ok((undrilled, left_out))
}

/// The plan in a drill of another revision, else in one that is made up.
fn plan(loaded: &Loaded, file: FileId) -> Result<Drill, Stop> {
    let sources = &loaded.sources;
    let scenarios = check::scenarios_that_play(sources, file);
    for scenario in scenarios {
        let files = DrillFiles {
            scenario,
            plan: Some(file),
            organization: None,
        };
        if let Some(drill) = check::drill(sources, files).value {
            return Ok(drill);
        }
    }
    let path = sources.file(file).path().to_owned();
    let Workspace { mut sources, given } = load::workspace(&[path])?;
    let Checked { value, diagnostics } = lone_plan::drill(&mut sources, given[0]);
    value.ok_or_else(|| refused(&sources, &diagnostics))
}
