//! Boxes of a picture: outline, words, and the tags on their edges.

use crate::model::Section;
use crate::quantity::Index;
use crate::report::graph::chart::{Chart, Node, NodeId, NodeKind};
use crate::report::graph::fit::wrapped;
use crate::report::graph::place::{
    Area, OWNER, PADDING, PlacedBox, Point, SMALL, TAG_HEIGHT, TITLE, join_width,
};
use crate::report::graph::shape::{centred, lines_of_text, note, pointed, rectangle};
use crate::report::xml::Xml;

/// A box with its words; its colours and its lines are found by its classes.
pub(super) fn draw_node(xml: &mut Xml, chart: &Chart, id: NodeId, placed: &PlacedBox) {
    let node = &chart.nodes[id];
    let area = placed.area;
    let mut class = format!("node {} b{}", node_class(node.kind), id.place());
    if node.on_demand {
        class.push_str(" on-demand");
    }
    let anchor = node.name.replace(':', "-");
    let anchor = if node.kind.section().is_some() {
        format!("step-{anchor}")
    } else {
        anchor
    };
    xml.open("g", &[("id", &anchor), ("class", &class)]);
    xml.element("title", &[], &told(chart, id));
    draw_shape(xml, node.kind, area);
    let mut place = Point {
        x: area.x + PADDING,
        y: area.y + PADDING - 4.0,
    };
    for (class, lines, face) in [
        ("box-title", &placed.title, TITLE),
        ("box-owner", &placed.owner, OWNER),
        ("box-note", &placed.notes, SMALL),
    ] {
        lines_of_text(xml, class, lines, face, place);
        place.y += face.leading() * lines.len() as f64; // A handful of lines.
    }
    draw_tags(xml, node, area);
    xml.close();
}

/// What is told of a box, and where its lines come from and lead to: their other ends may be far away.
fn told(chart: &Chart, id: NodeId) -> String {
    let node = &chart.nodes[id];
    let mut told = format!("{}: {}. {}", node.name, node.title, node.facts().join("; "));
    let from = chart.edges.iter().filter(|edge| edge.to == id);
    let to = chart.edges.iter().filter(|edge| edge.from == id);
    let from: Vec<NodeId> = from.map(|edge| edge.from).collect();
    let to: Vec<NodeId> = to.map(|edge| edge.to).collect();
    for (word, ends) in [("from", from), ("to", to)] {
        if !ends.is_empty() {
            let names: Vec<&str> = (ends.iter())
                .map(|end| chart.nodes[*end].name.as_str())
                .collect();
            told.push_str(&format!("\n{word} {}", names.join(", ")));
        }
    }
    told
}

/// The class that gives a box its colours.
pub(super) fn node_class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Averting | NodeKind::Weakening => "prevention",
        NodeKind::Step(Section::Response) | NodeKind::Automatic(Section::Response) => "response",
        NodeKind::Step(Section::Recovery) | NodeKind::Automatic(Section::Recovery) => "recovery",
        NodeKind::Inject => "inject",
        NodeKind::HiddenInject => "inject hidden",
        NodeKind::Objective => "objective",
        NodeKind::CriticalObjective => "objective critical",
    }
}

/// The outline of a box.
pub(super) fn draw_shape(xml: &mut Xml, kind: NodeKind, area: Area) {
    match kind {
        NodeKind::Averting | NodeKind::Weakening => rectangle(xml, "shape", area, 2.0),
        NodeKind::Step(_) => rectangle(xml, "shape", area, 8.0),
        NodeKind::Automatic(_) => {
            xml.empty("path", &[("class", &"shape"), ("d", &pointed(area, 12.0))]);
        }
        NodeKind::Inject | NodeKind::HiddenInject => {
            xml.empty("path", &[("class", &"shape"), ("d", &note(area))]);
        }
        NodeKind::Objective | NodeKind::CriticalObjective => {
            rectangle(xml, "shape", area, 18.0);
        }
    }
}

/// Condition and delay on the upper edge to the left, retries to the right, the join where lines come in.
fn draw_tags(xml: &mut Xml, node: &Node, area: Area) {
    let mut left = area.x + 10.0;
    let upper = area.y - TAG_HEIGHT + 4.0;
    let tag = |left: f64, words: &str| Area {
        x: left,
        y: upper,
        width: SMALL.width(words) + 16.0,
        height: TAG_HEIGHT,
    };
    let retries = node.retries.map(|times| format!("↻ {times}×"));
    if let Some(retries) = &retries {
        let width = tag(0.0, retries).width;
        let place = tag(area.right() - 10.0 - width, retries);
        rectangle(xml, "tag", place, TAG_HEIGHT / 2.0);
        centred(xml, "words", retries, place);
    }
    if let Some(delay) = &node.delay {
        let words = format!("+ {delay}");
        let place = tag(left, &words);
        rectangle(xml, "tag", place, TAG_HEIGHT / 2.0);
        centred(xml, "words", &words, place);
        left = place.right() + 4.0;
    }
    if let Some(guard) = &node.guard {
        let room = area.right() - left - 26.0 - retries.map_or(0.0, |words| tag(0.0, &words).width);
        let words = wrapped(&format!("if {guard}"), SMALL, room, 1).swap_remove(0);
        let place = tag(left, &words);
        xml.open("g", &[]);
        xml.element("title", &[], &format!("only if {guard}"));
        xml.empty("path", &[("class", &"tag"), ("d", &pointed(place, 6.0))]);
        centred(xml, "words", &words, place);
        xml.close();
    }
    if let Some(join) = &node.join {
        let width = join_width(join);
        let place = Area {
            x: area.x - width,
            y: area.middle().y - TAG_HEIGHT / 2.0,
            width,
            height: TAG_HEIGHT,
        };
        rectangle(xml, "badge", place, TAG_HEIGHT / 2.0);
        centred(xml, "badge-words", join, place);
    }
}
