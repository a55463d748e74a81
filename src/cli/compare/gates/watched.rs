//! What gates watch: figures of each candidate, drill by drill and over all drills.

use std::slice::from_ref;

use crate::analysis::comparison::{self, Aspect, Ground, Observed, Played, differences};
use crate::analysis::evaluation::Measured;
use crate::cli::compare::gates::{Gate, What, is_measured};
use crate::cli::compare::sides::Sides;
use crate::model::Drill;
use crate::quantity::ObjectiveId;
use crate::report::compare::Compared;
use crate::statistics::{Interval, bounded_difference, mean_difference_within, share_at_most};

/// So few losses are counted rather than taken for many.
const RARE: u64 = 30;

/// No two scores lie further apart, and no two shares in points.
const POINTS_APART_MOST: f64 = 100.0;

/// What a gate watches in one place.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    /// "r2, `friday-night-leak`".
    pub(super) place: String,
    candidate: usize,
    /// `None`: over all drills.
    drill: Option<usize>,
    /// Nothing can differ: the drill is the same in both.
    pub(super) is_same: bool,
    pub(super) figures: Vec<Figure>,
}

/// Differences of a figure of the comparison; positive is better.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// What is better or worse.
    pub(super) name: String,
    kind: Kind,
    column: Column,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Score,
    Passed,
    Objective(ObjectiveId, comparison::Figure),
}

/// A difference for each replication.
#[derive(Clone, Debug)]
enum Column {
    /// In points of 100.
    Points(Vec<f64>),
    /// Of shares, from −1 to 1.
    Shares(Vec<f64>),
    /// Of amounts, which have no points.
    Amounts,
}

/// All that gates watch, of each candidate.
pub(super) fn all<'g>(
    gates: &'g [Gate],
    sides: &Sides,
    played: &[Vec<Played>],
) -> Vec<(&'g Gate, Watched)> {
    (0..sides.candidates.len())
        .flat_map(|candidate| gates.iter().map(move |gate| (candidate, gate)))
        .flat_map(|(candidate, gate)| {
            let all = watched(gate, sides, played, candidate);
            all.into_iter().map(move |watched| (gate, watched))
        })
        .collect()
}

impl Watched {
    /// Figures in points.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Figure> {
        let figures = self.figures.iter();
        figures.filter(|figure| !matches!(figure.column, Column::Amounts))
    }

    /// The fewest replications that a figure rests on.
    pub(super) fn count(&self) -> u64 {
        self.counted().map(Figure::count).min().unwrap_or(0)
    }

    /// Whether the verdict of the comparison calls the figure worse.
    pub(super) fn is_worse(&self, figure: &Figure, compared: &Compared<'_>) -> bool {
        let candidate = &compared.candidates[self.candidate];
        let comparison = self.drill.map(|place| &candidate.comparisons[place]);
        let verdict = comparison.map_or(&candidate.programme.verdict, |one| &one.verdict);
        match figure.kind {
            Kind::Score => verdict.worse().contains(&Aspect::Score),
            Kind::Passed => verdict.worse().contains(&Aspect::Passed),
            Kind::Objective(objective, figure) => comparison.is_some_and(|one| {
                one.grounds.contains(&Ground {
                    objective,
                    figure,
                    is_gain: false,
                })
            }),
        }
    }
}

impl Figure {
    fn new(name: String, kind: Kind, column: Column) -> Self {
        Self { name, kind, column }
    }

    /// A score, by its differences in points.
    pub(super) fn of_score(name: String, differences: Vec<f64>) -> Self {
        Self::new(name, Kind::Score, Column::Points(differences))
    }

    /// How often it passes, by differences from −1 to 1.
    pub(super) fn of_passed(name: String, differences: Vec<f64>) -> Self {
        Self::new(name, Kind::Passed, Column::Shares(differences))
    }

    /// Of so many replications.
    pub(super) fn count(&self) -> u64 {
        self.differences().len() as u64 // usize fits into u64.
    }

    fn differences(&self) -> &[f64] {
        match &self.column {
            Column::Points(differences) | Column::Shares(differences) => differences,
            Column::Amounts => &[],
        }
    }

    /// In so many replications anything differs.
    pub(super) fn differing(&self) -> u64 {
        self.count_where(|apart| apart != 0.0)
    }

    fn count_where(&self, is_counted: impl Fn(f64) -> bool) -> u64 {
        let counted = self
            .differences()
            .iter()
            .filter(|apart| is_counted(**apart));
        counted.count() as u64 // usize fits into u64.
    }

    /// In points; `None`: it has none, or there are no replications.
    pub(super) fn mean(&self) -> Option<f64> {
        Some(self.found(0.95)?.0)
    }

    /// In points; `None`: nothing differs, too few replications do, or a few of them decide.
    pub(super) fn interval(&self, level: f64) -> Option<Interval> {
        self.found(level)?.1.filter(|_| self.differing() > 0)
    }

    fn found(&self, level: f64) -> Option<(f64, Option<Interval>)> {
        let (found, scale) = match &self.column {
            Column::Points(differences) => (
                mean_difference_within(differences, POINTS_APART_MOST, level)?,
                1.0,
            ),
            Column::Shares(differences) => (bounded_difference(differences, level)?, 100.0),
            Column::Amounts => return None,
        };
        let interval = found.interval.map(|interval| Interval {
            low: interval.low * scale,
            high: interval.high * scale,
        });
        Some((found.mean * scale, interval))
    }

