//! What gates watch: figures of each candidate, drill by drill and over all drills.

use crate::analysis::comparison::{self, Aspect, Comparison, Observed, Played};
use crate::analysis::evaluation::Measured;
use crate::cli::compare::gates::{Gate, What};
use crate::cli::compare::sides::Sides;
use crate::model::Drill;
use crate::quantity::ObjectiveId;
use crate::report::compare::Compared;
use crate::statistics::{Interval, ShareDifference, mean_difference, share_difference};

/// What a gate watches in one place.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    /// "r2, `friday-night-leak`".
    pub(super) place: String,
    /// Nothing can differ: the drill is the same in both.
    pub(super) is_same: bool,
    pub(super) figures: Vec<Figure>,
}

/// Differences in points of 100; positive is better.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// What is better or worse.
    pub(super) name: String,
    column: Column,
    /// What the verdict of the comparison says.
    pub(super) is_worse: bool,
}

#[derive(Clone, Debug)]
enum Column {
    /// A difference for each replication.
    Mean(Vec<f64>),
    Share {
        gains: u64,
        losses: u64,
        count: u64,
    },
    /// Amounts, which have no points.
    Amounts,
}

impl Watched {
    /// Figures in points.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Figure> {
        let figures = self.figures.iter();
        figures.filter(|figure| match figure.column {
            Column::Mean(_) | Column::Share { .. } => true,
            Column::Amounts => false,
        })
    }

    /// The fewest replications that a figure rests on.
    pub(super) fn count(&self) -> u64 {
        self.counted().map(Figure::count).min().unwrap_or(0)
    }
}

impl Figure {
    pub(super) fn of_mean(name: String, differences: Vec<f64>, is_worse: bool) -> Self {
        Self {
            name,
            column: Column::Mean(differences),
            is_worse,
        }
    }

    fn of_share(name: String, found: &ShareDifference, is_worse: bool) -> Self {
        Self {
            name,
            column: Column::Share {
                gains: found.gains,
                losses: found.losses,
                count: found.count,
            },
            is_worse,
        }
    }

    pub(super) fn count(&self) -> u64 {
        match &self.column {
            Column::Mean(differences) => differences.len() as u64, // usize fits into u64.
            Column::Share { count, .. } => *count,
            Column::Amounts => 0,
        }
    }

    pub(super) fn differing(&self) -> u64 {
        match &self.column {
            Column::Mean(differences) => {
                let differing = differences.iter().filter(|apart| **apart != 0.0);
                differing.count() as u64 // usize fits into u64.
            }
            Column::Share { gains, losses, .. } => gains + losses,
            Column::Amounts => 0,
        }
    }

    /// `None`: it has no points, or there are no replications.
    pub(super) fn mean(&self) -> Option<f64> {
        match &self.column {
            Column::Mean(differences) => Some(mean_difference(differences, 0.95)?.mean),
            Column::Share {
                gains,
                losses,
                count,
            } => Some(share_difference(*gains, *losses, *count, 0.95)?.value * 100.0),
            Column::Amounts => None,
        }
    }

    /// `None`: too few replications differ for one, or a few of them decide.
    pub(super) fn interval(&self, level: f64) -> Option<Interval> {
        match &self.column {
            Column::Mean(differences) => mean_difference(differences, level)?.interval,
            Column::Share {
                gains,
                losses,
                count,
            } => {
                let found = share_difference(*gains, *losses, *count, level)?.interval;
                Some(Interval {
                    low: found.low * 100.0,
                    high: found.high * 100.0,
                })
            }
            Column::Amounts => None,
        }
    }
}

