//! Changing single fields and things of a sound file, all else staying as its author wrote it.

use crate::document::outline::{Field, Outline, Thing, outline};

/// A line is not made longer than this by a field put into it.
const LINE_MAX: usize = 120;

/// A change of a file's text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Edit {
    /// A field is given that value, or left out.
    Set {
        /// Whose field.
        of: Owner,
        /// Its name.
        field: String,
        /// Its value as it is to be written; `None`: left out.
        value: Option<String>,
    },
    /// A thing is added at the end of a list.
    Add {
        /// The list, a field of the head.
        list: String,
        /// The thing as it is to be written.
        text: String,
    },
    /// A thing is taken out.
    Remove {
        /// The list, a field of the head.
        list: String,
        /// Its id.
        id: String,
    },
}

/// Whose field is changed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Owner {
    /// The file itself.
    Head,
    /// A thing in one of its lists.
    Thing {
        /// The list.
        list: String,
        /// Its id.
        id: String,
    },
}

/// The text with all edits done, one after another. An edit of what is not there does nothing.
pub fn edited<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    // Lines end as they did, where all of them end alike.
    let is_windows = text.contains("\r\n") && !text.replace("\r\n", "").contains('\n');
    if is_windows {
        let plain = text.replace("\r\n", "\n");
        return edited(&plain, edits).replace('\n', "\r\n");
    }
    edits
        .into_iter()
        .fold(text.to_owned(), |text, edit| match outline(&text) {
            Some(outline) => one(&text, &outline, edit).unwrap_or(text),
            None => text,
        })
}

fn one(text: &str, head: &Outline, edit: &Edit) -> Option<String> {
    match edit {
        Edit::Set { of, field, value } => {
            let of = match of {
                Owner::Head => head,
                Owner::Thing { list, id } => &thing(head, list, id)?.outline,
            };
            Some(match (of.field(field), value) {
                (Some(old), Some(value)) => replaced(text, old.value.clone(), value),
                (Some(old), None) => without_field(text, of, old),
                (None, Some(value)) => with_field(text, of, &format!("{field}: {value}")),
                (None, None) => return None,
            })
        }
        Edit::Add { list, text: thing } => Some(with_thing(text, head, list, thing)),
        Edit::Remove { list, id } => {
            let gone = thing(head, list, id)?;
            let end = gone.comma.unwrap_or(gone.span.end);
            let start = gone.span.start;
            Some(without(text, start, with_its_comment(text, start, end)))
        }
    }
}

fn thing<'o>(head: &'o Outline, list: &str, id: &str) -> Option<&'o Thing> {
    head.things(list).iter().find(|thing| thing.id == id)
}

fn replaced(text: &str, place: std::ops::Range<usize>, by: &str) -> String {
    [&text[..place.start], by, &text[place.end..]].concat()
}

/// Puts a field behind the last one, on a line of its own where that line would get long.
fn with_field(text: &str, of: &Outline, field: &str) -> String {
    let Some(last) = of.fields.last() else {
        return replaced(text, of.close..of.close, field);
    };
    let line_start = text[..last.value.end].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[line_start..last.value.end];
    let is_long = line.chars().count() + field.chars().count() + 4 > LINE_MAX;
    let is_on_lines_of_their_own = of.fields.len() > 1
        && of
            .fields
            .windows(2)
            .all(|pair| text[pair[0].value.end..pair[1].start].contains('\n'));
    let break_or_blank = if is_long || is_on_lines_of_their_own || field.contains('\n') {
        format!("\n{}", indent_of_continuation(text, of))
    } else {
        " ".to_owned()
    };
    match last.comma {
        Some(comma) => replaced(text, comma..comma, &format!("{break_or_blank}{field},")),
        None => {
            let end = last.value.end;
            replaced(text, end..end, &format!(",{break_or_blank}{field}"))
        }
    }
}

/// The blanks before the first field that begins a line, or else as many as put it below the first field.
fn indent_of_continuation(text: &str, of: &Outline) -> String {
    let before = |field: &Field| {
        let line_start = text[..field.start].rfind('\n').map_or(0, |at| at + 1);
        &text[line_start..field.start]
    };
    let begins = of.fields.iter().map(before);
    let blank = begins
        .clone()
        .find(|before| before.chars().all(char::is_whitespace));
    match blank {
        Some(blank) => blank.to_owned(),
        None => {
            let first = of.fields.first().map_or("", before);
            " ".repeat(first.chars().count())
        }
    }
}

