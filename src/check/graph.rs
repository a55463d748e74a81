//! What the arrows between steps say: circles with their members in order, and who comes before whom.

use std::collections::VecDeque;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::quantity::{Index, StepId};

/// Steps that lead back to themselves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Circle {
    /// A shortest way round, from its first member (the smallest of the whole knot) on.
    pub(super) members: Vec<StepId>,
    /// What else is caught in the same knot, ascending.
    pub(super) others: Vec<StepId>,
}

/// Every knot of arrows among so many steps, by its smallest member. A step with an arrow to itself is a circle of one.
pub(super) fn circles(steps: usize, arrows: &[(StepId, StepId)]) -> Vec<Circle> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(steps, arrows.len());
    for _ in 0..steps {
        graph.add_node(());
    }
    for (from, to) in arrows {
        graph.add_edge(node(*from), node(*to), ());
    }
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
    let mut is_inside = vec![false; graph.node_count()];
    for member in knot {
        is_inside[member.index()] = true;
    }
    let mut came_from: Vec<Option<NodeIndex>> = vec![None; graph.node_count()];
    let mut queue = VecDeque::from([start]);
    let mut last = start;
    'search: while let Some(here) = queue.pop_front() {
        let mut next: Vec<NodeIndex> = graph.neighbors(here).collect();
        next.sort();
        for there in next {
            if there == start {
                last = here;
                break 'search;
            }
            if is_inside[there.index()] && came_from[there.index()].is_none() {
                came_from[there.index()] = Some(here);
                queue.push_back(there);
            }
        }
    }
    let mut members = vec![step(last)];
    while let Some(before) = came_from[last.index()] {
        members.push(step(before));
        last = before;
    }
    members.reverse();
    let mut is_member = vec![false; graph.node_count()];
    for member in &members {
        is_member[member.place()] = true;
    }
    let mut others: Vec<StepId> = knot
        .iter()
        .filter(|node| !is_member[node.index()])
        .map(|node| step(*node))
        .collect();
    others.sort();
    Circle { members, others }
}

/// Who comes before whom among steps without circles.
#[derive(Clone, Debug)]
pub(super) struct Order {
    predecessors: Vec<Vec<StepId>>,
    /// Longest way from a step without predecessors; a predecessor's is always smaller.
    levels: Vec<u32>,
}

impl Order {
    /// The order given by each step's predecessors; arrows within circles are left out.
    pub(super) fn new(predecessors: Vec<Vec<StepId>>) -> Self {
        let arrows: Vec<(StepId, StepId)> = predecessors
            .iter()
            .enumerate()
            .flat_map(|(place, before)| {
                before.iter().map(move |other| (StepId::new(place), *other))
            })
            .collect();
        let mut graph: DiGraph<(), ()> = DiGraph::new();
        for _ in 0..predecessors.len() {
            graph.add_node(());
        }
        for (from, to) in &arrows {
            graph.add_edge(node(*from), node(*to), ());
        }
        let mut knot_of = vec![0; predecessors.len()];
        let knots = tarjan_scc(&graph);
        for (number, knot) in knots.iter().enumerate() {
            for member in knot {
                knot_of[member.index()] = number;
            }
        }
        let mut predecessors = predecessors;
        for (place, before) in predecessors.iter_mut().enumerate() {
            before.retain(|other| knot_of[other.place()] != knot_of[place]);
        }
        // Tarjan gives a knot after all that it leads to, so predecessors come first.
        let mut levels = vec![0; predecessors.len()];
        for member in knots.iter().flatten() {
            let below = predecessors[member.index()]
                .iter()
                .map(|other| levels[other.place()] + 1)
                .max();
            levels[member.index()] = below.unwrap_or(0);
        }
        Self {
            predecessors,
            levels,
        }
    }

    /// Whether `first` is a predecessor of `then`, or of one of its predecessors, and so on.
    pub(super) fn is_before(&self, first: StepId, then: StepId) -> bool {
        let floor = self.levels[first.place()];
        let mut open = vec![then];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(here) = open.pop() {
            for before in &self.predecessors[here.place()] {
                if *before == first {
                    return true;
                }
                if self.levels[before.place()] > floor && seen.insert(*before) {
                    open.push(*before);
                }
            }
        }
        false
    }
}

fn node(step: StepId) -> NodeIndex {
    NodeIndex::new(step.place())
}

fn step(node: NodeIndex) -> StepId {
    StepId::new(node.index())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(places: &[usize]) -> Vec<StepId> {
        places.iter().copied().map(StepId::new).collect()
    }

    fn arrows(pairs: &[(usize, usize)]) -> Vec<(StepId, StepId)> {
        pairs
            .iter()
            .map(|(from, to)| (StepId::new(*from), StepId::new(*to)))
            .collect()
    }

    #[test]
    fn a_circle_names_its_members_in_order_of_the_arrows() {
        let found = circles(
            6,
            &arrows(&[(1, 4), (4, 2), (2, 1), (0, 1), (5, 5), (2, 3)]),
        );
        assert_eq!(
            found,
            [
                Circle {
                    members: ids(&[1, 4, 2]),
                    others: vec![]
                },
                Circle {
                    members: ids(&[5]),
                    others: vec![]
                }
            ]
        );
    }

    #[test]
    fn of_a_knot_the_shortest_circle_is_told_and_the_rest_named() {
        let found = circles(
            4,
            &arrows(&[(0, 1), (1, 2), (2, 0), (1, 0), (2, 3), (3, 2)]),
        );
        assert_eq!(
            found,
            [Circle {
                members: ids(&[0, 1]),
                others: ids(&[2, 3])
            }]
        );
    }

    #[test]
    fn before_means_along_any_way() {
        let order = Order::new(vec![vec![], ids(&[0]), ids(&[1]), ids(&[0]), ids(&[2, 3])]);
        assert!(order.is_before(StepId::new(0), StepId::new(4)));
        assert!(order.is_before(StepId::new(1), StepId::new(4)));
        assert!(!order.is_before(StepId::new(3), StepId::new(2)));
        assert!(!order.is_before(StepId::new(4), StepId::new(0)));
        assert!(!order.is_before(StepId::new(2), StepId::new(2)));
    }
}
