//! Longest remaining paths, for the dispatch rule that serves the longest first.

use crate::model::Plan;
use crate::quantity::{Arena, Index, Seconds, StepId};

/// For every step its own mean work plus the longest delay-plus-tail over its successors, in whole seconds.
pub(crate) fn longest_tails(plan: &Plan) -> Arena<StepId, Seconds> {
    let mut successors_open: Vec<usize> = vec![0; plan.steps.len()];
    for step in plan.steps.iter() {
        for predecessor in &step.after {
            successors_open[predecessor.place()] += 1;
        }
    }
    let mut ready: Vec<StepId> = plan
        .steps
        .ids()
        .filter(|step| successors_open[step.place()] == 0)
        .collect();
    let mut tails: Arena<StepId, Seconds> = plan.steps.ids().map(|_| Seconds::ZERO).collect();
    while let Some(step) = ready.pop() {
        // So far the tail holds the longest way over its successors.
        let own = Seconds::rounded(plan.steps[step].takes.mean());
        // The mean of a skewed duration can be beyond any horizon, and a chain of such means beyond all numbers.
        tails[step] = tails[step].saturating_add(own);
        let through = plan.steps[step].delay.saturating_add(tails[step]);
        for &predecessor in &plan.steps[step].after {
            tails[predecessor] = tails[predecessor].max(through);
            successors_open[predecessor.place()] -= 1;
            if successors_open[predecessor.place()] == 0 {
                ready.push(predecessor);
            }
        }
    }
    tails
}
