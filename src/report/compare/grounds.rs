//! What a verdict rests on, in words, so that none stands on a page without a figure that explains it.

use crate::analysis::comparison::{
    Aspect, Comparison, Direction, Figure, ObjectiveDifference, Programme, ProgrammeQuantity,
};
use crate::model::{Drill, Measure};
use crate::quantity::ObjectiveId;
use crate::report::differences::{difference, is_apart, points};
use crate::statistics::{DIFFERING_LEAST, MeanDifference};
use crate::text;

/// "contain", "cost (met less often, though on average it costs less)", "seen (nearer to its target)".
pub(super) fn named(
    comparison: &Comparison,
    drill: &Drill,
    id: ObjectiveId,
    is_gain: bool,
) -> String {
    let objective = &drill.scenario.objectives[id];
    let name = &objective.id;
    let is_shown = |figure: Figure, is_gain: bool| {
        let mut grounds = comparison.grounds.iter();
        grounds.any(|one| one.objective == id && one.figure == figure && one.is_gain == is_gain)
    };
    let against = figures(comparison, id)
        .and_then(|found| amount_against(&objective.measure, found, is_gain))
        .map(|moved| format!(", though on average {moved}"));
    let often = if is_gain { "more" } else { "less" };
    if is_shown(Figure::Met, is_gain) {
        let is_split = is_shown(Figure::Attainment, !is_gain) || against.is_some();
        return match is_split {
            true => format!("{name} (met {often} often{})", against.unwrap_or_default()),
            false => name.clone(),
        };
    }
    if is_shown(Figure::Attainment, is_gain) {
        let how = if is_gain { "nearer to" } else { "farther from" };
        return format!("{name} ({how} its target{})", against.unwrap_or_default());
    }
    match moved(&objective.measure, is_gain) {
        Some(moved) => format!("{name} ({moved})"),
        None => name.clone(),
    }
}

/// What attainment shows and the share met does not: "seen rests on attainment, …: +9.2 ±1".
pub(super) fn notes(comparison: &Comparison, drill: &Drill) -> Vec<String> {
    let grounds = comparison.grounds.iter();
    let hidden = grounds.filter(|ground| match ground.figure {
        Figure::Attainment => !comparison.grounds.iter().any(|other| {
            other.figure == Figure::Met
                && (other.objective, other.is_gain) == (ground.objective, ground.is_gain)
        }),
        Figure::Met | Figure::Amount => false,
    });
    hidden
        .filter_map(|ground| {
            let found = figures(comparison, ground.objective)?;
            let which = if ground.is_gain { "better" } else { "worse" };
            let shown = difference(&found.attainment, points);
            Some(format!(
                "{} is {which} by attainment, how far its target is reached: {shown} in points of 100",
                drill.scenario.objectives[ground.objective].id
            ))
        })
        .collect()
}

/// "verdicts allow for 17 figures being tested at once (Holm's method)".
pub(super) fn tested(comparison: &Comparison, looks: u64) -> String {
    format!(
        "verdicts allow for {} being tested at once (Holm's method){}",
        text::counted(comparison.tested, "figure"),
        and_looks(looks)
    )
}

/// " and for 13 looks at which one might have stopped (Bonferroni's)", if there is more than one.
pub(super) fn and_looks(looks: u64) -> String {
    match looks {
        0 | 1 => String::new(),
        _ => format!(" and for {looks} looks at which one might have stopped (Bonferroni's)"),
    }
}

/// ", though too few replications differ for an interval (55 of 600)", where no figure that is shown has an interval.
pub(super) fn few(comparison: &Comparison) -> String {
    let verdict = &comparison.verdict;
    let aspects = verdict.better().iter().chain(verdict.worse());
    let whole = aspects.flat_map(|aspect| match aspect {
        Aspect::Score => comparison
            .score
            .iter()
            .map(|one| Some(&one.difference))
            .next(),
        Aspect::Passed => Some(None),
        Aspect::Objective(_) => None,
    });
    let grounds = comparison.grounds.iter().map(|ground| {
        let found = figures(comparison, ground.objective);
        match ground.figure {
            Figure::Met => None,
            Figure::Attainment => found.map(|found| &found.attainment),
            Figure::Amount => found
                .filter(|found| !found.is_one_sided)
                .and_then(|found| found.value.as_ref()),
        }
    });
    few_of(whole.chain(grounds))
}

