//! What the names in plans and scenarios may refer to, and what it means when they refer to nothing.

use crate::check::flags::Flags;
use crate::check::names::Names;
use crate::check::organization::OrganizationFile;
use crate::check::plan::PlanNames;
use crate::document::{Id, Located};
use crate::quantity::{
    BarrierId, FlagId, ImpactId, Index, LabelId, PersonId, ResourceId, RoleId, StepId,
};
use crate::source::{Diagnostic, Problems, code};

/// Whose names are looked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Speaker {
    /// The plan's own: by present ids.
    Plan,
    /// The scenario's: by present or earlier ids.
    Scenario(Instead),
}

/// What is played instead of what the scenario names: whatever it lacks is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Instead {
    /// Another revision of the plan.
    pub(super) is_other_plan: bool,
    /// Another organization.
    pub(super) is_other_organization: bool,
}

impl Instead {
    /// The scenario is played as it says itself.
    pub(super) const NOTHING: Self = Self {
        is_other_plan: false,
        is_other_organization: false,
    };
}

/// Everything a name may refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a, 's> {
    /// People, roles, resources, shifts.
    pub(super) organization: &'a OrganizationFile<'s>,
    /// Steps, their outcomes, barriers.
    pub(super) plan: &'a PlanNames<'s>,
    /// Flags of plan and scenario.
    pub(super) flags: &'a Flags<'s>,
    /// Impacts of the scenario.
    pub(super) impacts: &'a Names<'s, ImpactId>,
    /// Who speaks.
    pub(super) speaker: Speaker,
}

impl<'s> Known<'_, 's> {
    /// The step that is meant.
    pub(super) fn step(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<StepId> {
        let id = name.read(problems)?.0;
        let steps = &self.plan.steps;
        let renamed = self.plan.was.get(id).copied();
        let found = steps.find(id).or(match self.speaker {
            Speaker::Plan => None,
            Speaker::Scenario(_) => renamed,
        });
        if found.is_some() || !steps.is_complete() {
            return found;
        }
        let place = name.span(problems);
        let mut unknown = steps.unknown(id, place, problems.len());
        if let Some(step) = renamed {
            let present = steps.in_order()[step.place()];
            unknown = unknown.help(format!("write `{present}`, its present id"));
        }
        problems.push(self.lacking(unknown));
        None
    }

    /// The outcome of that step that is meant.
    pub(super) fn outcome(
        &self,
        step: Located<'s, Id<'s>>,
        label: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<(StepId, LabelId)> {
        let written = label.read(problems);
        let step = self.step(step, problems)?;
        let labels = &self.plan.labels[step];
        let name = written?.0;
        let found = labels.find(name);
        if found.is_none() && labels.is_complete() {
            let place = label.span(problems);
            let mut unknown = labels.unknown(name, place, problems.len());
            unknown.code = code::LABEL_UNKNOWN;
            problems.push(self.lacking(unknown));
        }
        Some((step, found?))
    }

    /// The barrier that is meant.
    pub(super) fn barrier(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<BarrierId> {
        let id = name.read(problems)?.0;
        let barriers = &self.plan.barriers;
        let found = barriers.find(id);
        if found.is_none() && barriers.is_complete() {
            let place = name.span(problems);
            let unknown = barriers.unknown(id, place, problems.len());
            problems.push(self.lacking(unknown));
        }
        found
    }

    /// The flag that is meant, which something must be able to make true.
    pub(super) fn flag(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<FlagId> {
        let id = name.read(problems)?.0;
        let found = self.flags.names.find(id);
        if self.flags.can_be_true(id) || !self.flags.names.is_complete() {
            return found;
        }
        let place = name.span(problems);
        let unknown = self.flags.unknown(id, place);
        problems.push(self.lacking(unknown));
        found
    }

    /// The impact that is meant.
    pub(super) fn impact(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<ImpactId> {
        self.impacts.resolve(name, problems)
    }

    /// The person or team that is meant.
    pub(super) fn person(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<PersonId> {
        self.in_organization(problems, |problems| {
            self.organization.person(name, problems)
        })
    }

    /// The role that is meant.
    pub(super) fn role(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<RoleId> {
        self.in_organization(problems, |problems| self.organization.role(name, problems))
    }

    /// The resource that is meant.
    pub(super) fn resource(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<ResourceId> {
        self.in_organization(problems, |problems| {
            self.organization.resources.resolve(name, problems)
        })
    }

    /// What a scenario names and its organization lacks is an error; what another one lacks is left out, with a warning.
    fn in_organization<T>(
        &self,
        problems: &mut Problems<'s>,
        find: impl FnOnce(&mut Problems<'s>) -> Option<T>,
    ) -> Option<T> {
        match self.speaker {
            Speaker::Plan
            | Speaker::Scenario(Instead {
                is_other_organization: false,
                ..
            }) => find(problems),
            Speaker::Scenario(Instead {
                is_other_organization: true,
                ..
            }) => {
                let mut mistakes = Problems::new(problems.sources());
                let found = find(&mut mistakes);
                for mistake in mistakes.finish() {
                    problems.push(if mistake.code == code::NAME_UNKNOWN {
                        let help = "the drill is played without it: add it to this organization";
                        left_out(mistake, code::ORGANIZATION_LACKS, help)
                    } else {
                        mistake
                    });
                }
                found
            }
        }
    }

    /// What a scenario names and its plan lacks is an error; what another revision lacks is left out, with a warning.
    fn lacking(&self, mistake: Diagnostic) -> Diagnostic {
        match self.speaker {
            Speaker::Plan
            | Speaker::Scenario(Instead {
                is_other_plan: false,
                ..
            }) => mistake,
            Speaker::Scenario(Instead {
                is_other_plan: true,
                ..
            }) => left_out(
                mistake,
                code::PLAN_LACKS,
                "the drill is played without it: add it to this revision, or say with `was` which step it became",
            ),
        }
    }
}

fn left_out(mistake: Diagnostic, code: &'static str, help: &str) -> Diagnostic {
    Diagnostic::warning(code, mistake.span, mistake.message).help(help)
}
