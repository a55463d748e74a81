//! What an improvement gains over all drills, replication by replication.

use std::cmp::Ordering;

use crate::analysis::comparison::{
    Aspect, Judged, Observed, Played, ProgrammeQuantity, Verdict, differences, programme, ranked,
};
use crate::statistics::{MeanDifference, bounded_difference};

/// What is gained, all drills counted alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Gain {
    /// Replications of each drill.
    pub replications: u64,
    /// In the share of drills passed; `None`: none can be.
    pub passed: Option<Gained>,
    /// In the score; `None`: there is none.
    pub score: Option<Gained>,
    /// In what a drill costs; positive: it costs more.
    pub cost: Option<Gained>,
    /// Whether any replication of any drill differs.
    pub differs: bool,
}

/// A quantity without the improvement and with it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gained {
    /// Its mean without.
    pub before: f64,
    /// Its mean with it.
    pub after: f64,
    /// With it less without.
    pub difference: MeanDifference,
}

/// The gain of what was played with an improvement, drill by drill, over what was played without, under the same luck.
pub fn gain(before: &[Played], after: &[Played], level: f64) -> Gain {
    let whole = programme(before, after, level);
    let gained = |quantity: &ProgrammeQuantity| Gained {
        before: quantity.baseline.value,
        after: quantity.candidate.value,
        difference: quantity.difference,
    };
    let mut passed = whole.passed.as_ref().map(gained);
    if let Some(passed) = &mut passed {
        // Few drills that pass or fail instead are enough to tell, other than few scores that differ.
        let [before, after] = Observed::both(before, after);
        let differences = differences(&before.passed, &after.passed);
        passed.difference = bounded_difference(&differences, level).unwrap_or(passed.difference);
    }
    Gain {
        replications: before.iter().map(Played::len).min().unwrap_or(0) as u64, // usize fits into u64.
        passed,
        score: whole.score.as_ref().map(gained),
        cost: whole.cost.as_ref().map(gained),
        differs: whole.verdict != Verdict::NoneDiffers,
    }
}

impl Gain {
    /// The larger gain first: in the share of drills passed, then in the score.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let key =
            |gained: &Option<Gained>| ranked(gained.map_or(0.0, |gained| gained.difference.mean));
        let by = |a: &Option<Gained>, b: &Option<Gained>| key(b).total_cmp(&key(a));
        by(&self.passed, &other.passed).then(by(&self.score, &other.score))
    }

    /// Whether anything differs, and what the verdict rests on.
    fn judged(&self) -> (u64, Vec<Judged>) {
        let aspects = [(Aspect::Passed, &self.passed), (Aspect::Score, &self.score)];
        let judged = aspects.into_iter().filter_map(|(aspect, gained)| {
            let difference = &gained.as_ref()?.difference;
            Some(Judged {
                aspect,
                gain: difference.mean,
                p_value: difference.p_value.unwrap_or(1.0),
            })
        });
        (u64::from(self.differs), judged.collect())
    }
}

/// What is shown of each gain; all of them are tested together.
pub(super) fn verdicts(gains: &[&Gain], level: f64) -> Vec<Verdict> {
    let all: Vec<(u64, Vec<Judged>)> = gains.iter().map(|gain| gain.judged()).collect();
    Verdict::together(&all, level)
}
