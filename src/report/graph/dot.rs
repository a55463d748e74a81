//! A chart for Graphviz.

use std::fmt::Write;

use crate::model::Section;
use crate::report::graph::chart::{Chart, Edge, EdgeKind, Node, NodeKind};

/// The chart in the DOT language, for Graphviz to lay out.
pub fn dot(chart: &Chart) -> String {
    let mut out = format!("digraph {} {{\n", quoted(&chart.plan));
    let heading = quoted(&format!("{}\n{}", chart.title, chart.subtitle));
    line(
        &mut out,
        1,
        &format!("label={heading}; labelloc=t; labeljust=l;"),
    );
    line(
        &mut out,
        1,
        "rankdir=LR; newrank=true; fontname=\"sans-serif\"; nodesep=0.3; ranksep=0.7;",
    );
    line(
        &mut out,
        1,
        "node [fontname=\"sans-serif\", fontsize=11, shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\"];",
    );
    line(
        &mut out,
        1,
        "edge [fontname=\"sans-serif\", fontsize=10, color=\"#4d5866\"];",
    );
    for (name, colour, is_in) in CLUSTERS {
        let members: Vec<&Node> = chart.nodes.iter().filter(|node| is_in(node.kind)).collect();
        if members.is_empty() {
            continue;
        }
        line(
            &mut out,
            1,
            &format!("subgraph {} {{", quoted(&format!("cluster_{name}"))),
        );
        line(
            &mut out,
            2,
            &format!("label={}; style=filled; color=\"{colour}\";", quoted(name)),
        );
        for node in members {
            line(&mut out, 2, &node_statement(node));
        }
        line(&mut out, 1, "}");
    }
    for node in chart.nodes.iter().filter(|node| is_loose(node.kind)) {
        line(&mut out, 1, &node_statement(node));
    }
    for edge in &chart.edges {
        line(&mut out, 1, &edge_statement(chart, edge));
    }
    out.push_str("}\n");
    out
}

type Cluster = (&'static str, &'static str, fn(NodeKind) -> bool);

const CLUSTERS: [Cluster; 3] = [
    ("Prevention", "#f7f2e6", NodeKind::is_barrier),
    ("Response", "#edf3fb", |kind| {
        kind.section() == Some(Section::Response)
    }),
    ("Recovery", "#eaf6ee", |kind| {
        kind.section() == Some(Section::Recovery)
    }),
];

fn is_loose(kind: NodeKind) -> bool {
    !kind.is_barrier() && kind.section().is_none()
}

fn line(out: &mut String, depth: usize, text: &str) {
    writeln!(out, "{}{text}", "    ".repeat(depth)).expect("a string takes all that is written");
}

fn node_statement(node: &Node) -> String {
    let mut lines = vec![node.title.clone()];
    lines.extend(node.facts());
    let look = match node.kind {
        NodeKind::Averting | NodeKind::Weakening => "style=filled, color=\"#a57a22\"",
        NodeKind::Step(Section::Response) => "color=\"#2a66ad\"",
        NodeKind::Step(Section::Recovery) => "color=\"#23804f\"",
        NodeKind::Automatic(Section::Response) => "shape=hexagon, style=filled, color=\"#2a66ad\"",
        NodeKind::Automatic(Section::Recovery) => "shape=hexagon, style=filled, color=\"#23804f\"",
        NodeKind::Inject => "shape=note, style=filled, color=\"#b8276f\"",
        NodeKind::HiddenInject => "shape=note, style=\"filled,dashed\", color=\"#b8276f\"",
        NodeKind::Objective => "shape=ellipse, style=filled, color=\"#8a6d00\"",
        NodeKind::CriticalObjective => "shape=ellipse, style=filled, color=\"#8a6d00\", penwidth=3",
    };
    let dashed = if node.on_demand {
        ", style=\"rounded,filled,dashed\""
    } else {
        ""
    };
    format!(
        "{} [label={}, {look}{dashed}];",
        quoted(&node.name),
        quoted(&lines.join("\n"))
    )
}

fn edge_statement(chart: &Chart, edge: &Edge) -> String {
    let mut attributes = Vec::new();
    attributes.extend(
        edge.label
            .as_ref()
            .map(|label| format!("label={}", quoted(label))),
    );
    let look = match edge.kind {
        EdgeKind::After => None,
        EdgeKind::Implied => Some("color=\"#4d586655\""),
        EdgeKind::Fallback => Some("style=dashed, color=\"#c2410c\""),
        EdgeKind::Calls => Some("style=dotted, color=\"#7435d8\""),
        EdgeKind::Reopens => Some("style=dashed, color=\"#7435d8\", constraint=false"),
        EdgeKind::Triggers | EdgeKind::Expects => Some("style=dashed, color=\"#b8276f\""),
        EdgeKind::Measures => Some("style=dotted, color=\"#8a6d00\""),
    };
    attributes.extend(look.map(str::to_owned));
    let ends = format!(
        "{} -> {}",
        quoted(&chart.nodes[edge.from].name),
        quoted(&chart.nodes[edge.to].name)
    );
    if attributes.is_empty() {
        return format!("{ends};");
    }
    format!("{ends} [{}];", attributes.join(", "))
}

/// A quoted string; Graphviz would read `&amp;` and backslashes in it, so both are spelled out.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_string() {
        assert_eq!(quoted("a \"b\"\\ & c\nd"), r#""a \"b\"\\ &amp; c\nd""#);
    }
}
