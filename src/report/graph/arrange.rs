//! Bands beside each other, boxes moved into them, and the lines' exact course from edge to edge.

use crate::quantity::Arena;
use crate::report::graph::chart::{Chart, Edge, EdgeKind, NodeId};
use crate::report::graph::layered::{Flow, ROW_GAP, Route};
use crate::report::graph::layers::{Layers, is_predecessor};
use crate::report::graph::place::{
    Area, Band, Line, Placed, PlacedBox, Point, TAG_HEIGHT, join_width,
};

/// From a band's edge to its boxes.
const BAND_PADDING: f64 = 26.0;
/// Room for a band's name.
const BAND_HEAD: f64 = 44.0;
/// How far a line runs level before it bends away from a column.
const LEVEL: f64 = 6.0;
/// Barriers stand in a second column only beyond this height.
const BARRIERS_HEIGHT: f64 = 520.0;

/// Puts prevention to the left of the flow and everything into its band.
pub(super) fn arrange(
    chart: &Chart,
    layers: &Layers,
    mut boxes: Arena<NodeId, PlacedBox>,
    flow: Flow,
) -> Placed {
    for (id, middle) in flow.middles.entries() {
        if let Some(middle) = middle {
            let area = &mut boxes[id].area;
            area.x = middle.x - area.width / 2.0;
            area.y = middle.y - area.height / 2.0;
        }
    }
    let extent = extent(chart, &boxes, &flow);
    let barriers = stack_barriers(chart, &mut boxes, extent.height);
    let height = BAND_HEAD + barriers.height.max(extent.height) + BAND_PADDING;
    let prevention = if barriers.width > 0.0 {
        barriers.width + 2.0 * BAND_PADDING
    } else {
        0.0
    };
    let shift = Point {
        x: prevention + BAND_PADDING - extent.x,
        y: BAND_HEAD + (height - BAND_HEAD - BAND_PADDING - extent.height) / 2.0 - extent.y,
    };
    for (id, node) in chart.nodes.entries() {
        let area = &mut boxes[id].area;
        if node.kind.is_barrier() {
            area.x += BAND_PADDING;
            area.y += BAND_HEAD;
        } else {
            area.x += shift.x;
            area.y += shift.y;
        }
    }
    let width = if extent.width > 0.0 {
        prevention + extent.width + 2.0 * BAND_PADDING
    } else {
        prevention
    };
    let columns = columns(chart, layers, &boxes);
    let edges = chart.edges.iter().zip(&flow.routes);
    let badge = |edge: &Edge| {
        let join = chart.nodes[edge.to].join.as_deref();
        join.filter(|_| is_predecessor(edge.kind))
            .map_or(0.0, join_width)
    };
    let lines = edges
        .map(|(edge, route)| line(edge, route, shift, badge(edge), &boxes, &columns))
        .collect();
    Placed {
        bands: bands(layers, &columns, prevention, width, height),
        boxes,
        lines,
        width,
        height,
    }
}

/// What boxes, tags and lines of the flow take up.
fn extent(chart: &Chart, boxes: &Arena<NodeId, PlacedBox>, flow: &Flow) -> Area {
    let mut corners: Vec<Point> = Vec::new();
    for id in chart.nodes.ids().filter(|id| flow.middles[*id].is_some()) {
        let area = boxes[id].area;
        corners.push(Point {
            x: area.x,
            y: area.y - TAG_HEIGHT,
        });
        corners.push(Point {
            x: area.right(),
            y: area.bottom(),
        });
    }
    // Lines may pass above and below all boxes, but never beside them.
    let beside = corners.first().map_or(0.0, |corner| corner.x);
    for point in flow.routes.iter().flat_map(|route| &route.points) {
        for y in [point.y - TAG_HEIGHT, point.y + TAG_HEIGHT] {
            corners.push(Point { x: beside, y });
        }
    }
    let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    if corners.is_empty() {
        return Area {
            x: 0.0,
            y: 0.0,
            width: 0.0,
            height: 0.0,
        };
    }
    let (x, y) = (least(|corner| corner.x), least(|corner| corner.y));
    Area {
        x,
        y,
        width: most(|corner| corner.x) - x,
        height: most(|corner| corner.y) - y,
    }
}

