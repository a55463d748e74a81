//! Two losses at once: what they cost beyond the sum of what each of them costs alone.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use crate::analysis::comparison::{Aspect, Judged, Luck, Played, Verdict, brief, ranked};
use crate::analysis::stress::{Loss, Stressed, play_without};
use crate::model::Drill;
use crate::program::ProgramError;
use crate::random::Quantiles;
use crate::statistics::{Interval, MeanDifference, bounded_difference};

/// Two losses at once.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// What both do.
    pub stressed: Stressed,
    /// How much of it is beyond the sum of what each does alone.
    pub beyond: Beyond,
}

/// What two losses do beyond the sum of what each does alone, replication by replication; what one of them gains alone is left
/// out of the sum. Negative: they cost more together.
#[derive(Clone, PartialEq, Debug)]
pub struct Beyond {
    /// To the share passed; `None`: no objective is critical.
    pub passed: Option<MeanDifference>,
    /// To the score, in points; `None`: there is none.
    pub score: Option<MeanDifference>,
    /// What is shown, where all pairs are tested together.
    pub verdict: Verdict,
}

/// Every two of those losses that can happen together.
pub fn pairs(losses: &[Loss]) -> Vec<Vec<Loss>> {
    let losses = of_pairs(losses);
    let firsts = losses.iter().enumerate();
    firsts
        .flat_map(|(place, first)| {
            let later = losses[place + 1..].iter();
            later.map(move |second| vec![*first, *second])
        })
        .collect()
}

/// The losses of which pairs are made.
pub fn of_pairs(losses: &[Loss]) -> Vec<Loss> {
    let one_of_them = |loss: &Loss| match loss {
        Loss::Person(_) | Loss::Resource(_) | Loss::Step(_) => true,
        // A role is lost with its people; an inject is no loss.
        Loss::Role(_) | Loss::Certain(_) | Loss::Never(_) => false,
    };
    losses.iter().copied().filter(one_of_them).collect()
}

