//! Which scenarios play a plan.

use crate::check::files;
use crate::document::{self, Kind};
use crate::source::{FileId, Problems, Sources};

/// The scenarios that name this plan, then those that name another revision of it, each in the order of reading.
pub fn scenarios_that_play(sources: &Sources, plan: FileId) -> Vec<FileId> {
    // What is wrong in these files is told when they are checked.
    let mut problems = Problems::new(sources);
    let id = plan_id(plan, &mut problems);
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for (file, source) in sources.files() {
        if document::kind(source.text()) != Some(Kind::Scenario) {
            continue;
        }
        let named = document::scenario(file, &mut problems)
            .and_then(|scenario| files::target(scenario.plan, &mut problems));
        match named {
            Some(named) if named == plan => own.push(file),
            Some(named) if id.is_some() && plan_id(named, &mut problems) == id => others.push(file),
            Some(_) | None => {}
        }
    }
    own.extend(others);
    own
}

fn plan_id(plan: FileId, problems: &mut Problems<'_>) -> Option<String> {
    let doc = document::plan(plan, problems)?;
    let id = doc.id.read(problems)?;
    Some(id.0.to_owned())
}
