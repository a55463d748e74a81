//! What each replication of a drill came to: the columns that are compared.

use std::num::NonZeroUsize;
use std::ops::{ControlFlow, Range};

use crate::analysis::assessment::{Standing, assess_into};
use crate::analysis::columns::{are_enough_for, judge};
use crate::analysis::evaluation::{BLOCK, Measured};
use crate::analysis::{Assessment, Cost, Judgment, Verdict};
use crate::model::Drill;
use crate::program::Program;
use crate::quantity::{Arena, ObjectiveId};
use crate::simulate::{self, Columns, Detail, Playing};

/// Replications of one drill in their order, in columns.
#[derive(Clone, PartialEq, Debug)]
pub struct Played {
    /// Scores; `None`: no objective applies.
    pub scores: Vec<Option<f64>>,
    /// Whether it passed; `None`: no objective is critical.
    pub passed: Vec<Option<bool>>,
    /// Costs.
    pub costs: Vec<f64>,
    /// Objectives in file order.
    pub objectives: Arena<ObjectiveId, ObjectivePlayed>,
}

/// What an objective came to in each replication.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct ObjectivePlayed {
    /// What was measured.
    pub values: Vec<Measured>,
    /// From 0 to 1; 0 where it does not apply.
    pub attainments: Vec<f64>,
    /// Whether the target was reached.
    pub met: Vec<bool>,
}

/// The luck that plans are compared under, and what it takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Luck {
    /// The seed of all luck.
    pub seed: u64,
    /// On how many threads; changes nothing but the time.
    pub threads: NonZeroUsize,
}

impl Played {
    /// Nothing is played yet.
    pub fn none(drill: &Drill) -> Self {
        Self::with_room_for(drill, 0)
    }

    fn with_room_for(drill: &Drill, count: usize) -> Self {
        let objectives = drill.scenario.objectives.iter();
        Self {
            scores: Vec::with_capacity(count),
            passed: Vec::with_capacity(count),
            costs: Vec::with_capacity(count),
            objectives: objectives
                .map(|_| ObjectivePlayed {
                    values: Vec::with_capacity(count),
                    attainments: Vec::with_capacity(count),
                    met: Vec::with_capacity(count),
                })
                .collect(),
        }
    }

    /// How many replications.
    pub fn len(&self) -> usize {
        self.costs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.costs.is_empty()
    }

    /// Whether the replication went alike in both, in all that is measured.
    pub fn is_alike(&self, other: &Self, replication: usize) -> bool {
        let of = |played: &Self| {
            (
                played.scores[replication],
                played.passed[replication],
                played.costs[replication],
            )
        };
        let objectives = || self.objectives.iter().zip(other.objectives.iter());
        of(self) == of(other)
            && objectives().all(|(a, b)| a.values[replication] == b.values[replication])
    }

    fn record(&mut self, assessment: &Assessment) {
        self.scores.push(assessment.score);
        self.passed.push(assessment.passed);
        self.costs.push(assessment.cost.total());
        let verdicts = assessment.objectives.iter();
        for (column, verdict) in self.objectives.iter_mut().zip(verdicts) {
            column.record(verdict);
        }
    }

    fn record_columns(&mut self, drill: &Drill, program: &Program, columns: &Columns) {
        let objectives = &mut self.objectives;
        let (standings, costs) = judge(drill, program, columns, |id, verdict| {
            objectives[id].record(verdict);
        });
        (self.scores).extend(standings.iter().map(Standing::score));
        (self.passed).extend(standings.iter().map(|standing| standing.passed));
        self.costs.extend(costs.iter().map(Cost::total));
    }

    /// The first so many replications alone.
    pub fn truncate(&mut self, count: usize) {
        self.scores.truncate(count);
        self.passed.truncate(count);
        self.costs.truncate(count);
        for column in self.objectives.iter_mut() {
            column.values.truncate(count);
            column.attainments.truncate(count);
            column.met.truncate(count);
        }
    }

