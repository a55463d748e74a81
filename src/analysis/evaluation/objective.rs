//! An objective over many replications: its value, how often it is met, its rating, and where its time goes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::analysis::chain::Trail;
use crate::analysis::evaluation::cells::Cells;
use crate::analysis::evaluation::{Mean, SHARES, Share, Summary};
use crate::analysis::spent::{CauseTotal, PartTotal, rank};
use crate::analysis::{Judgment, LinkCause, Part, Rating, part_and_cause, rating};
use crate::quantity::{Arena, Index, Seconds, StepId};
use crate::statistics::{Moments, Spread};

/// What becomes of an objective.
#[derive(Clone, PartialEq, Debug)]
pub enum ObjectiveEstimate {
    /// Observers judge it.
    Judged,
    /// It is measured.
    Measured(Box<ObjectiveFigures>),
}

/// An objective in figures.
#[derive(Clone, PartialEq, Debug)]
pub struct ObjectiveFigures {
    /// In how many replications it applies.
    pub applicable: u64,
    /// How often it is met where it applies; `None`: it never applies.
    pub met: Option<Share>,
    /// How often it is never reached where it applies.
    pub never: Option<Share>,
    /// How often it is beyond its limit or never reached, where it applies.
    pub beyond_limit: Option<Share>,
    /// Attainment where it applies.
    pub attainment: Option<Mean>,
    /// The value where there is one; among the quantiles what is never reached comes last.
    pub value: Summary,
    /// How often each rating is reached, best first.
    pub ratings: [u64; Rating::ALL.len()],
    /// The best rating reached or bettered often enough; `None`: it never applies.
    pub rating: Option<Rating>,
    /// In how many replications there is a time on a step with its chain.
    pub chained: u64,
    /// Where that time goes on average, longest first; what never happens is left out.
    pub chain: Vec<ChainMean>,
    /// The share of those replications in which each step lies on the chain; `None`: there are none.
    pub criticality: Arena<StepId, Option<Share>>,
}

/// A part of the average chain.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ChainMean {
    /// What the time was spent on.
    pub part: Part,
    /// What was to blame.
    pub cause: LinkCause,
    /// How long, on average over all replications with a chain.
    pub mean_seconds: f64,
    /// In how many of them it happens at all.
    pub replications: u64,
}

/// The average chain as a table: parts in the order in which a single chain is told, times rounded to whole seconds.
pub fn parts(chain: &[ChainMean]) -> Vec<PartTotal> {
    let mut parts: BTreeMap<Part, Vec<&ChainMean>> = BTreeMap::new();
    for mean in chain {
        parts.entry(mean.part).or_default().push(mean);
    }
    let mut totals: Vec<PartTotal> = parts
        .into_iter()
        .map(|(part, means)| PartTotal {
            part,
            total: Seconds::rounded(means.iter().map(|mean| mean.mean_seconds).sum()),
            causes: means
                .iter()
                .map(|mean| CauseTotal {
                    cause: mean.cause,
                    total: Seconds::rounded(mean.mean_seconds),
                })
                .collect(),
        })
        .collect();
    totals.sort_by_key(|total| (rank(total.part), Reverse(total.total)));
    totals
}

/// An objective as it is gathered: of a block, or of all blocks so far.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct ObjectiveTally {
    pub(super) applicable: u64,
    nevers: u64,
    beyond_limit: u64,
    ratings: [u64; Rating::ALL.len()],
    attainments: Vec<f64>,
    chained: u64,
    /// Seconds by cell; nothing before the first chain, and so of the two that follow.
    seconds: Vec<i64>,
    /// Replications by cell.
    replications: Vec<u64>,
    /// The last chain, counted from 1, that has the cell.
    last_chain: Vec<u64>,
    /// Replications by step on the chain.
    critical: Vec<u64>,
    /// The last chain, counted from 1, that has the step.
    last_critical: Vec<u64>,
}

impl ObjectiveTally {
    pub(super) fn new(steps: usize) -> Self {
        Self {
            applicable: 0,
            nevers: 0,
            beyond_limit: 0,
            ratings: [0; Rating::ALL.len()],
            attainments: Vec::new(),
            chained: 0,
            seconds: Vec::new(),
            replications: Vec::new(),
            last_chain: Vec::new(),
            critical: vec![0; steps],
            last_critical: vec![0; steps],
        }
    }

