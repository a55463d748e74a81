//! Drills with other texts in place of their files.

use crate::check::{self, Checked, DrillFiles, files};
use crate::document;
use crate::model::Drill;
use crate::source::{FileId, Problems, Sources};

/// The scenario with the plan and the organization that it names, as far as they can be read.
pub fn own_files(sources: &Sources, scenario: FileId) -> DrillFiles {
    let mut problems = Problems::new(sources);
    let doc = document::scenario(scenario, &mut problems);
    DrillFiles {
        scenario,
        plan: doc.and_then(|doc| files::target(doc.plan, &mut problems)),
        organization: doc.and_then(|doc| files::target(doc.organization, &mut problems)),
    }
}

/// The texts of a drill's plan and organization where they differ from the files.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Texts<'t> {
    /// The plan's.
    pub plan: Option<&'t str>,
    /// The organization's.
    pub organization: Option<&'t str>,
}

/// Checks a drill with other texts in place of its files.
pub fn drill_with(sources: &Sources, files: DrillFiles, texts: Texts<'_>) -> Checked<Drill> {
    let with = sources.with_texts(|file| {
        let plan = texts.plan.filter(|_| files.plan == Some(file));
        let organization = texts
            .organization
            .filter(|_| files.organization == Some(file));
        plan.or(organization)
    });
    check::drill(&with, files)
}
