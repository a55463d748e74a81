//! From documents to the model: every name looked up, every rule of meaning checked, every mistake collected.
//!
//! A file is read in two passes. The first gathers the names it defines (`…_names`); the second says what it means, given
//! the names of the others. Where something is wrong a boring value stands in and the reading goes on, so that all mistakes
//! come in one go and none is blamed on its neighbour; a drill with an error in it is never handed out.
//!
//! What is undefined is an error here. What is defined but unwise can be told from what was found sound: lints (codes from
//! FB0301 on) look at a whole workspace after everything here, and only where there is no error.

mod allowance;
mod effect;
mod explain;
mod files;
mod flags;
mod flow;
mod inject;
mod known;
mod lints;
mod names;
mod objective;
mod organization;
mod plan;
mod plays;
mod register;
pub mod revision;
mod scale;
mod scenario;
mod staffing;
mod step;
mod supply;
mod values;
mod workspace;

use crate::check::known::{Instead, Known, Speaker};
use crate::check::lints::{Rehearsal, Script};
use crate::check::names::{Names, Place};
use crate::check::organization::OrganizationFile;
use crate::check::plan::{PlanFile, PlanNames};
use crate::check::register::RegisterNames;
use crate::check::scenario::ScenarioNames;
use crate::document::Kind;
use crate::model::{Drill, Organization, Register, Scenario};
use crate::source::{Diagnostic, FileId, Problems, Severity, Sources};

pub use explain::{Explanation, explain, explained};
pub use plays::scenarios_that_play;
pub use workspace::workspace;

/// What came of checking, and everything that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Checked<T> {
    /// `None` if there is an error among the diagnostics.
    pub value: Option<T>,
    /// Sorted by place, each once.
    pub diagnostics: Vec<Diagnostic>,
}

/// The files of one drill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DrillFiles {
    /// The scenario, which names the others.
    pub scenario: FileId,
    /// A plan to play instead of the scenario's own.
    pub plan: Option<FileId>,
    /// An organization to play it with instead of the scenario's own.
    pub organization: Option<FileId>,
}

/// Checks one drill: the scenario with its organization, plan and register, or others in their stead.
pub fn drill(sources: &Sources, files: DrillFiles) -> Checked<Drill> {
    let mut problems = Problems::new(sources);
    let drill = read_drill(files, &mut problems);
    checked(drill, problems)
}

/// Checks a register with the organization whose roles own its risks.
pub fn register(
    sources: &Sources,
    register: FileId,
    organization: FileId,
) -> Checked<(Register, Organization)> {
    let mut problems = Problems::new(sources);
    let organization = organization::organization(organization, &mut problems);
    let names = register::register_names(register, &mut problems);
    let register = register::register(&names, &organization, &mut problems);
    let both = register.map(|register| (register, organization.organization));
    checked(both, problems)
}

/// What is sound is handed out, and everything that was found.
fn checked<T>(value: Option<T>, problems: Problems<'_>) -> Checked<T> {
    let sources = problems.sources();
    let diagnostics = allowance::obeyed(sources, problems.finish());
    let is_sound = diagnostics
        .iter()
        .all(|diagnostic| diagnostic.severity == Severity::Warning);
    Checked {
        value: value.filter(|_| is_sound),
        diagnostics,
    }
}

/// The files of a drill, read; nothing in them is looked up yet.
struct Parts<'s> {
    scenario: ScenarioNames<'s>,
    organization_file: Option<FileId>,
    organization: OrganizationFile<'s>,
    plan_file: Option<FileId>,
    plan: PlanNames<'s>,
    register: Option<RegisterNames<'s>>,
    speaker: Speaker,
}

fn read_drill(files: DrillFiles, problems: &mut Problems<'_>) -> Option<Drill> {
    let parts = parts(files, problems)?;
    if let Some(register) = &parts.register {
        register::register(register, &parts.organization, problems);
    }
    let (plan, scenario) = rehearse_parts(&parts, problems);
    Some(Drill {
        organization: parts.organization.organization,
        plan: plan?.plan,
        scenario,
        currency: (parts.register).and_then(|register| register::currency(&register, problems)),
    })
}

