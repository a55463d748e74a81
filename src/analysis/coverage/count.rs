//! In how many replications of a drill each of its features is exercised.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::analysis::coverage::feature::Feature;
use crate::program::Program;
use crate::simulate::{
    self, AfterFailure, Detail, Happening, Lack, Playing, Replication, SkipReason,
};

/// Replications in a block: enough blocks for every thread even where few replications are played.
const BLOCK: u64 = 64;

/// The number of the first replication.
const FIRST: u64 = 1;

/// How often it is played.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settings {
    /// The seed of all luck.
    pub seed: u64,
    /// Replications of each drill.
    pub replications: u64,
    /// On how many threads; changes nothing but the time.
    pub threads: NonZeroUsize,
}

/// Replications played, and in how many of them each feature was exercised.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Counts {
    pub(super) replications: u64,
    pub(super) exercised: Vec<u64>,
}

/// Counts features, which are sorted; `watch` sees after every block how many replications there are and may break off.
pub(super) fn counted(
    program: &Program,
    features: &[Feature],
    settings: &Settings,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Counts {
    let playing = Playing {
        program,
        seed: settings.seed,
        detail: Detail::Logged,
    };
    let most = settings.replications;
    let mut counts = Counts {
        replications: 0,
        exercised: vec![0; features.len()],
    };
    simulate::run(
        playing,
        most.div_ceil(BLOCK),
        settings.threads,
        |player, number| {
            let before = number * BLOCK;
            let mut block = Tally::new(features);
            for offset in 0..BLOCK.min(most - before) {
                let number = FIRST.wrapping_add(before + offset);
                block.record(program, player.play(number));
            }
            block.counts
        },
        |_, block| {
            counts.replications += block.replications;
            for (sum, more) in counts.exercised.iter_mut().zip(&block.exercised) {
                *sum += more;
            }
            watch(counts.replications)
        },
    );
    counts
}

struct Tally<'f> {
    features: &'f [Feature],
    counts: Counts,
    /// The last replication, counted from 1, in which each was exercised.
    last: Vec<u64>,
}

impl<'f> Tally<'f> {
    fn new(features: &'f [Feature]) -> Self {
        Self {
            features,
            counts: Counts {
                replications: 0,
                exercised: vec![0; features.len()],
            },
            last: vec![0; features.len()],
        }
    }

    fn record(&mut self, program: &Program, replication: &Replication) {
        self.counts.replications += 1;
        // Barriers that avert are assumed to have failed, and no log says so.
        for (id, barrier) in program.barriers.entries() {
            if barrier.averts {
                self.see(Feature::BarrierFails(id));
            }
        }
        let mut log = replication.log.iter().map(|entry| &entry.what).peekable();
        while let Some(what) = log.next() {
            // The guard is judged at the release; where it is false, the very next word is that the step is skipped.
            if let Happening::Released(step) = what
                && log.peek() != Some(&&Happening::Skipped(*step, SkipReason::Guard))
            {
                self.see(Feature::GuardTrue(*step));
            }
            exercised(program, what, |feature| self.see(feature));
        }
    }

    /// Of what is nobody's feature, such as the only label of a step, nothing is kept.
    fn see(&mut self, feature: Feature) {
        if let Ok(place) = self.features.binary_search(&feature)
            && self.last[place] < self.counts.replications
        {
            self.last[place] = self.counts.replications;
            self.counts.exercised[place] += 1;
        }
    }
}

/// What a happening exercises.
fn exercised(program: &Program, what: &Happening, mut see: impl FnMut(Feature)) {
    match what {
        Happening::Barrier { barrier, holds } => see(if *holds {
            Feature::BarrierHolds(*barrier)
        } else {
            Feature::BarrierFails(*barrier)
        }),
        Happening::InjectFired(inject) => see(Feature::Inject(*inject)),
        Happening::Woken(step) => see(Feature::OnDemand(*step)),
        Happening::Skipped(step, SkipReason::Guard) => see(Feature::GuardFalse(*step)),
        Happening::Waits(_, Lack::Resource { resource, .. }) => {
            see(Feature::ResourceShort(*resource));
        }
        Happening::Started {
            step,
            attempt,
            members,
            ..
        } => {
            let code = &program.steps[*step];
            if *attempt > 1 {
                see(Feature::Retry(*step));
            }
            for (&role, &member) in code.needs.iter().zip(members) {
                see(Feature::Role(role));
                if !program.roles[role].holders.contains(&member) {
                    see(Feature::Deputy(role, program.members[member].person));
                }
            }
            for &(resource, _) in &code.uses {
                see(Feature::ResourceUsed(resource));
            }
        }
        Happening::Done(step, label) => {
            see(Feature::Step(*step));
            if let Some(label) = label {
                see(Feature::Label(*step, *label));
            }
        }
        Happening::Failed {
            step,
            then: AfterFailure::Fallback(_),
            ..
        } => see(Feature::Fallback(*step)),
        Happening::Failed { .. }
        | Happening::Skipped(_, SkipReason::Predecessors)
        | Happening::Waits(_, Lack::Hold | Lack::Person { .. })
        | Happening::FlagSet(..)
        | Happening::FlagFell(_)
        | Happening::InjectWithheld(_)
        | Happening::Effect { .. }
        | Happening::EffectEnded { .. }
        | Happening::Exceeded { .. }
        | Happening::Released(_)
        | Happening::Ready(..)
        | Happening::Blocked(..)
        | Happening::Interrupted(..)
        | Happening::Replaced(..)
        | Happening::FallbackLost(..)
        | Happening::Reopened(..)
        | Happening::Called { .. }
        | Happening::Answered { .. }
        | Happening::Arrived { .. }
        | Happening::Absent { .. }
        | Happening::Returned(_)
        | Happening::Left(_)
        | Happening::Units { .. } => {}
    }
}
