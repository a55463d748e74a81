//! Allowances: comments that silence a warning for the element on the next line, with a reason.
//!
//! ```text
//! // firebell: allow FB0303 because the checklist names both
//! Step(id: "announce", …),
//! ```
//!
//! At the top of a file the next element is the whole file.

use crate::document::element_at;
use crate::source::code::{self, MEANINGS};
use crate::source::{Diagnostic, FileId, Severity, SourceFile, Sources, Span, sorted};
use crate::text;

/// How an allowance begins.
const SIGN: &str = "firebell:";
const FORM: &str = "write `// firebell: allow FB0303 because …`, with the reason";

/// One allowance.
struct Allowance<'s> {
    code: &'s str,
    /// The code's place.
    place: Span,
    /// What it is for.
    element: Span,
    is_used: bool,
}

/// The diagnostics without those that are allowed. What is wrong with the allowances themselves is told of whole workspaces.
pub(super) fn obeyed(sources: &Sources, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if found.is_empty() {
        return found;
    }
    let mut told_elsewhere = Vec::new();
    let mut allowances: Vec<Allowance<'_>> = sources
        .files()
        .flat_map(|(file, source)| allowances(file, source, &mut told_elsewhere))
        .collect();
    not_allowed(found, &mut allowances)
}

/// The diagnostics without those that are allowed, and with what is wrong with the allowances.
pub(super) fn applied(sources: &Sources, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut about_allowances = Vec::new();
    let mut allowances: Vec<Allowance<'_>> = sources
        .files()
        .flat_map(|(file, source)| allowances(file, source, &mut about_allowances))
        .collect();
    let has_errors = found
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    let mut kept = not_allowed(found, &mut allowances);
    // Where there are errors no lint has run, so nothing is known of what they would have found.
    if !has_errors {
        for allowance in allowances.iter().filter(|allowance| !allowance.is_used) {
            let message = format!("nothing here needs {} to be allowed", allowance.code);
            about_allowances.push(
                Diagnostic::warning(code::ALLOWANCE_UNUSED, allowance.place, message)
                    .help("leave this comment out, or put it on the line before what it allows"),
            );
        }
    }
    kept.extend(about_allowances);
    sorted(kept)
}

/// Keeps what no allowance is for, and notes which allowances are used.
fn not_allowed(found: Vec<Diagnostic>, allowances: &mut [Allowance<'_>]) -> Vec<Diagnostic> {
    let mut kept = Vec::new();
    for diagnostic in found {
        let mut is_allowed = false;
        for allowance in &mut *allowances {
            if diagnostic.severity == Severity::Warning
                && allowance.code == diagnostic.code
                && allowance.element.contains(diagnostic.span)
            {
                allowance.is_used = true;
                is_allowed = true;
            }
        }
        if !is_allowed {
            kept.push(diagnostic);
        }
    }
    kept
}

fn allowances<'s>(
    file: FileId,
    source: &'s SourceFile,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<Allowance<'s>> {
    let text = source.text();
    if !text.contains(SIGN) {
        return Vec::new();
    }
    let mut allowances = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let next = start + line.len();
        let comment = line.trim_start().strip_prefix("//").map(str::trim);
        if let Some(words) = comment.and_then(|comment| comment.strip_prefix(SIGN)) {
            match read(words.trim_start()) {
                Ok(code) => {
                    let first = start + line.find(code).unwrap_or(0);
                    let place = Span {
                        file,
                        start: first,
                        end: first + code.len(),
                    };
                    match element(text, next) {
                        Some((from, to)) if is_warning(code) => allowances.push(Allowance {
                            code,
                            place,
                            element: Span {
                                file,
                                start: from,
                                end: to,
                            },
                            is_used: false,
                        }),
                        Some(_) | None => wrong.push(unknown(code, place)),
                    }
                }
                Err(message) => {
                    let place = Span {
                        file,
                        start: start + line.find("//").unwrap_or(0),
                        end: start + line.trim_end().len(),
                    };
                    wrong.push(
                        Diagnostic::warning(code::ALLOWANCE_WITHOUT_REASON, place, message)
                            .help(FORM),
                    );
                }
            }
        }
        start = next;
    }
    allowances
}

/// The code of `allow CODE because REASON`, or what lacks.
fn read(words: &str) -> Result<&str, &'static str> {
    let rest = words
        .strip_prefix("allow ")
        .ok_or("this comment speaks to Firebell and allows nothing")?;
    let (code, rest) = match rest.trim_start().split_once(char::is_whitespace) {
        Some((code, rest)) => (code, rest.trim()),
        None => (rest.trim(), ""),
    };
    let reason = rest.strip_prefix("because").map(str::trim);
    match reason {
        Some(reason) if !reason.is_empty() => Ok(code),
        Some(_) | None => Err("an allowance gives no reason"),
    }
}

/// The next line with something else than a comment, and the element that begins there.
fn element(text: &str, after: usize) -> Option<(usize, usize)> {
    let mut start = after;
    for line in text[after..].split_inclusive('\n') {
        let words = line.trim_start();
        if !words.is_empty() && !words.starts_with("//") {
            let from = start + (line.len() - words.len());
            let line_end = start + line.trim_end().len();
            return Some((from, element_at(text, from).max(line_end)));
        }
        start += line.len();
    }
    None
}

fn is_warning(code: &str) -> bool {
    MEANINGS.iter().any(|(known, _)| *known == code)
}

fn unknown(code: &str, place: Span) -> Diagnostic {
    let near = text::nearest(code, MEANINGS.iter().map(|(known, _)| *known));
    let help = match near {
        Some(near) => format!("did you mean {near}?"),
        None => "name the code of the warning, such as FB0303".to_owned(),
    };
    let message = format!("no warning has the code {code}");
    Diagnostic::warning(code::ALLOWANCE_UNKNOWN, place, message).help(help)
}
