//! The flow's boxes and lines in columns, by the layered layout of dagre, without the space it wastes.

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir};

use crate::quantity::{Arena, Index};
use crate::report::graph::chart::{Chart, Edge, EdgeKind, Node, NodeId};
use crate::report::graph::layers::Layers;
use crate::report::graph::place::{Area, PlacedBox, Point, SMALL, TAG_HEIGHT};
use crate::report::graph::tighten::tightened;

/// Space between boxes of a column.
pub(super) const ROW_GAP: f64 = 22.0;
/// So many boxes need every line of a screen.
const MANY_BOXES: usize = 120;
/// So many columns make the way across long.
const MANY_COLUMNS: usize = 30;
/// Space between lines that run side by side.
pub(super) const LINE_GAP: f64 = 14.0;
/// Height of the words on a line.
pub(super) const LABEL_HEIGHT: f64 = 18.0;

/// How much space is left, and how much taken.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Spacing {
    /// Between columns, beside the words on lines.
    pub(super) columns: f64,
    /// Between boxes of a column.
    pub(super) rows: f64,
    /// How high the flow may be, in heights of its fullest column.
    pub(super) room: f64,
}

/// Where the layout puts the flow, its upper left corner somewhere near 0, 0.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Flow {
    /// Middles of boxes; `None` for barriers.
    pub(super) middles: Arena<NodeId, Option<Point>>,
    /// One for each edge of the chart.
    pub(super) routes: Vec<Route>,
}

/// What a line passes, in the direction of its arrow.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Route {
    /// Between the two boxes, one point for each column and gap on the way.
    pub(super) points: Vec<Point>,
    /// Where its words stand.
    pub(super) label: Option<Area>,
}

type Layout = Graph<NodeLabel, EdgeLabel, GraphLabel>;

/// Places boxes within the columns they were given. The columns are decided by [`Layers`]: every line is told its exact length
/// in columns, and parts that no line connects are held by lines that are not drawn.
pub(super) fn lay_out(chart: &Chart, layers: &Layers, boxes: &Arena<NodeId, PlacedBox>) -> Flow {
    let spacing = spacing(chart, layers);
    let mut layout: Layout = Graph::new(GraphOptions {
        multigraph: true,
        compound: false,
        directed: true,
    });
    layout.set_graph(GraphLabel {
        rankdir: RankDir::LR,
        ranksep: spacing.columns,
        nodesep: spacing.rows,
        edgesep: LINE_GAP,
        ..GraphLabel::default()
    });
    for (id, node) in chart
        .nodes
        .entries()
        .filter(|(_, node)| !node.kind.is_barrier())
    {
        let area = boxes[id].area;
        // Tags stand above; the same below keeps lines level with the middle of the box.
        let tags = if has_tags(node) {
            2.0 * TAG_HEIGHT
        } else {
            0.0
        };
        let label = NodeLabel {
            width: area.width,
            height: area.height + tags,
            ..NodeLabel::default()
        };
        layout.set_node(name(id), label);
    }
    for (place, edge) in chart.edges.iter().enumerate() {
        add_line(&mut layout, layers, place, edge);
    }
    hold_together(&mut layout, chart, layers);
    dugong::layout(&mut layout)
        .expect("lines lead from column to column, so none is without length");

    let middle = |id: NodeId| {
        let node = layout.node(&name(id))?;
        Some(Point {
            x: node.x?,
            y: node.y?,
        })
    };
    let routes = chart.edges.iter().enumerate();
    let flow = Flow {
        middles: chart.nodes.ids().map(middle).collect(),
        routes: routes
            .map(|(place, edge)| route(&layout, layers, place, edge))
            .collect(),
    };
    tightened(chart, boxes, spacing, &flow)
}

/// Whether anything stands on the box's upper edge.
pub(super) fn has_tags(node: &Node) -> bool {
    node.guard.is_some() || node.delay.is_some() || node.retries.is_some()
}

fn spacing(chart: &Chart, layers: &Layers) -> Spacing {
    let has_many = chart.nodes.len() > MANY_BOXES;
    Spacing {
        columns: if layers.count > MANY_COLUMNS {
            52.0
        } else {
            84.0
        },
        rows: if has_many { 14.0 } else { ROW_GAP },
        room: if has_many { 1.05 } else { f64::INFINITY },
    }
}

/// Places are spelled with a letter, because the layout sorts bare numbers in its own way.
fn name(id: NodeId) -> String {
    format!("n{}", id.place())
}

