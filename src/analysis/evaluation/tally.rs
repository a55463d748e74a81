//! All blocks so far, folded in their order.

use crate::analysis::evaluation::block::{Block, Frame, ImpactColumns, Samples};
use crate::analysis::evaluation::loads::{LoadTally, Loads, figures};
use crate::analysis::evaluation::objective::ObjectiveTally;
use crate::analysis::evaluation::step::{StepTally, StepWeight};
use crate::analysis::evaluation::{
    Ending, Evaluation, ImpactFigures, Measured, ObjectiveEstimate, ObjectiveFigures, Settings,
    Share, StepFigures, Summary, WorstMean,
};
use crate::model::Measure;
use crate::quantity::{Arena, ImpactId, ObjectiveId, StepId};
use crate::statistics::{Moments, Ordered, Ranks, Spread, Worst, spearman, tail_mean};

/// The worst share whose mean is told.
const TAIL: f64 = 0.05;

/// Rank correlations rest on so many replications at most: sorting more would be felt.
const RANKED_MOST: usize = 2_048;

/// Moments and values of one quantity.
type Quantity = (Moments, Spread);

/// What has been folded.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Tally {
    replications: u64,
    scores: Quantity,
    costs: Quantity,
    makespans: Quantity,
    judged: u64,
    passed: u64,
    /// The critical objectives, and in how many replications none of them applies.
    critical: Vec<ObjectiveId>,
    untested: u64,
    objectives: Arena<ObjectiveId, ObjectiveTally>,
    attainments: Arena<ObjectiveId, Moments>,
    values: Arena<ObjectiveId, Quantity>,
    /// Of the first replications, for rank correlations.
    first_values: Arena<ObjectiveId, Vec<Measured>>,
    steps: Arena<StepId, StepTally>,
    impacts: Arena<ImpactId, [Quantity; 3]>,
    loads: Loads<LoadTally>,
}

/// An objective with chains: what the work of a step is compared with.
struct Chained<'a> {
    figures: &'a ObjectiveFigures,
    /// The deviation of its value, in the replications that reach it.
    deviation: Option<f64>,
    /// Which of the first replications reach it, where not all do: the deviation is that of these.
    reached_in: Option<Vec<bool>>,
    /// In which of the first replications it applies: the place of that among all that are told apart.
    counts: usize,
    /// What it measured in them, by rank; what is never reached comes last.
    values: Ranks,
}

/// The work of a step in the first replications.
struct Worked {
    seconds: Vec<u32>,
    /// By rank among the replications that count, for each of those that are told apart.
    ranks: Vec<Ranks>,
}

impl Tally {
    pub(super) fn new(frame: &Frame<'_>) -> Self {
        let block = Block::empty(frame, 0);
        let objectives = || block.objectives.iter();
        Self {
            replications: 0,
            scores: Quantity::default(),
            costs: Quantity::default(),
            makespans: Quantity::default(),
            judged: 0,
            passed: 0,
            critical: (frame.drill.scenario.objectives.entries())
                .filter(|(_, objective)| objective.critical)
                .map(|(id, _)| id)
                .collect(),
            untested: 0,
            attainments: objectives().map(|_| Moments::default()).collect(),
            values: objectives().map(|_| Quantity::default()).collect(),
            first_values: objectives().map(|_| Vec::new()).collect(),
            impacts: block.impacts.iter().map(|_| Default::default()).collect(),
            objectives: block.objectives,
            steps: block.steps,
            loads: block.loads,
        }
    }

    /// Takes in the block that follows; gives back its samples.
    pub(super) fn append(&mut self, block: Block) -> Samples {
        let samples = block.samples;
        self.replications += samples.costs.len() as u64; // usize fits into u64.
        let scores: Vec<f64> = samples.scores.iter().copied().flatten().collect();
        extend(&mut self.scores, &scores);
        extend(&mut self.costs, &samples.costs);
        let makespans: Vec<f64> = samples.makespans.iter().map(|at| at.as_f64()).collect();
        extend(&mut self.makespans, &makespans);
        for passed in samples.passed.iter().flatten() {
            self.judged += 1;
            self.passed += u64::from(*passed);
        }
        self.untested += self.untested_in(&samples);
        for (id, objective) in block.objectives.entries() {
            self.objectives[id].append(objective);
            self.attainments[id].merge(objective.attainments());
            let values: Vec<f64> = samples.values[id].iter().filter_map(value).collect();
            extend(&mut self.values[id], &values);
            let first = &mut self.first_values[id];
            let room = RANKED_MOST - first.len();
            first.extend(samples.values[id].iter().take(room));
        }
        for (tally, step) in self.steps.iter_mut().zip(block.steps) {
            tally.append(step);
        }
        for (quantities, columns) in self.impacts.iter_mut().zip(block.impacts.iter()) {
            let ImpactColumns {
                finals,
                peaks,
                areas,
            } = columns;
            for (quantity, column) in quantities.iter_mut().zip([finals, peaks, areas]) {
                extend(quantity, column);
            }
        }
        self.loads.append(block.loads);
        samples
    }

