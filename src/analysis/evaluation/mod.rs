//! Many replications of a drill evaluated: what it comes to, how sure that is, and where the time goes.
//!
//! Replications are played in blocks of [`BLOCK`]. A block's tally is gathered in the order of its replications wherever it
//! is played; tallies are folded in the order of blocks on one thread. So the same settings give the same bytes on any
//! number of threads, and memory does not grow with the number of replications.

mod block;
mod cells;
mod columns;
mod day;
mod estimate;
mod loads;
mod objective;
mod step;
mod tally;
mod times;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::analysis::looks::{self, AnyLook};
use crate::model::Drill;
use crate::program::Program;
use crate::quantity::{Arena, ImpactId, ObjectiveId, PersonId, ResourceId, RoleId, StepId};
use crate::simulate::{self, Detail, Playing};
use crate::statistics::level_of_each;

use block::{Block, Frame};
use tally::Tally;

pub use block::{Measured, Samples};
pub use day::{Day, replication_of};
pub use estimate::{Mean, Quantile, Quantiles, Share, Summary, WorstMean};
pub(super) use estimate::{SCORES, SHARES};
pub use objective::{ChainMean, ObjectiveEstimate, ObjectiveFigures, parts};
pub use step::{StepFigures, StepWeight};
pub use times::{TimeQuantile, TimeQuantiles, Times};

/// Replications in a block.
pub const BLOCK: u64 = 256;

/// The number of the first replication.
pub const FIRST: u64 = 1;

/// The level of intervals unless another is asked for.
pub const LEVEL_USUAL: f64 = 0.95;

/// The share of replications in which a rating must be reached or bettered unless another is asked for.
pub const CONFIDENCE_USUAL: f64 = 0.8;

/// What to evaluate.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settings {
    /// The seed of all luck.
    pub seed: u64,
    /// How long.
    pub length: Length,
    /// On how many threads; changes nothing but the time.
    pub threads: NonZeroUsize,
    /// The share of replications in which a rating must be reached or bettered.
    pub confidence: f64,
    /// The level of all intervals.
    pub level: f64,
    /// Without histories there are no chains, and nobody is waited for.
    pub detail: Detail,
}

/// How many replications are played.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Length {
    /// So many.
    Exactly(u64),
    /// Until score and passing are known that well, of their whole scale, but not more than `most`.
    Until {
        /// The half-width that is wanted: 0.01 is a point of the score, and a percent of replications.
        half_width: f64,
        /// The most replications.
        most: u64,
    },
}

impl Length {
    /// The most replications there may be.
    pub fn most(self) -> u64 {
        match self {
            Self::Exactly(count) | Self::Until { most: count, .. } => count,
        }
    }
}

/// How an evaluation ended.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Ending {
    /// All replications were played.
    Complete,
    /// It is as precise as wanted.
    Precise {
        /// The half-width that was reached.
        half_width: f64,
    },
    /// It came to the most replications before it was.
    NotPrecise {
        /// The half-width that was reached; `None`: there are no scores.
        half_width: Option<f64>,
    },
    /// It was broken off.
    Interrupted,
}

/// What many replications come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Evaluation {
    /// How many there are.
    pub replications: u64,
    /// The seed of their luck.
    pub seed: u64,
    /// The level of all intervals.
    pub level: f64,
    /// The share of replications in which a rating is reached or bettered.
    pub confidence: f64,
    /// Why there are no more.
    pub ending: Ending,
    /// The score, where there is one.
    pub score: Summary,
    /// The mean of the worst 5 % of scores.
    pub score_worst: WorstMean,
    /// Replications in which no objective applies.
    pub without_score: u64,
    /// How many pass; `None`: no objective is critical.
    pub passed: Option<Share>,
    /// Replications in which no critical objective applies, which are passed.
    pub untested: u64,
    /// The cost.
    pub cost: Summary,
    /// The mean of the highest 5 % of costs.
    pub cost_worst: WorstMean,
    /// Seconds to the last completion.
    pub makespan: Summary,
    /// Objectives in file order.
    pub objectives: Arena<ObjectiveId, ObjectiveEstimate>,
    /// Steps by id.
    pub steps: Arena<StepId, StepFigures>,
    /// Impacts in file order.
    pub impacts: Arena<ImpactId, ImpactFigures>,
    /// Seconds for which somebody of each person or team was waited for, over all steps.
    pub people: Arena<PersonId, Load>,
    /// The same of roles, whoever filled them.
    pub roles: Arena<RoleId, Load>,
    /// The same of resources, in unit-seconds of use.
    pub resources: Arena<ResourceId, Load>,
}

