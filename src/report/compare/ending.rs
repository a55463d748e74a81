//! How a comparison ended, in words.

use crate::analysis::comparison::Always;
use crate::report::compare::{Candidate, CompareEnding, Compared};
use crate::report::differences::signed_with;
use crate::report::figures;
use crate::report::page::Tone;
use crate::text;

/// Which way it was decided, or why it was not; `None`: all replications were played.
pub(super) fn ending(compared: &Compared<'_>) -> Option<(Tone, String)> {
    let scores = |indifference| {
        let all = compared.candidates.iter();
        let all = all.filter_map(|candidate| decided(candidate, compared.ending, indifference));
        format!(
            "by score (indifference {}): {}",
            points(indifference),
            all.collect::<Vec<_>>().join("; ")
        )
    };
    match compared.ending {
        CompareEnding::Complete => None,
        CompareEnding::Decided { indifference } => {
            Some((Tone::Plain, format!("decided {}", scores(indifference))))
        }
        CompareEnding::Undecided { indifference } => Some((
            Tone::Warning,
            format!(
                "UNDECIDED after the most replications, {}",
                scores(indifference)
            ),
        )),
        CompareEnding::Interrupted => Some((
            Tone::Bad,
            format!(
                "INCOMPLETE: broken off after {}",
                text::counted(compared.replications, "replication")
            ),
        )),
    }
}

/// "r2 is better, +6.1 ±0.9 at whichever look one stops"; where not all are decided, some may be.
fn decided(candidate: &Candidate<'_>, ending: CompareEnding, indifference: f64) -> Option<String> {
    let Always { mean, interval } = candidate.always?;
    let is_enough = match ending {
        CompareEnding::Decided { .. } => true,
        CompareEnding::Undecided { .. } => candidate
            .programme
            .score
            .as_ref()
            .is_some_and(|score| score.difference.interval.is_some()),
        CompareEnding::Complete | CompareEnding::Interrupted => false,
    };
    let is_small = interval.low >= -indifference && interval.high <= indifference;
    let small = |which: &str| match is_small {
        true => format!("is {which}, though by less than {}", points(indifference)),
        false => format!("is {which}"),
    };
    let which = if !is_enough {
        "is not decided".to_owned()
    } else if interval.low > 0.0 {
        small("better")
    } else if interval.high < 0.0 {
        small("worse")
    } else if is_small {
        format!("makes no difference larger than {}", points(indifference))
    } else {
        "is not decided".to_owned()
    };
    let sure = signed_with(mean, interval, figures::number);
    Some(format!(
        "{} {which}, {sure} at whichever look one stops",
        candidate.name
    ))
}

/// "1 point", "1.7 points".
fn points(count: f64) -> String {
    let noun = if count == 1.0 { "point" } else { "points" };
    format!("{count} {noun}")
}
