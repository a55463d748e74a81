//! What of the authors' text falls away with a change: what they said in `because`, which nobody has said of what is written, and what
//! was `negotiable` and is given up.

use crate::document::{Edit, Owner, edited, one_line, outline};
use crate::model::Improvement;

/// The text without what it gave as the reason of anything that the improvements change, and a line about each of those and about
/// each predecessor that is no longer negotiable.
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
    told.extend(
        changed
            .iter()
            .filter_map(|improvement| given_up(improvement)),
    );
    (edited(text, &edits), told)
}

fn given_up(improvement: &Improvement) -> Option<String> {
    match improvement {
        Improvement::Predecessor { step, predecessor } => Some(format!(
            "left out, since {step} no longer waits for {predecessor}: {predecessor} in its negotiable"
        )),
        Improvement::Deputy { .. }
        | Improvement::OnCall { .. }
        | Improvement::Escalation { .. }
        | Improvement::Units { .. }
        | Improvement::Shift { .. }
        | Improvement::Success { .. }
        | Improvement::Duration { .. }
        | Improvement::Alarm { .. } => None,
    }
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
