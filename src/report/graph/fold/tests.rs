//! Laws of folded maps.

use super::*;
use crate::model::Section;
use crate::quantity::Index;
use crate::report::graph::chart::{EdgeKind, Node, NodeKind};
use crate::report::graph::place::place;

/// A flow of so many columns with so many boxes each: neighbours are connected, some far ones too, and some lines lead back.
fn long(columns: usize, rows: usize) -> Chart {
    let node = |number: usize, kind| Node {
        name: format!("s{number}"),
        kind,
        title: "Step".to_owned(),
        owner: None,
        notes: Vec::new(),
        guard: None,
        delay: None,
        join: number.is_multiple_of(5).then(|| "any".to_owned()),
        retries: number.is_multiple_of(3).then_some(1),
        on_demand: false,
    };
    let section = |number| match number {
        0 => NodeKind::Averting,
        number if number <= columns * rows * 2 / 3 => NodeKind::Step(Section::Response),
        _ => NodeKind::Step(Section::Recovery),
    };
    let nodes = (0..=columns * rows).map(|number| node(number, section(number)));
    let mut edges = Vec::new();
    for place in rows..columns * rows {
        let mut lead = |from: usize, to: usize, kind, label: Option<&str>| {
            edges.push(Edge {
                from: NodeId::new(from + 1),
                to: NodeId::new(to + 1),
                kind,
                label: label.map(str::to_owned),
            });
        };
        let words = place.is_multiple_of(4).then_some("a rather long label");
        lead(place - rows, place, EdgeKind::After, words);
        if place.is_multiple_of(7) {
            lead(
                place % (place / rows * rows),
                place,
                EdgeKind::Implied,
                None,
            );
            lead(place, place - rows, EdgeKind::Reopens, Some("again"));
        }
    }
    Chart {
        plan: "p".to_owned(),
        revision: "r1".to_owned(),
        title: "p".to_owned(),
        subtitle: String::new(),
        summary: String::new(),
        nodes: nodes.collect(),
        edges,
    }
}

fn charts() -> [Chart; 4] {
    [(24, 1), (40, 3), (80, 5), (30, 12)].map(|(columns, rows)| long(columns, rows))
}

#[test]
fn what_is_far_wider_than_high_is_folded_and_nothing_else() {
    for (columns, rows, is_folded) in [
        (12, 2, false),
        (24, 30, false),
        (24, 1, true),
        (80, 5, true),
    ] {
        let chart = long(columns, rows);
        let placed = place(&chart);
        let folded = fold(&chart, &placed);
        assert_eq!(!folded.ports.is_empty(), is_folded, "{columns} × {rows}");
        if is_folded {
            assert!(folded.width < 3.0 * folded.height, "{columns} × {rows}");
        } else {
            assert_eq!(folded, in_one_piece(&placed));
        }
    }
}

#[test]
fn boxes_stay_apart_and_on_the_page() {
    for chart in charts() {
        let folded = fold(&chart, &place(&chart));
        let areas: Vec<Area> = folded.boxes.iter().map(|placed| placed.area).collect();
        for (number, area) in areas.iter().enumerate() {
            assert!(area.x > 0.0 && area.right() < folded.width);
            assert!(area.y > 0.0 && area.bottom() < folded.height);
            let is_in_band = |(_, band): &(Band, Area)| {
                band.x < area.x
                    && area.right() < band.right()
                    && band.y < area.y
                    && area.bottom() < band.bottom()
            };
            assert!(folded.bands.iter().flatten().any(is_in_band));
            assert!(areas[..number].iter().all(|other| !overlap(*area, *other)));
        }
    }
}

fn overlap(one: Area, other: Area) -> bool {
    one.x < other.right()
        && other.x < one.right()
        && one.y < other.bottom()
        && other.y < one.bottom()
}

#[test]
fn a_line_goes_on_where_it_left_off() {
    for chart in charts() {
        let placed = place(&chart);
        let folded = fold(&chart, &placed);
        for ((edge, whole), pieces) in chart.edges.iter().zip(&placed.lines).zip(&folded.lines) {
            let number = |at: &Point| {
                let port = folded.ports.iter().find(|port| port.at == *at);
                port.expect("a line leaves a row at a number").number
            };
            for pair in pieces.windows(2) {
                assert_eq!(
                    pair[0].points.last().map(number),
                    pair[1].points.first().map(number)
                );
            }
            let count: usize = pieces.iter().map(|piece| piece.points.len()).sum();
            assert_eq!(count, whole.points.len() + 2 * (pieces.len() - 1));
            let words = pieces.iter().filter(|piece| piece.label.is_some()).count();
            assert_eq!(words, usize::from(edge.label.is_some()));
        }
    }
}

#[test]
fn no_piece_of_a_line_crosses_a_box() {
    for chart in charts() {
        let folded = fold(&chart, &place(&chart));
        let ends = |edge: &Edge| [edge.from, edge.to].map(|id| folded.boxes[id].area);
        for (edge, pieces) in chart.edges.iter().zip(&folded.lines) {
            for pair in pieces.iter().flat_map(|piece| piece.points.windows(2)) {
                let [one, other] = pair else { continue };
                let course = Area {
                    x: one.x.min(other.x),
                    y: one.y.min(other.y),
                    width: (one.x - other.x).abs(),
                    height: (one.y - other.y).abs().max(0.1),
                };
                for area in folded.boxes.iter().map(|placed| placed.area) {
                    assert!(
                        !overlap(course, area) || ends(edge).contains(&area),
                        "{edge:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_number_stands_at_the_end_of_a_row_and_at_the_beginning_of_the_next() {
    for chart in charts() {
        let folded = fold(&chart, &place(&chart));
        for (number, pair) in (1..).zip(folded.ports.chunks(2)) {
            assert_eq!([pair[0].number, pair[1].number], [number; 2]);
            assert!(pair[0].at.y < pair[1].at.y && pair[0].at.x > pair[1].at.x);
        }
    }
}
