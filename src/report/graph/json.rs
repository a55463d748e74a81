//! A placed chart for programs.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::model::Section;

use crate::report::graph::chart::{Chart, Edge, EdgeKind, Node, NodeKind};
use crate::report::graph::place::{Line, Placed, PlacedBox};
use crate::report::json::{schema_of, text};

/// The chart with all places, as pretty JSON.
pub fn json(chart: &Chart, placed: &Placed) -> String {
    let node = |(id, node)| node_json(node, &placed.boxes[id]);
    let edges = chart.edges.iter().zip(&placed.lines);
    let map = MapJson {
        plan: &chart.plan,
        revision: &chart.revision,
        title: &chart.title,
        width: tenth(placed.width),
        height: tenth(placed.height),
        nodes: chart.nodes.entries().map(node).collect(),
        edges: edges
            .map(|(edge, line)| edge_json(chart, edge, line))
            .collect(),
    };
    text(&map)
}

/// The schema of [`json`].
pub fn json_schema() -> Schema {
    schema_of::<MapJson<'_>>()
}

/// A plan's map with places: pixels from the upper left corner, y downward.
#[derive(Serialize, JsonSchema, Debug)]
#[schemars(title = "firebell graph")]
struct MapJson<'c> {
    /// The plan's id.
    plan: &'c str,
    /// Its revision.
    revision: &'c str,
    /// Its title.
    title: &'c str,
    /// Width of the whole.
    width: f64,
    /// Height of the whole.
    height: f64,
    /// Barriers, steps, injects and objectives.
    nodes: Vec<NodeJson<'c>>,
    /// From node to node.
    edges: Vec<EdgeJson<'c>>,
}

/// A box.
#[derive(Serialize, JsonSchema, Debug)]
struct NodeJson<'c> {
    /// A step's own id; else the kind before the id, such as `inject:press`.
    id: &'c str,
    kind: NodeKindJson,
    /// Null for injects and objectives.
    section: Option<SectionJson>,
    title: &'c str,
    /// Who does it, in words.
    owner: Option<&'c str>,
    /// Times and effects, in words.
    notes: &'c [String],
    /// The condition under which it happens, unless an edge's label says it.
    guard: Option<&'c str>,
    /// The wait between release and being ready.
    delay: Option<&'c str>,
    /// How many predecessors are enough, where not all are needed.
    join: Option<&'c str>,
    /// How often it is tried again.
    retries: u32,
    automatic: bool,
    on_demand: bool,
    /// Column, from 0; null for barriers, which stand left of all columns.
    layer: Option<usize>,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

#[derive(Clone, Copy, Serialize, JsonSchema, Debug)]
#[serde(rename_all = "kebab-case")]
enum NodeKindJson {
    Barrier,
    Step,
    Inject,
    HiddenInject,
    Objective,
    CriticalObjective,
}

#[derive(Clone, Copy, Serialize, JsonSchema, Debug)]
#[serde(rename_all = "kebab-case")]
enum SectionJson {
    Prevention,
    Response,
    Recovery,
}

/// A line.
#[derive(Serialize, JsonSchema, Debug)]
struct EdgeJson<'c> {
    from: &'c str,
    to: &'c str,
    kind: EdgeKindJson,
    label: Option<&'c str>,
    /// The line's course, each point as [x, y].
    points: Vec<[f64; 2]>,
}

#[derive(Clone, Copy, Serialize, JsonSchema, Debug)]
#[serde(rename_all = "kebab-case")]
enum EdgeKindJson {
    /// Predecessor and successor.
    After,
    /// The same, where other edges say it already.
    Implied,
    Fallback,
    Calls,
    Reopens,
    Triggers,
    Expects,
    Measures,
}

fn node_json<'c>(node: &'c Node, placed: &PlacedBox) -> NodeJson<'c> {
    let kind = match node.kind {
        NodeKind::Averting | NodeKind::Weakening => NodeKindJson::Barrier,
        NodeKind::Step(_) | NodeKind::Automatic(_) => NodeKindJson::Step,
        NodeKind::Inject => NodeKindJson::Inject,
        NodeKind::HiddenInject => NodeKindJson::HiddenInject,
        NodeKind::Objective => NodeKindJson::Objective,
        NodeKind::CriticalObjective => NodeKindJson::CriticalObjective,
    };
    let section = match node.kind.section() {
        Some(Section::Response) => Some(SectionJson::Response),
        Some(Section::Recovery) => Some(SectionJson::Recovery),
        None => node.kind.is_barrier().then_some(SectionJson::Prevention),
    };
    NodeJson {
        id: &node.name,
        kind,
        section,
        title: &node.title,
        owner: node.owner.as_deref(),
        notes: &node.notes,
        guard: node.guard.as_deref(),
        delay: node.delay.as_deref(),
        join: node.join.as_deref(),
        retries: node.retries.unwrap_or(0),
        automatic: matches!(node.kind, NodeKind::Automatic(_)),
        on_demand: node.on_demand,
        layer: (!node.kind.is_barrier()).then_some(placed.layer),
        x: tenth(placed.area.x),
        y: tenth(placed.area.y),
        width: tenth(placed.area.width),
        height: tenth(placed.area.height),
    }
}

fn edge_json<'c>(chart: &'c Chart, edge: &'c Edge, line: &Line) -> EdgeJson<'c> {
    let kind = match edge.kind {
        EdgeKind::After => EdgeKindJson::After,
        EdgeKind::Implied => EdgeKindJson::Implied,
        EdgeKind::Fallback => EdgeKindJson::Fallback,
        EdgeKind::Calls => EdgeKindJson::Calls,
        EdgeKind::Reopens => EdgeKindJson::Reopens,
        EdgeKind::Triggers => EdgeKindJson::Triggers,
        EdgeKind::Expects => EdgeKindJson::Expects,
        EdgeKind::Measures => EdgeKindJson::Measures,
    };
    EdgeJson {
        from: &chart.nodes[edge.from].name,
        to: &chart.nodes[edge.to].name,
        kind,
        label: edge.label.as_deref(),
        points: line
            .points
            .iter()
            .map(|point| [tenth(point.x), tenth(point.y)])
            .collect(),
    }
}

/// To a tenth of a pixel.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}
