//! What authors said in `because` of that which is changed: nobody has said it of what is written.

use crate::document::{Edit, Owner, edited, one_line, outline};
use crate::model::Improvement;

/// The text without what it gave as the reason of anything that the improvements change, and a line about each of those.
pub(super) fn without_reasons(text: &str, changed: &[&Improvement]) -> (String, Vec<String>) {
    let Some(head) = outline(text) else {
        return (text.to_owned(), Vec::new());
    };
    let (mut edits, mut told) = (Vec::new(), Vec::new());
    let lists = ["people", "roles", "resources", "response", "recovery"];
    for list in lists {
        for thing in head.things(list) {
            let is_changed = |one: &&Improvement| {
                let (lists, id) = subject(one);
                lists.contains(&list) && id == thing.id
            };
            let reason = thing.outline.field(BECAUSE);
            let Some(reason) = reason.filter(|_| changed.iter().any(is_changed)) else {
                continue;
            };
            told.push(format!(
                "left out, since {} is changed: {BECAUSE}: {}",
                thing.id,
                one_line(&text[reason.value.clone()])
            ));
            edits.push(Edit::Set {
                of: Owner::Thing {
                    list: list.to_owned(),
                    id: thing.id.clone(),
                },
                field: BECAUSE.to_owned(),
                value: None,
            });
        }
    }
    (edited(text, &edits), told)
}

const BECAUSE: &str = "because";

/// The lists in which the changed thing may stand, and its id.
fn subject(improvement: &Improvement) -> (&'static [&'static str], &str) {
    match improvement {
        Improvement::Deputy { role, .. } | Improvement::Escalation { role, .. } => {
            (&["roles"], role)
        }
        Improvement::OnCall { person, .. } | Improvement::Shift { person, .. } => {
            (&["people"], person)
        }
        Improvement::Units { resource, .. } => (&["resources"], resource),
        Improvement::Success { step, .. }
        | Improvement::Duration { step, .. }
        | Improvement::Alarm { step, .. }
        | Improvement::Predecessor { step, .. } => (&["response", "recovery"], step),
    }
}
