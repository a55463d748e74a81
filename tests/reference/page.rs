//! The page `docs/files.md`: what the shapes say, set in tables.

use crate::shapes::{Default, Field, Form, Shape, Value, Written, shapes};

const HEAD: &str = include_str!("head.md");

/// A part of the page; its first shape is what it is about.
pub(crate) struct Section {
    title: &'static str,
    pub(crate) shapes: Vec<Shape>,
}

/// All shapes of the file format, where the page has them.
pub(crate) fn sections() -> Vec<Section> {
    let mut scenario = shapes("scenario.rs");
    let mut effect = shapes("effect.rs");
    let triggers = take(&mut scenario, "TriggerDoc");
    let measures = take(&mut scenario, "MeasureDoc");
    let guards = take(&mut effect, "GuardDoc");
    let section = |title, shapes| Section { title, shapes };
    vec![
        section("Organization", shapes("organization.rs")),
        section("Register", shapes("register.rs")),
        section("Plan", shapes("plan.rs")),
        section("Scenario", scenario),
        section("Distributions", shapes("distribution.rs")),
        section("Effects", effect),
        section("Guards", guards),
        section("Triggers", triggers),
        section("Measures", measures),
    ]
}

fn take(shapes: &mut Vec<Shape>, name: &str) -> Vec<Shape> {
    let place = shapes.iter().position(|shape| shape.name == name);
    vec![shapes.remove(place.expect("the shape is in that file"))]
}

/// The whole page.
pub(crate) fn page(sections: &[Section]) -> String {
    let anchors = Anchors::new(sections);
    let mut page = HEAD.trim_end().to_owned();
    for section in sections {
        page += &format!("\n\n## {}", section.title);
        for (place, shape) in section.shapes.iter().enumerate() {
            let (heading, text) = heading_and_text(shape);
            if place > 0 {
                page += &format!("\n\n### {heading}");
            }
            let is_heading_code = heading.starts_with('`');
            let text = if place > 0 || is_heading_code {
                text
            } else {
                shape.text.clone()
            };
            if !text.is_empty() {
                page += &format!("\n\n{text}");
            }
            page += &body(shape, &anchors);
        }
    }
    page + "\n"
}

fn body(shape: &Shape, anchors: &Anchors) -> String {
    match &shape.form {
        Form::One(written) => {
            let example = format!("\n\n```ron\n{}\n```", written.example);
            if written.fields.is_empty() {
                return example;
            }
            let mut table =
                "\n\n| field | value | default | meaning |\n|---|---|---|---|".to_owned();
            for field in &written.fields {
                table += &format!("\n| {} |", row(field, anchors));
            }
            example + &table
        }
        Form::Choice(all) => {
            let mut tables = "\n\n| written | meaning |\n|---|---|".to_owned();
            for written in all {
                tables += &format!("\n| `{}` | {} |", written.example, written.meaning);
            }
            tables + &fields_of_variants(all, anchors)
        }
    }
}

fn fields_of_variants(all: &[Written], anchors: &Anchors) -> String {
    if all.iter().all(|written| written.fields.is_empty()) {
        return String::new();
    }
    let mut table =
        "\n\n| of | field | value | default | meaning |\n|---|---|---|---|---|".to_owned();
    for written in all {
        let word = written.example.split('(').next().unwrap_or_default();
        for (place, field) in written.fields.iter().enumerate() {
            let of = if place == 0 {
                format!("`{word}`")
            } else {
                String::new()
            };
            table += &format!("\n| {of} | {} |", row(field, anchors));
        }
    }
    table
}

fn row(field: &Field, anchors: &Anchors) -> String {
    let default = match &field.default {
        Default::Required => "required".to_owned(),
        Default::Written(code) => format!("`{code}`"),
        Default::Told(words) => words.strip_prefix("none, ").unwrap_or(words).to_owned(),
    };
    let value = match &field.value {
        Value::One(name) => anchors.one(name),
        Value::ListOf(name) => format!("list of {}", anchors.many(name)),
        Value::DistributionOf(name) => {
            format!("[distribution](#distributions) of {}", anchors.many(name))
        }
    };
    format!("`{}` | {value} | {default} | {}", field.name, field.meaning)
}

/// What stands over a shape, and what is said of it below.
fn heading_and_text(shape: &Shape) -> (String, String) {
    let text = &shape.text;
    let end = [": ", ". "].iter().filter_map(|mark| text.find(mark)).min();
    let Some(end) = end else {
        return (text.trim_end_matches('.').to_owned(), String::new());
    };
    let (heading, rest) = (&text[..end], &text[end + 2..]);
    let first = rest.chars().next().map(|c| c.to_uppercase().to_string());
    let rest = rest.chars().skip(1).collect::<String>();
    (heading.to_owned(), first.unwrap_or_default() + &rest)
}

/// Where the page speaks of which shape, by its name in the source.
struct Anchors(Vec<(String, String, String)>);

impl Anchors {
    fn new(sections: &[Section]) -> Self {
        let mut all = Vec::new();
        for section in sections {
            for (place, shape) in section.shapes.iter().enumerate() {
                let title = match place {
                    0 => section.title.to_owned(),
                    _ => heading_and_text(shape).0,
                };
                let word = match shape.form {
                    Form::One(_) => format!("`{}`", shape.name.trim_end_matches("Doc")),
                    Form::Choice(_) => spoken(&shape.name),
                };
                all.push((shape.name.clone(), word, slug(&title)));
            }
        }
        Self(all)
    }

    /// A value, in words.
    fn one(&self, name: &str) -> String {
        let plain = match name {
            "String" => "text",
            "Id" => "id",
            "FilePath" => "path",
            "Date" => "date",
            "TimeOfDay" => "time of day",
            "CivilTime" => "date with time",
            "Moment" => "point of time",
            "Seconds" => "duration",
            "Weekday" => "day",
            "Probability" => "probability",
            "f64" => "number",
            "u32" | "u64" | "i64" => "whole number",
            "bool" => "`true` or `false`",
            "V" => "value",
            _ => {
                let (_, word, slug) = (self.0.iter().find(|(shape, ..)| shape == name))
                    .unwrap_or_else(|| panic!("`{name}` has no place on the page"));
                return format!("[{word}](#{slug})");
            }
        };
        plain.to_owned()
    }

    /// Several of them, in words.
    fn many(&self, name: &str) -> String {
        let one = self.one(name);
        match one.strip_suffix(')') {
            Some(_) if one.contains('`') => one,
            Some(_) => one.replacen(']', "s]", 1),
            None if name == "CivilTime" => "dates with times".to_owned(),
            None => format!("{one}s"),
        }
    }
}

/// `BarrierEffectDoc` as "barrier effect".
fn spoken(name: &str) -> String {
    let mut words = String::new();
    for c in name.trim_end_matches("Doc").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// The anchor of a heading, as forges make it.
fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}