fn parts<'s>(files: DrillFiles, problems: &mut Problems<'s>) -> Option<Parts<'s>> {
    let scenario = scenario::scenario_names(files.scenario, problems)?;
    let own_organization = scenario.doc.organization;
    let organization_file = match files.organization {
        Some(file) => Some(file),
        None => files::referenced(own_organization, Kind::Organization, problems),
    };
    let organization = match organization_file {
        Some(file) => organization::organization(file, problems),
        None => organization::unreadable(),
    };
    let plan_file = match files.plan {
        Some(file) => Some(file),
        None => files::referenced(scenario.doc.plan, Kind::Plan, problems),
    };
    let mut is_other = |given: Option<FileId>, own| {
        given.is_some_and(|file| files::target(own, problems) != Some(file))
    };
    let speaker = Speaker::Scenario(Instead {
        is_other_plan: is_other(files.plan, scenario.doc.plan),
        is_other_organization: is_other(files.organization, own_organization),
    });
    let plan = match plan_file {
        Some(file) => plan::plan_names(file, problems),
        None => plan::unreadable(),
    };
    let register = scenario
        .doc
        .register
        .given()
        .and_then(|field| files::referenced(field, Kind::Register, problems))
        .map(|file| register::register_names(file, problems));
    Some(Parts {
        scenario,
        organization_file,
        organization,
        plan_file,
        plan,
        register,
        speaker,
    })
}

fn rehearse_parts<'s>(
    parts: &Parts<'s>,
    problems: &mut Problems<'s>,
) -> (Option<PlanFile>, Scenario) {
    let no_risks = register::no_risks();
    let risks = (parts.register.as_ref()).map_or(&no_risks, |register| &register.risks);
    rehearse(
        &parts.scenario,
        &parts.organization,
        &parts.plan,
        risks,
        parts.speaker,
        problems,
    )
}

/// Why objectives of a drill without errors cannot be met even if nothing goes wrong, a sentence each. What its files allow is left
/// out, unless another plan or organization is played.
pub fn impossible(sources: &Sources, files: DrillFiles) -> Vec<String> {
    // Whatever else is wrong is told by those who check.
    let mut told_elsewhere = Problems::new(sources);
    let Some(parts) = parts(files, &mut told_elsewhere) else {
        return Vec::new();
    };
    let (file, scenario) = rehearse_parts(&parts, &mut told_elsewhere);
    let (Some(organization_file), Some(plan_file), Some(file)) =
        (parts.organization_file, parts.plan_file, file)
    else {
        return Vec::new();
    };
    let rehearsal = Rehearsal {
        organization_file,
        organization: &parts.organization,
        plan_file,
        names: &parts.plan,
        file,
        script: None,
    };
    let script = Script {
        names: &parts.scenario,
        scenario,
        is_of_this_plan: true,
    };
    let found = lints::impossible(sources, &rehearsal, &script);
    let proof = |found: Diagnostic| {
        let ways = found.labels.into_iter().map(|label| label.message);
        let parts: Vec<String> = std::iter::once(found.message).chain(ways).collect();
        parts.join("; ")
    };
    // What is allowed is allowed of the scenario as it is written.
    let is_as_written = matches!(
        parts.speaker,
        Speaker::Scenario(Instead {
            is_other_plan: false,
            is_other_organization: false
        })
    );
    let found = if is_as_written {
        allowance::obeyed(sources, found)
    } else {
        found
    };
    found.into_iter().map(proof).collect()
}

/// Checks a scenario and a plan against each other and against an organization.
fn rehearse<'s>(
    scenario: &ScenarioNames<'s>,
    organization: &OrganizationFile<'s>,
    plan: &PlanNames<'s>,
    risks: &Names<'s, Place>,
    speaker: Speaker,
    problems: &mut Problems<'s>,
) -> (Option<PlanFile>, Scenario) {
    let flags = scenario::flags(scenario, plan, problems);
    let known = |speaker| Known {
        organization,
        plan,
        flags: &flags,
        impacts: &scenario.impacts,
        speaker,
    };
    let plan_file = plan::plan(&known(Speaker::Plan), risks, problems);
    let scenario = scenario::scenario(scenario, &known(speaker), problems);
    if let Some(plan_file) = &plan_file {
        flow::check(plan_file, problems);
        if organization.is_sound {
            supply::check_people(&organization.organization, plan_file, problems);
            supply::check_units(&organization.organization, plan_file, &scenario, problems);
        }
    }
    (plan_file, scenario)
}
