//! What the verdict of a drill rests on, figure by figure.

use crate::analysis::comparison::verdict::{Aspect, Judged, Verdict, shown};
use crate::analysis::comparison::{Better, Comparison, Direction};
use crate::model::Drill;
use crate::quantity::ObjectiveId;
use crate::statistics::{MeanDifference, sign_test};

/// What shows that an objective is better or worse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Which.
    pub objective: ObjectiveId,
    /// By what.
    pub figure: Figure,
    /// Whether it is better.
    pub is_gain: bool,
}

/// What is tested of an objective.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// How often its target is reached.
    Met,
    /// How far.
    Attainment,
    /// What was measured.
    Amount,
}

/// The verdicts of several candidates in one drill, tested together.
pub fn verdicts_together(drill: &Drill, comparisons: &mut [Comparison], level: f64) {
    let tests: Vec<Vec<(Option<Figure>, Judged)>> = comparisons
        .iter()
        .map(|comparison| tests(comparison, drill))
        .collect();
    let all: Vec<(u64, Vec<Judged>)> = comparisons
        .iter()
        .zip(&tests)
        .map(|(comparison, tests)| {
            let judged = tests.iter().map(|(_, judged)| *judged);
            (comparison.differing, judged.collect())
        })
        .collect();
    let tested: usize = tests.iter().map(Vec::len).sum();
    let verdicts = Verdict::together(&all, level).into_iter();
    let found = verdicts.zip(shown(&all, level)).zip(&tests);
    for (comparison, ((verdict, shown), tests)) in comparisons.iter_mut().zip(found) {
        comparison.verdict = verdict;
        comparison.grounds = grounds(tests, &shown);
        comparison.tested = tested as u64; // usize fits into u64.
    }
}

fn grounds(tests: &[(Option<Figure>, Judged)], is_shown: &[bool]) -> Vec<Ground> {
    let shown = tests
        .iter()
        .zip(is_shown)
        .filter(|(_, is_shown)| **is_shown);
    shown
        .filter_map(|((figure, judged), _)| match judged.aspect {
            Aspect::Score | Aspect::Passed => None,
            Aspect::Objective(objective) => Some(Ground {
                objective,
                figure: (*figure)?,
                is_gain: judged.gain > 0.0,
            }),
        })
        .collect()
}

/// What the verdict rests on: the score, passing, and of each objective how often it is met and how far it is reached; where both
/// are the same, what was measured, and where only one of them reaches it at times, which is the better one more often.
fn tests(comparison: &Comparison, drill: &Drill) -> Vec<(Option<Figure>, Judged)> {
    let of_mean = |aspect, gain: f64, found: &MeanDifference| Judged {
        aspect,
        gain,
        p_value: found.p_value.unwrap_or(1.0),
    };
    let of_better = |aspect, better: &Better| Judged {
        aspect,
        gain: better.probability - 0.5,
        p_value: sign_test(better.wins, better.losses),
    };
    let score = comparison
        .score
        .iter()
        .map(|score| of_mean(Aspect::Score, score.difference.mean, &score.difference));
    let passed = comparison.passed.iter().map(|passed| Judged {
        aspect: Aspect::Passed,
        gain: passed.difference.value,
        p_value: passed.difference.p_value,
    });
    let mut all: Vec<(Option<Figure>, Judged)> =
        score.chain(passed).map(|judged| (None, judged)).collect();
    for (id, objective) in drill.scenario.objectives.entries() {
        let aspect = Aspect::Objective(id);
        let figures = comparison.objectives[id].as_ref();
        let Some(figures) = figures.and_then(|one| one.figures.as_ref()) else {
            continue;
        };
        let met = &figures.met.difference;
        if met.gains + met.losses > 0 {
            let judged = Judged {
                aspect,
                gain: met.value,
                p_value: met.p_value,
            };
            all.push((Some(Figure::Met), judged));
        }
        let attainment = &figures.attainment;
        if attainment.differing > 0 {
            let judged = of_mean(aspect, attainment.mean, attainment);
            all.push((Some(Figure::Attainment), judged));
        } else if figures.is_one_sided {
            all.push((Some(Figure::Amount), of_better(aspect, &figures.better)));
        } else if let Some(value) = &figures.value {
            let gain = match Direction::of(&objective.measure) {
                Direction::LargerIsBetter => value.mean,
                Direction::SmallerIsBetter => -value.mean,
            };
            all.push((Some(Figure::Amount), of_mean(aspect, gain, value)));
        }
    }
    all
}
