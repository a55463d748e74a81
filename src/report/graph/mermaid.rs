//! A chart for Mermaid, which wikis and code hosts draw.

use crate::model::Section;
use crate::report::graph::chart::{Chart, Edge, EdgeKind, Node, NodeKind};

/// The chart as a Mermaid flowchart.
pub fn mermaid(chart: &Chart) -> String {
    // A JSON string is a YAML string.
    let title = serde_json::Value::from(chart.title.as_str()).to_string();
    let mut lines = vec![
        "---".to_owned(),
        format!("title: {title}"),
        "---".to_owned(),
        "flowchart LR".to_owned(),
    ];
    for (id, name, is_in) in SUBGRAPHS {
        let members: Vec<&Node> = chart.nodes.iter().filter(|node| is_in(node.kind)).collect();
        if !members.is_empty() {
            lines.push(format!("    subgraph {id}[{name}]"));
            lines.extend(
                members
                    .into_iter()
                    .map(|node| format!("        {}", node_statement(node))),
            );
            lines.push("    end".to_owned());
        }
    }
    let loose = chart
        .nodes
        .iter()
        .filter(|node| !node.kind.is_barrier() && node.kind.section().is_none());
    lines.extend(loose.map(|node| format!("    {}", node_statement(node))));
    lines.extend(
        chart
            .edges
            .iter()
            .map(|edge| format!("    {}", edge_statement(chart, edge))),
    );
    lines.extend(CLASSES.iter().map(|class| format!("    {class}")));
    for (number, edge) in chart.edges.iter().enumerate() {
        if let Some(look) = look(edge.kind) {
            lines.push(format!("    linkStyle {number} {look}"));
        }
    }
    lines.join("\n") + "\n"
}

type Subgraph = (&'static str, &'static str, fn(NodeKind) -> bool);

const SUBGRAPHS: [Subgraph; 3] = [
    ("prevention", "Prevention", NodeKind::is_barrier),
    ("response", "Response", |kind| {
        kind.section() == Some(Section::Response)
    }),
    ("recovery", "Recovery", |kind| {
        kind.section() == Some(Section::Recovery)
    }),
];

const CLASSES: [&str; 6] = [
    "classDef averting stroke:#a57a22",
    "classDef responding stroke:#2a66ad",
    "classDef recovering stroke:#23804f",
    "classDef inject stroke:#b8276f",
    "classDef objective stroke:#8a6d00",
    "classDef dormant stroke-dasharray:7 4",
];

fn node_statement(node: &Node) -> String {
    let mut lines = vec![escaped(&node.title)];
    lines.extend(node.facts().iter().map(|fact| escaped(fact)));
    let words = lines.join("<br>");
    let (open, close, class) = match node.kind {
        NodeKind::Averting | NodeKind::Weakening => ("[", "]", "averting"),
        NodeKind::Step(Section::Response) => ("(", ")", "responding"),
        NodeKind::Step(Section::Recovery) => ("(", ")", "recovering"),
        NodeKind::Automatic(Section::Response) => ("{{", "}}", "responding"),
        NodeKind::Automatic(Section::Recovery) => ("{{", "}}", "recovering"),
        NodeKind::Inject | NodeKind::HiddenInject => (">", "]", "inject"),
        NodeKind::Objective | NodeKind::CriticalObjective => ("([", "])", "objective"),
    };
    let id = id(node);
    let statement = format!("{id}{open}\"{words}\"{close}:::{class}");
    let is_dormant = node.on_demand || node.kind == NodeKind::HiddenInject;
    if is_dormant {
        return format!("{statement}\n        class {id} dormant");
    }
    statement
}

fn edge_statement(chart: &Chart, edge: &Edge) -> String {
    let arrow = match edge.kind {
        EdgeKind::After | EdgeKind::Implied => "-->",
        EdgeKind::Fallback
        | EdgeKind::Calls
        | EdgeKind::Reopens
        | EdgeKind::Triggers
        | EdgeKind::Expects
        | EdgeKind::Measures => "-.->",
    };
    let label = edge
        .label
        .as_ref()
        .map(|label| format!("|\"{}\"|", escaped(label)))
        .unwrap_or_default();
    format!(
        "{} {arrow}{label} {}",
        id(&chart.nodes[edge.from]),
        id(&chart.nodes[edge.to])
    )
}

fn look(kind: EdgeKind) -> Option<&'static str> {
    match kind {
        EdgeKind::After => None,
        EdgeKind::Implied => Some("stroke-opacity:0.3"),
        EdgeKind::Fallback => Some("stroke:#c2410c"),
        EdgeKind::Calls | EdgeKind::Reopens => Some("stroke:#7435d8"),
        EdgeKind::Triggers | EdgeKind::Expects => Some("stroke:#b8276f"),
        EdgeKind::Measures => Some("stroke:#8a6d00"),
    }
}

/// A name that is no word of Mermaid's; ids hold hyphens but never underscores, so no two become one.
fn id(node: &Node) -> String {
    let name = node.name.replace(['-', ':'], "_");
    if node.kind.section().is_some() {
        return format!("step_{name}");
    }
    name
}

/// Text in quotes; what Mermaid, Markdown or HTML would read in it is spelled by its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | ';' | '\\' | '*' | '_' | '%' | '{' | '}' => {
                out.push_str(&format!("#{};", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_label() {
        assert_eq!(
            escaped("a \"b\" <c> #1;"),
            "a #34;b#34; #60;c#62; #35;1#59;"
        );
    }
}
