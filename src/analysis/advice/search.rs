//! Trying improvements one by one, and choosing a few, one after another, each for what it adds to those before.

use std::ops::Range;

use crate::analysis::advice::Gain;
use crate::analysis::advice::gain::{gain, verdicts};
use crate::analysis::comparison::{Aspect, Played, Verdict};
use crate::analysis::evaluation::FIRST;

/// Nothing is judged by fewer replications of each drill.
const LOOK_LEAST: u64 = 20;

/// How much is played.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effort {
    /// Replications of each drill with an improvement that is looked at closely.
    pub replications: u64,
    /// About so many replications of drills may be played to try all improvements alone.
    pub replications_alone: u64,
    /// About so many to try all of them beside those already chosen.
    pub replications_beside: u64,
    /// At most so many improvements are chosen.
    pub improvements_most: usize,
}

/// Somebody broke it off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BrokenOff;

/// What was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Advice {
    /// The improvements tried, the largest gain first; those looked at more closely come before the others.
    pub trials: Vec<Trial>,
    /// The improvements chosen one after another; `None`: it was broken off before.
    pub chosen: Option<Chosen>,
}

/// One improvement alone.
#[derive(Clone, PartialEq, Debug)]
pub struct Trial {
    /// Its place among all improvements.
    pub improvement: usize,
    /// What it gains.
    pub gain: Gain,
    /// What is shown of that, among all improvements tried.
    pub verdict: Verdict,
}

/// Improvements made together.
#[derive(Clone, PartialEq, Debug)]
pub struct Chosen {
    /// In the order in which they were chosen.
    pub picks: Vec<Pick>,
    /// What they gain together, in replications that had no part in choosing them.
    pub total: Gain,
    /// The same, drill by drill.
    pub drills: Vec<Gain>,
    /// The number of the first of these replications.
    pub first_replication: u64,
}

/// An improvement that was chosen.
#[derive(Clone, PartialEq, Debug)]
pub struct Pick {
    /// Its place among all improvements.
    pub improvement: usize,
    /// What it gained when it joined those before it.
    pub gain: Gain,
}

/// Tries improvements, and chooses. `drills` says how many drills each of them changes; `goes_with` whether two can be made
/// together; `play` plays all drills with a set of improvements, in the order in which they were chosen. It gives `None` where the
/// set cannot be made, as the plan and organization without any can.
pub fn advise(
    drills: &[u64],
    effort: Effort,
    level: f64,
    goes_with: impl Fn(usize, usize) -> bool,
    play: impl FnMut(&[usize], Range<u64>) -> Result<Option<Vec<Played>>, BrokenOff>,
) -> Result<Advice, BrokenOff> {
    let mut stage = Stage {
        drills,
        effort,
        level,
        play,
    };
    let before = stage.closely(&[])?.ok_or(BrokenOff)?;
    let all: Vec<usize> = (0..drills.len()).collect();
    let mut trials = Vec::new();
    if stage.look(&[], &before, all, &mut trials).is_err() {
        return Ok(Advice {
            trials,
            chosen: None,
        });
    }
    let chosen = stage.choose(before, &trials, goes_with).ok();
    Ok(Advice { trials, chosen })
}

struct Stage<'d, Play> {
    drills: &'d [u64],
    effort: Effort,
    level: f64,
    play: Play,
}

