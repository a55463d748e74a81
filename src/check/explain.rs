//! What each code means at length, with an example that shows it and one that does not.
//!
//! The texts lie beside this file. An example holds the fields that matter; the rest of a workspace is left out.

/// What a code means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// What it means, and why it matters.
    pub text: &'static str,
    /// Files in which it is found.
    pub found: &'static str,
    /// The same files put right.
    pub not_found: &'static str,
}

/// The texts of all codes, each after a heading of its own.
const GROUPS: [&str; 3] = [
    include_str!("explain/reading.md"),
    include_str!("explain/meaning.md"),
    include_str!("explain/warnings.md"),
];

/// The explanation of a code; `None` if there is none.
pub fn explain(code: &str) -> Option<Explanation> {
    let (code, whole) = texts().find(|(known, _)| known.eq_ignore_ascii_case(code))?;
    let (text, examples) = whole.split_once("\n## Found\n")?;
    let (found, not_found) = examples.split_once("\n## Not found\n")?;
    Some(Explanation {
        code,
        text: text.trim(),
        found: example(found),
        not_found: example(not_found),
    })
}

/// The codes that have an explanation, ascending.
pub fn explained() -> impl Iterator<Item = &'static str> {
    texts().map(|(code, _)| code)
}

/// Every code with its text.
fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = GROUPS.iter().flat_map(|group| group.split("\n# ").skip(1));
    sections.filter_map(|section| section.split_once('\n'))
}

/// What stands between the fences.
fn example(block: &'static str) -> &'static str {
    let inner = block.trim().strip_prefix("```ron\n");
    inner
        .and_then(|inner| inner.strip_suffix("\n```"))
        .unwrap_or("")
}
