//! The gate of a comparison: what must not become worse, for CI to act on.

mod watched;

use crate::analysis::comparison::Played;
use crate::analysis::evaluation::Measured;
use crate::cli::compare::sides::Sides;
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::model::Drill;
use crate::report::compare::Compared;
use crate::statistics::{DIFFERING_LEAST, level_of_each};
use crate::text;

use watched::{Figure, Watched};

/// With fewer replications no gate is passed that could be missed, whatever they show.
const REPLICATIONS_LEAST: u64 = 100;

/// A gate without tolerance takes as many replications as one of so many points.
const POINTS_BARE: f64 = 1.0;

/// Something that must not become worse.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Gate {
    what: What,
    /// So many points of 100 may be lost; 0: nothing that the comparison's own verdict calls worse.
    tolerance: f64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum What {
    Score,
    Passed,
    /// By any of its figures; with a tolerance, by its share met and its attainment.
    Objective(String),
}

impl Gate {
    /// The gates as they are typed: `score`, `passed` or the id of an objective, with `=POINTS` behind.
    pub(super) fn all(typed: &[String], sides: &Sides) -> Result<Vec<Self>, Stop> {
        typed.iter().map(|one| Self::of(one, sides)).collect()
    }

    fn of(typed: &str, sides: &Sides) -> Result<Self, Stop> {
        let (name, tolerance) = match typed.split_once('=') {
            None => (typed, 0.0),
            Some((name, points)) => (name, tolerance(points)?),
        };
        let objectives: Vec<&str> = sides
            .baseline
            .drills
            .iter()
            .flat_map(|drill| drill.scenario.objectives.iter())
            .map(|objective| objective.id.as_str())
            .collect();
        let what = match name.trim() {
            "score" => What::Score,
            "passed" => What::Passed,
            id if objectives.contains(&id) => What::Objective(id.to_owned()),
            other => {
                let known = ["score", "passed"].into_iter().chain(objectives);
                let help = match text::nearest(other, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name `score`, `passed` or the id of an objective".to_owned(),
                };
                return Err(Stop::Usage {
                    message: format!("there is no objective `{other}` to watch"),
                    help: Some(help),
                });
            }
        };
        Ok(Self { what, tolerance })
    }

    /// How small a difference it takes replications to see.
    fn points(&self) -> f64 {
        if self.tolerance == 0.0 {
            POINTS_BARE
        } else {
            self.tolerance
        }
    }

    /// What is said to be worse or not.
    fn name(&self) -> String {
        match &self.what {
            What::Score => "the score".to_owned(),
            What::Passed => "the share passed".to_owned(),
            What::Objective(id) => id.clone(),
        }
    }
}

fn tolerance(points: &str) -> Result<f64, Stop> {
    let number = points.trim().trim_end_matches('%').trim_end().parse();
    let number = number.ok().filter(|points| (0.0..=100.0).contains(points));
    number.ok_or_else(|| Stop::Usage {
        message: format!("`{points}` is no number of points from 0 to 100"),
        help: Some("write how many points may be lost, such as `score=0.5`".to_owned()),
    })
}

/// The answer is no where a gate is not passed in any drill or over all of them; standard error says why.
pub(super) fn verdict(
    gates: &[Gate],
    compared: &Compared<'_>,
    sides: &Sides,
    played: &[Vec<Played>],
) -> Result<(), Stop> {
    let watched: Vec<(&Gate, Watched)> = (0..compared.candidates.len())
        .flat_map(|candidate| gates.iter().map(move |gate| (candidate, gate)))
        .flat_map(|(candidate, gate)| {
            let all = watched::watched(gate, compared, sides, played, candidate);
            all.into_iter().map(move |watched| (gate, watched))
        })
        .collect();
    if watched.is_empty() && !gates.is_empty() {
        return Err(Stop::Usage {
            message: "the gate has nothing to watch: no such thing is measured in these drills"
                .to_owned(),
            help: Some(
                "name an objective that is met or not, such as --fail-if-worse=contain".to_owned(),
            ),
        });
    }
    let levels = GateLevels::new(compared.levels().verdict, &watched);
    let mut is_passed = true;
    for (gate, watched) in &watched {
        if let Some(why) = refusal(gate, watched, levels) {
            is_passed = false;
            output::complain(&format!("{}: {why}", watched.place), None);
        }
    }
    if is_passed {
        Ok(())
    } else {
        Err(Stop::AnswerIsNo)
    }
}

/// The levels of intervals.
#[derive(Clone, Copy, Debug)]
struct GateLevels {
    /// Of one alone.
    one: f64,
    /// Of each, for all gates with a tolerance together.
    each: f64,
}

impl GateLevels {
    fn new(level: f64, watched: &[(&Gate, Watched)]) -> Self {
        let judged = watched
            .iter()
            .filter(|(gate, watched)| gate.tolerance > 0.0 && !watched.is_same)
            .map(|(_, watched)| watched.counted().count());
        let judged: usize = judged.sum();
        Self {
            one: level,
            each: level_of_each(level, judged as u64), // usize fits into u64.
        }
    }
}

