//! Several drills compared as one programme: each replication of all of them is one pair.

use crate::analysis::comparison::difference::{
    Columns, Measurand, SCORES_APART_MOST, differences, score_difference,
};
use crate::analysis::comparison::observed::{Observed, Pairs, means, one_if};
use crate::analysis::comparison::verdict::{Aspect, Judged, Levels, Verdict};
use crate::analysis::comparison::{Better, Direction, Played, Quantity, Resampling};
use crate::analysis::evaluation::{Mean, Measured, SCORES, SHARES};
use crate::model::{Drill, Measure, Objective};
use crate::quantity::ObjectiveId;
use crate::statistics::{
    Interval, MeanDifference, Moments, bounded_difference, differences_to_best, mean_difference,
    mean_difference_within,
};

/// How a candidate does against the baseline over all drills, each counted alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Programme {
    /// The mean score of the drills, of those that have one with both; `None`: none ever has.
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
    let [a, b] = Observed::both(baseline, candidate);
    let score = Pairs::of(&a.scores, &b.scores);
    let passed = Pairs::of(&a.passed, &b.passed);
    let cost = Pairs::of(&a.costs, &b.costs);
    let share_difference = |apart: &[f64], level| mean_difference_within(apart, 1.0, level);
    let score = score.quantity(Some(SCORES), score_difference, level);
    let passed = passed.quantity(Some(SHARES), share_difference, level);
    let cost = cost.quantity(None, mean_difference, level);
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

/// What there is to say of several drills beside the verdict.
#[derive(Clone, PartialEq, Debug)]
pub struct ProgrammeDetail {
    /// The mean score of the drills, of those that have one with both; `None`: none ever has.
    pub score: Option<Quantity>,
    /// In how many replications more drills are passed, of those that can be; `None`: none can be.
    pub passed: Option<Better>,
    /// Objectives by their ids, in the order in which drills name them.
    pub objectives: Vec<ProgrammeObjective>,
    /// The mean cost of a drill.
    pub cost: Option<Quantity>,
}

/// An objective that bears one id in several drills.
#[derive(Clone, PartialEq, Debug)]
pub struct ProgrammeObjective {
    /// Its id.
    pub id: String,
    /// Its title in the first drill that has it.
    pub title: String,
    /// Whether it is critical in any of them.
    pub is_critical: bool,
    /// How many drills measure it.
    pub drills: u64,
    /// The share of the drills in which it is met, of those in which it applies to both; `None`: it never does.
    pub met: Option<ProgrammeQuantity>,
    /// In how many replications it is met in more drills.
    pub better: Option<Better>,
}

/// Tells of all drills together what is told of each; both have played the same replications of them.
pub fn programme_detail(
    drills: &[Drill],
    baseline: &[Played],
    candidate: &[Played],
    resampling: &Resampling,
    level: f64,
) -> ProgrammeDetail {
    let columns = Columns {
        resampling,
        level,
        are_alike: false,
    };
    let [a, b] = Observed::both(baseline, candidate);
    let quantity = |a: &[Option<f64>], b: &[Option<f64>], what| {
        let pairs = Pairs::of(a, b);
        let is_any = !pairs.places.is_empty();
        is_any.then(|| columns.quantity(&pairs.first, &pairs.second, &pairs.places, what))
    };
    let mut objectives: Vec<ProgrammeObjective> = Vec::new();
    for objective in drills
        .iter()
        .flat_map(|drill| drill.scenario.objectives.iter())
    {
        if is_judged(objective) {
            continue;
        }
        if let Some(known) = objectives.iter_mut().find(|one| one.id == objective.id) {
            known.drills += 1;
            known.is_critical |= objective.critical;
            continue;
        }
        let of_drill = |drill: &Drill| {
            let mut all = drill.scenario.objectives.entries();
            let found = all.find(|(_, one)| one.id == objective.id);
            found.filter(|(_, one)| !is_judged(one)).map(|(id, _)| id)
        };
        let ids: Vec<Option<ObjectiveId>> = drills.iter().map(of_drill).collect();
        let met_by = |side: &[Played]| {
            means(side, |drill, k| {
                let id = ids[drill]?;
                let applies = |side: &[Played]| {
                    side[drill].objectives[id].values[k] != Measured::NotApplicable
                };
                (applies(baseline) && applies(candidate))
                    .then(|| one_if(side[drill].objectives[id].met[k]))
            })
        };
        let met = Pairs::of(&met_by(baseline), &met_by(candidate));
        objectives.push(ProgrammeObjective {
            id: objective.id.clone(),
            title: objective.title.clone(),
            is_critical: objective.critical,
            drills: 1,
            better: met.better(&columns),
            met: met.quantity(Some(SHARES), bounded_difference, level),
        });
    }
    ProgrammeDetail {
        score: quantity(&a.scores, &b.scores, Measurand::Score),
        passed: Pairs::of(&a.passed, &b.passed).better(&columns),
        objectives,
        cost: quantity(&a.costs, &b.costs, Measurand::Cost),
    }
}

