//! Whatever happens to a file, it is accepted or diagnosed, and never a panic: every beginning of it, every character left out,
//! and many put in.

use std::fs;
use std::path::{Path, PathBuf};

use firebell::check;
use firebell::source::{Diagnostic, Severity, Sources, ron_files};

/// Files are broken at so many places, evenly spread; those of the first drill everywhere.
const PLACES_MAX: usize = 60;

/// What people and editors put into files by mistake, and what confuses a reader most.
const INSERTIONS: [&str; 26] = [
    "(", ")", "[", "]", "{", "}", "\"", "'", ",", ":", "=", "\\", "/*", "//", "#", "\n", "\u{a0}",
    "\u{200b}", "\u{feff}", "，", "“", "Some(", "r#\"", "\0", "：", "＝",
];

#[test]
fn every_beginning_of_a_file_is_accepted_or_diagnosed() {
    for file in files() {
        let text = fs::read_to_string(&file).expect("a file of ours is text");
        for place in places(&file, &text) {
            assert_accepted_or_diagnosed(&file, &text[..place]);
        }
    }
}

#[test]
fn a_file_without_one_character_is_accepted_or_diagnosed() {
    for file in files() {
        let text = fs::read_to_string(&file).expect("a file of ours is text");
        for place in places(&file, &text) {
            let mut broken = text.clone();
            broken.remove(place);
            assert_accepted_or_diagnosed(&file, &broken);
        }
    }
}

#[test]
fn a_file_with_something_put_in_is_accepted_or_diagnosed() {
    for file in files() {
        let text = fs::read_to_string(&file).expect("a file of ours is text");
        for (place, insertion) in places(&file, &text)
            .into_iter()
            .zip(INSERTIONS.iter().cycle())
        {
            let mut broken = text.clone();
            broken.insert_str(place, insertion);
            assert_accepted_or_diagnosed(&file, &broken);
        }
    }
}

#[test]
fn deep_nesting_is_diagnosed() {
    for open in ["(", "[", "{", "Not(", "All([", "Some(", "/*", "\"(", "a:("] {
        for count in [60, 70, 300, 100_000] {
            let text = format!("Plan(id: {}", open.repeat(count));
            assert!(
                has_error(&found("deep.ron".as_ref(), &text)),
                "{open} {count}"
            );
        }
    }
}

/// The files that ship, and the fixtures of other tests.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = ron_files(&root.join("scenarios")).expect("the scenarios are there");
    files.extend(ron_files(&root.join("tests/fixtures")).expect("the fixtures are there"));
    files
}

/// Bytes of the file at which characters begin.
fn places(file: &Path, text: &str) -> Vec<usize> {
    let all: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let is_whole = file.iter().any(|part| part == "first-drill");
    let stride = if is_whole {
        1
    } else {
        all.len().div_ceil(PLACES_MAX).max(1)
    };
    all.into_iter().step_by(stride).collect()
}

fn assert_accepted_or_diagnosed(file: &Path, text: &str) {
    let found = found(file, text);
    let is_ron = ron::from_str::<ron::Value>(text).is_ok();
    assert!(
        is_ron || has_error(&found),
        "{} is no RON any more, and nobody says so:\n{text}",
        file.display()
    );
}

fn has_error(found: &[Diagnostic]) -> bool {
    found
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

fn found(file: &Path, text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    sources.add(file.to_owned(), text.to_owned());
    // References lead nowhere here; what is wrong with the file itself is what counts.
    check::workspace(&sources, None)
        .into_iter()
        .filter(|diagnostic| diagnostic.code != "FB0102")
        .collect()
}