fn add_line(layout: &mut Layout, layers: &Layers, place: usize, edge: &Edge) {
    let (first, last) = ends(layers, edge);
    let columns = layers.of[last] - layers.of[first];
    if columns == 0 {
        return; // Drawn beside the column.
    }
    let mut label = EdgeLabel {
        minlen: columns,
        weight: weight(edge.kind),
        ..EdgeLabel::default()
    };
    if let Some(words) = &edge.label {
        label.width = SMALL.width(words) + 16.0;
        label.height = LABEL_HEIGHT;
    }
    layout.set_edge_named(
        name(first),
        name(last),
        Some(format!("e{place}")),
        Some(label),
    );
}

/// The left end and the right end.
fn ends(layers: &Layers, edge: &Edge) -> (NodeId, NodeId) {
    if layers.of[edge.from] <= layers.of[edge.to] {
        (edge.from, edge.to)
    } else {
        (edge.to, edge.from)
    }
}

/// How straight a line wants to be.
fn weight(kind: EdgeKind) -> f64 {
    match kind {
        EdgeKind::After => 3.0,
        EdgeKind::Fallback | EdgeKind::Calls | EdgeKind::Reopens => 1.0,
        EdgeKind::Triggers | EdgeKind::Expects | EdgeKind::Measures => 2.0,
        EdgeKind::Implied => 1.0,
    }
}

/// Connects what no line connects, each part by its first box to the column before.
fn hold_together(layout: &mut Layout, chart: &Chart, layers: &Layers) {
    let mut parts = Parts::new(chart);
    for edge in chart
        .edges
        .iter()
        .filter(|edge| layers.of[edge.from] != layers.of[edge.to])
    {
        parts.join(edge.from, edge.to);
    }
    let is_flow = |id: &NodeId| !chart.nodes[*id].kind.is_barrier();
    let mut flow: Vec<NodeId> = chart.nodes.ids().filter(is_flow).collect();
    flow.sort_by_key(|id| (layers.of[*id], *id));
    let Some(&first) = flow.first() else {
        return;
    };
    const ANCHOR: &str = "anchor";
    // Hardly any, and not none: a box whose lines weigh nothing has no place among others, and none comes before it or after it. Sums
    // of this one are exact, as the layout's simplex method needs them.
    const HOLD_WEIGHT: f64 = 1.0 / 1024.0;
    for (place, &id) in flow.iter().enumerate() {
        if parts.of(id) == parts.of(first) {
            continue;
        }
        let before = flow[..place]
            .iter()
            .rev()
            .find(|before| layers.of[**before] + 1 == layers.of[id]);
        let held = EdgeLabel {
            weight: HOLD_WEIGHT,
            ..EdgeLabel::default()
        };
        if let Some(before) = before {
            layout.set_edge_named(name(*before), name(id), Some("hold".to_owned()), Some(held));
        } else {
            layout.set_node(ANCHOR, NodeLabel::default());
            for end in [first, id] {
                let minlen = layers.of[end] + 1;
                let held = EdgeLabel {
                    minlen,
                    ..held.clone()
                };
                layout.set_edge_named(ANCHOR, name(end), Some("hold".to_owned()), Some(held));
            }
        }
        parts.join(first, id);
    }
}

/// Which boxes are connected.
struct Parts {
    of: Arena<NodeId, NodeId>,
}

impl Parts {
    fn new(chart: &Chart) -> Self {
        Self {
            of: chart.nodes.ids().collect(),
        }
    }

    fn of(&self, mut id: NodeId) -> NodeId {
        while self.of[id] != id {
            id = self.of[id];
        }
        id
    }

    fn join(&mut self, one: NodeId, other: NodeId) {
        let (one, other) = (self.of(one), self.of(other));
        self.of[one.max(other)] = one.min(other);
    }
}

fn route(layout: &Layout, layers: &Layers, place: usize, edge: &Edge) -> Route {
    let (first, last) = ends(layers, edge);
    let Some(laid) = layout.edge(&name(first), &name(last), Some(&format!("e{place}"))) else {
        return Route {
            points: Vec::new(),
            label: None,
        };
    };
    let mut points: Vec<Point> = laid
        .points
        .iter()
        .map(|point| Point {
            x: point.x,
            y: point.y,
        })
        .collect();
    if first != edge.from {
        points.reverse();
    }
    let label = edge
        .label
        .as_ref()
        .and(laid.x.zip(laid.y))
        .map(|(x, y)| Area {
            x: x - laid.width / 2.0,
            y: y - LABEL_HEIGHT / 2.0,
            width: laid.width,
            height: LABEL_HEIGHT,
        });
    Route { points, label }
}
