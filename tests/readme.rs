//! The README tells the truth: every console block is run, and its whole output compared.
//!
//! A block holds commands, each after `$ `, and under each what it prints. A line that is nothing but `…` stands for lines
//! that are left out. `cargo run --release -- …` is run as the program that the tests were built with.

#[path = "common/program.rs"]
mod program;

use std::fs;

use program::{printed, repository};

const RUN: &str = "cargo run --release -- ";

#[test]
fn every_console_block_prints_what_the_readme_says() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let examples = examples(&readme);
    assert!(!examples.is_empty(), "the README shows no command");
    for (command, expected) in examples {
        let arguments = command
            .strip_prefix(RUN)
            .unwrap_or_else(|| panic!("`{command}` is no command that is tested"));
        let printed = printed(repository(), arguments);
        assert!(
            is_as_told(&printed, &expected),
            "`{command}` prints something else:\n{printed}"
        );
    }
}

#[test]
fn what_is_left_out_is_only_what_the_marks_say() {
    for (expected, is_told) in [
        ("a\nb\nc\n", true),
        ("a\n…\nc\n", true),
        ("…\nc\n", true),
        ("a\n…\n", true),
        ("a\n…\nb\n…\nc\n", true),
        ("a\nc\n", false),
        ("a\n…\nb\n", false),
        ("b\n…\nc\n", false),
        ("a\n…\nc\n…\nb\n", false),
        ("a\nb\n", false),
    ] {
        assert_eq!(is_as_told("a\nb\nc\n", expected), is_told, "{expected:?}");
    }
}

/// The commands of all console blocks, each with what it is said to print.
fn examples(readme: &str) -> Vec<(String, String)> {
    let mut examples: Vec<(String, String)> = Vec::new();
    let mut is_inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            is_inside = line == "```console";
        } else if let (true, Some(command)) = (is_inside, line.strip_prefix("$ ")) {
            examples.push((command.to_owned(), String::new()));
        } else if let (true, Some((_, expected))) = (is_inside, examples.last_mut()) {
            expected.push_str(line);
            expected.push('\n');
        }
    }
    examples
}

/// Whether the text is the expected one, with anything in the place of lines `…`.
fn is_as_told(printed: &str, expected: &str) -> bool {
    let marked = format!("\n{expected}");
    let mut pieces = marked.split("\n…\n");
    let first = pieces.next().unwrap_or_default();
    let printed = format!("\n{printed}");
    let mut rest = match printed.strip_prefix(first) {
        Some(rest) => rest,
        None => return false,
    };
    let mut last = None;
    for piece in pieces {
        if let Some(before) = last.replace(format!("\n{piece}")) {
            let Some(at) = rest.find(&before) else {
                return false;
            };
            rest = &rest[at + before.len()..];
        }
    }
    match last {
        Some(last) => rest.ends_with(&last),
        None => rest.is_empty(),
    }
}
