//! A whole workspace: every scenario with its plan and organization, and what no scenario uses on its own.

use std::collections::BTreeMap;

use crate::check::flags::Flags;
use crate::check::known::{Instead, Known, Speaker};
use crate::check::lints::{self, Linted, Rehearsal, Script};
use crate::check::names::{Names, Place, repeated};
use crate::check::organization::{self, OrganizationFile};
use crate::check::plan::{self, PlanFile, PlanNames};
use crate::check::register::{self, RegisterNames};
use crate::check::scenario::{self, ScenarioNames};
use crate::check::{allowance, files, flow, rehearse, supply};
use crate::document::{self, Kind};
use crate::model::{Register, Scenario};
use crate::quantity::Date;
use crate::source::{Diagnostic, FileId, Problems, Severity, Sources, Span, code, sorted};

/// Every file's names, by kind.
struct Workspace<'s> {
    organizations: BTreeMap<FileId, OrganizationFile<'s>>,
    registers: BTreeMap<FileId, RegisterNames<'s>>,
    plans: BTreeMap<FileId, PlanNames<'s>>,
    scenarios: BTreeMap<FileId, ScenarioNames<'s>>,
}

/// What registers say, each read once with each organization that owns its risks; `None`: with none.
type Readings = BTreeMap<(FileId, Option<FileId>), Option<Register>>;

/// Checks all files: each scenario with what it names, each plan against every scenario of its id, registers and what no
/// scenario uses on their own. Where nothing is wrong, lints follow; what is overdue is told as of that day, if one is given.
pub fn workspace(sources: &Sources, as_of: Option<Date>) -> Vec<Diagnostic> {
    let mut problems = Problems::new(sources);
    let workspace = read(&mut problems);
    check_ids(&workspace, &mut problems);
    let mut rehearsals = Vec::new();
    let mut readings = Readings::new();
    for scenario in workspace.scenarios.values() {
        let read = check_scenario(scenario, &workspace, &mut readings, &mut problems);
        rehearsals.extend(read);
    }
    for (file, plan) in &workspace.plans {
        rehearsals.extend(check_plan(*file, plan, &workspace, &mut problems));
    }
    let mut registers = Vec::new();
    for (file, register) in &workspace.registers {
        let read = check_register(*file, register, &workspace, &mut readings, &mut problems);
        registers.extend(read.map(|read| (register, read)));
    }
    let mut found = problems.finish();
    let is_sound = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Warning;
    if found.iter().all(is_sound) {
        let files = Linted {
            organizations: workspace.organizations.iter().collect(),
            rehearsals,
            registers,
        };
        found.extend(lints::lint(sources, &files, as_of));
    }
    allowance::applied(sources, sorted(found))
}

fn read<'s>(problems: &mut Problems<'s>) -> Workspace<'s> {
    let mut workspace = Workspace {
        organizations: BTreeMap::new(),
        registers: BTreeMap::new(),
        plans: BTreeMap::new(),
        scenarios: BTreeMap::new(),
    };
    for (file, source) in problems.sources().files() {
        match document::kind(source.text()) {
            Some(Kind::Organization) => {
                let organization = organization::organization(file, problems);
                workspace.organizations.insert(file, organization);
            }
            Some(Kind::Register) => {
                let register = register::register_names(file, problems);
                workspace.registers.insert(file, register);
            }
            Some(Kind::Plan) => {
                let plan = plan::plan_names(file, problems);
                workspace.plans.insert(file, plan);
            }
            Some(Kind::Scenario) => {
                let scenario = scenario::scenario_names(file, problems);
                workspace
                    .scenarios
                    .extend(scenario.map(|scenario| (file, scenario)));
            }
            None => {
                document::kind_or_report(file, problems);
            }
        }
    }
    workspace
}