/// What becomes of an impact.
#[derive(Clone, PartialEq, Debug)]
pub struct ImpactFigures {
    /// Level at the horizon.
    pub level_final: Summary,
    /// Highest level.
    pub level_peak: Summary,
    /// Level × time, in unit-hours.
    pub area: Summary,
}

/// How much somebody or something is needed.
#[derive(Clone, PartialEq, Debug)]
pub struct Load {
    /// Seconds in work, of all members or units together.
    pub busy: Times,
    /// Seconds for which steps waited for it, over all steps.
    pub waited_for: Times,
}

/// How far an evaluation is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Replications folded so far.
    pub done: u64,
    /// The most there may be.
    pub most: u64,
    /// What the last block of them came to.
    pub samples: &'a Samples,
}

/// Plays and evaluates the drill; `watch` sees every block in order and may break off.
pub fn evaluate(
    drill: &Drill,
    program: &Program,
    settings: &Settings,
    mut watch: impl FnMut(Progress<'_>) -> ControlFlow<()>,
) -> Evaluation {
    let playing = Playing {
        program,
        seed: settings.seed,
        detail: settings.detail,
    };
    let frame = Frame::new(drill, program);
    let most = settings.length.most();
    let mut tally = Tally::new(&frame);
    let mut ending = match settings.length {
        Length::Exactly(_) => Ending::Complete,
        Length::Until { .. } => Ending::NotPrecise { half_width: None },
    };
    let looks = looks::until(most, BLOCK);
    simulate::run(
        playing,
        most.div_ceil(BLOCK),
        settings.threads,
        |player, number| Block::played(&frame, player, number * BLOCK, most),
        |_, block| {
            let samples = tally.append(block);
            let done = tally.replications();
            if let Length::Until { half_width, .. } = settings.length
                && looks.contains(&done)
            {
                let looks = looks.len() as u64; // usize fits into u64.
                let reached = precision(&tally, settings.level, looks);
                ending = match reached {
                    Some(reached) if reached <= half_width => Ending::Precise {
                        half_width: reached,
                    },
                    reached => Ending::NotPrecise {
                        half_width: reached,
                    },
                };
            }
            let progress = Progress {
                done,
                most,
                samples: &samples,
            };
            if watch(progress).is_break() && done < most {
                ending = Ending::Interrupted;
            }
            match ending {
                Ending::Complete | Ending::NotPrecise { .. } => ControlFlow::Continue(()),
                Ending::Precise { .. } | Ending::Interrupted => ControlFlow::Break(()),
            }
        },
    );
    tally.evaluation(&frame, settings, ending)
}

/// The half-width, of the whole scale, to which score and passing are known, both of them, at whichever look one stops.
fn precision(tally: &Tally, level: f64, looks: u64) -> Option<f64> {
    // What may be wrong is shared out between the two.
    let level = level_of_each(level, 2);
    let any = AnyLook { level, looks };
    let scores = tally.scores();
    let of_score = any.mean_half_width(scores.deviation()? / 100.0, scores.count(), 1.0);
    let (passed, judged) = tally.passed();
    if judged == 0 {
        return Some(of_score);
    }
    Some(of_score.max(any.share_half_width(passed, judged)))
}
