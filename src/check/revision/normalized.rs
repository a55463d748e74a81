//! The earlier text of two with its steps called and placed as in the later one.

use std::collections::BTreeMap;

use crate::check::revision::set;
use crate::document::{Edit, Outline, Thing, edited, outline, unquoted, with_steps_renamed};
use crate::model::{Bearing, Change, ChangeKind, Changed};

/// The earlier text with steps called and placed as in the later one.
pub(super) fn normalized(before: &str, after: &str, changes: &mut Vec<Change>) -> String {
    let (Some(old), Some(new)) = (outline(before), outline(after)) else {
        unreachable!("a sound file has an outline");
    };
    let by_first_name: BTreeMap<&str, (&str, &Thing)> = steps(&old)
        .map(|(list, step)| (first_name(before, step), (list, step)))
        .collect();
    let pairs = steps(&new).filter_map(|(list, step)| {
        let (old_list, old) = by_first_name.get(first_name(after, step))?;
        Some((*old_list, *old, list, step))
    });
    let mut edits = Vec::new();
    let mut renamed: BTreeMap<&str, &str> = BTreeMap::new();
    for (old_list, old, list, new) in pairs {
        if old.id != new.id {
            renamed.insert(&old.id, &new.id);
            let was = first_name(before, old);
            edits.push(set(old_list, &old.id, "was", Some(quoted(was))));
            edits.push(set(old_list, &old.id, "id", Some(quoted(&new.id))));
            changes.push(Change {
                of: Changed::Step,
                id: new.id.clone(),
                what: ChangeKind::Renamed {
                    from: old.id.clone(),
                },
                bearing: Bearing::Wording,
            });
        }
        if old_list != list {
            let id = new.id.clone();
            changes.push(Change {
                of: Changed::Step,
                id: id.clone(),
                what: ChangeKind::Moved {
                    from: old_list.to_owned(),
                    to: list.to_owned(),
                },
                bearing: Bearing::Wording,
            });
        }
    }
    let text = edited(before, &edits);
    let text = with_steps_renamed(&text, |name| renamed.get(name).map(|new| (*new).to_owned()));
    moved(&text, &new)
}

/// Steps put into the lists in which the later text has them.
fn moved(text: &str, new: &Outline) -> String {
    let Some(old) = outline(text) else {
        unreachable!("an edited file has an outline");
    };
    let mut edits = Vec::new();
    for (old_list, step) in steps(&old) {
        let list = steps(new).find(|(_, new)| new.id == step.id);
        if let Some((list, _)) = list.filter(|(list, _)| *list != old_list) {
            edits.push(Edit::Remove {
                list: old_list.to_owned(),
                id: step.id.clone(),
            });
            edits.push(Edit::Add {
                list: list.to_owned(),
                text: text[step.span.clone()].to_owned(),
            });
        }
    }
    edited(text, &edits)
}

pub(super) fn steps(outline: &Outline) -> impl Iterator<Item = (&'static str, &Thing)> {
    ["response", "recovery"].into_iter().flat_map(|list| {
        let things = outline.things(list).iter();
        things.map(move |thing| (list, thing))
    })
}

/// `was`, else the id.
pub(super) fn first_name<'a>(text: &'a str, step: &'a Thing) -> &'a str {
    match step.outline.field("was") {
        Some(was) => unquoted(&text[was.value.clone()]),
        None => &step.id,
    }
}

fn quoted(id: &str) -> String {
    format!("\"{id}\"")
}
