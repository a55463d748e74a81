//! A plan without scenario or organization, read as if they were there: whatever it names exists, and is called as it is named.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::check::{self, Checked, DrillFiles};
use crate::model::Drill;
use crate::source::{FileId, Sources, code};

/// The plan in a drill that defines every role, person, resource, impact and flag that the plan names.
///
/// Its diagnostics may lie in the files that are made up here, but only if the plan is wrong by itself.
pub(super) fn drill(sources: &mut Sources, plan: FileId) -> Checked<Drill> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for round in 0.. {
        let scenario = made_up(sources, plan, &names, round);
        let files = DrillFiles {
            scenario,
            plan: Some(plan),
            organization: None,
        };
        let checked = check::drill(sources, files);
        let known = names.len();
        for diagnostic in &checked.diagnostics {
            if [code::NAME_UNKNOWN, code::FLAG_UNKNOWN].contains(&diagnostic.code) {
                let text = sources.file(diagnostic.span.file).text();
                let name = &text[diagnostic.span.start..diagnostic.span.end];
                names.insert(name.trim_matches('"').to_owned());
            }
        }
        // What is still unknown now is no name that a scenario could give.
        if names.len() == known {
            return checked;
        }
    }
    unreachable!("a plan names only so many things")
}

/// An organization and a scenario in which every name stands for a thing of each kind.
fn made_up(sources: &mut Sources, plan: FileId, names: &BTreeSet<String>, round: u32) -> FileId {
    let list = |element: &dyn Fn(&str) -> String| {
        let elements: Vec<String> = names.iter().map(|name| element(name)).collect();
        elements.join(", ")
    };
    // As many of each as any plan may ask for at once.
    let organization = format!(
        "Organization(name: \"\", people: [{}], roles: [{}], resources: [{}])",
        list(&|name| format!("Person(id: {name:?}, count: 1000, shifts: Always)")),
        list(&|name| format!("Role(id: {name:?}, title: {name:?}, holders: [{name:?}])")),
        list(&|name| format!("Resource(id: {name:?}, count: 1000000000)")),
    );
    let organization_path = format!("made-up-organization-{round}.ron");
    sources.add(PathBuf::from(&organization_path), organization);
    let plan_path = sources.file(plan).path().to_string_lossy().into_owned();
    let scenario = format!(
        "Scenario(id: \"made-up\", title: \"\", organization: {organization_path:?}, plan: {plan_path:?}, \
         starts: \"2000-01-03T09:00\", horizon: \"1d\", flags: [{}], impacts: [{}])",
        list(&|name| format!("Chance({name:?}, 0.5)")),
        list(&|name| format!("Impact(id: {name:?}, title: {name:?})")),
    );
    sources.add(
        PathBuf::from(format!("made-up-scenario-{round}.ron")),
        scenario,
    )
}
