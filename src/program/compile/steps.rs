//! Steps, with what comes before and after them.

use std::cmp::Reverse;

use crate::model::{Dispatch, Drill, FailureRule, Join, Step, Success, Trigger, Works};
use crate::program::compile::scenario::compile_effects;
use crate::program::effect::units;
use crate::program::longest_tail::longest_tails;
use crate::program::{GuardCode, JoinCode, LastFailure, StepCode, SuccessCode};
use crate::quantity::{Arena, PersonId, RoleId, Seconds, StepId};
use crate::random::{Entity, Quantiles, Question};

pub(super) fn compile_steps(
    drill: &Drill,
    size_of: &impl Fn(PersonId) -> usize,
    quantiles: &mut Quantiles,
) -> Arena<StepId, StepCode> {
    let tails = longest_tails(&drill.plan);
    let urgencies: Arena<StepId, i64> = (drill.plan.steps.entries())
        .map(|(id, step)| match drill.plan.dispatch {
            Dispatch::Priority => step.priority,
            Dispatch::Fifo => 0,
            Dispatch::LongestTail => tails[id].0,
        })
        .collect();
    let mut ranked: Vec<i64> = urgencies.iter().copied().collect();
    ranked.sort_unstable_by_key(|urgency| Reverse(*urgency));
    ranked.dedup();
    let rank = |urgency: i64| ranked.partition_point(|other| *other > urgency);
    let mut steps: Arena<StepId, StepCode> = drill
        .plan
        .steps
        .entries()
        .map(|(id, step)| StepCode {
            rank: u32::try_from(rank(urgencies[id])).expect("fewer steps than 2^32"),
            is_served_by_ready_time: drill.plan.dispatch != Dispatch::LongestTail,
            given: drill
                .scenario
                .given
                .iter()
                .find(|(given, _)| *given == id)
                .map(|(_, label)| *label),
            ..compile_step(step, size_of, quantiles)
        })
        .collect();
    for (id, step) in drill.plan.steps.entries() {
        for &predecessor in &step.after {
            steps[predecessor].successors.push(id);
        }
        for &other in &step.not_by {
            steps[other].is_remembered = true;
        }
        if let LastFailure::Fallback(fallback) = steps[id].last_failure {
            steps[fallback].fallback_for.push(id);
        }
    }
    for (id, inject) in drill.scenario.injects.entries() {
        match inject.at {
            Trigger::Started(step, delay) => steps[step].on_start.push((id, delay)),
            Trigger::Finished(step, delay) => steps[step].on_completion.push((id, delay)),
            Trigger::At(_)
            | Trigger::Between(_, _)
            | Trigger::Above(_, _)
            | Trigger::Overdue(_, _)
            | Trigger::Never => {}
        }
    }
    steps
}

fn compile_step(
    step: &Step,
    size_of: &impl Fn(PersonId) -> usize,
    quantiles: &mut Quantiles,
) -> StepCode {
    let question = |asked| Question::new(Entity::Step, step.first_name(), asked);
    let (retries, pause, last) = match &step.on_failure {
        FailureRule::Retry { times, pause, then } => (*times, *pause, then.as_ref()),
        rule @ (FailureRule::Fallback(_) | FailureRule::Continue | FailureRule::Halt) => {
            (0, Seconds::ZERO, rule)
        }
    };
    StepCode {
        predecessors: step.after.clone(),
        successors: Vec::new(),
        fallback_for: Vec::new(),
        join: match step.join {
            Join::All => JoinCode::All,
            Join::Any => JoinCode::AtLeast(1),
            Join::AtLeast(count) => JoinCode::AtLeast(count),
        },
        delay: step.delay,
        guard: step.when.as_ref().map(GuardCode::compile),
        on_demand: step.on_demand,
        takes: quantiles.of(&step.takes),
        work: question("work"),
        success: match step.succeeds {
            Success::Always(chance) => SuccessCode::Always(chance.value()),
            Success::Given {
                flag,
                then,
                otherwise,
            } => SuccessCode::Given {
                flag,
                then: then.value(),
                otherwise: otherwise.value(),
            },
        },
        succeeds: question("success"),
        labels: step
            .outcomes
            .iter()
            .scan(0.0, |sum, label| {
                *sum += label.chance.value();
                Some(*sum)
            })
            .collect(),
        outcome: question("outcome"),
        given: None,
        retries,
        pause,
        last_failure: match last {
            FailureRule::Fallback(fallback) => LastFailure::Fallback(*fallback),
            FailureRule::Continue => LastFailure::Continue,
            FailureRule::Halt => LastFailure::Halt,
            FailureRule::Retry { .. } => {
                panic!("the check refuses a retry within a retry")
            }
        },
        waits_at_most: step.waits_at_most,
        needs: needs(step),
        staffing: 0,
        uses: step
            .uses
            .iter()
            .map(|used| (used.resource, units(used.count)))
            .collect(),
        on_shift: step.works == Works::OnShift,
        reserved: step.reserved,
        not_by: step.not_by.clone(),
        effects: compile_effects(&step.effects, question("amount"), size_of),
        is_remembered: false,
        rank: 0,
        is_served_by_ready_time: true,
        cost: step.cost,
        on_start: Vec::new(),
        on_completion: Vec::new(),
    }
}

fn needs(step: &Step) -> Vec<RoleId> {
    let crew = step
        .crew
        .iter()
        .flat_map(|crew| (0..crew.count).map(move |_| crew.role));
    step.owner.into_iter().chain(crew).collect()
}
