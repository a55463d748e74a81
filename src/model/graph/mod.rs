//! What the arrows between steps say: circles, who comes before whom, what every way passes, and how long the ways are.

mod circle;
mod order;
mod way;

#[cfg(test)]
mod tests;

pub use circle::{Circle, circles};
pub use order::{Precedence, reachable};
pub use way::{LeastTimes, Ways, expected_longest_ways, shortest_ways};

use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{Effect, FailureRule, Plan};
use crate::quantity::{Index, StepId};

/// From one thing to another.
pub type Arrow<I> = (I, I);

/// Every predecessor's arrow to its successor, by successor, then by predecessor.
pub fn predecessor_arrows(plan: &Plan) -> Vec<Arrow<StepId>> {
    let of_step = |(step, after): (StepId, &Vec<StepId>)| {
        let arrows: Vec<Arrow<StepId>> = after.iter().map(|before| (*before, step)).collect();
        arrows
    };
    plan.steps
        .entries()
        .map(|(id, step)| (id, &step.after))
        .flat_map(of_step)
        .collect()
}

/// Every arrow from a step to one that it may call for, by a fallback or a `Require`; by caller, each once.
pub fn call_arrows(plan: &Plan) -> Vec<Arrow<StepId>> {
    let mut arrows = Vec::new();
    for (id, step) in plan.steps.entries() {
        arrows.extend(step.on_failure.fallback().map(|fallback| (id, fallback)));
        for effect in &step.effects {
            if let Some(called) = effect.requires() {
                arrows.push((id, called));
            }
        }
    }
    arrows.sort();
    arrows.dedup();
    arrows
}

impl FailureRule {
    /// The step that takes the place of one that has failed for the last time.
    pub fn fallback(&self) -> Option<StepId> {
        match self.last() {
            Self::Fallback(step) => Some(*step),
            Self::Retry { .. } | Self::Continue | Self::Halt => None,
        }
    }

    /// What follows when no retry is left; never `Retry`.
    pub fn last(&self) -> &Self {
        match self {
            Self::Retry { then, .. } => then.last(),
            Self::Fallback(_) | Self::Continue | Self::Halt => self,
        }
    }

    /// How many times a failed attempt is repeated.
    pub fn retries(&self) -> u32 {
        match self {
            Self::Retry { times, .. } => *times,
            Self::Fallback(_) | Self::Continue | Self::Halt => 0,
        }
    }
}

impl Effect {
    /// The step that this effect calls for.
    pub fn requires(&self) -> Option<StepId> {
        match self {
            Self::Require(step) => Some(*step),
            Self::Stop(_)
            | Self::Scale(..)
            | Self::Add(..)
            | Self::Drain { .. }
            | Self::Set(_)
            | Self::Reopen(_)
            | Self::Absent { .. }
            | Self::Arrive { .. }
            | Self::Lose { .. }
            | Self::Gain { .. }
            | Self::Slow { .. }
            | Self::SlowAnswers { .. }
            | Self::Hold { .. }
            | Self::Fail(..) => None,
        }
    }
}

fn graph_of<I: Index>(things: usize, arrows: &[Arrow<I>]) -> DiGraph<(), ()> {
    let mut graph = DiGraph::with_capacity(things, arrows.len());
    for _ in 0..things {
        graph.add_node(());
    }
    for (from, to) in arrows {
        graph.add_edge(node(*from), node(*to), ());
    }
    graph
}

fn node<I: Index>(thing: I) -> NodeIndex {
    NodeIndex::new(thing.place())
}

fn thing<I: Index>(node: NodeIndex) -> I {
    I::new(node.index())
}