/// What the gate watches of a candidate, by its number.
pub(super) fn watched(
    gate: &Gate,
    compared: &Compared<'_>,
    sides: &Sides,
    played: &[Vec<Played>],
    number: usize,
) -> Vec<Watched> {
    let (candidate, side) = (&compared.candidates[number], &sides.candidates[number]);
    let (before, after) = (&played[0], &played[number + 1]);
    let changes_nothing = side.changes.iter().all(|change| !change.plays());
    let is_same =
        |place: usize| changes_nothing || side.drills[place] == sides.baseline.drills[place];
    let mut all = Vec::new();
    for (place, comparison) in candidate.comparisons.iter().enumerate() {
        let drill = compared.drills[place];
        let figures = of_drill(gate, drill, comparison, &before[place], &after[place]);
        if !figures.is_empty() {
            all.push(Watched {
                place: format!("{}, `{}`", candidate.name, drill.scenario.id),
                is_same: is_same(place),
                figures,
            });
        }
    }
    let drills = compared.drills.len();
    if drills > 1 {
        let worse = candidate.programme.verdict.worse();
        let [before, after] = Observed::both(before, after);
        let figure = |aspect, before: &[Option<f64>], after: &[Option<f64>], scale| {
            let differences = comparison::differences(before, after);
            let differences = differences.iter().map(|apart| apart * scale).collect();
            let figure = Figure::of_mean(gate.name(), differences, worse.contains(&aspect));
            (figure.count() > 0).then_some(figure)
        };
        let figure = match gate.what {
            What::Score => figure(Aspect::Score, &before.scores, &after.scores, 1.0),
            What::Passed => figure(Aspect::Passed, &before.passed, &after.passed, 100.0),
            What::Objective(_) => None,
        };
        all.extend(figure.map(|figure| Watched {
            place: format!("{}, over all drills", candidate.name),
            is_same: (0..drills).all(is_same),
            figures: vec![figure],
        }));
    }
    all
}

fn of_drill(
    gate: &Gate,
    drill: &Drill,
    comparison: &Comparison,
    before: &Played,
    after: &Played,
) -> Vec<Figure> {
    let is_worse = |aspect| comparison.verdict.worse().contains(&aspect);
    match &gate.what {
        What::Score => {
            let differences = comparison::differences(&before.scores, &after.scores);
            let figure = Figure::of_mean(gate.name(), differences, is_worse(Aspect::Score));
            (figure.count() > 0).then_some(figure).into_iter().collect()
        }
        What::Passed => {
            let passed = comparison.passed.iter();
            passed
                .map(|passed| {
                    Figure::of_share(gate.name(), &passed.difference, is_worse(Aspect::Passed))
                })
                .collect()
        }
        What::Objective(wanted) => {
            let mut objectives = drill.scenario.objectives.entries();
            let id = objectives.find(|(_, objective)| objective.id == *wanted);
            id.map_or_else(Vec::new, |(id, _)| {
                of_objective(wanted, id, comparison, before, after)
            })
        }
    }
}

fn of_objective(
    name: &str,
    id: ObjectiveId,
    comparison: &Comparison,
    before: &Played,
    after: &Played,
) -> Vec<Figure> {
    let figures = comparison.objectives[id].as_ref();
    let Some(figures) = figures.and_then(|found| found.figures.as_ref()) else {
        return Vec::new();
    };
    let is_worse = |figure: comparison::Figure| {
        let mut grounds = comparison.grounds.iter();
        grounds.any(|one| one.objective == id && one.figure == figure && !one.is_gain)
    };
    let (a, b) = (&before.objectives[id], &after.objectives[id]);
    let applies = |k: &usize| {
        a.values[*k] != Measured::NotApplicable && b.values[*k] != Measured::NotApplicable
    };
    let attainment = (0..a.values.len())
        .filter(applies)
        .map(|k| (b.attainments[k] - a.attainments[k]) * 100.0)
        .collect();
    vec![
        Figure::of_share(
            format!("the share that meets {name}"),
            &figures.met.difference,
            is_worse(comparison::Figure::Met),
        ),
        Figure::of_mean(
            format!("the attainment of {name}"),
            attainment,
            is_worse(comparison::Figure::Attainment),
        ),
        Figure {
            name: format!("what {name} measures"),
            column: Column::Amounts,
            is_worse: is_worse(comparison::Figure::Amount),
        },
    ]
}
