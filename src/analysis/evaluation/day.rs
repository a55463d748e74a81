//! The replication that stands for many: a typical day, or a bad one.

use std::ops::ControlFlow;

use crate::analysis::evaluation::{Ending, FIRST, Settings, evaluate};
use crate::model::Drill;
use crate::program::Program;

/// What kind of day a replication stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Day {
    /// Its score is the median.
    Typical,
    /// One in twenty is as bad or worse.
    Bad,
}

/// The replication whose score is nearest the median or the 5 % quantile; of several the one whose cost is nearest the
/// median cost, then the first. `None`: there are no scores, or `watch`, which sees how many replications are done, broke it off.
pub fn replication_of(
    drill: &Drill,
    program: &Program,
    settings: &Settings,
    day: Day,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Option<u64> {
    let mut played: Vec<(f64, f64, u64)> = Vec::new();
    let mut number = FIRST;
    let evaluation = evaluate(drill, program, settings, |progress| {
        let samples = progress.samples;
        for (score, cost) in samples.scores.iter().zip(&samples.costs) {
            played.extend(score.map(|score| (score, *cost, number)));
            number = number.wrapping_add(1);
        }
        watch(progress.done)
    });
    if evaluation.ending == Ending::Interrupted {
        return None;
    }
    let scores = evaluation.score.quantiles?;
    let wanted = match day {
        Day::Typical => scores.p50.value?,
        Day::Bad => scores.p5.value?,
    };
    let usual = evaluation.cost.quantiles?.p50.value?;
    let apart = |(score, cost, _): &(f64, f64, u64)| ((score - wanted).abs(), (cost - usual).abs());
    let nearest = played.iter().min_by(|one, other| {
        let (one, other) = (apart(one), apart(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    nearest.map(|(_, _, number)| *number)
}
