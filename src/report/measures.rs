//! What objectives measure, in words: targets, limits, amounts, ratings and the score.

use crate::analysis::{Judgment, Rating};
use crate::model::Measure;
use crate::quantity::Seconds;
use crate::report::figures;
use crate::report::page::Tone;

/// How a rating is shown.
pub(super) fn tone(rating: Rating) -> Tone {
    match rating {
        Rating::Performed => Tone::Good,
        Rating::SomeChallenges | Rating::MajorChallenges => Tone::Warning,
        Rating::Unable => Tone::Bad,
    }
}

/// A target or a limit of a measure.
enum Goal {
    Time(Seconds),
    Number(f64),
    Share(f64),
    Order,
    Observers,
}

fn target(measure: &Measure) -> Goal {
    match measure {
        Measure::Done { target, .. }
        | Measure::Within { target, .. }
        | Measure::Elapsed { target, .. }
        | Measure::TimeAbove { target, .. }
        | Measure::Cleared { target, .. }
        | Measure::StoodDown { target, .. } => Goal::Time(*target),
        Measure::Final { target, .. }
        | Measure::Peak { target, .. }
        | Measure::Cost { target, .. } => Goal::Number(*target),
        Measure::Completion { target, .. } => Goal::Share(*target),
        Measure::Order { .. } => Goal::Order,
        Measure::Judged(_) => Goal::Observers,
    }
}

/// "4 h", "20,000", "90 %", "in order".
pub(super) fn target_words(measure: &Measure) -> String {
    match target(measure) {
        Goal::Time(time) => figures::duration(time),
        Goal::Number(number) => figures::number(number),
        Goal::Share(share) => format!("{} %", figures::number(share * 100.0)),
        Goal::Order => "in order".to_owned(),
        Goal::Observers => "–".to_owned(),
    }
}

/// "12 h", "60,000", where the limit is not the target.
pub(super) fn limit_words(measure: &Measure) -> Option<String> {
    match measure {
        Measure::Done { target, limit, .. }
        | Measure::Within { target, limit, .. }
        | Measure::Elapsed { target, limit, .. }
        | Measure::TimeAbove { target, limit, .. }
        | Measure::Cleared { target, limit, .. }
        | Measure::StoodDown { target, limit } => {
            (target != limit).then(|| figures::duration(*limit))
        }
        Measure::Final { target, limit, .. }
        | Measure::Peak { target, limit, .. }
        | Measure::Cost { target, limit } => (target != limit).then(|| figures::number(*limit)),
        Measure::Completion { target, limit } => {
            (target != limit).then(|| format!("{} %", figures::number(limit * 100.0)))
        }
        Measure::Order { .. } | Measure::Judged(_) => None,
    }
}

/// "5 h 12", "21,800", "never"; with as many digits as tell it from the target.
pub(super) fn value_words(measure: &Measure, judgment: &Judgment) -> String {
    judgment.value.map_or_else(
        || "never".to_owned(),
        |value| amount_words(measure, value.amount),
    )
}

/// "5 h 12", "21,800", "in order"; with as many digits as tell it from the target.
pub(super) fn amount_words(measure: &Measure, amount: f64) -> String {
    match target(measure) {
        Goal::Time(target) => {
            // Times above a level end between two seconds.
            let seconds = if amount <= target.as_f64() {
                Seconds(amount.floor() as i64) // Below 2^53.
            } else {
                Seconds(amount.ceil() as i64) // Below 2^53.
            };
            figures::duration_beside(seconds, target)
        }
        Goal::Number(target) => figures::number_beside(amount, target),
        Goal::Share(target) => {
            format!(
                "{} %",
                figures::number_beside(amount * 100.0, target * 100.0)
            )
        }
        Goal::Order if amount >= 1.0 => "in order".to_owned(),
        Goal::Order => "out of order".to_owned(),
        Goal::Observers => figures::number(amount),
    }
}

/// One decimal, but 100 only for all and 0 only for nothing.
pub(super) fn score_words(score: f64) -> String {
    let rounded = (score * 10.0).round() / 10.0;
    if (rounded >= 100.0 && score < 100.0) || (rounded <= 0.0 && score > 0.0) {
        return figures::number_beside(score, rounded);
    }
    figures::number(rounded)
}