/// So many replications in which nothing differs show that less than so many points of them do (Hanley and Lippman-Hand 1983, the
/// rule of three).
fn least(points: f64, level: f64) -> u64 {
    let replications = (-(1.0 - level).ln() * 100.0 / points).ceil();
    REPLICATIONS_LEAST.max(replications as u64) // A float too large becomes the largest number.
}

/// Whether all gates have replications enough to be passed where nothing differs; what never applies is not waited for.
pub(super) fn are_counted(
    gates: &[Gate],
    level: f64,
    sides: &Sides,
    played: &[Vec<Played>],
) -> bool {
    gates.iter().all(|gate| {
        let needed = least(gate.points(), level);
        let mut sides_played = sides.candidates.iter().zip(&played[1..]);
        sides_played.all(|(side, candidate)| {
            let drills = sides.baseline.drills.iter().zip(&side.drills);
            let pairs = played[0].iter().zip(candidate);
            drills.zip(pairs).all(|((before, after), (a, b))| {
                let count = gate.what.count(before, a, b);
                before == after || count == 0 || count >= needed
            })
        })
    })
}

impl What {
    /// In how many replications both have it.
    fn count(&self, drill: &Drill, baseline: &Played, candidate: &Played) -> u64 {
        let in_both = |is_there: &dyn Fn(&Played, usize) -> bool| {
            let all = 0..baseline.len();
            all.filter(|k| is_there(baseline, *k) && is_there(candidate, *k))
                .count() as u64 // usize fits into u64.
        };
        match self {
            Self::Score => in_both(&|played, k| played.scores[k].is_some()),
            Self::Passed => in_both(&|played, k| played.passed[k].is_some()),
            Self::Objective(id) => {
                let mut objectives = drill.scenario.objectives.entries();
                let found = objectives.find(|(_, objective)| objective.id == *id);
                found.map_or(0, |(id, _)| {
                    in_both(&|played, k| {
                        let values = &played.objectives[id].values;
                        (values.get(k)).is_some_and(|value| *value != Measured::NotApplicable)
                    })
                })
            }
        }
    }
}

/// Why the gate is not passed; `None`: nothing can differ, or enough was played and it is not shown to be worse by more than may be
/// lost.
fn refusal(gate: &Gate, watched: &Watched, levels: GateLevels) -> Option<String> {
    if watched.is_same {
        return None;
    }
    let is_bare = gate.tolerance == 0.0;
    let level = if is_bare { levels.one } else { levels.each };
    let reasons: Vec<String> = (watched.figures.iter())
        .filter_map(|figure| match (is_bare, figure.is_worse) {
            (true, false) => None,
            (true, true) => Some(shown(figure, level)),
            (false, _) => lost(figure, gate.tolerance, level),
        })
        .collect();
    if !reasons.is_empty() {
        return Some(reasons.join("; "));
    }
    let (count, least) = (watched.count(), least(gate.points(), levels.one));
    let is_kept = count >= REPLICATIONS_LEAST
        && watched.counted().all(|figure| {
            let interval = figure.interval(level);
            figure.differing() > 0 && interval.is_some_and(|one| one.low >= -gate.tolerance)
        });
    (count < least && !is_kept).then(|| {
        format!(
            "too few replications to say that {} is not worse: {} of the {} it takes",
            gate.name(),
            text::number(count),
            text::number(least)
        )
    })
}

/// What the verdict of the comparison calls worse.
fn shown(figure: &Figure, level: f64) -> String {
    let Some(mean) = figure.mean() else {
        return format!("{} is worse on average", figure.name);
    };
    let played = text::counted(figure.count(), "replication");
    match figure.interval(level) {
        Some(interval) => format!(
            "{} is worse by {:.2} points [{:.2}, {:.2}] at {} in {played}",
            figure.name,
            -mean,
            -interval.high,
            -interval.low,
            percent(level)
        ),
        None => format!(
            "{} is worse by {:.4} points, though {}",
            figure.name,
            -mean,
            thin(figure)
        ),
    }
}

