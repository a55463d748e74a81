//! Times measured on steps: `Done`, `Within`, `Elapsed`.

use crate::analysis::Unit;
use crate::model::{Objective, SkippedRule};
use crate::quantity::{InjectId, Seconds, StepId};
use crate::simulate::{Completion, Order, Outcome, StepOutcome, StepState};

/// A time measured on a step.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct StepTime {
    /// Where the measuring begins.
    pub(super) from: Seconds,
    /// The completion that ends it; `None`: the step stood done when the measuring began.
    pub(super) until: Option<(StepId, Completion)>,
}

/// A time on a step, before it is compared with anything.
pub(super) enum Timing {
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

/// The moment at which the step is done last.
pub(super) fn done(
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

/// From the inject to the step's next completion; nothing if it stands done once the inject's effects are applied.
pub(super) fn within(
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

/// From the first completion of one step to the last of another; nothing if that stood done first.
pub(super) fn elapsed(
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
            until: (!outcome.steps[to].stands_done_at(first.order)).then_some((to, last)),
            unit: Unit::Duration,
        },
        None => not_done(&outcome.steps[to], objective, horizon, first.at),
    }
}

/// The last completion, if the step is done at the horizon: otherwise it has none at all.
pub(super) fn last_completion(step: &StepOutcome) -> Option<Completion> {
    step.completions
        .last()
        .filter(|completion| completion.reopened.is_none())
        .copied()
}

/// The first completion. A clock that it started runs on even if the step is reopened and not done again.
pub(super) fn first_completion(step: &StepOutcome) -> Option<Completion> {
    step.completions.first().copied()
}

/// Where the step stands done at `at`, but not to the horizon: the place at which it is undone.
pub(super) fn undone_after(step: &StepOutcome, at: Seconds) -> Option<Order> {
    let last_by_then = step.completions.iter().rfind(|done| done.at <= at)?;
    last_by_then.reopened
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