fn is_judged(objective: &Objective) -> bool {
    matches!(objective.measure, Measure::Judged(_))
}

impl Pairs {
    /// Of values that lie between these ends, if between any.
    fn quantity(
        &self,
        ends: Option<Interval>,
        difference: impl Fn(&[f64], f64) -> Option<MeanDifference>,
        level: f64,
    ) -> Option<ProgrammeQuantity> {
        let differences = differences(&self.first, &self.second);
        let mean = |values: &[f64]| match ends {
            Some(ends) => Mean::of_values(ends, values, level),
            None => Mean::of(&Moments::of(values), level),
        };
        Some(ProgrammeQuantity {
            baseline: mean(&self.first)?,
            candidate: mean(&self.second)?,
            difference: difference(&differences, level)?,
        })
    }

    fn better(&self, columns: &Columns<'_>) -> Option<Better> {
        let (first, second) = (&self.first, &self.second);
        (!first.is_empty()).then(|| columns.better(first, second, Direction::LargerIsBetter))
    }
}

/// For the baseline and each candidate, its mean score less the best of the others', at common level; whoever reaches above zero
/// may be the best. `None`: there are no scores, or just one plan.
pub fn who_may_be_best(plans: &[&[Played]], level: f64) -> Option<Vec<Interval>> {
    let columns: Vec<Vec<f64>> = Observed::together(plans)
        .into_iter()
        .map(|plan| plan.scores.into_iter().flatten().collect())
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    differences_to_best(&columns, SCORES_APART_MOST, level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::comparison::ObjectivePlayed;
    use crate::analysis::fixture;
    use crate::quantity::{Arena, Seconds};
    use crate::statistics::share_difference;

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

    fn scored(score: impl Fn(usize) -> Option<f64>) -> Played {
        Played {
            scores: (0..1_000).map(score).collect(),
            passed: vec![None; 1_000],
            costs: vec![0.0; 1_000],
            objectives: Arena::new(Vec::new()),
        }
    }

    /// By hand: the second drill is 10 points worse in the fifth of replications in which the first has a score too, and 10 better in
    /// the others: (−5 + 4·10)/5.
    #[test]
    fn a_drill_without_a_score_leaves_out_no_other() {
        let seldom = scored(|k| k.is_multiple_of(5).then_some(50.0));
        let apart = |k: usize| if k.is_multiple_of(5) { -10.0 } else { 10.0 };
        let baseline = [seldom.clone(), scored(|_| Some(50.0))];
        let candidate = [seldom, scored(|k| Some(50.0 + apart(k)))];
        let found = programme(&baseline, &candidate, 0.95);
        let difference = found.score.unwrap().difference;
        assert_eq!((difference.mean, difference.count), (7.0, 1_000));
        assert_eq!(found.verdict, Verdict::Better(vec![Aspect::Score]));
    }

    #[test]
    fn that_a_drill_has_a_score_with_one_of_them_alone_is_no_difference() {
        let always = scored(|_| Some(90.0));
        let baseline = [scored(|k| (k < 500).then_some(10.0)), always.clone()];
        let candidate = [scored(|_| None), always];
        let found = programme(&baseline, &candidate, 0.95);
        assert_eq!(found.score.unwrap().difference.differing, 0);
    }

    /// A drill whose objectives have these ids.
    fn drill_of(ids: &[&str]) -> Drill {
        let (target, limit) = (Seconds(10), Seconds(20));
        let measures = ids.iter().map(|_| Measure::StoodDown { target, limit });
        let mut drill = fixture::drill(1).with_objectives(measures.collect());
        for (objective, id) in drill.scenario.objectives.iter_mut().zip(ids) {
            (*id).clone_into(&mut objective.id);
        }
        drill
    }

    /// For each objective whether it is met in each replication; `None`: it does not apply.
    fn played(cost: f64, objectives: &[[Option<bool>; 4]]) -> Played {
        let of = |met: &[Option<bool>; 4]| ObjectivePlayed {
            values: met
                .map(|met| met.map_or(Measured::NotApplicable, |_| Measured::Never))
                .to_vec(),
            attainments: vec![0.0; 4],
            met: met.map(|met| met == Some(true)).to_vec(),
        };
        Played {
            scores: vec![None; 4],
            passed: vec![None; 4],
            costs: vec![cost; 4],
            objectives: objectives.iter().map(of).collect(),
        }
    }

    /// Worked by hand. Of x, the shares met are ½, 0, 0 and 1, ½, 0 of the drills in which it applies; the last replication does not
    /// count.
    #[test]
    fn objectives_of_one_id_are_told_of_all_drills_in_which_they_apply() {
        let (yes, no) = (Some(true), Some(false));
        let drills = [drill_of(&["x"]), drill_of(&["y", "x"])];
        let baseline = [
            played(10.0, &[[yes, no, no, None]]),
            played(20.0, &[[yes; 4], [no, no, None, None]]),
        ];
        let candidate = [
            played(8.0, &[[yes, yes, no, None]]),
            played(26.0, &[[no; 4], [yes, no, None, None]]),
        ];
        let resampling = Resampling::new(1, 4);
        let found = programme_detail(&drills, &baseline, &candidate, &resampling, 0.95);
        let [x, y] = found.objectives.as_slice() else {
            panic!("two ids");
        };
        assert_eq!(
            (x.id.as_str(), x.drills, y.id.as_str(), y.drills),
            ("x", 2, "y", 1)
        );
        let met = x.met.as_ref().expect("it applies");
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(close(met.baseline.value, 1.0 / 6.0) && close(met.candidate.value, 0.5));
        assert_eq!((met.difference.count, met.difference.differing), (3, 2));
        let often = x.better.expect("it applies");
        assert_eq!((often.wins, often.losses, often.ties), (2, 0, 1));
        assert_eq!(y.better.expect("it applies").losses, 4);
        // What one drill measures is told as that drill tells it.
        let alone = share_difference(0, 4, 4, 0.95).expect("there are replications");
        let met = y.met.as_ref().expect("it applies").difference;
        let interval = met.interval.expect("shares are between nothing and all");
        assert!(close(met.mean, alone.value));
        assert!(
            close(interval.low, alone.interval.low) && close(interval.high, alone.interval.high)
        );
        let cost = found.cost.expect("there always is one");
        assert_eq!((cost.difference.mean, cost.better.losses), (2.0, 4));
        assert_eq!((cost.tail.baseline, cost.tail.candidate), (15.0, 17.0));
        assert_eq!((found.score, found.passed), (None, None));
    }
}