    #[inline]
    pub(super) fn record(&mut self, judgment: &Judgment) {
        self.applicable += 1;
        self.nevers += u64::from(judgment.value.is_none());
        self.beyond_limit += u64::from(judgment.is_beyond_limit);
        self.ratings[judgment.rating as usize] += 1; // The place of a rating in `ALL`.
        self.attainments.push(judgment.attainment);
    }

    /// One more replication has a time on a step, which this led to.
    pub(super) fn record_trail(&mut self, cells: Cells, trail: &Trail) {
        self.begin_chain(cells);
        for link in &trail.links {
            let (part, cause) = part_and_cause(link);
            self.add_link(cells.place(part, cause), link.to - link.from);
        }
        for step in &trail.steps {
            self.add_step(*step);
        }
    }

    /// One more replication has a chain, which is taken in link by link.
    pub(super) fn begin_chain(&mut self, cells: Cells) {
        self.chained += 1;
        let count = cells.len();
        self.seconds.resize(count, 0);
        self.replications.resize(count, 0);
        self.last_chain.resize(count, 0);
    }

    /// The attainments of a block.
    pub(super) fn attainments(&self) -> Moments {
        Moments::of(&self.attainments)
    }

    /// A link of the chain in hand that belongs to that cell.
    #[inline]
    pub(super) fn add_link(&mut self, place: usize, time: Seconds) {
        self.seconds[place] += time.0;
        if self.last_chain[place] != self.chained {
            self.last_chain[place] = self.chained;
            self.replications[place] += 1;
        }
    }

    /// A step that lies on the chain in hand.
    #[inline]
    pub(super) fn add_step(&mut self, step: StepId) {
        let place = step.place();
        if self.last_critical[place] != self.chained {
            self.last_critical[place] = self.chained;
            self.critical[place] += 1;
        }
    }

    /// Adds the counts of the block that follows; its attainments are merged elsewhere.
    pub(super) fn append(&mut self, next: &Self) {
        self.applicable += next.applicable;
        self.nevers += next.nevers;
        self.beyond_limit += next.beyond_limit;
        self.chained += next.chained;
        for (sum, more) in self.ratings.iter_mut().zip(next.ratings) {
            *sum += more;
        }
        add(&mut self.replications, &next.replications);
        add(&mut self.critical, &next.critical);
        add(&mut self.seconds, &next.seconds);
    }

    pub(super) fn figures(
        &self,
        cells: Cells,
        attainments: &Moments,
        values: &(Moments, Spread),
        level: f64,
        confidence: f64,
    ) -> ObjectiveFigures {
        let share = |hits| Share::of(hits, self.applicable, level);
        ObjectiveFigures {
            applicable: self.applicable,
            met: share(self.ratings[0]),
            never: share(self.nevers),
            beyond_limit: share(self.beyond_limit),
            attainment: Mean::between(
                SHARES,
                attainments,
                self.ratings[0].max(self.beyond_limit),
                level,
            ),
            value: Summary::of(&values.0, &values.1.ranked(), self.nevers, level),
            ratings: self.ratings,
            rating: rating(self.ratings, confidence),
            chained: self.chained,
            chain: self.chain(cells),
            criticality: self
                .critical
                .iter()
                .map(|hits| Share::of(*hits, self.chained, level))
                .collect(),
        }
    }

    fn chain(&self, cells: Cells) -> Vec<ChainMean> {
        let mut chain: Vec<ChainMean> = cells
            .keys()
            .into_iter()
            .zip(self.seconds.iter().zip(&self.replications))
            .filter(|(_, (seconds, _))| **seconds > 0)
            .map(|((part, cause), (seconds, replications))| ChainMean {
                part,
                cause,
                mean_seconds: *seconds as f64 / self.chained as f64, // Both are far below 2^53.
                replications: *replications,
            })
            .collect();
        chain.sort_by(|a, b| b.mean_seconds.total_cmp(&a.mean_seconds));
        chain
    }
}

fn add<T: Copy + Default + AddAssign>(sums: &mut Vec<T>, more: &[T]) {
    sums.resize(sums.len().max(more.len()), T::default());
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += *more;
    }
}
