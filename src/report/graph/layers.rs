//! Which column each box stands in: time runs from left to right, and recovery stands to the right of response.

use crate::model::Section;
use crate::model::graph::{Arrow, Precedence, reachable};
use crate::quantity::Arena;
use crate::report::graph::chart::{Chart, Edge, EdgeKind, NodeId, NodeKind};

/// Columns of all boxes but barriers, from 0 on without gaps.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Layers {
    /// The column; 0 for barriers, which stand apart.
    pub(super) of: Arena<NodeId, usize>,
    /// The first column of recovery; one past the last if there is none.
    pub(super) recovery: usize,
    /// How many columns there are.
    pub(super) count: usize,
}

/// Every box one column after the last of those that lead to it; recovery, and whatever comes after it, after all of response.
pub(super) fn layers(chart: &Chart) -> Layers {
    let arrows = forward_arrows(chart);
    let things = chart.nodes.len();
    let order =
        Precedence::new(things, &arrows).expect("arrows that would close a circle are left out");
    let recovery_steps: Vec<NodeId> = chart
        .nodes
        .entries()
        .filter(|(_, node)| node.kind.section() == Some(Section::Recovery))
        .map(|(id, _)| id)
        .collect();
    let is_late = reachable(things, &arrows, &recovery_steps);
    let is_flow = |id: &NodeId| !chart.nodes[*id].kind.is_barrier();
    let early = chart.nodes.ids().filter(|id| is_flow(id) && !is_late[*id]);
    let boundary = early.map(|id| order.layer(id) + 1).max().unwrap_or(0);

    let mut of: Arena<NodeId, usize> = Arena::new(vec![0; things]);
    for &id in order.sequence() {
        let first = if is_late[id] { boundary } else { 0 };
        let after = order.predecessors(id).iter().map(|before| of[*before] + 1);
        of[id] = after.max().unwrap_or(0).max(first);
    }
    let count = chart
        .nodes
        .ids()
        .filter(is_flow)
        .map(|id| of[id] + 1)
        .max()
        .unwrap_or(0);
    settle_loose_ends(chart, &arrows, count, &mut of);
    Layers {
        of,
        recovery: boundary.min(count),
        count,
    }
}

/// An inject that nothing sets off stands right before what it leads to; an objective of the whole drill stands last.
fn settle_loose_ends(
    chart: &Chart,
    arrows: &[Arrow<NodeId>],
    count: usize,
    of: &mut Arena<NodeId, usize>,
) {
    for (id, node) in chart.nodes.entries() {
        let is_led_to = arrows.iter().any(|(_, to)| *to == id);
        match node.kind {
            NodeKind::Inject | NodeKind::HiddenInject if !is_led_to => {
                let next = arrows
                    .iter()
                    .filter(|(from, _)| *from == id)
                    .map(|(_, to)| of[*to]);
                of[id] = next.min().map_or(0, |next| next.saturating_sub(1));
            }
            NodeKind::Objective | NodeKind::CriticalObjective if !is_led_to => {
                of[id] = count.saturating_sub(1);
            }
            NodeKind::Inject
            | NodeKind::HiddenInject
            | NodeKind::Objective
            | NodeKind::CriticalObjective
            | NodeKind::Averting
            | NodeKind::Weakening
            | NodeKind::Step(_)
            | NodeKind::Automatic(_) => {}
        }
    }
}

/// Predecessors first, then whatever else leads onward without closing a circle.
fn forward_arrows(chart: &Chart) -> Vec<Arrow<NodeId>> {
    let arrow = |edge: &Edge| (edge.from, edge.to);
    let mut arrows: Vec<Arrow<NodeId>> = chart
        .edges
        .iter()
        .filter(|edge| is_predecessor(edge.kind))
        .map(arrow)
        .collect();
    let others = chart
        .edges
        .iter()
        .filter(|edge| !is_predecessor(edge.kind) && edge.kind != EdgeKind::Reopens);
    for (from, to) in others.map(arrow) {
        let is_circle = reachable(chart.nodes.len(), &arrows, &[to])[from];
        if !is_circle {
            arrows.push((from, to));
        }
    }
    arrows
}

/// Whether a line leads from a predecessor to its successor.
pub(super) fn is_predecessor(kind: EdgeKind) -> bool {
    match kind {
        EdgeKind::After | EdgeKind::Implied => true,
        EdgeKind::Fallback
        | EdgeKind::Calls
        | EdgeKind::Reopens
        | EdgeKind::Triggers
        | EdgeKind::Expects
        | EdgeKind::Measures => false,
    }
}
