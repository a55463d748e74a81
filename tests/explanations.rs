//! Every code has an explanation, its one example shows exactly that code, and its other shows nothing.

use firebell::check::{self, explain, explained};
use firebell::quantity::Date;
use firebell::source::{Sources, code};

/// As the constant below lists them.
type KindOfFile = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// The files of an example, and what stands in them where the example leaves a field out.
const FILES: [KindOfFile; 4] = [
    (
        "Organization",
        "organization.ron",
        &[
            ("name", "\"Team\""),
            (
                "people",
                "[Person(id: \"ann\", shifts: Always), Person(id: \"ben\", shifts: Always)]",
            ),
            (
                "roles",
                "[Role(id: \"lead\", title: \"Lead\", holders: [\"ann\"], deputies: [\"ben\"])]",
            ),
        ],
    ),
    (
        "Plan",
        "plan.ron",
        &[
            ("id", "\"plan\""),
            ("revision", "\"r1\""),
            (
                "response",
                "[Step(id: \"act\", owner: \"lead\", takes: \"1h\")]",
            ),
        ],
    ),
    (
        "Scenario",
        "drill.ron",
        &[
            ("id", "\"drill\""),
            ("organization", "\"organization.ron\""),
            ("plan", "\"plan.ron\""),
            ("starts", "\"2026-03-10T09:00\""),
            ("horizon", "\"24h\""),
        ],
    ),
    ("Register", "register.ron", &[]),
];

/// Codes that no text of an example can show: bytes that are no text or cannot be read, what other files than the scenario's own lack, and what is
/// compared with another revision.
const NOT_SHOWN: [&str; 5] = [
    code::NOT_UTF8,
    code::FILE_UNREADABLE,
    code::PLAN_LACKS,
    code::ORGANIZATION_LACKS,
    code::WAS_UNKNOWN,
];

#[test]
fn every_code_is_explained_once_in_order() {
    let codes: Vec<&str> = code::MEANINGS.iter().map(|(code, _)| *code).collect();
    assert_eq!(explained().collect::<Vec<_>>(), codes);
}

#[test]
fn examples_show_what_they_explain_and_nothing_else() {
    let mut failures = Vec::new();
    for code in explained().filter(|code| !NOT_SHOWN.contains(code)) {
        let explanation = explain(code).expect("an explained code has an explanation");
        let (found, not_found) = (codes(explanation.found), codes(explanation.not_found));
        if found.0 != [code] {
            failures.push(format!("{code} is to be found: {}", found.1));
        }
        if !not_found.0.is_empty() {
            failures.push(format!("{code} is not to be found: {}", not_found.1));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// The codes that are found in an example, each once, and everything that is found in words.
fn codes(example: &str) -> (Vec<&'static str>, String) {
    let mut sources = Sources::default();
    if !example.lines().any(|line| line == ")") {
        sources.add("whole.ron".into(), example.to_owned());
    }
    for (kind, path, defaults) in FILES {
        let begin = format!("{kind}(\n");
        let written = example.split("\n)").map(str::trim_start);
        let written = written.filter_map(|file| file.strip_prefix(&begin)).next();
        if written.is_none() && kind == "Register" {
            continue;
        }
        let fields = written.unwrap_or("");
        let lacking: String = defaults
            .iter()
            .filter(|(name, _)| !format!("\n{fields}").contains(&format!("\n    {name}:")))
            .map(|(name, value)| format!("    {name}: {value},\n"))
            .collect();
        sources.add(path.into(), format!("{kind}(\n{lacking}{fields}\n)\n"));
    }
    let found = check::workspace(&sources, Date::parse("2026-11-21"));
    let words: Vec<String> = found
        .iter()
        .map(|one| format!("{} {}", one.code, one.message))
        .collect();
    let mut codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    codes.dedup();
    (codes, words.join("; "))
}