impl<Play> Stage<'_, Play>
where
    Play: FnMut(&[usize], Range<u64>) -> Result<Option<Vec<Played>>, BrokenOff>,
{
    /// Tries each of these together with a set, of which it is known what it comes to. What was tried before it was broken off is
    /// there too.
    fn look(
        &mut self,
        with: &[usize],
        before: &[Played],
        these: Vec<usize>,
        trials: &mut Vec<Trial>,
    ) -> Result<(), BrokenOff> {
        let looked = self.look_closer(with, before, these, trials);
        self.rank(trials);
        looked
    }

    /// All at first sight, then again and again the best third of those that change anything, each time three times as closely
    /// (successive halving: Karnin, Koren and Somekh 2013, with thirds).
    fn look_closer(
        &mut self,
        with: &[usize],
        before: &[Played],
        mut these: Vec<usize>,
        trials: &mut Vec<Trial>,
    ) -> Result<(), BrokenOff> {
        let drills: u64 = these.iter().map(|one| self.drills[*one]).sum();
        let most = if with.is_empty() {
            self.effort.replications_alone
        } else {
            self.effort.replications_beside
        };
        let mut played: Vec<Vec<Played>> = vec![Vec::new(); self.drills.len()];
        let mut first = FIRST;
        for count in looks(drills, self.effort.replications, most) {
            let range = first..FIRST + count;
            let short = shortened(before, count);
            for one in &these {
                let set: Vec<usize> = with.iter().copied().chain([*one]).collect();
                let Some(next) = (self.play)(&set, range.clone())? else {
                    continue;
                };
                append(&mut played[*one], next);
                let gain = gain(&short, &played[*one], self.level);
                trials.retain(|trial| trial.improvement != *one);
                trials.push(Trial {
                    improvement: *one,
                    gain,
                    verdict: Verdict::NotShown,
                });
            }
            self.rank(trials);
            let differing: Vec<usize> = trials
                .iter()
                .filter(|trial| trial.gain.replications == count && trial.gain.differs)
                .map(|trial| trial.improvement)
                .collect();
            let third = differing.len().div_ceil(3);
            these = differing.into_iter().take(third).collect();
            for (one, played) in played.iter_mut().enumerate() {
                if !these.contains(&one) {
                    played.clear();
                }
            }
            first = FIRST + count;
        }
        Ok(())
    }

    /// Figures of more replications come first: a first sight is too rough to pass them.
    fn rank(&self, trials: &mut [Trial]) {
        trials.sort_by(|a, b| {
            let closer = b.gain.replications.cmp(&a.gain.replications);
            closer
                .then_with(|| a.gain.order(&b.gain))
                .then(a.improvement.cmp(&b.improvement))
        });
        let gains: Vec<&Gain> = trials.iter().map(|trial| &trial.gain).collect();
        let verdicts = verdicts(&gains, self.level);
        for (trial, verdict) in trials.iter_mut().zip(verdicts) {
            trial.verdict = verdict;
        }
    }

    /// Again and again the improvement that gains most beside those already chosen, as long as one is shown to gain.
    fn choose(
        &mut self,
        baseline: Vec<Played>,
        alone: &[Trial],
        goes_with: impl Fn(usize, usize) -> bool,
    ) -> Result<Chosen, BrokenOff> {
        let mut picks: Vec<Pick> = Vec::new();
        let mut set: Vec<usize> = Vec::new();
        let mut before = baseline;
        while picks.len() < self.effort.improvements_most {
            let mut trials = Vec::new();
            if set.is_empty() {
                trials.extend_from_slice(alone);
            } else {
                let these = self.beside(alone, |one| {
                    set.iter().all(|chosen| goes_with(one, *chosen))
                });
                self.look(&set, &before, these, &mut trials)?;
            }
            let Some(best) = trials.into_iter().find(|trial| helps(&trial.verdict)) else {
                break;
            };
            set.push(best.improvement);
            picks.push(Pick {
                improvement: best.improvement,
                gain: best.gain,
            });
            before = self.closely(&set)?.expect("it was played before");
        }
        // Whatever luck made a choice look good is not met again.
        let first_replication = FIRST + self.effort.replications;
        let fresh = first_replication..first_replication + self.effort.replications;
        let before = (self.play)(&[], fresh.clone())?.expect("it was played before");
        let after = (self.play)(&set, fresh)?.expect("it was played before");
        let of_drills = before.iter().zip(&after);
        Ok(Chosen {
            picks,
            total: gain(&before, &after, self.level),
            drills: of_drills
                .map(|(a, b)| {
                    let (a, b) = (std::slice::from_ref(a), std::slice::from_ref(b));
                    gain(a, b, self.level)
                })
                .collect(),
            first_replication,
        })
    }

    /// Those to try beside a set: all that can be, or if that is too much to play closely, those that are among the best third alone.
    fn beside(&self, alone: &[Trial], can_be: impl Fn(usize) -> bool) -> Vec<usize> {
        let all: Vec<usize> = (0..self.drills.len()).filter(|one| can_be(*one)).collect();
        let drills: u64 = all.iter().map(|one| self.drills[*one]).sum();
        if drills * self.effort.replications <= self.effort.replications_beside {
            return all;
        }
        let best = &alone[..alone.len().div_ceil(3)];
        let is_best = |one: &usize| best.iter().any(|trial| trial.improvement == *one);
        all.into_iter().filter(is_best).collect()
    }

    fn closely(&mut self, set: &[usize]) -> Result<Option<Vec<Played>>, BrokenOff> {
        (self.play)(set, FIRST..FIRST + self.effort.replications)
    }
}

/// Something is shown to be better, and passing is not shown to be worse.
fn helps(verdict: &Verdict) -> bool {
    !verdict.better().is_empty() && !verdict.worse().contains(&Aspect::Passed)
}

/// After how many replications one looks, the last time after all: as rarely as the most allows to be played.
fn looks(drills: u64, replications: u64, most: u64) -> Vec<u64> {
    let mut looks = vec![replications];
    // The first look plays all, each later one a third of the drills, and of three times as many replications the two thirds.
    while let Some(first) = looks.first()
        && drills * first * (2 * looks.len() as u64 + 1) / 3 > most // A handful.
        && *first > LOOK_LEAST
    {
        looks.insert(0, first.div_ceil(3).max(LOOK_LEAST));
    }
    looks
}

fn append(played: &mut Vec<Played>, next: Vec<Played>) {
    if played.is_empty() {
        *played = next;
    } else {
        for (played, next) in played.iter_mut().zip(next) {
            played.append(next);
        }
    }
}

fn shortened(drills: &[Played], replications: u64) -> Vec<Played> {
    let count = usize::try_from(replications).expect("replications fit into memory");
    drills.iter().map(|played| played.part(0..count)).collect()
}
