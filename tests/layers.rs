//! The layer table: a module imports only modules in rows above its own, kinds of report import each other in no circle, and a crate
//! stays in the module that uses it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};

/// Row, module, and what it imports.
const LAYERS: [(u8, &str, &[&str]); 14] = [
    (0, "quantity", &[]),
    (0, "text", &[]),
    (1, "source", &[]),
    (1, "model", &["quantity"]),
    (1, "statistics", &[]),
    (1, "random", &["quantity"]),
    (2, "document", &["source", "text", "quantity"]),
    (2, "program", &["model", "random", "quantity"]),
    (
        3,
        "check",
        &["document", "source", "model", "text", "quantity"],
    ),
    (3, "simulate", &["program", "random", "quantity"]),
    (
        4,
        "analysis",
        &[
            "model",
            "program",
            "random",
            "simulate",
            "statistics",
            "quantity",
        ],
    ),
    (
        5,
        "report",
        &["analysis", "model", "statistics", "text", "quantity"],
    ),
    (6, "cli", EVERYTHING),
    (6, "main", EVERYTHING),
];

const EVERYTHING: &[&str] = &[
    "quantity",
    "text",
    "source",
    "model",
    "statistics",
    "random",
    "document",
    "program",
    "check",
    "simulate",
    "analysis",
    "report",
];

/// What of a crate is used, and in which modules alone.
const CRATES: [(&str, &[&str]); 23] = [
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("notify", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("anstream", &["cli"]),
    ("terminal_size", &["cli"]),
    ("ron", &["document"]),
    ("serde::Deserialize", &["document"]),
    ("serde::de", &["document"]),
    ("jiff", &["quantity"]),
    ("chacha20", &["random"]),
    ("multiversion", &["random", "statistics", "simulate"]),
    ("petgraph", &["model"]),
    ("sha2", &["source"]),
    ("statrs", &["statistics", "random"]),
    ("strsim", &["text"]),
    ("unicode_width", &["text"]),
    ("csv", &["report"]),
    ("dugong", &["report"]),
    ("maud", &["report"]),
];

#[test]
fn modules_import_only_what_the_layer_table_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut violations = Vec::new();
    for file in rust_files(&root) {
        let text = fs::read_to_string(&file).expect("a source file is text");
        let inside = file.strip_prefix(&root).expect("found below it");
        violations.extend(violations_in(inside, &text));
    }
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

#[test]
fn the_layer_table_agrees_with_its_rows() {
    for (row, module, imports) in LAYERS {
        for import in imports {
            let below = LAYERS.iter().find(|(_, name, _)| name == import);
            let (row_of_import, ..) = below.unwrap_or_else(|| panic!("{import} has no row"));
            assert!(*row_of_import < row, "{module} imports {import}");
        }
    }
}

#[test]
fn planted_violations_are_seen() {
    for (file, text, seen) in [
        (
            "model/plan.rs",
            "use crate::check::drill;",
            "model must not import check",
        ),
        (
            "model.rs",
            "use crate::{quantity::Seconds, source};",
            "model must not import source",
        ),
        (
            "text/near.rs",
            "fn f() -> crate::quantity::Seconds { todo!() }",
            "text must not import quantity",
        ),
        (
            "simulate/run.rs",
            "use crate::{\n    program::{Program, StepCode as S},\n    model,\n};",
            "simulate must not import model",
        ),
        (
            "model/mod.rs",
            "use super::document::Span;",
            "model must not import document",
        ),
        (
            "check/graph.rs",
            "use super::super::report::x;",
            "reaches out of its module",
        ),
        ("lib2.rs", "", "lib2 is not in the layer table"),
        (
            "model/plan.rs",
            "use jiff::civil::Date;",
            "model must not use jiff",
        ),
        (
            "model/plan.rs",
            "#[derive(serde::Deserialize)] struct Plan;",
            "model must not use serde::Deserialize",
        ),
        (
            "model/plan.rs",
            "use serde::{Serialize, Deserialize};",
            "model must not use serde::Deserialize",
        ),
        (
            "check/graph.rs",
            "let x = clap::Arg::new();",
            "check must not use clap",
        ),
        (
            "check/graph.rs",
            "use petgraph::algo;",
            "check must not use petgraph",
        ),
    ] {
        let violations = violations_in(Path::new(file), text);
        assert!(
            violations.len() == 1 && violations[0].contains(seen),
            "{file}: {text}: {violations:?}"
        );
    }
}

#[test]
fn what_is_allowed_is_not_reported() {
    for (file, text) in [
        (
            "check/graph.rs",
            "use crate::model::{Plan, Step}; use crate::text;",
        ),
        ("model/graph.rs", "use petgraph::algo;"),
        (
            "check/graph.rs",
            "// use crate::cli;\n/* crate::cli */ let a = \"crate::cli\"; use super::names;",
        ),
        (
            "cli/trace.rs",
            "use crate::check; use clap::Parser; use serde::Serialize;",
        ),
        ("main.rs", "use firebell::cli; fn main() { cli::main() }"),
        ("lib.rs", "pub mod quantity;"),
        (
            "program/compile.rs",
            "let ron = 'r'; let c = '\"'; x.clap(); use crate::program::code;",
        ),
    ] {
        assert_eq!(violations_in(Path::new(file), text), [""; 0], "{text}");
    }
}

#[test]
fn kinds_of_report_import_each_other_in_no_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let mut imports = Imports::new();
    for file in rust_files(&root) {
        let text = fs::read_to_string(&file).expect("a source file is text");
        let inside = file.strip_prefix(&root).expect("found below it");
        note_imports(inside, &text, &mut imports);
    }
    let told = circle(&imports).map(|circle| told(&circle, &imports));
    assert_eq!(told, None);
}

