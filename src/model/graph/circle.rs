//! Circles of arrows, each with its members in the order in which they lead round.

use std::collections::{BTreeSet, VecDeque};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::graph::{Arrow, graph_of, thing};
use crate::quantity::StepId;

/// Steps that lead back to themselves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Circle {
    /// A shortest way round, from the smallest step of the whole knot on.
    pub members: Vec<StepId>,
    /// What else is caught in the same knot, ascending.
    pub others: Vec<StepId>,
}

/// Every knot of arrows among so many steps, by its smallest member. A step with an arrow to itself is a circle of one.
pub fn circles(steps: usize, arrows: &[Arrow<StepId>]) -> Vec<Circle> {
    let graph = graph_of(steps, arrows);
    let mut circles: Vec<Circle> = tarjan_scc(&graph)
        .into_iter()
        .filter(|knot| match knot.as_slice() {
            [only] => graph.contains_edge(*only, *only),
            _ => true,
        })
        .map(|knot| circle_in(&graph, &knot))
        .collect();
    circles.sort_by_key(|circle| circle.members[0]);
    circles
}

fn circle_in(graph: &DiGraph<(), ()>, knot: &[NodeIndex]) -> Circle {
    let start = *knot.iter().min().expect("a knot has a member");
    let mut members: Vec<StepId> = way_round(graph, knot, start)
        .into_iter()
        .map(thing)
        .collect();
    members.reverse();
    let is_member: BTreeSet<StepId> = members.iter().copied().collect();
    let mut others: Vec<StepId> = knot
        .iter()
        .map(|node| thing(*node))
        .filter(|other| !is_member.contains(other))
        .collect();
    others.sort();
    Circle { members, others }
}

/// A shortest way from `start` back to it, last step first.
fn way_round(graph: &DiGraph<(), ()>, knot: &[NodeIndex], start: NodeIndex) -> Vec<NodeIndex> {
    let mut is_open = vec![false; graph.node_count()];
    for member in knot {
        is_open[member.index()] = true;
    }
    let mut came_from: Vec<Option<NodeIndex>> = vec![None; graph.node_count()];
    let mut queue = VecDeque::from([start]);
    while let Some(here) = queue.pop_front() {
        let mut next: Vec<NodeIndex> = graph.neighbors(here).collect();
        next.sort();
        if next.contains(&start) {
            let back = |node: &NodeIndex| came_from[node.index()];
            return std::iter::successors(Some(here), back).collect();
        }
        for there in next {
            if std::mem::take(&mut is_open[there.index()]) {
                came_from[there.index()] = Some(here);
                queue.push_back(there);
            }
        }
    }
    vec![start]
}
