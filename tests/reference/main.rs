//! The reference of the file format, `docs/files.md`: made from the doc comments in `src/document`, and true.

mod fixture;
mod page;
mod shapes;

use std::path::PathBuf;
use std::{env, fs};

use firebell::model::{Drill, Register};

use fixture::{Texts, bare, full, value_at, with};
use page::{page, sections};
use shapes::{Default, Field, Shape};

#[test]
fn the_reference_says_what_the_source_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/files.md");
    let due = page(&sections());
    if env::var_os("FIREBELL_BLESS").is_some() {
        fs::write(&path, &due).expect("the folder of the reference can be written to");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    if let Some((line, (due, found))) = first_difference(&due, &found) {
        panic!(
            "docs/files.md is out of date from line {line} on:\n  it says: {found}\n  due is:  {due}\n\
             rewrite it with: FIREBELL_BLESS=1 cargo test --test reference"
        );
    }
}

fn first_difference<'a>(due: &'a str, found: &'a str) -> Option<(usize, (&'a str, &'a str))> {
    let end = "(the end)";
    let lines = due.lines().chain([end]).zip(found.lines().chain([end]));
    let mut numbered = (1..).zip(lines);
    numbered.find(|(_, (due, found))| due != found)
}

#[test]
fn the_plan_at_the_head_of_the_reference_has_no_mistake() {
    let page = page(&sections());
    let plan = page
        .split("```")
        .nth(1)
        .expect("the page begins with an example");
    let plan = plan.trim_start_matches("ron");
    let [organization, ..] = full();
    let [_, register, _, scenario] = bare();
    let texts = [
        organization,
        register,
        ("plan.ron", plan.to_owned()),
        scenario,
    ];
    fixture::read(&texts).expect("the plan is sound");
}

#[test]
fn every_example_can_be_copied() {
    for shape in all_shapes() {
        if value_at(&bare(), &shape.name).is_some() {
            continue; // The examples of whole files leave most of them out.
        }
        for written in shape.written() {
            let texts = with(&full(), &shape.name, &written.example);
            if let Err(messages) = fixture::read(&texts) {
                panic!("`{}`: {messages}", written.example);
            }
        }
    }
}

/// What a default in words would be in writing: a field of the same value, or what the fixture says elsewhere.
const TOLD: [(&str, Telling); 3] = [
    ("the id", Telling::Field("id")),
    ("the target, all or nothing", Telling::Field("target")),
    ("the organization's", Telling::Text("\"Asia/Shanghai\"")),
];

enum Telling {
    Field(&'static str),
    Text(&'static str),
}

#[test]
fn a_default_written_in_changes_nothing() {
    for shape in all_shapes() {
        for written in shape.written() {
            let (texts, example) = match value_at(&bare(), &shape.name) {
                Some(bare_file) => (bare(), bare_file),
                None => (full(), written.example.clone()),
            };
            for field in &written.fields {
                let Some(default) = default_in_writing(field, &example) else {
                    continue;
                };
                let left_out = call(&example, &field.name, None);
                let written_in = call(&example, &field.name, Some(&default));
                let (left_out, written_in) = (
                    read(&texts, &shape.name, &left_out),
                    read(&texts, &shape.name, &written_in),
                );
                let same = left_out == written_in;
                assert!(
                    same,
                    "`{}: {default}` is not the default in `{example}`",
                    field.name
                );
            }
        }
    }
}

fn all_shapes() -> Vec<Shape> {
    sections()
        .into_iter()
        .flat_map(|section| section.shapes)
        .collect()
}

fn read(texts: &Texts, shape: &str, value: &str) -> (Drill, Register) {
    fixture::read(&with(texts, shape, value))
        .unwrap_or_else(|messages| panic!("`{value}`: {messages}"))
}

/// The default as a file would write it; `None`: required, or it cannot be written.
fn default_in_writing(field: &Field, example: &str) -> Option<String> {
    match &field.default {
        Default::Required => None,
        Default::Written(code) => Some(code.clone()),
        Default::Told(words) => match TOLD.iter().find(|(told, _)| told == words) {
            Some((_, Telling::Text(text))) => Some((*text).to_owned()),
            Some((_, Telling::Field(name))) => {
                let start = format!("{name}:");
                let parts = parts(example).1;
                let other = parts.into_iter().find_map(|part| part.strip_prefix(&start));
                Some(
                    other
                        .expect("the field is in every example")
                        .trim()
                        .to_owned(),
                )
            }
            None => {
                assert!(
                    words.starts_with("none"),
                    "`{}`: a default is code, none, or one of those that this test can write: {words}",
                    field.name
                );
                None
            }
        },
    }
}

/// The example with that field left out, or with this value.
fn call(example: &str, field: &str, value: Option<&str>) -> String {
    let (name, mut parts) = parts(example);
    let start = format!("{field}:");
    parts.retain(|part| !part.starts_with(&start));
    let written = value.map(|value| format!("{field}: {value}"));
    parts.extend(written.as_deref());
    format!("{name}({})", parts.join(", "))
}

/// The name and the parts of a value written by name.
fn parts(example: &str) -> (&str, Vec<&str>) {
    let (name, inside) = example
        .split_once('(')
        .expect("a value with parts has brackets");
    let inside = inside.strip_suffix(')').expect("the bracket is closed");
    let (mut parts, mut start, mut depth, mut in_text) = (Vec::new(), 0, 0_u32, false);
    for (at, c) in inside.char_indices() {
        match c {
            '"' => in_text = !in_text,
            '(' | '[' if !in_text => depth += 1,
            ')' | ']' if !in_text => depth -= 1,
            ',' if !in_text && depth == 0 => {
                parts.push(inside[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(inside[start..].trim());
    parts.retain(|part| !part.is_empty());
    (name, parts)
}