#[test]
fn a_planted_circle_is_seen_and_told_with_its_files() {
    let mut imports = Imports::new();
    for (file, text) in [
        ("figures.rs", "use crate::text;"),
        ("json/run.rs", "use crate::report::run::Run;"),
        (
            "run/time.rs",
            "use crate::report::{figures, compare::words::points};",
        ),
        ("compare/page.rs", "use crate::report::compare::rows;"),
        ("compare/rows.rs", "fn f() { crate::report::run::level() }"),
    ] {
        note_imports(Path::new(file), text, &mut imports);
    }
    let found = circle(&imports).expect("two import each other");
    assert_eq!(
        told(&found, &imports),
        "modules of report import each other in a circle:\n  \
         compare/rows.rs imports run\n  \
         run/time.rs imports compare\n\
         What several of them need belongs in a module of its own, directly below report."
    );
    imports.remove("run");
    assert_eq!(circle(&imports), None);
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry of that folder").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What is wrong with the imports of one file, given by its place below `src`.
fn violations_in(file: &Path, text: &str) -> Vec<String> {
    let parts: Vec<&str> = file
        .iter()
        .map(|part| part.to_str().expect("ASCII names"))
        .collect();
    let module = parts[0].trim_end_matches(".rs");
    if module == "lib" {
        return Vec::new();
    }
    let Some((_, _, allowed)) = LAYERS.iter().find(|(_, name, _)| *name == module) else {
        return vec![format!(
            "{}: {module} is not in the layer table",
            file.display()
        )];
    };
    let is_root = parts.len() == 1 || parts[1] == "mod.rs";
    let is_layer = |name: &str| LAYERS.iter().any(|(_, layer, _)| *layer == name);

    let mut violations = Vec::new();
    for path in paths(text) {
        let names: Vec<&str> = path.split("::").collect();
        let import = match names.as_slice() {
            ["super", "super", ..] => {
                violations.push(format!(
                    "{}: `{path}` reaches out of its module",
                    file.display()
                ));
                continue;
            }
            ["crate" | "firebell", name, ..] => Some(*name),
            ["super", name, ..] if is_root && is_layer(name) => Some(*name),
            _ => None,
        };
        if let Some(name) = import {
            let is_allowed =
                name == module || allowed.contains(&name) || (module == "main" && name == "cli");
            if !is_allowed {
                violations.push(format!(
                    "{}: {module} must not import {name}",
                    file.display()
                ));
            }
            continue;
        }
        for (used, homes) in CRATES {
            let is_used = path == used || path.starts_with(&format!("{used}::"));
            if is_used && path.contains("::") && !homes.contains(&module) {
                violations.push(format!("{}: {module} must not use {used}", file.display()));
            }
        }
    }
    violations
}

/// What each module of a folder imports of its siblings, and in which file.
type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// Notes what a file below `src/report` imports of other modules there.
fn note_imports(file: &Path, text: &str, imports: &mut Imports) {
    let module = file.iter().next().expect("a file has a name");
    let module = Path::new(module).with_extension("");
    let module = module.to_str().expect("ASCII names");
    for path in paths(text) {
        let names: Vec<&str> = path.split("::").collect();
        if let ["crate", "report", name, ..] = names.as_slice()
            && *name != module
        {
            let of_module = imports.entry(module.to_owned()).or_default();
            let place = file.to_str().expect("ASCII names");
            of_module.insert((*name).to_owned(), place.to_owned());
        }
    }
}

/// Modules of which each imports the next, and the last the first; `None`: there is no circle.
fn circle(imports: &Imports) -> Option<Vec<&str>> {
    let mut left: BTreeSet<&str> = imports.keys().map(String::as_str).collect();
    let next = |module: &str, left: &BTreeSet<&str>| {
        let mut of_module = imports[module].keys().map(String::as_str);
        of_module.find(|name| left.contains(name))
    };
    // Whoever imports nobody that is left is in no circle.
    while let Some(idle) = left.iter().find(|one| next(one, &left).is_none()).copied() {
        left.remove(idle);
    }
    let mut walk = vec![*left.first()?];
    loop {
        let module = walk.last().expect("it begins somewhere");
        let module = next(module, &left).expect("whoever is left imports one of them");
        if let Some(start) = walk.iter().position(|one| *one == module) {
            return Some(walk.split_off(start));
        }
        walk.push(module);
    }
}

fn told(circle: &[&str], imports: &Imports) -> String {
    let mut told = "modules of report import each other in a circle:\n".to_owned();
    for (one, next) in circle.iter().zip(circle.iter().cycle().skip(1)) {
        told.push_str(&format!("  {} imports {next}\n", imports[*one][*next]));
    }
    told.push_str(
        "What several of them need belongs in a module of its own, directly below report.",
    );
    told
}

/// Every path with at least one `::` in the text, groups in braces spelled out: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut paths = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        if is_name(&tokens[place]) && tokens.get(place + 1).is_some_and(|next| next == "::") {
            place = read_path(&tokens, place, String::new(), &mut paths);
        } else {
            place += 1;
        }
    }
    paths
}

