//! The gate of a comparison: what must not become worse, for CI to act on.

mod watched;

use crate::analysis::comparison::Played;
use crate::cli::compare::sides::Sides;
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::model::{Measure, Objective};
use crate::report::compare::Compared;
use crate::statistics::{DIFFERING_LEAST, level_of_each};
use crate::text;

use watched::{Figure, Watched};

/// What every drill has, and an objective may be called as well.
const DRILLS_OWN: [&str; 2] = ["score", "passed"];

/// What tells such an objective apart.
const PREFIX: &str = "objective:";

/// Something that must not become worse.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Gate {
    what: What,
    /// So many points of 100 may be lost; `None`: nothing that the comparison's own verdict calls worse.
    tolerance: Option<f64>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum What {
    Score,
    Passed,
    /// By any of its figures; with a tolerance, by its share met and its attainment.
    Objective(String),
}

impl Gate {
    /// The gates as they are typed: `score`, `passed`, or `ID` or `objective:ID` of an objective, with `=POINTS` behind.
    pub(super) fn all(typed: &[String], sides: &Sides) -> Result<Vec<Self>, Stop> {
        let mut gates: Vec<Self> = Vec::new();
        for one in typed {
            let gate = Self::of(one, sides)?;
            // Whatever is watched twice would only make the proof harder.
            if !gates.contains(&gate) {
                gates.push(gate);
            }
        }
        Ok(gates)
    }

    fn of(typed: &str, sides: &Sides) -> Result<Self, Stop> {
        let (name, tolerance) = match typed.split_once('=') {
            None => (typed, None),
            Some((name, points)) => (name, tolerance(points)?),
        };
        let objectives = || {
            let drills = sides.baseline.drills.iter();
            drills.flat_map(|drill| drill.scenario.objectives.iter())
        };
        let name = name.trim();
        // As the columns of samples are called: an objective may be named like what every drill has.
        let prefixed = name.strip_prefix(PREFIX).map(str::trim);
        let id = prefixed.unwrap_or(name);
        let what = match id {
            "score" if prefixed.is_none() => What::Score,
            "passed" if prefixed.is_none() => What::Passed,
            id if objectives().any(|one| one.id == id && is_measured(one)) => {
                What::Objective(id.to_owned())
            }
            id if objectives().any(|one| one.id == id) => {
                return Err(Stop::Usage {
                    message: format!(
                        "`{id}` is judged by observers, and no replication measures it"
                    ),
                    help: Some("name an objective that is measured".to_owned()),
                });
            }
            other => {
                let measured = objectives().filter(|one| is_measured(one));
                let measured = measured.map(|one| one.id.as_str());
                let of_drill = DRILLS_OWN.into_iter().filter(|_| prefixed.is_none());
                let help = match (text::nearest(other, of_drill.chain(measured)), prefixed) {
                    (Some(near), None) => format!("did you mean `{near}`?"),
                    (Some(near), Some(_)) => format!("did you mean `{PREFIX}{near}`?"),
                    (None, None) => "name `score`, `passed` or the id of an objective".to_owned(),
                    (None, Some(_)) => format!("write the id of an objective after `{PREFIX}`"),
                };
                return Err(Stop::Usage {
                    message: format!("there is no objective `{other}` to watch"),
                    help: Some(help),
                });
            }
        };
        Ok(Self { what, tolerance })
    }

    /// What is said to be worse or not.
    fn name(&self) -> String {
        match &self.what {
            What::Score => "the score".to_owned(),
            What::Passed => "the share passed".to_owned(),
            What::Objective(id) if DRILLS_OWN.contains(&id.as_str()) => format!("{PREFIX}{id}"),
            What::Objective(id) => id.clone(),
        }
    }
}

/// Observers judge the others, and no replication does.
fn is_measured(objective: &Objective) -> bool {
    !matches!(objective.measure, Measure::Judged(_))
}

/// `None`: no points, which no number of replications shows of plans that differ.
fn tolerance(points: &str) -> Result<Option<f64>, Stop> {
    let number = points.trim().trim_end_matches('%').trim_end().parse();
    let number = number.ok().filter(|points| (0.0..=100.0).contains(points));
    let number = number.ok_or_else(|| Stop::Usage {
        message: format!("`{points}` is no number of points from 0 to 100"),
        help: Some("write how many points may be lost, such as `score=0.5`".to_owned()),
    })?;
    Ok((number > 0.0).then_some(number))
}

