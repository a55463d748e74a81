//! The scales of a register, and the ratings on them.

use crate::check::values::{Range, maybe, number};
use crate::document::{LevelDoc, List, Located, Optional, RatingDoc};
use crate::model::{Level, Rating};
use crate::source::{Diagnostic, Problems, Span, code};

/// The highest levels of the two scales; 0 where the register has no such scale, or none that can be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scales {
    /// Of likelihood.
    pub(super) likelihood: usize,
    /// Of impact.
    pub(super) impact: usize,
}

/// Levels above 0, each above the one before, and the number of the highest; 0 if levels were lost in reading.
pub(super) fn levels<'s>(
    list: List<'s, LevelDoc<'s>>,
    problems: &mut Problems<'s>,
) -> (Vec<Level>, usize) {
    let mut levels = Vec::new();
    let mut before: Option<(f64, Span)> = None;
    let found_before = problems.len();
    let elements = list.elements(problems);
    let mut is_whole = problems.len() == found_before;
    for element in elements {
        let Some(doc) = element.read(problems) else {
            is_whole = false;
            before = None;
            continue;
        };
        let title = doc.0.read(problems).unwrap_or_default();
        let up_to = number(doc.1, "the upper end of a level", Range::Positive, problems);
        let place = doc.1.span(problems);
        if let (Some(value), Some((lower, first))) = (up_to, before)
            && value <= lower
        {
            problems.push(
                Diagnostic::error(
                    code::LEVELS_NOT_ASCENDING,
                    place,
                    "a level does not reach above the one before",
                )
                .label(first, "the level before")
                .help("write the levels from the lowest to the highest"),
            );
        }
        before = up_to.map(|value| (value, place));
        levels.push(Level {
            title,
            up_to: up_to.unwrap_or(1.0),
        });
    }
    let highest = if is_whole { levels.len() } else { 0 };
    (levels, highest)
}

/// The place in the risk matrix that a rating names.
pub(super) fn rating<'s>(
    field: Optional<'s, RatingDoc<'s>>,
    scales: Scales,
    problems: &mut Problems<'s>,
) -> Option<Rating> {
    let doc = maybe(field, problems)?;
    maybe(doc.because, problems);
    let likelihood = level(doc.likelihood, "likelihood", scales.likelihood, problems);
    let impact = level(doc.impact, "impact", scales.impact, problems);
    Some(Rating {
        likelihood: likelihood?,
        impact: impact?,
    })
}

/// The number of a level, which counts from 1; a register without that scale knows no highest.
fn level<'s>(
    field: Located<'s, u32>,
    scale: &str,
    levels: usize,
    problems: &mut Problems<'s>,
) -> Option<u32> {
    let value = field.read(problems)?;
    let is_above = levels > 0 && value as usize > levels; // u32 to usize: widening.
    if value == 0 || is_above {
        let place = field.span(problems);
        let message = format!("there is no {scale} level {value}");
        let help = if levels > 0 {
            format!("write 1 to {levels}: the register has so many {scale} levels")
        } else {
            "write 1 or more: levels count from 1".to_owned()
        };
        problems.push(Diagnostic::error(code::RATING_OUT_OF_SCALE, place, message).help(help));
        return None;
    }
    Some(value)
}
