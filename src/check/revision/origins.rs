//! Steps that say under which id they were first known, where the earlier revision knows none by it.

use std::collections::BTreeSet;

use crate::check::revision::normalized::{first_name, steps};
use crate::document::outline;
use crate::source::{Diagnostic, FileId, Sources, Span, code};
use crate::text::nearest;

/// What is wrong with `was` in a later revision of a plan, given an earlier one; both are sound.
pub fn unknown_origins(sources: &Sources, earlier: FileId, later: FileId) -> Vec<Diagnostic> {
    let (before, after) = (sources.file(earlier), sources.file(later));
    let (before_text, after_text) = (before.text(), after.text());
    let (Some(old), Some(new)) = (outline(before_text), outline(after_text)) else {
        return Vec::new();
    };
    let origins: BTreeSet<&str> = steps(&old)
        .map(|(_, step)| first_name(before_text, step))
        .collect();
    let kept: BTreeSet<&str> = steps(&new)
        .map(|(_, step)| first_name(after_text, step))
        .collect();
    let mut found = Vec::new();
    for (_, step) in steps(&new) {
        let origin = first_name(after_text, step);
        let Some(field) = step.outline.field("was") else {
            continue;
        };
        if origins.contains(origin) {
            continue;
        }
        let renamed = steps(&old).find(|(_, old)| old.id == origin);
        let gone = origins.difference(&kept).copied();
        let help = if let Some((_, renamed)) = renamed {
            let first = first_name(before_text, renamed);
            format!("write `was: \"{first}\"`, the first id of `{origin}`")
        } else if origins.contains(step.id.as_str()) {
            format!("leave `was` out: `{}` is its first id", step.id)
        } else if let Some(near) = nearest(origin, gone) {
            format!("did you mean `{near}`?")
        } else {
            "name the id under which it was first known, or leave `was` out of a new step"
                .to_owned()
        };
        let place = Span {
            file: later,
            start: field.value.start,
            end: field.value.end,
        };
        let message = format!(
            "no step of `{}` was first known as `{origin}`",
            before.path().display()
        );
        found.push(Diagnostic::warning(code::WAS_UNKNOWN, place, message).help(help));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const EARLIER: &str = r#"Plan(id: "p", revision: "r1", response: [
    Step(id: "reboot", was: "power-cycle", automatic: true, takes: "1h"),
    Step(id: "alert", automatic: true, takes: "1h"),
    Step(id: "triage", automatic: true, takes: "1h"),
    Step(id: "declare", automatic: true, takes: "1h"),
])
"#;

    /// The text marked, the place, and the ways out of what is found in a plan of these steps.
    fn found(later: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let earlier = sources.add("r1.ron".into(), EARLIER.to_owned());
        let text = format!("Plan(id: \"p\", revision: \"r2\", response: [\n{later}\n])\n");
        let file = sources.add("r2.ron".into(), text.clone());
        let found = unknown_origins(&sources, earlier, file).into_iter();
        found
            .map(|one| {
                let at = sources.file(file).line_column(one.span.start);
                let marked = &text[one.span.start..one.span.end];
                let help = one.help.unwrap_or_default();
                format!("{}:{} {marked} {}: {help}", at.line, at.column, one.message)
            })
            .collect()
    }

    #[test]
    fn a_step_that_was_what_no_step_was_is_found_with_a_way_out() {
        let step = |id: &str, was: &str| {
            format!("Step(id: \"{id}\", was: \"{was}\", automatic: true, takes: \"1h\"),")
        };
        let no_step =
            |was: &str| format!("\"{was}\" no step of `r1.ron` was first known as `{was}`");
        for (id, was, help) in [
            (
                "restart",
                "reboot",
                "write `was: \"power-cycle\"`, the first id of `reboot`",
            ),
            ("sort", "triag", "did you mean `triage`?"),
            ("alert", "bell", "leave `was` out: `alert` is its first id"),
            (
                "new",
                "nothing",
                "name the id under which it was first known, or leave `was` out of a new step",
            ),
        ] {
            let place = format!("Step(id: \"{id}\", was: ").len() + 1;
            let due = format!("2:{place} {}: {help}", no_step(was));
            assert_eq!(found(&step(id, was)), [due]);
        }
    }

    #[test]
    fn first_ids_that_the_earlier_revision_knows_are_right() {
        for (id, was) in [
            ("restart", "power-cycle"),
            ("reboot", "power-cycle"),
            ("bell", "alert"),
        ] {
            let step =
                format!("Step(id: \"{id}\", was: \"{was}\", automatic: true, takes: \"1h\")");
            assert_eq!(found(&step), Vec::<String>::new());
        }
    }
}
