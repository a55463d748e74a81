//! A comparison in a word.

use crate::quantity::ObjectiveId;
use crate::statistics::{holm, level_of_each};

/// How sure one must be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Levels {
    /// The level of an interval.
    pub interval: f64,
    /// The level at which something is shown: larger where one may look several times and stop at any look.
    pub verdict: f64,
}

impl Levels {
    /// For one who may stop at any of so many looks: all of them together err as seldom as one would.
    pub fn of_looks(level: f64, looks: u64) -> Self {
        Self {
            interval: level,
            verdict: level_of_each(level, looks),
        }
    }

    /// For one who looks once.
    pub fn once(level: f64) -> Self {
        Self::of_looks(level, 1)
    }
}

/// What a comparison comes to.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// In no replication anything differs.
    NoneDiffers,
    /// Something differs, but nothing is shown to be better or worse.
    NotShown,
    /// Something is shown to be better, and nothing worse.
    Better(Vec<Aspect>),
    /// Something is shown to be worse, and nothing better.
    Worse(Vec<Aspect>),
    /// Better here and worse there.
    Mixed {
        /// What is better.
        better: Vec<Aspect>,
        /// What is worse.
        worse: Vec<Aspect>,
    },
}

/// What can be better or worse.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Aspect {
    /// The score.
    Score,
    /// How often it passes.
    Passed,
    /// An objective.
    Objective(ObjectiveId),
}

/// What is known of an aspect.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::analysis) struct Judged {
    pub(in crate::analysis) aspect: Aspect,
    /// Positive: the candidate is better.
    pub(in crate::analysis) gain: f64,
    /// Of no difference.
    pub(in crate::analysis) p_value: f64,
}

impl Verdict {
    /// The verdicts of comparisons that are looked at together: all their aspects make one family, tested with Holm's adjustment.
    pub(in crate::analysis) fn together(all: &[(u64, Vec<Judged>)], level: f64) -> Vec<Self> {
        let verdicts = all.iter().zip(shown(all, level));
        verdicts
            .map(|((differing, judged), shown)| Self::by(*differing, judged, &shown))
            .collect()
    }

    fn by(differing: u64, judged: &[Judged], is_shown: &[bool]) -> Self {
        if differing == 0 {
            return Self::NoneDiffers;
        }
        let shown = |is_gain: fn(f64) -> bool| -> Vec<Aspect> {
            let all = judged.iter().zip(is_shown);
            let mut shown: Vec<Aspect> = all
                .filter(|(judged, is_shown)| **is_shown && is_gain(judged.gain))
                .map(|(judged, _)| judged.aspect)
                .collect();
            shown.dedup();
            shown
        };
        let (better, worse) = (shown(|gain| gain > 0.0), shown(|gain| gain < 0.0));
        match (better.is_empty(), worse.is_empty()) {
            (true, true) => Self::NotShown,
            (false, true) => Self::Better(better),
            (true, false) => Self::Worse(worse),
            (false, false) => Self::Mixed { better, worse },
        }
    }

    /// What is shown to be better.
    pub fn better(&self) -> &[Aspect] {
        match self {
            Self::Better(better) | Self::Mixed { better, .. } => better,
            Self::NoneDiffers | Self::NotShown | Self::Worse(_) => &[],
        }
    }

    /// What is shown to be worse.
    pub fn worse(&self) -> &[Aspect] {
        match self {
            Self::Worse(worse) | Self::Mixed { worse, .. } => worse,
            Self::NoneDiffers | Self::NotShown | Self::Better(_) => &[],
        }
    }
}

/// Of each comparison, what is shown to be other than zero, when all is tested together (Holm 1979).
pub(super) fn shown(all: &[(u64, Vec<Judged>)], level: f64) -> Vec<Vec<bool>> {
    let judged = all.iter().flat_map(|(_, judged)| judged);
    let p_values: Vec<f64> = judged.map(|judged| judged.p_value).collect();
    let mut adjusted = holm(&p_values).into_iter();
    all.iter()
        .map(|(_, judged)| {
            let own = adjusted.by_ref().take(judged.len());
            own.map(|p_value| p_value < 1.0 - level).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::looks;
    use crate::random::{Entity, Luck, Question};
    use crate::statistics::mean_difference;

    fn verdict(judged: &[(Aspect, f64, f64)]) -> Verdict {
        let judged: Vec<Judged> = judged
            .iter()
            .map(|(aspect, gain, p_value)| Judged {
                aspect: *aspect,
                gain: *gain,
                p_value: *p_value,
            })
            .collect();
        verdict_of(1, &judged)
    }

    fn verdict_of(differing: u64, judged: &[Judged]) -> Verdict {
        Verdict::together(&[(differing, judged.to_vec())], 0.95).remove(0)
    }

    #[test]
    fn what_is_shown_decides() {
        let (score, passed) = (Aspect::Score, Aspect::Passed);
        assert_eq!(verdict_of(0, &[]), Verdict::NoneDiffers);
        assert_eq!(verdict(&[(score, 1.0, 0.2)]), Verdict::NotShown);
        assert_eq!(
            verdict(&[(score, 1.0, 0.001), (passed, -1.0, 0.2)]),
            Verdict::Better(vec![score])
        );
        assert_eq!(
            verdict(&[(score, 1.0, 0.001), (passed, -1.0, 0.002)]),
            Verdict::Mixed {
                better: vec![score],
                worse: vec![passed]
            }
        );
    }

    /// The share of sequences without any difference in which some look shows one.
    fn errors(sequences: u64, looks: &[u64], levels: Levels) -> f64 {
        let most = looks.iter().max().copied().unwrap_or(0);
        let errs = |sequence: &u64| {
            let luck = Luck::new(*sequence);
            let mut apart = vec![0.0; most as usize];
            let stream = Question::new(Entity::Scenario, "drill", "apart").nth(1);
            luck.fill(stream, 0, &mut apart);
            apart.iter_mut().for_each(|u| *u -= 0.5);
            looks.iter().any(|count| {
                let found = mean_difference(&apart[..*count as usize], levels.interval).unwrap();
                let p_value = found.p_value.unwrap();
                verdict_at(found.mean, p_value, levels) != Verdict::NotShown
            })
        };
        (0..sequences).filter(errs).count() as f64 / sequences as f64
    }

    fn verdict_at(gain: f64, p_value: f64, levels: Levels) -> Verdict {
        let judged = Judged {
            aspect: Aspect::Score,
            gain,
            p_value,
        };
        Verdict::together(&[(1, vec![judged])], levels.verdict).remove(0)
    }

    #[test]
    fn who_may_stop_at_any_look_errs_as_seldom_as_who_looks_once() {
        let looks = looks::until(11_664, 1);
        let four_errors = 4.0 * (0.05 * 0.95 / 1_000.0_f64).sqrt();
        let allowed = errors(1_000, &looks, Levels::of_looks(0.95, looks.len() as u64));
        assert!(allowed < 0.05 + four_errors, "{allowed}");
        // What would be seen if nothing were allowed for.
        let careless = errors(1_000, &looks, Levels::once(0.95));
        assert!(careless > 0.05 + four_errors, "{careless}");
    }

    #[test]
    fn many_aspects_need_more() {
        let (score, passed) = (Aspect::Score, Aspect::Passed);
        assert_eq!(verdict(&[(score, 1.0, 0.03)]), Verdict::Better(vec![score]));
        assert_eq!(
            verdict(&[(score, 1.0, 0.03), (passed, 1.0, 0.9)]),
            Verdict::NotShown
        );
    }
}
