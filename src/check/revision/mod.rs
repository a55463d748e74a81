//! From two revisions of a file to the changes that lead from one to the other, and drills with some of them made.

mod groups;
mod improvement;
mod normalized;
mod origins;
mod texts;

use crate::check::revision::normalized::{first_name, normalized};
use crate::document::{
    Edit, Field, Kind, Outline, Owner, Thing, edited, one_line, outline, unquoted,
};
use crate::model::{Bearing, Change, ChangeKind, Changed};

pub use groups::groups;
pub use improvement::{improved, renamed};
pub use origins::unknown_origins;
pub use texts::{Texts, drill_with, own_files};

/// The lists of a file and what stands in them.
const LISTS: [(&str, Changed); 7] = [
    ("prevention", Changed::Barrier),
    ("response", Changed::Step),
    ("recovery", Changed::Step),
    ("shifts", Changed::Shift),
    ("people", Changed::Person),
    ("roles", Changed::Role),
    ("resources", Changed::Resource),
];

/// Fields that change no drill.
const WORDING: [&str; 19] = [
    "approved",
    "approved_by",
    "because",
    "changes",
    "contact",
    "done",
    "duties",
    "every",
    "how",
    "id",
    "layer",
    "link",
    "name",
    "negotiable",
    "owner", // Of a plan or a barrier.
    "revision",
    "risks",
    "title",
    "was",
];

/// How to get from one text to another.
#[derive(Clone, PartialEq, Debug)]
pub struct Revision {
    /// The earlier text with the later one's ids and sections, and without names that change no drill; what comes after is applied
    /// to it.
    pub base: String,
    /// All changes, those of `base` first.
    pub changes: Vec<Change>,
    /// Of those that play, how to make them: the place among `changes`, and the edit of `base`.
    pub edits: Vec<(usize, Edit)>,
}

/// The changes that lead from one sound text of that kind to another, in the order of the later one. `means_the_same` tells whether
/// the later one still does with a field of it as it was written before: then nothing but the writing has changed.
pub fn revision(
    kind: Kind,
    before: &str,
    after: &str,
    means_the_same: &dyn Fn(&str) -> bool,
) -> Revision {
    let mut changes = Vec::new();
    let base = normalized(before, after, &mut changes);
    let (Some(old), Some(new)) = (outline(&base), outline(after)) else {
        unreachable!("a sound file has an outline");
    };
    let mut found = Found {
        base: &base,
        after,
        means_the_same,
        changes,
        edits: Vec::new(),
    };
    let head = match kind {
        Kind::Organization => Changed::Organization,
        Kind::Plan | Kind::Scenario | Kind::Register => Changed::Plan,
    };
    let is_list = |field: &Field| LISTS.iter().any(|(list, _)| *list == field.name);
    found.fields(head, "", &Owner::Head, &old, &new, &is_list);
    for (list, of) in LISTS {
        found.things(list, of, &old, &new);
    }
    Revision {
        changes: found.changes,
        edits: found.edits,
        base: unattached(&base, &old),
    }
}

/// The text without names in it that change no drill and yet must be those of something: they would tear changes apart.
fn unattached(text: &str, outline: &Outline) -> String {
    const LISTED: [(&str, &str); 3] = [
        ("prevention", "owner"),
        ("response", "negotiable"),
        ("recovery", "negotiable"),
    ];
    let head = ["owner", "approved_by"].map(|field| Edit::Set {
        of: Owner::Head,
        field: field.to_owned(),
        value: None,
    });
    let things = LISTED.iter().flat_map(|(list, field)| {
        let things = outline.things(list).iter();
        let with_it = things.filter(|thing| thing.outline.field(field).is_some());
        with_it.map(|thing| set(list, &thing.id, field, None))
    });
    let edits: Vec<Edit> = head.into_iter().chain(things).collect();
    edited(text, &edits)
}

fn set(list: &str, id: &str, field: &str, value: Option<String>) -> Edit {
    Edit::Set {
        of: Owner::Thing {
            list: list.to_owned(),
            id: id.to_owned(),
        },
        field: field.to_owned(),
        value,
    }
}

/// What has been found between two texts.
struct Found<'t> {
    base: &'t str,
    after: &'t str,
    means_the_same: &'t dyn Fn(&str) -> bool,
    changes: Vec<Change>,
    edits: Vec<(usize, Edit)>,
}