    /// How much better it surely is, in points; below zero: how much worse it may be. `None`: it has no points, or there are no
    /// replications.
    pub(super) fn at_worst(&self, level: f64) -> Option<f64> {
        self.found(level)?;
        let worse = self.count_where(|apart| apart < 0.0);
        Some(match (&self.column, self.interval(level)) {
            (Column::Shares(_), Some(interval)) if worse < RARE => {
                interval.low.min(self.with_rare_losses(worse, level))
            }
            (_, Some(interval)) => interval.low,
            // Whatever is worse, seen or not, may be so by as much as there is.
            (_, None) => -POINTS_APART_MOST * share_at_most(worse, self.count(), level),
        })
    }

    /// The interval of a share leans on many of either kind. Of few losses as many are counted as there may be, and of the gains as
    /// few; what may be wrong is shared out between the two.
    fn with_rare_losses(&self, worse: u64, level: f64) -> f64 {
        let (count, level) = (self.count(), (1.0 + level) / 2.0);
        let gains = self.differences().iter().filter(|apart| **apart > 0.0);
        let (better, least) = gains.fold((0, f64::INFINITY), |(better, least), gain| {
            (better + 1, gain.min(least))
        });
        let gained = match better {
            0 => 0.0,
            _ => least * (1.0 - share_at_most(count - better, count, level)),
        };
        POINTS_APART_MOST * (gained - share_at_most(worse, count, level))
    }

    /// Surely no more than that is lost.
    pub(super) fn loses_less(&self, tolerance: f64, level: f64) -> bool {
        self.at_worst(level)
            .is_some_and(|worst| worst >= -tolerance)
    }

    /// Surely more than that is lost.
    pub(super) fn loses_more(&self, tolerance: f64, level: f64) -> bool {
        self.interval(level)
            .is_some_and(|interval| interval.high < -tolerance)
    }
}

/// What the gate watches of a candidate, by its number.
fn watched(gate: &Gate, sides: &Sides, played: &[Vec<Played>], candidate: usize) -> Vec<Watched> {
    let side = &sides.candidates[candidate];
    let (before, after) = (&played[0], &played[candidate + 1]);
    let changes_nothing = side.changes.iter().all(|change| !change.plays());
    let is_same =
        |place: usize| changes_nothing || side.drills[place] == sides.baseline.drills[place];
    let drills = &sides.baseline.drills;
    let of_drills = drills.iter().enumerate().map(|(place, drill)| Watched {
        place: format!("{}, `{}`", side.name, drill.scenario.id),
        candidate,
        drill: Some(place),
        is_same: is_same(place),
        figures: of_drill(gate, drill, &before[place], &after[place]),
    });
    let over_all = (drills.len() > 1).then(|| together(gate, before, after));
    let over_all = over_all.map(|figures| Watched {
        place: format!("{}, over all drills", side.name),
        candidate,
        drill: None,
        is_same: (0..drills.len()).all(is_same),
        // What is measured in no replication is told of each drill.
        figures: figures
            .into_iter()
            .filter(|figure| figure.count() > 0)
            .collect(),
    });
    let all = of_drills.chain(over_all);
    all.filter(|watched| !watched.figures.is_empty()).collect()
}

/// Nothing where the drill has nothing of the kind, whatever is played.
fn of_drill(gate: &Gate, drill: &Drill, before: &Played, after: &Played) -> Vec<Figure> {
    let objectives = &drill.scenario.objectives;
    match &gate.what {
        What::Score if objectives.iter().all(|one| one.weight <= 0.0) => Vec::new(),
        What::Passed if !objectives.iter().any(|one| one.critical) => Vec::new(),
        What::Score | What::Passed => together(gate, from_ref(before), from_ref(after)),
        What::Objective(wanted) => {
            let mut objectives = objectives.entries();
            let id = objectives.find(|(_, one)| one.id == *wanted && is_measured(one));
            id.map_or_else(Vec::new, |(id, _)| of_objective(wanted, id, before, after))
        }
    }
}

fn of_objective(name: &str, id: ObjectiveId, before: &Played, after: &Played) -> Vec<Figure> {
    let (a, b) = (&before.objectives[id], &after.objectives[id]);
    let applies = |k: &usize| {
        a.values[*k] != Measured::NotApplicable && b.values[*k] != Measured::NotApplicable
    };
    let applying = || (0..a.values.len()).filter(applies);
    let met = applying().map(|k| f64::from(i8::from(b.met[k]) - i8::from(a.met[k])));
    let attainment = applying().map(|k| (b.attainments[k] - a.attainments[k]) * 100.0);
    let kind = |figure| Kind::Objective(id, figure);
    vec![
        Figure::new(
            format!("the share that meets {name}"),
            kind(comparison::Figure::Met),
            Column::Shares(met.collect()),
        ),
        Figure::new(
            format!("the attainment of {name}"),
            kind(comparison::Figure::Attainment),
            Column::Points(attainment.collect()),
        ),
        Figure::new(
            format!("what {name} measures"),
            kind(comparison::Figure::Amount),
            Column::Amounts,
        ),
    ]
}

/// What is told of several drills together: nothing of single objectives.
fn together(gate: &Gate, before: &[Played], after: &[Played]) -> Vec<Figure> {
    let [before, after] = Observed::both(before, after);
    match gate.what {
        What::Score => {
            let differences = differences(&before.scores, &after.scores);
            vec![Figure::of_score(gate.name(), differences)]
        }
        What::Passed => {
            let differences = differences(&before.passed, &after.passed);
            vec![Figure::of_passed(gate.name(), differences)]
        }
        What::Objective(_) => Vec::new(),
    }
}