/// Takes a field out with its comma; the last one with the comma before it, if none follows.
fn without_field(text: &str, of: &Outline, gone: &Field) -> String {
    match gone.comma {
        Some(comma) => without(text, gone.start, comma),
        None => {
            let between =
                |before: &Field| &text[before.comma.unwrap_or(before.value.end)..gone.start];
            let last = of
                .fields
                .iter()
                .rev()
                .find(|field| field.start < gone.start);
            if let Some(last) = last.filter(|last| between(last).trim().is_empty()) {
                return replaced(text, last.value.end..gone.value.end, "");
            }
            // A comment between them stays.
            let text = without(text, gone.start, gone.value.end);
            let before = of
                .fields
                .iter()
                .rev()
                .find(|field| field.start < gone.start);
            match before.and_then(|before| Some((before.value.end, before.comma?))) {
                Some((end, comma)) => replaced(&text, end..comma, ""),
                None => text,
            }
        }
    }
}

/// Takes a place out with the blanks after it, and with its line where nothing else stands there.
fn without(text: &str, start: usize, end: usize) -> String {
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let begins_line = text[line_start..start].chars().all(char::is_whitespace);
    let rest = &text[end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    match (begins_line, rest[blanks..].starts_with('\n')) {
        (true, true) => replaced(text, line_start..end + blanks + 1, ""),
        (false, true) => {
            let kept = text[..start].trim_end_matches([' ', '\t']).len();
            replaced(text, kept..end + blanks, "")
        }
        (true | false, false) => replaced(text, start..end + blanks, ""),
    }
}

/// The end of what is taken out with a thing: of the comment behind it, where the thing stands on lines of its own.
fn with_its_comment(text: &str, start: usize, end: usize) -> usize {
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let begins_line = text[line_start..start].chars().all(char::is_whitespace);
    let line = text[end..].lines().next().unwrap_or("");
    if begins_line && line.trim_start().starts_with("//") {
        end + line.len()
    } else {
        end
    }
}

/// Puts a thing behind the last one of its list; a list that is not there is made.
fn with_thing(text: &str, head: &Outline, list: &str, thing: &str) -> String {
    let Some(field) = head.field(list) else {
        return with_field(text, head, &format!("{list}: [\n        {thing},\n    ]"));
    };
    match field.things.last() {
        Some(last) => {
            let line_start = text[..last.span.start].rfind('\n').map_or(0, |at| at + 1);
            let before = &text[line_start..last.span.start];
            let indent = &before[..before.len() - before.trim_start().len()];
            match last.comma {
                Some(comma) => {
                    // A comment on the line belongs to the thing before.
                    let line = &text[comma..];
                    let end = comma + line.find('\n').unwrap_or(line.len());
                    let rest = text[comma..end].trim();
                    let at = if rest.is_empty() || rest.starts_with("//") {
                        end
                    } else {
                        comma
                    };
                    replaced(text, at..at, &format!("\n{indent}{thing},"))
                }
                None => {
                    let end = last.span.end;
                    replaced(text, end..end, &format!(",\n{indent}{thing}"))
                }
            }
        }
        None => replaced(
            text,
            field.value.clone(),
            &format!("[\n        {thing},\n    ]"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"// A plan.
Plan(
    id: "p", title: "T",
    response: [
        // About a.
        Step(id: "a", owner: "x", takes: "1m"), // a comment on a

        // About b.
        Step(id: "b", after: ["a"],
             takes: "5m", priority: 3),
    ],
)
"#;

    fn set(id: &str, field: &str, value: Option<&str>) -> Edit {
        Edit::Set {
            of: Owner::Thing {
                list: "response".to_owned(),
                id: id.to_owned(),
            },
            field: field.to_owned(),
            value: value.map(str::to_owned),
        }
    }

    fn after(edit: Edit) -> String {
        edited(PLAN, [&edit])
    }

    #[test]
    fn a_value_is_replaced_and_nothing_else() {
        let found = after(set("b", "takes", Some("\"9m\"")));
        assert_eq!(found, PLAN.replace("\"5m\"", "\"9m\""));
    }

    #[test]
    fn a_new_field_comes_last() {
        let found = after(set("a", "cost", Some("7")));
        assert_eq!(found, PLAN.replace("\"1m\")", "\"1m\", cost: 7)"));
        let long = format!("\"{}\"", "x".repeat(110));
        let found = after(set("b", "how", Some(&long)));
        let due = format!("priority: 3,\n             how: {long}),");
        assert_eq!(found, PLAN.replace("priority: 3),", &due));
    }

    #[test]
    fn a_field_is_left_out_with_its_comma() {
        let found = after(set("b", "after", None));
        assert_eq!(found, PLAN.replace(" after: [\"a\"],", ""));
        let found = after(set("b", "takes", None));
        assert_eq!(found, PLAN.replace("takes: \"5m\", ", ""));
        let found = after(set("b", "priority", None));
        assert_eq!(found, PLAN.replace(", priority: 3", ""));
    }

    #[test]
    fn comments_between_fields_and_ends_of_lines_stay() {
        let text = "Plan(response: [Step(id: \"a\", // who does it\n takes: \"1m\")])\n";
        let found = edited(text, [&set("a", "takes", None)]);
        assert!(found.contains("// who does it\n"), "{found}");
        let windows = PLAN.replace('\n', "\r\n");
        let found = edited(&windows, [&set("b", "priority", None)]);
        assert_eq!(
            found,
            PLAN.replace(", priority: 3", "").replace('\n', "\r\n")
        );
    }

    #[test]
    fn the_head_has_fields_too() {
        let edit = Edit::Set {
            of: Owner::Head,
            field: "title".to_owned(),
            value: Some("\"U\"".to_owned()),
        };
        assert_eq!(edited(PLAN, [&edit]), PLAN.replace("\"T\"", "\"U\""));
    }

    #[test]
    fn things_come_last_and_go_with_their_lines() {
        let add = Edit::Add {
            list: "response".to_owned(),
            text: "Step(id: \"c\", takes: \"2m\")".to_owned(),
        };
        let longer = edited(PLAN, [&add]);
        let due = "priority: 3),\n        Step(id: \"c\", takes: \"2m\"),";
        assert_eq!(longer, PLAN.replace("priority: 3),", due));
        let remove = Edit::Remove {
            list: "response".to_owned(),
            id: "c".to_owned(),
        };
        assert_eq!(edited(&longer, [&remove]), PLAN);
        let new_list = Edit::Add {
            list: "recovery".to_owned(),
            text: "Step(id: \"r\", takes: \"2m\")".to_owned(),
        };
        let found = edited(PLAN, [&new_list]);
        assert!(
            found
                .ends_with("    recovery: [\n        Step(id: \"r\", takes: \"2m\"),\n    ],\n)\n"),
            "{found}"
        );
    }

    #[test]
    fn the_comment_behind_a_thing_goes_with_it_and_no_other() {
        let remove = |text: &str, id: &str| {
            let edit = Edit::Remove {
                list: "response".to_owned(),
                id: id.to_owned(),
            };
            edited(text, [&edit])
        };
        let line = "        Step(id: \"a\", owner: \"x\", takes: \"1m\"), // a comment on a\n";
        assert_eq!(remove(PLAN, "a"), PLAN.replace(line, ""));
        let windows = PLAN.replace('\n', "\r\n");
        let due = PLAN.replace(line, "").replace('\n', "\r\n");
        assert_eq!(remove(&windows, "a"), due);
        let last = PLAN.replace("priority: 3),", "priority: 3) // the last");
        let due = last.replace(
            "        Step(id: \"b\", after: [\"a\"],\n             takes: \"5m\", priority: 3) // the last\n",
            "",
        );
        assert_eq!(remove(&last, "b"), due);
        // Behind several things it is about all of them.
        let line = "Plan(response: [Step(id: \"a\"), Step(id: \"b\"), // both\n])\n";
        let left = "Plan(response: [Step(id: \"a\"), // both\n])\n";
        assert_eq!(remove(line, "b"), left);
    }

    #[test]
    fn what_is_not_there_is_not_changed() {
        assert_eq!(after(set("z", "takes", Some("1"))), PLAN);
        assert_eq!(after(set("a", "cost", None)), PLAN);
    }
}
