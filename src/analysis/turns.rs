//! When something became certain about each objective of one replication.

use crate::analysis::timing::{first_completion, undone_after};
use crate::analysis::{Assessment, Judgment, Turn};
use crate::model::{Drill, Measure};
use crate::quantity::{ObjectiveId, Seconds, StepId};
use crate::simulate::{Order, Replication};

/// The turns of all objectives that apply, in order of time, then of the file.
pub(super) fn turns(
    drill: &Drill,
    replication: &Replication,
    assessment: &Assessment,
) -> Vec<(Seconds, ObjectiveId, Turn)> {
    let mut turns = Vec::new();
    for (id, verdict) in assessment.objectives.entries() {
        let Some(judgment) = verdict.judgment() else {
            continue;
        };
        if let Some(deadline) = deadline(drill, replication, id) {
            turns.extend(
                passings(replication, &deadline, judgment)
                    .into_iter()
                    .map(|(at, turn)| (at, id, turn)),
            );
        }
        turns.push((judgment.decided, id, last_turn(judgment)));
    }
    turns.sort_by_key(|(at, id, _)| (*at, *id));
    turns
}

fn last_turn(judgment: &Judgment) -> Turn {
    match judgment.value {
        Some(_) if judgment.is_met() => Turn::Met,
        Some(_) => Turn::FellShort(judgment.attainment),
        None => Turn::Lost,
    }
}

/// A clock that runs against an objective.
struct Deadline {
    target: Seconds,
    limit: Seconds,
    /// Whose completion it waits for; `None`: not one step's.
    step: Option<StepId>,
}

/// The moments at which target and limit pass, for measures that are a time; others turn at the horizon.
fn deadline(drill: &Drill, replication: &Replication, id: ObjectiveId) -> Option<Deadline> {
    let outcome = &replication.outcome;
    let (since, step, target, limit) = match drill.scenario.objectives[id].measure {
        Measure::Done {
            step,
            target,
            limit,
        } => (Seconds::ZERO, step, target, limit),
        Measure::Within {
            inject,
            step,
            target,
            limit,
        } => (outcome.injects[inject]?.at, step, target, limit),
        Measure::Elapsed {
            from,
            to,
            target,
            limit,
        } => (
            first_completion(&outcome.steps[from?])?.at,
            to,
            target,
            limit,
        ),
        Measure::Cleared { target, limit, .. } | Measure::StoodDown { target, limit } => {
            (Seconds::ZERO, None, target, limit)
        }
        Measure::Final { .. }
        | Measure::Peak { .. }
        | Measure::TimeAbove { .. }
        | Measure::Order { .. }
        | Measure::Completion { .. }
        | Measure::Cost { .. }
        | Measure::Judged(_) => return None,
    };
    Some(Deadline {
        target: since + target,
        limit: since + limit,
        step,
    })
}

/// Target and limit as they pass before the outcome stands; of a hard deadline only the limit.
fn passings(
    replication: &Replication,
    deadline: &Deadline,
    judgment: &Judgment,
) -> Vec<(Seconds, Turn)> {
    let passes = |at| {
        let undone = deadline
            .step
            .and_then(|step| undone_after(&replication.outcome.steps[step], at))
            .map_or(at, |reopened| moment(replication, reopened));
        undone.max(at)
    };
    let mut passings = Vec::new();
    if !judgment.is_met() && deadline.target < deadline.limit {
        passings.push((passes(deadline.target), Turn::TargetPassed));
    }
    if judgment.is_beyond_limit {
        passings.push((passes(deadline.limit), Turn::LimitPassed));
    }
    passings.retain(|(at, _)| *at < judgment.decided);
    passings
}

/// The moment of a place in the order, from the log.
fn moment(replication: &Replication, order: Order) -> Seconds {
    let place = replication.log.partition_point(|entry| entry.order < order);
    replication
        .log
        .get(place)
        .or(replication.log.last())
        .map_or(Seconds::ZERO, |entry| entry.at)
}
