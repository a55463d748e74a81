//! Where everything stands: boxes sized by their words, columns and lines placed by a layered layout.

use crate::quantity::Arena;
use crate::report::graph::arrange::arrange;
use crate::report::graph::chart::{Chart, Node, NodeId};
use crate::report::graph::fit::{Face, wrapped};
use crate::report::graph::layered::lay_out;
use crate::report::graph::layers::layers;

pub(super) const TITLE: Face = Face {
    size: 13.0,
    is_bold: true,
};
pub(super) const OWNER: Face = Face {
    size: 12.0,
    is_bold: false,
};
pub(super) const SMALL: Face = Face {
    size: 11.0,
    is_bold: false,
};

/// Width of every box: columns line up and the eye can follow them.
pub(super) const BOX_WIDTH: f64 = 184.0;
/// From a box's edge to its words.
pub(super) const PADDING: f64 = 12.0;
/// Height of the tags that stand on a box's upper edge.
pub(super) const TAG_HEIGHT: f64 = 18.0;
/// How wide the badge of a join is; it stands to the left of its box.
pub(super) fn join_width(words: &str) -> f64 {
    SMALL.width(words) + 12.0
}

/// A point of the drawing, in pixels from its upper left corner.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A rectangle of the drawing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// Whether a point lies inside.
    pub(super) fn holds(self, point: Point) -> bool {
        self.x < point.x && point.x < self.right() && self.y < point.y && point.y < self.bottom()
    }

    pub(super) fn middle(self) -> Point {
        Point {
            x: self.x + self.width / 2.0,
            y: self.y + self.height / 2.0,
        }
    }
}

/// A chart with places. The upper left corner of everything is at 0, 0.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// Boxes, without their tags.
    pub boxes: Arena<NodeId, PlacedBox>,
    /// Lines, in the order of the chart's edges.
    pub lines: Vec<Line>,
    /// Prevention, response and recovery, as far as there are any.
    pub bands: Vec<(Band, Area)>,
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
}

/// A part of the chart with its own background.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Band {
    /// Barriers.
    Prevention,
    /// Response.
    Response,
    /// Recovery, and whatever comes after it.
    Recovery,
}

/// A box with its words broken into lines.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedBox {
    /// Place and size.
    pub area: Area,
    /// Column, counted from 0 within the flow; 0 for barriers.
    pub layer: usize,
    pub(super) title: Vec<String>,
    pub(super) owner: Vec<String>,
    pub(super) notes: Vec<String>,
}

/// A line from box to box.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// From end to end; between each pair of points it runs level where it crosses a column, and bends where it does not.
    pub points: Vec<Point>,
    /// Where its words stand.
    pub label: Option<Area>,
}

/// Lays a chart out.
pub fn place(chart: &Chart) -> Placed {
    let layers = layers(chart);
    let boxes: Arena<NodeId, PlacedBox> = chart
        .nodes
        .entries()
        .map(|(id, node)| sized(node, layers.of[id]))
        .collect();
    let flow = lay_out(chart, &layers, &boxes);
    arrange(chart, &layers, boxes, flow)
}

fn sized(node: &Node, layer: usize) -> PlacedBox {
    let width = BOX_WIDTH - 2.0 * PADDING;
    let title = wrapped(&node.title, TITLE, width, 6);
    let owner: Vec<String> = node
        .owner
        .iter()
        .flat_map(|owner| wrapped(owner, OWNER, width, 3))
        .collect();
    let notes: Vec<String> = node
        .notes
        .iter()
        .flat_map(|note| wrapped(note, SMALL, width, 3))
        .collect();
    let rows = |lines: &[String], face: Face| face.leading() * lines.len() as f64; // A handful of lines.
    let height =
        rows(&title, TITLE) + rows(&owner, OWNER) + rows(&notes, SMALL) + 2.0 * PADDING - 4.0;
    PlacedBox {
        area: Area {
            x: 0.0,
            y: 0.0,
            width: BOX_WIDTH,
            height,
        },
        layer,
        title,
        owner,
        notes,
    }
}