impl Found<'_> {
    fn things(&mut self, list: &str, of: Changed, old: &Outline, new: &Outline) {
        for thing in new.things(list) {
            let before = old.things(list).iter().find(|old| old.id == thing.id);
            match before {
                Some(before) => {
                    let owner = Owner::Thing {
                        list: list.to_owned(),
                        id: thing.id.clone(),
                    };
                    // A step that goes by another first name has luck of its own.
                    let is_same = first_name(self.base, before) == first_name(self.after, thing);
                    let is_id =
                        |field: &Field| field.name == "id" || (field.name == "was" && is_same);
                    let (old, new) = (&before.outline, &thing.outline);
                    self.fields(of, &thing.id, &owner, old, new, &is_id);
                }
                None => {
                    let what = ChangeKind::Added {
                        title: title(self.after, thing),
                    };
                    let edit = Edit::Add {
                        list: list.to_owned(),
                        text: self.after[thing.span.clone()].to_owned(),
                    };
                    self.push(of, &thing.id, what, Bearing::Plays, edit);
                }
            }
        }
        for gone in old.things(list) {
            if new.things(list).iter().all(|new| new.id != gone.id) {
                let what = ChangeKind::Removed {
                    title: title(self.base, gone),
                };
                let edit = Edit::Remove {
                    list: list.to_owned(),
                    id: gone.id.clone(),
                };
                self.push(of, &gone.id, what, Bearing::Plays, edit);
            }
        }
    }

    fn fields(
        &mut self,
        of: Changed,
        id: &str,
        owner: &Owner,
        old: &Outline,
        new: &Outline,
        is_passed_over: &dyn Fn(&Field) -> bool,
    ) {
        let gone = old
            .fields
            .iter()
            .filter(|field| new.field(&field.name).is_none());
        for field in new.fields.iter().chain(gone) {
            if is_passed_over(field) {
                continue;
            }
            let name = &field.name;
            let old_value = (old.field(name)).map(|field| &self.base[field.value.clone()]);
            let new_value = (new.field(name)).map(|field| &self.after[field.value.clone()]);
            let (before, after) = (old_value.map(one_line), new_value.map(one_line));
            if before == after {
                continue;
            }
            let set = |value: Option<&str>| Edit::Set {
                of: owner.clone(),
                field: name.clone(),
                value: value.map(str::to_owned),
            };
            let as_before = || edited(self.after, [&set(old_value)]);
            let bearing = if name != "was" && !field_plays(of, name) {
                Bearing::Wording
            } else if (self.means_the_same)(&as_before()) {
                Bearing::Restated
            } else {
                Bearing::Plays
            };
            let edit = set(new_value);
            let what = ChangeKind::Field {
                field: name.clone(),
                before,
                after,
            };
            self.push(of, id, what, bearing, edit);
        }
    }

    fn push(&mut self, of: Changed, id: &str, what: ChangeKind, bearing: Bearing, edit: Edit) {
        if bearing == Bearing::Plays {
            self.edits.push((self.changes.len(), edit));
        }
        self.changes.push(Change {
            of,
            id: id.to_owned(),
            what,
            bearing,
        });
    }
}

/// Whether a drill can go otherwise for the field. Steps have owners who work; plans and barriers have owners who answer for them.
fn field_plays(of: Changed, field: &str) -> bool {
    match of {
        Changed::Step => field == "owner" || !WORDING.contains(&field),
        Changed::Plan
        | Changed::Barrier
        | Changed::Organization
        | Changed::Shift
        | Changed::Person
        | Changed::Role
        | Changed::Resource => !WORDING.contains(&field),
    }
}

