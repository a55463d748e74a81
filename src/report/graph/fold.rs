//! A very long flow folded into rows below each other, as lines of a text: what would leave a row goes on in the next at the same
//! number and height.

use crate::quantity::Arena;
use crate::report::graph::chart::{Chart, Edge, NodeId};
use crate::report::graph::place::{
    Area, BOX_WIDTH, Band, Line, Placed, PlacedBox, Point, TAG_HEIGHT,
};

/// A flow of fewer columns is easier to read in one piece.
const COLUMNS_MIN: usize = 24;
/// How wide one piece may be, in heights, and how wide rows are together.
const WIDTH_OF_ONE: f64 = 4.0;
const WIDTH_OF_ROWS: f64 = 2.0;
/// From one row to the next.
const ROW_GAP: f64 = 30.0;
/// Room to the right of a row's last column, and to the left of the next row's first, for numbers and bends.
const RIGHT: f64 = 34.0;
const LEFT: f64 = 96.0;
/// How far a cut lies to the left of the column before which it cuts: behind all words in between.
const BEFORE_COLUMN: f64 = 10.0;
/// From a row's edge to the middle of the numbers on it.
const PORT: f64 = 16.0;
/// Above and below a row's boxes.
const HEAD: f64 = 44.0;
const FOOT: f64 = 26.0;

/// A chart as it is drawn.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Folded {
    /// Boxes at their places in rows.
    pub(super) boxes: Arena<NodeId, PlacedBox>,
    /// The pieces of each line, in the direction of its arrow.
    pub(super) lines: Vec<Vec<Line>>,
    /// Backgrounds, by row.
    pub(super) bands: Vec<Vec<(Band, Area)>>,
    /// Where lines leave a row and where they come into the next.
    pub(super) ports: Vec<Port>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// An end of a row at which lines go on elsewhere.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Port {
    /// The same at both ends, from 1.
    pub(super) number: usize,
    /// On the edge of the row.
    pub(super) at: Point,
}

/// Columns that stand in one row.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Row {
    /// What it shows of the chart in one piece.
    shown: Area,
    /// From there to the page.
    shift: Point,
    /// Middles of its first and last column.
    first: f64,
    last: f64,
}

impl Row {
    fn on_page(&self, x: f64, y: f64) -> Point {
        Point {
            x: x + self.shift.x,
            y: y + self.shift.y,
        }
    }

    fn port_left(&self, y: f64) -> Point {
        self.on_page(self.shown.x + PORT, y)
    }

    fn port_right(&self, y: f64) -> Point {
        self.on_page(self.shown.right() - PORT, y)
    }
}

/// Folds what is far wider than high; anything else stays in one piece.
pub(super) fn fold(chart: &Chart, placed: &Placed) -> Folded {
    let columns = columns(chart, placed);
    let cuts = cuts(placed, &columns);
    if cuts.is_empty() {
        return in_one_piece(placed);
    }
    let crossings = crossings(chart, placed, &cuts);
    let rows = rows(placed, &columns, &cuts, &crossings);
    let moved = |placed: &PlacedBox| {
        let mut placed = placed.clone();
        let row = rows[row_of(placed.area.middle().x, &cuts)];
        let Point { x, y } = row.on_page(placed.area.x, placed.area.y);
        placed.area = Area {
            x,
            y,
            ..placed.area
        };
        placed
    };
    Folded {
        lines: (chart.edges.iter().zip(&placed.lines))
            .map(|(edge, line)| pieces(placed, edge, line, &cuts, &rows))
            .collect(),
        bands: rows.iter().map(|row| bands(placed, row)).collect(),
        ports: ports(&crossings, &rows),
        width: rows.iter().map(|row| row.shown.width).fold(0.0, f64::max),
        height: (rows.iter())
            .map(|row| row.shown.bottom() + row.shift.y)
            .fold(0.0, f64::max),
        boxes: placed.boxes.iter().map(moved).collect(),
    }
}