/// The answer is no where a gate is not passed in any drill or over all of them; standard error says why.
pub(super) fn verdict(
    gates: &[Gate],
    compared: &Compared<'_>,
    sides: &Sides,
    played: &[Vec<Played>],
) -> Result<(), Stop> {
    let watched = watched::all(gates, sides, played);
    if watched.is_empty() && !gates.is_empty() {
        return Err(Stop::Usage {
            message: "the gate has nothing to watch: no such thing is measured in these drills"
                .to_owned(),
            help: Some("name `score`, `passed` or an objective that is met or not".to_owned()),
        });
    }
    let level = compared.levels().verdict;
    let each = level_of_points(level, &watched);
    let mut is_passed = true;
    for (gate, watched) in watched.iter().filter(|(_, watched)| !watched.is_same) {
        let refusal = match gate.tolerance {
            _ if watched.count() == 0 => Some(unmeasured(&gate.name())),
            None => {
                let worse = |figure: &&Figure| watched.is_worse(figure, compared);
                let worse: Vec<&Figure> = watched.figures.iter().filter(worse).collect();
                worse_than_nothing(&gate.name(), &worse, watched.count(), level)
            }
            Some(tolerance) => {
                let figures = watched.counted();
                joined(figures.filter_map(|figure| lost(figure, tolerance, each)))
            }
        };
        if let Some(why) = refusal {
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

/// Whether more replications would tell no gate anything it takes.
pub(super) fn are_decided(
    gates: &[Gate],
    level: f64,
    sides: &Sides,
    played: &[Vec<Played>],
) -> bool {
    let watched = watched::all(gates, sides, played);
    let each = level_of_points(level, &watched);
    watched.iter().all(|(gate, watched)| {
        watched.is_same
            || match gate.tolerance {
                None => watched.count() >= least(level),
                Some(tolerance) => watched.counted().all(|figure| {
                    figure.loses_less(tolerance, each) || figure.loses_more(tolerance, each)
                }),
            }
    })
}

/// The level of each figure that is judged by points, for all of them together.
fn level_of_points(level: f64, watched: &[(&Gate, Watched)]) -> f64 {
    let judged = watched
        .iter()
        .filter(|(gate, watched)| gate.tolerance.is_some() && !watched.is_same)
        .map(|(_, watched)| watched.counted().count());
    level_of_each(level, judged.sum::<usize>() as u64) // usize fits into u64.
}

/// So many replications in which nothing differs show that less than one in a hundred of them does (Hanley and Lippman-Hand 1983,
/// the rule of three).
fn least(level: f64) -> u64 {
    (-(1.0 - level).ln() * 100.0).ceil() as u64 // A level below 1 takes a few thousand.
}

/// Why a gate without points is not passed.
fn worse_than_nothing(name: &str, worse: &[&Figure], count: u64, level: f64) -> Option<String> {
    let least = least(level);
    joined(worse.iter().map(|figure| shown(figure, level))).or_else(|| {
        (count < least).then(|| {
            format!(
                "too few replications to say that {name} is not worse: {} of the {} it takes",
                text::number(count),
                text::number(least)
            )
        })
    })
}

fn unmeasured(name: &str) -> String {
    format!(
        "{name} is measured with both plans in no replication: nothing shows that it is not worse"
    )
}

fn joined(reasons: impl Iterator<Item = String>) -> Option<String> {
    let reasons: Vec<String> = reasons.collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// What the verdict of the comparison calls worse.
fn shown(figure: &Figure, level: f64) -> String {
    let Some(mean) = figure.mean() else {
        return format!("{} is worse", figure.name);
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
    if figure.differing() == 0 {
        format!("none of {played} differs")
    } else if figure.count() < DIFFERING_LEAST {
        format!("{played} are too few")
    } else if figure.differing() < DIFFERING_LEAST {
        format!("only {differing} of {played} differ")
    } else {
        format!("a few of the {differing} of {played} that differ decide")
    }
}

/// Why that figure does not pass a gate with points.
fn lost(figure: &Figure, tolerance: f64, level: f64) -> Option<String> {
    if figure.loses_less(tolerance, level) {
        return None;
    }
    if figure.loses_more(tolerance, level) {
        return Some(format!("{}; {tolerance} may be lost", shown(figure, level)));
    }
    let worst = figure.at_worst(level)?;
    let why = if figure.interval(level).is_some() {
        format!("in {}", text::counted(figure.count(), "replication"))
    } else {
        thin(figure)
    };
    Some(format!(
        "{} may be worse by up to {:.2} points at {} ({why}), and only {tolerance} may be lost; more replications may show that it is not",
        figure.name,
        -worst,
        percent(level),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVEL: f64 = 0.95;

    /// The score in 10,000 replications, of which so many are worse by one point and so many better.
    fn score(worse: usize, better: usize) -> Figure {
        let mut differences = vec![0.0; 10_000];
        differences[..worse].fill(-1.0);
        differences[worse..worse + better].fill(1.0);
        Figure::of_score("the score".to_owned(), differences)
    }

    /// Many differ by nearly nothing; three decide.
    fn decided_by_three() -> Figure {
        let mut differences = vec![0.0; 10_000];
        differences[..500].fill(-0.001);
        differences[..3].fill(-100.0);
        Figure::of_score("the score".to_owned(), differences)
    }

    #[test]
    fn without_points_what_the_comparison_calls_worse_is_refused() {
        let refused = |figure| worse_than_nothing("the score", &[&figure], 10_000, LEVEL).unwrap();
        insta::assert_snapshot!(refused(score(5_000, 0)), @"the score is worse by 0.50 points [0.46, 0.54] at 95 % in 10,000 replications");
        insta::assert_snapshot!(refused(score(20, 0)), @"the score is worse by 0.0020 points, though only 20 of 10,000 replications differ");
        insta::assert_snapshot!(refused(decided_by_three()), @"the score is worse by 0.0300 points, though a few of the 500 of 10,000 replications that differ decide");
    }

    #[test]
    fn without_points_it_takes_replications_to_pass() {
        let passed = |count, level| worse_than_nothing("the score", &[], count, level);
        insta::assert_snapshot!(passed(1, LEVEL).unwrap(), @"too few replications to say that the score is not worse: 1 of the 300 it takes");
        assert!(passed(299, LEVEL).is_some());
        assert_eq!(passed(300, LEVEL), None);
        // Who may stop at several looks needs more.
        assert!(passed(300, 0.995).is_some());
    }

    #[test]
    fn with_points_it_must_be_shown_that_no_more_is_lost() {
        let refused = |figure, points| lost(&figure, points, LEVEL);
        insta::assert_snapshot!(refused(score(5_000, 0), 0.1).unwrap(), @"the score is worse by 0.50 points [0.46, 0.54] at 95 % in 10,000 replications; 0.1 may be lost");
        insta::assert_snapshot!(refused(score(5_000, 0), 0.5).unwrap(), @"the score may be worse by up to 0.54 points at 95 % (in 10,000 replications), and only 0.5 may be lost; more replications may show that it is not");
        assert_eq!(refused(score(5_000, 0), 0.55), None);
        assert_eq!(refused(score(0, 5_000), 0.1), None);
        insta::assert_snapshot!(refused(score(150, 0), 0.1).unwrap(), @"the score may be worse by up to 1.72 points at 95 % (only 150 of 10,000 replications differ), and only 0.1 may be lost; more replications may show that it is not");
        assert_eq!(refused(score(150, 0), 2.0), None);
        insta::assert_snapshot!(refused(decided_by_three(), 0.1).unwrap(), @"the score may be worse by up to 5.37 points at 95 % (a few of the 500 of 10,000 replications that differ decide), and only 0.1 may be lost; more replications may show that it is not");
    }

    #[test]
    fn few_losses_are_as_many_as_there_may_be() {
        // One in 250 is lost in truth: that nothing or hardly anything is seen of it does not pass.
        let passed = |losses, gains| {
            let mut differences = vec![0.0; 950];
            differences[..losses].fill(-1.0);
            differences[losses..losses + gains].fill(1.0);
            let figure = Figure::of_passed("the share passed".to_owned(), differences);
            lost(&figure, 0.399, LEVEL).is_none()
        };
        assert!(passed(0, 0) && !passed(1, 0) && !passed(2, 0));
        // What is gained makes up for it.
        assert!(passed(5, 200) && passed(0, 200));
    }

    #[test]
    fn what_is_measured_nowhere_is_not_shown_to_be_no_worse() {
        let nowhere = Figure::of_score("the score".to_owned(), Vec::new());
        assert!(!nowhere.loses_less(100.0, LEVEL) && !nowhere.loses_more(0.0, LEVEL));
        insta::assert_snapshot!(unmeasured("the score"), @"the score is measured with both plans in no replication: nothing shows that it is not worse");
        let alike = Figure::of_score("the score".to_owned(), vec![0.0; 100]);
        insta::assert_snapshot!(lost(&alike, 1.0, LEVEL).unwrap(), @"the score may be worse by up to 2.95 points at 95 % (none of 100 replications differs), and only 1 may be lost; more replications may show that it is not");
    }

    #[test]
    fn many_gates_need_more_each() {
        let figure = score(1_065, 0);
        assert_eq!(lost(&figure, 0.15, LEVEL), None);
        assert!(lost(&figure, 0.15, level_of_each(LEVEL, 1_000)).is_some());
    }
}