/// Plays the drill with every two of the losses, and with each of them alone, against what was played without; those that cost
/// most beyond the sum come first. `None`: `watch` broke it off.
pub fn stress_pairs(
    drill: &Drill,
    baseline: &Played,
    range: Range<u64>,
    losses: &[Loss],
    luck: Luck,
    level: f64,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Option<Vec<Pair>>, ProgramError> {
    let mut quantiles = Quantiles::default();
    let mut played = |losses: &[Loss]| {
        let range = range.clone();
        play_without(drill, losses, range, luck, &mut quantiles, &mut watch)
    };
    let mut alone = BTreeMap::new();
    for loss in of_pairs(losses) {
        let Some(played) = played(&[loss])? else {
            return Ok(None);
        };
        alone.insert(loss, Effects::of(baseline, &played));
    }
    let mut all = Vec::new();
    for losses in pairs(losses) {
        let Some(played) = played(&losses)? else {
            return Ok(None);
        };
        let both: Vec<&Effects> = losses.iter().map(|loss| &alone[loss]).collect();
        all.push(Pair {
            beyond: Effects::of(baseline, &played).beyond(&both, level),
            stressed: Stressed {
                brief: brief(baseline, &played, level),
                verdict: Verdict::NotShown,
                losses,
            },
        });
    }
    judge(&mut all, level);
    all.sort_by(|a, b| {
        let mean = |found: Option<MeanDifference>| ranked(found.map_or(0.0, |found| found.mean));
        let of = |pair: &Pair| (mean(pair.beyond.passed), mean(pair.beyond.score));
        let ((a_passed, a_score), (b_passed, b_score)) = (of(a), of(b));
        a_passed
            .total_cmp(&b_passed)
            .then(a_score.total_cmp(&b_score))
    });
    Ok(Some(all))
}

fn judge(all: &mut [Pair], level: f64) {
    let judged = |beyond: &Beyond| -> Vec<Judged> {
        let of = |aspect, found: &Option<MeanDifference>| {
            found.map(|found| Judged {
                aspect,
                gain: found.mean,
                p_value: found.p_value.unwrap_or(1.0),
            })
        };
        let passed = of(Aspect::Passed, &beyond.passed);
        passed
            .into_iter()
            .chain(of(Aspect::Score, &beyond.score))
            .collect()
    };
    let families: Vec<(u64, Vec<Judged>)> = all
        .iter()
        .map(|pair| (pair.stressed.brief.differing, judged(&pair.beyond)))
        .collect();
    for (pair, verdict) in all.iter_mut().zip(Verdict::together(&families, level)) {
        pair.beyond.verdict = verdict;
    }
}

/// What losses do in each replication; `None`: nothing to say there.
struct Effects {
    passed: Vec<Option<f64>>,
    /// In points.
    score: Vec<Option<f64>>,
}

impl Effects {
    fn of(baseline: &Played, played: &Played) -> Self {
        let passed = baseline.passed.iter().zip(&played.passed);
        let share = |passed: bool| f64::from(u8::from(passed));
        let score = baseline.scores.iter().zip(&played.scores);
        Self {
            passed: passed
                .map(|(a, b)| Some(share((*b)?) - share((*a)?)))
                .collect(),
            score: score.map(|(a, b)| Some((*b)? - (*a)?)).collect(),
        }
    }

    fn beyond(&self, alone: &[&Self], level: f64) -> Beyond {
        let passed: Vec<&[Option<f64>]> = alone.iter().map(|one| &*one.passed).collect();
        let score: Vec<&[Option<f64>]> = alone.iter().map(|one| &*one.score).collect();
        Beyond {
            passed: beyond(&self.passed, &passed, 1.0, level),
            score: beyond(&self.score, &score, 100.0, level),
            verdict: Verdict::NotShown,
        }
    }
}

/// `largest` is the most that an effect can be. Three effects, one less two others, lie between three times that and its negative.
fn beyond(
    both: &[Option<f64>],
    alone: &[&[Option<f64>]],
    largest: f64,
    level: f64,
) -> Option<MeanDifference> {
    let costs = |effects: &&&[Option<f64>]| effects.iter().flatten().sum::<f64>() < 0.0;
    let costs: Vec<&[Option<f64>]> = alone.iter().filter(costs).copied().collect();
    let scale = 3.0 * largest;
    let differences = (0..both.len()).filter_map(|k| {
        let sum: Option<f64> = costs.iter().map(|effects| effects[k]).sum();
        Some((both[k]? - sum?) / scale)
    });
    let found = bounded_difference(&differences.collect::<Vec<f64>>(), level)?;
    Some(MeanDifference {
        mean: found.mean * scale,
        interval: found.interval.map(|interval| Interval {
            low: interval.low * scale,
            high: interval.high * scale,
        }),
        deviation: found.deviation.map(|deviation| deviation * scale),
        ..found
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::num::NonZeroUsize;

    use crate::analysis::fixture;
    use crate::analysis::stress::losses;

    use super::*;

    fn found(both: &[f64], alone: [&[f64]; 2]) -> MeanDifference {
        let some =
            |effects: &[f64]| -> Vec<Option<f64>> { effects.iter().copied().map(Some).collect() };
        let alone = alone.map(some);
        let alone: Vec<&[Option<f64>]> = alone.iter().map(Vec::as_slice).collect();
        beyond(&some(both), &alone, 1.0, 0.95).expect("there are effects")
    }

    #[test]
    fn what_either_costs_alone_is_not_beyond_the_sum() {
        // One costs in one half of the replications, the other in a quarter; together in three quarters.
        let replications = |from: usize, to: usize| -> Vec<f64> {
            (0..400)
                .map(|k| if (from..to).contains(&k) { -1.0 } else { 0.0 })
                .collect()
        };
        let sum = found(
            &replications(0, 300),
            [&replications(0, 200), &replications(200, 300)],
        );
        assert_eq!((sum.mean, sum.differing), (0.0, 0));
        let nothing = found(
            &replications(0, 200),
            [&replications(0, 0), &replications(0, 0)],
        );
        assert!((nothing.mean + 0.5).abs() < 1e-12, "{nothing:?}");
        let interval = nothing.interval.expect("they differ");
        assert!(
            interval.contains(-0.5) && interval.high < -0.4,
            "{nothing:?}"
        );
    }

    #[test]
    fn pairs_can_be_broken_off_after_any_replication() {
        let luck = Luck {
            seed: 1,
            threads: NonZeroUsize::MIN,
        };
        let mut drill = fixture::drill(2);
        drill
            .plan
            .steps
            .iter_mut()
            .for_each(|step| step.owner = None);
        let baseline = Played::none(&drill);
        let looks = Cell::new(0);
        let watch = |_| {
            looks.set(looks.get() + 1);
            ControlFlow::Break(())
        };
        let losses = losses(&drill);
        let found = stress_pairs(&drill, &baseline, 1..2, &losses, luck, 0.95, watch);
        assert_eq!((found, looks.get()), (Ok(None), 1));
    }

    #[test]
    fn what_one_gains_alone_is_left_out_of_the_sum() {
        let one = found(&[-1.0; 400], [&[1.0; 400], &[-1.0; 400]]);
        assert_eq!(one.mean, 0.0);
    }
}