fn in_one_piece(placed: &Placed) -> Folded {
    Folded {
        boxes: placed.boxes.clone(),
        lines: placed.lines.iter().map(|line| vec![line.clone()]).collect(),
        bands: vec![placed.bands.clone()],
        ports: Vec::new(),
        width: placed.width,
        height: placed.height,
    }
}

/// Middles of the flow's columns.
fn columns(chart: &Chart, placed: &Placed) -> Vec<f64> {
    let mut columns: Vec<f64> = (chart.nodes.entries())
        .filter(|(_, node)| !node.kind.is_barrier())
        .map(|(id, _)| placed.boxes[id].area.middle().x)
        .collect();
    columns.sort_by(f64::total_cmp);
    columns.dedup_by(|one, other| (*one - *other).abs() < 1.0);
    columns
}

/// Where the flow is cut, from left to right; nowhere if one piece is best.
fn cuts(placed: &Placed, columns: &[f64]) -> Vec<f64> {
    if columns.len() < COLUMNS_MIN || placed.width <= WIDTH_OF_ONE * placed.height {
        return Vec::new();
    }
    let is_narrow = |rows: &usize| {
        let rows = *rows as f64; // A handful.
        placed.width / rows <= WIDTH_OF_ROWS * rows * (placed.height + ROW_GAP)
    };
    let rows = (2..columns.len()).find(is_narrow).unwrap_or(2);
    (1..rows)
        .map(|row| columns[row * columns.len() / rows] - BOX_WIDTH / 2.0 - BEFORE_COLUMN)
        .collect()
}

fn row_of(x: f64, cuts: &[f64]) -> usize {
    cuts.partition_point(|cut| *cut < x)
}

/// A line's points by row. What stands before a box, such as the number of a join, belongs to the box.
fn row_of_points(placed: &Placed, edge: &Edge, line: &Line, cuts: &[f64]) -> Vec<usize> {
    let mut rows: Vec<usize> = (line.points.iter())
        .map(|point| row_of(point.x, cuts))
        .collect();
    let of_box = |id: NodeId| row_of(placed.boxes[id].area.middle().x, cuts);
    if let [first, .., last] = rows.as_mut_slice() {
        *first = of_box(edge.from);
        *last = of_box(edge.to);
    }
    rows
}

/// Heights at which lines cross each cut, each height once, from the top. They go by the point before the cut, so that what
/// leaves one box, leaves the row at one place.
fn crossings(chart: &Chart, placed: &Placed, cuts: &[f64]) -> Vec<Vec<f64>> {
    let mut crossings = vec![Vec::new(); cuts.len()];
    for (edge, line) in chart.edges.iter().zip(&placed.lines) {
        let rows = row_of_points(placed, edge, line, cuts);
        for (place, pair) in line.points.windows(2).enumerate() {
            let (one, other) = (rows[place], rows[place + 1]);
            for heights in &mut crossings[one.min(other)..one.max(other)] {
                heights.push(crossing(pair, one < other));
            }
        }
    }
    for heights in &mut crossings {
        heights.sort_by(f64::total_cmp);
        heights.dedup_by(|one, other| (*one - *other).abs() < 0.05);
    }
    crossings
}

fn crossing(pair: &[Point], is_forward: bool) -> f64 {
    if is_forward { pair[0].y } else { pair[1].y }
}

