//! What each change adds, marked on one scale for all of them, since they add up.

use crate::analysis::comparison::Effect;
use crate::report::compare::picture::marks::{Block, Mark, Shown, Side, Standing};
use crate::report::compare::picture::scale::{self, Unit};
use crate::report::compare::shares::{self, Share};
use crate::report::compare::{Candidate, Compared, Explained};

/// What each change adds to the score, or to passing where there are no scores.
pub(super) fn of_changes(
    compared: &Compared<'_>,
    candidate: &Candidate<'_>,
    explained: &Explained,
) -> Block {
    let (doing, idle) = shares::shares(candidate, explained);
    let total = shares::total(compared, candidate, explained);
    let all: Vec<Share> = doing.into_iter().chain([total]).collect();
    let values = all.iter().flat_map(|share| {
        let ends = share.effect.interval;
        let ends = ends.map_or([share.effect.mean; 2], |one| [one.low, one.high]);
        [share.effect.mean, ends[0], ends[1]]
    });
    let reach = scale::reach(values, Unit::Number);
    let quantities = all.iter().map(|share| Shown {
        title: share.what.join(" and "),
        unit: Unit::Number,
        better: Side::Above,
        reach,
        marks: vec![mark(share)],
    });
    Block {
        title: format!(
            "{}: {}",
            candidate.name,
            shares::heading(compared, explained)
        ),
        verdicts: Vec::new(),
        quantities: quantities.collect(),
        notes: shares::idle_words(explained, &idle)
            .into_iter()
            .chain([
                "what a change adds or takes away is told by its bar alone: it is no verdict"
                    .to_owned(),
            ])
            .collect(),
    }
}

fn mark(share: &Share) -> Mark {
    let Effect {
        mean,
        interval,
        differing,
    } = share.effect;
    let figures = match share.score.is_empty() || share.passed.is_empty() {
        true => format!("cost {}", share.cost),
        false => format!("passed {}, cost {}", share.passed, share.cost),
    };
    Mark {
        tip: format!("{}: {figures}", share.what.join(" and ")),
        figures,
        value: mean,
        ends: interval.map(|one| (one.low, one.high)),
        differing,
        standing: match interval {
            Some(interval) if interval.low > 0.0 => Standing::Adds,
            Some(interval) if interval.high < 0.0 => Standing::Takes,
            Some(_) | None if differing == 0 => Standing::NoneDiffers,
            Some(_) => Standing::NotShown,
            None => Standing::FewDiffer,
        },
    }
}
