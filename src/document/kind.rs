//! The four kinds of files, told by their first word.

use crate::document::dialect;
use crate::document::located::Shape;
use crate::document::organization::OrganizationDoc;
use crate::document::plan::PlanDoc;
use crate::document::register::RegisterDoc;
use crate::document::scenario::ScenarioDoc;
use crate::source::{FileId, Problems};

/// What a file is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// People, roles, resources.
    Organization,
    /// Risks.
    Register,
    /// Barriers and steps.
    Plan,
    /// One drill's script.
    Scenario,
}

impl Kind {
    /// The four.
    pub const ALL: [Self; 4] = [
        Self::Organization,
        Self::Register,
        Self::Plan,
        Self::Scenario,
    ];

    /// The first word of such a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Organization => "Organization",
            Self::Register => "Register",
            Self::Plan => "Plan",
            Self::Scenario => "Scenario",
        }
    }
}

/// The kind that the text's first word names.
pub fn kind(text: &str) -> Option<Kind> {
    let text = dialect::trimmed(text);
    Kind::ALL.into_iter().find(|kind| {
        text.strip_prefix(kind.name())
            .is_some_and(|rest| rest.trim_start().starts_with('('))
    })
}

/// Reads the file as an organization.
pub fn organization<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<OrganizationDoc<'s>> {
    whole(file, problems)
}

/// Reads the file as a register.
pub fn register<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<RegisterDoc<'s>> {
    whole(file, problems)
}

/// Reads the file as a plan.
pub fn plan<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<PlanDoc<'s>> {
    whole(file, problems)
}

/// Reads the file as a scenario.
pub fn scenario<'s>(file: FileId, problems: &mut Problems<'s>) -> Option<ScenarioDoc<'s>> {
    whole(file, problems)
}

fn whole<'s, T: Shape<'s>>(file: FileId, problems: &mut Problems<'s>) -> Option<T> {
    let text = problems.sources().file(file).text();
    T::read(dialect::trimmed(text), problems)
}