/// The same over all drills.
pub(super) fn few_of_programme(whole: &Programme) -> String {
    let of = |found: &'_ Option<ProgrammeQuantity>| found.as_ref().map(|one| one.difference);
    let (score, passed) = (of(&whole.score), of(&whole.passed));
    let aspects = whole.verdict.better().iter().chain(whole.verdict.worse());
    few_of(aspects.map(|aspect| match aspect {
        Aspect::Score => score.as_ref(),
        Aspect::Passed => passed.as_ref(),
        Aspect::Objective(_) => None,
    }))
}

/// Of what is shown; `None`: shares, whose intervals hold whatever their number is.
fn few_of<'f>(shown: impl Iterator<Item = Option<&'f MeanDifference>>) -> String {
    let few: Option<Vec<&MeanDifference>> = shown
        .map(|found| found.filter(|found| found.interval.is_none()))
        .collect();
    let few = few.unwrap_or_default();
    match few.iter().max_by_key(|found| found.differing) {
        None => String::new(),
        Some(most) => {
            let (differing, count) = (text::number(most.differing), text::number(most.count));
            if most.differing < DIFFERING_LEAST {
                format!(
                    ", though too few replications differ for an interval ({differing} of {count})"
                )
            } else {
                format!(
                    ", though a few of the replications that differ decide ({differing} of {count} differ)"
                )
            }
        }
    }
}

fn figures(comparison: &Comparison, id: ObjectiveId) -> Option<&ObjectiveDifference> {
    comparison.objectives[id].as_ref()?.figures.as_ref()
}

/// Where what is measured surely moved to the other side than the verdict.
fn amount_against(
    measure: &Measure,
    found: &ObjectiveDifference,
    is_gain: bool,
) -> Option<&'static str> {
    let value = found.value.as_ref().filter(|_| !found.is_one_sided)?;
    let is_sure = value.interval.is_some_and(is_apart);
    let is_better = match Direction::of(measure) {
        Direction::LargerIsBetter => value.mean > 0.0,
        Direction::SmallerIsBetter => value.mean < 0.0,
    };
    if is_sure && is_better != is_gain {
        moved(measure, is_better)
    } else {
        None
    }
}

/// "it costs less"; `None`: there is nothing between kept and not kept.
fn moved(measure: &Measure, is_better: bool) -> Option<&'static str> {
    let (better, worse) = match measure {
        Measure::Done { .. }
        | Measure::Within { .. }
        | Measure::Cleared { .. }
        | Measure::StoodDown { .. } => ("it comes sooner", "it comes later"),
        Measure::Elapsed { .. } | Measure::TimeAbove { .. } => ("it is shorter", "it is longer"),
        Measure::Completion { .. } => ("more is done", "less is done"),
        Measure::Final { .. } | Measure::Peak { .. } => ("it is lower", "it is higher"),
        Measure::Cost { .. } => ("it costs less", "it costs more"),
        Measure::Order { .. } | Measure::Judged(_) => return None,
    };
    Some(if is_better { better } else { worse })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::comparison::Verdict;
    use crate::analysis::evaluation::Mean;
    use crate::statistics::mean_difference;

    fn programme_of(differing: usize) -> Programme {
        let mut differences = vec![0.0; 600];
        differences[..differing].fill(1.0);
        let mean = Mean {
            value: 50.0,
            interval: None,
            deviation: None,
            count: 600,
        };
        Programme {
            score: Some(ProgrammeQuantity {
                baseline: mean,
                candidate: mean,
                difference: mean_difference(&differences, 0.95).expect("there are replications"),
            }),
            passed: None,
            cost: None,
            verdict: Verdict::Better(vec![Aspect::Score]),
        }
    }

    #[test]
    fn a_verdict_that_few_replications_show_says_so() {
        let said = few_of_programme(&programme_of(20));
        assert_eq!(
            said,
            ", though too few replications differ for an interval (20 of 600)"
        );
        assert_eq!(few_of_programme(&programme_of(300)), "");
        // Three of those that differ decide.
        let mut differences = vec![0.0; 600];
        differences[..300].fill(0.001);
        differences[..3].fill(100.0);
        let mut decided = programme_of(300);
        let score = decided.score.as_mut().expect("there is a score");
        score.difference = mean_difference(&differences, 0.95).expect("there are replications");
        assert_eq!(
            few_of_programme(&decided),
            ", though a few of the replications that differ decide (300 of 600 differ)"
        );
        let not_shown = Programme {
            verdict: Verdict::NotShown,
            ..programme_of(20)
        };
        assert_eq!(few_of_programme(&not_shown), "");
    }
}
