//! What each objective measures in one replication.

use crate::analysis::timing::{StepTime, Timing, done, elapsed, within};
use crate::analysis::{Unit, Value};
use crate::model::{Drill, Measure};
use crate::quantity::{ImpactId, ObjectiveId, Seconds, StepId};
use crate::simulate::{Outcome, StepState};

/// What an objective's measure comes to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Reading {
    /// For observers.
    Judged,
    /// The objective does not apply.
    NotApplicable,
    /// It applies, and is never reached.
    Never {
        /// The moment from which that stood.
        decided: Seconds,
    },
    /// It applies and has a value.
    Reached {
        /// The value.
        value: Value,
        /// Full attainment up to here, none from there.
        bounds: Bounds,
        /// The moment from which that stood.
        decided: Seconds,
        /// The time on a step that was measured.
        time: Option<StepTime>,
    },
}

/// Between which values attainment falls from 1 to 0.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Bounds {
    /// Smaller is better.
    AtMost { target: f64, limit: f64 },
    /// Larger is better.
    AtLeast { target: f64, limit: f64 },
}

/// Measures an objective; `cost` is the total without the penalties of `Cost` objectives.
pub(super) fn measure(drill: &Drill, outcome: &Outcome, id: ObjectiveId, cost: f64) -> Reading {
    let objective = &drill.scenario.objectives[id];
    let horizon = drill.scenario.horizon;
    let at_horizon = |amount, unit, bounds| Reading::Reached {
        value: Value { amount, unit },
        bounds,
        decided: horizon,
        time: None,
    };
    match objective.measure {
        Measure::Done {
            step,
            target,
            limit,
        } => done(outcome, objective, horizon, step).reading(target, limit),
        Measure::Within {
            inject,
            step,
            target,
            limit,
        } => within(outcome, objective, horizon, inject, step).reading(target, limit),
        Measure::Elapsed {
            from,
            to,
            target,
            limit,
        } => elapsed(outcome, objective, horizon, from, to).reading(target, limit),
        Measure::Final {
            impact,
            target,
            limit,
        } => at_horizon(
            outcome.impacts[impact].level_final,
            Unit::Level(impact),
            Bounds::AtMost { target, limit },
        ),
        Measure::Peak {
            impact,
            target,
            limit,
        } => at_horizon(
            outcome.impacts[impact].level_peak,
            Unit::Level(impact),
            Bounds::AtMost { target, limit },
        ),
        Measure::TimeAbove {
            impact,
            target,
            limit,
            ..
        } => at_horizon(
            outcome.impacts[impact].above_seconds[watched_place(drill, id, impact)],
            Unit::Duration,
            Bounds::seconds(target, limit),
        ),
        Measure::Cleared {
            impact,
            target,
            limit,
        } => match outcome.impacts[impact].cleared_seconds {
            Some(amount) => Reading::Reached {
                value: Value {
                    amount,
                    unit: Unit::Moment,
                },
                bounds: Bounds::seconds(target, limit),
                decided: Seconds::rounded(amount.ceil()).min(horizon),
                time: None,
            },
            None => Reading::Never { decided: horizon },
        },
        Measure::Order { first, then } => order(outcome, first, then),
        Measure::Completion { target, limit } => at_horizon(
            completion_share(outcome),
            Unit::Share,
            Bounds::AtLeast { target, limit },
        ),
        Measure::StoodDown { target, limit } => match stood_down(outcome) {
            Some(at) => Reading::Reached {
                value: Value {
                    amount: at.as_f64(),
                    unit: Unit::Moment,
                },
                bounds: Bounds::seconds(target, limit),
                decided: at,
                time: None,
            },
            None => Reading::Never { decided: horizon },
        },
        Measure::Cost { target, limit } => {
            at_horizon(cost, Unit::Money, Bounds::AtMost { target, limit })
        }
        Measure::Judged(_) => Reading::Judged,
    }
}

impl Timing {
    /// The reading, once target and limit are known.
    fn reading(self, target: Seconds, limit: Seconds) -> Reading {
        match self {
            Self::NotApplicable => Reading::NotApplicable,
            Self::Never { decided } => Reading::Never { decided },
            Self::Ends { from, until, unit } => {
                let decided = until.map_or(from, |(_, completion)| completion.at);
                Reading::Reached {
                    value: Value {
                        amount: (decided - from).as_f64(),
                        unit,
                    },
                    bounds: Bounds::seconds(target, limit),
                    decided,
                    time: Some(StepTime { from, until }),
                }
            }
        }
    }
}

impl Bounds {
    pub(super) fn seconds(target: Seconds, limit: Seconds) -> Self {
        Self::AtMost {
            target: target.as_f64(),
            limit: limit.as_f64(),
        }
    }
}

fn order(outcome: &Outcome, first: Option<StepId>, then: Option<StepId>) -> Reading {
    let Some(then) = then else {
        return Reading::Never {
            decided: Seconds::ZERO,
        };
    };
    let Some(start) = outcome.steps[then].started else {
        return match first {
            Some(_) => Reading::NotApplicable,
            None => Reading::Never {
                decided: Seconds::ZERO,
            },
        };
    };
    let Some(first) = first else {
        return Reading::Never { decided: start.at };
    };
    let first = &outcome.steps[first];
    if matches!(first.state, StepState::Skipped | StepState::Dormant) {
        return Reading::NotApplicable;
    }
    Reading::Reached {
        value: Value {
            amount: f64::from(u8::from(first.stands_done_at(start.order))),
            unit: Unit::Kept,
        },
        bounds: Bounds::AtLeast {
            target: 1.0,
            limit: 1.0,
        },
        decided: start.at,
        time: None,
    }
}

/// Done for joins among the steps that are neither dormant nor skipped; 1 if there is none.
fn completion_share(outcome: &Outcome) -> f64 {
    let required = || {
        outcome
            .steps
            .iter()
            .filter(|step| !matches!(step.state, StepState::Dormant | StepState::Skipped))
    };
    let count = required().count();
    if count == 0 {
        return 1.0;
    }
    let done = required().filter(|step| step.is_done_for_joins).count();
    done as f64 / count as f64 // Counts are far below 2^53.
}

/// The latest settling, if every step that is not dormant is done for joins or skipped.
fn stood_down(outcome: &Outcome) -> Option<Seconds> {
    outcome
        .steps
        .iter()
        .filter(|step| step.state != StepState::Dormant)
        .try_fold(Seconds::ZERO, |latest, step| {
            let is_over = step.is_done_for_joins || step.state == StepState::Skipped;
            step.settled
                .filter(|_| is_over)
                .map(|settled| latest.max(settled))
        })
}

/// Which of the impact's watched levels is this objective's: each `TimeAbove` has one, in file order.
fn watched_place(drill: &Drill, id: ObjectiveId, impact: ImpactId) -> usize {
    let mut watched = drill.scenario.watched(impact);
    let place = watched.position(|(objective, _)| objective == id);
    place.expect("a level is watched for it")
}

#[cfg(test)]
mod tests;
