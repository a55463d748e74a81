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

/// The texts, by code.
const TEXTS: &[(&str, &str)] = &[
    ("FB0301", include_str!("explain/FB0301.md")),
    ("FB0302", include_str!("explain/FB0302.md")),
    ("FB0303", include_str!("explain/FB0303.md")),
    ("FB0304", include_str!("explain/FB0304.md")),
    ("FB0305", include_str!("explain/FB0305.md")),
    ("FB0306", include_str!("explain/FB0306.md")),
    ("FB0307", include_str!("explain/FB0307.md")),
    ("FB0308", include_str!("explain/FB0308.md")),
    ("FB0309", include_str!("explain/FB0309.md")),
    ("FB0310", include_str!("explain/FB0310.md")),
    ("FB0311", include_str!("explain/FB0311.md")),
    ("FB0312", include_str!("explain/FB0312.md")),
    ("FB0320", include_str!("explain/FB0320.md")),
    ("FB0321", include_str!("explain/FB0321.md")),
    ("FB0322", include_str!("explain/FB0322.md")),
    ("FB0323", include_str!("explain/FB0323.md")),
    ("FB0330", include_str!("explain/FB0330.md")),
    ("FB0331", include_str!("explain/FB0331.md")),
    ("FB0332", include_str!("explain/FB0332.md")),
    ("FB0333", include_str!("explain/FB0333.md")),
    ("FB0334", include_str!("explain/FB0334.md")),
    ("FB0335", include_str!("explain/FB0335.md")),
    ("FB0336", include_str!("explain/FB0336.md")),
    ("FB0337", include_str!("explain/FB0337.md")),
    ("FB0338", include_str!("explain/FB0338.md")),
    ("FB0340", include_str!("explain/FB0340.md")),
    ("FB0341", include_str!("explain/FB0341.md")),
    ("FB0342", include_str!("explain/FB0342.md")),
    ("FB0343", include_str!("explain/FB0343.md")),
    ("FB0344", include_str!("explain/FB0344.md")),
    ("FB0345", include_str!("explain/FB0345.md")),
    ("FB0346", include_str!("explain/FB0346.md")),
    ("FB0347", include_str!("explain/FB0347.md")),
    ("FB0348", include_str!("explain/FB0348.md")),
    ("FB0349", include_str!("explain/FB0349.md")),
    ("FB0390", include_str!("explain/FB0390.md")),
    ("FB0391", include_str!("explain/FB0391.md")),
    ("FB0392", include_str!("explain/FB0392.md")),
];

/// Texts of many codes, each after a heading of its own.
const GROUPS: &[&str] = &[
    include_str!("explain/reading.md"),
    include_str!("explain/meaning.md"),
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
    let sections = GROUPS
        .iter()
        .flat_map(|group| group.split("\n# ").skip(1))
        .filter_map(|section| section.split_once('\n'));
    sections.chain(TEXTS.iter().copied())
}

/// What stands between the fences.
fn example(block: &'static str) -> &'static str {
    let inner = block.trim().strip_prefix("```ron\n");
    inner
        .and_then(|inner| inner.strip_suffix("\n```"))
        .unwrap_or("")
}