/// Barriers below each other from 0, 0 on, in as many columns as the height asks for. What they take up.
fn stack_barriers(chart: &Chart, boxes: &mut Arena<NodeId, PlacedBox>, height: f64) -> Area {
    let limit = height.max(BARRIERS_HEIGHT);
    let mut taken = Area {
        x: 0.0,
        y: 0.0,
        width: 0.0,
        height: 0.0,
    };
    let mut next = Point { x: 0.0, y: 0.0 };
    for (id, _) in chart
        .nodes
        .entries()
        .filter(|(_, node)| node.kind.is_barrier())
    {
        let area = &mut boxes[id].area;
        if next.y > 0.0 && next.y + area.height > limit {
            next = Point {
                x: next.x + area.width + ROW_GAP,
                y: 0.0,
            };
        }
        area.x = next.x;
        area.y = next.y;
        next.y += area.height + ROW_GAP;
        taken.width = taken.width.max(area.right());
        taken.height = taken.height.max(area.bottom());
    }
    taken
}

/// Left and right edge of every column.
fn columns(chart: &Chart, layers: &Layers, boxes: &Arena<NodeId, PlacedBox>) -> Vec<(f64, f64)> {
    let mut columns = vec![(f64::INFINITY, f64::NEG_INFINITY); layers.count];
    for (id, _) in chart
        .nodes
        .entries()
        .filter(|(_, node)| !node.kind.is_barrier())
    {
        let area = boxes[id].area;
        let column = &mut columns[layers.of[id]];
        *column = (column.0.min(area.x), column.1.max(area.right()));
    }
    columns
}

fn bands(
    layers: &Layers,
    columns: &[(f64, f64)],
    prevention: f64,
    width: f64,
    height: f64,
) -> Vec<(Band, Area)> {
    let between = |left: f64, right: f64| Area {
        x: left,
        y: 0.0,
        width: right - left,
        height,
    };
    let mut bands = Vec::new();
    if prevention > 0.0 {
        bands.push((Band::Prevention, between(0.0, prevention)));
    }
    let boundary = match layers.recovery {
        0 => prevention,
        column if column < columns.len() => (columns[column - 1].1 + columns[column].0) / 2.0,
        _ => width,
    };
    if boundary > prevention {
        bands.push((Band::Response, between(prevention, boundary)));
    }
    if width > boundary {
        bands.push((Band::Recovery, between(boundary, width)));
    }
    bands
}

/// The course of one line: level through every column it crosses and past its words, bending only between.
fn line(
    edge: &Edge,
    route: &Route,
    shift: Point,
    badge: f64,
    boxes: &Arena<NodeId, PlacedBox>,
    columns: &[(f64, f64)],
) -> Line {
    let (from, to) = (boxes[edge.from].area, boxes[edge.to].area);
    let is_forward = boxes[edge.from].layer < boxes[edge.to].layer;
    let is_beside = boxes[edge.from].layer == boxes[edge.to].layer;
    let side = |area: Area, is_right: bool| if is_right { area.right() } else { area.x };
    let start = Point {
        x: side(from, is_forward || is_beside),
        y: from.middle().y + from.height * outlet(edge.kind),
    };
    let end = Point {
        x: side(to, !is_forward) - badge,
        y: to.middle().y,
    };
    let label = route.label.map(|area| Area {
        x: area.x + shift.x,
        y: area.y + shift.y,
        ..area
    });
    let mut points = vec![start];
    let inner = route.points.len().saturating_sub(1);
    for point in route.points.iter().take(inner).skip(1) {
        let (x, y) = (point.x + shift.x, point.y + shift.y);
        let crossed = columns.iter().find(|(left, right)| *left < x && x < *right);
        let passed = label.filter(|area| area.holds(Point { x, y }));
        let level = crossed
            .map(|(left, right)| (left - LEVEL, right + LEVEL))
            .or(passed.map(|area| (area.x, area.right())));
        if let Some((left, right)) = level {
            let (near, far) = if is_forward {
                (left, right)
            } else {
                (right, left)
            };
            points.extend([Point { x: near, y }, Point { x: far, y }]);
        }
    }
    points.push(end);
    Line { points, label }
}

/// Where a line leaves its box, in parts of the height below the middle: what is not the usual way on leaves lower.
fn outlet(kind: EdgeKind) -> f64 {
    match kind {
        EdgeKind::After | EdgeKind::Implied | EdgeKind::Triggers | EdgeKind::Expects => 0.0,
        EdgeKind::Fallback | EdgeKind::Calls | EdgeKind::Reopens | EdgeKind::Measures => 0.28,
    }
}