    /// In how many replications of a block no critical objective applies.
    fn untested_in(&self, samples: &Samples) -> u64 {
        let Some((first, others)) = self.critical.split_first() else {
            return 0;
        };
        let applies = |id: &ObjectiveId, row: usize| match samples.values[*id][row] {
            Measured::NotApplicable => false,
            Measured::Never | Measured::Value(_) => true,
        };
        let rows = 0..samples.costs.len();
        let untested = rows.filter(|row| {
            !applies(first, *row) && !others.iter().any(|other| applies(other, *row))
        });
        untested.count() as u64 // usize fits into u64.
    }

    pub(super) fn replications(&self) -> u64 {
        self.replications
    }

    pub(super) fn scores(&self) -> &Moments {
        &self.scores.0
    }

    /// How many pass, of how many in which anything is critical.
    pub(super) fn passed(&self) -> (u64, u64) {
        (self.passed, self.judged)
    }

    pub(super) fn evaluation(
        &self,
        frame: &Frame<'_>,
        settings: &Settings,
        ending: Ending,
    ) -> Evaluation {
        let level = settings.level;
        let objectives: Arena<ObjectiveId, ObjectiveEstimate> = self
            .objectives
            .ids()
            .map(|id| self.objective(frame, id, settings))
            .collect();
        let (scores, costs) = (self.scores.1.ranked(), self.costs.1.ranked());
        Evaluation {
            replications: self.replications,
            seed: settings.seed,
            level,
            confidence: settings.confidence,
            ending,
            score: Summary::of_scores(&self.scores.0, &scores, level),
            score_worst: WorstMean::of(tail_mean(&scores, TAIL, level, Worst::Smallest)),
            without_score: self.replications - self.scores.0.count(),
            passed: Share::of(self.passed, self.judged, level),
            untested: self.untested,
            cost: Summary::of(&self.costs.0, &costs, 0, level),
            cost_worst: WorstMean::of(tail_mean(&costs, TAIL, level, Worst::Largest)),
            makespan: summary(&self.makespans, level),
            steps: self.steps(&objectives, level),
            objectives,
            impacts: self
                .impacts
                .iter()
                .map(|[finals, peaks, areas]| ImpactFigures {
                    level_final: summary(finals, level),
                    level_peak: summary(peaks, level),
                    area: summary(areas, level),
                })
                .collect(),
            people: figures(&self.loads.people, level),
            roles: figures(&self.loads.roles, level),
            resources: figures(&self.loads.resources, level),
        }
    }

    fn objective(
        &self,
        frame: &Frame<'_>,
        id: ObjectiveId,
        settings: &Settings,
    ) -> ObjectiveEstimate {
        match frame.drill.scenario.objectives[id].measure {
            Measure::Judged(_) => ObjectiveEstimate::Judged,
            Measure::Done { .. }
            | Measure::Within { .. }
            | Measure::Elapsed { .. }
            | Measure::Final { .. }
            | Measure::Peak { .. }
            | Measure::TimeAbove { .. }
            | Measure::Cleared { .. }
            | Measure::Order { .. }
            | Measure::Completion { .. }
            | Measure::StoodDown { .. }
            | Measure::Cost { .. } => {
                let figures = self.objectives[id].figures(
                    frame.cells,
                    &self.attainments[id],
                    &self.values[id],
                    settings.level,
                    settings.confidence,
                );
                ObjectiveEstimate::Measured(Box::new(figures))
            }
        }
    }

