//! The program from the outside: a folder and arguments in; words, JSON and exit codes out.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// The program in that folder, with arguments that hold no spaces.
pub(crate) fn command(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firebell"));
    command
        .current_dir(folder)
        .args(arguments.split_whitespace());
    command
}

pub(crate) fn firebell(folder: &Path, arguments: &str) -> Output {
    command(folder, arguments)
        .output()
        .expect("the program starts")
}

/// What a command prints that succeeds without a complaint.
pub(crate) fn printed(folder: &Path, arguments: &str) -> String {
    let output = firebell(folder, arguments);
    let complaints = text(output.stderr);
    let ended = (output.status.code(), complaints.as_str());
    assert_eq!(ended, (Some(0), ""), "{arguments}");
    text(output.stdout)
}

/// What is said on standard error by a command that is refused as wrong usage or input, and prints nothing.
pub(crate) fn refused(folder: &Path, arguments: &str) -> String {
    let output = firebell(folder, arguments);
    assert_eq!(text(output.stdout), "", "{arguments}");
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    text(output.stderr)
}

/// The exit code and what is said on standard error.
pub(crate) fn told(folder: &Path, arguments: &str) -> (Option<i32>, String) {
    let output = firebell(folder, arguments);
    (output.status.code(), text(output.stderr))
}

pub(crate) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("we print UTF-8")
}

/// Every line takes at most so many columns, but for commands: they are there to be copied, and never broken.
pub(crate) fn assert_fits(page: &str, columns: usize) {
    let is_command = |line: &str| line.starts_with("next: ") || line.contains("firebell trace");
    for line in page.lines().filter(|line| !is_command(line)) {
        assert!(UnicodeWidthStr::width(line) <= columns, "{columns}: {line}");
    }
}

/// The JSON that a command prints that succeeds, be it with warnings.
pub(crate) fn json(folder: &Path, arguments: &str) -> Value {
    let output = firebell(folder, arguments);
    let complaints = text(output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments}\n{complaints}");
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

/// Holds what a command wrote against the schema that `firebell schema` prints under that name.
pub(crate) fn assert_as_published(written: &Value, name: &str) {
    let schema = json(repository(), &format!("schema {name}"));
    let validator = jsonschema::validator_for(&schema).expect("our schema is one");
    let errors: Vec<String> = validator
        .iter_errors(written)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped workspace of an online shop's operations department.
pub(crate) fn shipped() -> PathBuf {
    repository().join("scenarios/harbour-goods")
}
