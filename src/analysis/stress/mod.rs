//! Single points of failure: what each loss does to a drill, under the same luck.

mod alone;
mod losses;
mod pair;

use std::ops::{ControlFlow, Range};

use crate::analysis::comparison::{
    Aspect, Brief, Judged, Luck, Played, Verdict, brief, play_range, ranked,
};
use crate::model::Drill;
use crate::program::{ProgramError, compile_with};
use crate::random::Quantiles;

pub use alone::{Dependence, dependence, dependence_plays};
pub use losses::{Loss, losses, needed_roles, sole_roles, with_losses};
pub use pair::{Beyond, Pair, of_pairs, pairs, stress_pairs};

/// What a loss, or several at once, does.
#[derive(Clone, PartialEq, Debug)]
pub struct Stressed {
    /// What goes wrong.
    pub losses: Vec<Loss>,
    /// The drill with it against the drill without it.
    pub brief: Brief,
    /// What is shown, where all losses are tested together.
    pub verdict: Verdict,
}

impl Stressed {
    /// Points of 100 by which it is passed less often; 0 where it cannot be passed.
    pub fn passed_loss(&self) -> f64 {
        self.brief
            .passed
            .map_or(0.0, |passed| -passed.difference.value * 100.0)
    }

    /// Points by which the score is lower; 0 where there is none.
    pub fn score_loss(&self) -> f64 {
        self.brief.score.map_or(0.0, |score| -score.difference.mean)
    }
}

/// Plays the drill with these losses; `None`: `watch` broke it off.
fn play_without(
    drill: &Drill,
    losses: &[Loss],
    range: Range<u64>,
    luck: Luck,
    quantiles: &mut Quantiles,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Option<Played>, ProgramError> {
    let without = with_losses(drill, losses);
    let program = compile_with(&without, quantiles)?;
    let mut is_broken_off = false;
    let played = play_range(&without, &program, luck, range, |done| {
        let flow = watch(done);
        is_broken_off = flow.is_break();
        flow
    });
    Ok((!is_broken_off).then_some(played))
}

/// Plays the drill with each of the losses against what was played without: those losses that were played before `watch` broke it
/// off.
pub fn stress(
    drill: &Drill,
    baseline: &Played,
    range: Range<u64>,
    losses: &[Vec<Loss>],
    luck: Luck,
    level: f64,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Vec<Stressed>, ProgramError> {
    let mut all = Vec::with_capacity(losses.len());
    let mut quantiles = Quantiles::default();
    for losses in losses {
        let range = range.clone();
        let Some(played) = play_without(drill, losses, range, luck, &mut quantiles, &mut watch)?
        else {
            break;
        };
        all.push(Stressed {
            losses: losses.clone(),
            brief: brief(baseline, &played, level),
            verdict: Verdict::NotShown,
        });
    }
    let judged: Vec<(u64, Vec<Judged>)> = all
        .iter()
        .map(|one| (one.brief.differing, judged(&one.brief)))
        .collect();
    for (one, verdict) in all.iter_mut().zip(Verdict::together(&judged, level)) {
        one.verdict = verdict;
    }
    Ok(all)
}

fn judged(brief: &Brief) -> Vec<Judged> {
    let passed = brief.passed.map(|passed| Judged {
        aspect: Aspect::Passed,
        gain: passed.difference.value,
        p_value: passed.difference.p_value,
    });
    let score = brief.score.map(|score| Judged {
        aspect: Aspect::Score,
        gain: score.difference.mean,
        p_value: score.difference.p_value.unwrap_or(1.0),
    });
    passed.into_iter().chain(score).collect()
}

/// Puts what costs most passing first, then what costs most score.
pub fn rank(stressed: &mut [Stressed]) {
    stressed.sort_by(|a, b| {
        let of = |one: &Stressed| (ranked(one.passed_loss()), ranked(one.score_loss()));
        let ((a_passed, a_score), (b_passed, b_score)) = (of(a), of(b));
        b_passed
            .total_cmp(&a_passed)
            .then(b_score.total_cmp(&a_score))
            .then(a.losses.cmp(&b.losses))
    });
}