    fn steps(
        &self,
        objectives: &Arena<ObjectiveId, ObjectiveEstimate>,
        level: f64,
    ) -> Arena<StepId, StepFigures> {
        // Objectives that apply in the same replications share the ranks of a step's work among these.
        let mut counts = Vec::new();
        let chained: Vec<Option<Chained<'_>>> = objectives
            .entries()
            .map(|(id, estimate)| match estimate {
                ObjectiveEstimate::Judged => None,
                ObjectiveEstimate::Measured(figures) => {
                    (figures.chained > 0).then(|| self.chained(id, figures, &mut counts))
                }
            })
            .collect();
        (self.steps.ids())
            .filter_map(|step| {
                let worked = self.worked(step, &counts);
                let weights = chained.iter().map(|one| match one {
                    Some(one) => self.weight(step, &worked, one),
                    None => StepWeight {
                        criticality: None,
                        cruciality: None,
                        sensitivity: None,
                    },
                });
                self.steps[step].figures(weights.collect(), level)
            })
            .collect()
    }

    /// What is needed of an objective to weigh steps by it; where it applies is noted among `all_counts`.
    fn chained<'a>(
        &self,
        id: ObjectiveId,
        figures: &'a ObjectiveFigures,
        all_counts: &mut Vec<Vec<bool>>,
    ) -> Chained<'a> {
        let rows = (self.steps.iter().map(|step| step.worked.kept_count()).min()).unwrap_or(0);
        let measured = || self.first_values[id].iter().take(rows);
        let counts: Vec<bool> = measured()
            .map(|measured| *measured != Measured::NotApplicable)
            .collect();
        // Chains are told of times alone, which are whole seconds.
        let values: Vec<u32> = measured()
            .map(|measured| match measured {
                Measured::NotApplicable => 0,
                Measured::Never => u32::MAX,
                Measured::Value(value) => *value as u32, // No time is longer than a drill.
            })
            .collect();
        let (deviation, reached_in) = if self.values[id].0.count() == self.replications {
            (self.values[id].0.deviation(), None)
        } else {
            let reached: Vec<f64> = measured().filter_map(value).collect();
            let reached_in = measured().map(|measured| value(measured).is_some());
            (
                Moments::of(&reached).deviation(),
                Some(reached_in.collect()),
            )
        };
        Chained {
            figures,
            deviation,
            reached_in,
            values: Ordered::new(&values).ranks(&counts),
            counts: place_among(all_counts, counts),
        }
    }

    fn worked(&self, step: StepId, counts: &[Vec<bool>]) -> Worked {
        // All are equally long; without chains nothing is weighed.
        let rows = counts.first().map_or(0, Vec::len);
        let seconds = self.steps[step].worked.first(rows);
        let order = Ordered::new(&seconds);
        Worked {
            ranks: counts.iter().map(|counts| order.ranks(counts)).collect(),
            seconds,
        }
    }

    fn weight(&self, step: StepId, work: &Worked, objective: &Chained<'_>) -> StepWeight {
        let figures = objective.figures;
        let criticality = figures.criticality[step];
        let deviation = || match &objective.reached_in {
            None => self.steps[step].worked.sums().moments().deviation(),
            Some(reached_in) => {
                let all = work.seconds.iter().zip(reached_in);
                let worked: Vec<f64> = all
                    .filter(|(_, is_so)| **is_so)
                    .map(|(seconds, _)| f64::from(*seconds))
                    .collect();
                Moments::of(&worked).deviation()
            }
        };
        let sensitivity = match (criticality, objective.deviation) {
            // Many steps never lie on the chain.
            (Some(criticality), Some(value)) if value > 0.0 && criticality.value == 0.0 => {
                Some(0.0)
            }
            (Some(criticality), Some(value)) if value > 0.0 => {
                deviation().map(|worked| criticality.value * worked / value)
            }
            (Some(_) | None, Some(_) | None) => None,
        };
        StepWeight {
            criticality,
            cruciality: spearman(&work.ranks[objective.counts], &objective.values),
            sensitivity,
        }
    }
}

/// The place of the one among all, to which it is added if it is not there.
fn place_among<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    let known = all.iter().position(|other| *other == one);
    known.unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    })
}

fn extend(quantity: &mut Quantity, column: &[f64]) {
    quantity.0.merge(Moments::of(column));
    quantity.1.extend(column);
}

fn value(measured: &Measured) -> Option<f64> {
    match measured {
        Measured::NotApplicable | Measured::Never => None,
        Measured::Value(value) => Some(*value),
    }
}

fn summary((moments, spread): &Quantity, level: f64) -> Summary {
    Summary::of(moments, &spread.ranked(), 0, level)
}