/// Reads one path from `place` on and returns the place after it.
fn read_path(
    tokens: &[String],
    mut place: usize,
    prefix: String,
    paths: &mut Vec<String>,
) -> usize {
    let mut path = prefix;
    while let Some(token) = tokens.get(place) {
        if is_name(token) || token == "*" {
            path.push_str(token);
            place += 1;
        } else if token == "{" {
            place += 1;
            while tokens.get(place).is_some_and(|token| token != "}") {
                let before = place;
                place = read_path(tokens, place, path.clone(), paths);
                if tokens.get(place).is_some_and(|token| token == "as") {
                    place += 2;
                }
                if tokens.get(place).is_some_and(|token| token == ",") || place == before {
                    place += 1;
                }
            }
            return place + 1;
        } else {
            break;
        }
        if tokens.get(place).is_some_and(|token| token == "::") {
            path.push_str("::");
            place += 1;
        } else {
            break;
        }
    }
    paths.push(path.trim_end_matches("::").to_owned());
    place
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && token != "as"
}

/// Names, `::`, single signs and brackets; comments and literals left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    flatten(text.parse().expect("a source file is Rust"), &mut tokens);
    tokens
}

fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Group(group) => {
                // Only braces group paths; all other brackets are alike.
                let is_braced = group.delimiter() == Delimiter::Brace;
                tokens.push(if is_braced { "{" } else { "(" }.to_owned());
                flatten(group.stream(), tokens);
                tokens.push(if is_braced { "}" } else { ")" }.to_owned());
            }
            TokenTree::Ident(name) => tokens.push(name.to_string()),
            TokenTree::Punct(sign) => {
                let is_path = is_colon(&sign)
                    && sign.spacing() == Spacing::Joint
                    && trees
                        .next_if(|next| matches!(next, TokenTree::Punct(sign) if is_colon(sign)))
                        .is_some();
                tokens.push(if is_path {
                    "::".to_owned()
                } else {
                    sign.to_string()
                });
            }
            TokenTree::Literal(_) => {}
        }
    }
}

fn is_colon(sign: &Punct) -> bool {
    sign.as_char() == ':'
}
