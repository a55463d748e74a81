//! What each objective measures in one replication (design page 2's table of measures; page 3, section 3.9).

use crate::analysis::{Unit, Value};
use crate::model::{Drill, Measure, Objective, SkippedRule};
use crate::quantity::{ImpactId, InjectId, ObjectiveId, Seconds, StepId};
use crate::simulate::{Completion, Order, Outcome, StepOutcome, StepState};

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

/// A time measured on a step.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct StepTime {
    /// Where the measuring begins.
    pub(super) from: Seconds,
    /// The completion that ends it; `None`: the step stood done when the measuring began.
    pub(super) until: Option<(StepId, Completion)>,
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
        } => done(outcome, objective, horizon, step).within(target, limit),
        Measure::Within {
            inject,
            step,
            target,
            limit,
        } => within(outcome, objective, horizon, inject, step).within(target, limit),
        Measure::Elapsed {
            from,
            to,
            target,
            limit,
        } => elapsed(outcome, objective, horizon, from, to).within(target, limit),
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

impl Bounds {
    fn seconds(target: Seconds, limit: Seconds) -> Self {
        Self::AtMost {
            target: target.as_f64(),
            limit: limit.as_f64(),
        }
    }
}

/// The last completion, if the step is done at the horizon: otherwise it has none at all.
pub(super) fn last_completion(step: &StepOutcome) -> Option<Completion> {
    step.completions
        .last()
        .filter(|completion| completion.reopened.is_none())
        .copied()
}

/// The first completion, if the step is done at the horizon.
pub(super) fn first_completion(step: &StepOutcome) -> Option<Completion> {
    last_completion(step).and(step.completions.first().copied())
}

/// Where the step stands done at `at`, but not to the horizon: the place at which it is undone.
pub(super) fn undone_after(step: &StepOutcome, at: Seconds) -> Option<Order> {
    let last_by_then = step.completions.iter().rfind(|done| done.at <= at)?;
    last_by_then.reopened
}

/// A time on a step, before it is compared with anything.
enum Timing {
    NotApplicable,
    Never {
        decided: Seconds,
    },
    Ends {
        from: Seconds,
        until: Option<(StepId, Completion)>,
        unit: Unit,
    },
}

impl Timing {
    fn within(self, target: Seconds, limit: Seconds) -> Reading {
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

fn done(
    outcome: &Outcome,
    objective: &Objective,
    horizon: Seconds,
    step: Option<StepId>,
) -> Timing {
    // A plan without the step can never reach it, and that stands from onset.
    let Some(step) = step else {
        return Timing::Never {
            decided: Seconds::ZERO,
        };
    };
    match last_completion(&outcome.steps[step]) {
        Some(completion) => Timing::Ends {
            from: Seconds::ZERO,
            until: Some((step, completion)),
            unit: Unit::Moment,
        },
        None => not_done(&outcome.steps[step], objective, horizon, Seconds::ZERO),
    }
}

fn within(
    outcome: &Outcome,
    objective: &Objective,
    horizon: Seconds,
    inject: InjectId,
    step: Option<StepId>,
) -> Timing {
    let Some(firing) = outcome.injects[inject] else {
        return Timing::NotApplicable;
    };
    let Some(step) = step else {
        return Timing::Never { decided: firing.at };
    };
    let state = &outcome.steps[step];
    if last_completion(state).is_none() {
        return not_done(state, objective, horizon, firing.at);
    }
    let next = || {
        state
            .completions
            .iter()
            .find(|completion| completion.order > firing.order)
            .map(|completion| (step, *completion))
    };
    Timing::Ends {
        from: firing.at,
        until: if state.stands_done_at(firing.order) {
            None
        } else {
            next()
        },
        unit: Unit::Duration,
    }
}

fn elapsed(
    outcome: &Outcome,
    objective: &Objective,
    horizon: Seconds,
    from: Option<StepId>,
    to: Option<StepId>,
) -> Timing {
    let Some(from) = from else {
        return Timing::Never {
            decided: Seconds::ZERO,
        };
    };
    let Some(first) = first_completion(&outcome.steps[from]) else {
        return Timing::NotApplicable;
    };
    let Some(to) = to else {
        return Timing::Never { decided: first.at };
    };
    match last_completion(&outcome.steps[to]) {
        Some(last) => Timing::Ends {
            from: first.at,
            until: (last.order > first.order).then_some((to, last)),
            unit: Unit::Duration,
        },
        None => not_done(&outcome.steps[to], objective, horizon, first.at),
    }
}

/// What it means that a step is not done at the horizon; nothing stands before `since`.
fn not_done(step: &StepOutcome, objective: &Objective, horizon: Seconds, since: Seconds) -> Timing {
    let decided = step.settled.unwrap_or(horizon).max(since);
    match (step.state, objective.skipped) {
        (StepState::Skipped | StepState::Dormant, SkippedRule::Leaves) => Timing::NotApplicable,
        (StepState::Skipped | StepState::Dormant, SkippedRule::Misses)
        | (
            StepState::Pending
            | StepState::Delayed
            | StepState::Waiting
            | StepState::Working
            | StepState::Pausing
            | StepState::Done
            | StepState::Failed
            | StepState::Blocked,
            SkippedRule::Leaves | SkippedRule::Misses,
        ) => Timing::Never { decided },
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
    drill
        .scenario
        .objectives
        .entries()
        .take_while(|(other, _)| *other < id)
        .filter(|(_, objective)| match objective.measure {
            Measure::TimeAbove { impact: other, .. } => other == impact,
            Measure::Done { .. }
            | Measure::Within { .. }
            | Measure::Elapsed { .. }
            | Measure::Final { .. }
            | Measure::Peak { .. }
            | Measure::Cleared { .. }
            | Measure::Order { .. }
            | Measure::Completion { .. }
            | Measure::StoodDown { .. }
            | Measure::Cost { .. }
            | Measure::Judged(_) => false,
        })
        .count()
}