/// A scenario's id, and a plan's id with its revision, belong to one file.
fn check_ids(workspace: &Workspace<'_>, problems: &mut Problems<'_>) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for (id, place) in workspace
        .scenarios
        .values()
        .filter_map(|scenario| scenario.id)
    {
        match first.get(id) {
            Some(other) => problems.push(repeated("scenario", id, place, *other)),
            None => {
                first.insert(id, place);
            }
        }
    }
    let mut first: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for plan in workspace.plans.values() {
        let Some((id, place)) = plan.id else {
            continue;
        };
        match first.get(&(id, plan.revision.as_str())) {
            Some(other) => {
                let message = format!(
                    "revision `{}` of plan `{id}` is defined twice",
                    plan.revision
                );
                problems.push(
                    Diagnostic::error(code::NAME_REPEATED, place, message)
                        .label(*other, "first defined here")
                        .help("give one of them another `revision`"),
                );
            }
            None => {
                first.insert((id, &plan.revision), place);
            }
        }
    }
}

fn check_scenario<'a, 's>(
    scenario: &'a ScenarioNames<'s>,
    workspace: &'a Workspace<'s>,
    readings: &mut Readings,
    problems: &mut Problems<'s>,
) -> Option<Rehearsal<'a, 's>> {
    let organization_file =
        files::referenced(scenario.doc.organization, Kind::Organization, problems);
    let plan_file = files::referenced(scenario.doc.plan, Kind::Plan, problems);
    let register = scenario
        .doc
        .register
        .given()
        .and_then(|path| files::referenced(path, Kind::Register, problems));
    let (no_organization, no_plan, no_risks) = (
        organization::unreadable(),
        plan::unreadable(),
        register::no_risks(),
    );
    let known_organization = organization_file.and_then(|file| workspace.organizations.get(&file));
    let organization = known_organization.unwrap_or(&no_organization);
    let known_plan = plan_file.and_then(|file| workspace.plans.get(&file));
    let plan = known_plan.unwrap_or(&no_plan);
    let register = register.and_then(|file| workspace.registers.get_key_value(&file));
    if let Some((file, register)) = register {
        readings
            .entry((*file, organization_file))
            .or_insert_with(|| register::register(register, organization, problems));
    }
    let register = register.map(|(_, register)| register);
    let register = register.or_else(|| only(&workspace.registers).map(|(_, register)| register));
    let risks = register.map_or(&no_risks, |register| &register.risks);
    let (read, played) = rehearse(
        scenario,
        organization,
        plan,
        risks,
        Speaker::Scenario(Instead::NOTHING),
        problems,
    );
    Some(Rehearsal {
        organization_file: organization_file?,
        organization: known_organization?,
        plan_file: plan_file?,
        names: known_plan?,
        file: read?,
        script: Some(Script {
            names: scenario,
            scenario: played,
            is_of_this_plan: true,
        }),
    })
}

/// The one there is; where there are several, none is everybody's.
fn only<T>(files: &BTreeMap<FileId, T>) -> Option<(&FileId, &T)> {
    let mut entries = files.iter();
    entries.next().filter(|_| entries.next().is_none())
}

/// A plan that no scenario names: against every scenario that plays another revision of it, or else alone.
fn check_plan<'a, 's>(
    file: FileId,
    plan: &'a PlanNames<'s>,
    workspace: &'a Workspace<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Rehearsal<'a, 's>> {
    let mut plays: Vec<&ScenarioNames<'s>> = Vec::new();
    for scenario in workspace.scenarios.values() {
        let Some(target) = files::target(scenario.doc.plan, problems) else {
            continue;
        };
        if target == file {
            return Vec::new();
        }
        let other = workspace.plans.get(&target);
        let is_revision = other.is_some_and(|other| id(other).is_some() && id(other) == id(plan));
        if is_revision {
            plays.push(scenario);
        }
    }
    let no_risks = register::no_risks();
    let risks = only(&workspace.registers).map_or(&no_risks, |(_, register)| &register.risks);
    let unreadable = organization::unreadable();
    let mut rehearsals = Vec::new();
    for &scenario in &plays {
        let organization_file = files::target(scenario.doc.organization, problems);
        let known = organization_file.and_then(|file| workspace.organizations.get_key_value(&file));
        let organization = known.map_or(&unreadable, |(_, organization)| organization);
        let (read, played) = check_revision(scenario, organization, plan, risks, problems);
        let script = Some(Script {
            names: scenario,
            scenario: played,
            is_of_this_plan: false,
        });
        rehearsals.extend(rehearsal(known, (file, plan), read, script));
    }
    if plays.is_empty() {
        let known = only(&workspace.organizations);
        let organization = known.map_or(&unreadable, |(_, organization)| organization);
        let read = check_alone(organization, plan, risks, problems);
        rehearsals.extend(rehearsal(known, (file, plan), read, None));
    }
    rehearsals
}

