//! What has a meaning but is probably not meant, in a workspace without errors.

mod bounds;
mod branch;
mod crew;
mod effects;
mod flags;
mod floor;
mod harm;
mod impact;
mod inject;
mod objective;
mod organization;
mod plan;
mod possible;
mod register;
mod related;
mod title;
mod week;

use std::collections::BTreeMap;

use crate::check::organization::OrganizationFile;
use crate::check::plan::{PlanFile, PlanNames};
use crate::check::register::RegisterNames;
use crate::check::scenario::ScenarioNames;
use crate::model::{Register, Scenario};
use crate::quantity::{Date, Seconds};
use crate::source::{Diagnostic, FileId, Problems, Sources, code};

/// A plan with an organization, and with a scenario where one plays it.
#[derive(Debug)]
pub(super) struct Rehearsal<'a, 's> {
    /// The organization's file.
    pub(super) organization_file: FileId,
    /// The organization.
    pub(super) organization: &'a OrganizationFile<'s>,
    /// The plan's file.
    pub(super) plan_file: FileId,
    /// The plan as written.
    pub(super) names: &'a PlanNames<'s>,
    /// The plan.
    pub(super) file: PlanFile,
    /// What is played.
    pub(super) script: Option<Script<'a, 's>>,
}

/// A scenario against a plan.
#[derive(Debug)]
pub(super) struct Script<'a, 's> {
    /// The scenario as written.
    pub(super) names: &'a ScenarioNames<'s>,
    /// The scenario.
    pub(super) scenario: Scenario,
    /// Whether it is this plan that the scenario names, rather than another revision of it.
    pub(super) is_of_this_plan: bool,
}

/// Everything that lints look at.
#[derive(Debug)]
pub(super) struct Linted<'a, 's> {
    /// By file.
    pub(super) organizations: BTreeMap<&'a FileId, &'a OrganizationFile<'s>>,
    /// Every plan as it is played.
    pub(super) rehearsals: Vec<Rehearsal<'a, 's>>,
    /// Every register, as written and read.
    pub(super) registers: Vec<(&'a RegisterNames<'s>, Register)>,
}

/// Every lint of the workspace; what is overdue is told as of that day, if one is given.
pub(super) fn lint<'s>(
    sources: &'s Sources,
    files: &Linted<'_, 's>,
    as_of: Option<Date>,
) -> Vec<Diagnostic> {
    let mut problems = Problems::new(sources);
    let mut by_plan: BTreeMap<FileId, Vec<&Rehearsal<'_, 's>>> = BTreeMap::new();
    for rehearsal in &files.rehearsals {
        by_plan
            .entry(rehearsal.plan_file)
            .or_default()
            .push(rehearsal);
    }
    for played in by_plan.values() {
        plan::lint(played, as_of, &mut problems);
    }
    for (file, organization) in &files.organizations {
        let of_it = files.rehearsals.iter();
        let of_it: Vec<_> = of_it
            .filter(|rehearsal| rehearsal.organization_file == **file)
            .collect();
        organization::lint(organization, &of_it, &mut problems);
    }
    for rehearsal in &files.rehearsals {
        if let Some(script) = rehearsal
            .script
            .as_ref()
            .filter(|script| script.is_of_this_plan)
        {
            lint_scenario(rehearsal, script, &mut problems);
        }
    }
    flags::check(&files.rehearsals, &mut problems);
    for (names, register) in &files.registers {
        register::lint(names, register, as_of, &mut problems);
    }
    problems.finish()
}

/// Objectives that cannot be met even if nothing goes wrong.
pub(super) fn impossible<'s>(
    sources: &'s Sources,
    rehearsal: &Rehearsal<'_, 's>,
    script: &Script<'_, 's>,
) -> Vec<Diagnostic> {
    let bounds = bounds::bounds(rehearsal, &script.scenario);
    let mut problems = Problems::new(sources);
    objective::check(rehearsal, script, &bounds, &mut problems);
    let mut found = problems.finish();
    found.retain(|one| one.code == code::OBJECTIVE_IMPOSSIBLE);
    found
}

fn lint_scenario<'s>(
    rehearsal: &Rehearsal<'_, 's>,
    script: &Script<'_, 's>,
    problems: &mut Problems<'s>,
) {
    let possible = possible::possible(&rehearsal.file.plan, &[&script.scenario]);
    let bounds = bounds::bounds(rehearsal, &script.scenario);
    effects::check_injects(script, problems);
    inject::check(rehearsal, script, &possible, &bounds, problems);
    impact::check(rehearsal, script, problems);
    objective::check(rehearsal, script, &bounds, problems);
    related::check(rehearsal, script, problems);
    title::check(script, problems);
}

/// The day on which something that is done every so often was due, if it is past.
fn overdue_since(done: Option<Date>, every: Seconds, as_of: Option<Date>) -> Option<Date> {
    const DAY: i64 = 86_400;
    let due = done?.plus_days(every.0.saturating_add(DAY - 1) / DAY);
    (due < as_of?).then_some(due)
}