fn rows(placed: &Placed, columns: &[f64], cuts: &[f64], crossings: &[Vec<f64>]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut next = 0.0;
    for number in 0..=cuts.len() {
        let start = number.checked_sub(1).map(|before| cuts[before]);
        let end = cuts.get(number).copied();
        let left = start.map_or(0.0, |cut| cut + BEFORE_COLUMN - LEFT);
        let right = end.map_or(placed.width, |cut| cut + RIGHT);
        let is_here = |x: f64| row_of(x, cuts) == number;
        let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut show = |above: f64, below: f64| {
            top = top.min(above);
            bottom = bottom.max(below);
        };
        let areas = placed.boxes.iter().map(|placed| placed.area);
        for area in areas.filter(|area| is_here(area.middle().x)) {
            show(area.y - TAG_HEIGHT, area.bottom());
        }
        let points = placed.lines.iter().flat_map(|line| &line.points);
        for point in points.filter(|point| is_here(point.x)) {
            show(point.y - TAG_HEIGHT / 2.0, point.y + TAG_HEIGHT / 2.0);
        }
        let [before, after] = [number.checked_sub(1), Some(number)];
        let crossed = [before, after].into_iter().flatten();
        for y in crossed.filter_map(|cut| crossings.get(cut)).flatten() {
            show(y - TAG_HEIGHT / 2.0, y + TAG_HEIGHT / 2.0);
        }
        let shown = Area {
            x: left,
            y: top - HEAD,
            width: right - left,
            height: bottom - top + HEAD + FOOT,
        };
        let mut here = columns.iter().copied().filter(|x| is_here(*x));
        let first = here.next().unwrap_or(left);
        rows.push(Row {
            shown,
            shift: Point {
                x: -left,
                y: next - shown.y,
            },
            first: if number == 0 { 0.0 } else { first },
            last: here.next_back().unwrap_or(first),
        });
        next += shown.height + ROW_GAP;
    }
    rows
}

/// The line cut where it leaves a row.
fn pieces(placed: &Placed, edge: &Edge, line: &Line, cuts: &[f64], rows: &[Row]) -> Vec<Line> {
    let of = row_of_points(placed, edge, line, cuts);
    let mut pieces: Vec<(usize, Vec<Point>)> = Vec::new();
    for (place, (&point, &row)) in line.points.iter().zip(&of).enumerate() {
        match pieces.last_mut() {
            Some((before, points)) if *before != row => {
                let is_forward = *before < row;
                let y = crossing(&line.points[place - 1..=place], is_forward);
                let [out, into] = if is_forward {
                    [rows[*before].port_right(y), rows[row].port_left(y)]
                } else {
                    [rows[*before].port_left(y), rows[row].port_right(y)]
                };
                points.push(out);
                pieces.push((row, vec![into, rows[row].on_page(point.x, point.y)]));
            }
            Some((_, points)) => points.push(rows[row].on_page(point.x, point.y)),
            None => pieces.push((row, vec![rows[row].on_page(point.x, point.y)])),
        }
    }
    let words = line.label.map(|label| {
        let row = row_of(label.middle().x, cuts);
        let Point { x, y } = rows[row].on_page(label.x, label.y);
        (row, Area { x, y, ..label })
    });
    pieces
        .into_iter()
        .map(|(row, points)| Line {
            points,
            label: words.filter(|words| words.0 == row).map(|words| words.1),
        })
        .collect()
}

/// The parts of bands in which the row's columns stand, as wide as the row.
fn bands(placed: &Placed, row: &Row) -> Vec<(Band, Area)> {
    let is_here = |area: &Area| area.x < row.last.max(row.first + 1.0) && row.first < area.right();
    let mut bands: Vec<(Band, Area)> = (placed.bands.iter().copied())
        .filter(|(_, area)| is_here(area))
        .collect();
    let last = bands.len().saturating_sub(1);
    for (place, (_, area)) in bands.iter_mut().enumerate() {
        let left = if place == 0 { row.shown.x } else { area.x };
        let right = if place == last {
            row.shown.right()
        } else {
            area.right()
        };
        let corner = row.on_page(left, row.shown.y);
        *area = Area {
            x: corner.x,
            y: corner.y,
            width: right - left,
            height: row.shown.height,
        };
    }
    bands
}

fn ports(crossings: &[Vec<f64>], rows: &[Row]) -> Vec<Port> {
    let heights = crossings
        .iter()
        .enumerate()
        .flat_map(|(cut, heights)| heights.iter().map(move |y| (cut, *y)));
    let mut ports = Vec::new();
    for (number, (cut, y)) in (1..).zip(heights) {
        for at in [rows[cut].port_right(y), rows[cut + 1].port_left(y)] {
            ports.push(Port { number, at });
        }
    }
    ports
}

#[cfg(test)]
mod tests;