    /// The replications at these places alone.
    pub fn part(&self, places: Range<usize>) -> Self {
        let objectives = self.objectives.iter();
        Self {
            scores: self.scores[places.clone()].to_vec(),
            passed: self.passed[places.clone()].to_vec(),
            costs: self.costs[places.clone()].to_vec(),
            objectives: objectives
                .map(|column| ObjectivePlayed {
                    values: column.values[places.clone()].to_vec(),
                    attainments: column.attainments[places.clone()].to_vec(),
                    met: column.met[places.clone()].to_vec(),
                })
                .collect(),
        }
    }

    /// Takes in the replications that follow.
    pub fn append(&mut self, mut next: Self) {
        self.scores.append(&mut next.scores);
        self.passed.append(&mut next.passed);
        self.costs.append(&mut next.costs);
        let following = next.objectives.iter_mut();
        for (column, following) in self.objectives.iter_mut().zip(following) {
            column.values.append(&mut following.values);
            column.attainments.append(&mut following.attainments);
            column.met.append(&mut following.met);
        }
    }
}

impl ObjectivePlayed {
    fn record(&mut self, verdict: &Verdict) {
        let judgment = verdict.judgment();
        self.values.push(Measured::of(verdict));
        self.attainments
            .push(judgment.map_or(0.0, |judgment| judgment.attainment));
        self.met.push(judgment.is_some_and(Judgment::is_met));
    }
}

/// Plays the replications of that range; `watch` is told how many of them have been played after every block, and may break off.
pub fn play_range(
    drill: &Drill,
    program: &Program,
    luck: Luck,
    range: Range<u64>,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Played {
    let playing = Playing {
        program,
        seed: luck.seed,
        detail: Detail::Outcome,
    };
    let block = |number: u64| -> Range<u64> {
        let first = range.start + number * BLOCK;
        first..(first + BLOCK).min(range.end)
    };
    // Growing would copy all of it several times; of what is not played, no memory is touched.
    const ROOM: u64 = 1 << 20;
    let mut played = Played::with_room_for(drill, (range.end - range.start).min(ROOM) as usize);
    let are_columns_enough = are_enough_for(drill);
    simulate::run(
        playing,
        (range.end - range.start).div_ceil(BLOCK),
        luck.threads,
        |player, number| {
            let mut of_block = Played::with_room_for(drill, BLOCK as usize); // A block is short.
            let Range { start, end } = block(number);
            if are_columns_enough
                && let Some(columns) = player.play_columns(start, (end - start) as usize)
            // The same.
            {
                of_block.record_columns(drill, program, columns);
                return of_block;
            }
            let mut assessment = Assessment::blank(drill);
            for replication in block(number) {
                let replication = player.play(replication);
                assess_into(drill, replication, &mut assessment, |_, _| None);
                of_block.record(&assessment);
            }
            of_block
        },
        |number, of_block| {
            played.append(of_block);
            watch(block(number).end - range.start)
        },
    );
    played
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assess;
    use crate::analysis::fixture::{network, staffed};
    use crate::program::compile;

    #[test]
    fn what_is_played_as_columns_is_what_single_replications_come_to() {
        for drill in [network(), staffed()] {
            let program = compile(&drill).expect("it compiles");
            let seed = crate::random::Luck::new(3);
            let mut player = simulate::Player::new(&program, &seed, Detail::Outcome);
            assert!(are_enough_for(&drill) && player.play_columns(7, 306).is_some());
            let luck = Luck {
                seed: 3,
                threads: NonZeroUsize::MIN,
            };
            let range = 7..7 + BLOCK + 50;
            let mut alone = Played::none(&drill);
            for replication in range.clone() {
                let played = simulate::play(&program, &seed, replication, Detail::Outcome);
                alone.record(&assess(&drill, &played));
            }
            let together = play_range(&drill, &program, luck, range, |_| ControlFlow::Continue(()));
            // Columns are too long to be shown.
            assert!(together == alone);
        }
    }
}
