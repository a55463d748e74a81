//! What a revision changes, in the words of its files.

use crate::model::{Bearing, Change, ChangeKind, Changed};
use crate::report::columns;
use crate::report::compare::Candidate;
use crate::report::page::{Page, Span, Tone, faint, paragraph, plain, wrapped};
use crate::text::{self, one_line, padded_right};

/// The changes that can make a difference, one after another; what is only worded otherwise, in a line.
pub(super) fn lines(candidate: &Candidate<'_>, columns: usize) -> Page {
    let mut page = paragraph(Span::new(Tone::Heading, heading(candidate)), columns);
    let playing: Vec<&Change> = candidate
        .changes
        .iter()
        .filter(|change| change.plays())
        .collect();
    let subjects = playing.iter().map(|change| subject(change));
    let subject_columns = columns::widest(subjects).min(columns / 3);
    for change in &playing {
        let subject = padded_right(&subject(change), subject_columns);
        let first = vec![plain(format!("  {subject}  "))];
        page.extend(wrapped(first, &[plain(what(change))], columns));
    }
    for said in aside(candidate) {
        page.extend(wrapped(vec![faint("  ")], &[faint(said)], columns));
    }
    page
}

/// "what r2 changes: 7 changes that play".
pub(super) fn heading(candidate: &Candidate<'_>) -> String {
    let playing = candidate
        .changes
        .iter()
        .filter(|change| change.plays())
        .count();
    match playing {
        0 => format!(
            "{} changes nothing that can make a difference",
            candidate.name
        ),
        count => format!(
            "what {} changes: {} that can make a difference",
            candidate.name,
            text::counted(count, "change")
        ),
    }
}

/// "step cut-off".
pub(super) fn subject(change: &Change) -> String {
    let of = match change.of {
        Changed::Plan => return "plan".to_owned(),
        Changed::Organization => return "organization".to_owned(),
        Changed::Barrier => "barrier",
        Changed::Step => "step",
        Changed::Shift => "shift",
        Changed::Person => "person",
        Changed::Role => "role",
        Changed::Resource => "resource",
    };
    format!("{of} {}", change.id)
}

/// "after: [\"snapshot\"] → [\"declare\"]".
pub(super) fn what(change: &Change) -> String {
    match &change.what {
        ChangeKind::Added { title } => format!("new: {}", one_line(title)),
        ChangeKind::Removed { title } => format!("gone: {}", one_line(title)),
        ChangeKind::Renamed { from } => format!("renamed, was {from}"),
        ChangeKind::Moved { from, to } => format!("moved from {from} to {to}"),
        ChangeKind::Field {
            field,
            before,
            after,
        } => {
            let shown = |value: &Option<String>| match value {
                Some(value) => value.clone(),
                None => "(left out)".to_owned(),
            };
            format!("{field}: {} → {}", shown(before), shown(after))
        }
    }
}

/// What can make no difference: what means the same, then what is wording.
pub(super) fn aside(candidate: &Candidate<'_>) -> Vec<String> {
    let lines = [
        ("written differently, means the same", Bearing::Restated),
        ("wording only", Bearing::Wording),
    ];
    lines
        .into_iter()
        .map(|(said, bearing)| (said, of_bearing(candidate, bearing)))
        .filter(|(_, things)| !things.is_empty())
        .map(|(said, things)| format!("{said}: {}", things.join(" · ")))
        .collect()
}

/// "step cut-off (because, title)", thing by thing.
fn of_bearing(candidate: &Candidate<'_>, bearing: Bearing) -> Vec<String> {
    let mut things: Vec<(String, Vec<String>)> = Vec::new();
    let changes = candidate.changes.iter();
    for change in changes.filter(|change| change.bearing == bearing) {
        let what = match &change.what {
            ChangeKind::Field { field, .. } => field.clone(),
            ChangeKind::Added { .. }
            | ChangeKind::Removed { .. }
            | ChangeKind::Renamed { .. }
            | ChangeKind::Moved { .. } => what(change),
        };
        let subject = subject(change);
        match things.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, fields)) => fields.push(what),
            None => things.push((subject, vec![what])),
        }
    }
    things
        .into_iter()
        .map(|(subject, fields)| format!("{subject} ({})", fields.join(", ")))
        .collect()
}