/// "95 %", "99.62 %"; a level that many gates share is shown with as many digits as tell it from certainty.
fn percent(level: f64) -> String {
    let (mut left, mut digits) = (100.0 * (1.0 - level), 1);
    while left < 1.0 && digits < 12 {
        left *= 10.0;
        digits += 1;
    }
    let percent = format!("{:.digits$}", level * 100.0);
    format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// Why a figure has no interval: few replications differ, or a few of those that do decide.
fn thin(figure: &Figure) -> String {
    let differing = text::number(figure.differing());
    let played = text::counted(figure.count(), "replication");
    if figure.differing() < DIFFERING_LEAST {
        format!("only {differing} of {played} differ")
    } else {
        format!("a few of the {differing} of {played} that differ decide")
    }
}

/// What is shown to be worse by more than may be lost, or may be so where few differ.
fn lost(figure: &Figure, tolerance: f64, level: f64) -> Option<String> {
    let mean = figure.mean()?;
    match figure.interval(level) {
        Some(interval) if interval.high < -tolerance => {
            Some(format!("{}; {tolerance} may be lost", shown(figure, level)))
        }
        None if mean < -tolerance => Some(format!(
            "{} is lower by {:.4} points and {}, too few to say that it is not worse; {tolerance} may be lost",
            figure.name,
            -mean,
            thin(figure)
        )),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: GateLevels = GateLevels {
        one: 0.95,
        each: 0.95,
    };

    /// So many replications of 10,000 are worse by one point and so many better; the verdict says whether that is shown.
    fn refused(worse: usize, better: usize, tolerance: f64, is_worse: bool) -> Option<String> {
        let mut differences = vec![0.0; 10_000];
        differences[..worse].fill(-1.0);
        differences[worse..worse + better].fill(1.0);
        refused_in(differences, tolerance, is_worse)
    }

    fn refused_in(differences: Vec<f64>, tolerance: f64, is_worse: bool) -> Option<String> {
        let gate = Gate {
            what: What::Score,
            tolerance,
        };
        refusal(&gate, &watched(differences, is_worse), LEVELS)
    }

    fn watched(differences: Vec<f64>, is_worse: bool) -> Watched {
        Watched {
            place: "r2, `s`".to_owned(),
            is_same: false,
            figures: vec![Figure::of_mean(
                "the score".to_owned(),
                differences,
                is_worse,
            )],
        }
    }

    #[test]
    fn without_a_tolerance_the_verdict_of_the_comparison_decides() {
        insta::assert_snapshot!(refused(5_000, 0, 0.0, true).unwrap(), @"the score is worse by 0.50 points [0.49, 0.51] at 95 % in 10,000 replications");
        insta::assert_snapshot!(refused(20, 0, 0.0, true).unwrap(), @"the score is worse by 0.0020 points, though only 20 of 10,000 replications differ");
        // What its own interval shows does not hold for all that is looked at.
        assert_eq!(refused(300, 250, 0.0, false), None);
        assert_eq!(refused(3, 0, 0.0, false), None);
    }

    #[test]
    fn what_is_shown_to_be_worse_by_more_than_may_be_lost_is_refused() {
        insta::assert_snapshot!(refused(5_000, 0, 0.1, true).unwrap(), @"the score is worse by 0.50 points [0.49, 0.51] at 95 % in 10,000 replications; 0.1 may be lost");
        assert_eq!(refused(5_000, 0, 0.5, true), None);
        insta::assert_snapshot!(refused(150, 0, 0.01, true).unwrap(), @"the score is lower by 0.0150 points and only 150 of 10,000 replications differ, too few to say that it is not worse; 0.01 may be lost");
        // Many differ by nearly nothing; three decide.
        let mut differences = vec![0.0; 10_000];
        differences[..500].fill(-0.001);
        differences[..3].fill(-100.0);
        insta::assert_snapshot!(refused_in(differences.clone(), 0.0, true).unwrap(), @"the score is worse by 0.0300 points, though a few of the 500 of 10,000 replications that differ decide");
        insta::assert_snapshot!(refused_in(differences, 0.01, true).unwrap(), @"the score is lower by 0.0300 points and a few of the 500 of 10,000 replications that differ decide, too few to say that it is not worse; 0.01 may be lost");
    }

    #[test]
    fn many_gates_need_more_each() {
        let gate = Gate {
            what: What::Score,
            tolerance: 0.1,
        };
        // Worse by 0.12 ±0.0095 alone: by a little more than 0.1 is shown alone, not for a thousand gates.
        let mut differences = vec![0.0; 10_000];
        differences[..1_065].fill(-1.0);
        let one = watched(differences, true);
        let alone = GateLevels::new(0.95, &[(&gate, one.clone())]);
        assert_eq!(alone.each, 0.95);
        let many = vec![(&gate, one.clone()); 1_000];
        let together = GateLevels::new(0.95, &many);
        assert!((together.each - 0.999_95).abs() < 1e-12);
        assert!(refusal(&gate, &one, alone).is_some());
        assert_eq!(refusal(&gate, &one, together), None);
    }

    #[test]
    fn too_few_replications_are_no_pass_unless_nothing_can_differ() {
        insta::assert_snapshot!(refused_in(vec![0.0], 0.0, false).unwrap(), @"too few replications to say that the score is not worse: 1 of the 300 it takes");
        assert!(refused_in(vec![0.0; 299], 0.0, false).is_some());
        assert_eq!(refused_in(vec![0.0; 300], 0.0, false), None);
        assert!(refused_in(vec![0.0; 599], 0.5, false).is_some());
        assert_eq!(refused_in(vec![0.0; 600], 0.5, false), None);
        assert!(refused_in(vec![0.0; 99], 50.0, false).is_some());
        assert_eq!(refused_in(vec![0.0; 100], 50.0, false), None);
        // Surely better, so that nothing more is needed.
        assert_eq!(refused_in(vec![1.0; 250], 0.0, false), None);
        let same = Watched {
            is_same: true,
            ..watched(vec![0.0], false)
        };
        let gate = Gate {
            what: What::Score,
            tolerance: 0.0,
        };
        assert_eq!(refusal(&gate, &same, LEVELS), None);
    }
}