fn rehearsal<'a, 's>(
    organization: Option<(&'a FileId, &'a OrganizationFile<'s>)>,
    (plan_file, names): (FileId, &'a PlanNames<'s>),
    read: Option<PlanFile>,
    script: Option<Script<'a, 's>>,
) -> Option<Rehearsal<'a, 's>> {
    let (organization_file, organization) = organization?;
    Some(Rehearsal {
        organization_file: *organization_file,
        organization,
        plan_file,
        names,
        file: read?,
        script,
    })
}

fn id<'s>(plan: &PlanNames<'s>) -> Option<&'s str> {
    plan.id.map(|(id, _)| id)
}

/// Only what the revision says: what it lacks of the scenario's names is told when it is played.
fn check_revision<'s>(
    scenario: &ScenarioNames<'s>,
    organization: &OrganizationFile<'s>,
    plan: &PlanNames<'s>,
    risks: &Names<'s, Place>,
    problems: &mut Problems<'s>,
) -> (Option<PlanFile>, Scenario) {
    let mut told_elsewhere = Problems::new(problems.sources());
    let speaker = Speaker::Scenario(Instead {
        is_other_plan: true,
        is_other_organization: false,
    });
    let (_, played) = rehearse(
        scenario,
        organization,
        plan,
        risks,
        speaker,
        &mut told_elsewhere,
    );
    let flags = scenario::flags(scenario, plan, problems);
    let known = Known {
        organization,
        plan,
        flags: &flags,
        impacts: &scenario.impacts,
        speaker: Speaker::Plan,
    };
    let read = plan::plan(&known, risks, problems);
    if let Some(plan) = &read {
        flow::check(plan, problems);
        if organization.is_sound {
            supply::check_people(&organization.organization, plan, problems);
            supply::check_units(&organization.organization, plan, &played, problems);
        }
    }
    (read, played)
}

/// Impacts and flags are the scenarios' to define, so they are not looked up here.
fn check_alone<'s>(
    organization: &OrganizationFile<'s>,
    plan: &PlanNames<'s>,
    risks: &Names<'s, Place>,
    problems: &mut Problems<'s>,
) -> Option<PlanFile> {
    let flags = Flags::unreadable();
    let impacts = scenario::no_impacts();
    let known = Known {
        organization,
        plan,
        flags: &flags,
        impacts: &impacts,
        speaker: Speaker::Plan,
    };
    let read = plan::plan(&known, risks, problems);
    if let Some(plan) = &read {
        flow::check(plan, problems);
        if organization.is_sound {
            supply::check_people(&organization.organization, plan, problems);
        }
    }
    read
}

/// A register's files, and its owners where no scenario says which organization they belong to.
fn check_register<'s>(
    file: FileId,
    register: &RegisterNames<'s>,
    workspace: &Workspace<'s>,
    readings: &mut Readings,
    problems: &mut Problems<'s>,
) -> Option<Register> {
    let (plans, drills) = register::files(register, problems);
    for plan in plans {
        files::referenced(plan, Kind::Plan, problems);
    }
    for drill in drills {
        files::referenced(drill, Kind::Scenario, problems);
    }
    let mut played_with = None;
    for scenario in workspace.scenarios.values() {
        let path = scenario.doc.register.given();
        if path.and_then(|path| files::target(path, problems)) == Some(file) {
            played_with = files::target(scenario.doc.organization, problems);
        }
    }
    // Where a scenario names it, it was read with the scenario's organization already.
    let organization = match played_with {
        Some(file) => workspace.organizations.get_key_value(&file),
        None => only(&workspace.organizations),
    };
    let unreadable = organization::unreadable();
    let (key, organization) = match organization {
        Some((file, organization)) => (Some(*file), organization),
        None => (None, &unreadable),
    };
    readings
        .remove(&(file, key))
        .unwrap_or_else(|| register::register(register, organization, problems))
}