fn title(text: &str, thing: &Thing) -> String {
    let named = ["title", "name"]
        .iter()
        .find_map(|name| thing.outline.field(name));
    match named {
        Some(field) => unquoted(&text[field.value.clone()]).to_owned(),
        None => thing.id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = r#"Plan(id: "p", revision: "r1", response: [
    Step(id: "a", owner: "x", takes: "1h"),
    Step(id: "b", owner: "x", after: ["a"], takes: "90m", title: "B"),
    Step(id: "gone", owner: "x", takes: "5m"),
    Step(id: "late", owner: "x", after: ["b"], takes: "5m"),
])
"#;
    const NEW: &str = r#"Plan(id: "p", revision: "r2", response: [
    Step(id: "start", was: "a", owner: "y", takes: "1h"),
    Step(id: "b", owner: "x", after: [ "start" ], takes: "2h", title: "Bee"), // the same, longer
    Step(id: "new", owner: "x", takes: "5m"),
], recovery: [
    Step(id: "late", owner: "x", after: ["b"], takes: "5m"),
])
"#;

    #[test]
    fn changes_are_told_in_the_words_of_the_files() {
        let found = differing(OLD, NEW);
        let told: Vec<String> = found.changes.iter().map(told).collect();
        assert_eq!(
            told,
            [
                "start renamed from a",
                "late moved from response to recovery",
                " revision: \"r1\" → \"r2\" (wording)",
                "start owner: \"x\" → \"y\"",
                "b takes: \"90m\" → \"2h\"",
                "b title: \"B\" → \"Bee\" (wording)",
                "new added",
                "gone removed",
            ]
        );
    }

    #[test]
    fn all_edits_together_lead_to_the_later_revision() {
        let found = differing(OLD, NEW);
        let all = edited(&found.base, found.edits.iter().map(|(_, edit)| edit));
        let left = differing(&all, NEW);
        assert!(left.edits.is_empty(), "{left:?}");
    }

    #[test]
    fn names_that_change_no_drill_hold_no_change_back() {
        let old = OLD
            .replace("revision: \"r1\"", "revision: \"r1\", owner: \"x\"")
            .replace("after: [\"a\"]", "after: [\"a\"], negotiable: [\"a\"]");
        let found = differing(&old, &old.replace("[\"a\"]", "[\"gone\"]"));
        assert!(!found.base.contains("negotiable"), "{}", found.base);
        assert_eq!(found.base.matches("owner").count(), 4, "{}", found.base);
        assert_eq!(found.edits.len(), 1);
    }

    #[test]
    fn another_first_name_is_a_change() {
        let new = OLD.replace("Step(id: \"b\"", "Step(id: \"b\", was: \"nothing\"");
        let found = differing(OLD, &new);
        let told: Vec<String> = found.changes.iter().map(told).collect();
        assert_eq!(told, ["b was: – → \"nothing\""]);
        assert_eq!(found.edits.len(), 1);
    }

    #[test]
    fn a_revision_that_says_the_same_changes_nothing() {
        assert!(differing(OLD, OLD).changes.is_empty());
    }

    #[test]
    fn a_field_with_which_the_later_text_means_the_same_is_only_restated() {
        let longer = OLD.replace("takes: \"1h\"", "takes: \"60m\"");
        let later = longer.replace("after: [\"a\"]", "after: []");
        let means_the_same = |text: &str| text.contains("\"1h\"") && text.contains("after: []");
        let found = revision(Kind::Plan, OLD, &later, &means_the_same);
        let bearings: Vec<(&str, Bearing)> = found
            .changes
            .iter()
            .map(|change| (change.id.as_str(), change.bearing))
            .collect();
        assert_eq!(bearings, [("a", Bearing::Restated), ("b", Bearing::Plays)]);
        assert_eq!(found.edits.len(), 1);
    }

    /// Where each other writing means something else.
    fn differing(before: &str, after: &str) -> Revision {
        revision(Kind::Plan, before, after, &|_| false)
    }

    fn told(change: &Change) -> String {
        let is_field = matches!(change.what, ChangeKind::Field { .. });
        let wording = if is_field && !change.plays() {
            " (wording)"
        } else {
            ""
        };
        let id = &change.id;
        match &change.what {
            ChangeKind::Added { .. } => format!("{id} added"),
            ChangeKind::Removed { .. } => format!("{id} removed"),
            ChangeKind::Renamed { from } => format!("{id} renamed from {from}"),
            ChangeKind::Moved { from, to } => format!("{id} moved from {from} to {to}"),
            ChangeKind::Field {
                field,
                before,
                after,
            } => {
                let shown = |value: &Option<String>| value.clone().unwrap_or("–".to_owned());
                let (before, after) = (shown(before), shown(after));
                format!("{id} {field}: {before} → {after}{wording}")
            }
        }
    }
}
