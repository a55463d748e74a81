//! What `firebell check --format sarif` writes is what the official schema of SARIF 2.1.0 asks for.
//!
//! The schema stays where it is published: in the source of the crate `serde-sarif`, beside the types generated from it.

#[path = "common/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use program::{firebell, repository, text};
use serde_json::{Value, json};
use serde_sarif::sarif::Sarif;

/// The schema as OASIS publishes it, with formats such as `uri-reference` taken seriously.
fn standard() -> Validator {
    let file = folder_of("serde-sarif").join("src/schema.json");
    let text = fs::read_to_string(&file).expect("the crate carries the schema");
    // A stray bracket in the pattern of languages, which stands for itself in the regular expressions that the schema means.
    let text = text.replace("{2}]?$", "{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    assert!(
        schema["$id"]
            .as_str()
            .is_some_and(|id| id.ends_with("sarif-schema-2.1.0.json")),
        "{}",
        schema["$id"]
    );
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("the standard's schema is one")
}

/// Where the source of one of our dependencies lies.
fn folder_of(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        // Only this platform: what others need may not be there.
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--locked",
            "--filter-platform",
            "host-tuple",
        ])
        .current_dir(repository())
        .output()
        .expect("cargo starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("packages are many");
    let package = packages.iter().find(|package| package["name"] == name);
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let manifest = Path::new(manifest.expect("it is one of our dependencies"));
    manifest.parent().expect("a file in a folder").to_owned()
}

/// The log that a check of these files in a folder of their own writes.
fn log_of(files: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().expect("a folder of our own");
    for (name, text) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("created");
        fs::write(file, text).expect("written");
    }
    log(folder.path(), ".")
}

fn log(folder: &Path, path: &str) -> Value {
    let arguments = format!("check {path} --format sarif --as-of 2026-11-21");
    let output = firebell(folder, &arguments);
    assert_eq!(text(output.stderr), "");
    serde_json::from_slice(&output.stdout).expect("a log is JSON")
}

fn mistakes(standard: &Validator, log: &Value) -> Vec<String> {
    standard
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn results(log: &Value) -> &[Value] {
    let results = log["runs"][0]["results"].as_array();
    results.expect("a run has results")
}

#[test]
fn logs_of_every_kind_of_finding_are_what_the_standard_asks_for() {
    let log = log(repository(), "tests/fixtures");
    let told = |field: &str| -> BTreeSet<&str> {
        let values = results(&log).iter().map(|result| &result[field]);
        values.filter_map(Value::as_str).collect()
    };
    assert_eq!(told("level"), BTreeSet::from(["error", "warning"]));
    assert!(told("ruleId").len() > 60, "{:?}", told("ruleId"));
    let labels = results(&log).iter().filter_map(|result| {
        let labels = result["relatedLocations"].as_array()?;
        Some(labels.len())
    });
    assert!(labels.max() > Some(1));
    assert_eq!(mistakes(&standard(), &log), [""; 0]);
}

#[test]
fn names_and_words_of_any_language_are_what_the_standard_asks_for() {
    let log = log_of(&[
        (
            "计划/夜 100%#?.ron",
            r#"Plan(id: "p", title: "{0}", response: [
                Step(id: "切断", title: "切断数据库", automatic: true, takes: "5m", after: ["通知 \"{客户}\""]),
                Step(id: "切断", title: "\u{202e}", automatic: true, takes: "5m"),
            ])"#,
        ),
        ("é.ron", "Plan(\u{feff}é"),
    ]);
    assert!(results(&log).len() > 2, "{log:#}");
    assert_eq!(mistakes(&standard(), &log), [""; 0]);
}

#[test]
fn a_log_without_findings_is_what_the_standard_asks_for() {
    let log = log_of(&[(
        "plan.ron",
        r#"Plan(id: "p", title: "p", response: [Step(id: "a", title: "a", automatic: true, takes: "5m")])"#,
    )]);
    assert_eq!(results(&log), [Value::Null; 0]);
    assert_eq!(mistakes(&standard(), &log), [""; 0]);
}

#[test]
fn types_made_from_the_schema_read_a_log_and_write_the_same() {
    let log = log(repository(), "tests/fixtures");
    let read: Sarif = serde_json::from_value(log.clone()).expect("a log is read by its types");
    assert_eq!(serde_json::to_value(read).expect("types are written"), log);
}

#[test]
fn a_log_that_is_not_as_the_standard_says_is_refused() {
    let standard = standard();
    let good = log(repository(), "tests/fixtures");
    let finding = "/runs/0/results/0";
    let place = "/runs/0/results/0/locations/0/physicalLocation";
    for (broken, field, value) in [
        ("", "version", json!("2.2.0")),
        ("", "verdict", json!("bad")),
        ("/runs/0/tool/driver", "name", json!(1)),
        (finding, "level", json!("fatal")),
        (finding, "ruleIndex", json!(-2)),
        (finding, "message", json!({})),
        (&format!("{place}/region"), "startLine", json!(0)),
        (
            &format!("{place}/artifactLocation"),
            "uri",
            json!("a b.ron"),
        ),
    ] {
        let mut log = good.clone();
        log.pointer_mut(broken).expect("a log has it")[field] = value;
        assert_eq!(mistakes(&standard, &log).len(), 1, "{broken} {field}");
    }
}
