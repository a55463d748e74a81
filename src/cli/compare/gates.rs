//! The gate of a comparison: what must not become worse, for CI to act on.

use crate::cli::compare::sides::Sides;
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::report::compare::Compared;
use crate::statistics::{Interval, MeanDifference};
use crate::text;

/// With fewer replications no gate is passed where anything differs, whatever they show.
const REPLICATIONS_LEAST: u64 = 100;

/// Something that must not become worse.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Gate {
    what: What,
    /// So many points of 100 may be lost.
    tolerance: f64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum What {
    Score,
    Passed,
    /// By its share met.
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

    fn name(&self) -> &str {
        match &self.what {
            What::Score => "the score",
            What::Passed => "the share passed",
            What::Objective(id) => id,
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
pub(super) fn verdict(gates: &[Gate], compared: &Compared<'_>) -> Result<(), Stop> {
    let mut refusals = Vec::new();
    let mut watched = 0;
    for candidate in &compared.candidates {
        for gate in gates {
            for (where_, found) in found(gate, compared, candidate) {
                watched += 1;
                let why = refusal(gate, &found, compared.replications);
                refusals.extend(why.map(|why| format!("{}, {where_}: {why}", candidate.name)));
            }
        }
    }
    if watched == 0 && !gates.is_empty() {
        return Err(Stop::Usage {
            message: "the gate has nothing to watch: no such thing is measured in these drills"
                .to_owned(),
            help: Some(
                "name an objective that is met or not, such as --fail-if-worse=contain".to_owned(),
            ),
        });
    }
    for why in &refusals {
        output::complain(why, None);
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(Stop::AnswerIsNo)
    }
}

/// A difference in points of 100; positive is better.
struct Found {
    mean: f64,
    interval: Option<Interval>,
    differing: u64,
}

/// What the gate watches, drill by drill and over all drills.
fn found(
    gate: &Gate,
    compared: &Compared<'_>,
    candidate: &crate::report::compare::Candidate<'_>,
) -> Vec<(String, Found)> {
    let mut all = Vec::new();
    for (drill, comparison) in compared.drills.iter().zip(&candidate.comparisons) {
        let found = match &gate.what {
            What::Score => comparison
                .score
                .as_ref()
                .map(|score| of_mean(&score.difference, 1.0)),
            What::Passed => comparison
                .passed
                .as_ref()
                .map(|passed| of_share(&passed.difference)),
            What::Objective(wanted) => {
                let objectives = drill.scenario.objectives.entries();
                let mut ids = objectives.filter(|(_, objective)| objective.id == *wanted);
                ids.next().and_then(|(id, _)| {
                    let figures = comparison.objectives[id].as_ref()?.figures.as_ref()?;
                    Some(of_share(&figures.met.difference))
                })
            }
        };
        all.extend(found.map(|found| (format!("`{}`", drill.scenario.id), found)));
    }
    if compared.drills.len() > 1 {
        let whole = match gate.what {
            What::Score => candidate.programme.score.as_ref().map(|one| (one, 1.0)),
            What::Passed => candidate.programme.passed.as_ref().map(|one| (one, 100.0)),
            What::Objective(_) => None,
        };
        all.extend(whole.map(|(one, scale)| {
            (
                "over all drills".to_owned(),
                of_mean(&one.difference, scale),
            )
        }));
    }
    all
}

fn of_mean(found: &MeanDifference, scale: f64) -> Found {
    Found {
        mean: found.mean * scale,
        interval: found.interval.map(|interval| scaled(interval, scale)),
        differing: found.differing,
    }
}

fn of_share(found: &crate::statistics::ShareDifference) -> Found {
    Found {
        mean: found.value * 100.0,
        interval: Some(scaled(found.interval, 100.0)),
        differing: found.gains + found.losses,
    }
}

fn scaled(interval: Interval, scale: f64) -> Interval {
    Interval {
        low: interval.low * scale,
        high: interval.high * scale,
    }
}

/// Why the gate is not passed; `None`: nothing differs, or it is not shown to be worse by more than may be lost.
fn refusal(gate: &Gate, found: &Found, replications: u64) -> Option<String> {
    if found.differing == 0 {
        return None;
    }
    let name = gate.name();
    let allowed = match gate.tolerance {
        0.0 => String::new(),
        tolerance => format!("; {tolerance} may be lost"),
    };
    let played = text::counted(replications, "replication");
    if replications < REPLICATIONS_LEAST {
        return Some(format!(
            "{played} are too few to say that {name} is not worse, it takes {REPLICATIONS_LEAST}"
        ));
    }
    match found.interval {
        Some(interval) if interval.high < -gate.tolerance => Some(format!(
            "{name} is worse by {:.2} points [{:.2}, {:.2}] in {played}{allowed}",
            -found.mean, -interval.high, -interval.low
        )),
        None if found.mean < -gate.tolerance => Some(format!(
            "{name} is lower by {:.4} points and only {} of {played} differ, too few to say that it is not worse{allowed}",
            -found.mean, found.differing
        )),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(
        mean: f64,
        ends: Option<(f64, f64)>,
        differing: u64,
        tolerance: f64,
    ) -> Option<String> {
        let gate = Gate {
            what: What::Score,
            tolerance,
        };
        let found = Found {
            mean,
            interval: ends.map(|(low, high)| Interval { low, high }),
            differing,
        };
        refusal(&gate, &found, 10_000)
    }

    #[test]
    fn what_is_shown_to_be_worse_is_refused() {
        insta::assert_snapshot!(refused(-2.0, Some((-2.5, -1.5)), 900, 0.0).unwrap(), @"the score is worse by 2.00 points [1.50, 2.50] in 10,000 replications");
        assert_eq!(refused(-2.0, Some((-2.5, -1.5)), 900, 2.0), None);
        insta::assert_snapshot!(refused(-2.0, Some((-2.5, -1.5)), 900, 1.0).unwrap(), @"the score is worse by 2.00 points [1.50, 2.50] in 10,000 replications; 1 may be lost");
        assert_eq!(refused(-0.1, Some((-0.5, 0.3)), 900, 0.0), None);
        assert_eq!(refused(3.0, Some((2.5, 3.5)), 900, 0.0), None);
    }

    #[test]
    fn too_few_replications_are_no_pass_unless_nothing_differs() {
        assert_eq!(refused(0.0, Some((0.0, 0.0)), 0, 0.0), None);
        insta::assert_snapshot!(refused(-0.01, None, 12, 0.0).unwrap(), @"the score is lower by 0.0100 points and only 12 of 10,000 replications differ, too few to say that it is not worse");
        let gate = Gate {
            what: What::Passed,
            tolerance: 0.0,
        };
        let found = Found {
            mean: 1.0,
            interval: Some(Interval {
                low: 0.5,
                high: 1.5,
            }),
            differing: 40,
        };
        insta::assert_snapshot!(refusal(&gate, &found, 99).unwrap(), @"99 replications are too few to say that the share passed is not worse, it takes 100");
    }
}
