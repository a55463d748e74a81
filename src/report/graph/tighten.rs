//! Takes the empty stretches out of a laid-out flow, which lines across many columns leave behind.

use std::collections::BTreeMap;

use crate::quantity::Arena;
use crate::report::graph::chart::{Chart, NodeId};
use crate::report::graph::layered::{Flow, LABEL_HEIGHT, LINE_GAP, Route, Spacing, has_tags};
use crate::report::graph::level::{Columns, Link, Thing};
use crate::report::graph::place::{Area, PlacedBox, Point, TAG_HEIGHT};

/// How much a line wants to be level where it ends, and between columns that it only passes.
const SOFT: f64 = 2.0;
const STIFF: f64 = 6.0;

/// The flow with the same columns in the same order and never higher, its lines reduced to the points that matter.
pub(super) fn tightened(
    chart: &Chart,
    boxes: &Arena<NodeId, PlacedBox>,
    spacing: Spacing,
    flow: &Flow,
) -> Flow {
    let mut places = Places::default();
    let of_box: Arena<NodeId, Option<usize>> = flow
        .middles
        .entries()
        .map(|(id, middle)| {
            let half = (boxes[id].area.height + spacing.rows) / 2.0;
            let tags = if has_tags(&chart.nodes[id]) {
                TAG_HEIGHT
            } else {
                0.0
            };
            middle.map(|middle| places.add(middle, half + tags, half))
        })
        .collect();
    let with_boxes: Vec<i64> = places.columns.keys().copied().collect();
    let chains: Vec<Vec<usize>> = (chart.edges.iter().zip(&flow.routes))
        .map(|(edge, route)| {
            let ends = [of_box[edge.from], of_box[edge.to]];
            chain(&mut places, route, ends, &with_boxes)
        })
        .collect();

    let at = places.at.clone();
    let mut columns = places.columns(&chains);
    columns.settle(spacing.room);
    let moved = |place: usize| Point {
        y: columns.things[place].y,
        ..at[place]
    };
    let routes = flow.routes.iter().zip(&chains);
    Flow {
        middles: of_box.iter().map(|place| place.map(moved)).collect(),
        routes: routes
            .map(|(route, chain)| through(route, chain, &at, moved))
            .collect(),
    }
}

/// What a line passes from box to box: the columns in which boxes stand, and the place of its words.
fn chain(
    places: &mut Places,
    route: &Route,
    ends: [Option<usize>; 2],
    with_boxes: &[i64],
) -> Vec<usize> {
    let [_, inner @ .., _] = route.points.as_slice() else {
        return Vec::new(); // Drawn beside the column.
    };
    let mut chain: Vec<usize> = ends[0].into_iter().collect();
    for point in inner {
        if route.label.is_some_and(|label| label.holds(*point)) {
            let half = (LABEL_HEIGHT + LINE_GAP) / 2.0;
            chain.push(places.add(*point, half, half));
        } else if with_boxes.contains(&column(*point)) {
            chain.push(places.add(*point, LINE_GAP / 2.0, LINE_GAP / 2.0));
        }
    }
    chain.extend(ends[1]);
    chain
}

/// The line past the places where its things are now, its words with it.
fn through(route: &Route, chain: &[usize], at: &[Point], moved: impl Fn(usize) -> Point) -> Route {
    let with_words = |label: &Area| chain.iter().find(|place| label.holds(at[**place]));
    Route {
        points: chain.iter().map(|place| moved(*place)).collect(),
        label: route.label.map(|label| {
            let by = with_words(&label).map_or(0.0, |place| moved(*place).y - at[*place].y);
            Area {
                y: label.y + by,
                ..label
            }
        }),
    }
}

/// Where things stand before they are moved.
#[derive(Default)]
struct Places {
    things: Vec<Thing>,
    at: Vec<Point>,
    columns: BTreeMap<i64, Vec<usize>>,
}

/// Things of one column have the same middle, but for the last bits.
fn column(point: Point) -> i64 {
    point.x.round() as i64 // No page is as wide as 2^53 pixels.
}

impl Places {
    fn add(&mut self, at: Point, above: f64, below: f64) -> usize {
        let place = self.things.len();
        self.at.push(at);
        self.things.push(Thing {
            y: at.y,
            above,
            below,
        });
        self.columns.entry(column(at)).or_default().push(place);
        place
    }

    fn columns(self, chains: &[Vec<usize>]) -> Columns {
        let things = self.things;
        let mut columns: Vec<Vec<usize>> = self.columns.into_values().collect();
        for column in &mut columns {
            column.sort_by(|one, other| things[*one].y.total_cmp(&things[*other].y));
        }
        let mut before = vec![Vec::new(); things.len()];
        let mut after = before.clone();
        for chain in chains {
            let last = chain.len().saturating_sub(2);
            for (piece, pair) in chain.windows(2).enumerate() {
                let [mut left, mut right] = [pair[0], pair[1]];
                if self.at[left].x > self.at[right].x {
                    std::mem::swap(&mut left, &mut right);
                }
                let is_end = piece == 0 || piece == last;
                let weight = if is_end { SOFT } else { STIFF };
                after[left].push(Link { to: right, weight });
                before[right].push(Link { to: left, weight });
            }
        }
        Columns {
            things,
            columns,
            before,
            after,
        }
    }
}
