//! Several drills compared as one programme: each replication of all of them is one pair.

use crate::analysis::comparison::Played;
use crate::analysis::comparison::verdict::{Aspect, Judged, Levels, Verdict};
use crate::analysis::evaluation::Mean;
use crate::statistics::{Interval, MeanDifference, Moments, differences_to_best, mean_difference};

/// How a candidate does against the baseline over all drills, each counted alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Programme {
    /// The mean score of the drills; `None`: no replication has scores in all of them.
    pub score: Option<ProgrammeQuantity>,
    /// The share of drills passed, of those that can be; `None`: none can be.
    pub passed: Option<ProgrammeQuantity>,
    /// The mean cost of a drill.
    pub cost: Option<ProgrammeQuantity>,
    /// In a word.
    pub verdict: Verdict,
}

/// A mean over the drills.
#[derive(Clone, PartialEq, Debug)]
pub struct ProgrammeQuantity {
    /// With the baseline.
    pub baseline: Mean,
    /// With the candidate.
    pub candidate: Mean,
    /// Candidate less baseline.
    pub difference: MeanDifference,
}

/// Compares drill by drill what was played; replication k of all drills together is one observation, because drills of one seed
/// share luck.
pub fn programme(baseline: &[Played], candidate: &[Played], level: f64) -> Programme {
    let mut only = programmes(baseline, &[candidate], Levels::once(level));
    only.pop().expect("there is one for each")
}

/// The same of several candidates, whose verdicts are tested together.
pub fn programmes(baseline: &[Played], candidates: &[&[Played]], levels: Levels) -> Vec<Programme> {
    let found: Vec<Found> = (candidates.iter())
        .map(|candidate| found(baseline, candidate, levels.interval))
        .collect();
    let judged: Vec<(u64, Vec<Judged>)> = (found.iter())
        .map(|found| (found.differing, found.judged()))
        .collect();
    let verdicts = Verdict::together(&judged, levels.verdict).into_iter();
    (found.into_iter().zip(verdicts))
        .map(|(found, verdict)| Programme {
            score: found.score,
            passed: found.passed,
            cost: found.cost,
            verdict,
        })
        .collect()
}

/// A programme before it is judged.
struct Found {
    score: Option<ProgrammeQuantity>,
    passed: Option<ProgrammeQuantity>,
    cost: Option<ProgrammeQuantity>,
    differing: u64,
}

impl Found {
    /// What the verdict rests on.
    fn judged(&self) -> Vec<Judged> {
        let aspects = [(Aspect::Score, &self.score), (Aspect::Passed, &self.passed)];
        let judged = aspects.into_iter().filter_map(|(aspect, quantity)| {
            let difference = &quantity.as_ref()?.difference;
            Some(Judged {
                aspect,
                gain: difference.mean,
                p_value: difference.p_value.unwrap_or(1.0),
            })
        });
        judged.collect()
    }
}

fn found(baseline: &[Played], candidate: &[Played], level: f64) -> Found {
    let quantity = |read: fn(&Played, usize) -> Option<f64>, skips: Skips| {
        let (first, second): (Vec<f64>, Vec<f64>) = observations(baseline, candidate, read, skips);
        let differences: Vec<f64> = first.iter().zip(&second).map(|(a, b)| b - a).collect();
        Some(ProgrammeQuantity {
            baseline: Mean::of(&Moments::of(&first), level)?,
            candidate: Mean::of(&Moments::of(&second), level)?,
            difference: mean_difference(&differences, level)?,
        })
    };
    let score = quantity(|played, k| played.scores[k], Skips::Replications);
    let passed = quantity(
        |played, k| played.passed[k].map(|passed| f64::from(u8::from(passed))),
        Skips::Drills,
    );
    let cost = quantity(|played, k| Some(played.costs[k]), Skips::Replications);
    let differing = baseline
        .iter()
        .zip(candidate)
        .map(|(a, b)| (0..a.len()).filter(|k| !a.is_alike(b, *k)).count() as u64)
        .sum();
    Found {
        score,
        passed,
        cost,
        differing,
    }
}

/// What is left out where a drill has no value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Skips {
    /// The replication, in all drills.
    Replications,
    /// The drill.
    Drills,
}

fn observations(
    baseline: &[Played],
    candidate: &[Played],
    read: fn(&Played, usize) -> Option<f64>,
    skips: Skips,
) -> (Vec<f64>, Vec<f64>) {
    let count = baseline.iter().map(Played::len).min().unwrap_or(0);
    (0..count)
        .filter_map(|k| {
            let pairs = baseline.iter().zip(candidate);
            let read = pairs.map(|(a, b)| Some((read(a, k)?, read(b, k)?)));
            let pairs: Vec<(f64, f64)> = match skips {
                Skips::Replications => read.collect::<Option<_>>()?,
                Skips::Drills => read.flatten().collect(),
            };
            let drills = pairs.len() as f64; // A handful.
            let mean = |sum: f64| sum / drills;
            let (first, second) = (
                mean(pairs.iter().map(|(a, _)| a).sum()),
                mean(pairs.iter().map(|(_, b)| b).sum()),
            );
            (!pairs.is_empty()).then_some((first, second))
        })
        .unzip()
}

/// For the baseline and each candidate, its mean score less the best of the others', at common level; whoever reaches above zero
/// may be the best. `None`: there are no scores, or just one plan.
pub fn who_may_be_best(plans: &[&[Played]], level: f64) -> Option<Vec<Interval>> {
    let count = plans
        .iter()
        .flat_map(|plan| plan.iter().map(Played::len))
        .min()?;
    let mut columns: Vec<Vec<f64>> = vec![Vec::with_capacity(count); plans.len()];
    for k in 0..count {
        let score = |plan: &&[Played]| -> Option<f64> {
            let scores: Vec<f64> = plan
                .iter()
                .map(|drill| drill.scores[k])
                .collect::<Option<_>>()?;
            Some(scores.iter().sum::<f64>() / scores.len() as f64) // A handful.
        };
        let scores: Option<Vec<f64>> = plans.iter().map(score).collect();
        for (column, score) in columns.iter_mut().zip(scores.unwrap_or_default()) {
            column.push(score);
        }
    }
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    differences_to_best(&columns, level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Arena;

    #[test]
    fn programmes_of_many_candidates_need_more_than_one_alone() {
        let of = |score: fn(u32) -> f64| {
            [Played {
                scores: (0..600).map(|k| Some(score(k))).collect(),
                passed: vec![None; 600],
                costs: vec![0.0; 600],
                objectives: Arena::new(Vec::new()),
            }]
        };
        let baseline = of(|_| 50.0);
        // A gain of a tenth of its standard deviation: a p-value of about 0.014.
        let candidate = of(|k| if k % 2 == 0 { 61.0 } else { 41.0 });
        let alone = programme(&baseline, &candidate, 0.95);
        assert_eq!(alone.verdict, Verdict::Better(vec![Aspect::Score]));
        let many = programmes(&baseline, &[&candidate[..]; 10], Levels::once(0.95));
        let verdicts: Vec<&Verdict> = many.iter().map(|whole| &whole.verdict).collect();
        assert_eq!(verdicts, [&Verdict::NotShown; 10]);
    }
}
